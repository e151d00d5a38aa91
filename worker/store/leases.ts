/**
 * R13: one pass at a time per mailbox, across all processes. The token only grows and time is the database's, so that a
 * worker that was paused, or whose clock is wrong, finds out here that it lost the mailbox.
 */
import sql, { type Sql } from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import { Trouble, type Lease } from '../pass/ports.ts';
import type { Db, Queryable } from './db.ts';

const runsOut = (ttlMs: number): Sql => sql`clock_timestamp() + make_interval(secs => ${ttlMs / 1000})`;

/** No row: another holds it, or there is no such mailbox. */
export const acquireQuery = (mailboxId: MailboxId, holder: string, ttlMs: number): Sql => sql`
  INSERT INTO sync.leases AS l (mailbox_id, token, holder, expires_at)
  SELECT id, 1, ${holder}::text, ${runsOut(ttlMs)} FROM sync.mailboxes WHERE id = ${mailboxId}
  ON CONFLICT (mailbox_id) DO UPDATE
    SET token = l.token + 1, holder = excluded.holder, expires_at = ${runsOut(ttlMs)}
    WHERE l.expires_at <= clock_timestamp()
  RETURNING token`;

export const renewQuery = ({ mailboxId, token }: Lease, ttlMs: number): Sql => sql`
  UPDATE sync.leases SET expires_at = ${runsOut(ttlMs)}
  WHERE mailbox_id = ${mailboxId} AND token = ${token}::bigint AND expires_at > clock_timestamp()
  RETURNING token`;

export const releaseQuery = ({ mailboxId, token }: Lease): Sql => sql`
  UPDATE sync.leases SET expires_at = '-infinity', holder = NULL
  WHERE mailbox_id = ${mailboxId} AND token = ${token}::bigint`;

/**
 * Locks the row: until the end of the transaction nobody else can acquire, so what was checked stays true. Tells on the way
 * whether a person has paused the mailbox.
 */
export const lockQuery = ({ mailboxId, token }: Lease): Sql => sql`
  SELECT l.mailbox_id, l.token, l.holder, m.state = 'paused' AS paused
  FROM sync.leases AS l JOIN sync.mailboxes AS m ON m.id = l.mailbox_id
  WHERE l.mailbox_id = ${mailboxId} AND l.token = ${token}::bigint AND l.expires_at > clock_timestamp()
  FOR UPDATE OF l`;

export const leaseLost = (): Trouble => new Trouble('store.leaseLost', { kind: 'leaseLost' });

/** One transaction that holds the lease from its first to its last moment; Trouble `leaseLost` when it is not ours. */
export const underLease = <T>(
  db: Db,
  lease: Lease,
  work: (tx: Queryable, held: { readonly paused: boolean }) => Promise<T>,
): Promise<T> =>
  db.transaction(async (tx) => {
    const [held] = await tx.query<{ paused: boolean }>(lockQuery(lease));
    if (held === undefined) throw leaseLost();
    return work(tx, held);
  });

/**
 * For a change from outside a pass: the token of the pass that may be running (0: none ever ran). No pass can begin
 * before the transaction ends, so a pass with a later token sees the change.
 */
export const currentToken = async (tx: Queryable, mailboxId: MailboxId): Promise<string> => {
  await tx.query(sql`
    INSERT INTO sync.leases (mailbox_id, token, expires_at) VALUES (${mailboxId}, 0, '-infinity')
    ON CONFLICT DO NOTHING`);
  const [row] = await tx.query<{ token: string }>(
    sql`SELECT token FROM sync.leases WHERE mailbox_id = ${mailboxId} FOR SHARE`,
  );
  return row?.token ?? '0';
};
