/**
 * Fills a database from a back-up, whole or not at all: one transaction makes the schema as the back-up has it, fills it,
 * compares counts and sums, and brings it up to this version. Whatever fails on the way, the database is as it was.
 *
 * A worker must not run on it meanwhile. What happened since the back-up is not lost to the users: what changed on the cards
 * meanwhile differs from the restored base and is merged by the next pass (R5), and what a create left behind is found (R11).
 */
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import sql from 'sql-template-tag';
import type { Queryable } from '../db.ts';
import { codeOf, StoreError, toStoreFailure } from '../errors.ts';
import { migrateWithin, readMigrations, schemaLockKey, type Migration } from '../migrate.ts';
import { connectionConfig, queryableOn } from '../postgres.ts';
import { nameOf, ownSchemas, quoted, quotedTable, readCatalog, readContents } from './catalog.ts';
import { damaged, type BackupTable, type Manifest, type OpenedBackup, type TableContent } from './format.ts';
import { copyDialect, copyText, hangUp, type BackupProgress } from './write-backup.ts';

/** For the tables that are replaced; a program that keeps one of them for longer is at work. */
const lockTimeoutMs = 15_000;
/** SQLSTATE of a lock that did not come in time. */
const lockNotAvailable = '55P03';
/**
 * A pass that was paused since before the back-up was restored holds a token from after it; the tokens of the restored
 * mailboxes must never come to equal that (R13).
 */
const tokensFurther = 1_000_000_000;

export interface RestoreOptions {
  /** Holds the password: never for logs. */
  readonly url: string;
  /** Takes away what is there. */
  readonly replace: boolean;
  readonly onProgress?: (progress: BackupProgress) => void;
  readonly migrations?: URL;
}

export interface Restored {
  readonly rows: number;
  /** Migrations that ran on what was restored. */
  readonly migrated: readonly string[];
}

/** The migrations that made the back-up's schema, and those that came after. */
const splitMigrations = (
  manifest: Manifest,
  own: readonly Migration[],
): { then: readonly Migration[]; since: readonly Migration[] } => {
  for (const { name, checksum } of manifest.migrations) {
    const known = own.find((migration) => migration.name === name);
    if (known === undefined || known.checksum !== checksum) {
      throw new StoreError(
        'store.backupNewer',
        `This back-up was made by another version of Relatiebrug (${manifest.product}; migration ${name}), which this ` +
          'version does not know. Nothing was changed. Install that version or a later one, and restore with it.',
      );
    }
  }
  const then = own.filter(({ name }) => manifest.migrations.some((each) => each.name === name));
  return { then, since: own.filter((migration) => !then.includes(migration)) };
};

const inUse = (): StoreError =>
  new StoreError(
    'store.inUse',
    'A worker or a pass is at work on this database. Nothing was changed. Stop it (also other processes on this ' +
      'database), wait two minutes, and try again.',
  );

/** A worker says so itself every few seconds; a pass of the command line holds its mailbox. */
const refuseWork = async (tx: Queryable): Promise<void> => {
  const [there] = await tx.query<{ runners: boolean; leases: boolean }>(sql`
    SELECT to_regclass('jobs.runners') IS NOT NULL AS runners, to_regclass('sync.leases') IS NOT NULL AS leases`);
  const atWork = [
    ...(there?.runners === true
      ? await tx.query(
          sql`SELECT 1 FROM jobs.runners WHERE seen_at > clock_timestamp() - interval '30 seconds' LIMIT 1`,
        )
      : []),
    ...(there?.leases === true
      ? await tx.query(
          sql`SELECT 1 FROM sync.leases WHERE holder IS NOT NULL AND expires_at > clock_timestamp() LIMIT 1`,
        )
      : []),
  ];
  if (atWork.length > 0) throw inUse();
};

const clear = async (tx: Queryable, replace: boolean): Promise<void> => {
  await refuseWork(tx);
  if (!replace && !(await readContents(tx)).empty) {
    throw new StoreError(
      'store.notEmpty',
      'There is data in this database already. Nothing was changed. Restore into an empty one (another DATA_DIR or ' +
        'DATABASE_URL), or give --replace to take away what is there.',
    );
  }
  for (const schema of ownSchemas) {
    await tx.query({ text: `DROP SCHEMA IF EXISTS ${quoted(schema)} CASCADE`, values: [] });
  }
};

