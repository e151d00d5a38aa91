/**
 * A fresh, migrated database for a test. One embedded server is shared by all test processes that run now (kept by
 * tests/support/test-server.ts, which ends by itself); with TEST_DATABASE_URL that server is used instead.
 *
 * Making a database takes a hundred times as long as emptying one (its files), so on our own server one that a test has left
 * with the schema untouched is emptied and given to the next.
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
    // (A run whose own parent has gone has init for one, which never ends.)
    if (process.env['JEST_WORKER_ID'] !== undefined && process.send !== undefined && process.ppid > 1) {
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
    await admin.query(
      'CREATE TABLE IF NOT EXISTS left_databases (name text PRIMARY KEY, template text, mark text)',
    );
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
    const mark = await withClient(withDatabase(url, building), schemaMark);
    await admin.query('INSERT INTO left_databases VALUES ($1, null, $2)', [template, mark]);
    await admin.query(`ALTER DATABASE ${building} RENAME TO ${template}`);
  });
  return template;
};

/** Changes when a test adds a table, a column, a trigger or a function of its own. */
const schemaMark = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ mark: string }>(`
    SELECT md5(string_agg(each, ',' ORDER BY each)) AS mark FROM (
      SELECT 'c' || relname || relkind::text AS each FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'i', 'S', 'v')
      UNION ALL SELECT 'a' || attrelid::regclass::text || attname || atttypid::text || attnotnull::text
        FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0
      UNION ALL SELECT 'p' || proname || md5(prosrc) FROM pg_proc WHERE oid >= 16384
      UNION ALL SELECT 't' || tgname || tgrelid::regclass::text || tgenabled::text
        FROM pg_trigger WHERE oid >= 16384 AND NOT tgisinternal
      UNION ALL SELECT 'k' || conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE oid >= 16384
      UNION ALL SELECT 'n' || nspname FROM pg_namespace WHERE oid >= 16384
      UNION ALL SELECT 's' || setconfig::text FROM pg_db_role_setting
        WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
    ) AS parts`);
  return rows[0]!.mark;
};

/** Rows that a large test has left would have to be vacuumed away: such a database goes. */
const largestLeft = 30_000_000;

/** Empties a database that a test has left; false where it is not as the template was. */
const emptied = async (client: pg.Client, mark: string): Promise<boolean> => {
  const { rows: size } = await client.query<{ bytes: string }>(
    'SELECT pg_database_size(current_database())::text AS bytes',
  );
  if (Number(size[0]!.bytes) > largestLeft || (await schemaMark(client)) !== mark) return false;
  // What is only ever added to refuses to be emptied otherwise.
  await client.query('SET session_replication_role = replica');
  const { rows } = await client.query<{ name: string }>(`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'schema_migrations'`);
  await client.query(rows.map(({ name }) => `DELETE FROM ${name}`).join(';'));
  await client.query(`
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences`);
  return true;
};

/** Of our own server, which ends with the run: one given by somebody is left as it was. */
const mayKeep = (): boolean => (process.env['TEST_DATABASE_URL'] ?? '') === '';

/** A database that another test has left, or null. */
const takeLeft = (url: string, template: string): Promise<string | null> =>
  withClient(url, async (admin) => {
    const { rows } = await admin.query<{ name: string }>(
      `DELETE FROM left_databases WHERE name = (
         SELECT name FROM left_databases WHERE template = $1 LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING name`,
      [template],
    );
    return rows[0]?.name ?? null;
  });

const leave = (url: string, name: string, template: string): Promise<void> =>
  withClient(url, async (admin) => {
    // Processes that a test has killed may not have been noticed yet.
    await admin.query('SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = $1', [
      name,
    ]);
    const { rows } = await admin.query<{ mark: string }>('SELECT mark FROM left_databases WHERE name = $1', [
      template,
    ]);
    const kept =
      rows[0] !== undefined &&
      (await withClient(withDatabase(url, name), (client) => emptied(client, rows[0]!.mark)));
    if (kept) await admin.query('INSERT INTO left_databases VALUES ($1, $2, null)', [name, template]);
    else await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });

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
  const keep = options.empty !== true && mayKeep();
  const left = keep ? await takeLeft(url, template) : null;
  const name = left ?? `test_${randomUUID().replaceAll('-', '')}`;
  if (left === null)
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
      if (keep) await leave(url, name, template);
      else await withClient(url, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
};
