/** The torture as a test: the command as anybody runs it, in a process of its own, with its table in the test's output. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Of each of the two; the command itself is for longer. */
export const minutes = Number(process.env['TORTURE_MINUTES'] ?? 1);
/** Typing, then the last rest, then making a failure small. */
export const timeoutMs = minutes * 60_000 + 600_000;

export const torture = async (
  seed: number,
): Promise<{ code: number | null; table: string; said: string }> => {
  const args = ['--import', 'tsx', command, '--minutes', String(minutes), '--seed', String(seed)];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
    // Told to end as by Ctrl-C, so that it takes its processes with it.
    timeout: timeoutMs - 60_000,
    killSignal: 'SIGINT',
  });
  let [table, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (table += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, table, said };
};

/** Fails with what the torture said. */
export const expectClean = async (seed: number): Promise<void> => {
  const { code, table, said } = await torture(seed);
  // TORTURE_SEED repeats these choices.
  console.log(`torture, seed ${seed}\n${table}`);
  if (code !== 0) throw new Error(`exit ${String(code)}\n${said}`);
};
