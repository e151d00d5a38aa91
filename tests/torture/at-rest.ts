/**
 * Rest: nobody types, nothing goes wrong any more, whoever was stopped or parked is let go on, and every mailbox has had
 * its passes. Then what must always hold is checked, and that a further pass writes nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { requestPass } from '../../worker/jobs/index.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { createPasses } from '../../worker/store/passes.ts';
import { calm } from './faults.ts';
import type { Live } from './live.ts';

const pollMs = 100;
/** However busy the machine. */
const restWithinMs = 150_000;
/** What lags behind has come through by then. */
export const lagsEndMs = 60_000;

interface OpenWork {
  readonly mailboxIds: readonly string[];
  readonly crmIsRead: boolean;
}

const openWork = async ({ store }: Live): Promise<OpenWork> => {
  const [row] = await store.db.query<OpenWork>(sql`
    SELECT
      coalesce((SELECT array_agg(mailbox_id::text) FROM jobs.requests WHERE requested > served), '{}') AS "mailboxIds",
      NOT EXISTS (SELECT FROM crm.change_queue) AND coalesce((SELECT max(position)::text FROM crm.change_feed), '0')
        = (SELECT cursor FROM jobs.crm_cursors WHERE crm = 'embedded') AS "crmIsRead"`);
  return row ?? { mailboxIds: [], crmIsRead: false };
};

/** A person looks at what stands still: signs in again, says "go on" (R12, R14). */
export const letGoOn = async (live: Live, box: number): Promise<void> => {
  const mailboxes = createMailboxes(live.store.db);
  const { mailboxId } = live.boxes[box]!;
  const mailbox = await mailboxes.byId(mailboxId);
  if (mailbox?.state === 'signInAgain') await live.signIn(box);
  if (mailbox?.state === 'braked' && (await mailboxes.resume(mailboxId))) {
    live.tolls.resumed += 1;
    await requestPass(live.store.db, mailboxId, 'resume');
  }
};

/** Who does not rest yet and why; empty when all do. */
const restless = async (live: Live): Promise<string[]> => {
  const { db } = live.store;
  const open = await openWork(live);
  const found = open.crmIsRead ? [] : ['the CRM has changed'];
  for (const [box, { user, mailboxId }] of live.boxes.entries()) {
    const last = await createPasses(db).last(mailboxId);
    const mailbox = await createMailboxes(db).byId(mailboxId);
    const rests = last?.outcome?.outcome === 'done' && !open.mailboxIds.includes(mailboxId);
    if (rests && mailbox?.state === 'active') continue;
    found.push(`${user} ${mailbox?.state ?? 'gone'} ${JSON.stringify(last?.outcome ?? null)}`);
    if (mailbox?.state !== 'active') await letGoOn(live, box);
  }
  return found;
};

/** Null when it came. */
const untilRest = async (live: Live): Promise<string | null> => {
  for (const { mailboxId } of live.boxes) await requestPass(live.store.db, mailboxId, 'syncNow');
  for (const until = performance.now() + restWithinMs; ; await sleep(pollMs)) {
    const left = await restless(live);
    if (left.length === 0) return null;
    if (performance.now() > until) return `no rest within ${restWithinMs / 1_000} s: ${left.join('; ')}`;
  }
};

const differences = (before: object, after: object): string[] =>
  Object.entries(before).flatMap(([name, value]) => {
    const now = (after as Record<string, unknown>)[name];
    if (JSON.stringify(value) === JSON.stringify(now)) return [];
    return [`not silent: ${name} was ${JSON.stringify(value)}, is ${JSON.stringify(now)}`];
  });

/** Sentences about what does not hold; empty when all is well. Faults, lags and random rates are off afterwards. */
export const checkAtRest = async (live: Live): Promise<string[]> => {
  live.sandbox.faults.clear();
  live.sandbox.switches.set(calm);
  await live.crew.start();
  await live.sandbox.clock.advance(lagsEndMs);
  live.setClocks();
  const late = await untilRest(live);
  if (late !== null) return [late];
  const problems = await live.ledger.problems();
  const before = await live.ledger.fingerprint();
  const lateAgain = await untilRest(live);
  if (lateAgain !== null) return [...problems, lateAgain];
  return [...problems, ...differences(before, await live.ledger.fingerprint())];
};
