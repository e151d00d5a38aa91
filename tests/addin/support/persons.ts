/** Invented persons as the worker shows them. */
import type { PersonView } from '../../../shared/api/persons.ts';
import { blankPersonFields } from '../../../shared/person.ts';

export const fenna = { id: 'e-1', displayName: 'Fenna Hoekstra' };
export const joost = { id: 'e-2', displayName: 'Joost van Dam' };

export const aPerson = (
  given: Partial<Omit<PersonView, 'fields'>> & { fields?: Partial<PersonView['fields']> } = {},
): PersonView => {
  const { fields, ...rest } = given;
  return {
    id: 'r-1',
    kind: 'contactPerson',
    displayName: 'Petra de Vries',
    organisation: { id: 'o-1', name: 'Bakkerij De Vries' },
    relationManager: fenna,
    owners: [joost],
    groups: ['Kerst', 'Nieuwsbrief'],
    former: false,
    headId: null,
    version: 'v-1',
    changedAt: '2026-11-20T09:00:00.000Z',
    hidden: [],
    crmUrl: null,
    inOutlook: { selected: true, because: 'relationManager', link: 'active' },
    ...rest,
    fields: {
      ...blankPersonFields(),
      initials: 'P.',
      firstName: 'Petra',
      surnamePrefix: 'de',
      lastName: 'Vries',
      birthDate: '1974-07-22',
      workEmail: 'petra@bakkerijdevries.example',
      workPhone: '020 000 0012',
      workMobile: '06 0000 0012',
      jobTitle: 'Directeur',
      ...fields,
    },
  };
};
