/**
 * Is a value that may be shared shown to be shared? (R7; the decision and its reasons stand in borrowed.ts.) The switchboard
 * of an office stands with several parties who have it independently of each other. A card that was itself filled with another's
 * values is no witness: it has them from the same source as the card that is judged.
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

/**
 * Who has this value independently of others. A person is a witness by the CRM, where no mix-up gets; a card without a
 * link by what has stood on it from the beginning. A linked card is none: what is on it and not in the CRM may be held.
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
  const independent: Witness[] = [];
  for (const each of [...inCrm, ...onCards]) {
    if (!independent.some((other) => sameSource(each, other))) independent.push(each);
  }
  return independent;
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

/** Enough others have this value for the person to have it too. */
export const isShownShared = (
  terms: SharedTerms,
  person: Person,
  surroundings: Surroundings,
  kind: PrintKind,
  print: Print,
): boolean =>
  witnesses(terms, person, surroundings, kind, print).length >= sharedByParties ||
  elsewhere(terms, surroundings, kind, print) >= sharedInBookFrom;

/**
 * The number changed on both: the donor had the very number that the person had, and the new one took its place on the
 * donor's card just now. That is an office that got another switchboard, not a number of one desk.
 */
export const changedOnBoth = (
  { guard }: SharedTerms,
  donor: Donor,
  kind: PrintKind,
  print: Print,
  oldPrints: readonly Print[],
): boolean => {
  const recent = hoursBefore(guard.now, grownWithinHours);
  return donor.cards.some((card) => {
    const spans = card.prints[kind] ?? [];
    const now = spans.find((span) => span.print === print && span.until === null);
    if (now === undefined || now.since < recent) return false;
    return spans.some((span) => span.until === now.since && oldPrints.includes(span.print));
  });
};

/** By the CRM alone this value belongs to several humans: whatever it looks like, it is shared. */
export const isSharedInCrm = (
  terms: SharedTerms,
  person: Person,
  surroundings: Surroundings,
  kind: PrintKind,
  print: Print,
): boolean =>
  witnesses(terms, person, { ...surroundings, neighbours: [] }, kind, print).length >= sharedByParties;

/**
 * Nothing but this address ties the two, and the card got it just now: before that no address was shared, so no mix-up
 * came of it; somebody gave the person the office's address.
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
 * What else of the donor's got onto the card lately, in places that are no field of ours (a second number, an address)
 * or in fields that do not go back: signs that a set was copied. Not what the CRM itself has of the person; nor an
 * address that several others have too.
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
