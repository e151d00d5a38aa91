/**
 * The sandbox's sign-in: what answers at login.microsoftonline.com, for invented people. Serves every path of the
 * https server that is not Graph's or the sandbox's own. Imports nothing of the worker.
 *
 * Faces: `/<tenant id>|common|organizations` with `/oauth2/v2.0/{authorize,token,logout}`,
 * `/v2.0/.well-known/openid-configuration` and `/discovery/v2.0/keys`; the same document makes it an OpenID provider.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';

import type { SandboxClock } from '../clock.ts';
import type { SandboxFaults } from '../faults.ts';
import type { SandboxUsers } from '../users.ts';
import { createSignInStore } from './adapter.ts';
import { createApps, type SandboxApp } from './apps.ts';
import { createConsents } from './consents.ts';
import { isTenantAlias, openIdConfiguration } from './discovery.ts';
import { errorBody, errorText, refusal } from './entra-errors.ts';
import { isConnectionFault, strike } from './faults.ts';
import { errorPage } from './forms.ts';
import { jsonAnswer, readForm, send, sendHtml, type Answer } from './http.ts';
import { handleInteraction } from './interactions.ts';
import {
  AUTHORIZE_PATH,
  createProvider,
  INTERACTION_PATH,
  KEYS_PATH,
  TENANT_PARAM,
  TOKEN_PATH,
} from './provider.ts';
import { createRevocations, type RevokeOptions } from './revocations.ts';
import { normaliseScopes } from './scopes.ts';
import { signInLike, type SignInLike } from './sign-in-like.ts';
import { answerToken, ownerOf, type TokenParts } from './token-endpoint.ts';
import { createTokenMint, type GraphCaller, type MintOptions } from './tokens.ts';

export type { SandboxApp } from './apps.ts';
export type { GraphCaller, MintOptions } from './tokens.ts';

/** The app registration that is there from the start: an invented id and a secret that opens nothing. */
export const SANDBOX_CLIENT_ID = '8d2f6f0e-5a3b-4c7d-9e1f-7b6a5c4d3e21';
export const SANDBOX_CLIENT_SECRET = 'sandbox-secret-of-no-value';

export interface SignInOptions {
  /** `https://localhost:PORT`, without a slash; asked when first needed, so that the server may listen later. */
  readonly origin: () => string;
  readonly clock: SandboxClock;
  readonly users: SandboxUsers;
  readonly faults: SandboxFaults;
  /** Default one app with SANDBOX_CLIENT_ID, its secret and no redirect address yet (see `registerApp`). */
  readonly apps?: readonly SandboxApp[];
}

