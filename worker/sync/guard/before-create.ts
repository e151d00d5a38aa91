/**
 * Before a create (R7): is there a card of the user's own in the mailbox that is probably this person's? Then it is asked
 * whether to link it, instead of making a second one.
 *
 * - The card lives, has no link, and has an address that the person has, now: what it once had is no reason to ask.
 * - Same name: the whole name; or the same surname, where the first letters agree or one side has none. Two first names that differ
 *   are two people (Jan and Joke at a family's address): a card is made.
 * - A card without any name: asked when the address is a human's own, since that card can hardly be anybody else's; made
 *   when it is an office's or household's, since that card is the office's.
 *
 * A wrong "same" costs a question; a wrong "other" costs a second card, which the user sees. Nothing is linked silently, so no
 * value can get from one to the other here.
 *
 * Pure.
 */
import type { Country } from '../../../shared/canonical.ts';
import type { Person } from '../../../shared/person.ts';
import type { GuardTerms, Surroundings } from './facts.ts';
import { allNamePrints, foldedParts, personName } from './names.ts';
import type { Neighbour, Print, PrintKind } from './prints.ts';
import { currentSpans } from './spans.ts';
import { personAddresses } from './surroundings.ts';
import { isRoleAddress } from './values.ts';

export interface CreateTerms {
  readonly country: Country;
  readonly guard: Pick<GuardTerms, 'takePrint'>;
}

/** How sure it is, the surest first. */
const degrees = ['name', 'initial', 'noName'] as const;
type Degree = (typeof degrees)[number];

const shows = (card: Neighbour, kind: PrintKind, prints: readonly Print[]): boolean =>
  currentSpans(card, kind).some(({ print }) => prints.includes(print));

const isNameless = (card: Neighbour): boolean =>
  (['name', 'nameByInitial', 'surname', 'firstName', 'lastName'] as const).every(
    (kind) => currentSpans(card, kind).length === 0,
  );

/** Does the name on the card agree with the person's, as far as its fingerprints tell? As `namesAgree` (names.ts). */
const nameDegree = (
  { guard: { takePrint } }: CreateTerms,
  person: Person,
  card: Neighbour,
): Degree | null => {
  const prints = allNamePrints(takePrint, personName(person));
  const { called, initials, surname } = foldedParts(personName(person));
  if (shows(card, 'name', prints.name)) return 'name';
  const alikeCalled = [called, initials, called?.slice(0, 1), initials?.slice(0, 1)]
    .filter((text) => text !== undefined && text !== null)
    .map((text) => takePrint('firstName', text));
  // People write initials where a first name is asked; any other first name is another human's.
  const othersName = currentSpans(card, 'firstName').length > 0 && !shows(card, 'firstName', alikeCalled);
  if (called !== null && othersName) return null;
  if (shows(card, 'nameByInitial', prints.nameByInitial)) return 'initial';
  const cardHasLetter = currentSpans(card, 'nameByInitial').length > 0;
  const personHasLetter = prints.nameByInitial.length > 0;
  if (shows(card, 'surname', prints.surname) && !(cardHasLetter && personHasLetter)) return 'initial';
  // Known by a first name only, on one side.
  const bareName = called === null ? [] : [takePrint('name', called)];
  const bareCard = currentSpans(card, 'surname').length === 0 && shows(card, 'name', bareName);
  const barePerson =
    surname === null && called !== null && shows(card, 'firstName', [takePrint('firstName', called)]);
  return bareCard || barePerson ? 'initial' : null;
};

const degreeOf = (terms: CreateTerms, person: Person, card: Neighbour): Degree | null => {
  const { takePrint } = terms.guard;
  const shared = personAddresses(person).filter((address) =>
    shows(card, 'address', [takePrint('address', address)]),
  );
  if (shared.length === 0) return null;
  if (!isNameless(card)) return nameDegree(terms, person, card);
  return shared.some((address) => !isRoleAddress(address)) ? 'noName' : null;
};

/** The card that is probably this person's already, the likeliest of several; null: make one. */
export const sameCardOf = (
  terms: CreateTerms,
  person: Person,
  surroundings: Pick<Surroundings, 'neighbours'>,
): Neighbour | null => {
  const [found] = surroundings.neighbours
    .filter(({ link, goneAt }) => link === null && goneAt === null)
    .map((card) => ({ card, degree: degreeOf(terms, person, card) }))
    .filter((each): each is { card: Neighbour; degree: Degree } => each.degree !== null)
    .toSorted(
      (a, b) =>
        degrees.indexOf(a.degree) - degrees.indexOf(b.degree) || (a.card.cardId < b.card.cardId ? -1 : 1),
    );
  return found?.card ?? null;
};
