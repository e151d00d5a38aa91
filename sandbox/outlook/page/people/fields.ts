/** The fields of a contact as Outlook's form has them: one text each, and how they are stored. */
import type { AuditEntry, CardValues, OutlookCard } from '../controls.ts';
import type { Texts } from '../texts.ts';

export const formFields = [
  'givenName',
  'middleName',
  'surname',
  'initials',
  'companyName',
  'jobTitle',
  'email',
  'secondEmail',
  'thirdEmail',
  'businessPhone',
  'mobilePhone',
  'homePhone',
  'birthday',
  'personalNotes',
] as const;
export type FormField = (typeof formFields)[number];
export type FormValues = Readonly<Record<FormField, string>>;

export const groups: readonly (readonly [keyof Texts['people']['groups'], readonly FormField[]])[] = [
  ['name', ['givenName', 'middleName', 'surname', 'initials']],
  ['work', ['companyName', 'jobTitle']],
  ['reach', ['email', 'secondEmail', 'thirdEmail', 'mobilePhone', 'businessPhone', 'homePhone']],
  ['other', ['birthday', 'personalNotes']],
];

/** Which field of the form shows a field of the card; null: none does. */
export const formFieldOf = (name: string): keyof Texts['people']['fields'] | null => {
  if (name === 'emailAddresses') return 'email';
  if (name === 'businessPhones') return 'businessPhone';
  if (name === 'homePhones') return 'homePhone';
  if (name === 'displayName' || name === 'fileAs') return name;
  return formFields.find((field) => field === name) ?? null;
};

/** What a write really changed, by the names of the form; a write also names what it leaves as it was. */
export const changedFields = ({
  properties,
  values,
  before,
}: AuditEntry): (keyof Texts['people']['fields'])[] => {
  const differs = (name: string): boolean =>
    JSON.stringify(values[name] ?? null) !== JSON.stringify(before[name] ?? null);
  return [...new Set(properties.filter(differs).flatMap((name) => formFieldOf(name) ?? []))];
};

const text = (value: string | null | undefined): string => value ?? '';

export const toForm = ({ values, birthday }: Pick<OutlookCard, 'values' | 'birthday'>): FormValues => ({
  givenName: text(values.givenName),
  middleName: text(values.middleName),
  surname: text(values.surname),
  initials: text(values.initials),
  companyName: text(values.companyName),
  jobTitle: text(values.jobTitle),
  email: text(values.emailAddresses?.[0]?.address),
  secondEmail: text(values.emailAddresses?.[1]?.address),
  thirdEmail: text(values.emailAddresses?.[2]?.address),
  businessPhone: text(values.businessPhones?.[0]),
  mobilePhone: text(values.mobilePhone),
  homePhone: text(values.homePhones?.[0]),
  birthday: text(birthday),
  personalNotes: text(values.personalNotes),
});

export const BLANK: FormValues = toForm({ values: {}, birthday: null });

const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim());

/** Of a list only the entries that the form shows change; further ones stay. */
const replaced = (before: readonly string[] | null | undefined, first: string): string[] => {
  const rest = (before ?? []).slice(1);
  return first.trim() === '' ? rest : [first.trim(), ...rest];
};

/** Only what differs from `before`, as Outlook writes it. */
export const changesOf = (form: FormValues, before: Pick<OutlookCard, 'values' | 'birthday'>): CardValues => {
  const old = toForm(before);
  const differs = (...names: FormField[]): boolean => names.some((name) => form[name] !== old[name]);
  const changes: Record<string, unknown> = {};
  const plain = [
    'givenName',
    'middleName',
    'surname',
    'initials',
    'companyName',
    'jobTitle',
    'mobilePhone',
    'personalNotes',
    'birthday',
  ] as const;
  for (const name of plain) if (differs(name)) changes[name] = orNull(form[name]);
  if (differs('email', 'secondEmail', 'thirdEmail')) {
    const known = before.values.emailAddresses ?? [];
    changes['emailAddresses'] = [form.email, form.secondEmail, form.thirdEmail]
      .map((address) => address.trim())
      .filter((address) => address !== '')
      .map((address) => known.find((entry) => entry.address === address) ?? { address, name: address });
  }
  if (differs('businessPhone'))
    changes['businessPhones'] = replaced(before.values.businessPhones, form.businessPhone);
  if (differs('homePhone')) changes['homePhones'] = replaced(before.values.homePhones, form.homePhone);
  return changes;
};

export const nameOfCard = ({ values }: Pick<OutlookCard, 'values'>): string =>
  values.displayName || values.companyName || values.emailAddresses?.[0]?.address || '';

export const emailOf = ({ values }: Pick<OutlookCard, 'values'>): string | null =>
  values.emailAddresses?.[0]?.address?.toLowerCase() ?? null;

/** By the hidden property Outlook users never see; the sandbox shows it. */
export const isLinked = ({ properties }: OutlookCard): boolean =>
  Object.keys(properties).some((id) => id.endsWith('Name RelatiebrugConnectorId'));
