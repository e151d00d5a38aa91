/**
 * The worker as it is started: `serve` on https before a stand-in Microsoft 365, a link for an employee, the real
 * sign-in, the first pass, "sync now" through the queue and without it, and a stop that keeps its time.
 */
import type { ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import sql from 'sql-template-tag';
import { Agent, fetch } from 'undici';
import {
  createSandbox,
  HOME_TENANT,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type Sandbox,
} from '../../../sandbox/index.ts';
import { signInAs } from '../../../sandbox/sign-in/browser.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm } from '../../../worker/crm/embedded/types.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { ended, inside, relatiebrug, start, type Ran } from './bin.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let sandbox: Sandbox;
let database: TestDb;
let env: Record<string, string>;
let serve: ChildProcess;
let served: Promise<Ran>;
let agent: Agent;
let crm: EmbeddedCrm;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, 'localhost', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

beforeAll(async () => {
  [sandbox, database] = [await createSandbox(), await createTestDb()];
  const origin = `https://localhost:${String(await freePort())}`;
  sandbox.signIn.registerApp({
    clientId: SANDBOX_CLIENT_ID,
    webRedirectUris: [`${origin}/connect/callback`],
  });
  agent = new Agent({ connect: { ca: sandbox.ca } });
  env = {
    DATABASE_URL: database.url,
    AUTHORITY: sandbox.authorityUrl,
    GRAPH_BASE_URL: sandbox.graphUrl,
    NODE_EXTRA_CA_CERTS: sandbox.caFile,
    CLIENT_ID: SANDBOX_CLIENT_ID,
    CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    ALLOWED_TENANTS: HOME_TENANT,
    TOKEN_KEY: 'ab'.repeat(32),
    HOST: 'localhost',
    PORT: new URL(origin).port,
    PUBLIC_URL: origin,
    TLS_CERT_FILE: sandbox.certificate.certFile,
    TLS_KEY_FILE: sandbox.certificate.keyFile,
    LOG_LEVEL: 'warn',
  };
  crm = createEmbeddedCrm(database.db, { country: 'NL' });
  const employee = await crm.upsertEmployee({ email: petra, displayName: 'Petra de Vries' });
  for (const lastName of ['Bos', 'Smit', 'Vries']) {
    const draft = { kind: 'contactPerson', fields: { lastName }, relationManagerId: employee!.id } as const;
    await crm.createPerson(draft, { kind: 'import' });
  }
  serve = start(['serve', '--json'], env);
  served = ended(serve);
  await new Promise((resolve) => serve.stdout?.once('data', resolve));
}, 120_000);

afterAll(async () => {
  serve.kill('SIGKILL');
  await agent.close();
  await sandbox.close();
  await database.close();
}, 60_000);

const get = async (path: string, token?: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${env['PUBLIC_URL'] ?? ''}${path}`, {
    dispatcher: agent,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
};

test('it is ready, and doctor finds nothing wrong with it', async () => {
  expect(await get('/readyz')).toEqual({
    status: 200,
    body: { ok: true, database: true, migrated: true, jobs: true },
  });
  const { code, out } = await relatiebrug(['doctor', '--json'], env);
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: { check: string; state: string }[] };
  expect([code, ok]).toEqual([0, true]);
  expect(checks.filter(({ state }) => state === 'ok').map(({ check }) => check)).toEqual([
    'settings',
    'signInSettings',
    'database',
    'crm',
    'worker',
    'signIn',
    'clock',
    'tokenKey',
    'credential',
    'granted',
    'graph',
    'publicUrl',
  ]);
}, 60_000);

test('a link for an employee leads through the sign-in to cards, and waits for them', async () => {
  const activate = start(['mailbox', 'activate', petra, '--wait', '--json'], env);
  const activated = ended(activate);
  const url = await new Promise<string>((resolve) => {
    let said = '';
    activate.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      const found = /^https:\/\/\S+$/mu.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  const visit = await signInAs(sandbox.users.get(petra), url, { ca: sandbox.ca });
  expect(visit.status).toBe(200);
  const { code, out } = await activated;
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ pass: { result: 'done', counts: { created: 3 } } });
  const again = await signInAs(sandbox.users.get(petra), url, { ca: sandbox.ca });
  expect(again.status).toBe(400);
}, 120_000);

test('the API knows who signed in, and a second pass through the queue has nothing to do', async () => {
  const token = sandbox.signIn.mintToken({ user: petra, kind: 'api' });
  expect(await get('/api/me', token)).toMatchObject({
    status: 200,
    body: { employee: { email: petra }, counts: { active: 3 } },
  });
  const { code, out } = await relatiebrug(['sync', petra], env);
  expect([code, out]).toEqual([0, 'The pass is done.\nThere was nothing to do.\n']);
}, 60_000);

/** An edit in Outlook, and the entry with which it came into the CRM. */
const editAndSync = async (jobTitle: string): Promise<string> => {
  const outlook = sandbox.outlook(petra);
  outlook.edit(
    outlook.cards().find(({ values }) => values.surname === 'Bos')!,
    { jobTitle },
  );
  expect((await relatiebrug(['sync', petra], env)).code).toBe(0);
  const history = await inside(['history', petra, '--side', 'crm', '--limit', '1', '--json'], env);
  const [entry] = (JSON.parse(history.out) as { items: { id: string; to: string }[] }).items;
  expect(entry?.to).toBe(jobTitle);
  return entry!.id;
};
const undoAndLook = async (id: string): Promise<void> => {
  const { code, out } = await relatiebrug(['undo', '--entry', id, '--yes'], env);
  expect([code, out]).toEqual([0, expect.stringContaining('undone: 1 · not: 0 · waiting: 0')]);
  const card = sandbox
    .outlook(petra)
    .cards()
    .find(({ values }) => values.surname === 'Bos')!;
  expect(card.values.jobTitle).toBe(null);
};

test('an edit in Outlook is undone from the command line: the worker does it, and it is told how it went', async () => {
  await undoAndLook(await editAndSync('Verkeerd getypt'));
}, 120_000);

test('the link ends from the command line, and a new consent goes on with the same cards and what was chosen before it', async () => {
  const outlook = sandbox.outlook(petra);
  const links = () => database.db.query<{ id: string }>(sql`SELECT id FROM sync.links ORDER BY id`);
  const tokens = () => database.db.query(sql`SELECT FROM identity.tokens`);
  const before = await links();
  expect(await tokens()).toHaveLength(1);
  const ended = await relatiebrug(['mailbox', 'deactivate', petra, '--yes', '--json'], env);
  expect([ended.code, JSON.parse(ended.out)]).toMatchObject([
    0,
    { because: 'deactivated', cards: 3, held: 0 },
  ]);
  expect(await tokens()).toEqual([]);
  for (const args of [['sync'], ['sync', '--preview'], ['mailbox', 'resume'], ['mailbox', 'pause']]) {
    const { code, err } = await inside([...args, petra], env);
    expect([args, code]).toEqual([args, 3]);
    expect(err).toContain(`relatiebrug mailbox activate ${petra}`);
  }
  // Meanwhile both sides live on.
  outlook.edit(
    outlook.cards().find(({ values }) => values.surname === 'Bos')!,
    { jobTitle: 'Notaris' },
  );
  const [smit] = await crm.search('Smit', 1);
  await crm.updatePerson(smit!.id, smit!.version, { fields: { jobTitle: 'Bakker' } }, { kind: 'import' });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(outlook.cards().filter(({ values }) => values.jobTitle === 'Bakker')).toEqual([]);
  const token = sandbox.signIn.mintToken({ user: petra, kind: 'api' });
  const settings = {
    groupsIncluded: [],
    groupsExcluded: [],
    conflictPolicy: 'ask',
    roles: ['relationManager'],
  };
  const ticket = await fetch(`${env['PUBLIC_URL'] ?? ''}/api/activation/ticket`, {
    dispatcher: agent,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ start: 'afterPreview', settings }),
  });
  expect(ticket.status).toBe(201);
  const { url } = (await ticket.json()) as { url: string };
  expect((await signInAs(sandbox.users.get(petra), url, { ca: sandbox.ca })).status).toBe(200);
  // Much may have changed since: it can be looked at before, as a first sync can.
  expect(await get('/api/mailbox', token)).toMatchObject({
    body: { state: 'paused', because: 'notStarted', settings },
  });
  const preview = await relatiebrug(['sync', '--preview', petra, '--json'], env);
  expect(JSON.parse(preview.out)).toMatchObject({
    preview: { counts: { created: 0, toRemote: 1, toCrm: 1 } },
  });
  expect((await inside(['mailbox', 'resume', petra], env)).code).toBe(0);
  expect((await relatiebrug(['sync', petra], env)).code).toBe(0);
  expect(await get('/api/mailbox', token)).toMatchObject({
    body: { state: 'active', settings, counts: { active: 3, held: 0 } },
  });
  expect(await links()).toEqual(before);
  expect(outlook.cards()).toHaveLength(3);
  expect(outlook.cards().find(({ values }) => values.surname === 'Smit')?.values.jobTitle).toBe('Bakker');
  const [bos] = await crm.search('Bos', 1);
  expect(bos?.fields.jobTitle).toBe('Notaris');
  // As it was, for the tests behind this one.
  await crm.updatePerson(bos!.id, bos!.version, { fields: { jobTitle: null } }, { kind: 'import' });
  expect((await relatiebrug(['sync', petra], env)).code).toBe(0);
}, 180_000);

test('it stops in time on SIGTERM, and sync then runs the pass itself', async () => {
  const stoppedAt = performance.now();
  serve.kill('SIGTERM');
  const { code, out } = await served;
  expect(code).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(10_500);
  expect(JSON.parse(out)).toMatchObject({ jobs: true, publicUrl: env['PUBLIC_URL'] });
  const sync = await relatiebrug(['sync', petra, '--json'], env);
  expect(sync.code).toBe(0);
  expect(JSON.parse(sync.out)).toMatchObject({ pass: { result: 'done', counts: { created: 0 } } });
}, 60_000);

test('without a worker an undo is done by the command itself', async () => {
  await undoAndLook(await editAndSync('Weer verkeerd'));
}, 120_000);

test('without sign-in settings it does not start, and names them', async () => {
  const { code, err } = await relatiebrug(['serve'], { DATABASE_URL: database.url });
  expect(code).toBe(2);
  for (const name of ['CLIENT_ID', 'CLIENT_SECRET', 'ALLOWED_TENANTS', 'TOKEN_KEY'])
    expect(err).toContain(name);
}, 60_000);
