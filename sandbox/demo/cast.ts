/**
 * Who plays which part: of the imported persons one for each edit of the story, all different, each with what its edit
 * needs. Always the same ones, since the file is always the same.
 */
import { isSelectedFor } from './office.ts';
import type { PersonView } from './worker-api.ts';

/** Two people of Petra's at one address; `person` gets values of `donor`. */
export interface MixedPair {
  readonly person: PersonView;
  readonly donor: PersonView;
}

export interface Cast {
  /** The card that is shown as an example. */
  readonly shown: PersonView;
  readonly renamed: PersonView;
  /** In both mailboxes. */
  readonly phoned: PersonView;
  readonly born: PersonView;
  readonly secondEmail: PersonView;
  readonly former: PersonView;
  readonly removed: PersonView;
  /** Petra's alone; Karim becomes owner. */
  readonly shared: PersonView;
  readonly conflict: PersonView;
  /** At three different shared addresses. */
  readonly mixed: readonly [MixedPair, MixedPair, MixedPair];
}

export const chooseCast = (persons: Iterable<PersonView>, petraId: string, karimId: string): Cast => {
  const sorted = [...persons].sort(
    (a, b) => a.displayName.localeCompare(b.displayName, 'nl') || (a.id < b.id ? -1 : 1),
  );
  const emails = new Map<string, number>();
  for (const { fields } of sorted) {
    for (const email of [fields['workEmail'], fields['privateEmail']])
      if (email) emails.set(email.toLowerCase(), (emails.get(email.toLowerCase()) ?? 0) + 1);
  }
  const names = new Map<string, number>();
  for (const { displayName } of sorted) names.set(displayName, (names.get(displayName) ?? 0) + 1);

  /** Found by address and called by name without any doubt. */
  const unmistakable = ({ kind, fields, displayName }: PersonView): boolean => {
    const email = fields['workEmail'] ?? '';
    return kind === 'contactPerson' && emails.get(email.toLowerCase()) === 1 && names.get(displayName) === 1;
  };
  const has =
    (...wanted: string[]) =>
    ({ fields }: PersonView): boolean =>
      wanted.every((field) => (fields[field] ?? null) !== null);
  const isPetras = (person: PersonView): boolean => isSelectedFor(person, petraId);
  const isKarims = (person: PersonView): boolean => isSelectedFor(person, karimId);

  const taken = new Set<string>();
  const pick = (
    part: Exclude<keyof Cast, 'mixed'>,
    ...conditions: ((person: PersonView) => boolean)[]
  ): PersonView => {
    const found = sorted.find(
      (person) => !taken.has(person.id) && unmistakable(person) && conditions.every((holds) => holds(person)),
    );
    if (!found) throw new Error(`persons.csv holds nobody for the part '${part}'`);
    taken.add(found.id);
    return found;
  };
  const petraOnly = (person: PersonView): boolean => isPetras(person) && !isKarims(person);
  const karimOnly = (person: PersonView): boolean => isKarims(person) && !isPetras(person);

  /** Colleagues behind one info@ address, each with a name of their own and a number to be mixed up. */
  const pairs = (): Cast['mixed'] => {
    const byAddress = new Map<string, PersonView[]>();
    for (const person of sorted) {
      const fits = petraOnly(person) && names.get(person.displayName) === 1;
      const email = person.fields['workEmail']?.toLowerCase();
      if (fits && email !== undefined && has('firstName', 'workMobile')(person))
        byAddress.set(email, [...(byAddress.get(email) ?? []), person]);
    }
    const [first, second, third] = [...byAddress.values()].flatMap(([person, donor]): MixedPair[] =>
      person && donor ? [{ person, donor }] : [],
    );
    if (!first || !second || !third) throw new Error('persons.csv holds too few people at shared addresses');
    return [first, second, third];
  };

  // Those with the rarest needs first.
  const phoned = pick('phoned', isPetras, isKarims, has('workMobile'));
  return {
    phoned,
    shown: pick(
      'shown',
      petraOnly,
      has('firstName', 'surnamePrefix', 'jobTitle', 'workPhone', 'workMobile', 'birthDate'),
    ),
    renamed: pick('renamed', petraOnly, has('firstName')),
    born: pick('born', karimOnly, has('birthDate')),
    secondEmail: pick(
      'secondEmail',
      karimOnly,
      has('firstName'),
      ({ fields }) => (fields['privateEmail'] ?? null) === null,
    ),
    former: pick('former', petraOnly),
    removed: pick('removed', karimOnly),
    shared: pick('shared', petraOnly),
    conflict: pick('conflict', petraOnly, has('workPhone')),
    mixed: pairs(),
  };
};
