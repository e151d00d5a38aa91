/**
 * Runs one pass for an ask that was taken, and says what comes after it. One at a time per mailbox is the
 * lease's doing (R13); here a busy mailbox only comes back. Trouble of one mailbox delays that mailbox alone (R14).
 */
import type { MailboxId } from '../../shared/ids.ts';
import { bareError, withLogIds, type Logger } from '../log.ts';
import type { PassOutcome, PassReport, PassTrigger, Progress, RunPass } from '../pass/ports.ts';
import type { Db } from '../store/db.ts';
import type { Chosen } from './choose.ts';
import type { Place } from './queue.ts';
import { forget, settle, stayAlive, type Again, type Settlement, type Taken } from './requests.ts';

/** First wait after a failed pass; doubles with each further one. */
const failedWaitMs = 15_000;
const longestFailedWaitMs = 60 * 60_000;
/** A busy mailbox, where nobody says how long it will be. */
const busyWaitMs = 2_000;

export interface PassJobDeps {
  readonly db: Db;
  readonly runPass: RunPass;
  readonly log: Logger;
  /** Names this process. */
  readonly holder: string;
  /** A run that was silent for so long is taken for dead; that of the lease. */
  readonly aliveMs: number;
  readonly signal: AbortSignal;
  /** Called after a pass that went through. */
  readonly onDone?: (mailboxId: MailboxId, trigger: PassTrigger) => void;
}

/** Throws only what the database throws. */
export const createPassJob =
  (deps: PassJobDeps) =>
  async (chosen: Chosen, place: Place): Promise<void> => {
    const { mailboxId } = chosen;
    const report = await withLogIds({ mailboxId }, () =>
      whileAlive(deps, mailboxId, () => runSafely(deps, chosen, place)),
    );
    if (!report.ran && report.because === 'unknownMailbox') {
      await forget(deps.db, mailboxId);
      return;
    }
    const long = isLongStill(report, place.wanted.aborted || place.size() === 'long');
    const settlement = { mailboxId, taken: chosen, ...afterwards(report, chosen), ...long };
    await deps.db.transaction((tx) => settle(tx, settlement));
    if (report.ran && report.result.outcome === 'done') deps.onDone?.(mailboxId, chosen.trigger);
  };

/** A bug in a pass is that mailbox's trouble, not the worker's. */
const runSafely = async (
  deps: PassJobDeps,
  { mailboxId, trigger }: Chosen,
  place: Place,
): Promise<Report> => {
  try {
    const { runPass, holder } = deps;
    const signal = AbortSignal.any([deps.signal, place.wanted]);
    const onProgress = ({ total }: Progress): void => place.hasSteps(total ?? 0);
    return await runPass({ mailboxId, trigger, holder, signal, onProgress });
  } catch (error) {
    deps.log.error({ mailboxId, err: bareError(error) }, 'pass threw');
    return { ran: true, result: { outcome: 'failed', code: 'jobs.threw' } };
  }
};

/** What came to its end is new work next time; what did not is as long as it was. A run that could not begin says nothing. */
const isLongStill = (report: Report, wasLong: boolean): Pick<Settlement, 'long'> => {
  if (!report.ran) return {};
  const { outcome } = report.result;
  return { long: wasLong && (outcome === 'stopped' || outcome === 'later' || outcome === 'failed') };
};

type Report = Exclude<PassReport, { ran: true }> | { readonly ran: true; readonly result: PassOutcome };

const whileAlive = async <T>(deps: PassJobDeps, mailboxId: MailboxId, work: () => Promise<T>): Promise<T> => {
  const beat = setInterval(() => {
    stayAlive(deps.db, mailboxId, deps.aliveMs).catch((error: unknown) => {
      deps.log.warn({ mailboxId, err: bareError(error) }, 'sign of life not written');
    });
  }, deps.aliveMs / 3);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
};

/** How long what comes by itself waits after so many failures in a row. */
export const waitAfterFailures = (failures: number): number =>
  Math.min(failedWaitMs * 2 ** Math.min(failures - 1, 20), longestFailedWaitMs);

type Afterwards = Pick<Settlement, 'again' | 'failures' | 'waitMs' | 'held'>;

/** What a report leads to, one line a case. */
export const afterwards = (report: Report, { trigger, failures }: Taken): Afterwards => {
  const again = (delayMs: number, as: PassTrigger = trigger): Again => ({ trigger: as, delayMs });
  if (!report.ran) {
    if (report.because === 'busy') {
      const wait = { ...again(report.afterMs ?? busyWaitMs), blocked: true };
      return { again: wait, held: false };
    }
    // Paused, parked, braked: whoever lifts that asks for a pass. Before its time: then.
    return { again: report.afterMs === null ? null : again(report.afterMs), held: false };
  }
  switch (report.result.outcome) {
    case 'done':
    case 'parked':
    case 'braked':
      return { again: null, failures: 0, held: true };
    case 'later':
      return { again: again(report.result.afterMs, 'retry'), failures: 0, held: true };
    case 'stopped':
      return { again: again(0), held: true };
    case 'failed': {
      const waitMs = waitAfterFailures(failures + 1);
      return { again: again(waitMs, 'retry'), failures: failures + 1, waitMs, held: true };
    }
  }
};
