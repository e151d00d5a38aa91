/**
 * R7 in the plan: what the guard finds turns into held changes, what it does not find flows on, and what a person decides
 * about it is done. Two people at one office's address: Petra de Vries, whose card this is, and Kees Jansen.
 */
import type { CardId, LinkId, PersonId, RulingId } from '../../../shared/ids.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import { inboundOf } from '../../../worker/sync/inbound.ts';
import { planLink } from '../../../worker/sync/plan-link.ts';
import type { Hold } from '../../../worker/sync/plan.ts';
import type { Choice, Ruling } from '../../../worker/sync/ruling.ts';
import { around, daysAgo, hoursAgo, linkedTo, now, unlinked } from '../../support/neighbours.ts';
import { aLink, aPerson, aReading, aRuling, openHeld } from '../../support/persons.ts';

import {
  petra,
  kees,
  card,
  base,
  keesCard,
  own,
  terms,
  on,
  kinds,
  holdsOf,
  onlyHold,
  stepOf,
  outcomes,
} from '../../support/petra-and-kees.ts';

const borrowed = { mobilePhone: '06-22222222', birthday: '1971-05-06' };

describe('R7: values of another card that shares the address', () => {
  test('are held together, naming the donor, and what is not borrowed flows on', () => {
    const steps = planLink(terms(), on({ ...borrowed, jobTitle: 'Directeur' }));
    const hold = onlyHold(steps, 'borrowed');
    expect(hold).toMatchObject({ donorPersonId: 'person-2', cardId: 'card-2', linkId: 'link-1' });
    expect(hold.fields.map(({ field, crm, remote }) => [field, crm, remote])).toEqual([
      ['birthDate', '1980-02-29', '1971-05-06'],
      ['workMobile', '06-11111111', '06-22222222'],
    ]);
    expect(stepOf(steps, 'updatePerson').patch).toEqual({ jobTitle: 'Directeur' });
    expect(kinds(steps)).toEqual(['updatePerson', 'hold']);
  });

  test('are asked about once', () => {
    const hold = onlyHold(planLink(terms(), on(borrowed)), 'borrowed');
    expect(planLink(terms(), on(borrowed, { held: [openHeld(hold)] }))).toEqual([]);
  });

  test('do not go in by way of a conflict that the card would win', () => {
    const changed = { ...petra, fields: { ...petra.fields, workMobile: '06-33333333' } };
    for (const policy of ['outlook', 'newest', 'ask'] as const) {
      const steps = planLink(terms(policy), on(borrowed, { person: changed }));
      expect(stepOf(steps, 'updatePerson')).toBeUndefined();
      expect(onlyHold(steps, 'borrowed').fields).toHaveLength(2);
    }
  });

  test('that lose a conflict anyway are put right with it, and only the rest is asked', () => {
    const changed = { ...petra, fields: { ...petra.fields, workMobile: '06-33333333' } };
    const steps = planLink(terms('crm'), on(borrowed, { person: changed }));
    expect(stepOf(steps, 'updateCard').card.mobilePhone).toBe('06-33333333');
    expect(onlyHold(steps, 'borrowed').fields.map(({ field }) => field)).toEqual(['birthDate']);
  });

  test('do not fill a blank either, on a card with which nothing was ever agreed', () => {
    const blank = aPerson({ ...petra.fields, workMobile: null, birthDate: null });
    const steps = planLink(terms(), on(borrowed, { person: blank, link: aLink({}) }));
    expect(stepOf(steps, 'updatePerson')).toBeUndefined();
    expect(onlyHold(steps, 'borrowed').fields).toHaveLength(2);
  });

  test('stay held after the other card is forgotten, for as long as nobody decides', () => {
    const hold = onlyHold(planLink(terms(), on(borrowed)), 'borrowed');
    const later = on(borrowed, { held: [openHeld(hold)], surroundings: around([], [], own) });
    expect(planLink(terms(), later)).toEqual([]);
    // Another edit beside it neither frees nor holds more.
    const edited = on({ ...borrowed, jobTitle: 'Directeur' }, later);
    expect(
      kinds(
        planLink(terms(), { ...edited, card: aReading({ ...card, ...borrowed, jobTitle: 'Directeur' }) }),
      ),
    ).toEqual(['updatePerson']);
    // One of them was put right by hand: the other is asked about by itself.
    const half = { ...later, card: aReading({ ...card, birthday: '1971-05-06' }) };
    expect(onlyHold(planLink(terms(), half), 'borrowed')).toMatchObject({
      donorPersonId: 'person-2',
      fields: [{ field: 'birthDate' }],
    });
  });

  test('are set free when the two turn out to be one human', () => {
    const hold = onlyHold(planLink(terms(), on(borrowed)), 'borrowed');
    const follower = { ...kees, headId: petra.id };
    const tied = around([linkedTo(follower, 'card-2', [daysAgo(90), keesCard])], [], own);
    const steps = planLink(terms(), on(borrowed, { held: [openHeld(hold)], surroundings: tied }));
    expect(kinds(steps)).toEqual(['updatePerson', 'closeHeld']);
  });

  test('are told as such on a card whose person is not selected, and written nowhere', () => {
    const former = { selected: false, because: 'former' } as const;
    const paused = aLink(base, { state: 'paused', pausedBecause: 'former' });
    const steps = planLink(
      terms(),
      on({ ...borrowed, jobTitle: 'Directeur' }, { link: paused, selection: former }),
    );
    expect(holdsOf(steps).map(({ reason, fields }) => [reason, fields.length])).toEqual([
      ['borrowed', 2],
      ['notSelected', 1],
    ]);
    expect(kinds(steps)).toEqual(['hold', 'hold']);
  });

  test('are what the pass asks about before it plans', () => {
    const inbound = inboundOf(terms(), petra, aLink(base), aReading({ ...card, ...borrowed }));
    expect(inbound).toEqual([
      expect.objectContaining({ field: 'birthDate', value: '1971-05-06' }),
      expect.objectContaining({ field: 'workMobile', value: '+31622222222' }),
    ]);
    expect(inboundOf(terms(), petra, aLink(base), aReading(card))).toEqual([]);
  });
});

