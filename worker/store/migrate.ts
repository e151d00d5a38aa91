/**
 * Brings a database to the schema of this code: plain SQL files `migrations/NNNN-name.sql`, forward only.
 *
 * Each file runs in one transaction with the row that says so, under an advisory lock, so that any number of processes
 * may ask at the same time. An applied file never changes (checksum), and a database that a newer version made is left alone.
 * Why not a library: docs/adr/0002-one-worker-per-data-folder.md, "Migrations".
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import sql from 'sql-template-tag';
import type { Db, Queryable } from './db.ts';
import { codeOf, StoreError } from './errors.ts';

export interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

interface Applied {
  readonly name: string;
  readonly checksum: string;
}

/** Held while the schema changes, and shared by who must not see it change. Nothing else in this database locks it. */
export const schemaLockKey = '7021914405512304';
const namePattern = /^(\d{4})-[a-z0-9-]+\.sql$/u;

export const ownMigrations = new URL('./migrations/', import.meta.url);

/** Sorted by number; line ends do not count for the checksum, since a checkout may change them. */
export const readMigrations = async (folder: URL = ownMigrations): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const seen = new Set<string>();
  const migrations: Migration[] = [];
  for (const name of names) {
    const number = namePattern.exec(name)?.[1];
    if (number === undefined || seen.has(number)) {
      throw new StoreError('store.migrationFailed', `Two migrations with one number, or no number: ${name}.`);
    }
    seen.add(number);
    const text = (await readFile(new URL(name, folder), 'utf8')).replace(/\r\n/gu, '\n');
    migrations.push({ name, text, checksum: createHash('sha256').update(text).digest('hex') });
  }
  return migrations;
};

/** Throws when the database is newer than the code, or was made by files that have changed since. */
const pendingOf = (migrations: readonly Migration[], applied: readonly Applied[]): Migration[] => {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new StoreError(
        'store.newerSchema',
        `This database was made by a newer version of Relatiebrug (it has migration ${name}, which this version does ` +
          'not know). Nothing was changed. Start the newer version, or restore a back-up from before the upgrade.',
      );
    }
    if (migration.checksum !== checksum) {
      throw new StoreError(
        'store.changedMigration',
        `Migration ${name} was applied to this database in another form than this version has. Nothing was changed. ` +
          'Install an unmodified version of Relatiebrug; a change of schema is always a new migration.',
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
};

const readApplied = (tx: Queryable): Promise<Applied[]> =>
  tx.query<Applied>(sql`SELECT name, checksum FROM sync.schema_migrations ORDER BY name`);

/** Throws as `migrate` would. Changes nothing. */
export const refuseUnknown = async (db: Queryable, migrations: readonly Migration[]): Promise<void> => {
  pendingOf(migrations, await readApplied(db));
};

const underLock = <T>(db: Db, work: (tx: Queryable) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.query(sql`SELECT pg_advisory_xact_lock(${schemaLockKey}::bigint)`);
    return work(tx);
  });

const prepareIn = async (tx: Queryable): Promise<void> => {
  await tx.query({ text: 'CREATE SCHEMA IF NOT EXISTS sync', values: [] });
  await tx.query({
    text: `CREATE TABLE IF NOT EXISTS sync.schema_migrations (
             name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    values: [],
  });
};

const prepare = (db: Db): Promise<void> => underLock(db, prepareIn);

const runOne = async (tx: Queryable, { name, text, checksum }: Migration): Promise<void> => {
  try {
    await tx.query({ text, values: [] });
  } catch (error) {
    throw new StoreError(
      'store.migrationFailed',
      `Migration ${name} failed (${codeOf(error) ?? 'no code'}) and was rolled back; the database is as it was before it.`,
      { cause: error },
    );
  }
  await tx.query(sql`INSERT INTO sync.schema_migrations (name, checksum) VALUES (${name}, ${checksum})`);
};

/** Runs these in a transaction that holds the schema's lock already. */
export const migrateWithin = async (tx: Queryable, migrations: readonly Migration[]): Promise<void> => {
  await prepareIn(tx);
  for (const migration of migrations) await runOne(tx, migration);
};

/** Runs the first migration that is still missing; null when there is none. */
const migrateOne = (db: Db, migrations: readonly Migration[]): Promise<string | null> =>
  underLock(db, async (tx) => {
    const next = pendingOf(migrations, await readApplied(tx))[0];
    if (next === undefined) return null;
    await runOne(tx, next);
    return next.name;
  });

/** Names of the migrations that were run now, oldest first. Safe to repeat and to run side by side. */
export const migrate = async (db: Db, folder: URL = ownMigrations): Promise<string[]> => {
  const migrations = await readMigrations(folder);
  await prepare(db);
  const ran: string[] = [];
  for (;;) {
    const name = await migrateOne(db, migrations);
    if (name === null) return ran;
    ran.push(name);
  }
};

/** Names of the migrations that `migrate` would run; throws as it would. Changes nothing. */
export const pendingMigrations = async (db: Db, folder: URL = ownMigrations): Promise<string[]> => {
  const migrations = await readMigrations(folder);
  const [table] = await db.query<{ known: boolean }>(
    sql`SELECT to_regclass('sync.schema_migrations') IS NOT NULL AS known`,
  );
  const applied = table?.known === true ? await readApplied(db) : [];
  return pendingOf(migrations, applied).map(({ name }) => name);
};
