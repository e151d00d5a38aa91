/**
 * A stand-in Microsoft 365 on the loopback address: sign-in with Entra's shape, Graph contacts, and hands that do
 * what a user does in Outlook. The same for the demo, the tests and the command line. Imports nothing of ours, so
 * that a shared mistake cannot hide; protected by nothing, so never to be put on a network.
 *
 *     const sandbox = await createSandbox({ seed: 7 });
 *     GRAPH_BASE_URL=sandbox.graphUrl  AUTHORITY=sandbox.authorityUrl  NODE_EXTRA_CA_CERTS=sandbox.caFile
 *     const petra = sandbox.outlook('petra@kantoor-voorbeeld.example');
 *     petra.add({ givenName: 'Dewi', surname: 'Bos' });                 // by hand
 *     sandbox.mail.add('petra@…', { subject: 'Hallo', from: { name: 'Dewi Bos', address: 'dewi@thuis.example' } });
 *     sandbox.faults.plan({ method: 'POST', path: '/contacts', fault: { kind: 'lostAnswer' } });
 *     sandbox.switches.set({ deletedCards: 'gone', deltaShuffle: true });  // where Microsoft's documents are silent
 *     await sandbox.clock.advance(24 * 3_600_000);
 *     petra.audit;  sandbox.counters('petra@…');                        // who wrote what; how it was asked
 *     await sandbox.close();
 *
 * Time: `clock` follows real time until `clock.hold()`; latency and hanging are always real time.
 * Other processes reach the same through `/sandbox/…` (sandbox/control/routes.ts); `sandbox/main.ts` starts it.
 */
import { rootCertificates } from 'node:tls';
import { Agent, fetch } from 'undici';
import { createCallers, type Callers } from './callers.ts';
import { createClock, type SandboxClock } from './clock.ts';
import { createControl } from './control/routes.ts';
import { createFaults, type SandboxFaults } from './faults.ts';
import { createGraph, type Graph } from './graph/graph.ts';
import type { Counters } from './graph/limits.ts';
import type { Outlook } from './graph/outlook.ts';
import type { Post, Subscriptions } from './graph/subscriptions.ts';
import { createSwitches, type SandboxSwitches, type Switches } from './graph/switches.ts';
import { createMailStore, type MailStore } from './outlook/mail.ts';
import { startServer, type Handler } from './server.ts';
import { createSignIn, type SandboxApp, type SignIn } from './sign-in/index.ts';
import { sandboxCertificate, type SandboxCertificate } from './tls.ts';
import { createUsers, type SandboxUsers } from './users.ts';

export type { SandboxClock } from './clock.ts';
export type { Fault, FaultMatch, FaultRule, RandomFaults, SandboxFaults } from './faults.ts';
export type { AuditEntry } from './graph/entities.ts';
export type { Counters } from './graph/limits.ts';
export type { CardRef, MergeOptions, Outlook, OutlookCard, UserValues } from './graph/outlook.ts';
export type { LifecycleEvent, Subscriptions } from './graph/subscriptions.ts';
export type { MailDraft, MailItem, MailPerson, MailSeed, MailStore } from './outlook/mail.ts';
export { DEFAULT_SWITCHES, type SandboxSwitches, type Switches } from './graph/switches.ts';
export { SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET, type SandboxApp, type SignIn } from './sign-in/index.ts';
export { FOREIGN_TENANT, HOME_TENANT, type SandboxUser, type SandboxUsers } from './users.ts';

export interface SandboxOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** For everything left to chance (order of answers, repeats, invented cards). Default 1. */
  readonly seed?: number;
  /** Where the clock begins (ms since 1970) and whether it stands still there. Default: real time. */
  readonly startAt?: number;
  readonly held?: boolean;
  readonly switches?: Partial<Switches>;
  /** App registrations; default one with SANDBOX_CLIENT_ID. More by `signIn.registerApp`. */
  readonly apps?: readonly SandboxApp[];
  /** Invented cards of the user's own in each mailbox from the start. Default 0. */
  readonly privateCards?: number;
}

