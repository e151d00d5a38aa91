/**
 * Is a value that may be shared shown to be shared? (R7; the decision and its reasons stand in borrowed.ts.) The
 * switchboard of an office stands with several parties who have it independently of each other. A card that was
 * itself filled with another's values is no witness: it has them from the same source as the card that is judged.
 *
 * Pure.
 */
import type { PersonId } from '../../../shared/ids.ts';
import { hoursBefore } from '../../../shared/instant.ts';
import type { Person } from '../../../shared/person.ts';
import type { GuardTerms, Surroundings } from './facts.ts';
import { personPrints, strangersCards, strangersInCrm, type Donor, type DonorTerms } from './donors.ts';
import { namePrintKinds } from './names.ts';
import type { KnownCard, Print, PrintKind } from './prints.ts';
import { forgetBefore } from './remember.ts';
import {
  cardPrints,
  currentSpans,
  firstSeen,
  has,
  kindsOn,
  rememberedSpans,
  type PrintSets,
} from './spans.ts';
import { humanOf } from './surroundings.ts';

/** Parties besides the person, at the shared address, that must have a value independently of each other. */
export const sharedByParties = 2;

/**
 * Living cards of the mailbox, besides the person's and those that share an address with it, that must have a value.
 * One more than a party that keeps a second and a third card of its own would make up.
 */
export const sharedInBookFrom = 3;

/** What happened within this many hours is looked at as one event. */
export const grownWithinHours = 24;

export interface SharedTerms extends DonorTerms {
  readonly guard: GuardTerms;
}

interface Witness {
  readonly human: PersonId | null;
  readonly prints: PrintSets;
}

const common = (a: PrintSets, b: PrintSets, kind: PrintKind): number =>
  [...(a.get(kind) ?? [])].filter((print) => has(b, kind, print)).length;

/** Two faces of one party, or one filled from the other: they speak with one voice. */
const sameSource = (a: Witness, b: Witness): boolean => {
  if (a.human !== null && a.human === b.human) return true;
  if (common(a.prints, b.prints, 'name') > 0 || common(a.prints, b.prints, 'birthDate') > 0) return true;
  if (common(a.prints, b.prints, 'phone') > 1 || common(a.prints, b.prints, 'address') > 1) return true;
  const isCalled = ({ prints }: Witness): boolean => (prints.get('called')?.size ?? 0) > 0;
  const otherCalled = isCalled(a) && isCalled(b) && common(a.prints, b.prints, 'called') === 0;
  return common(a.prints, b.prints, 'nameByInitial') > 0 && !otherCalled;
};

/** It came with the card as we first saw it, or has stood there longer than a mix-up is remembered. */
const isSettled = (card: KnownCard, kind: PrintKind, print: Print, now: string): boolean => {
  const span = currentSpans(card, kind).find((each) => each.print === print);
  return span !== undefined && (span.since === firstSeen(card) || span.since < forgetBefore(now));
};

const independent = (all: readonly Witness[]): readonly Witness[] =>
  all.reduce<readonly Witness[]>(
    (kept, each) => (kept.some((other) => sameSource(each, other)) ? kept : [...kept, each]),
    [],
  );

/**
 * Who has this value, and not from others. A person is a witness by the CRM, where no mix-up gets; a card without a
 * link by what has stood on it from the beginning. A linked card is none: what is on it and not in the CRM may be
 * held.
 */
const witnesses = (
  terms: SharedTerms,
  person: Person,
  surroundings: Surroundings,
  kind: PrintKind,
  print: Print,
): readonly Witness[] => {
  const { country, guard } = terms;
  const inCrm = strangersInCrm(person, surroundings)
    .map((other) => ({ human: humanOf(other), prints: personPrints(guard.takePrint, other, country) }))
    .filter(({ prints }) => has(prints, kind, print));
  const onCards = strangersCards(terms, person, surroundings)
    .filter(({ link, goneAt }) => link === null && goneAt === null)
    .filter((card) => isSettled(card, kind, print, guard.now))
    .map((card) => ({ human: null, prints: cardPrints(card, (each) => currentSpans(card, each)) }));
  return [...inCrm, ...onCards];
};

/** Living cards with this value that share no address with the person: no mix-up at this address brought it there. */
const elsewhere = (
  { guard }: SharedTerms,
  { neighbours, own }: Surroundings,
  kind: PrintKind,
  print: Print,
): number => {
  const carries = (card: KnownCard): boolean =>
    card.goneAt === null && currentSpans(card, kind).some((span) => span.print === print);
  // The card that is judged has it, whether that has been remembered already or not.
  const near = neighbours.filter(carries).length + (own === null || carries(own) ? 1 : 0);
  return guard.carriers(print) - near;
};

