/** The embedded server on real processes: shared, killed, found again, and never left behind. */
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { hydrateLinks } from '../../../worker/store/embedded/binaries.ts';
import { openEmbedded } from '../../../worker/store/embedded/open-embedded.ts';
import { isAlive, processesIn } from '../../../worker/store/embedded/processes.ts';
import { blockingFolder } from '../../../worker/store/embedded/server-user.ts';
import { openStore } from '../../../worker/store/open-store.ts';
import { claimWorkerRole } from '../../../worker/store/worker-role.ts';
import { startStoreChild, type StoreChild } from '../../support/store-child.ts';

const isRoot = process.getuid?.() === 0;
const root = fileURLToPath(new URL('../../../', import.meta.url));
let home: string;
let dataDir: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'relatiebrug-embedded-')));
  await chmod(home, 0o755);
  dataDir = join(home, 'data');
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  children = [];
  // Should a test have failed half-way: attached to and left, the server stops.
  if (existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) await (await openEmbedded(dataDir)).close();
  await rm(home, { recursive: true, force: true });
}, 120_000);

let children: StoreChild[] = [];
const startChild = (...args: Parameters<typeof startStoreChild>): StoreChild => {
  const child = startStoreChild(...args);
  children.push(child);
  return child;
};

const serverPid = async (): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

const isGone = async (pid: number): Promise<boolean> => {
  for (let left = 100; left > 0 && isAlive(pid); left -= 1) await sleep(50);
  return !isAlive(pid);
};

const killServer = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGKILL');
  await isGone(pid);
};

const rowsIn = async (): Promise<number[]> => {
  const store = await openStore({ dataDir });
  try {
    const rows = await store.db.query<{ n: number }>(sql`SELECT n FROM rows ORDER BY n`);
    return rows.map(({ n }) => n);
  } finally {
    await store.close();
  }
};

