/**
 * The queue: wakes one worker, in whichever process, for a mailbox at its time. graphile-worker behind a face of ours
 * (docs/adr/0003-queue.md). It knows nothing of passes, and nothing is trusted to it that must not get lost: that is
 * `requests.ts`. Its tables live in the schema `graphile_worker` and are reached by its own functions only.
 */
import { Logger as LibraryLogger, run, runMigrations, type Runner } from 'graphile-worker';
import pg from 'pg';
import sql from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { Logger } from '../log.ts';
import type { Queryable } from '../store/db.ts';
import { connectionConfig } from '../store/postgres.ts';

/** Between two looks for jobs whose time came without a NOTIFY (set for later, or by a connection that was away). */
const pollIntervalMs = 500;

export interface QueueOptions {
  /** Holds a password: never for logs. */
  readonly databaseUrl: string;
  readonly concurrency: number;
  readonly log: Logger;
}

export interface RunningQueue {
  /** Takes no new job from now on; fulfils when the running ones have ended. */
  stop(): Promise<void>;
  /** Fulfils or rejects when the queue ended by itself. */
  readonly ended: Promise<void>;
}

type Wake = (mailboxId: MailboxId) => Promise<void>;

/**
 * The library's own pool stops listening to its connections' errors before it has closed them: a server that goes away
 * in that moment would end the process. Ours listens as long as it lives; the library finds out by its next query.
 */
const openPool = (databaseUrl: string, max: number): pg.Pool => {
  const pool = new pg.Pool({
    ...connectionConfig(databaseUrl, { applicationName: 'relatiebrug queue' }),
    // What the library still asks of a pool that is ending is never answered; with a limit it would fail unheard.
    connectionTimeoutMillis: 0,
    max,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
};

/** Makes or updates the queue's schema. Safe to repeat and to run side by side. */
export const installQueue = async (databaseUrl: string): Promise<void> => {
  const pgPool = openPool(databaseUrl, 2);
  try {
    await runMigrations({ pgPool, logger: silent });
  } finally {
    await pgPool.end();
  }
};

/** Calls `onWake` for each mailbox whose time has come, at most `concurrency` at once. It must not throw. */
export const startQueue = async (options: QueueOptions, onWake: Wake): Promise<RunningQueue> => {
  const pgPool = openPool(options.databaseUrl, options.concurrency + 2);
  const runner: Runner = await run({
    pgPool,
    concurrency: options.concurrency,
    pollInterval: pollIntervalMs,
    logger: libraryLogger(options.log),
    noHandleSignals: true,
    taskList: { pass: (payload) => onWake(mailboxOf(payload)) },
    parsedCronItems: [],
  }).catch(async (error: unknown) => {
    await pgPool.end();
    throw error;
  });
  let stopping: Promise<void> | undefined;
  return {
    stop: () =>
      (stopping ??= runner
        .stop()
        .catch(() => undefined)
        .then(() => pgPool.end())),
    ended: runner.promise,
  };
};

/** Jobs that a newer one replaced while a process that died held them: they never run again. */
export const clearDeadJobs = async (db: Queryable): Promise<void> => {
  await db.query(sql`
    SELECT graphile_worker.complete_jobs(coalesce(array_agg(id), '{}')) FROM graphile_worker.jobs
    WHERE key IS NULL AND task_identifier = 'pass' AND attempts >= max_attempts AND locked_at IS NULL`);
};

const mailboxOf = (payload: unknown): MailboxId =>
  String((payload as { mailboxId?: unknown } | null)?.mailboxId) as MailboxId;

const silent = new LibraryLogger(() => () => undefined);

/** What the library says, in our log. Its texts may quote foreign errors, so only their beginning is kept. */
const libraryLogger = (log: Logger): LibraryLogger =>
  new LibraryLogger(() => (level, message, meta) => {
    if (!['error', 'warning'].includes(level)) return;
    const says = message
      .split(/[:({']/, 1)[0]
      ?.slice(0, 80)
      .trim();
    log.warn({ err: meta?.['error'], says }, 'queue');
  });