/** A value that came in, and what stood in its place on the card. */
export interface SharedValue {
  readonly kind: PrintKind;
  readonly print: Print;
  readonly oldPrints: readonly Print[];
}

/**
 * Others whose card got the number in the very pass in which this one got it, in the place of the same old number
 * or of none: the office has a new switchboard. Earlier or later tells nothing: so does a number that is handed on
 * from card to card.
 */
const changedAlike = (
  terms: SharedTerms,
  person: Person,
  surroundings: Surroundings,
  { kind, print, oldPrints }: SharedValue,
): readonly Witness[] => {
  const { own } = surroundings;
  const gotAt =
    own === null ? undefined : currentSpans(own, kind).find((span) => span.print === print)?.since;
  if (own === null || kind !== 'phone' || gotAt === undefined || gotAt === firstSeen(own)) return [];
  return strangersCards(terms, person, surroundings)
    .filter((card) => {
      const spans = card.prints[kind] ?? [];
      if (!currentSpans(card, kind).some((span) => span.print === print && span.since === gotAt))
        return false;
      if (card.goneAt !== null || firstSeen(card) === gotAt) return false;
      // In the place of the same old number; or beside what was there, where this one had none.
      const replaced = spans.filter(({ until }) => until === gotAt).map((span) => span.print);
      return oldPrints.length === 0 ? replaced.length === 0 : replaced.some((old) => oldPrints.includes(old));
    })
    .map((card) => ({
      human: card.link?.humanId ?? null,
      prints: cardPrints(card, (each) => currentSpans(card, each)),
    }));
};

/** Enough others have this value for the person to have it too. */
export const isShownShared = (
  terms: SharedTerms,
  person: Person,
  surroundings: Surroundings,
  value: SharedValue,
): boolean => {
  const { kind, print } = value;
  const others = independent([
    ...witnesses(terms, person, surroundings, kind, print),
    ...changedAlike(terms, person, surroundings, value),
  ]);
  return others.length >= sharedByParties || elsewhere(terms, surroundings, kind, print) >= sharedInBookFrom;
};

/** By the CRM alone this value belongs to several humans: whatever it looks like, it is shared. */
export const isSharedInCrm = (
  terms: SharedTerms,
  person: Person,
  surroundings: Surroundings,
  kind: PrintKind,
  print: Print,
): boolean =>
  independent(witnesses(terms, person, { ...surroundings, neighbours: [] }, kind, print)).length >=
  sharedByParties;

/**
 * Nothing but this address ties the two, and the card got it just now: before that no address was shared, so no
 * mix-up came of it; somebody gave the person the office's address.
 */
export const tiesOnlyNow = (
  { country, guard }: SharedTerms,
  person: Person,
  { own }: Surroundings,
  donor: Donor,
  print: Print,
): boolean => {
  const span = own === null ? undefined : currentSpans(own, 'address').find((each) => each.print === print);
  if (own === null || span === undefined || span.since === firstSeen(own)) return false;
  if (span.since < hoursBefore(guard.now, grownWithinHours)) return false;
  const before = [
    ...rememberedSpans(own, 'address', guard.now).map((each) => each.print),
    ...(personPrints(guard.takePrint, person, country).get('address') ?? []),
  ];
  return before.every((each) => each === print || !has(donor.prints, 'address', each));
};

/**
 * What else of the donor's got onto the card lately, in places that are no field of ours (a second number, an
 * address) or in fields that do not go back: signs that a set was copied. Not what the CRM itself has of the
 * person; nor an address that several others have too.
 */
export const alsoGot = (
  { country, guard }: SharedTerms,
  person: Person,
  { own, neighbours, persons }: Surroundings,
  donor: Donor,
  judged: readonly Print[],
): number => {
  if (own === null) return 0;
  const recent = hoursBefore(guard.now, grownWithinHours);
  const ours = personPrints(guard.takePrint, person, country);
  const holders = (print: Print): number =>
    neighbours.filter(
      (card) =>
        !donor.cards.includes(card) && (card.prints.address ?? []).some((span) => span.print === print),
    ).length +
    persons.filter(
      (other) =>
        !donor.persons.includes(other) &&
        has(personPrints(guard.takePrint, other, country), 'address', print),
    ).length;
  return kindsOn(own)
    .filter((kind) => !namePrintKinds.some((each) => each === kind))
    .flatMap((kind) =>
      currentSpans(own, kind).filter(
        ({ print, since }) =>
          since >= recent &&
          !judged.includes(print) &&
          !has(ours, kind, print) &&
          has(donor.prints, kind, print) &&
          (kind !== 'address' || holders(print) === 0),
      ),
    ).length;
};
