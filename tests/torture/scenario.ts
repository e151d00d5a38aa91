/**
 * A scenario as data: what people, Outlook, the network and the machine do to an office, step by step. Everything is named
 * by its number and every value is drawn when it is typed, so that any part of the steps is a scenario too: a step whose
 * target is not there does nothing. What the torture records, what is replayed, made smaller and kept in
 * tests/scenario/recorded is this. Only the shape is here; what a step does is in perform.ts.
 */
import { z } from 'zod';
import { DEFAULT_SWITCHES, type FaultRule, type RandomFaults, type Switches } from '../../sandbox/index.ts';
import { conflictPolicies } from '../../worker/sync/selection.ts';
import { choices } from '../../worker/sync/ruling.ts';
import { typedFieldIds } from '../support/typed-fields.ts';

const index = z.int().min(0).max(9_999);
const box = index;
const who = index;
const field = z.enum(typedFieldIds);

/** A card by whose it is: that of the person with this number, or the n-th card of the user's own in this mailbox. */
export const party = z.union([who, z.object({ own: index })]);
export type Party = z.infer<typeof party>;

const isKnown = (names: object) => (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).every((name) => name in names);
export const switches = z.custom<Partial<Switches>>(isKnown(DEFAULT_SWITCHES));

const isRule = (value: unknown): boolean => {
  const rule = value as { fault?: { kind?: unknown }; path?: unknown; times?: unknown } | null;
  const isFinite = rule?.times === undefined || Number.isSafeInteger(rule.times);
  return isFinite && typeof rule?.fault?.kind === 'string' && typeof (rule.path ?? '') === 'string';
};
/** A path is text (`/…/` for an expression), the mailbox is told by its number beside the rule. */
export const faultRule = z.custom<Omit<FaultRule, 'mailbox' | 'path'> & { readonly path?: string }>(isRule);

const mix = z.object({ box, to: party, from: party });

export const step = z.discriminatedUnion('do', [
  /** `of`: the mailboxes whose employees have this person, the first as relation manager; `at`: an address that all with the same number share. */
  z.object({ do: z.literal('newPerson'), of: z.array(box), at: index.optional() }),
  /** A card of somebody who is not in the CRM, at the shared address `at` or at one of its own. */
  z.object({ do: z.literal('ownCard'), box, at: index.optional() }),
  /** Typed over in the CRM, on a card; `blank`: made empty. */
  z.object({ do: z.literal('crm'), who, field, blank: z.boolean().optional() }),
  z.object({ do: z.literal('card'), box, who, field, blank: z.boolean().optional() }),
  /** The same value in another way of writing: no change (R4). */
  z.object({ do: z.literal('reformat'), box, who, field }),
  /** A second number, a second address, a note. */
  z.object({ do: z.literal('own'), box, who }),
  /** A CRM import file with one column for these persons. */
  z.object({ do: z.literal('import'), who: z.array(who), field }),
  ...(['remove', 'move', 'copy', 'dropProperty'] as const).map((name) =>
    z.object({ do: z.literal(name), box, who }),
  ),
  /** What Outlook mixes (R7); the mailbox rests before it. */
  mix.extend({ do: z.literal('borrow'), fields: z.array(field) }),
  mix.extend({ do: z.literal('swap'), fields: z.array(field) }),
  mix.extend({
    do: z.literal('merge'),
    fields: z.array(field),
    properties: z.enum(['kept', 'lost', 'fromOther']),
    others: z.enum(['deletedItems', 'gone']),
  }),
  /** The `pick`-th held change that waits. `safe`, and whatever is not offered for its reason: the first that is offered. */
  z.object({
    do: z.literal('decide'),
    box,
    pick: index,
    choice: z.enum(['safe', ...choices]),
    /** With `fields`: whether the n-th field takes the remote value. */
    remote: z.array(z.boolean()).optional(),
    pair: z.boolean().optional(),
  }),
  /** The `pick`-th newest entry of the history is taken back. */
  z.object({ do: z.literal('undo'), box, pick: index }),
  z.object({ do: z.literal('policy'), box, policy: z.enum(conflictPolicies) }),
  z.object({ do: z.literal('exclude'), box, who }),
  z.object({ do: z.literal('include'), box, who }),
  z.object({ do: z.literal('former'), who, on: z.boolean() }),
  /** Another relation manager (the first) and other owners. */
  z.object({ do: z.literal('owners'), who, of: z.array(box) }),
  z.object({ do: z.literal('fault'), rule: faultRule, box: box.optional() }),
  /** Random faults from here on; no rates: none. */
  z.object({ do: z.literal('faults'), seed: z.int(), rates: z.custom<RandomFaults['rates']>() }),
  z.object({ do: z.literal('switch'), set: switches }),
  z.object({ do: z.literal('clock'), advanceMs: z.int().min(0) }),
  z.object({ do: z.literal('loseToken'), box }),
  z.object({ do: z.literal('pass'), box }),
  /** The process ends at its `call`-th call through a port of a pass; live: at about that moment. */
  z.object({ do: z.literal('crash'), box, call: index, when: z.enum(['before', 'after']) }),
  /** The store's server goes and comes back. */
  z.object({ do: z.literal('restart') }),
  /** A person looks at a mailbox that was stopped or parked: signs in again, says "go on". */
  z.object({ do: z.literal('resume'), box }),
  /** Everybody stops typing, faults end, all mailboxes come to rest, and every statement is checked. */
  z.object({ do: z.literal('rest') }),
]);
export type Step = z.infer<typeof step>;

export const scenario = z.object({
  /** A sentence: its name as a test. */
  about: z.string().min(1),
  /** The sandbox's chance. */
  seed: z.int(),
  /** One for each mailbox. */
  policies: z.array(z.enum(conflictPolicies)).min(1),
  switches,
  steps: z.array(step),
});
export type Scenario = z.infer<typeof scenario>;

/** A step a line, so that a recorded one reads like a list and changes show as lines. */
export const scenarioText = ({ steps, ...head }: Scenario): string => {
  const lines = steps.map((each) => `    ${JSON.stringify(each)}`);
  const opening = JSON.stringify({ ...head }, null, 2).replace(/\n\}$/u, '');
  return `${opening},\n  "steps": [\n${lines.join(',\n')}\n  ]\n}\n`;
};
