/**
 * What a failure of the sign-in means for a pass (R14). Told apart by MSAL's codes, never by its texts
 * (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Real Entra is not consistent about
 * suberrors: a revoked token comes as InteractionRequiredAuthError with `bad_token` or as ServerError without any.
 */
import type { TroubleKind } from '../pass/ports.ts';
import { Trouble } from '../pass/ports.ts';

/** Where the service names no time. */
const UNAVAILABLE_WAIT_MS = 60_000;
const UNREACHABLE_WAIT_MS = 30_000;

interface MsalError {
  readonly name: string;
  readonly errorCode: string;
  readonly subError: string;
  /** AADSTS number of a ServerError. */
  readonly errorNo: string;
  readonly status: number | null;
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : '';

const readError = (error: unknown): MsalError => {
  const e = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  return {
    name: text(e.name),
    errorCode: text(e.errorCode),
    subError: text(e.subError),
    errorNo: text(e.errorNo),
    status: typeof e.status === 'number' ? e.status : null,
  };
};

const CONSENT_REQUIRED_NUMBER = '65001';

type Row = readonly [code: string, what: TroubleKind];

/** By OAuth or MSAL code. What is not here is judged by status and class below. */
const rowFor = (e: MsalError, waitMs: number | null): Row | null => {
  switch (e.errorCode) {
    case 'invalid_grant':
    case 'interaction_required':
    case 'login_required':
    case 'consent_required':
      return e.errorCode === 'consent_required' ||
        e.subError === 'consent_required' ||
        e.errorNo === CONSENT_REQUIRED_NUMBER
        ? ['signIn.consentMissing', { kind: 'park', because: 'consentMissing' }]
        : ['signIn.needed', { kind: 'park', because: 'signInAgain' }];
    case 'no_tokens_found':
    case 'no_account_found':
    case 'no_account_in_silent_request':
    case 'refresh_token_expired':
      return ['signIn.noTokens', { kind: 'park', because: 'signInAgain' }];
    case 'invalid_client':
    case 'unauthorized_client':
    case 'invalid_client_credential':
    case 'invalid_client_secret':
    case 'invalid_assertion':
      return ['signIn.clientRefused', { kind: 'misconfigured' }];
    case 'invalid_scope':
    case 'invalid_resource':
    case 'invalid_tenant':
    case 'untrusted_authority':
      return ['signIn.requestRefused', { kind: 'misconfigured' }];
    case 'temporarily_unavailable':
    case 'server_error':
      return ['signIn.unavailable', { kind: 'retry', afterMs: waitMs ?? UNAVAILABLE_WAIT_MS }];
    case 'network_error':
    case 'no_network_connectivity':
    case 'endpoints_resolution_error':
    case 'openid_config_error':
    case 'request_timeout':
      return ['signIn.unreachable', { kind: 'retry', afterMs: waitMs ?? UNREACHABLE_WAIT_MS }];
    default:
      return null;
  }
};

/** Pure. `waitMs`: what the service asked for in Retry-After. A Trouble stays what it is. */
export const classifySignIn = (error: unknown, waitMs: number | null = null): Trouble => {
  if (readError(error).name === 'Trouble') return error as Trouble;
  const e = readError(error);
  const row = rowFor(e, waitMs);
  if (row) return new Trouble(row[0], row[1], { cause: error });
  const transient = e.status === 429 || (e.status !== null && e.status >= 500);
  // MSAL's own brake throws a ServerError without a code and sends nothing.
  if (transient || (e.name === 'ServerError' && e.errorCode === '')) {
    return new Trouble(
      'signIn.unavailable',
      { kind: 'retry', afterMs: waitMs ?? UNAVAILABLE_WAIT_MS },
      { cause: error },
    );
  }
  if (e.name === 'InteractionRequiredAuthError')
    return new Trouble('signIn.needed', { kind: 'park', because: 'signInAgain' }, { cause: error });
  if (e.name === 'NetworkError')
    return new Trouble(
      'signIn.unreachable',
      { kind: 'retry', afterMs: UNREACHABLE_WAIT_MS },
      { cause: error },
    );
  return new Trouble('signIn.unforeseen', { kind: 'bug' }, { cause: error });
};