/** The file names tables; only those that its own schema has are believed. */
const refuseOtherTables = async (tx: Queryable, { tables }: Manifest): Promise<void> => {
  const known = new Map((await readCatalog(tx)).map((shape) => [nameOf(shape), shape.columns.join()]));
  const fits = tables.every((table) => known.get(nameOf(table)) === [...table.columns].join());
  if (!fits || new Set(tables.map(nameOf)).size !== known.size || tables.length !== known.size)
    throw damaged();
};

/** The triggers would do again what they did when the rows were first written. Foreign keys are looked at all the same. */
const triggers = (tx: Queryable, tables: readonly BackupTable[], on: boolean): Promise<unknown> =>
  tx.query({
    text: tables
      .map((table) => `ALTER TABLE ${quotedTable(table)} ${on ? 'ENABLE' : 'DISABLE'} TRIGGER USER`)
      .join(';\n'),
    values: [],
  });

const fill = async (client: pg.Client, { table, rows }: TableContent, onRows: (bytes: number) => void) => {
  const copy = client.query(copyFrom(copyText(table, 'FROM STDIN')));
  await pipeline(
    (async function* () {
      for await (const chunk of rows) {
        onRows(chunk.length);
        yield chunk;
      }
    })(),
    copy,
  );
  if (copy.rowCount !== table.rows) throw damaged();
};

const setSequences = async (tx: Queryable, { sequences }: Manifest): Promise<void> => {
  for (const { schema, table, column, last } of sequences) {
    await tx.query(sql`
      SELECT setval(pg_get_serial_sequence(quote_ident(${schema}) || '.' || quote_ident(${table}), ${column})::regclass,
        ${last}::bigint)`);
  }
};

/** Nobody is at work on what was restored, whatever it said when it was backed up. */
const settle = async (tx: Queryable): Promise<void> => {
  await tx.query(sql`
    UPDATE sync.leases SET token = token + ${tokensFurther}::bigint, holder = NULL, expires_at = clock_timestamp()`);
  await tx.query(sql`UPDATE jobs.requests SET running_until = NULL`);
};

const fillAll = async (
  client: pg.Client,
  opened: OpenedBackup,
  onProgress: (progress: BackupProgress) => void,
): Promise<number> => {
  const total = opened.manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  for await (const content of opened.tables()) {
    await fill(client, content, () => {
      onProgress({ done, total });
    });
    done += content.table.rows;
    onProgress({ done, total });
  }
  return done;
};

const restoreWithin = async (
  client: pg.Client,
  opened: OpenedBackup,
  own: readonly Migration[],
  options: RestoreOptions,
): Promise<Restored> => {
  const tx = queryableOn(client);
  const { manifest } = opened;
  const { then, since } = splitMigrations(manifest, own);
  await tx.query({ text: `SET LOCAL lock_timeout = ${lockTimeoutMs}`, values: [] });
  await tx.query(sql`SELECT pg_advisory_xact_lock(${schemaLockKey}::bigint)`);
  await clear(tx, options.replace);
  await migrateWithin(tx, then);
  await refuseOtherTables(tx, manifest);
  await triggers(tx, manifest.tables, false);
  const rows = await fillAll(client, opened, options.onProgress ?? (() => undefined));
  await setSequences(tx, manifest);
  await tx.query({ text: 'SET CONSTRAINTS ALL IMMEDIATE', values: [] });
  await triggers(tx, manifest.tables, true);
  await migrateWithin(tx, since);
  await settle(tx);
  return { rows, migrated: since.map(({ name }) => name) };
};

/** What the server says of rows that do not fit: wrong data for a column, a key or a rule of the schema. */
const isBadData = (error: unknown): boolean => /^(?:22|23)/u.test(codeOf(error) ?? '');

/** Throws StoreError; nothing is changed then. */
export const restoreBackup = async (opened: OpenedBackup, options: RestoreOptions): Promise<Restored> => {
  const own = await readMigrations(options.migrations);
  const client = new pg.Client(connectionConfig(options.url, { applicationName: 'relatiebrug restore' }));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(copyDialect);
    await client.query('BEGIN');
    const restored = await restoreWithin(client, opened, own, options);
    await client.query('COMMIT');
    return restored;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (codeOf(error) === lockNotAvailable) throw inUse();
    throw isBadData(error) ? damaged(error) : toStoreFailure(error);
  } finally {
    await opened.close();
    await hangUp(client);
  }
};
