/**
 * A mailbox with very many cards: what the worker's memory does, and how long a pass takes. Two kinds, each at two sizes:
 * cards of the user's own (first pass reads them all, and pushes 500 persons beside them), and linked ones (a pass without
 * changes, and one with 1 % changed in the CRM).
 *
 *     node --import tsx bench/scale/large.ts [--cards 10000,50000] [--linked 50000] [--json]
 *
 * Latency is zero. Linked cards are made by pushing them; the window of 10,000 requests is lifted in the sandbox, and the
 * worker, which keeps it too, is started anew after each 9,000 with what it had asked taken out of its books. The figures are of a process
 * that was started after that.
 */
import sql from 'sql-template-tag';
import { runAlone } from './alone.ts';
import { changeInCrm, measured, onePass } from './changes.ts';
import { newUser, openBenchOffice, type BenchBox, type BenchOffice } from './office.ts';
import { addPersons } from './persons.ts';
import { megabyte, round } from './push.ts';
import { usageOf } from './usage.ts';

export interface LargeOptions {
  /** Sizes in cards of the user's own. */
  readonly cards: readonly number[];
  /** Linked cards; 0: none. */
  readonly linked: number;
}

export type LargeFigures = Readonly<Record<string, number>>;

const pushedBeside = 500;
const windowPart = 9_000;
const passWithinMs = 900_000;

const newBox = async (office: BenchOffice, name: string): Promise<BenchBox> => {
  const [box] = await office.activate([newUser(name)]);
  if (box === undefined) throw new Error('no mailbox');
  return box;
};

const done = async (office: BenchOffice, box: BenchBox): Promise<void> => {
  await office.rest(passWithinMs);
  const [row] = await office.db.query<{ outcome: string | null }>(sql`
    SELECT outcome->>'outcome' AS outcome FROM sync.passes WHERE mailbox_id = ${box.mailboxId} ORDER BY seq DESC LIMIT 1`);
  if (row?.outcome !== 'done') throw new Error(`the pass ended as ${String(row?.outcome)}`);
};

const ownCards = async (cards: number): Promise<LargeFigures> => {
  const office = await openBenchOffice();
  try {
    const box = await newBox(office, 'eigen');
    for (let made = 0; made < cards; made += 1_000)
      await office.sandbox.ask('POST', `outlook/${box.user}/addPrivateCards`, [
        Math.min(1_000, cards - made),
      ]);
    await addPersons(office.db, box.employeeId, pushedBeside);
    const worker = await office.startWork();
    await office.rest(60_000);
    const first = await measured(office, box, worker.pid, async () => {
      await office.goOn(box);
      await done(office, box);
    });
    return {
      [`own${String(cards)}Seconds`]: round(first.wallSeconds),
      [`own${String(cards)}CpuSeconds`]: round(first.cpuSeconds),
      [`own${String(cards)}Requests`]: first.requests,
      [`own${String(cards)}PeakMb`]: round(usageOf(worker.pid).peakRssBytes / megabyte, 0),
      [`own${String(cards)}TwoAtOnce`]: await office.twoAtOnce(),
    };
  } finally {
    await office.close();
  }
};

/** Pushes `count` persons in parts, each by a process of its own. */
const linkMany = async (office: BenchOffice, box: BenchBox, count: number): Promise<number> => {
  let peak = 0;
  for (let from = 0; from < count; from += windowPart) {
    await addPersons(office.db, box.employeeId, Math.min(windowPart, count - from), from + 1);
    const worker = await office.startWork();
    await (from === 0 ? office.goOn(box) : office.askPass(box));
    await done(office, box);
    peak = Math.max(peak, usageOf(worker.pid).peakRssBytes);
    await worker.stop();
    // What was asked in the last ten minutes is remembered for the mailbox (R14), and is no part of what is measured here.
    await office.db.query(
      sql`UPDATE sync.leases SET spent = '[]', blocked_until = NULL WHERE mailbox_id = ${box.mailboxId}`,
    );
  }
  return peak;
};

const linkedCards = async (count: number): Promise<LargeFigures> => {
  const office = await openBenchOffice();
  try {
    const box = await newBox(office, 'gekoppeld');
    await office.sandbox.switches({ limitWindow: false });
    const pushPeak = await linkMany(office, box, count);
    const worker = await office.startWork({ CRM_POLL_SECONDS: '86400' });
    await onePass(office, box, passWithinMs);
    const quiet = await measured(office, box, worker.pid, () => onePass(office, box, passWithinMs));
    const inCrm = await changeInCrm(office, 0.01, 0, 'Chef ');
    const changed = await measured(office, box, worker.pid, () => onePass(office, box, passWithinMs));
    const name = `linked${String(count)}`;
    return {
      [`${name}PushPeakMb`]: round(pushPeak / megabyte, 0),
      [`${name}QuietMs`]: round(quiet.wallSeconds * 1_000, 0),
      [`${name}QuietCpuMs`]: round(quiet.cpuSeconds * 1_000, 0),
      [`${name}QuietRequests`]: quiet.requests,
      [`${name}Changed`]: inCrm,
      [`${name}ChangedSeconds`]: round(changed.wallSeconds),
      [`${name}ChangedRequests`]: changed.requests,
      [`${name}PeakMb`]: round(usageOf(worker.pid).peakRssBytes / megabyte, 0),
      [`${name}TwoAtOnce`]: await office.twoAtOnce(),
    };
  } finally {
    await office.close();
  }
};

export const measureLarge = async ({ cards, linked }: LargeOptions): Promise<LargeFigures> => {
  let figures: LargeFigures = {};
  for (const count of cards) figures = { ...figures, ...(await ownCards(count)) };
  const [small, large] = cards;
  if (small !== undefined && large !== undefined) {
    const ratio =
      (figures[`own${String(large)}PeakMb`] ?? NaN) / (figures[`own${String(small)}PeakMb`] ?? NaN);
    figures = { ...figures, ownPeakRatio: round(ratio) };
  }
  return linked === 0 ? figures : { ...figures, ...(await linkedCards(linked)) };
};

await runAlone(import.meta.url, { cards: '10000,50000', linked: '50000' }, ({ number, list }) =>
  measureLarge({ cards: list('cards'), linked: number('linked') }),
);
