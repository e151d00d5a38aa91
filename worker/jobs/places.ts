/**
 * The places of one process: how many passes it runs at once, and of which size. Of CONCURRENT_PASSES all may be long work; beside
 * them a quarter as many again, at least one, take short work only. So a small change finds a place however many first syncs
 * run, and a process never takes more than it can do. Knows no database.
 */
export type Size = 'short' | 'long';

/** Kept for short work, beside those that take any. */
const keptShare = 0.25;

/** Work with more steps than this is long (at 50 ms each, four at a time, more than a second); as in jobs.rank_of. */
export const stepsOfShort = 100;
/** A run that has shown no such number, but takes longer than this (a large mailbox that is read anew), is long as well. */
export const shortMs = 10_000;
/** After so long a long run makes room where another waits: large mailboxes take turns too. */
export const longShareMs = 60_000;

export interface PlacesTaken {
  readonly short: number;
  readonly long: number;
}

export class Places {
  readonly forLong: number;
  readonly all: number;
  #taken = { short: 0, long: 0 };

  constructor(concurrentPasses: number) {
    this.forLong = concurrentPasses;
    this.all = concurrentPasses + Math.ceil(concurrentPasses * keptShare);
  }

  get taken(): PlacesTaken {
    return { ...this.#taken };
  }

  get free(): boolean {
    return this.#taken.short + this.#taken.long < this.all;
  }

  get freeForLong(): boolean {
    return this.free && this.#taken.long < this.forLong;
  }

  enter(size: Size): void {
    this.#taken[size] += 1;
  }

  leave(size: Size): void {
    this.#taken[size] -= 1;
  }

  /** A short run turns out to be long; false: there is no room for another one, so that it must end. */
  grow(): boolean {
    if (this.#taken.long >= this.forLong) return false;
    this.leave('short');
    this.enter('long');
    return true;
  }
}
