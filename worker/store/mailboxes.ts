/**
 * Mailboxes as people and jobs see them: who activated, in which state, with which settings (R1, R14), and when they are
 * looked at again. What a pass remembers goes through pass-store.ts.
 */
import { randomUUID } from 'node:crypto';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { EmployeeId, MailboxId, PersonId } from '../../shared/ids.ts';
import { DEACTIVATED, isDeactivated, type Mailbox } from '../pass/ports.ts';
import { defaultActivationSettings, type ActivationSettings } from '../sync/selection.ts';
import type { Db, Queryable } from './db.ts';
import { currentToken } from './leases.ts';
import { iso, toMailbox, type MailboxRow } from './rows.ts';

/** A mailbox with what a pass does not need. Instants are ISO text. */
export interface MailboxRecord extends Mailbox {
  /** As the last sign-in told it; for people to read, never to find anybody by. */
  readonly upn: string | null;
  readonly activatedAt: string;
  readonly nextDailyAt: string | null;
  readonly subscription: SubscriptionRecord | null;
}

export interface SubscriptionRecord {
  readonly id: string;
  readonly expiresAt: string;
  /** SHA-256 of the client state, hex. */
  readonly clientStateHash: string;
}

export type Activation =
  /** `again`: it had been deactivated and is active now; `known`: it goes on as it was. */
  | { readonly outcome: 'activated' | 'again' | 'known'; readonly mailbox: MailboxRecord }
  /** The employee already has another Entra account, or the account another employee; an administrator must decide. */
  | { readonly outcome: 'refused'; readonly because: 'employeeHasOtherAccount' | 'accountHasOtherEmployee' };

export interface ActivationRequest {
  readonly employeeId: EmployeeId;
  readonly tid: string;
  readonly oid: string;
  readonly upn: string | null;
  /** For a new mailbox; a known one keeps its own. */
  readonly settings?: ActivationSettings;
  readonly at?: Date;
}

export const mailboxQuery = (where: Sql, rest: Sql = empty): Sql => sql`
  SELECT m.*, coalesce((SELECT array_agg(e.person_id) FROM sync.exclusions e WHERE e.mailbox_id = m.id), '{}') AS excluded
  FROM sync.mailboxes m WHERE ${where} ${rest}`;

const toRecord = (row: MailboxRow): MailboxRecord => ({
  ...toMailbox(row),
  upn: row.upn,
  activatedAt: row.activated_at.toISOString(),
  nextDailyAt: iso(row.next_daily_at),
  subscription:
    row.subscription_id === null
      ? null
      : {
          id: row.subscription_id,
          expiresAt: row.subscription_expires_at!.toISOString(),
          clientStateHash: row.subscription_client_state_hash!,
        },
});

const one = async (db: Queryable, where: Sql): Promise<MailboxRecord | null> => {
  const [row] = await db.query<MailboxRow>(mailboxQuery(where));
  return row === undefined ? null : toRecord(row);
};

const many = async (db: Queryable, where: Sql, rest?: Sql): Promise<MailboxRecord[]> =>
  (await db.query<MailboxRow>(mailboxQuery(where, rest))).map(toRecord);

const insertMailbox = ({ employeeId, tid, oid, upn, settings, at }: ActivationRequest): Sql => sql`
  INSERT INTO sync.mailboxes (id, employee_id, tid, oid, upn, settings, activated_at)
  VALUES (${randomUUID()}, ${employeeId}, ${tid}, ${oid}, ${upn},
    ${JSON.stringify(settings ?? defaultActivationSettings)}::jsonb, ${at ?? new Date()})
  ON CONFLICT DO NOTHING
  RETURNING id`;

const isEnded = sql`(state = 'paused' AND state_because IS NOT DISTINCT FROM ${DEACTIVATED})`;

