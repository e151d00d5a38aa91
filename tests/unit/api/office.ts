/**
 * A small office behind the real API: real store, embedded CRM and guard; the sign-in's keys are served at the wire.
 * What lies beyond the API (queue, sign-in pages) is recorded, so that a test can say what was asked of it.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { defaultVisibility, type Visibility } from '../../../shared/api/visibility.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import { createApi } from '../../../worker/api/app.ts';
import type { ApiDeps, ApiEnv } from '../../../worker/api/ports.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm } from '../../../worker/crm/embedded/types.ts';
import { createGuard } from '../../../worker/identity/guard.ts';
import { createNetwork } from '../../../worker/identity/network.ts';
import { createHeldDesk } from '../../../worker/main/held-desk.ts';
import { createWhyDesk } from '../../../worker/main/why-desk.ts';
import { printsWith } from '../../../worker/identity/print-keys.ts';
import { createMailboxDesk } from '../../../worker/main/mailbox-desk.ts';
import { createPastDesks } from '../../../worker/main/past-desks.ts';
import { createPersonDesk } from '../../../worker/main/person-desk.ts';
import { createVisibilityDesk } from '../../../worker/main/visibility-desk.ts';
import type { PassTrigger } from '../../../worker/pass/ports.ts';
import { createAttention } from '../../../worker/store/attention.ts';
import { createMailboxes, type Mailboxes } from '../../../worker/store/mailboxes.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';

export const tenant = '00000000-0000-4000-8000-00000000aaaa';
export const clientId = '00000000-0000-4000-8000-00000000cccc';
export const petraOid = '00000000-0000-4000-8000-000000000001';
export const jorisOid = '00000000-0000-4000-8000-000000000002';

export interface Keys {
  readonly authority: string;
  /** A token as Entra makes it for Petra; claims may be overridden, undefined takes one away. */
  token(claims?: JWTPayload, key?: CryptoKey): Promise<string>;
  close(): Promise<void>;
}

