import type { EmployeeId, PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import {
  defaultActivationSettings,
  select,
  type ActivationSettings,
} from '../../../worker/sync/selection.ts';
import { aPerson, petra } from '../../support/persons.ts';

const joris = 'employee-joris' as EmployeeId;
const others = { relationManagerId: joris };

const table: [
  name: string,
  person: Person | null,
  settings: Partial<ActivationSettings>,
  expected: string,
][] = [
  ['relation manager', aPerson(), {}, 'relationManager'],
  ['owner', aPerson({}, { ...others, ownerIds: [joris, petra] }), {}, 'owner'],
  ['former', aPerson({}, { former: true }), {}, 'former'],
  ["somebody else's", aPerson({}, others), {}, 'notYours'],
  ['no longer in the CRM', null, {}, 'gone'],
  [
    'in an included group',
    aPerson({}, { groups: ['Nieuwsbrief'] }),
    { groupsIncluded: ['nieuwsbrief '] },
    'relationManager',
  ],
  [
    'in no included group',
    aPerson({}, { groups: ['VIP'] }),
    { groupsIncluded: ['Nieuwsbrief'] },
    'groupNotIncluded',
  ],
  [
    'in an excluded group',
    aPerson({}, { groups: ['Nieuwsbrief'] }),
    { groupsExcluded: ['Nieuwsbrief'] },
    'groupExcluded',
  ],
  [
    'in an included and an excluded group: the excluded one wins',
    aPerson({}, { groups: ['VIP', 'Nieuwsbrief'] }),
    { groupsIncluded: ['VIP'], groupsExcluded: ['Nieuwsbrief'] },
    'groupExcluded',
  ],
];

test.each(table)('R1: %s', (_, person, settings, expected) => {
  const selection = select(person, petra, { ...defaultActivationSettings, ...settings }, new Set());
  expect(selection.because).toBe(expected);
});

test('R1: "not in my Outlook" holds without giving up ownership', () => {
  const person = aPerson({}, { ownerIds: [petra] });
  const excluded = new Set<PersonId>([person.id]);
  expect(select(person, petra, defaultActivationSettings, excluded)).toEqual({
    selected: false,
    because: 'excludedByUser',
  });
});
