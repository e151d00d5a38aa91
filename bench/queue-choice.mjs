/**
 * Measures the queue libraries that docs/adr/0003-queue.md chose between, on an empty database. Not part of the product.
 * node bench/queue-choice.mjs <graphile | graphile-named | pg-boss> <postgres://…>
 * Neither is a dependency: `npm install --no-save graphile-worker@0.17.3 pg-boss@10.4.2` (or 12.35.0) first.
 */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const [kind, url, role = 'measure'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 6 });
pool.on('error', () => {});
const rows = async (text, values) => (await pool.query(text, values)).rows;
const slots = 4;

// ─── One small face for each library ────────────────────────────────────────────────────────────

/** `named`: a queue per key, which the library runs one at a time. */
const openGraphile = async (named) => {
  const { run, makeWorkerUtils, Logger } = await import('graphile-worker');
  const options = { connectionString: url, logger: new Logger(() => () => {}) };
  const utils = await makeWorkerUtils(options);
  await utils.migrate();
  return {
    send: (key, n) => utils.addJob('pass', { key, n }, named ? { queueName: key } : {}),
    work: (handle) =>
      run({
        ...options,
        concurrency: slots,
        pollInterval: 500,
        noHandleSignals: true,
        taskList: { pass: handle },
      }),
  };
};

const openBoss = async () => {
  const module = await import('pg-boss');
  const boss = new (module.PgBoss ?? module.default)({ connectionString: url, max: 6 });
  boss.on('error', () => {});
  await boss.start();
  const options = { retryLimit: 5, retryDelay: 1, expireInSeconds: 15 };
  await boss.createQueue('pass', { name: 'pass', policy: 'singleton', ...options });
  return {
    send: (key, n) => boss.send('pass', { key, n }, { singletonKey: key }),
    work: async (handle) => {
      for (let i = 0; i < slots; i += 1) {
        const often = { pollingIntervalSeconds: 0.5, batchSize: 1 };
        await boss.work('pass', often, ([job]) => handle(job.data));
      }
    },
  };
};

const open = {
  graphile: () => openGraphile(false),
  'graphile-named': () => openGraphile(true),
  'pg-boss': openBoss,
}[kind];

// ─── The worker process ─────────────────────────────────────────────────────────────────────────

if (role === 'work') {
  const queue = await open();
  await queue.work(async ({ key, n }) => {
    const [{ id }] = await rows('insert into measured (key, n) values ($1, $2) returning id', [key, n]);
    const [{ ms }] = await rows('select ms from handler');
    await sleep(ms);
    await rows('update measured set ended = clock_timestamp() where id = $1', [id]);
  });
  process.send('ready');
  await new Promise(() => {});
}

// ─── The measurements ───────────────────────────────────────────────────────────────────────────

await pool.query(`
  create table measured
    (id serial, key text, n int, began timestamptz default clock_timestamp(), ended timestamptz);
  create table handler (ms int);
  insert into handler values (5)`);
const queue = await open();
const workers = [];
const startWorker = () =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), kind, url, 'work'], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    workers.push(child);
    child.once('message', resolve);
  });
const count = async (where) => Number((await rows(`select count(*) from measured where ${where}`))[0].count);
const until = async (check, ms) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (await check()) return true;
  return false;
};
const show = (what, value) => console.log(`${kind} | ${what} | ${value}`);

for (let n = 0; n < 1000; n += 1) await queue.send(`k${n % 20}`, n);
const before = Date.now();
await startWorker();
await startWorker();
await until(async () => (await count('ended is not null')) >= 1000, 120_000);
const perSecond = Math.round(((await count('ended is not null')) * 1000) / (Date.now() - before));
const [{ overlaps }] = await rows(`select count(*) as overlaps from measured a join measured b
  on a.key = b.key and a.id < b.id and b.began < a.ended and b.ended > a.began`);
const [{ doubles }] = await rows('select count(*) - count(distinct n) as doubles from measured');
show('1,000 jobs, 20 keys, 2 processes × 4', `${perSecond}/s, overlaps ${overlaps}, doubles ${doubles}`);

const waits = [];
for (let i = 2000; i < 2040; i += 1) {
  await sleep(50 + ((i * 37) % 200));
  const at = Date.now();
  await queue.send(`idle${i}`, i);
  await until(async () => (await count(`n = ${i}`)) > 0, 10_000);
  const [{ began }] = await rows('select began from measured where n = $1', [i]);
  waits.push(began.getTime() - at);
}
waits.sort((a, b) => a - b);
show('add to start, idle, 40 times', `p50 ${waits[20]} ms, p95 ${waits[38]} ms`);

await pool.query('update handler set ms = 3000');
workers[1].kill();
await sleep(500);
await queue.send('killed', 3000);
await until(async () => (await count('n = 3000')) > 0, 10_000);
workers[0].kill('SIGKILL');
const killedAt = Date.now();
await startWorker();
const again = await until(async () => (await count('n = 3000')) > 1, 150_000);
show('job of a killed worker runs again', again ? `after ${Date.now() - killedAt} ms` : 'not within 150 s');
for (const worker of workers) worker.kill('SIGKILL');
process.exit(0);
