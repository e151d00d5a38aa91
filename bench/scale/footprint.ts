/**
 * What one mailbox leaves in the database: bytes of each table by its rows (with its indexes), and what is written to the log of
 * PostgreSQL (WAL) for a card that is made, for a pass in which nothing happened and for one change. What the processes use while nothing
 * is asked of them is taken off; pages that are written whole, the first time after a checkpoint, are written before. docs/scale.md
 * computes from these.
 *
 *     node --import tsx bench/scale/footprint.ts [--persons 2000] [--passes 200] [--json]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import sql from 'sql-template-tag';
import type { Db } from '../../worker/store/db.ts';
import { newUser, openBenchOffice } from './office.ts';
import { addPersons } from './persons.ts';
import { usageOf } from './usage.ts';

const { values } = parseArgs({
  options: {
    persons: { type: 'string', default: '2000' },
    passes: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const persons = Number(values.persons);
const passes = Number(values.passes);
const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** What the log of the server has grown by, from one look to the next. */
const walSince = async (
  db: Db,
  from: string | null,
): Promise<{ readonly at: string; readonly bytes: number }> => {
  const [row] = await db.query<{ at: string; bytes: string }>(sql`
    SELECT pg_current_wal_lsn()::text AS at,
      coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), ${from}::text::pg_lsn), 0)::text AS bytes`);
  return { at: row?.at ?? '', bytes: Number(row?.bytes ?? 0) };
};

const sizes = (db: Db) =>
  db.query<{ table: string; rows: number; bytes: number }>(sql`
    SELECT n.nspname || '.' || c.relname AS table, c.reltuples::int AS rows, pg_total_relation_size(c.oid)::float8 AS bytes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname IN ('crm', 'identity', 'jobs', 'sync') AND c.reltuples >= ${persons / 10}
    ORDER BY 3 DESC`);

const office = await openBenchOffice();
try {
  const { db, store } = office;
  const [box] = await office.activate([newUser('maat')]);
  if (box === undefined) throw new Error('no mailbox');
  await addPersons(db, box.employeeId, persons);
  const worker = await office.startWork();
  await office.rest(300_000);
  const used = () => ({
    worker: usageOf(worker.pid).cpuSeconds,
    postgres: store.cpuSeconds(),
    at: performance.now(),
  });
  const idleFrom = used();
  await sleep(10_000);
  const idleTo = used();
  const idle = (part: 'worker' | 'postgres'): number =>
    (idleTo[part] - idleFrom[part]) / (idleTo.at - idleFrom.at);
  const measure = async (times: number, work: () => Promise<void>) => {
    const [before, wal] = [used(), await walSince(db, null)];
    await work();
    const after = used();
    const { bytes } = await walSince(db, wal.at);
    const cpuMs = (part: 'worker' | 'postgres'): number =>
      round(((after[part] - before[part] - idle(part) * (after.at - before.at)) * 1000) / times);
    return {
      walKb: round(bytes / 1024 / times, 2),
      workerCpuMs: cpuMs('worker'),
      postgresCpuMs: cpuMs('postgres'),
    };
  };
  /** Looked for seldom, so that the looking costs the server nothing that is seen. */
  const passEnds = async (before: string): Promise<void> => {
    for (;;) {
      await sleep(250);
      const rows = await db.query(sql`
        SELECT 1 FROM jobs.requests WHERE mailbox_id = ${box.mailboxId} AND requested = served AND ended > ${before}::bigint`);
      if (rows.length > 0) return;
    }
  };
  const onePass = async (ask: () => Promise<unknown>): Promise<void> => {
    const [row] = await db.query<{ ended: string }>(
      sql`SELECT ended FROM jobs.requests WHERE mailbox_id = ${box.mailboxId}`,
    );
    await ask();
    await passEnds(row?.ended ?? '0');
  };
  const edit = (title: string): Promise<unknown> =>
    db.query(sql`
      UPDATE crm.persons SET job_title = ${title}, version = version + 1
      WHERE id = (SELECT id FROM crm.persons WHERE kind = 'contactPerson' ORDER BY id LIMIT 1)`);
  const card = await measure(persons, async () => {
    await office.goOn(box);
    await passEnds('0');
  });
  for (let n = 0; n < 5; n += 1) await onePass(() => edit(`Vooraf ${String(n)}`));
  const quiet = await measure(passes, async () => {
    for (let n = 0; n < passes; n += 1) await onePass(() => office.askPass(box, 'daily'));
  });
  const change = await measure(passes, async () => {
    for (let n = 0; n < passes; n += 1) await onePass(() => edit(`Functie ${String(n)}`));
  });
  await db.query({ text: 'VACUUM (ANALYZE)', values: [] });
  const tables = (await sizes(db)).map(({ table, rows, bytes }) => ({
    table,
    rows,
    bytesPerRow: Math.round(bytes / rows),
  }));
  const perCard = Math.round(
    (await sizes(db))
      .filter(({ table }) => table.startsWith('sync.'))
      .reduce((sum, { bytes }) => sum + bytes, 0) / persons,
  );
  const figures = { persons, passes, card, quiet, change, perCard, tables };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    console.log({ persons, passes, card, quiet, change, perCard });
    console.table(tables);
  }
} finally {
  await office.close();
}
