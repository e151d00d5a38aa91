/**
 * Properties of the pure core, over random histories of people who share addresses: edits on both sides, cards that
 * Outlook mixes, swaps and merges, decisions, undo, moves, copies, removals, clean-up, months that pass, and passes that
 * are cut off at any step. All statements that must always hold.
 */
import fc from 'fast-check';
import { doOp, kinds, op, type Op } from '../support/core-ops.ts';
import { officeWorld, problemsAtRest } from '../support/core-walk.ts';
import type { CoreWorld } from '../support/core-world.ts';

/** A pass writes nothing more, and nothing is left to do. */
const expectSilence = (world: CoreWorld): void => {
  const { writes } = world;
  expect(world.plan().steps).toEqual([]);
  world.pass();
  expect(world.writes).toBe(writes);
};

const expectStatements = (world: CoreWorld, cardsBefore: number): void => {
  expect(problemsAtRest(world, kinds.length)).toEqual([]);
  // 2 silence
  expectSilence(world);
  // 4 no strangers
  expect(world.strangers()).toEqual([]);
  // 6 nothing deleted
  expect(world.cards.size).toBeGreaterThanOrEqual(cardsBefore);
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
