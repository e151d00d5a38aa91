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
import { startFront, type Front } from '../outlook/front.ts';
import { startCommand, stopDatabaseIn, type Running, type Surroundings } from './processes.ts';
import type { Language } from './texts.ts';
import { createWorkerClient, type WorkerClient } from './worker-api.ts';

/** Cards that each user already had: the sync must leave them alone. */
export const OWN_CARDS = 12;
/** Who may see the administrator's page and choose what the office shows. */
export const ADMINISTRATOR = 'petra@kantoor-voorbeeld.example';
const SEED = 20_261_121;

/** With the Outlook page before it: then the browser has one address, and the worker serves the pane. */
export interface OutlookOnStage {
  /** Tried first for the browser's address. */
  readonly port?: number;
  /** Folders that were, or will be, built before the worker is opened. */
  readonly pageFolder: () => string;
  readonly addinFolder: () => string;
}

export interface StageOptions {
  readonly language: Language;
  readonly stop: AbortSignal;
  /** Null: worker and sandbox alone, each with https. */
  readonly outlook: OutlookOnStage | null;
  /** Further settings of the worker. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Cards of their own that everybody begins with. Default OWN_CARDS. */
  readonly ownCards?: number;
}

export interface Stage {
  readonly sandbox: Sandbox;
  /** Null without the Outlook page. */
  readonly front: Front | null;
  /** The worker's own address. */
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

interface Addresses {
  readonly publicUrl: string;
  readonly port: number;
  readonly dataDir: string;
}

const settingsFor = (sandbox: Sandbox, o: Addresses & { language: Language }): NodeJS.ProcessEnv => ({
  DATA_DIR: o.dataDir,
  HOST: '127.0.0.1',
  PORT: String(o.port),
  PUBLIC_URL: o.publicUrl,
  AUTHORITY: sandbox.authorityUrl,
  GRAPH_BASE_URL: sandbox.graphUrl,
  NODE_EXTRA_CA_CERTS: sandbox.caFile,
  CLIENT_ID: SANDBOX_CLIENT_ID,
  CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
  ALLOWED_TENANTS: HOME_TENANT,
  ADMINS: ADMINISTRATOR,
  TOKEN_KEY: randomBytes(32).toString('hex'),
  // Outlook's notifications come from the sandbox on this computer.
  ALLOW_LOCAL_NOTIFICATIONS: 'true',
  LANGUAGE: o.language,
  LOG_FORMAT: 'text',
});

/** By itself the worker speaks https; behind the front plain http, and serves the pane as it was built. */
const serving = (sandbox: Sandbox, front: Front | null, outlook: OutlookOnStage | null): NodeJS.ProcessEnv =>
  front === null || outlook === null
    ? { TLS_CERT_FILE: sandbox.certificate.certFile, TLS_KEY_FILE: sandbox.certificate.keyFile }
    : { ADDIN_DIR: outlook.addinFolder(), CRM_PERSON_URL: front.crmUrl };

/** The folder is made and known first, so that whatever fails later can be cleared away. */
export const setStage = async (options: StageOptions): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'relatiebrug-demo-'));
  let sandbox: Sandbox | null = null;
  let front: Front | null = null;
  const clear = async (): Promise<void> => {
    await front?.close();
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    // As root the database runs as another user, which must be able to walk to its data.
    if (process.getuid?.() === 0) await chmod(folder, 0o711);
    sandbox = await createSandbox({ seed: SEED, privateCards: options.ownCards ?? OWN_CARDS });
    const { outlook } = options;
    if (outlook !== null)
      front = await startFront({
        ...(outlook.port === undefined ? {} : { port: outlook.port }),
        sandboxUrl: sandbox.url,
        ca: sandbox.ca,
        pageFolder: outlook.pageFolder,
      });
    return await furnish({ ...options, sandbox, front, folder, clear });
  } catch (error) {
    await clear();
    throw error;
  }
};

const furnish = async (
  o: StageOptions & { sandbox: Sandbox; front: Front | null; folder: string; clear: () => Promise<void> },
): Promise<Stage> => {
  const { sandbox, front, folder } = o;
  const port = await freePort();
  const url = `${front === null ? 'https' : 'http'}://localhost:${port}`;
  const publicUrl = front?.url ?? url;
  const dataDir = join(folder, 'data');
  sandbox.signIn.registerApp({
    clientId: SANDBOX_CLIENT_ID,
    webRedirectUris: [`${publicUrl}/connect/callback`],
    spaRedirectUris: [`${publicUrl}/taskpane.html`],
  });
  const settings = settingsFor(sandbox, { publicUrl, port, dataDir, language: o.language });
  const surroundings = { folder, env: { ...bareEnvironment(), ...settings, ...o.settings } };
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
    front,
    workerUrl: url,
    surroundings,
    client,
    workerFailed,
    async openWorker() {
      Object.assign(surroundings.env, serving(sandbox, front, o.outlook), o.settings);
      worker = startCommand(['serve', '--json'], surroundings);
      worker.failed.catch(failWith);
      await worker.firstLine;
      front?.open(url);
    },
    strike: () => (struck ??= strike()),
  };
};
