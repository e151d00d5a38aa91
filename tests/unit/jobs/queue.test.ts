/**
 * The places of a process at work, on a real database: small work while all is large, large work that takes turns, a run that
 * turns out to be large, a queue that is deep.
 *
 * Seen to fail with the safeguard taken away: with `keptShare = 0` (worker/jobs/places.ts) the small change was not begun.
 */
import { jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { MailboxId } from '../../../shared/ids.ts';
import { requestPass, type Jobs } from '../../../worker/jobs/index.ts';
import type { PassOutcome, PassRequest } from '../../../worker/pass/ports.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { activate, jobsOn, makeRunsTable, recordedPass, runsOf, until } from './fixture.ts';

jest.setTimeout(60_000);
const leaseMs = 5_000;
let test_: TestDb;
let running: Jobs[] = [];
beforeEach(async () => {
  test_ = await createTestDb();
  await makeRunsTable(test_.db);
}, 90_000);
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.stop()));
  running = [];
  await test_.close();
});

type During = (request: PassRequest) => Promise<PassOutcome>;
const start = async (during: During, change: Parameters<typeof jobsOn>[2] = {}): Promise<Jobs> => {
  const settings = { leaseMs, concurrentPasses: 2, ...change.settings };
  const jobs = jobsOn(test_.db, recordedPass(test_.db, leaseMs, during), { ...change, settings });
  running.push(jobs);
  await jobs.start();
  return jobs;
};
/** As a pass that works until it is told to end between two batches. */
const untilStopped = async (signal: AbortSignal | undefined): Promise<PassOutcome> => {
  await sleep(60_000, undefined, { ...(signal === undefined ? {} : { signal }) }).catch(() => undefined);
  return { outcome: 'stopped' };
};
const runsOfOne = async (id: MailboxId) =>
  (await runsOf(test_.db)).filter(({ mailboxId }) => mailboxId === id);

test('a small change is served while as many first syncs run as there are places, and more wait', async () => {
  const first = await Promise.all(Array.from({ length: 4 }, () => activate(test_.db)));
  const small = await activate(test_.db);
  const jobs = await start(async ({ mailboxId, signal }) =>
    mailboxId === small ? { outcome: 'done' } : untilStopped(signal),
  );
  for (const id of first) await jobs.requestPass(id, 'activation');
  await until('both places are taken', async () => (await runsOf(test_.db)).length === 2);
  await jobs.requestPass(small, 'crmChange', { size: 1 });
  await until(
    'the small one is served',
    async () => ((await runsOfOne(small))[0]?.endedAt ?? null) !== null,
    2_000,
  );
  await until('its place is free again', async () => (await jobs.health()).passes === 2);
  expect(await jobs.health()).toMatchObject({ waiting: 2 });
});

test('a run that turns out to be large leaves the place that is kept for small ones, and goes on when there is room', async () => {
  const [large, unknown, small] = [
    await activate(test_.db),
    await activate(test_.db),
    await activate(test_.db),
  ];
  let endLarge = (): void => undefined;
  const largeEnds = new Promise<void>((resolve) => {
    endLarge = resolve;
  });
  const during: During = async ({ mailboxId, signal, onProgress }) => {
    if (mailboxId === small) return { outcome: 'done' };
    if (mailboxId === large) {
      await largeEnds;
      return { outcome: 'done' };
    }
    onProgress?.({ phase: 'apply', done: 0, total: 5_000 });
    if (signal?.aborted === true) return { outcome: 'stopped' };
    await sleep(50);
    return { outcome: 'done' };
  };
  const jobs = await start(during, { settings: { concurrentPasses: 1 } });
  await jobs.requestPass(large, 'activation');
  await until('the large one runs', async () => (await runsOfOne(large)).length === 1);
  await jobs.requestPass(unknown, 'notification');
  await until(
    'the unknown one has left',
    async () => ((await runsOfOne(unknown))[0]?.endedAt ?? null) !== null,
  );
  await jobs.requestPass(small, 'notification');
  await until('the small one is served', async () => (await runsOfOne(small)).length === 1, 2_000);
  expect(await runsOfOne(unknown)).toHaveLength(1);
  endLarge();
  await until('the unknown one goes on', async () => (await runsOfOne(unknown)).length === 2);
});

test('a run that is slow but small is not cut off while nobody waits for its place', async () => {
  const [large, slow] = [await activate(test_.db), await activate(test_.db)];
  const jobs = await start(
    async ({ mailboxId, signal }) => {
      if (mailboxId === large) return untilStopped(signal);
      await sleep(600, undefined, { ...(signal === undefined ? {} : { signal }) }).catch(() => undefined);
      return signal?.aborted === true ? { outcome: 'stopped' } : { outcome: 'done' };
    },
    { settings: { concurrentPasses: 1 }, shares: { shortMs: 100 } },
  );
  await jobs.requestPass(large, 'activation');
  await until('the large one runs', async () => (await runsOfOne(large)).length === 1);
  await jobs.requestPass(slow, 'notification');
  await until('the slow one is done', async () => ((await runsOfOne(slow))[0]?.endedAt ?? null) !== null);
  await sleep(200);
  expect(await runsOfOne(slow)).toHaveLength(1);
});

test('large mailboxes take turns: one that had its share makes room for one that waits, and comes back', async () => {
  const ids = [await activate(test_.db), await activate(test_.db)];
  const jobs = await start(async ({ signal }) => untilStopped(signal), {
    settings: { concurrentPasses: 1 },
    shares: { longShareMs: 100 },
  });
  for (const id of ids) await jobs.requestPass(id, 'activation');
  await until('each had two turns', async () => {
    const counts = await Promise.all(ids.map(async (id) => (await runsOfOne(id)).length));
    return counts.every((count) => count >= 2);
  });
  const runs = await runsOf(test_.db);
  expect(runs.slice(0, 4).map(({ mailboxId }) => mailboxId)).toEqual([...ids, ...ids]);
});

test('with a hundred thousand waiting a process takes no more than its places, and somebody’s own ask is the next it takes', async () => {
  await test_.db.query(sql`
    INSERT INTO sync.mailboxes (id, employee_id, tid, oid, settings, activated_at)
    SELECT gen_random_uuid(), 'deep-' || n, 'deep', 'deep-' || n, '{}', now() FROM generate_series(1, 100000) AS n`);
  await test_.db.query(sql`
    INSERT INTO jobs.requests (mailbox_id, tenant, trigger, requested, run_at)
    SELECT id, tid, 'crmChange', 1, clock_timestamp() - interval '1 hour' FROM sync.mailboxes`);
  const mine = await activate(test_.db);
  let most = 0;
  let now = 0;
  const jobs = await start(async () => {
    now += 1;
    most = Math.max(most, now);
    await sleep(30);
    now -= 1;
    return { outcome: 'done' };
  });
  await until('it works', async () => (await runsOf(test_.db)).length > 5);
  const before = (await runsOf(test_.db)).length;
  await requestPass(test_.db, mine, 'syncNow');
  await until('mine is served', async () => (await runsOfOne(mine)).length === 1, 5_000);
  const at = (await runsOf(test_.db)).findIndex(({ mailboxId }) => mailboxId === mine);
  // Those under way, and the turn of others that comes round.
  expect(at - before).toBeLessThan(12);
  expect(most).toBeLessThanOrEqual(3);
  expect((await jobs.health()).waiting).toBeGreaterThan(90_000);
}, 120_000);
