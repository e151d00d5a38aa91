/**
 * `Db` on node-postgres: one pool, and one own connection for LISTEN that comes back by itself.
 *
 * What differs between servers and drivers is settled here, once: int8 and numeric as text, timestamptz as Date, date
 * and timestamp without zone as text (no time zone moves a birthday), jsonb parsed. A JavaScript array given as a
 * value becomes a PostgreSQL array; whoever means jsonb gives `JSON.stringify(…)`.
 */
import pg from 'pg';
import type { Db, Queryable, SqlQuery } from './db.ts';
import { StoreError, toStoreFailure } from './errors.ts';
import { createListener } from './listener.ts';

export interface DbOptions {
  /** Most connections at a time; more callers wait. */
  readonly maxConnections?: number;
  /** Shows in pg_stat_activity; at most 63 bytes. */
  readonly applicationName?: string;
}

/** A transaction of a process that was stopped in its middle must not hold its locks for ever. */
const idleInTransactionMs = 30_000;
const connectTimeoutMs = 15_000;

const dateOid = 1082;
const timestampOid = 1114;
const timestampArrayOid = 1115;
const dateArrayOid = 1182;
const textArrayOid = 1009;

type Parser = (text: string) => unknown;

const parserFor = (oid: number, format?: 'text' | 'binary'): Parser => {
  if (oid === dateOid || oid === timestampOid) return (text) => text;
  const known = oid === dateArrayOid || oid === timestampArrayOid ? textArrayOid : oid;
  return pg.types.getTypeParser(known, format ?? 'text') as Parser;
};

export const connectionConfig = (url: string, options: DbOptions = {}): pg.ClientConfig => ({
  connectionString: url,
  application_name: options.applicationName ?? 'relatiebrug',
  connectionTimeoutMillis: connectTimeoutMs,
  idle_in_transaction_session_timeout: idleInTransactionMs,
  keepAlive: true,
  types: { getTypeParser: parserFor as typeof pg.types.getTypeParser },
});

const run = async <Row extends object>(
  client: Pick<pg.ClientBase, 'query'>,
  query: SqlQuery,
): Promise<Row[]> => {
  try {
    const result = await client.query<Row>(query.text, query.values as unknown[]);
    // Several statements in one text answer with several results; nobody asks for their rows.
    return Array.isArray(result) ? [] : result.rows;
  } catch (error) {
    throw toStoreFailure(error);
  }
};

/** One connection that somebody else opened and ends; for what needs a session of its own. */
export const queryableOn = (client: Pick<pg.ClientBase, 'query'>): Queryable => ({
  query: (query) => run(client, query),
});

/** PostgreSQL answers COMMIT with ROLLBACK when a query inside failed and the callback swallowed the failure. */
const commit = async (client: pg.PoolClient): Promise<void> => {
  let command: string;
  try {
    ({ command } = await client.query('COMMIT'));
  } catch (error) {
    throw toStoreFailure(error);
  }
  if (command !== 'COMMIT') throw new StoreError('store.rolledBack', 'The transaction was rolled back.');
};

const inTransaction = async <T>(client: pg.PoolClient, work: (tx: Queryable) => Promise<T>): Promise<T> => {
  await run(client, { text: 'BEGIN', values: [] });
  let open = true;
  const tx: Queryable = {
    query: async (query) => {
      // A query that outlives its transaction would run, uncommitted or not, in the next one of this connection.
      if (!open) throw new Error('This transaction has ended.');
      return run(client, query);
    },
  };
  let result: T;
  try {
    result = await work(tx);
  } catch (error) {
    open = false;
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  open = false;
  await commit(client);
  return result;
};

/** Opens nothing yet: the first query connects. */
export const openDb = (url: string, options: DbOptions = {}): Db => {
  const pool = new pg.Pool({ ...connectionConfig(url, options), max: options.maxConnections ?? 10 });
  // A connection that breaks while idle is replaced by the pool; without a handler it would end the process.
  pool.on('error', () => undefined);
  const listener = createListener(connectionConfig(url, options));
  let closing: Promise<void> | undefined;

  const connect = async (): Promise<pg.PoolClient> => {
    try {
      return await pool.connect();
    } catch (error) {
      throw toStoreFailure(error);
    }
  };

  return {
    query: (query) => run(pool as unknown as pg.ClientBase, query),
    transaction: async (work) => {
      const client = await connect();
      let broken: Error | undefined;
      const onError = (error: Error): void => {
        broken = error;
      };
      client.on('error', onError);
      try {
        return await inTransaction(client, work);
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    },
    listen: (channel, onNotify) => listener.listen(channel, onNotify),
    close: () => {
      closing ??= Promise.all([pool.end(), listener.close()]).then(() => undefined);
      return closing;
    },
  };
};
