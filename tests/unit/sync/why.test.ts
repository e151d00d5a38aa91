/** "Why (not)": the rules in order, each with its outcome, and a conclusion that is what a pass would do. */
import fc from 'fast-check';
import type { EmployeeId, HeldId, PersonId } from '../../../shared/ids.ts';
import { leftOutReasons } from '../../../shared/api/preview.ts';
import { defaultActivationSettings, roles, select, type Role } from '../../../worker/sync/selection.ts';
import { whyOf, type WhyFacts } from '../../../worker/sync/why.ts';
import { aPerson, petra } from '../../support/persons.ts';

const facts = (over: Partial<WhyFacts> = {}): WhyFacts => ({
  employeeId: petra,
  mailbox: mailbox(),
  person: aPerson({}, { relationManagerId: null, ownerIds: [petra], groups: ['Klanten'] }),
  link: { state: 'active', pausedBecause: null, cleanUp: false },
  removal: null,
  held: [],
  shared: { cards: 0, persons: 0 },
  waits: { person: false, card: false, decision: false, undo: false },
  passes: { running: false, last: null, nextAt: null },
  ...over,
});
const mailbox = (over: Partial<WhyFacts['mailbox']> = {}): WhyFacts['mailbox'] => ({
  state: 'active',
  because: null,
  notBefore: null,
  settings: defaultActivationSettings,
  excludedPersons: new Set(),
  ...over,
});
const codes = (of: WhyFacts) => whyOf(of).lines.map(({ code }) => code);
const conclusion = (of: WhyFacts) => whyOf(of).conclusion;

test('R1: you are owner, the person is not former, group "Nieuwsbrief" is excluded: so not in your Outlook', () => {
  const of = facts({
    person: aPerson({}, { relationManagerId: null, ownerIds: [petra], groups: ['nieuwsbrief', 'Klanten'] }),
    mailbox: mailbox({
      settings: { ...defaultActivationSettings, groupsExcluded: ['Nieuwsbrief'] },
    }),
    link: null,
  });
  expect(whyOf(of).lines).toMatchObject([
    { rule: 'R14', code: 'mailbox.active' },
    { rule: 'R1', code: 'person.notFormer', weight: 'for' },
    { rule: 'R1', code: 'user.owner', weight: 'for' },
    { rule: 'R1', code: 'user.notExcluded', weight: 'note' },
    { rule: 'R1', code: 'groups.excluded', weight: 'against', values: { groups: ['nieuwsbrief'] } },
    { rule: 'R2', code: 'link.none' },
    { rule: 'R13', code: 'pass.never' },
  ]);
  expect(conclusion(of)).toEqual({ code: 'out', because: 'groupExcluded', held: 0 });
});

test('R1: every part is told, also behind the first that leaves the person out', () => {
  const of = facts({
    person: aPerson({}, { relationManagerId: null, ownerIds: [], former: true }),
    mailbox: mailbox({
      excludedPersons: new Set(['person-1' as PersonId]),
      settings: { ...defaultActivationSettings, groupsIncluded: ['VIP'] },
    }),
  });
  expect(codes(of)).toEqual(
    expect.arrayContaining(['person.former', 'user.neither', 'user.excluded', 'groups.notIncluded']),
  );
  // The link is still there: the next pass pauses it, and the card stays (R8).
  expect(conclusion(of)).toEqual({ code: 'leaves', because: 'former', held: 0 });
});

test('R1: a role is told of only where the user chose one, and then also which', () => {
  const owned = aPerson({}, { relationManagerId: null, ownerIds: [petra] });
  const choosing = (chosen: readonly Role[]) =>
    facts({
      person: owned,
      link: null,
      mailbox: mailbox({ settings: { ...defaultActivationSettings, roles: chosen } }),
    });
  expect(codes(choosing(roles)).filter((code) => code.startsWith('roles.'))).toEqual([]);
  expect(whyOf(choosing(['owner'])).lines).toContainEqual({
    rule: 'R1',
    code: 'roles.chosen',
    weight: 'for',
    values: { roles: ['owner'] },
  });
  expect(whyOf(choosing(['relationManager'])).lines).toContainEqual({
    rule: 'R1',
    code: 'roles.notChosen',
    weight: 'against',
    values: { roles: ['relationManager'] },
  });
  expect(conclusion(choosing(['relationManager']))).toEqual({
    code: 'out',
    because: 'roleNotChosen',
    held: 0,
  });
});

