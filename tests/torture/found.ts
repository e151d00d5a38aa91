/**
 * What a torture has found, replayed in one process and made small, as data that tests/scenario/recorded can take. What
 * hangs on real processes may hold in one; then the whole recording is what there is.
 */
import { replay } from './replay.ts';
import { scenarioText, type Scenario } from './scenario.ts';
import { kindOf, shrink } from './shrink.ts';

const kindsOf = (problems: readonly string[]): Set<string> => new Set(problems.map(kindOf));

/** What to tell about it. */
export const shrinkFound = async (scenario: Scenario, budgetMs: number): Promise<string> => {
  const found = kindsOf(await replay(scenario));
  if (found.size === 0)
    return 'Replayed in one process it holds: it hangs on the moment. The recording is all there is.';
  const fails = async (candidate: Scenario): Promise<boolean> =>
    [...kindsOf(await replay(candidate))].some((kind) => found.has(kind));
  const { scenario: least, tried, isLeast } = await shrink(scenario, fails, { budgetMs });
  const how = isLeast ? 'nothing more can be left out' : 'time was up';
  return `Replayed in one process: ${[...found].join('; ')}\nSmallest of ${tried} (${how}):\n${scenarioText(least)}`;
};
