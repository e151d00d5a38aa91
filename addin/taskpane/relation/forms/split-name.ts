/**
 * Takes the display name of a mail apart the Dutch way: voornaam, tussenvoegsels, achternaam ("Petra de Vries",
 * "Vries, mr. P.J. de | Kantoor"). A proposal for a form, never stored unseen: in doubt it gives less, not more. What
 * comes in was written by whoever sent the mail, so anything that is no name (script, figures, an address) gives none.
 */
import { degreeWords, firmWords, prefixWords, roleWords, titleWords, tradeWords } from './name-words.ts';

export interface NameParts {
  readonly initials: string | null;
  readonly firstName: string | null;
  readonly surnamePrefix: string | null;
  readonly lastName: string | null;
}

export const noName: NameParts = { initials: null, firstName: null, surnamePrefix: null, lastName: null };

/** Longer is no name of a person. */
const MAX_LENGTH = 120;
const MAX_WORDS = 8;

/** From the display name; where that gives none, from an address that is clearly first.last. */
export const splitName = (displayName: string | null, address: string): NameParts =>
  (displayName === null ? null : fromDisplayName(displayName)) ?? fromLocalPart(address) ?? noName;

// ─── the display name ──────────────────────────────────────────────────────────────────────────────

const fromDisplayName = (said: string): NameParts | null => {
  const whole = tidy(said);
  // An address is no name, a list of them is none either, and markup is none at all.
  if (whole === null || /\S@\S|[<>]/u.test(whole)) return null;
  const called = calledOf(whole);
  const bare = whole.replace(/\([^)]*\)?/gu, ' ').trim();
  const segment = segmentsOf(bare).find((one) => !isFirm(one.split(',')[0] ?? ''));
  if (segment === undefined) return null;
  const parts = fromSegment(segment);
  return parts !== null && parts.firstName === null && parts.lastName !== null
    ? { ...parts, firstName: called }
    : parts;
};

