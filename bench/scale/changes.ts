/**
 * One mailbox with N linked cards, as on an ordinary day: passes in which nothing has changed, then 1 % changed in the
 * CRM, 1 % in Outlook, and 1 % on both sides with other values.
 *
 *     node --import tsx bench/scale/changes.ts [--persons 5000] [--latency 50] [--passes 200] [--runs 1] [--json]
 *
 * The cards are pushed at zero latency before. CPU of a pass without changes is that of the whole worker process over all of
 * them, its timers and its queue included, after 20 to warm up. Floors: one request for the delta, and a request for each card
 * that is written, four at a time; what goes to the CRM costs no request.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { runAlone } from './alone.ts';
import { openBenchOffice, newUser, type BenchBox, type BenchOffice } from './office.ts';
import { addPersons } from './persons.ts';
import { inFlight, megabyte, round, wire } from './push.ts';
import { usageOf } from './usage.ts';

export interface ChangesOptions {
  readonly persons: number;
  readonly latencyMs: number;
  readonly passes: number;
}

const warmUp = 20;
const pollMs = 5;

/** Asks a pass and waits until it has served the ask. */
export const onePass = async (office: BenchOffice, box: BenchBox, withinMs = 120_000): Promise<void> => {
  await office.askPass(box);
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(pollMs)) {
    const [row] = await office.db.query<{ open: boolean }>(
      sql`SELECT requested > served AS open FROM jobs.requests WHERE mailbox_id = ${box.mailboxId}`,
    );
    if (row?.open === false) return;
  }
  throw new Error('the pass did not end');
};

export interface Measured {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly requests: number;
  readonly roundTrips: number;
  readonly refused: number;
}

export const measured = async (
  office: BenchOffice,
  box: BenchBox,
  pid: number,
  work: () => Promise<void>,
): Promise<Measured> => {
  const counted = await office.sandbox.counters(box.user);
  const before = usageOf(pid).cpuSeconds;
  const begun = performance.now();
  await work();
  const wallSeconds = (performance.now() - begun) / 1_000;
  const cpuSeconds = usageOf(pid).cpuSeconds - before;
  const { requests, roundTrips, refused } = wire(counted, await office.sandbox.counters(box.user));
  return { wallSeconds, cpuSeconds, requests, roundTrips, refused };
};

/** Job titles of every hundredth contact person, from `offset` on; by SQL, with the CRM's triggers. */
export const changeInCrm = async (
  office: BenchOffice,
  share: number,
  offset: number,
  title: string,
): Promise<number> => {
  const rows = await office.db.query(sql`
    UPDATE crm.persons SET job_title = ${title} || split_part(last_name, ' ', 2), changed_at = clock_timestamp()
    WHERE id IN (
      SELECT id FROM (
        SELECT id, row_number() OVER (ORDER BY split_part(last_name, ' ', 2)::int) AS n FROM crm.persons
        WHERE kind = 'contactPerson'
      ) AS p WHERE (n + ${offset}::int) % ${Math.round(1 / share)}::int = 0
    ) RETURNING id`);
  return rows.length;
};

/** The same persons' cards, changed by hand. */
export const changeInOutlook = async (
  office: BenchOffice,
  box: BenchBox,
  share: number,
  offset: number,
  title: string,
): Promise<number> => {
  const cards = await office.db.query<{ card: string; n: string }>(sql`
    SELECT l.card_id AS card, n::text FROM (
      SELECT id::text AS id, row_number() OVER (ORDER BY split_part(last_name, ' ', 2)::int) AS n FROM crm.persons
      WHERE kind = 'contactPerson'
    ) AS p JOIN sync.links AS l ON l.person_id = p.id AND l.mailbox_id = ${box.mailboxId}
    WHERE (n + ${offset}::int) % ${Math.round(1 / share)}::int = 0`);
  for (const { card, n } of cards)
    await office.sandbox.ask('POST', `outlook/${box.user}/edit`, [card, { jobTitle: `${title}${n}` }]);
  return cards.length;
};

export type ChangesFigures = Readonly<Record<string, number>>;

export const measureChanges = async ({
  persons,
  latencyMs,
  passes,
}: ChangesOptions): Promise<ChangesFigures> => {
  const office = await openBenchOffice();
  try {
    const { sandbox } = office;
    const [box] = await office.activate([newUser('changes')]);
    if (box === undefined) throw new Error('no mailbox');
    await addPersons(office.db, box.employeeId, persons);
    // Changes are asked for by hand here: no pass comes by itself in between.
    const worker = await office.startWork({ CRM_POLL_SECONDS: '86400' });
    await office.goOn(box);
    await office.rest(120_000 + persons * 40);
    // What we wrote comes back, and is known.
    await onePass(office, box);
    for (let n = 0; n < warmUp; n += 1) await onePass(office, box);
    const quiet = await measured(office, box, worker.pid, async () => {
      for (let n = 0; n < passes; n += 1) await onePass(office, box);
    });
    await sandbox.switches({ latencyMs });
    const inCrm = await changeInCrm(office, 0.01, 0, 'Chef ');
    const crm = await measured(office, box, worker.pid, () => onePass(office, box));
    await onePass(office, box);
    const inOutlook = await changeInOutlook(office, box, 0.01, 1, 'Baas ');
    const outlook = await measured(office, box, worker.pid, () => onePass(office, box));
    await onePass(office, box);
    const both = await changeInCrm(office, 0.01, 2, 'Hoofd ');
    await changeInOutlook(office, box, 0.01, 2, 'Leider ');
    const conflict = await measured(office, box, worker.pid, () => onePass(office, box));
    const floor = (written: number): number => (latencyMs + (written * latencyMs) / inFlight) / 1_000;
    const told = (name: string, of: Measured, written: number, count: number): ChangesFigures => ({
      [`${name}Changed`]: count,
      [`${name}Seconds`]: round(of.wallSeconds),
      [`${name}FloorSeconds`]: round(floor(written)),
      [`${name}CpuSeconds`]: round(of.cpuSeconds),
      [`${name}Requests`]: of.requests,
      [`${name}RoundTrips`]: of.roundTrips,
    });
    return {
      persons,
      latencyMs,
      quietPasses: passes,
      quietRequests: round(quiet.requests / passes),
      quietCpuMs: round((quiet.cpuSeconds * 1_000) / passes),
      quietMs: round((quiet.wallSeconds * 1_000) / passes),
      ...told('crm', crm, inCrm, inCrm),
      ...told('outlook', outlook, 0, inOutlook),
      ...told('conflict', conflict, both, both),
      workerPeakMb: round(usageOf(worker.pid).peakRssBytes / megabyte, 0),
      twoAtOnce: await office.twoAtOnce(),
    };
  } finally {
    await office.close();
  }
};

await runAlone(import.meta.url, { persons: '5000', latency: '50', passes: '200' }, ({ number }) =>
  measureChanges({ persons: number('persons'), latencyMs: number('latency'), passes: number('passes') }),
);
