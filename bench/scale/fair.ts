/**
 * A small change in one mailbox while another one's first push of 10,000 cards is under way in the same process.
 *
 *     node --import tsx bench/scale/fair.ts [--persons 10000] [--latency 50] [--edits 20] [--others 5] [--json]
 *
 * The edits are made in the CRM, one every two seconds, in turn in the other mailboxes; from the edit until the card has it.
 * The large push is broken off when they are done.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { PersonId } from '../../shared/ids.ts';
import { runAlone } from './alone.ts';
import { crmToCard, share } from './latency.ts';
import { activateMany, addPersonsToAll } from './many.ts';
import { newUser, openBenchOffice } from './office.ts';
import { addPersons } from './persons.ts';
import { round } from './push.ts';

export interface FairOptions {
  readonly persons: number;
  readonly latencyMs: number;
  readonly edits: number;
  readonly others: number;
}

const editEveryMs = 2_000;

export const measureFair = async (options: FairOptions): Promise<Readonly<Record<string, number>>> => {
  const { persons, latencyMs, edits, others } = options;
  const office = await openBenchOffice();
  try {
    const { sandbox, db } = office;
    const boxes = await activateMany(office, others);
    await addPersonsToAll(office, boxes, 10);
    const [large] = await office.activate([newUser('groot')]);
    if (large === undefined) throw new Error('no large mailbox');
    await addPersons(db, large.employeeId, persons);
    await office.startWork();
    for (const box of boxes) await office.goOn(box);
    await office.rest(120_000);
    await sandbox.switches({ latencyMs });
    await office.goOn(large);
    await sleep(editEveryMs);
    const pairs = await db.query<{ mailbox: string; person: PersonId; card: string }>(
      sql`SELECT mailbox_id::text AS mailbox, person_id AS person, card_id AS card FROM sync.links
          WHERE mailbox_id <> ${large.mailboxId} ORDER BY card_id`,
    );
    const running: Promise<number>[] = [];
    for (let n = 0; n < edits; n += 1) {
      const pair = pairs[(n * 7) % pairs.length];
      const box = boxes.find(({ mailboxId }) => mailboxId === pair?.mailbox);
      if (pair === undefined || box === undefined) throw new Error('no pair');
      running.push(crmToCard(office, { box, personId: pair.person, cardId: pair.card }, `Chef ${String(n)}`));
      await sleep(editEveryMs);
    }
    const tookMs = (await Promise.all(running)).sort((a, b) => a - b);
    const pushed = (await sandbox.counters(large.user)).byMethod['POST'] ?? 0;
    return {
      persons,
      pushedMeanwhile: pushed,
      edits,
      p50Ms: round(share(tookMs, 0.5), 0),
      p95Ms: round(share(tookMs, 0.95), 0),
      maxMs: round(share(tookMs, 1), 0),
      // 0: the large push had not ended, so that every edit came while it ran.
      largeDone: pushed >= persons ? 1 : 0,
      twoAtOnce: await office.twoAtOnce(),
    };
  } finally {
    await office.close();
  }
};

await runAlone(import.meta.url, { persons: '10000', latency: '50', edits: '20', others: '5' }, ({ number }) =>
  measureFair({
    persons: number('persons'),
    latencyMs: number('latency'),
    edits: number('edits'),
    others: number('others'),
  }),
);
