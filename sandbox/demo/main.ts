/**
 * `npm run demo`: the whole product on one computer, told as a story. Starts the sandbox, the embedded database and
 * the worker, lets two people work with them from outside (command line, HTTP API, hands in Outlook), and proves with
 * measured figures that everything arrived and nothing was deleted, doubled or written twice.
 *
 *     npm run demo [-- --json] [-- --serve] [-- --lang nl|en]
 *
 * With `--serve` it only begins the story, and opens an Outlook page in which the reader goes on.
 *
 * Exit code 0 only when every expectation held; 1 when one did not or the story broke off; 2 for wrong arguments;
 * 130 after Ctrl-C. Imports nothing of the worker.
 */
import { parseArgs } from 'node:util';
import { ProcessFailed } from './processes.ts';
import { BuildFailed, setServedStage, showPlaces, type ServedStage } from './serve.ts';
import { setStage, type Stage } from './stage.ts';
import { tellOpening, tellStory, type StoryOptions, type Told } from './story.ts';
import { createTeller, type Teller } from './tell.ts';
import { languageFrom, languages, texts as allTexts, type Language, type Texts } from './texts.ts';

/** Of a build that failed: its last lines say why. */
const KEPT_LINES = 20;

interface Options {
  readonly json: boolean;
  readonly serve: boolean;
  readonly language: Language;
}

const readOptions = (): Options | null => {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean' }, serve: { type: 'boolean' }, lang: { type: 'string' } },
    });
    const language = values.lang ?? languageFrom(process.env['LANGUAGE']);
    const known = languages.find((one) => one === language);
    return known ? { json: values.json === true, serve: values.serve === true, language: known } : null;
  } catch {
    return null;
  }
};

/** One promise for "stop now": Ctrl-C, a signal, a closed terminal. */
const stopping = new AbortController();
const onSignal = (): void => {
  stopping.abort();
};
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);

const untilStopped = (stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    // Keeps the process alive whatever else ends.
    const timer = setInterval(() => undefined, 60_000);
    const end = (): void => {
      clearInterval(timer);
      resolve();
    };
    if (stop.aborted) end();
    else stop.addEventListener('abort', end, { once: true });
  });

const showOutcome = ({ figures, wrong }: Told, tell: Teller, texts: Texts, language: Language): void => {
  tell.heading(texts.outcome);
  const format = new Intl.NumberFormat(language);
  const names = Object.keys(figures) as (keyof typeof figures)[];
  const width = Math.max(...names.map((name) => format.format(figures[name]).length));
  tell.table(names.map((name) => [texts.figures[name], format.format(figures[name]).padStart(width)]));
  tell.plain('');
  if (wrong.length === 0) tell.done(texts.allWell);
  else tell.plain(texts.notWell);
  for (const text of new Set(wrong)) tell.wrong(text);
};

const showFailure = (error: unknown, tell: Teller, texts: Texts): void => {
  tell.plain('');
  if (error instanceof ProcessFailed) {
    tell.wrong(texts.commandFailed(error.command, error.exit));
    for (const line of error.lines) tell.detail(line);
    tell.plain('', ...texts.commandHelp);
  } else if (error instanceof BuildFailed) {
    tell.wrong(texts.commandFailed('webpack', error.part));
    for (const line of error.said.trimEnd().split('\n').slice(-KEPT_LINES)) tell.detail(line);
    tell.plain('', ...texts.commandHelp);
  } else tell.wrong(texts.failed(error instanceof Error ? error.message : String(error)));
};

/** Answers whether all was as it should be. */
const playStory = async (options: Options, given: StoryOptions): Promise<boolean> => {
  const { stage, tell, texts } = given;
  const told = await Promise.race([tellStory(given), stage.workerFailed]);
  showOutcome(told, tell, texts, options.language);
  if (options.json) process.stdout.write(`${JSON.stringify(told.figures)}\n`);
  return told.wrong.length === 0;
};

/** The page is shown as soon as Petra and Karim have activated, so that the reader sees their contacts come. */
const playOpening = async (given: StoryOptions & { stage: ServedStage }): Promise<boolean> => {
  const { stage, tell } = given;
  const onActivated = (): void => {
    stage.show();
  };
  const wrong = await Promise.race([tellOpening({ ...given, onActivated }), stage.workerFailed]);
  for (const text of new Set(wrong)) tell.wrong(text);
  return wrong.length === 0;
};

const play = async (options: Options, tell: Teller, texts: Texts): Promise<number> => {
  const startedAt = performance.now();
  const { signal: stop } = stopping;
  const { language } = options;
  let stage: Stage | null = null;
  try {
    tell.plain(texts.title, '', ...texts.intro);
    const given = { tell, texts, language, stop, startedAt };
    if (!options.serve) {
      stage = await setStage({ language, stop, outlook: null });
      return (await playStory(options, { ...given, stage })) ? 0 : 1;
    }
    const served = await setServedStage(given);
    stage = served;
    await served.prepare();
    // Whoever wants the figures wants the whole story.
    const isWell = options.json
      ? await playStory(options, { ...given, stage: served })
      : await playOpening({ ...given, stage: served });
    served.show();
    showPlaces(served, tell, texts);
    await Promise.race([untilStopped(stop), served.workerFailed]);
    return isWell ? 0 : 1;
  } catch (error) {
    if (stop.aborted) return 130;
    showFailure(error, tell, texts);
    return 1;
  } finally {
    if (stop.aborted) tell.plain('', texts.stopping);
    // A story that lost the race against the worker's end must not go on asking.
    stopping.abort();
    await stage?.strike();
    if (options.serve) tell.plain(texts.stopped);
  }
};

const main = async (): Promise<number> => {
  const options = readOptions();
  if (!options) {
    process.stderr.write(`${allTexts[languageFrom(process.env['LANGUAGE'])].usage.join('\n')}\n`);
    return 2;
  }
  return play(
    options,
    createTeller(options.json ? process.stderr : process.stdout),
    allTexts[options.language],
  );
};

process.exitCode = await main();
