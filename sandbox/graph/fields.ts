/**
 * The properties of a contact ("contact resource type") and what the service takes and refuses in each. Counts
 * come from reports on the documentation's repository (two business phones, three addresses).
 */
import type { Contact, EmailAddress, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import { badRequest } from './problem.ts';

type FieldName = Exclude<
  keyof Contact,
  | 'id'
  | 'changeKey'
  | 'createdDateTime'
  | 'lastModifiedDateTime'
  | 'parentFolderId'
  | 'extensions'
  | 'multiValueExtendedProperties'
  | 'singleValueExtendedProperties'
  | 'photo'
>;

/** What a card holds, without what the service adds. */
export type CardValues = Partial<Pick<Contact, FieldName>>;
/** The names of the fields of a card, for reading by name. */
export type CardField = keyof CardValues;

type Kind =
  | { readonly kind: 'text'; readonly max: number | null }
  | { readonly kind: 'texts'; readonly count: number | null }
  | { readonly kind: 'emails'; readonly count: number }
  | { readonly kind: 'date' }
  | { readonly kind: 'address' };

const text: Kind = { kind: 'text', max: 255 };
const address: Kind = { kind: 'address' };

export const FIELDS: Readonly<Record<CardField, Kind>> = {
  assistantName: text,
  birthday: { kind: 'date' },
  businessAddress: address,
  businessHomePage: text,
  businessPhones: { kind: 'texts', count: 2 },
  categories: { kind: 'texts', count: null },
  children: { kind: 'texts', count: null },
  companyName: text,
  department: text,
  displayName: text,
  emailAddresses: { kind: 'emails', count: 3 },
  fileAs: text,
  generation: text,
  givenName: text,
  homeAddress: address,
  homePhones: { kind: 'texts', count: 2 },
  imAddresses: { kind: 'texts', count: 3 },
  initials: text,
  jobTitle: text,
  manager: text,
  middleName: text,
  mobilePhone: text,
  nickName: text,
  officeLocation: text,
  otherAddress: address,
  personalNotes: { kind: 'text', max: null },
  profession: text,
  spouseName: text,
  surname: text,
  title: text,
  yomiCompanyName: text,
  yomiGivenName: text,
  yomiSurname: text,
};

export const FIELD_NAMES = Object.keys(FIELDS) as CardField[];

/** Sent along by clients that return what they read; the service does not let them be set. */
const IGNORED = new Set(['id', 'changeKey', 'createdDateTime', 'lastModifiedDateTime', 'parentFolderId']);

const ADDRESS_PARTS = ['street', 'city', 'state', 'countryOrRegion', 'postalCode'] as const;

const wrongType = (name: string): Error =>
  badRequest('RequestBodyRead', `The property '${name}' has a value of the wrong type.`);

function readText(name: string, given: unknown, max: number | null): string | null {
  if (given === null || given === '') return null;
  if (typeof given !== 'string') throw wrongType(name);
  if (max !== null && given.length > max)
    throw badRequest(
      'ErrorPropertyValidationFailure',
      `The value of '${name}' is longer than ${max} characters.`,
    );
  return given;
}

function readList(name: string, given: unknown, count: number | null): unknown[] {
  if (given === null) return [];
  if (!Array.isArray(given)) throw wrongType(name);
  if (count !== null && given.length > count)
    throw badRequest('ErrorInvalidArgument', `'${name}' takes at most ${count} entries.`);
  return given as unknown[];
}

/** `"A@msn.com,"` is accepted and comes back without `address` (reported, not documented). */
const ADDRESS = /^[^\s@,;<>]+@[^\s@,;<>]+$/;

function readEmail(name: string, given: unknown): EmailAddress {
  if (given === null || typeof given !== 'object') throw wrongType(name);
  const entry = given as Record<string, unknown>;
  const written = readText(`${name}/address`, entry['address'] ?? null, 255);
  const shown = readText(`${name}/name`, entry['name'] ?? null, 255) ?? written;
  if (written === null || !ADDRESS.test(written)) return shown === null ? {} : { name: shown };
  return { name: shown, address: written };
}

function readAddress(name: string, given: unknown): PhysicalAddress {
  if (given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) throw wrongType(name);
  const entry = given as Record<string, unknown>;
  const result: PhysicalAddress = {};
  for (const part of ADDRESS_PARTS) {
    const value = readText(`${name}/${part}`, entry[part] ?? null, 255);
    if (value !== null) result[part] = value;
  }
  return result;
}

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Edm.DateTimeOffset; the page's example sends only a date. Kept as an instant in UTC. */
function readDate(name: string, given: unknown): string | null {
  if (given === null) return null;
  if (typeof given !== 'string') throw wrongType(name);
  const at = DATE.test(given) ? Date.parse(given) : NaN;
  const day = new Date(`${given.slice(0, 10)}T00:00:00Z`);
  // 31 February parses to March in some engines: the day must be the one that was written.
  if (Number.isNaN(at) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(given.slice(0, 10)))
    throw badRequest('RequestBodyRead', `Cannot convert the literal of '${name}' to 'Edm.DateTimeOffset'.`);
  return instant(at);
}

export const instant = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

function readField(name: CardField, given: unknown): unknown {
  const field = FIELDS[name];
  switch (field.kind) {
    case 'text':
      return readText(name, given, field.max);
    case 'texts':
      return readList(name, given, field.count).map((entry) => {
        if (typeof entry !== 'string') throw wrongType(name);
        return readText(name, entry, 255) ?? '';
      });
    case 'emails':
      return readList(name, given, field.count).map((entry) => readEmail(name, entry));
    case 'date':
      return readDate(name, given);
    case 'address':
      return readAddress(name, given);
  }
}

/**
 * Checks the properties of a POST or PATCH body. Lists are taken whole: what is not in them is gone.
 * @throws Problem 400 for an unknown property, a wrong type, too many entries, a text that is too long
 */
export function readValues(body: Readonly<Record<string, unknown>>): CardValues {
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(body)) {
    if (name === 'singleValueExtendedProperties' || name.startsWith('@odata.') || IGNORED.has(name)) continue;
    if (!(name in FIELDS))
      throw badRequest(
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.contact'. Make sure to only use property names that are defined by the type.`,
      );
    values[name] = readField(name as CardField, given);
  }
  return values;
}

