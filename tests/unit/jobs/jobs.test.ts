/**
 * The jobs on a real database: one pass at a time per mailbox, no ask lost whatever happens to the
 * worker (R13), one mailbox's trouble its own (R14).
 */
import { jest } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { passTriggers } from '../../../shared/api/passes.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { requestPass, workerRuns, type Jobs } from '../../../worker/jobs/index.ts';
import type { PassOutcome, PassRequest, PassTrigger } from '../../../worker/pass/ports.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { activate, done, jobsOn, makeRunsTable, overlapsIn, recordedPass, runsOf, until } from './fixture.ts';

const leaseMs = 2_000;
let test_: TestDb;
jest.setTimeout(30_000);

let running: Jobs[] = [];
let children: ChildProcess[] = [];

beforeEach(async () => {
  test_ = await createTestDb();
  await makeRunsTable(test_.db);
}, 90_000);
afterEach(async () => {
  children.forEach((child) => child.kill('SIGKILL'));
  await Promise.all(running.map((jobs) => jobs.stop()));
  [running, children] = [[], []];
  await test_.close();
}, 30_000);

type During = (request: PassRequest) => Promise<PassOutcome>;
const startJobs = async (during: During, change: Parameters<typeof jobsOn>[2] = {}): Promise<Jobs> => {
  const settings = { leaseMs, ...change.settings };
  const jobs = jobsOn(test_.db, recordedPass(test_.db, leaseMs, during), { ...change, settings });
  running.push(jobs);
  await jobs.start();
  return jobs;
};
const startProcess = async (passMs: number): Promise<ChildProcess> => {
  const child = fork(
    fileURLToPath(new URL('./runner-process.ts', import.meta.url)),
    [test_.url, String(leaseMs), String(passMs)],
    { execArgv: ['--import', 'tsx'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  children.push(child);
  await new Promise((resolve) => child.once('message', resolve));
  return child;
};
const openAsks = async (): Promise<number> =>
  (await test_.db.query(sql`SELECT 1 FROM jobs.requests WHERE requested > served`)).length;
const nothingOpen = async (): Promise<boolean> => (await openAsks()) === 0;
const triggers = async (id: MailboxId): Promise<string[]> =>
  (await runsOf(test_.db)).filter((run) => run.mailboxId === id).map(({ trigger }) => trigger);

test('a pass can be asked for by every trigger there is', async () => {
  for (const trigger of passTriggers) {
    await requestPass(test_.db, await activate(test_.db), trigger);
  }
  expect(await openAsks()).toBe(passTriggers.length);
});

test('200 asks at once from two processes never run one mailbox twice at a time, and every mailbox gets its pass', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => activate(test_.db)));
  await startProcess(20);
  const jobs = await startJobs(async () => {
    await sleep(20);
    return { outcome: 'done' };
  });
  const asked = Array.from({ length: 200 }, async (_, i) => {
    await sleep((i * 7) % 400);
    await jobs.requestPass(ids[i % 5]!, i % 2 === 0 ? 'crmChange' : 'notification');
  });
  await Promise.all(asked);
  const lastAsk = new Date();
  await until('all asks are served', nothingOpen, 20_000);
  const runs = await runsOf(test_.db);
  expect(overlapsIn(runs)).toBe(0);
  expect(runs.length).toBeLessThan(200);
  expect(new Set(runs.map(({ holder }) => holder)).size).toBe(2);
  for (const id of ids) expect(runs.some((run) => run.mailboxId === id && run.endedAt! > lastAsk)).toBe(true);
}, 60_000);

test('an ask that comes while a pass runs leads to one more pass, right after it', async () => {
  const id = await activate(test_.db);
  const jobs = await startJobs(async () => {
    await sleep(400);
    return { outcome: 'done' };
  });
  await jobs.requestPass(id, 'syncNow');
  await until('the pass runs', async () => (await runsOf(test_.db)).length === 1);
  await jobs.requestPass(id, 'crmChange');
  await jobs.requestPass(id, 'crmChange');
  await until('all is served', nothingOpen);
  const runs = await runsOf(test_.db);
  expect(runs.map(({ trigger }) => trigger)).toEqual(['syncNow', 'crmChange']);
  expect(overlapsIn(runs)).toBe(0);
  // The pass says "busy, come back in a minute"; the end of the other one calls it at once.
  expect(runs[1]!.beganAt.getTime() - runs[0]!.endedAt!.getTime()).toBeLessThan(1_500);
}, 30_000);

