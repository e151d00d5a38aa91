/**
 * What happened to persons: what passes wrote on either side, and what the CRM itself tells of a person, in one's own
 * mailbox. Values as typed.
 */
import { z } from 'zod';
import { fieldIds } from '../person.ts';
import { id, instant, pageOf, pageQuery } from './common.ts';

const value = z.string().nullable();
const side = z.enum(['crm', 'remote']);

/** Parts of a person that are no fields; the CRM's own log names them, without their values. */
export const personParts = [
  'kind',
  'organisation',
  'relationManagerId',
  'ownerIds',
  'groups',
  'former',
  'headId',
] as const;
export type PersonPart = (typeof personParts)[number];

export const historyEntry = z
  .object({
    id,
    at: instant,
    /** Who tells it: the sync, or the CRM's own log (where the CRM keeps one, and a person was asked for). */
    source: z.enum(['sync', 'crm']),
    /** Null: not by a pass of this office. */
    passId: id.nullable(),
    mailboxId: id.nullable(),
    /** The user of the mailbox, the employee in the CRM, or an import; the name is null where it is not known (any more). */
    by: z.object({
      kind: z.enum(['mailbox', 'employee', 'import']),
      id: id.nullable(),
      name: z.string().nullable(),
    }),
    personId: id,
    personName: z.string().nullable(),
    /** Null: the card or the person as a whole (its creation). */
    field: z.enum([...fieldIds, ...personParts]).nullable(),
    /** Side that was written. */
    side,
    /** False: the CRM's log does not tell the values, and `from` and `to` say nothing. */
    valuesKnown: z.boolean(),
    from: value,
    to: value,
    /** The rule that decided, e.g. `R5.onlyCrm`; with source `crm` what happened there, e.g. `crm.changed`. */
    decision: z.string(),
    /** The same in a sentence, in the language asked for. */
    sentence: z.string(),
    /** A value that lost; `ofAnother`: it was not this person's (R7), so it is not had back. */
    overruled: z.object({ side, value, ofAnother: z.literal(true).optional() }).nullable(),
    outcome: z.enum(['intended', 'done', 'notDone']),
    /** The entry that this one took back. */
    undoes: id.nullable(),
  })
  .meta({ id: 'HistoryEntry' });
export type HistoryView = z.infer<typeof historyEntry>;

export const historyPage = pageOf(historyEntry).meta({ id: 'HistoryPage' });

const filters = {
  person: id.optional(),
  pass: id.optional(),
  field: z.enum(fieldIds).optional(),
  side: side.optional(),
  since: instant.optional(),
  /** Not included. */
  until: instant.optional(),
  /** Only entries that overruled a value that somebody typed. */
  overruled: z.enum(['true', 'false']).optional(),
};
/** All that are given must fit. */
export const historyQuery = pageQuery.extend(filters);
export const historyFileQuery = z.strictObject(filters);
export type HistoryFileQuery = z.infer<typeof historyFileQuery>;
