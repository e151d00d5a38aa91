/**
 * R14 across processes: what a mailbox was asked for in the last ten minutes, by whichever process, and how long it wants to be left
 * alone. Whoever speaks to the mailbox counts; the store remembers, on writes that it makes anyway, so that a request costs no
 * question more.
 */
import type { MailboxId } from '../../../shared/ids.ts';

export interface Spending {
  /** Oldest first. */
  readonly spent: readonly { readonly agoMs: number; readonly requests: number }[];
  /** 0: it may be asked now. */
  readonly blockedMs: number;
}

/** Of this process: what it has counted and not told yet. */
export interface SpendingBook {
  /** A pass of this process holds the mailbox from now on, and this is what all processes spent until now. */
  begins(mailboxId: MailboxId, spending: Spending): void;
  /** Answers once what is being told of it has arrived, so that whoever comes next learns it. */
  ends(mailboxId: MailboxId): Promise<void>;
  /** How many are not told yet; they count as told from now on. */
  take(mailboxId: MailboxId): number;
  /** They could not be told after all. */
  giveBack(mailboxId: MailboxId, requests: number): void;
}

/** Of all processes. */
export interface SpendingLedger {
  read(mailboxId: MailboxId): Promise<Spending>;
  tell(mailboxId: MailboxId, requests: number, blockedMs: number): Promise<void>;
}
