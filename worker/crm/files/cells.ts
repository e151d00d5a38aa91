/** What the cells of a row say. Pure. */
import { canonicalText, isEmailAddress, parseDate } from '../../../shared/canonical.ts';
import { unguardFormula } from '../../../shared/formula.ts';
import type { PersonKind } from '../../../shared/person.ts';
import type { Cell, EmployeeName } from './types.ts';

/** Text of a cell, trimmed; null for blank. A date reads `YYYY-MM-DD`, true and false read `ja` and `nee`. */
export const textOf = (cell: Cell | undefined, guarded: boolean): string | null => {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'boolean') return cell ? 'ja' : 'nee';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : null;
  if (typeof cell === 'string') return canonicalText(guarded ? unguardFormula(cell) : cell);
  return Number.isNaN(cell.getTime()) ? null : cell.toISOString().slice(0, 10);
};

// ─── Dates ──────────────────────────────────────────────────────────────────────────────────────

const dayFirst = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/u;
const shortYear = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$/u;
/** A midnight that databases and sheets append. */
const midnight = /[ T]0{1,2}:00(?::00(?:\.0+)?)?Z?$/u;

const isoOf = (day: string, month: string, year: string): string | null =>
  parseDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);

export type DateReading = { readonly date: string } | { readonly problem: 'invalidDate' | 'ambiguousDate' };

/** `monthFirst`: other dates of this column show that it is written month first, so 3/4 can be either. */
export const readDate = (typed: string, monthFirst: boolean): DateReading => {
  const text = typed.replace(midnight, '').trim();
  if (shortYear.test(text)) return { problem: 'ambiguousDate' };
  const match = dayFirst.exec(text);
  if (match === null) {
    const date = parseDate(text);
    return date === null ? { problem: 'invalidDate' } : { date };
  }
  const [, day = '', separator, month = '', year = ''] = match;
  const date = isoOf(day, month, year);
  if (date === null) return { problem: 'invalidDate' };
  const either = separator === '/' && Number(day) <= 12 && Number(day) !== Number(month);
  return monthFirst && either ? { problem: 'ambiguousDate' } : { date };
};

/** True when one of these is a date only with the month first: 12/31/1980. */
export const isMonthFirst = (texts: readonly (string | null)[]): boolean =>
  texts.some((text) => {
    const [, day = '', separator, month = '', year = ''] = dayFirst.exec(text ?? '') ?? [];
    return separator === '/' && isoOf(day, month, year) === null && isoOf(month, day, year) !== null;
  });

// ─── Words ──────────────────────────────────────────────────────────────────────────────────────

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '');

const kindWords: Readonly<Record<PersonKind, readonly string[]>> = {
  contactPerson: ['contactpersoon', 'contactperson', 'contact', 'cp'],
  employee: ['medewerker', 'employee', 'werknemer', 'collega'],
  privatePerson: [
    'particulier',
    'particuliere',
    'privatepersoon',
    'privepersoon',
    'privateperson',
    'private',
    'prive',
    'klantpersoon',
  ],
};

export const readKind = (text: string): PersonKind | null => {
  const word = folded(text);
  const kinds: readonly PersonKind[] = ['contactPerson', 'employee', 'privatePerson'];
  return kinds.find((kind) => kindWords[kind].includes(word)) ?? null;
};

export const readYesNo = (text: string): boolean | null => {
  const word = folded(text);
  if (['ja', 'j', 'yes', 'y', 'true', 'waar', '1', 'x'].includes(word)) return true;
  return ['nee', 'neen', 'n', 'no', 'false', 'onwaar', '0'].includes(word) ? false : null;
};

// ─── Lists ──────────────────────────────────────────────────────────────────────────────────────

const bar = /(?<!\\)\|/u;

/** Parts between bars; where there is no bar, between semicolons and commas. `\|` is a bar of the text itself. */
export const splitList = (text: string): string[] =>
  text
    .split(bar.test(text) ? new RegExp(bar, 'gu') : /[;,]/u)
    .map((part) => part.replaceAll('\\|', '|').trim())
    .filter((part) => part !== '');

/** What `splitList` reads back. */
export const joinList = (parts: readonly string[]): string => {
  const text = parts.map((part) => part.replaceAll('|', '\\|')).join(' | ');
  return parts.length === 1 && /[;,]/u.test(text) ? `${text} |` : text;
};

/** `petra@…` or `Petra de Wit <petra@…>`; null when there is no address in it. */
export const readEmployee = (text: string): EmployeeName | null => {
  const [, name, inBrackets] = /^([^<>]*)<([^<>]+)>$/u.exec(text.trim()) ?? [];
  const email = (inBrackets ?? text).trim().toLowerCase();
  return isEmailAddress(email) ? { email, name: canonicalText(name?.replace(/^"|"$/gu, '')) } : null;
};

export const writeEmployee = (employee: { email: string; displayName: string }): string =>
  `${employee.displayName.replace(/[<>"]/gu, '')} <${employee.email}>`;
