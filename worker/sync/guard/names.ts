/**
 * Whose name is this? Names are compared folded: no capitals, no diacritics, no dots, so that "P. van 't Hoff" and
 * "p van t hoff" are one. Two strictnesses, for two questions: the whole name (`name`), where a mistake would call
 * a stranger's values the person's own; and first letter and surname (`nameByInitial`), where a mistake costs a
 * question.
 *
 * Pure. Knows no remote: a card gives its name in the parts of `CardName` (R7).
 */
import { canonicalText } from '../../../shared/canonical.ts';
import type { Person } from '../../../shared/person.ts';
import type { CardName } from '../field-table.ts';
import type { NamePrintKind, Print, TakePrint } from './prints.ts';

/** Letters that Unicode does not take apart into a plain letter and a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
};

/** What people put before a name in the one line that a list shows; not part of the name. */
const titles = new Set([
  ...['mr', 'drs', 'dr', 'ir', 'ing', 'prof', 'ds'],
  ...['dhr', 'heer', 'mevr', 'mw', 'mevrouw', 'meester', 'mrs', 'ms', 'miss'],
]);

/** Nothing to fold in it but capitals: most names. */
const plainWords = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/u;

/** Lower case without diacritics and punctuation, single spaces; null where nothing is left. */
export const foldName = (text: string | null): string | null => {
  if (text !== null && plainWords.test(text)) return text.toLowerCase();
  const plain = (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłıþ]/gu, (letter) => plainLetters[letter] ?? letter)
    // Within a word ("'t", "d'Hondt", "P.J."); what else stands between letters parts words.
    .replace(/['’‘`´.]+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain === '' ? null : plain;
};

const words = (...parts: (string | null)[]): string | null =>
  canonicalText(parts.filter((part) => part !== null).join(' '));

/** "P. J.", "pj": letters only. */
const foldInitials = (text: string | null): string | null => foldName(text)?.replaceAll(' ', '') ?? null;

/** "P." or "P.J." where a first name is asked: people write initials there. */
const readsAsInitials = (text: string): boolean => /^(\p{L}|(\p{L}{1,3}\.\s*)+)$/u.test(text.trim());

export interface NameParts {
  /** Folded; null where only initials are known. */
  readonly called: string | null;
  readonly initials: string | null;
  /** Folded, with its prefix. */
  readonly surname: string | null;
}

const nameless: NameParts = { called: null, initials: null, surname: null };

const withoutTitles = (line: string): string => {
  const [first, ...rest] = line.split(/\s+/u);
  const title = foldName(first ?? null);
  return rest.length > 0 && title !== null && titles.has(title) ? withoutTitles(rest.join(' ')) : line;
};

/** "Petra de Vries", "Vries, Petra de", "mr. P.J. de Vries", as one line. An address is no name. */
const partsOfLine = (line: string): NameParts => {
  if (line.includes('@')) return nameless;
  const [behind, before, ...more] = line.split(',').map((part) => part.trim());
  const inverted = before !== undefined && before !== '' && more.length === 0;
  const name = withoutTitles((inverted ? `${before} ${behind}` : line).replace(/^\s*de\s+heer\s+/iu, ''));
  const parts = name.split(/\s+/u).filter((part) => foldName(part) !== null);
  const split = parts.findIndex((part) => !readsAsInitials(part));
  if (split < 0) return { called: null, initials: foldInitials(name), surname: null };
  if (split > 0) {
    const initials = foldInitials(parts.slice(0, split).join(' '));
    return { called: null, initials, surname: foldName(parts.slice(split).join(' ')) };
  }
  return { called: foldName(parts[0]!), initials: null, surname: foldName(parts.slice(1).join(' ')) };
};

/** The name in the parts in which it is compared, folded. */
export const foldedParts = (name: CardName): NameParts => {
  const surname = foldName(name.surname);
  const called = canonicalText(name.called);
  if (surname === null && called === null && name.initials === null) {
    return name.shown === null ? nameless : partsOfLine(name.shown);
  }
  // The whole name in the place of the first name.
  if (surname === null && called !== null && /\s/u.test(called)) return partsOfLine(called);
  const isCalled = called !== null && !readsAsInitials(called);
  return {
    called: isCalled ? foldName(called) : null,
    initials: foldInitials(name.initials) ?? (isCalled ? null : foldInitials(called)),
    surname,
  };
};

/** Who is called Kees signs C.: both letters count. */
const firstLetters = ({ called, initials }: NameParts): string[] => [
  ...new Set([called, initials].flatMap((text) => [...(text ?? '')].slice(0, 1))),
];

const wholeOf = ({ called, initials, surname }: NameParts): string | null =>
  words(called ?? initials, surname);

/** The name of a person of the CRM, in the parts in which a card has it. */
export const personName = ({ fields }: Pick<Person, 'fields'>): CardName => {
  const surname = words(canonicalText(fields.surnamePrefix), canonicalText(fields.lastName));
  return {
    called: canonicalText(fields.firstName),
    initials: canonicalText(fields.initials),
    surname,
    shown: words(canonicalText(fields.firstName) ?? canonicalText(fields.initials), surname),
  };
};

/** Whole name, folded, by which two parties are told apart; null where there is none. */
export const wholeName = (name: CardName): string | null => wholeOf(foldedParts(name));

/** First name and surname part, folded: which of them changed. */
export const namePartsOf = (name: CardName): { first: string | null; surname: string | null } => {
  const parts = foldedParts(name);
  return { first: parts.called ?? parts.initials, surname: parts.surname };
};

/**
 * Enough of a name to say that whoever bears it is the same human: a surname, and more before it than one initial.
 * "J. Jansen" at a family's address may be Jan or Joke.
 */
export const isTellingName = (name: CardName): boolean => {
  const { called, initials, surname } = foldedParts(name);
  return surname !== null && (called ?? initials ?? '').length > 1;
};

/**
 * Probably one human: the same whole name; or the same surname, where the first letters agree or one side has none.
 * Two first names that differ are two people, however they begin: Jan and Joke Jansen.
 */
export const namesAgree = (a: CardName, b: CardName): boolean => {
  const [x, y] = [foldedParts(a), foldedParts(b)];
  const whole = wholeOf(x);
  if (whole === null || wholeOf(y) === null) return false;
  if (whole === wholeOf(y)) return true;
  if (x.called !== null && y.called !== null && x.called !== y.called) return false;
  // Known by a first name only.
  if (x.surname === null || y.surname === null) return x.called !== null && x.called === y.called;
  if (x.surname !== y.surname) return false;
  const [letters, others] = [firstLetters(x), firstLetters(y)];
  return letters.length === 0 || others.length === 0 || letters.some((letter) => others.includes(letter));
};

export const namePrintKinds = [
  'name',
  'nameByInitial',
  'surname',
  'called',
] as const satisfies NamePrintKind[];
export type NamePrints = Readonly<Record<NamePrintKind, readonly Print[]>>;

/** Everything by which a name is found again. */
export const allNamePrints = (takePrint: TakePrint, name: CardName): NamePrints => {
  const parts = foldedParts(name);
  const whole = wholeOf(parts);
  const { surname, called } = parts;
  return {
    name: whole === null ? [] : [takePrint('name', whole)],
    nameByInitial:
      surname === null
        ? []
        : firstLetters(parts).map((letter) => takePrint('nameByInitial', `${letter} ${surname}`)),
    surname: surname === null ? [] : [takePrint('surname', surname)],
    called: called === null ? [] : [takePrint('called', called)],
  };
};

/** The whole name and the name by its first letter; a card with only a shown name is known by that. */
export const namePrints = (
  takePrint: TakePrint,
  name: CardName,
): { name: Print | null; byInitial: Print | null } => {
  const prints = allNamePrints(takePrint, name);
  return { name: prints.name[0] ?? null, byInitial: prints.nameByInitial[0] ?? null };
};
