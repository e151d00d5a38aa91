/**
 * The office of one torture: the sandbox in this process, the worker as processes of its own on a store that is theirs,
 * mailboxes activated through the real sign-in. Fulfils `World`, so that perform.ts does the steps.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { createRandom, type Random } from '../../sandbox/random.ts';
import { signInAs } from '../../sandbox/sign-in/browser.ts';
import { createEmbeddedCrm } from '../../worker/crm/embedded/embedded-crm.ts';
import { requestPass } from '../../worker/jobs/index.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { createPasses } from '../../worker/store/passes.ts';
import type { ConflictPolicy } from '../../worker/sync/selection.ts';
import { Ledger, type Box } from '../support/ledger.ts';
import { activateAll } from '../support/wired-office.ts';
import { runCommand, type WorkerEnv } from '../support/worker-process.ts';
import { checkAtRest, lagsEndMs } from './at-rest.ts';
import { calm } from './faults.ts';
import { startStore, type StoreServer } from './store-server.ts';
import { createCrew, type Crew } from './workers.ts';
import type { World } from './world.ts';

/** However slow the machine: a worker that has asked Graph nothing by then is killed all the same. */
const workWithinMs = 1_500;
const quietWithinMs = 15_000;
const pollMs = 25;
const firstUsers = ['een', 'twee', 'drie', 'vier', 'vijf', 'zes'];

export interface LiveOptions {
  readonly seed: number;
  readonly policies: readonly ConflictPolicy[];
  readonly store: 'server' | 'embedded';
  /** How far this process' own clock is from real time. */
  readonly clockOffsetMs: number;
}

export interface Tolls {
  workerKills: number;
  storeCuts: number;
  drops: number;
  signIns: number;
  resumed: number;
}

export interface Live extends World {
  readonly crew: Crew;
  readonly store: StoreServer;
  readonly tolls: Tolls;
  /** The workers' clocks go with the sandbox's. */
  setClocks(): void;
  /** Ends what it started; sentences about what did not end well. */
  close(): Promise<string[]>;
}

class LiveOffice implements Live {
  readonly tolls: Tolls = { workerKills: 0, storeCuts: 0, drops: 0, signIns: 0, resumed: 0 };
  /** What is chosen about processes; steps have a chance of their own. */
  readonly #random: Random;

  constructor(
    readonly sandbox: Sandbox,
    readonly boxes: readonly Box[],
    readonly ledger: Ledger,
    readonly crew: Crew,
    readonly store: StoreServer,
    private readonly options: LiveOptions,
  ) {
    this.#random = createRandom(options.seed ^ 0x2545f491);
  }

