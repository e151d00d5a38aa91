/**
 * What stands beside the API, of the real process on a real database that goes away and comes back: `/readyz` says no while it
 * is away and yes again without a restart, `/healthz` says yes all along (nothing is mended by killing the process), and the
 * figures are on a port of their own, on the address that METRICS_HOST names and nowhere else.
 *
 * Seen to fail: with `askStore` (worker/main/readiness.ts) always answering that all is there, the second; with `host` of
 * `openOwnDoor` (worker/main/life.ts) made 0.0.0.0, the first.
 */
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { fetch } from 'undici';
import { createEmbeddedCrm } from '../../worker/crm/embedded/embedded-crm.ts';
import { freePort, startWorker, type WorkerProcess } from '../support/worker-process.ts';
import { startStore, type StoreServer } from '../torture/store-server.ts';

/** However busy the machine. */
const withinMs = 60_000;
const awayMs = 6_000;

let store: StoreServer;
let worker: WorkerProcess;
let origin: string;
let figures: string;
beforeAll(async () => {
  store = await startStore();
  const [port, metricsPort] = [await freePort(), await freePort()];
  origin = `http://127.0.0.1:${port}`;
  figures = `http://127.0.0.1:${metricsPort}`;
  worker = startWorker(['serve', '--json'], {
    DATABASE_URL: store.url,
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    // Nobody signs in here, and nobody asks Microsoft anything.
    CLIENT_ID: '00000000-0000-4000-8000-000000000001',
    CLIENT_SECRET: 'none',
    ALLOWED_TENANTS: '00000000-0000-4000-8000-000000000002',
    TOKEN_KEY: '5e'.repeat(32),
    AUTHORITY: 'https://127.0.0.1:1',
    GRAPH_BASE_URL: 'https://127.0.0.1:1',
    LANGUAGE: 'en',
    LOG_LEVEL: 'error',
  });
  await until('ready', async () => (await status(`${origin}/readyz`)) === 200);
}, 120_000);
afterAll(async () => {
  await worker.stop();
  await store.close();
}, 60_000);

const status = (url: string): Promise<number | null> =>
  fetch(url).then(
    async (response) => {
      await response.text();
      return response.status;
    },
    () => null,
  );
const until = async (what: string, over: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + withinMs; performance.now() < end; await sleep(50))
    if (await over()) return;
  throw new Error(`never: ${what}: ${worker.stdout()}${worker.stderr()}`);
};
const reaches = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 5_000 });
    const end = (reached: boolean) => (): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
  });
/** All that was there for the worker to notice has been noticed. */
const crmIsRead = async (): Promise<boolean> => {
  const [row] = await store.db.query<{ read: boolean }>(sql`
    SELECT NOT EXISTS (SELECT FROM crm.change_queue) AND (SELECT max(position)::text FROM crm.change_feed)
      = (SELECT cursor FROM jobs.crm_cursors WHERE crm = 'embedded') AS read`);
  return row?.read === true;
};

test('the figures are on their own port and address, with health beside them and nothing else', async () => {
  const response = await fetch(`${figures}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^application\/openmetrics-text/u);
  expect(await response.text()).toMatch(/^# (TYPE|HELP|UNIT) relatiebrug_[\s\S]*# EOF\n$/u);
  expect(await status(`${figures}/healthz`)).toBe(200);
  expect(await status(`${figures}/readyz`)).toBe(200);
  expect(await status(`${figures}/api/me`)).toBe(404);
  expect(await status(`${origin}/metrics`)).toBe(404);
  const others = Object.values(networkInterfaces()).flatMap(
    (all) => all?.filter(({ family, internal }) => family === 'IPv4' && !internal) ?? [],
  );
  for (const { address } of others)
    expect([address, await reaches(address, Number(new URL(figures).port))]).toEqual([address, false]);
});

test('the database goes away and comes back: not ready, alive, and ready again; the same process goes on working', async () => {
  const { pid } = worker;
  const cutting = store.cut('kill', awayMs);
  await until('not ready', async () => (await status(`${origin}/readyz`)) === 503);
  expect(await (await fetch(`${figures}/readyz`)).json()).toMatchObject({ ok: false, database: false });
  expect(await status(`${origin}/healthz`)).toBe(200);
  // What is counted in the process itself is told all the same.
  expect(await status(`${figures}/metrics`)).toBe(200);
  await cutting;
  await until('ready again', async () => (await status(`${origin}/readyz`)) === 200);
  const crm = createEmbeddedCrm(store.db, { country: 'NL' });
  const draft = { kind: 'contactPerson', fields: { lastName: 'Vries' } } as const;
  expect(await crm.createPerson(draft, { kind: 'import' })).toMatchObject({ outcome: 'created' });
  await until('at work again', crmIsRead);
  expect(worker.pid).toBe(pid);
  expect(await Promise.race([worker.ended, sleep(10)])).toBeUndefined();
}, 180_000);
