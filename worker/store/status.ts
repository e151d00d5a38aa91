/** Counts for "who is in step, who is stuck": numbers only, never a name. */
import sql from 'sql-template-tag';
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

const countsQuery = (ids: readonly MailboxId[] | null) => sql`
  SELECT m.id,
    (SELECT count(*) FROM sync.links l WHERE l.mailbox_id = m.id AND l.state = 'active')::int AS active,
    (SELECT count(*) FROM sync.links l WHERE l.mailbox_id = m.id AND l.state = 'creating')::int AS creating,
    (SELECT count(*) FROM sync.links l WHERE l.mailbox_id = m.id AND l.state = 'paused')::int AS paused,
    (SELECT count(*) FROM sync.held_changes h WHERE h.mailbox_id = m.id AND h.state = 'open')::int AS held,
    (SELECT count(*) FROM sync.removals r WHERE r.mailbox_id = m.id)::int AS removed,
    (SELECT count(*) FROM sync.marks k WHERE k.mailbox_id = m.id)::int AS marks
  FROM sync.mailboxes m WHERE ${ids}::uuid[] IS NULL OR m.id = ANY(${ids}::uuid[])`;

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
