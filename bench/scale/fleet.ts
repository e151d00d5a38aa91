/**
 * One, two and four `work` processes on one PostgreSQL server, with many mailboxes and a Graph so slow that waiting for it is
 * nearly all there is: how long a pass for each mailbox takes. And the sandbox watches that no two passes are ever at work in
 * one mailbox, also while each mailbox is asked for again and again.
 *
 *     node --import tsx bench/scale/fleet.ts [--mailboxes 1000] [--latency 250] [--processes 1,2,4] [--runs 1] [--json]
 *
 * Each process takes CONCURRENT_PASSES (default 4) at a time; a pass without changes is one request. Half of the mailboxes
 * have a change to write in each round, so that writes are seen.
 */
import sql from 'sql-template-tag';
import { runAllAlone } from './alone.ts';
import { activateMany, addPersonsToAll, goOnAll } from './many.ts';
import type { WorkerProcess } from '../../tests/support/worker-process.ts';
import { openBenchOffice, type BenchBox, type BenchOffice } from './office.ts';
import { round } from './push.ts';
import { usageOf } from './usage.ts';

export interface FleetOptions {
  readonly mailboxes: number;
  readonly latencyMs: number;
  readonly processes: readonly number[];
}

export type FleetFigures = Readonly<Record<string, number>>;

const askAll = async (office: BenchOffice, boxes: readonly BenchBox[]): Promise<void> => {
  for (const box of boxes) await office.askPass(box);
};

/** One person of every second mailbox, while none of them may run; so that there is something to write. */
const changeSome = async (office: BenchOffice, title: string): Promise<void> => {
  await office.db.query(sql`
    UPDATE crm.persons SET job_title = ${title} WHERE id IN (
      SELECT min(p.id::text)::uuid FROM crm.persons AS p JOIN sync.mailboxes AS m ON m.employee_id = p.relation_manager_id::text
      WHERE left(m.id::text, 1) < '8' GROUP BY m.id
    )`);
};

/** Each mailbox again and again, by whoever is free: if two passes can ever meet, then here. */
const pester = async (office: BenchOffice, boxes: readonly BenchBox[]): Promise<void> => {
  for (const step of [1, 7, 13]) {
    await changeSome(office, `Chef ${String(step)}`);
    for (let n = 0; n < boxes.length; n += 1) {
      const box = boxes[(n * step) % boxes.length];
      if (box !== undefined) await office.askPass(box, 'notification');
    }
  }
  await office.rest(120_000 + boxes.length * 1_000);
};

const oneRound = async (
  office: BenchOffice,
  boxes: readonly BenchBox[],
  count: number,
  latencyMs: number,
): Promise<FleetFigures> => {
  const { sandbox, db, store } = office;
  // Asked all at once: while they are paused an ask stays without effect.
  await db.query(sql`UPDATE sync.mailboxes SET state = 'paused', state_because = 'bench'`);
  await changeSome(office, `Chef van ${String(count)}`);
  await sandbox.switches({ latencyMs });
  const workers: WorkerProcess[] = [];
  for (let n = 0; n < count; n += 1) workers.push(await office.startWork());
  await askAll(office, boxes);
  await office.rest(120_000);
  await db.query(sql`UPDATE sync.mailboxes SET state = 'active', state_because = NULL`);
  const before = workers.map(({ pid }) => usageOf(pid).cpuSeconds);
  const postgres = store.cpuSeconds();
  const begun = performance.now();
  await askAll(office, boxes);
  await office.rest(120_000 + boxes.length * latencyMs * 2);
  const seconds = (performance.now() - begun) / 1_000;
  const cpu = workers.map(({ pid }, index) => usageOf(pid).cpuSeconds - (before[index] ?? 0));
  const postgresCpuSeconds = store.cpuSeconds() - postgres;
  await sandbox.switches({ latencyMs: 20 });
  if (count > 1) await pester(office, boxes);
  await Promise.all(workers.map((worker) => worker.stop()));
  return {
    [`seconds${String(count)}`]: round(seconds),
    [`cpuSeconds${String(count)}`]: round(cpu.reduce((sum, each) => sum + each, 0)),
    [`postgresCpuSeconds${String(count)}`]: round(postgresCpuSeconds),
  };
};

/** All process counts once, over mailboxes that rest. */
const oneRun = async (
  office: BenchOffice,
  boxes: readonly BenchBox[],
  { mailboxes, latencyMs, processes }: FleetOptions,
): Promise<FleetFigures> => {
  let figures: FleetFigures = { mailboxes, latencyMs };
  for (const count of processes)
    figures = { ...figures, ...(await oneRound(office, boxes, count, latencyMs)) };
  const one = figures['seconds1'] ?? Number.NaN;
  for (const count of processes.filter((each) => each > 1))
    figures = {
      ...figures,
      [`speedUp${String(count)}`]: round(one / (figures[`seconds${String(count)}`] ?? Number.NaN)),
    };
  const watched = await office.sandbox.ask<{ count: number; writes: number; callers: number }>(
    'GET',
    'one-at-a-time',
  );
  return {
    ...figures,
    writesWatched: watched.writes,
    processesSeen: watched.callers,
    twoAtOnce: watched.count,
  };
};

/** So many runs over one set-up. */
export const measureFleet = async (options: FleetOptions, runs: number): Promise<FleetFigures[]> => {
  const office = await openBenchOffice();
  try {
    const boxes = await activateMany(office, options.mailboxes);
    await addPersonsToAll(office, boxes, 2);
    const first = await office.startWork();
    await goOnAll(office);
    for (let twice = 0; twice < 2; twice += 1) {
      for (const box of boxes) await office.askPass(box, 'activation');
      await office.rest(120_000 + options.mailboxes * 1_000);
    }
    await first.stop();
    const figures: FleetFigures[] = [];
    for (let run = 0; run < runs; run += 1) figures.push(await oneRun(office, boxes, options));
    return figures;
  } finally {
    await office.close();
  }
};

await runAllAlone(
  import.meta.url,
  { mailboxes: '1000', latency: '250', processes: '1,2,4' },
  ({ number, list }, runs) =>
    measureFleet(
      { mailboxes: number('mailboxes'), latencyMs: number('latency'), processes: list('processes') },
      runs,
    ),
);
