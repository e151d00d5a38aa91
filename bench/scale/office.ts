/**
 * An office for a measurement: sandbox, PostgreSQL server and workers as processes of their own, mailboxes activated by
 * a sign-in, persons in the embedded CRM. Nothing in it knows how the worker works inside; it starts it as a user does.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { HOME_TENANT, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from '../../sandbox/index.ts';
import { signInAs } from '../../sandbox/sign-in/browser.ts';
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import { killNow } from '../../tests/support/kill-now.ts';
import {
  freePort,
  startWorker,
  type WorkerEnv,
  type WorkerProcess,
} from '../../tests/support/worker-process.ts';
import { createEmbeddedCrm } from '../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm } from '../../worker/crm/embedded/types.ts';
import { requestPass } from '../../worker/jobs/index.ts';
import { buildApp } from '../../worker/main/app.ts';
import type { PassTrigger } from '../../worker/pass/ports.ts';
import { readSettings } from '../../worker/settings.ts';
import type { Db } from '../../worker/store/db.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { startSandboxProcess, type SandboxProcess } from './sandbox-process.ts';
import { startBenchStore, type BenchStore } from './store.ts';

export interface BenchBox {
  readonly user: string;
  readonly employeeId: EmployeeId;
  readonly mailboxId: MailboxId;
}

export interface BenchOffice {
  readonly sandbox: SandboxProcess;
  readonly store: BenchStore;
  readonly db: Db;
  readonly crm: EmbeddedCrm;
  readonly mailboxes: ReturnType<typeof createMailboxes>;
  /** Settings of a `work`; those of a `serve` are these and an address. */
  readonly env: WorkerEnv;
  /** By a sign-in as a person walks it; paused until `goOn`, so that no pass runs before it is measured. */
  activate(users: readonly string[]): Promise<BenchBox[]>;
  /** Resumes a paused mailbox and asks a pass. */
  goOn(box: BenchBox, trigger?: PassTrigger): Promise<void>;
  askPass(box: BenchBox, trigger?: PassTrigger): Promise<void>;
  /** `work`, ready; answers once nothing is left to do. */
  startWork(more?: WorkerEnv): Promise<WorkerProcess>;
  /** `serve` with its jobs, where Graph's notifications arrive. */
  startServe(more?: WorkerEnv): Promise<{ readonly worker: WorkerProcess; readonly url: string }>;
  /** How often the sandbox saw two passes at work in one mailbox (sandbox/graph/one-at-a-time.ts). */
  twoAtOnce(): Promise<number>;
  /** Passes of these mailboxes that are asked for or run. */
  openPasses(): Promise<number>;
  /** Until no pass is asked for, none runs, and the CRM's changes have been read. */
  rest(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

const pollMs = 20;

const signals = ['SIGINT', 'SIGTERM'] as const;
/** So that the handlers of 'exit' run, which end what was started. */
const endOnSignal = (): void => process.exit(130);

const baseEnv = (sandbox: SandboxProcess, store: BenchStore): WorkerEnv => ({
  AUTHORITY: sandbox.authorityUrl,
  GRAPH_BASE_URL: sandbox.graphUrl,
  NODE_EXTRA_CA_CERTS: sandbox.caFile,
  CLIENT_ID: SANDBOX_CLIENT_ID,
  CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
  ALLOWED_TENANTS: HOME_TENANT,
  TOKEN_KEY: '5e'.repeat(32),
  LANGUAGE: 'en',
  LOG_LEVEL: 'warn',
  DATABASE_URL: store.url,
});

/** As `work`, and served over https under an address that the sandbox's sign-in knows. */
export const servedEnv = async (sandbox: SandboxProcess, env: WorkerEnv): Promise<WorkerEnv> => {
  const port = await freePort();
  const publicUrl = `https://localhost:${String(port)}`;
  await sandbox.ask('POST', 'sign-in/registerApp', [
    { clientId: SANDBOX_CLIENT_ID, webRedirectUris: [`${publicUrl}/connect/callback`] },
  ]);
  return {
    ...env,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    TLS_CERT_FILE: sandbox.certFile,
    TLS_KEY_FILE: sandbox.keyFile,
    ALLOW_LOCAL_NOTIFICATIONS: 'true',
  };
};

/** `given`: a store of the caller's, which `close` closes too. */
export const openBenchOffice = async (given?: BenchStore): Promise<BenchOffice> => {
  for (const signal of signals) process.once(signal, endOnSignal);
  const [sandbox, store] = await Promise.all([startSandboxProcess(), given ?? startBenchStore()]);
  const { db } = store;
  const crm = createEmbeddedCrm(db, { country: 'NL' });
  const mailboxes = createMailboxes(db);
  const env = baseEnv(sandbox, store);
  const started: WorkerProcess[] = [];
  const onExit = (): void => {
    for (const { pid } of started) killNow(pid);
  };
  process.once('exit', onExit);

  const activate: BenchOffice['activate'] = async (users) => {
    const served = await servedEnv(sandbox, env);
    const server = startWorker(['serve', '--no-jobs'], served);
    const app = buildApp(readSettings(served));
    const boxes: BenchBox[] = [];
    try {
      await server.until(served['PUBLIC_URL'] ?? '');
      for (const user of users) {
        const account = await sandbox.addUser(user);
        const employee = await crm.upsertEmployee({ email: account.mail, displayName: account.displayName });
        if (employee === null) throw new Error(`no employee for ${user}`);
        const { url } = await app.activationLink(employee);
        await signInAs(account, url, { ca: sandbox.ca });
        const mailbox = await mailboxes.byUser(account.tenantId, account.id);
        if (mailbox === null) throw new Error(`${user} was not activated: ${server.stderr()}`);
        await mailboxes.pause(mailbox.id, 'bench');
        boxes.push({ user, employeeId: employee.id, mailboxId: mailbox.id });
      }
    } finally {
      await Promise.all([server.kill(), app.close()]);
    }
    return boxes;
  };

  const openWork = async (): Promise<{ passes: number; crmIsRead: boolean }> => {
    const [row] = await db.query<{ passes: number; crmIsRead: boolean }>(sql`
      SELECT
        (SELECT count(*)::int FROM jobs.requests WHERE requested > served) AS passes,
        NOT EXISTS (SELECT FROM crm.change_queue) AND coalesce((SELECT max(position)::text FROM crm.change_feed), '0')
          = coalesce((SELECT cursor FROM jobs.crm_cursors WHERE crm = 'embedded'), '0') AS "crmIsRead"`);
    return row ?? { passes: 0, crmIsRead: true };
  };

  const rest: BenchOffice['rest'] = async (withinMs) => {
    let open = await openWork();
    for (const until = performance.now() + withinMs; performance.now() < until; await sleep(pollMs)) {
      open = await openWork();
      if (open.passes === 0 && open.crmIsRead) return;
    }
    const said = started.map((worker) => worker.stderr().slice(-1_000)).join('\n');
    throw new Error(`no rest within ${String(withinMs)} ms: ${JSON.stringify(open)}\n${said}`);
  };

  const knowCallers = (): Promise<unknown> =>
    sandbox.ask('POST', 'callers', { pids: started.map(({ pid }) => pid) });

  const askPass: BenchOffice['askPass'] = async (box, trigger = 'syncNow') => {
    await requestPass(db, box.mailboxId, trigger);
  };

  return {
    sandbox,
    store,
    db,
    crm,
    mailboxes,
    env,
    activate,
    goOn: async (box, trigger = 'activation') => {
      await mailboxes.resume(box.mailboxId);
      await askPass(box, trigger);
    },
    askPass,
    startWork: async (more = {}) => {
      const worker = startWorker(['work', '--json'], { ...env, ...more });
      started.push(worker);
      await worker.until('"working":true');
      await knowCallers();
      return worker;
    },
    startServe: async (more = {}) => {
      const served = await servedEnv(sandbox, { ...env, ...more });
      const worker = startWorker(['serve', '--json'], served);
      started.push(worker);
      await worker.until(served['PUBLIC_URL'] ?? '');
      await knowCallers();
      return { worker, url: served['PUBLIC_URL'] ?? '' };
    },
    twoAtOnce: async () => (await sandbox.ask<{ count: number }>('GET', 'one-at-a-time')).count,
    openPasses: async () => (await openWork()).passes,
    rest,
    close: async () => {
      await Promise.all(started.map((worker) => worker.kill()));
      await sandbox.close();
      await store.close();
      process.off('exit', onExit);
      for (const signal of signals) process.off(signal, endOnSignal);
    },
  };
};

/** A name that no other office of this run has. */
export const newUser = (name: string): string =>
  `${name}-${randomUUID().slice(0, 8)}@kantoor-voorbeeld.example`;