/** A new consent ends "sign in again" and a deactivation; a pause or a brake waits for its own word. */
const seenAgain = (id: MailboxId, upn: string | null): Sql => sql`
  UPDATE sync.mailboxes SET
    upn = coalesce(${upn}::text, upn),
    state_because = CASE WHEN state = 'signInAgain' OR ${isEnded} THEN NULL ELSE state_because END,
    state = CASE WHEN state = 'signInAgain' OR ${isEnded} THEN 'active' ELSE state END
  WHERE id = ${id}`;

const activate = (db: Db, request: ActivationRequest): Promise<Activation> =>
  db.transaction(async (tx) => {
    const inserted = await tx.query(insertMailbox(request));
    const { tid, oid, employeeId } = request;
    const mailbox = await one(tx, sql`m.tid = ${tid} AND m.oid = ${oid}`);
    if (mailbox === null) return { outcome: 'refused', because: 'employeeHasOtherAccount' };
    if (mailbox.employeeId !== employeeId) return { outcome: 'refused', because: 'accountHasOtherEmployee' };
    if (inserted.length === 1) return { outcome: 'activated', mailbox };
    await tx.query(seenAgain(mailbox.id, request.upn));
    const outcome = isDeactivated(mailbox) ? 'again' : 'known';
    return { outcome, mailbox: (await one(tx, sql`m.id = ${mailbox.id}`)) ?? mailbox };
  });

/** The next pass (not one that runs now) looks at every person anew. */
const lookAnew = async (tx: Queryable, id: MailboxId): Promise<void> => {
  const token = await currentToken(tx, id);
  await tx.query(
    sql`UPDATE sync.mailboxes SET crm_cursor = NULL, anew_token = ${token}::bigint WHERE id = ${id}`,
  );
};

/** The next pass (not one that runs now) looks at these persons. Before anything else that a pass locks. */
export const markPersons = async (
  tx: Queryable,
  id: MailboxId,
  personIds: readonly PersonId[],
): Promise<void> => {
  const token = await currentToken(tx, id);
  await tx.query(sql`
    INSERT INTO sync.marks (mailbox_id, subject, subject_id, outside_token)
    SELECT ${id}, 'person', person_id, ${token}::bigint
    FROM (SELECT DISTINCT p AS person_id FROM unnest(${personIds}::text[]) AS p ORDER BY p) AS p
    ON CONFLICT (mailbox_id, subject, subject_id) DO UPDATE SET outside_token = excluded.outside_token`);
};

export const markPerson = (tx: Queryable, id: MailboxId, personId: PersonId): Promise<void> =>
  markPersons(tx, id, [personId]);

