/**
 * From bytes to text. UTF-8 with or without a byte order mark, UTF-16 with one; what is no UTF-8 is taken for
 * Windows-1252, which old Excels write, and the plan says so. Bytes that are no text in that either are refused:
 * guessing on would put garbled names into the CRM.
 */
import type { Encoding } from './types.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

const strictly = (bytes: Uint8Array, label: string): string | null => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Never used by Windows-1252 in text: control codes other than tab and line ends, and its five unassigned bytes. */
const isTextOf1252 = (bytes: Uint8Array): boolean =>
  bytes.every(
    (byte) =>
      (byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) &&
      ![0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte),
  );

const found = (text: string | null, encoding: Encoding): DecodedText | null =>
  text === null || text.includes('\0') ? null : { text, encoding };

/** Without its byte order mark; null when it cannot be read as text. */
export const decodeText = (bytes: Uint8Array): DecodedText | null => {
  if (startsWith(bytes, [0xff, 0xfe])) return found(strictly(bytes, 'utf-16le'), 'utf-16');
  if (startsWith(bytes, [0xfe, 0xff])) return found(strictly(bytes, 'utf-16be'), 'utf-16');
  const utf8 = strictly(bytes, 'utf-8');
  if (utf8 !== null) return found(utf8, 'utf-8');
  return isTextOf1252(bytes) ? found(strictly(bytes, 'windows-1252'), 'windows-1252') : null;
};
