/**
 * The queue of one process: while a place is free it takes the next ask and has it run. Woken by NOTIFY, and looks by itself too,
 * so that nothing hangs on a notification that is lost, nor on any other process (docs/adr/0010-fleet.md). It knows nothing of
 * passes; whose turn it is the database says (`choose.ts`).
 */
import type { Logger } from '../log.ts';
import type { Db } from '../store/db.ts';
import { startBeat, type Beat } from './beat.ts';
import { chooseNext, longWaits, ranksInTurn, type Chosen } from './choose.ts';
import { Places, longShareMs, shortMs, type PlacesTaken, type Size } from './places.ts';

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

/** Why a run shall end though its process goes on: there is work that its place is kept for. */
export type Serve = (chosen: Chosen, signal: AbortSignal, size: () => Size) => Promise<void>;

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
    const room = new AbortController();
    let size: Size = chosen.size;
    places.enter(size);
    const watch = watchOver(options, places, room, {
      size: () => size,
      grown: () => {
        size = 'long';
      },
    });
    try {
      await serve(chosen, room.signal, () => size);
    } catch (error) {
      // The database alone throws here; the run's ask is found again when it counts as silent.
      log.warn({ mailboxId: chosen.mailboxId, err: error }, 'run not settled');
    } finally {
      watch();
      places.leave(size);
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

interface Watched {
  readonly size: () => Size;
  readonly grown: () => void;
}

/** Ends a run whose place is wanted: a short one that is none, a long one that had its share. Answers how to end the watch. */
const watchOver = (
  { db, shortMs: shortFor = shortMs, longShareMs: longFor = longShareMs }: QueueOptions,
  places: Places,
  room: AbortController,
  { size, grown }: Watched,
): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const later = (ms: number, look: () => Promise<void> | void): void => {
    if (!ended)
      timer = setTimeout(() => void Promise.resolve(look()).catch(() => later(lookForOthersMs, look)), ms);
  };
  const share = async (): Promise<void> => {
    if (!places.freeForLong && (await longWaits(db))) room.abort();
    else later(Math.min(lookForOthersMs, longFor), share);
  };
  const short = (): void => {
    if (!places.grow()) {
      room.abort();
      return;
    }
    grown();
    later(longFor, share);
  };
  if (size() === 'long') later(longFor, share);
  else later(shortFor, short);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
};
