/**
 * Bad input at the edges of the real worker, over the wire and from the command line: each is answered with a clear
 * error, and nothing has changed afterwards. Which files an import refuses in detail is told in tests/unit/crm.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import type { EmbeddedCrm } from '../../worker/crm/embedded/types.ts';
import { createTestDb, type TestDb } from '../support/db.ts';
import { sidesOf } from '../support/wired-office.ts';
import {
  runCommand,
  servedEnv,
  startWorker,
  type Ended,
  type WorkerEnv,
  type WorkerProcess,
} from '../support/worker-process.ts';

const petra = 'petra@kantoor-voorbeeld.example';
const slow = 120_000;

let sandbox: Sandbox;
let database: TestDb;
let crm: EmbeddedCrm;
let env: WorkerEnv;
let folder: string;

beforeAll(async () => {
  [sandbox, database] = await Promise.all([createSandbox(), createTestDb()]);
  folder = await mkdtemp(join(tmpdir(), 'relatiebrug-bad-'));
  env = await servedEnv(sandbox, { DATABASE_URL: database.url, LOG_LEVEL: 'info' });
  ({ crm } = sidesOf(database.db));
  const employee = await crm.upsertEmployee({ email: petra, displayName: 'Petra de Vries' });
  const created = await crm.createPerson(
    { kind: 'privatePerson', fields: { lastName: 'Jansen' }, relationManagerId: employee!.id },
    { kind: 'import' },
  );
  if (created.outcome !== 'created') throw new Error(created.outcome);
}, 60_000);
afterAll(async () => {
  await sandbox.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything in the CRM. */
const everyone = async (): Promise<unknown> => (await crm.listPersons({ after: null, limit: 100 })).persons;

describe('a setting that is not known', () => {
  test(
    'stops every command at its start and names the line and the nearest known one',
    async () => {
      const dotenv = 'LEASE_SECONDEN=geheim\n';
      const [work, status] = await Promise.all([
        runCommand(['work'], env, { dotenv }),
        runCommand(['status', '--json'], env, { dotenv }),
      ]);
      expect([work.code, work.stdout]).toEqual([2, '']);
      expect(work.stderr).toContain('LEASE_SECONDEN');
      expect(work.stderr).toContain('LEASE_SECONDS');
      expect(work.stderr).not.toContain('geheim');
      expect(status.code).toBe(2);
      expect(JSON.parse(status.stdout)).toMatchObject({ error: { code: 'settings.wrong' } });
    },
    slow,
  );
});

describe('a token at the running API', () => {
  let server: WorkerProcess;
  let agent: Agent;
  beforeAll(async () => {
    agent = new Agent({ connect: { ca: sandbox.ca } });
    server = startWorker(['serve', '--no-jobs', '--json'], env);
    await server.until('"url"');
  }, 60_000);
  afterAll(async () => {
    await server.kill();
    await agent.close();
  });

  /** Tries to give Jansen another name. */
  const rename = async (authorization: string | null): Promise<{ status: number; code: unknown }> => {
    const [person] = (await crm.listPersons({ after: null, limit: 1 })).persons;
    const response = await fetch(`${env['PUBLIC_URL']}/api/persons/${person!.id}`, {
      method: 'PATCH',
      dispatcher: agent,
      headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
      body: JSON.stringify({ version: person!.version, fields: { lastName: 'Gewijzigd' } }),
    });
    const body = (await response.json()) as { error?: { code?: unknown } };
    return { status: response.status, code: body.error?.code ?? body };
  };
  const mint = (more: object): string => `Bearer ${sandbox.signIn.mintToken({ user: petra, ...more })}`;

  const tokens: readonly [string, () => string | null, number][] = [
    ['that is not there', () => null, 401],
    ['that has expired', () => mint({ expiresInSeconds: -600 }), 401],
    ['that is signed by another’s key', () => mint({ signature: 'foreign' }), 401],
    [
      'that is signed by another’s key under our key’s name',
      () => mint({ signature: 'foreignSameKid' }),
      401,
    ],
    ['that is not signed', () => mint({ signature: 'none' }), 401],
    ['that was made for Graph', () => mint({ kind: 'graph' }), 401],
    ['of a user of another tenant', () => mint({ user: 'morag@other-office.example' }), 403],
    ['without our scope', () => mint({ scope: 'User.Read' }), 403],
    ['that is none', () => 'Bearer rubbish', 401],
    ['of a user whom the CRM does not know', () => mint({ user: 'joost@kantoor-voorbeeld.example' }), 403],
  ];
  test.each(tokens)('%s is refused and changes nothing', async (_, authorization, status) => {
    const before = await everyone();
    const answer = await rename(authorization());
    expect(answer.status).toBe(status);
    expect(typeof answer.code).toBe('string');
    expect(await everyone()).toEqual(before);
  });

  test('none of them is repeated in the log', () => {
    expect(server.stderr()).not.toMatch(/eyJ[\w-]+\.|rubbish|Jansen/u);
  });
});

describe('an import of a file that is not what it should be', () => {
  const importing = async (name: string, content: string | Uint8Array): Promise<Ended> => {
    const file = join(folder, name);
    await writeFile(file, content);
    return runCommand(['import', file, '--yes', '--strict', '--json'], env);
  };
  const rows = (...lines: string[]): string => ['Id;Soort;Achternaam;Geboortedatum', ...lines].join('\n');

  test.each([
    ['an unknown column', 'column.csv', 'Achternaam;Schoenmaat\nVries;43\n'],
    ['a broken encoding', 'encoding.csv', Buffer.from('Achternaam\nVri\xc3\n\xff\xfe\x00x', 'latin1')],
    ['a cell of 10 MB', 'cell.csv', rows(`1;particulier;"${'x'.repeat(10_000_000)}";`)],
    ['a date that is none', 'date.csv', rows('1;particulier;Vries;31-02-1990')],
    ['one id twice', 'id.csv', rows('7;particulier;Vries;', '7;particulier;Smit;')],
    ['no content', 'empty.csv', ''],
    ['a spreadsheet that was cut off', 'sheet.xlsx', Buffer.from('PK\x03\x04 and no more', 'latin1')],
  ] as const)(
    '%s is told with a code and changes nothing',
    async (_, name, content) => {
      const before = await everyone();
      const { code, stdout, stderr } = await importing(name, content);
      expect(code).toBe(1);
      const answer = JSON.parse(stdout) as { applied?: boolean; error?: { code: string; message: string } };
      expect(answer.error?.code).toMatch(/^\w+\.\w+$/u);
      expect(answer.error?.message.length).toBeGreaterThan(10);
      expect(answer.applied ?? false).toBe(false);
      expect(stderr).not.toMatch(/^\s+at /mu);
      expect(await everyone()).toEqual(before);
    },
    slow,
  );
});
