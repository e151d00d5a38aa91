import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import { personFieldIds, type Person, type PersonPatch } from '../../../shared/person.ts';
import { fileProblemCodes, fileProblemTexts, rowProblemTexts } from '../../../shared/texts/import.ts';
import { generatePersons } from '../../../sandbox/demo/generate-persons.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm } from '../../../worker/crm/embedded/types.ts';
import { applyImport } from '../../../worker/crm/files/apply.ts';
import { guardFormula, unguardFormula } from '../../../shared/formula.ts';
import { joinList, splitList } from '../../../worker/crm/files/cells.ts';
import { exportPersons, type ExportOptions } from '../../../worker/crm/files/export.ts';
import { MAX_UNPACKED_BYTES } from '../../../worker/crm/files/limits.ts';
import { planImport } from '../../../worker/crm/files/plan.ts';
import type { FileFormat } from '../../../worker/crm/files/types.ts';
import { readXlsx, unpackedBytes } from '../../../worker/crm/files/xlsx.ts';
import { createTestDb } from '../../support/db.ts';
import { byImport, useCrm } from './crm-on-test-db.ts';

const on = useCrm();

const exported = async (format: FileFormat, options?: ExportOptions): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of exportPersons(on.crm, format, options)) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
};
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What a file carries of a person: everything but our own ids and versions. */
const gistOf = async (crm: EmbeddedCrm): Promise<unknown[]> => {
  const { persons } = await crm.listPersons({ after: null, limit: 500 });
  const emails = new Map((await crm.employees()).map((employee) => [employee.id, employee.email]));
  return persons.map((person) => ({
    kind: person.kind,
    fields: person.fields,
    organisation: person.organisation?.name ?? null,
    manager: emails.get(person.relationManagerId ?? ('' as never)) ?? null,
    owners: person.ownerIds.map((id) => emails.get(id)).sort(),
    groups: person.groups,
    former: person.former,
  }));
};

const seed = async (): Promise<Person[]> => {
  const { crm } = on;
  const petra = await crm.upsertEmployee({ email: 'petra@kantoor.example', displayName: 'Petra de Vries' });
  const karim = await crm.upsertEmployee({ email: 'karim@kantoor.example', displayName: 'el Amrani, Karim' });
  if (petra === null || karim === null) throw new Error('refused');
  const everything: PersonPatch = {
    initials: 'P.',
    firstName: 'Zoë',
    surnamePrefix: "van 't",
    lastName: 'Hof; "de oude", jr.',
    birthDate: '1980-02-29',
    workEmail: 'Info@Abc.example',
    workPhone: '+31 (0)20 000 01 01 tst. 12',
    workMobile: 'geheim; vraag balie, "nu"',
    jobTitle: '=HYPERLINK("http://kwaad.example")',
    privateEmail: 'zoe@thuis.example',
    privatePhone: '-020',
    privateMobile: '@06',
  };
  return [
    await on.make({
      fields: everything,
      organisation: { name: 'Ketting, Wiel & Zn. \\ Co' },
      relationManagerId: petra.id,
      ownerIds: [petra.id, karim.id],
      groups: ['A, B', 'C; D', 'E | F'],
    }),
    await on.make({
      fields: { lastName: 'Van Damme', firstName: 'An' },
      kind: 'privatePerson',
      former: true,
    }),
    await on.make({ fields: { lastName: "'=1+1", birthDate: '1899-12-31' }, groups: ['Één, enkele'] }),
    await on.make({ fields: { lastName: "'t Hart" }, kind: 'employee', ownerIds: [karim.id] }),
    await on.make({ fields: { lastName: 'Vries', surnamePrefix: 'de' } }),
    await on.make({ fields: { lastName: 'de Vries' } }),
  ];
};

describe('what is exported and imported again', () => {
  test.each(['csv', 'xlsx', 'vcard'] as const)('as %s changes nothing in the same CRM', async (format) => {
    await seed();
    const plan = await planImport(on.crm, await exported(format), `personen.${format}`);
    expect(plan.problems).toEqual([]);
    expect({ format, ...plan.counts }).toEqual({ format, create: 0, update: 0, unchanged: 6, rejected: 0 });
  });

  test.each([
    ['csv', {}],
    ['csv', { language: 'en', delimiter: ',' }],
    ['xlsx', { language: 'en' }],
    ['vcard', {}],
  ] as const)('as %s %j makes the same persons in another CRM', async (format, options) => {
    await seed();
    const file = await exported(format, options);
    const other = await createTestDb();
    try {
      const crm = createEmbeddedCrm(other.db, { country: 'NL' });
      const plan = await planImport(crm, file, 'personen', { createEmployees: true });
      const report = await applyImport(crm, plan);
      expect(report).toMatchObject({ applied: true, counts: { create: 6, rejected: 0 } });
      expect(await gistOf(crm)).toEqual(await gistOf(on.crm));
      const again = await planImport(crm, file, 'personen', { createEmployees: true });
      expect(again.counts).toEqual({ create: 0, update: 0, unchanged: 6, rejected: 0 });
    } finally {
      await other.close();
    }
  });

  test('the guard against formulas comes off exactly', () => {
    for (const text of ['=1', '+31', '-', '@a', "'=1", "''=1", "'t Hart", "'", 'a=1', '']) {
      expect(unguardFormula(guardFormula(text))).toBe(text);
      expect(/^[=+\-@]/u.test(guardFormula(text))).toBe(false);
    }
  });

  test('lists keep commas, semicolons and bars that belong to a name', () => {
    for (const list of [['A'], ['A, B'], ['A', 'B'], ['A | B'], ['A | B', 'C, D'], ['a;b'], ['x|']]) {
      expect(splitList(joinList(list))).toEqual(list);
    }
    expect(splitList('Klanten, Pers; Kerst')).toEqual(['Klanten', 'Pers', 'Kerst']);
  });
});