describe('what follows, by the state of the link', () => {
  const gone = { state: 'paused', pausedBecause: 'gone', cleanUp: false } as const;
  const former = aPerson({}, { former: true });
  const removal = { personVersion: 'v1' };
  const held = [{ id: 'held-1' as HeldId, openedAt: '2026-03-01T08:00:00.000Z' }];
  test.each<[string, Partial<WhyFacts>, ReturnType<typeof conclusion>]>([
    ['linked and in step', {}, { code: 'in', because: null, held: 0 }],
    ['linked, something is held', { held }, { code: 'inHeld', because: null, held: 1 }],
    [
      'linked, the mailbox is paused',
      { mailbox: mailbox({ state: 'paused', because: 'byUser' }) },
      { code: 'inStandsStill', because: null, held: 0 },
    ],
    ['no card yet', { link: null }, { code: 'comes', because: null, held: 0 }],
    [
      'no card yet, and not begun',
      { link: null, mailbox: mailbox({ state: 'paused', because: 'notStarted' }) },
      { code: 'comesWhenResumed', because: null, held: 0 },
    ],
    [
      'R7: a card with the same name and address is there',
      { link: null, held },
      { code: 'waitsForDecision', because: null, held: 1 },
    ],
    [
      'R11: being made',
      { link: { state: 'creating', pausedBecause: null, cleanUp: false } },
      { code: 'beingMade', because: null, held: 0 },
    ],
    [
      'R8: no longer a relation',
      { link: gone, person: former },
      { code: 'cardStays', because: 'former', held: 0 },
    ],
    [
      'R8: no longer in the CRM',
      { link: gone, person: null },
      { code: 'cardStays', because: 'gone', held: 0 },
    ],
    ['was paused and is selected again', { link: gone }, { code: 'returns', because: null, held: 0 }],
    [
      'R9: the user removed the card',
      { link: null, removal },
      { code: 'outRemoved', because: 'removedByUser', held: 0 },
    ],
    [
      'R9: removed, and the person has changed since',
      { link: null, removal: { personVersion: 'v0' } },
      { code: 'comes', because: null, held: 0 },
    ],
    [
      'R9: removed by the user who has given it up as well',
      { link: null, removal, person: former },
      { code: 'out', because: 'former', held: 0 },
    ],
  ])('%s', (_, over, expected) => {
    expect(conclusion(facts(over))).toEqual(expected);
  });
});

describe('why nothing happens in the mailbox', () => {
  test.each([
    [{ state: 'paused', because: 'notStarted' }, 'mailbox.notStarted'],
    [{ state: 'paused', because: 'byAdmin' }, 'mailbox.paused'],
    [{ state: 'signInAgain', because: 'signInAgain' }, 'mailbox.signInAgain'],
    [{ state: 'braked', because: '{}' }, 'mailbox.braked'],
    [{ notBefore: '2026-03-02T09:00:00.000Z' }, 'mailbox.asksToWait'],
  ] as const)('%j', (over, code) => {
    const of = facts({ mailbox: mailbox(over) });
    expect(whyOf(of).lines[0]).toMatchObject({ code, weight: 'waits' });
    expect(codes(of).includes('pass.whenResumed')).toBe(!('notBefore' in over));
  });
});

test('what waits is told: changes not merged yet, decisions, undo, and the pass that will do it', () => {
  const waits = { person: true, card: true, decision: true, undo: true };
  const last = { at: '2026-03-02T08:00:00.000Z', result: 'done', code: null };
  const told = codes(facts({ waits, passes: { running: false, last, nextAt: last.at } }));
  expect(told.slice(-6)).toEqual([
    'waits.decision',
    'waits.undo',
    'waits.person',
    'waits.card',
    'pass.last',
    'pass.soon',
  ]);
  expect(codes(facts({ passes: { running: false, last, nextAt: last.at } }))).toContain('pass.next');
  expect(codes(facts({ waits, passes: { running: true, last, nextAt: null } }))).toContain('pass.running');
});

test('R7: a shared address is told in numbers, and by itself keeps nobody out', () => {
  const of = facts({ shared: { cards: 2, persons: 1 } });
  expect(whyOf(of).lines).toContainEqual({
    rule: 'R7',
    code: 'shared.address',
    weight: 'note',
    values: { cards: 2, persons: 1 },
  });
  expect(conclusion(of).code).toBe('in');
  expect(codes(facts({ shared: { cards: null, persons: 0 } }))).not.toContain('shared.address');
});

test('the conclusion is what R1 selects, and R1 is against exactly when it does not', () => {
  const group = fc.constantFrom('Klanten', 'klanten ', 'Nieuwsbrief', 'VIP');
  const arbitrary = fc.record({
    manager: fc.constantFrom(petra, 'other' as EmployeeId, null),
    owners: fc.subarray([petra, 'other' as EmployeeId]),
    groups: fc.uniqueArray(group),
    included: fc.uniqueArray(group),
    excluded: fc.uniqueArray(group),
    former: fc.boolean(),
    roles: fc.subarray([...roles], { minLength: 1 }),
    isExcluded: fc.boolean(),
    isGone: fc.boolean(),
    removed: fc.constantFrom(null, 'v1', 'v0'),
    link: fc.constantFrom(null, 'creating' as const, 'active' as const, 'paused' as const),
  });
  fc.assert(
    fc.property(arbitrary, (one) => {
      const person = aPerson(
        {},
        {
          relationManagerId: one.manager,
          ownerIds: one.owners,
          groups: one.groups,
          former: one.former,
        },
      );
      const of = facts({
        person: one.isGone ? null : person,
        mailbox: mailbox({
          settings: {
            groupsIncluded: one.included,
            groupsExcluded: one.excluded,
            conflictPolicy: 'crm',
            roles: one.roles,
          },
          excludedPersons: one.isExcluded ? new Set([person.id]) : new Set(),
        }),
        link: one.link === null ? null : { state: one.link, pausedBecause: null, cleanUp: false },
        removal: one.removed === null ? null : { personVersion: one.removed },
      });
      const selection = select(of.person, petra, of.mailbox.settings, of.mailbox.excludedPersons);
      const against = whyOf(of).lines.filter(({ weight }) => weight === 'against');
      const { because } = conclusion(of);
      expect(against.some(({ rule }) => rule === 'R1')).toBe(!selection.selected);
      if (!selection.selected) expect(because).toBe(selection.because);
      else expect(because === null || because === 'removedByUser').toBe(true);
      if (because !== null) expect(leftOutReasons).toContain(because);
    }),
    { numRuns: 500 },
  );
});
