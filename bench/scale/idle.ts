/**
 * One quiet night: every mailbox has its daily pass and nothing has changed anywhere.
 *
 *     node --import tsx bench/scale/idle.ts [--mailboxes 2000] [--persons 3] [--runs 1] [--json]
 *
 * The night window is pressed together: all daily passes are due at once, and follow one another as fast as the worker takes
 * them, so that what is measured is the work of the night and not its waiting. The worker is a fresh process three hours
 * later on its own clock and the sandbox's, so that every access token has run out and is fetched again, as in a night.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { runAllAlone } from './alone.ts';
import { activateMany, addPersonsToAll, goOnAll } from './many.ts';
import { openBenchOffice, type BenchBox, type BenchOffice } from './office.ts';
import { megabyte, round } from './push.ts';
import { usageOf } from './usage.ts';

export interface IdleOptions {
  readonly mailboxes: number;
  /** Linked cards of each. */
  readonly persons: number;
}

export interface IdleFigures {
  readonly mailboxes: number;
  readonly wallSeconds: number;
  readonly workerCpuSeconds: number;
  readonly workerCpuMsPerMailbox: number;
  /** Worker and PostgreSQL, for 10,000 mailboxes. */
  readonly coreHoursFor10000: number;
  readonly postgresCpuSeconds: number;
  readonly sandboxCpuSeconds: number;
  readonly requestsPerMailbox: number;
  readonly rssAtFifthMb: number;
  readonly rssAtEndMb: number;
  /** RSS at the end over that after a fifth of the mailboxes. */
  readonly rssGrowth: number;
  readonly workerPeakMb: number;
  readonly notDone: number;
  readonly twoAtOnce: number;
}

const clockModule = fileURLToPath(new URL('../../tests/torture/shifted-clock.mjs', import.meta.url));
const laterMs = 3 * 3_600_000;
const lookEveryMs = 250;

interface Night {
  readonly wallSeconds: number;
  readonly rss: readonly { readonly left: number; readonly bytes: number }[];
}

/** Passes of the night that have ended. */
const endedSince = async (office: BenchOffice, since: Date): Promise<number> => {
  const [row] = await office.db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM sync.passes WHERE trigger = 'daily' AND ended_at IS NOT NULL AND started_at >= ${since}`);
  return row?.n ?? 0;
};

const watchNight = async (office: BenchOffice, pid: number, count: number, since: Date): Promise<Night> => {
  let begun = Number.NaN;
  const rss: { left: number; bytes: number }[] = [];
  const until = performance.now() + 60_000 + count * 500;
  for (let ended = 0; ended < count; await sleep(lookEveryMs)) {
    ended = await endedSince(office, since);
    // The look for what is due comes every half minute.
    if (ended === 0) begun = performance.now();
    rss.push({ left: count - ended, bytes: usageOf(pid).rssBytes });
    if (performance.now() > until)
      throw new Error(`the night does not end: ${String(ended)} of ${String(count)}`);
  }
  return { wallSeconds: (performance.now() - begun) / 1_000, rss };
};

const totalRequests = async (office: BenchOffice, boxes: readonly BenchBox[]): Promise<number> => {
  let requests = 0;
  // A sample: all are alike, and a look at each would take longer than the night.
  const every = Math.max(1, Math.floor(boxes.length / 100));
  const sample = boxes.filter((_, index) => index % every === 0);
  for (const { user } of sample) requests += (await office.sandbox.counters(user)).requests;
  return requests / sample.length;
};

const clockIn = (folder: string): string => join(folder, 'offset');

/** One night, three hours after the last, by a process that was started for it. */
const oneNight = async (
  office: BenchOffice,
  boxes: readonly BenchBox[],
  folder: string,
  offsetMs: number,
): Promise<IdleFigures> => {
  const { sandbox, store, db } = office;
  const mailboxes = boxes.length;
  await writeFile(clockIn(folder), String(offsetMs));
  await sandbox.ask('POST', 'clock', { advanceMs: laterMs });
  const requests = await totalRequests(office, boxes);
  const worker = await office.startWork({
    NODE_OPTIONS: `--import=${clockModule}`,
    TORTURE_CLOCK_FILE: clockIn(folder),
    NIGHT_WINDOW: '00:00-23:59',
  });
  await office.rest(120_000);
  const before = { postgres: store.cpuSeconds(), sandbox: usageOf(sandbox.pid).cpuSeconds };
  const since = new Date(Date.now() + offsetMs - 5_000);
  const idle = usageOf(worker.pid);
  await db.query(sql`UPDATE sync.mailboxes SET next_daily_at = '2020-01-01'`);
  const night = await watchNight(office, worker.pid, mailboxes, since);
  await office.rest(60_000);
  const used = usageOf(worker.pid);
  const workerCpuSeconds = used.cpuSeconds - idle.cpuSeconds;
  const postgresCpuSeconds = store.cpuSeconds() - before.postgres;
  const fifth = night.rss.find(({ left }) => left <= mailboxes * 0.8)?.bytes ?? Number.NaN;
  const [notDone] = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM sync.passes
    WHERE trigger = 'daily' AND started_at >= ${since} AND outcome->>'outcome' IS DISTINCT FROM 'done'`);
  const figures = {
    mailboxes,
    wallSeconds: round(night.wallSeconds),
    workerCpuSeconds: round(workerCpuSeconds),
    workerCpuMsPerMailbox: round((workerCpuSeconds * 1_000) / mailboxes),
    coreHoursFor10000: round((((workerCpuSeconds + postgresCpuSeconds) / mailboxes) * 10_000) / 3_600, 3),
    postgresCpuSeconds: round(postgresCpuSeconds),
    sandboxCpuSeconds: round(usageOf(sandbox.pid).cpuSeconds - before.sandbox),
    requestsPerMailbox: round((await totalRequests(office, boxes)) - requests),
    rssAtFifthMb: round(fifth / megabyte, 0),
    rssAtEndMb: round(used.rssBytes / megabyte, 0),
    rssGrowth: round(used.rssBytes / fifth, 3),
    workerPeakMb: round(used.peakRssBytes / megabyte, 0),
    notDone: notDone?.n ?? 0,
    twoAtOnce: await office.twoAtOnce(),
  };
  await worker.stop();
  return figures;
};

/** So many nights of one office. */
export const measureIdle = async (
  { mailboxes, persons }: IdleOptions,
  nights: number,
): Promise<IdleFigures[]> => {
  const office = await openBenchOffice();
  const folder = await mkdtemp(join(tmpdir(), 'relatiebrug-bench-clock-'));
  try {
    const boxes = await activateMany(office, mailboxes);
    await addPersonsToAll(office, boxes, persons);
    const first = await office.startWork();
    await goOnAll(office);
    for (const trigger of ['activation', 'syncNow'] as const) {
      for (const box of boxes) await office.askPass(box, trigger);
      await office.rest(120_000 + mailboxes * 1_000);
    }
    await first.stop();
    const figures: IdleFigures[] = [];
    for (let night = 1; night <= nights; night += 1)
      figures.push(await oneNight(office, boxes, folder, night * laterMs));
    return figures;
  } finally {
    await office.close();
    await rm(folder, { recursive: true, force: true });
  }
};

await runAllAlone(import.meta.url, { mailboxes: '2000', persons: '3' }, ({ number }, runs) =>
  measureIdle({ mailboxes: number('mailboxes'), persons: number('persons') }, runs),
);
