/** A clock for tests that moves only when someone sleeps or says so. Nobody waits for real. */
import type { Clock } from '../../worker/pass/ports.ts';

export interface TestClock extends Clock {
  advance(ms: number): void;
  /** Every sleep asked for, in order. */
  readonly slept: readonly number[];
}

export const testClock = (startAt = '2026-03-01T10:00:00Z'): TestClock => {
  let elapsedMs = 0;
  const slept: number[] = [];
  return {
    now: () => new Date(Date.parse(startAt) + elapsedMs),
    monotonicMs: () => elapsedMs,
    sleep: async (ms, signal) => {
      if (signal?.aborted === true) throw new DOMException('stopped', 'AbortError');
      slept.push(ms);
      elapsedMs += ms;
    },
    advance: (ms) => {
      elapsedMs += ms;
    },
    slept,
  };
};
