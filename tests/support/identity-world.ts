/**
 * Identity as it runs, against the sandbox's sign-in over https: a migrated database, a worker's two pop-up addresses on
 * a real https server, and people who can be walked through it.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import sql from 'sql-template-tag';
import type { SandboxUser } from '../../sandbox/index.ts';
import {
  createSandbox,
  HOME_TENANT,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type Sandbox,
} from '../../sandbox/index.ts';
import { signInAs, type SignInAsOptions, type SignInVisit } from '../../sandbox/sign-in/browser.ts';
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import { asId } from '../../shared/ids.ts';
import type { Employee } from '../../shared/person.ts';
import type { Activated, Identity, IdentitySettings, TicketFor } from '../../worker/identity/index.ts';
import { createIdentity } from '../../worker/identity/index.ts';
import type { Db, Queryable } from '../../worker/store/db.ts';
import { createTestDb } from './db.ts';

interface MailboxRow {
  readonly id: MailboxId;
  readonly employee_id: EmployeeId;
  readonly tid: string;
  readonly oid: string;
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

export interface IdentityWorld {
  readonly sandbox: Sandbox;
  readonly db: Db;
  /** Of the same database, for commands. */
  readonly databaseUrl: string;
  readonly identity: Identity;
  readonly settings: IdentitySettings;
  readonly log: LogLine[];
  readonly employees: Employee[];
  /** What the activations brought along, newest last. */
  readonly activated: Activated[];
  /** Called in the transaction of an activation, before the mailbox row is written. */
  beforeActivated: (() => void) | null;
  /** Which process the pop-up's addresses lead to. */
  mount(identity: Identity): void;
  /** Another worker process on the same database. */
  another(change?: Partial<IdentitySettings>): Promise<Identity>;
  employee(user: string): Employee;
  ticket(who: string | TicketFor, ttlMs?: number): Promise<string>;
  /** From a link to the page at its end. */
  visit(user: SandboxUser, url: string, options?: SignInAsOptions): Promise<SignInVisit>;
  /** Activates this user; the mailbox. */
  activate(user: string): Promise<MailboxId>;
  mailboxes(): Promise<MailboxRow[]>;
  tokenRows(): Promise<number>;
  /** Moves the worker's clock only; the sandbox's has its own. */
  ahead(ms: number): void;
  /** Nobody is activated, nobody has consented, nothing fails. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export const TOKEN_KEY = new Uint8Array(32).fill(7);

const insertMailbox = async (tx: Queryable, { employeeId, tid, oid, upn }: Activated): Promise<MailboxId> => {
  const [row] = await tx.query<{ id: MailboxId }>(
    sql`insert into sync.mailboxes (id, employee_id, tid, oid, upn, settings, activated_at)
        values (${randomUUID()}, ${employeeId}, ${tid}, ${oid}, ${upn}, '{}', now())
        on conflict (tid, oid) do update set state = 'active', upn = excluded.upn returning id`,
  );
  if (!row) throw new Error('no mailbox row');
  return row.id;
};

const employeeFor = (user: SandboxUser): Employee => ({
  id: asId<EmployeeId>(randomUUID()),
  displayName: user.displayName,
  email: user.mail,
  upn: null,
  active: true,
});

export const outcomeOf = (visit: SignInVisit): string | undefined =>
  /data-outcome="(\w+)"/.exec(visit.html)?.[1];

export const createIdentityWorld = async (change: Partial<IdentitySettings> = {}): Promise<IdentityWorld> => {
  const [sandbox, testDb] = await Promise.all([createSandbox(), createTestDb()]);
  const { db } = testDb;
  const log: LogLine[] = [];
  const line =
    (level: LogLine['level']) =>
    (fields: object, message: string): void =>
      void log.push({ level, fields, message });
  const employees = sandbox.users
    .all()
    .filter((user) => user.tenantId === HOME_TENANT)
    .map(employeeFor);
  let offsetMs = 0;
  let mounted: Identity | null = null;
  const server = createAdaptorServer({
    createServer,
    serverOptions: { cert: sandbox.certificate.cert, key: sandbox.certificate.key },
    fetch: (request) => {
      const path = new URL(request.url).pathname;
      if (path === '/connect/start' && mounted) return mounted.connect.start(request);
      if (path === '/connect/callback' && mounted) return mounted.connect.callback(request);
      return new Response(null, { status: 404 });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `https://localhost:${(server.address() as AddressInfo).port}`;
  const registerRedirect = (): void =>
    sandbox.signIn.registerApp({
      clientId: SANDBOX_CLIENT_ID,
      webRedirectUris: [`${publicUrl}/connect/callback`],
    });
  registerRedirect();

  const settings: IdentitySettings = {
    authority: sandbox.authorityUrl,
    graphBaseUrl: sandbox.graphUrl,
    clientId: SANDBOX_CLIENT_ID,
    credential: { kind: 'secret', secret: SANDBOX_CLIENT_SECRET },
    allowedTenants: [HOME_TENANT],
    paneClientIds: [SANDBOX_CLIENT_ID],
    tokenKey: { kind: 'key', key: TOKEN_KEY },
    tokenKeysOld: [],
    ...change,
  };
  const selectMailboxes = (): Promise<MailboxRow[]> =>
    db.query<MailboxRow>(sql`select id, employee_id, tid, oid from sync.mailboxes order by activated_at`);
  const opened: Identity[] = [];
  const open = async (more: Partial<IdentitySettings> = {}): Promise<Identity> => {
    const identity = await createIdentity({
      settings: { ...settings, ...more },
      db,
      publicUrl,
      language: 'nl',
      crm: {
        findEmployee: async (address) => {
          const found = employees.filter((e) => e.active && (e.email === address || e.upn === address));
          return found.length === 1 ? (found[0] ?? null) : null;
        },
      },
      mailboxes: {
        async byAccount({ tid, oid }) {
          const row = (await selectMailboxes()).find((m) => m.tid === tid && m.oid === oid);
          return row ? { mailboxId: row.id, employeeId: row.employee_id } : null;
        },
        async ofEmployee(employeeId) {
          const row = (await selectMailboxes()).find((m) => m.employee_id === employeeId);
          return row ? { mailboxId: row.id, tid: row.tid, oid: row.oid } : null;
        },
        async accountOf(mailboxId) {
          return (await selectMailboxes()).find((m) => m.id === mailboxId) ?? null;
        },
      },
      onActivated: async (tx, activated) => {
        world.beforeActivated?.();
        world.activated.push(activated);
        return { mailboxId: await insertMailbox(tx, activated), started: activated.start === 'now' };
      },
      log: { info: line('info'), warn: line('warn'), error: line('error') },
      now: () => new Date(Date.now() + offsetMs),
      network: { ca: sandbox.ca, timeoutMs: 2_000 },
    });
    opened.push(identity);
    return identity;
  };
  const identity = await open();
  mounted = identity;

  const world: IdentityWorld = {
    sandbox,
    db,
    databaseUrl: testDb.url,
    identity,
    settings,
    log,
    employees,
    activated: [],
    beforeActivated: null,
    mount(other) {
      mounted = other;
    },
    another: open,
    employee(user) {
      const { mail } = sandbox.users.get(user);
      const found = employees.find((employee) => employee.email === mail);
      if (!found) throw new Error(`no employee for ${user}`);
      return found;
    },
    async ticket(who, ttlMs) {
      const account = typeof who === 'string' ? sandbox.users.get(who) : null;
      const forWhom: TicketFor =
        typeof who === 'string'
          ? { kind: 'user', tid: account?.tenantId ?? '', oid: account?.id ?? '' }
          : who;
      return (await identity.activation.issueTicket({ for: forWhom, ttlMs })).url;
    },
    visit: (user, url, options = {}) => signInAs(user, url, { ca: sandbox.ca, ...options }),
    async activate(user) {
      const account = sandbox.users.get(user);
      const page = await world.visit(account, await world.ticket(user));
      const row = (await selectMailboxes()).find((m) => m.oid === account.id);
      if (!row || outcomeOf(page) !== 'activated') throw new Error(`activation ended in ${outcomeOf(page)}`);
      return row.id;
    },
    mailboxes: selectMailboxes,
    async tokenRows() {
      const [row] = await db.query<{ n: number }>(sql`select count(*)::int as n from identity.tokens`);
      return row?.n ?? 0;
    },
    ahead(ms) {
      offsetMs += ms;
    },
    async empty() {
      sandbox.reset();
      registerRedirect();
      log.length = 0;
      world.activated.length = 0;
      world.beforeActivated = null;
      await db.query(sql`truncate identity.tokens, identity.tickets, identity.flows`);
      await db.query(sql`delete from sync.mailboxes`);
    },
    async close() {
      await Promise.all(opened.map((each) => each.close()));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await sandbox.close();
      await testDb.close();
    },
  };
  return world;
};
