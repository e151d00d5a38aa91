/**
 * The API's door: who does this access token speak for? Version 2.0 tokens of Entra for our own app and its scope
 * (learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens). Never takes an id token or a token for
 * Graph, and answers "unavailable", not "invalid", when the keys cannot be had.
 */
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { SignInNetwork } from './network.ts';

export const API_SCOPE = 'access_as_user';

export interface GuardedAccount {
  readonly oid: string;
  readonly tid: string;
  /** Lower case, where the token carries one; says nothing for later requests. */
  readonly upn: string | null;
  readonly roles: readonly string[];
}

export type GuardRefusal =
  | 'unauthenticated'
  | 'tokenInvalid'
  | 'tenantNotAllowed'
  | 'clientNotAllowed'
  | 'scopeMissing'
  /** The keys of the sign-in cannot be reached: try again. */
  | 'unavailable';

export type GuardResult =
  | { readonly ok: true; readonly account: GuardedAccount }
  | { readonly ok: false; readonly code: GuardRefusal };

export type Guard = (authorization: string | undefined) => Promise<GuardResult>;

export interface GuardSettings {
  readonly authority: string;
  readonly clientId: string;
  readonly allowedTenants: readonly string[];
  /** Apps whose tokens are taken (`azp`). */
  readonly paneClientIds: readonly string[];
}

const KEYS = { cooldownDuration: 30_000, cacheMaxAge: 600_000, timeoutDuration: 5_000 };
const CLOCK_TOLERANCE_SECONDS = 60;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** jose's codes for what is wrong with the keys or the way to them, not with the token. */
const KEY_TROUBLE = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

const isTokenFault = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^ERR_J(OSE|W[A-Z]+)_/.test(code) && !KEY_TROUBLE.has(code);
};

const refuse = (code: GuardRefusal): GuardResult => ({ ok: false, code });

export const createGuard = (
  settings: GuardSettings,
  network: Pick<SignInNetwork, 'fetch'>,
  now: () => Date = () => new Date(),
): Guard => {
  const keys = createRemoteJWKSet(new URL(`${settings.authority}/common/discovery/v2.0/keys`), {
    ...KEYS,
    [customFetch]: (url, init) => network.fetch(url, init),
  });
  return async (authorization) => {
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return refuse(authorization === undefined ? 'unauthenticated' : 'tokenInvalid');
    const payload = await verifiedPayload(token, keys, settings, now());
    return typeof payload === 'string' ? refuse(payload) : judge(payload, settings);
  };
};

const verifiedPayload = async (
  token: string,
  keys: JWTVerifyGetKey,
  settings: GuardSettings,
  now: Date,
): Promise<JWTPayload | 'tokenInvalid' | 'unavailable'> => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      audience: settings.clientId,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
      requiredClaims: ['exp', 'iat', 'iss', 'aud', 'tid', 'oid', 'scp'],
    });
    return payload;
  } catch (error) {
    return isTokenFault(error) ? 'tokenInvalid' : 'unavailable';
  }
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const judge = (payload: JWTPayload, settings: GuardSettings): GuardResult => {
  const tid = text(payload['tid']).toLowerCase();
  const oid = text(payload['oid']).toLowerCase();
  // The issuer must be the tenant of this very token, and the tenant must be one of ours.
  if (!GUID.test(tid) || !GUID.test(oid) || payload.iss !== `${settings.authority}/${tid}/v2.0`)
    return refuse('tokenInvalid');
  if (payload['ver'] !== '2.0') return refuse('tokenInvalid');
  if (!settings.allowedTenants.includes(tid)) return refuse('tenantNotAllowed');
  if (!settings.paneClientIds.includes(text(payload['azp']).toLowerCase())) return refuse('clientNotAllowed');
  if (!text(payload['scp']).split(' ').includes(API_SCOPE)) return refuse('scopeMissing');
  const upn = text(payload['preferred_username']) || text(payload['upn']);
  const roles = Array.isArray(payload['roles'])
    ? payload['roles'].filter((role): role is string => typeof role === 'string')
    : [];
  return { ok: true, account: { oid, tid, upn: upn === '' ? null : upn.toLowerCase(), roles } };
};
