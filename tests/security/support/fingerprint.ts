/** Everything the database holds, short enough to compare: what a refused request must leave as it is. */
import sql, { raw } from 'sql-template-tag';
import type { Db } from '../../../worker/store/db.ts';

const tablesOf = async (db: Db): Promise<string[]> => {
  const rows = await db.query<{ name: string }>(sql`
    SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1`);
  return rows.map(({ name }) => name);
};

const noCondition = 'true';

/** By table: how many rows there are and what they hold. `where` leaves tables out that it does not fit. */
export const fingerprintOf = async (db: Db, where: string = noCondition): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const table of await tablesOf(db)) {
    if (where !== noCondition && !(await hasMailboxes(db, table))) continue;
    const [row] = await db.query<{ n: string; hash: string | null }>(sql`
      SELECT count(*)::text AS n, md5(string_agg(t::text, ',' ORDER BY t::text)) AS hash
      FROM ${raw(table)} t WHERE ${raw(where)}`);
    found[table] = `${row?.n ?? ''} ${row?.hash ?? ''}`;
  }
  return found;
};

const hasMailboxes = async (db: Db, table: string): Promise<boolean> => {
  const [row] = await db.query<{ has: boolean }>(sql`
    SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = ${table}::regclass AND attname = 'mailbox_id') AS has`);
  return row?.has === true;
};

/** Every id that stands anywhere in rows of this mailbox: whatever somebody could ever have seen of it. */
export const idsOf = async (db: Db, mailboxId: string): Promise<string[]> => {
  const ids = new Set<string>([mailboxId]);
  for (const table of await tablesOf(db)) {
    const mine = (await hasMailboxes(db, table)) ? `mailbox_id::text = '${mailboxId}'` : null;
    if (mine === null) continue;
    const rows = await db.query<{ text: string }>(
      sql`SELECT t::text AS text FROM ${raw(table)} t WHERE ${raw(mine)}`,
    );
    for (const { text } of rows) {
      for (const [id] of text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu)) ids.add(id);
    }
  }
  return [...ids];
};
