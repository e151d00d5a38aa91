/** What the routes and the command line need of held changes; main/ gives it. */
import type { HeldId, MailboxId, RulingId } from '../../../shared/ids.ts';
import type { HeldFilter, HeldOutline, HeldRecord } from '../../store/held-changes.ts';
import type { DecideOutcome, Decision, PairRecord } from '../../store/rulings.ts';
import type { Page, Paged } from '../ports.ts';

/** Ids come from outside: one that is no id at all reads as one that does not exist. */
export interface HeldDesk {
  /** Newest first. */
  readonly list: (mailboxId: MailboxId, filter: HeldFilter, page: Page) => Promise<Paged<HeldRecord>>;
  /** Null also where it is another mailbox's. */
  readonly get: (mailboxId: MailboxId, id: HeldId) => Promise<HeldRecord | null>;
  /** Those of the mailbox among these, in no order; one question for all of them. */
  readonly among: (mailboxId: MailboxId, ids: readonly HeldId[]) => Promise<HeldRecord[]>;
  /** Whoever calls asks for a pass afterwards. Every id has an outcome. */
  readonly decide: (
    mailboxId: MailboxId,
    ids: readonly HeldId[],
    decision: Decision,
  ) => Promise<Map<HeldId, DecideOutcome>>;
  readonly pairs: (mailboxId: MailboxId) => Promise<PairRecord[]>;
  /** False: nothing of this mailbox. */
  readonly forgetPair: (mailboxId: MailboxId, id: RulingId) => Promise<boolean>;
  /** Over all mailboxes, without what stands in them. */
  readonly outline: (filter: HeldFilter, page: Page) => Promise<Paged<HeldOutline>>;
  /** For the command line: of any mailbox, by the beginning of an id. Two: it is not unambiguous. */
  readonly beginningWith: (beginning: string) => Promise<HeldRecord[]>;
  readonly pairsBeginningWith: (beginning: string) => Promise<PairRecord[]>;
}
