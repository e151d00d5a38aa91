/**
 * Borrowed values (R7): which of the values that came in belong to another party that shares an address with the
 * card, and not to the person. What is borrowed waits for a decision; what is not flows on.
 *
 * How it is decided, and why.
 *
 * 1. A value is looked for on the donors (donors.ts): addresses and numbers anywhere on their cards, since a merge
 *    moves them about; texts and dates in the same field, first name and surname also within a name in one line.
 *    What a donor had in the last 30 days counts as well.
 * 2. The person's own values are never borrowed: what the CRM has of the person now, in this field or in another of
 *    its form (a number that moves from mobile to work), what both sides last agreed, a surname that is only parted
 *    otherwise between prefix and name. Not what this card once showed: it may have shown a mix-up.
 * 3. Most fields point at one human: first name, initials, prefix and surname, birthday, mobile numbers,
 *    extensions, an e-mail address of one's own. One of these equal to a donor's is enough. A surname or a prefix
 *    may be shared by chance (a family, "de"), but it is also what fills a blank when cards are mixed, and nothing
 *    in the value tells which; a question costs a click, a wrong name in the CRM costs trust. Only a name that is
 *    put right by one letter, or a prefix that is written out, passes when it comes alone (spelling.ts).
 * 4. Few may be honestly shared: the work or home phone where it is no mobile number and no extension (the
 *    switchboard, a family's line), the job title ("Advocaat"), an office's or household's address (info@,
 *    familie.…@), and an address that by the CRM several humans have. Such a value passes only when both hold:
 *    - it comes alone. A second match with the same donor makes a set, and a set is what a mix-up leaves behind:
 *      two people of one office who get switchboard and title at one go are rarer than two cards that were mixed. A
 *      further number or address of the donor's that got onto the card lately, outside our fields, counts as a
 *      second match;
 *    - it is shown to be shared (shared.ts): `sharedByParties` others at the address have it independently of each
 *      other, by the CRM or from the beginning of their cards (a card that was itself filled by a mix-up is no
 *      witness), or got the number in the same pass in the place of the same old one or of none (the office has a
 *      new switchboard); or `sharedInBookFrom` cards elsewhere in the address book have it; or it is an office's
 *      address and nothing else ties the two: then no address was shared before, and no mix-up came of it.
 *    A lone number that one donor has is held, also where both changed at once: whether it is the switchboard or
 *    that person's desk cannot be told, and a wrong number in the CRM is worse than a question.
 * 5. What was cleared and is blank on the donor too goes with what is borrowed from that donor: when one card is
 *    put over another, its blanks come along. By itself a cleared field is an edit.
 * 6. Organisation and street are never judged: the CRM leads for the organisation's name (R4), and postal addresses
 *    are not mapped, so neither ever comes in.
 * 7. A value that several donors have goes to the donor with most matches: one held change tells one story.
 *
 * A whole name that becomes a donor's name is judged by itself (`nameOfAnother`): then the card may be the other's
 * by now, and everything on it waits.
 *
 * Pure: what must be known comes in (facts.ts); nothing is written here.
 */
import { canonical, canonicalText, type Country, type FieldForm } from '../../../shared/canonical.ts';
import type { CardId, PersonId } from '../../../shared/ids.ts';
import { personFieldIds, type FieldId, type Person } from '../../../shared/person.ts';
import type { CardName } from '../field-table.ts';
import { donorsOf, personPrints, type Donor } from './donors.ts';
import type { GuardTerms, Surroundings } from './facts.ts';
import { allNamePrints, foldName, namePartsOf, personName, wholeName } from './names.ts';
import type { NamePrintKind, Print, PrintKind, TakePrint } from './prints.ts';
import { alsoGot, isSharedInCrm, isShownShared, tiesOnlyNow } from './shared.ts';
import { has } from './spans.ts';
import { isRespelled } from './spelling.ts';
import { comparable, formOf, isRoleAddress, isShareable, kindOf, printOf } from './values.ts';

export interface BorrowTerms {
  readonly country: Country;
  readonly guard: GuardTerms;
}

/** A value of the remote side that differs from what was agreed, and may go to the CRM. */
export interface InboundValue {
  readonly field: FieldId;
  readonly form: FieldForm;
  /** Canonical; null: cleared. */
  readonly value: string | null;
  /** Canonical values of this very field that are the person's: the CRM's now, and both halves of the base. */
  readonly own: readonly (string | null)[];
}

/** What was borrowed from one donor, in the order in which the values came in. */
export interface Borrowed {
  readonly donor: { readonly personId: PersonId | null; readonly cardId: CardId | null };
  readonly fields: readonly FieldId[];
}

interface Judged {
  readonly inbound: InboundValue & { readonly value: string };
  readonly kind: PrintKind;
  readonly print: Print;
  /** The same in another part of the name: a first name or a surname within one line. */
  readonly inName: { readonly kind: NamePrintKind; readonly print: Print } | null;
}

