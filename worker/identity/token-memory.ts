/**
 * Access tokens in memory, of a bounded number of users: those whose token was fetched longest ago go first. One that went is
 * had back from the sealed cache in the store, without asking Microsoft. Writes nothing anywhere.
 */
import type { UserKey } from './clients.ts';

export interface HeldToken {
  readonly token: string;
  /** By the clock of whoever asks. */
  readonly endsAtMs: number;
}

/** Some two kilobytes each. */
const tokensKept = 500;

export class TokenMemory {
  readonly #held = new Map<UserKey, HeldToken>();

  constructor(private readonly most = tokensKept) {}

  get size(): number {
    return this.#held.size;
  }

  get(userKey: UserKey): HeldToken | undefined {
    return this.#held.get(userKey);
  }

  set(userKey: UserKey, held: HeldToken): void {
    this.#held.delete(userKey);
    this.#held.set(userKey, held);
    for (const [oldest] of this.#held) {
      if (this.#held.size <= this.most) return;
      this.#held.delete(oldest);
    }
  }

  delete(userKey: UserKey): void {
    this.#held.delete(userKey);
  }
}
