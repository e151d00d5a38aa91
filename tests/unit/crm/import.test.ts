import type { Person } from '../../../shared/person.ts';
import { applyImport } from '../../../worker/crm/files/apply.ts';
import { MAX_ROWS } from '../../../worker/crm/files/limits.ts';
import { planImport } from '../../../worker/crm/files/plan.ts';
import type { ImportOptions, ImportPlan, ImportReport, PlannedRow } from '../../../worker/crm/files/types.ts';
import { byImport, useCrm } from './crm-on-test-db.ts';

const on = useCrm();

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const plan = (text: string | Uint8Array, options?: ImportOptions): Promise<ImportPlan> =>
  planImport(on.crm, typeof text === 'string' ? bytesOf(text) : text, 'personen.csv', options);
const importText = async (text: string | Uint8Array, options?: ImportOptions): Promise<ImportReport> =>
  applyImport(on.crm, await plan(text, options));

const everybody = async (): Promise<Person[]> =>
  (await on.crm.listPersons({ after: null, limit: 500 })).persons;
const rejections = (rows: readonly PlannedRow[]): unknown[] =>
  rows.flatMap((row) => (row.action === 'rejected' ? row.problems.map(({ code }) => [row.line, code]) : []));

const abc = `Id;Soort;Voorletters;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Organisatie;E-mail (zakelijk);Telefoon (zakelijk)
1;contactpersoon;G.;Geert;van;Dijk;23-05-1979;ABC Bedrijf;info@abc.example;020-0000101
2;contactpersoon;P.;Petra;de;Vries;;ABC Bedrijf;info@abc.example;
3;particulier;;An;;Van Damme;1-2-1980;;;
`;

