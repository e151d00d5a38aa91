/** What a pass remembers and finds again (R13): state of a mailbox, the writes of a commit, the port of the store. */
import type {
  CardId,
  ConnectorId,
  EmployeeId,
  FolderId,
  HeldId,
  HistoryId,
  LinkId,
  MailboxId,
  PassId,
  PersonId,
  RulingId,
  UndoItemId,
} from '../../../shared/ids.ts';
import type { FieldId } from '../../../shared/person.ts';
import type { Base } from '../../sync/base.ts';
import type { Link, OpenHeld } from '../../sync/link.ts';
import type { KnownCard, Print } from '../../sync/guard/prints.ts';
import type { Brake, FieldChange, Hold } from '../../sync/plan.ts';
import type { Ruling } from '../../sync/ruling.ts';
import type { ActivationSettings } from '../../sync/selection.ts';
import type { UndoItem, UndoRefusal } from '../../sync/undo.ts';
import type { CrmCursor } from './crm-port.ts';
import type { RemoteCursor } from './remote-port.ts';

/** Hold on one mailbox. `token` only ever grows; each write of the store checks it (fencing). */
export interface Lease {
  readonly mailboxId: MailboxId;
  readonly token: string;
}

export type MailboxState =
  | 'active'
  /** By the user or an administrator. */
  | 'paused'
  /** R14: the user must sign in again. */
  | 'signInAgain'
  /** R12: waits for a person's word. */
  | 'braked';

export interface Mailbox {
  readonly id: MailboxId;
  readonly employeeId: EmployeeId;
  /** Entra tenant and object id, the only tie after the first activation. */
  readonly tid: string;
  readonly oid: string;
  readonly state: MailboxState;
  readonly stateBecause: string | null;
  readonly settings: ActivationSettings;
  readonly excludedPersons: ReadonlySet<PersonId>;
  readonly crmCursor: CrmCursor | null;
  /** True when a person has said "go on" to a brake: the next pass runs without it, once. */
  readonly brakeReleased: boolean;
  /** ISO instant before which no pass starts (Retry-After), or null. */
  readonly notBefore: string | null;
  /** ISO instant of the last pass that went through. */
  readonly lastPassAt: string | null;
}

/** Something that changed and is not yet merged. Survives a crash; cleared with the result it led to. */
export type Mark =
  { readonly subject: 'person'; readonly id: PersonId } | { readonly subject: 'card'; readonly id: CardId };

/** A person whose card the user removed (R9): comes back only when the person's version is another. */
export interface Removal {
  readonly personId: PersonId;
  readonly personVersion: string | null;
}

export interface HistoryEntry extends FieldChange {
  readonly id: HistoryId;
  readonly at: string;
  readonly passId: PassId;
  readonly mailboxId: MailboxId;
  readonly personId: PersonId;
  readonly linkId: LinkId;
}

/**
 * `intended` is written before the step goes out, so that a crash cannot lose an overruled value; `done` after it
 * was confirmed; `notDone` when it turned out not to have happened.
 */
export type HistoryOutcome = 'intended' | 'done' | 'notDone';

/** Which links are asked for: those that match any of these. */
export interface LinksWanted {
  readonly personIds?: readonly PersonId[];
  readonly cardIds?: readonly CardId[];
  readonly connectorIds?: readonly ConnectorId[];
  readonly linkIds?: readonly LinkId[];
}

/** Who is tied to what, without what was agreed. */
export type LinkTie = Pick<
  Link,
  'id' | 'personId' | 'connectorId' | 'state' | 'cardId' | 'folderId' | 'etag'
>;

/** A page of ids in their order; `after` is the last one of the page before. */
export interface IdPage<Id> {
  readonly after: Id | null;
  readonly limit: number;
}

/** What a pass has before it. Persons may be named more than once. */
export interface OpenWork {
  /** Marks, by what they speak of, in the order in which they were set. */
  readonly persons: readonly PersonId[];
  readonly cards: readonly CardId[];
  /** Persons on whom somebody's word waits to be done; each was marked with it as well. */
  readonly asked: readonly PersonId[];
  /** Of history that was written ahead and whose outcome is not known. */
  readonly intended: readonly { readonly personId: PersonId; readonly linkId: LinkId }[];
  /** R8: whose cards wait to be moved to Deleted Items. */
  readonly cleanUp: readonly PersonId[];
  /** How many creates were begun whose outcome is not known (R11). */
  readonly creating: number;
}

