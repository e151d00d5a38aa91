/**
 * The worker is killed (SIGKILL) at random moments, again and again, while people type on both sides and answers get
 * lost; then it may come to rest. Nothing is lost, nothing doubled (R11, R13, statements 1 to 7).
 *
 * KILL_SEED repeats the choices of a run (the moments themselves hang on the machine), KILL_COUNT makes it longer.
 */
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox, type RandomFaults, type Sandbox } from '../../sandbox/index.ts';
import { createRandom, type Random } from '../../sandbox/random.ts';
import type { Db } from '../../worker/store/db.ts';
import { processesIn } from '../../worker/store/embedded/processes.ts';
import { openStore, type Store } from '../../worker/store/open-store.ts';
import { createPasses } from '../../worker/store/passes.ts';
import { createTestDb, type TestDb } from '../support/db.ts';
import { killNow } from '../support/kill-now.ts';
import { Ledger, type Box } from '../support/ledger.ts';
import { typedFieldIds } from '../support/typed-fields.ts';
import { activateAll, askAll, passesUnderWay, sidesOf, waitForRest } from '../support/wired-office.ts';
import { startWorker, workerEnv, type WorkerEnv, type WorkerProcess } from '../support/worker-process.ts';

const seed = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const kills = Number(process.env['KILL_COUNT'] ?? 50);
const embeddedKills = 4;

/** The least that the settings allow: a dead worker's mailboxes come free after this. */
const leaseSeconds = 5;
/** A card of a dead worker does not show in the delta of the next one yet: it must be looked up, and twice. */
const deltaLagMs = 7_000;
/** Several mailboxes, so that some are free while those of the last dead worker still wait for their lease. */
const users = ['een', 'twee', 'drie', 'vier', 'vijf', 'zes'].map(
  (name) => `${name}@kantoor-voorbeeld.example`,
);
const firstPersons = 60;
/** Above the lease: the sweep comes round every half lease, and a busy machine is slow. */
const slackMs = 12_000;
/** How long the chosen write takes. */
const slowMs = 150;
const landsWithinMs = 250;
const restWithinMs = 120_000;
/** However slow the machine: a worker that has asked Graph nothing by then is killed all the same. */
const workWithinMs = 5_000;

const hurried: WorkerEnv = {
  LEASE_SECONDS: String(leaseSeconds),
  GRAPH_TIMEOUT_MS: '1000',
  CRM_POLL_SECONDS: '1',
  CONCURRENT_PASSES: '2',
};

/** A little of everything that loses answers; none that makes a mailbox wait for long. */
const rates: RandomFaults['rates'] = {
  lostAnswer: 0.01,
  unavailableAfterWrite: 0.01,
  gatewayTimeoutAfterWrite: 0.01,
  cut: 0.01,
  lostDeltaToken: 0.02,
};

const addUsers = (sandbox: Sandbox): void => {
  for (const userPrincipalName of users) {
    const displayName = userPrincipalName.slice(0, userPrincipalName.indexOf('@'));
    sandbox.users.add({ userPrincipalName, displayName });
    sandbox.outlook(userPrincipalName).addPrivateCards(5);
  }
};

/** What people do between two lives of the worker, and while it lives. */
const typeSomething = async (ledger: Ledger, boxes: readonly Box[], random: Random): Promise<void> => {
  const field = () => random.pick(typedFieldIds);
  for (let count = 0; count < 2; count += 1) {
    await ledger.newPerson(random.shuffle(boxes).slice(0, 1 + random.below(2)));
  }
  for (let count = 0; count < 4; count += 1) {
    await ledger.typeInCrm(random.below(ledger.persons.length), field());
  }
  for (const box of random.shuffle(boxes).slice(0, 4)) {
    const cards = ledger.cards(box);
    if (cards.length === 0) continue;
    ledger.typeOnCard(box, random.pick(cards), field());
    // Both sides at once, in one field.
    const who = random.below(ledger.persons.length);
    const both = field();
    await ledger.typeInCrm(who, both);
    const card = ledger.cardOf(box, who);
    if (card !== null) ledger.typeOnCard(box, card, both);
    if (random.chance(0.3)) ledger.addOwn(box, random.pick(cards));
    if (random.chance(0.05)) ledger.removeCard(box, random.pick(cards));
  }
};

interface World {
  readonly sandbox: Sandbox;
  readonly random: Random;
}

interface Tally {
  kills: number;
  /** Kills of a worker in whose hands at least one pass was. */
  inPass: number;
  /** Kills right after a card was posted of which the worker did not get to know. */
  withUnknownCard: number;
}

const requestsSoFar = (sandbox: Sandbox): number =>
  users.reduce((sum, user) => sum + sandbox.counters(user).requests, 0);

/**
 * A random moment: by the clock after work began, or while a write is on its way, mostly that of a new card. Of a batch
 * some cards are then stored, and what is still under way is stored after the worker's death.
 */
