/**
 * Held changes of one's own mailbox: what waits for a decision, what can be decided, and what became of it. One queue for
 * every source. Values as typed; of a card that is not linked nothing but that it exists.
 */
import { z } from 'zod';
import { fieldIds } from '../person.ts';
import { employeeRef, id, instant, pageOf, pageQuery, plainText } from './common.ts';

const value = z.string().nullable();
const fieldId = z.enum(fieldIds);

export const heldReasons = [
  'conflict',
  'noBase',
  'lastNameRequired',
  'malformedEmail',
  'invalidDate',
  'tooLong',
  'refusedByCrm',
  'noRoom',
  'refusedByRemote',
  'notSelected',
  'borrowed',
  'nameOfAnother',
  'mergedAway',
  'sameCardExists',
] as const;

export const heldChoices = [
  'crm',
  'remote',
  'fields',
  'link',
  'keepBoth',
  'relink',
  'newCard',
  'leave',
  'retry',
] as const;
export type HeldChoice = (typeof heldChoices)[number];

/** Why something cannot be chosen now. */
export const heldProblems = [
  'notOffered',
  'undecided',
  'unknownField',
  'onlyOut',
  'personGone',
  'cardIsAnothers',
  'notForPairs',
  'lastNameRequired',
  'malformedEmail',
  'invalidDate',
  'tooLong',
  'refusedByCrm',
] as const;

const fieldChoices = z.partialRecord(fieldId, z.enum(['crm', 'remote']));

/** The other party (R7): a person of the CRM, or a card that belongs to nobody there. */
export const heldDonor = z
  .object({
    kind: z.enum(['person', 'card']),
    personId: id.nullable(),
    /** How it is called in sentences, in the language asked for. */
    name: z.string(),
  })
  .meta({ id: 'HeldDonor' });

export const heldDecision = z
  .object({
    /** Also names it among what is remembered for pairs. */
    id,
    choice: z.enum(heldChoices),
    fields: fieldChoices,
    rememberPair: z.boolean(),
    /** Null: an administrator on the command line, or somebody who is no longer an employee. */
    by: employeeRef.nullable(),
    byName: z.string(),
    at: instant,
    /** `pending`: no pass has carried it out yet; `overtaken`: the data changed before one could. */
    outcome: z.enum(['pending', 'applied', 'overtaken']),
    settledAt: instant.nullable(),
  })
  .meta({ id: 'HeldDecision' });

export const heldChange = z
  .object({
    id,
    mailboxId: id,
    openedAt: instant,
    personId: id,
    personName: z.string().nullable(),
    linkId: id.nullable(),
    /** Where the change came from, as a code and as people call it. */
    source: z.string(),
    sourceName: z.string(),
    reason: z.enum(heldReasons),
    /** The reason in a sentence, in the language asked for. */
    sentence: z.string(),
    donor: heldDonor.nullable(),
    fields: z.array(
      z.object({
        field: fieldId,
        label: z.string(),
        /** What both sides last agreed on, as it is compared; null: never. */
        base: z.object({ crm: value, remote: value }).nullable(),
        crm: value,
        remote: value,
        /** What can be chosen for it with `fields`. */
        sides: z.array(z.enum(['crm', 'remote'])),
      }),
    ),
    /** What can be decided now, the safest first; none once it is closed. */
    choices: z.array(z.object({ choice: z.enum(heldChoices), label: z.string(), effect: z.string() })),
    /** What this reason offers else, and why it cannot be chosen now. */
    refused: z.array(
      z.object({ choice: z.enum(heldChoices), problem: z.enum(heldProblems), message: z.string() }),
    ),
    /** Whether the decision can be remembered for this pair. */
    canRemember: z.boolean(),
    state: z.enum(['open', 'decided', 'overtaken']),
    closedAt: instant.nullable(),
    decision: heldDecision.nullable(),
    /** What became of it, in a sentence. */
    standing: z.string(),
  })
  .meta({ id: 'HeldChange' });
export type HeldView = z.infer<typeof heldChange>;

export const heldPage = pageOf(heldChange).meta({ id: 'HeldPage' });

export const heldQuery = pageQuery.extend({
  person: id.optional(),
  reason: z.enum(heldReasons).optional(),
  source: plainText.min(1).max(100).optional(),
  state: z
    .enum(['open', 'closed', 'all'])
    .default('open')
    .meta({ description: 'Closed: decided, or closed by themselves.' }),
});

export const decisionBody = z
  .strictObject({
    choice: z.enum(heldChoices),
    fields: fieldChoices
      .optional()
      .meta({ description: 'With choice `fields`, and only then: every field of the held change.' }),
    rememberPair: z
      .boolean()
      .default(false)
      .meta({ description: 'Decide the same way whatever this other party lends to this person later.' }),
  })
  .refine(({ choice, fields }) => choice === 'fields' || fields === undefined, {
    message: 'fields only with choice fields',
    path: ['fields'],
  })
  .meta({ id: 'HeldDecisionBody' });
export type DecisionBody = z.input<typeof decisionBody>;

/** Most held changes that are decided in one call. */
export const MAX_TOGETHER = 200;

export const decisionsBody = z
  .strictObject({
    ids: z.array(id).min(1).max(MAX_TOGETHER),
    choice: z.enum(heldChoices).exclude(['fields']),
  })
  .meta({ id: 'HeldDecisionsBody' });

/** One of many that were decided together. */
export const decisionsResult = z
  .object({
    items: z.array(
      z.object({
        id,
        outcome: z.enum(['decided', 'alreadyDecided', 'overtaken', 'notPossible', 'unknown']),
        /** With `notPossible`. */
        problem: z.enum(heldProblems).nullable(),
        /** As it stands now; null with `unknown`. */
        held: heldChange.nullable(),
      }),
    ),
  })
  .meta({ id: 'HeldDecisionsResult' });
export type DecisionsResult = z.infer<typeof decisionsResult>;

export const heldPair = z
  .object({
    id,
    heldId: id,
    personId: id,
    personName: z.string().nullable(),
    donor: heldDonor,
    choice: z.enum(heldChoices),
    by: employeeRef.nullable(),
    byName: z.string(),
    at: instant,
    /** What it does, in a sentence. */
    sentence: z.string(),
  })
  .meta({ id: 'HeldPair' });
export type PairView = z.infer<typeof heldPair>;

export const heldPairList = z.object({ items: z.array(heldPair) }).meta({ id: 'HeldPairList' });

/** For administrators: that something waits and why, never whose and never what. */
export const heldOutline = z
  .object({
    id,
    mailboxId: id,
    source: z.string(),
    reason: z.enum(heldReasons),
    fields: z.array(fieldId),
    openedAt: instant,
    state: z.enum(['open', 'decided', 'overtaken']),
    closedAt: instant.nullable(),
  })
  .meta({ id: 'HeldOutline' });
export const heldOutlinePage = pageOf(heldOutline).meta({ id: 'HeldOutlinePage' });
