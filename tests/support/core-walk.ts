/**
 * Long random walks through the world of the pure core: the steps of core-ops.ts, drawn from a seed at next to no cost, with
 * the statements looked at on the way. A walk that goes wrong is given back as the steps that led there, to be made smaller.
 */
import { createRandom, type Random } from '../../sandbox/random.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import { conflictPolicies, roles } from '../../worker/sync/selection.ts';
import { cardEdits, crmFields, doOp, heads, kinds, strangers, type Op } from './core-ops.ts';
import { mixParts, shared, valueFor } from './core-values.ts';
import { CoreWorld } from './core-world.ts';

/** Everybody at one office's address, each with a number of its own; some are no relations yet. */
export const officeWorld = (late: readonly number[], persons: number = kinds.length): CoreWorld => {
  const some = kinds.slice(0, persons);
  const world = new CoreWorld(some, heads, (human) => valueFor('lastName', human, 0));
  some.forEach((kind, index) => {
    const [email, phone] =
      kind === 'privatePerson'
        ? (['privateEmail', 'privatePhone'] as const)
        : (['workEmail', 'workPhone'] as const);
    world.editPerson(`person-${index}` as PersonId, (person) => ({
      ...person,
      former: late.includes(index),
      fields: {
        ...person.fields,
        firstName: valueFor('firstName', heads[index]!, 0),
        [email]: shared.workEmail,
        [phone]: valueFor(phone, heads[index]!, 0),
      },
    }));
  });
  world.pass();
  return world;
};

type Draw = (random: Random, who: () => number) => Op;
const any = (random: Random): number => random.below(1_000);
const some = <T>(random: Random, items: readonly T[]): T[] =>
  random.shuffle(items).slice(0, 1 + random.below(items.length));

/** Every step that there is, and how often it comes beside the others. */
const draws: readonly (readonly [number, Draw])[] = [
  [
    6,
    (r, who) => ({
      do: 'crm',
      who: who(),
      field: r.pick(crmFields),
      number: r.below(100),
      as: r.pick(['own', 'own', 'own', 'shared', 'blank', 'reformatted'] as const),
    }),
  ],
  [
    6,
    (r) => ({
      do: 'card',
      which: any(r),
      what: r.pick(cardEdits),
      number: r.below(100),
      isShared: r.chance(0.5),
    }),
  ],
  [2, (r) => ({ do: 'ownCard', party: r.pick([...strangers, ...heads]), number: r.below(100) })],
  [5, (r) => ({ do: 'mix', into: any(r), from: any(r), parts: some(r, mixParts) })],
  [2, (r) => ({ do: r.pick(['swap', 'mergeAway'] as const), into: any(r), from: any(r) })],
  [1, (r, who) => ({ do: r.pick(['remove', 'move', 'copy', 'dropProperty'] as const), who: who() })],
  [
    1,
    (r, who) => ({
      do: r.pick(['former', 'owner', 'group', 'exclude'] as const),
      who: who(),
      on: r.chance(0.5),
    }),
  ],
  [1, () => ({ do: 'all' })],
  [1, (r, who) => ({ do: 'cleanUp', who: who() })],
  [1, (r) => ({ do: 'policy', policy: r.pick(conflictPolicies) })],
  [1, (r) => ({ do: 'roles', roles: some(r, roles) })],
  [1, (r, who) => ({ do: 'tie', who: who(), as: r.pick(roles) })],
  [5, (r) => ({ do: 'decide', which: any(r), choice: any(r), sides: any(r), forPair: r.chance(0.5) })],
  [2, (r) => ({ do: 'undo', which: any(r) })],
  [2, () => ({ do: 'pass' })],
  [1, (r) => ({ do: 'late', which: any(r) })],
  [1.5, (r) => ({ do: 'crash', until: r.below(7), lastUnconfirmed: r.chance(0.5) })],
  [0.1, (r) => ({ do: 'days', days: 1 + r.below(40) })],
];
const total = draws.reduce((sum, [weight]) => sum + weight, 0);

export const drawOp = (random: Random, persons: number): Op => {
  let left = random.next() * total;
  const [, draw] = draws.find(([weight]) => (left -= weight) < 0) ?? draws[0]!;
  return draw(random, () => random.below(persons));
};

