/**
 * The sandbox's controls for other processes, as JSON under `/sandbox`. Whoever reaches the port may do everything:
 * it is a stand-in on the loopback address with invented people. `GET /sandbox` tells what there is.
 */
import type { Answer } from '../graph/call.ts';
import type { Fault, FaultRule, RandomFaults } from '../faults.ts';
import type { RawRequest } from '../graph/graph.ts';
import type { Outlook } from '../graph/outlook.ts';
import type { LifecycleEvent } from '../graph/subscriptions.ts';
import type { Switches } from '../graph/switches.ts';
import type { Sandbox } from '../index.ts';
import type { MailSeed } from '../outlook/mail.ts';
import type { SandboxUser } from '../users.ts';

type Body = Record<string, unknown>;
type Route = (parts: {
  readonly sandbox: Sandbox;
  readonly path: readonly string[];
  readonly body: unknown;
}) => unknown;

const ROUTES: Readonly<Record<string, { readonly about: string; readonly run: Route }>> = {
  'GET ': { about: 'addresses, people and these routes', run: ({ sandbox }) => describe(sandbox) },
  'GET clock': { about: 'now and mode', run: ({ sandbox }) => clockState(sandbox) },
  'POST clock': { about: '{advanceMs?, hold?: true | ms since 1970, follow?: true}', run: moveClock },
  'POST settled': {
    about: 'answers when deliveries that have begun are done',
    run: ({ sandbox }) => sandbox.clock.settled(),
  },
  'GET switches': { about: 'present values', run: ({ sandbox }) => sandbox.switches.now },
  'POST switches': {
    about: 'values to change',
    run({ sandbox, body }) {
      sandbox.switches.set(body as Partial<Switches>);
      return sandbox.switches.now;
    },
  },
  'GET faults': { about: 'faults that fired', run: ({ sandbox }) => sandbox.faults.log },
  'POST faults': {
    about: 'one rule; "times": "always" for ever',
    run: ({ sandbox, body }) => void sandbox.faults.plan(readRule(body)),
  },
  'POST faults/random': {
    about: '{seed, rates, match?}, or null to end them',
    run: ({ sandbox, body }) => sandbox.faults.random(body as RandomFaults | null),
  },
  'DELETE faults': { about: 'calls off all faults', run: ({ sandbox }) => sandbox.faults.clear() },
  'GET users': { about: 'people, with passwords', run: ({ sandbox }) => sandbox.users.all() },
  'POST users': {
    about: 'adds one, or all of an array',
    run: ({ sandbox, body }) =>
      Array.isArray(body)
        ? (body as SandboxUser[]).map((user) => sandbox.users.add(user))
        : sandbox.users.add(body as SandboxUser),
  },
  'POST callers': {
    about: '{pids: [...]}: processes to tell apart',
    run: ({ sandbox, body }) => sandbox.callers.know((body as { pids: number[] }).pids),
  },
  'GET one-at-a-time': {
    about: 'whether two passes were ever at work in one mailbox',
    run: ({ sandbox }) => sandbox.graph.oneAtATime.report(),
  },
  'POST sign-ins': {
    about: '{like: refresh token, users: [...]}: sign-ins without their pages',
    run: ({ sandbox, body }) => signIns(sandbox, body as { like: string; users: string[] }),
  },
  'POST tokens': {
    about: '{user, kind: "graph" | "api"}',
    run: ({ sandbox, body }) => ({ token: sandbox.signIn.mintToken(body as { user: string }) }),
  },
  'POST sign-in/*': { about: 'a verb of signIn with its arguments as an array', run: signInVerb },
  'GET mailboxes/*': { about: 'cards, Deleted Items, folders, audit, counters, subscriptions', run: dump },
  'GET mailboxes/*/*': { about: 'one part of that', run: dump },
  'POST outlook/*/*': { about: 'a verb of the user with its arguments as an array', run: outlookVerb },
  'GET audit/*/*': { about: 'of a mailbox, the entries after this number', run: auditAfter },
  'GET revisions/*': { about: 'numbers that change when contacts or mail of this user do', run: revisions },
  'GET mail/*': {
    about: 'mails and appointments, newest first',
    run: ({ sandbox, path }) => sandbox.mail.list(userOf(sandbox, path[1])),
  },
  'POST mail/*': {
    about: '{subject, from: {name, address}, to?, cc?, kind?: "appointment", …}: puts one there',
    run: ({ sandbox, path, body }) => sandbox.mail.add(userOf(sandbox, path[1]), (body ?? {}) as MailSeed),
  },
  'POST mail/*/*': {
    about: 'send, markRead or delete, with arguments after the user as an array',
    run: mailVerb,
  },
  'POST delta/lose': {
    about: '{user?}',
    run: ({ sandbox, body }) =>
      sandbox.loseDeltaTokens((body as Body | undefined)?.['user'] as string | undefined),
  },
  'GET notifications': { about: 'deliveries', run: ({ sandbox }) => sandbox.notifications.deliveries },
  'POST notifications/lose': {
    about: '{count}: the next so many are never sent',
    run: ({ sandbox, body }) => sandbox.notifications.lose(Number((body as Body)['count'])),
  },
  'POST notifications/lifecycle': { about: '{event, user?}', run: lifecycle },
  'POST reset': { about: 'as it was when it was made', run: ({ sandbox }) => sandbox.reset() },
};

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const signIns = (sandbox: Sandbox, { like, users }: { like: string; users: string[] }): Promise<unknown> =>
  Promise.all(users.map((user) => sandbox.signIn.signInLike(like, user)));

