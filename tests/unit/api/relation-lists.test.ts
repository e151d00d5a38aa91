/** In which list of the synchronisation a person is: a table of what a user would ask about, and that each is in one list. */
import fc from 'fast-check';
import { relationLists } from '../../../shared/api/mailbox.ts';
import type { HeldId } from '../../../shared/ids.ts';
import { relationTexts } from '../../../shared/texts/relations.ts';
import { listOfReason, place, type RelationSituation } from '../../../worker/api/mailbox/relation-lists.ts';
import { holdReasons, type HoldReason } from '../../../worker/sync/plan.ts';
import { defaultActivationSettings, roles, select } from '../../../worker/sync/selection.ts';
import { aPerson, petra } from '../../support/persons.ts';

const active = { state: 'active', pausedBecause: null, cleanUp: false } as const;
const creating = { ...active, state: 'creating' } as const;
const paused = { state: 'paused', pausedBecause: 'former', cleanUp: false } as const;
const held = (...reasons: HoldReason[]): RelationSituation['held'] =>
  reasons.map((reason, index) => ({
    id: `held-${index}` as HeldId,
    openedAt: '2026-03-01T08:00:00.000Z',
    reason,
  }));

const situation = (over: Partial<RelationSituation> = {}): RelationSituation => ({
  employeeId: petra,
  mailbox: {
    state: 'active',
    because: null,
    notBefore: null,
    settings: defaultActivationSettings,
    excludedPersons: new Set(),
  },
  person: aPerson(),
  link: active,
  removal: null,
  held: [],
  passRuns: false,
  ...over,
});
const standing = (state: 'paused' | 'signInAgain') => ({
  mailbox: { ...situation().mailbox, state, because: 'byUser' },
});
const owning = {
  mailbox: {
    ...situation().mailbox,
    settings: { ...defaultActivationSettings, roles: ['owner' as const] },
  },
};
const former = aPerson({}, { former: true });

test.each<[string, Partial<RelationSituation>, object]>([
  ['linked and in step', {}, { list: 'inStep', because: 'in' }],
  ['linked, the mailbox stands still', standing('paused'), { list: 'inStep', because: 'inStandsStill' }],
  ['a conflict waits', { held: held('conflict') }, { list: 'held', because: 'conflict', heldId: 'held-0' }],
  [
    'the CRM will not have what was typed',
    { held: held('lastNameRequired') },
    { list: 'failing', because: 'lastNameRequired', heldId: 'held-0' },
  ],
  [
    'Outlook will not have the new card',
    { link: null, held: held('refusedByRemote') },
    { list: 'failing', because: 'refusedByRemote', heldId: 'held-0' },
  ],
  [
    'something to decide and, older, something to repair: the repair first, with its own held change',
    { held: held('conflict', 'noRoom') },
    { list: 'failing', because: 'noRoom', heldId: 'held-1' },
  ],
  [
    'two to decide: the newest',
    { held: held('borrowed', 'conflict') },
    { list: 'held', because: 'borrowed', heldId: 'held-0' },
  ],
  [
    'R3: changed on the card of somebody who is no longer mine',
    { person: former, link: paused, held: held('notSelected') },
    { list: 'held', because: 'notSelected', heldId: 'held-0' },
  ],
  ['no card yet', { link: null }, { list: 'leftOut', because: 'comes' }],
  [
    'no card yet, and nothing runs',
    { link: null, ...standing('signInAgain') },
    { list: 'leftOut', because: 'comesWhenResumed' },
  ],
  [
    'R11: being made by the pass that runs',
    { link: creating, passRuns: true },
    { list: 'leftOut', because: 'beingMade' },
  ],
  [
    'R11: was to be made, and no pass is at it any more',
    { link: creating },
    { list: 'failing', because: 'notMade' },
  ],
  [
    'R8: former, the card stays',
    { person: former, link: paused },
    { list: 'leftOut', because: 'former', card: 'stays' },
  ],
  [
    'R8: gone from the CRM, the card stays',
    { person: null, link: paused },
    { list: 'leftOut', because: 'gone', card: 'stays' },
  ],
  [
    'R1: in a role that is not chosen, until the next pass still linked',
    owning,
    { list: 'leftOut', because: 'roleNotChosen', card: 'leaves' },
  ],
  [
    'R1: in a role that is not chosen, never linked',
    { ...owning, link: null },
    { list: 'leftOut', because: 'roleNotChosen', card: null },
  ],
  ['selected again', { link: paused }, { list: 'leftOut', because: 'returns' }],
  [
    'R9: the user removed the card',
    { link: null, removal: { personVersion: 'v1' } },
    { list: 'leftOut', because: 'removedByUser', card: null },
  ],
  [
    'R9: removed, and changed in the CRM since',
    { link: null, removal: { personVersion: 'v0' } },
    { list: 'leftOut', because: 'comes' },
  ],
])('%s', (_, over, expected) => {
  expect(place(situation(over))).toEqual(expected);
});

test('a reason that no choice of a value settles is failing; every reason has its list', () => {
  expect(Object.keys(listOfReason).sort()).toEqual([...holdReasons].sort());
  expect(holdReasons.filter((reason) => listOfReason[reason] === 'failing')).toEqual([
    'lastNameRequired',
    'malformedEmail',
    'invalidDate',
    'tooLong',
    'refusedByCrm',
    'noRoom',
    'refusedByRemote',
  ]);
});

test('whatever is remembered: one list, a reason with a sentence, in step only who is selected and linked', () => {
  const arbitrary = fc.record({
    former: fc.boolean(),
    isGone: fc.boolean(),
    roles: fc.subarray([...roles], { minLength: 1 }),
    isOwner: fc.boolean(),
    isManager: fc.boolean(),
    link: fc.constantFrom(null, active, creating, paused),
    removed: fc.constantFrom(null, 'v1', 'v0'),
    reasons: fc.array(fc.constantFrom(...holdReasons), { maxLength: 2 }),
    state: fc.constantFrom('active', 'paused', 'signInAgain', 'braked'),
    passRuns: fc.boolean(),
  });
  fc.assert(
    fc.property(arbitrary, (one) => {
      const ties = { relationManagerId: one.isManager ? petra : null, ownerIds: one.isOwner ? [petra] : [] };
      const person = one.isGone ? null : aPerson({}, { ...ties, former: one.former });
      const settings = { ...defaultActivationSettings, roles: one.roles };
      const placed = place(
        situation({
          person,
          mailbox: { ...situation().mailbox, state: one.state, settings },
          link: one.link,
          removal: one.removed === null ? null : { personVersion: one.removed },
          held: held(...one.reasons),
          passRuns: one.passRuns,
        }),
      );
      expect(relationLists).toContain(placed.list);
      expect('heldId' in placed).toBe(one.reasons.length > 0);
      if (!('heldId' in placed)) expect(relationTexts.nl[placed.because]).toMatch(/\.$/u);
      if (placed.list === 'inStep') {
        expect(select(person, petra, settings, new Set()).selected).toBe(true);
        expect(one.link).toBe(active);
      }
    }),
    { numRuns: 500 },
  );
});