describe('the embedded server', () => {
  test('is made private, keeps what was written, sorts alike everywhere, and stops with its last user', async () => {
    const store = await openStore({ dataDir });
    await store.db.query(sql`CREATE TABLE rows (n int)`);
    await store.db.query(sql`INSERT INTO rows VALUES (1)`);
    const [settings] = await store.db.query(sql`
      SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages,
        current_setting('synchronous_commit') AS commit, current_setting('listen_addresses') AS addresses,
        (SELECT datlocprovider::text || ' ' || datlocale || ' ' || pg_encoding_to_char(encoding)
         FROM pg_database WHERE datname = current_database()) AS locale`);
    expect(settings).toEqual({
      fsync: 'on',
      pages: 'on',
      commit: 'on',
      addresses: '',
      locale: 'b C.UTF-8 UTF8',
    });
    const pid = await serverPid();
    await store.close();
    await store.close();
    expect(isAlive(pid)).toBe(false);
    const modeOf = async (name: string): Promise<string> =>
      ((await stat(join(dataDir, name))).mode & 0o777).toString(8);
    expect(await modeOf('postgres')).toBe('700');
    expect(await modeOf('postgres.socket')).toBe('700');
    expect(await modeOf('postgres.password')).toBe('600');
    expect(await readdir(join(dataDir, 'postgres.users'))).toEqual([]);
    expect(await rowsIn()).toEqual([1]);
  }, 120_000);

  test('is made once by processes that come at the same moment, shared, and stopped by the last', async () => {
    const three = ['open', 'open', 'role'].map((mode) => startChild(dataDir, mode as 'open' | 'role'));
    const ready = await Promise.all(three.map((child) => child.waitFor((fact) => fact.ready === true)));
    expect(new Set(ready.map((fact) => fact.server)).size).toBe(1);
    const pid = await serverPid();
    await three[0]!.leave();
    await three[2]!.leave();
    expect(isAlive(pid)).toBe(true);
    await three[1]!.leave();
    expect(isAlive(pid)).toBe(false);
  }, 120_000);

  test('that was killed loses nothing that was confirmed, and is opened again', async () => {
    const child = startChild(dataDir, 'write');
    await child.waitFor((fact) => (fact.wrote ?? 0) >= 50);
    await killServer(await serverPid());
    await child.waitFor((fact) => fact.failed !== undefined);
    const wrote = child.facts.flatMap((fact) => fact.wrote ?? []);
    await child.kill();
    const rows = await rowsIn();
    expect(rows.slice(0, wrote.length)).toEqual(wrote);
    expect(rows.length - wrote.length).toBeLessThanOrEqual(1);
  }, 120_000);

  test('whose starter was killed lives on, is attached to, and is stopped by the next that leaves', async () => {
    const child = startChild(dataDir, 'write');
    await child.waitFor((fact) => (fact.wrote ?? 0) >= 5);
    await child.kill();
    const pid = await serverPid();
    expect(isAlive(pid)).toBe(true);
    const store = await openStore({ dataDir });
    expect(await serverPid()).toBe(pid);
    await store.close();
    expect(isAlive(pid)).toBe(false);
    const wrote = child.facts.flatMap((fact) => fact.wrote ?? []);
    expect((await rowsIn()).slice(0, wrote.length)).toEqual(wrote);
  }, 120_000);

  test('killed together with its starter, again and again, is opened clean', async () => {
    const confirmed: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const child = startChild(dataDir, 'write');
      await child.waitFor((fact) => (fact.wrote ?? 0) >= 20);
      const pid = await serverPid();
      process.kill(child.pid, 'SIGKILL');
      process.kill(pid, 'SIGKILL');
      await child.kill();
      confirmed.push(child.facts.flatMap((fact) => fact.wrote ?? []).length);
    }
    expect((await rowsIn()).length).toBeGreaterThanOrEqual(confirmed.reduce((sum, n) => sum + n, 0));
  }, 120_000);

  test('is not barred by a postmaster.pid whose number belongs to another process by now', async () => {
    const first = await openEmbedded(dataDir);
    await first.close();
    const socket = join(dataDir, 'postgres.socket');
    const lines = [process.pid, join(dataDir, 'postgres'), 1, 5432, socket, '', '0 0', 'ready'];
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${lines.join('\n')}\n`);
    const second = await openEmbedded(dataDir);
    expect(second.pid).not.toBe(process.pid);
    await second.close();
  }, 120_000);

  test('is stopped by a process that ends with an uncaught error, without closing', async () => {
    const child = startChild(dataDir, 'throw');
    const { pid } = await child
      .waitFor((fact) => fact.ready === true)
      .then(async () => ({ pid: await serverPid() }));
    await child.leave();
    expect(await isGone(pid)).toBe(true);
    expect(processesIn(join(dataDir, 'postgres'))).toEqual([]);
  }, 120_000);

  test('answers on loopback where the path is too long for a socket', async () => {
    dataDir = join(home, 'a-long-way-down'.repeat(8), 'data');
    const store = await openStore({ dataDir });
    expect(new URL(store.url).hostname).toBe('127.0.0.1');
    expect(await store.db.query(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    await store.close();
  }, 120_000);

  test('works for this user and, where that is root, for an unprivileged one', async () => {
    const nobody = { uid: 65_534, gid: 65_534 };
    const asNobody = isRoot && blockingFolder(root.replace(/\/$/u, ''), nobody) === null;
    if (asNobody) await chown(home, nobody.uid, nobody.gid);
    const child = startChild(
      dataDir,
      'role',
      asNobody ? { ...nobody, env: { HOME: home, TMPDIR: home } } : {},
    );
    const ready = await child.waitFor((fact) => fact.ready === true);
    expect(ready.uid).toBe(asNobody ? nobody.uid : (process.getuid?.() ?? null));
    const pid = await serverPid();
    const { uid } = await stat(join(dataDir, 'postgres'));
    // As root the data belongs to a user that is not root; as anybody else to that user.
    expect(uid === 0).toBe(false);
    await child.leave();
    expect(isAlive(pid)).toBe(false);
  }, 120_000);

  test('says what to do when its folder cannot be used', async () => {
    const closed = join(home, 'closed');
    await mkdir(closed);
    await chmod(closed, isRoot ? 0o700 : 0o500);
    const failure = await openEmbedded(join(closed, 'data')).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: isRoot ? 'store.folderNotReachable' : 'store.folderNotOurs',
      message: expect.stringMatching(/closed.*DATA_DIR/su) as string,
    });
    const strange = join(home, 'strange');
    await mkdir(join(strange, 'postgres'), { recursive: true });
    await writeFile(join(strange, 'postgres.password'), 'secret');
    await writeFile(join(strange, 'postgres', 'letter.txt'), 'not a database');
    await expect(openEmbedded(strange)).rejects.toMatchObject({ code: 'store.folderNotOurs' });
    await writeFile(join(strange, 'postgres', 'PG_VERSION'), '16\n');
    await expect(openEmbedded(strange)).rejects.toMatchObject({ code: 'store.otherVersion' });
    await rm(join(strange, 'postgres.password'));
    await expect(openEmbedded(strange)).rejects.toMatchObject({ code: 'store.passwordMissing' });
    expect(await readdir(join(strange, 'postgres'))).toEqual(['PG_VERSION', 'letter.txt']);
  }, 120_000);
});

describe('the worker role of a data folder', () => {
  test('is refused to a second process, which is told who has it and what to do, and free after kill -9', async () => {
    const first = startChild(dataDir, 'role');
    await first.waitFor((fact) => fact.ready === true);
    const second = startChild(dataDir, 'role');
    const refused = await second.waitFor((fact) => fact.failed !== undefined);
    await second.leave();
    expect(refused.failed).toBe('store.workerAlreadyRuns');
    expect(refused.message).toContain(`Process ${first.pid}, running since `);
    expect(refused.message).toContain(dataDir);
    expect(refused.message).toContain('serve --no-jobs');
    expect(refused.message).toContain('DATABASE_URL');
    // Others attach beside it.
    const third = startChild(dataDir, 'open');
    await third.waitFor((fact) => fact.ready === true);
    await first.kill();
    const fourth = startChild(dataDir, 'role');
    await fourth.waitFor((fact) => fact.ready === true);
    await Promise.all([third.leave(), fourth.leave()]);
  }, 120_000);

  test('is taken again after the server came back, and told as lost when another has it by then', async () => {
    const store = await openStore({ dataDir });
    const lost: string[] = [];
    const role = await claimWorkerRole({ ...store, dataDir, onLost: ({ code }) => lost.push(code) });
    await killServer(await serverPid());
    const other = await openStore({ dataDir });
    await expect(async () => {
      await sleep(1_500);
      await claimWorkerRole({ ...other, dataDir });
    }).rejects.toMatchObject({ code: 'store.workerAlreadyRuns' });
    expect(lost).toEqual([]);
    await role.release();
    const next = await claimWorkerRole({ ...other, dataDir });
    await next.release();
    await store.close();
    await other.close();
  }, 120_000);

  test('is nothing to claim on a server that any number of workers share', async () => {
    const shared = { url: 'postgresql://nobody.example/none', embedded: false, dataDir };
    await (await claimWorkerRole(shared)).release();
  });
});

describe('the programs of the server', () => {
  test('get the links that an npm without install scripts did not make', async () => {
    const native = join(home, 'native');
    await mkdir(join(native, 'lib'), { recursive: true });
    await writeFile(join(native, 'lib', 'libx.so.5.1'), 'library');
    const links = ['libx.so', 'libx.so.5'].map((name) => ({
      source: 'native/lib/libx.so.5.1',
      target: `native/lib/${name}`,
    }));
    await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
    await hydrateLinks(native);
    await hydrateLinks(native);
    expect(await readFile(join(native, 'lib', 'libx.so'), 'utf8')).toBe('library');
    expect(await realpath(join(native, 'lib', 'libx.so.5'))).toBe(join(native, 'lib', 'libx.so.5.1'));
  });
});
