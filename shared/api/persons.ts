/**
 * Persons at the API: the office's, readable by every employee whose sign-in is tied to one. A change names the
 * version it was made from; a person that has changed since is answered with 409 and the person as it is now.
 */
import { z } from 'zod';
import { personFieldIds, personKinds, type PersonFieldId } from '../person.ts';
import { employeeRef, id, instant } from './common.ts';

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
    inOutlook,
  })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof person>;

export const personQuery = z
  .strictObject({
    /** Exact address, compared without regard to letter case. */
    email: z.string().min(3).max(320).optional(),
    /** Part of a name, organisation or address. */
    q: z.string().min(2).max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .refine((query) => (query.email === undefined) !== (query.q === undefined), {
    message: 'one of email and q',
    path: ['q'],
  });

export const personList = z.object({ items: z.array(person) }).meta({ id: 'PersonList' });

const groups = z.array(z.string().trim().min(1).max(200)).max(200);
const ownerIds = z.array(id).max(200);

export const personCreate = z
  .strictObject({
    kind: z.enum(personKinds),
    fields: personPatch,
    /** Of an organisation that exists. */
    organisationId: id.nullish(),
    /** Instead of an id: found by name, or made. */
    organisationName: z.string().trim().min(1).max(300).nullish(),
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
