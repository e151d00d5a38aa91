/**
 * Card ↔ Graph contact: the properties of R4 and no others, so that nothing else can be read or written.
 * https://learn.microsoft.com/graph/api/resources/contact (2026-03)
 */
import type { OutlookCard } from '../../sync/fields/card.ts';
import { fromGraphBirthday, toGraphBirthday } from './birthday.ts';
import { fromGraphAddresses, sameAddresses, toGraphAddresses } from './email-addresses.ts';
import { fromGraphPhones, toGraphPhones } from './phones.ts';
import { fromGraphText, toGraphText } from './text.ts';

interface Property<T> {
  readonly fromGraph: (value: unknown) => T;
  /** Null or an empty list clears. */
  readonly toGraph: (value: T) => unknown;
  readonly same: (one: T, other: T) => boolean;
}

const text: Property<string | null> = {
  fromGraph: fromGraphText,
  toGraph: toGraphText,
  same: (one, other) => one === other,
};
const phones: Property<readonly string[]> = {
  fromGraph: fromGraphPhones,
  toGraph: toGraphPhones,
  same: (one, other) => one.length === other.length && one.every((phone, index) => phone === other[index]),
};

const properties: { readonly [Name in keyof OutlookCard]: Property<OutlookCard[Name]> } = {
  initials: text,
  givenName: text,
  middleName: text,
  surname: text,
  displayName: text,
  fileAs: text,
  jobTitle: text,
  companyName: text,
  mobilePhone: text,
  birthday: { fromGraph: fromGraphBirthday, toGraph: toGraphBirthday, same: text.same },
  businessPhones: phones,
  homePhones: phones,
  emailAddresses: { fromGraph: fromGraphAddresses, toGraph: toGraphAddresses, same: sameAddresses },
};

type Name = keyof OutlookCard;
export const cardProperties = Object.keys(properties) as Name[];

/** The service may make these up anew when an update leaves them out: they go along with each write. */
const sentAlways: readonly Name[] = ['displayName', 'fileAs'];

export type ContactBody = Record<string, unknown>;

const written = <N extends Name>(card: OutlookCard, name: N): unknown => properties[name].toGraph(card[name]);
const isBlank = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
const differs = <N extends Name>(name: N, one: OutlookCard, other: OutlookCard): boolean =>
  !properties[name].same(one[name], other[name]);

export const fromGraph = (contact: Record<string, unknown>): OutlookCard =>
  Object.fromEntries(
    cardProperties.map((name) => [name, properties[name].fromGraph(contact[name])]),
  ) as unknown as OutlookCard;

/** Body of a create: blanks are left out. */
export const toGraph = (card: OutlookCard): ContactBody =>
  Object.fromEntries(
    cardProperties.map((name) => [name, written(card, name)]).filter(([, value]) => !isBlank(value)),
  ) as ContactBody;

/** Body of an update: what differs, and the names along with it. Null when nothing differs. */
export const toGraphChanges = (before: OutlookCard, card: OutlookCard): ContactBody | null => {
  const changed = cardProperties.filter((name) => differs(name, before, card));
  return changed.length === 0 ? null : { ...namesOf(card), ...bodyOf(card, changed) };
};

const bodyOf = (card: OutlookCard, names: readonly Name[]): ContactBody =>
  Object.fromEntries(names.map((name) => [name, written(card, name)]));

/** The composed names as they are, for a write that changes nothing else of the card. */
export const namesOf = (card: OutlookCard): ContactBody =>
  bodyOf(
    card,
    sentAlways.filter((name) => card[name] !== null),
  );
