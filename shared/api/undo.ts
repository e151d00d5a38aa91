/**
 * Undo at the API, in one's own mailbox: first a plan that changes nothing, then the same plan asked for by its key. A pass
 * does it, and tells what became of every field.
 */
import { z } from 'zod';
import { fieldIds, personFieldIds } from '../person.ts';
import { employeeRef, id, instant, pageOf, plainText } from './common.ts';

const value = z.string().nullable();

const scope = {
  /** One entry of the history. */
  entryId: id.optional(),
  /** All that one pass did. */
  passId: id.optional(),
  /** Everything this mailbox sent to the CRM from then on. */
  since: instant.optional(),
};

const isOne = (body: { entryId?: unknown; passId?: unknown; since?: unknown }): boolean =>
  [body.entryId, body.passId, body.since].filter((part) => part !== undefined).length === 1;
const oneOfThem = { message: 'one of entryId, passId and since', path: ['entryId'] };

export const undoScope = z.strictObject(scope).refine(isOne, oneOfThem).meta({ id: 'UndoScope' });
export type UndoScopeBody = z.infer<typeof undoScope>;

export const undoRequest = z
  .strictObject({ ...scope, planKey: plainText.min(1).max(100) })
  .refine(isOne, oneOfThem)
  .meta({ id: 'UndoRequest' });

export const undoPlan = z
  .object({
    /** Names exactly this plan; asking for it is refused when it is no longer what would happen. */
    planKey: z.string(),
    items: z.array(
      z.object({
        /** The newest entry that is taken back, and how many of the same field go with it. */
        entryId: id,
        entries: z.int().positive(),
        personId: id,
        personName: z.string().nullable(),
        field: z.enum(personFieldIds),
        /** In the CRM. */
        now: value,
        becomes: value,
      }),
    ),
    leftOut: z.array(
      z.object({
        entryId: id,
        personId: id,
        personName: z.string().nullable(),
        field: z.enum(fieldIds).nullable(),
        /** Code of why; `sentence` says it in the language asked for. */
        because: z.string(),
        sentence: z.string(),
      }),
    ),
  })
  .meta({
    id: 'UndoPlan',
    description: 'What would be taken back, and what stays as it is with the reason.',
  });
export type UndoPlanView = z.infer<typeof undoPlan>;

export const undo = z
  .object({
    id,
    scope: z.object({ entryId: id.nullable(), passId: id.nullable(), since: instant.nullable() }),
    askedAt: instant,
    /** Null: an administrator, on the command line. */
    askedBy: employeeRef.nullable(),
    /** Why no pass comes to it by itself; null: one does, or all is settled. */
    waitsFor: z
      .object({ state: z.enum(['paused', 'signInAgain', 'braked']), sentence: z.string() })
      .nullable(),
    counts: z.object({ pending: z.int(), done: z.int(), notDone: z.int() }),
    items: z.array(
      z.object({
        entryId: id,
        personId: id,
        personName: z.string().nullable(),
        field: z.enum(personFieldIds),
        from: value,
        to: value,
        outcome: z.enum(['pending', 'done', 'changedSince', 'gone', 'refusedByCrm']),
        sentence: z.string(),
        settledAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Undo' });
export type UndoView = z.infer<typeof undo>;

export const undoPage = pageOf(undo).meta({ id: 'UndoPage' });
