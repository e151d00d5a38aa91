/**
 * What people asked to be taken back. Asking is one transaction: the undo, its fields, and a mark for every person; nothing
 * is written to the CRM or to a card here. The next pass does what still fits and notes what became of every field.
 */
import { randomUUID } from 'node:crypto';
import sql, { join, type Sql } from 'sql-template-tag';
import type {
  EmployeeId,
  HistoryId,
  LinkId,
  MailboxId,
  PassId,
  PersonId,
  UndoId,
  UndoItemId,
} from '../../shared/ids.ts';
import type { PersonFieldId } from '../../shared/person.ts';
import type { PlannedUndo, UndoEntry, UndoScope } from '../sync/undo-plan.ts';
import type { UndoItem, UndoRefusal } from '../sync/undo.ts';
import type { Db, Queryable } from './db.ts';
import { conditionsOf, newestFirst, toHistoryRecord, type HistoryFilter } from './history.ts';
import { markPersons } from './mailboxes.ts';
import {
  before,
  limitOf,
  newestOfMailbox,
  newestPage,
  ofMailbox,
  toPage,
  type Page,
  type PageRequest,
} from './paging.ts';
import { iso, type HistoryRow } from './rows.ts';
import { isUuid, uuidsBeginningWith } from './uuid-range.ts';

/** More than that is not taken back at once: nobody reads such a list before agreeing to it. */
export const MOST_ENTRIES = 5_000;

export interface UndoItemRecord extends UndoItem {
  readonly outcome: 'pending' | 'done' | UndoRefusal;
  readonly settledAt: string | null;
}

export interface UndoRecord {
  readonly id: UndoId;
  readonly mailboxId: MailboxId;
  readonly scope: UndoScope;
  /** Null: on the command line. */
  readonly askedBy: EmployeeId | null;
  readonly askedAt: string;
  /** In the order of the plan. */
  readonly items: readonly UndoItemRecord[];
}

export interface UndoRequest {
  readonly mailboxId: MailboxId;
  readonly scope: UndoScope;
  readonly planKey: string;
  readonly askedBy: EmployeeId | null;
  readonly at: Date;
  /** At least one. */
  readonly items: readonly PlannedUndo[];
}

export type UndoAsked =
  /** By this call, or exactly so before and not done yet: safe to repeat. */
  | { readonly outcome: 'asked'; readonly id: UndoId; readonly isNew: boolean }
  /** Another undo, asked at the same moment, waits for one of these fields. */
  | { readonly outcome: 'overlaps' };

export type EntriesInScope =
  | { readonly outcome: 'found'; readonly entries: readonly UndoEntry[] }
  /** No such entry or pass of this mailbox. */
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'tooMany' };

const filterOf = (mailboxId: MailboxId, scope: UndoScope): HistoryFilter => {
  if ('pass' in scope) return { mailboxId, passId: scope.pass };
  return 'since' in scope ? { mailboxId, side: 'crm', since: scope.since } : { mailboxId };
};

const passIsThere = async (db: Queryable, mailboxId: MailboxId, scope: UndoScope): Promise<boolean> =>
  'pass' in scope &&
  isUuid(scope.pass) &&
  (await db.query(sql`SELECT id FROM sync.passes WHERE id = ${scope.pass} AND mailbox_id = ${mailboxId}`))
    .length > 0;

/** Newest first. */
const entriesIn = async (db: Queryable, mailboxId: MailboxId, scope: UndoScope): Promise<EntriesInScope> => {
  const filter = filterOf(mailboxId, scope);
  const conditions = conditionsOf(filter);
  if ('entry' in scope) {
    if (!isUuid(scope.entry)) return { outcome: 'unknown' };
    conditions.push(sql`id = ${scope.entry}::uuid`);
  }
  const rows = await db.query<HistoryRow>(sql`
    SELECT * FROM sync.history WHERE ${join(conditions, ' AND ')}
    ORDER BY ${newestFirst(filter)} LIMIT ${MOST_ENTRIES + 1}`);
  if (rows.length > MOST_ENTRIES) return { outcome: 'tooMany' };
  // A pass that changed nothing is there all the same, and so is "since" where nothing was sent.
  if (rows.length === 0 && !('since' in scope) && !(await passIsThere(db, mailboxId, scope))) {
    return { outcome: 'unknown' };
  }
  return { outcome: 'found', entries: rows.map(toHistoryRecord) };
};