const randomMoment = async ({ sandbox, random }: World): Promise<void> => {
  const before = requestsSoFar(sandbox);
  const until = performance.now() + workWithinMs;
  const wait = async (over: () => boolean): Promise<void> => {
    while (!over() && performance.now() < until) await sleep(2);
  };
  // Some cards are not found by the first look, others are: the second look is slow, and most kills come before it.
  sandbox.switches.set({ findMisses: random.below(2) });
  if (random.chance(0.5)) {
    const slowed = (random.chance(0.6) ? ['POST'] : ['POST', 'PATCH']).map((method) =>
      sandbox.faults.plan({
        method,
        path: '/contacts',
        skip: random.below(3),
        fault: { kind: 'slow', ms: slowMs },
      }),
    );
    await wait(() => slowed.some(({ fired }) => fired > 0));
    slowed.forEach((each) => each.cancel());
    await sleep(random.below(slowMs));
  } else {
    if (random.chance(0.9)) await wait(() => requestsSoFar(sandbox) > before);
    await sleep(random.below(400));
  }
};

const begin = async (): Promise<World> => {
  const sandbox = await createSandbox({ seed, switches: { latencyMs: 4, deltaRepeats: 0.1, deltaLagMs } });
  addUsers(sandbox);
  sandbox.faults.random({ seed, rates });
  return { sandbox, random: createRandom(seed) };
};

/** Mailboxes that follow different policies, and persons of one to three of them. Nothing is synced yet. */
const beginOffice = async (
  { sandbox, random }: World,
  db: Db,
  storeEnv: WorkerEnv,
): Promise<{ boxes: Box[]; ledger: Ledger }> => {
  const boxes = await activateAll(sandbox, db, users, storeEnv, ['crm', 'outlook', 'ask', 'crm']);
  const ledger = new Ledger(sandbox, boxes, sidesOf(db));
  await ledger.watchCrm();
  for (let count = 0; count < firstPersons; count += 1) {
    await ledger.newPerson(random.shuffle(boxes).slice(0, 1 + random.below(3)));
  }
  return { boxes, ledger };
};

const tallyKill = async (tally: Tally, ledger: Ledger, bornAt: string, seen: Set<string>): Promise<void> => {
  tally.kills += 1;
  // Passes of the dead before it still count as running while their lease lasts.
  const passes = await passesUnderWay(ledger.sides.db);
  if (passes.some(({ startedAt }) => startedAt >= bornAt)) tally.inPass += 1;
  // What was on its way when the worker died still arrives.
  await sleep(landsWithinMs);
  const unknown = await ledger.unknownCards();
  if (unknown.some((id) => !seen.has(id))) tally.withUnknownCard += 1;
  unknown.forEach((id) => seen.add(id));
};

const checkAtRest = async (ledger: Ledger, boxes: readonly Box[]): Promise<void> => {
  const { db } = ledger.sides;
  await askAll(db, boxes);
  await waitForRest(db, boxes, restWithinMs, { releasesBrakes: true });
  expect(await ledger.problems()).toEqual([]);
  const before = await ledger.fingerprint();
  await askAll(db, boxes);
  await waitForRest(db, boxes, restWithinMs, { releasesBrakes: true });
  expect(await ledger.fingerprint()).toEqual(before);
};

const report = (
  tally: Tally,
  ledger: Ledger,
  boxes: readonly Box[],
  [startedAt, killedAt]: [number, number],
): void => {
  const seconds = (from: number, to: number): number => Math.round((to - from) / 1_000);
  const cards = boxes.reduce((sum, box) => sum + ledger.cards(box).length, 0);
  console.log(
    `KILL_SEED=${seed}: ${tally.kills} kills, ${tally.inPass} of them in a pass, ${tally.withUnknownCard} with a ` +
      `card posted that the worker did not know of; ${ledger.persons.length} persons, ${cards} cards, ` +
      `${ledger.typed} values typed; ${seconds(startedAt, killedAt)} s of kills, then ${seconds(killedAt, performance.now())} s to rest`,
  );
};

const running = new Set<WorkerProcess>();
const start = (...args: Parameters<typeof startWorker>): WorkerProcess => {
  const worker = startWorker(...args);
  running.add(worker);
  void worker.ended.then(() => running.delete(worker));
  return worker;
};
const killAll = (): Promise<unknown> => Promise.all([...running].map((worker) => worker.kill()));

/** A failure is of use only with what the choices hung on. */
const withSeed = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    console.log(`KILL_SEED=${seed} repeats these choices`);
    throw error;
  }
};

