/**
 * An office (tests/support/office.ts) whose passes get their tokens as the worker does: from the sign-in that a user gave at
 * the sandbox's pages, sealed in the database. Each `process` has forgotten what the one before it had in memory.
 */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { HOME_TENANT, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from '../../../sandbox/index.ts';
import { signInAs } from '../../../sandbox/sign-in/browser.ts';
import { createGraph, type Graph } from '../../../worker/graph/index.ts';
import { createIdentity, type Identity } from '../../../worker/identity/index.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import type { Office, Wrap } from '../../support/office.ts';
import { clockOn } from '../../support/outlook-remote.ts';

export interface SignedIn {
  readonly publicUrl: string;
  readonly identity: Identity;
  /** The user goes through consent; the mailbox is there already. */
  signIn(user: string): Promise<void>;
  /** What a process that has just started asks Outlook through. */
  process(): Promise<Graph>;
  close(): Promise<void>;
}

/** A pass that asks Outlook through this. */
export const through = (graph: Graph): Wrap => ({ remotes: () => graph.opener });

export const signedIn = async (office: Office): Promise<SignedIn> => {
  const { sandbox, db, crm } = office;
  const mailboxes = createMailboxes(db);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const closers: (() => Promise<void>)[] = [];
  const pages: Identity[] = [];
  const server = createAdaptorServer({
    createServer,
    serverOptions: { cert: sandbox.certificate.cert, key: sandbox.certificate.key },
    fetch: (request) =>
      new URL(request.url).pathname === '/connect/start'
        ? pages[0]!.connect.start(request)
        : pages[0]!.connect.callback(request),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `https://localhost:${(server.address() as AddressInfo).port}`;
  const webRedirectUris = [`${publicUrl}/connect/callback`];
  sandbox.signIn.registerApp({ clientId: SANDBOX_CLIENT_ID, webRedirectUris });

  const open = async (): Promise<Identity> => {
    const identity = await createIdentity({
      settings: {
        authority: sandbox.authorityUrl,
        graphBaseUrl: sandbox.graphUrl,
        clientId: SANDBOX_CLIENT_ID,
        credential: { kind: 'secret', secret: SANDBOX_CLIENT_SECRET },
        allowedTenants: [HOME_TENANT],
        paneClientIds: [SANDBOX_CLIENT_ID],
        tokenKey: { kind: 'key', key: new Uint8Array(32).fill(7) },
        tokenKeysOld: [],
      },
      db,
      publicUrl,
      language: 'nl',
      crm,
      mailboxes: {
        accountOf: async (mailboxId) => mailboxes.byId(mailboxId),
        byAccount: async ({ tid, oid }) => {
          const found = await mailboxes.byUser(tid, oid);
          return found === null ? null : { mailboxId: found.id, employeeId: found.employeeId };
        },
        ofEmployee: async (employeeId) => {
          const found = await mailboxes.byEmployee(employeeId);
          return found === null ? null : { tid: found.tid, oid: found.oid, mailboxId: found.id };
        },
      },
      onActivated: async (_tx, { tid, oid }) => {
        const mailbox = (await mailboxes.byUser(tid, oid))!;
        return { mailboxId: mailbox.id, started: true };
      },
      log,
      now: () => new Date(sandbox.clock.now()),
      network: { ca: sandbox.ca, timeoutMs: 2_000 },
    });
    closers.push(() => identity.close());
    return identity;
  };
  const identity = await open();
  pages.push(identity);

  return {
    publicUrl,
    identity,
    signIn: async (user) => {
      const { tenantId: tid, id: oid } = sandbox.users.get(user);
      const { url } = await identity.activation.issueTicket({ for: { kind: 'user', tid, oid } });
      const { html } = await signInAs(sandbox.users.get(user), url, { ca: sandbox.ca });
      if (!html.includes('data-outcome="activated"')) throw new Error('not signed in');
    },
    process: async () => {
      const { tokens } = await open();
      const graph = createGraph({
        baseUrl: sandbox.graphUrl,
        ca: sandbox.ca,
        clock: clockOn(sandbox),
        timeoutMs: 1_000,
        log: () => undefined,
        tokens,
      });
      closers.push(() => graph.close());
      return graph;
    },
    close: async () => {
      for (const close of closers.reverse()) await close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
};
