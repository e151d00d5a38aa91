/**
 * Back-ups: everything comes back as it was, a pass on what was restored writes nothing on either side, and a file that is not
 * whole changes nothing.
 *
 * Seen to fail with the safeguard taken away: without the sums in worker/store/backup/format.ts (the two `digest('hex')`
 * comparisons) a flipped letter in a name was restored; without `triggers(tx, …, false)` persons and the queue of their
 * changes came back as other rows; without `tokensFurther` the lease's token went back.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sql from 'sql-template-tag';
import { ownSchemas, quotedTable, readContents } from '../../../worker/store/backup/catalog.ts';
import { openFrames, restoreBackup, writeBackup, type Manifest } from '../../../worker/store/backup/index.ts';
import type { Db } from '../../../worker/store/db.ts';
import { ownMigrations } from '../../../worker/store/migrate.ts';
import { dumpSchema } from '../../../worker/store/schema.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { createFullOffice, onDatabase, petra, type FullOffice } from '../../support/full-office.ts';

let office: FullOffice;
let file: Buffer;
let manifest: Manifest;
const opened: TestDb[] = [];

const emptyDb = async (): Promise<TestDb> => {
  const database = await createTestDb({ empty: true });
  opened.push(database);
  return database;
};

const inPieces = async function* (bytes: Uint8Array, size = 60_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const backUp = async (url: string): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of writeBackup({ url, product: '1.2.3', now: new Date('2026-03-03T12:00:00Z') })) {
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const restore = async (bytes: Uint8Array, { url }: TestDb, more: object = {}) =>
  restoreBackup(await openFrames(inPieces(bytes)), { url, replace: false, ...more });

/** Every row of a table as text, in one order. */
const rowsOf = async (db: Db, table: Manifest['tables'][number]): Promise<string[]> => {
  const rows = await db.query<{ row: string }>({
    text: `SELECT t::text AS row FROM ${quotedTable(table)} t ORDER BY 1`,
    values: [],
  });
  return rows.map(({ row }) => row);
};

/** What a pass may not touch when it has nothing to do. */
const crmState = (db: Db) => db.query(sql`SELECT id, version, changed_at FROM crm.persons ORDER BY id`);

beforeAll(async () => {
  office = await createFullOffice();
  file = await backUp(office.databaseUrl);
  ({ manifest } = await openFrames(inPieces(file)));
}, 120_000);
afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await office.close();
}, 60_000);

describe('a back-up', () => {
  test('has every table of every schema that the migrations make, and the office has rows in each', async () => {
    const schemas = await office.db.query<{ name: string }>(sql`
      SELECT nspname AS name FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public', 'graphile_worker') ORDER BY 1`);
    expect(schemas.map(({ name }) => name)).toEqual([...ownSchemas].sort());
    const blank = manifest.tables
      .filter(({ rows }) => rows === 0)
      .map(({ schema, name }) => `${schema}.${name}`);
    // Written and taken away again: what waits for the reader of the CRM's feed, marks for the next pass, steps under way.
    const brief = ['crm.change_queue', 'sync.marks', 'sync.history_intended'];
    expect(blank.filter((name) => !brief.includes(name))).toEqual([]);
    const named = manifest.tables.map(({ schema, name }) => `${schema}.${name}`);
    for (const leftOut of ['identity.tickets', 'identity.flows', 'jobs.runners', 'jobs.turns']) {
      expect(named).not.toContain(leftOut);
    }
  });

  test('comes back in an empty database row for row, and its schema is the same', async () => {
    const target = await emptyDb();
    const { rows, migrated } = await restore(file, target);
    expect([rows, migrated]).toEqual([manifest.tables.reduce((sum, table) => sum + table.rows, 0), []]);
    expect(await dumpSchema(target.db)).toBe(await dumpSchema(office.db));
    for (const table of manifest.tables) {
      // These two are told that nobody is at work.
      if (['leases', 'requests'].includes(table.name)) continue;
      expect([table.name, await rowsOf(target.db, table)]).toEqual([
        table.name,
        await rowsOf(office.db, table),
      ]);
    }
    const numbers = (db: Db) => db.query(sql`SELECT last_value FROM sync.history_seq_seq`);
    expect(await numbers(target.db)).toEqual(await numbers(office.db));
    expect(
      await target.db.query(sql`
        SELECT bool_and(token > 1000000000) AS further, bool_and(holder IS NULL) AS free FROM sync.leases`),
    ).toEqual([{ further: true, free: true }]);
    // The triggers are on again.
    await expect(target.db.query(sql`DELETE FROM sync.history`)).rejects.toMatchObject({ code: '23001' });
  });

  test('restored, a pass writes nothing on either side, and neither does the next', async () => {
    const target = await emptyDb();
    await restore(file, target);
    const before = [office.writes(), await crmState(target.db)];
    for (const box of [...office.boxes, ...office.boxes]) {
      const report = await office.pass(box, 'daily', onDatabase(target.db));
      expect(report).toMatchObject({ ran: true, result: { outcome: 'done' } });
    }
    expect([office.writes(), await crmState(target.db)]).toEqual(before);
    office.sandbox.loseDeltaTokens();
    for (const box of office.boxes) {
      expect(await office.pass(box, 'daily', onDatabase(target.db))).toMatchObject({
        result: { outcome: 'done' },
      });
    }
    expect([office.writes(), await crmState(target.db)]).toEqual(before);
  }, 60_000);
});

