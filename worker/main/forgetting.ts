/** The round that forgets what is past its term, beside the jobs: in one process at a time, every hour. */
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetLog } from '../crm/embedded/forget-log.ts';
import { ourTurn, startBeat } from '../jobs/beat.ts';
import { createForgetJob } from '../jobs/forget.ts';
import { createForgetting } from '../store/forgetting.ts';
import type { Store } from '../store/open-store.ts';
import { realClock } from './clock.ts';
import type { Parts } from './parts.ts';

const EVERY_MS = 60 * 60_000;
/** Longer than a round takes. */
const TURN_MS = 10 * 60_000;
/** A step that is under way at the stop is rolled back by the database. */
const STOP_WITHIN_MS = 1_000;

/** Gives back what ends it. */
export const startForgetting = (
  { settings, log, metrics }: Pick<Parts, 'settings' | 'log' | 'metrics'>,
  { db }: Pick<Store, 'db'>,
): (() => Promise<void>) => {
  const stopping = new AbortController();
  const work = createForgetJob({
    forget: { ...createForgetting(db), crmLog: (before, after) => forgetLog(db, before, after) },
    clock: realClock,
    historyDays: settings.historyRetentionDays,
    signal: stopping.signal,
    log,
    meter: metrics.forgetting,
  });
  const beat = startBeat({
    name: 'forgetting',
    everyMs: EVERY_MS,
    log,
    work: () => ourTurn(db, 'forgetting', TURN_MS, async () => void (await work())),
    onRun: (result) => {
      metrics.jobs.ran('forgetting', result);
    },
  });
  return async () => {
    stopping.abort();
    await Promise.race([beat.stop(), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  };
};
