/**
 * R7: how far a decision "for this pair" reaches. It speaks unasked of what comes later, so it must not speak of what nobody
 * had in sight: another name, a third party's value, something the user typed meanwhile on a card that is not written.
 * Each of these was met by random steps of the pure core (tests/property/million).
 */
import type { PersonId } from '../../../shared/ids.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import { planLink } from '../../../worker/sync/plan-link.ts';
import type { LinkSituation } from '../../../worker/sync/link-terms.ts';
import { around, daysAgo, hoursAgo, linkedTo, unlinked } from '../../support/neighbours.ts';
import { aLink, aPerson, aRuling } from '../../support/persons.ts';
import {
  base,
  kees,
  keesCard,
  kinds,
  office,
  on,
  onlyHold,
  outcomes,
  own,
  stepOf,
  terms,
} from '../../support/petra-and-kees.ts';

const forPair = { forPair: true, pending: false } as const;
const nameOfKees = { givenName: 'Kees', middleName: null, surname: 'Jansen' };
const mobileOfKees = { mobilePhone: '06-22222222' };
const part = onlyHold(planLink(terms(), on(mobileOfKees)), 'borrowed');
const whole = onlyHold(planLink(terms(), on(nameOfKees)), 'nameOfAnother');

/** A third party at the same address. */
const anna = aPerson(
  { firstName: 'Anna', lastName: 'Smit', workEmail: office, workMobile: '06-33333333' },
  { id: 'person-3' as PersonId },
);
const annaOnCard = linkedTo(anna, 'card-3', [
  daysAgo(90),
  { ...keesCard, givenName: 'Anna', surname: 'Smit', mobilePhone: '06-33333333' },
]);

describe('R7: "take it from this party from now on"', () => {
  const taken = (content: Partial<OutlookCard>, over: Partial<LinkSituation<OutlookCard>> = {}) =>
    planLink(terms(), on(content, { rulings: [aRuling(part, 'remote', forPair)], ...over }));

  test('takes what the CRM has of that party', () => {
    expect(stepOf(taken(mobileOfKees), 'updatePerson').patch).toEqual({ workMobile: '06-22222222' });
  });

  test("asks about a value that is on the party's card only because a third one's was mixed into it", () => {
    const mixed = linkedTo(
      kees,
      'card-2',
      [daysAgo(90), keesCard],
      [hoursAgo(1), { ...keesCard, mobilePhone: '06-33333333' }],
    );
    const third = { surroundings: around([mixed, annaOnCard], [kees, anna], own) };
    onlyHold(taken({ mobilePhone: '06-33333333' }, third), 'borrowed');
    // Nobody remembers the third party: what the CRM does not have of this one is still not surely its own.
    const forgotten = { surroundings: around([mixed], [kees], own) };
    onlyHold(taken({ mobilePhone: '06-33333333' }, forgotten), 'borrowed');
  });

  test("takes what a card of the user's own has, as long as no other party has it", () => {
    const theirs = unlinked('card-8', [daysAgo(90), keesCard]);
    const alone = { surroundings: around([theirs], [], own) };
    const hold = onlyHold(planLink(terms(), on(mobileOfKees, alone)), 'borrowed');
    const rulings = [aRuling(hold, 'remote', forPair)];
    expect(kinds(planLink(terms(), on(mobileOfKees, { ...alone, rulings })))).toEqual(['updatePerson']);
    const double = unlinked('card-9', [daysAgo(90), { ...keesCard, surname: 'Kuiper' }]);
    const both = { surroundings: around([theirs, double], [], own) };
    onlyHold(planLink(terms(), on(mobileOfKees, { ...both, rulings })), 'borrowed');
  });

  test('never takes a name: that says whose card it is, and is asked each time', () => {
    const rulings = [aRuling(whole, 'remote', forPair)];
    onlyHold(planLink(terms(), on(nameOfKees, { rulings })), 'nameOfAnother');
  });

  test('decided about a part of a name does not take the name that came to stand there before the pass', () => {
    // The prefix was asked about and taken; meanwhile the card was mixed with Anna's.
    const prefix = { ...part, reason: 'nameOfAnother' as const, fields: [whole.fields[1]!] };
    const rulings = [aRuling({ ...prefix, key: 'another' }, 'remote', { forPair: true, pending: true })];
    const content = { givenName: 'Anna', middleName: null, surname: 'Smit' };
    const third = { surroundings: around([annaOnCard], [kees, anna], own) };
    const steps = planLink(terms(), on(content, { ...third, rulings }));
    onlyHold(steps, 'nameOfAnother');
    expect(outcomes(steps)).toEqual(['overtaken']);
  });
});

describe('R3, R7: "keep the CRM from now on", on a card whose person is not selected', () => {
  const former = { selected: false, because: 'former' } as const;
  const paused = aLink(base, { state: 'paused', pausedBecause: 'former' });
  const typed = { ...nameOfKees, businessPhones: ['020-7654321'] };
  const rulings = [aRuling(whole, 'crm', { forPair: true })];

  test('leaves what was typed there since in the open: nothing would tell that it was overruled', () => {
    const steps = planLink(terms(), on(typed, { link: paused, selection: former, rulings }));
    expect(kinds(steps)).toEqual(['settleRuling', 'hold']);
    expect(onlyHold(steps, 'nameOfAnother').fields.map(({ field }) => field)).toContain('workPhone');
  });

  test('is done when the person is selected again, and the history keeps what was typed', () => {
    const later = rulings.map((each) => ({ ...each, pending: false }));
    const step = stepOf(planLink(terms(), on(typed, { rulings: later })), 'updateCard');
    expect(step.changes.find(({ field }) => field === 'workPhone')).toMatchObject({
      to: '020-1234567',
      overruled: { side: 'remote', value: '020-7654321' },
    });
  });

  test('is done for the very question that was answered', () => {
    const steps = planLink(terms(), on(nameOfKees, { link: paused, selection: former, rulings }));
    expect(kinds(steps)).toEqual(['agree', 'settleRuling']);
    expect(outcomes(steps)).toEqual(['applied']);
  });
});
