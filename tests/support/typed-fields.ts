/**
 * The fields that random days type in, by all three of their names, how a value of one is read on a card and compared,
 * and what the app may write at all (R4, R10).
 */
import type { OutlookCard } from '../../sandbox/index.ts';
import { canonical, type FieldForm } from '../../shared/canonical.ts';
import type { FieldId, PersonFieldId } from '../../shared/person.ts';

/** Properties that R4 and R10 name: the only ones the app may write. */
export const mappedProperties: ReadonlySet<string> = new Set([
  'initials',
  'givenName',
  'middleName',
  'surname',
  'displayName',
  'fileAs',
  'birthday',
  'jobTitle',
  'companyName',
  'mobilePhone',
  'businessPhones',
  'homePhones',
  'emailAddresses',
  'singleValueExtendedProperties',
]);

interface TypedField {
  readonly property: keyof OutlookCard['values'];
  /** Column of crm.persons. */
  readonly column: string;
  readonly form: FieldForm;
}

/** The fields that are typed here. The work e-mail is not: by it a card is known to be whose it is. */
export const typedFields = {
  firstName: { property: 'givenName', column: 'first_name', form: 'text' },
  lastName: { property: 'surname', column: 'last_name', form: 'text' },
  jobTitle: { property: 'jobTitle', column: 'job_title', form: 'text' },
  workMobile: { property: 'mobilePhone', column: 'work_mobile', form: 'phone' },
  workPhone: { property: 'businessPhones', column: 'work_phone', form: 'phone' },
  birthDate: { property: 'birthday', column: 'birth_date', form: 'date' },
} as const satisfies Partial<Record<PersonFieldId, TypedField>>;
export type TypedFieldId = keyof typeof typedFields;
export const typedFieldIds = Object.keys(typedFields) as TypedFieldId[];

const firstOf = (value: unknown): string | null =>
  ((Array.isArray(value) ? value[0] : value) as string | null | undefined) ?? null;

export const valueIn = (field: TypedFieldId, values: Readonly<Record<string, unknown>>): string | null => {
  const value = firstOf(values[typedFields[field].property]);
  // Graph's birthday is an instant of that day.
  return field === 'birthDate' ? (value?.slice(0, 10) ?? null) : value;
};

export const onCard = (field: TypedFieldId, card: OutlookCard): string | null =>
  field === 'birthDate' ? card.birthday : valueIn(field, card.values);

export const same = (field: TypedFieldId, a: string | null, b: string | null): boolean =>
  canonical(typedFields[field].form, a, 'NL') === canonical(typedFields[field].form, b, 'NL');

/** Values of fields in canonical form. No value is typed twice in a run, so they need not say whose they are. */
export class Values {
  readonly #keys = new Set<string>();

  static #key(field: TypedFieldId, value: string | null): string {
    return `${field} ${canonical(typedFields[field].form, value, 'NL')}`;
  }

  add(field: FieldId | null, value: string | null): this {
    if (field !== null && field in typedFields && value !== null) {
      this.#keys.add(Values.#key(field as TypedFieldId, value));
    }
    return this;
  }

  addAll(valueOf: (field: TypedFieldId) => string | null): void {
    for (const field of typedFieldIds) this.add(field, valueOf(field));
  }

  has(field: TypedFieldId, value: string): boolean {
    return this.#keys.has(Values.#key(field, value));
  }
}
