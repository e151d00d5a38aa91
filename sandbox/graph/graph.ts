/**
 * The stand-in for Microsoft Graph: checks the token, keeps the limits, lets faults strike, finds the route, and
 * tells errors in Graph's form ("Microsoft Graph error responses and resource types"). Free of any HTTP framework:
 * `handle` takes a web Request, `answer` the same in plain data for the server.
 */
import type { SandboxClock } from '../clock.ts';
import type { Fault, RetryAfter, SandboxFaults } from '../faults.ts';
import { createRandom, type Random } from '../random.ts';
import type { SandboxUser, SandboxUsers } from '../users.ts';
import { answerBatch, type Place } from './batch.ts';
import { readTarget, type Answer, type Call } from './call.ts';
import { carriesDeltaToken } from './delta.ts';
import { createLimits, type Counters } from './limits.ts';
import { Mailbox } from './mailbox.ts';
import { createOneAtATime, type OneAtATime } from './one-at-a-time.ts';
import { createOutlook, type Outlook } from './outlook.ts';
import { badRequest, CODE_OF_STATUS, NoAnswer, noSegment, Problem } from './problem.ts';
import { answerMailbox, mailboxPath } from './routes.ts';
import { createSubscriptions, type Post, type Subscriptions } from './subscriptions.ts';
import type { SandboxSwitches } from './switches.ts';

/** Who a token is for; null: not a token of ours, or no longer. */
export type VerifyToken = (
  token: string,
) => Promise<{ userId: string; appId?: string; scopes?: readonly string[] } | null>;

export interface GraphOptions {
  readonly clock: SandboxClock;
  readonly faults: SandboxFaults;
  readonly users: SandboxUsers;
  readonly switches: SandboxSwitches;
  readonly verifyToken: VerifyToken;
  /** Origin of the links in answers, e.g. `https://localhost:44300`. */
  readonly origin: () => string;
  readonly post: Post;
  readonly seed: number;
}

/** A request before it is known whose it is. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, from `/v1.0` on. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The process that asks, where it is known. */
  readonly caller?: string | null;
}

export interface Graph {
  /** @throws NoAnswer when a fault says that no answer comes */
  handle(request: Request): Promise<Response>;
  /** @throws NoAnswer when a fault says that no answer comes */
  answer(request: RawRequest): Promise<Answer>;
  mailbox(userIdOrName: string): Mailbox;
  outlook(userIdOrName: string): Outlook;
  counters(userIdOrName: string): Counters;
  /** All delta tokens given out so far are lost, for one mailbox or all. */
  loseDeltaTokens(userIdOrName?: string): void;
  readonly subscriptions: Subscriptions;
  /** Whether two passes were ever at work in one mailbox. */
  readonly oneAtATime: Pick<OneAtATime, 'report'>;
  reset(): void;
}

const READ_SCOPES = ['Contacts.Read', 'Contacts.ReadWrite'];

