/**
 * Whether Microsoft granted more than this worker asks for. Consent that somebody gave the app for another purpose comes
 * along in every token, so that a stolen one would open mail or files too; and an application permission opens every
 * mailbox of the office without its user. Nothing here needs either, so both are worth a warning, never a stop.
 *
 * Of users' tokens the answer's own list of scopes is read. The app's token is Graph's to read and not ours; its claim
 * `roles` is looked at all the same, since nothing else tells (learn.microsoft.com/entra/identity-platform/access-tokens).
 */
import sql from 'sql-template-tag';
import type { Queryable } from '../store/db.ts';
import { GRAPH_SCOPES, wasGranted, type UserKey } from './clients.ts';
import { isSealError } from './errors.ts';
import type { Keyring } from './keyring.ts';

/** What MSAL adds, and what Entra adds to that. */
const ALWAYS = ['openid', 'profile', 'email', 'offline_access', '.default'];

/** Names of permissions are no secret, but this comes from outside: nothing else gets into a log. */
const NAME = /^[\w.-]{1,80}$/;
const MOST = 30;

const named = (scopes: readonly string[]): string[] => [
  ...new Set(scopes.map((scope) => scope.split('/').at(-1) ?? '').filter((scope) => NAME.test(scope))),
];

/** Scopes beyond those asked for, without what belongs to signing in; sorted. */
export const tooMuch = (scopes: readonly string[]): string[] =>
  named(scopes)
    .filter((scope) => !wasGranted([...GRAPH_SCOPES, ...ALWAYS], scope))
    .sort()
    .slice(0, MOST);

/** Application permissions in a token of the app itself; null where it cannot be read. */
export const permissionsIn = (appToken: string): string[] | null => {
  try {
    const payload = JSON.parse(Buffer.from(appToken.split('.')[1] ?? '', 'base64url').toString()) as unknown;
    if (typeof payload !== 'object' || payload === null) return null;
    const roles = (payload as { roles?: unknown }).roles ?? [];
    return Array.isArray(roles)
      ? named(roles.filter((role): role is string => typeof role === 'string'))
          .sort()
          .slice(0, MOST)
      : null;
  } catch {
    return null;
  }
};

/** Enough to find what was consented to for all; a rare single user's shows when his token is next used. */
const LOOKED_AT = 200;

/** What the kept tokens of the users that were active last carry beyond what was asked for. Asks nobody. */
export const keptTooMuch = async (db: Queryable, keyring: Keyring, purpose: string): Promise<string[]> => {
  const rows = await db.query<{ user_key: UserKey; sealed: Uint8Array; key_id: string }>(
    sql`select user_key, sealed, key_id from identity.tokens where broken_because is null
        order by renewed_at desc limit ${LOOKED_AT}`,
  );
  const found = new Set<string>();
  for (const { user_key: userKey, sealed, key_id: keyId } of rows) {
    try {
      for (const scope of tooMuch(scopesIn(keyring.open(sealed, keyId, purpose, userKey)))) found.add(scope);
    } catch (error) {
      // A row that does not open is told where it is used.
      if (!isSealError(error)) throw error;
    }
  }
  return [...found].sort();
};

/** Of MSAL's cache of one user. */
const scopesIn = (cache: string): string[] => {
  const { AccessToken } = JSON.parse(cache) as { AccessToken?: Record<string, { target?: string }> };
  return Object.values(AccessToken ?? {}).flatMap(({ target }) => (target ?? '').split(' '));
};
