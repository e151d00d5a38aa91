/**
 * The limits of one mailbox, shared by all who speak to it in this process: places in flight (first come, first
 * served), the window quota, and a pause the service asked for. A long wait is thrown, not slept (R14: it delays
 * this mailbox alone).
 */
import type { MailboxId } from '../../shared/ids.ts';
import { Trouble } from '../pass/ports.ts';
import type { Clock } from '../pass/ports.ts';
import { longestSleepMs } from './limits.ts';
import type { Quota } from './limits.ts';

interface Waiting {
  readonly places: number;
  readonly enter: () => void;
}

export class MailboxGate {
  readonly #quota: Quota;
  readonly #clock: Clock;
  #free: number;
  readonly #queue: Waiting[] = [];
  /** Oldest first: when, and how many requests went out. */
  readonly #window: { atMs: number; count: number }[] = [];
  #inWindow = 0;
  #blockedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(quota: Quota, clock: Clock) {
    this.#quota = quota;
    this.#clock = clock;
    this.#free = quota.inFlight;
  }

  /** Nothing goes out for this long. */
  blockFor(ms: number): void {
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, this.#clock.monotonicMs() + ms);
  }

  /**
   * Runs `work` with `places` of the places in flight, `count` requests on the quota. Trouble `retry` with the full
   * wait when that is long, or when `signal` ends it.
   */
  async run<T>(
    places: number,
    count: number,
    signal: AbortSignal | null,
    work: () => Promise<T>,
  ): Promise<T> {
    await this.#enter(Math.min(places, this.#quota.inFlight));
    try {
      await this.#turn(count, signal);
      return await work();
    } finally {
      this.#leave(Math.min(places, this.#quota.inFlight));
    }
  }

  async #turn(count: number, signal: AbortSignal | null): Promise<void> {
    for (;;) {
      if (signal?.aborted === true) throw new Trouble('graph.stopped', { kind: 'retry', afterMs: 0 });
      const nowMs = this.#clock.monotonicMs();
      const blockedMs = this.#blockedUntilMs - nowMs;
      const quotaMs = this.#quotaWaitMs(count, nowMs);
      const waitMs = Math.max(blockedMs, quotaMs);
      if (waitMs <= 0) {
        this.#window.push({ atMs: nowMs, count });
        this.#inWindow += count;
        return;
      }
      if (waitMs > longestSleepMs)
        throw new Trouble(blockedMs >= quotaMs ? 'graph.throttled' : 'graph.quota', {
          kind: 'retry',
          afterMs: Math.ceil(waitMs),
        });
      await this.#clock.sleep(Math.ceil(waitMs), signal ?? undefined).catch((cause: unknown) => {
        if (signal?.aborted !== true) throw cause;
      });
    }
  }

  #quotaWaitMs(count: number, nowMs: number): number {
    const { requests, windowMs } = this.#quota;
    while (this.#window[0] !== undefined && this.#window[0].atMs <= nowMs - windowMs)
      this.#inWindow -= this.#window.shift()?.count ?? 0;
    let over = this.#inWindow + Math.min(count, requests) - requests;
    let waitMs = 0;
    for (const { atMs, count: gone } of this.#window) {
      if (over <= 0) break;
      over -= gone;
      waitMs = atMs + windowMs - nowMs;
    }
    return waitMs;
  }

  async #enter(places: number): Promise<void> {
    if (this.#queue.length === 0 && this.#free >= places) {
      this.#free -= places;
      return;
    }
    await new Promise<void>((enter) => this.#queue.push({ places, enter }));
  }

  #leave(places: number): void {
    this.#free += places;
    for (
      let first = this.#queue[0];
      first !== undefined && first.places <= this.#free;
      first = this.#queue[0]
    ) {
      this.#queue.shift();
      this.#free -= first.places;
      first.enter();
    }
  }
}

/** One gate a mailbox, for as long as the process lives. */
export const gateKeeper = (quota: Quota, clock: Clock): ((mailboxId: MailboxId) => MailboxGate) => {
  const gates = new Map<MailboxId, MailboxGate>();
  return (mailboxId) => {
    const gate = gates.get(mailboxId) ?? new MailboxGate(quota, clock);
    gates.set(mailboxId, gate);
    return gate;
  };
};
