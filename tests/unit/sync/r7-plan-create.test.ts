/** R7 in the plan, before a card is made: is it there already? */
import type { PersonId, RulingId } from '../../../shared/ids.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import { planPass } from '../../../worker/sync/plan-pass.ts';
import type { Ruling } from '../../../worker/sync/ruling.ts';
import { defaultActivationSettings } from '../../../worker/sync/selection.ts';
import { around, daysAgo, unlinked } from '../../support/neighbours.ts';
import { aRuling, petra as employee } from '../../support/persons.ts';

import {
  petra,
  card,
  keesCard,
  terms,
  kinds,
  holdsOf,
  onlyHold,
  stepOf,
  outcomes,
} from '../../support/petra-and-kees.ts';

describe('R7: before a card is made', () => {
  const hers = unlinked('card-8', [daysAgo(90), card]);
  const pass = (
    neighbours: Parameters<typeof around>[0],
    rulings: readonly Ruling[] = [],
    persons: readonly (typeof petra)[] = [petra],
  ) =>
    planPass<OutlookCard>({
      terms: terms(),
      employeeId: employee,
      settings: defaultActivationSettings,
      excludedPersons: new Set(),
      brake: { cards: 20, share: 0.2, emptyFrom: 5 },
      brakeReleased: false,
      linked: 0,
      touched: [],
      unlinked: persons.map((person) => ({
        personId: person.id,
        person,
        removedAtVersion: null,
        held: [],
        surroundings: around(neighbours),
        rulings: rulings.filter(({ personId }) => personId === person.id),
      })),
      undo: [],
    }).steps;

  test('one with the same address and name is asked about, and no card is made', () => {
    const steps = pass([hers]);
    expect(kinds(steps)).toEqual(['hold']);
    expect(onlyHold(steps, 'sameCardExists')).toMatchObject({ linkId: null, cardId: 'card-8', fields: [] });
  });

  test('one with the same address and another name is no reason to ask', () => {
    expect(kinds(pass([unlinked('card-9', [daysAgo(90), keesCard])]))).toEqual(['createCard']);
  });

  test('decided "link": that card becomes the person\'s', () => {
    const hold = onlyHold(pass([hers]), 'sameCardExists');
    const steps = pass([hers], [aRuling(hold, 'link')]);
    expect(stepOf(steps, 'linkCard')).toMatchObject({ personId: 'person-1', cardId: 'card-8' });
    expect(outcomes(steps)).toEqual(['applied']);
    // It has gone meanwhile: the person gets a card of its own.
    expect(kinds(pass([], [aRuling(hold, 'link')]))).toEqual(['settleRuling', 'createCard']);
  });

  test('decided "keep both": a card is made, and a further one that is alike is asked about by itself', () => {
    const hold = onlyHold(pass([hers]), 'sameCardExists');
    expect(kinds(pass([hers], [aRuling(hold, 'keepBoth')]))).toEqual(['settleRuling', 'createCard']);
    const another = unlinked('card-9', [daysAgo(90), card]);
    const steps = pass([hers, another], [aRuling(hold, 'keepBoth')]);
    expect(onlyHold(steps, 'sameCardExists').cardId).toBe('card-9');
    expect(outcomes(steps)).toEqual(['applied']);
  });

  test('one card is given to one person, whoever else was told to take it', () => {
    const twin = { ...petra, id: 'person-3' as PersonId };
    const asked = holdsOf(pass([hers], [], [petra, twin]));
    expect(asked.map(({ personId }) => personId)).toEqual(['person-1', 'person-3']);
    const rulings = asked.map((hold, index) => aRuling(hold, 'link', { id: `ruling-${index}` as RulingId }));
    const steps = pass([hers], rulings, [petra, twin]);
    expect(steps.filter(({ kind }) => kind === 'linkCard')).toHaveLength(1);
    expect(onlyHold(steps, 'sameCardExists').personId).toBe('person-3');
  });
});
