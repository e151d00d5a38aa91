/** Refresh tokens that died before their time: all of a user's, or one by a planned fault. */
import type { StoredRecord } from './adapter.ts';
import { refusal, type EntraError } from './entra-errors.ts';

export interface RevokeOptions {
  /** AADSTS number. Default 50173 (the password was changed), 700084 is a single-page app's end. */
  readonly aadsts?: number;
  /** `bad_token` or none; Entra is not consistent about it. */
  readonly suberror?: string;
}

export interface Revocations {
  /** Every refresh token of this user that is older than `order`. */
  revokeUser(userId: string, order: number, options?: RevokeOptions): void;
  revokeToken(refreshToken: string, options?: RevokeOptions): void;
  of(refreshToken: string, record: StoredRecord): EntraError | null;
  reset(): void;
}

const words = (options: RevokeOptions = {}): EntraError =>
  refusal(
    'invalid_grant',
    options.aadsts ?? 50173,
    'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
    options.suberror ? { suberror: options.suberror } : {},
  );

export function createRevocations(): Revocations {
  const users = new Map<string, { order: number; error: EntraError }>();
  const tokens = new Map<string, EntraError>();
  return {
    revokeUser: (userId, order, options) => void users.set(userId, { order, error: words(options) }),
    revokeToken: (refreshToken, options) => void tokens.set(refreshToken, words(options)),
    of(refreshToken, record) {
      const dead = tokens.get(refreshToken);
      if (dead) return dead;
      const user = users.get(record.payload.accountId ?? '');
      return user && record.order < user.order ? user.error : null;
    },
    reset() {
      users.clear();
      tokens.clear();
    },
  };
}
