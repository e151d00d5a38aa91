/** What "why (not)" needs of the store beyond what others read already; main/ gives it. */
import type { MailboxId, PersonId } from '../../../shared/ids.ts';
import type { PersonState } from '../../store/person-state.ts';
import type { Link } from '../../sync/link.ts';

export interface WhyDesk {
  readonly state: (mailboxId: MailboxId, personId: PersonId) => Promise<PersonState>;
  readonly mailboxesOf: (personId: PersonId) => Promise<MailboxId[]>;
  /**
   * Other cards of the mailbox with one of these addresses, in numbers (R7); null where the key of its fingerprints cannot
   * be had here.
   */
  readonly cardsWithAddress: (
    mailboxId: MailboxId,
    addresses: readonly string[],
    without: Link['cardId'],
  ) => Promise<number | null>;
}
