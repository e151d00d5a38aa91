/**
 * Is a name another spelling of what stood there? Then it is most likely the person's own, put right: "Dooorn" to
 * "Doorn", "vd" to "van de". Strict, because two people of one office may be called Jansen and Janssen: one slip of
 * the keyboard, in a name long enough for that to tell, and never the first letter. Pure.
 */
import type { FieldId } from '../../../shared/person.ts';
import { foldName } from './names.ts';

/** Of the longer of the two. In shorter names one letter makes another name: Bos and Vos, Smit and Smid. */
const shortestName = 5;

const onlyLetters = (text: string): boolean => /^[\p{L} ]+$/u.test(text);

/** One letter too many, too few, another, or two that changed places. */
const isOneSlip = (a: string, b: string): boolean => {
  const [x, y] = a.length >= b.length ? [[...a], [...b]] : [[...b], [...a]];
  const from = x.findIndex((letter, index) => letter !== y[index]);
  if (from < 0) return false;
  const rest = (letters: readonly string[], at: number): string => letters.slice(at).join('');
  if (x.length === y.length + 1) return rest(x, from + 1) === rest(y, from);
  if (x.length !== y.length) return false;
  const isSwapped = x[from] === y[from + 1] && x[from + 1] === y[from];
  return rest(x, from + 1) === rest(y, from + 1) || (isSwapped && rest(x, from + 2) === rest(y, from + 2));
};

/** In words: "van over de". */
const longestPrefix = 3;

/** How a word is cut short: "v" and "vn" for "van"; or not at all. */
const shortForms = (word: string): string[] => [word.slice(0, 1), word.slice(0, 1) + word.slice(-1), word];

/** "vd", "v.d.", "vdr", "vande" for "van de" or "van der". */
const isWrittenOut = (short: string, long: string): boolean => {
  if (long.split(' ').length > longestPrefix) return false;
  const joined = long
    .split(' ')
    .reduce<string[]>(
      (all, word) => all.flatMap((start) => shortForms(word).map((end) => start + end)),
      [''],
    );
  return joined.includes(short.replaceAll(' ', ''));
};

/** `before` and `after` as typed, or canonical. */
export const isRespelled = (field: FieldId, before: string, after: string): boolean => {
  const [was, is] = [foldName(before), foldName(after)];
  if (was === null || is === null) return false;
  if (field === 'surnamePrefix') return isWrittenOut(was, is) || isWrittenOut(is, was);
  if (field !== 'firstName' && field !== 'lastName') return false;
  const isLong = Math.max(was.length, is.length) >= shortestName;
  return isLong && was[0] === is[0] && onlyLetters(was) && onlyLetters(is) && isOneSlip(was, is);
};
