/**
 * Properties of the pure core, over random histories of people who share addresses: edits on both sides, cards that
 * Outlook mixes, swaps and merges, decisions, undo, moves, copies, removals, clean-up, months that pass, and passes that
 * are cut off at any step. All statements that must always hold.
 */
import fc from 'fast-check';
import type { PersonId } from '../../shared/ids.ts';
import { CoreWorld } from '../support/core-world.ts';
import { doOp, heads, kinds, op, type Op } from '../support/core-ops.ts';
import { shared, valueFor } from '../support/core-values.ts';

/** Everybody at one office's address, each with a number of its own; some are no relations yet. */
const officeWorld = (late: readonly number[]): CoreWorld => {
  const world = new CoreWorld(kinds, heads, (human) => valueFor('lastName', human, 0));
  kinds.forEach((kind, index) => {
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

const passesUntilRest = 10;

/** A pass writes nothing more, and nothing is left to do. */
const expectSilence = (world: CoreWorld): void => {
  const { writes } = world;
  expect(world.plan().steps).toEqual([]);
  world.pass();
  expect(world.writes).toBe(writes);
};

const expectStatements = (world: CoreWorld, cardsBefore: number): void => {
  // Both sides rest: nothing is on its way any more, and of what is to be taken back in one field a pass does one after the other.
  world.deliver();
  const passes = passesUntilRest + world.undo.length;
  for (let pass = 0; pass < passes; pass += 1) world.pass();
  // 1 convergence
  expect(world.differing()).toEqual([]);
  expect(world.undo).toEqual([]);
  expect(world.rulings.filter(({ pending }) => pending)).toEqual([]);
  // 2 silence
  expectSilence(world);
  // 3 no lost update
  expect(world.lost()).toEqual([]);
  // 4 no strangers
  expect(world.strangers()).toEqual([]);
  // 5 no doubles
  const links = [...world.links.values()];
  expect(new Set(links.map((link) => link.personId)).size).toBe(links.length);
  expect(new Set(links.map((link) => link.cardId)).size).toBe(links.length);
  const carried = [...world.cards.values()].filter(
    (card) => !card.inDeletedItems && card.connectorId !== null,
  );
  expect(new Set(carried.map((card) => card.connectorId)).size).toBe(carried.length);
  // 6 nothing deleted
  expect(world.cards.size).toBeGreaterThanOrEqual(cardsBefore);
  expect(world.persons.size).toBe(kinds.length);
};

const play = (late: readonly number[], ops: readonly Op[]): void => {
  const world = officeWorld(late);
  for (const each of ops) {
    doOp(world, each);
    expect(world.strangers()).toEqual([]);
  }
  expectStatements(world, world.cards.size);
  // A question that nobody answers does not answer itself: the other card is forgotten, what is held stays held.
  world.tick(40 * 86_400_000);
  world.pass();
  world.pass();
  expect(world.strangers()).toEqual([]);
  expect(world.lost()).toEqual([]);
};

const numRuns = Number(process.env['CORE_RUNS'] ?? 200);

test('statements 1 to 7 hold for the pure core, over random histories of people who share addresses', () => {
  const late = fc.subarray(kinds.map((_, index) => index));
  fc.assert(fc.property(late, fc.array(op, { maxLength: 40 }), play), { numRuns });
});
