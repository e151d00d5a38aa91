/**
 * The part of docs/performance.md that is made of measurements: written between two marks, from the JSON of `npm run bench`.
 * What stands outside the marks is written by people and left alone.
 */
import type { BenchResult, Goal, ScenarioResult, Spread } from './scenario.ts';

export const begin = '<!-- bench: begin (npm run bench -- --write-docs FILE.json) -->';
export const end = '<!-- bench: end -->';

const number = (value: number): string =>
  Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)));

const spread = ({ median, least, most }: Spread): string =>
  least === most ? number(median) : `${number(median)} (${number(least)} – ${number(most)})`;

/** `workerCpuMsPerCard` → `worker cpu ms per card`. */
export const wordsOf = (figure: string): string =>
  figure
    .replace(/([a-z])([A-Z0-9])/g, '$1 $2')
    .replace(/([0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\bcpu\b/g, 'CPU')
    .replace(/\bcrm\b/g, 'CRM')
    .replace(/\bp(50|95)\b/g, 'p$1')
    .replace(/\bmb\b/g, 'MB')
    .replace(/\brss\b/g, 'RSS');

const bound = ({ atMost, atLeast }: Goal): string =>
  [
    atMost === undefined ? '' : `≤ ${number(atMost)}`,
    atLeast === undefined ? '' : `≥ ${number(atLeast)}`,
  ].join('');

const goalOf = (result: ScenarioResult, figure: string): string =>
  result.goals
    .filter((goal) => goal.figure === figure)
    .map((goal) => `${bound(goal)}: ${goal.met ? 'met' : '**missed**'}`)
    .join('; ');

const scenarioPart = (
  result: ScenarioResult,
  shown: readonly string[],
  notes: readonly string[],
): string[] => {
  // Goals are always told, also where nobody thought of showing their figure.
  const names = [...new Set([...shown, ...result.goals.map(({ figure }) => figure)])].filter(
    (name) => result.figures[name] !== undefined || result.goals.some(({ figure }) => figure === name),
  );
  const rows = names.map((name) => {
    const figure = result.figures[name];
    return `| ${wordsOf(name)} | ${figure === undefined ? '–' : spread(figure)} | ${goalOf(result, name)} |`;
  });
  return [
    `### ${result.title}`,
    '',
    `\`npm run bench -- ${result.name} --runs ${String(Math.max(result.runs.length, 1))}\` · ${String(result.runs.length)} ${result.runs.length === 1 ? 'run' : 'runs'}${result.commit === undefined ? '' : `, at ${result.commit}`}`,
    '',
    ...(result.broken === undefined ? [] : [`**Broken off**: ${result.broken}`, '']),
    '| figure | median (least – most) | goal |',
    '| --- | --- | --- |',
    ...rows,
    ...notes.flatMap((note) => ['', note]),
    '',
  ];
};

export interface Told {
  readonly shown: readonly string[];
  readonly notes?: readonly string[];
}

/** `told`: by name of the scenario. */
export const measuredPart = (result: BenchResult, told: (name: string) => Told): string => {
  const { cores, memoryGb, cpu, platform, node, postgres } = result.machine;
  const goals = result.scenarios.flatMap((scenario) => scenario.goals);
  const met = goals.filter((goal) => goal.met).length;
  return [
    begin,
    '',
    `Measured ${result.measuredAt.slice(0, 10)}${result.commit === null ? '' : ` at ${result.commit}`} on ${String(cores)} cores (${cpu}), ` +
      `${number(memoryGb)} GB, ${platform}, Node.js ${node}, PostgreSQL ${postgres}; the sandbox, PostgreSQL and the worker share them. ` +
      `${String(met)} of ${String(goals.length)} goals met.` +
      (result.quick ? ' **A quick bench: its sizes are small and its figures say nothing.**' : ''),
    '',
    ...result.scenarios.flatMap((scenario) => {
      const { shown, notes = [] } = told(scenario.name);
      return scenarioPart(scenario, shown, notes);
    }),
    end,
  ].join('\n');
};

/** Throws when the marks are not there: nothing is written over by mistake. */
export const withMeasured = (document: string, part: string): string => {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error('docs/performance.md has lost its marks for the measured part');
  return document.slice(0, from) + part + document.slice(to + end.length);
};

/**
 * Later results replace earlier ones of the same scenario; machine, day and commit are those of the last. What was measured at
 * another commit says so.
 */
export const merged = (results: readonly BenchResult[]): BenchResult => {
  const last = results.at(-1);
  if (last === undefined) throw new Error('no results');
  const scenarios = new Map<string, ScenarioResult>();
  for (const result of results)
    for (const scenario of result.scenarios) {
      const elsewhere = result.commit !== null && result.commit !== last.commit;
      scenarios.set(scenario.name, elsewhere ? { ...scenario, commit: result.commit } : scenario);
    }
  return { ...last, scenarios: [...scenarios.values()] };
};