/** One line, plain spaces and quotes, without marks that cannot be seen; null for what is too long or blank. */
const tidy = (said: string): string | null => {
  const text = said
    .slice(0, MAX_LENGTH + 1)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Extended_Pictographic}\uFE0F]/gu, '')
    .replace(/[’‘´`]/gu, "'")
    .replace(/[“”„«»]/gu, '"')
    .replace(/ <[^<>]*>\s*$/u, '')
    .trim();
  const unquoted = /^"(.*)"$/u.exec(text)?.[1] ?? /^'(.*)'$/u.exec(text)?.[1] ?? text;
  const clean = unquoted.replace(/ +/gu, ' ').trim();
  return clean === '' || said.length > MAX_LENGTH ? null : clean;
};

/** "P.J. (Petra) de Vries": the name one goes by; a firm between brackets is none. */
const calledOf = (whole: string): string | null => {
  const inside = /\(([^)]*)\)/u.exec(whole)?.[1]?.trim() ?? '';
  return /^\p{Lu}[\p{Ll}\p{M}-]+(?:-\p{Lu}[\p{Ll}\p{M}]+)?$/u.test(inside) && !isFirm(inside) ? inside : null;
};

const separators = /\s*[|•·]\s*|\s+[-–—/]+\s+|\s+@\s+|\s+(?:namens|via|on behalf of)\s+/iu;

/** What stands around a "|" or a dash; but "Jansen - de Vries" is one surname. */
const segmentsOf = (text: string): string[] => {
  const joined = text.replace(/(\p{L}) [-–] (?=(\p{Ll}+) \p{Lu})/gu, (whole, letter: string, next: string) =>
    prefixWords.has(next) && !isFirm(text.slice(text.indexOf(whole))) ? `${letter}-` : whole,
  );
  return joined
    .split(separators)
    .map((one) => one.trim())
    .filter((one) => one !== '');
};

const bareWord = (word: string): string => word.replace(/[.,]/gu, '').toLowerCase();

const isFirm = (text: string): boolean => text.split(' ').some((word) => firmWords.has(bareWord(word)));

const isDegree = (word: string): boolean => degreeWords.has(word.replace(/[.,]/gu, ''));

const fromSegment = (segment: string): NameParts | null => {
  const pieces = segment
    .split(',')
    .map((piece) => wordsOf(piece))
    .filter(
      (piece) =>
        piece.length > 0 &&
        !isFirm(piece.join(' ')) &&
        !piece.every((word) => isDegree(word) || tradeWords.has(bareWord(word))),
    );
  const [first, second] = pieces;
  if (first === undefined || pieces.flat().length > MAX_WORDS || !pieces.flat().every(isNameWord))
    return null;
  const recased = recasing(segment);
  const left = recased(first);
  return second === undefined || isWhole(left) ? plain(left) : lastFirst(left, recased(second));
};

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** Letters, with what stands inside names; also "v/d". */
const isNameWord = (word: string): boolean =>
  (/^[\p{L}\p{M}.'-]+$/u.test(word) && /\p{L}/u.test(word)) || prefixWords.has(word.toLowerCase());

/** Already given name and surname, so what follows the comma is something else: "Petra de Vries, Amsterdam". */
const isWhole = (words: readonly string[]): boolean =>
  (words.length > 1 && isInitials(words[0] ?? '')) ||
  (words.findIndex(isPrefix) > 0 && !words.some(endsInPrefix));

/** "VRIES" and "vries" are typed by machines: where a name has but one letter case, it gets its capitals. */
const recasing = (segment: string): ((words: readonly string[]) => string[]) => {
  const typed = segment
    .split(/[ ,]+/u)
    .filter((word) => !isInitials(word) && !isDegree(word))
    .join('');
  const mixed = /\p{Lu}/u.test(typed) && /\p{Ll}/u.test(typed);
  return (words) => (mixed ? [...words] : words.map(capitalised));
};

const capitalised = (word: string): string => {
  const lower = word.toLowerCase();
  if (prefixWords.has(lower)) return lower;
  if (/^(?:\p{L}\.)+\p{L}?$/u.test(word)) return word.toUpperCase();
  return isDegree(word)
    ? word
    : lower
        .replace(
          /(^|[-'])(\p{L})/gu,
          (_whole, before: string, letter: string) => before + letter.toUpperCase(),
        )
        .replace(/(^|-)Ij/gu, '$1IJ')
        .replace(/-(\p{L}+)$/u, (whole, end: string) =>
          prefixWords.has(end.toLowerCase()) ? whole.toLowerCase() : whole,
        );
};

// ─── the parts of a name ───────────────────────────────────────────────────────────────────────────

/** Only in lower case: "Jan Van Damme" is a Belgian whose whole surname is Van Damme. */
const isPrefix = (word: string): boolean => prefixWords.has(word);
/** "Jansen-de Vries", "Jansen-van der Berg". */
const endsInPrefix = (word: string): boolean =>
  /-/u.test(word) && prefixWords.has(word.slice(word.lastIndexOf('-') + 1));
const isCapitalPrefix = (word: string): boolean =>
  /^\p{Lu}/u.test(word) && prefixWords.has(word.toLowerCase()) && word.length > 1 && !word.includes('.');

/** "P.J.", "Th.", "P", "PJ". */
const isInitials = (word: string): boolean =>
  /^(?:\p{Lu}\p{Ll}{0,2}\.-?)+\p{Lu}?$/u.test(word) || /^\p{Lu}{1,3}$/u.test(word);

const asInitials = (words: readonly string[]): string =>
  words
    .map((word) => (word.includes('.') ? word.replace(/([^.])$/u, '$1.') : word.replace(/\p{L}/gu, '$&.')))
    .join('');

/** Words of a name without titles before and degrees behind it. */
const withoutTitles = (words: readonly string[]): { name: string[]; titled: boolean } => {
  let start = 0;
  while (start < words.length && isTitle(words, start)) start += 1;
  let end = words.length;
  while (end > start + 1 && isDegree(words[end - 1] ?? '')) end -= 1;
  return { name: words.slice(start, end), titled: start > 0 };
};

const isTitle = (words: readonly string[], at: number): boolean =>
  titleWords.has(bareWord(words[at] ?? '')) ||
  // "de heer Jansen"
  (bareWord(words[at] ?? '') === 'de' && bareWord(words[at + 1] ?? '') === 'heer');

const givenOf = (words: readonly string[]): Pick<NameParts, 'initials' | 'firstName'> => {
  const initials = words.filter(isInitials);
  const names = words.filter((word) => !isInitials(word));
  const firstName = names.length === 0 ? null : names.join(' ');
  if (initials.length === 0) return { initials: null, firstName };
  // "Petra J." has the initials P.J.
  const leads = firstName !== null && !isInitials(words[0] ?? '') ? [`${[...firstName][0] ?? ''}.`] : [];
  return { initials: asInitials([...leads, ...initials]), firstName };
};

const surnameOf = (words: readonly string[]): Pick<NameParts, 'surnamePrefix' | 'lastName'> => {
  const run = words.findIndex((word) => !isPrefix(word));
  // Nothing but prefixes: a surname all the same.
  const from = run < 0 ? 0 : run;
  return {
    surnamePrefix: from === 0 ? null : words.slice(0, from).join(' '),
    lastName: words.slice(from).join(' ') || null,
  };
};

/** "Vries, mr. Petra de": prefixes stand behind the given names, or before the surname. */
const lastFirst = (surname: readonly string[], given: readonly string[]): NameParts | null => {
  const { name } = withoutTitles(given);
  let end = name.length;
  while (end > 0 && isPrefix(name[end - 1] ?? '')) end -= 1;
  const last = withoutTitles(surname).name;
  return last.length === 0
    ? null
    : { ...givenOf(name.slice(0, end)), ...surnameOf([...name.slice(end), ...last]) };
};

const plain = (words: readonly string[]): NameParts | null => {
  const { name, titled } = withoutTitles(words);
  if (name.length === 0) return null;
  const start = surnameStart(name, titled);
  return {
    ...noName,
    ...givenOf(name.slice(0, start)),
    ...(start < name.length ? surnameOf(name.slice(start)) : {}),
  };
};

/** Index of the word with which the surname begins; the length where there is none. */
const surnameStart = (name: readonly string[], titled: boolean): number => {
  const begins = (word: string, at: number): boolean =>
    at < name.length - 1 && (isPrefix(word) || (at > 0 && isCapitalPrefix(word)) || endsInPrefix(word));
  const found = name.findIndex(begins);
  if (found >= 0) return found;
  if (name.length > 1) return name.length - 1;
  return titled ? 0 : 1;
};

// ─── the address ───────────────────────────────────────────────────────────────────────────────────

/** "petra.de.vries@" is clear; "p.devries@", "info.kantoor@" and "pdv88@" are not. */
const fromLocalPart = (address: string): NameParts | null => {
  if (!address.includes('@')) return null;
  const local = address.slice(0, address.indexOf('@')).replace(/\+.*$/u, '').toLowerCase();
  const parts = local.split('.');
  const [first = '', ...rest] = parts;
  const last = rest.at(-1) ?? '';
  const isName = (part: string) => /^[a-z]{2,}(?:-[a-z]{2,})*$/u.test(part) && !prefixWords.has(part);
  if (!isName(first) || !isName(last) || !rest.slice(0, -1).every((part) => prefixWords.has(part)))
    return null;
  if (parts.some((part) => roleWords.has(part) || firmWords.has(part))) return null;
  return plain(parts.map(capitalised));
};
