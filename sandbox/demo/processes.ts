/**
 * Processes that the demo starts: the worker's command line, as a person would call it. Each is led in a process group
 * of its own, so that a Ctrl-C at the terminal reaches the demo alone, which then stops them in the right order.
 * Keeps the last lines that a process wrote, for when it fails. Must not leave a process behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../worker/relatiebrug.mjs', import.meta.url));

/** The worker itself promises to stop within ten seconds; we do not wait for the last one. */
const STOP_WITHIN_MS = 8_500;
const KEPT_LINES = 15;

/** A process ended when it should not have, or with another exit code than 0. */
export class ProcessFailed extends Error {
  override readonly name = 'ProcessFailed';
  constructor(
    /** As typed at a prompt. */
    readonly command: string,
    readonly exit: string,
    /** The last it wrote. */
    readonly lines: readonly string[],
  ) {
    super(`${command} ended (${exit})`);
  }
}

export interface Running {
  /** Fulfils with the first line on standard output; rejects when the process ends before. */
  readonly firstLine: Promise<string>;
  /** Rejects when the process ends without `stop`; else stays open. */
  readonly failed: Promise<never>;
  /** Safe to repeat. */
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
}

const ended = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? 'error');
    });
    child.once('close', (code, signal) => {
      resolve(signal ?? String(code));
    });
  });

const start = (args: readonly string[], { env, folder }: Surroundings) => {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folder,
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (lines.push(line) > KEPT_LINES) lines.shift();
  });
  return { child, lines, end: ended(child), name: `relatiebrug ${args.join(' ')}` };
};

const signal = (child: ChildProcess, name: NodeJS.Signals): void => {
  if (child.exitCode === null && child.signalCode === null) child.kill(name);
};

/** Asks it to stop, and cuts it off when it does not. */
const stopChild = async (child: ChildProcess, end: Promise<string>): Promise<void> => {
  signal(child, 'SIGTERM');
  const late = new AbortController();
  const outcome = await Promise.race([
    end,
    sleep(STOP_WITHIN_MS, 'late' as const, { signal: late.signal }).catch(() => 'cancelled'),
  ]);
  late.abort();
  if (outcome === 'late') {
    signal(child, 'SIGKILL');
    await end;
  }
};

/** Runs a command to its end and answers what it printed. Throws ProcessFailed. */
export const runCommand = async (
  args: readonly string[],
  surroundings: Surroundings,
  stop: AbortSignal,
  /** Ends that are no failure; 3: something waits for a person. */
  good: readonly string[] = ['0'],
): Promise<string> => {
  const { child, lines, end, name } = start(args, surroundings);
  const printed: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const onStop = (): void => void stopChild(child, end);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    const exit = await end;
    stop.throwIfAborted();
    if (!good.includes(exit)) throw new ProcessFailed(name, exit, lines);
    return printed.join('');
  } finally {
    stop.removeEventListener('abort', onStop);
  }
};

/** Starts a command that goes on until it is stopped. */
export const startCommand = (args: readonly string[], surroundings: Surroundings): Running => {
  const { child, lines, end, name } = start(args, surroundings);
  let stopping = false;
  const failed = end.then((exit): Promise<never> => {
    if (stopping) return new Promise(() => undefined);
    throw new ProcessFailed(name, exit, lines);
  });
  failed.catch(() => undefined);
  const read = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve) => read.once('line', resolve));
  return {
    failed,
    firstLine: Promise.race([first, failed]),
    async stop() {
      stopping = true;
      await stopChild(child, end);
    },
  };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * The database server outlives a worker that had to be cut off. Its own file says which process it is; it is asked to
 * stop at once, and cut off when it does not.
 */
export const stopDatabaseIn = async (dataDir: string): Promise<void> => {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  for (const name of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, name);
    for (let waited = 0; waited < 2_000 && isAlive(pid); waited += 50) await sleep(50);
  }
};
