/**
 * Upgrades: a store of every earlier schema, with rows in every table (upgrade/NNNN.sql), comes up with all it had, and the
 * first pass after it writes nothing on either side. A migration that loses or rewrites a row fails here; so does one that comes
 * without a file of its own where it makes a table.
 *
 * Seen to fail with the safeguard taken away: with a further migration `update sync.links set base = '{}'` the rows were told as
 * changed, and so was a `delete from sync.removals`.
 */
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sql from 'sql-template-tag';
import { fill } from '../../../shared/texts/language.ts';
import { openFrames, restoreBackup, writeBackup } from '../../../worker/store/backup/index.ts';
import { ownSchemas, quoted, quotedTable } from '../../../worker/store/backup/catalog.ts';
import type { Db } from '../../../worker/store/db.ts';
import { migrate, ownMigrations, pendingMigrations, readMigrations } from '../../../worker/store/migrate.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { onDatabase, petra } from '../../support/full-office.ts';
import { connectorProperty, createOffice, type Mailboxed, type Office } from '../../support/office.ts';

/** The first schema that an office may have had. */
const first = '0005';
const numberOf = (name: string): string => name.slice(0, 4);
const names = (await readMigrations()).map(({ name }) => name);
const earlier = names.map(numberOf).filter((number) => number >= first && number < numberOf(names.at(-1)!));
const fixtures = await readdir(new URL('./upgrade/', import.meta.url));

let office: Office;
let who: Mailboxed;
let values: Record<string, string>;
let folder: string;
const opened: TestDb[] = [];

const cardFor = (number: number, more: object) =>
  office.sandbox.outlook(petra).add(more, {
    properties: { [connectorProperty]: `d0000000-0000-4000-8000-00000000000${number}` },
  });

beforeAll(async () => {
  office = await createOffice();
  who = await office.activate(petra);
  const bos = cardFor(1, {
    givenName: 'Dewi',
    middleName: 'van',
    surname: 'Bos',
    companyName: 'Tuinen & Zn.',
    birthday: '1974-07-22',
    businessPhones: ['020-1234567'],
    emailAddresses: [{ address: 'Bos@klant.example', name: 'Bos@klant.example' }],
  });
  const kok = cardFor(2, {
    surname: 'Kok',
    mobilePhone: '06-12345678',
    emailAddresses: [{ address: 'kok@thuis.example', name: 'kok@thuis.example' }],
  });
  const smit = cardFor(3, { givenName: 'Anouk', surname: 'Smit' });
  const mailbox = (await office.mailboxes.byId(who.mailboxId))!;
  values = {
    mailbox: who.mailboxId,
    employee: who.employeeId,
    tid: mailbox.tid,
    oid: mailbox.oid,
    folder: bos.folderId,
    bos: bos.id,
    kok: kok.id,
    smit: smit.id,
  };
  folder = await mkdtemp(join(tmpdir(), 'relatiebrug-upgrade-'));
}, 60_000);
afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await office.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const upTo = async (number: string): Promise<URL> => {
  const target = join(folder, number);
  for (const name of names.filter((each) => numberOf(each) <= number)) {
    await cp(new URL(name, ownMigrations), join(target, name));
  }
  return pathToFileURL(`${target}/`);
};

/** A store that lived through every version up to this one. */
const storeOf = async (number: string): Promise<TestDb> => {
  const database = await createTestDb({ empty: true });
  opened.push(database);
  for (const each of earlier.filter((one) => one <= number)) {
    await migrate(database.db, await upTo(each));
    if (!fixtures.includes(`${each}.sql`)) continue;
    const text = await readFile(new URL(`./upgrade/${each}.sql`, import.meta.url), 'utf8');
    await database.db.query({ text: fill(text, values), values: [] });
  }
  return database;
};

interface Shape {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
}

const shapesOf = (db: Db): Promise<Shape[]> =>
  db.query<Shape>(sql`
    SELECT table_schema AS schema, table_name AS name, array_agg(column_name::text ORDER BY ordinal_position) AS columns
    FROM information_schema.columns WHERE table_schema = ANY (${ownSchemas}) AND table_name <> 'schema_migrations'
    GROUP BY 1, 2 ORDER BY 1, 2`);

const rowsOf = async (db: Db, shape: Shape): Promise<string[]> => {
  const rows = await db.query<{ row: string }>({
    text: `SELECT row(${shape.columns.map(quoted).join(', ')})::text AS row FROM ${quotedTable(shape)} ORDER BY 1`,
    values: [],
  });
  return rows.map(({ row }) => row);
};

const writes = (): number => office.sandbox.outlook(petra).audit.filter(({ by }) => by === 'app').length;
const persons = (db: Db) => db.query(sql`SELECT id, version, changed_at FROM crm.persons ORDER BY id`);

const passWritesNothing = async (db: Db): Promise<void> => {
  const before = [writes(), await persons(db)];
  for (const trigger of ['daily', 'syncNow'] as const) {
    const report = await office.pass(who, trigger, onDatabase(db));
    expect(report).toMatchObject({ ran: true, result: { outcome: 'done' }, counts: { created: 0, held: 0 } });
  }
  expect([writes(), await persons(db)]).toEqual(before);
};

test('every migration that makes a table comes with rows for it', async () => {
  const { db } = await storeOf(earlier.at(-1)!);
  const blank: string[] = [];
  for (const shape of await shapesOf(db)) {
    if ((await rowsOf(db, shape)).length === 0) blank.push(shape.name);
  }
  expect(blank).toEqual([]);
}, 60_000);

test.each(earlier)(
  'a store of the schema of %s comes up with all it had, and a pass writes nothing',
  async (number) => {
    const { db } = await storeOf(number);
    const shapes = await shapesOf(db);
    const had = new Map<Shape, string[]>();
    for (const shape of shapes) had.set(shape, await rowsOf(db, shape));
    expect(await migrate(db)).toEqual(names.filter((name) => numberOf(name) > number));
    expect(await pendingMigrations(db)).toEqual([]);
    for (const [shape, rows] of had)
      expect([shape.name, await rowsOf(db, shape)]).toEqual([shape.name, rows]);
    await passWritesNothing(db);
  },
  60_000,
);

test.each([first, earlier.at(-1)!])(
  'a back-up of the schema of %s is brought up to date as it is restored',
  async (number) => {
    const source = await storeOf(number);
    const target = await createTestDb({ empty: true });
    opened.push(target);
    const bytes = writeBackup({ url: source.url, product: '0.1.0', now: new Date() });
    const restored = await restoreBackup(await openFrames(bytes), { url: target.url, replace: false });
    expect(restored.migrated).toEqual(names.filter((name) => numberOf(name) > number));
    expect(await pendingMigrations(target.db)).toEqual([]);
    await passWritesNothing(target.db);
  },
  60_000,
);

test('an older worker leaves a newer schema alone and says which version to start', async () => {
  const { db } = await createTestDb().then((database) => (opened.push(database), database));
  const newest = names.at(-1)!;
  await expect(migrate(db, await upTo(earlier.at(-1)!))).rejects.toMatchObject({
    code: 'store.newerSchema',
    message: expect.stringMatching(
      new RegExp(`newer version.*${newest}.*Nothing was changed.*Start the newer`, 'su'),
    ) as string,
  });
});