const insertUndo = (id: UndoId, { mailboxId, scope, askedBy, at, planKey }: UndoRequest) => sql`
  INSERT INTO sync.undos (id, mailbox_id, scope, asked_by, asked_at, plan_key)
  VALUES (${id}, ${mailboxId}, ${JSON.stringify(scope)}::jsonb, ${askedBy}, ${at}, ${planKey})`;

/** Gives back as many rows as no other undo waits for. */
const insertItems = (id: UndoId, { mailboxId, items }: UndoRequest) => {
  const rows = items.map((item) => ({ ...item, id: randomUUID() }));
  return sql`
    INSERT INTO sync.undo_items (id, undo_id, mailbox_id, history_id, person_id, link_id, field, expected_value, value)
    SELECT id, ${id}, ${mailboxId}, "historyId", "personId", "linkId", field, expected, value
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (
      id uuid, "historyId" uuid, "personId" text, "linkId" uuid, field text, expected text, value text))
      WITH ORDINALITY AS i
    ORDER BY ordinality
    ON CONFLICT (mailbox_id, person_id, field) WHERE outcome = 'pending' DO NOTHING
    RETURNING id`;
};

const waitingWith = async (db: Queryable, mailboxId: MailboxId, planKey: string): Promise<UndoId | null> => {
  const [found] = await db.query<{ id: UndoId }>(sql`
    SELECT id FROM sync.undos u WHERE mailbox_id = ${mailboxId} AND plan_key = ${planKey}
      AND EXISTS (SELECT FROM sync.undo_items i WHERE i.undo_id = u.id AND i.outcome = 'pending')
    ORDER BY seq DESC LIMIT 1`);
  return found?.id ?? null;
};

/** Takes everything back that the transaction did so far. */
class Overlaps extends Error {
  override readonly name = 'Overlaps';
}

const ask = (db: Db, request: UndoRequest): Promise<UndoAsked> =>
  db.transaction(async (tx) => {
    const { mailboxId, items, planKey } = request;
    // First, since it takes the lease's row as a pass does. Then one asker after the other, so that a second one finds the first.
    await markPersons(
      tx,
      mailboxId,
      items.map(({ personId }) => personId),
    );
    await tx.query(sql`SELECT id FROM sync.mailboxes WHERE id = ${mailboxId} FOR NO KEY UPDATE`);
    const known = await waitingWith(tx, mailboxId, planKey);
    if (known !== null) return { outcome: 'asked', id: known, isNew: false };
    const id = randomUUID() as string as UndoId;
    await tx.query(insertUndo(id, request));
    const inserted = await tx.query(insertItems(id, request));
    if (inserted.length < items.length) throw new Overlaps();
    return { outcome: 'asked', id, isNew: true };
  });

interface UndoRow {
  id: UndoId;
  seq: string;
  mailbox_id: MailboxId;
  scope: UndoScope;
  asked_by: EmployeeId | null;
  asked_at: Date;
}

interface ItemRow {
  id: UndoItemId;
  undo_id: UndoId;
  history_id: HistoryId;
  person_id: PersonId;
  link_id: LinkId;
  field: PersonFieldId;
  expected_value: string | null;
  value: string | null;
  outcome: UndoItemRecord['outcome'];
  settled_at: Date | null;
}

const toItem = (row: ItemRow): UndoItemRecord => ({
  id: row.id,
  historyId: row.history_id,
  personId: row.person_id,
  linkId: row.link_id,
  field: row.field,
  expected: row.expected_value,
  value: row.value,
  outcome: row.outcome,
  settledAt: iso(row.settled_at),
});

