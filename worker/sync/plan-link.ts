/**
 * What one link asks for, given the person, the card and what both last agreed on: R3, R5, R7, R8, R9, R10 as steps.
 * Pure. Which state of the world leads to which step is told at each branch.
 */
import { planGone } from './gone-card.ts';
import type { CardReading } from './link.ts';
import type { LinkSituation, LinkTerms } from './link-terms.ts';
import { mergeLink } from './merge-link.ts';
import { planNotSelected } from './not-selected.ts';
import type { Step } from './plan.ts';

export { baseAsStored, isAltered } from './as-stored.ts';
export { holdOf } from './holds.ts';
export type { LinkSituation, LinkTerms } from './link-terms.ts';
export { planCreate } from './plan-create.ts';

const alive = <Card>(card: CardReading<Card> | null): card is CardReading<Card> =>
  card !== null && !card.inDeletedItems;

export const planLink = <Card>(terms: LinkTerms<Card>, situation: LinkSituation<Card>): Step<Card>[] => {
  const { link, person, selection, card } = situation;
  const twins = situation.twins.filter(alive).toSorted((a, b) => (a.cardId < b.cardId ? -1 : 1));
  if (!alive(card)) {
    const [successor] = twins;
    if (successor === undefined) return planGone(terms, situation);
    // Gone, but another card carries this connector ID: moved across a boundary that gives new ids (R10). What the
    // other twins are is decided when the successor has been read as this link's card.
    const { cardId, folderId } = successor;
    return [
      { kind: 'relink', linkId: link.id, personId: link.personId, cardId, folderId, afresh: false },
      ...planLink(terms, {
        ...situation,
        link: { ...link, cardId, folderId },
        card: successor,
        twins: twins.slice(1),
      }),
    ];
  }

  const steps: Step<Card>[] = twins.map(({ cardId, etag }) => ({ kind: 'stripConnectorId', cardId, etag }));
  if (!terms.followed.has(card.folderId)) steps.push({ kind: 'followFolder', folderId: card.folderId });
  if (!selection.selected || person === null) {
    const because = selection.selected ? 'gone' : selection.because;
    return [...steps, ...planNotSelected(terms, situation, card, because)];
  }
  if (link.state === 'paused') steps.push({ kind: 'resumeLink', linkId: link.id, personId: link.personId });
  return [...steps, ...mergeLink(terms, situation, person, card)];
};
