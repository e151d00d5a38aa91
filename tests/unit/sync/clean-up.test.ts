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
    { kind: 'discardCard', linkId: 'link-1', personId: 'person-1', cardId: 'card-1', etag: 'W/"2"' },
  ]);
});

test('R8: of a person that left the CRM too', () => {
  const gone = { ...asked, person: null, selection: { selected: false, because: 'gone' } as const };
  expect(kinds(planLink(terms(), gone))).toEqual(['discardCard']);
});

test('R8: what waited on it is settled by that', () => {
  const edited = { ...asked, card: aReading({ ...card, jobTitle: 'Eigenaar' }) };
  const waiting = planLink(terms(), { ...edited, link: { ...asked.link, cleanUp: false } });
  const { hold } = waiting[0] as Extract<Step<OutlookCard>, { kind: 'hold' }>;
  const steps = planLink(terms(), { ...edited, held: [openHeld(hold)], rulings: [aRuling(hold, 'remote')] });
  expect(kinds(steps)).toEqual(['discardCard', 'settleRuling', 'closeHeld']);
  expect(steps[1]).toMatchObject({ outcome: 'overtaken' });
});

test('R8: a person that is selected again keeps its card and comes back in step', () => {
  const again = { ...asked, selection: { selected: true, because: 'owner' } as const };
  expect(kinds(planLink(terms(), again))).toEqual(['resumeLink']);
});

test('R8: an active link has nothing to clean up; it is paused first, and the user asked again', () => {
  const active = { ...asked, link: { ...asked.link, state: 'active', pausedBecause: null } as const };
  expect(kinds(planLink(terms(), active))).toEqual(['pauseLink']);
});

test('R8: a card that the user threw away meanwhile is not touched again', () => {
  const removed = { ...asked, card: aReading(card, { inDeletedItems: true }) };
  expect(kinds(planLink(terms(), removed))).toEqual(['unlink']);
});

test('R8, R10: a copy of it loses the property and stays', () => {
  const copy = aReading(card, { cardId: 'card-2' as CardId });
  expect(kinds(planLink(terms(), { ...asked, twins: [copy] }))).toEqual(['stripConnectorId', 'discardCard']);
});
