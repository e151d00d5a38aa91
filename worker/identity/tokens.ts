/**
 * Access tokens for the remote, one user at a time: from memory while they are good, else by the sealed refresh token.
 *
 * One refresh at a time per user: a queue in this process, and the locked row between processes, since a provider may
 * end a grant whose refresh token is used twice. A dead refresh token marks the row, so that Microsoft is not asked
 * again before the user has signed in (R14). Never logs a token; never tells whose it was.
 */
import type { AuthenticationResult } from '@azure/msal-node';
import sql from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { RemoteTokens } from '../pass/ports.ts';
import { Trouble } from '../pass/ports.ts';
import type { Db, Queryable } from '../store/db.ts';
import { classifySignIn } from './classify.ts';
import type { OneClient, OpenClient, UserKey } from './clients.ts';
import { accountOf, GRAPH_SCOPES, NEEDED_SCOPE, userKeyOf, wasGranted } from './clients.ts';
import { isSealError } from './errors.ts';
import { tooMuch } from './granted.ts';
import type { Keyring } from './keyring.ts';
import { createQueue } from './queue.ts';
import { TokenMemory, type HeldToken } from './token-memory.ts';
import type { Broken, TokenRow } from './token-rows.ts';
import { breakRow, deleteRow, lockRow, putRow, selectRow, updateRow } from './token-rows.ts';

export const PURPOSE = 'identity.tokens';

/** Documented life of a refresh token, renewed at each use (learn.microsoft.com/entra/identity-platform/refresh-tokens). */
export const REFRESH_TOKEN_DAYS = 90;

/** A token is not given out in the last minutes of its life. */
const MARGIN_MS = 5 * 60_000;
/** Longer than a token request with its discovery may take. */
const LOCKED_REST_MS = 45_000;
const DAY_MS = 24 * 3600_000;

export interface Account {
  readonly oid: string;
  readonly tid: string;
}

export interface SignInStatus {
  /** `none`: never signed in, or forgotten. */
  readonly state: 'signedIn' | 'none' | Broken;
  readonly code: string | null;
  readonly renewedAt: Date | null;
  /** When the sign-in ends unless it is used before. */
  readonly endsAt: Date | null;
}

export interface Tokens extends RemoteTokens {
  /** Stores a fresh sign-in in the caller's transaction; `cache` is MSAL's. */
  save(tx: Queryable, account: Account, cache: string): Promise<void>;
  /** Safe to repeat. */
  forget(account: Account): Promise<void>;
  status(account: Account): Promise<SignInStatus>;
}

export interface TokenParts {
  readonly db: Db;
  readonly keyring: Keyring;
  readonly openClient: OpenClient;
  readonly accountOfMailbox: (mailboxId: MailboxId) => Promise<Account | null>;
  readonly now: () => Date;
  /** A user's token carries scopes that nobody asked for; told once for each of them. */
  readonly onTooMuch?: (scopes: readonly string[]) => void;
}

type Fetched =
  { readonly held: HeldToken; readonly tooMuch: readonly string[] } | { readonly trouble: Trouble };

export const createTokens = (parts: TokenParts): Tokens => {
  const held = new TokenMemory();
  const queue = createQueue<UserKey>();
  const told = new Set<string>();
  const tellTooMuch = (scopes: readonly string[]): void => {
    const news = scopes.filter((scope) => !told.has(scope));
    for (const scope of news) told.add(scope);
    if (news.length > 0) parts.onTooMuch?.(news);
  };
  const fromMemory = (userKey: UserKey, rejected: string | undefined): string | null => {
    const entry = held.get(userKey);
    if (!entry || entry.token === rejected) return null;
    return entry.endsAtMs - MARGIN_MS > parts.now().getTime() ? entry.token : null;
  };

  return {
    async accessToken(mailboxId, rejected) {
      const account = await parts.accountOfMailbox(mailboxId);
      if (!account) throw new Trouble('signIn.unknownMailbox', { kind: 'bug' });
      const userKey = userKeyOf(account);
      return (
        fromMemory(userKey, rejected) ??
        queue(userKey, async () => {
          // Whoever stood before us in the queue may have fetched it.
          const ready = fromMemory(userKey, rejected);
          if (ready !== null) return ready;
          held.delete(userKey);
          const fetched = await parts.db.transaction((tx) => fetchToken(parts, tx, account, rejected));
          if ('trouble' in fetched) throw fetched.trouble;
          held.set(userKey, fetched.held);
          tellTooMuch(fetched.tooMuch);
          return fetched.held.token;
        })
      );
    },
    async save(tx, account, cache) {
      const userKey = userKeyOf(account);
      held.delete(userKey);
      await tx.query(putRow(userKey, parts.keyring.seal(cache, PURPOSE, userKey), parts.now()));
    },
    async forget(account) {
      const userKey = userKeyOf(account);
      // Behind a refresh that goes on now, which would put its token back into memory.
      await queue(userKey, async () => {
        await parts.db.query(deleteRow(userKey));
        held.delete(userKey);
      });
    },
    async status(account) {
      const [row] = await parts.db.query<TokenRow>(selectRow(userKeyOf(account)));
      if (!row) return { state: 'none', code: null, renewedAt: null, endsAt: null };
      const broken = row.broken_because;
      return {
        state: broken ?? 'signedIn',
        code: row.broken_code,
        renewedAt: row.renewed_at,
        endsAt: broken ? null : new Date(row.renewed_at.getTime() + REFRESH_TOKEN_DAYS * DAY_MS),
      };
    },
  };
};

