/**
 * The whole HTTP API as the worker builds it, in one process: the office of tests/support/office.ts (store, CRM, passes),
 * the real identity with its guard on the sandbox's sign-in, the real inbox of notifications. A request is made without a
 * socket; tests that are about sockets put `app` behind worker/main/http-server.ts.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import {
  FOREIGN_TENANT,
  HOME_TENANT,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../../sandbox/index.ts';
import type { MintOptions } from '../../../sandbox/sign-in/index.ts';
import { createApi } from '../../../worker/api/app.ts';
import type { ApiDeps, ApiEnv } from '../../../worker/api/ports.ts';
import { parseNotification } from '../../../worker/graph/index.ts';
import { createIdentity, type Identity } from '../../../worker/identity/index.ts';
import { createNotificationInbox, requestPass } from '../../../worker/jobs/index.ts';
import { createHeldDesk } from '../../../worker/main/held-desk.ts';
import { createMailboxDesk } from '../../../worker/main/mailbox-desk.ts';
import { createPastDesks } from '../../../worker/main/past-desks.ts';
import { createPersonDesk } from '../../../worker/main/person-desk.ts';
import { createVisibilityDesk } from '../../../worker/main/visibility-desk.ts';
import { createWhyDesk } from '../../../worker/main/why-desk.ts';
import { createAttention } from '../../../worker/store/attention.ts';
import { createPasses } from '../../../worker/store/passes.ts';
import { createOffice, type Office } from '../../support/office.ts';

export const petra = 'petra@kantoor-voorbeeld.example';
export const karim = 'karim@kantoor-voorbeeld.example';
export const joost = 'joost@kantoor-voorbeeld.example';
export const sofie = 'sofie@kantoor-voorbeeld.example';
/** Of another tenant than all others. */
export const morag = 'morag@other-office.example';

/** Whose account the setting ADMINS names. */
export const adminUser = karim;

export const publicUrl = 'https://relatiebrug.example';
/** Pages by the names that a build gives them: tests of answers need no bundle. */
const makePages = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'relatiebrug-pages-'));
  await writeFile(join(folder, 'taskpane.html'), '<!doctype html><title>Relatiebrug</title>');
  await writeFile(join(folder, 'taskpane.0123abcd.js'), 'export {};');
  await writeFile(join(folder, 'icon.png'), new Uint8Array([0x89, 0x50, 0x4e, 0x47]));
  return folder;
};

export interface GateOptions {
  /** Tenants that may sign in; default the home tenant alone. */
  readonly tenants?: readonly string[];
  readonly over?: Partial<ApiDeps>;
}

export interface Gate {
  readonly office: Office;
  readonly identity: Identity;
  readonly deps: ApiDeps;
  readonly app: OpenAPIHono<ApiEnv>;
  /** What the API wrote to the log. */
  readonly logged: { readonly level: string; readonly message: string; readonly fields: object }[];
  token(user: string, options?: Partial<MintOptions>): string;
  /** A request with this user's token; none without a user. */
  ask(user: string | null, method: string, path: string, body?: unknown): Promise<Response>;
  /** The same office behind an API that was given other things. */
  with(over: Partial<ApiDeps>): OpenAPIHono<ApiEnv>;
  close(): Promise<void>;
}

export const bothTenants = [HOME_TENANT, FOREIGN_TENANT];

export const jsonOf = (body: unknown): { body?: string; headers: Record<string, string> } =>
  body === undefined
    ? { headers: {} }
    : {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      };

/** A clock for limits that leaves every window behind with each look: limits have tests of their own. */
const everAnotherMinute = (): (() => number) => {
  let now = 0;
  return () => (now += 60_000);
};

