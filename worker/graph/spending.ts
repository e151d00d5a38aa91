/**
 * What this process has asked of its mailboxes and what others have: between the gates, which count, and the store, which
 * remembers (worker/pass/ports/spending.ts). Under a pass the store carries the count with the lease; outside of one (a
 * subscription, a preview, a probe) it is looked up before and told after, once for many requests.
 */
import type { MailboxId } from '../../shared/ids.ts';
import type { Clock } from '../pass/ports.ts';
import type { SpendingBook, SpendingLedger } from '../pass/ports/spending.ts';
import type { GateBook, MailboxGate } from './gate.ts';

/** Outside a pass what others spent is looked up again after this long. */
const knownForMs = 15_000;
/** Told at once from so many on, so that a process that is killed takes no more than these with it. */
const tellFrom = 60;
/** Outside a pass, told so long after the first of them. */
const tellAfterMs = 1_000;

interface Account {
  readonly gate: MailboxGate;
  held: boolean;
  learnedAtMs: number;
  telling: Promise<void> | null;
  timer: NodeJS.Timeout | null;
}

export interface Spendings extends SpendingBook {
  /** For the gate of this mailbox. */
  bookOf(mailboxId: MailboxId, gate: MailboxGate): GateBook;
  /** Tells what was not told yet. */
  close(): Promise<void>;
}

/** `gateOf` gives the gate of a mailbox, which asks for its book by `bookOf` when it is made. */
export const createSpendings = (
  ledger: SpendingLedger,
  clock: Clock,
  gateOf: (mailboxId: MailboxId) => MailboxGate,
): Spendings => {
  /** Those that were spoken to and have something to tell or to hold. */
  const accounts = new Map<MailboxId, Account>();

  const accountOf = (mailboxId: MailboxId, gate = gateOf(mailboxId)): Account => {
    const known = accounts.get(mailboxId);
    if (known?.gate === gate) return known;
    const made: Account = { gate, held: false, learnedAtMs: -Infinity, telling: null, timer: null };
    accounts.set(mailboxId, made);
    return made;
  };
  const forgetIdle = (mailboxId: MailboxId, account: Account): void => {
    if (!account.held && account.gate.untold === 0 && account.timer === null) accounts.delete(mailboxId);
  };
  const tell = async (mailboxId: MailboxId, account: Account): Promise<void> => {
    if (account.timer !== null) clearTimeout(account.timer);
    account.timer = null;
    const untold = account.gate.takeUntold();
    try {
      if (untold > 0) await ledger.tell(mailboxId, untold, 0);
    } catch {
      // A store that is away: told with the next ones.
      account.gate.giveBack(untold);
    }
    forgetIdle(mailboxId, account);
  };
  const tellSoon = (mailboxId: MailboxId, account: Account): void => {
    if (account.gate.untold >= tellFrom) {
      account.telling ??= tell(mailboxId, account).finally(() => {
        account.telling = null;
      });
    } else if (!account.held && account.timer === null) {
      account.timer = setTimeout(() => void tell(mailboxId, account), tellAfterMs);
      account.timer.unref();
    }
  };
  return {
    bookOf: (mailboxId, gate) => ({
      before: () => {
        const account = accountOf(mailboxId, gate);
        if (account.held || clock.monotonicMs() - account.learnedAtMs < knownForMs) return null;
        account.learnedAtMs = clock.monotonicMs();
        // Without the store this process still keeps to its own count.
        return ledger.read(mailboxId).then(
          (spending) => gate.learn(spending),
          () => undefined,
        );
      },
      spent: () => tellSoon(mailboxId, accountOf(mailboxId, gate)),
      blocked: (ms) => void ledger.tell(mailboxId, 0, ms).catch(() => undefined),
    }),
    begins: (mailboxId, spending) => {
      const account = accountOf(mailboxId);
      account.held = true;
      account.learnedAtMs = clock.monotonicMs();
      account.gate.learn(spending);
    },
    ends: async (mailboxId) => {
      const account = accounts.get(mailboxId);
      if (account === undefined) return;
      account.held = false;
      await account.telling;
    },
    take: (mailboxId) => {
      const account = accounts.get(mailboxId);
      if (account === undefined) return 0;
      const untold = account.gate.takeUntold();
      forgetIdle(mailboxId, account);
      return untold;
    },
    giveBack: (mailboxId, requests) => {
      if (requests > 0) accountOf(mailboxId).gate.giveBack(requests);
    },
    close: async () => {
      await Promise.all([...accounts].map(([mailboxId, account]) => tell(mailboxId, account)));
    },
  };
};
