/**
 * How soon an edit is on the other side, with 100 mailboxes in use: a `serve` with its jobs, edits one after another all over
 * the office, several on their way at a time.
 *
 *     node --import tsx bench/scale/latency.ts [--mailboxes 100] [--persons 20] [--edits 100] [--latency 50] [--json]
 *
 * CRM → card: from before the edit is committed until the card in the sandbox has it. Outlook → CRM: the sandbox sends its
 * notification at once; from the edit (and so the notification) until the CRM has it, the worker's NOTIFICATION_DELAY_SECONDS
 * (default 2) included. Both are looked at every 25 ms.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { OutlookCard } from '../../sandbox/index.ts';
import type { PersonId } from '../../shared/ids.ts';
import { runAlone } from './alone.ts';
import { activateMany, addPersonsToAll, goOnAll } from './many.ts';
import { openBenchOffice, type BenchBox, type BenchOffice } from './office.ts';
import { round } from './push.ts';
import { usageOf } from './usage.ts';

export interface LatencyOptions {
  readonly mailboxes: number;
  readonly persons: number;
  readonly edits: number;
  readonly latencyMs: number;
}

const lookEveryMs = 25;
/** Between two edits; so several a second come in. */
const editEveryMs = 200;
const withinMs = 60_000;

interface Pair {
  readonly box: BenchBox;
  readonly personId: PersonId;
  readonly cardId: string;
}

const until = async (is: () => Promise<boolean>): Promise<number> => {
  const begun = performance.now();
  for (; performance.now() < begun + withinMs; await sleep(lookEveryMs)) {
    if (await is()) return performance.now() - begun;
  }
  throw new Error('an edit did not arrive within a minute');
};

/** One linked pair of each mailbox, or more. */
const pairsOf = async (office: BenchOffice, boxes: readonly BenchBox[]): Promise<Pair[]> => {
  const rows = await office.db.query<{ mailbox: string; person: PersonId; card: string }>(
    sql`SELECT mailbox_id::text AS mailbox, person_id AS person, card_id AS card FROM sync.links ORDER BY random()`,
  );
  const byId = new Map(boxes.map((box) => [String(box.mailboxId), box]));
  return rows.flatMap(({ mailbox, person, card }) => {
    const box = byId.get(mailbox);
    return box === undefined ? [] : [{ box, personId: person, cardId: card }];
  });
};

/** Until the card has it. */
export const crmToCard = async (
  office: BenchOffice,
  { box, personId, cardId }: Pair,
  title: string,
): Promise<number> => {
  const person = (await office.crm.persons([personId])).get(personId);
  if (person === undefined) throw new Error('no such person');
  const arrived = until(async () => {
    const card = await office.sandbox.ask<OutlookCard | null>('POST', `outlook/${box.user}/get`, [cardId]);
    return card?.values.jobTitle === title;
  });
  const changed = await office.crm.updatePerson(
    personId,
    person.version,
    { fields: { jobTitle: title } },
    { kind: 'import' },
  );
  if (changed.outcome !== 'updated') throw new Error(changed.outcome);
  return arrived;
};

/** Until the CRM has it. */
export const cardToCrm = async (
  office: BenchOffice,
  { box, personId, cardId }: Pair,
  title: string,
): Promise<number> => {
  await office.sandbox.ask('POST', `outlook/${box.user}/edit`, [cardId, { jobTitle: title }]);
  return until(async () => {
    const [row] = await office.db.query<{ title: string | null }>(
      sql`SELECT job_title AS title FROM crm.persons WHERE id = ${personId}`,
    );
    return row?.title === title;
  });
};

export const share = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;

/** Edits of one kind, each on a pair of its own, begun one after another. */
export const series = async (
  pairs: readonly Pair[],
  edit: (pair: Pair, title: string) => Promise<number>,
  name: string,
): Promise<number[]> => {
  const running: Promise<number>[] = [];
  for (const [index, pair] of pairs.entries()) {
    running.push(edit(pair, `${name} ${String(index)}`));
    await sleep(editEveryMs);
  }
  return (await Promise.all(running)).sort((a, b) => a - b);
};

export type LatencyFigures = Readonly<Record<string, number>>;

export const measureLatency = async (options: LatencyOptions): Promise<LatencyFigures> => {
  const { mailboxes, persons, edits, latencyMs } = options;
  const office = await openBenchOffice();
  try {
    const { sandbox, db } = office;
    await sandbox.switches({ notificationDelayMs: 0 });
    const boxes = await activateMany(office, mailboxes);
    await addPersonsToAll(office, boxes, persons);
    const { worker } = await office.startServe();
    await goOnAll(office);
    for (const box of boxes) await office.askPass(box, 'activation');
    await office.rest(120_000 + mailboxes * 2_000);
    await untilSubscribed(office, mailboxes);
    await office.rest(60_000);
    await sandbox.switches({ latencyMs });
    const pairs = await pairsOf(office, boxes);
    const before = usageOf(worker.pid).cpuSeconds;
    const toCard = await series(
      pairs.slice(0, edits),
      (pair, title) => crmToCard(office, pair, title),
      'Chef',
    );
    await office.rest(60_000);
    const toCrm = await series(
      pairs.slice(edits, 2 * edits),
      (pair, title) => cardToCrm(office, pair, title),
      'Baas',
    );
    const cpuSeconds = usageOf(worker.pid).cpuSeconds - before;
    const [held] = await db.query<{ n: number }>(sql`SELECT count(*)::int AS n FROM sync.held_changes`);
    return {
      mailboxes,
      edits,
      latencyMs,
      crmToCardP50: round(share(toCard, 0.5), 0),
      crmToCardP95: round(share(toCard, 0.95), 0),
      crmToCardMax: round(share(toCard, 1), 0),
      notificationToCrmP50: round(share(toCrm, 0.5), 0),
      notificationToCrmP95: round(share(toCrm, 0.95), 0),
      notificationToCrmMax: round(share(toCrm, 1), 0),
      workerCpuMsPerEdit: round((cpuSeconds * 1_000) / (toCard.length + toCrm.length)),
      held: held?.n ?? 0,
      twoAtOnce: await office.twoAtOnce(),
    };
  } finally {
    await office.close();
  }
};

const untilSubscribed = async (office: BenchOffice, count: number): Promise<void> => {
  for (let left = 600; left > 0; left -= 1) {
    const [row] = await office.db.query<{ n: number }>(
      sql`SELECT count(*)::int AS n FROM sync.mailboxes WHERE subscription_id IS NOT NULL`,
    );
    if ((row?.n ?? 0) >= count) return;
    await sleep(200);
  }
  throw new Error('not every mailbox has a subscription');
};

await runAlone(
  import.meta.url,
  { mailboxes: '100', persons: '20', edits: '100', latency: '50' },
  ({ number }) =>
    measureLatency({
      mailboxes: number('mailboxes'),
      persons: number('persons'),
      edits: number('edits'),
      latencyMs: number('latency'),
    }),
);