describe('a plan', () => {
  test('shows what each column means and what would happen, and changes nothing', async () => {
    const shown = await plan(abc);
    expect(shown.problems).toEqual([]);
    expect(shown).toMatchObject({ format: 'csv', encoding: 'utf-8', delimiter: ';', key: 'id' });
    expect(shown.columns.map(({ target }) => target)).toEqual([
      'id',
      'kind',
      'initials',
      'firstName',
      'surnamePrefix',
      'lastName',
      'birthDate',
      'organisation',
      'workEmail',
      'workPhone',
    ]);
    expect(shown.counts).toEqual({ create: 3, update: 0, unchanged: 0, rejected: 0 });
    expect(await everybody()).toEqual([]);
  });

  test('reads Dutch and English headings whatever their case, accents and punctuation', async () => {
    const headings = ['ACHTERNAAM', 'Privé-e-mail', 'first name', 'Date of Birth', 'Mobiel (privé)', 'GSM'];
    const shown = await plan(`${headings.join(',')}\nJansen,,,,,`);
    expect(shown.columns.map(({ target }) => target)).toEqual([
      'lastName',
      'privateEmail',
      'firstName',
      'birthDate',
      'privateMobile',
      'mobile',
    ]);
  });

  test('with unknown columns names them and cannot be applied, unless they are left out by choice', async () => {
    const file = 'Achternaam;Schoenmaat;Lievelingskleur\nJansen;42;blauw\n';
    const refused = await plan(file);
    expect(refused.problems).toEqual([
      { code: 'unknownColumns', details: ['Schoenmaat', 'Lievelingskleur'] },
    ]);
    expect(await applyImport(on.crm, refused)).toMatchObject({ applied: false });
    expect(await everybody()).toEqual([]);
    const mapped = await plan(file, { mapping: { Schoenmaat: null, Lievelingskleur: 'jobTitle' } });
    expect(mapped.problems).toEqual([]);
    expect(await importText(file, { ignoreUnknown: true })).toMatchObject({
      applied: true,
      counts: { create: 1 },
    });
  });

  test.each([
    ['two columns of one meaning', 'Achternaam;Familienaam\nA;B\n', 'doubleColumns'],
    ['no surname and no id', 'Voornaam;Telefoon\nAn;1\n', 'noSurnameColumn'],
    ['nothing', '', 'emptyFile'],
    ['only blank lines', '\n\n', 'emptyFile'],
    ['a quotation mark that is not closed', 'Achternaam\n"Jansen\nPeeters\n', 'malformedCsv'],
    ['a mark in the middle of a cell', 'Achternaam\nJan"sen\n', 'malformedCsv'],
    ['a cell of 10 MB', `Achternaam\nJansen\n${'x'.repeat(10 * 1024 * 1024)}\n`, 'cellTooLarge'],
    ['a quoted cell of 10 MB', `Achternaam\n"${'x\n'.repeat(5 * 1024 * 1024)}"\n`, 'cellTooLarge'],
    ['a cell just too large', `Achternaam\n${'x'.repeat(65_537)}\n`, 'cellTooLarge'],
    ['more columns than anybody has', `${'Achternaam;'.repeat(300)}\n`, 'tooManyColumns'],
    ['more rows than it takes', `Achternaam\n${'Jansen\n'.repeat(MAX_ROWS + 1)}`, 'tooManyRows'],
    ['an old Excel file', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'oldExcel'],
    ['half a ZIP', new Uint8Array([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]), 'malformedXlsx'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), 'undecodable'],
    ['UTF-16 without its mark', new Uint8Array(Buffer.from('Achternaam\nJansen', 'utf16le')), 'undecodable'],
    ['a card that is not closed', 'BEGIN:VCARD\nVERSION:4.0\nN:Jansen;;;;\n', 'malformedVcard'],
  ])('of a file with %s says so and changes nothing', async (_, file, code) => {
    const refused = await plan(file);
    expect(refused.problems.map((problem) => problem.code)).toEqual([code]);
    expect((await applyImport(on.crm, refused)).applied).toBe(false);
    expect(await everybody()).toEqual([]);
  });

  test('names the line where a CSV goes wrong', async () => {
    expect((await plan('Achternaam\nA\nB\n"C\nD\n')).problems).toEqual([{ code: 'malformedCsv', line: 4 }]);
    const long = `Achternaam;Functie\nA;\n"B\nB";\n${'x'.repeat(70_000)};\n`;
    expect((await plan(long)).problems).toEqual([{ code: 'cellTooLarge', line: 5, details: ['65536'] }]);
  });

  test.each([
    ['UTF-8 with its mark', '\uFEFF', 'utf-8', (text: string) => bytesOf(text)],
    ['UTF-16', '\uFEFF', 'utf-16', (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))],
    ['Windows-1252', '', 'windows-1252', (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))],
  ])('reads %s and says so', async (_, mark, encoding, encode) => {
    const shown = await plan(encode(`${mark}Achternaam,Organisatie\nÇelik,Café Zoë\n`));
    expect(shown.encoding).toBe(encoding);
    expect((await applyImport(on.crm, shown)).counts.create).toBe(1);
    const [person] = await everybody();
    expect([person?.fields.lastName, person?.organisation?.name]).toEqual(['Çelik', 'Café Zoë']);
  });

  test('counts lines as an editor does, also behind cells of several lines and blank lines', async () => {
    const file = 'Achternaam;Functie\r\n"Goed";"a"\r\n\r\nSlecht;"twee\r\nregels"\r\n;leeg\r\n';
    expect(rejections((await plan(file)).rows)).toEqual([
      [4, 'refusedByCrm'],
      [6, 'lastNameRequired'],
    ]);
  });
});

