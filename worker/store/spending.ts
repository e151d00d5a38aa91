/**
 * R14 across processes: what a mailbox was asked for in the last ten minutes stands in the row of its lease. A pass learns it
 * with the lease and tells its own with the renewals and the release, which are written anyway; what is spoken outside a pass
 * (a subscription, a preview) tells it by itself. learn.microsoft.com/graph/throttling-limits (2026-08)
 */
import sql, { type Sql } from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { Lease, PassStore } from '../pass/ports.ts';
import type { Spending, SpendingBook, SpendingLedger } from '../pass/ports/spending.ts';
import type { Db } from './db.ts';

/**
 * A process that was killed told all but its last ones (worker/graph/spending.ts tells after so many at the latest): whoever takes
 * its mailbox over counts them as spent.
 */
const untoldAtMost = 120;

interface SpendingRow {
  spent: [at: number, requests: number][];
  now: number;
  blocked_ms: number;
}

const columns = sql`spent, extract(epoch FROM clock_timestamp())::float8 AS now,
  greatest(0, coalesce(extract(epoch FROM blocked_until - clock_timestamp()) * 1000, 0))::float8 AS blocked_ms`;

const toSpending = ({ spent, now, blocked_ms }: SpendingRow): Spending => ({
  spent: spent.map(([at, requests]) => ({ agoMs: Math.max(0, (now - at) * 1000), requests })),
  blockedMs: Math.ceil(blocked_ms),
});

const runsOut = (ttlMs: number): Sql => sql`clock_timestamp() + make_interval(secs => ${ttlMs / 1000})`;
const nothing: Spending = { spent: [], blockedMs: 0 };

/** The same store, its lease with the count. As `acquireQuery` and its like in leases.ts, and no question more. */
export const withSpending = (store: PassStore, db: Db, book: SpendingBook): PassStore => ({
  ...store,
  acquire: async (mailboxId, holder, ttlMs) => {
    const [row] = await db.query<SpendingRow & { token: string }>(sql`
      INSERT INTO sync.leases AS l (mailbox_id, token, holder, expires_at)
      SELECT id, 1, ${holder}::text, ${runsOut(ttlMs)} FROM sync.mailboxes WHERE id = ${mailboxId}
      ON CONFLICT (mailbox_id) DO UPDATE
        SET token = l.token + 1, holder = excluded.holder, expires_at = ${runsOut(ttlMs)},
          spent = sync.spend(l.spent, CASE WHEN l.expires_at > '-infinity' THEN ${untoldAtMost}::int ELSE 0 END)
        WHERE l.expires_at <= clock_timestamp()
      RETURNING token, ${columns}`);
    if (row === undefined) return null;
    book.begins(mailboxId, toSpending(row));
    return { mailboxId, token: row.token };
  },
  renew: ({ mailboxId, token }, ttlMs) =>
    telling(book, mailboxId, async (untold) => {
      const rows = await db.query(sql`
        UPDATE sync.leases SET expires_at = ${runsOut(ttlMs)}, spent = ${plus(untold)}
        WHERE mailbox_id = ${mailboxId} AND token = ${token}::bigint AND expires_at > clock_timestamp()
        RETURNING token`);
      if (rows.length === 0) book.giveBack(mailboxId, untold);
      return rows.length === 1;
    }),
  release: async ({ mailboxId, token }: Lease) => {
    await book.ends(mailboxId);
    // Also of a lease that was lost: what was spent is spent.
    await telling(book, mailboxId, (untold) =>
      db.query(sql`
        UPDATE sync.leases SET spent = ${plus(untold)},
          expires_at = CASE WHEN token = ${token}::bigint THEN '-infinity' ELSE expires_at END,
          holder = CASE WHEN token = ${token}::bigint THEN NULL ELSE holder END
        WHERE mailbox_id = ${mailboxId}`),
    );
  },
});

/** What is not told because the question failed is told with the next one. */
const telling = async <T>(
  book: SpendingBook,
  mailboxId: MailboxId,
  work: (untold: number) => Promise<T>,
): Promise<T> => {
  const untold = book.take(mailboxId);
  try {
    return await work(untold);
  } catch (error) {
    book.giveBack(mailboxId, untold);
    throw error;
  }
};

const plus = (untold: number): Sql => (untold === 0 ? sql`spent` : sql`sync.spend(spent, ${untold}::int)`);

export const createSpendingLedger = (db: Db): SpendingLedger => ({
  read: async (mailboxId) => {
    const [row] = await db.query<SpendingRow>(
      sql`SELECT ${columns} FROM sync.leases WHERE mailbox_id = ${mailboxId}`,
    );
    return row === undefined ? nothing : toSpending(row);
  },
  tell: async (mailboxId: MailboxId, requests, blockedMs) => {
    const until = blockedMs > 0 ? runsOut(blockedMs) : sql`NULL::timestamptz`;
    await db.query(sql`
      INSERT INTO sync.leases AS l (mailbox_id, token, expires_at, spent, blocked_until)
      SELECT id, 0, '-infinity', sync.spend('[]', ${requests}::int), ${until} FROM sync.mailboxes WHERE id = ${mailboxId}
      ON CONFLICT (mailbox_id) DO UPDATE
        SET spent = sync.spend(l.spent, ${requests}::int), blocked_until = greatest(l.blocked_until, excluded.blocked_until)`);
  },
});
