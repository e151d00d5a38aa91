/**
 * Persons at the API: the office's, readable by every employee whose sign-in is tied to one. A change names the
 * version it was made from; a person that has changed since is answered with 409 and the person as it is now.
 */
import { z } from 'zod';
import { personFieldIds, personKinds, type PersonFieldId } from '../person.ts';
import { employeeRef, id, instant, plainText } from './common.ts';
import { visibleParts } from './visibility.ts';

/** Longest text the API takes in one field; a CRM may take less and says so with 422. */
export const MAX_FIELD_LENGTH = 1000;

const fieldText = z
  .string()
  .max(MAX_FIELD_LENGTH)
  .transform((text) => (text.trim() === '' ? null : text.trim()))
  .nullable();

const shapeOf = <T extends z.ZodType>(of: T) =>
  Object.fromEntries(personFieldIds.map((field) => [field, of])) as Record<PersonFieldId, T>;

export const personFields = z
  .object(shapeOf(z.string().nullable()))
  .meta({ id: 'PersonFields', description: 'Text as typed; null is blank.' });

/** Blank text is taken as null. A name that is no field is refused, not ignored. */
export const personPatch = z
  .strictObject(shapeOf(fieldText))
  .partial()
  .meta({ id: 'PersonPatch', description: 'Only the fields that change.' });

/** R1 in words: is this person in my Outlook, and why (not)? */
export const inOutlook = z
  .object({
    selected: z.boolean(),
    because: z.enum([
      'relationManager',
      'owner',
      'former',
      'notYours',
      'excludedByUser',
      'groupExcluded',
      'groupNotIncluded',
      'roleNotChosen',
      'gone',
      'removedByUser',
      'notActivated',
    ]),
    /** State of the link with my mailbox, null where there is none. */
    link: z.enum(['creating', 'active', 'paused']).nullable(),
  })
  .meta({ id: 'InOutlook', description: 'Whether and why this person is in the Outlook of who asks.' });

export const person = z
  .object({
    id,
    kind: z.enum(personKinds),
    displayName: z.string(),
    fields: personFields,
    organisation: z.object({ id, name: z.string() }).nullable(),
    relationManager: employeeRef.nullable(),
    owners: z.array(employeeRef),
    groups: z.array(z.string()),
    former: z.boolean(),
    headId: id.nullable(),
    version: z.string(),
    changedAt: instant,
    /** Parts that the office does not show (`visibleParts`): they are blank here, and say nothing. */
    hidden: z.array(z.enum(visibleParts)),
    /** This person in the CRM's own pages; null where the office has none. */
    crmUrl: z.url().nullable(),
    inOutlook,
  })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof person>;

export const personQuery = z
  .strictObject({
    /** Exact address, compared without regard to letter case. */
    email: z.string().min(3).max(320).optional(),
    /** Part of a name, organisation or address. */
    q: plainText.min(2).max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .refine((query) => (query.email === undefined) !== (query.q === undefined), {
    message: 'one of email and q',
    path: ['q'],
  });

export const personList = z.object({ items: z.array(person) }).meta({ id: 'PersonList' });

const groups = z.array(plainText.trim().min(1).max(200)).max(200);
const ownerIds = z.array(id).max(200);

export const personCreate = z
  .strictObject({
    kind: z.enum(personKinds),
    fields: personPatch,
    /** Of an organisation that exists. */
    organisationId: id.nullish(),
    /** Instead of an id: found by name, or made. */
    organisationName: plainText.trim().min(1).max(300).nullish(),
    relationManagerId: id.nullish(),
    ownerIds: ownerIds.optional(),
    groups: groups.optional(),
  })
  .refine((body) => (body.organisationId ?? null) === null || (body.organisationName ?? null) === null, {
    message: 'one of organisationId and organisationName',
    path: ['organisationName'],
  })
  .meta({ id: 'PersonCreate' });
export type PersonCreate = z.infer<typeof personCreate>;

export const personChange = z
  .strictObject({
    /** The version the change was made from. */
    version: z.string().min(1).max(200),
    fields: personPatch.optional(),
    /** Null: nobody. */
    relationManagerId: id.nullable().optional(),
    ownerIds: ownerIds.optional(),
    groups: groups.optional(),
    former: z.boolean().optional(),
  })
  .meta({ id: 'PersonChange' });
export type PersonChange = z.infer<typeof personChange>;

/** Most addresses of one mail or appointment that are looked up; a longer list is cut by who asks. */
export const MAX_LOOKUP = 100;

export const personLookup = z
  .strictObject({ addresses: z.array(z.string().min(1).max(320)).min(1).max(MAX_LOOKUP) })
  .meta({ id: 'PersonLookup' });

export const personLookupResult = z
  .object({
    /** In the order asked. */
    items: z.array(
      z.object({
        address: z.string(),
        /** Exactly at this address; letters that only look alike match nobody. */
        persons: z.array(person),
        /** Whom the asker chose at this address before; null: nobody, or that person is no longer there. */
        chosen: id.nullable(),
      }),
    ),
  })
  .meta({ id: 'PersonLookupResult' });
export type LookupResult = z.infer<typeof personLookupResult>;

/** Who is meant at an address with several persons; null forgets it. Remembered per user. */
export const addressChoice = z
  .strictObject({ address: z.string().min(1).max(320), personId: id.nullable() })
  .meta({ id: 'AddressChoice' });

/** Becoming, or no longer being, a person's owner or relation manager; all others stay as they are. */
export const mineChange = z
  .strictObject({
    version: z.string().min(1).max(200),
    role: z.enum(['relationManager', 'owner']),
    mine: z.boolean(),
  })
  .meta({ id: 'MineChange' });
export type MineChange = z.infer<typeof mineChange>;

export const RECENT_DAYS = 30;

/** Persons that the asker looked at in the last 30 days, the latest first. */
export const recentPersons = z
  .object({ items: z.array(z.object({ person, seenAt: instant })) })
  .meta({ id: 'RecentPersons' });
export type RecentPersons = z.infer<typeof recentPersons>;

export const personSeen = z.object({ seenAt: instant }).meta({ id: 'PersonSeen' });