describe('a file that is not whole', () => {
  const refused = async (bytes: Uint8Array, code: string): Promise<void> => {
    const target = await emptyDb();
    await expect(restore(bytes, target)).rejects.toMatchObject({ code });
    expect(await target.db.query(sql`SELECT 1 FROM pg_namespace WHERE nspname IN ('sync', 'crm')`)).toEqual(
      [],
    );
  };

  test('cut off anywhere, it is refused and nothing is left behind', async () => {
    const plain = gunzipSync(file);
    for (const part of [0.02, 0.3, 0.7, 0.999]) {
      await refused(file.subarray(0, Math.floor(file.length * part)), 'store.backupDamaged');
      // Cut off before it was compressed: the compression finds nothing wrong.
      await refused(gzipSync(plain.subarray(0, Math.floor(plain.length * part))), 'store.backupDamaged');
    }
  }, 60_000);

  test('with one bit another anywhere, it is refused and nothing is left behind', async () => {
    const plain = gunzipSync(file);
    const name = plain.indexOf('Dekker');
    for (const at of [40, name, Math.floor(plain.length / 2), plain.length - 10]) {
      const altered = Buffer.from(plain);
      altered[at] = altered[at]! ^ 1;
      await refused(gzipSync(altered), 'store.backupDamaged');
    }
    const flipped = Buffer.from(file);
    flipped[Math.floor(file.length / 2)]! ^= 0x10;
    await refused(flipped, 'store.backupDamaged');
  }, 60_000);

  test('something else is told from a back-up', async () => {
    for (const bytes of [
      Buffer.from('naam;adres\n'),
      gzipSync('naam;adres en nog veel meer tekst\n'),
      Buffer.alloc(0),
    ]) {
      await refused(bytes, 'store.notABackup');
    }
  });

  test('of a schema that this version does not know, it is refused with what to do', async () => {
    const older = await mkdtemp(join(tmpdir(), 'relatiebrug-older-'));
    try {
      for (const { name } of manifest.migrations.slice(0, 5)) {
        await cp(new URL(name, ownMigrations), join(older, name));
      }
      const target = await emptyDb();
      await expect(restore(file, target, { migrations: pathToFileURL(`${older}/`) })).rejects.toMatchObject({
        code: 'store.backupNewer',
        message: expect.stringContaining('1.2.3') as string,
      });
      // The same name with another text is another schema as well.
      await writeFile(join(older, manifest.migrations[0]!.name), 'CREATE TABLE sync.other (n int);');
      await expect(restore(file, target, { migrations: pathToFileURL(`${older}/`) })).rejects.toMatchObject({
        code: 'store.backupNewer',
      });
    } finally {
      await rm(older, { recursive: true, force: true });
    }
  });
});

