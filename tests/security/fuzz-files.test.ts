/**
 * Import files of every kind, right, nearly right and hostile: a table, or a problem with its code (and its line, where there
 * is one); never an exception, never a hang, and no text of a person in a problem. CSV and vCard a thousand and more each,
 * sheets fewer, since each is a ZIP of its own.
 *
 * Whatever the readers would throw or hang on fails here: the outcome of every file is awaited with its time. Seen to fail with
 * the `catch` of worker/crm/files/csv.ts and of xlsx.ts passing on what was thrown: all of them.
 */
import fc from 'fast-check';
import writeExcelFile from 'write-excel-file/node';
import { planImport } from '../../worker/crm/files/plan.ts';
import { readFile } from '../../worker/crm/files/read-file.ts';
import { createEmbeddedCrm } from '../../worker/crm/embedded/embedded-crm.ts';
import { createTestDb, type TestDb } from '../support/db.ts';
import { hostileTexts } from './support/from-schema.ts';

let database: TestDb;
beforeAll(async () => {
  database = await createTestDb();
}, 60_000);
afterAll(() => database.close());

const SEED = 20_261_122;
/** Longest that one small file may take, on a busy machine too. */
const LIMIT_MS = 5_000;
const marker = 'Zwartetulp';

const headings = [
  'Achternaam',
  'Voornaam',
  'E-mail',
  'Telefoon',
  'Geboortedatum',
  'Soort',
  'Groepen',
  'Relatiebeheerder',
  'ID',
  'Vreemd',
  '',
  'Achternaam',
];
const cell = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 2, arbitrary: fc.constantFrom(...hostileTexts.filter((text) => text.length < 1_000)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      marker,
      '31-12-1980',
      '1980-02-30',
      '13/13/13',
      'ja',
      'contactpersoon',
      '06-12345678',
      'a@b.example',
      '"',
      '""',
      'a"b',
      ';',
      '\t',
      '\r',
      'a\nb',
    ),
  },
);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** Mostly as it should be; now and then a quotation mark is left open, or stands where none may. */
const written = (quote: number, text: string): string => {
  if (quote === 0) return text;
  if (quote === 1) return `"${text}`;
  return quote === 2 ? `${text}"` : quoted(text);
};

const encodings = fc.constantFrom<(text: string) => Uint8Array>(
  (text) => Buffer.from(text),
  (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
  (text) => Buffer.from(text, 'latin1'),
  (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
  (text) => Buffer.from(text, 'utf16le'),
);

/** Some bytes of it are others, or it ends too early. */
const damaged = (bytes: Uint8Array, at: number, how: number): Uint8Array => {
  if (bytes.length === 0 || how < 5) return bytes;
  const place = at % bytes.length;
  if (how === 5) return bytes.subarray(0, place);
  const changed = Uint8Array.from(bytes);
  changed[place] = how === 6 ? 0 : how === 7 ? 0xff : 0x22;
  return changed;
};
const withDamage = (texts: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(texts, encodings, fc.nat(), fc.integer({ min: 0, max: 8 }))
    .map(([text, encode, at, how]) => damaged(encode(text), at, how));

const csvTexts = fc
  .record({
    delimiter: fc.constantFrom(';', ',', '\t', '|', ':'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    head: fc
      .uniqueArray(fc.constantFrom(...headings), { maxLength: 8 })
      .map((others) => ['Achternaam', ...others.filter((each, i) => each !== 'Achternaam' || i === 0)]),
    rows: fc.array(fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), cell), { maxLength: 10 }), {
      maxLength: 8,
    }),
    hint: fc.boolean(),
  })
  .map(({ delimiter, end, head, rows, hint }) =>
    [
      ...(hint ? [`sep=${delimiter}`] : []),
      head.join(delimiter),
      ...rows.map((row) => row.map(([quote, text]) => written(quote, text)).join(delimiter)),
    ].join(end),
  );

const vcardLines = fc.array(
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          'N',
          'FN',
          'TEL',
          'EMAIL',
          'BDAY',
          'ORG',
          'TITLE',
          'item1.EMAIL',
          'X-ANY',
          'NOTE',
          'PHOTO',
          'UID',
          'KIND',
          'CATEGORIES',
        ),
        fc.constantFrom(
          '',
          ';TYPE=WORK',
          ';TYPE="a;b"',
          ';ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8',
          ';ENCODING=b',
          ';VALUE=date',
          ';;;',
          ';PREF=1',
        ),
        cell,
      )
      .map(([name, params, text]) => `${name}${params}:${text}`),
    cell,
    cell.map((text) => ` ${text}`),
    fc.constantFrom(
      'BEGIN:VCARD',
      'END:VCARD',
      'VERSION:2.1',
      'VERSION:3.0',
      'VERSION:4.0',
      'BEGIN:VCALENDAR',
      'N:;;;;',
      'BDAY:--0230',
      'TEL:',
    ),
  ),
  { maxLength: 12 },
);
const vcardTexts = fc
  .tuple(fc.constantFrom('\r\n', '\n'), fc.array(vcardLines, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([end, cards, closed]) =>
    cards
      .map((lines) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, ...(closed ? ['END:VCARD'] : [])].join(end))
      .join(end),
  );

