/**
 * What goes wrong, on purpose. Both halves of the sandbox (sign-in and Graph) ask here, once for each request
 * (and once for each request inside a $batch), whether it shall fail. Planned faults fire at exact places; random
 * ones come from a seed, so that a failed run can be repeated. What fired is kept in a log.
 */
import { createRandom, type Random } from './random.ts';

/** Graph answers in seconds or with an HTTP date; `{ dateInMs }` is the date that far ahead on the sandbox's clock. */
export type RetryAfter = number | { readonly dateInMs: number };

export type Fault =
  /** An error answer. With `after` the request is carried out first: 503 or 504 although the card is stored. */
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Error code in Graph's body; a fitting one when left out. */
      readonly code?: string;
      readonly retryAfter?: RetryAfter;
      readonly body?: 'graph' | 'html' | 'empty';
      readonly after?: boolean;
    }
  /** Carried out, then the connection is cut: the answer is lost. */
  | { readonly kind: 'lostAnswer' }
  /** The connection is cut before anything was done. */
  | { readonly kind: 'cut' }
  /** No answer, ever (until the caller gives up or the sandbox closes). With `after` the request is carried out. */
  | { readonly kind: 'hang'; readonly after?: boolean }
  /** The answer comes `ms` of real time late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** All delta tokens given out so far are lost; the request that carries one is told so. Delta requests only. */
  | { readonly kind: 'lostDeltaToken' }
  /** Sign-in only: the refresh token is refused (`invalid_grant`), with the suberror and AADSTS code if told. */
  | { readonly kind: 'deadRefreshToken'; readonly suberror?: string; readonly aadsts?: number }
  /** Sign-in only: consent is asked again (`invalid_grant`, `consent_required`, AADSTS65001). */
  | { readonly kind: 'consentRequired' };

export type FaultPlace = 'graph' | 'sign-in';

/** Which requests a fault is meant for; everything left out matches all. */
export interface FaultMatch {
  readonly where?: FaultPlace;
  readonly method?: string;
  /** Part of the path with query, or an expression. Over HTTP: `/…/` as text. */
  readonly path?: string | RegExp;
  /** A user's object id or sign-in name. */
  readonly mailbox?: string;
  /** Only inside (true) or only outside (false) a $batch. */
  readonly inBatch?: boolean;
}

export interface FaultRule extends FaultMatch {
  readonly fault: Fault;
  /** How many matching requests go well first. Default 0. */
  readonly skip?: number;
  /** How many times it fires. Default 1; `Infinity` for ever. */
  readonly times?: number;
}

export interface RandomFaults {
  readonly seed: number;
  /** Chance of each, 0 to 1, for a matching request. */
  readonly rates: Partial<Record<RandomFaultName, number>>;
  readonly match?: FaultMatch;
  /** Seconds in the Retry-After of random throttling. Default 1. */
  readonly retryAfterSeconds?: number;
}

export type RandomFaultName =
  | 'throttled'
  | 'throttledWithoutHeader'
  | 'unavailable'
  | 'unavailableAfterWrite'
  | 'gatewayTimeoutAfterWrite'
  | 'internalError'
  | 'badGateway'
  | 'lostAnswer'
  | 'cut'
  | 'hang'
  | 'lostDeltaToken'
  | 'deadRefreshToken';

/** A request as the two halves describe it when they ask. */
export interface FaultRequest {
  readonly where: FaultPlace;
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** Object id of the user, when known. */
  readonly mailbox?: string;
  readonly inBatch?: boolean;
  /** True when this request asks a delta with a token, or hands in a refresh token. */
  readonly carries?: 'deltaToken' | 'refreshToken';
}

export interface FiredFault {
  readonly request: FaultRequest;
  readonly fault: Fault;
  readonly random: boolean;
}

export interface PlannedFault {
  /** How many times it has fired. */
  readonly fired: number;
  cancel(): void;
}

export interface SandboxFaults {
  plan(rule: FaultRule): PlannedFault;
  /** Replaces earlier random faults; `null` ends them. */
  random(options: RandomFaults | null): void;
  /** Asked by sandbox code once a request. Null: goes well. */
  next(request: FaultRequest): Fault | null;
  /** Everything that fired, oldest first. */
  readonly log: readonly FiredFault[];
  /** Calls off all planned and random faults; the log stays. */
  clear(): void;
  reset(): void;
}