function describe(sandbox: Sandbox): unknown {
  const { url, graphUrl, authorityUrl, caFile } = sandbox;
  const routes = Object.entries(ROUTES).map(
    ([name, { about }]) => `${name.replace(' ', ' /sandbox/')}: ${about}`,
  );
  return { url, graphUrl, authorityUrl, caFile, users: sandbox.users.all(), routes };
}

const clockState = ({ clock }: Sandbox): unknown => ({
  now: clock.now(),
  iso: clock.iso(),
  mode: clock.mode,
});

async function moveClock({ sandbox, body }: Parameters<Route>[0]): Promise<unknown> {
  const { advanceMs, hold, follow } = (body ?? {}) as Body;
  if (hold !== undefined) sandbox.clock.hold(typeof hold === 'number' ? hold : undefined);
  if (follow === true) sandbox.clock.follow();
  if (advanceMs !== undefined) await sandbox.clock.advance(Number(advanceMs));
  return clockState(sandbox);
}

function readRule(body: unknown): FaultRule {
  const { times, fault, ...rest } = (body ?? {}) as Body;
  if (!fault || typeof fault !== 'object') throw new Refused(400, 'a rule needs a fault');
  const count = times === 'always' ? { times: Infinity } : typeof times === 'number' ? { times } : {};
  return { ...(rest as Omit<FaultRule, 'fault' | 'times'>), fault: fault as Fault, ...count };
}

/** Calls a function of `target` by name; only own ones, so that no inherited name can be called. */
function callVerb(target: object, verb: string | undefined, body: unknown): unknown {
  const found = verb !== undefined && Object.hasOwn(target, verb) ? (target as Body)[verb] : undefined;
  if (typeof found !== 'function') throw new Refused(404, `no such verb: ${verb ?? ''}`);
  if (body !== undefined && !Array.isArray(body)) throw new Refused(400, 'arguments are an array');
  return (found as (...args: unknown[]) => unknown).apply(target, (body as unknown[] | undefined) ?? []);
}

function signInVerb({ sandbox, path, body }: Parameters<Route>[0]): unknown {
  if (path[1] === 'handle') throw new Refused(404, 'no such verb: handle');
  return callVerb(sandbox.signIn, path[1], body);
}

