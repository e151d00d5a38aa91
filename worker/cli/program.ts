/**
 * The command line as a whole: every command has `--help` and `--json`, one place turns errors into words and exit
 * codes. Commands write nothing to the streams themselves; they give a Result or use the Output they are handed.
 */
import { Command, CommanderError } from 'commander';
import { cliTexts, commanderTexts, type CliText } from '../../shared/texts/cli.ts';
import { fill, pickLanguage, type Language } from '../../shared/texts/language.ts';
import { createLogger, type Logger } from '../log.ts';
import { loadSettings, type Settings } from '../settings.ts';
import { CommandError, explain } from './errors.ts';
import { Output, exits, type Exit, type Result } from './output.ts';
import type { App, Office, World } from './ports.ts';

/** What an action of a command has at hand. */
export interface Run {
  readonly out: Output;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly world: World;
  readonly t: (key: CliText, values?: Readonly<Record<string, string | number>>) => string;
  readonly settings: () => Settings;
  /** Built at the first call; closed when the action ends. */
  readonly app: () => Promise<App>;
  readonly office: () => Promise<Office>;
  readonly log: () => Logger;
}

/** Null: the action has printed its result itself (it went on running after that). */
export type Action<Args extends unknown[]> = (run: Run, ...args: Args) => Promise<Result | null>;

export interface Cli {
  readonly program: Command;
  readonly t: (key: CliText) => string;
  /** Only the place of further commands: an option here would be taken from them. */
  readonly group: (name: string, description: CliText) => Command;
  /** A command with `--json`, in the language of the user. `isDefault`: the one of its group that need not be named. */
  readonly command: (
    parent: Command,
    usage: string,
    description: CliText,
    options?: { readonly isDefault: boolean },
  ) => Command;
  /** Wraps an action for commander; `args` are the arguments and the options. */
  readonly act: <Args extends unknown[]>(
    action: Action<Args>,
  ) => (...args: [...Args, Command]) => Promise<void>;
}

export type Register = (cli: Cli) => void;

/** The user's language before any setting is read: `--help` must work with wrong ones. */
export const languageOf = (env: World['env']): Language =>
  pickLanguage((env['LANGUAGE'] ?? '').replaceAll(':', ',').replaceAll('_', '-'));

export const runCli = async (
  argv: readonly string[],
  world: World,
  commands: readonly Register[],
): Promise<number> => {
  const language = languageOf(world.env);
  const json = argv.includes('--json');
  let exit: Exit = exits.ok;
  const cli = createCli(world, language, (code) => {
    exit = code;
  });
  for (const register of commands) register(cli);
  try {
    await cli.program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, world, language, json);
    throw error;
  }
};

const usage = (error: CommanderError, { io }: World, language: Language, json: boolean): Exit => {
  if (error.exitCode === 0) return exits.ok;
  // Only the name in quotes is taken over; the sentence is ours.
  const name = /'([^']*)'/u.exec(error.message)?.[1] ?? '';
  const known = commanderTexts[language];
  const text = known[error.code] ?? known['commander.other'] ?? error.code;
  // `relatiebrug` alone shows its help and is no error to explain.
  if (error.code === 'commander.help') return exits.usage;
  const message = fill(text, { name });
  if (json) io.stdout.write(`${JSON.stringify({ error: { code: 'usage', message } })}\n`);
  else io.stderr.write(`${message}\n`);
  return exits.usage;
};

const createCli = (world: World, language: Language, setExit: (exit: Exit) => void): Cli => {
  const t = (key: CliText): string => cliTexts[language][key];
  const program = new Command('relatiebrug');
  const localise = (command: Command): Command =>
    command
      .exitOverride()
      .helpOption('-h, --help', t('optionHelp'))
      .helpCommand(false)
      .configureHelp({
        styleTitle: (title) => commanderTexts[language][`title.${title}`] ?? title,
      })
      .configureOutput({
        writeOut: (text) => world.io.stdout.write(text),
        writeErr: (text) => world.io.stderr.write(text),
        outputError: () => undefined,
      });
  localise(program)
    .description(t('program'))
    .version(world.version, '-V, --version', t('optionVersion'))
    .addHelpText('after', `\n${t('programAfter')}`);
  return {
    program,
    t,
    group: (name, description) => localise(program.command(name)).description(t(description)),
    command: (parent, nameAndArgs, description, options = { isDefault: false }) =>
      localise(parent.command(nameAndArgs, options))
        .description(t(description))
        .option('--json', t('optionJson')),
    act:
      (action) =>
      async (...args) => {
        const command = args.at(-1) as Command;
        const options = command.opts<{ json?: boolean }>();
        setExit(
          await perform(world, language, options.json === true, (run) =>
            action(run, ...(args.slice(0, -1) as never)),
          ),
        );
      },
  };
};

const perform = async (
  world: World,
  language: Language,
  json: boolean,
  action: (run: Run) => Promise<Result | null>,
): Promise<Exit> => {
  const out = new Output(world.io, json);
  let settings: Settings | null = null;
  let app: Promise<App> | null = null;
  let log: Logger | null = null;
  const run: Run = {
    out,
    language,
    signal: world.signal,
    world,
    t: (key, values = {}) => fill(cliTexts[language][key], values),
    settings: () => (settings ??= loadSettings(world.folder, world.env)),
    app: async () => (app ??= world.buildApp(run.settings())),
    office: async () => (await run.app()).office(),
    log: () => (log ??= createLogger(run.settings())),
  };
  let exit: Exit;
  try {
    const result = await action(run);
    if (result !== null) out.print(result);
    exit = result?.exit ?? exits.ok;
  } catch (error) {
    exit = refuse(error, run);
  }
  try {
    // Assigned in a closure, which the compiler does not follow.
    await (await (app as Promise<App> | null)?.catch(() => null))?.close();
  } catch (error) {
    exit = refuse(error, run);
  }
  return exit;
};

const refuse = (error: unknown, { out, language, signal, log, settings }: Run): Exit => {
  if (signal.aborted && !(error instanceof CommandError)) {
    const message = cliTexts[language].interrupted;
    out.print({ json: { error: { code: 'interrupted', message } }, text: [] });
    if (!out.json) out.note(message);
    return exits.failed;
  }
  const said = explain(error, language);
  out.print({ json: { error: { code: said.code, message: said.message } }, text: [] });
  if (!out.json) out.note(said.message);
  // The whole of it goes to the log of who asks for that; settings that cannot be read have no log.
  try {
    if (settings().logLevel === 'debug' || settings().logLevel === 'trace') {
      log().debug({ err: error }, 'cli.failed');
    }
  } catch {
    return said.exit;
  }
  return said.exit;
};
