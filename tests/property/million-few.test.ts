/** Of the million random steps of the pure core (million-one.test.ts) those with two, three and four persons at one address. */
import { shares, told, walkShare } from '../support/core-walk-runs.ts';

const few = [shares.two, shares.three, shares.four].map((share) => ({ ...share, many: told(share.steps) }));

test.each(few)(
  'statements 1 to 7 hold over $many random steps with $persons persons at one address',
  async (share) => {
    const run = await walkShare(share);
    expect(run.steps).toBeGreaterThanOrEqual(share.steps);
    console.info(`${told(run.steps)} random steps of the pure core, ${share.persons} persons:`, run);
  },
  900_000,
);
