/**
 * How the embedded CRM reaches its database: what a caller may repeat is told apart here from what is wrong, and a
 * transaction knows the application's time (`crm.now()` in the migration), so that `changedAt` follows an injected clock.
 */
import sql from 'sql-template-tag';
import { type Clock, Trouble } from '../../pass/ports.ts';
import type { Db, Queryable, SqlQuery } from '../../store/db.ts';

/** How long a caller waits when the database does not answer. */
const UNAVAILABLE_RETRY_MS = 5_000;
/** Two writers that lock the same persons in another order: one of them begins again. */
const MAX_TRIES = 5;
/** SQLSTATE deadlock_detected, serialization_failure. */
const begunAgain = ['40P01', '40001'];
/** Server going away or too busy, a lock that somebody holds for long, our own store's word for it, and what sockets say. */
const unavailable =
  /^(?:08...|57P0[123]|53300|25P03|55P03|store\.unreachable|ECONN\w+|EPIPE|ETIMEDOUT|ENOENT)$/u;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';

export interface Runner {
  read<T>(work: (db: Queryable) => Promise<T>): Promise<T>;
  /** One transaction. `work` may run again from its start, so it changes nothing but the database. */
  write<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** One write that stands for itself and into which no time goes: no transaction has to be opened for it. */
  statement(query: SqlQuery): Promise<void>;
}

const orTrouble = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!unavailable.test(codeOf(error))) throw error;
    throw new Trouble('crm.unavailable', { kind: 'retry', afterMs: UNAVAILABLE_RETRY_MS }, { cause: error });
  }
};

const again = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !begunAgain.includes(codeOf(error))) throw error;
    }
  }
};

export const createRunner = (db: Db, clock: Pick<Clock, 'now'>): Runner => {
  const once = <T>(work: (tx: Queryable) => Promise<T>): Promise<T> =>
    db.transaction(async (tx) => {
      await tx.query(sql`select set_config('crm.now', ${clock.now().toISOString()}, true)`);
      return work(tx);
    });
  return {
    read: (work) => orTrouble(() => work(db)),
    write: (work) => orTrouble(() => again(() => once(work))),
    statement: (query) =>
      orTrouble(async () => {
        await again(() => db.query(query));
      }),
  };
};
