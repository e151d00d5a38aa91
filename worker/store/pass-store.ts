/**
 * What a pass remembers and finds again (R11, R13): the store's side of worker/pass/ports.ts.
 *
 * A database that does not answer ends a pass as "later", with its mailbox as it was; a value that breaks a rule of the
 * schema is a bug and comes out as the error it is.
 */
import sql, { empty, type Sql } from 'sql-template-tag';
import type { FolderId, LinkId, MailboxId, PassId, PersonId } from '../../shared/ids.ts';
import { Trouble, type Mark, type PassStore, type RemoteCursor, type Removal } from '../pass/ports.ts';
import type { OpenHeld } from '../sync/link.ts';
import type { Ruling } from '../sync/ruling.ts';
import type { UndoItem } from '../sync/undo.ts';
import { foldWrites } from './commit/fold.ts';
import { statementsOf } from './commit/statements.ts';
import { createCardReads } from './cards.ts';
import type { Db } from './db.ts';
import { codeOf, isUnavailable } from './errors.ts';
import { acquireQuery, leaseLost, releaseQuery, renewQuery, underLease } from './leases.ts';
import { createLinkReads } from './link-reads.ts';
import { mailboxQuery } from './mailboxes.ts';
import { readOpenWork } from './open-work.ts';
import { closePassQuery, openPassQuery, progressQuery } from './passes.ts';
import { toHistoryEntry, toMailbox, type HistoryRow, type MailboxRow } from './rows.ts';

const databaseAwayMs = 30_000;
const conflictMs = 1_000;
/** serialization_failure, deadlock_detected */
const conflicts = ['40001', '40P01'];

const asTrouble = (error: unknown): unknown => {
  if (error instanceof Trouble) return error;
  const kind = 'retry' as const;
  if (isUnavailable(error)) {
    return new Trouble('store.unreachable', { kind, afterMs: databaseAwayMs }, { cause: error });
  }
  if (conflicts.includes(codeOf(error) ?? '')) {
    return new Trouble('store.conflict', { kind, afterMs: conflictMs }, { cause: error });
  }
  return error;
};

