/**
 * A new relation made from a mail: what the form begins with, what is sent, and who may already be that person. Pure.
 * Nothing is invented: what the mail does not say stays blank, and the kind is a proposal.
 */
import type { PersonCreate, PersonView } from '../../../../shared/api/persons.ts';
import type { PersonFieldId, PersonKind, PersonPatch } from '../../../../shared/person.ts';
import type { Correspondent } from '../../../office/item.ts';
import { meant } from './person-fields.ts';
import { splitName } from './split-name.ts';

/** Employees of the office come from its own administration; a mail makes no colleague. */
export type NewKind = Exclude<PersonKind, 'employee'>;

/** As typed. E-mail and phones are one input each: whether they are for work or private follows from the kind. */
export interface Draft {
  readonly kind: NewKind;
  readonly initials: string;
  readonly firstName: string;
  readonly surnamePrefix: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly mobile: string;
  readonly jobTitle: string;
  readonly organisationName: string;
  /** I become its relation manager. */
  readonly mine: boolean;
}
export type DraftText = Exclude<keyof Draft, 'kind' | 'mine'>;

/** Where people have their private mail in the Netherlands and Belgium. */
const privateDomains = new Set(
  `gmail.com googlemail.com hotmail.com hotmail.nl hotmail.be outlook.com live.com live.nl live.be msn.com icloud.com me.com
   yahoo.com yahoo.nl ziggo.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl home.nl upcmail.nl casema.nl quicknet.nl chello.nl
   xs4all.nl tele2.nl online.nl caiway.nl telenet.be skynet.be proximus.be scarlet.be proton.me protonmail.com gmx.net`.split(
    /\s+/u,
  ),
);

export const kindFor = (address: string): NewKind =>
  privateDomains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
    ? 'privatePerson'
    : 'contactPerson';

export const draftFrom = ({ name, address }: Correspondent, mine: boolean): Draft => {
  const parts = splitName(name, address);
  return {
    kind: kindFor(address),
    initials: parts.initials ?? '',
    firstName: parts.firstName ?? '',
    surnamePrefix: parts.surnamePrefix ?? '',
    lastName: parts.lastName ?? '',
    email: address.trim(),
    phone: '',
    mobile: '',
    jobTitle: '',
    organisationName: '',
    mine,
  };
};

/** Which field of the person an input of the form is. */
export const fieldOf = (kind: NewKind, text: DraftText): PersonFieldId | 'organisationName' => {
  const isWork = kind === 'contactPerson';
  switch (text) {
    case 'email':
      return isWork ? 'workEmail' : 'privateEmail';
    case 'phone':
      return isWork ? 'workPhone' : 'privatePhone';
    case 'mobile':
      return isWork ? 'workMobile' : 'privateMobile';
    default:
      return text;
  }
};

const nameTexts: readonly DraftText[] = ['initials', 'firstName', 'surnamePrefix', 'lastName'];
const reachTexts: readonly DraftText[] = ['email', 'phone', 'mobile'];

/** The inputs a kind has, in the order of the form; what was typed in the others is not sent. */
export const textsOf = (kind: NewKind): readonly DraftText[] =>
  kind === 'contactPerson'
    ? [...nameTexts, 'organisationName', 'jobTitle', ...reachTexts]
    : [...nameTexts, ...reachTexts];

export const creationOf = (draft: Draft, me: string | null): PersonCreate => {
  const fields: PersonPatch = {};
  for (const text of textsOf(draft.kind)) {
    const field = fieldOf(draft.kind, text);
    const value = meant(draft[text]);
    if (field !== 'organisationName' && value !== null) fields[field] = value;
  }
  const organisationName = draft.kind === 'contactPerson' ? meant(draft.organisationName) : null;
  return {
    kind: draft.kind,
    fields,
    ...(organisationName === null ? {} : { organisationName }),
    ...(draft.mine && me !== null ? { relationManagerId: me } : {}),
  };
};

// ─── who may already be there ──────────────────────────────────────────────────────────────────────

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[’‘]/gu, "'")
    .toLowerCase()
    .trim();

/** A search takes 200 characters, and looks at the first 100 of a word. */
const MAX_SEARCH_WORD = 100;

/** What somebody of this name is searched by: first letter and last word of the surname; null: no surname yet. */
export const namesakeQuery = (draft: Draft): string | null => {
  const last = (draft.lastName.trim().split(/\s+/u).at(-1) ?? '').slice(0, MAX_SEARCH_WORD);
  if (last.length < 2) return null;
  const letter = fold(draft.firstName || draft.initials).match(/\p{L}/u)?.[0];
  return letter === undefined ? last : `${letter} ${last}`;
};

/** Another name means that one must look again. */
export const lookedFor = (draft: Draft): string =>
  [fold(draft.email), fold(draft.firstName || draft.initials), surnameKey(draft)].join('\n');

/** "Van Damme" as a whole and "van" + "Damme" are the same surname. */
const surnameKey = ({
  surnamePrefix,
  lastName,
}: {
  surnamePrefix: string | null;
  lastName: string | null;
}): string => fold(`${surnamePrefix ?? ''} ${lastName ?? ''}`);

/** Same surname, and a first name or initial that can be the same; where one side has neither, it can. */
export const isNamesake = (draft: Draft, { fields }: PersonView): boolean => {
  const mayDifferInPrefix = meant(draft.surnamePrefix) === null || fields.surnamePrefix === null;
  const sameSurname =
    surnameKey(draft) === surnameKey(fields) ||
    (mayDifferInPrefix && fold(draft.lastName) === fold(fields.lastName ?? ''));
  if (!sameSurname || meant(draft.lastName) === null) return false;
  const mine = fold(draft.firstName || draft.initials);
  const theirs = fold((fields.firstName ?? fields.initials) || '');
  if (mine === '' || theirs === '') return true;
  // Initials are short for any name that begins so, also where somebody typed them as the first name.
  if (isInitial(mine) || isInitial(theirs)) return mine[0] === theirs[0];
  return mine === theirs || isShortFor(mine, theirs) || isShortFor(theirs, mine);
};

const isInitial = (folded: string): boolean => /^\p{L}$|\./u.test(folded);

/** "Jan" for "Jan Willem" and "Jan-Willem". */
const isShortFor = (short: string, long: string): boolean =>
  /^[\s-]/u.test(long.slice(short.length)) && long.startsWith(short);

/** Exactly at this address first, then namesakes; nobody twice. */
export const sameAs = (
  draft: Draft,
  atAddress: readonly PersonView[],
  found: readonly PersonView[],
): readonly PersonView[] => {
  const known = new Set(atAddress.map(({ id }) => id));
  return [...atAddress, ...found.filter((person) => !known.has(person.id) && isNamesake(draft, person))];
};
