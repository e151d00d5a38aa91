/**
 * Access tokens and id tokens in Entra's version 2.0 shape, on the sandbox's clock, and the check that the Graph half
 * of the sandbox makes. A worker must treat a Graph token as opaque; a guard must refuse it for its audience.
 */
import { randomUUID } from 'node:crypto';

import type { SandboxClock } from '../clock.ts';
import type { SandboxUser, SandboxUsers } from '../users.ts';
import type { Apps } from './apps.ts';
import {
  createSigningKey,
  pairOfProcess,
  signJwt,
  unsignedJwt,
  verifyOwnJwt,
  type Claims,
  type SigningKey,
} from './keys.ts';
import { GRAPH_AUDIENCE } from './scopes.ts';

/** Entra's usual answer. */
export const ACCESS_TOKEN_SECONDS = 3599;

export interface MintOptions {
  /** Object id or sign-in name. */
  readonly user: string;
  readonly clientId: string;
  /** `api`: for the worker; `graph`: for Graph; `id`: an id token. Default `api`. */
  readonly kind?: 'api' | 'graph' | 'id';
  /** Default what the kind usually carries. */
  readonly scope?: string;
  readonly audience?: string;
  readonly issuer?: string;
  readonly azp?: string;
  readonly roles?: readonly string[];
  readonly nonce?: string;
  readonly expiresInSeconds?: number;
  /** Laid over the claims; undefined takes a claim away. */
  readonly claims?: Claims;
  /** `foreign`: signed by another's key under an unknown id; `foreignSameKid`: under ours; `none`: unsigned. */
  readonly signature?: 'good' | 'foreign' | 'foreignSameKid' | 'none';
}

export interface GraphCaller {
  readonly userId: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

export interface TokenMint {
  readonly key: SigningKey;
  mint(options: MintOptions): string;
  /** For the app itself (client_credentials): no user, no scopes. */
  mintForApp(clientId: string, tenantId: string, audience: string, roles: readonly string[]): string;
  verifyGraphToken(token: string): GraphCaller | null;
  /** Access tokens given out so far to this user are refused from now on. */
  refuseAccessTokens(userId: string): void;
  reset(): void;
}

const CACHE_SIZE = 1000;

export function createTokenMint(o: {
  origin: () => string;
  clock: SandboxClock;
  users: SandboxUsers;
  apps: Apps;
}): TokenMint {
  const key = createSigningKey(pairOfProcess());
  let foreign: SigningKey | null = null;
  let minted = 0;
  const refusedBefore = new Map<string, number>();
  let verified = new Map<string, Claims>();

  const baseClaims = (user: SandboxUser, options: MintOptions): Claims => {
    const now = Math.floor(o.clock.now() / 1000);
    return {
      iss: options.issuer ?? `${o.origin()}/${user.tenantId}/v2.0`,
      iat: now,
      nbf: now,
      exp: now + (options.expiresInSeconds ?? ACCESS_TOKEN_SECONDS),
      name: user.displayName,
      oid: user.id,
      preferred_username: user.userPrincipalName,
      sub: `sub-${user.id}`,
      tid: user.tenantId,
      uti: `${(minted += 1)}.${randomUUID()}`,
      ver: '2.0',
    };
  };

  const claimsOf = (user: SandboxUser, options: MintOptions): Claims => {
    const base = baseClaims(user, options);
    const azp = options.azp ?? options.clientId;
    switch (options.kind ?? 'api') {
      case 'id': {
        const aud = options.audience ?? options.clientId;
        return { ...base, aud, email: user.mail, ...(options.nonce ? { nonce: options.nonce } : {}) };
      }
      case 'graph': {
        const scp = options.scope ?? 'Contacts.ReadWrite User.Read openid profile';
        const shape = { idtyp: 'user', app_displayname: 'Relatiebrug', appid: azp };
        return { ...base, aud: options.audience ?? GRAPH_AUDIENCE, azp, azpacr: '1', scp, ...shape };
      }
      case 'api': {
        const roles = options.roles ?? o.apps.find(options.clientId)?.roles[user.id];
        const aud = options.audience ?? options.clientId;
        const scp = options.scope ?? 'access_as_user';
        return { ...base, aud, azp, azpacr: '0', scp, ...(roles?.length ? { roles } : {}) };
      }
    }
  };

  const sign = (claims: Claims, signature: MintOptions['signature']): string => {
    if (signature === 'none') return unsignedJwt(claims);
    if (signature === undefined || signature === 'good') return signJwt(key, claims);
    foreign ??= createSigningKey();
    return signJwt(foreign, claims, signature === 'foreignSameKid' ? { kid: key.kid } : {});
  };

  const knownClaims = (token: string): Claims | null => {
    const cached = verified.get(token);
    if (cached) return cached;
    const claims = verifyOwnJwt(key, token);
    if (!claims) return null;
    if (verified.size >= CACHE_SIZE) verified = new Map();
    verified.set(token, claims);
    return claims;
  };

  return {
    key,
    mint(options) {
      const user = o.users.get(options.user);
      const all = { ...claimsOf(user, options), ...options.claims };
      const claims = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      return sign(claims, options.signature);
    },
    mintForApp(clientId, tenantId, audience, roles) {
      const now = Math.floor(o.clock.now() / 1000);
      const life = { iat: now, nbf: now, exp: now + ACCESS_TOKEN_SECONDS };
      const who = { aud: audience, azp: clientId, oid: clientId, sub: clientId, tid: tenantId, idtyp: 'app' };
      const may = roles.length === 0 ? {} : { roles };
      return signJwt(key, { iss: `${o.origin()}/${tenantId}/v2.0`, ...life, ...who, ...may, ver: '2.0' });
    },
    verifyGraphToken(token) {
      const claims = knownClaims(token);
      if (!claims || claims.aud !== GRAPH_AUDIENCE || typeof claims.scp !== 'string') return null;
      if (Number(claims.exp) * 1000 <= o.clock.now()) return null;
      const user = o.users.find(String(claims.oid));
      if (!user || user.tenantId !== claims.tid) return null;
      if (Number.parseInt(String(claims.uti), 10) <= (refusedBefore.get(user.id) ?? 0)) return null;
      return {
        userId: user.id,
        tenantId: user.tenantId,
        clientId: String(claims.azp),
        scopes: claims.scp.split(' '),
      };
    },
    refuseAccessTokens(userId) {
      refusedBefore.set(userId, minted);
    },
    reset() {
      refusedBefore.clear();
      verified = new Map();
    },
  };
}
