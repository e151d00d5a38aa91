/**
 * A fresh, migrated database for a test. One embedded server is shared by all test processes that run now (kept by
 * tests/support/test-server.ts, which ends by itself); with TEST_DATABASE_URL that server is used instead.
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Db } from '../../worker/store/db.ts';
import { registerUser, withFolderLock } from '../../worker/store/embedded/folder-lock.ts';
import { isStill, type ProcessMark } from '../../worker/store/embedded/processes.ts';
import { migrate, readMigrations } from '../../worker/store/migrate.ts';
import { openDb } from '../../worker/store/postgres.ts';

const folder = join(tmpdir(), `relatiebrug-tests-${process.getuid?.() ?? 'user'}`);
const startTimeoutMs = 60_000;

interface Pointer extends ProcessMark {
  readonly url: string;
}

const readPointer = async (): Promise<Pointer | null> => {
  try {
    const pointer = JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')) as Pointer;
    return isStill(pointer) ? pointer : null;
  } catch {
    return null;
  }
};

const startServer = async (): Promise<Pointer> => {
  const log = await open(join(folder, 'test-server.log'), 'w', 0o600);
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./test-server.ts', import.meta.url)), folder],
    {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.unref();
  await log.close();
  for (const until = Date.now() + startTimeoutMs; Date.now() < until && !ended; await sleep(30)) {
    const pointer = await readPointer();
    if (pointer !== null) return pointer;
  }
  throw new Error(
    `The test server did not start: ${await readFile(join(folder, 'test-server.log'), 'utf8')}`,
  );
};

/** Address of the server's own database; starts the shared server when it is not there. */
const serverUrl = async (): Promise<string> => {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return given;
  await mkdir(folder, { recursive: true, mode: 0o711 });
  return withFolderLock(join(folder, 'lock'), async () => {
    await registerUser(join(folder, 'users'), process.pid);
    // Jest's own process stands for the whole run, so that the server stays between two test files.
    if (process.env['JEST_WORKER_ID'] !== undefined && process.send !== undefined) {
      await registerUser(join(folder, 'users'), process.ppid);
    }
    return ((await readPointer()) ?? (await startServer())).url;
  });
};

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A migrated database that others are copied from, one for each state of the migrations. */
const ensureTemplate = async (url: string): Promise<string> => {
  const checksums = (await readMigrations()).map(({ name, checksum }) => name + checksum).join();
  const template = `relatiebrug_${createHash('sha256').update(checksums).digest('hex').slice(0, 12)}`;
  await withClient(url, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(hashtext('relatiebrug test template'))`);
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 1) return;
    const building = `${template}_building`;
    await admin.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${building}`);
    const db = openDb(withDatabase(url, building));
    try {
      await migrate(db);
    } finally {
      await db.close();
    }
    await admin.query(`ALTER DATABASE ${building} RENAME TO ${template}`);
  });
  return template;
};

let ready: Promise<{ url: string; template: string }> | undefined;

const prepare = async (): Promise<{ url: string; template: string }> => {
  const url = await serverUrl();
  return { url, template: await ensureTemplate(url) };
};

export interface TestDb {
  readonly db: Db;
  readonly url: string;
  /** Ends the connections and drops the database. */
  close(): Promise<void>;
}

export const createTestDb = async (options: { empty?: boolean } = {}): Promise<TestDb> => {
  ready ??= prepare();
  const { url, template } = await ready;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(url, (admin) =>
    admin.query(`CREATE DATABASE ${name} TEMPLATE ${options.empty === true ? 'template0' : template}`),
  );
  const own = withDatabase(url, name);
  const db = openDb(own);
  return {
    db,
    url: own,
    close: async () => {
      await db.close();
      await withClient(url, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
};
