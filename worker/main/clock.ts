/** Time and chance of the real world. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, NewId } from '../pass/ports.ts';

export const realClock: Clock = {
  now: () => new Date(),
  // CLOCK_MONOTONIC of Linux stands still in suspend, not while a process is stopped; the lease's own time is the database's.
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  },
};

export const newId: NewId = () => randomUUID();
