/** What a seed draws is always the same and always a scenario: else a recording could neither be kept nor replayed. */
import { createRandom } from '../../sandbox/random.ts';
import { Drawer } from './drawer.ts';
import { scenario, scenarioText, step, type Step } from './scenario.ts';

const draw = (seed: number): Step[] => {
  const drawer = new Drawer(createRandom(seed), 4);
  const steps = [...drawer.opening()];
  while (steps.length < 2_000) steps.push(...drawer.next());
  return [...steps, ...drawer.afterRest()];
};

test('one seed draws the same steps each time, another seed others', () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('every kind of step is drawn, but for the rest, which comes by the clock', () => {
  const drawn = new Set(draw(7).map((each) => each.do));
  const kinds = step.options.map(({ shape }) => shape.do.value).filter((name) => name !== 'rest');
  expect(kinds.filter((name) => !drawn.has(name))).toEqual([]);
});

test('what was drawn can be written down and read again as a scenario', () => {
  const whole = { about: 'drawn', seed: 7, policies: ['crm' as const], switches: {}, steps: draw(7) };
  expect(scenario.parse(JSON.parse(scenarioText(whole)))).toEqual(whole);
});