const inNameOf = (takePrint: TakePrint, field: FieldId, text: string): Judged['inName'] => {
  if (field === 'firstName') return { kind: 'called', print: takePrint('called', text) };
  return field === 'lastName' ? { kind: 'surname', print: takePrint('surname', text) } : null;
};

const isOf = (donor: Donor, { kind, print, inName }: Judged): boolean =>
  has(donor.prints, kind, print) || (inName !== null && has(donor.prints, inName.kind, inName.print));

/** First name and surname get into each other's place. An initial is no prefix ("T.", "'t"), however alike they are. */
const swapped: readonly FieldId[] = ['firstName', 'lastName'];

/** A name does not become a job title; a number may move between the places for numbers. */
const sameSort = (a: FieldId, b: FieldId, form: FieldForm): boolean =>
  form === 'text' ? swapped.includes(a) && swapped.includes(b) : form !== 'date';

/** Texts, as they are compared, that are the person's own in the place of this value. */
const ownTexts = (
  { country }: BorrowTerms,
  { fields }: Person,
  { field, form, own }: InboundValue,
): Set<string> => {
  const texts = new Set<string>();
  const add = (value: string | null): void => {
    const found = value === null ? null : comparable(field, form, value);
    if (found !== null) texts.add(found.text);
  };
  for (const value of own) add(value);
  for (const other of personFieldIds) {
    if (formOf(other) === form && (other === field || sameSort(field, other, form))) {
      add(canonical(form, fields[other], country));
    }
  }
  return texts;
};

/** "van der Berg" in one field, or "van der" and "Berg" in two: one surname, and the person's own. */
const isOwnSurname = ({ fields }: Person, inbound: readonly InboundValue[]): boolean => {
  const part = (field: FieldId): string => inbound.find((each) => each.field === field)?.value ?? '';
  const surname = foldName(`${part('surnamePrefix')} ${part('lastName')}`);
  return surname !== null && surname === foldName(`${fields.surnamePrefix ?? ''} ${fields.lastName ?? ''}`);
};

/** The values that are not the person's own, each as it is looked for. */
const strange = (terms: BorrowTerms, person: Person, inbound: readonly InboundValue[]): readonly Judged[] => {
  const ownSurname = isOwnSurname(person, inbound);
  return inbound.flatMap((each) => {
    const { value } = each;
    const looked = value === null ? null : comparable(each.field, each.form, value);
    if (value === null || looked === null) return [];
    if (ownSurname && (each.field === 'surnamePrefix' || each.field === 'lastName')) return [];
    if (ownTexts(terms, person, each).has(looked.text)) return [];
    const { takePrint } = terms.guard;
    const inName = inNameOf(takePrint, each.field, looked.text);
    return [{ inbound: { ...each, value }, kind: looked.kind, print: printOf(takePrint, looked), inName }];
  });
};

/** A match that comes alone: points 3 and 4 of the head of this file. */
const passesAlone = (
  terms: BorrowTerms,
  person: Person,
  surroundings: Surroundings,
  donor: Donor,
  { inbound, kind, print }: Judged,
): boolean => {
  const { field, form, value } = inbound;
  const own = inbound.own.filter((each) => each !== null);
  if (own.some((before) => isRespelled(field, before, value))) return true;
  if (kind === 'address' && isSharedInCrm(terms, person, surroundings, kind, print)) return true;
  if (!isShareable(field, form, value)) return false;
  if (isRoleAddress(value) && tiesOnlyNow(terms, person, surroundings, donor, print)) return true;
  const oldPrints = own.map((before) => terms.guard.takePrint(kind, before));
  return isShownShared(terms, person, surroundings, { kind, print, oldPrints });
};

/** What of these is borrowed from this donor. */
const borrowedFromDonor = (
  terms: BorrowTerms,
  person: Person,
  judged: readonly Judged[],
  surroundings: Surroundings,
  donor: Donor,
): readonly Judged[] => {
  const matches = judged.filter((each) => isOf(donor, each));
  const [first, ...rest] = matches;
  if (first === undefined) return [];
  const prints = matches.map(({ print }) => print);
  const isAlone = rest.length === 0 && alsoGot(terms, person, surroundings, donor, prints) === 0;
  return isAlone && passesAlone(terms, person, surroundings, donor, first) ? [] : matches;
};

/**
 * The donor has nothing there either. Of numbers and addresses a card does not tell in which place they stand;
 * there only the CRM can say that the donor has one.
 */
const isBlankOn = ({ prints, persons }: Donor, { field, form }: InboundValue): boolean => {
  const kind = kindOf(field, form);
  if (kind === null || field === 'organisationName') return false;
  if (kind === 'phone' || kind === 'address') {
    return persons.every(({ fields }) => canonicalText(fields[field]) === null);
  }
  return (prints.get(kind)?.size ?? 0) === 0;
};

