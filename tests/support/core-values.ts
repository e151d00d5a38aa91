/**
 * Values for properties of the pure core: each tells whose it is, but for the few that several parties honestly share.
 * And what Outlook does when it mixes cards: parts of one get onto another. Nothing here knows the guard.
 */
import type { Person, PersonFieldId } from '../../shared/person.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';

const letters = 'ABCDEFGHK';

/** Values of an office and of a household: no party's own. */
export const shared = {
  workEmail: 'info@voorbeeld.example',
  privateEmail: 'familie@voorbeeld.example',
  phone: '+31207000001',
  jobTitle: 'Advocaat',
} as const;
const sharedTexts = new Set(Object.values<string>(shared).map((value) => value.toLowerCase()));
/** The same value as it is typed elsewhere: groups of digits, capitals in an address, a space too many. */
export const reformatted = (value: string): string => {
  if (/^\d{4}-/u.test(value)) return value;
  if (value.startsWith('+')) return value.replace(/^(\+31)(\d\d)(\d+)$/u, '$1 $2 $3');
  return value.includes('@') ? value.toUpperCase() : `${value} `;
};
/** As valueFor has it, however it was reformatted. */
export const plain = (value: string): string => {
  const text = value.trim();
  if (text.startsWith('+')) return text.replaceAll(' ', '');
  return text.includes('@') ? text.toLowerCase() : text;
};
export const isShared = (value: string): boolean => sharedTexts.has(plain(value).toLowerCase());

/** Another text for every party (0 to 8), field and number (0 to 99). */
export const valueFor = (field: PersonFieldId, party: number, number: number): string => {
  const letter = letters[party]!;
  const two = String(number).padStart(2, '0');
  switch (field) {
    case 'workEmail':
    case 'privateEmail':
      return `${letter.toLowerCase()}${two}@voorbeeld.example`;
    case 'workPhone':
    case 'privatePhone':
      return `+31203${party}00${two}1`;
    case 'workMobile':
    case 'privateMobile':
      return `+3161${party}0000${two}`;
    case 'birthDate':
      return `19${50 + (number % 50)}-0${party + 1}-1${number % 10}`;
    case 'initials':
      return `${letter}.${letters[number % letters.length]!}.`;
    case 'firstName':
      return `${letter}oor${two}`;
    case 'surnamePrefix':
      return `${letter.toLowerCase()}an${two}`;
    case 'lastName':
      return `${letter}chter${two}`;
    case 'jobTitle':
      return `${letter}baan${two}`;
  }
};

/** The party that a value tells, or null where it is nobody's own. */
const partyIn = (value: string): number | null => {
  if (isShared(value)) return null;
  const text = plain(value);
  const [, phone] = /^\+31(?:203|61)(\d)/u.exec(text) ?? [];
  if (phone !== undefined) return Number(phone);
  const [, month] = /^19\d\d-0(\d)-/u.exec(text) ?? [];
  if (month !== undefined) return Number(month) - 1;
  const party = letters.indexOf(text.slice(0, 1).toUpperCase());
  return party < 0 ? null : party;
};
const parties = new Map<string, number | null>();
export const partyOf = (value: string): number | null => {
  const known = parties.get(value);
  if (known !== undefined) return known;
  const party = partyIn(value);
  parties.set(value, party);
  return party;
};

export const mixParts = [
  'name',
  'givenName',
  'surname',
  'birthday',
  'jobTitle',
  'mobilePhone',
  'businessPhones',
  'homePhones',
  'emailAddresses',
] as const;
export type MixPart = (typeof mixParts)[number];

const propertiesOf = (part: MixPart): readonly (keyof OutlookCard)[] =>
  part === 'name' ? ['initials', 'givenName', 'middleName', 'surname', 'displayName', 'fileAs'] : [part];

const isBlank = (value: OutlookCard[keyof OutlookCard]): boolean =>
  value === null || (typeof value !== 'string' && value.length === 0);

/** `into` with these parts of `from`. A mix-up fills and overwrites; it does not blank. */
export const withParts = (into: OutlookCard, from: OutlookCard, parts: readonly MixPart[]): OutlookCard => {
  const copied = parts.flatMap(propertiesOf).filter((property) => !isBlank(from[property]));
  return { ...into, ...Object.fromEntries(copied.map((property) => [property, from[property]])) };
};

const append = <T>(
  own: readonly T[],
  other: readonly T[],
  textOf: (each: T) => string,
  places: number,
): T[] =>
  [...own, ...other.filter((each) => !own.some((mine) => textOf(mine) === textOf(each)))].slice(0, places);

/** `into` with what it has not: what is left after the user accepted that the two are one. */
export const joined = (into: OutlookCard, from: OutlookCard): OutlookCard => {
  const blank = mixParts.filter((part) => propertiesOf(part).every((property) => isBlank(into[property])));
  return {
    ...withParts(into, from, blank),
    businessPhones: append(into.businessPhones, from.businessPhones, (each) => each, 2),
    homePhones: append(into.homePhones, from.homePhones, (each) => each, 2),
    emailAddresses: append(into.emailAddresses, from.emailAddresses, ({ address }) => address, 3),
  };
};

export const shareAddress = (a: OutlookCard, b: OutlookCard): boolean =>
  a.emailAddresses.some(({ address }) =>
    b.emailAddresses.some((other) => other.address.toLowerCase() === address.toLowerCase()),
  );

const oneName = (...parts: (string | null)[]): string =>
  parts.map((part) => (part ?? '').trim().toLowerCase()).join(' ');
export const nameOn = (card: OutlookCard): string =>
  oneName(card.givenName ?? card.initials, card.middleName, card.surname);
export const nameOf = ({ fields }: Person): string =>
  oneName(fields.firstName ?? fields.initials, fields.surnamePrefix, fields.lastName);

/** Every value on the card. */
export const valuesOn = ({ emailAddresses, businessPhones, homePhones, ...single }: OutlookCard) => [
  ...Object.values(single),
  ...emailAddresses.map(({ address }) => address),
  ...businessPhones,
  ...homePhones,
];
