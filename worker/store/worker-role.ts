/**
 * On the embedded store one process runs the jobs of a data folder (docs/adr/0002-one-worker-per-data-folder.md); any
 * number of others may attach beside it. On DATABASE_URL any number of workers share the queue and nothing is claimed.
 *
 * The claim is an advisory lock of a connection of its own: the server lets go of it the moment the process ends,
 * however it ends. The name of that connection tells a second worker who the first one is.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StoreError, toStoreFailure } from './errors.ts';
import { connectionConfig } from './postgres.ts';

/** Any number that nothing else in this database locks. */
const lockKey = '7021914405512305';
const namePrefix = 'relatiebrug-worker:';
/** A worker that was just ended may need a moment to be seen as gone. */
const tries = 6;
const tryAgainMs = 250;

export interface WorkerRoleSettings {
  readonly url: string;
  readonly embedded: boolean;
  readonly dataDir: string;
  /**
   * The connection broke and another process took the role before it was back: stop running jobs. Passes are safe
   * all the same, by their leases.
   */
  readonly onLost?: (error: StoreError) => void;
}

export interface WorkerRole {
  /** Safe to repeat. */
  release(): Promise<void>;
}

interface Holder {
  name: string;
  since: Date;
}

const holderOf = async (client: pg.Client): Promise<Holder | null> => {
  const { rows } = await client.query<Holder>(
    `SELECT a.application_name AS name, a.backend_start AS since
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND ((l.classid::bigint << 32) | l.objid::bigint) = $1::bigint`,
    [lockKey],
  );
  return rows[0] ?? null;
};

const alreadyRuns = (dataDir: string, holder: Holder | null): StoreError => {
  const pid = holder?.name.startsWith(namePrefix) === true ? holder.name.slice(namePrefix.length) : null;
  const who =
    holder === null
      ? 'Another process'
      : `Process ${pid ?? 'unknown'}, running since ${holder.since.toISOString()},`;
  return new StoreError(
    'store.workerAlreadyRuns',
    `${who} already runs the jobs of the data folder ${dataDir}, and only one process may. ` +
      'Stop it first; or start this one without jobs (serve --no-jobs); or give another DATA_DIR; or set DATABASE_URL ' +
      'to a PostgreSQL server, where any number of workers share the queue.',
  );
};

const claim = async ({ url, dataDir }: WorkerRoleSettings): Promise<pg.Client> => {
  const client = new pg.Client(connectionConfig(url, { applicationName: namePrefix + process.pid }));
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (let left = tries; left > 0; left -= 1) {
      const { rows } = await client.query<{ taken: boolean }>(
        'SELECT pg_try_advisory_lock($1::bigint) AS taken',
        [lockKey],
      );
      if (rows[0]?.taken === true) return client;
      if (left > 1) await sleep(tryAgainMs);
    }
    throw alreadyRuns(dataDir, await holderOf(client));
  } catch (error) {
    await client.end().catch(() => undefined);
    throw toStoreFailure(error);
  }
};

/** Throws `store.workerAlreadyRuns` with who holds the role and what to do. */
export const claimWorkerRole = async (settings: WorkerRoleSettings): Promise<WorkerRole> => {
  if (!settings.embedded) return { release: () => Promise.resolve() };
  const stop = new AbortController();
  let client = await claim(settings);

  const claimAgain = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await sleep(tryAgainMs, undefined, { signal: stop.signal, ref: false });
        watch(await claim(settings));
        return;
      } catch (error) {
        if (error instanceof StoreError && error.code === 'store.workerAlreadyRuns') {
          settings.onLost?.(error);
          return;
        }
        // The server is away: the role is nobody's until it is back.
      }
    }
  };
  const watch = (next: pg.Client): void => {
    client = next;
    next.once('end', () => {
      if (!stop.signal.aborted) void claimAgain();
    });
    if (stop.signal.aborted) void next.end().catch(() => undefined);
  };
  watch(client);

  return {
    release: async () => {
      stop.abort();
      await client.end().catch(() => undefined);
    },
  };
};
