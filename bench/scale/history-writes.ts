/** What writing costs: history ahead of a step and its outcome, as a pass does (ADR 4), in bytes of write-ahead log and ms. */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import {
  asId,
  type FolderId,
  type HistoryId,
  type LinkId,
  type PassId,
  type PersonId,
} from '../../shared/ids.ts';
import type { HistoryEntry, PassCounts } from '../../worker/pass/ports.ts';
import type { Db } from '../../worker/store/db.ts';
import { createForgetting, type Forgotten } from '../../worker/store/forgetting.ts';
import { createPassStore } from '../../worker/store/pass-store.ts';
import type { Filled } from './history-fill.ts';

const noCounts: PassCounts = {
  created: 0,
  toRemote: 1,
  toCrm: 0,
  conflicts: 0,
  held: 0,
  paused: 0,
  resumed: 0,
  removed: 0,
  repaired: 0,
  linked: 0,
  undone: 0,
  discarded: 0,
  requests: 2,
};
const BATCHES = 200;
const BATCH = 20;

/** Of a table: how many updates of its rows a pass makes, and which share of them touched no index. */
export interface Churn {
  readonly table: string;
  readonly updates: number;
  readonly hotShare: number;
}

export interface WriteFigures {
  /** Per thousand entries that are past their term. */
  readonly forgetMs: number;
  readonly churn: readonly Churn[];
  readonly entryMs: number;
  /** Most of it whole pages, since the last checkpoint was a moment ago. */
  readonly walBytesAnEntry: number;
  readonly wholePagesAnEntry: number;
  readonly hotShare: number;
  readonly lines: readonly string[];
}

const entryOf = (mailboxId: HistoryEntry['mailboxId'], passId: PassId, n: number): HistoryEntry => ({
  id: asId<HistoryId>(randomUUID()),
  at: new Date().toISOString(),
  passId,
  mailboxId,
  personId: asId<PersonId>(randomUUID()),
  linkId: asId<LinkId>(randomUUID()),
  field: 'lastName',
  side: 'remote',
  from: `Oude waarde ${String(n)}`,
  to: `Nieuwe waarde ${String(n)}`,
  decision: 'R5.onlyCrm',
});

interface Place {
  /** Bytes of write-ahead log, and whole pages among them: those that are touched first since a checkpoint. */
  readonly bytes: number;
  readonly wholePages: number;
  readonly updated: number;
  readonly hot: number;
}

const place = async (db: Db): Promise<Place> => {
  await db.query(sql`select pg_stat_force_next_flush()`);
  const [row] = await db.query<Place>(sql`
    select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as bytes,
      (select wal_fpi::float8 from pg_stat_wal) as "wholePages",
      coalesce(sum(n_tup_upd), 0)::float8 as updated, coalesce(sum(n_tup_hot_upd), 0)::float8 as hot
    from pg_stat_user_tables where schemaname = 'sync' and relname like 'history%'`);
  return row!;
};

const PASSES = 300;
const CHURNED = ['leases', 'folders', 'mailboxes', 'passes', 'links'];

interface Updates {
  readonly table: string;
  readonly updated: number;
  readonly hot: number;
}

const updatesOf = async (db: Db): Promise<Updates[]> => {
  await db.query(sql`select pg_stat_force_next_flush()`);
  return db.query<Updates>(sql`
    select relname as table, n_tup_upd::float8 as updated, n_tup_hot_upd::float8 as hot
    from pg_stat_user_tables where schemaname = 'sync' and relname = any (${CHURNED}) order by relname`);
};

