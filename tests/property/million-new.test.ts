/**
 * Of the million random steps of the pure core (million-one.test.ts) those that are others each time. What goes wrong tells its
 * seed; `PROPERTY_SEED=… npm test -- tests/property/million-new` begins with it, and PROPERTY_STEPS=… looks for longer.
 */
import { asAsked, shares, told, walkShare } from '../support/core-walk-runs.ts';

const oneNew = asAsked(shares.oneNew);

test(`statements 1 to 7 hold over ${told(oneNew.steps)} new random steps with one person`, async () => {
  const run = await walkShare(oneNew);
  expect(run.steps).toBeGreaterThanOrEqual(oneNew.steps);
  console.info(`${told(run.steps)} new random steps of the pure core, one person:`, run);
}, 7_200_000);
