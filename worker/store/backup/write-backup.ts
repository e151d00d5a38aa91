/**
 * Makes a back-up of a database as it is at one moment, while workers go on: one REPEATABLE READ transaction that writes
 * nothing. Whatever was under way then is in it as a crash at that moment would have left it, which passes are made for (R13).
 *
 * What is sealed (sign-ins, keys of fingerprints) is in it as it lies in the database: of no use without the token key,
 * which is not in it. Everything else, the CRM's persons too, is readable for whoever has the file.
 */
import sql from 'sql-template-tag';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Queryable } from '../db.ts';
import { StoreError, toStoreFailure } from '../errors.ts';
import { readMigrations, refuseUnknown, schemaLockKey } from '../migrate.ts';
import { connectionConfig, queryableOn } from '../postgres.ts';
import { quoted, quotedTable, readCatalog, readSequences, type TableShape } from './catalog.ts';
import { writeFrames, type BackupTable, type Manifest, type TableSource } from './format.ts';

/** Same text on every server, whatever its settings are. */
export const copyDialect = `SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC';
  SET extra_float_digits = 1; SET client_encoding = 'UTF8'; SET bytea_output = 'hex'`;

export const copyText = (table: TableShape, direction: 'TO STDOUT' | 'FROM STDIN'): string =>
  `COPY ${quotedTable(table)} (${table.columns.map(quoted).join(', ')}) ${direction} (FORMAT text)`;

export interface BackupProgress {
  readonly done: number;
  readonly total: number;
}

export interface WriteOptions {
  /** Holds the password: never for logs. */
  readonly url: string;
  readonly product: string;
  readonly now: Date;
  readonly onProgress?: (progress: BackupProgress) => void;
}

const withCounts = async (db: Queryable, shapes: readonly TableShape[]): Promise<BackupTable[]> => {
  const tables: BackupTable[] = [];
  for (const shape of shapes) {
    const [row] = await db.query<{ n: string }>({
      text: `SELECT count(*) AS n FROM ${quotedTable(shape)}`,
      values: [],
    });
    tables.push({ ...shape, rows: Number(row?.n) });
  }
  return tables;
};

/** The keys that sealed what is in the tables, the oldest schema included. */
const readKeyIds = async (db: Queryable, shapes: readonly TableShape[]): Promise<string[]> => {
  const sealed = shapes.filter(({ schema, columns }) => schema === 'identity' && columns.includes('key_id'));
  const ids = new Set<string>();
  for (const shape of sealed) {
    const rows = await db.query<{ id: string }>({
      text: `SELECT DISTINCT key_id AS id FROM ${quotedTable(shape)}`,
      values: [],
    });
    for (const { id } of rows) ids.add(id);
  }
  return [...ids].sort();
};

const readManifest = async (db: Queryable, { product, now }: WriteOptions): Promise<Manifest> => {
  const shapes = await readCatalog(db);
  return {
    product,
    madeAt: now.toISOString(),
    migrations: await db.query<Manifest['migrations'][number]>(
      sql`SELECT name, checksum FROM sync.schema_migrations ORDER BY name`,
    ),
    tables: await withCounts(db, shapes),
    sequences: await readSequences(db),
    keyIds: await readKeyIds(db, shapes),
  };
};

/** An older schema is fine: a back-up is what one makes before an upgrade. */
const refuseForeign = async (db: Queryable): Promise<void> => {
  const [table] = await db.query<{ known: boolean }>(
    sql`SELECT to_regclass('sync.schema_migrations') IS NOT NULL AS known`,
  );
  if (table?.known !== true) {
    throw new StoreError(
      'store.nothingToBackUp',
      'There is nothing to back up: this database has no schema of Relatiebrug.',
    );
  }
  await refuseUnknown(db, await readMigrations());
};

/** In this order: a schema that changes now is waited for, and only then the moment is chosen that is backed up. */
const beginSnapshot = async (db: Queryable): Promise<void> => {
  await db.query(sql`SELECT pg_advisory_lock_shared(${schemaLockKey}::bigint)`);
  await db.query({ text: 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY', values: [] });
  await db.query({ text: copyDialect, values: [] });
};

/** Also in the middle of a COPY whose rows nobody reads any more: a polite end would wait for them. */
export const hangUp = async (client: pg.Client): Promise<void> => {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  await client.end().catch(() => undefined);
};

/** The bytes of the file. Throws StoreError; whoever stops reading ends the connection. */
export async function* writeBackup(options: WriteOptions): AsyncGenerator<Uint8Array> {
  const client = new pg.Client(connectionConfig(options.url, { applicationName: 'relatiebrug backup' }));
  client.on('error', () => undefined);
  const db = queryableOn(client);
  try {
    await client.connect();
    await refuseForeign(db);
    await beginSnapshot(db);
    const manifest = await readManifest(db, options);
    const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
    let before = 0;
    let now = 0;
    const sources = manifest.tables.map((table): TableSource => ({
      table,
      rows: () => {
        before += now;
        now = 0;
        return client.query(copyTo(copyText(table, 'TO STDOUT')));
      },
    }));
    yield* writeFrames(manifest, sources, (rows) => {
      now = rows;
      options.onProgress?.({ done: before + now, total });
    });
  } catch (error) {
    throw toStoreFailure(error);
  } finally {
    await hangUp(client);
  }
}
