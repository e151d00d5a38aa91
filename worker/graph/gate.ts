/**
 * The limits of one mailbox, shared by all who speak to it in this process: places in flight (first come, first
 * served), the window quota (of other processes too, as far as its book says), and a pause the service asked for. A long wait is thrown, not slept (R14: it delays
 * this mailbox alone).
 */
import type { MailboxId } from '../../shared/ids.ts';
import { Trouble } from '../pass/ports.ts';
import type { Clock } from '../pass/ports.ts';
import type { Spending } from '../pass/ports/spending.ts';
import { longestSleepMs } from './limits.ts';
import type { Quota } from './limits.ts';

interface Waiting {
  readonly places: number;
  readonly enter: () => void;
}

/** Where a gate learns what other processes spent, and tells what it did (spending.ts). */
export interface GateBook {
  /** Before a request; null: all is known that can be. */
  before(): Promise<void> | null;
  spent(): void;
  blocked(ms: number): void;
}

export class MailboxGate {
  readonly #quota: Quota;
  readonly #clock: Clock;
  #free: number;
  readonly #queue: Waiting[] = [];
  /** Oldest first: when, and how many requests went out. */
  #window: { atMs: number; count: number }[] = [];
  #inWindow = 0;
  #blockedUntilMs = Number.NEGATIVE_INFINITY;
  /** Of the newest in the window: so many were counted here and told to nobody. */
  #untold = 0;
  readonly #book: GateBook | null;

  constructor(quota: Quota, clock: Clock, bookOf: ((gate: MailboxGate) => GateBook) | null = null) {
    this.#quota = quota;
    this.#clock = clock;
    this.#free = quota.inFlight;
    this.#book = bookOf?.(this) ?? null;
  }

  /** Nothing goes out for this long. */
  blockFor(ms: number): void {
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, this.#clock.monotonicMs() + ms);
    this.#book?.blocked(ms);
  }

  get untold(): number {
    return this.#untold;
  }

  /** They count as told from now on. */
  takeUntold(): number {
    const untold = this.#untold;
    this.#untold = 0;
    return untold;
  }

  giveBack(requests: number): void {
    this.#untold += requests;
  }

  /** What all processes spent, this one's own among it but for what it has not told yet. */
  learn({ spent, blockedMs }: Spending): void {
    const nowMs = this.#clock.monotonicMs();
    const own: { atMs: number; count: number }[] = [];
    for (let left = this.#untold, at = this.#window.length - 1; left > 0 && at >= 0; at -= 1) {
      const { atMs, count } = this.#window[at] as { atMs: number; count: number };
      own.unshift({ atMs, count: Math.min(count, left) });
      left -= count;
    }
    const all = spent.map(({ agoMs, requests }) => ({ atMs: nowMs - agoMs, count: requests }));
    this.#window = [...all, ...own].sort((a, b) => a.atMs - b.atMs);
    this.#inWindow = this.#window.reduce((sum, { count }) => sum + count, 0);
    if (blockedMs > 0) this.#blockedUntilMs = Math.max(this.#blockedUntilMs, nowMs + blockedMs);
  }

  /** Nobody is in it or waits, no request counts any more, and the service asked for no pause that still lasts. */
  isAtRest(): boolean {
    const nowMs = this.#clock.monotonicMs();
    const last = this.#window.at(-1);
    return (
      this.#free === this.#quota.inFlight &&
      this.#queue.length === 0 &&
      this.#blockedUntilMs <= nowMs &&
      (last === undefined || last.atMs <= nowMs - this.#quota.windowMs)
    );
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
    await this.#book?.before();
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
        this.#untold += count;
        this.#book?.spent();
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

/** More gates than this are looked over for those that nobody needs. */
const gatesKept = 256;

export interface GateKeeper {
  (mailboxId: MailboxId): MailboxGate;
  /** Gates in memory, those aside that only who uses them keeps. */
  readonly size: number;
}

/**
 * One gate a mailbox. One that has nothing to remember any more is kept by those who have it in hand and by nobody else, so
 * that mailboxes that were spoken to once cost no memory; whoever comes while it is in hand gets the very same.
 */
export const gateKeeper = (
  quota: Quota,
  clock: Clock,
  bookOf: ((mailboxId: MailboxId, gate: MailboxGate) => GateBook) | null = null,
): GateKeeper => {
  const gates = new Map<MailboxId, MailboxGate>();
  const atRest = new Map<MailboxId, WeakRef<MailboxGate>>();
  let lookOverAt = gatesKept;
  const lookOver = (): void => {
    for (const [id, ref] of atRest) {
      const gate = ref.deref();
      if (gate?.isAtRest() === true) continue;
      atRest.delete(id);
      // Used again by whoever had it in hand.
      if (gate !== undefined) gates.set(id, gate);
    }
    for (const [id, gate] of gates) {
      if (!gate.isAtRest()) continue;
      gates.delete(id);
      atRest.set(id, new WeakRef(gate));
    }
    lookOverAt = Math.max(gatesKept, gates.size * 2);
  };
  const made = (mailboxId: MailboxId): MailboxGate =>
    new MailboxGate(quota, clock, bookOf === null ? null : (gate) => bookOf(mailboxId, gate));
  const gateOf = (mailboxId: MailboxId): MailboxGate => {
    const known = gates.get(mailboxId);
    if (known !== undefined) return known;
    if (gates.size >= lookOverAt) lookOver();
    const gate = atRest.get(mailboxId)?.deref() ?? made(mailboxId);
    atRest.delete(mailboxId);
    gates.set(mailboxId, gate);
    return gate;
  };
  return Object.defineProperty(gateOf, 'size', { get: () => gates.size }) as unknown as GateKeeper;
};
