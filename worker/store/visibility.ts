/** What the office shows of a person, as an administrator decided: part by part, and nothing of what a part is. */
import sql from 'sql-template-tag';
import type { Db } from './db.ts';

export const createVisibility = (db: Db) => ({
  /** As it was stored, perhaps by another version; empty until somebody decided. */
  read: async (): Promise<Readonly<Record<string, unknown>>> => {
    const [row] = await db.query<{ parts: Record<string, unknown> }>(sql`SELECT parts FROM pane.visibility`);
    return row?.parts ?? {};
  },
  /** `by`: object id of the administrator. The whole set; the last one who saves has decided. */
  save: async (parts: Readonly<Record<string, boolean>>, by: string, at: Date): Promise<void> => {
    await db.query(sql`
      INSERT INTO pane.visibility (parts, changed_at, changed_by) VALUES (${JSON.stringify(parts)}::jsonb, ${at}, ${by})
      ON CONFLICT (only_row) DO UPDATE
        SET parts = excluded.parts, changed_at = excluded.changed_at, changed_by = excluded.changed_by`);
  },
});
