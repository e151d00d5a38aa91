/**
 * The chapter that the product is for: people who share an address, and an Outlook that mixes their cards in three ways.
 * What each mix-up does to a card is done by the sandbox's Outlook as a user would; what must not happen to the CRM is
 * compared field by field, with the persons as they were before.
 */
import { CONNECTOR, type Colleague } from './office.ts';
import type { MixedPair } from './cast.ts';
import type { Texts } from './texts.ts';
import type { OutlookCard } from '../index.ts';
import type { HeldView, PersonView } from './worker-api.ts';

export interface Question {
  readonly personId: string;
  readonly reason: string;
  /** What the user answers, and what stands on the card after that. */
  readonly choice: string;
  readonly answered: string;
}

export interface MixUp {
  readonly told: string;
  act(): void;
  /** What must be asked before anything else happens. */
  readonly questions: readonly Question[];
  /** The one value that the user typed in the same moment, which must arrive all the same. */
  readonly typed: { readonly personId: string; readonly field: string; readonly value: string } | null;
  /** True once the cards are as the CRM has the persons. */
  isRepaired(): boolean;
}

/** Beside those who share the address, the name tells whose card it is. */
export const cardNamed = (who: Colleague, person: PersonView): OutlookCard => {
  const cards = who.outlook
    .find(person.displayName)
    .filter(({ properties, deleted }) => CONNECTOR in properties && !deleted);
  const [card] = cards;
  if (card === undefined || cards.length > 1)
    throw new Error('the cast of the mix-ups has no card of its own');
  return card;
};

const mobileOf = (card: OutlookCard | null): string | null => card?.values.mobilePhone ?? null;

/** Classic Outlook's dialog "duplicate contact": the one card is overwritten with the other. */
const overwritten = (petra: Colleague, { person, donor }: MixedPair, texts: Texts): MixUp => {
  const [card, other] = [cardNamed(petra, person), cardNamed(petra, donor)];
  return {
    told: texts.overwritten(person.displayName, donor.displayName),
    act() {
      petra.outlook.borrow(card, other, [
        'givenName',
        'middleName',
        'surname',
        'displayName',
        'mobilePhone',
        'jobTitle',
      ]);
    },
    questions: [
      {
        personId: person.id,
        reason: 'nameOfAnother',
        choice: 'crm',
        answered: texts.keptCrm(person.displayName),
      },
    ],
    typed: null,
    isRepaired() {
      const now = petra.outlook.get(card);
      return now?.values.displayName === card.values.displayName && mobileOf(now) === mobileOf(card);
    },
  };
};

/** A merge suggestion that the user accepted: one card takes the other's number, the other goes to Deleted Items. */
const merged = (petra: Colleague, { person, donor }: MixedPair, texts: Texts): MixUp => {
  const [card, other] = [cardNamed(petra, person), cardNamed(petra, donor)];
  return {
    told: texts.merged(person.displayName, donor.displayName),
    act() {
      petra.outlook.merge(card, [other], { take: ['mobilePhone', 'jobTitle'] });
    },
    questions: [
      { personId: person.id, reason: 'borrowed', choice: 'crm', answered: texts.keptCrm(person.displayName) },
      {
        personId: donor.id,
        reason: 'mergedAway',
        choice: 'newCard',
        answered: texts.newCard(donor.displayName),
      },
    ],
    typed: null,
    isRepaired() {
      const again = petra.outlook
        .find(donor.displayName)
        .filter(({ id, properties }) => id !== other.id && CONNECTOR in properties);
      return mobileOf(petra.outlook.get(card)) === mobileOf(card) && again.length === 1;
    },
  };
};

/** A program that joins contacts copies a number; in the same moment the user types a real change. */
const joined = (petra: Colleague, { person, donor }: MixedPair, texts: Texts): MixUp => {
  const [card, other] = [cardNamed(petra, person), cardNamed(petra, donor)];
  return {
    told: texts.joined(person.displayName, donor.displayName, texts.typedJob),
    act() {
      petra.outlook.edit(card, { mobilePhone: mobileOf(other), jobTitle: texts.typedJob });
    },
    questions: [
      { personId: person.id, reason: 'borrowed', choice: 'crm', answered: texts.keptCrm(person.displayName) },
    ],
    typed: { personId: person.id, field: 'jobTitle', value: texts.typedJob },
    isRepaired() {
      const now = petra.outlook.get(card);
      return mobileOf(now) === mobileOf(card) && now?.values.jobTitle === texts.typedJob;
    },
  };
};

export const chooseMixUps = (
  petra: Colleague,
  pairs: readonly [MixedPair, MixedPair, MixedPair],
  texts: Texts,
): MixUp[] => [
  overwritten(petra, pairs[0], texts),
  merged(petra, pairs[1], texts),
  joined(petra, pairs[2], texts),
];

/** Fields of the CRM that differ from what they were, but for what was typed on purpose. */
export const strangersIn = (before: PersonView, now: PersonView, typed: MixUp['typed']): string[] =>
  Object.keys(now.fields).filter(
    (field) =>
      now.fields[field] !== before.fields[field] &&
      !(
        typed !== null &&
        typed.personId === now.id &&
        typed.field === field &&
        typed.value === now.fields[field]
      ),
  );

/** The questions of one mix-up that are open, in the order of the mix-up; null while one is still missing. */
export const askedOf = (held: readonly HeldView[], { questions }: MixUp): HeldView[] | null => {
  const found = questions.map(({ personId, reason }) =>
    held.find((each) => each.personId === personId && each.reason === reason),
  );
  return found.every((each) => each !== undefined) ? found : null;
};