/** Each method with its failures as Trouble. */
const withTrouble = (store: PassStore): PassStore => {
  const wrapped = Object.entries(store).map(([name, method]) => [
    name,
    async (...args: unknown[]): Promise<unknown> => {
      try {
        return await (method as (...all: unknown[]) => Promise<unknown>)(...args);
      } catch (error) {
        throw asTrouble(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as PassStore;
};

type Persons = readonly PersonId[] | undefined;

const on = (column: Sql, persons: Persons): Sql =>
  persons === undefined ? empty : sql`AND ${column} = ANY(${persons}::text[])`;

const openHeldQuery = (id: MailboxId, of: Persons) => sql`
  SELECT id, key, reason, person_id AS "personId", link_id AS "linkId",
    donor_person_id AS "donorPersonId", card_id AS "cardId", fields
  FROM sync.held_changes WHERE mailbox_id = ${id} AND state = 'open' ${on(sql`person_id`, of)} ORDER BY seq`;

/** A ruling on a pair speaks until a later one on that pair, or until it is withdrawn. */
const rulingsQuery = (id: MailboxId, of: Persons) => sql`
  SELECT r.id, h.key, h.reason, h.person_id AS "personId", h.link_id AS "linkId",
    h.donor_person_id AS "donorPersonId", h.card_id AS "cardId", h.fields AS held, r.choice, r.fields,
    r.for_pair AND r.revoked_at IS NULL AS "forPair", r.outcome = 'pending' AS pending
  FROM sync.rulings r JOIN sync.held_changes h ON h.id = r.held_id
  WHERE r.mailbox_id = ${id} ${on(sql`h.person_id`, of)} ORDER BY r.seq`;

const writes = (
  db: Db,
): Pick<PassStore, 'acquire' | 'renew' | 'release' | 'openPass' | 'progress' | 'closePass' | 'commit'> => ({
  acquire: async (mailboxId, holder, ttlMs) => {
    const [row] = await db.query<{ token: string }>(acquireQuery(mailboxId, holder, ttlMs));
    return row === undefined ? null : { mailboxId, token: row.token };
  },
  renew: async (lease, ttlMs) => (await db.query(renewQuery(lease, ttlMs))).length === 1,
  release: async (lease) => {
    await db.query(releaseQuery(lease));
  },
  openPass: async (lease, passId, trigger, at) => {
    const rows = await db.query<{ id: PassId }>(openPassQuery(lease, passId, trigger, at));
    if (rows.length === 0) throw leaseLost();
  },
  progress: async (lease, passId, progress) => {
    const rows = await db.query<{ id: PassId }>(progressQuery(lease, passId, progress));
    if (rows.length === 0) throw leaseLost();
  },
  closePass: async (lease, passId, at, outcome, counts) => {
    const rows = await db.query<{ id: PassId }>(closePassQuery(lease, passId, at, outcome, counts));
    if (rows.length === 0) throw leaseLost();
  },
  commit: (lease, all) =>
    underLease(db, lease, async (tx, { paused }) => {
      for (const { query, expect } of statementsOf(lease.mailboxId, lease.token, foldWrites(all))) {
        const rows = await tx.query(query);
        if (expect !== undefined && rows.length !== expect) {
          throw new Trouble('store.unknownLink', { kind: 'bug' });
        }
      }
      return { paused };
    }),
});

const reads = (db: Db): Omit<PassStore, keyof ReturnType<typeof writes>> => ({
  mailbox: async (id) => {
    const [row] = await db.query<MailboxRow>(mailboxQuery(sql`m.id = ${id}`));
    return row === undefined ? null : toMailbox(row);
  },
  folders: (id) =>
    db.query<{ folderId: FolderId; cursor: RemoteCursor | null; isDefault: boolean }>(sql`
      SELECT folder_id AS "folderId", cursor, is_default AS "isDefault"
      FROM sync.folders WHERE mailbox_id = ${id} ORDER BY is_default DESC, folder_id`),
  ...createLinkReads(db),
  openWork: (id) => readOpenWork(db, id),
  removals: (id) =>
    db.query<Removal>(sql`
      SELECT person_id AS "personId", person_version AS "personVersion"
      FROM sync.removals WHERE mailbox_id = ${id} ORDER BY person_id`),
  marks: (id) =>
    db.query<Mark>(sql`
      SELECT subject, subject_id AS id FROM sync.marks WHERE mailbox_id = ${id} ORDER BY seq`),
  openHeld: async (id, of) =>
    of?.length === 0
      ? []
      : db.query<OpenHeld & { personId: PersonId; linkId: LinkId | null }>(openHeldQuery(id, of)),
  heldOnCards: async (id, cardIds) => {
    if (cardIds.length === 0) return [];
    const rows = await db.query<{ personId: PersonId }>(sql`
      SELECT person_id AS "personId" FROM sync.held_changes
      WHERE mailbox_id = ${id} AND state = 'open' AND card_id = ANY(${cardIds}::text[])
      GROUP BY person_id ORDER BY min(seq)`);
    return rows.map(({ personId }) => personId);
  },
  rulings: async (id, of) => (of?.length === 0 ? [] : db.query<Ruling>(rulingsQuery(id, of))),
  undoItems: (id, of) =>
    db.query<UndoItem>(sql`
      SELECT id, history_id AS "historyId", person_id AS "personId", link_id AS "linkId", field,
        expected_value AS expected, value
      FROM sync.undo_items WHERE mailbox_id = ${id} AND outcome = 'pending' ${on(sql`person_id`, of)} ORDER BY seq`),
  ...createCardReads(db),
  intendedHistory: async (id, of) =>
    (
      await db.query<HistoryRow>(sql`
        SELECT * FROM sync.history
        WHERE mailbox_id = ${id} AND outcome = 'intended' ${on(sql`person_id`, of)} ORDER BY seq`)
    ).map(toHistoryEntry),
});

export const createPassStore = (db: Db): PassStore => withTrouble({ ...reads(db), ...writes(db) });
