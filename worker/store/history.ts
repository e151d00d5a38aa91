/** The history, for reading: what was written where, when and why, and what it overruled. Only a pass adds to it. */
import sql, { join, type Sql } from 'sql-template-tag';
import type { HistoryId, MailboxId, PassId, PersonId } from '../../shared/ids.ts';
import type { FieldId } from '../../shared/person.ts';
import type { HistoryEntry, HistoryOutcome } from '../pass/ports.ts';
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
import { toHistoryEntry, type HistoryRow } from './rows.ts';
import { isUuid } from './uuid-range.ts';

export type HistoryRecord = HistoryEntry & { readonly outcome: HistoryOutcome };

/** With its place in the history, from which a page can go on. */
export interface PlacedRecord {
  readonly position: string;
  readonly record: HistoryRecord;
}

/** All that are given must fit; none given: everything. Ids may come from outside: what is none fits nothing. */
export interface HistoryFilter {
  readonly mailboxId?: MailboxId;
  readonly personId?: PersonId;
  readonly passId?: PassId;
  readonly field?: FieldId;
  /** Side that was written. */
  readonly side?: HistoryEntry['side'];
  /** ISO instants, the second one excluded. */
  readonly since?: string;
  readonly until?: string;
  /** Only entries that overruled a value that somebody typed. */
  readonly overruled?: boolean;
}

const uuidIs = (column: Sql, id: string): Sql => (isUuid(id) ? sql`${column} = ${id}::uuid` : sql`false`);

/** Of a person or a pass there are few, and an index of each. */
const isByMailbox = ({ mailboxId, personId, passId }: HistoryFilter): boolean =>
  mailboxId !== undefined && personId === undefined && passId === undefined;

const mailboxIs = (filter: HistoryFilter, id: MailboxId): Sql =>
  isByMailbox(filter) && isUuid(id) ? ofMailbox(sql`${id}::uuid`) : uuidIs(sql`mailbox_id`, id);

export const newestFirst = (filter: HistoryFilter): Sql =>
  isByMailbox(filter) ? newestOfMailbox() : sql`seq DESC`;

/**
 * Entries lie in the order in which they were written, which is that of their instants but for what clocks of workers differ and a
 * pass takes: with this much to spare, an instant is a place in that order, and what lies beyond it is not read.
 */
const spareDays = 7;

/** Of the entry that is nearest to the instant on its other side. */
const placeBefore = (instant: string): Sql => sql`coalesce((
  SELECT p.seq FROM sync.history_settled p WHERE p.at < ${instant}::timestamptz - make_interval(days => ${spareDays})
  ORDER BY p.at DESC LIMIT 1), 0)`;
const placeAfter = (instant: string): Sql => sql`coalesce((
  SELECT p.seq FROM sync.history_settled p WHERE p.at >= ${instant}::timestamptz + make_interval(days => ${spareDays})
  ORDER BY p.at LIMIT 1), 9223372036854775807)`;

/** Only what is asked for, so that the index of what is asked for is used. */
export const conditionsOf = (filter: HistoryFilter): Sql[] => {
  const { mailboxId, personId, passId, field, side, since, until, overruled } = filter;
  return [
    mailboxId === undefined ? null : mailboxIs(filter, mailboxId),
    personId === undefined ? null : sql`person_id = ${personId}`,
    passId === undefined ? null : uuidIs(sql`pass_id`, passId),
    field === undefined ? null : sql`field = ${field}`,
    side === undefined ? null : sql`side = ${side}`,
    since === undefined ? null : sql`at >= ${since}::timestamptz AND seq > ${placeBefore(since)}`,
    until === undefined ? null : sql`at < ${until}::timestamptz AND seq < ${placeAfter(until)}`,
    overruled === true ? sql`overruled_side IS NOT NULL` : null,
  ].filter((condition) => condition !== null);
};

export const toHistoryRecord = (row: HistoryRow): HistoryRecord => ({
  ...toHistoryEntry(row),
  outcome: row.outcome,
});

/** One more than the page holds, so that it is seen whether others follow. */
const rowsOf = (db: Db, filter: HistoryFilter, page: PageRequest): Promise<HistoryRow[]> => {
  const position = positionIn(page);
  const conditions = [
    ...conditionsOf(filter),
    ...(position === null ? [] : [sql`seq < ${position}::bigint`]),
    sql`true`,
  ];
  return db.query<HistoryRow>(sql`
    SELECT * FROM sync.history WHERE ${join(conditions, ' AND ')} ORDER BY ${newestFirst(filter)} LIMIT ${limitOf(page) + 1}`);
};

export const createHistory = (db: Db) => ({
  /** Newest first. */
  list: async (filter: HistoryFilter, page: PageRequest = newestPage): Promise<Page<HistoryRecord>> =>
    toPage(await rowsOf(db, filter, page), page, (row) => row.seq, toHistoryRecord),
  /** The same, for who reads it beside another history. */
  listPlaced: async (filter: HistoryFilter, page: PageRequest): Promise<Page<PlacedRecord>> =>
    toPage(
      await rowsOf(db, filter, page),
      page,
      (row) => row.seq,
      (row) => ({ position: row.seq, record: toHistoryRecord(row) }),
    ),
  get: async (id: HistoryId): Promise<HistoryRecord | null> => {
    if (!isUuid(id)) return null;
    const [row] = await db.query<HistoryRow>(sql`SELECT * FROM sync.history WHERE id = ${id}`);
    return row === undefined ? null : toHistoryRecord(row);
  },
});
export type History = ReturnType<typeof createHistory>;
