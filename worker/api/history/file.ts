/**
 * The history as a file for a spreadsheet: CSV as Excel in the Netherlands and Belgium opens it at a double click (semicolons,
 * UTF-8 with its mark), with text that would be run as a formula guarded. Made page by page, so that a long history
 * needs no memory.
 */
import { stringify } from 'csv-stringify/sync';
import type { HistoryView } from '../../../shared/api/history.ts';
import { guardFormula } from '../../../shared/formula.ts';
import { fieldIds, type FieldId } from '../../../shared/person.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import {
  historyColumns,
  historyColumnTexts,
  historyOutcomeTexts,
  historyPartTexts,
  historySideTexts,
  historyWhoTexts,
  type HistoryColumn,
} from '../../../shared/texts/history.ts';
import type { Language } from '../../../shared/texts/language.ts';

export interface HistoryFileOptions {
  readonly language: Language;
  /** IANA name; of the first column. The instants as they are stored stand in a column of their own. */
  readonly timeZone: string;
}

/** So that Excel takes the file for UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

const isField = (name: string): name is FieldId => fieldIds.some((field) => field === name);

export const fieldWords = (field: HistoryView['field'], language: Language): string => {
  if (field === null) return historyPartTexts[language].whole;
  return isField(field) ? fieldTexts[language][field] : historyPartTexts[language][field];
};

/** `2026-03-02 09:00:00` on the clock of that time zone: the same in every language, and sorted as text. */
export const localTime = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    new Date(at),
  );

export const whoWords = ({ by }: Pick<HistoryView, 'by'>, language: Language): string => {
  const texts = historyWhoTexts[language];
  if (by.kind === 'import') return texts.import;
  return by.name ?? (by.kind === 'employee' ? texts.unknownEmployee : texts.unknownUser);
};

const cellOf = (
  entry: HistoryView,
  column: HistoryColumn,
  { language, timeZone }: HistoryFileOptions,
): string | null => {
  switch (column) {
    case 'when':
      return localTime(entry.at, timeZone);
    case 'person':
      return entry.personName;
    case 'what':
      return fieldWords(entry.field, language);
    case 'side':
      return historySideTexts[language][entry.side];
    case 'why':
      return entry.sentence;
    case 'overruledSide':
      return entry.overruled === null ? null : historySideTexts[language][entry.overruled.side];
    case 'overruledValue':
      return entry.overruled?.value ?? null;
    case 'who':
      return whoWords(entry, language);
    case 'outcome':
      return historyOutcomeTexts[language][entry.outcome];
    case 'rule':
      return entry.decision;
    case 'from':
    case 'to':
    case 'at':
    case 'personId':
    case 'mailboxId':
    case 'passId':
    case 'id':
    case 'undoes':
      return entry[column];
  }
};

const csv = (rows: readonly (readonly (string | null)[])[]): Uint8Array =>
  new TextEncoder().encode(
    stringify(
      rows.map((row) => row.map((cell) => (cell === null ? null : guardFormula(cell)))),
      { delimiter: ';', record_delimiter: 'windows' },
    ),
  );

/** Chunks of the file, in order. */
export async function* historyFile(
  pages: AsyncIterable<readonly HistoryView[]>,
  options: HistoryFileOptions,
): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(BYTE_ORDER_MARK);
  yield csv([historyColumns.map((column) => historyColumnTexts[options.language][column])]);
  for await (const entries of pages) {
    if (entries.length === 0) continue;
    yield csv(entries.map((entry) => historyColumns.map((column) => cellOf(entry, column, options))));
  }
}
