/**
 * First push: N persons of one relation manager to an empty mailbox, from the ask until the pass is done, with a stated
 * latency per item in the sandbox and Microsoft's limits enforced there.
 *
 *     node --import tsx bench/scale/push.ts --persons 5000 --latency 50 [--runs 3] [--json]
 *
 * The floor is what the limits allow: every card is one request, four of a mailbox at a time, so N × latency / 4; the
 * reads before them and the database are not in it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { Counters } from '../../sandbox/index.ts';
import { createPasses, type PassRecord } from '../../worker/store/passes.ts';
import { runAlone } from './alone.ts';
import { openBenchOffice, newUser, type BenchBox, type BenchOffice } from './office.ts';
import { addPersons } from './persons.ts';
import type { BenchStore } from './store.ts';
import { usageOf } from './usage.ts';

export interface PushOptions {
  readonly persons: number;
  readonly latencyMs: number;
}

export interface PushFigures {
  readonly persons: number;
  readonly latencyMs: number;
  /** Cards in the mailbox at the end; fewer where the window of 10,000 requests came between. */
  readonly cards: number;
  readonly wallSeconds: number;
  /** Null without latency. */
  readonly floorSeconds: number | null;
  readonly floorRatio: number | null;
  /** From the ask to the end of the pass; the start of the process is not in it. */
  readonly workerCpuSeconds: number;
  readonly workerCpuMsPerCard: number;
  /** VmHWM of the worker process, of its whole life. */
  readonly workerPeakMb: number;
  readonly workerIdleMb: number;
  readonly postgresCpuSeconds: number;
  readonly sandboxCpuSeconds: number;
  readonly requests: number;
  readonly roundTrips: number;
  readonly refused: number;
  readonly maxInFlight: number;
  readonly twoAtOnce: number;
  readonly passes: number;
  readonly outcome: string;
}

export const inFlight = 4;
const pollMs = 10;
export const megabyte = 1024 * 1024;
export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Within this an ask that is open counts as going on: the wait for Microsoft's window is minutes. */
const goesOnWithin = '5 s';

/**
 * Until the mailbox rests, or waits for the window to let it go on. A pass that made room for others and is taken up again
 * is the same push.
 */
const ended = async (office: BenchOffice, box: BenchBox, withinMs: number): Promise<PassRecord[]> => {
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(pollMs)) {
    const [row] = await office.db.query<{ rests: boolean }>(sql`
      SELECT NOT EXISTS (
        SELECT FROM jobs.requests WHERE mailbox_id = ${box.mailboxId} AND requested > served AND (
          coalesce(running_until, '-infinity') > clock_timestamp()
          OR run_at < clock_timestamp() + ${goesOnWithin}::interval)
      ) AS rests`);
    if (row?.rests === true) return [...(await createPasses(office.db).list(box.mailboxId)).items];
  }
  throw new Error(`the push did not end within ${String(withinMs)} ms`);
};

/** `store`: another than a server of its own. */
export const measurePush = async (
  { persons, latencyMs }: PushOptions,
  given?: BenchStore,
): Promise<PushFigures> => {
  const office = await openBenchOffice(given);
  try {
    const { sandbox, store } = office;
    const [box] = await office.activate([newUser('push')]);
    if (box === undefined) throw new Error('no mailbox');
    await addPersons(office.db, box.employeeId, persons);
    await sandbox.switches({ latencyMs });
    const worker = await office.startWork();
    await office.rest(120_000);
    const idle = usageOf(worker.pid);
    const before = { postgres: store.cpuSeconds(), sandbox: usageOf(sandbox.pid).cpuSeconds };
    const counted = await sandbox.counters(box.user);
    const begun = performance.now();
    await office.goOn(box);
    const passes = await ended(office, box, 60_000 + persons * (5 + latencyMs));
    const wallSeconds = (performance.now() - begun) / 1_000;
    const used = usageOf(worker.pid);
    const counters = await sandbox.counters(box.user);
    const cards = counters.byMethod['POST'] ?? 0;
    const floorSeconds = latencyMs === 0 ? null : (cards * latencyMs) / inFlight / 1_000;
    const cpuSeconds = used.cpuSeconds - idle.cpuSeconds;
    return {
      persons,
      latencyMs,
      cards,
      wallSeconds: round(wallSeconds),
      floorSeconds: floorSeconds === null ? null : round(floorSeconds),
      floorRatio: floorSeconds === null ? null : round(wallSeconds / floorSeconds, 3),
      workerCpuSeconds: round(cpuSeconds),
      workerCpuMsPerCard: round((cpuSeconds * 1_000) / cards),
      workerPeakMb: round(used.peakRssBytes / megabyte, 0),
      workerIdleMb: round(idle.rssBytes / megabyte, 0),
      postgresCpuSeconds: round(store.cpuSeconds() - before.postgres),
      sandboxCpuSeconds: round(usageOf(sandbox.pid).cpuSeconds - before.sandbox),
      ...wire(counted, counters),
      twoAtOnce: await office.twoAtOnce(),
      passes: passes.length,
      outcome: passes[0]?.outcome?.outcome ?? 'none',
    };
  } finally {
    await office.close();
  }
};

/** What was asked between two looks. */
export const wire = (
  before: Counters,
  after: Counters,
): Pick<PushFigures, 'requests' | 'roundTrips' | 'refused' | 'maxInFlight'> => ({
  requests: after.requests - before.requests,
  roundTrips: after.roundTrips - before.roundTrips,
  refused:
    after.refusedForConcurrency +
    after.refusedForWindow -
    before.refusedForConcurrency -
    before.refusedForWindow,
  maxInFlight: after.maxInFlight,
});

await runAlone(import.meta.url, { persons: '5000', latency: '50' }, ({ number }) =>
  measurePush({ persons: number('persons'), latencyMs: number('latency') }),
);
