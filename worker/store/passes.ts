/** Passes: written by the pass that runs (pass-store.ts), read by whoever wants to know how it goes or went. */
import sql, { type Sql } from 'sql-template-tag';
import type { MailboxId, PassId } from '../../shared/ids.ts';
import type { Lease, PassCounts, PassOutcome, PassTrigger, Progress } from '../pass/ports.ts';
import type { Db } from './db.ts';
import { lockQuery } from './leases.ts';
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
import { iso } from './rows.ts';

/** Outcome code of a pass whose process ended, or lost the mailbox, before its end. */
const interruptedCode = 'pass.interrupted';

/**
 * One statement, under the lease; no row when that is no longer ours. Who held the mailbox before and did not end its pass will
 * not end it any more.
 */
export const openPassQuery = (lease: Lease, passId: PassId, trigger: PassTrigger, at: string): Sql => sql`
  WITH held AS (${lockQuery(lease)}), interrupted AS (
    UPDATE sync.passes AS p SET ended_at = ${at}::timestamptz,
      outcome = ${JSON.stringify({ outcome: 'failed', code: interruptedCode } satisfies PassOutcome)}::jsonb
    FROM held WHERE p.mailbox_id = held.mailbox_id AND p.ended_at IS NULL
  )
  INSERT INTO sync.passes (id, mailbox_id, lease_token, holder, trigger, started_at)
  SELECT ${passId}, mailbox_id, token, holder, ${trigger}, ${at}::timestamptz FROM held
  RETURNING id`;

export const progressQuery = ({ mailboxId, token }: Lease, passId: PassId, progress: Progress): Sql => sql`
  UPDATE sync.passes AS p SET progress = ${JSON.stringify(progress)}::jsonb
  FROM sync.leases AS l
  WHERE p.id = ${passId} AND p.mailbox_id = ${mailboxId} AND p.ended_at IS NULL
    AND l.mailbox_id = p.mailbox_id AND l.token = ${token}::bigint AND l.expires_at > clock_timestamp()
  RETURNING p.id`;

/** One statement, under the lease; no row when that is no longer ours, or the pass was ended as interrupted. */
export const closePassQuery = (
  lease: Lease,
  passId: PassId,
  at: string,
  outcome: PassOutcome,
  counts: PassCounts,
): Sql => sql`
  WITH held AS (${lockQuery(lease)})
  UPDATE sync.passes AS p SET ended_at = ${at}::timestamptz, outcome = ${JSON.stringify(outcome)}::jsonb,
    counts = ${JSON.stringify(counts)}::jsonb
  FROM held WHERE p.id = ${passId} AND p.mailbox_id = held.mailbox_id AND p.ended_at IS NULL
  RETURNING p.id`;

export interface PassRecord {
  readonly id: PassId;
  readonly mailboxId: MailboxId;
  readonly trigger: PassTrigger;
  readonly holder: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Null while it runs, and of one that was interrupted and not yet followed by another. */
  readonly outcome: PassOutcome | null;
  /** True: it never came to its end (crash, lost lease). */
  readonly interrupted: boolean;
  readonly counts: PassCounts | null;
  readonly progress: Progress | null;
}

interface PassRow {
  id: PassId;
  seq: string;
  mailbox_id: MailboxId;
  trigger: PassTrigger;
  holder: string | null;
  started_at: Date;
  ended_at: Date | null;
  outcome: PassOutcome | null;
  counts: PassCounts | null;
  progress: Progress | null;
  held: boolean;
}

const toRecord = (row: PassRow): PassRecord => ({
  id: row.id,
  mailboxId: row.mailbox_id,
  trigger: row.trigger,
  holder: row.holder,
  startedAt: row.started_at.toISOString(),
  endedAt: iso(row.ended_at),
  outcome: row.outcome,
  interrupted:
    row.outcome === null
      ? !row.held
      : row.outcome.outcome === 'failed' && row.outcome.code === interruptedCode,
  counts: row.counts,
  progress: row.progress,
});

