/**
 * What Outlook's form shows of a person and how typing in it changes a card: the corpus's own reading of R4, written
 * from the rule and not from the worker's table, so that a mistake there is seen here.
 */
import type { CardValues } from '../../sandbox/graph/fields.ts';
import type { PersonFieldId, PersonKind } from '../../shared/person.ts';
import type { CardField, Fields } from './case.ts';

const names = {
  initials: 'initials',
  firstName: 'givenName',
  surnamePrefix: 'middleName',
  lastName: 'surname',
  birthDate: 'birthday',
  jobTitle: 'jobTitle',
} as const;

export const nameFields: readonly CardField[] = ['givenName', 'middleName', 'surname', 'initials'];
/** What a contact's form has and a mix can carry over. */
export const carriedFields: readonly CardField[] = [
  ...nameFields,
  'birthday',
  'jobTitle',
  'mobilePhone',
  'businessPhones',
  'homePhones',
  'emailAddresses',
];

const entry = (address: string): { address: string; name: string } => ({ address, name: address });

/** The card as a new one would be made for these fields. */
export const faceOf = (kind: PersonKind, fields: Fields): CardValues => {
  const work = kind !== 'privatePerson';
  const face: Record<string, unknown> = {};
  for (const [field, property] of Object.entries(names)) {
    const value = fields[field as PersonFieldId];
    if (value) face[property] = value;
  }
  const mobile = work ? fields.workMobile : fields.privateMobile;
  if (mobile) face['mobilePhone'] = mobile;
  if (work && fields.workPhone) face['businessPhones'] = [fields.workPhone];
  if (fields.privatePhone) face['homePhones'] = [fields.privatePhone];
  const addresses = [work ? fields.workEmail : null, fields.privateEmail].filter((each) => each) as string[];
  if (addresses.length > 0) face['emailAddresses'] = addresses.map(entry);
  return face;
};

const withFirst = <T>(list: readonly T[] | null | undefined, first: T | null): T[] => {
  const rest = (list ?? []).slice(1);
  return first === null ? rest : [first, ...rest];
};

/** The change to a card that shows `present` when its user types these fields; second and later values stay. */
export const typed = (
  kind: PersonKind,
  fields: Fields,
  present: CardValues,
  hasWorkEmail = true,
): CardValues => {
  const change: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields) as [PersonFieldId, string | null][]) {
    if (name === 'workPhone') change['businessPhones'] = withFirst(present.businessPhones, value);
    else if (name === 'privatePhone') change['homePhones'] = withFirst(present.homePhones, value);
    else if (name === 'workMobile' || name === 'privateMobile') change['mobilePhone'] = value;
    else if (name === 'workEmail' || (name === 'privateEmail' && kind === 'privatePerson')) {
      const list = (present.emailAddresses ?? []) as { address: string; name: string }[];
      // Nothing of ours stands first: the new address goes before what is there.
      const before = hasWorkEmail || kind === 'privatePerson' ? list : [entry(''), ...list];
      change['emailAddresses'] = withFirst(before, value === null ? null : entry(value));
    } else if (name !== 'privateEmail') change[names[name]] = value;
  }
  return change;
};

export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Fields that this card has something in. */
export const filled = (values: CardValues): CardField[] =>
  carriedFields.filter((name) => !isBlank(values[name]));
