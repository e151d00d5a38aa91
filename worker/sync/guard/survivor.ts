/**
 * On a disappearance (R7): a linked card is gone, and another card with its address has grown by what it had. Then
 * the user, or Outlook on a click, has probably merged the two, and nobody meant the person to go.
 *
 * - A survivor lives and has an address of the gone card now.
 * - It has grown: within `grownWithinHours` it got a value or an address of the gone card, later than the gone card
 *   had it. What it has because the CRM has it of the survivor's own person is no growth: we wrote that.
 * - A card that was not there before counts only when it is the user's own and has a name, a birthday or several
 *   numbers of the gone card: a merge may leave a new item behind, but a new colleague at info@ with the same
 *   switchboard is none.
 * - Cards of the same human (head and follower) count too. The question is not whose the values are but whether the
 *   user wanted this card to go; a suggestion to merge does not say that two records stand behind it.
 * - A hold that is open stays with its survivor while that lives, also when the growth is old by now: a question
 *   does not answer itself by waiting.
 *
 * Pure.
 */
import type { Country } from '../../../shared/canonical.ts';
import type { CardId } from '../../../shared/ids.ts';
import { hoursBefore } from '../../../shared/instant.ts';
import { personPrints } from './donors.ts';
import type { GuardTerms, Surroundings } from './facts.ts';
import { namePrintKinds } from './names.ts';
import type { Neighbour, PrintKind } from './prints.ts';
import { grownWithinHours } from './shared.ts';
import { currentSpans, firstSeen, has, kindsOn, rememberedSpans, union } from './spans.ts';

export interface SurvivorTerms {
  readonly country: Country;
  readonly guard: Pick<GuardTerms, 'now' | 'takePrint'>;
}

/** What points at the gone card's human, on a card that is new. */
const humanKinds: readonly PrintKind[] = [...namePrintKinds, 'birthDate'];

/** How many values of the gone card this one got lately. */
const growth = (
  { country, guard }: SurvivorTerms,
  { own, persons }: Surroundings,
  card: Neighbour,
): number => {
  if (own === null) return 0;
  const recent = hoursBefore(guard.now, grownWithinHours);
  const owner = persons.filter(({ id }) => id === card.link?.personId);
  const written = union(owner.map((person) => personPrints(guard.takePrint, person, country)));
  const got = kindsOn(card).flatMap((kind) => {
    const had = new Map(rememberedSpans(own, kind, guard.now).map((span) => [span.print, span.since]));
    return currentSpans(card, kind)
      .filter(({ print, since }) => {
        const sinceOwn = had.get(print);
        return sinceOwn !== undefined && since > sinceOwn && since >= recent && !has(written, kind, print);
      })
      .map(({ since }) => ({ kind, since }));
  });
  if (got.some(({ since }) => since !== firstSeen(card))) return got.length;
  // A new card with a link is one that we made.
  const isTheirs = got.some(({ kind }) => humanKinds.includes(kind));
  const numbers = got.filter(({ kind }) => kind === 'phone').length;
  return card.link === null && (isTheirs || numbers > 1) ? got.length : 0;
};

const sharesAddress = ({ guard }: SurvivorTerms, { own }: Surroundings, card: Neighbour): boolean => {
  if (own === null) return false;
  const ours = new Set(rememberedSpans(own, 'address', guard.now).map(({ print }) => print));
  return currentSpans(card, 'address').some(({ print }) => ours.has(print));
};

/** The card into which the gone one (`surroundings.own`) was probably merged, or null. `openFor`: of a hold still open. */
export const survivorOf = (
  terms: SurvivorTerms,
  surroundings: Surroundings,
  openFor: CardId | null,
): Neighbour | null => {
  const living = surroundings.neighbours.filter(({ goneAt }) => goneAt === null);
  const asked = living.find(({ cardId }) => cardId === openFor);
  if (asked !== undefined) return asked;
  const [grown] = living
    .filter((card) => sharesAddress(terms, surroundings, card))
    .map((card) => ({ card, by: growth(terms, surroundings, card) }))
    .filter(({ by }) => by > 0)
    .toSorted((a, b) => b.by - a.by || (a.card.cardId < b.card.cardId ? -1 : 1));
  return grown?.card ?? null;
};
