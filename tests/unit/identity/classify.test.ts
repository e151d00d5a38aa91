/** The table of what the sign-in's failures mean (R14), with MSAL's own error classes and their shapes. */
import { ClientAuthError, InteractionRequiredAuthError, ServerError } from '@azure/msal-node';
import { Trouble } from '../../../worker/pass/ports.ts';
import { classifySignIn } from '../../../worker/identity/index.ts';

const server = (code: string, more: { sub?: string; no?: string; status?: number } = {}): ServerError =>
  new ServerError(code, 'id', 'text nobody reads', more.sub ?? '', more.no, more.status);
const interaction = (code: string, sub = ''): InteractionRequiredAuthError =>
  new InteractionRequiredAuthError(code, 'id', 'text nobody reads', sub);

const again = { kind: 'park', because: 'signInAgain' };
const consent = { kind: 'park', because: 'consentMissing' };
const admin = { kind: 'misconfigured' };
const minute = { kind: 'retry', afterMs: 60_000 };
const half = { kind: 'retry', afterMs: 30_000 };

test.each<[string, unknown, object]>([
  ['revoked, no suberror', server('invalid_grant', { no: '50173' }), again],
  ['revoked, bad_token', interaction('invalid_grant', 'bad_token'), again],
  ['cache empty', interaction('no_tokens_found'), again],
  ['interaction required by policy', interaction('interaction_required'), again],
  ['the same as ServerError', server('interaction_required'), again],
  ['interaction required by a code not known yet', interaction('native_account_unavailable'), again],
  ['consent missing, suberror', interaction('invalid_grant', 'consent_required'), consent],
  ['consent missing, code', interaction('consent_required'), consent],
  ['consent missing, number only', server('invalid_grant', { no: '65001' }), consent],
  ['wrong or expired secret', server('invalid_client', { no: '7000222', status: 401 }), admin],
  ['app not in tenant', server('unauthorized_client', { no: '700016' }), admin],
  ['scope unknown', server('invalid_scope'), admin],
  ['service down', server('temporarily_unavailable', { status: 503 }), minute],
  ['server error', server('server_error', { status: 500 }), minute],
  ['an unknown code with a 5xx', server('odd', { status: 504 }), minute],
  ['MSAL’s own brake', server(''), minute],
  ['network', new ClientAuthError('network_error', 'id'), half],
  ['discovery', new ClientAuthError('endpoints_resolution_error', 'id'), half],
  ['something else', new TypeError('x'), { kind: 'bug' }],
  ['nothing at all', undefined, { kind: 'bug' }],
])('%s', (_name, error, what) => {
  expect(classifySignIn(error).what).toEqual(what);
});

test('Retry-After is taken in full', () => {
  expect(classifySignIn(server('temporarily_unavailable', { status: 503 }), 900_000).what).toEqual({
    kind: 'retry',
    afterMs: 900_000,
  });
});

test('A Trouble stays what it is, and no text of the service goes along', () => {
  const trouble = new Trouble('signIn.noTokens', { kind: 'park', because: 'signInAgain' });
  expect(classifySignIn(trouble)).toBe(trouble);
  expect(classifySignIn(server('invalid_grant')).message).toBe('signIn.needed');
});
