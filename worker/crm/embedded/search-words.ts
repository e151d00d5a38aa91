/**
 * The words under which a person is found, and those that a search asks for: by the beginnings of names, e-mail
 * addresses (also of the domain) and numbers (international, national, with or without the zero). Pure.
 */
import { canonicalPhone, type Country } from '../../../shared/canonical.ts';
import type { PersonFields } from '../../../shared/person.ts';
import { fold } from './limits.ts';

const MAX_WORD_LENGTH = 100;
const MAX_SEARCH_WORDS = 8;
/** A number begins with these in its international form. */
const countryCodes: Readonly<Record<Country, string>> = { NL: '31', BE: '32' };

const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const emailWords = (email: string): string[] => {
  const folded = fold(email.trim());
  const domain = folded.split('@')[1];
  return domain === undefined || domain === '' ? [folded] : [folded, domain, ...wordsOf(folded)];
};

const phoneWords = (phone: string, country: Country): string[] => {
  const digits = (canonicalPhone(phone, country) ?? '').replace(/\D+/gu, '');
  if (digits === '') return wordsOf(phone);
  const code = countryCodes[country];
  const typed = phone.replace(/\D+/gu, '');
  const national = digits.startsWith(code)
    ? [`0${digits.slice(code.length)}`, digits.slice(code.length)]
    : [];
  return [digits, typed, ...national];
};

export const searchWords = (
  fields: PersonFields,
  organisationName: string | null,
  country: Country,
): string[] => {
  const names = [fields.firstName, fields.initials, fields.surnamePrefix, fields.lastName, organisationName];
  const emails = [fields.workEmail, fields.privateEmail];
  const phones = [fields.workPhone, fields.workMobile, fields.privatePhone, fields.privateMobile];
  const present = (value: string | null): value is string => value !== null;
  const words = [
    ...names.filter(present).flatMap(wordsOf),
    ...emails.filter(present).flatMap(emailWords),
    ...phones.filter(present).flatMap((phone) => phoneWords(phone, country)),
  ];
  return [...new Set(words.map((word) => word.slice(0, MAX_WORD_LENGTH)).filter((word) => word !== ''))];
};

/** Every one of these must begin a word of the person; none: nothing is found. */
export const askedWords = (text: string): string[] => {
  // PostgreSQL refuses a text with a NUL outright.
  const typed = text.replaceAll('\0', '').trim();
  if (/^\+?[\d\s().\-/]{3,}$/u.test(typed)) {
    const digits = typed.replace(/\(0\)/u, '').replace(/\D+/gu, '').replace(/^00/u, '');
    // The empty word would begin everybody's.
    return digits === '' ? [] : [digits];
  }
  const words = fold(typed)
    .split(/\s+/u)
    .flatMap((word) =>
      word.includes('@') ? [word] : /^[^\s@]+\.[^\s@]+$/u.test(word) ? [word] : wordsOf(word),
    );
  return words.slice(0, MAX_SEARCH_WORDS).map((word) => word.slice(0, MAX_WORD_LENGTH));
};

/** Whether each of the asked words begins one of a person's. */
export const beginWords = (asked: readonly string[], words: readonly string[]): boolean =>
  asked.every((begin) => words.some((word) => word.startsWith(begin)));