const allOfKees = {
  givenName: 'Kees',
  middleName: null,
  surname: 'Jansen',
  displayName: 'Kees Jansen',
  fileAs: 'Jansen, Kees',
  businessPhones: ['010-7654321'],
  ...borrowed,
};

describe('R7: a name that becomes the name of another', () => {
  const changedMeanwhile = { ...petra, fields: { ...petra.fields, jobTitle: 'Directeur' } };

  test('holds the whole card: nothing goes in, nothing is written to it, not even its connector ID', () => {
    const reading = aReading({ ...card, ...allOfKees, jobTitle: 'Chef' }, { connectorId: null });
    const steps = planLink(terms(), on({}, { card: reading }));
    expect(kinds(steps)).toEqual(['hold']);
    const hold = onlyHold(steps, 'nameOfAnother');
    expect(hold).toMatchObject({ donorPersonId: 'person-2', cardId: 'card-2' });
    expect(hold.fields.map(({ field }) => field)).toEqual([
      'firstName',
      'surnamePrefix',
      'lastName',
      'birthDate',
      'workPhone',
      'workMobile',
      'jobTitle',
    ]);
    // And as long as that lasts, a change in the CRM waits with it.
    const later = on({}, { card: reading, person: changedMeanwhile, held: [openHeld(hold)] });
    expect(kinds(planLink(terms(), later))).toEqual(['closeHeld', 'hold']);
  });

  test('is asked about once, and also when the other card is forgotten', () => {
    const hold = onlyHold(planLink(terms(), on(allOfKees)), 'nameOfAnother');
    expect(planLink(terms(), on(allOfKees, { held: [openHeld(hold)] }))).toEqual([]);
    const forgotten = on(allOfKees, { held: [openHeld(hold)], surroundings: around([], [], own) });
    expect(planLink(terms(), forgotten)).toEqual([]);
    const changed = { ...forgotten, person: changedMeanwhile };
    expect(planLink(terms(), changed)).toEqual([]);
  });

  test('holds also where the CRM would win every conflict', () => {
    const renamed = { ...petra, fields: { ...petra.fields, firstName: 'Petronella', lastName: 'Bakker' } };
    const names = { ...allOfKees, ...{ birthday: card.birthday, mobilePhone: card.mobilePhone } };
    const steps = planLink(
      terms('crm'),
      on({ ...names, businessPhones: card.businessPhones }, { person: renamed }),
    );
    expect(kinds(steps)).toEqual(['hold']);
    onlyHold(steps, 'nameOfAnother');
  });

  test('put right by hand leaves what else came with it held', () => {
    const hold = onlyHold(planLink(terms(), on(allOfKees)), 'nameOfAnother');
    const steps = planLink(
      terms(),
      on({ ...borrowed }, { held: [openHeld(hold)], surroundings: around([], [], own) }),
    );
    expect(kinds(steps)).toEqual(['closeHeld', 'hold']);
    expect(onlyHold(steps, 'borrowed').fields).toHaveLength(2);
  });
});

