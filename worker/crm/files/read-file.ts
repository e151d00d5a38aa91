/** Which kind of file this is, by its content and not by its name, and its table. */
import { readCsv } from './csv.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import type { Reading } from './types.ts';
import { readVcards } from './vcard.ts';
import { readXlsx } from './xlsx.ts';

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/** ZIP; and the old container of .xls, which also holds XLSX files with a password. */
const zipMark = [0x50, 0x4b, 0x03, 0x04];
const oldExcelMark = [0xd0, 0xcf, 0x11, 0xe0];

/** First letters without byte order marks and NULs, whatever the encoding. */
const firstWord = (bytes: Uint8Array): string =>
  String.fromCharCode(...bytes.subarray(0, 64))
    .replace(/[^\x21-\x7e]/gu, '')
    .toUpperCase();

export const readFile = async (bytes: Uint8Array): Promise<Reading> => {
  if (bytes.length > MAX_FILE_BYTES) {
    return { ok: false, problem: { code: 'fileTooLarge', details: [`${MAX_FILE_BYTES / 1024 / 1024} MB`] } };
  }
  if (bytes.length === 0) return { ok: false, problem: { code: 'emptyFile' } };
  if (startsWith(bytes, zipMark)) return readXlsx(bytes);
  if (startsWith(bytes, oldExcelMark)) return { ok: false, problem: { code: 'oldExcel' } };
  return firstWord(bytes).startsWith('BEGIN:VCARD') ? readVcards(bytes) : readCsv(bytes);
};