test('asks in every moment around the start and end of short passes: after the last one there is always a run', async () => {
  const id = await activate(test_.db);
  const jobs = await startJobs(done);
  for (let round = 0; round < 60; round += 1) {
    await Promise.all([0, 1, 2].map(() => jobs.requestPass(id, 'notification')));
    const [row] = await test_.db.query<{ now: Date }>(sql`SELECT clock_timestamp() AS now`);
    await sleep(round % 9);
    await until('a run after the ask', async () => {
      const [last] = await test_.db.query<{ served: boolean }>(
        sql`SELECT requested = served AS served FROM jobs.requests WHERE mailbox_id = ${id}`,
      );
      return last?.served === true;
    });
    const began = (await runsOf(test_.db)).at(-1)!.beganAt.getTime();
    // Asked and run may stand a few milliseconds apart in either order; an ask of an earlier round they are not.
    expect(began).toBeGreaterThan(row!.now.getTime() - 1_000);
  }
  expect(overlapsIn(await runsOf(test_.db))).toBe(0);
}, 60_000);

test('R14: a pass that throws delays its own mailbox only, with longer and longer waits, and a person may ask at once', async () => {
  const [bad, good] = [await activate(test_.db), await activate(test_.db)];
  const jobs = await startJobs(async ({ mailboxId }) => {
    if (mailboxId === bad) throw new Error('broken');
    return { outcome: 'done' };
  });
  await jobs.requestPass(bad, 'crmChange');
  await jobs.requestPass(good, 'crmChange');
  await until('both ran', async () => (await runsOf(test_.db)).length === 2);
  await until('the failure is settled', async () => {
    const [row] = await test_.db.query<{ failures: number }>(
      sql`SELECT failures FROM jobs.requests WHERE mailbox_id = ${bad}`,
    );
    return row?.failures === 1;
  });
  await jobs.requestPass(bad, 'notification');
  for (let i = 0; i < 5; i += 1) {
    await jobs.requestPass(good, 'crmChange');
    await sleep(100);
  }
  expect((await triggers(bad)).length).toBe(1);
  expect((await triggers(good)).length).toBeGreaterThan(2);
  await jobs.requestPass(bad, 'syncNow');
  await until('the person is served', async () => (await triggers(bad)).length === 2);
}, 30_000);

test('R14: what waits for a Retry-After comes back at its time, and others go on meanwhile', async () => {
  const [slow, other] = [await activate(test_.db), await activate(test_.db)];
  let first = true;
  const jobs = await startJobs(async ({ mailboxId }) => {
    if (mailboxId !== slow || !first) return { outcome: 'done' };
    first = false;
    return { outcome: 'later', code: 'graph.throttled', afterMs: 1_200 };
  });
  await jobs.requestPass(slow, 'crmChange');
  await jobs.requestPass(other, 'crmChange');
  await until('it came back', async () => (await triggers(slow)).length === 2);
  expect(await triggers(slow)).toEqual(['crmChange', 'retry']);
  const runs = (await runsOf(test_.db)).filter((run) => run.mailboxId === slow);
  expect(runs[1]!.beganAt.getTime() - runs[0]!.beganAt.getTime()).toBeGreaterThanOrEqual(1_150);
  expect((await triggers(other)).length).toBe(1);
}, 30_000);

test('R13: the mailbox of a killed worker is taken over when its lease has ended, and nobody waits four hours', async () => {
  const id = await activate(test_.db);
  const child = await startProcess(60_000);
  await requestPass(test_.db, id, 'crmChange');
  await until('it runs there', async () => (await runsOf(test_.db)).length === 1);
  child.kill('SIGKILL');
  await startJobs(done);
  await until('it is taken over', async () => (await runsOf(test_.db)).length === 2, 3 * leaseMs + 6_000);
  await until('all is served', nothingOpen);
  expect(await triggers(id)).toEqual(['crmChange', 'crmChange']);
}, 40_000);

test('R13: an ask of whose time nobody was told is found', async () => {
  const id = await activate(test_.db);
  await requestPass(test_.db, id, 'crmChange');
  await test_.db.query(sql`UPDATE jobs.requests SET run_at = run_at - interval '1 minute'`);
  await startJobs(done);
  await until('it ran', async () => (await triggers(id)).length === 1);
}, 30_000);

test('stopping ends running passes, starts none, and what was interrupted is done by the next worker', async () => {
  const [one, two] = [await activate(test_.db), await activate(test_.db)];
  const interrupted: During = async ({ signal }) => {
    await sleep(60_000, undefined, { signal }).catch(() => undefined);
    return { outcome: 'stopped' };
  };
  const jobs = await startJobs(interrupted, { settings: { concurrentPasses: 1 } });
  await jobs.requestPass(one, 'activation');
  await until('it runs', async () => (await runsOf(test_.db)).length === 1);
  await jobs.requestPass(two, 'activation');
  const before = performance.now();
  await jobs.stop();
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(await runsOf(test_.db)).toHaveLength(1);
  await startJobs(done);
  await until('both are served', nothingOpen);
  expect(await triggers(one)).toEqual(['activation', 'activation']);
  expect(await triggers(two)).toEqual(['activation']);
}, 30_000);

