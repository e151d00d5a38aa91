/**
 * Who wants a pass: one row a mailbox, in which asks coalesce and none gets lost. An ask that comes while a pass runs
 * leads to another pass; an ask whose run died is found again (`sweep`). Times are the database's, so that processes
 * with other clocks agree. Part of the caller's transaction where one is given.
 */
import sql, { type Sql } from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { PassTrigger } from '../pass/ports.ts';
import type { Queryable } from '../store/db.ts';

export interface AskOptions {
  /** Not before so many milliseconds from now; asks within them make one pass. */
  readonly delayMs?: number;
  /** How many changes are known to wait; many of them are long work (docs/adr/0010-fleet.md). */
  readonly size?: number;
}

/** An ask that a run has begun to serve. */
export interface Taken {
  /** Number of the newest ask it covers. */
  readonly number: string;
  readonly trigger: PassTrigger;
  readonly failures: number;
  /** Runs that had ended when this one began. */
  readonly ended: string;
}

/** What is left to do after a run: nothing, or another ask. */
export interface Again {
  readonly trigger: PassTrigger;
  readonly delayMs: number;
  readonly size?: number;
  /** It only waits for another run on the mailbox to end. */
  readonly blocked?: boolean;
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** More is no longer counted: it is long work anyway. */
const largestSize = 1_000_000;
const inMs = (ms: number): Sql => sql`clock_timestamp() + make_interval(secs => ${ms / 1000})`;

/** Asked by a person who waits for it: starts also after failures. */
const byPerson = (trigger: PassTrigger): boolean =>
  ['activation', 'syncNow', 'resume', 'decision'].includes(trigger);

/**
 * Of an open ask and a new one the stronger trigger and the earlier time count. `r` is the row as it stands. An ask that
 * a run has already taken is not open: what comes then is an ask of its own.
 */
const ask = (mailboxId: MailboxId, { trigger, delayMs, size, blocked }: Again): Sql => sql`
  INSERT INTO jobs.requests AS r (mailbox_id, tenant, trigger, requested, run_at, size, blocked)
  SELECT id, tid, ${trigger}::text, 1, ${inMs(delayMs)}, ${Math.min(size ?? 0, largestSize)}::int, ${blocked === true}
  FROM sync.mailboxes WHERE id = ${mailboxId}
  ON CONFLICT (mailbox_id) DO UPDATE SET
    requested = r.requested + 1,
    trigger = CASE
      WHEN r.requested > greatest(r.taken, r.served) AND jobs.weight(r.trigger) < jobs.weight(excluded.trigger)
      THEN r.trigger ELSE excluded.trigger END,
    run_at = CASE
      WHEN r.requested > greatest(r.taken, r.served) THEN least(r.run_at, ${runAt(trigger)})
      ELSE ${runAt(trigger)} END,
    size = least(${largestSize}::int,
      CASE WHEN r.requested > greatest(r.taken, r.served) THEN r.size ELSE 0 END + excluded.size),
    blocked = excluded.blocked
  RETURNING jobs.wake(mailbox_id, run_at, jobs.weight(trigger))`;

/** R14: after failures what comes by itself waits for its time. */
const runAt = (trigger: PassTrigger): Sql =>
  byPerson(trigger) ? sql`excluded.run_at` : sql`greatest(excluded.run_at, r.not_before)`;

/** Safe to repeat; false when there is no such mailbox. Works from any process, also where no worker runs yet. */
export const requestPass = async (
  db: Queryable,
  mailboxId: MailboxId,
  trigger: PassTrigger,
  options: AskOptions = {},
): Promise<boolean> => {
  if (!uuidPattern.test(mailboxId)) return false;
  return (await db.query(ask(mailboxId, { ...options, trigger, delayMs: options.delayMs ?? 0 }))).length > 0;
};

export const stayAlive = async (db: Queryable, mailboxId: MailboxId, aliveMs: number): Promise<void> => {
  await db.query(sql`
    UPDATE jobs.requests SET running_until = ${inMs(aliveMs)} WHERE mailbox_id = ${mailboxId}`);
};

export interface Settlement {
  readonly mailboxId: MailboxId;
  readonly taken: Taken;
  readonly again: Again | null;
  /** 0: the run went well. Absent: it says nothing about failures. */
  readonly failures?: number;
  /** With `failures`: how long what comes by itself waits. */
  readonly waitMs?: number;
  /** The mailbox was really held: asks that waited for that may go on now. */
  readonly held: boolean;
  /** Whether what is left is long work; absent: as before. */
  readonly long?: boolean;
}

/** The run came to its end. In one transaction, so that a crash leaves either the old ask or the new one. */
export const settle = async (tx: Queryable, settlement: Settlement): Promise<void> => {
  const { mailboxId, taken, again, failures, waitMs, held, long } = settlement;
  const notBefore =
    failures === undefined ? sql`not_before` : waitMs === undefined ? sql`NULL::timestamptz` : inMs(waitMs);
  const [row] = await tx.query<{ ended: string }>(sql`
    UPDATE jobs.requests SET
      served = greatest(served, ${taken.number}::bigint), running_until = NULL,
      ended = ended + ${held ? 1 : 0}, long = coalesce(${long ?? null}::boolean, long),
      failures = coalesce(${failures ?? null}::int, failures), not_before = ${notBefore}
    WHERE mailbox_id = ${mailboxId}
    RETURNING ended`);
  // The run that made the mailbox busy ended between our look and now: it could not call us, so we go on ourselves.
  const free = again?.blocked === true && row?.ended !== taken.ended;
  if (again !== null) await tx.query(ask(mailboxId, free ? { trigger: again.trigger, delayMs: 0 } : again));
  if (held) await tx.query(goOn(mailboxId));
};

const goOn = (mailboxId: MailboxId): Sql => sql`
  UPDATE jobs.requests SET run_at = clock_timestamp(), blocked = false
  WHERE mailbox_id = ${mailboxId} AND blocked AND requested > served
  RETURNING jobs.wake(mailbox_id, run_at, jobs.weight(trigger))`;

/** Forgets the mailbox's asks (the mailbox is gone). */
export const forget = async (db: Queryable, mailboxId: MailboxId): Promise<void> => {
  await db.query(sql`DELETE FROM jobs.requests WHERE mailbox_id = ${mailboxId}`);
};
