/**
 * Held changes, for reading: one queue for every source, with what waits for a person's decision and what became of
 * the rest. A pass opens them, and closes those that the world has overtaken; a person's decision closes the others
 * (rulings.ts).
 */
import sql, { join, type Sql } from 'sql-template-tag';
import type { HeldId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { FieldId } from '../../shared/person.ts';
import type { Hold, HoldReason } from '../sync/plan.ts';
import type { Db } from './db.ts';
import {
  limitOf,
  newestOfMailbox,
  newestPage,
  ofMailbox,
  positionIn,
  toPage,
  type Page,
  type PageRequest,
} from './paging.ts';
import { iso, type HeldRow } from './rows.ts';
import { toRuling, type RulingRecord, type RulingRow } from './rulings.ts';
import { uuidsBeginningWith } from './uuid-range.ts';

export interface HeldRecord extends Hold {
  readonly id: HeldId;
  readonly mailboxId: MailboxId;
  readonly passId: HeldRow['pass_id'];
  readonly openedAt: string;
  readonly state: HeldRow['state'];
  readonly closedAt: string | null;
  /** Null unless a person decided it. */
  readonly ruling: RulingRecord | null;
}

/** A held change without anything that stands on a card or in the CRM: for those who look after all mailboxes. */
export interface HeldOutline {
  readonly id: HeldId;
  readonly mailboxId: MailboxId;
  readonly source: string;
  readonly reason: HoldReason;
  readonly fields: readonly FieldId[];
  readonly openedAt: string;
  readonly state: HeldRow['state'];
  readonly closedAt: string | null;
}

/** All that are given must fit. */
export interface HeldFilter {
  readonly mailboxId?: MailboxId;
  readonly personId?: PersonId;
  readonly reason?: HoldReason;
  readonly source?: string;
  /** Open ones only, unless this says otherwise. */
  readonly state?: 'open' | 'closed' | 'all';
}

type Row = HeldRow & { [Column in keyof RulingRow as `ruling_${Column}`]: RulingRow[Column] | null };

const select = sql`
  SELECT h.*, r.id AS ruling_id, r.held_id AS ruling_held_id, r.choice AS ruling_choice, r.fields AS ruling_fields,
    r.for_pair AS ruling_for_pair, r.decided_by AS ruling_decided_by, r.decided_at AS ruling_decided_at,
    r.outcome AS ruling_outcome, r.settled_at AS ruling_settled_at, r.revoked_at AS ruling_revoked_at
  FROM sync.held_changes h LEFT JOIN sync.rulings r ON r.held_id = h.id`;

const rulingOf = (row: Row): RulingRecord | null =>
  row.ruling_id === null
    ? null
    : toRuling({
        id: row.ruling_id,
        held_id: row.id,
        choice: row.ruling_choice!,
        fields: row.ruling_fields!,
        for_pair: row.ruling_for_pair!,
        decided_by: row.ruling_decided_by,
        decided_at: row.ruling_decided_at!,
        outcome: row.ruling_outcome!,
        settled_at: row.ruling_settled_at,
        revoked_at: row.ruling_revoked_at,
      });

const toRecord = (row: Row): HeldRecord => ({
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
  ruling: rulingOf(row),
});

const states: Readonly<Record<NonNullable<HeldFilter['state']>, Sql | null>> = {
  open: sql`h.state = 'open'`,
  closed: sql`h.state <> 'open'`,
  all: null,
};

/** Of a person there are few, and an index of each. */
const mailboxIs = (mailboxId: MailboxId, personId: PersonId | undefined): Sql =>
  personId === undefined
    ? ofMailbox(sql`${mailboxId}::uuid`, sql`h.mailbox_id`)
    : sql`h.mailbox_id = ${mailboxId}::uuid`;

const newestFirst = ({ mailboxId, personId }: HeldFilter): Sql =>
  mailboxId === undefined || personId !== undefined
    ? sql`h.seq DESC`
    : newestOfMailbox(sql`h.mailbox_id`, sql`h.seq`);

/** Only what is asked for, so that the index of what is asked for is used. */
const fits = (
  { mailboxId, personId, reason, source, state = 'open' }: HeldFilter,
  page: PageRequest,
): Sql => {
  const position = positionIn(page);
  const conditions = [
    mailboxId === undefined ? null : mailboxIs(mailboxId, personId),
    personId === undefined ? null : sql`h.person_id = ${personId}`,
    reason === undefined ? null : sql`h.reason = ${reason}`,
    source === undefined ? null : sql`h.source = ${source}`,
    states[state],
    position === null ? null : sql`h.seq < ${position}::bigint`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? sql`true` : join(conditions, ' AND ');
};

type OutlineRow = Pick<
  HeldRow,
  'id' | 'seq' | 'mailbox_id' | 'source' | 'reason' | 'opened_at' | 'state' | 'closed_at'
> & { field_ids: FieldId[] };

const toOutline = (row: OutlineRow): HeldOutline => ({
  id: row.id,
  mailboxId: row.mailbox_id,
  source: row.source,
  reason: row.reason,
  fields: row.field_ids,
  openedAt: row.opened_at.toISOString(),
  state: row.state,
  closedAt: iso(row.closed_at),
});

export const createHeldChanges = (db: Db) => ({
  /** Newest first. */
  list: async (filter: HeldFilter, page: PageRequest = newestPage): Promise<Page<HeldRecord>> => {
    const rows = await db.query<Row>(sql`
      ${select} WHERE ${fits(filter, page)} ORDER BY ${newestFirst(filter)} LIMIT ${limitOf(page) + 1}`);
    return toPage(rows, page, (row) => row.seq, toRecord);
  },
  /** Newest first. Values and persons stay in the database. */
  outline: async (filter: HeldFilter, page: PageRequest = newestPage): Promise<Page<HeldOutline>> => {
    const rows = await db.query<OutlineRow>(sql`
      SELECT h.id, h.seq, h.mailbox_id, h.source, h.reason, h.opened_at, h.state, h.closed_at,
        ARRAY(SELECT f ->> 'field' FROM jsonb_array_elements(h.fields) f) AS field_ids
      FROM sync.held_changes h
      WHERE ${fits(filter, page)} ORDER BY ${newestFirst(filter)} LIMIT ${limitOf(page) + 1}`);
    return toPage(rows, page, (row) => row.seq, toOutline);
  },
  /** How many wait, in all mailboxes together. */
  countOpen: async (): Promise<number> => {
    const [row] = await db.query<{ n: number }>(
      sql`SELECT count(*)::int AS n FROM sync.held_changes WHERE state = 'open'`,
    );
    return row?.n ?? 0;
  },
  /** Those that wait, oldest first. */
  listOpen: async (mailboxId: MailboxId): Promise<HeldRecord[]> =>
    (
      await db.query<Row>(
        sql`${select} WHERE h.mailbox_id = ${mailboxId} AND h.state = 'open' ORDER BY h.seq`,
      )
    ).map(toRecord),
  /** Of one person in one mailbox, open and closed, newest first. */
  ofPerson: async (mailboxId: MailboxId, personId: PersonId): Promise<HeldRecord[]> =>
    (
      await db.query<Row>(sql`
        ${select} WHERE h.mailbox_id = ${mailboxId} AND h.person_id = ${personId} ORDER BY h.seq DESC`)
    ).map(toRecord),
  get: async (id: HeldId): Promise<HeldRecord | null> => {
    const [row] = await db.query<Row>(sql`${select} WHERE h.id = ${id}`);
    return row === undefined ? null : toRecord(row);
  },
  /** Those of the mailbox among these, in no order. */
  among: async (mailboxId: MailboxId, ids: readonly HeldId[]): Promise<HeldRecord[]> =>
    (
      await db.query<Row>(sql`${select} WHERE h.mailbox_id = ${mailboxId} AND h.id = ANY(${ids}::uuid[])`)
    ).map(toRecord),
  /** Of any mailbox; for ids that a person typed. At most two: more than one is not unambiguous. */
  beginningWith: async (beginning: string): Promise<HeldRecord[]> => {
    const range = uuidsBeginningWith(beginning);
    if (range === null) return [];
    const rows = await db.query<Row>(sql`
      ${select} WHERE h.id BETWEEN ${range.first}::uuid AND ${range.last}::uuid ORDER BY h.id LIMIT 2`);
    return rows.map(toRecord);
  },
});
export type HeldChanges = ReturnType<typeof createHeldChanges>;
