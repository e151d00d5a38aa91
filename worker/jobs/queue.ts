/**
 * The queue: wakes one worker, in whichever process, for a mailbox at its time. graphile-worker behind a face of ours
 * (docs/adr/0003-queue.md). It knows nothing of passes, and nothing is trusted to it that must not get lost: that is
 * `requests.ts`. Its tables live in the schema `graphile_worker` and are reached by its own functions only.
 */
import { Logger as LibraryLogger, run, runMigrations, type Runner } from 'graphile-worker';
import sql from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { Logger } from '../log.ts';
import type { Queryable } from '../store/db.ts';

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

/** Makes or updates the queue's schema. Safe to repeat and to run side by side. */
export const installQueue = (databaseUrl: string): Promise<void> =>
  runMigrations({ connectionString: databaseUrl, logger: silent });

/** Calls `onWake` for each mailbox whose time has come, at most `concurrency` at once. It must not throw. */
export const startQueue = async (options: QueueOptions, onWake: Wake): Promise<RunningQueue> => {
  const runner: Runner = await run({
    connectionString: options.databaseUrl,
    maxPoolSize: options.concurrency + 2,
    concurrency: options.concurrency,
    pollInterval: pollIntervalMs,
    logger: libraryLogger(options.log),
    noHandleSignals: true,
    taskList: { pass: (payload) => onWake(mailboxOf(payload)) },
    parsedCronItems: [],
  });
  let stopping: Promise<void> | undefined;
  return {
    stop: () => (stopping ??= runner.stop().catch(() => undefined)),
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
