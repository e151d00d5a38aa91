/**
 * R12 as a user meets it: consent with "preview first" before a stand-in Microsoft 365, a look with other settings and
 * without, and the word to begin; then the pass does what was shown. Also the API's preview, with a real sign-in's token.
 */
import { Agent, fetch } from 'undici';
import { createSandbox, type Sandbox } from '../../../sandbox/index.ts';
import { signInAs } from '../../../sandbox/sign-in/browser.ts';
import type { PreviewView } from '../../../shared/api/preview.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { everyRow } from '../../support/trace.ts';
import { servedEnv, startWorker, type WorkerEnv, type WorkerProcess } from '../../support/worker-process.ts';
import { ended, relatiebrug, start } from './bin.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let sandbox: Sandbox;
let database: TestDb;
let env: WorkerEnv;
let serve: WorkerProcess;
let agent: Agent;

beforeAll(async () => {
  [sandbox, database] = [await createSandbox(), await createTestDb()];
  env = await servedEnv(sandbox, { DATABASE_URL: database.url });
  agent = new Agent({ connect: { ca: sandbox.ca } });
  const crm = createEmbeddedCrm(database.db, { country: 'NL' });
  const employee = await crm.upsertEmployee({ email: petra, displayName: 'Petra de Vries' });
  const persons = { Bos: ['Klanten'], Smit: ['Klanten'], Vries: ['Nieuwsbrief'], Lang: [] };
  for (const [lastName, groups] of Object.entries(persons)) {
    await crm.createPerson(
      { kind: 'contactPerson', fields: { lastName }, relationManagerId: employee!.id, groups },
      { kind: 'import' },
    );
  }
  serve = startWorker(['serve'], env);
  await serve.until(env['PUBLIC_URL']!);
}, 120_000);

afterAll(async () => {
  await serve.kill();
  await agent.close();
  await sandbox.close();
  await database.close();
}, 60_000);

const ask = async (
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> => {
  const token = sandbox.signIn.mintToken({ user: petra, kind: 'api' });
  const response = await fetch(`${env['PUBLIC_URL'] ?? ''}${path}`, {
    method,
    dispatcher: agent,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};
const written = () => sandbox.outlook(petra).audit.filter(({ by }) => by === 'app').length;
/**
 * All rows but for the next daily pass, which the server sets within a minute of the first one, and how many requests a
 * mailbox was asked (R14), which a preview tells too.
 */
const rows = async (): Promise<Awaited<ReturnType<typeof everyRow>>> => {
  const all = await everyRow(database.db, 'sync', 'crm');
  const mailboxes = all['sync.mailboxes']!.map((row) => row.replace(/"next_daily_at":(?:null|"[^"]+")/u, ''));
  const leases = all['sync.leases']!.map((row) => row.replace(/"spent":\[[^}]*?\],"token"/u, '"token"'));
  return { ...all, 'sync.mailboxes': mailboxes, 'sync.leases': leases };
};
const previewed = async (...options: string[]): Promise<PreviewView> => {
  const before = await rows();
  const { code, out, err } = await relatiebrug(['sync', petra, '--preview', '--json', ...options], env);
  expect([code, err]).toEqual([0, '']);
  expect(await rows()).toEqual(before);
  return (JSON.parse(out) as { preview: PreviewView }).preview;
};

test('after a consent with "preview first" nothing happens, and it says what to do', async () => {
  const activate = start(['mailbox', 'activate', petra, '--preview-first', '--wait'], env);
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
  expect(visit.html).toContain('data-outcome="activatedWaits"');
  const { code, out } = await activated;
  expect(code).toBe(0);
  expect(out).toContain(`relatiebrug sync ${petra} --preview`);
  expect(out).toContain(`relatiebrug mailbox resume ${petra}`);
  expect(await ask('GET', '/api/mailbox')).toMatchObject({
    body: {
      state: 'paused',
      because: 'notStarted',
      message: expect.stringContaining('Nog niet begonnen') as string,
    },
  });
  expect(written()).toBe(0);
}, 120_000);

test('a preview for people: numbers first, then what needs an eye, then who', async () => {
  const { code, out } = await relatiebrug(
    ['sync', petra, '--preview', '--exclude-group', 'Nieuwsbrief', '--exclude-group', 'Niemand'],
    env,
  );
  expect(code).toBe(0);
  expect(out).toContain('3  Cards to make in Outlook');
  expect(out).toContain('1  Not kept in Outlook (1 in an excluded group)');
  expect(out).toContain('Nobody in the CRM is in the group Niemand.');
  expect(out).toContain('The link has not begun yet');
  for (const name of ['Bos', 'Smit', 'Lang']) expect(out).toContain(`\n  ${name}\n`);
  expect(out).toContain('Vries  in an excluded group');
  expect(out).toContain('Save and do it');
  expect(written()).toBe(0);
}, 60_000);

test('groups and policy without --preview are refused, so that nobody takes them for saved', async () => {
  const { code, err } = await relatiebrug(['sync', petra, '--exclude-group', 'Nieuwsbrief'], env);
  expect(code).toBe(2);
  expect(err).toContain('--preview');
}, 60_000);

test('the API shows the same, in lists no longer than was asked', async () => {
  const settings = { groupsIncluded: ['klanten'], groupsExcluded: [], conflictPolicy: 'crm' };
  const { status, body } = await ask('POST', '/api/mailbox/preview', { settings, limit: 1 });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    everyPerson: true,
    settings: { groupsIncluded: ['Klanten'] },
    counts: { created: 2 },
    created: { total: 2, items: [{ personName: expect.any(String) as string }], more: 1 },
    leftOut: { total: 2, more: 1, reasons: [{ because: 'groupNotIncluded', count: 2 }] },
    warnings: [{ code: 'notStarted' }],
  });
  expect(written()).toBe(0);
}, 60_000);

test('after the word to begin, the pass makes just the cards that were shown', async () => {
  const shown = await previewed();
  expect(shown).toMatchObject({ counts: { created: 4, toCrm: 0 }, brake: null, leftOut: { total: 0 } });
  const resumed = await relatiebrug(['mailbox', 'resume', petra], env);
  expect(resumed.code).toBe(0);
  const { requests: _, ...counts } = await firstPass();
  expect(counts).toEqual(shown.counts);
  expect(sandbox.outlook(petra).cards()).toHaveLength(4);
  expect(await previewed()).toMatchObject({ counts: { created: 0, toRemote: 0 }, everyPerson: false });
}, 120_000);

/** Counts of the pass that the resuming asked for. */
const firstPass = async (): Promise<Record<string, number>> => {
  for (let look = 0; look < 120; look += 1) {
    const { body } = await ask('GET', '/api/mailbox');
    const { lastPass } = body as { lastPass: { result: string; counts: Record<string, number> } | null };
    if (lastPass !== null) {
      expect(lastPass.result).toBe('done');
      return lastPass.counts;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('no pass');
};
