/**
 * Where an address goes when it is added to a person: the work e-mail of a contact person or employee, the private one
 * of a private person; the other one where the first is in use. Replacing one is only ever done by choice. Pure.
 */
import type { PersonView } from '../../../../shared/api/persons.ts';
import type { PersonFieldId } from '../../../../shared/person.ts';
import { shows } from './person-fields.ts';
import { isSame } from './three-way.ts';

export type AddressField = Extract<PersonFieldId, 'workEmail' | 'privateEmail'>;

export interface AddressPlace {
  readonly field: AddressField;
  /** What stands there now and would be replaced; null: the place is free. */
  readonly old: string | null;
}

export interface AddressPlan {
  /** The person has this address already, there. */
  readonly has: AddressField | null;
  /** Free ones first, in the order of the kind. */
  readonly places: readonly AddressPlace[];
  /** What is proposed; null: every place is in use, so a person must choose what to replace. */
  readonly proposed: AddressField | null;
}

const order: Readonly<Record<PersonView['kind'], readonly AddressField[]>> = {
  contactPerson: ['workEmail', 'privateEmail'],
  employee: ['workEmail', 'privateEmail'],
  privatePerson: ['privateEmail'],
};

/** The addresses that the person has and the office shows. */
export const addressesOf = (person: PersonView): readonly string[] =>
  order[person.kind].filter((field) => shows(person, field)).flatMap((field) => person.fields[field] ?? []);

export const planAddress = (person: PersonView, address: string): AddressPlan => {
  const places = order[person.kind]
    .filter((field) => shows(person, field))
    .map((field) => ({ field, old: person.fields[field] }));
  const free = places.filter(({ old }) => old === null);
  return {
    has: places.find(({ field, old }) => old !== null && isSame(field, old, address))?.field ?? null,
    places: [...free, ...places.filter(({ old }) => old !== null)],
    proposed: free[0]?.field ?? null,
  };
};
