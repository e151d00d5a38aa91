/** What time it is by the database: the one clock that all processes of an office have in common. */
import sql from 'sql-template-tag';
import type { Db } from './db.ts';

export const databaseNow = async (db: Db): Promise<Date> => {
  const [row] = await db.query<{ now: Date }>(sql`SELECT clock_timestamp() AS now`);
  return row!.now;
};
