/** Import, export and the schema, by the real command on a database of its own. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { inside, relatiebrug, type Ran } from './bin.ts';

let database: TestDb;
let folder: string;
let persons: string;
beforeAll(async () => {
  database = await createTestDb();
  folder = await mkdtemp(join(tmpdir(), 'relatiebrug-cli-'));
  persons = join(folder, 'persons.csv');
  await writeFile(
    persons,
    [
      'Soort;Voornaam;Achternaam;Geboortedatum;Relatiebeheerder',
      'contactpersoon;Anna;Vries;01-02-1980;petra@kantoor.example',
      'contactpersoon;Bram;;;petra@kantoor.example',
      'particulier;Cees;Smit;31-02-1990;petra@kantoor.example',
    ].join('\n'),
  );
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.close();
});

const run = (...args: string[]): Promise<Ran> => inside(args, { DATABASE_URL: database.url });
const realRun = (...args: string[]): Promise<Ran> => relatiebrug(args, { DATABASE_URL: database.url });
const slow = 120_000;

test(
  'a dry run shows what columns mean, what would happen and the rejected lines, and changes nothing',
  async () => {
    const { code, out } = await realRun('import', persons, '--dry-run', '--create-employees');
    expect(code).toBe(0);
    expect(out).toMatch(/Voornaam +→ /u);
    expect(out).toContain('line 3:');
    expect(out).toContain('line 4:');
    expect(out).toContain('petra@kantoor.example');
    expect(out).not.toContain('Bram');
    const exported = await run('export', '-', '--format', 'csv');
    expect(exported.out.trim().split('\n')).toHaveLength(1);
  },
  slow,
);

test(
  'without a terminal to ask on, nothing is imported unless --yes says so; the same file twice changes nothing',
  async () => {
    const unasked = await realRun('import', persons, '--create-employees');
    expect(unasked.code).toBe(3);
    expect(unasked.err).toContain('--yes');
    const first = await realRun('import', persons, '--create-employees', '--yes', '--json');
    expect(JSON.parse(first.out)).toMatchObject({
      applied: true,
      counts: { created: 1, rejected: 2 },
      newEmployees: 1,
      rejected: [{ line: 3 }, { line: 4 }],
    });
    const again = await run('import', persons, '--yes', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ counts: { created: 0, updated: 0, unchanged: 1 } });
  },
  slow,
);

test(
  'a file that is no import, is not there, or has rejected rows under --strict ends with an error and no change',
  async () => {
    const unknown = join(folder, 'unknown.csv');
    await writeFile(unknown, 'Achternaam;Schoenmaat\nVries;43\n');
    const [odd, missing, strict] = await Promise.all([
      run('import', unknown, '--yes', '--json'),
      run('import', join(folder, 'none.csv'), '--yes'),
      run('import', persons, '--yes', '--strict'),
    ]);
    expect(odd.code).toBe(1);
    expect(JSON.parse(odd.out)).toMatchObject({ applied: false, error: { code: 'import.unknownColumns' } });
    expect(odd.out).toContain('Schoenmaat');
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('none.csv') as string]);
    expect(strict.code).toBe(1);
  },
  slow,
);

test(
  'an export is readable by its owner only, overwrites nothing unasked and leaves no half file',
  async () => {
    const file = join(folder, 'out.csv');
    const done = await run('export', file, '--json');
    expect(JSON.parse(done.out)).toMatchObject({ file, persons: 1 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toContain('Anna');
    expect((await run('export', file)).code).toBe(2);
    const nowhere = await run('export', join(folder, 'no', 'such', 'out.csv'));
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('cannot be written') as string]);
    // A folder (or a device) is never moved away.
    expect((await run('export', folder, '--format', 'csv', '--force')).code).toBe(2);
  },
  slow,
);

test(
  'a database that is behind is not touched before migrate, and migrate may be repeated',
  async () => {
    const empty = await createTestDb({ empty: true });
    const on = (...args: string[]): Promise<Ran> => inside(args, { DATABASE_URL: empty.url });
    const refused = await on('status');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('relatiebrug migrate');
    const first = await on('migrate', '--json');
    expect((JSON.parse(first.out) as { ran: string[] }).ran[0]).toMatch(/^0001-/u);
    expect(JSON.parse((await on('migrate', '--json')).out)).toEqual({ ran: [] });
    const status = await on('status', '--json');
    expect([status.code, JSON.parse(status.out)]).toEqual([0, { workerRuns: false, mailboxes: [] }]);
    await empty.close();
  },
  slow,
);

test(
  'a database that cannot be reached is told in a sentence',
  async () => {
    const { code, err } = await inside(['status'], {
      DATABASE_URL: 'postgres://nobody:geheim@127.0.0.1:1/none',
    });
    expect(code).toBe(1);
    expect(err).not.toContain('geheim');
    expect(err.trim().split('\n')).toHaveLength(1);
  },
  slow,
);
