/**
 * The only place that builds things and knows everyone: settings and signals in, an exit code out. Started by
 * relatiebrug.mjs; what a command may do is in cli/, what it is given in main/.
 */
import { backup } from './cli/commands/backup.ts';
import { exportPersons } from './cli/commands/export.ts';
import { importPersons } from './cli/commands/import.ts';
import { doctor } from './cli/commands/doctor.ts';
import { held } from './cli/commands/held.ts';
import { history } from './cli/commands/history.ts';
import { keys } from './cli/commands/keys.ts';
import { mailbox } from './cli/commands/mailbox.ts';
import { migrate } from './cli/commands/migrate.ts';
import { restore } from './cli/commands/restore.ts';
import { probe } from './cli/commands/probe.ts';
import { serve } from './cli/commands/serve.ts';
import { status } from './cli/commands/status.ts';
import { sync } from './cli/commands/sync.ts';
import { why } from './cli/commands/why.ts';
import { undo } from './cli/commands/undo.ts';
import { work } from './cli/commands/work.ts';
import { runCli } from './cli/program.ts';
import type { Settings } from './settings.ts';
import { version } from './main/version.ts';

/** In the order in which `--help` lists them. */
export const commands = [
  serve,
  work,
  migrate,
  backup,
  restore,
  importPersons,
  exportPersons,
  mailbox,
  held,
  history,
  undo,
  sync,
  why,
  keys,
  status,
  doctor,
  probe,
];

/** However a stop goes, the process is gone after this. */
const STOP_WITHIN_MS = 9_800;
/** What the command left behind when it was told to stop (a request nobody answers) gets this long. */
const LEFT_BEHIND_MS = 200;

export const main = async (argv: readonly string[]): Promise<number> => {
  const stopping = new AbortController();
  const stop = (): void => {
    // A second Ctrl-C is meant.
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // `relatiebrug export - | head`: the reader has gone, nothing is wrong.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  const world = {
    io: { stdout: process.stdout, stderr: process.stderr, stdin: process.stdin },
    env: process.env,
    folder: process.cwd(),
    version,
    signal: stopping.signal,
    buildApp: async (settings: Settings) => (await import('./main/app.ts')).buildApp(settings),
  };
  const code = await runCli(argv, world, commands);
  if (stopping.signal.aborted) setTimeout(() => process.exit(code), LEFT_BEHIND_MS).unref();
  return code;
};
