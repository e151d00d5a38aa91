/**
 * The queue of one process: while a place is free it takes the next ask and has it run. Woken by NOTIFY, and looks by itself too,
 * so that nothing hangs on a notification that is lost, nor on any other process (docs/adr/0010-fleet.md). It knows nothing of
 * passes; whose turn it is the database says (`choose.ts`).
 */
import type { Logger } from '../log.ts';
import type { Db } from '../store/db.ts';
import { startBeat, type Beat } from './beat.ts';
import { chooseNext, ranksInTurn, waits, type Chosen } from './choose.ts';
import { Places, longShareMs, shortMs, stepsOfShort, type PlacesTaken, type Size } from './places.ts';

/** Between two looks for asks whose time came without a NOTIFY (set for later, or while the connection was away). */
const lookEveryMs = 500;
/** Between two looks whether other long work waits, once a long run has had its share. */
const lookForOthersMs = 5_000;

export interface QueueOptions {
  readonly db: Db;
  readonly concurrentPasses: number;
  /** A run that was silent for so long is taken for dead. */
  readonly aliveMs: number;
  readonly log: Logger;
  /** Told of each ask when it is taken. */
  readonly onTaken?: (chosen: Chosen) => void;
  /** Other than the usual, for tests. */
  readonly shortMs?: number;
  readonly longShareMs?: number;
}

/** What a run and its place have to tell each other. */
export interface Place {
  /** The run shall end though its process goes on: its place is wanted. */
  readonly wanted: AbortSignal;
  size(): Size;
  /** The run knows by now how many steps it has. */
  hasSteps(steps: number): void;
}

export type Serve = (chosen: Chosen, place: Place) => Promise<void>;

export interface RunningQueue {
  /** Takes no new ask from now on; fulfils when the running ones have ended. */
  stop(): Promise<void>;
  taken(): PlacesTaken;
}

/** Calls `serve` for each ask that is taken. Safe to run in any number of processes. */
export const startQueue = async (options: QueueOptions, serve: Serve): Promise<RunningQueue> => {
  const { db, log, aliveMs } = options;
  const places = new Places(options.concurrentPasses);
  const running = new Set<Promise<void>>();
  let stopped = false;
  let turn = 0;
  let after = '';

  const runOne = async (chosen: Chosen): Promise<void> => {
    const place = takePlace(options, places, chosen.size);
    try {
      await serve(chosen, place);
    } catch (error) {
      // The database alone throws here; the run's ask is found again when it counts as silent.
      log.warn({ mailboxId: chosen.mailboxId, err: error }, 'run not settled');
    } finally {
      place.leave();
      beat.poke();
    }
  };
  const look = async (): Promise<void> => {
    while (!stopped && places.free) {
      const chosen = await chooseNext(db, ranksInTurn(turn, places.freeForLong), after, aliveMs);
      if (chosen === null) return;
      turn += 1;
      after = chosen.tenant;
      options.onTaken?.(chosen);
      const run = runOne(chosen).finally(() => running.delete(run));
      running.add(run);
    }
  };
  const beat: Beat = startBeat({ name: 'queue', everyMs: lookEveryMs, log, work: look });
  const unlisten = await db
    .listen('relatiebrug_asks', (delayMs) => {
      beat.poke(Number(delayMs) || 0);
    })
    .catch(async (error: unknown) => {
      stopped = true;
      await beat.stop();
      throw error;
    });
  return {
    stop: async () => {
      stopped = true;
      await Promise.all([beat.stop(), unlisten().catch(() => undefined)]);
      await Promise.all(running);
    },
    taken: () => places.taken,
  };
};

/** A place, and the watch over it: a short run that is none goes to a place for long ones, a long one that had its share ends. */
const takePlace = (
  { db, shortMs: shortFor = shortMs, longShareMs: longFor = longShareMs }: QueueOptions,
  places: Places,
  begunAs: Size,
): Place & { readonly leave: () => void } => {
  const wanted = new AbortController();
  let size = begunAs;
  let timer: NodeJS.Timeout | undefined;
  let left = false;
  const later = (ms: number, look: () => Promise<void>): void => {
    clearTimeout(timer);
    if (!left) timer = setTimeout(() => void look().catch(() => later(lookForOthersMs, look)), ms);
  };
  /** A database that is away says nothing: looked again. */
  const share = async (): Promise<void> => {
    if (!places.freeForLong && (await waits(db, 'long'))) wanted.abort();
    else later(Math.min(lookForOthersMs, longFor), share);
  };
  const grow = (): boolean => {
    if (left || !places.grow()) return false;
    size = 'long';
    later(longFor, share);
    return true;
  };
  // On a machine that is slow for all a short run may take long too: it is cut off only for one that waits.
  const short = async (): Promise<void> => {
    if (grow()) return;
    if (!places.free && (await waits(db, 'short'))) wanted.abort();
    else later(shortFor / 4, short);
  };
  places.enter(size);
  if (size === 'long') later(longFor, share);
  else later(shortFor, short);
  return {
    wanted: wanted.signal,
    size: () => size,
    hasSteps: (steps) => {
      if (size === 'short' && steps > stepsOfShort && !grow()) wanted.abort();
    },
    leave: () => {
      left = true;
      clearTimeout(timer);
      places.leave(size);
    },
  };
};
