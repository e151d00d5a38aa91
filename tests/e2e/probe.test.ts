/** `probe` as it is started, on a mailbox that gave its consent through the real sign-in: what it says, keeps and refuses. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { createTestDb, type TestDb } from '../support/db.ts';
import { activateAll } from '../support/wired-office.ts';
import { runCommand, workerEnv, type WorkerEnv } from '../support/worker-process.ts';

const petra = 'petra@kantoor-voorbeeld.example';
let sandbox: Sandbox;
let database: TestDb;
let env: WorkerEnv;
let folder: string;

beforeAll(async () => {
  [sandbox, database] = [await createSandbox({ privateCards: 3 }), await createTestDb()];
  folder = await mkdtemp(join(tmpdir(), 'relatiebrug-probe-'));
  env = workerEnv(sandbox, {
    DATABASE_URL: database.url,
    GRAPH_ASSUMPTIONS_FILE: join(folder, 'graph.json'),
  });
  await activateAll(sandbox, database.db, [petra], { DATABASE_URL: database.url });
}, 120_000);
afterAll(async () => {
  await sandbox.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const patience = ['--patience', '2'];

test('without a yes nothing is made in the mailbox, and it is told what would be', async () => {
  const { code, stdout, stderr } = await runCommand(['probe', petra], env);
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('--yes') as unknown });
  expect(stdout).toContain('Relatiebrug probe');
  expect(sandbox.outlook(petra).audit.filter(({ by }) => by === 'app')).toEqual([]);
});

test('the answers come in words, whole in a file, and what follows is kept for the worker', async () => {
  sandbox.switches.set({ findMisses: 4 });
  const file = join(folder, 'answers.json');
  const args = ['probe', petra, '--yes', '--apply', '--save', file, ...patience];
  const { code, stdout, stderr } = await runCommand(args, { ...env, LANGUAGE: 'nl' });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('4. Wordt een wijziging onder een verouderde If-Match geweigerd?');
  expect(stdout).toContain('Ja, met 412');
  const saved = JSON.parse(await readFile(file, 'utf8')) as {
    answers: { question: string; finding: string; exchanges: { slowestMs: number }[] }[];
    assumptions: object;
  };
  expect(saved.answers).toHaveLength(11);
  expect(saved.answers.find(({ question }) => question === 'findDelay')).toMatchObject({ finding: 'late' });
  expect(JSON.parse(await readFile(join(folder, 'graph.json'), 'utf8'))).toMatchObject({
    assumptions: saved.assumptions,
  });
  expect(sandbox.outlook(petra).folders()).toHaveLength(2);
  expect(sandbox.outlook(petra).cards()).toHaveLength(3);
}, 120_000);

test('--clean-up has nothing to do then; who is not there, and a wrong wait, are told', async () => {
  const cleaned = await runCommand(['probe', petra, '--clean-up', '--json'], env);
  expect(JSON.parse(cleaned.stdout)).toMatchObject({ cleanUp: { cards: 0, folders: 0, kept: 0, left: 0 } });
  expect((await runCommand(['probe', 'niemand@kantoor-voorbeeld.example'], env)).code).toBe(1);
  expect((await runCommand(['probe', petra, '--patience', 'lang'], env)).code).toBe(2);
  const { GRAPH_ASSUMPTIONS_FILE: _, ...bare } = env;
  expect((await runCommand(['probe', petra, '--apply'], bare)).code).toBe(2);
}, 120_000);
