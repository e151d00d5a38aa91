/**
 * Whom a user meant at an address of several persons, and whom they looked at lately. Of each user alone: every query names
 * the mailbox. Holds no text off a card.
 */
import sql from 'sql-template-tag';
import type { MailboxId, PersonId } from '../../shared/ids.ts';
import type { Db } from './db.ts';

export interface SeenPerson {
  readonly personId: PersonId;
  /** ISO instant. */
  readonly seenAt: string;
}

export const createAttention = (db: Db) => ({
  /** By address (`addressKey`); one at which nobody was chosen is absent. */
  choices: async (id: MailboxId, addresses: readonly string[]): Promise<Map<string, PersonId>> => {
    const rows = await db.query<{ address: string; personId: PersonId }>(sql`
      SELECT address, person_id AS "personId" FROM pane.choices
      WHERE mailbox_id = ${id} AND address = ANY(${addresses}::text[])`);
    return new Map(rows.map(({ address, personId }) => [address, personId]));
  },
  choose: async (id: MailboxId, address: string, personId: PersonId, at: Date): Promise<void> => {
    await db.query(sql`
      INSERT INTO pane.choices (mailbox_id, address, person_id, chosen_at)
      VALUES (${id}, ${address}, ${personId}, ${at})
      ON CONFLICT (mailbox_id, address) DO UPDATE
        SET person_id = excluded.person_id, chosen_at = excluded.chosen_at`);
  },
  /** Safe to repeat. */
  forgetChoice: async (id: MailboxId, address: string): Promise<void> => {
    await db.query(sql`DELETE FROM pane.choices WHERE mailbox_id = ${id} AND address = ${address}`);
  },
  /** The instant that is remembered: never an earlier one than before. */
  see: async (id: MailboxId, personId: PersonId, at: Date): Promise<string> => {
    const [row] = await db.query<{ seenAt: Date }>(sql`
      INSERT INTO pane.seen AS s (mailbox_id, person_id, seen_at) VALUES (${id}, ${personId}, ${at})
      ON CONFLICT (mailbox_id, person_id) DO UPDATE SET seen_at = greatest(s.seen_at, excluded.seen_at)
      RETURNING seen_at AS "seenAt"`);
    return (row?.seenAt ?? at).toISOString();
  },
  /** Seen at `since` or later, the latest first. */
  seenSince: async (id: MailboxId, since: Date, limit: number): Promise<SeenPerson[]> => {
    const rows = await db.query<{ personId: PersonId; seenAt: Date }>(sql`
      SELECT person_id AS "personId", seen_at AS "seenAt" FROM pane.seen
      WHERE mailbox_id = ${id} AND seen_at >= ${since}
      ORDER BY seen_at DESC, person_id LIMIT ${limit}`);
    return rows.map(({ personId, seenAt }) => ({ personId, seenAt: seenAt.toISOString() }));
  },
  /** Of all users, also of those who look no more. */
  forgetSeenBefore: async (before: Date): Promise<void> => {
    await db.query(sql`DELETE FROM pane.seen WHERE seen_at < ${before}`);
  },
});
export type Attention = ReturnType<typeof createAttention>;
