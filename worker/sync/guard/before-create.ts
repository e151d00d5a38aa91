/**
 * Before a create (R7): is there a card of the user's own in the mailbox that is probably this person's? Then it is
 * asked whether to link it, instead of making a second one.
 *
 * - The card lives, has no link, and has an address that the person has, now: what it once had is no reason to ask.
 * - Same name: the whole name; or the same surname, where the first letters agree or one side has none. Two first
 *   names that differ are two people (Jan and Joke at a family's address): a card is made.
 * - A card without any name: asked when the address is a human's own, since that card can hardly be anybody else's;
 *   made when it is an office's or household's, since that card is the office's.
 * - A card of which it was asked already (`asked`) stays the one that is asked about while it lives, has no link and has
 *   an address of the person, whatever either is called by now: a new name answers nothing, and the second card that a
 *   question prevents would be made by it after all.
 *
 * A wrong "same" costs a question; a wrong "other" costs a second card, which the user sees. Nothing is linked
 * silently, so no value can get from one to the other here.
 *
 * Pure.
 */
import type { Country } from '../../../shared/canonical.ts';
import type { CardId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type { GuardTerms, Surroundings } from './facts.ts';
import { allNamePrints, namePrintKinds, personName } from './names.ts';
import type { NamePrintKind, Neighbour, Print, PrintKind } from './prints.ts';
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
  namePrintKinds.every((kind) => currentSpans(card, kind).length === 0);

/** Does the name on the card agree with the person's? As `namesAgree` (names.ts), as far as fingerprints tell. */
const nameDegree = ({ guard }: CreateTerms, person: Person, card: Neighbour): Degree | null => {
  const prints = allNamePrints(guard.takePrint, personName(person));
  const has = (kind: NamePrintKind): boolean => currentSpans(card, kind).length > 0;
  const agrees = (kind: NamePrintKind): boolean => shows(card, kind, prints[kind]);
  if (agrees('name')) return 'name';
  if (has('called') && prints.called.length > 0 && !agrees('called')) return null;
  // Known by a first name only, on one side.
  if (!has('surname') || prints.surname.length === 0) return agrees('called') ? 'initial' : null;
  if (!agrees('surname')) return null;
  const bothHaveLetters = has('nameByInitial') && prints.nameByInitial.length > 0;
  return !bothHaveLetters || agrees('nameByInitial') ? 'initial' : null;
};

/** Addresses of the person that stand on the card now. */
const sharedAddresses = ({ guard }: CreateTerms, person: Person, card: Neighbour): string[] =>
  personAddresses(person).filter((address) => shows(card, 'address', [guard.takePrint('address', address)]));

const degreeOf = (terms: CreateTerms, person: Person, card: Neighbour): Degree | null => {
  const shared = sharedAddresses(terms, person, card);
  if (shared.length === 0) return null;
  if (!isNameless(card)) return nameDegree(terms, person, card);
  return shared.some((address) => !isRoleAddress(address)) ? 'noName' : null;
};

/**
 * The card that is probably this person's already, the likeliest of several; null: make one. `asked`: cards of which an open
 * question, or a decision that is not carried out yet, speaks.
 */
export const sameCardOf = (
  terms: CreateTerms,
  person: Person,
  surroundings: Pick<Surroundings, 'neighbours'>,
  asked: ReadonlySet<CardId | null> = new Set(),
): Neighbour | null => {
  const free = surroundings.neighbours.filter(({ link, goneAt }) => link === null && goneAt === null);
  const still = free.find(
    (card) => asked.has(card.cardId) && sharedAddresses(terms, person, card).length > 0,
  );
  if (still !== undefined) return still;
  const [found] = free
    .map((card) => ({ card, degree: degreeOf(terms, person, card) }))
    .filter((each): each is { card: Neighbour; degree: Degree } => each.degree !== null)
    .toSorted(
      (a, b) =>
        degrees.indexOf(a.degree) - degrees.indexOf(b.degree) || (a.card.cardId < b.card.cardId ? -1 : 1),
    );
  return found?.card ?? null;
};