const joined = (...parts: (string | null | undefined)[]): string | null =>
  parts.filter((part) => part).join(' ') || null;

/** displayName as the service makes it when it was not given. */
export const makeDisplayName = (values: CardValues): string | null =>
  joined(values.givenName, values.middleName, values.surname) ??
  values.companyName ??
  values.emailAddresses?.[0]?.address ??
  null;

/** fileAs as the service makes it when it was not given: last name first. */
export function makeFileAs(values: CardValues): string | null {
  const first = joined(values.givenName, values.middleName);
  if (values.surname && first) return `${values.surname}, ${first}`;
  return values.surname ?? first ?? values.companyName ?? null;
}

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;

/** The calendar day that a stored birthday means: the nearest midnight, for clients store 11:59 or local midnight. */
export const birthdayDate = (at: string): string =>
  new Date(Math.floor((Date.parse(at) + HALF_DAY_MS) / DAY_MS) * DAY_MS).toISOString().slice(0, 10);

/** A birthday as a client of Outlook stores it. */
export function birthdayAs(date: string, form: 'midnightUtc' | '1159Utc' | 'localMidnight'): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (form === 'midnightUtc') return instant(midnight);
  if (form === '1159Utc') return instant(midnight + HALF_DAY_MS - 60_000);
  // Midnight in the Netherlands and Belgium, winter or summer time: the evening before in UTC.
  const month = Number(date.slice(5, 7));
  return instant(midnight - (month > 3 && month < 11 ? 2 : 1) * 3_600_000);
}
