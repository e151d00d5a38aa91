/**
 * What people decide about held changes. A decision is one row, the held change closed and the person marked, in one
 * transaction; nothing is written to the CRM or to a card here. The next pass knows the question again by its key and
 * carries the decision out. Two who decide the same at once, and a pass that closes it in that moment, meet at the row
 * of the held change: the first one's word stands, the other is told it.
 */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { CardId, EmployeeId, HeldId, MailboxId, PersonId, RulingId } from '../../shared/ids.ts';
import type { Choice, FieldChoices } from '../sync/ruling.ts';
import type { Db, Queryable } from './db.ts';
import { currentToken } from './leases.ts';
import { markPersons } from './mailboxes.ts';
import { iso, type HeldRow } from './rows.ts';
import { uuidsBeginningWith } from './uuid-range.ts';

export interface Decision {
  readonly choice: Choice;
  /** With choice `fields`: every field of the held change. Else empty. */
  readonly fields: FieldChoices;
  /** Also what the same other party lends to the same person later (R7). */
  readonly forPair: boolean;
  /** Null: on the command line. */
  readonly decidedBy: EmployeeId | null;
}

export interface RulingRecord extends Decision {
  readonly id: RulingId;
  readonly decidedAt: string;
  /** `pending`: no pass has met it yet. */
  readonly outcome: 'pending' | 'applied' | 'overtaken';
  readonly settledAt: string | null;
  /** From then on it says nothing about the pair any more. */
  readonly revokedAt: string | null;
}

export type DecideOutcome =
  /** By this call (`isNew`), or exactly so before: safe to repeat. */
  | { readonly outcome: 'decided'; readonly ruling: RulingRecord; readonly isNew: boolean }
  /** Somebody decided otherwise before; that stands. */
  | { readonly outcome: 'alreadyDecided'; readonly ruling: RulingRecord }
  /** The world had moved on before; nothing is left to decide. */
  | { readonly outcome: 'overtaken'; readonly at: string }
  /** Not of this mailbox. */
  | { readonly outcome: 'unknown' };

/** Something remembered for two parties, as long as nobody takes it back. */
export interface PairRecord extends RulingRecord {
  readonly mailboxId: MailboxId;
  readonly heldId: HeldId;
  readonly personId: PersonId;
  /** The other party: a person of the CRM, or only a card. */
  readonly donorPersonId: PersonId | null;
  readonly cardId: CardId | null;
}

export interface RulingRow {
  id: RulingId;
  held_id: HeldId;
  choice: Choice;
  fields: FieldChoices;
  for_pair: boolean;
  decided_by: EmployeeId | null;
  decided_at: Date;
  outcome: RulingRecord['outcome'];
  settled_at: Date | null;
  revoked_at: Date | null;
}

export const toRuling = (row: RulingRow): RulingRecord => ({
  id: row.id,
  choice: row.choice,
  fields: row.fields,
  forPair: row.for_pair,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at.toISOString(),
  outcome: row.outcome,
  settledAt: iso(row.settled_at),
  revokedAt: iso(row.revoked_at),
});

type Locked = Pick<HeldRow, 'id' | 'person_id' | 'state' | 'closed_at'>;

/** In one order everywhere, so that two who decide many at once do not wait for each other. */
const lockQuery = (mailboxId: MailboxId, ids: readonly HeldId[]) => sql`
  SELECT id, person_id, state, closed_at FROM sync.held_changes
  WHERE mailbox_id = ${mailboxId} AND id = ANY(${ids}::uuid[]) ORDER BY seq FOR UPDATE`;

const insertQuery = (mailboxId: MailboxId, heldIds: readonly HeldId[], decision: Decision, at: Date) => sql`
  INSERT INTO sync.rulings (id, mailbox_id, held_id, choice, fields, for_pair, decided_by, decided_at)
  SELECT id, ${mailboxId}, held_id, ${decision.choice}, ${JSON.stringify(decision.fields)}::jsonb,
    ${decision.forPair}, ${decision.decidedBy}, ${at}
  FROM unnest(${heldIds.map(() => randomUUID())}::uuid[], ${heldIds}::uuid[])
    WITH ORDINALITY AS r (id, held_id, n)
  ORDER BY n`;

const closeQuery = (mailboxId: MailboxId, heldIds: readonly HeldId[], at: Date) => sql`
  UPDATE sync.held_changes SET state = 'decided', closed_at = ${at}
  WHERE mailbox_id = ${mailboxId} AND id = ANY(${heldIds}::uuid[]) AND state = 'open'`;

/**
 * The last word on a pair counts: for what was asked the same way, and "keep the CRM" for all that one lends the other. To
 * take another's name says nothing about their values, nor the other way round.
 */
const supersedeQuery = (mailboxId: MailboxId, at: Date) => sql`
  UPDATE sync.rulings AS r SET revoked_at = ${at}
  FROM sync.held_changes h
  WHERE r.mailbox_id = ${mailboxId} AND r.held_id = h.id AND r.for_pair AND r.revoked_at IS NULL
    AND EXISTS (
      SELECT FROM sync.rulings later JOIN sync.held_changes l ON l.id = later.held_id
      WHERE later.mailbox_id = ${mailboxId} AND later.for_pair AND later.seq > r.seq
        AND l.person_id = h.person_id AND l.donor_person_id IS NOT DISTINCT FROM h.donor_person_id
        AND (h.donor_person_id IS NOT NULL OR l.card_id = h.card_id)
        AND (l.reason = h.reason OR later.choice = 'crm'))`;

/** Orders the decisions on pairs of one mailbox; taken after the lease, as a pass takes it. */
const lockMailboxQuery = (mailboxId: MailboxId) =>
  sql`SELECT id FROM sync.mailboxes WHERE id = ${mailboxId} FOR NO KEY UPDATE`;