describe('kill -9 of the worker on a database server of its own', () => {
  let world: World;
  let database: TestDb;
  let env: WorkerEnv;
  let office: { boxes: Box[]; ledger: Ledger };

  beforeAll(async () => {
    [world, database] = await Promise.all([begin(), createTestDb()]);
    const storeEnv = { DATABASE_URL: database.url, ...hurried };
    env = workerEnv(world.sandbox, storeEnv);
    office = await beginOffice(world, database.db, storeEnv);
  }, 120_000);
  afterAll(async () => {
    await killAll();
    await world.sandbox.close();
    await database.close();
  });

  test('R13: the next worker takes up a dead one’s mailboxes by itself, as soon as their lease ends', async () => {
    const { db } = database;
    const worker = start(['work', '--json'], env);
    await worker.until('working');
    const post = world.sandbox.faults.plan({ method: 'POST', fault: { kind: 'slow', ms: 1_000 } });
    await askAll(db, office.boxes);
    for (const until = performance.now() + 60_000; post.fired === 0 && performance.now() < until;)
      await sleep(5);
    const held = await passesUnderWay(db);
    await worker.kill();
    expect(held.length).toBeGreaterThan(0);
    const next = start(['work', '--json'], env);
    await next.until('working');
    const takenUp = async (): Promise<boolean> => {
      const now = await Promise.all(held.map(({ mailboxId }) => createPasses(db).last(mailboxId)));
      return now.every((pass) => !held.some(({ id }) => id === pass?.id));
    };
    const startedAt = performance.now();
    while (!(await takenUp()) && performance.now() - startedAt < 60_000) await sleep(50);
    expect(performance.now() - startedAt).toBeLessThan(leaseSeconds * 1_000 + slackMs);
    await next.kill();
  }, 180_000);

  test('again and again at random moments: nothing is lost, nothing is doubled', async () => {
    await withSeed(async () => {
      const startedAt = performance.now();
      const { sandbox, random } = world;
      const { boxes, ledger } = office;
      const tally: Tally = { kills: 0, inPass: 0, withUnknownCard: 0 };
      const seen = new Set<string>();
      let next = start(['work'], env, { gated: true });
      while (tally.kills < kills) {
        const worker = next;
        await worker.until('loaded');
        if (tally.kills + 1 < kills) next = start(['work'], env, { gated: true });
        await askAll(database.db, boxes);
        const bornAt = new Date().toISOString();
        worker.go();
        const typing = typeSomething(ledger, boxes, random);
        await randomMoment(world);
        await worker.kill();
        await tallyKill(tally, ledger, bornAt, seen);
        await typing;
      }
      sandbox.faults.clear();
      sandbox.switches.set({ deltaLagMs: 0 });
      const killedAt = performance.now();
      const last = start(['work'], env);
      await checkAtRest(ledger, boxes);
      report(tally, ledger, boxes, [startedAt, killedAt]);
      expect((await last.stop()).code).toBe(0);
      // It cannot pass by killing workers that do nothing.
      expect(tally.inPass).toBeGreaterThanOrEqual(kills * 0.5);
      // The moment that matters most. How often it is hit hangs on how busy the machine is; the tally above says it.
      expect(tally.withUnknownCard).toBeGreaterThanOrEqual(1);
    });
  }, 900_000);
});

describe('kill -9 of the worker together with the database that comes along', () => {
  let world: World;
  let home: string;
  let dataDir: string;
  let store: Store;

  beforeAll(async () => {
    home = await realpath(await mkdtemp(join(tmpdir(), 'relatiebrug-kill-')));
    await chmod(home, 0o755);
    dataDir = join(home, 'data');
    world = await begin();
    store = await openStore({ dataDir });
    await store.migrate();
  }, 120_000);
  afterAll(async () => {
    await killAll();
    await store.close();
    await world.sandbox.close();
    await rm(home, { recursive: true, force: true });
  }, 60_000);

  /** Power goes: the worker and every process of the server, at once. */
  const killWith = async (worker: WorkerProcess): Promise<void> => {
    for (const pid of processesIn(join(dataDir, 'postgres'))) killNow(pid);
    await worker.kill();
    await store.close().catch(() => undefined);
    store = await openStore({ dataDir });
  };

  test('again and again at random moments: nothing is lost, nothing is doubled', async () => {
    await withSeed(async () => {
      const startedAt = performance.now();
      const { sandbox, random } = world;
      const storeEnv = { DATA_DIR: dataDir, ...hurried };
      const env = workerEnv(sandbox, storeEnv);
      const { boxes, ledger } = await beginOffice(world, store.db, storeEnv);
      const tally: Tally = { kills: 0, inPass: 0, withUnknownCard: 0 };
      const seen = new Set<string>();
      while (tally.kills < embeddedKills) {
        const worker = start(['work'], env, { gated: true });
        await typeSomething(ledger, boxes, random);
        await worker.until('loaded');
        await askAll(store.db, boxes);
        const bornAt = new Date().toISOString();
        worker.go();
        await randomMoment(world);
        await killWith(worker);
        ledger.sides = sidesOf(store.db);
        await tallyKill(tally, ledger, bornAt, seen);
      }
      sandbox.faults.clear();
      sandbox.switches.set({ deltaLagMs: 0 });
      const killedAt = performance.now();
      const last = start(['work'], env);
      await checkAtRest(ledger, boxes);
      report(tally, ledger, boxes, [startedAt, killedAt]);
      expect((await last.stop()).code).toBe(0);
      expect(tally.inPass).toBeGreaterThanOrEqual(embeddedKills * 0.4);
    });
  }, 600_000);
});
