/**
 * Somebody else changed this person while a form was open: three versions of every field (as it was, as typed here, as
 * it is now) and what becomes of it. The same table as rule R5, asked of a person instead of a policy: what both
 * changed is theirs to choose, what one side changed is kept, nothing is dropped unseen. Pure.
 */
import type { PersonView } from '../../../../shared/api/persons.ts';
import { personFieldIds, type PersonFieldId } from '../../../../shared/person.ts';
import { addressKey } from '../../../office/item.ts';
import { inputKind, meant, nameFields, shows, typedOf, type TypedFields } from './person-fields.ts';

/** Both sides changed it, to different values. */
export interface Clash {
  readonly field: PersonFieldId;
  readonly was: string | null;
  readonly mine: string | null;
  readonly theirs: string | null;
}

/** Only the other side changed it. */
export interface Taken {
  readonly field: PersonFieldId;
  readonly was: string | null;
  readonly theirs: string | null;
}

export interface Merged {
  readonly clashes: readonly Clash[];
  readonly taken: readonly Taken[];
  /** To go on with, on the version as it is now; a clash has what was typed here until it is chosen otherwise. */
  readonly typed: TypedFields;
  /** A name of which each side changed another part: together they may be nobody's name, so a person looks. */
  readonly nameMixed: boolean;
}

const canonicalOf = (field: PersonFieldId, value: string | null): string => {
  const kind = inputKind(field);
  // A look-alike of an address is another address: only what every mail server folds is folded.
  if (kind === 'email') return addressKey(value ?? '');
  const text = (value ?? '').normalize('NFC').trim();
  // No library for phone numbers in the pane: "+31 20" and "020" count as different, and a person is asked.
  const digits = text.replace(/[^\d+]/gu, '');
  return kind === 'tel' && digits !== '' && !/\p{L}/u.test(text) ? digits : text;
};

/** A reformatted value is no change (R4). */
export const isSame = (field: PersonFieldId, a: string | null, b: string | null): boolean =>
  canonicalOf(field, a) === canonicalOf(field, b);

type Outcome = 'mine' | 'theirs' | 'taken' | 'clash';

const outcomeOf = (
  field: PersonFieldId,
  was: string | null,
  mine: string | null,
  theirs: string | null,
): Outcome => {
  const theyChanged = !isSame(field, was, theirs);
  // Equal to what was there but for its form: what was typed here is only a change when they left it alone.
  if (!theyChanged) return mine === was ? 'theirs' : 'mine';
  if (isSame(field, mine, theirs)) return 'theirs';
  return isSame(field, was, mine) ? 'taken' : 'clash';
};

export const mergeTyped = (before: PersonView, typed: TypedFields, now: PersonView): Merged => {
  const clashes: Clash[] = [];
  const taken: Taken[] = [];
  const next: Record<PersonFieldId, string> = { ...typedOf(now.fields) };
  let mineInName = false;
  for (const field of personFieldIds) {
    const was = before.fields[field];
    const mine = meant(typed[field]);
    // Not shown (any more): blank there says nothing about the other side.
    const theirs = shows(now, field) && shows(before, field) ? now.fields[field] : was;
    const outcome = outcomeOf(field, was, mine, theirs);
    if (outcome === 'clash') clashes.push({ field, was, mine, theirs });
    if (outcome === 'taken') taken.push({ field, was, theirs });
    if (outcome === 'mine' || outcome === 'clash') next[field] = typed[field];
    if (outcome === 'mine') mineInName ||= nameFields.includes(field);
  }
  return {
    clashes,
    taken,
    typed: next,
    nameMixed: mineInName && taken.some(({ field }) => nameFields.includes(field)),
  };
};

export type Choice = 'mine' | 'theirs';

/** What was typed, after the choices: where theirs was chosen, it is no change any more. */
export const afterChoices = (
  { clashes, typed }: Merged,
  choices: Readonly<Partial<Record<PersonFieldId, Choice>>>,
): TypedFields => {
  const next: Record<PersonFieldId, string> = { ...typed };
  for (const { field, theirs } of clashes) if (choices[field] === 'theirs') next[field] = theirs ?? '';
  return next;
};