/** What came of it, in a word; everything that must hold of it is looked at here. */
const judge = async (bytes: Uint8Array): Promise<string> => {
  const startedMs = performance.now();
  const reading = await readFile(bytes);
  expect(performance.now() - startedMs).toBeLessThan(LIMIT_MS);
  if (!reading.ok) {
    const { code, line, details = [] } = reading.problem;
    expect(code).toMatch(/^[a-zA-Z]+$/u);
    if (line !== undefined) expect(line).toBeGreaterThanOrEqual(1);
    expect(details.join()).not.toContain(marker);
    return 'problem';
  }
  const lines = reading.table.rows.map((row) => row.line);
  expect(lines.every((line, i) => line >= (lines[i - 1] ?? 1))).toBe(true);
  return 'table';
};

const judgeAll = async (files: readonly Uint8Array[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const file of files) {
    const outcome = await judge(file).catch((error: unknown) => {
      throw new Error(`file ${Buffer.from(file).toString('base64').slice(0, 2_000)}`, { cause: error });
    });
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
};

test('Fifteen hundred CSV files are a table or a problem, never an exception', async () => {
  const counts = await judgeAll(fc.sample(withDamage(csvTexts), { numRuns: 1_500, seed: SEED }));
  expect(counts['table']).toBeGreaterThan(200);
  expect(counts['problem']).toBeGreaterThan(200);
}, 120_000);

test('Fifteen hundred vCard files are a table or a problem, never an exception', async () => {
  const counts = await judgeAll(fc.sample(withDamage(vcardTexts), { numRuns: 1_500, seed: SEED }));
  expect(counts['table']).toBeGreaterThan(200);
}, 120_000);

test('Files of any bytes at all are a table or a problem, whatever they begin with', async () => {
  const marks = fc.constantFrom<number[]>(
    [],
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
    [...Buffer.from('BEGIN:VCARD')],
    [0xff, 0xfe],
    [0],
  );
  const files = fc
    .tuple(marks, fc.uint8Array({ maxLength: 400 }))
    .map(([mark, rest]) => Uint8Array.from([...mark, ...rest]));
  await judgeAll(fc.sample(files, { numRuns: 500, seed: SEED }));
}, 120_000);

test('Two hundred sheets, whole and damaged, are a table or a problem', async () => {
  const rows = fc.array(
    fc.array(fc.oneof(cell, fc.integer(), fc.boolean()), { minLength: 1, maxLength: 6 }),
    { minLength: 1, maxLength: 5 },
  );
  const samples = fc.sample(fc.tuple(rows, fc.nat(), fc.integer({ min: 0, max: 8 })), {
    numRuns: 200,
    seed: SEED,
  });
  const files: Uint8Array[] = [];
  for (const [values, at, how] of samples) {
    const sheet = [headings.slice(0, 6), ...values].map((row) =>
      row.map((value) => ({ value: plain(value) })),
    );
    const whole = await (writeExcelFile(sheet) as unknown as { toBuffer: () => Promise<Buffer> }).toBuffer();
    files.push(damaged(whole, at, how));
  }
  const counts = await judgeAll(files);
  expect(counts['table']).toBeGreaterThan(20);
}, 120_000);

/** A sheet is XML: characters that XML has not cannot be written into one. */
const plain = (value: unknown): string | number | boolean => {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/gu, '');
};

test('What grows without end does not: deep quotation, one endless line, a thousand columns, a hundred thousand cards', async () => {
  const big = [
    `Achternaam\n${'"'.repeat(200_001)}`,
    `Achternaam;${'x'.repeat(2_000_000)}`,
    `${Array.from({ length: 5_000 }, (_, i) => `k${String(i)}`).join(';')}\n1`,
    `Achternaam\n${'x\n'.repeat(300_000)}`,
    `Achternaam\n${';'.repeat(1_000_000)}`,
    `BEGIN:VCARD\n${'N:a;b\n '.repeat(100_000)}`,
    'BEGIN:VCARD\nVERSION:3.0\nN:a;b\nEND:VCARD\n'.repeat(60_000),
    `BEGIN:VCARD\nNOTE;${'A=B;'.repeat(100_000)}:x\nEND:VCARD`,
    `BEGIN:VCARD\n${'BEGIN:VCARD\n'.repeat(20_000)}`,
  ];
  for (const [i, text] of big.entries()) {
    const startedMs = performance.now();
    await readFile(Buffer.from(text));
    expect([i, performance.now() - startedMs < 20_000]).toEqual([i, true]);
  }
}, 180_000);

test('What can be read can be planned: each row is planned or rejected with a code, and nothing is thrown', async () => {
  const crm = createEmbeddedCrm(database.db, { country: 'NL' });
  const files = [
    ...fc.sample(csvTexts, { numRuns: 150, seed: SEED }),
    ...fc.sample(vcardTexts, { numRuns: 150, seed: SEED }),
  ];
  let rows = 0;
  for (const text of files) {
    const plan = await planImport(crm, Buffer.from(text), 'personen.csv', { ignoreUnknown: true });
    rows += plan.rows.length;
    for (const row of plan.rows) {
      expect(['create', 'update', 'unchanged', 'rejected']).toContain(row.action);
      if (row.action === 'rejected') expect(row.problems.length).toBeGreaterThan(0);
    }
  }
  expect(rows).toBeGreaterThan(100);
}, 180_000);
