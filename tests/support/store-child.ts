/** Starts tests/support/store-process.ts and talks with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface StoreFact {
  readonly ready?: boolean;
  readonly pid?: number;
  readonly uid?: number | null;
  readonly server?: string;
  readonly wrote?: number;
  readonly closed?: boolean;
  readonly failed?: string;
  readonly message?: string;
}

export interface StoreChild {
  readonly pid: number;
  /** All that it has said so far. */
  readonly facts: readonly StoreFact[];
  /** The first fact for which this holds; rejects when the process ends without it. */
  waitFor(holds: (fact: StoreFact) => boolean): Promise<StoreFact>;
  /** Lets it leave by itself, and waits for its end. */
  leave(): Promise<void>;
  kill(): Promise<void>;
}

const script = fileURLToPath(new URL('./store-process.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

export const startStoreChild = (
  dataDir: string,
  mode: 'open' | 'role' | 'write' | 'throw',
  as: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {},
): StoreChild => {
  const { env, ...user } = as;
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir, mode], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    ...user,
  });
  const facts: StoreFact[] = [];
  let errors = '';
  let ended = false;
  const end = once(child, 'close').then(() => {
    ended = true;
  });
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => facts.push(JSON.parse(line) as StoreFact));
  return {
    pid: child.pid ?? 0,
    facts,
    waitFor: async (holds) => {
      for (;;) {
        const fact = facts.find(holds);
        if (fact !== undefined) return fact;
        if (ended) throw new Error(`The process ended: ${JSON.stringify(facts.at(-1))} ${errors}`);
        await Promise.race([once(lines, 'line'), end]);
      }
    },
    leave: async () => {
      child.stdin.end();
      await end;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await end;
    },
  };
};