describe('R7: one decision', () => {
  const whole = onlyHold(planLink(terms(), on(allOfKees)), 'nameOfAnother');
  const part = onlyHold(planLink(terms(), on(borrowed)), 'borrowed');
  const after = (content: Partial<OutlookCard>, hold: Hold, choice: Choice, over: Partial<Ruling> = {}) =>
    planLink(terms(), on(content, { rulings: [aRuling(hold, choice, over)] }));

  test('"keep the CRM" repairs the whole card, composed names and connector ID included', () => {
    const reading = aReading({ ...card, ...allOfKees }, { connectorId: null });
    const steps = planLink(terms(), on({}, { card: reading, rulings: [aRuling(whole, 'crm')] }));
    expect(kinds(steps)).toEqual(['updateCard', 'settleRuling']);
    const step = stepOf(steps, 'updateCard');
    expect(step.card).toEqual(card);
    expect(step.connectorId).toBe(aLink().connectorId);
    expect(step.changes.every(({ decision }) => decision === 'decided.crm')).toBe(true);
    expect(outcomes(steps)).toEqual(['applied']);
    expect(planLink(terms(), on({}, { link: aLink({ ...base, ...step.base }) }))).toEqual([]);
  });

  test('"take the card" takes all of it into the CRM', () => {
    const steps = after(allOfKees, whole, 'remote');
    expect(stepOf(steps, 'updatePerson').patch).toMatchObject({ firstName: 'Kees', lastName: 'Jansen' });
    expect(outcomes(steps)).toEqual(['applied']);
  });

  test('on the whole card that cannot be done in full is asked again in full', () => {
    const strict = {
      ...terms(),
      takes: (field: string) => (field === 'workMobile' ? ('tooLong' as const) : null),
    };
    const held = onlyHold(planLink(strict, on(allOfKees)), 'nameOfAnother');
    const steps = planLink(strict, on(allOfKees, { rulings: [aRuling(held, 'remote')] }));
    expect(kinds(steps)).toEqual(['settleRuling', 'hold']);
    expect(outcomes(steps)).toEqual(['overtaken']);
    expect(holdsOf(steps)[0]).toEqual(held);
  });

  test('per field goes both ways', () => {
    const fields = { birthDate: 'crm', workMobile: 'remote' } as const;
    const steps = after(borrowed, part, 'fields', { fields });
    expect(stepOf(steps, 'updatePerson').patch).toEqual({ workMobile: '06-22222222' });
    expect(stepOf(steps, 'updateCard').card.birthday).toBe('1980-02-29');
  });

  test('that is on its way outlasts the memory of the other card', () => {
    const rulings = [aRuling(part, 'crm')];
    const steps = planLink(terms(), on(borrowed, { rulings, surroundings: around([], [], own) }));
    expect(kinds(steps)).toEqual(['updateCard', 'settleRuling']);
  });

  test('to keep the CRM is remembered: the same artefact is repaired without asking', () => {
    const steps = after(borrowed, part, 'crm', { pending: false });
    expect(kinds(steps)).toEqual(['updateCard']);
  });

  describe('for this pair', () => {
    const other = { mobilePhone: '06-22222222' };
    test('decides later borrowings from the same party alike, and no other party', () => {
      const forPair = { forPair: true, pending: false };
      expect(kinds(after(other, part, 'crm', forPair))).toEqual(['updateCard']);
      expect(kinds(after(other, part, 'remote', forPair))).toEqual(['updatePerson']);
      const elsewhere = { ...forPair, donorPersonId: 'person-9' as PersonId };
      onlyHold(after(other, part, 'crm', elsewhere), 'borrowed');
    });
    test("tells a card of the user's own by its id", () => {
      const theirs = unlinked('card-8', [daysAgo(90), { ...keesCard }]);
      const by = { surroundings: around([theirs], [], own) };
      const hold = onlyHold(planLink(terms(), on(borrowed, by)), 'borrowed');
      expect(hold).toMatchObject({ donorPersonId: null, cardId: 'card-8' });
      const rulings = [aRuling(hold, 'crm', { forPair: true, pending: false })];
      expect(kinds(planLink(terms(), on(other, { ...by, rulings })))).toEqual(['updateCard']);
      const wrong = [{ ...rulings[0]!, cardId: 'card-7' as CardId }];
      onlyHold(planLink(terms(), on(other, { ...by, rulings: wrong })), 'borrowed');
    });
    test('to take values does not make the person the other; to keep the CRM repairs that too', () => {
      const forPair = { forPair: true, pending: false };
      onlyHold(after(allOfKees, part, 'remote', forPair), 'nameOfAnother');
      expect(kinds(after(allOfKees, part, 'crm', forPair))).toEqual(['updateCard']);
    });
    test('gives way to what was decided about this very question', () => {
      const rulings = [
        aRuling(part, 'remote', { forPair: true, pending: false }),
        aRuling(part, 'crm', { id: 'ruling-2' as RulingId, pending: false }),
      ];
      expect(kinds(planLink(terms(), on(borrowed, { rulings })))).toEqual(['updateCard']);
    });
  });
});

