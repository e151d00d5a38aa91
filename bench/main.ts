/**
 * `npm run bench`: every scenario (bench/scenarios.ts), in the order in which they matter; or those that are named.
 *
 *     npm run bench -- [NAME …] [--runs 3] [--out FOLDER] [--quick] [--within MINUTES]
 *     npm run bench -- --list
 *     npm run bench -- --write-docs FILE.json [--write-docs FILE.json]
 *
 * Results are written as JSON after each scenario, so that a bench that is broken off has told what it had. Exits with 1 when a
 * goal is missed or a scenario breaks. Figures are of the machine it runs on: let nothing else run beside it.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { measuredPart, merged, withMeasured, wordsOf } from './docs.ts';
import { paneScenarios } from './pane-scenarios.ts';
import {
  isMissed,
  resultOf,
  type BenchResult,
  type Figures,
  type Machine,
  type Scenario,
  type ScenarioResult,
} from './scenario.ts';
import { startBenchStore } from './scale/store.ts';
import { scenarios as scaleScenarios } from './scenarios.ts';

const document = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const all = [...scaleScenarios, ...paneScenarios].sort((a, b) => a.importance - b.importance);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    out: { type: 'string' },
    quick: { type: 'boolean', default: false },
    within: { type: 'string' },
    list: { type: 'boolean', default: false },
    'write-docs': { type: 'string', multiple: true },
  },
});

const list = (): void => {
  for (const { name, title, seconds, importance } of all)
    console.log(
      `${String(importance).padStart(3)}  ${name.padEnd(14)} ~${String(seconds).padStart(4)} s a run   ${title}`,
    );
};

const writeDocs = async (files: readonly string[]): Promise<void> => {
  const results = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as BenchResult),
  );
  const told = (name: string): Pick<Scenario, 'shown' | 'notes'> =>
    all.find((scenario) => scenario.name === name) ?? { shown: [] };
  await writeFile(
    document,
    withMeasured(await readFile(document, 'utf8'), measuredPart(merged(results), told)),
  );
};

const machine = async (): Promise<Machine> => {
  const store = await startBenchStore();
  const [row] = await store.db.query<{ server_version: string }>(sql`SHOW server_version`);
  await store.close();
  return {
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    platform: `${type()} ${release()}`,
    node: process.versions.node,
    postgres: row?.server_version ?? 'unknown',
  };
};

const commit = (): string | null => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
};

const saidBy = (error: unknown): string => {
  const said = (error as { message?: unknown } | null)?.message;
  return (typeof said === 'string' ? said : String(error)).slice(0, 500);
};

const measure = async (scenario: Scenario, runs: number, quick: boolean): Promise<ScenarioResult> => {
  const figures: Figures[] = [];
  if (scenario.runAll !== undefined) {
    try {
      figures.push(...(await scenario.runAll(quick, runs)));
    } catch (error) {
      return resultOf(scenario, figures, saidBy(error));
    }
    return resultOf(scenario, figures);
  }
  for (let run = 0; run < runs; run += 1) {
    try {
      figures.push(await scenario.run(quick));
    } catch (error) {
      return resultOf(scenario, figures, saidBy(error));
    }
  }
  return resultOf(scenario, figures);
};

const print = (scenario: Scenario, result: ScenarioResult, seconds: number): void => {
  console.log(`\n${result.title}   [${scenario.name}, ${seconds.toFixed(0)} s]`);
  if (result.broken !== undefined) console.log(`  BROKEN OFF: ${result.broken}`);
  const names = [...new Set([...scenario.shown, ...scenario.goals.map(({ figure }) => figure)])];
  for (const name of names) {
    const figure = result.figures[name];
    if (figure === undefined) continue;
    const goals = result.goals.filter((goal) => goal.figure === name);
    const told = goals
      .map(
        ({ atMost, atLeast, met }) =>
          `${atMost === undefined ? `>= ${String(atLeast)}` : `<= ${String(atMost)}`} ${met ? 'met' : 'MISSED'}`,
      )
      .join(', ');
    const { median, least, most } = figure;
    console.log(
      `  ${wordsOf(name).padEnd(34)} ${String(median).padStart(10)}   (${String(least)} – ${String(most)})   ${told}`,
    );
  }
};

const bench = async (): Promise<void> => {
  const unknown = positionals.filter((name) => !all.some((scenario) => scenario.name === name));
  if (unknown.length > 0)
    throw new RangeError(`no such scenario: ${unknown.join(', ')}; --list tells which there are`);
  const quick = values.quick;
  const runs = Number(values.runs ?? (quick ? 1 : 3));
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError('--runs takes a whole number from 1 on');
  const folder = values.out ?? (await mkdtemp(join(tmpdir(), 'relatiebrug-bench-results-')));
  await mkdir(folder, { recursive: true });
  const chosen = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const measuredAt = new Date().toISOString();
  const head = { measuredAt, commit: commit(), machine: await machine(), quick };
  const file = join(folder, `bench-${measuredAt.replace(/[:.]/g, '-')}.json`);
  const results: ScenarioResult[] = [];
  const begun = performance.now();
  const endsAt = values.within === undefined ? Infinity : begun + Number(values.within) * 60_000;
  for (const scenario of chosen) {
    const from = performance.now();
    if (from + scenario.seconds * runs * 1_000 > endsAt) {
      console.log(`\n${scenario.title}   [${scenario.name}]: left out, no time for it`);
      continue;
    }
    const result = await measure(scenario, runs, quick);
    results.push(result);
    print(scenario, result, (performance.now() - from) / 1_000);
    await writeFile(
      file,
      `${JSON.stringify({ ...head, scenarios: results } satisfies BenchResult, null, 2)}\n`,
    );
  }
  console.log(`\n${file}`);
  const missed = results.filter((result) => (quick ? result.broken !== undefined : isMissed(result)));
  if (quick) console.log('Quick: it works; its figures say nothing, and goals are not held against them.');
  process.exitCode = missed.length > 0 ? 1 : 0;
};

if (values.list) list();
else if (values['write-docs'] !== undefined) await writeDocs(values['write-docs']);
else await bench();
