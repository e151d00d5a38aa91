/** Everything that is written down anywhere, to show that something left no trace. */
import sql, { raw } from 'sql-template-tag';
import type { Db } from '../../worker/store/db.ts';

/** Rows of all tables of these schemas, by table. */
export const everyRow = async (db: Db, ...schemas: readonly string[]): Promise<Record<string, string[]>> => {
  const tables = await db.query<{ name: string }>(sql`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_schema = ANY(${schemas}::text[]) AND table_type = 'BASE TABLE' ORDER BY 1`);
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const found = await db.query<{ row: object }>(sql`SELECT to_jsonb(t) AS row FROM ${raw(name)} AS t`);
    rows[name] = found.map(({ row }) => JSON.stringify(row)).toSorted();
  }
  return rows;
};
