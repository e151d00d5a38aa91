/** R8: the card of a paused link goes to Deleted Items when the user asked for it, and for nothing else. */
import { planCreate, planLink } from '../../../worker/sync/plan-link.ts';
import type { Step } from '../../../worker/sync/plan.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import type { CardId } from '../../../shared/ids.ts';
import { aLink, aPerson, aReading, aRuling, openHeld, situation, terms } from '../../support/persons.ts';

const person = aPerson({ firstName: 'Petra', jobTitle: 'Chef' });
const { card, base } = planCreate(terms(), person);
const kinds = (steps: readonly { kind: string }[]) => steps.map(({ kind }) => kind);
const former = { selected: false, because: 'former' } as const;
const asked = situation({
  person,
  link: aLink(base, { state: 'paused', pausedBecause: 'former', cleanUp: true }),
  card: aReading(card),
  selection: former,
});

test('R8: the card that the user chose goes, under the version that was read', () => {
  expect(planLink(terms(), asked)).toEqual([
    {
      kind: 'discardCard',
      linkId: 'link-1',
      personId: 'person-1',
      cardId: 'card-1',
      etag: 'W/"2"',
      changes: [],
    },
  ]);
});

test('R8: of a person that left the CRM too', () => {
  const gone = { ...asked, person: null, selection: { selected: false, because: 'gone' } as const };
  expect(kinds(planLink(terms(), gone))).toEqual(['discardCard']);
});

const edited = { ...asked, card: aReading({ ...card, jobTitle: 'Eigenaar' }) };
const waiting = planLink(terms(), { ...edited, link: { ...asked.link, cleanUp: false } });
const { hold } = waiting[0] as Extract<Step<OutlookCard>, { kind: 'hold' }>;

test('R8: what waited on it is settled by that, and the history keeps what was typed', () => {
  const steps = planLink(terms(), { ...edited, held: [openHeld(hold)] });
  expect(kinds(steps)).toEqual(['discardCard', 'closeHeld']);
  expect(steps[0]).toMatchObject({
    changes: [
      {
        field: 'jobTitle',
        side: 'remote',
        from: 'Eigenaar',
        to: 'Chef',
        decision: 'R8.cleanedUp',
        overruled: { side: 'remote', value: 'Eigenaar' },
      },
    ],
  });
});

test('R8: what was typed on it after the last pass, so that nobody was asked, is kept by the history too', () => {
  expect(planLink(terms(), edited)[0]).toMatchObject({
    kind: 'discardCard',
    changes: [{ field: 'jobTitle', overruled: { side: 'remote', value: 'Eigenaar' } }],
  });
});

test('R8: what was decided to go into the CRM goes there first; the card goes after that', () => {
  const steps = planLink(terms(), { ...edited, rulings: [aRuling(hold, 'remote')] });
  expect(kinds(steps)).toEqual(['updatePerson', 'settleRuling']);
  expect(steps[0]).toMatchObject({ patch: { jobTitle: 'Eigenaar' } });
});

test('R8: what was decided to stay out of the CRM is no loss', () => {
  const [step] = planLink(terms(), { ...edited, rulings: [aRuling(hold, 'leave')] });
  expect(step).toMatchObject({ kind: 'discardCard' });
});

test('R8: a person that is selected again keeps its card and comes back in step', () => {
  const again = { ...asked, selection: { selected: true, because: 'owner' } as const };
  expect(kinds(planLink(terms(), again))).toEqual(['resumeLink']);
});

test('R8: an active link has nothing to clean up; it is paused first, and the user asked again', () => {
  const active = { ...asked, link: { ...asked.link, state: 'active', pausedBecause: null } as const };
  expect(kinds(planLink(terms(), active))).toEqual(['pauseLink']);
});

test('R8: a card that is gone already ends the link, and is no "no" to the person: selected again it gets a new one', () => {
  for (const gone of [aReading(card, { inDeletedItems: true }), null]) {
    expect(kinds(planLink(terms(), { ...asked, card: gone }))).toEqual(['replaceCard']);
    const again = { ...asked, card: gone, selection: { selected: true, because: 'owner' } as const };
    expect(kinds(planLink(terms(), again))).toEqual(['replaceCard']);
  }
});

test('R9: a card of a paused link that nobody asked to clean up was removed by the user', () => {
  const link = { ...asked.link, cleanUp: false };
  expect(kinds(planLink(terms(), { ...asked, link, card: null }))).toEqual(['unlink']);
});

test('R8, R10: a copy of it loses the property and stays', () => {
  const copy = aReading(card, { cardId: 'card-2' as CardId });
  expect(kinds(planLink(terms(), { ...asked, twins: [copy] }))).toEqual(['stripConnectorId', 'discardCard']);
});