/** Most matches first; then who is in the CRM, then as they come (donorsOf keeps one order). */
const byMatches = (
  a: { donor: Donor; matches: readonly Judged[] },
  b: { donor: Donor; matches: readonly Judged[] },
): number =>
  b.matches.length - a.matches.length ||
  Number(a.donor.personId === null) - Number(b.donor.personId === null);

/** What came in and is another's, by donor; see the head of this file. Values not named are the person's. */
export const borrowedFrom = (
  terms: BorrowTerms,
  person: Person,
  inbound: readonly InboundValue[],
  surroundings: Surroundings,
): readonly Borrowed[] => {
  const judged = strange(terms, person, inbound);
  if (judged.length === 0) return [];
  const lent = donorsOf(terms, person, surroundings)
    .map((donor) => ({ donor, matches: borrowedFromDonor(terms, person, judged, surroundings, donor) }))
    .filter(({ matches }) => matches.length > 0)
    .toSorted(byMatches);
  const taken = new Set<Judged>();
  const cleared = new Set<FieldId>();
  return lent.flatMap(({ donor, matches }): Borrowed[] => {
    const fields = matches.filter((each) => !taken.has(each));
    for (const each of fields) taken.add(each);
    if (fields.length === 0) return [];
    const { personId, cardId } = donor;
    const named = new Set(fields.map((each) => each.inbound.field));
    for (const each of inbound) {
      if (each.value === null && !cleared.has(each.field) && isBlankOn(donor, each)) {
        cleared.add(each.field);
        named.add(each.field);
      }
    }
    const inOrder = inbound.map(({ field }) => field).filter((field) => named.has(field));
    return [{ donor: { personId, cardId }, fields: inOrder }];
  });
};

/**
 * Is this value the party's own beyond doubt, and nobody else's? The card of a person shows for a while what was mixed into
 * it too; what the CRM has of that person is its own. Of a card of the user's own only the card tells.
 */
export const isSurelyOf = (
  terms: BorrowTerms,
  person: Person,
  { field, form, value }: InboundValue,
  party: Borrowed['donor'],
  surroundings: Surroundings,
): boolean => {
  const looked = value === null ? null : comparable(field, form, value);
  if (looked === null) return true;
  const print = printOf(terms.guard.takePrint, looked);
  const having = donorsOf(terms, person, surroundings).filter(({ prints }) =>
    has(prints, looked.kind, print),
  );
  const [only] = having;
  if (only === undefined || having.length > 1 || only.personId !== party.personId) return false;
  if (only.personId === null) return only.cardId === party.cardId;
  const { country, guard } = terms;
  return only.persons.some((each) => has(personPrints(guard.takePrint, each, country), looked.kind, print));
};

/** Values of which must be known how many cards carry them, before `borrowedFrom` can judge. */
export const wantedPrints = (
  terms: Pick<BorrowTerms, 'country'> & { readonly guard: Pick<GuardTerms, 'takePrint'> },
  _person: Person,
  inbound: readonly InboundValue[],
): readonly Print[] => [
  ...new Set(
    inbound.flatMap(({ field, form, value }) => {
      const looked = value === null ? null : comparable(field, form, value);
      if (value === null || looked === null) return [];
      // Who has the same address shares it, and is known already.
      if (looked.kind === 'address' || !isShareable(field, form, value)) return [];
      return [printOf(terms.guard.takePrint, looked)];
    }),
  ),
];

/**
 * Whose name the card bears now, where it is a donor's and not the person's; null where it is nobody else's.
 * `before`: the name that was last agreed. The whole name counts; by its first letter only where both the first
 * name and the surname have changed, so that who takes the surname of a partner with the same initial is not taken
 * for that partner.
 */
export const nameOfAnother = (
  terms: BorrowTerms,
  person: Person,
  before: CardName,
  after: CardName,
  surroundings: Surroundings,
): Borrowed['donor'] | null => {
  const whole = wholeName(after);
  if (whole === null || whole === wholeName(before) || whole === wholeName(personName(person))) return null;
  const prints = allNamePrints(terms.guard.takePrint, after);
  const [was, is] = [namePartsOf(before), namePartsOf(after)];
  const becameAnother = was.first !== is.first && was.surname !== is.surname;
  const matches = (donor: Donor, kind: 'name' | 'nameByInitial'): boolean =>
    prints[kind].some((print) => has(donor.prints, kind, print));
  const donors = donorsOf(terms, person, surroundings);
  const donor =
    donors.find((each) => matches(each, 'name')) ??
    (becameAnother ? donors.find((each) => matches(each, 'nameByInitial')) : undefined);
  return donor === undefined ? null : { personId: donor.personId, cardId: donor.cardId };
};
