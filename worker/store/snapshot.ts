/** Reads what a pass remembers as it was at one moment, whatever a pass that runs beside it commits meanwhile. */
import sql from 'sql-template-tag';
import type { PassStore } from '../pass/ports.ts';
import type { Db } from './db.ts';
import { createPassStore } from './pass-store.ts';

/** One transaction that can write nothing; `read` must be quick, since it keeps a connection. */
export const readAtOneMoment = <T>(db: Db, read: (store: PassStore) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.query(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
    return read(
      createPassStore({ ...db, query: (query) => tx.query(query), transaction: (work) => work(tx) }),
    );
  });
