/** `history` on a real database: whom or what is meant, filters, sentences, pages, and the file. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { HistoryView } from '../../../shared/api/history.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import { readInstant } from '../../../worker/cli/instant.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm } from '../../../worker/crm/embedded/types.ts';
import type { HistoryEntry } from '../../../worker/pass/ports.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import { pastEntry, remember } from '../api/past.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { inside, type Ran } from './bin.ts';

let database: TestDb;
let crm: EmbeddedCrm;
let petra: Employee;
let petras: MailboxId;
let joriss: MailboxId;
let anna: Person;
let inbound: HistoryEntry;
let lost: HistoryEntry;
let folder: string;

const import_ = { kind: 'import' } as const;
const mailboxOf = async (email: string, displayName: string): Promise<[Employee, MailboxId]> => {
  const employee = (await crm.upsertEmployee({ email, displayName }))!;
  const activated = await createMailboxes(database.db).activate({
    employeeId: employee.id,
    tid: 't',
    oid: email,
    upn: null,
  });
  if (activated.outcome === 'refused') throw new Error(activated.because);
  return [employee, activated.mailbox.id];
};
const person = async (lastName: string, workEmail: string): Promise<Person> => {
  const made = await crm.createPerson(
    { kind: 'contactPerson', fields: { firstName: 'Anna', lastName, workEmail } },
    import_,
  );
  if (made.outcome !== 'created') throw new Error(made.outcome);
  return made.person;
};

beforeAll(async () => {
  database = await createTestDb();
  crm = createEmbeddedCrm(database.db, { country: 'NL' });
  folder = await mkdtemp(join(tmpdir(), 'relatiebrug-history-'));
  [petra, petras] = await mailboxOf('petra@kantoor.example', 'Petra de Wit');
  [, joriss] = await mailboxOf('joris@kantoor.example', 'Joris Bakker');
  anna = await person('Oort', 'anna@oort.example');
  inbound = pastEntry(petras, anna.id);
  lost = pastEntry(joriss, anna.id, {
    at: '2026-03-03T08:00:00.000Z',
    side: 'remote',
    decision: 'R5.conflict.crm',
    overruled: { side: 'remote', value: 'Rechter' },
  });
  await remember(database.db, petras, [inbound]);
  await remember(database.db, joriss, [lost]);
  await crm.updatePerson(
    anna.id,
    (await crm.persons([anna.id])).get(anna.id)!.version,
    { fields: { jobTitle: 'Notaris' } },
    { kind: 'employee', employeeId: petra.id },
  );
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.close();
});

const run = (...args: string[]): Promise<Ran> => inside(['history', ...args], { DATABASE_URL: database.url });
const shown = async (...args: string[]): Promise<HistoryView[]> => {
  const { out, err } = await run(...args, '--json');
  if (out === '') throw new Error(err);
  return (JSON.parse(out) as { items: HistoryView[] }).items;
};
const ids = async (...args: string[]): Promise<string[]> => (await shown(...args)).map(({ id }) => id);

describe('who is meant', () => {
  test('a person by id, address or whole name has what happened in every mailbox and in the CRM', async () => {
    for (const who of [anna.id, 'Anna@Oort.example', 'anna oort']) {
      expect((await shown(who)).map(({ source, by, to }) => [source, by.name, to])).toEqual([
        ['crm', 'Petra de Wit', 'Notaris'],
        ['crm', null, null],
        ['sync', 'Joris Bakker', 'Notaris'],
        ['sync', 'Petra de Wit', 'Notaris'],
      ]);
    }
  });

  test('a mailbox by id or address has only what it did', async () => {
    for (const who of [petras, 'PETRA@kantoor.example']) expect(await ids(who)).toEqual([inbound.id]);
    expect(await ids('anna oort', '--mailbox', joriss)).toEqual([lost.id]);
  });

  test('who is both a person and a mailbox is asked for, not guessed', async () => {
    const both = await person('Wit', 'petra@kantoor.example');
    const { code, err } = await run('petra@kantoor.example');
    expect([code, err]).toEqual([2, expect.stringContaining('--person petra@kantoor.example')]);
    expect(await ids('--mailbox', 'petra@kantoor.example')).toEqual([inbound.id]);
    await crm.removePerson(both.id, import_);
    // Removed since: the history still knows the id.
    expect((await shown(both.id)).map(({ decision }) => decision)).toEqual(['crm.removed', 'crm.created']);
  });

  test('nobody, and several of one name, are told', async () => {
    expect(await run('niemand')).toMatchObject({
      code: 1,
      err: expect.stringContaining('niemand') as string,
    });
    const one = await person('Dubbel', 'a@dubbel.example');
    const other = await person('Dubbel', 'b@dubbel.example');
    const { code, err } = await run('Anna Dubbel');
    expect(code).toBe(2);
    for (const { id } of [one, other]) expect(err).toContain(id);
  });
});

describe('what is shown', () => {
  test('when on the clock of the office, who, what, both values, why, what it cost, and ids to name it by', async () => {
    const { code, out } = await run('anna oort', '--overruled');
    expect(code).toBe(0);
    expect(out).toBe(
      [
        '2026-03-03 09:00:00  Anna Oort · Outlook · job title: ‘Advocaat’ → ‘Notaris’',
        '  Changed on both sides; by the setting of Joris Bakker the CRM goes first, and the contact took that over.',
        '  lost: ‘Rechter’ (Outlook)',
        `  id ${lost.id.slice(0, 8)} · pass ${lost.passId.slice(0, 8)}`,
        '',
      ].join('\n'),
    );
    const dutch = await inside(['history', 'anna oort', '--overruled'], {
      DATABASE_URL: database.url,
      LANGUAGE: 'nl',
    });
    expect(dutch.out).toContain('functie');
    expect(dutch.out).toContain('volgens de instelling van Joris Bakker gaat het CRM voor');
  });

  test('filters may be combined, and what is none is told by name', async () => {
    expect(await ids(anna.id, '--side', 'outlook')).toEqual([lost.id]);
    expect(await ids('--side', 'crm', '--field', 'job title')).toEqual([inbound.id]);
    expect(await ids('--since', '2026-03-03')).toEqual([lost.id]);
    expect(await ids('--until', '2026-03-03 08:59')).toEqual([inbound.id]);
    expect(await ids('--since', '1h')).toEqual([]);
    // A session was opened for this pass only in the history; its id is looked up among passes.
    expect(await run('--pass', 'ffffffff')).toMatchObject({ code: 1 });
    for (const args of [
      ['--field', 'schoenmaat'],
      ['--side', 'links'],
      ['--since', 'gisteren'],
      ['--limit', '0'],
    ]) {
      const { code, err } = await run(...args);
      expect([args, code, err.includes(args[1]!)]).toEqual([args, 2, true]);
    }
  });

  test('a long list says where to go on', async () => {
    const { out } = await run('anna oort', '--limit', '1');
    const next = /--before (\S+)/u.exec(out)?.[1];
    expect((await shown('anna oort', '--before', next!)).map(({ decision }) => decision)).toEqual([
      'crm.created',
      'R5.conflict.crm',
      'R5.onlyRemote',
    ]);
  });
});

describe('the file', () => {
  test('has all that fits, is its owner’s only, and is not written over', async () => {
    const file = join(folder, 'anna.csv');
    const { code, out } = await run('anna oort', '--csv', file);
    expect([code, out]).toEqual([0, `4 lines written to ${file}.\n`]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const rows = parse<Record<string, string>>(await readFile(file), {
      delimiter: ';',
      columns: true,
      bom: true,
    });
    expect(rows.map((row) => [row['Who'], row['To'], row['Value overruled']])).toEqual([
      ['Petra de Wit', 'Notaris', ''],
      ['an import', '', ''],
      ['Joris Bakker', 'Notaris', 'Rechter'],
      ['Petra de Wit', 'Notaris', ''],
    ]);
    expect((await run('anna oort', '--csv', file)).code).toBe(2);
    expect(await run('anna oort', '--csv', file, '--force', '--json')).toMatchObject({
      code: 0,
      out: `${JSON.stringify({ file, entries: 4 })}\n`,
    });
  });

  test('goes to standard output with -, but not beside a JSON document', async () => {
    const { code, out } = await run(petras, '--csv', '-');
    expect([code, out.startsWith('\uFEFFWhen;Person;')]).toEqual([0, true]);
    expect((await run(petras, '--csv', '-', '--json')).code).toBe(2);
  });
});

test.each<[string, string | null]>([
  ['2026-03-02T08:00:00Z', '2026-03-02T08:00:00.000Z'],
  ['2026-03-02T08:00+01:00', '2026-03-02T07:00:00.000Z'],
  ['2026-03-02', '2026-03-01T23:00:00.000Z'],
  ['2026-07-02 14:30', '2026-07-02T12:30:00.000Z'],
  ['2026-03-29 01:59:59', '2026-03-29T00:59:59.000Z'],
  ['2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
  ['90m', '2026-06-01T10:30:00.000Z'],
  ['3d', '2026-05-29T12:00:00.000Z'],
  ['2026-02-30', null],
  ['2026-03-02 24:00', null],
  ['2026-03-02T08:00', '2026-03-02T07:00:00.000Z'],
  ['gisteren', null],
  ['', null],
])('the instant %s reads as %s', (text, at) => {
  const read = readInstant(text, 'Europe/Amsterdam', Date.parse('2026-06-01T12:00:00Z'));
  expect(read?.toISOString() ?? null).toBe(at);
});