export interface Sandbox {
  /** `https://localhost:PORT`. */
  readonly url: string;
  /** Without `/v1.0`: what GRAPH_BASE_URL wants. */
  readonly graphUrl: string;
  /** Without a tenant: what AUTHORITY wants. */
  readonly authorityUrl: string;
  /** PEM file of the authority to trust (NODE_EXTRA_CA_CERTS), and its text. */
  readonly caFile: string;
  readonly ca: string;
  /** For a server of one's own on `localhost`, trusted by whoever trusts `caFile`. */
  readonly certificate: SandboxCertificate;
  readonly clock: SandboxClock;
  readonly faults: SandboxFaults;
  readonly users: SandboxUsers;
  readonly switches: SandboxSwitches;
  readonly signIn: SignIn;
  readonly graph: Graph;
  /** Whose process asks; for `graph.oneAtATime`. */
  readonly callers: Callers;
  readonly notifications: Subscriptions;
  /** What this user does by hand. */
  outlook(userIdOrName: string): Outlook;
  /** Mails and appointments of everybody, for the Outlook page. */
  readonly mail: MailStore;
  /** How this mailbox was asked. */
  counters(userIdOrName: string): Counters;
  /** A token for Graph without any sign-in. */
  token(userIdOrName: string): string;
  /** All delta tokens given out so far are lost, for one mailbox or all. */
  loseDeltaTokens(userIdOrName?: string): void;
  /** Adds pages of one's own under a path, e.g. `/outlook`. */
  serve(prefix: string, handler: Handler): void;
  /** As it was when it was made; the address stays. */
  reset(): void;
  close(): Promise<void>;
}

/** Posts notifications; trusts our own authority besides the known ones. */
function createPost(ca: string): { post: Post; close: () => Promise<void> } {
  const agent = new Agent({ connect: { ca: [ca, ...rootCertificates] } });
  const post: Post = async (url, body, contentType, timeoutMs) => {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': contentType },
      dispatcher: agent,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    return { status: answer.status, contentType: answer.headers.get('content-type') ?? '', text };
  };
  return { post, close: () => agent.destroy() };
}

export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const certificate = await sandboxCertificate();
  const clock = createClock({ startAt: options.startAt, held: options.held });
  const users = createUsers();
  const faults = createFaults((idOrName) => users.find(idOrName)?.id);
  const switches = createSwitches(options.switches);
  const { post, close: closePost } = createPost(certificate.ca);
  let port = options.port ?? 0;
  const origin = (): string => `https://localhost:${port}`;
  const signIn = createSignIn({
    origin,
    clock,
    users,
    faults,
    ...(options.apps ? { apps: options.apps } : {}),
  });
  const graph = createGraph({
    clock,
    faults,
    users,
    switches,
    origin,
    post,
    seed: options.seed ?? 1,
    async verifyToken(token) {
      const caller = signIn.verifyGraphToken(token);
      return caller && { userId: caller.userId, appId: caller.clientId, scopes: caller.scopes };
    },
  });
  const seedMailboxes = (): void => {
    if (!options.privateCards) return;
    for (const { id } of users.all()) graph.outlook(id).addPrivateCards(options.privateCards);
  };
  seedMailboxes();
  const mail = createMailStore(clock, users);

  const control = createControl({ sandbox: () => sandbox });
  const callers = createCallers();
  const server = await startServer({
    certificate,
    callers,
    port,
    graph: (request) => graph.answer(request),
    control,
    signIn: (req, res) => signIn.handle(req, res),
  });
  port = server.port;

  const sandbox: Sandbox = {
    url: origin(),
    graphUrl: origin(),
    authorityUrl: origin(),
    caFile: certificate.caFile,
    ca: certificate.ca,
    certificate,
    clock,
    faults,
    users,
    switches,
    signIn,
    graph,
    callers,
    notifications: graph.subscriptions,
    outlook: (user) => graph.outlook(user),
    mail,
    counters: (user) => graph.counters(user),
    token: (user) => signIn.mintToken({ user, kind: 'graph' }),
    loseDeltaTokens: (user) => graph.loseDeltaTokens(user),
    serve: (prefix, handler) => server.serve(prefix, handler),
    reset() {
      server.dropHanging();
      clock.reset();
      faults.reset();
      users.reset();
      switches.reset();
      signIn.reset();
      graph.reset();
      mail.reset();
      seedMailboxes();
    },
    async close() {
      clock.close();
      await server.close();
      await clock.settled();
      await closePost();
    },
  };
  return sandbox;
}
