/**
 * A linked card that is gone, confirmed by asking for the card itself (R9): the user removed it. Unless another card has
 * grown by it (R7): then it was probably merged into that one, and what shall become of the link is asked. Pure.
 */
import { fingerprint } from './fingerprint.ts';
import type { Neighbour } from './guard/prints.ts';
import { survivorOf } from './guard/survivor.ts';
import { heldSteps } from './holds.ts';
import type { LinkSituation, LinkTerms } from './link-terms.ts';
import type { Hold, Step } from './plan.ts';
import { rulingOn, settleSteps } from './rule.ts';

const mergedAway = <Card>(
  { table }: LinkTerms<Card>,
  { link }: LinkSituation<Card>,
  survivor: Neighbour,
): Hold => ({
  key: fingerprint([link.id, 'mergedAway', link.cardId, survivor.cardId]),
  personId: link.personId,
  linkId: link.id,
  source: table.remote,
  reason: 'mergedAway',
  donorPersonId: survivor.link?.personId ?? null,
  cardId: survivor.cardId,
  fields: [],
});

/** The card that has grown; one that was asked about stays the one while it lives. */
const survivor = <Card>(
  terms: LinkTerms<Card>,
  { held, rulings, surroundings }: LinkSituation<Card>,
): Neighbour | null => {
  const asked =
    held.find(({ reason }) => reason === 'mergedAway') ??
    rulings.findLast(({ reason, pending }) => reason === 'mergedAway' && pending);
  return survivorOf(terms, surroundings, asked?.cardId ?? null);
};

export const planGone = <Card>(terms: LinkTerms<Card>, situation: LinkSituation<Card>): Step<Card>[] => {
  const { link, person, selection, held, rulings } = situation;
  const { id: linkId, personId } = link;
  const unlink: Step<Card> = { kind: 'unlink', linkId, personId, personVersion: person?.version ?? null };
  // What waited on the card is settled by its removal.
  const ended = (step: Step<Card>, met: Parameters<typeof settleSteps>[1] = []): Step<Card>[] => [
    ...settleSteps<Card>(rulings, met),
    ...heldSteps<Card>([], held),
    step,
  ];
  // R8: gone as was asked, only the record of it is missing (a crash came between), or the user was quicker. It is no
  // "no" to this person: selected again, it gets a card again.
  if (link.state === 'paused' && link.cleanUp) return ended({ kind: 'replaceCard', linkId, personId });
  const grown = survivor(terms, situation);
  // Nobody waits for the card of a person that is not selected.
  if (grown === null || person === null || !selection.selected) return ended(unlink);
  const hold = mergedAway(terms, situation, grown);
  const ruling = rulingOn(hold, rulings);
  if (ruling?.choice === 'newCard') return ended({ kind: 'replaceCard', linkId, personId }, [ruling.id]);
  if (ruling?.choice === 'leave') return ended(unlink, [ruling.id]);
  if (ruling?.choice === 'relink' && grown.link === null) {
    const { cardId, folderId } = grown;
    return ended({ kind: 'relink', linkId, personId, cardId, folderId, afresh: true }, [ruling.id]);
  }
  // Not decided; or another person's card by now, so that it cannot be this one's: asked again.
  return [...settleSteps<Card>(rulings, []), ...heldSteps<Card>([hold], held)];
};
