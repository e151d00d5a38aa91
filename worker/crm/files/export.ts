/**
 * Writes persons to a file that the import reads back without a difference. CSV and vCard go out page by page; an XLSX is
 * a ZIP and is made in one piece. Text that a spreadsheet would run as a formula is guarded in CSV and XLSX (cells.ts).
 */
import { stringify } from 'csv-stringify/sync';
import writeExcelFile, { type CellObject, type SheetData } from 'write-excel-file/node';
import type { Employee, Person, PersonKind } from '../../../shared/person.ts';
import type { Language } from '../../../shared/texts/language.ts';
import { guardFormula } from '../../../shared/formula.ts';
import type { EmbeddedCrm } from '../embedded/types.ts';
import { joinList, writeEmployee } from './cells.ts';
import { exportHeadings } from './headings.ts';
import type { FileFormat, ImportTarget } from './types.ts';
import { writeVcard } from './vcard-write.ts';

export interface ExportOptions {
  readonly language?: Language;
  /** Of this CSV; Dutch and Belgian Excels expect a semicolon. */
  readonly delimiter?: ';' | ',' | '\t';
  readonly onProgress?: (done: number) => void;
}

/** A person as files have it: employees and ids in words. */
export interface ExportedPerson {
  readonly id: string;
  readonly person: Person;
  readonly relationManager: string | null;
  readonly owners: string | null;
}

type ExportCrm = Pick<EmbeddedCrm, 'listPersons' | 'employees' | 'externalIds'>;

const PAGE_SIZE = 500;
/** So that Excel takes a CSV for UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

const kindWords: Readonly<Record<Language, Readonly<Record<PersonKind, string>>>> = {
  nl: { contactPerson: 'contactpersoon', employee: 'medewerker', privatePerson: 'particulier' },
  en: { contactPerson: 'contact person', employee: 'employee', privatePerson: 'private person' },
};
const yesNo: Readonly<Record<Language, readonly [string, string]>> = { nl: ['nee', 'ja'], en: ['no', 'yes'] };

const columns = Object.keys(exportHeadings.nl) as ImportTarget[];
const headingsIn = (language: Language): string[] =>
  columns.map((column) => exportHeadings[language][column] ?? column);

const textOf = (
  { id, person, relationManager, owners }: ExportedPerson,
  column: ImportTarget,
  language: Language,
) => {
  switch (column) {
    case 'id':
      return id;
    case 'kind':
      return kindWords[language][person.kind];
    case 'organisation':
      return person.organisation?.name ?? null;
    case 'relationManager':
      return relationManager;
    case 'owners':
      return owners;
    case 'groups':
      return person.groups.length === 0 ? null : joinList(person.groups);
    case 'former':
      return yesNo[language][person.former ? 1 : 0];
    case 'email':
    case 'phone':
    case 'mobile':
      return null;
    case 'initials':
    case 'firstName':
    case 'surnamePrefix':
    case 'lastName':
    case 'birthDate':
    case 'workEmail':
    case 'workPhone':
    case 'workMobile':
    case 'jobTitle':
    case 'privateEmail':
    case 'privatePhone':
    case 'privateMobile':
      return person.fields[column];
  }
};

async function* exported(crm: ExportCrm, options: ExportOptions): AsyncGenerator<ExportedPerson[]> {
  const employees = new Map<string, Employee>(
    (await crm.employees()).map((employee) => [employee.id, employee]),
  );
  const named = (ids: readonly string[]): string[] =>
    ids
      .map((id) => employees.get(id))
      .flatMap((employee) => (employee === undefined ? [] : [writeEmployee(employee)]));
  let after: string | null = null;
  let done = 0;
  do {
    const page = await crm.listPersons({ after, limit: PAGE_SIZE });
    const ids = await crm.externalIds(page.persons.map((person) => person.id));
    yield page.persons.map((person) => ({
      id: ids.get(person.id) ?? person.id,
      person,
      relationManager: named(person.relationManagerId === null ? [] : [person.relationManagerId])[0] ?? null,
      owners: person.ownerIds.length === 0 ? null : joinList(named(person.ownerIds)),
    }));
    done += page.persons.length;
    options.onProgress?.(done);
    after = page.next;
  } while (after !== null);
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* exportCsv(crm: ExportCrm, options: ExportOptions): AsyncGenerator<Uint8Array> {
  const language = options.language ?? 'nl';
  const csv = (rows: (string | null)[][]): Uint8Array =>
    encode(stringify(rows, { delimiter: options.delimiter ?? ';', record_delimiter: 'windows' }));
  yield encode(BYTE_ORDER_MARK);
  yield csv([headingsIn(language)]);
  for await (const page of exported(crm, options)) {
    const rows = page.map((each) =>
      columns.map((column) => {
        const text = textOf(each, column, language);
        return text === null ? null : guardFormula(text);
      }),
    );
    if (rows.length > 0) yield csv(rows);
  }
}

/** Excel's calendar begins in 1900, and has a day too many until March of that year. */
const firstExcelDate = '1900-03-01';
/** A cell of type text is never run as a formula; a number with its plus sign is left as people read it. */
const plainPhone = /^\+[\d\s().\-/]+$/u;

const excelCell = (text: string | null, column: ImportTarget): CellObject | null => {
  if (text === null) return null;
  if (column === 'birthDate' && text >= firstExcelDate) {
    return { type: Date, value: new Date(`${text}T00:00:00Z`), format: 'dd-mm-yyyy' };
  }
  return { type: String, value: plainPhone.test(text) ? text : guardFormula(text), format: '@' };
};

async function* exportXlsx(crm: ExportCrm, options: ExportOptions): AsyncGenerator<Uint8Array> {
  const language = options.language ?? 'nl';
  const rows: SheetData = [
    headingsIn(language).map((value) => ({ type: String, value, fontWeight: 'bold' })),
  ];
  for await (const page of exported(crm, options)) {
    rows.push(
      ...page.map((each) => columns.map((column) => excelCell(textOf(each, column, language), column))),
    );
  }
  const sheet = language === 'nl' ? 'Personen' : 'Persons';
  const file = writeExcelFile(rows, { sheet, stickyRowsCount: 1 });
  yield new Uint8Array(await file.toBuffer());
}

async function* exportVcards(crm: ExportCrm, options: ExportOptions): AsyncGenerator<Uint8Array> {
  for await (const page of exported(crm, options)) {
    if (page.length > 0) yield encode(page.map(writeVcard).join(''));
  }
}

/** Chunks of the file, in order. */
export const exportPersons = (
  crm: ExportCrm,
  format: FileFormat,
  options: ExportOptions = {},
): AsyncIterable<Uint8Array> => {
  switch (format) {
    case 'csv':
      return exportCsv(crm, options);
    case 'xlsx':
      return exportXlsx(crm, options);
    case 'vcard':
      return exportVcards(crm, options);
  }
};