  get #db() {
    return this.store.db;
  }

  setClocks(): void {
    this.crew.setClock(this.options.clockOffsetMs + this.sandbox.clock.now() - Date.now());
  }

  async pass(box: number): Promise<void> {
    this.setClocks();
    await requestPass(this.#db, this.boxes[box]!.mailboxId, 'syncNow');
  }

  async quiet(box: number): Promise<boolean> {
    const { mailboxId } = this.boxes[box]!;
    // What the delta does not show yet no pass can see; and a storm would keep it from coming to rest at all.
    this.sandbox.faults.clear();
    this.sandbox.switches.set(calm);
    await this.sandbox.clock.advance(lagsEndMs);
    await this.pass(box);
    const asks = async () => {
      const [row] = await this.#db.query<{ requested: number; served: number }>(sql`
        SELECT requested::int AS requested, served::int AS served FROM jobs.requests WHERE mailbox_id = ${mailboxId}`);
      return row ?? { requested: 1, served: 0 };
    };
    const { requested } = await asks();
    for (const until = performance.now() + quietWithinMs; performance.now() < until; await sleep(pollMs)) {
      const { served } = await asks();
      if (served < requested) continue;
      // Served by a pass that went through, or by one that comes back later.
      return (await createPasses(this.#db).last(mailboxId))?.outcome?.outcome === 'done';
    }
    return false;
  }

  /** Right after a pass has begun to ask, or while a write is on its way. */
  async crash(box: number, call: number, when: 'before' | 'after'): Promise<void> {
    const requests = (): number => this.sandbox.counters(this.boxes[box]!.user).requests;
    const before = requests();
    const slowed =
      when === 'after'
        ? this.sandbox.faults.plan({ method: 'POST', path: '/contacts', fault: { kind: 'slow', ms: 150 } })
        : null;
    await this.pass(box);
    for (const until = performance.now() + workWithinMs; performance.now() < until; await sleep(2)) {
      if (slowed === null ? requests() > before : slowed.fired > 0) break;
    }
    slowed?.cancel();
    await sleep(this.#random.below(1 + call * 5));
    if (call % 4 === 3) {
      this.tolls.drops += 1;
      this.crew.excuse();
      await this.store.dropConnections(this.#random.pick([0.3, 1]));
      return;
    }
    this.tolls.workerKills += 1;
    await this.crew.kill();
  }

  async restart(): Promise<void> {
    this.tolls.storeCuts += 1;
    this.crew.excuse();
    const how = this.#random.pick(['quit', 'kill'] as const);
    if (this.options.store === 'embedded') await this.crew.killAll();
    await this.store.cut(how, this.#random.below(1_500));
    this.crew.excuse();
    if (this.options.store === 'embedded') await this.crew.start();
  }

  async signIn(box: number): Promise<void> {
    const { user, mailboxId } = this.boxes[box]!;
    this.setClocks();
    const mailboxes = createMailboxes(this.#db);
    const state = async () => (await mailboxes.byId(mailboxId))?.state;
    if ((await state()) !== 'signInAgain') return;
    const account = this.sandbox.users.get(user);
    const link = await runCommand(['mailbox', 'activate', account.mail, '--json'], this.crew.env);
    if (link.code !== 0) throw new Error(`no link to sign in: ${link.stdout}${link.stderr}`);
    const { url } = JSON.parse(link.stdout) as { url: string };
    await signInAs(account, url, { ca: this.sandbox.ca }).catch(() => undefined);
    if ((await state()) === 'active') this.tolls.signIns += 1;
  }

  rest(): Promise<string[]> {
    return checkAtRest(this);
  }

  async close(): Promise<string[]> {
    const problems = await this.crew.stop();
    await this.sandbox.close();
    await this.store.close();
    return [...problems, ...this.crew.surprises];
  }
}

/** The people whose mailboxes these are, each with cards of their own and a second folder. */
const addUsers = (sandbox: Sandbox, users: readonly string[]): void => {
  for (const userPrincipalName of users) {
    const displayName = userPrincipalName.slice(0, userPrincipalName.indexOf('@'));
    sandbox.users.add({ userPrincipalName, displayName });
    sandbox.outlook(userPrincipalName).addPrivateCards(5);
    sandbox.outlook(userPrincipalName).makeFolder('VIP');
  }
};

/** Nothing is synced yet; the workers run. */
export const startLive = async (options: LiveOptions): Promise<Live> => {
  const { seed, policies, clockOffsetMs } = options;
  const [sandbox, store] = await Promise.all([createSandbox({ seed }), startStore()]);
  const users = firstUsers.slice(0, policies.length).map((name) => `${name}@kantoor-voorbeeld.example`);
  addUsers(sandbox, users);
  const storeEnv: WorkerEnv =
    options.store === 'embedded' ? { DATA_DIR: store.dataDir } : { DATABASE_URL: store.url };
  const crew = await createCrew({
    sandbox,
    random: createRandom(seed ^ 0x5bd1e995),
    storeEnv,
    roles: options.store === 'embedded' ? ['serve'] : ['serve', 'work'],
    clockOffsetMs,
  });
  const { NODE_OPTIONS = '', TORTURE_CLOCK_FILE = '' } = crew.env;
  const boxes = await activateAll(
    sandbox,
    store.db,
    users,
    { ...storeEnv, NODE_OPTIONS, TORTURE_CLOCK_FILE },
    policies,
  );
  const clock = { now: () => new Date(sandbox.clock.now()) };
  const crm = createEmbeddedCrm(store.db, { country: 'NL', clock });
  const ledger = new Ledger(sandbox, boxes, { db: store.db, crm });
  await ledger.watchCrm();
  await crew.start();
  return new LiveOffice(sandbox, boxes, ledger, crew, store, options);
};
