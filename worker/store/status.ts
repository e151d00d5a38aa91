/** Counts for "who is in step, who is stuck": numbers only, never a name. */
import sql, { type Sql } from 'sql-template-tag';
import type { MailboxId, PersonId } from '../../shared/ids.ts';
import type { Db } from './db.ts';

export interface LinkCounts {
  readonly active: number;
  readonly creating: number;
  readonly paused: number;
  /** Changes that wait for a decision. */
  readonly held: number;
  /** Persons whose card the user removed (R9). */
  readonly removed: number;
  /** Persons and cards that changed and are not merged yet. */
  readonly marks: number;
}

/** Each table is read once, however many mailboxes are asked for. */
const countsQuery = (ids: readonly MailboxId[] | null) => {
  const among = (column: Sql): Sql => (ids === null ? sql`true` : sql`${column} = ANY(${ids}::uuid[])`);
  const counted = (table: Sql, what: Sql): Sql =>
    sql`SELECT mailbox_id, ${what} FROM ${table} WHERE ${among(sql`mailbox_id`)}`;
  return sql`
    SELECT m.id, coalesce(l.active, 0) AS active, coalesce(l.creating, 0) AS creating, coalesce(l.paused, 0) AS paused,
      coalesce(h.held, 0) AS held, coalesce(r.removed, 0) AS removed, coalesce(k.marks, 0) AS marks
    FROM sync.mailboxes m
    LEFT JOIN (
      ${counted(
        sql`sync.links`,
        sql`(count(*) FILTER (WHERE state = 'active'))::int AS active,
        (count(*) FILTER (WHERE state = 'creating'))::int AS creating,
        (count(*) FILTER (WHERE state = 'paused'))::int AS paused`,
      )} GROUP BY mailbox_id
    ) AS l ON l.mailbox_id = m.id
    LEFT JOIN (
      ${counted(sql`sync.held_changes`, sql`count(*)::int AS held`)} AND state = 'open' GROUP BY mailbox_id
    ) AS h ON h.mailbox_id = m.id
    LEFT JOIN (
      ${counted(sql`sync.removals`, sql`count(*)::int AS removed`)} GROUP BY mailbox_id
    ) AS r ON r.mailbox_id = m.id
    LEFT JOIN (
      ${counted(sql`sync.marks`, sql`count(*)::int AS marks`)} GROUP BY mailbox_id
    ) AS k ON k.mailbox_id = m.id
    WHERE ${among(sql`m.id`)}`;
};

export type PersonLinkState = 'creating' | 'active' | 'paused' | 'removed';

export const createStatus = (db: Db) => ({
  /** All mailboxes, or the given ones. */
  counts: async (ids: readonly MailboxId[] | null = null): Promise<Map<MailboxId, LinkCounts>> => {
    const rows = await db.query<LinkCounts & { id: MailboxId }>(countsQuery(ids));
    return new Map(rows.map(({ id, ...counts }) => [id, counts]));
  },
  /** By person; one without a link and without a removal is absent. */
  linkStates: async (
    id: MailboxId,
    personIds: readonly PersonId[],
  ): Promise<Map<PersonId, PersonLinkState>> => {
    const rows = await db.query<{ person: PersonId; state: PersonLinkState }>(sql`
      SELECT person_id AS person, 'removed' AS state FROM sync.removals
      WHERE mailbox_id = ${id} AND person_id = ANY(${personIds}::text[])
      UNION ALL
      SELECT person_id, state FROM sync.links
      WHERE mailbox_id = ${id} AND person_id = ANY(${personIds}::text[])`);
    return new Map(rows.map(({ person, state }) => [person, state]));
  },
});
export type Status = ReturnType<typeof createStatus>;