/** Passes that each write one base, as the many of a day do. */
const measureChurn = async (db: Db, { typical }: Filled): Promise<Churn[]> => {
  const store = createPassStore(db);
  const folderId = asId<FolderId>('bench');
  const before = await updatesOf(db);
  for (let pass = 0; pass < PASSES; pass += 1) {
    const mailboxId = typical(pass);
    const lease = await store.acquire(mailboxId, 'bench', 60_000);
    if (lease === null) throw new Error('The mailbox is held by another.');
    const [passId, at] = [asId<PassId>(randomUUID()), new Date().toISOString()];
    const [link] = await db.query<{ id: LinkId }>(sql`
      select id from sync.links where mailbox_id = ${mailboxId} and state = 'active' offset ${pass % 20} limit 1`);
    await store.openPass(lease, passId, 'notification', at);
    await store.commit(lease, [
      {
        op: 'folderCursor',
        folderId,
        cursor: asId(`https://graph.example/delta?${passId}`),
        isDefault: true,
      },
      { op: 'saveLink', linkId: link!.id, set: { etag: `W/"${passId}"` } },
      { op: 'mailbox', set: { lastPassAt: at } },
    ]);
    await store.closePass(lease, passId, at, { outcome: 'done' }, noCounts);
    await store.release(lease);
  }
  const after = await updatesOf(db);
  return after.map(({ table, updated, hot }) => {
    const was = before.find((each) => each.table === table)!;
    const updates = updated - was.updated;
    return { table, updates: updates / PASSES, hotShare: updates === 0 ? 1 : (hot - was.hot) / updates };
  });
};

const FORGOTTEN_STEPS = 10;
const sevenYearsMs = 7 * 365.25 * 86_400_000;

const measureForgetting = async (db: Db): Promise<number> => {
  const { history } = createForgetting(db);
  const before = new Date(Date.now() - sevenYearsMs);
  let [after, forgotten, tookMs]: [string | null, number, number] = [null, 0, 0];
  for (let step = 0; step < FORGOTTEN_STEPS; step += 1) {
    const begun = performance.now();
    const done: Forgotten = await history(before, after);
    tookMs += performance.now() - begun;
    forgotten += done.forgotten;
    after = done.next;
  }
  return tookMs / (forgotten / 1_000);
};

export const measureWrites = async (db: Db, filled: Filled): Promise<WriteFigures> => {
  const { typical } = filled;
  const store = createPassStore(db);
  await db.query(sql`checkpoint`);
  const before = await place(db);
  const begun = performance.now();
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const mailboxId = typical(batch);
    const lease = await store.acquire(mailboxId, 'bench', 60_000);
    if (lease === null) throw new Error('The mailbox is held by another.');
    const passId = asId<PassId>(randomUUID());
    const entries = Array.from({ length: BATCH }, (_, n) => entryOf(mailboxId, passId, n));
    await store.commit(lease, [{ op: 'history', entries, outcome: 'intended' }]);
    await store.commit(lease, [{ op: 'historyOutcome', ids: entries.map(({ id }) => id), outcome: 'done' }]);
    await store.release(lease);
  }
  const tookMs = performance.now() - begun;
  const after = await place(db);
  const n = BATCHES * BATCH;
  const churn = await measureChurn(db, filled);
  const forgetMs = await measureForgetting(db);
  const entryMs = tookMs / n;
  const wholePagesAnEntry = (after.wholePages - before.wholePages) / n;
  const walBytesAnEntry = (after.bytes - before.bytes) / n;
  const updated = after.updated - before.updated;
  const hotShare = updated === 0 ? 1 : (after.hot - before.hot) / updated;
  return {
    forgetMs,
    churn,
    entryMs,
    walBytesAnEntry,
    wholePagesAnEntry,
    hotShare,
    lines: [
      `Writing: ${String(n)} entries ahead of their steps, ${String(BATCH)} a commit, and their outcomes`,
      `  ${entryMs.toFixed(2)} ms and ${walBytesAnEntry.toFixed(0)} bytes of write-ahead log an entry right after a checkpoint, ${wholePagesAnEntry.toFixed(2)} whole pages among them; ` +
        `updates of rows ${String(updated)}, of which without touching an index ${(hotShare * 100).toFixed(0)} %`,
      `Forgetting: ${forgetMs.toFixed(0)} ms a thousand entries that are past their term`,
      `Passes: ${String(PASSES)} that each write one base; updates of rows a pass, and how many of them touched no index`,
      ...churn.map(
        ({ table, updates, hotShare: share }) =>
          `  ${table.padEnd(12)}${updates.toFixed(1).padStart(6)}${(share * 100).toFixed(0).padStart(6)} %`,
      ),
    ],
  };
};
