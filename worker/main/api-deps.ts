/** What the API is given: the desks, the sign-in, the questions it asks of the rest of the worker. */
import { fileURLToPath } from 'node:url';
import type { ApiDeps, Readiness } from '../api/ports.ts';
import { parseNotification } from '../graph/index.ts';
import { API_SCOPE } from '../identity/index.ts';
import { createNotificationInbox, requestPass, type Jobs } from '../jobs/index.ts';
import { carriesToken, type Metrics } from '../metrics/index.ts';
import { endingsSoon } from '../notices/index.ts';
import type { Settings } from '../settings.ts';
import { createAttention } from '../store/attention.ts';
import { createPasses } from '../store/passes.ts';
import { realClock } from './clock.ts';
import { deactivateWith } from './deactivate.ts';
import { createHeldDesk } from './held-desk.ts';
import { createMailboxDesk } from './mailbox-desk.ts';
import { createPastDesks } from './past-desks.ts';
import type { Parts } from './parts.ts';
import { createPersonDesk } from './person-desk.ts';
import { version } from './version.ts';
import { createVisibilityDesk } from './visibility-desk.ts';
import { createWhyDesk } from './why-desk.ts';

export const addinFolder = ({ addinDir }: Settings): string =>
  addinDir ?? fileURLToPath(new URL('../../dist/addin', import.meta.url));

export const speaksHttps = ({ tls, publicUrl }: Settings): boolean =>
  tls !== null || publicUrl?.startsWith('https:') === true;

/** Figures for whoever brings the token. */
export const metricsFor = (token: string, { render }: Metrics): NonNullable<ApiDeps['metrics']> => ({
  allows: (authorization) => carriesToken(authorization, token),
  render,
});
export const apiDeps = async (
  parts: Parts,
  jobs: Jobs | null,
  ready: () => Promise<Readiness>,
): Promise<ApiDeps> => {
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
    isHttps: speaksHttps(settings),
    authority: settings.authority,
    admins: settings.admins,
    allowedTenants: settings.allowedTenants,
    pane: paneConfig(settings),
    trustedProxies: settings.trustedProxies,
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
    endings: () => endingsSoon(settings, realClock.now()),
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
    ready,
    runningPasses: async () => (await passes.running()).length,
    meter: parts.metrics.http,
    metrics: settings.metrics.token === null ? undefined : metricsFor(settings.metrics.token, parts.metrics),
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
