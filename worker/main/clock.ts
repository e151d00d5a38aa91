/** Time and chance of the real world. */
import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, NewId } from '../pass/ports.ts';

const bootedAtStartMs = uptime() * 1000 - performance.now();
/** The coarse clock must be this far ahead before it counts. */
const COARSE_MS = 1000;

/**
 * Node's own clock stands still while a laptop sleeps, the database's does not: a lease that ran out in that time would
 * look like ours (R13). The system's uptime runs on, and only it can tell.
 */
const monotonicMs = (): number => {
  const fine = performance.now();
  const coarse = uptime() * 1000 - bootedAtStartMs;
  return coarse - fine > COARSE_MS ? coarse : fine;
};

let latestMs = 0;
export const realClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => (latestMs = Math.max(latestMs, monotonicMs())),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  },
};

export const newId: NewId = () => randomUUID();
