/** The service's documented limits and what is made of them; https://learn.microsoft.com/graph/throttling-limits. */

export interface Quota {
  /** Requests at a time, per app and mailbox. */
  readonly inFlight: number;
  /** Requests in one window, per app and mailbox; sub-requests of a batch count singly. */
  readonly requests: number;
  readonly windowMs: number;
}

/** Ten minutes, and ten seconds for the way to the service: a request is counted there later than here. */
export const outlookQuota: Quota = { inFlight: 4, requests: 10_000, windowMs: 610_000 };

/** A batch carries at most this many; https://learn.microsoft.com/graph/json-batching. */
export const batchSize = 20;

/** Waits up to this are slept inside a call; a longer one ends it, so that no worker sleeps through it. */
export const longestSleepMs = 30_000;

/** Tries of one request, the first included. */
export const maxTries = 4;

/** First pause where the service names none; doubled with each try, half of it by chance. */
export const firstPauseMs = 1_000;

/** Longest life of a contact subscription (10,080 minutes), less a margin for clocks that differ. */
export const subscriptionLifeMs = (10_080 - 10) * 60_000;