describe('rows', () => {
  test('with mistakes are rejected with line and reason, and the good ones come in', async () => {
    const file = `Id,Achternaam,Soort,E-mail,Geboortedatum,Voormalig,Organisatie
1,Jansen,,jan@abc.example,2020-02-30,,
2,Peeters,,piet@abc,,,
3,,,,,,
4,Maes,marsmannetje,,,,
5,Claes,,,,misschien,
6,${'x'.repeat(101)},,,,,
7,Wouters,particulier,,,,ABC
8,Dekker,,,,,,,verschoven
9,Goed,,goed@abc.example,31-12-1980,ja,ABC
`;
    const shown = await plan(file);
    expect(rejections(shown.rows)).toEqual([
      [2, 'invalidDate'],
      [3, 'malformedEmail'],
      [4, 'lastNameRequired'],
      [5, 'unknownKind'],
      [6, 'invalidFormer'],
      [7, 'tooLong'],
      [8, 'organisationOfPrivatePerson'],
      [9, 'tooManyCells'],
    ]);
    const report = await applyImport(on.crm, shown);
    expect(report.counts).toEqual({ create: 1, update: 0, unchanged: 0, rejected: 8 });
    const [only, ...others] = await everybody();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ former: true, kind: 'contactPerson' });
    expect(only?.fields).toMatchObject({ birthDate: '1980-12-31', workEmail: 'goed@abc.example' });
  });

  test('stop the whole import when it is asked to be strict', async () => {
    const report = await importText('Achternaam\nJansen\n', { strict: true });
    expect(report.applied).toBe(true);
    const mixed = await importText('Achternaam;E-mail\nPeeters;\nMaes;geen-adres\n', { strict: true });
    expect(mixed).toMatchObject({ applied: false, problems: [{ code: 'rejectedRows' }] });
    expect((await everybody()).map((person) => person.fields.lastName)).toEqual(['Jansen']);
  });

  test('with one id exclude each other, each naming the other line', async () => {
    const shown = await plan('Id;Achternaam\n1;Jansen\n2;Peeters\n1;Jansen\n');
    expect(shown.rows).toEqual([
      { action: 'rejected', line: 2, problems: [{ code: 'doubleId', otherLine: 4 }] },
      expect.objectContaining({ action: 'create', line: 3 }),
      { action: 'rejected', line: 4, problems: [{ code: 'doubleId', otherLine: 2 }] },
    ]);
  });

  test.each([
    ['31-12-1980', '1980-12-31'],
    ['1980-12-31', '1980-12-31'],
    ['1/2/1980', '1980-02-01'],
    ['01.02.1980', '1980-02-01'],
    ['1980-12-31 00:00:00', '1980-12-31'],
    ['29-02-2024', '2024-02-29'],
  ])('take the date %s', async (typed, date) => {
    await importText(`Achternaam;Geboortedatum\nJansen;${typed}\n`);
    expect((await everybody())[0]?.fields.birthDate).toBe(date);
  });

  test.each([
    ['29-02-2023', 'invalidDate'],
    ['12-31-1980', 'invalidDate'],
    ['1-2-80', 'ambiguousDate'],
    ['29586', 'invalidDate'],
    ['gisteren', 'invalidDate'],
    ['1980-12-31 14:30', 'invalidDate'],
    ['31-12/1980', 'invalidDate'],
  ])('reject the date %s', async (typed, code) => {
    expect(rejections((await plan(`Achternaam;Geboortedatum\nJansen;${typed}\n`)).rows)).toEqual([[2, code]]);
  });

  test('reject what can be read two ways when the column shows that it has the month first', async () => {
    const file = 'Achternaam;Geboortedatum\nA;12/31/1980\nB;03/04/1980\nC;05/05/1980\n';
    expect(rejections((await plan(file)).rows)).toEqual([
      [2, 'invalidDate'],
      [3, 'ambiguousDate'],
    ]);
  });

  test('of private persons take a plain e-mail column for the private address, and no work data', async () => {
    const file = `Achternaam;Soort;E-mail;Telefoon;Functie
Jansen;particulier;jan@thuis.example;020-0000102;
Peeters;contactpersoon;piet@abc.example;020-0000103;
Maes;particulier;;;Directeur
`;
    expect(rejections((await importAndPlan(file)).rows)).toEqual([[4, 'workFieldOfPrivatePerson']]);
    const [jansen, peeters] = await everybody();
    expect(jansen?.fields).toMatchObject({
      privateEmail: 'jan@thuis.example',
      workEmail: null,
      workPhone: null,
    });
    expect(peeters?.fields).toMatchObject({ workEmail: 'piet@abc.example', privateEmail: null });
  });

  const importAndPlan = async (file: string): Promise<ImportPlan> => {
    const shown = await plan(file);
    await applyImport(on.crm, shown);
    return shown;
  };

  test('that name an employee nobody knows are rejected, unless employees are to be made', async () => {
    const file = `Achternaam;Relatiebeheerder;Eigenaren
Jansen;petra@kantoor.example;"Karim el Amrani <Karim@kantoor.example>, petra@kantoor.example"
Peeters;Petra;
Maes;petra@kantoor.example, karim@kantoor.example;
`;
    const refused = await plan(file);
    expect(rejections(refused.rows)).toEqual([
      [2, 'unknownEmployee'],
      [2, 'unknownEmployee'],
      [3, 'malformedEmployee'],
      [4, 'severalRelationManagers'],
    ]);
    const shown = await plan(file, { createEmployees: true });
    expect(shown.newEmployees.map(({ email }) => email)).toEqual([
      'petra@kantoor.example',
      'karim@kantoor.example',
    ]);
    expect(await on.crm.employees()).toEqual([]);
    const report = await applyImport(on.crm, shown);
    expect(report).toMatchObject({ newEmployees: 2, counts: { create: 1, rejected: 2 } });
    const employees = new Map((await on.crm.employees()).map((employee) => [employee.email, employee]));
    expect(employees.get('karim@kantoor.example')?.displayName).toBe('Karim el Amrani');
    const [jansen] = await everybody();
    expect(jansen?.relationManagerId).toBe(employees.get('petra@kantoor.example')?.id);
    expect(jansen?.ownerIds.length).toBe(2);
  });

  test('undo the guard against formulas and nothing else', async () => {
    await importText("Achternaam;Telefoon;Functie\n'=Jansen;'+31200000104;'t Hof-manager\n");
    expect((await everybody())[0]?.fields).toMatchObject({
      lastName: '=Jansen',
      privatePhone: null,
      workPhone: '+31200000104',
      jobTitle: "'t Hof-manager",
    });
  });
});

