/** Which processes run jobs now, so that others can say "nobody does". Nothing depends on it. */
import sql from 'sql-template-tag';
import type { Queryable } from '../store/db.ts';

export const runnerBeatMs = 10_000;
const silentAfterMs = 30_000;

export const showRunner = async (db: Queryable, id: string): Promise<void> => {
  await db.query(sql`
    INSERT INTO jobs.runners (id, seen_at) VALUES (${id}, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()`);
  await db.query(sql`DELETE FROM jobs.runners WHERE seen_at < clock_timestamp() - interval '1 day'`);
};

export const hideRunner = async (db: Queryable, id: string): Promise<void> => {
  await db.query(sql`DELETE FROM jobs.runners WHERE id = ${id}`);
};

/** Whether a process that runs jobs gave a sign of life just now. */
export const workerRuns = async (db: Queryable): Promise<boolean> => {
  const rows = await db.query(sql`
    SELECT id FROM jobs.runners
    WHERE seen_at > clock_timestamp() - make_interval(secs => ${silentAfterMs / 1000}) LIMIT 1`);
  return rows.length > 0;
};
