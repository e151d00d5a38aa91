/** Reads CSV into a table. The delimiter is the one that the heading line uses; lines are counted as an editor does. */
import { CsvError, parse } from 'csv-parse/sync';
import { MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { decodeText } from './text.ts';
import type { FileProblem, Reading, SourceRow } from './types.ts';

const delimiters = [';', ',', '\t', '|'] as const;

/** The heading line, without what stands between quotation marks. */
const bareFirstLine = (text: string): string => (/^[^\n]*/u.exec(text)?.[0] ?? '').replace(/"[^"]*"/gu, '');

export const sniffDelimiter = (text: string): string => {
  const line = bareFirstLine(text);
  const count = (delimiter: string): number => line.split(delimiter).length - 1;
  return delimiters.reduce<string>((best, next) => (count(next) > count(best) ? next : best), delimiters[0]);
};

/** Excel's own first line, which names the delimiter. */
const excelHint = /^sep=(.)\n/u;

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

const problem = (code: FileProblem['code'], line: number, details?: string): Reading => ({
  ok: false,
  problem: { code, line, ...(details === undefined ? {} : { details: [details] }) },
});

const records = (text: string, delimiter: string, most: number): CsvRecord[] =>
  parse(text, {
    delimiter,
    record_delimiter: '\n',
    info: true,
    relax_column_count: true,
    max_record_size: MAX_CELL_LENGTH * 8,
    to: most,
  }) as unknown as CsvRecord[];

/** First line of each record: the one behind the last line of the record before. */
const withLines = (parsed: readonly CsvRecord[], offset: number): SourceRow[] =>
  parsed.map(({ record }, index) => ({
    line: (parsed[index - 1]?.info.lines ?? 0) + 1 + offset,
    cells: record,
  }));

const isBlank = (row: SourceRow): boolean => row.cells.every((cell) => cell === '');

/** The line on which the record begins that could not be read: an open quotation mark swallows all that follow. */
const lineOf = (error: CsvError, text: string, delimiter: string): number => {
  const { records: read } = error as unknown as { records?: unknown };
  if (typeof read !== 'number' || read < 1) return 1;
  return (records(text, delimiter, read).at(-1)?.info.lines ?? 0) + 1;
};

const tryRecords = (text: string, delimiter: string): CsvRecord[] | FileProblem => {
  try {
    return records(text, delimiter, MAX_ROWS + 2);
  } catch (error) {
    // Its message quotes the file: only the code and the line go on.
    if (!(error instanceof CsvError)) throw error;
    const line = lineOf(error, text, delimiter);
    return error.code === 'CSV_MAX_RECORD_SIZE'
      ? { code: 'cellTooLarge', line, details: [String(MAX_CELL_LENGTH)] }
      : { code: 'malformedCsv', line };
  }
};

export const readCsv = (bytes: Uint8Array): Reading => {
  const decoded = decodeText(bytes);
  if (decoded === null) return { ok: false, problem: { code: 'undecodable' } };
  const whole = decoded.text.replace(/\r\n?/gu, '\n');
  const hint = excelHint.exec(whole);
  const text = hint === null ? whole : whole.slice(hint[0].length);
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