describe('importing again', () => {
  test('the same file changes nothing: no version moves and no feed tells of it', async () => {
    await importText(abc);
    const before = await everybody();
    const start = await on.crm.head();
    const again = await plan(abc);
    expect(again.counts).toEqual({ create: 0, update: 0, unchanged: 3, rejected: 0 });
    await applyImport(on.crm, again);
    expect(await everybody()).toEqual(before);
    expect((await on.crm.changes(start, 10)).personIds).toEqual([]);
  });

  test('the same file without an id column changes nothing either, nor mixes two people at one address', async () => {
    const file = `Achternaam;Roepnaam;Organisatie;E-mail;Telefoon;Geboortedatum
Jansen;Jan;ABC;info@abc.example;020-0000105;
Jansen;Piet;ABC;info@abc.example;020-0000106;
Jansen;;ABC;info@abc.example;;
Smit;Jan;ABC;vader@abc.example;;
Smit;Jan;ABC;zoon@abc.example;;
Bos;Jan;ABC;;;1-1-1950
Bos;Jan;ABC;;;1-1-1980
`;
    const shown = await plan(file);
    expect(shown).toMatchObject({ key: 'name', counts: { create: 7, rejected: 0 } });
    await applyImport(on.crm, shown);
    const before = await everybody();
    expect((await importText(file)).counts).toEqual({ create: 0, update: 0, unchanged: 7, rejected: 0 });
    expect(await everybody()).toEqual(before);
  });

  test('a row that is twice in a file without ids comes in once', async () => {
    const file = 'Achternaam;Roepnaam\nJansen;Jan\nPeeters;Piet\nJansen;Jan\n';
    expect((await plan(file)).rows[2]).toEqual({
      action: 'rejected',
      line: 4,
      problems: [{ code: 'doubleRow', otherLine: 2 }],
    });
    expect((await importText(file)).counts.create).toBe(2);
    expect((await importText(file)).counts).toEqual({ create: 0, update: 0, unchanged: 2, rejected: 1 });
  });

  test('a changed row shows each difference, then changes those fields only', async () => {
    await importText(abc);
    const changed = abc.replace('020-0000101', '020-0000199').replace('Petra;de;Vries', 'Petra;de;Vries-Bos');
    const shown = await plan(changed);
    expect(shown.rows.flatMap((row) => (row.action === 'update' ? row.differences : []))).toEqual([
      { part: 'workPhone', from: '020-0000101', to: '020-0000199' },
      { part: 'lastName', from: 'Vries', to: 'Vries-Bos' },
    ]);
    expect((await applyImport(on.crm, shown)).counts).toEqual({
      create: 0,
      update: 2,
      unchanged: 1,
      rejected: 0,
    });
    expect((await everybody()).map((person) => person.fields.lastName)).toEqual([
      'Dijk',
      'Van Damme',
      'Vries-Bos',
    ]);
  });

  test('a number in another notation is no change (R4)', async () => {
    await importText(abc);
    const notation = abc.replace('020-0000101', '+31 (0)20 000 01 01').replace('info@abc', 'Info@ABC');
    expect((await plan(notation)).counts).toMatchObject({ update: 0, unchanged: 3 });
  });

  test('a blank cell leaves what is there, unless it is asked to clear', async () => {
    await importText(abc);
    const blank = abc.replace('020-0000101', '').replace('23-05-1979', '');
    expect((await plan(blank)).counts).toMatchObject({ update: 0, unchanged: 3 });
    expect((await importText(blank, { blanks: 'clear' })).counts.update).toBe(1);
    const geert = (await everybody()).find((person) => person.fields.firstName === 'Geert');
    expect(geert?.fields).toMatchObject({ workPhone: null, birthDate: null, workEmail: 'info@abc.example' });
  });

  test('a person with another address at the same name is not overwritten without an id', async () => {
    await importText('Achternaam;Roepnaam;Organisatie;E-mail\nSmit;Jan;ABC;jan@abc.example\n');
    const other = 'Achternaam;Roepnaam;Organisatie;E-mail\nSmit;Jan;ABC;j.smit@abc.example\n';
    expect(rejections((await plan(other)).rows)).toEqual([[2, 'perhapsAnother']]);
    const near = 'Achternaam;Organisatie;Roepnaam\nSmit;ABC;\n';
    expect(rejections((await plan(near)).rows)).toEqual([[2, 'perhapsThere']]);
  });

  test('with ids after a file without ids ties the persons that are there to their ids', async () => {
    await importText('Achternaam;Roepnaam;Organisatie\nSmit;Jan;ABC\n');
    const withIds = 'Id;Achternaam;Roepnaam;Organisatie\n77;Smit;Jan;ABC\n';
    expect((await importText(withIds)).counts).toMatchObject({ create: 0, update: 1 });
    expect((await importText(withIds)).counts).toMatchObject({ unchanged: 1 });
    expect((await importText('Id;Telefoon\n77;020-0000107\n')).counts).toMatchObject({ update: 1 });
    expect((await everybody()).length).toBe(1);
  });

  test('applying a plan twice, or after somebody changed the person, overwrites nothing that was not shown', async () => {
    await importText(abc);
    const shown = await plan(abc.replace('020-0000101', '020-0000199'));
    const geert = (await everybody()).find((person) => person.fields.firstName === 'Geert');
    if (geert === undefined) throw new Error('Geert is gone');
    await on.crm.updatePerson(
      geert.id,
      geert.version,
      { fields: { workEmail: 'geert@abc.example' } },
      byImport,
    );
    const report = await applyImport(on.crm, shown);
    expect(report.rejected).toEqual([
      { action: 'rejected', line: 2, problems: [{ code: 'changedMeanwhile' }] },
    ]);
    expect((await on.read(geert)).fields).toMatchObject({
      workEmail: 'geert@abc.example',
      workPhone: '020-0000101',
    });
    const fresh = await plan(abc.replace('020-0000101', '020-0000199'));
    expect((await applyImport(on.crm, fresh)).counts.update).toBe(1);
    expect((await applyImport(on.crm, fresh)).counts).toMatchObject({ update: 0, unchanged: 3, rejected: 0 });
  });

  test('two imports of one file at the same time make nobody twice', async () => {
    const file = 'Achternaam;Roepnaam\nJansen;Jan\nPeeters;Piet\n';
    const [one, other] = [await plan(file), await plan(file)];
    const reports = await Promise.all([applyImport(on.crm, one), applyImport(on.crm, other)]);
    expect(reports.map((report) => report.counts.create).sort()).toEqual([0, 2]);
    expect((await everybody()).length).toBe(2);
  });
});
