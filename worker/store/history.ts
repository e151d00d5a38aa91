/** The history, for reading: what was written where, when and why, and what it overruled. Only a pass adds to it. */
import sql from 'sql-template-tag';
import type { HistoryId, MailboxId, PassId, PersonId } from '../../shared/ids.ts';
import type { HistoryEntry, HistoryOutcome } from '../pass/ports.ts';
import type { Db } from './db.ts';
import { limitOf, newestPage, positionIn, toPage, type Page, type PageRequest } from './paging.ts';
import { toHistoryEntry, type HistoryRow } from './rows.ts';

export type HistoryRecord = HistoryEntry & { readonly outcome: HistoryOutcome };

/** All that are given must fit; none given: everything. */
export interface HistoryFilter {
  readonly mailboxId?: MailboxId;
  readonly personId?: PersonId;
  readonly passId?: PassId;
}

const toRecord = (row: HistoryRow): HistoryRecord => ({ ...toHistoryEntry(row), outcome: row.outcome });

export const createHistory = (db: Db) => ({
  /** Newest first. */
  list: async (filter: HistoryFilter, page: PageRequest = newestPage): Promise<Page<HistoryRecord>> => {
    const rows = await db.query<HistoryRow>(sql`
      SELECT * FROM sync.history
      WHERE (${filter.mailboxId ?? null}::uuid IS NULL OR mailbox_id = ${filter.mailboxId ?? null}::uuid)
        AND (${filter.personId ?? null}::text IS NULL OR person_id = ${filter.personId ?? null}::text)
        AND (${filter.passId ?? null}::uuid IS NULL OR pass_id = ${filter.passId ?? null}::uuid)
        AND (${positionIn(page)}::bigint IS NULL OR seq < ${positionIn(page)}::bigint)
      ORDER BY seq DESC LIMIT ${limitOf(page) + 1}`);
    return toPage(rows, page, (row) => row.seq, toRecord);
  },
  get: async (id: HistoryId): Promise<HistoryRecord | null> => {
    const [row] = await db.query<HistoryRow>(sql`SELECT * FROM sync.history WHERE id = ${id}`);
    return row === undefined ? null : toRecord(row);
  },
});
export type History = ReturnType<typeof createHistory>;
