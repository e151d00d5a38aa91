/** What the office shows of a person in the pane, as an administrator decided; until then the default. */
import sql from 'sql-template-tag';
import { defaultVisibility, visibleParts, type Visibility } from '../../shared/api/visibility.ts';
import type { Db } from './db.ts';

/** A part that is not stored (an earlier version knew fewer) is as the default has it. */
const complete = (parts: Readonly<Record<string, unknown>>): Visibility => {
  const shown = { ...defaultVisibility };
  for (const part of visibleParts) {
    const stored = parts[part];
    if (typeof stored === 'boolean') shown[part] = stored;
  }
  return shown;
};

export const createVisibility = (db: Db) => ({
  read: async (): Promise<Visibility> => {
    const [row] = await db.query<{ parts: Record<string, unknown> }>(sql`SELECT parts FROM pane.visibility`);
    return complete(row?.parts ?? {});
  },
  /** `by`: object id of the administrator. The whole set; the last one who saves has decided. */
  save: async (parts: Visibility, by: string, at: Date): Promise<void> => {
    await db.query(sql`
      INSERT INTO pane.visibility (parts, changed_at, changed_by) VALUES (${JSON.stringify(parts)}::jsonb, ${at}, ${by})
      ON CONFLICT (only_row) DO UPDATE
        SET parts = excluded.parts, changed_at = excluded.changed_at, changed_by = excluded.changed_by`);
  },
});
export type VisibilityStore = ReturnType<typeof createVisibility>;