function outlookVerb({ sandbox, path, body }: Parameters<Route>[0]): unknown {
  return callVerb(outlookOf(sandbox, path[1]), path[2], body);
}

function userOf(sandbox: Sandbox, user = ''): string {
  if (!sandbox.users.find(user)) throw new Refused(404, `no such user: ${user}`);
  return user;
}

function outlookOf(sandbox: Sandbox, user: string | undefined): Outlook {
  return sandbox.outlook(userOf(sandbox, user));
}

function auditAfter({ sandbox, path }: Parameters<Route>[0]): unknown {
  const after = Number(path[2]);
  return outlookOf(sandbox, path[1]).audit.filter(({ number }) => number > after);
}

function revisions({ sandbox, path }: Parameters<Route>[0]): unknown {
  const { audit } = outlookOf(sandbox, path[1]);
  const mail = sandbox.mail.revision(userOf(sandbox, path[1]));
  return { contacts: audit.at(-1)?.number ?? 0, mail, now: sandbox.clock.iso() };
}

const MAIL_VERBS = ['send', 'markRead', 'delete'];

function mailVerb({ sandbox, path, body }: Parameters<Route>[0]): unknown {
  const [, user, verb = ''] = path;
  if (!MAIL_VERBS.includes(verb)) throw new Refused(404, `no such verb: ${verb}`);
  if (!Array.isArray(body)) throw new Refused(400, 'arguments are an array');
  return callVerb(sandbox.mail, verb, [userOf(sandbox, user), ...(body as unknown[])]);
}

function dump({ sandbox, path }: Parameters<Route>[0]): unknown {
  const [, user = '', part] = path;
  const outlook = outlookOf(sandbox, user);
  const { id } = sandbox.users.get(user);
  const parts: Record<string, () => unknown> = {
    cards: () => outlook.cards(),
    deletedCards: () => outlook.deletedCards(),
    folders: () => outlook.folders(),
    audit: () => outlook.audit,
    counters: () => sandbox.counters(user),
    namedProperties: () => [...sandbox.graph.mailbox(user).namedProperties],
    subscriptions: () =>
      sandbox.notifications.list(id).map((each) => ({ ...each, changeTypes: [...each.changeTypes] })),
  };
  if (part === undefined)
    return Object.fromEntries(Object.entries(parts).map(([name, get]) => [name, get()]));
  const get = parts[part];
  if (!get) throw new Refused(404, `no such part: ${part}`);
  return get();
}

function lifecycle({ sandbox, body }: Parameters<Route>[0]): Promise<void> {
  const { event, user } = (body ?? {}) as { event: LifecycleEvent; user?: string };
  return sandbox.notifications.lifecycle(event, user === undefined ? undefined : sandbox.users.get(user).id);
}

function routeOf(method: string, path: readonly string[]): Route | undefined {
  const exact = ROUTES[`${method} ${path.join('/')}`];
  if (exact) return exact.run;
  const starred = path.map((segment, index) => (index === 0 ? segment : '*')).join('/');
  return ROUTES[`${method} ${starred}`]?.run;
}

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body ?? null),
});

export function createControl(options: { sandbox: () => Sandbox }): (request: RawRequest) => Promise<Answer> {
  return async ({ method, target, body }) => {
    const path = (target.split('?')[0] ?? '').split('/').filter(Boolean).slice(1).map(decodeURIComponent);
    const route = routeOf(method, path);
    if (!route) return json(404, { error: 'no such route; GET /sandbox tells what there is' });
    try {
      const given: unknown = body === '' ? undefined : JSON.parse(body);
      return json(200, await route({ sandbox: options.sandbox(), path, body: given }));
    } catch (thrown) {
      const status = thrown instanceof Refused ? thrown.status : 400;
      return json(status, { error: (thrown as Error).message });
    }
  };
}