const passQuery = (rest: Sql): Sql => sql`
  SELECT p.*, EXISTS (
    SELECT FROM sync.leases l
    WHERE l.mailbox_id = p.mailbox_id AND l.token = p.lease_token AND l.expires_at > clock_timestamp()
  ) AS held
  FROM sync.passes p ${rest}`;

const newestPass = newestOfMailbox(sql`p.mailbox_id`, sql`p.seq`);

export const createPasses = (db: Db) => {
  const first = async (rest: Sql): Promise<PassRecord | null> => {
    const [row] = await db.query<PassRow>(passQuery(rest));
    return row === undefined ? null : toRecord(row);
  };
  return {
    /** Of one mailbox, newest first; the running one is among them. */
    list: async (mailboxId: MailboxId, page: PageRequest = newestPage): Promise<Page<PassRecord>> => {
      const rows = await db.query<PassRow>(
        passQuery(sql`
          WHERE ${ofMailbox(sql`${mailboxId}::uuid`, sql`p.mailbox_id`)} AND ${before(page, sql`p.seq`)}
          ORDER BY ${newestPass} LIMIT ${limitOf(page) + 1}`),
      );
      return toPage(rows, page, (row) => row.seq, toRecord);
    },
    /** Of all mailboxes, newest first. */
    listAll: async (page: PageRequest = newestPage): Promise<Page<PassRecord>> => {
      const rows = await db.query<PassRow>(
        passQuery(sql`
          WHERE ${before(page, sql`p.seq`)}
          ORDER BY p.seq DESC LIMIT ${limitOf(page) + 1}`),
      );
      return toPage(rows, page, (row) => row.seq, toRecord);
    },
    /** Mailboxes whose last pass that came to an end failed; one that was cut off is followed by another. */
    failing: async (): Promise<number> => {
      const [row] = await db.query<{ n: number }>(sql`
        SELECT count(*)::int AS n FROM sync.mailboxes m CROSS JOIN LATERAL (
          SELECT p.outcome FROM sync.passes p
          WHERE ${ofMailbox(sql`m.id`, sql`p.mailbox_id`)} AND p.ended_at IS NOT NULL
          ORDER BY ${newestPass} LIMIT 1
        ) AS last
        WHERE last.outcome ->> 'outcome' = 'failed' AND last.outcome ->> 'code' <> ${interruptedCode}`);
      return row?.n ?? 0;
    },
    get: (id: PassId) => first(sql`WHERE p.id = ${id}`),
    /** The newest, running or ended. */
    last: (mailboxId: MailboxId) =>
      first(sql`
        WHERE ${ofMailbox(sql`${mailboxId}::uuid`, sql`p.mailbox_id`)} ORDER BY ${newestPass} LIMIT 1`),
    /** The newest of every mailbox that ever had one. */
    lastOfAll: async (): Promise<Map<MailboxId, PassRecord>> => {
      const rows = await db.query<PassRow>(sql`
        SELECT p.*, l.mailbox_id IS NOT NULL AS held
        FROM sync.mailboxes m
        CROSS JOIN LATERAL (
          SELECT * FROM sync.passes WHERE ${ofMailbox(sql`m.id`)} ORDER BY ${newestOfMailbox()} LIMIT 1
        ) AS p
        LEFT JOIN sync.leases l
          ON l.mailbox_id = p.mailbox_id AND l.token = p.lease_token AND l.expires_at > clock_timestamp()`);
      return new Map(rows.map((row) => [row.mailbox_id, toRecord(row)]));
    },
    /** Those that run now, in all mailboxes. */
    running: async (): Promise<PassRecord[]> =>
      (await db.query<PassRow>(passQuery(sql`WHERE p.ended_at IS NULL ORDER BY p.started_at`)))
        .map(toRecord)
        .filter(({ interrupted }) => !interrupted),
  };
};
export type Passes = ReturnType<typeof createPasses>;
