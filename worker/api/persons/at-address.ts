/** Which persons are at which address, exactly (shared/address.ts): as everybody may see it, and as it is. Pure. */
import { storedAddressKey } from '../../../shared/address.ts';
import type { Visibility } from '../../../shared/api/visibility.ts';
import type { Person, PersonFields } from '../../../shared/person.ts';
import { shownFields } from './hidden.ts';

const keysOf = ({ workEmail, privateEmail }: Pick<PersonFields, 'workEmail' | 'privateEmail'>): Set<string> =>
  new Set([workEmail, privateEmail].filter((stored) => stored !== null).map(storedAddressKey));

/** By what is shown only: nobody is found at an address that is hidden. */
export const isFoundAt = (person: Person, key: string, visibility: Visibility): boolean =>
  keysOf(shownFields(person, visibility)).has(key);

export const isAt = ({ fields }: Person, key: string): boolean => keysOf(fields).has(key);

/** By address, in the order given; an address with nobody is absent. */
export const byAddress = (persons: readonly Person[], visibility: Visibility): Map<string, Person[]> => {
  const found = new Map<string, Person[]>();
  for (const person of persons) {
    for (const key of keysOf(shownFields(person, visibility))) {
      const others = found.get(key);
      if (others === undefined) found.set(key, [person]);
      else others.push(person);
    }
  }
  return found;
};

/** Every address of these persons, hidden or not. */
export const addressesOf = (persons: readonly Person[]): ReadonlySet<string> =>
  new Set(persons.flatMap(({ fields }) => [...keysOf(fields)]));
