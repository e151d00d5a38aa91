/**
 * The token endpoint in Entra's shape. oidc-provider decides about codes, PKCE and grants; before it: client
 * authentication by secret or certificate, revocation and withdrawn consent; after it: Entra's tokens, `client_info`
 * and errors.
 */
import type { IncomingMessage } from 'node:http';
import type Provider from 'oidc-provider';

import type { SandboxClock } from '../clock.ts';
import type { SandboxUser, SandboxUsers } from '../users.ts';
import type { SignInStore } from './adapter.ts';
import { authenticateClient, type Apps, type SandboxApp } from './apps.ts';
import type { Consents } from './consents.ts';
import { errorBody, fromProvider, refusal, type EntraError } from './entra-errors.ts';
import { CapturedResponse, jsonAnswer, withForm, type Answer } from './http.ts';
import { TOKEN_PATH } from './provider.ts';
import type { Revocations } from './revocations.ts';
import { GRAPH_AUDIENCE, needsConsent, normaliseScopes, OFFLINE, tokenFor, toldScopes } from './scopes.ts';
import { ACCESS_TOKEN_SECONDS, type TokenMint } from './tokens.ts';

export interface TokenParts {
  readonly origin: string;
  readonly clock: SandboxClock;
  readonly users: SandboxUsers;
  readonly apps: Apps;
  readonly store: SignInStore;
  readonly consents: Consents;
  readonly revocations: Revocations;
  readonly mint: TokenMint;
  readonly clientIds: () => readonly string[];
  /** Consented to for everybody beside what is asked: Entra puts it into every token for that resource. */
  readonly alsoGranted: () => readonly string[];
}

export interface TokenRequest {
  readonly req: IncomingMessage;
  /** Tenant part of the path. */
  readonly tenant: string;
  readonly form: URLSearchParams;
}

/** Whose code or refresh token this is, if it is one of ours. */
export function ownerOf(parts: TokenParts, form: URLSearchParams): SandboxUser | undefined {
  const code = form.get('code');
  const token = form.get('refresh_token');
  const record = token
    ? parts.store.record('RefreshToken', token)
    : parts.store.record('AuthorizationCode', code ?? '');
  return record?.payload.accountId ? parts.users.find(record.payload.accountId) : undefined;
}

export async function answerToken(
  provider: Provider,
  parts: TokenParts,
  request: TokenRequest,
): Promise<Answer> {
  const { form, req } = request;
  const refuse = (error: EntraError): Answer =>
    withCors(req, jsonAnswer(error.status, errorBody(error, parts.clock.now())));
  const client = authenticateClient(
    parts.apps,
    credentialsOf(req, form),
    tokenUrls(parts.origin, request.tenant),
    Date.now(),
  );
  if ('refused' in client) return refuse(client.refused);
  const { app, confidential } = client;
  const refused =
    refusePlatform(parts, form, app, confidential, req) ??
    (form.get('grant_type') === 'refresh_token' ? refuseRefresh(parts, form, app) : null);
  if (refused) return refuse(refused);
  if (form.get('grant_type') === 'client_credentials') return clientCredentials(parts, request, app, refuse);

  const spa = isSpa(parts, form, app);
  const owner = ownerOf(parts, form);
  const captured = await runProvider(provider, parts, request, app);
  const body = JSON.parse(captured.text || '{}') as Record<string, unknown>;
  if (captured.statusCode !== 200 || !owner) {
    const error = typeof body.error === 'string' ? body.error : 'server_error';
    const description = typeof body.error_description === 'string' ? body.error_description : undefined;
    return refuse(fromProvider(error, description, captured.statusCode));
  }
  if (spa && typeof body.refresh_token === 'string') parts.store.noteSpa(body.refresh_token);
  return withCors(req, jsonAnswer(200, shapeTokens(parts, owner, app, body)));
}

const tokenUrls = (origin: string, tenant: string): string[] => [
  `${origin}/${tenant}${TOKEN_PATH}`,
  `${origin}/${tenant}/v2.0`,
];