const park = (code: string, because: Broken): Trouble => new Trouble(code, { kind: 'park', because });

/** Never throws for what the sign-in does: what is noted about it must be committed. */
const fetchToken = async (
  parts: TokenParts,
  tx: Queryable,
  account: Account,
  rejected: string | undefined,
): Promise<Fetched> => {
  await tx.query(
    sql`select set_config('idle_in_transaction_session_timeout', ${`${LOCKED_REST_MS}ms`}, true)`,
  );
  const userKey = userKeyOf(account);
  const [row] = await tx.query<TokenRow>(lockRow(userKey));
  if (!row) return { trouble: park('signIn.noTokens', 'signInAgain') };
  if (row.broken_because) return { trouble: park(row.broken_code ?? 'signIn.needed', row.broken_because) };
  let cache: string;
  try {
    cache = parts.keyring.open(row.sealed, row.key_id, PURPOSE, userKey);
  } catch (error) {
    return unopened(parts, tx, userKey, error);
  }
  const client = parts.openClient(account.tid.toLowerCase(), cache);
  try {
    const result = await silently(client, parts.now().getTime(), rejected);
    checkResult(result, userKey);
    await keepChanges(parts, tx, row, client, result);
    const lifeMs = (result.expiresOn?.getTime() ?? 0) - Date.now();
    const held = { token: result.accessToken, endsAtMs: parts.now().getTime() + lifeMs };
    return { held, tooMuch: tooMuch(result.scopes) };
  } catch (error) {
    return failed(parts, tx, userKey, error, client.retryAfterMs);
  }
};

/** The token in the cache, or a fresh one where that is at its end by our clock or was turned down. */
const silently = async (
  client: OneClient,
  nowMs: number,
  rejected: string | undefined,
): Promise<AuthenticationResult> => {
  const [account] = await client.app.getTokenCache().getAllAccounts();
  if (!account) throw park('signIn.noTokens', 'signInAgain');
  const ask = (forceRefresh: boolean): Promise<AuthenticationResult> =>
    client.app.acquireTokenSilent({ account, scopes: GRAPH_SCOPES, forceRefresh });
  const result = await ask(rejected !== undefined);
  const endsAtMs = result.expiresOn?.getTime() ?? 0;
  return result.fromCache && endsAtMs - MARGIN_MS <= nowMs ? ask(true) : result;
};

const checkResult = (result: AuthenticationResult, userKey: UserKey): void => {
  // A cache with another's account in it would send one user's cards to another's mailbox.
  if (userKeyOf(accountOf(result)) !== userKey) throw new Trouble('signIn.foreignAccount', { kind: 'bug' });
  if (!wasGranted(result.scopes, NEEDED_SCOPE)) throw park('signIn.consentMissing', 'consentMissing');
};

const keepChanges = async (
  parts: TokenParts,
  tx: Queryable,
  row: TokenRow,
  client: OneClient,
  result: AuthenticationResult,
): Promise<void> => {
  // MSAL touches its cache on every reading; only what came from Microsoft is worth a write.
  if (result.fromCache) return;
  const sealed = parts.keyring.seal(client.cache(), PURPOSE, row.user_key);
  const written = await tx.query(updateRow(row, sealed, parts.now()));
  // The row is locked; whoever gets here has broken that.
  if (written.length !== 1) throw new Trouble('signIn.rowChanged', { kind: 'retry', afterMs: 0 });
};

/** A row of a lost key is the administrator's trouble; a damaged one is mended by signing in again. */
const unopened = async (
  parts: TokenParts,
  tx: Queryable,
  userKey: UserKey,
  error: unknown,
): Promise<Fetched> => {
  if (isSealError(error) && error.code === 'unknownKey') {
    return { trouble: new Trouble('signIn.keyMissing', { kind: 'misconfigured' }, { cause: error }) };
  }
  await tx.query(breakRow(userKey, 'signInAgain', 'signIn.rowDamaged', parts.now()));
  return { trouble: park('signIn.rowDamaged', 'signInAgain') };
};

const failed = async (
  parts: TokenParts,
  tx: Queryable,
  userKey: UserKey,
  error: unknown,
  waitMs: number | null,
): Promise<Fetched> => {
  const trouble = classifySignIn(error, waitMs);
  if (trouble.what.kind === 'park' && trouble.what.because !== 'mailboxGone') {
    await tx.query(breakRow(userKey, trouble.what.because, trouble.code, parts.now()));
  }
  return { trouble };
};
