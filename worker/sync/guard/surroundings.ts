/**
 * Who may be mixed up with whom (R7): by which addresses other cards and persons are looked for, and who is one and
 * the same human. Pure; the pass does the looking.
 */
import { canonicalEmail, type Country } from '../../../shared/canonical.ts';
import type { PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type { FieldTable } from '../field-table.ts';
import type { Print, TakePrint } from './prints.ts';

export interface AddressTerms<Card> {
  readonly table: Pick<FieldTable<Card>, 'addressesOf'>;
  readonly takePrint: TakePrint;
  readonly country?: Country;
}

/** Addresses of a person in the CRM, canonical. */
export const personAddresses = ({ fields }: Pick<Person, 'fields'>): string[] =>
  [fields.workEmail, fields.privateEmail].map(canonicalEmail).filter((address) => address !== null);

/** Addresses of the card, all of them, and of the person in the CRM; each once. */
export const addressPrints = <Card>(
  { table, takePrint }: AddressTerms<Card>,
  person: Person | null,
  card: Card | null,
): readonly Print[] => {
  const ofCard = card === null ? [] : table.addressesOf(card).map(canonicalEmail);
  const all = [
    ...ofCard.filter((address) => address !== null),
    ...(person === null ? [] : personAddresses(person)),
  ];
  return [...new Set(all.map((address) => takePrint('address', address)))];
};

/** Persons tied as head and followers are one human, known by the head. */
export const humanOf = ({ id, headId }: Pick<Person, 'id' | 'headId'>): PersonId => headId ?? id;

export const sameHuman = (a: Pick<Person, 'id' | 'headId'>, b: Pick<Person, 'id' | 'headId'>): boolean =>
  humanOf(a) === humanOf(b);
