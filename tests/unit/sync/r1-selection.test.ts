import fc from 'fast-check';
import type { EmployeeId, PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import {
  defaultActivationSettings,
  roles,
  rolesOf,
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
  ['relation manager, who keeps only those', aPerson(), { roles: ['relationManager'] }, 'relationManager'],
  ['relation manager, who keeps only what is owned', aPerson(), { roles: ['owner'] }, 'roleNotChosen'],
  [
    'owner, who keeps only what is managed',
    aPerson({}, { ...others, ownerIds: [petra] }),
    { roles: ['relationManager'] },
    'roleNotChosen',
  ],
  [
    'both, who keeps only what is owned',
    aPerson({}, { ownerIds: [joris, petra] }),
    { roles: ['owner'] },
    'owner',
  ],
  [
    "a role that is not chosen is no reason at somebody else's",
    aPerson({}, others),
    { roles: ['owner'] },
    'notYours',
  ],
  [
    'in a role that is not chosen and an excluded group: the role is told',
    aPerson({}, { groups: ['Nieuwsbrief'] }),
    { roles: ['owner'], groupsExcluded: ['Nieuwsbrief'] },
    'roleNotChosen',
  ],
  ['former, in a role that is not chosen', aPerson({}, { former: true }), { roles: ['owner'] }, 'former'],
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

test('R1: "not in my Outlook" is told before a role that is not chosen: it is what the user said of this person', () => {
  const person = aPerson();
  const settings = { ...defaultActivationSettings, roles: ['owner' as const] };
  expect(select(person, petra, settings, new Set([person.id])).because).toBe('excludedByUser');
});

const settingsArbitrary = fc.record({
  groupsIncluded: fc.subarray(['VIP', 'Kerst']),
  groupsExcluded: fc.subarray(['VIP', 'Kerst']),
  conflictPolicy: fc.constant('crm' as const),
  roles: fc.subarray([...roles], { minLength: 1 }),
});
const personArbitrary = fc
  .record({
    relationManagerId: fc.constantFrom(petra, joris, null),
    ownerIds: fc.subarray([petra, joris]),
    groups: fc.subarray(['VIP', 'Kerst', 'Anders']),
    former: fc.boolean(),
  })
  .map((over) => aPerson({}, over));

test('R1: nobody is kept in Outlook whom both roles would not keep, and the role that is told is a chosen one the user has', () => {
  fc.assert(
    fc.property(personArbitrary, settingsArbitrary, fc.boolean(), (person, settings, isExcluded) => {
      const excluded = new Set<PersonId>(isExcluded ? [person.id] : []);
      const chosen = select(person, petra, settings, excluded);
      const both = select(person, petra, { ...settings, roles }, excluded);
      if (chosen.selected) {
        expect(both.selected).toBe(true);
        expect(settings.roles).toContain(chosen.because);
        expect(rolesOf(person, petra)).toContain(chosen.because);
      } else if (both.selected) expect(chosen.because).toBe('roleNotChosen');
      // Each role alone keeps its part, and together they keep what both do.
      const alone = roles.map((role) => select(person, petra, { ...settings, roles: [role] }, excluded));
      expect(alone.some(({ selected }) => selected)).toBe(both.selected);
    }),
    { numRuns: 500 },
  );
});
