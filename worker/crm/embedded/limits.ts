/**
 * What the embedded CRM takes in a field, and how it compares and finds text. Pure; the port's `takes` is made of it.
 * Phones are any text: "geheim" and "na 18 uur" are things that people write there (R4 keeps the text as typed).
 */
import { canonicalEmail, canonicalText, isEmailAddress, parseDate } from '../../../shared/canonical.ts';
import { personFieldIds } from '../../../shared/person.ts';
import type { PersonFieldId, PersonFields, PersonKind, PersonPatch } from '../../../shared/person.ts';
import type { RejectReason } from '../../pass/ports.ts';

/** Most UTF-16 code units of a field's text. */
export const fieldLengths: Readonly<Record<PersonFieldId, number>> = {
  initials: 32,
  firstName: 100,
  surnamePrefix: 32,
  lastName: 100,
  birthDate: 10,
  workEmail: 254,
  workPhone: 64,
  workMobile: 64,
  jobTitle: 128,
  privateEmail: 254,
  privatePhone: 64,
  privateMobile: 64,
};

export const ORGANISATION_NAME_LENGTH = 300;
export const GROUP_NAME_LENGTH = 200;
export const EXTERNAL_ID_LENGTH = 200;

/** Belong to a person's work; a private person has none. */
export const workFields = ['workEmail', 'workPhone', 'workMobile', 'jobTitle'] as const;

/** Belong to the human: those of a follower are those of its head. */
export const sharedFields = [
  'initials',
  'firstName',
  'surnamePrefix',
  'lastName',
  'birthDate',
  'privateEmail',
  'privatePhone',
  'privateMobile',
] as const;

export const isSharedField = (field: PersonFieldId): boolean =>
  sharedFields.some((shared) => shared === field);

/** No control characters, so no second line in a name and no NUL; no halves of a character. */
const isStorable = (text: string): boolean =>
  !/\p{Cc}/u.test(text) &&
  !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);

export const takes = (field: PersonFieldId, value: string | null, kind: PersonKind): RejectReason | null => {
  const text = canonicalText(value);
  if (text === null) return field === 'lastName' ? 'lastNameRequired' : null;
  if (kind === 'privatePerson' && workFields.some((work) => work === field)) return 'refusedByCrm';
  if (field === 'birthDate') return parseDate(text) === null ? 'invalidDate' : null;
  if ((value ?? '').length > fieldLengths[field]) return 'tooLong';
  if (!isStorable(value ?? '')) return 'refusedByCrm';
  const isEmail = field === 'workEmail' || field === 'privateEmail';
  return isEmail && !isEmailAddress(text) ? 'malformedEmail' : null;
};

/** The first field of these that a person of this kind cannot have, or null. */
export const firstRefusal = (
  fields: PersonPatch,
  kind: PersonKind,
): { field: PersonFieldId; reason: RejectReason } | null => {
  for (const field of personFieldIds) {
    const value = fields[field];
    if (value === undefined) continue;
    const reason = takes(field, value, kind);
    if (reason !== null) return { field, reason };
  }
  return null;
};

/** The text as it is stored: as typed, blank as null, a date without spaces around it. */
export const toStored = (field: PersonFieldId, value: string | null): string | null => {
  if (canonicalText(value) === null) return null;
  return field === 'birthDate' ? parseDate(value ?? '') : value;
};

/** A name that can be kept: trimmed, or null where it is blank, too long or not storable. */
export const cleanName = (name: string, maxLength: number): string | null => {
  const text = canonicalText(name);
  return text === null || text.length > maxLength || !isStorable(text) ? null : text;
};

/** Equal for names that people take for the same: "Klanten", " klanten". */
export const nameKey = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** Lower case without accents: "José" is found by "jose". */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** Sorted as a Dutch card index is: by surname, then prefix, then first name. */
export const sortKeyOf = (fields: PersonFields): string =>
  [fields.lastName, fields.surnamePrefix, fields.firstName ?? fields.initials]
    .map((part) => fold(part?.trim() ?? ''))
    .join('\u0001');

/** Finds persons by surname; accents and letter case aside. */
export const lastNameKeyOf = (lastName: string): string => fold(lastName.trim());

export const emailKey = (email: string | null): string | null => canonicalEmail(email);

/** Keys of the addresses that could be stored here; PostgreSQL refuses a text with a NUL outright. */
export const askedEmailKeys = (emails: readonly string[]): string[] => {
  const keys = emails.map(emailKey).filter((key): key is string => key !== null && isStorable(key));
  return [...new Set(keys)];
};
