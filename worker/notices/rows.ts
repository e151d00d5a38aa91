/** What was told already (jobs.notices). */
import sql from 'sql-template-tag';
import type { Db } from '../store/db.ts';
import type { Notice } from './due.ts';

const firstWaitMs = 15 * 60_000;
const longestWaitMs = 6 * 3_600_000;

export const createNoticeRows = (db: Db) => ({
  /** Notes them; those that are new, in the order given. */
  note: async (notices: readonly Notice[], at: Date): Promise<Notice[]> => {
    const fresh: Notice[] = [];
    for (const notice of notices) {
      const added = await db.query(sql`
        INSERT INTO jobs.notices (cause, kind, mailbox_id, noticed_at)
        VALUES (${notice.cause}, ${notice.kind}, ${notice.mailboxId}, ${at}) ON CONFLICT DO NOTHING RETURNING cause`);
      if (added.length === 1) fresh.push(notice);
    }
    return fresh;
  },
  /** Of these causes, those that are to be mailed now. */
  unmailed: async (causes: readonly string[], at: Date): Promise<Set<string>> => {
    const rows = await db.query<{ cause: string }>(sql`
      SELECT cause FROM jobs.notices
      WHERE cause = ANY (${causes}) AND mailed_at IS NULL AND (not_before IS NULL OR not_before <= ${at})`);
    return new Set(rows.map(({ cause }) => cause));
  },
  mailed: async (causes: readonly string[], at: Date): Promise<void> => {
    await db.query(sql`
      UPDATE jobs.notices SET mailed_at = ${at}, not_before = NULL WHERE cause = ANY (${causes})`);
  },
  /** Tried again later, each time after a longer wait. */
  refused: async (causes: readonly string[], at: Date): Promise<void> => {
    await db.query(sql`
      UPDATE jobs.notices SET failures = failures + 1, not_before = ${at}::timestamptz
        + make_interval(secs => least(${firstWaitMs} * 2 ^ least(failures, 10), ${longestWaitMs}) / 1000)
      WHERE cause = ANY (${causes})`);
  },
  /** Mailboxes that are not parked (any more) and of which it is noted that they were. */
  forget: async (causes: readonly string[]): Promise<void> => {
    await db.query(sql`DELETE FROM jobs.notices WHERE cause = ANY (${causes})`);
  },
});
export type NoticeRows = ReturnType<typeof createNoticeRows>;
