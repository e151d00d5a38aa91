/**
 * The worker as a process of its own: the command as a user starts it (`node worker/relatiebrug.mjs …`), or held at a
 * gate with its modules loaded (worker-at-gate.mjs). It sees no setting but those it is given, and no `.env`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOME_TENANT, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET, type Sandbox } from '../../sandbox/index.ts';

const command = fileURLToPath(new URL('../../worker/relatiebrug.mjs', import.meta.url));
const gate = fileURLToPath(new URL('./worker-at-gate.mjs', import.meta.url));
/** What Node.js and the machine need; settings of whoever runs the tests stay outside. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'LANG'];

export type WorkerEnv = Readonly<Record<string, string>>;

export interface Ended {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface WorkerProcess {
  readonly pid: number;
  /** Standard output so far. */
  stdout(): string;
  stderr(): string;
  /** Standard output up to the text; rejects with what the process said when it ends without it. */
  until(text: string): Promise<void>;
  /** Opens the gate. */
  go(): void;
  readonly ended: Promise<Ended>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<Ended>;
}

export interface StartOptions {
  readonly gated?: boolean;
  /** Content of `.env` in the folder in which it is started. */
  readonly dotenv?: string;
}

export const startWorker = (
  args: readonly string[],
  env: WorkerEnv,
  { gated = false, dotenv }: StartOptions = {},
): WorkerProcess => {
  const folder = mkdtempSync(join(tmpdir(), 'relatiebrug-e2e-'));
  if (dotenv !== undefined) writeFileSync(join(folder, '.env'), dotenv);
  const kept = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  const child = spawn(process.execPath, [gated ? gate : command, ...args], {
    cwd: folder,
    env: { ...kept, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return talkTo(child, () => rmSync(folder, { recursive: true, force: true }));
};

const talkTo = (child: ChildProcess, onEnd: () => void): WorkerProcess => {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  // A process that has just been killed no longer reads.
  child.stdin?.on('error', () => undefined);
  const ended = once(child, 'close').then(([code]): Ended => {
    onEnd();
    return { code: code as number | null, ...said };
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    until: async (text) => {
      let over = false;
      void ended.then(() => {
        over = true;
      });
      while (!said.stdout.includes(text)) {
        if (over) throw new Error(`The worker ended before it said "${text}": ${said.stdout}${said.stderr}`);
        await Promise.race([once(child.stdout!, 'data'), ended]);
      }
    },
    go: () => {
      child.stdin?.write('go\n');
    },
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};

/** Runs a command to its end. */
export const runCommand = (
  args: readonly string[],
  env: WorkerEnv,
  options: StartOptions = {},
): Promise<Ended> => startWorker(args, env, options).ended;

export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

/** Settings of a worker that stands on the sandbox; what stores, serves or hurries is added by the test. */
export const workerEnv = (sandbox: Sandbox, more: WorkerEnv): WorkerEnv => ({
  AUTHORITY: sandbox.authorityUrl,
  GRAPH_BASE_URL: sandbox.graphUrl,
  NODE_EXTRA_CA_CERTS: sandbox.caFile,
  CLIENT_ID: SANDBOX_CLIENT_ID,
  CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
  ALLOWED_TENANTS: HOME_TENANT,
  TOKEN_KEY: '5e'.repeat(32),
  LANGUAGE: 'en',
  LOG_LEVEL: 'warn',
  ...more,
});

/** As `workerEnv`, and ready to be served over https under an address that the sandbox's sign-in knows. */
export const servedEnv = async (sandbox: Sandbox, more: WorkerEnv): Promise<WorkerEnv> => {
  const port = await freePort();
  const publicUrl = `https://localhost:${port}`;
  sandbox.signIn.registerApp({
    clientId: SANDBOX_CLIENT_ID,
    webRedirectUris: [`${publicUrl}/connect/callback`],
  });
  return workerEnv(sandbox, {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    TLS_CERT_FILE: sandbox.certificate.certFile,
    TLS_KEY_FILE: sandbox.certificate.keyFile,
    ...more,
  });
};