interface Planned {
  readonly rule: FaultRule;
  seen: number;
  fired: number;
}

/** A fault can only strike where it means something. */
function fits(fault: Fault, request: FaultRequest): boolean {
  if (fault.kind === 'lostDeltaToken') return request.where === 'graph' && request.carries === 'deltaToken';
  if (fault.kind === 'deadRefreshToken' || fault.kind === 'consentRequired')
    return request.where === 'sign-in' && request.carries === 'refreshToken';
  return true;
}

function pathMatches(wanted: string | RegExp | undefined, path: string): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted !== 'string') return wanted.test(path);
  const expression = /^\/(.+)\/(i?)$/.exec(wanted);
  // `/me/contacts` is a path, `/contacts$/` an expression: only the latter ends in a slash.
  if (expression) return new RegExp(expression[1] ?? '', expression[2]).test(path);
  return path.includes(wanted);
}

const RANDOM_FAULTS: Record<RandomFaultName, (retryAfter: number) => Fault> = {
  throttled: (retryAfter) => ({ kind: 'status', status: 429, retryAfter }),
  throttledWithoutHeader: () => ({ kind: 'status', status: 429 }),
  unavailable: (retryAfter) => ({ kind: 'status', status: 503, retryAfter }),
  unavailableAfterWrite: () => ({ kind: 'status', status: 503, after: true }),
  gatewayTimeoutAfterWrite: () => ({ kind: 'status', status: 504, after: true }),
  internalError: () => ({ kind: 'status', status: 500 }),
  badGateway: () => ({ kind: 'status', status: 502, body: 'html' }),
  lostAnswer: () => ({ kind: 'lostAnswer' }),
  cut: () => ({ kind: 'cut' }),
  hang: () => ({ kind: 'hang' }),
  lostDeltaToken: () => ({ kind: 'lostDeltaToken' }),
  deadRefreshToken: () => ({ kind: 'deadRefreshToken' }),
};

export function createFaults(
  mailboxOf: (idOrName: string) => string | undefined = (id) => id,
): SandboxFaults {
  let planned: Planned[] = [];
  let chance: { options: RandomFaults; random: Random } | null = null;
  let log: FiredFault[] = [];

  const matches = (match: FaultMatch, request: FaultRequest): boolean =>
    (match.where ?? 'graph') === request.where &&
    (match.method === undefined || match.method.toUpperCase() === request.method.toUpperCase()) &&
    (match.mailbox === undefined || mailboxOf(match.mailbox) === request.mailbox) &&
    (match.inBatch === undefined || match.inBatch === (request.inBatch ?? false)) &&
    pathMatches(match.path, request.path);

  const nextPlanned = (request: FaultRequest): Fault | null => {
    for (const entry of planned) {
      const { rule } = entry;
      if (entry.fired >= (rule.times ?? 1) || !fits(rule.fault, request) || !matches(rule, request)) continue;
      entry.seen += 1;
      if (entry.seen <= (rule.skip ?? 0)) continue;
      entry.fired += 1;
      return rule.fault;
    }
    return null;
  };

  const nextRandom = (request: FaultRequest): Fault | null => {
    if (!chance || !matches(chance.options.match ?? {}, request)) return null;
    const { options, random } = chance;
    for (const name of Object.keys(RANDOM_FAULTS) as RandomFaultName[]) {
      const rate = options.rates[name] ?? 0;
      const fault = RANDOM_FAULTS[name](options.retryAfterSeconds ?? 1);
      if (rate > 0 && fits(fault, request) && random.chance(rate)) return fault;
    }
    return null;
  };

  return {
    plan(rule) {
      const entry: Planned = { rule, seen: 0, fired: 0 };
      planned.push(entry);
      return {
        get fired() {
          return entry.fired;
        },
        cancel() {
          planned = planned.filter((other) => other !== entry);
        },
      };
    },
    random(options) {
      chance = options ? { options, random: createRandom(options.seed) } : null;
    },
    next(request) {
      if (planned.length === 0 && !chance) return null;
      const exact = nextPlanned(request);
      const fault = exact ?? nextRandom(request);
      if (fault) log.push({ request, fault, random: exact === null });
      return fault;
    },
    get log() {
      return log;
    },
    clear() {
      planned = [];
      chance = null;
    },
    reset() {
      planned = [];
      chance = null;
      log = [];
    },
  };
}
