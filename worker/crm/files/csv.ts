/** Reads CSV into a table. The delimiter is the one that the heading line uses; lines are counted as an editor does. */
import { type CsvError, parse } from 'csv-parse/sync';
import { MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { decodeText } from './text.ts';
import type { FileProblem, Reading, SourceRow } from './types.ts';

const delimiters = [';', ',', '\t', '|'] as const;

/** The heading line, without what stands between quotation marks. */
const bareFirstLine = (text: string): string => (/^[^\r\n]*/u.exec(text)?.[0] ?? '').replace(/"[^"]*"/gu, '');

export const sniffDelimiter = (text: string): string => {
  const line = bareFirstLine(text);
  const count = (delimiter: string): number => line.split(delimiter).length - 1;
  return delimiters.reduce<string>((best, next) => (count(next) > count(best) ? next : best), delimiters[0]);
};

/** Excel's own first line, which names the delimiter. */
const excelHint = /^sep=(.)\r?\n/u;

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

const problem = (code: FileProblem['code'], line: number, details?: string): Reading => ({
  ok: false,
  problem: { code, line, ...(details === undefined ? {} : { details: [details] }) },
});

const records = (text: string, delimiter: string): CsvRecord[] =>
  parse(text, {
    delimiter,
    info: true,
    relax_column_count: true,
    max_record_size: MAX_CELL_LENGTH * 8,
    to: MAX_ROWS + 2,
  }) as unknown as CsvRecord[];

/** First line of each record: one behind the last line of the record before. */
const withLines = (parsed: readonly CsvRecord[], offset: number): SourceRow[] =>
  parsed.map(({ record, info }) => {
    const breaks = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/gu)?.length ?? 0), 0);
    return { line: info.lines - breaks + offset, cells: record };
  });

const isBlank = (row: SourceRow): boolean => row.cells.every((cell) => cell === '');

const lineOf = (error: CsvError): number => {
  const { lines } = error as unknown as { lines?: unknown };
  return typeof lines === 'number' ? lines : 1;
};

const isCsvError = (error: unknown): error is CsvError =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('CSV_');

const tryRecords = (text: string, delimiter: string): CsvRecord[] | FileProblem => {
  try {
    return records(text, delimiter);
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const line = lineOf(error);
    return error.code === 'CSV_MAX_RECORD_SIZE'
      ? { code: 'cellTooLarge', line, details: [String(MAX_CELL_LENGTH)] }
      : { code: 'malformedCsv', line };
  }
};

export const readCsv = (bytes: Uint8Array): Reading => {
  const decoded = decodeText(bytes);
  if (decoded === null) return { ok: false, problem: { code: 'undecodable' } };
  const hint = excelHint.exec(decoded.text);
  const text = hint === null ? decoded.text : decoded.text.slice(hint[0].length);
  const offset = hint === null ? 0 : 1;
  const delimiter = hint?.[1] ?? sniffDelimiter(text);
  const parsed = tryRecords(text, delimiter);
  if ('code' in parsed) return { ok: false, problem: { ...parsed, line: (parsed.line ?? 1) + offset } };
  const rows = withLines(parsed, offset);
  const big = rows.find((row) => row.cells.some((cell) => String(cell).length > MAX_CELL_LENGTH));
  if (big !== undefined) return problem('cellTooLarge', big.line, String(MAX_CELL_LENGTH));
  const [head, ...rest] = rows.filter((row) => !isBlank(row));
  if (head === undefined) return { ok: false, problem: { code: 'emptyFile' } };
  if (head.cells.length > MAX_COLUMNS) return problem('tooManyColumns', head.line, String(MAX_COLUMNS));
  if (rest.length > MAX_ROWS) return problem('tooManyRows', rows.at(-1)?.line ?? 1, String(MAX_ROWS));
  return {
    ok: true,
    table: {
      format: 'csv',
      encoding: decoded.encoding,
      delimiter,
      sheet: null,
      headings: head.cells.map(String),
      rows: rest,
    },
  };
};
