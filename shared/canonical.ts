/**
 * The canonical form in which two values are compared (R4): a reformatted value is no change.
 * Only for comparing and for keys; the text as typed is what is stored, shown and written.
 */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

/** How the value of a field is compared. */
export type FieldForm = 'text' | 'email' | 'phone' | 'date';

/** Country whose national numbers need no prefix: the office's own. */
export type Country = Extract<CountryCode, 'NL' | 'BE'>;

/** Text before a "tst. 12" and the extension behind it; libphonenumber does not know the Dutch words. */
const extensionPattern = /^(.*?)[\s,;]*(?:tst\.?|toestel|ext\.?|extension|x|#)\s*(\d{1,7})\s*$/iu;

/** Trimmed NFC text, or null for blank. Spaces inside stay: "de  Vries" is a typo to be mended, not hidden. */
export const canonicalText = (text: string | null | undefined): string | null => {
  const trimmed = text?.normalize('NFC').trim() ?? '';
  return trimmed === '' ? null : trimmed;
};

export const canonicalEmail = (text: string | null | undefined): string | null =>
  canonicalText(text)?.toLowerCase() ?? null;

const callingCodes: Readonly<Record<Country, string>> = { NL: '31', BE: '32' };

/**
 * The numbers that nearly all are, written with spaces and hyphens: a zero and nine digits (in Belgium eight or nine), or the
 * same behind +31 or +32. What libphonenumber makes of them, at a hundredth of its price; null for all others.
 */
const plainPhone = (typed: string, country: Country): string | null => {
  const match = /^(?:0|\+(31|32)[ -]?)([1-9](?:[ -]?\d){7,8})$/u.exec(typed);
  if (match === null) return null;
  const code = match[1] ?? callingCodes[country];
  const digits = match[2]!.replace(/[ -]/gu, '');
  return code === '31' && digits.length !== 9 ? null : `+${code}${digits}`;
};

/** Parsing is dear, and one pass compares the same numbers many times. */
const parsedPhones = new Map<string, string>();
const maxParsedPhones = 5_000;

/**
 * E.164 where the number parses (extension behind an `x`), else its digits, else the text itself:
 * "geheim" in a phone field is a value too and must not read as blank.
 */
export const canonicalPhone = (text: string | null | undefined, country: Country): string | null => {
  const typed = canonicalText(text);
  if (typed === null) return null;
  const plain = plainPhone(typed, country);
  if (plain !== null) return plain;
  const key = `${country} ${typed}`;
  const known = parsedPhones.get(key);
  if (known !== undefined) return known;
  if (parsedPhones.size >= maxParsedPhones) parsedPhones.clear();
  const canonicalForm = parsePhone(typed, country);
  parsedPhones.set(key, canonicalForm);
  return canonicalForm;
};

const parsePhone = (typed: string, country: Country): string => {
  const [, bare, extension] = extensionPattern.exec(typed) ?? [];
  const number = bare ?? typed;
  const suffix = extension === undefined ? '' : `x${extension}`;
  const parsed = parsePhoneNumberFromString(number, { defaultCountry: country, extract: false });
  if (parsed?.isPossible() === true) {
    return parsed.number + (parsed.ext === undefined ? suffix : `x${parsed.ext}`);
  }
  const digits = number.replace(/\D+/gu, '');
  return digits === '' ? typed.toLowerCase() : digits + suffix;
};

/** `YYYY-MM-DD` of a day that exists, or null. Never takes a time zone: a birthday is a date. */
export const parseDate = (text: string): string | null => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text.trim());
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1;
  return exists ? `${match[1]}-${match[2]}-${match[3]}` : null;
};

/** The form two values are compared in; null is blank. */
export const canonical = (
  form: FieldForm,
  text: string | null | undefined,
  country: Country,
): string | null => {
  switch (form) {
    case 'text':
    case 'date':
      return canonicalText(text);
    case 'email':
      return canonicalEmail(text);
    case 'phone':
      return canonicalPhone(text, country);
  }
};

/** Good enough to keep what no mail server would take out of the CRM; not a proof that it exists. */
export const isEmailAddress = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s@<>()[\],;:\\"]{1,64}@[^\s@<>()[\],;:\\"]+\.[^\s@.<>()[\],;:\\"]{2,63}$/u.test(text.trim());