const identityOf = (office: Office, tenants: readonly string[], log: ApiDeps['log']): Promise<Identity> =>
  createIdentity({
    settings: {
      authority: office.sandbox.authorityUrl,
      graphBaseUrl: office.sandbox.graphUrl,
      clientId: SANDBOX_CLIENT_ID,
      credential: { kind: 'secret', secret: SANDBOX_CLIENT_SECRET },
      allowedTenants: [...tenants],
      paneClientIds: [SANDBOX_CLIENT_ID],
      tokenKey: { kind: 'key', key: new Uint8Array(32).fill(9) },
      tokenKeysOld: [],
    },
    db: office.db,
    publicUrl,
    language: 'nl',
    crm: office.crm,
    mailboxes: {
      accountOf: (mailboxId) => office.mailboxes.byId(mailboxId),
      byAccount: async ({ tid, oid }) => {
        const found = await office.mailboxes.byUser(tid, oid);
        return found === null ? null : { mailboxId: found.id, employeeId: found.employeeId };
      },
      ofEmployee: async (employeeId) => {
        const found = await office.mailboxes.byEmployee(employeeId);
        return found === null ? null : { tid: found.tid, oid: found.oid, mailboxId: found.id };
      },
    },
    onActivated: () => Promise.reject(new Error('nobody is activated through the sign-in here')),
    log,
    now: () => new Date(office.sandbox.clock.now()),
    network: { ca: office.sandbox.ca, timeoutMs: 2_000 },
  });

export const openGate = async ({ tenants = [HOME_TENANT], over = {} }: GateOptions = {}): Promise<Gate> => {
  const [office, pages] = await Promise.all([createOffice(), makePages()]);
  const { db, crm, mailboxes, sandbox } = office;
  const now = (): Date => new Date(sandbox.clock.now());
  const logged: { level: string; message: string; fields: object }[] = [];
  const line =
    (level: string) =>
    (fields: object, message: string): void =>
      void logged.push({ level, message, fields });
  const log = { info: line('info'), warn: line('warn'), error: line('error') };
  const identity = await identityOf(office, tenants, log);
  const deps: ApiDeps = {
    version: '0.0.0',
    publicUrl,
    isHttps: true,
    authority: sandbox.authorityUrl,
    admins: [sandbox.users.get(adminUser).id],
    allowedTenants: tenants,
    pane: {
      clientId: SANDBOX_CLIENT_ID,
      authority: `${sandbox.authorityUrl}/organizations`,
      scope: `api://${SANDBOX_CLIENT_ID}/access_as_user`,
    },
    trustedProxies: [],
    frameAncestors: [],
    addinFolder: pages,
    now,
    timeZone: 'Europe/Amsterdam',
    monotonicMs: everAnotherMinute(),
    log,
    checkToken: identity.guard,
    crm,
    desk: createPersonDesk(crm),
    crmPersonUrl: null,
    visibility: createVisibilityDesk(db),
    attention: createAttention(db),
    mailboxes: createMailboxDesk(db, mailboxes),
    held: createHeldDesk(db),
    ...createPastDesks(db, crm, now),
    askPass: async (mailboxId, trigger) => {
      await requestPass(db, mailboxId, trigger);
    },
    why: createWhyDesk(db, identity.prints),
    makePreview: async ({ mailboxId, ...request }) => office.preview({ mailboxId }, request),
    signInEndsAt: async ({ tid, oid }) => (await identity.tokens.status({ tid, oid })).endsAt,
    activationTicket: ({ oid, tid, upn }, { start, settings }) =>
      identity.activation.issueTicket({ for: { kind: 'user', oid, tid }, start, settings, loginHint: upn }),
    deactivate: async (mailboxId) => {
      await mailboxes.deactivate(mailboxId);
    },
    connect: identity.connect,
    takeNotifications: createNotificationInbox({
      parse: parseNotification,
      mailboxes,
      onHint: (mailboxId) => requestPass(db, mailboxId, 'notification', { delayMs: 1_000 }),
      onSubscriptions: () => undefined,
    }),
    ready: async () => ({ database: true, migrated: true, jobs: true }),
    runningPasses: async () => (await createPasses(db).running()).length,
    ...over,
  };
  const app = createApi(deps);
  const token: Gate['token'] = (user, options = {}) => sandbox.signIn.mintToken({ user, ...options });
  return {
    office,
    identity,
    deps,
    app,
    logged,
    token,
    ask: async (user, method, path, body) => {
      const { headers, ...rest } = jsonOf(body);
      const bearer: Record<string, string> = user === null ? {} : { authorization: `Bearer ${token(user)}` };
      return app.request(path, { method, headers: { ...headers, ...bearer }, ...rest });
    },
    with: (more) => createApi({ ...deps, ...more }),
    close: async () => {
      await identity.close();
      await office.close();
      await rm(pages, { recursive: true });
    },
  };
};
