/**
 * Several processes on one data folder (docs/adr/0002-one-worker-per-data-folder.md): one runs the jobs, a second one
 * is turned away with who it is and what to do, and everything else attaches beside it.
 */
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { isAlive, processesIn } from '../../worker/store/embedded/processes.ts';
import {
  runCommand,
  servedEnv,
  startWorker,
  type WorkerEnv,
  type WorkerProcess,
} from '../support/worker-process.ts';

let sandbox: Sandbox;
let home: string;
let dataDir: string;
let env: WorkerEnv;
let agent: Agent;
const started: WorkerProcess[] = [];
const start = (...args: Parameters<typeof startWorker>): WorkerProcess => {
  const worker = startWorker(...args);
  started.push(worker);
  return worker;
};

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'relatiebrug-second-')));
  // As root another user runs the server, and must be able to walk in.
  await chmod(home, 0o755);
  dataDir = join(home, 'data');
  sandbox = await createSandbox();
  agent = new Agent({ connect: { ca: sandbox.ca } });
  env = await servedEnv(sandbox, { DATA_DIR: dataDir });
}, 60_000);
afterAll(async () => {
  await Promise.all(started.map((worker) => worker.kill()));
  await runCommand(['status'], env);
  await agent.close();
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
}, 60_000);

const ready = async (): Promise<unknown> => {
  const response = await fetch(`${env['PUBLIC_URL']}/readyz`, { dispatcher: agent });
  return response.json();
};

test('a second worker on one data folder is refused with who runs and what to do; the others attach', async () => {
  const first = start(['work', '--json'], env);
  await first.until('{"working":true}');

  const [work, serve] = await Promise.all([runCommand(['work'], env), runCommand(['serve', '--json'], env)]);
  expect([work.code, work.stdout]).toEqual([1, '']);
  expect(work.stderr).toContain(`Process ${first.pid}`);
  expect(work.stderr).toContain(dataDir);
  for (const way of ['serve --no-jobs', 'DATA_DIR', 'DATABASE_URL']) expect(work.stderr).toContain(way);
  expect(serve.code).toBe(1);
  expect(JSON.parse(serve.stdout)).toMatchObject({ error: { code: 'store.workerAlreadyRuns' } });

  const beside = start(['serve', '--no-jobs', '--json'], env);
  await beside.until('"jobs":false');
  const status = await runCommand(['status', '--json'], env);
  expect([status.code, JSON.parse(status.stdout)]).toEqual([0, { workerRuns: true, mailboxes: [] }]);
  expect(await ready()).toEqual({ ok: true, database: true, migrated: true, jobs: 'none' });
  expect(isAlive(first.pid)).toBe(true);

  // A worker that was killed bars nobody, and the server that it started serves on.
  await first.kill();
  expect(await ready()).toMatchObject({ ok: true });
  const next = start(['work', '--json'], env);
  await next.until('{"working":true}');

  expect((await beside.stop()).code).toBe(0);
  expect(processesIn(join(dataDir, 'postgres')).length > 0).toBe(process.platform === 'linux');
  expect((await next.stop()).code).toBe(0);
  // The last one to leave stops the server.
  for (let left = 100; left > 0 && processesIn(join(dataDir, 'postgres')).length > 0; left -= 1)
    await sleep(50);
  expect(processesIn(join(dataDir, 'postgres'))).toEqual([]);
}, 180_000);
