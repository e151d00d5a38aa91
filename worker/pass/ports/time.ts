/** Time and chance, given from outside so that tests can hold both. */

export interface Clock {
  now(): Date;
  /** Milliseconds on a clock that never jumps, and that runs on while the process is stopped. */
  monotonicMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Random UUIDs, lower case. */
export type NewId = () => string;