function credentialsOf(req: IncomingMessage, form: URLSearchParams): Record<string, string> {
  const basic = /^Basic (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  if (!basic) return Object.fromEntries(form);
  const [client_id = '', client_secret = ''] = Buffer.from(basic, 'base64')
    .toString()
    .split(':')
    .map(decodeURIComponent);
  return { client_id, client_secret };
}

async function runProvider(
  provider: Provider,
  parts: TokenParts,
  request: TokenRequest,
  app: SandboxApp,
): Promise<CapturedResponse> {
  const form = new URLSearchParams(request.form);
  for (const name of ['client_secret', 'client_assertion', 'client_assertion_type', 'claims', 'client_info'])
    form.delete(name);
  form.set('client_id', app.clientId);
  const { scopes } = normaliseScopes(form.get('scope') ?? undefined, parts.clientIds());
  if (form.has('scope')) form.set('scope', scopes.join(' '));
  const copy = withForm(request.req, TOKEN_PATH, form);
  copy.headers.accept = 'application/json';
  const captured = new CapturedResponse(copy);
  await (provider.callback() as (req: IncomingMessage, res: CapturedResponse) => Promise<void>)(
    copy,
    captured,
  );
  return captured;
}

function isSpa(parts: TokenParts, form: URLSearchParams, app: Required<SandboxApp>): boolean {
  const token = form.get('refresh_token');
  if (token) return parts.store.isSpa(token);
  return app.spaRedirectUris.includes(form.get('redirect_uri') ?? '');
}

/** A single-page app redeems across origins and without a secret; everyone else proves who they are. */
function refusePlatform(
  parts: TokenParts,
  form: URLSearchParams,
  app: Required<SandboxApp>,
  confidential: boolean,
  req: IncomingMessage,
): EntraError | null {
  if (!isSpa(parts, form, app)) {
    if (confidential) return null;
    const message =
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return refusal('invalid_client', 7000218, message, { status: 401 });
  }
  if (confidential) {
    const message = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
    return refusal('invalid_client', 700025, message, { status: 401 });
  }
  if (req.headers.origin) return null;
  const message =
    "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.";
  return refusal('invalid_request', 9002327, message);
}

function refuseRefresh(parts: TokenParts, form: URLSearchParams, app: SandboxApp): EntraError | null {
  const token = form.get('refresh_token') ?? '';
  const record = parts.store.record('RefreshToken', token);
  if (!record) return refusal('invalid_grant', 70000, 'The provided refresh token is malformed or invalid.');
  const revoked = parts.revocations.of(token, record);
  if (revoked) return revoked;
  if (record.expiresAtMs !== null && record.expiresAtMs <= parts.clock.now()) {
    const message = 'The refresh token has expired due to inactivity.';
    return refusal('invalid_grant', 700082, message);
  }
  const given = parts.consents.of(record.payload.accountId ?? '', app.clientId);
  const { scopes } = normaliseScopes(form.get('scope') ?? undefined, parts.clientIds());
  const missing = scopes.some(
    (scope) => scope.includes('.') && needsConsent(scope, app.clientId) && !given.has(scope),
  );
  if (!missing) return null;
  const message = `The user or administrator has not consented to use the application with ID '${app.clientId}'.`;
  return refusal('invalid_grant', 65001, message, { suberror: 'consent_required' });
}

function clientCredentials(
  parts: TokenParts,
  request: TokenRequest,
  app: SandboxApp,
  refuse: (error: EntraError) => Answer,
): Answer {
  const audience = /^(.+)\/\.default$/.exec(request.form.get('scope') ?? '')?.[1];
  // Graph goes by Microsoft's name, or by the address under which the sandbox serves it.
  if (![GRAPH_AUDIENCE, parts.origin, `api://${app.clientId}`].includes(audience ?? ''))
    return refuse(refusal('invalid_scope', 1002012, 'The provided value for scope is not valid.'));
  const roles = audience === `api://${app.clientId}` ? [] : (app.permissions ?? []);
  const access_token = parts.mint.mintForApp(app.clientId, request.tenant, audience ?? '', roles);
  return jsonAnswer(200, { token_type: 'Bearer', expires_in: ACCESS_TOKEN_SECONDS, access_token });
}

/** Takes what oidc-provider granted and says it as Entra does. */
function shapeTokens(
  parts: TokenParts,
  user: SandboxUser,
  app: SandboxApp,
  body: Record<string, unknown>,
): Record<string, unknown> {
  const asked = (typeof body.scope === 'string' ? body.scope : '').split(' ').filter(Boolean);
  const forGraph = tokenFor(asked, app.clientId).resource === 'graph';
  const granted = [...new Set([...asked, ...(forGraph ? parts.alsoGranted() : [])])];
  const { resource, scp } = tokenFor(granted, app.clientId);
  const of = { user: user.id, clientId: app.clientId };
  const nonce = nonceOf(body.id_token);
  const clientInfo = JSON.stringify({ uid: user.id, utid: user.tenantId });
  return {
    token_type: 'Bearer',
    scope: toldScopes(granted),
    expires_in: ACCESS_TOKEN_SECONDS,
    ext_expires_in: ACCESS_TOKEN_SECONDS,
    access_token: parts.mint.mint({ ...of, kind: resource, scope: scp.join(' ') }),
    ...(body.refresh_token && granted.includes(OFFLINE) ? { refresh_token: body.refresh_token } : {}),
    ...(body.id_token ? { id_token: parts.mint.mint({ ...of, kind: 'id', nonce }) } : {}),
    client_info: Buffer.from(clientInfo).toString('base64url'),
  };
}

function nonceOf(idToken: unknown): string | undefined {
  if (typeof idToken !== 'string') return undefined;
  const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as {
    nonce?: string;
  };
  return claims.nonce;
}

function withCors(req: IncomingMessage, answer: Answer): Answer {
  if (!req.headers.origin) return answer;
  return { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': req.headers.origin } };
}