/** What a pass remembers. All ops of one commit go in one transaction, in this order, under the lease (R13). */
export type StoreWrite =
  | { readonly op: 'mark'; readonly marks: readonly Mark[] }
  | {
      readonly op: 'folderCursor';
      readonly folderId: FolderId;
      readonly cursor: RemoteCursor | null;
      readonly isDefault: boolean;
    }
  | { readonly op: 'dropFolder'; readonly folderId: FolderId }
  | { readonly op: 'crmCursor'; readonly cursor: CrmCursor }
  | { readonly op: 'newLinks'; readonly links: readonly Link[] }
  /** `base` is laid over the stored base, field by field; `dropBase` forgets fields first. */
  | {
      readonly op: 'saveLink';
      readonly linkId: LinkId;
      readonly set: Partial<
        Pick<Link, 'state' | 'pausedBecause' | 'cardId' | 'folderId' | 'etag' | 'cleanUp'>
      >;
      readonly base?: Base;
      readonly dropBase?: readonly FieldId[];
    }
  /** Removes the link; with a removal the person does not come back before it changes in the CRM. */
  | { readonly op: 'dropLink'; readonly linkId: LinkId; readonly removal: Removal | null }
  | { readonly op: 'dropRemoval'; readonly personId: PersonId }
  | {
      readonly op: 'hold';
      readonly id: HeldId;
      readonly passId: PassId;
      readonly at: string;
      readonly hold: Hold;
    }
  | {
      readonly op: 'closeHeld';
      readonly heldId: HeldId;
      readonly because: 'overtaken' | 'decided';
      readonly at: string;
    }
  | { readonly op: 'history'; readonly entries: readonly HistoryEntry[]; readonly outcome: HistoryOutcome }
  | { readonly op: 'historyOutcome'; readonly ids: readonly HistoryId[]; readonly outcome: HistoryOutcome }
  | { readonly op: 'clearMarks'; readonly marks: readonly Mark[] }
  /** R7: what is remembered of these cards from now on, whole. */
  | { readonly op: 'knowCards'; readonly cards: readonly KnownCard[] }
  /** Cards that went before this ISO instant are no longer remembered. */
  | { readonly op: 'forgetCards'; readonly goneBefore: string }
  | {
      readonly op: 'settleRuling';
      readonly rulingId: RulingId;
      readonly outcome: 'applied' | 'overtaken';
      readonly at: string;
    }
  | {
      readonly op: 'settleUndo';
      readonly itemIds: readonly UndoItemId[];
      readonly outcome: 'done' | UndoRefusal;
      readonly at: string;
    }
  | {
      readonly op: 'mailbox';
      readonly set: Partial<
        Pick<Mailbox, 'state' | 'stateBecause' | 'notBefore' | 'lastPassAt' | 'brakeReleased'>
      >;
    };

export type PassTrigger =
  'activation' | 'crmChange' | 'notification' | 'daily' | 'syncNow' | 'resume' | 'retry' | 'decision';

export type PassOutcome =
  | { readonly outcome: 'done' }
  /** Something is left for a later pass (throttled, unclear create, changed meanwhile too often). */
  | { readonly outcome: 'later'; readonly code: string; readonly afterMs: number }
  | { readonly outcome: 'braked'; readonly brake: Brake }
  | { readonly outcome: 'parked'; readonly code: string }
  | { readonly outcome: 'stopped' }
  | { readonly outcome: 'failed'; readonly code: string };

export interface PassCounts {
  created: number;
  /** Cards written (without creates). */
  toRemote: number;
  /** Persons written. */
  toCrm: number;
  conflicts: number;
  /** Held changes opened. */
  held: number;
  paused: number;
  resumed: number;
  /** Links that ended because the user removed the card (R9). */
  removed: number;
  /** Connector IDs put back or taken off copies. */
  repaired: number;
  /** Cards that were there already and were tied to a person by decision (R7). */
  linked: number;
  /** Fields that got an earlier value back. */
  undone: number;
  /** Cards of paused links that the user had moved to Deleted Items (R8). */
  discarded: number;
  /** Requests to the remote. */
  requests: number;
}