describe('a database with something in it', () => {
  test('is left alone, and replaced only where that is said; what was there is gone then', async () => {
    const target = await createTestDb();
    opened.push(target);
    expect(await readContents(target.db)).toEqual({ empty: true, persons: 0, mailboxes: 0 });
    await restore(file, target);
    await target.db.query(sql`UPDATE crm.persons SET last_name = 'Anders' WHERE last_name = 'Bos'`);
    await expect(restore(file, target)).rejects.toMatchObject({ code: 'store.notEmpty' });
    const there = await readContents(target.db);
    expect(there).toEqual({ empty: false, persons: 8, mailboxes: 2 });
    // A damaged one does not take away what is there.
    const half = file.subarray(0, file.length >> 1);
    await expect(restore(half, target, { replace: true })).rejects.toMatchObject({
      code: 'store.backupDamaged',
    });
    expect(await target.db.query(sql`SELECT 1 FROM crm.persons WHERE last_name = 'Anders'`)).toHaveLength(1);
    await restore(file, target, { replace: true });
    expect(await target.db.query(sql`SELECT 1 FROM crm.persons WHERE last_name = 'Anders'`)).toEqual([]);
    expect(await readContents(target.db)).toEqual(there);
  }, 60_000);

  test('is not replaced under a worker or a pass', async () => {
    const target = await emptyDb();
    await restore(file, target);
    await target.db.query(sql`INSERT INTO jobs.runners VALUES (gen_random_uuid(), clock_timestamp())`);
    await expect(restore(file, target, { replace: true })).rejects.toMatchObject({ code: 'store.inUse' });
    await target.db.query(sql`DELETE FROM jobs.runners`);
    await target.db.query(sql`
      UPDATE sync.leases SET holder = 'sync:1', expires_at = clock_timestamp() + interval '1 minute'`);
    await expect(restore(file, target, { replace: true })).rejects.toMatchObject({ code: 'store.inUse' });
  });
});

describe('what happened since the back-up', () => {
  test('is merged from the cards: an edit made in between is not lost, and no card comes twice', async () => {
    const own = await createFullOffice();
    const target = await emptyDb();
    try {
      const bytes = await backUp(own.databaseUrl);
      const outlook = own.sandbox.outlook(petra);
      const cards = outlook.cards().length;
      const cardOf = (surname: string) => outlook.cards().find(({ values }) => values.surname === surname)!;
      outlook.edit(cardOf('Visser'), { jobTitle: 'Loods' });
      const [first] = own.boxes;
      await own.rest(first!);
      await restore(bytes, target);
      const there = onDatabase(target.db);
      const title = async () =>
        (
          await target.db.query<{ title: string | null }>(
            sql`SELECT job_title AS title FROM crm.persons WHERE last_name = 'Visser'`,
          )
        )[0]?.title;
      expect(await title()).toBeNull();
      await own.rest(first!, there);
      expect(await title()).toBe('Loods');
      expect(outlook.cards()).toHaveLength(cards);
      const before = own.writes();
      await own.rest(first!, there);
      expect(own.writes()).toBe(before);
    } finally {
      await own.close();
    }
  }, 60_000);
});

test('a back-up is of one moment: what is committed while it is written is wholly in it or wholly not', async () => {
  const source = await emptyDb();
  await restore(file, source);
  // More than fits on the way to a reader who waits: the persons behind it have not been read when they change.
  await source.db.query(sql`
    INSERT INTO crm.employees (display_name, email)
    SELECT md5(random()::text), md5(random()::text) || n FROM generate_series(1, 60000) n`);
  const reading = writeBackup({ url: source.url, product: '1', now: new Date() })[Symbol.asyncIterator]();
  const parts = [(await reading.next()).value as Uint8Array];
  await source.db.query(sql`UPDATE crm.persons SET last_name = last_name || ' (later)'`);
  for (let next = await reading.next(); next.done !== true; next = await reading.next())
    parts.push(next.value);
  const text = gunzipSync(Buffer.concat(parts)).toString('latin1');
  expect([text.includes('Dekker'), text.includes('(later)')]).toEqual([true, false]);
});

test('who stops reading a back-up leaves no connection behind', async () => {
  const source = await emptyDb();
  await restore(file, source);
  for await (const part of writeBackup({ url: source.url, product: '1', now: new Date() })) {
    expect(part.length).toBeGreaterThan(0);
    break;
  }
  const there = () =>
    source.db.query(sql`
      SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'relatiebrug backup'`);
  for (let left = 50; left > 0 && (await there()).length > 0; left -= 1)
    await new Promise((go) => setTimeout(go, 50));
  expect(await there()).toEqual([]);
});