describe('R7: a linked card is gone and another has grown', () => {
  const grown = { ...keesCard, businessPhones: ['010-7654321', '020-1234567'] };
  const survivor = linkedTo(kees, 'card-2', [daysAgo(90), keesCard], [hoursAgo(1), grown]);
  const gone = linkedTo(petra, 'card-1', [daysAgo(90), card], [hoursAgo(1), 'gone']);
  const mergedInto = (to: typeof survivor) =>
    on({}, { card: null, surroundings: around([to], to.link === null ? [] : [kees], gone) });
  const free = unlinked('card-8', [daysAgo(90), keesCard], [hoursAgo(1), grown]);

  test('is held instead of taken for a removal, once', () => {
    const steps = planLink(terms(), mergedInto(survivor));
    expect(kinds(steps)).toEqual(['hold']);
    const hold = onlyHold(steps, 'mergedAway');
    expect(hold).toMatchObject({ donorPersonId: 'person-2', cardId: 'card-2', fields: [] });
    expect(planLink(terms(), { ...mergedInto(survivor), held: [openHeld(hold)] })).toEqual([]);
  });

  test('stays held when the growth is no longer fresh, and is a removal when the other goes too', () => {
    const hold = onlyHold(planLink(terms(), mergedInto(survivor)), 'mergedAway');
    const old = linkedTo(kees, 'card-2', [daysAgo(90), keesCard], [daysAgo(20), grown]);
    expect(planLink(terms(), { ...mergedInto(old), held: [openHeld(hold)] })).toEqual([]);
    expect(kinds(planLink(terms(), mergedInto(old)))).toEqual(['unlink']);
    const both = linkedTo(kees, 'card-2', [daysAgo(90), keesCard], [hoursAgo(1), grown], [now, 'gone']);
    expect(kinds(planLink(terms(), { ...mergedInto(both), held: [openHeld(hold)] }))).toEqual([
      'closeHeld',
      'unlink',
    ]);
  });

  test('is a removal where nobody waits for the card', () => {
    const former = { selected: false, because: 'former' } as const;
    expect(kinds(planLink(terms(), { ...mergedInto(survivor), selection: former }))).toEqual(['unlink']);
  });

  test.each([
    ['newCard', 'replaceCard'],
    ['leave', 'unlink'],
    ['relink', 'relink'],
  ] as const)('decided "%s": %s', (choice, kind) => {
    const hold = onlyHold(planLink(terms(), mergedInto(free)), 'mergedAway');
    const steps = planLink(terms(), { ...mergedInto(free), rulings: [aRuling(hold, choice)] });
    expect(kinds(steps)).toEqual(['settleRuling', kind]);
    expect(outcomes(steps)).toEqual(['applied']);
  });

  test('re-linked starts afresh: nothing was ever agreed with that card', () => {
    const hold = onlyHold(planLink(terms(), mergedInto(free)), 'mergedAway');
    const steps = planLink(terms(), { ...mergedInto(free), rulings: [aRuling(hold, 'relink')] });
    expect(stepOf(steps, 'relink')).toMatchObject({ cardId: 'card-8', personId: 'person-1', afresh: true });
  });

  test("cannot be re-linked to a card that became another person's: asked again", () => {
    const hold = onlyHold(planLink(terms(), mergedInto(free)), 'mergedAway');
    const taken = { ...free, link: { linkId: 'link-2' as LinkId, personId: kees.id, humanId: kees.id } };
    const steps = planLink(terms(), { ...mergedInto(taken), rulings: [aRuling(hold, 'relink')] });
    expect(kinds(steps)).toEqual(['settleRuling', 'hold']);
    expect(outcomes(steps)).toEqual(['overtaken']);
  });
});