export interface Progress {
  readonly phase: 'observe' | 'compare' | 'apply';
  readonly done: number;
  /** Null where the total is not known yet. */
  readonly total: number | null;
}

export interface PassStore {
  /** Null when another holds the mailbox. The lease runs out after `ttlMs` unless renewed. */
  acquire(mailboxId: MailboxId, holder: string, ttlMs: number): Promise<Lease | null>;
  /** False when it was lost. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  openPass(lease: Lease, passId: PassId, trigger: PassTrigger, at: string): Promise<void>;
  progress(lease: Lease, passId: PassId, progress: Progress): Promise<void>;
  closePass(
    lease: Lease,
    passId: PassId,
    at: string,
    outcome: PassOutcome,
    counts: PassCounts,
  ): Promise<void>;
  mailbox(id: MailboxId): Promise<Mailbox | null>;
  folders(id: MailboxId): Promise<{ folderId: FolderId; cursor: RemoteCursor | null; isDefault: boolean }[]>;
  /** All of them, for whoever needs the whole (a preview); a pass asks for those it has in hand. */
  links(id: MailboxId): Promise<Link[]>;
  /** In the order in which they were made. */
  linksOf(id: MailboxId, wanted: LinksWanted): Promise<Link[]>;
  tiesOf(id: MailboxId, wanted: LinksWanted): Promise<LinkTie[]>;
  creatingLinks(id: MailboxId): Promise<Link[]>;
  /** How many are active. */
  activeLinks(id: MailboxId): Promise<number>;
  linkedPersons(id: MailboxId): Promise<PersonId[]>;
  /** Cards of links in this folder, by id. */
  linkedCards(id: MailboxId, folderId: FolderId, page: IdPage<CardId>): Promise<CardId[]>;
  openWork(id: MailboxId): Promise<OpenWork>;
  removals(id: MailboxId): Promise<Removal[]>;
  marks(id: MailboxId): Promise<Mark[]>;
  /**
   * Held changes of this mailbox that wait for a decision; `linkId` is null where no card was made yet. Here and below,
   * `of`: only those on these persons.
   */
  openHeld(
    id: MailboxId,
    of?: readonly PersonId[],
  ): Promise<(OpenHeld & { personId: PersonId; linkId: LinkId | null })[]>;
  /** Those that name one of these cards, each person once. */
  heldOnCards(id: MailboxId, cardIds: readonly CardId[]): Promise<PersonId[]>;
  /** What people decided about held changes of this mailbox, settled or not. Read after `openHeld`, never before. */
  rulings(id: MailboxId, of?: readonly PersonId[]): Promise<Ruling[]>;
  /** Fields that wait to be taken back. */
  undoItems(id: MailboxId, of?: readonly PersonId[]): Promise<UndoItem[]>;
  /** What is remembered of these cards; an unknown one is absent. */
  knownCards(id: MailboxId, cardIds: readonly CardId[]): Promise<Map<CardId, KnownCard>>;
  /** Cards of this folder that were last seen alive, by id; without `page` all of them. */
  livingCards(id: MailboxId, folderId: FolderId, page?: IdPage<CardId>): Promise<CardId[]>;
  /** Every card that has or had one of these, gone ones too. */
  cardsWith(id: MailboxId, prints: readonly Print[]): Promise<KnownCard[]>;
  /** How many living cards have each of these now; absent: none. */
  carriers(id: MailboxId, prints: readonly Print[]): Promise<Map<Print, number>>;
  /** Entries written ahead whose outcome is not known (a crash came between). */
  intendedHistory(id: MailboxId, of?: readonly PersonId[]): Promise<HistoryEntry[]>;
  /**
   * One transaction under the lease; Trouble `leaseLost` and nothing written when it is no longer ours. `paused`: a person has
   * paused the mailbox meanwhile; what was to be written is written.
   */
  commit(lease: Lease, writes: readonly StoreWrite[]): Promise<{ readonly paused: boolean }>;
}
