/**
 * Donors (R7): the other parties whose values may have got onto a person's card, because a card of theirs, or they
 * themselves in the CRM, share an address with it, now or within `rememberDays`.
 *
 * - One human is one donor, however many cards and records it has.
 * - Persons tied as head and followers are one human, and no donors to each other. Two persons of the same name
 *   that are not tied are two: the CRM says so.
 * - A card without a link that bears the person's own whole name is the user's own double of it, and no donor. Only
 *   where that is beyond doubt: the name tells one human, it is the only name that the card has shown as long as it
 *   is remembered (else the mix-up may have gone the other way), and no other birthday stands on it (father and
 *   son).
 * - What a donor had counts as what it has: who was mixed up is often seen after the other card has changed or is
 *   gone.
 *
 * Pure.
 */
import { canonical, type Country } from '../../../shared/canonical.ts';
import type { CardId, PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type { GuardTerms, Surroundings } from './facts.ts';
import { allNamePrints, isTellingName, namePrintKinds, personName, wholeName } from './names.ts';
import type { Neighbour, TakePrint } from './prints.ts';
import { forgetBefore } from './remember.ts';
import { cardPrints, rememberedSpans, union, type PrintSets } from './spans.ts';
import { humanOf, sameHuman } from './surroundings.ts';
import { comparable, comparablesOf } from './values.ts';

export interface DonorTerms {
  readonly country: Country;
  readonly guard: Pick<GuardTerms, 'now' | 'takePrint'>;
}

export interface Donor {
  /** In the CRM; null: known by a card of the user's own only. */
  readonly personId: PersonId | null;
  /** The card by which it is shown; null: in the CRM only. */
  readonly cardId: CardId | null;
  readonly cards: readonly Neighbour[];
  readonly persons: readonly Person[];
  /** All that it has, or had within `rememberDays`. */
  readonly prints: PrintSets;
}

/** What the CRM has of a person. */
export const personPrints = (takePrint: TakePrint, person: Person, country: Country): PrintSets => {
  const values = comparablesOf(person, country).map(
    ({ kind, text }): PrintSets => new Map([[kind, new Set([takePrint(kind, text)])]]),
  );
  const names = allNamePrints(takePrint, personName(person));
  return union([...values, new Map(namePrintKinds.map((kind) => [kind, new Set(names[kind])]))]);
};

/** The user's own double of this person; see the head of this file. */
export const isOwnDouble = ({ country, guard }: DonorTerms, person: Person, card: Neighbour): boolean => {
  const name = personName(person);
  const whole = wholeName(name);
  if (card.link !== null || whole === null || !isTellingName(name)) return false;
  const own = guard.takePrint('name', whole);
  const shown = rememberedSpans(card, 'name', guard.now);
  if (shown.length === 0 || shown.some(({ print }) => print !== own)) return false;
  const born = canonical('date', person.fields.birthDate, country);
  const looked = born === null ? null : comparable('birthDate', 'date', born);
  const theirs = rememberedSpans(card, 'birthDate', guard.now);
  return looked === null || theirs.every(({ print }) => print === guard.takePrint(looked.kind, looked.text));
};

/** Cards of other parties. */
export const strangersCards = (
  terms: DonorTerms,
  person: Person,
  { neighbours }: Surroundings,
): readonly Neighbour[] =>
  neighbours.filter((card) => {
    if (card.goneAt !== null && card.goneAt < forgetBefore(terms.guard.now)) return false;
    if (card.link !== null) return card.link.humanId !== humanOf(person) && card.link.personId !== person.id;
    return !isOwnDouble(terms, person, card);
  });

/** Other humans of the CRM. */
export const strangersInCrm = (person: Person, { persons }: Surroundings): readonly Person[] =>
  persons.filter((other) => !sameHuman(person, other));

/** Living before gone, then by id: the same every time. */
const byPresence = (a: Neighbour, b: Neighbour): number =>
  Number(a.goneAt !== null) - Number(b.goneAt !== null) || (a.cardId < b.cardId ? -1 : 1);

const donorOf = (terms: DonorTerms, cards: readonly Neighbour[], persons: readonly Person[]): Donor => {
  const { country, guard } = terms;
  const shown = cards.toSorted(byPresence);
  const [first] = shown;
  const personIds = [...shown.map(({ link }) => link?.personId), ...persons.map(({ id }) => id).toSorted()];
  return {
    personId: personIds.find((id) => id !== undefined) ?? null,
    cardId: first?.cardId ?? null,
    cards: shown,
    persons,
    prints: union([
      ...shown.map((card) => cardPrints(card, (kind) => rememberedSpans(card, kind, guard.now))),
      ...persons.map((person) => personPrints(guard.takePrint, person, country)),
    ]),
  };
};

export const donorsOf = (terms: DonorTerms, person: Person, surroundings: Surroundings): readonly Donor[] => {
  const cards = strangersCards(terms, person, surroundings);
  const persons = strangersInCrm(person, surroundings);
  const humans = new Set([
    ...persons.map(humanOf),
    ...cards.flatMap(({ link }) => (link === null ? [] : [link.humanId])),
  ]);
  const known = [...humans].toSorted().map((human) =>
    donorOf(
      terms,
      cards.filter(({ link }) => link?.humanId === human),
      persons.filter((other) => humanOf(other) === human),
    ),
  );
  const own = cards.filter(({ link }) => link === null).toSorted(byPresence);
  return [...known, ...own.map((card) => donorOf(terms, [card], []))];
};