const rulingsQuery = (ids: readonly HeldId[]) =>
  sql`SELECT * FROM sync.rulings WHERE held_id = ANY(${ids}::uuid[])`;

const record = async (
  tx: Queryable,
  mailboxId: MailboxId,
  open: readonly Locked[],
  decision: Decision,
  at: Date,
): Promise<void> => {
  if (open.length === 0) return;
  const heldIds = open.map(({ id }) => id);
  await tx.query(insertQuery(mailboxId, heldIds, decision, at));
  await tx.query(closeQuery(mailboxId, heldIds, at));
  if (decision.forPair) await tx.query(supersedeQuery(mailboxId, at));
  await markPersons(
    tx,
    mailboxId,
    open.map(({ person_id }) => person_id),
  );
};

const sameFields = (a: FieldChoices, b: FieldChoices): boolean => {
  const [mine, theirs] = [Object.entries(a), new Map(Object.entries(b))];
  return mine.length === theirs.size && mine.every(([field, side]) => theirs.get(field) === side);
};

const sameDecision = (a: Decision, b: Decision): boolean =>
  a.choice === b.choice && a.forPair === b.forPair && sameFields(a.fields, b.fields);

const decideMany = (
  db: Db,
  mailboxId: MailboxId,
  ids: readonly HeldId[],
  decision: Decision,
  at: Date,
): Promise<Map<HeldId, DecideOutcome>> =>
  db.transaction(async (tx) => {
    // The lease first, as a pass does: what it commits in this moment is whole before or after us.
    await currentToken(tx, mailboxId);
    if (decision.forPair) await tx.query(lockMailboxQuery(mailboxId));
    const locked = await tx.query<Locked>(lockQuery(mailboxId, ids));
    const open = locked.filter(({ state }) => state === 'open');
    await record(tx, mailboxId, open, decision, at);
    const isNew = new Set(open.map(({ id }) => id));
    const rows = await tx.query<RulingRow>(rulingsQuery(locked.map(({ id }) => id)));
    const rulings = new Map(rows.map((row) => [row.held_id, toRuling(row)]));
    const found = new Map(locked.map((row) => [row.id, row]));
    return new Map(
      ids.map((id): [HeldId, DecideOutcome] => {
        const [held, ruling] = [found.get(id), rulings.get(id)];
        if (held === undefined) return [id, { outcome: 'unknown' }];
        if (ruling === undefined) return [id, { outcome: 'overtaken', at: iso(held.closed_at)! }];
        return sameDecision(ruling, decision)
          ? [id, { outcome: 'decided', ruling, isNew: isNew.has(id) }]
          : [id, { outcome: 'alreadyDecided', ruling }];
      }),
    );
  });

type PairRow = RulingRow & Pick<HeldRow, 'mailbox_id' | 'person_id' | 'donor_person_id' | 'card_id'>;

const toPair = (row: PairRow): PairRecord => ({
  ...toRuling(row),
  mailboxId: row.mailbox_id,
  heldId: row.held_id,
  personId: row.person_id,
  donorPersonId: row.donor_person_id,
  cardId: row.card_id,
});

const pairColumns = sql`r.*, h.person_id, h.donor_person_id, h.card_id`;

export const createRulings = (db: Db) => ({
  /** The caller asks for a pass afterwards. Ids of other mailboxes are `unknown`. */
  decide: async (
    mailboxId: MailboxId,
    heldId: HeldId,
    decision: Decision,
    at: Date = new Date(),
  ): Promise<DecideOutcome> =>
    (await decideMany(db, mailboxId, [heldId], decision, at)).get(heldId) ?? { outcome: 'unknown' },
  /** All in one transaction, each with its own outcome. */
  decideMany: (
    mailboxId: MailboxId,
    heldIds: readonly HeldId[],
    decision: Decision,
    at: Date = new Date(),
  ): Promise<Map<HeldId, DecideOutcome>> => decideMany(db, mailboxId, [...new Set(heldIds)], decision, at),
  /** What is remembered for pairs of this mailbox, the newest first. */
  pairs: async (mailboxId: MailboxId): Promise<PairRecord[]> =>
    (
      await db.query<PairRow>(sql`
        SELECT ${pairColumns} FROM sync.rulings r JOIN sync.held_changes h ON h.id = r.held_id
        WHERE r.mailbox_id = ${mailboxId} AND r.for_pair AND r.revoked_at IS NULL ORDER BY r.seq DESC`)
    ).map(toPair),
  /** Of any mailbox, remembered or taken back; for ids that a person typed. At most two. */
  pairsBeginningWith: async (beginning: string): Promise<PairRecord[]> => {
    const range = uuidsBeginningWith(beginning);
    if (range === null) return [];
    const rows = await db.query<PairRow>(sql`
      SELECT ${pairColumns} FROM sync.rulings r JOIN sync.held_changes h ON h.id = r.held_id
      WHERE r.id BETWEEN ${range.first}::uuid AND ${range.last}::uuid AND r.for_pair ORDER BY r.id LIMIT 2`);
    return rows.map(toPair);
  },
  /** What was decided stays; nothing further is decided by it. Safe to repeat; false: nothing of this mailbox. */
  revokePair: async (mailboxId: MailboxId, rulingId: RulingId, at: Date = new Date()): Promise<boolean> => {
    const rows = await db.query(sql`
      UPDATE sync.rulings SET revoked_at = coalesce(revoked_at, ${at})
      WHERE id = ${rulingId} AND mailbox_id = ${mailboxId} AND for_pair RETURNING id`);
    return rows.length === 1;
  },
});
export type Rulings = ReturnType<typeof createRulings>;
