/**
 * A card that is another human's by its name, though nobody knows whose (R7). Classic Outlook asks "update the contact that is
 * there?" of somebody who types a new contact at a shared address; the new one is never kept, so no other card ever showed
 * its values, and the CRM may not know the person. What is left to see is that first name and surname have both become
 * other names. Nobody changes both for one human; who puts right what was typed wrong keeps a word, an initial or
 * nearly all letters of it. Who reuses a successor's card is asked too, and rightly so: that is another person.
 *
 * Pure.
 */
import type { CardName } from '../field-table.ts';
import { foldedParts } from './names.ts';

/** Share of the letters that two spellings of one name have in common at least. */
const spellingShare = 0.6;

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word.length > 2);

/** Letters of the longer word that stand in the other, in their order (longest common subsequence). */
const commonLetters = (a: string, b: string): number => {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const letter of a) {
    const next = [0];
    for (let index = 0; index < b.length; index += 1) {
      next.push(letter === b[index] ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    }
    row = next;
  }
  return row[b.length]!;
};

const isAnotherWord = (a: string, b: string): boolean =>
  commonLetters(a, b) < spellingShare * Math.max(a.length, b.length);

/** `before`: as it was last agreed; `after`: as the card has it. A name that lacks a part tells nothing. */
export const isAnotherHuman = (before: CardName, after: CardName): boolean => {
  const [old, now] = [foldedParts(before), foldedParts(after)];
  const was = { first: old.called ?? old.initials, surname: old.surname };
  const is = { first: now.called ?? now.initials, surname: now.surname };
  if (was.first === null || was.surname === null || is.first === null || is.surname === null) return false;
  // Initials that are written out, beside a surname that changed (a marriage).
  if ((old.called === null || now.called === null) && was.first[0] === is.first[0]) return false;
  // First name and surname in each other's place, a maiden name behind a hyphen: a word stays.
  const known = new Set(wordsOf(`${was.first} ${was.surname}`));
  if (wordsOf(`${is.first} ${is.surname}`).some((word) => known.has(word))) return false;
  return isAnotherWord(was.first, is.first) && isAnotherWord(was.surname, is.surname);
};
