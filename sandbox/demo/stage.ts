/**
 * What the story is played on: the sandbox in this process, a fresh folder for the database, and the worker as a
 * process of its own with its own settings and none of this machine's. Whatever way it ends, `strike` leaves neither
 * process nor folder behind.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSandbox,
  HOME_TENANT,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type Sandbox,
} from '../index.ts';
import { startCommand, stopDatabaseIn, type Running, type Surroundings } from './processes.ts';
import type { Language } from './texts.ts';
import { createWorkerClient, type WorkerClient } from './worker-api.ts';

/** Cards that each user already had: the sync must leave them alone. */
export const OWN_CARDS = 12;
const SEED = 20_261_121;

export interface Stage {
  readonly sandbox: Sandbox;
  readonly workerUrl: string;
  readonly surroundings: Surroundings;
  readonly client: WorkerClient;
  /** Starts the worker; fulfils when it answers. */
  openWorker(): Promise<void>;
  /** Rejects when the worker ends by itself. */
  readonly workerFailed: Promise<never>;
  strike(): Promise<void>;
}

/** Of the environment the worker gets what programs need to run; settings in it, or in an .env, are another's. */
const NEEDED =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SystemRoot|windir|COMSPEC|APPDATA|LOCALAPPDATA|USERPROFILE)$/iu;

const bareEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => NEEDED.test(name)));

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });

const settingsFor = (
  sandbox: Sandbox,
  o: { url: string; port: number; dataDir: string; language: Language },
): NodeJS.ProcessEnv => ({
  DATA_DIR: o.dataDir,
  HOST: '127.0.0.1',
  PORT: String(o.port),
  PUBLIC_URL: o.url,
  TLS_CERT_FILE: sandbox.certificate.certFile,
  TLS_KEY_FILE: sandbox.certificate.keyFile,
  AUTHORITY: sandbox.authorityUrl,
  GRAPH_BASE_URL: sandbox.graphUrl,
  NODE_EXTRA_CA_CERTS: sandbox.caFile,
  CLIENT_ID: SANDBOX_CLIENT_ID,
  CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
  ALLOWED_TENANTS: HOME_TENANT,
  TOKEN_KEY: randomBytes(32).toString('hex'),
  // Outlook's notifications come from the sandbox on this computer.
  ALLOW_LOCAL_NOTIFICATIONS: 'true',
  LANGUAGE: o.language,
  LOG_FORMAT: 'text',
});

/** The folder is made and known first, so that whatever fails later can be cleared away. */
export const setStage = async (language: Language, stop: AbortSignal): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'relatiebrug-demo-'));
  let sandbox: Sandbox | null = null;
  const clear = async (): Promise<void> => {
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    // As root the database runs as another user, which must be able to walk to its data.
    if (process.getuid?.() === 0) await chmod(folder, 0o711);
    sandbox = await createSandbox({ seed: SEED, privateCards: OWN_CARDS });
    return await furnish({ sandbox, folder, language, stop, clear });
  } catch (error) {
    await clear();
    throw error;
  }
};

const furnish = async (o: {
  sandbox: Sandbox;
  folder: string;
  language: Language;
  stop: AbortSignal;
  clear: () => Promise<void>;
}): Promise<Stage> => {
  const { sandbox, folder } = o;
  const port = await freePort();
  const url = `https://localhost:${port}`;
  const dataDir = join(folder, 'data');
  sandbox.signIn.registerApp({
    clientId: SANDBOX_CLIENT_ID,
    webRedirectUris: [`${url}/connect/callback`],
    spaRedirectUris: [`${url}/taskpane.html`],
  });
  const settings = settingsFor(sandbox, { url, port, dataDir, language: o.language });
  const surroundings = { folder, env: { ...bareEnvironment(), ...settings } };
  const client = createWorkerClient(url, sandbox.ca, o.stop);
  let worker: Running | null = null;
  let failWith: (error: unknown) => void = () => undefined;
  const workerFailed = new Promise<never>((_, reject) => {
    failWith = reject;
  });
  workerFailed.catch(() => undefined);
  let struck: Promise<void> | null = null;
  const strike = async (): Promise<void> => {
    await client.close();
    await worker?.stop();
    await stopDatabaseIn(dataDir);
    await o.clear();
  };
  return {
    sandbox,
    workerUrl: url,
    surroundings,
    client,
    workerFailed,
    async openWorker() {
      worker = startCommand(['serve', '--json'], surroundings);
      worker.failed.catch(failWith);
      await worker.firstLine;
    },
    strike: () => (struck ??= strike()),
  };
};
