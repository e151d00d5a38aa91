/**
 * Reads the item that is open in Outlook: message or appointment, being read (plain values) or written (asked one by one).
 * learn.microsoft.com/javascript/api/outlook/office.item
 */
import { itemOf, type Correspondent, type Found, type ItemKind, type MailItem } from './item.ts';

/** Longest wait for one field of a draft; then it counts as empty, for an Outlook that does not answer must not hang us. */
const FIELD_TIMEOUT_MS = 3_000;

type Details = Pick<Office.EmailAddressDetails, 'displayName' | 'emailAddress'>;
/** What a field can be: a value while reading, something to ask while writing, absent where this Outlook has none. */
type Field<T> = T | { getAsync(callback: (result: Office.AsyncResult<T>) => void): void } | null | undefined;

/** All that is looked at of any of the four kinds of item. */
export interface OfficeItem {
  readonly itemType: unknown;
  readonly subject?: unknown;
  readonly from?: Field<Details>;
  readonly sender?: Field<Details>;
  readonly to?: Field<Details[]>;
  readonly cc?: Field<Details[]>;
  readonly bcc?: Field<Details[]>;
  readonly organizer?: Field<Details>;
  readonly requiredAttendees?: Field<Details[]>;
  readonly optionalAttendees?: Field<Details[]>;
  /** Of a draft. */
  addHandlerAsync?(type: Office.EventType, handler: () => void): void;
}

/** Which fields are asked, the most important first. Blind copies are copies to whoever writes them. */
const fields: Record<
  ItemKind,
  readonly (readonly [Exclude<keyof OfficeItem, 'addHandlerAsync'>, Correspondent['role']])[]
> = {
  read: [
    ['from', 'sender'],
    ['sender', 'sender'],
    ['to', 'to'],
    ['cc', 'cc'],
  ],
  compose: [
    ['to', 'to'],
    ['cc', 'cc'],
    ['bcc', 'cc'],
  ],
  appointmentRead: [
    ['organizer', 'organizer'],
    ['requiredAttendees', 'attendee'],
    ['optionalAttendees', 'attendee'],
  ],
  appointmentCompose: [
    ['requiredAttendees', 'attendee'],
    ['optionalAttendees', 'attendee'],
  ],
};

export const kindOf = (item: OfficeItem): ItemKind => {
  const isAppointment = item.itemType === 'appointment';
  if (isWriting(item.subject)) return isAppointment ? 'appointmentCompose' : 'compose';
  return isAppointment ? 'appointmentRead' : 'read';
};

/** Never fails: a field that cannot be read is nobody. */
export const readOfficeItem = async (item: OfficeItem, ownAddress: string | null): Promise<MailItem> => {
  const kind = kindOf(item);
  const found = await Promise.all(
    fields[kind].map(async ([name, role]) =>
      (await valueOf(item[name])).map((details) => foundOf(details, role)),
    ),
  );
  return itemOf(kind, found.flat(), ownAddress);
};

const foundOf = (details: Partial<Details> | null, role: Correspondent['role']): Found => ({
  name: textOf(details?.displayName),
  address: textOf(details?.emailAddress),
  role,
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isWriting = (field: unknown): field is { getAsync: (callback: (result: unknown) => void) => void } =>
  typeof (field as { getAsync?: unknown } | null | undefined)?.getAsync === 'function';

const valueOf = async (field: unknown): Promise<readonly Partial<Details>[]> => {
  const value = isWriting(field) ? await asked(field) : field;
  if (Array.isArray(value)) return value as Partial<Details>[];
  return value === null || value === undefined ? [] : [value];
};

const asked = (field: { getAsync: (callback: (result: unknown) => void) => void }): Promise<unknown> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(null);
    }, FIELD_TIMEOUT_MS);
    const answer = (result: unknown) => {
      clearTimeout(timer);
      const { status, value } = result as Office.AsyncResult<unknown>;
      resolve(String(status) === 'succeeded' ? value : null);
    };
    try {
      field.getAsync(answer);
    } catch {
      clearTimeout(timer);
      resolve(null);
    }
  });
