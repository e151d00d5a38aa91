/** R7, statement 5: two cards were merged into one, and both persons are to have it. Met by random steps of the pure core. */
import { decide } from '../../support/core-decide.ts';
import { doOp } from '../../support/core-ops.ts';
import { officeWorld } from '../../support/core-walk.ts';

test('R7: of two persons that are given the card that has grown, the first has it and the second is asked again', () => {
  const world = officeWorld([], 2);
  doOp(world, { do: 'mergeAway', into: 1, from: 0 });
  doOp(world, { do: 'ownCard', party: 2, number: 1 });
  doOp(world, { do: 'mergeAway', into: 1, from: 0 });
  world.pass();
  const asked = [...world.held];
  expect(asked.map(([, { reason }]) => reason)).toEqual(['mergedAway', 'mergedAway']);
  for (const [heldId] of asked) decide(world, heldId, 'relink', {}, false);
  for (let pass = 0; pass < 3; pass += 1) world.pass();
  expect([...world.links.values()].map(({ cardId }) => cardId === asked[0]![1].cardId)).toEqual([
    true,
    false,
  ]);
  expect([...world.held.values()].filter(({ reason }) => reason === 'mergedAway')).toHaveLength(1);
});
