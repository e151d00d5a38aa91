/**
 * oidc-provider, set up to behave like Entra's authorize endpoint: login, remembered consent, PKCE, codes, refresh
 * tokens of 90 days (24 hours for a single-page app). What it cannot say in Entra's way is done around it:
 * token-endpoint.ts (client authentication, tokens, errors) and interactions.ts (forms).
 */
import type Provider from 'oidc-provider';
import type { Configuration, Grant, KoaContextWithOIDC } from 'oidc-provider';

import type { SandboxUsers } from '../users.ts';
import type { SignInStore } from './adapter.ts';
import type { Apps } from './apps.ts';
import type { Consents } from './consents.ts';
import { errorText, fromProvider } from './entra-errors.ts';
import { errorPage } from './forms.ts';
import type { SigningKey } from './keys.ts';
import { allScopes, needsConsent, OFFLINE } from './scopes.ts';

export const INTERACTION_PATH = '/sign-in/interaction/';
export const AUTHORIZE_PATH = '/oauth2/v2.0/authorize';
export const TOKEN_PATH = '/oauth2/v2.0/token';
export const KEYS_PATH = '/discovery/v2.0/keys';
/** Our own authorize parameter: the tenant part of the path that the client called. */
export const TENANT_PARAM = 'sandbox_tenant';

export const REFRESH_TOKEN_SECONDS = 90 * 24 * 3600;
export const SPA_REFRESH_TOKEN_SECONDS = 24 * 3600;
const TEN_YEARS = 10 * 365 * 24 * 3600;

export interface ProviderParts {
  readonly origin: string;
  readonly clientIds: readonly string[];
  readonly users: SandboxUsers;
  readonly apps: Apps;
  readonly store: SignInStore;
  readonly consents: Consents;
  readonly key: SigningKey;
  /** Scopes that nobody gets, whatever they accept (an administrator's policy). */
  readonly withheld: () => ReadonlySet<string>;
}

/** oidc-provider tells Node 20 at import that it would rather have 22; that is no news for who runs a demo. */
async function importQuietly(): Promise<typeof Provider> {
  /* eslint-disable no-console -- see above */
  const warn = console.warn;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return (await import('oidc-provider')).default;
  } finally {
    console.warn = warn;
  }
  /* eslint-enable no-console */
}

const isSpaTurn = (ctx: KoaContextWithOIDC, apps: Apps): boolean => {
  const redirectUri = ctx.oidc.entities.AuthorizationCode?.redirectUri;
  const app = apps.find(ctx.oidc.client?.clientId);
  return redirectUri !== undefined && (app?.spaRedirectUris.includes(redirectUri) ?? false);
};

/** Grants what the user allowed and turns down what is withheld, so that nobody is asked again. */
export function fillGrant(grant: Grant, scopes: readonly string[], withheld: ReadonlySet<string>): void {
  const [refused, allowed] = [scopes.filter((s) => withheld.has(s)), scopes.filter((s) => !withheld.has(s))];
  if (allowed.length > 0) grant.addOIDCScope(allowed.join(' '));
  if (refused.length > 0) grant.rejectOIDCScope(refused.join(' '));
}

async function existingGrant(ctx: KoaContextWithOIDC, parts: ProviderParts): Promise<Grant | undefined> {
  const answered = ctx.oidc.result?.consent?.grantId;
  if (answered) return ctx.oidc.provider.Grant.find(answered);
  const accountId = ctx.oidc.account?.accountId;
  const clientId = ctx.oidc.client?.clientId;
  if (!accountId || !clientId) return undefined;
  const given = parts.consents.of(accountId, clientId);
  const asked = [...ctx.oidc.requestParamScopes];
  // One thing missing: the form lists everything that was asked, as in Entra.
  const beyondOpenId = asked.filter(
    (s) => needsConsent(s, clientId) && !['profile', 'email', OFFLINE].includes(s),
  );
  if (beyondOpenId.some((scope) => !given.has(scope))) return undefined;
  const grant = new ctx.oidc.provider.Grant({ accountId, clientId });
  fillGrant(grant, asked, parts.withheld());
  await grant.save();
  return grant;
}

function configuration(parts: ProviderParts): Configuration {
  return {
    adapter: (model: string) => parts.store.adapter(model),
    jwks: { keys: [parts.key.jwk] },
    cookies: { keys: [`sandbox-${parts.key.kid}`] },
    scopes: allScopes(parts.clientIds),
    claims: { openid: ['sub', 'oid', 'tid'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    routes: { authorization: AUTHORIZE_PATH, token: TOKEN_PATH, jwks: KEYS_PATH, userinfo: '/oidc/userinfo' },
    extraParams: [TENANT_PARAM],
    pkce: {
      // Entra asks it of single-page apps only.
      required: (ctx, client) =>
        parts.apps.find(client.clientId)?.spaRedirectUris.includes(String(ctx.oidc.params?.redirect_uri)) ??
        true,
    },
    clientBasedCORS: () => true,
    interactions: { url: (_ctx, interaction) => `${INTERACTION_PATH}${interaction.uid}` },
    async findAccount(_ctx, id) {
      const user = parts.users.find(id);
      if (!user) return undefined;
      const names = { name: user.displayName, preferred_username: user.userPrincipalName, email: user.mail };
      return { accountId: user.id, claims: async () => ({ sub: user.id, ...names }) };
    },
    loadExistingGrant: (ctx) => existingGrant(ctx, parts),
    issueRefreshToken: async (_ctx, _client, code) => code.scopes.has(OFFLINE),
    expiresWithSession: async () => false,
    // Each refresh hands out a new one; whether the old one dies is the store's `strictRotation`.
    rotateRefreshToken: true,
    ttl: {
      AuthorizationCode: 600,
      AccessToken: 3600,
      IdToken: 3600,
      Interaction: 3600,
      Session: 24 * 3600,
      Grant: TEN_YEARS,
      RefreshToken(ctx) {
        const rotated = ctx.oidc.entities.RotatedRefreshToken;
        // A single-page app's lives 24 hours in all, renewed or not.
        if (rotated && parts.store.isSpa(rotated.jti)) return Math.max(rotated.remainingTTL, 1);
        return isSpaTurn(ctx, parts.apps) ? SPA_REFRESH_TOKEN_SECONDS : REFRESH_TOKEN_SECONDS;
      },
    },
    renderError(ctx, out) {
      ctx.type = 'html';
      ctx.body = errorPage(errorText(fromProvider(out.error, out.error_description, ctx.status)));
    },
  };
}

export async function createProvider(parts: ProviderParts): Promise<Provider> {
  const Class = await importQuietly();
  return new Class(parts.origin, configuration(parts));
}
