/**
 * The bench itself: a real push through processes of its own, what is made of several runs, and the table that is written
 * from them. What it measures on a busy machine does not matter here.
 */
import { begin, end, measuredPart, merged, withMeasured, wordsOf } from '../../bench/docs.ts';
import { isMet, isMissed, resultOf, type BenchResult, type Scenario } from '../../bench/scenario.ts';
import { measurePush } from '../../bench/scale/push.ts';
import { createTestDb } from '../support/db.ts';

const scenario: Scenario = {
  name: 'push-40',
  title: 'First push of 40 persons',
  seconds: 1,
  importance: 1,
  goals: [
    { figure: 'floorRatio', atMost: 1.1 },
    { figure: 'twoAtOnce', atMost: 0 },
  ],
  shown: ['wallSeconds', 'floorRatio', 'requests'],
  run: async () => ({}),
};

const machine = {
  cores: 2,
  memoryGb: 8,
  cpu: 'a processor',
  platform: 'Linux',
  node: '20.0.0',
  postgres: '18.4',
};

const benchOf = (floorRatios: readonly number[], broken?: string): BenchResult => ({
  measuredAt: '2026-11-22T10:00:00.000Z',
  commit: 'abc1234',
  machine,
  quick: false,
  scenarios: [
    resultOf(
      scenario,
      floorRatios.map((floorRatio) => ({ floorRatio, wallSeconds: 2, twoAtOnce: 0, outcome: 'done' })),
      broken,
    ),
  ],
});

test('a push of 40 persons goes through sandbox, PostgreSQL and worker as processes of their own, and is counted at the wire', async () => {
  const store = await createTestDb();
  const figures = await measurePush({ persons: 40, latencyMs: 10 }, { ...store, cpuSeconds: () => 0 });
  expect(figures).toMatchObject({
    persons: 40,
    cards: 40,
    outcome: 'done',
    refused: 0,
    twoAtOnce: 0,
    floorSeconds: 0.1,
  });
  expect(figures.maxInFlight).toBeLessThanOrEqual(4);
  expect(figures.requests).toBeGreaterThanOrEqual(41);
  expect(figures.roundTrips).toBeLessThan(figures.requests);
  expect(figures.floorRatio).toBeGreaterThan(1);
  if (process.platform === 'linux') {
    expect(figures.workerPeakMb).toBeGreaterThan(20);
    expect(figures.workerCpuSeconds).toBeGreaterThan(0);
  }
}, 180_000);

test('a goal is held against the median of the runs, and against every run where something may never happen', () => {
  const [result] = benchOf([1.05, 1.3, 1.09]).scenarios;
  expect(result!.figures['floorRatio']).toEqual({ median: 1.09, least: 1.05, most: 1.3 });
  expect(isMissed(result!)).toBe(false);
  expect(isMissed(benchOf([1.2, 1.3, 1.09]).scenarios[0]!)).toBe(true);
  expect(isMet({ figure: 'twoAtOnce', atMost: 0 }, { median: 0, least: 0, most: 1 })).toBe(false);
});

test('a figure that is missing, and a scenario that broke, meet no goal', () => {
  expect(isMet({ figure: 'floorRatio', atMost: 1.1 }, undefined)).toBe(false);
  expect(isMet({ figure: 'floorRatio', atMost: 1.1 }, { median: NaN, least: NaN, most: NaN })).toBe(false);
  expect(isMissed(benchOf([1.05], 'the sandbox ended').scenarios[0]!)).toBe(true);
});

test('the table stands between the marks with machine, spread, goal and the command to repeat it, and leaves the rest alone', () => {
  const document = `# Before\n\n${begin}\nold\n${end}\n\n# After\n`;
  const told = (): Pick<Scenario, 'shown' | 'notes'> => ({ shown: scenario.shown, notes: ['A note.'] });
  const written = withMeasured(document, measuredPart(benchOf([1.2, 1.3, 1.09]), told));
  expect(written.startsWith('# Before\n')).toBe(true);
  expect(written.endsWith('# After\n')).toBe(true);
  expect(written).not.toContain('old');
  expect(written).toContain('2 cores (a processor), 8 GB, Linux, Node.js 20.0.0, PostgreSQL 18.4');
  expect(written).toContain('`npm run bench -- push-40 --runs 3`');
  expect(written).toContain('| floor ratio | 1.2 (1.09 – 1.3) | ≤ 1.1: **missed** |');
  expect(written).toContain('| two at once | 0 | ≤ 0: met |');
  expect(written).toContain('A note.');
  // Written twice it is the same.
  expect(withMeasured(written, measuredPart(benchOf([1.2, 1.3, 1.09]), told))).toBe(written);
  expect(() => withMeasured('# No marks', 'x')).toThrow('marks');
});

test('of two benches the later one of a scenario counts', () => {
  const both = merged([benchOf([1.3]), benchOf([1.05])]);
  expect(both.scenarios.map(({ figures }) => figures['floorRatio']!.median)).toEqual([1.05]);
});

test('what was measured at another commit than the last says so', () => {
  const [earlier, later] = [
    { ...benchOf([1.3]), commit: 'aaaaaaa' },
    { ...benchOf([1.05]), commit: 'bbbbbbb' },
  ];
  const other = { ...later, scenarios: later.scenarios.map((each) => ({ ...each, name: 'another' })) };
  const written = measuredPart(merged([earlier, other]), () => ({ shown: scenario.shown }));
  expect(written).toContain('at bbbbbbb on 2 cores');
  expect(written).toContain('`npm run bench -- push-40 --runs 1` · 1 run, at aaaaaaa\n');
  expect(written).toContain('`npm run bench -- another --runs 1` · 1 run\n');
});

test('names of figures are told in words', () => {
  expect(wordsOf('workerCpuMsPerCard')).toBe('worker CPU ms per card');
  expect(wordsOf('crmToCardP95')).toBe('CRM to card p95');
  expect(wordsOf('own10000PeakMb')).toBe('own 10000 peak MB');
});