export function createGraph(options: GraphOptions): Graph {
  const { clock, faults, users, verifyToken } = options;
  const switches = options.switches.now;
  const subscriptions = createSubscriptions({ clock, switches, post: options.post });
  const limits = createLimits(clock, switches);
  const oneAtATime = createOneAtATime();
  let random: Random = createRandom(options.seed);
  let mailboxes = new Map<string, Mailbox>();
  let requests = 0;

  const mailboxOf = (user: SandboxUser): Mailbox => {
    const known = mailboxes.get(user.id);
    if (known) return known;
    const mailbox = new Mailbox({
      userId: user.id,
      clock,
      switches,
      random: { ...random, chance: (rate) => random.chance(rate) },
      onChange: (changed, change) => subscriptions.notify(changed, change),
    });
    mailboxes.set(user.id, mailbox);
    return mailbox;
  };

  const named = (idOrName: string): Mailbox => mailboxOf(users.get(idOrName));

  const errorAnswer = (problem: Problem, call: { requestId: string; headers: Call['headers'] }): Answer => ({
    status: problem.status,
    headers: problem.headers,
    body: {
      error: {
        code: problem.code,
        message: problem.message,
        innerError: {
          date: clock.iso().replace(/Z$/, ''),
          'request-id': call.requestId,
          'client-request-id': call.headers['client-request-id'] ?? call.requestId,
        },
      },
    },
  });

  const toAnswer = (thrown: unknown, call: { requestId: string; headers: Call['headers'] }): Answer => {
    if (thrown instanceof Problem) return errorAnswer(thrown, call);
    if (thrown instanceof NoAnswer) throw thrown;
    const text = (thrown as { stack?: string }).stack ?? String(thrown);
    return errorAnswer(new Problem(500, 'SandboxBug', text), call);
  };

  const retryAfter = (wait: RetryAfter | undefined): Record<string, string> => {
    if (wait === undefined) return {};
    const value =
      typeof wait === 'number' ? String(wait) : new Date(clock.now() + wait.dateInMs).toUTCString();
    return { 'retry-after': value };
  };

  const faultAnswer = (fault: Extract<Fault, { kind: 'status' }>, call: Call): Answer => {
    const headers = retryAfter(fault.retryAfter);
    if (fault.body === 'empty') return { status: fault.status, headers };
    if (fault.body === 'html')
      return {
        status: fault.status,
        headers: { ...headers, 'content-type': 'text/html' },
        body: `<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>`,
      };
    const code = fault.code ?? CODE_OF_STATUS[fault.status] ?? 'UnknownError';
    return errorAnswer(new Problem(fault.status, code, 'The service cannot answer now.', headers), call);
  };

  const route = async (call: Call): Promise<Answer> => {
    const [root] = call.segments;
    if (root === 'subscriptions') return subscriptions.answer(call, mailboxOf(call.user));
    const rest = mailboxPath(call);
    if (rest === null) throw noSegment(root ?? '');
    return answerMailbox(call, rest, { mailbox: mailboxOf(call.user), switches, clock, random });
  };

  const end = (how: 'cut' | 'hang', call: Call): Answer => {
    // Inside a batch one request cannot lose its connection: the gateway tells that it got no answer.
    if (call.inBatch)
      return errorAnswer(new Problem(504, 'UnknownError', 'The gateway got no answer.'), call);
    throw new NoAnswer(how);
  };

  const strike = async (fault: Fault | null, call: Call): Promise<Answer> => {
    switch (fault?.kind) {
      case 'status':
        if (fault.after) await settle(call);
        return faultAnswer(fault, call);
      case 'cut':
        return end('cut', call);
      case 'lostAnswer':
        await settle(call);
        return end('cut', call);
      case 'hang':
        if (fault.after) await settle(call);
        return end('hang', call);
      case 'slow':
        await clock.pause(fault.ms);
        return route(call);
      case 'lostDeltaToken':
        mailboxOf(call.user).deltaGeneration += 1;
        return route(call);
      case 'deadRefreshToken':
      case 'consentRequired':
      case undefined:
        return route(call);
    }
  };

  /** Carries a request out whose answer nobody will see. */
  const settle = async (call: Call): Promise<void> => {
    try {
      await route(call);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
    }
  };

  /** A stated latency is kept exactly, also where several follow one another in the same place of a batch. */
  const delay = async (place: Place): Promise<void> => {
    if (switches.latencyMs <= 0) return;
    place.dueAt = (place.dueAt ?? clock.moment()) + switches.latencyMs;
    await clock.pauseUntil(place.dueAt);
  };

  /** Null: neither a delta nor a write. */
  const watch = (call: Call): (() => void) | null => {
    const isDelta = call.segments.at(-1) === 'delta';
    if (call.method === 'GET' && !isDelta) return null;
    const kind = call.method === 'GET' ? 'delta' : 'write';
    return oneAtATime.begin({ mailbox: call.user.id, caller: call.caller, kind });
  };

  const execute = async (call: Call, place: Place = { dueAt: null }): Promise<Answer> => {
    let leave = (): void => undefined;
    let ended: (() => void) | null = null;
    try {
      const isMailbox = call.segments[0] !== 'subscriptions';
      if (isMailbox) leave = limits.enter(call.user.id, call.appId, call.method, call.inBatch);
      if (isMailbox) ended = watch(call);
      await delay(place);
      const { method, target, inBatch } = call;
      const carries = carriesDeltaToken(call.query) ? ('deltaToken' as const) : undefined;
      const fault = faults.next({
        where: 'graph',
        method,
        path: target,
        mailbox: call.user.id,
        inBatch,
        carries,
      });
      return await strike(fault, call);
    } catch (thrown) {
      return toAnswer(thrown, call);
    } finally {
      ended?.();
      leave();
    }
  };

  const batch = async (call: Call): Promise<Answer> => {
    const { method, target } = call;
    const fault = faults.next({
      where: 'graph',
      method,
      path: target,
      mailbox: call.user.id,
      inBatch: false,
    });
    const run = (): Promise<Answer> => answerBatch(call, execute, switches.batchOrder, random);
    if (!fault || fault.kind === 'slow') {
      if (fault) await clock.pause(fault.ms);
      return run();
    }
    const isAfter = fault.kind === 'lostAnswer' || ('after' in fault && fault.after === true);
    if (isAfter) await run();
    if (fault.kind === 'status') return faultAnswer(fault, call);
    return end(fault.kind === 'hang' ? 'hang' : 'cut', call);
  };

  const identify = async (
    authorization: string | undefined,
  ): Promise<{ user: SandboxUser; appId: string }> => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    const claims = token === undefined ? null : await verifyToken(token);
    const user = claims ? users.find(claims.userId) : undefined;
    if (!claims || !user)
      throw new Problem(
        401,
        'InvalidAuthenticationToken',
        token === undefined ? 'Access token is empty.' : 'Access token validation failure.',
        { 'www-authenticate': 'Bearer error="invalid_token"' },
      );
    if (claims.scopes && !claims.scopes.some((scope) => READ_SCOPES.includes(scope)))
      throw new Problem(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    return { user, appId: claims.appId ?? 'app' };
  };

  const readBody = ({ body, headers }: RawRequest): unknown => {
    if (body === '') return undefined;
    if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
      throw new Problem(415, 'RequestBodyRead', 'A Content-Type of application/json is needed.');
    try {
      return JSON.parse(body) as unknown;
    } catch {
      throw badRequest('BadRequest', 'Unable to read JSON request payload.');
    }
  };

  const answer = async (request: RawRequest): Promise<Answer> => {
    const requestId = `5a9d3c10-7e42-4b0f-8d61-${String(++requests).padStart(12, '0')}`;
    const common = { requestId, headers: request.headers };
    let result: Answer;
    try {
      const { user, appId } = await identify(request.headers['authorization']);
      const { segments, query } = readTarget(request.target);
      if (segments[0] !== 'v1.0') throw badRequest('BadRequest', 'Invalid version.');
      const target = request.target.slice('/v1.0'.length);
      const call: Call = {
        ...common,
        method: request.method,
        segments: segments.slice(1),
        query,
        target,
        body: readBody(request),
        user,
        appId,
        caller: request.caller ?? null,
        inBatch: false,
        base: `${options.origin()}/v1.0`,
      };
      if (call.segments[0] !== 'subscriptions') limits.arrive(user.id, appId);
      const isBatch = call.method === 'POST' && call.segments.length === 1 && call.segments[0] === '$batch';
      result = isBatch ? await batch(call) : await execute(call);
    } catch (thrown) {
      result = toAnswer(thrown, common);
    }
    const clientId = request.headers['client-request-id'] ?? requestId;
    const headers: Record<string, string> = { 'request-id': requestId, 'client-request-id': clientId };
    if (result.body !== undefined)
      headers['content-type'] = 'application/json;odata.metadata=minimal;charset=utf-8';
    return {
      ...result,
      headers: { ...headers, date: new Date(clock.now()).toUTCString(), ...result.headers },
    };
  };

  return {
    answer,
    async handle(request) {
      const url = new URL(request.url);
      const raw: RawRequest = {
        method: request.method,
        target: url.pathname + url.search,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      };
      const { status, headers, body } = await answer(raw);
      return new Response(bodyText(body), { status, headers });
    },
    mailbox: named,
    outlook: (user) => createOutlook(named(user), switches, random),
    counters: (user) => limits.counters(users.get(user).id),
    loseDeltaTokens(user) {
      const all = user === undefined ? [...mailboxes.values()] : [named(user)];
      for (const mailbox of all) mailbox.deltaGeneration += 1;
    },
    subscriptions,
    oneAtATime,
    reset() {
      mailboxes = new Map();
      random = createRandom(options.seed);
      limits.reset();
      oneAtATime.reset();
      subscriptions.reset();
    },
  };
}

/** JSON, or a text as it is (an HTML error page). */
export function bodyText(body: unknown): string | null {
  if (body === undefined) return null;
  return typeof body === 'string' ? body : JSON.stringify(body);
}
