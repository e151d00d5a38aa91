/**
 * Back-up and restore as an administrator does them: the command beside a running worker on the database that comes along,
 * into a new data folder, with the right key and with a wrong one.
 */
import { chmod, mkdtemp, readFile, realpath, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { openStore, type Store } from '../../worker/store/open-store.ts';
import { activateAll, askAll, sidesOf, waitForRest } from '../support/wired-office.ts';
import {
  runCommand,
  startWorker,
  workerEnv,
  type WorkerEnv,
  type WorkerProcess,
} from '../support/worker-process.ts';

const user = 'petra@kantoor-voorbeeld.example';
const persons = 12;

let sandbox: Sandbox;
let home: string;
let env: WorkerEnv;
let file: string;
let worker: WorkerProcess | undefined;
let store: Store | undefined;

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'relatiebrug-backup-')));
  // As root another user runs the server, and must be able to walk in.
  await chmod(home, 0o755);
  file = join(home, 'office.backup');
  sandbox = await createSandbox();
  env = workerEnv(sandbox, { DATA_DIR: join(home, 'data'), LEASE_SECONDS: '5', CRM_POLL_SECONDS: '1' });
}, 60_000);
afterAll(async () => {
  await worker?.kill();
  await store?.close();
  for (const dataDir of ['data', 'new', 'wrong'])
    await runCommand(['status'], { ...env, DATA_DIR: join(home, dataDir) });
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
}, 120_000);

const appWrites = (): number => sandbox.outlook(user).audit.filter(({ by }) => by === 'app').length;
const documentOf = ({ stdout }: { stdout: string }): unknown => JSON.parse(stdout);

test('a store is backed up beside its worker, restored into a new folder, and the first pass there writes nothing', async () => {
  store = await openStore({ dataDir: env['DATA_DIR']! });
  await store.migrate();
  const boxes = await activateAll(sandbox, store.db, [user], env);
  const { crm } = sidesOf(store.db);
  for (let index = 0; index < persons; index += 1) {
    await crm.createPerson(
      {
        kind: 'contactPerson',
        fields: { lastName: `Oort${index}`, workEmail: `oort${index}@klant.example` },
        relationManagerId: boxes[0]!.employeeId,
      },
      { kind: 'import' },
    );
  }
  worker = startWorker(['work', '--json'], env);
  await worker.until('{"working":true}');
  await askAll(store.db, boxes);
  await waitForRest(store.db, boxes, 60_000);
  expect(sandbox.outlook(user).cards()).toHaveLength(persons);

  const made = await runCommand(['backup', file, '--json'], env);
  expect([made.code, documentOf(made)]).toMatchObject([0, { file, persons, mailboxes: 1 }]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const again = await runCommand(['backup', file], env);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('--force')]);
  // Under a worker nothing is restored, and what is there is not asked away silently.
  const under = await runCommand(['restore', file, '--replace', '--yes', '--json'], env);
  expect([under.code, documentOf(under)]).toMatchObject([1, { error: { code: 'store.workerAlreadyRuns' } }]);
  await worker.stop();
  await store.close();
  store = undefined;

  const unasked = await runCommand(['restore', file, '--json'], env);
  expect([unasked.code, documentOf(unasked)]).toMatchObject([1, { error: { code: 'store.notEmpty' } }]);
  const unsaid = await runCommand(['restore', file, '--replace'], env);
  expect([unsaid.code, unsaid.stderr]).toEqual([3, expect.stringContaining('--yes')]);

  const there = { ...env, DATA_DIR: join(home, 'new') };
  const restored = await runCommand(['restore', file, '--json'], there);
  expect([restored.code, documentOf(restored)]).toMatchObject([
    0,
    { replaced: false, migrated: [], opensSignIns: true },
  ]);
  const before = appWrites();
  const pass = await runCommand(['sync', user], there);
  expect([pass.code, pass.stdout]).toEqual([0, 'The pass is done.\nThere was nothing to do.\n']);
  // The other store is not needed any more: the same mailbox goes on with the restored one.
  sandbox.outlook(user).edit(sandbox.outlook(user).cards()[0]!, { jobTitle: 'Notaris' });
  const edited = await runCommand(['sync', user], there);
  expect(edited.stdout).toContain('1 person updated in the CRM');
  expect(appWrites()).toBe(before);
}, 240_000);

test('with another token key the restore says so, and a pass stands still without harm until the key is back', async () => {
  const wrong = { ...env, DATA_DIR: join(home, 'wrong'), TOKEN_KEY: 'ed'.repeat(32) };
  const restored = await runCommand(['restore', file], wrong);
  expect([restored.code, restored.stderr]).toEqual([0, expect.stringContaining('TOKEN_KEYS_OLD')]);
  const before = appWrites();
  const pass = await runCommand(['sync', user, '--json'], wrong);
  expect(pass.code).not.toBe(0);
  expect(appWrites()).toBe(before);
  const back = await runCommand(['sync', user], { ...wrong, TOKEN_KEYS_OLD: env['TOKEN_KEY']! });
  expect([back.code, back.stdout.split('\n')[0]]).toEqual([0, 'The pass is done.']);
}, 120_000);

test('a file that is cut off or is something else is refused in words, and a file that is not there too', async () => {
  const half = join(home, 'half.backup');
  await writeFile(half, await readFile(file), { mode: 0o600 });
  await truncate(half, Math.floor((await stat(half)).size / 2));
  const there = { ...env, DATA_DIR: join(home, 'wrong') };
  const cut = await runCommand(['restore', half, '--replace', '--yes'], there);
  expect([cut.code, cut.stderr]).toEqual([
    1,
    expect.stringContaining('damaged or incomplete. Nothing was changed'),
  ]);
  await writeFile(half, 'naam;adres\n');
  const other = await runCommand(['restore', half, '--replace', '--yes'], there);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('no back-up of Relatiebrug')]);
  const none = await runCommand(['restore', join(home, 'none')], there);
  expect(none.code).toBe(2);
  const status = await runCommand(['status', '--json'], there);
  expect(documentOf(status)).toMatchObject({ mailboxes: [{ counts: { active: persons } }] });
}, 120_000);
