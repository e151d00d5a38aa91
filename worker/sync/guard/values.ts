/**
 * What a value is, to the guard: the kind and the text under which it is found again on another card, and whether it
 * points at one human or may honestly stand with several (R7). Pure.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { canonical, type Country, type FieldForm } from '../../../shared/canonical.ts';
import { personFieldIds, type FieldId, type Person, type PersonFieldId } from '../../../shared/person.ts';
import { foldName } from './names.ts';
import type { Print, PrintKind, TakePrint } from './prints.ts';

/** A value as it is looked up. */
export interface Comparable {
  readonly kind: PrintKind;
  readonly text: string;
}

/**
 * Addresses and numbers are the same wherever they stand; texts and dates count in their field. Null: the
 * organisation's name, which never comes in and is never judged.
 */
export const kindOf = (field: FieldId, form: FieldForm): PrintKind | null => {
  if (field === 'organisationName') return null;
  switch (form) {
    case 'email':
      return 'address';
    case 'phone':
      return 'phone';
    case 'date':
    case 'text':
      return field;
  }
};

/** `value` is canonical (shared/canonical.ts). Texts are the same however they are written. */
export const comparable = (field: FieldId, form: FieldForm, value: string): Comparable | null => {
  const kind = kindOf(field, form);
  if (kind === null || form !== 'text') return kind === null ? null : { kind, text: value };
  const folded = foldName(value) ?? value.toLowerCase();
  return { kind, text: field === 'initials' ? folded.replaceAll(' ', '') : folded };
};

/** How the fields of a person are compared, for those of another whose card has no row for them. */
export const formOf = (field: PersonFieldId): FieldForm => {
  switch (field) {
    case 'workEmail':
    case 'privateEmail':
      return 'email';
    case 'workPhone':
    case 'workMobile':
    case 'privatePhone':
    case 'privateMobile':
      return 'phone';
    case 'birthDate':
      return 'date';
    case 'initials':
    case 'firstName':
    case 'surnamePrefix':
    case 'lastName':
    case 'jobTitle':
      return 'text';
  }
};

/** Every value that the CRM has of a person, as it is looked up. */
export const comparablesOf = ({ fields }: Pick<Person, 'fields'>, country: Country): Comparable[] =>
  personFieldIds.flatMap((field) => {
    const form = formOf(field);
    const value = canonical(form, fields[field], country);
    const found = value === null ? null : comparable(field, form, value);
    return found === null ? [] : [found];
  });

export const printOf = (takePrint: TakePrint, { kind, text }: Comparable): Print => takePrint(kind, text);

/** What stands before the @ of an address that is an office's, not a human's. */
const roleNames = new Set([
  ...['info', 'informatie', 'office', 'kantoor', 'receptie', 'reception', 'secretariaat', 'secretariat'],
  ...['administratie', 'admin', 'algemeen', 'contact', 'mail', 'email', 'post', 'hallo', 'hello', 'welkom'],
  ...[
    'balie',
    'frontoffice',
    'backoffice',
    'team',
    'praktijk',
    'bestuur',
    'directie',
    'redactie',
    'planning',
  ],
  ...['verkoop', 'sales', 'inkoop', 'orders', 'bestellingen', 'reserveringen', 'boekingen', 'service'],
  ...['klantenservice', 'support', 'helpdesk', 'boekhouding', 'facturen', 'factuur', 'facturatie', 'finance'],
  ...['debiteuren', 'crediteuren', 'hr', 'personeelszaken', 'pz', 'webmaster', 'noreply'],
]);

/** "familie.jansen@": a household's. */
const householdPattern = /^(fam|familie|gezin|famille)([._-]|$)/u;

/** An address at which by its name several people are reached. `address` canonical. */
export const isRoleAddress = (address: string): boolean => {
  const [local = ''] = (address.split('@')[0] ?? '').split('+');
  return roleNames.has(local.replace(/[._-]/gu, '')) || householdPattern.test(local);
};

/** A number that one human carries, or an extension that rings on one desk. */
const isPersonalNumber = (number: string): boolean => {
  if (/x\d+$/u.test(number)) return true;
  const type = parsePhoneNumberFromString(number)?.getType();
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' || type === 'PERSONAL_NUMBER';
};

/**
 * May several people have this value, each as their own? What may not points at one human, and one such value of
 * another is enough. `value` canonical.
 */
export const isShareable = (field: FieldId, form: FieldForm, value: string): boolean => {
  switch (field) {
    case 'workPhone':
    case 'privatePhone':
      return !isPersonalNumber(value);
    case 'jobTitle':
      return true;
    case 'workEmail':
    case 'privateEmail':
      return form === 'email' && isRoleAddress(value);
    default:
      return false;
  }
};
