/**
 * A sign-in without its pages: what an app holds for one user who has signed in, made for others as well. For offices
 * with thousands of people, whom nobody walks through the forms; the refresh token it gives is as good as any.
 */
import { randomUUID } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider';
import type { SandboxUser } from '../users.ts';
import type { SignInStore } from './adapter.ts';
import type { Consents } from './consents.ts';
import type { TokenMint } from './tokens.ts';

export interface SignInLike {
  readonly user: string;
  readonly refreshToken: string;
  readonly idToken: string;
}

export interface SignInLikeParts {
  readonly store: SignInStore;
  readonly consents: Consents;
  readonly mint: TokenMint;
}

const LONG_SECONDS = 90 * 24 * 3_600;

/** @param refreshToken of somebody who has signed in with this app */
export async function signInLike(
  { store, consents, mint }: SignInLikeParts,
  refreshToken: string,
  user: SandboxUser,
): Promise<SignInLike> {
  const token = store.record('RefreshToken', refreshToken);
  const grantId = token?.payload.grantId;
  const grant = grantId === undefined ? undefined : store.record('Grant', grantId);
  if (!token || !grant) throw new Error('nobody has signed in with this refresh token');
  const clientId = String(token.payload.clientId);
  const own = { accountId: user.id };
  const ids = { grant: randomUUID(), token: randomUUID().replaceAll('-', '') };
  const copy = (payload: AdapterPayload, jti: string): AdapterPayload => ({ ...payload, ...own, jti });
  await store.adapter('Grant').upsert(ids.grant, copy(grant.payload, ids.grant), LONG_SECONDS);
  const refreshed = { ...copy(token.payload, ids.token), grantId: ids.grant };
  await store.adapter('RefreshToken').upsert(ids.token, refreshed, LONG_SECONDS);
  const given = consents.of(String(token.payload.accountId), clientId);
  consents.give(user.id, clientId, [...given]);
  const idToken = mint.mint({ user: user.id, clientId, kind: 'id' });
  return { user: user.id, refreshToken: ids.token, idToken };
}
