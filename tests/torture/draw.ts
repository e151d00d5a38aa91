/**
 * Draws the steps of a random day from a seeded chance, with the weights of an office that is busier and clumsier than any:
 * for the torture, and for random scenarios in one process.
 */
import type { Random } from '../../sandbox/random.ts';
import { conflictPolicies } from '../../worker/sync/selection.ts';
import { choices } from '../../worker/sync/ruling.ts';
import { typedFieldIds, type TypedFieldId } from '../support/typed-fields.ts';
import type { Party, Step } from './scenario.ts';

export interface Drawn {
  readonly boxes: number;
  /** How many persons there are now. */
  readonly persons: number;
  /** Persons at one address; more of them, more to mix. */
  readonly addresses: number;
}

type Draw = (random: Random, drawn: Drawn) => Step;

const field = (random: Random): TypedFieldId => random.pick(typedFieldIds);
const fields = (random: Random): TypedFieldId[] =>
  random.shuffle(typedFieldIds).slice(0, 1 + random.below(typedFieldIds.length));
const box = (random: Random, { boxes }: Drawn): number => random.below(boxes);
const who = (random: Random, { persons }: Drawn): number => random.below(Math.max(1, persons));
const some = (random: Random, below: number, most: number): number[] =>
  random.shuffle([...Array(below).keys()]).slice(0, 1 + random.below(most));
const party = (random: Random, drawn: Drawn): Party =>
  random.chance(0.25) ? { own: random.below(3) } : who(random, drawn);
const at = (random: Random, { addresses }: Drawn): { at?: number } =>
  addresses > 0 && random.chance(0.5) ? { at: random.below(addresses) } : {};

/** What people do on both sides, and Outlook; the number is how often it comes beside the others. */
export const humanSteps: readonly (readonly [number, Draw])[] = [
  [2, (r, d) => ({ do: 'newPerson', of: some(r, d.boxes, 3), ...at(r, d) })],
  [1, (r, d) => ({ do: 'ownCard', box: box(r, d), ...at(r, d) })],
  [10, (r, d) => ({ do: 'crm', who: who(r, d), field: field(r) })],
  [1, (r, d) => ({ do: 'crm', who: who(r, d), field: field(r), blank: true })],
  [10, (r, d) => ({ do: 'card', box: box(r, d), who: who(r, d), field: field(r) })],
  [1, (r, d) => ({ do: 'card', box: box(r, d), who: who(r, d), field: field(r), blank: true })],
  [1, (r, d) => ({ do: 'reformat', box: box(r, d), who: who(r, d), field: field(r) })],
  [2, (r, d) => ({ do: 'own', box: box(r, d), who: who(r, d) })],
  [1, (r, d) => ({ do: 'import', who: some(r, Math.max(1, d.persons), 4), field: field(r) })],
  [1, (r, d) => ({ do: r.pick(['remove', 'copy'] as const), box: box(r, d), who: who(r, d) })],
  [1, (r, d) => ({ do: r.pick(['move', 'dropProperty'] as const), box: box(r, d), who: who(r, d) })],
  [2, (r, d) => ({ do: 'former', who: who(r, d), on: r.chance(0.4) })],
  [1, (r, d) => ({ do: 'owners', who: who(r, d), of: some(r, d.boxes, 3) })],
  [1, (r, d) => ({ do: 'exclude', box: box(r, d), who: who(r, d) })],
  [1, (r, d) => ({ do: 'include', box: box(r, d), who: who(r, d) })],
  [1, (r, d) => ({ do: 'policy', box: box(r, d), policy: r.pick(conflictPolicies) })],
  [
    5,
    (r, d) => ({
      do: 'decide',
      box: box(r, d),
      pick: r.below(100),
      choice: r.pick(['safe', ...choices]),
      remote: [r.chance(0.5), r.chance(0.5), r.chance(0.5)],
      pair: r.chance(0.3),
    }),
  ],
  [2, (r, d) => ({ do: 'undo', box: box(r, d), pick: r.below(50) })],
];

/** What Outlook mixes; each asks that the mailbox has come to rest, so they are dear. */
export const mixingSteps: readonly (readonly [number, Draw])[] = [
  [3, (r, d) => ({ do: 'borrow', box: box(r, d), to: party(r, d), from: party(r, d), fields: fields(r) })],
  [2, (r, d) => ({ do: 'swap', box: box(r, d), to: party(r, d), from: party(r, d), fields: fields(r) })],
  [
    2,
    (r, d) => ({
      do: 'merge',
      box: box(r, d),
      to: party(r, d),
      from: party(r, d),
      fields: fields(r),
      properties: r.pick(['kept', 'lost', 'fromOther'] as const),
      others: r.pick(['deletedItems', 'gone'] as const),
    }),
  ],
];

/** Passes, crashes and the machine; for where nothing runs by itself. */
export const machineSteps: readonly (readonly [number, Draw])[] = [
  [12, (r, d) => ({ do: 'pass', box: box(r, d) })],
  [
    6,
    (r, d) => ({
      do: 'crash',
      box: box(r, d),
      call: 1 + r.below(40),
      when: r.pick(['before', 'after'] as const),
    }),
  ],
  [1, (r, d) => ({ do: 'loseToken', box: box(r, d) })],
  [1, (r) => ({ do: 'clock', advanceMs: r.below(3_600_000) })],
];

export const drawStep = (
  random: Random,
  drawn: Drawn,
  from: readonly (readonly [number, Draw])[] = [...humanSteps, ...mixingSteps, ...machineSteps],
): Step => {
  let left = random.next() * from.reduce((sum, [weight]) => sum + weight, 0);
  const [, draw] = from.find(([weight]) => (left -= weight) < 0) ?? from[0]!;
  return draw(random, drawn);
};
