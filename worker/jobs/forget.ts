/**
 * The round that forgets what is past its term (worker/store/forgetting.ts), in small steps with as much rest between them as
 * they took, so that passes and people do not notice it. It ends at the stop of the process, or after a few minutes, and goes on
 * in the next round; cut off anywhere, nothing is half gone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { Clock } from '../pass/ports.ts';
import type { Forget } from '../store/forgetting.ts';

const dayMs = 86_400_000;
/** Passes that changed nothing say only that they were there. */
const QUIET_PASS_DAYS = 90;
/** Well within the turn that the caller has. */
const roundMs = 4 * 60_000;
const shortestRestMs = 5;

export type ForgottenKind = 'history' | 'held' | 'undos' | 'quietPasses' | 'passes' | 'crmLog';

export interface ForgetDeps {
  readonly forget: Readonly<Record<ForgottenKind, Forget>>;
  readonly clock: Clock;
  /** Null: history is kept for ever. */
  readonly historyDays: number | null;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly meter?: { readonly forgot: (kind: ForgottenKind, count: number) => void };
}

/** In this order: what hangs on others before them. */
const withHistory: readonly ForgottenKind[] = ['history', 'held', 'undos', 'passes', 'crmLog'];

export const createForgetJob = (deps: ForgetDeps) => {
  const { forget, clock, historyDays, signal, log, meter } = deps;
  /** Passes that stay for the history's sake would be looked at every hour anew. */
  let quietUpTo: string | null = null;

  const through = async (
    kind: ForgottenKind,
    days: number,
    from: string | null,
    endsAtMs: number,
  ): Promise<{ readonly forgotten: number; readonly upTo: string | null }> => {
    const before = new Date(clock.now().getTime() - days * dayMs);
    let forgotten = 0;
    let upTo = from;
    while (!signal.aborted && performance.now() < endsAtMs) {
      const begun = performance.now();
      const step = await forget[kind](before, upTo);
      forgotten += step.forgotten;
      if (step.forgotten > 0) meter?.forgot(kind, step.forgotten);
      if (step.next === null) break;
      upTo = step.next;
      await sleep(Math.max(shortestRestMs, performance.now() - begun), undefined, { signal }).catch(
        () => undefined,
      );
    }
    return { forgotten, upTo };
  };

  return async (): Promise<Partial<Record<ForgottenKind, number>>> => {
    const endsAtMs = performance.now() + roundMs;
    const told: Partial<Record<ForgottenKind, number>> = {};
    const quiet = await through('quietPasses', QUIET_PASS_DAYS, quietUpTo, endsAtMs);
    quietUpTo = quiet.upTo;
    told.quietPasses = quiet.forgotten;
    for (const kind of historyDays === null ? [] : withHistory) {
      told[kind] = (await through(kind, historyDays ?? 0, null, endsAtMs)).forgotten;
    }
    if (Object.values(told).some((count) => count > 0))
      log.info({ forgotten: told }, 'forgotten after its term');
    return told;
  };
};
