/**
 * Work that comes back by itself in every process: never twice at once here, soon again when poked meanwhile, and with a
 * longer wait while it fails. `ourTurn` lets only one process do it at a time.
 */
import sql from 'sql-template-tag';
import { bareError, withoutLogIds, type Logger } from '../log.ts';
import type { Queryable } from '../store/db.ts';

/** Longest wait while the work fails; the beat's own interval where that is longer. */
const longestFailedWaitMs = 60_000;

export interface Beat {
  /** Soon: after `delayMs`, or right after the run that goes on now. */
  poke(delayMs?: number): void;
  /** Starts no further run; fulfils when the one that goes on has ended. */
  stop(): Promise<void>;
}

export interface BeatOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly log: Logger;
  readonly work: () => Promise<unknown>;
  /** Told after each run. */
  readonly onRun?: (result: 'done' | 'failed') => void;
}

/** The first run is at once. */
export const startBeat = ({ name, everyMs, log, work, onRun }: BeatOptions): Beat => {
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Infinity;
  let running: Promise<void> | null = null;
  let pokedMs: number | null = null;
  let stopped = false;
  let failures = 0;

  const plan = (delayMs: number): void => {
    const at = performance.now() + delayMs;
    if (stopped || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(begin, delayMs);
  };
  const run = async (): Promise<void> => {
    try {
      await withoutLogIds(work);
      failures = 0;
      onRun?.('done');
    } catch (error) {
      failures += 1;
      onRun?.('failed');
      log.warn({ job: name, failures, err: bareError(error) }, 'job failed');
    }
  };
  const begin = (): void => {
    dueAt = Infinity;
    pokedMs = null;
    running = run().then(() => {
      running = null;
      const backOffMs = Math.min(1000 * 2 ** Math.min(failures, 10), Math.max(longestFailedWaitMs, everyMs));
      if (failures > 0) plan(Math.max(pokedMs ?? 0, Math.min(backOffMs, Math.max(everyMs, 1000))));
      else plan(Math.min(everyMs, pokedMs ?? everyMs));
    });
  };
  plan(0);
  return {
    poke: (delayMs = 0) => {
      if (running === null) plan(delayMs);
      else pokedMs = Math.min(pokedMs ?? Infinity, delayMs);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};

/**
 * Runs `work` unless another process has the turn. The turn ends with the work, or after `forMs` when this process dies.
 * Not a lock: work that takes longer may overlap, so it must be safe to repeat.
 */
export const ourTurn = async (
  db: Queryable,
  name: string,
  forMs: number,
  work: () => Promise<void>,
): Promise<boolean> => {
  const until = sql`clock_timestamp() + make_interval(secs => ${forMs / 1000})`;
  const [turn] = await db.query<{ until: Date }>(sql`
    INSERT INTO jobs.turns AS t (name, until) VALUES (${name}, ${until})
    ON CONFLICT (name) DO UPDATE SET until = excluded.until WHERE t.until < clock_timestamp()
    RETURNING until`);
  if (turn === undefined) return false;
  try {
    await work();
  } finally {
    await db.query(sql`UPDATE jobs.turns SET until = '-infinity' WHERE name = ${name}`);
  }
  return true;
};
