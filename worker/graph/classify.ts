/**
 * What a failed request means: pure, a test a row. It acts on nothing; the callers return outcomes or throw the
 * `Trouble` made here. Told apart by status and code, never by text.
 * Sources: https://learn.microsoft.com/graph/errors, /graph/throttling, /graph/delta-query-overview; codes of
 * Exchange as Graph passes them on.
 */
import { Trouble } from '../pass/ports.ts';
import { NoAnswer, isObject, notGraph, stopped } from './answer.ts';

export interface Failure {
  /** HTTP status; −1 without an answer, as the Graph client has it. */
  readonly status: number;
  readonly code: string | null;
  readonly retryAfterMs: number | null;
  /** False when the request certainly never reached the socket. */
  readonly sent: boolean;
}

export type Meaning =
  /** Later; `afterMs` null where the service named no wait. */
  | {
      readonly kind: 'retry';
      readonly afterMs: number | null;
      readonly because: 'throttled' | 'unavailable' | 'stopped';
    }
  /** The delta token is lost. */
  | { readonly kind: 'resync' }
  /** The token was turned down. */
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'park'; readonly because: 'consentMissing' | 'mailboxGone' }
  /** The mailbox has no room left. */
  | { readonly kind: 'full' }
  /** Item or folder is not there. */
  | { readonly kind: 'gone' }
  /** Changed by another meanwhile. */
  | { readonly kind: 'stale' }
  /** This request will never be taken. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'misconfigured' }
  | { readonly kind: 'bug' };

const lostTokenCodes = new Set(['syncstatenotfound', 'resyncrequired', 'syncstateinvalid']);
const noMailboxCodes = new Set([
  'mailboxnotenabledforrestapi',
  'mailboxnotsupportedforrestapi',
  'errornonexistentmailbox',
  'erroraccountdisabled',
  'erroraccountsuspend',
]);
const fullCodes = new Set(['errorquotaexceeded', 'errormessageperfoldercountreceivequotaexceeded']);
const busyCodes = new Set([
  'errorserverbusy',
  'errormailboxstoreunavailable',
  'errormailboxmoveinprogress',
  'errorinternalservertransienterror',
  'errortimeoutexpired',
  'errorexceededconnectioncount',
  'concurrentitemsave',
]);
const throttleCodes = new Set(['applicationthrottled', 'toomanyrequests', 'mailboxconcurrency']);
const notThereCodes = new Set(['erroritemnotfound', 'errorinvalididmalformed', 'errorfoldernotfound']);
const staleCodes = new Set(['errorirresolvableconflict', 'errorstaleobject', 'errorchangekeyrequired']);
const trustCodes = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const byCode = (code: string, wait: number | null): Meaning | null => {
  if (lostTokenCodes.has(code)) return { kind: 'resync' };
  if (noMailboxCodes.has(code)) return { kind: 'park', because: 'mailboxGone' };
  if (fullCodes.has(code)) return { kind: 'full' };
  if (throttleCodes.has(code)) return { kind: 'retry', afterMs: wait, because: 'throttled' };
  if (busyCodes.has(code)) return { kind: 'retry', afterMs: wait, because: 'unavailable' };
  if (notThereCodes.has(code)) return { kind: 'gone' };
  if (staleCodes.has(code)) return { kind: 'stale' };
  return null;
};

const byStatus = (status: number, code: string | null, wait: number | null): Meaning => {
  if (status === 403) return { kind: 'park', because: 'consentMissing' };
  if (status === 404) return { kind: 'gone' };
  if (status === 409 || status === 412) return { kind: 'stale' };
  if (status === 410) return { kind: 'resync' };
  if (status === 507) return { kind: 'full' };
  if (status === 501 || status === 505) return { kind: 'bug' };
  if (status === 408 || status === 423 || status === 424 || status === 425 || status >= 500)
    return { kind: 'retry', afterMs: wait, because: 'unavailable' };
  if (status >= 400) return { kind: 'refused', code: code ?? `http${status}` };
  // Graph redirects none of the requests made here: this is not Graph, or not its address.
  if (status >= 300) return { kind: 'misconfigured' };
  return { kind: 'bug' };
};

export const classify = ({ status, code, retryAfterMs }: Failure): Meaning => {
  if (status === -1 && code === stopped) return { kind: 'retry', afterMs: 0, because: 'stopped' };
  if (status === -1)
    return code !== null && trustCodes.has(code)
      ? { kind: 'misconfigured' }
      : { kind: 'retry', afterMs: null, because: 'unavailable' };
  // A proxy's "404" says nothing about a card.
  if (code === notGraph && status >= 400 && status < 500 && status !== 429)
    return { kind: 'retry', afterMs: retryAfterMs, because: 'unavailable' };
  // Before the codes: an answer about sign-in must never read as a lost delta token.
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 429) return { kind: 'retry', afterMs: retryAfterMs, because: 'throttled' };
  return byCode(code?.toLowerCase() ?? '', retryAfterMs) ?? byStatus(status, code, retryAfterMs);
};

/**
 * True when the service may have stored what was sent although no success came back. Only an answer in which it
 * turned the request down says "certainly not" (R11).
 */
export const mayBeStored = (failure: Failure): boolean => {
  if (!failure.sent) return false;
  if (failure.status === -1) return true;
  const meaning = classify(failure);
  if (meaning.kind === 'retry') return meaning.because !== 'throttled';
  return meaning.kind === 'stale' || meaning.kind === 'bug';
};

/** Anything a request can end in: an answer, `NoAnswer`, or the Graph client's own error. */
export const failureOf = (what: unknown): Failure => {
  if (what instanceof NoAnswer) return { status: -1, code: what.code, retryAfterMs: null, sent: what.sent };
  if (!isObject(what)) return { status: -1, code: null, retryAfterMs: null, sent: true };
  const status = what['status'] ?? what['statusCode'];
  const wait = what['retryAfterMs'];
  return {
    status: typeof status === 'number' ? status : -1,
    code: typeof what['code'] === 'string' ? what['code'] : null,
    retryAfterMs: typeof wait === 'number' ? wait : null,
    sent: true,
  };
};

/** How long a mailbox waits where the service named no wait. */
const defaultWaitMs = 60_000;
/** A full mailbox empties only by its user's hand. */
const fullWaitMs = 3_600_000;

export const troubleOf = (meaning: Meaning, options?: { cause?: unknown }): Trouble => {
  switch (meaning.kind) {
    case 'retry':
      return new Trouble(
        `graph.${meaning.because}`,
        { kind: 'retry', afterMs: meaning.afterMs ?? defaultWaitMs },
        options,
      );
    case 'resync':
      return new Trouble('graph.resync', { kind: 'resync' }, options);
    case 'unauthorized':
      return new Trouble('graph.unauthorized', { kind: 'park', because: 'signInAgain' }, options);
    case 'park':
      return new Trouble(`graph.${meaning.because}`, { kind: 'park', because: meaning.because }, options);
    case 'full':
      return new Trouble('graph.mailboxFull', { kind: 'retry', afterMs: fullWaitMs }, options);
    case 'misconfigured':
      return new Trouble('graph.misconfigured', { kind: 'misconfigured' }, options);
    case 'gone':
      return new Trouble('graph.notFound', { kind: 'bug' }, options);
    case 'stale':
      return new Trouble('graph.conflict', { kind: 'bug' }, options);
    case 'refused':
      return new Trouble('graph.refused', { kind: 'bug' }, options);
    case 'bug':
      return new Trouble('graph.unexpected', { kind: 'bug' }, options);
  }
};