test('stopping answers within ten seconds even when a pass does not listen', async () => {
  const id = await activate(test_.db);
  let free = (): void => undefined;
  const deaf = new Promise<void>((resolve) => {
    free = resolve;
  });
  const jobs = await startJobs(async () => {
    await deaf;
    return { outcome: 'done' };
  });
  await jobs.requestPass(id, 'syncNow');
  await until('it runs', async () => (await runsOf(test_.db)).length === 1);
  const before = performance.now();
  await jobs.stop();
  expect(performance.now() - before).toBeLessThan(10_000);
  free();
  await until('it ended after all', nothingOpen);
}, 30_000);

test('notifications within the delay are one pass; a person’s ask does not wait for it', async () => {
  const id = await activate(test_.db);
  const jobs = await startJobs(done, { settings: { notificationDelayMs: 1_500 } });
  await Promise.all(Array.from({ length: 20 }, () => jobs.onNotification(id)));
  await sleep(500);
  expect(await triggers(id)).toEqual([]);
  await until('all is served', nothingOpen);
  expect(await triggers(id)).toEqual(['notification']);
  await jobs.onNotification(id);
  await jobs.requestPass(id, 'syncNow');
  await until('served at once', nothingOpen, 1_000);
  expect(await triggers(id)).toEqual(['notification', 'syncNow']);
}, 30_000);

test('an ask is durable before any worker ever ran, and weighs more than the night’s round', async () => {
  const ids = await Promise.all(Array.from({ length: 3 }, () => activate(test_.db)));
  expect(await requestPass(test_.db, ids[0]!, 'daily')).toBe(true);
  for (const [i, trigger] of (['daily', 'crmChange', 'syncNow'] as PassTrigger[]).entries()) {
    await requestPass(test_.db, ids[i]!, trigger);
  }
  await startJobs(done, { settings: { concurrentPasses: 1 } });
  await until('all is served', nothingOpen);
  expect((await runsOf(test_.db)).map(({ mailboxId }) => mailboxId)).toEqual([ids[2], ids[1], ids[0]]);
}, 30_000);

test('asking for no mailbox of ours does nothing and says so', async () => {
  expect(await requestPass(test_.db, 'nobody' as MailboxId, 'syncNow')).toBe(false);
  expect(await requestPass(test_.db, '00000000-0000-4000-8000-000000000000' as MailboxId, 'syncNow')).toBe(
    false,
  );
  expect(await openAsks()).toBe(0);
});

test('a rolled-back transaction takes its ask with it', async () => {
  const id = await activate(test_.db);
  await test_.db
    .transaction(async (tx) => {
      await requestPass(tx, id, 'activation');
      throw new Error('no');
    })
    .catch(() => undefined);
  expect(await openAsks()).toBe(0);
});

test('a paused mailbox has its ask answered and asks no more by itself', async () => {
  const id = await activate(test_.db);
  const jobs = jobsOn(test_.db, async () => ({ ran: false, because: 'notNow', afterMs: null }));
  running.push(jobs);
  await jobs.start();
  await jobs.requestPass(id, 'crmChange');
  await until('answered', nothingOpen);
});

test('health and workerRuns tell whether anybody works and what waits', async () => {
  const id = await activate(test_.db);
  expect(await workerRuns(test_.db)).toBe(false);
  await requestPass(test_.db, id, 'crmChange');
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  const jobs = await startJobs(async () => {
    await held;
    return { outcome: 'done' };
  });
  await until('it shows', async () => workerRuns(test_.db));
  await until('it runs', async () => (await jobs.health()).passes === 1);
  expect(await jobs.health()).toMatchObject({ running: true, waiting: 0 });
  end();
  await jobs.stop();
  expect(await jobs.health()).toMatchObject({ running: false, passes: 0 });
  expect(await workerRuns(test_.db)).toBe(false);
});

test('a mailbox that is gone takes its asks with it', async () => {
  const id = await activate(test_.db);
  const jobs = jobsOn(test_.db, async () => ({
    ran: false,
    because: 'unknownMailbox',
    afterMs: null,
  }));
  running.push(jobs);
  await jobs.start();
  await jobs.requestPass(id, 'crmChange');
  await until('forgotten', async () => (await test_.db.query(sql`SELECT 1 FROM jobs.requests`)).length === 0);
  expect(await createMailboxes(test_.db).byId(id)).not.toBeNull();
});