export interface SignIn {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Null: no token, expired (sandbox's clock), for another audience, or refused since. */
  verifyGraphToken(token: string): GraphCaller | null;
  /** A token without any sign-in. `clientId` defaults to the sandbox's app. */
  mintToken(options: Omit<MintOptions, 'clientId'> & { clientId?: string }): string;
  /** Adds an app or adds redirect addresses, secrets and certificates to a known one. */
  registerApp(app: SandboxApp): void;
  /** The old secrets stop working. */
  replaceSecrets(clientId: string, secrets: readonly string[]): void;
  /** All refresh tokens so far die (`invalid_grant`); with `accessTokens` Graph refuses those given out, too. */
  revoke(user: string, options?: RevokeOptions & { accessTokens?: boolean }): void;
  /** What an app holds for a user who has signed in, without the forms (sign-in-like.ts). */
  signInLike(refreshToken: string, user: string): Promise<SignInLike>;
  /** Consent is gone: a refresh ends in `consent_required`, the next sign-in asks again. */
  withdrawConsent(user: string, clientId?: string, scope?: string): void;
  /** Consent given by an administrator: no form. */
  grantConsent(user: string, scopes: string, clientId?: string): void;
  /** An administrator consented to these for everybody: they come along in every token for Graph. */
  alsoGrant(scopes: readonly string[]): void;
  /** These scopes are never granted, whatever the user accepts. */
  withholdScopes(scopes: readonly string[]): void;
  /** Strict rotation (a refresh token works once) to find races; off, old tokens stay good as in Entra. */
  rotateRefreshTokens(strict: boolean): void;
  reset(): void;
}

const FIRST_APP: SandboxApp = { clientId: SANDBOX_CLIENT_ID, secrets: [SANDBOX_CLIENT_SECRET] };

interface Parts extends TokenParts {
  readonly withheld: () => ReadonlySet<string>;
}

export function createSignIn(options: SignInOptions): SignIn {
  const { clock, users, faults } = options;
  const apps = createApps(options.apps ?? [FIRST_APP]);
  const clientIds = new Set((options.apps ?? [FIRST_APP]).map((app) => app.clientId));
  const store = createSignInStore(clock, apps);
  const consents = createConsents();
  const revocations = createRevocations();
  const mint = createTokenMint({ origin: options.origin, clock, users, apps });
  let withheld: ReadonlySet<string> = new Set();
  let alsoGranted: readonly string[] = [];
  let provider: Promise<Provider> | null = null;
  const parts: Parts = {
    get origin() {
      return options.origin();
    },
    clock,
    users,
    apps,
    store,
    consents,
    revocations,
    mint,
    clientIds: () => [...clientIds],
    withheld: () => withheld,
    alsoGranted: () => alsoGranted,
  };
  const theProvider = (): Promise<Provider> =>
    (provider ??= createProvider({
      ...parts,
      origin: parts.origin,
      clientIds: [...clientIds],
      key: mint.key,
    }));
  const tenants = (): Set<string> => new Set(users.all().map((user) => user.tenantId));

  return {
    handle: (req, res) => handle({ parts, faults, tenants, provider: theProvider }, req, res),
    verifyGraphToken: (token) => mint.verifyGraphToken(token),
    mintToken: (o) => mint.mint({ clientId: SANDBOX_CLIENT_ID, ...o }),
    registerApp(app) {
      apps.register(app);
      // Scopes are part of the provider's set-up; what it remembers stands in the store.
      if (!clientIds.has(app.clientId)) provider = null;
      clientIds.add(app.clientId);
    },
    replaceSecrets: (clientId, secrets) => apps.replaceSecrets(clientId, secrets),
    revoke(user, how = {}) {
      const { id } = users.get(user);
      revocations.revokeUser(id, store.mark(), how);
      if (how.accessTokens) mint.refuseAccessTokens(id);
    },
    signInLike: (refreshToken, user) => signInLike(parts, refreshToken, users.get(user)),
    withdrawConsent: (user, clientId, scope) => consents.withdraw(users.get(user).id, clientId, scope),
    grantConsent(user, scopes, clientId = SANDBOX_CLIENT_ID) {
      consents.give(users.get(user).id, clientId, normaliseScopes(scopes, [...clientIds]).scopes);
    },
    alsoGrant(scopes) {
      alsoGranted = normaliseScopes(scopes.join(' '), [...clientIds]).scopes;
    },
    withholdScopes(scopes) {
      withheld = new Set(normaliseScopes(scopes.join(' '), [...clientIds]).scopes);
    },
    rotateRefreshTokens(strict) {
      store.strictRotation = strict;
    },
    reset() {
      store.reset();
      apps.reset();
      consents.reset();
      revocations.reset();
      mint.reset();
      withheld = new Set();
      alsoGranted = [];
    },
  };
}

interface Desk {
  readonly parts: Parts;
  readonly faults: SandboxFaults;
  readonly tenants: () => Set<string>;
  readonly provider: () => Promise<Provider>;
}

async function handle(desk: Desk, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', desk.parts.origin);
  const [, tenant = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
  const isToken = rest === TOKEN_PATH && req.method === 'POST';
  const form = isToken ? await readForm(req) : new URLSearchParams();
  const carryOut = async (): Promise<Answer | null> =>
    isToken ? answerToken(await desk.provider(), desk.parts, { req, tenant, form }) : null;
  const fault = desk.faults.next({
    where: 'sign-in',
    method: req.method ?? 'GET',
    path: `${url.pathname}${url.search}`,
    mailbox: ownerOf(desk.parts, form)?.id,
    ...(form.has('refresh_token') ? { carries: 'refreshToken' } : {}),
  });
  if (fault?.kind === 'deadRefreshToken')
    desk.parts.revocations.revokeToken(form.get('refresh_token') ?? '', fault);
  if (fault?.kind === 'consentRequired')
    desk.parts.consents.withdraw(ownerOf(desk.parts, form)?.id ?? '', form.get('client_id') ?? undefined);
  if (fault && isConnectionFault(fault) && (await strike(fault, res, desk.parts.clock, carryOut))) return;

  const known = isTenantAlias(tenant) || desk.tenants().has(tenant);
  if (isToken && known) send(res, (await carryOut()) ?? jsonAnswer(500, {}));
  else if (known) await serveTenant(desk, req, res, url, tenant, rest);
  else await serveRest(desk, req, res, url, rest);
}

async function serveTenant(
  desk: Desk,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  tenant: string,
  rest: string,
): Promise<void> {
  const open = { 'access-control-allow-origin': '*' };
  if (rest === '/v2.0/.well-known/openid-configuration') {
    send(res, jsonAnswer(200, openIdConfiguration(desk.parts.origin, tenant), open));
  } else if (rest === KEYS_PATH) {
    send(res, jsonAnswer(200, { keys: [desk.parts.mint.key.publicJwk] }, open));
  } else if (rest === AUTHORIZE_PATH) {
    await authorize(desk, req, res, url, tenant);
  } else {
    // Logout, and the preflight of a single-page app's token request.
    req.url = `${rest === '/oauth2/v2.0/logout' ? '/session/end' : rest}${url.search}`;
    await callProvider(desk, req, res);
  }
}

async function serveRest(
  desk: Desk,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  rest: string,
): Promise<void> {
  if (url.pathname.startsWith(INTERACTION_PATH)) {
    await handleInteraction(await desk.provider(), desk.parts, req, res);
  } else if (rest.startsWith('/oauth2/v2.0/') || rest.startsWith('/v2.0/') || rest === KEYS_PATH) {
    if (url.pathname.startsWith(AUTHORIZE_PATH) || url.pathname === '/discovery/v2.0/keys')
      await callProvider(desk, req, res);
    else {
      const unknown = refusal(
        'invalid_tenant',
        90002,
        'Tenant not found. Check that it has an active subscription.',
      );
      send(res, jsonAnswer(400, errorBody(unknown, desk.parts.clock.now())));
    }
  } else {
    await callProvider(desk, req, res);
  }
}

/** Translates Entra's authorize request into one that oidc-provider takes. */
async function authorize(
  desk: Desk,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  tenant: string,
): Promise<void> {
  const query = url.searchParams;
  const { scopes, unknown } = normaliseScopes(query.get('scope') ?? undefined, desk.parts.clientIds());
  if (unknown) {
    const message = `The application asked for scope '${unknown}' that doesn't exist on the resource.`;
    sendHtml(res, 400, errorPage(errorText(refusal('invalid_client', 650053, message))));
    return;
  }
  query.set('scope', scopes.join(' '));
  query.set(TENANT_PARAM, tenant);
  // MSAL's claims parameter asks nothing that we would answer otherwise.
  query.delete('claims');
  const prompts = (query.get('prompt') ?? '').split(' ').map((p) => (p === 'select_account' ? 'login' : p));
  if (query.has('prompt')) query.set('prompt', [...new Set(prompts)].join(' '));
  req.url = `${AUTHORIZE_PATH}?${query.toString()}`;
  await callProvider(desk, req, res);
}

async function callProvider(desk: Desk, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const provider = await desk.provider();
  await (provider.callback() as (req: IncomingMessage, res: ServerResponse) => Promise<void>)(req, res);
}