export const serveKeys = async (): Promise<Keys> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const server: Server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    authority,
    token: (claims = {}, key = privateKey) =>
      new SignJWT({
        ver: '2.0',
        tid: tenant,
        oid: petraOid,
        azp: clientId,
        scp: 'access_as_user',
        preferred_username: 'petra@kantoor.example',
        iss: `${authority}/${tenant}/v2.0`,
        aud: clientId,
        iat: Math.floor(Date.now() / 1000),
        exp: Math.floor(Date.now() / 1000) + 3600,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .sign(key),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export interface Office {
  readonly app: OpenAPIHono<ApiEnv>;
  readonly db: Db;
  readonly crm: EmbeddedCrm;
  readonly mailboxes: Mailboxes;
  readonly keys: Keys;
  readonly petra: Employee;
  readonly joris: Employee;
  readonly asked: { mailboxId: MailboxId; trigger: PassTrigger }[];
  /** When the sign-in of every mailbox ends. */
  readonly signIn: { endsAt: Date | null };
  readonly delivered: unknown[];
  readonly logged: object[];
  /** A request as Petra, or as whoever the claims name. */
  ask(path: string, init?: RequestInit, claims?: JWTPayload): Promise<Response>;
  /** The same office behind an API that was given other things. */
  with(over: Partial<ApiDeps>): Pick<Office, 'app' | 'ask'>;
  /** A person of Petra's. */
  person(lastName: string, rest?: Partial<Parameters<EmbeddedCrm['createPerson']>[0]>): Promise<Person>;
  activate(employee: Employee, oid: string): Promise<MailboxId>;
  /** An administrator decided this; the rest is as by default. */
  visible(parts: Partial<Visibility>): Promise<void>;
  close(): Promise<void>;
}

const import_ = { kind: 'import' } as const;

export const openOffice = async (): Promise<Office> => {
  const database: TestDb = await createTestDb();
  const keys = await serveKeys();
  const network = createNetwork();
  const crm = createEmbeddedCrm(database.db, { country: 'NL' });
  const mailboxes = createMailboxes(database.db);
  const asked: Office['asked'] = [];
  const signIn: Office['signIn'] = { endsAt: null };
  const delivered: unknown[] = [];
  const logged: object[] = [];
  const log = (fields: object): void => {
    logged.push(fields);
  };
  const guard = createGuard(
    { authority: keys.authority, clientId, allowedTenants: [tenant], paneClientIds: [clientId] },
    network,
  );
  const deps: ApiDeps = {
    version: '0.0.0',
    publicUrl: 'https://relatiebrug.example',
    isHttps: true,
    authority: 'https://login.example',
    admins: [],
    allowedTenants: [tenant],
    pane: {
      clientId,
      authority: 'https://login.example/organizations',
      scope: `api://${clientId}/access_as_user`,
    },
    trustedProxies: [],
    frameAncestors: [],
    addinFolder: '/nowhere/at/all',
    now: () => new Date(),
    timeZone: 'Europe/Amsterdam',
    monotonicMs: () => performance.now(),
    log: { info: log, warn: log, error: log },
    checkToken: guard,
    crm,
    desk: createPersonDesk(crm),
    crmPersonUrl: null,
    visibility: createVisibilityDesk(database.db),
    attention: createAttention(database.db),
    mailboxes: createMailboxDesk(database.db, mailboxes),
    held: createHeldDesk(database.db),
    ...createPastDesks(database.db, crm, () => new Date()),
    askPass: async (mailboxId, trigger) => {
      asked.push({ mailboxId, trigger });
    },
    why: createWhyDesk(database.db, async (mailboxId) => printsWith(Buffer.from(mailboxId))),
    makePreview: async () => ({ made: false, because: 'unknownMailbox' }),
    signInEndsAt: async () => signIn.endsAt,
    activationTicket: async () => ({
      url: 'https://relatiebrug.example/connect/start?ticket=t',
      expiresAt: new Date(Date.now() + 120_000),
    }),
    deactivate: (mailboxId) => mailboxes.deactivate(mailboxId),
    connect: {
      start: async () => new Response('start'),
      callback: async () => new Response('callback'),
    },
    takeNotifications: async (body) => {
      delivered.push(body);
      return typeof body === 'object' && body !== null && 'value' in body ? 'taken' : 'garbage';
    },
    ready: async () => ({ database: true, migrated: true, jobs: true }),
    runningPasses: async () => 0,
  };
  const behind = (app: OpenAPIHono<ApiEnv>): Pick<Office, 'app' | 'ask'> => ({
    app,
    ask: async (path, init = {}, claims = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${await keys.token(claims)}`);
      return app.request(path, { ...init, headers });
    },
  });
  const employee = async (email: string, displayName: string): Promise<Employee> => {
    const made = await crm.upsertEmployee({ email, displayName });
    if (made === null) throw new Error(`no employee ${email}`);
    return made;
  };
  const petra = await employee('petra@kantoor.example', 'Petra de Wit');
  const joris = await employee('joris@kantoor.example', 'Joris Bakker');
  return {
    ...behind(createApi(deps)),
    db: database.db,
    crm,
    mailboxes,
    keys,
    petra,
    joris,
    asked,
    signIn,
    delivered,
    logged,
    with: (over) => behind(createApi({ ...deps, ...over })),
    person: async (lastName, rest = {}) => {
      const made = await crm.createPerson(
        {
          kind: 'contactPerson',
          fields: { lastName, firstName: 'Anna' },
          organisation: { name: 'Voorbeeld B.V.' },
          relationManagerId: petra.id,
          ...rest,
        },
        import_,
      );
      if (made.outcome !== 'created') throw new Error(made.outcome);
      return made.person;
    },
    activate: async ({ id }, oid) => {
      const result = await mailboxes.activate({ employeeId: id, tid: tenant, oid, upn: null });
      if (result.outcome === 'refused') throw new Error(result.because);
      return result.mailbox.id;
    },
    visible: (parts) => deps.visibility.save({ ...defaultVisibility, ...parts }, 'admin', new Date()),
    close: async () => {
      await network.close();
      await keys.close();
      await database.close();
    },
  };
};

export const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export interface Refusal {
  error: {
    code: string;
    message: string;
    field?: string;
    fields?: { field: string; problem: string }[];
    current?: Record<string, unknown>;
    retryAfter?: number;
  };
}
export const refusal = async (response: Response): Promise<Refusal['error']> =>
  ((await response.json()) as Refusal).error;