const withItems = async (db: Queryable, undos: readonly UndoRow[]): Promise<Map<UndoId, UndoRecord>> => {
  const rows = await db.query<ItemRow>(sql`
    SELECT * FROM sync.undo_items WHERE undo_id = ANY(${undos.map(({ id }) => id)}::uuid[]) ORDER BY seq`);
  const items = new Map<UndoId, UndoItemRecord[]>(undos.map(({ id }) => [id, []]));
  for (const row of rows) items.get(row.undo_id)?.push(toItem(row));
  return new Map(
    undos.map((row) => [
      row.id,
      {
        id: row.id,
        mailboxId: row.mailbox_id,
        scope: row.scope,
        askedBy: row.asked_by,
        askedAt: row.asked_at.toISOString(),
        items: items.get(row.id) ?? [],
      },
    ]),
  );
};

/** Two at most: then it is not unambiguous. */
const beginningWith =
  <Id extends string>(db: Db, table: Sql) =>
  async (beginning: string): Promise<{ id: Id; mailboxId: MailboxId }[]> => {
    const range = uuidsBeginningWith(beginning);
    if (range === null) return [];
    return db.query(sql`
      SELECT id, mailbox_id AS "mailboxId" FROM ${table}
      WHERE id BETWEEN ${range.first}::uuid AND ${range.last}::uuid ORDER BY id LIMIT 2`);
  };

export const createUndos = (db: Db) => ({
  /** What an undo of this scope would have to take back, done or not. */
  entriesIn: (mailboxId: MailboxId, scope: UndoScope): Promise<EntriesInScope> =>
    entriesIn(db, mailboxId, scope),
  /** Fields of which an undo waits for its pass. */
  waiting: (mailboxId: MailboxId): Promise<{ personId: PersonId; field: PersonFieldId }[]> =>
    db.query(sql`
      SELECT person_id AS "personId", field FROM sync.undo_items
      WHERE mailbox_id = ${mailboxId} AND outcome = 'pending' ORDER BY seq`),
  /** The undo with this plan that waits; null: none. */
  waitingWith: (mailboxId: MailboxId, planKey: string) => waitingWith(db, mailboxId, planKey),
  /** The caller asks for a pass afterwards. Safe to repeat. */
  ask: async (request: UndoRequest): Promise<UndoAsked> => {
    try {
      return await ask(db, request);
    } catch (error) {
      if (error instanceof Overlaps) return { outcome: 'overlaps' };
      throw error;
    }
  },
  get: async (id: UndoId): Promise<UndoRecord | null> => {
    if (!isUuid(id)) return null;
    const rows = await db.query<UndoRow>(sql`SELECT * FROM sync.undos WHERE id = ${id}`);
    return (await withItems(db, rows)).get(id) ?? null;
  },
  /** Newest first; null: of all mailboxes. */
  list: async (mailboxId: MailboxId | null, page: PageRequest = newestPage): Promise<Page<UndoRecord>> => {
    const rows = await db.query<UndoRow>(sql`
      SELECT * FROM sync.undos
      WHERE ${mailboxId === null ? sql`true` : ofMailbox(sql`${mailboxId}::uuid`)} AND ${before(page)}
      ORDER BY ${mailboxId === null ? sql`seq DESC` : newestOfMailbox()} LIMIT ${limitOf(page) + 1}`);
    const records = await withItems(db, rows);
    return toPage(
      rows,
      page,
      ({ seq }) => seq,
      ({ id }) => records.get(id)!,
    );
  },
  /** By the beginning of an id, of any mailbox. */
  beginningWith: {
    entry: beginningWith<HistoryId>(db, sql`sync.history`),
    pass: beginningWith<PassId>(db, sql`sync.passes`),
    undo: beginningWith<UndoId>(db, sql`sync.undos`),
  },
});
export type Undos = ReturnType<typeof createUndos>;
