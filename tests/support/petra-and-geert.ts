/**
 * Petra de Vries and Geert van Dijk, both at info@abc.example, for tests of what the guard takes for another's (R7).
 */
import type { PersonFieldId, PersonFields } from '../../shared/person.ts';
import { canonical } from '../../shared/canonical.ts';
import { borrowedFrom, type InboundValue } from '../../worker/sync/guard/borrowed.ts';
import type { Surroundings } from '../../worker/sync/guard/facts.ts';
import { formOf } from '../../worker/sync/guard/values.ts';
import { addresses, asPersonId, borrowTerms, daysAgo, linkedTo, unlinked } from './neighbours.ts';
import { aPerson } from './persons.ts';

export const info = 'info@abc.example';
export const petra = aPerson({
  firstName: 'Petra',
  initials: 'P.',
  surnamePrefix: 'de',
  lastName: 'Vries',
  workEmail: info,
  workPhone: '020-1111111',
  workMobile: '06-11111111',
  jobTitle: 'Secretaresse',
  birthDate: '1980-01-01',
});

/** Values that came in on Petra's card: the CRM and the base still have the old ones. */
export const incoming = (
  values: Partial<PersonFields>,
  person = petra,
  base: Partial<PersonFields> = person.fields,
): InboundValue[] =>
  (Object.entries(values) as [PersonFieldId, string | null][]).map(([field, text]) => {
    const form = formOf(field);
    const canon = (value: string | null | undefined) => canonical(form, value, 'NL');
    const own = [canon(person.fields[field]), canon(base[field]), canon(base[field])];
    return { field, form, value: canon(text), own };
  });

export const geertsCard = {
  givenName: 'Geert',
  initials: 'G.',
  middleName: 'van',
  surname: 'Dijk',
  birthday: '1970-07-07',
  jobTitle: 'Directeur',
  businessPhones: ['020-2222222', '020-2222223'],
  mobilePhone: '06-22222222',
  ...addresses(info, 'geert@abc.example'),
};
export const geert = aPerson(
  {
    firstName: 'Geert',
    initials: 'G.',
    surnamePrefix: 'van',
    lastName: 'Dijk',
    birthDate: '1970-07-07',
    jobTitle: 'Directeur',
    workPhone: '020-2222222',
    workMobile: '06-22222222',
    workEmail: info,
  },
  { id: asPersonId('person-geert') },
);
export const geertsOwn = unlinked('card-geert', [daysAgo(90), geertsCard]);
export const geertsLinked = linkedTo(geert, 'card-geert', [daysAgo(90), geertsCard]);

export const judge = (
  values: Partial<PersonFields>,
  surroundings: Surroundings,
  { person = petra, carriers = {} }: { person?: typeof petra; carriers?: Record<string, number> } = {},
) => borrowedFrom(borrowTerms(carriers), person, incoming(values, person), surroundings);

export const heldFields = (...args: Parameters<typeof judge>) =>
  judge(...args).flatMap(({ fields }) => fields);
