/** `serve` and `work`: the long-running shapes of the worker. Each stops within 10 seconds. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createApi } from '../api/app.ts';
import type { ApiDeps } from '../api/ports.ts';
import type { Served, Working } from '../cli/ports.ts';
import { parseNotification } from '../graph/index.ts';
import { API_SCOPE } from '../identity/index.ts';
import { createJobs, createNotificationInbox, requestPass, type Jobs } from '../jobs/index.ts';
import { requireSignIn, type Settings } from '../settings.ts';
import { createAttention } from '../store/attention.ts';
import { createPasses } from '../store/passes.ts';
import { claimWorkerRole } from '../store/worker-role.ts';
import { realClock } from './clock.ts';
import { listen } from './http-server.ts';
import { deactivateWith } from './deactivate.ts';
import { createHeldDesk } from './held-desk.ts';
import { createMailboxDesk } from './mailbox-desk.ts';
import { createPastDesks } from './past-desks.ts';
import { readiness, type Parts } from './parts.ts';
import { createPersonDesk } from './person-desk.ts';
import { version } from './version.ts';
import { createVisibilityDesk } from './visibility-desk.ts';
import { createWhyDesk } from './why-desk.ts';

const addinFolder = ({ addinDir }: Settings): string =>
  addinDir ?? fileURLToPath(new URL('../../dist/addin', import.meta.url));

/** What ends the process from inside: the queue died, or another process took the worker's role. */
const createFailure = () => {
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever serves waits for it; a command that ended does not.
  failed.catch(() => undefined);
  return { failed, fail };
};

export const startWork = async (parts: Parts): Promise<Working & { readonly jobs: Jobs }> => {
  const { settings, log } = parts;
  requireSignIn(settings);
  const store = await parts.current();
  const { failed, fail } = createFailure();
  const role = await claimWorkerRole({
    url: store.url,
    embedded: store.embedded,
    dataDir: settings.dataDir,
    onLost: fail,
  });
  const jobs = createJobs({
    db: store.db,
    databaseUrl: store.url,
    runPass: await parts.runPass(),
    crm: await parts.crm(),
    mailboxes: await parts.mailboxes(),
    subscriptions: settings.notificationOrigin === null ? null : (await parts.graph()).subscriptions,
    clock: realClock,
    settings,
    log,
    onFailure: fail,
  });
  await jobs.start();
  log.info({ concurrentPasses: settings.concurrentPasses }, 'jobs started');
  return {
    jobs,
    failed,
    stop: async () => {
      await jobs.stop();
      await role.release();
      log.info({}, 'jobs stopped');
    },
  };
};

export const startServe = async (parts: Parts, options: { readonly jobs: boolean }): Promise<Served> => {
  const { settings, log } = parts;
  requireSignIn(settings);
  const working = options.jobs ? await startWork(parts) : null;
  try {
    const api = createApi(await apiDeps(parts, working?.jobs ?? null));
    const server = await listen(settings, (request) => api.fetch(request));
    log.info({ url: server.url, jobs: options.jobs }, 'serving');
    return {
      url: server.url,
      publicUrl: settings.publicUrl,
      jobs: options.jobs,
      pane: existsSync(addinFolder(settings)),
      failed: working?.failed ?? createFailure().failed,
      stop: async () => {
        await Promise.all([server.stop(), working?.stop()]);
      },
    };
  } catch (error) {
    await working?.stop();
    throw error;
  }
};

const apiDeps = async (parts: Parts, jobs: Jobs | null): Promise<ApiDeps> => {
  const { settings, log } = parts;
  const store = await parts.current();
  const [crm, mailboxes, identity] = [await parts.crm(), await parts.mailboxes(), await parts.identity()];
  const passes = createPasses(store.db);
  const ask: ApiDeps['askPass'] = async (mailboxId, trigger) => {
    await requestPass(store.db, mailboxId, trigger);
  };
  return {
    version,
    publicUrl: settings.publicUrl,
    isHttps: settings.tls !== null || settings.publicUrl?.startsWith('https:') === true,
    authority: settings.authority,
    admins: settings.admins,
    allowedTenants: settings.allowedTenants,
    pane: paneConfig(settings),
    frameAncestors: standIns(settings),
    addinFolder: addinFolder(settings),
    now: () => realClock.now(),
    timeZone: settings.timeZone,
    monotonicMs: () => realClock.monotonicMs(),
    log,
    checkToken: identity.guard,
    crm,
    desk: createPersonDesk(crm),
    crmPersonUrl: settings.crmPersonUrl,
    visibility: createVisibilityDesk(store.db),
    attention: createAttention(store.db),
    mailboxes: createMailboxDesk(store.db, mailboxes),
    held: createHeldDesk(store.db),
    ...createPastDesks(store.db, crm, () => realClock.now()),
    askPass: ask,
    makePreview: await parts.preview(),
    why: createWhyDesk(store.db, identity.prints),
    signInEndsAt: async ({ tid, oid }) => (await identity.tokens.status({ tid, oid })).endsAt,
    activationTicket: ({ oid, tid, upn }, { start, settings }) =>
      identity.activation.issueTicket({ for: { kind: 'user', oid, tid }, start, settings, loginHint: upn }),
    deactivate: await deactivateWith(parts),
    connect: identity.connect,
    takeNotifications: createNotificationInbox({
      parse: parseNotification,
      mailboxes,
      onHint: (mailboxId) =>
        requestPass(store.db, mailboxId, 'notification', { delayMs: settings.notificationDelayMs }),
      onSubscriptions: () => {
        jobs?.pokeSubscriptions();
      },
    }),
    ready: async () => ({
      ...(await readiness(store)),
      jobs: jobs === null ? null : (await jobs.health().catch(() => ({ running: false }))).running,
    }),
    runningPasses: async () => (await passes.running()).length,
  };
};

const paneConfig = ({ paneClientIds, clientId, authority, allowedTenants }: Settings): ApiDeps['pane'] => {
  const pane = paneClientIds[0];
  if (pane === undefined || clientId === null) return null;
  // An app of one tenant may not be asked for at `organizations`.
  const tenant = allowedTenants.length === 1 ? allowedTenants[0] : 'organizations';
  return {
    clientId: pane,
    authority: `${authority}/${tenant ?? 'organizations'}`,
    scope: `api://${clientId}/${API_SCOPE}`,
  };
};

/** Pages of a stand-in Microsoft 365 may frame the pane, as Outlook's may. */
const standIns = ({ authority, graphBaseUrl }: Settings): string[] =>
  [authority, graphBaseUrl].filter(
    (origin) =>
      !new URL(origin).hostname.endsWith('.microsoft.com') &&
      !new URL(origin).hostname.endsWith('.microsoftonline.com'),
  );
