/** Held changes, for reading: what waits for a person's decision and what became of it. Only a pass opens and closes. */
import sql from 'sql-template-tag';
import type { HeldId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { Hold } from '../sync/plan.ts';
import type { Db } from './db.ts';
import { iso, type HeldRow } from './rows.ts';

export interface HeldRecord extends Hold {
  readonly id: HeldId;
  readonly mailboxId: MailboxId;
  readonly passId: HeldRow['pass_id'];
  readonly openedAt: string;
  readonly state: HeldRow['state'];
  readonly closedAt: string | null;
}

const toRecord = (row: HeldRow): HeldRecord => ({
  id: row.id,
  mailboxId: row.mailbox_id,
  passId: row.pass_id,
  key: row.key,
  personId: row.person_id,
  linkId: row.link_id,
  source: row.source,
  reason: row.reason,
  donorPersonId: row.donor_person_id,
  cardId: row.card_id,
  fields: row.fields,
  openedAt: row.opened_at.toISOString(),
  state: row.state,
  closedAt: iso(row.closed_at),
});

export const createHeldChanges = (db: Db) => ({
  /** Those that wait, oldest first. */
  listOpen: async (mailboxId: MailboxId): Promise<HeldRecord[]> =>
    (
      await db.query<HeldRow>(
        sql`SELECT * FROM sync.held_changes WHERE mailbox_id = ${mailboxId} AND state = 'open' ORDER BY seq`,
      )
    ).map(toRecord),
  /** Of one person in one mailbox, open and closed, newest first. */
  ofPerson: async (mailboxId: MailboxId, personId: PersonId): Promise<HeldRecord[]> =>
    (
      await db.query<HeldRow>(sql`
        SELECT * FROM sync.held_changes WHERE mailbox_id = ${mailboxId} AND person_id = ${personId}
        ORDER BY seq DESC`)
    ).map(toRecord),
  get: async (id: HeldId): Promise<HeldRecord | null> => {
    const [row] = await db.query<HeldRow>(sql`SELECT * FROM sync.held_changes WHERE id = ${id}`);
    return row === undefined ? null : toRecord(row);
  },
});
export type HeldChanges = ReturnType<typeof createHeldChanges>;
