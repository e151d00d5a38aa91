/**
 * Who is told how passes go, for figures and for the log. Nothing depends on it: it is told after the fact, must not throw,
 * and may forget.
 */
import type { MailboxId, PassId } from '../../../shared/ids.ts';
import type { PassCounts, PassOutcome, PassTrigger } from './store-port.ts';

export interface PassEnded {
  readonly passId: PassId;
  readonly trigger: PassTrigger;
  readonly outcome: PassOutcome['outcome'];
  readonly counts: PassCounts;
  readonly tookMs: number;
}

/** An edit on one side that the other side has confirmed. */
export interface EditArrived {
  readonly passId: PassId;
  readonly trigger: PassTrigger;
  readonly to: 'crm' | 'remote';
  /** From when it was made to when it was confirmed; never negative. */
  readonly afterMs: number;
}

export interface PassMeter {
  ended(pass: PassEnded): void;
  arrived(edit: EditArrived): void;
}

/** Runs the work so that everything that is logged on the way carries these ids. */
export type Trace = <T>(
  ids: { readonly mailboxId: MailboxId; readonly passId: PassId },
  work: () => Promise<T>,
) => Promise<T>;
