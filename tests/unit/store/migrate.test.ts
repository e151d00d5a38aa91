/** Migrations on a real server: forward only, each whole or not at all, and never on a database from the future. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sql from 'sql-template-tag';
import { migrate, pendingMigrations, readMigrations } from '../../../worker/store/migrate.ts';
import { dumpSchema, schemaFile } from '../../../worker/store/schema.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';

let server: TestDb;
let folder: string;
beforeEach(async () => {
  server = await createTestDb({ empty: true });
  folder = await mkdtemp(join(tmpdir(), 'relatiebrug-migrations-'));
}, 120_000);
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const at = (): URL => pathToFileURL(`${folder}/`);
const tables = async (): Promise<string[]> =>
  (
    await server.db.query<{ name: string }>(
      sql`SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
    )
  ).map(({ name }) => name);

describe('migrations', () => {
  test('run once each in the order of their numbers, also when several processes ask at once', async () => {
    await put('0002-b.sql', 'CREATE TABLE b (n int REFERENCES a);');
    await put('0001-a.sql', 'CREATE TABLE a (n int PRIMARY KEY);\nINSERT INTO a VALUES (1);');
    const ran = await Promise.all([1, 2, 3].map(() => migrate(server.db, at())));
    expect(ran.flat().toSorted()).toEqual(['0001-a.sql', '0002-b.sql']);
    expect(await server.db.query(sql`SELECT n FROM a`)).toEqual([{ n: 1 }]);
    await put('0003-c.sql', 'CREATE TABLE c (n int);');
    expect(await pendingMigrations(server.db, at())).toEqual(['0003-c.sql']);
    expect(await migrate(server.db, at())).toEqual(['0003-c.sql']);
    expect(await migrate(server.db, at())).toEqual([]);
  });

  test('that fail are rolled back whole, and run again once mended', async () => {
    await put('0001-a.sql', 'CREATE TABLE a (n int);');
    await put('0002-b.sql', 'CREATE TABLE b (n int); INSERT INTO nowhere VALUES (1);');
    await expect(migrate(server.db, at())).rejects.toMatchObject({
      code: 'store.migrationFailed',
      message: expect.stringContaining('0002-b.sql') as string,
    });
    expect(await tables()).toEqual(['a']);
    await put('0002-b.sql', 'CREATE TABLE b (n int);');
    expect(await migrate(server.db, at())).toEqual(['0002-b.sql']);
  });

  test('leave a database alone that a newer version made, and say so', async () => {
    await put('0001-a.sql', 'CREATE TABLE a (n int);');
    await put('0002-newer.sql', 'CREATE TABLE newer (n int);');
    await migrate(server.db, at());
    await rm(join(folder, '0002-newer.sql'));
    await put('0003-mine.sql', 'CREATE TABLE mine (n int);');
    const refusal = {
      code: 'store.newerSchema',
      message: expect.stringMatching(/newer version.*0002-newer\.sql.*Nothing was changed/su) as string,
    };
    await expect(migrate(server.db, at())).rejects.toMatchObject(refusal);
    await expect(pendingMigrations(server.db, at())).rejects.toMatchObject(refusal);
    expect(await tables()).toEqual(['a', 'newer']);
  });

  test('that were applied in another form are found out; other line ends are no other form', async () => {
    await put('0001-a.sql', 'CREATE TABLE a (\n n int);\n');
    await migrate(server.db, at());
    await put('0001-a.sql', 'CREATE TABLE a (\r\n n int);\r\n');
    expect(await migrate(server.db, at())).toEqual([]);
    await put('0001-a.sql', 'CREATE TABLE a (n bigint);');
    await expect(migrate(server.db, at())).rejects.toMatchObject({ code: 'store.changedMigration' });
  });

  test('with one number twice, or none, are refused before anything runs', async () => {
    await put('0001-a.sql', 'CREATE TABLE a (n int);');
    await put('0001-b.sql', 'CREATE TABLE b (n int);');
    await expect(migrate(server.db, at())).rejects.toMatchObject({ code: 'store.migrationFailed' });
    await rm(join(folder, '0001-b.sql'));
    await put('later.sql', 'CREATE TABLE b (n int);');
    await expect(migrate(server.db, at())).rejects.toMatchObject({ code: 'store.migrationFailed' });
    expect(await tables()).toEqual([]);
  });
});

describe('the schema', () => {
  test('is the one in worker/store/schema.sql (npm run schema:dump writes it anew)', async () => {
    expect(await pendingMigrations(server.db)).toEqual((await readMigrations()).map(({ name }) => name));
    await migrate(server.db);
    expect(await dumpSchema(server.db)).toBe(await readFile(schemaFile, 'utf8'));
  });
});
