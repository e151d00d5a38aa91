/**
 * Reads the first sheet of an XLSX. An XLSX is a ZIP: what it would unpack to is added up from its directory before
 * anything is unpacked, so that a small file cannot fill the memory.
 */
import readExcelFile from 'read-excel-file/universal';
import { MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES } from './limits.ts';
import type { Cell, Reading, SourceRow } from './types.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** Length of the end record without its comment, and the longest comment. */
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 2_000;

/** Sum of the sizes in the ZIP's directory; null when it has none, or sizes beyond 4 GB. */
export const unpackedBytes = (bytes: Uint8Array): number | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_LENGTH;
  const earliest = Math.max(0, end - MAX_COMMENT);
  while (end >= earliest && view.getUint32(end, true) !== END_OF_DIRECTORY) end -= 1;
  if (end < earliest || end < 0) return null;
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (entries > MAX_ENTRIES) return null;
  let sum = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null;
    const size = view.getUint32(at + 24, true);
    if (size === 0xffffffff) return null;
    sum += size;
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return sum;
};

const isBlank = (row: SourceRow): boolean => row.cells.every((cell) => cell === null || cell === '');

/** The reader's types say `typeof Date` where it gives dates. */
const toCell = (value: unknown): Cell => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value;
  return value instanceof Date ? value : null;
};

const refused = (code: 'malformedXlsx' | 'emptyFile'): Reading => ({ ok: false, problem: { code } });

const readSheets = async (bytes: Uint8Array): Promise<{ sheet: string; data: unknown[][] }[] | null> => {
  // A copy of its own: the reader asks for an ArrayBuffer, and a Buffer's may be shared with others.
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  try {
    return await readExcelFile(copy, { trim: false });
  } catch {
    // Whatever it says: the file came from outside, and only it can be to blame.
    return null;
  }
};

export const readXlsx = async (bytes: Uint8Array): Promise<Reading> => {
  const unpacked = unpackedBytes(bytes);
  if (unpacked === null) return refused('malformedXlsx');
  if (unpacked > MAX_UNPACKED_BYTES) {
    const limit = `${MAX_UNPACKED_BYTES / 1024 / 1024} MB`;
    return { ok: false, problem: { code: 'fileTooLarge', details: [limit] } };
  }
  const first = (await readSheets(bytes))?.[0];
  if (first === undefined) return refused('malformedXlsx');
  const rows = first.data.map((cells, index): SourceRow => ({ line: index + 1, cells: cells.map(toCell) }));
  const big = rows.find((row) =>
    row.cells.some((cell) => typeof cell === 'string' && cell.length > MAX_CELL_LENGTH),
  );
  if (big !== undefined) {
    return {
      ok: false,
      problem: { code: 'cellTooLarge', line: big.line, details: [String(MAX_CELL_LENGTH)] },
    };
  }
  const [head, ...rest] = rows.filter((row) => !isBlank(row));
  if (head === undefined) return refused('emptyFile');
  if (head.cells.length > MAX_COLUMNS) {
    return { ok: false, problem: { code: 'tooManyColumns', details: [String(MAX_COLUMNS)] } };
  }
  if (rest.length > MAX_ROWS)
    return { ok: false, problem: { code: 'tooManyRows', details: [String(MAX_ROWS)] } };
  return {
    ok: true,
    table: {
      format: 'xlsx',
      encoding: null,
      delimiter: null,
      sheet: first.sheet,
      headings: head.cells.map((cell) => (cell === null ? '' : String(cell))),
      rows: rest,
    },
  };
};