describe('an exported CSV', () => {
  test('opens well in Excel and runs nothing there', async () => {
    await seed();
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await exported('csv'));
    expect(text.startsWith('\uFEFFId;Soort;Voorletters;Roepnaam;Tussenvoegsel;Achternaam;')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text).toContain(`'=HYPERLINK`);
    expect(text).not.toMatch(/(^|[;"\n])[=@]/mu);
  });
});

describe('an XLSX', () => {
  const sheet = async (rows: SheetData): Promise<Uint8Array> =>
    new Uint8Array(await writeExcelFile(rows).toBuffer());

  test('gives dates, numbers and rows as people see them', async () => {
    const file = await sheet([
      ['Id', 'Achternaam', 'Geboortedatum', 'Telefoon'],
      [
        1001,
        'Jansen',
        { type: Date, value: new Date('1980-05-01T00:00:00Z'), format: 'dd-mm-yyyy' },
        200000101,
      ],
      [null, null, null, null],
      [1002, 'Peeters', '31-12-1970', '+31 20 0000102'],
      [1003, null, null, null],
    ]);
    const plan = await planImport(on.crm, file, 'personen.xlsx');
    expect(plan).toMatchObject({ format: 'xlsx', problems: [], counts: { create: 2, rejected: 1 } });
    expect(plan.rows.map((row) => row.line)).toEqual([2, 4, 5]);
    await applyImport(on.crm, plan);
    const found = await on.crm.findByExternalId(['1001', '1002']);
    expect(found.get('1001')?.fields).toMatchObject({ birthDate: '1980-05-01', privatePhone: '200000101' });
    expect(found.get('1002')?.fields).toMatchObject({
      birthDate: '1970-12-31',
      privatePhone: '+31 20 0000102',
    });
  });

  test('that would unpack to more than it may is refused before it is unpacked', async () => {
    const file = await sheet([['Achternaam'], ['Jansen']]);
    expect(unpackedBytes(file)).toBeGreaterThan(1_000);
    const bomb = new Uint8Array(file);
    const view = new DataView(bomb.buffer);
    for (let at = 0; at < bomb.length - 4; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, MAX_UNPACKED_BYTES, true);
    }
    expect(await readXlsx(bomb)).toEqual({
      ok: false,
      problem: { code: 'fileTooLarge', details: ['96 MB'] },
    });
  });

  test('with a cell of 10 MB is refused with the row', async () => {
    const file = await sheet([['Achternaam'], ['Jansen'], ['x'.repeat(10 * 1024 * 1024)]]);
    const plan = await planImport(on.crm, file, 'personen.xlsx');
    expect(plan.problems).toEqual([{ code: 'cellTooLarge', line: 3, details: ['65536'] }]);
  });
});

describe('vCards', () => {
  const card = (...lines: string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');
  const importCards = async (text: string): Promise<Map<string, Person>> => {
    const plan = await planImport(on.crm, new TextEncoder().encode(text), 'kaarten.vcf');
    await applyImport(on.crm, plan);
    return on.crm.findByExternalId(['a', 'b', 'c']);
  };

  test('of version 3 and 4 are read, the first of each value, and the surname is never split', async () => {
    const v3 = card(
      'VERSION:3.0',
      'UID:a',
      'FN:An Van Damme',
      'N:Van Damme;An;;;',
      'ORG:ABC\\, Bedrijf;Inkoop',
      'item1.EMAIL;TYPE=INTERNET,WORK:an@abc.example',
      'EMAIL;TYPE=WORK:tweede@abc.example',
      'TEL;TYPE=WORK,VOICE:02 000 01 01',
      'TEL;TYPE=WORK,FAX:02 000 01 99',
      'TEL;TYPE=CELL:0400 00 01 02',
      'BDAY:19800501',
      'NOTE:blijft buiten',
    );
    const v4 = card(
      'VERSION:4.0',
      'UID:urn:uuid:b',
      'N;SORT-AS="Vries,Petra":de Vries;Petra;;;',
      'FN:Petra de Vries',
      'EMAIL;TYPE=home:tweede@thuis.example',
      'EMAIL;TYPE=home;PREF=1:petra@thuis.example',
      'TEL;VALUE=uri;TYPE="voice,home":tel:+31-20-0000103;ext=12',
      'BDAY:--0501',
      'X-RELATIEBRUG-SOORT;VALUE=TEXT:particulier',
    );
    const persons = await importCards(v3 + v4);
    expect(persons.get('a')).toMatchObject({ kind: 'contactPerson', organisation: { name: 'ABC, Bedrijf' } });
    expect(persons.get('a')?.fields).toMatchObject({
      firstName: 'An',
      surnamePrefix: null,
      lastName: 'Van Damme',
      workEmail: 'an@abc.example',
      workPhone: '02 000 01 01',
      workMobile: '0400 00 01 02',
      birthDate: '1980-05-01',
    });
    expect(persons.get('b')?.fields).toMatchObject({
      lastName: 'de Vries',
      surnamePrefix: null,
      privateEmail: 'petra@thuis.example',
      privatePhone: '+31-20-0000103 tst. 12',
      birthDate: null,
    });
  });

  test('that cannot be read are rejected one by one, with the line on which they begin', async () => {
    const text =
      card('VERSION:3.0', 'UID:a', 'N:Jansen;;;;') +
      card('VERSION:2.1', 'N;ENCODING=QUOTED-PRINTABLE:=4A;;;;') +
      card('VERSION:4.0', 'dit is geen regel') +
      card('VERSION:4.0', 'UID:c', 'N:Peeters;;;;');
    const plan = await planImport(on.crm, new TextEncoder().encode(text), 'kaarten.vcf');
    expect(plan.rows.map((row) => [row.line, row.action])).toEqual([
      [1, 'create'],
      [6, 'rejected'],
      [10, 'rejected'],
      [14, 'create'],
    ]);
    const codes = plan.rows.flatMap((row) =>
      row.action === 'rejected' ? row.problems.map(({ code }) => code) : [],
    );
    expect(codes).toEqual(['oldCardVersion', 'malformedCard']);
  });

  test('are written so that a line break or a property cannot be smuggled in by a value', async () => {
    await on.make({ fields: { lastName: 'Jansen;Jan\\nEND:VCARD', jobTitle: 'a,b;c:d\\,"e"' } });
    const text = textOf(await exported('vcard'));
    expect(text.match(/^END:VCARD/gmu)?.length).toBe(1);
    const [, properties] = ICAL.parse(text.trim()) as unknown as [
      string,
      [string, object, string, unknown][],
    ];
    expect(properties.find(([name]) => name === 'n')?.[3]).toEqual([
      'Jansen;Jan\\nEND:VCARD',
      '',
      '',
      '',
      '',
    ]);
    expect(properties.find(([name]) => name === 'title')?.[3]).toBe('a,b;c:d\\,"e"');
  });
});

describe("the demo's persons", () => {
  const file = readFileSync(new URL('../../../sandbox/demo/persons.csv', import.meta.url));

  test('are what the generator makes', () => {
    expect(file.toString('utf8')).toBe(generatePersons());
  });

  test('are 500 that all come in, of three kinds, and change nothing the second time', async () => {
    const steps: string[] = [];
    const plan = await planImport(on.crm, file, 'persons.csv', { createEmployees: true });
    expect(plan).toMatchObject({ problems: [], key: 'id', counts: { create: 500, rejected: 0 } });
    const report = await applyImport(on.crm, plan, {
      by: byImport,
      onProgress: ({ phase, done, total }) => steps.push(`${phase} ${done}/${total}`),
    });
    expect(report).toMatchObject({ applied: true, counts: { create: 500 } });
    expect(steps.at(-1)).toBe('apply 500/500');
    expect(new Set((await gistOf(on.crm)).map((person) => (person as Person).kind)).size).toBe(3);
    expect((await on.crm.findByEmail('info@abc-bedrijf.example')).length).toBeGreaterThanOrEqual(2);
    const again = await planImport(on.crm, file, 'persons.csv', { createEmployees: true });
    expect(again.counts).toEqual({ create: 0, update: 0, unchanged: 500, rejected: 0 });
  }, 60_000);

  test('hold nobody real: invented domains only', () => {
    const domains = new Set([...file.toString('utf8').matchAll(/@([^\s>;]+)/gu)].map(([, domain]) => domain));
    for (const domain of domains) expect(domain).toMatch(/\.(example|test)$/u);
  });
});

test('every problem of an import has a sentence in Dutch and English', () => {
  for (const texts of [fileProblemTexts, rowProblemTexts]) {
    expect(Object.keys(texts.nl)).toEqual(Object.keys(texts.en));
    for (const text of Object.values({ ...texts.nl, ...texts.en })) expect(text.length).toBeGreaterThan(10);
  }
  expect(Object.keys(fileProblemTexts.nl)).toEqual([...fileProblemCodes]);
  expect(personFieldIds.length).toBe(12);
});
