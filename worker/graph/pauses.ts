/** Pauses between tries where the service names none: doubling, half of each by chance. */
import type { Clock } from '../pass/ports.ts';
import { firstPauseMs } from './limits.ts';

export class Pauses {
  constructor(
    readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** Ends early when `signal` does; the gate then refuses the next try. */
  async after(tries: number, signal: AbortSignal | null): Promise<void> {
    const fullMs = firstPauseMs * 2 ** (tries - 1);
    const ms = Math.round(fullMs / 2 + (this.random() * fullMs) / 2);
    await this.clock.sleep(ms, signal ?? undefined).catch((cause: unknown) => {
      if (signal?.aborted !== true) throw cause;
    });
  }
}
