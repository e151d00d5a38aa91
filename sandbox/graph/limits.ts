/**
 * Limits per app and mailbox ("Microsoft Graph service-specific throttling limits", Outlook): four requests at a
 * time, 10,000 in ten minutes. Counts what was asked, so that a test can tell how a caller behaved.
 */
import type { SandboxClock } from '../clock.ts';
import { Problem } from './problem.ts';
import type { Switches } from './switches.ts';

export interface Counters {
  /** Requests to this mailbox, each one inside a $batch counted singly. */
  requests: number;
  /** By `METHOD` and by kind of write. */
  byMethod: Record<string, number>;
  /** HTTP exchanges: a $batch is one. */
  roundTrips: number;
  inBatches: number;
  inFlight: number;
  maxInFlight: number;
  /** Requests that began while others were under way. */
  overlaps: number;
  refusedForConcurrency: number;
  refusedForWindow: number;
  /** Requests in the present window. */
  inWindow: number;
}

interface Meter extends Counters {
  /** Moments of the requests in the window, oldest first, from `head`. */
  moments: number[];
  head: number;
}

export interface Limits {
  /** An HTTP request has come, whatever is in it. */
  arrive(mailbox: string, appId: string): void;
  /** Takes a place, or throws 429. The answer gives the place back. */
  enter(mailbox: string, appId: string, method: string, inBatch: boolean): () => void;
  /** Of all apps together. */
  counters(mailbox: string): Counters;
  reset(): void;
}

const newMeter = (): Meter => ({
  requests: 0,
  byMethod: {},
  roundTrips: 0,
  inBatches: 0,
  inFlight: 0,
  maxInFlight: 0,
  overlaps: 0,
  refusedForConcurrency: 0,
  refusedForWindow: 0,
  inWindow: 0,
  moments: [],
  head: 0,
});

export function createLimits(clock: SandboxClock, switches: Readonly<Switches>): Limits {
  const meters = new Map<string, Map<string, Meter>>();

  const meterOf = (mailbox: string, appId: string): Meter => {
    const apps = meters.get(mailbox) ?? new Map<string, Meter>();
    meters.set(mailbox, apps);
    const meter = apps.get(appId) ?? newMeter();
    apps.set(appId, meter);
    return meter;
  };

  const countWindow = (meter: Meter): void => {
    const oldest = clock.now() - switches.windowMs;
    while (meter.head < meter.moments.length && (meter.moments[meter.head] as number) <= oldest)
      meter.head += 1;
    if (meter.head > 10_000) {
      meter.moments = meter.moments.slice(meter.head);
      meter.head = 0;
    }
    meter.inWindow = meter.moments.length - meter.head;
  };

  const refuse = (seconds: number, message: string): Problem =>
    new Problem(429, 'ApplicationThrottled', message, { 'retry-after': String(seconds) });

  return {
    arrive(mailbox, appId) {
      meterOf(mailbox, appId).roundTrips += 1;
    },
    enter(mailbox, appId, method, inBatch) {
      const meter = meterOf(mailbox, appId);
      countWindow(meter);
      meter.requests += 1;
      meter.byMethod[method] = (meter.byMethod[method] ?? 0) + 1;
      if (inBatch) meter.inBatches += 1;
      // A request that is refused counts as well: asking again too early does not help.
      meter.moments.push(clock.now());
      meter.inWindow += 1;
      if (switches.limitWindow && meter.inWindow > switches.windowRequests) {
        meter.refusedForWindow += 1;
        const free =
          (meter.moments[meter.moments.length - switches.windowRequests] ?? clock.now()) + switches.windowMs;
        const seconds = Math.max(1, Math.ceil((free - clock.now()) / 1_000));
        throw refuse(seconds, 'Application is over its request limit.');
      }
      if (switches.limitConcurrency && meter.inFlight >= switches.maxConcurrent) {
        meter.refusedForConcurrency += 1;
        throw refuse(
          switches.concurrencyRetryAfterSeconds,
          'Application is over its MailboxConcurrency limit.',
        );
      }
      if (meter.inFlight > 0) meter.overlaps += 1;
      meter.inFlight += 1;
      meter.maxInFlight = Math.max(meter.maxInFlight, meter.inFlight);
      let left = false;
      return () => {
        if (!left) meter.inFlight -= 1;
        left = true;
      };
    },
    counters(mailbox) {
      const sum: Counters = { ...newMeter() };
      delete (sum as Partial<Meter>).moments;
      delete (sum as Partial<Meter>).head;
      for (const meter of meters.get(mailbox)?.values() ?? []) {
        countWindow(meter);
        sum.requests += meter.requests;
        sum.roundTrips += meter.roundTrips;
        sum.inBatches += meter.inBatches;
        sum.inFlight += meter.inFlight;
        sum.maxInFlight = Math.max(sum.maxInFlight, meter.maxInFlight);
        sum.overlaps += meter.overlaps;
        sum.refusedForConcurrency += meter.refusedForConcurrency;
        sum.refusedForWindow += meter.refusedForWindow;
        sum.inWindow += meter.inWindow;
        for (const [method, count] of Object.entries(meter.byMethod))
          sum.byMethod[method] = (sum.byMethod[method] ?? 0) + count;
      }
      return sum;
    },
    reset: () => meters.clear(),
  };
}
