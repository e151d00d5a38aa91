/**
 * The sandbox as a process of its own, so that what it uses is not counted as the worker's; its controls over HTTP
 * (sandbox/control/routes.ts).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { Agent, fetch } from 'undici';
import type { Counters, Switches } from '../../sandbox/index.ts';
import type { SandboxUser } from '../../sandbox/users.ts';

const program = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));
const stopWithinMs = 10_000;

interface Told {
  readonly graphUrl: string;
  readonly authorityUrl: string;
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface SandboxProcess extends Told {
  readonly pid: number;
  readonly ca: string;
  /** A route of the sandbox's controls. */
  ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
  switches(changes: Partial<Switches>): Promise<void>;
  addUser(userPrincipalName: string, displayName?: string): Promise<SandboxUser>;
  counters(user: string): Promise<Counters>;
  close(): Promise<void>;
}

export const startSandboxProcess = async (): Promise<SandboxProcess> => {
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  // Whoever breaks a measurement off leaves nothing running.
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  const first = await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => null)]);
  if (first === null) throw new Error('the sandbox ended before it was ready');
  const told = JSON.parse(String(first[0])) as Told;
  const ca = readFileSync(told.caFile, 'utf8');
  const agent = new Agent({ connect: { ca }, headersTimeout: 0, bodyTimeout: 0 });

  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${told.graphUrl}/sandbox/${path}`, {
      method,
      dispatcher: agent,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status !== 200) throw new Error(`sandbox: ${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };

  return {
    ...told,
    pid: child.pid ?? 0,
    ca,
    ask,
    switches: async (changes) => {
      await ask('POST', 'switches', changes);
    },
    addUser: (userPrincipalName, displayName = userPrincipalName.slice(0, userPrincipalName.indexOf('@'))) =>
      ask('POST', 'users', { userPrincipalName, displayName }),
    counters: (user) => ask('GET', `mailboxes/${user}/counters`),
    close: async () => {
      // Not waited for: it was seen never to end, and with it a bench; its connections end with the process at their other end.
      void agent.destroy();
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await ended;
      clearTimeout(timer);
      process.off('exit', onExit);
    },
  };
};
