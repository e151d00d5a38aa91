/**
 * `npm run torture -- --minutes N --seed S`: the whole worker under everything at once (docs/reliability.md). Ends with a
 * table; exits with 0 when nothing was violated, 1 with the recording when something was, 2 when it could not run.
 */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTorture, type Failure, type TortureOptions } from './run.ts';
import { scenarioText } from './scenario.ts';
import { tableText } from './tally.ts';

const usage = `npm run torture -- [--minutes N] [--seed S] [--store server|embedded] [--office N] [--json] [--no-shrink]

  --minutes N    how long it types (default 5); resting and checking come on top
  --seed S       what is done (default: a new one, printed)
  --store        server: two workers on one PostgreSQL server; embedded: one worker with the one that comes along
                 (default: every fourth office embedded)
  --office N     begin with this office of the seed
  --json         the figures as JSON on standard output
  --no-shrink    on a failure print where the recording is, and stop
`;

const exits = { clean: 0, violated: 1, couldNotRun: 2 } as const;
const shrinkMs = 120_000;

interface Wanted extends TortureOptions {
  readonly json: boolean;
  readonly shrink: boolean;
}

const readOptions = (): Wanted | null => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      store: { type: 'string' },
      office: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      'no-shrink': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [minutes, seed, firstDay] = [values.minutes, values.seed, values.office].map(Number);
  const { store } = values;
  const isStore = store === undefined || store === 'server' || store === 'embedded';
  const numbers = [minutes, seed, firstDay].every((each) => Number.isFinite(each) && Number(each) >= 0);
  if (values.help || !numbers || !isStore) return null;
  return {
    minutes: minutes!,
    seed: Math.floor(seed!),
    firstDay: Math.floor(firstDay!),
    ...(store === undefined ? {} : { store }),
    json: values.json,
    shrink: !values['no-shrink'],
  };
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Where the recording is, and what of it is enough. */
const tellFailure = async (failure: Failure, { seed, shrink }: Wanted): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'relatiebrug-torture-failure-'));
  const file = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  await file('scenario.json', scenarioText(failure.scenario));
  await file('recording.json', JSON.stringify(failure.recording));
  await file('problems.txt', failure.problems.join('\n'));
  await file('workers.log', failure.said);
  await file('state.json', failure.state);
  say(`\nVIOLATED, office ${failure.day} of seed ${seed}:`);
  for (const problem of failure.problems.slice(0, 20)) say(`  ${problem.slice(0, 2_000)}`);
  say(`The recording is in ${folder}`);
  if (!shrink) return;
  const { shrinkFound } = await import('./found.ts');
  say(await shrinkFound(failure.scenario, shrinkMs));
};

const main = async (): Promise<number> => {
  const wanted = readOptions();
  if (wanted === null) {
    say(usage);
    return exits.couldNotRun;
  }
  const { seed, minutes, json } = wanted;
  const repeat = `npm run torture -- --minutes ${minutes} --seed ${seed}`;
  say(`seed ${seed}, ${minutes} minutes: ${repeat}`);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const { tally, failure } = await runTorture({ ...wanted, onProgress: say, signal: stopping.signal });
  if (json)
    process.stdout.write(`${JSON.stringify({ seed, minutes, repeat, clean: failure === null, ...tally })}\n`);
  else process.stdout.write(`\n${tableText(tally)}\n\nRepeated by: ${repeat}\n`);
  if (failure === null) return exits.clean;
  await tellFailure(failure, wanted);
  return exits.violated;
};

try {
  process.exitCode = await main();
} catch (error) {
  say(String(error instanceof Error ? error.stack : error));
  process.exitCode = exits.couldNotRun;
}