const people = (db: Db) => ({
  /** Safe to repeat for one account and employee. */
  activate: (request: ActivationRequest): Promise<Activation> => activate(db, request),
  byId: (id: MailboxId) => one(db, sql`m.id = ${id}`),
  byUser: (tid: string, oid: string) => one(db, sql`m.tid = ${tid} AND m.oid = ${oid}`),
  byEmployee: (employeeId: EmployeeId) => one(db, sql`m.employee_id = ${employeeId}`),
  list: () => many(db, sql`true`, sql`ORDER BY m.activated_at, m.id`),
  /** Asks for a pass afterwards; the change itself starts none. */
  saveSettings: (id: MailboxId, settings: ActivationSettings): Promise<void> =>
    db.transaction(async (tx) => {
      await lookAnew(tx, id);
      await tx.query(
        sql`UPDATE sync.mailboxes SET settings = ${JSON.stringify(settings)}::jsonb WHERE id = ${id}`,
      );
    }),
  /** "Not in my Outlook" (R1), until `include`. Both are safe to repeat. */
  exclude: (id: MailboxId, personId: PersonId, at: Date = new Date()): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.query(sql`
        INSERT INTO sync.exclusions (mailbox_id, person_id, excluded_at) VALUES (${id}, ${personId}, ${at})
        ON CONFLICT DO NOTHING`);
      await markPerson(tx, id, personId);
    }),
  include: (id: MailboxId, personId: PersonId): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.query(sql`DELETE FROM sync.exclusions WHERE mailbox_id = ${id} AND person_id = ${personId}`);
      await markPerson(tx, id, personId);
    }),
  /** Whoever pauses also takes back a "go on" that no pass has used yet (R12). One that was ended stays ended. */
  pause: async (id: MailboxId, because: string): Promise<void> => {
    await db.query(sql`
      UPDATE sync.mailboxes SET state = 'paused', state_because = ${because}, brake_released = false
      WHERE id = ${id} AND NOT ${isEnded}`);
  },
  /** Its user ends the link, from whatever state: only `activate` goes on from here. Safe to repeat. */
  deactivate: async (id: MailboxId): Promise<void> => {
    await db.query(sql`
      UPDATE sync.mailboxes SET state = 'paused', state_because = ${DEACTIVATED}, brake_released = false
      WHERE id = ${id}`);
  },
  /** The user must sign in again (R14); a paused mailbox stays paused. */
  park: async (id: MailboxId, because: string): Promise<void> => {
    await db.query(sql`
      UPDATE sync.mailboxes SET state = 'signInAgain', state_because = ${because}
      WHERE id = ${id} AND state <> 'paused'`);
  },
  /**
   * Active again; after a brake the next pass runs without it, once (R12). `seen`: only what a person has looked at is
   * resumed; false when it is another by now, and where only a new activation goes on.
   */
  resume: async (id: MailboxId, seen?: Pick<Mailbox, 'state' | 'stateBecause'>): Promise<boolean> => {
    const asSeen =
      seen === undefined
        ? sql`true`
        : sql`state = ${seen.state} AND state_because IS NOT DISTINCT FROM ${seen.stateBecause}::text`;
    const rows = await db.query(sql`
      UPDATE sync.mailboxes
      SET brake_released = brake_released OR state = 'braked', state = 'active', state_because = NULL
      WHERE id = ${id} AND ${asSeen} AND NOT ${isEnded}
      RETURNING id`);
    return rows.length === 1;
  },
});

const schedule = (db: Db) => ({
  setNextDailyAt: async (id: MailboxId, at: Date | null): Promise<void> => {
    await db.query(sql`UPDATE sync.mailboxes SET next_daily_at = ${at}::timestamptz WHERE id = ${id}`);
  },
  /** Active mailboxes whose daily pass is due, or that never had a time set; the longest waiting first. */
  dueDaily: (now: Date, limit = 1_000) =>
    many(
      db,
      sql`m.state = 'active' AND (m.next_daily_at IS NULL OR m.next_daily_at <= ${now})`,
      sql`ORDER BY m.next_daily_at NULLS FIRST, m.id LIMIT ${limit}`,
    ),
  setSubscription: async (id: MailboxId, subscription: SubscriptionRecord | null): Promise<void> => {
    await db.query(sql`
      UPDATE sync.mailboxes SET
        subscription_id = ${subscription?.id ?? null},
        subscription_expires_at = ${subscription?.expiresAt ?? null}::timestamptz,
        subscription_client_state_hash = ${subscription?.clientStateHash ?? null}
      WHERE id = ${id}`);
  },
  /** All of them; the next round makes new ones, each with a client state of its own. How many there were. */
  forgetSubscriptions: async (): Promise<number> => {
    const forgotten = await db.query(sql`
      UPDATE sync.mailboxes
      SET subscription_id = NULL, subscription_expires_at = NULL, subscription_client_state_hash = NULL
      WHERE subscription_id IS NOT NULL RETURNING id`);
    return forgotten.length;
  },
  bySubscriptions: (ids: readonly string[]) => many(db, sql`m.subscription_id = ANY(${ids}::text[])`),
  /** Active mailboxes without a subscription, or with one that ends before `before`. */
  dueSubscription: (before: Date) =>
    many(
      db,
      sql`m.state = 'active' AND (m.subscription_expires_at IS NULL OR m.subscription_expires_at < ${before})`,
      sql`ORDER BY m.subscription_expires_at NULLS FIRST, m.id`,
    ),
});

export const createMailboxes = (db: Db) => ({ ...people(db), ...schedule(db) });
export type Mailboxes = ReturnType<typeof createMailboxes>;
