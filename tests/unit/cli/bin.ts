/** Runs the real command as a user does, and the command line inside the test where a process would tell no more. */
import { spawn, type ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { commands } from '../../../worker/main.ts';
import { buildApp } from '../../../worker/main/app.ts';
import type { App } from '../../../worker/cli/ports.ts';
import { runCli } from '../../../worker/cli/program.ts';

const bin = fileURLToPath(new URL('../../../worker/relatiebrug.mjs', import.meta.url));
const emptyFolder = fileURLToPath(new URL('.', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Nothing of the machine's own settings comes along. */
const environment = (env: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  LANGUAGE: 'en',
  ...env,
});

export const start = (args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, [bin, ...args], {
    cwd: emptyFolder,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });

export const ended = (child: ChildProcess): Promise<Ran> =>
  new Promise((resolve) => {
    let out = '';
    let err = '';
    child.stdout?.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
    child.once('close', (code) => resolve({ code, out, err }));
  });

export const relatiebrug = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> => ended(start(args, env));

/** In this process, which saves a start of a second or more; the same but for signals and streams. */
export const inside = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  /** What is typed at the first question; absent: there is no keyboard. */
  typed?: string,
  /** Parts of the App that are given instead of built. */
  over: Partial<App> = {},
): Promise<Ran> => {
  const isTTY = typed !== undefined;
  const stream = () => Object.assign(new PassThrough(), { isTTY });
  const [stdout, stderr, stdin] = [stream(), stream(), stream()];
  if (isTTY) stdin.write(`${typed}\n`);
  let out = '';
  let err = '';
  stdout.on('data', (text: Buffer) => (out += text.toString()));
  stderr.on('data', (text: Buffer) => (err += text.toString()));
  const code = await runCli(
    args,
    {
      io: { stdout, stderr, stdin },
      env: { LANGUAGE: 'en', ...env },
      folder: emptyFolder,
      version: '0.0.0',
      signal: new AbortController().signal,
      buildApp: async (settings) => ({ ...buildApp(settings), ...over }),
    },
    commands,
  );
  await new Promise(setImmediate);
  return { code, out, err };
};