const passesUntilRest = 10;
/** After so many steps both sides come to rest, and all statements are checked. */
const restEvery = 150;

export type WalkStep = Op | { readonly do: 'rest' };

/** Statements 1, 2, 3, 5 and 6: sentences about what does not hold once both sides rest. */
export const problemsAtRest = (world: CoreWorld, persons: number): string[] => {
  const said: string[] = [];
  let passes = 0;
  // Of what is to be taken back in one field a pass does one after the other.
  const most = passesUntilRest + world.undo.length;
  world.deliver();
  // A pass without a step is the silence: it writes nothing, and the next one finds the same.
  while (passes < most && world.pass() > 0) passes += 1;
  if (passes === most) said.push('restless: every pass finds something to do');
  said.push(...world.differing().map((text) => `differs: ${text}`));
  if (world.undo.length > 0) said.push('an undo is never done');
  if (world.rulings.some(({ pending }) => pending)) said.push('a decision is never met');
  said.push(...world.lost().map((text) => `lost: ${text}`));
  const links = [...world.links.values()];
  for (const end of ['personId', 'cardId'] as const)
    if (new Set(links.map((link) => link[end])).size !== links.length)
      said.push(`doubled: two links, one ${end}`);
  // An ID that is no link's any more says nothing, wherever it still stands.
  const linked = new Set(links.map(({ connectorId }) => connectorId));
  const carried = [...world.cards.values()]
    .filter((card) => !card.inDeletedItems && card.connectorId !== null && linked.has(card.connectorId))
    .map(({ connectorId }) => connectorId);
  if (new Set(carried).size !== carried.length) said.push('doubled: two cards, one connector ID');
  if (world.persons.size !== persons) said.push('deleted: a person');
  return said;
};

/** Statement 4, each state of a person looked at once: what belongs to somebody goes on belonging to them. */
const newStrangers = (world: CoreWorld, looked: WeakSet<Person>): string[] => {
  const fresh = [...world.persons.values()].filter((person) => !looked.has(person));
  for (const person of fresh) looked.add(person);
  return fresh.length === 0
    ? []
    : world.account.strangers(fresh, (person) => world.humanOf(person)).map((text) => `mixed: ${text}`);
};

export interface Walk {
  /** How many of the office's persons there are. */
  readonly persons: number;
  readonly late: readonly number[];
  readonly ops: readonly WalkStep[];
}

export interface Walked {
  /** Steps that found something to do. */
  readonly done: number;
  readonly passes: number;
  /** How many of the walk's steps were tried, the one that went wrong among them. */
  readonly tried: number;
  readonly problems: readonly string[];
}

const problemsAfter = (world: CoreWorld, step: WalkStep, persons: number): string[] => {
  if (step.do === 'rest') return problemsAtRest(world, persons);
  doOp(world, step);
  return [];
};

/** Does these steps, until one goes wrong. */
export const walk = ({ persons, late, ops }: Walk): Walked => {
  const world = officeWorld(late, persons);
  const looked = new WeakSet<Person>();
  let [done, cards] = [0, world.cards.size];
  for (const [index, step] of ops.entries()) {
    const { doings } = world;
    const said = problemsAfter(world, step, persons);
    if (step.do !== 'rest' && world.doings > doings) done += 1;
    said.push(...newStrangers(world, looked));
    if (world.cards.size < cards) said.push('deleted: a card');
    cards = world.cards.size;
    if (said.length > 0) return { done, passes: world.passes, tried: index + 1, problems: said };
  }
  return { done, passes: world.passes, tried: ops.length, problems: [] };
};

/** The walk of this seed; it begins with some of the persons not being relations yet. */
export const drawWalk = (seed: number, steps: number, persons: number = kinds.length): Walk => {
  const random = createRandom(seed);
  const late = [...Array(persons).keys()].filter(() => random.chance(0.3));
  const ops = Array.from({ length: steps }, (_, index): WalkStep[] => {
    const drawn = drawOp(random, persons);
    return (index + 1) % restEvery === 0 || index + 1 === steps ? [drawn, { do: 'rest' }] : [drawn];
  }).flat();
  return { persons, late, ops };
};
