/** The table of sealed tokens: one row a user, a version that grows with every write. Sees sealed text only. */
import type { SqlQuery } from '../store/db.ts';
import sql from 'sql-template-tag';
import type { UserKey } from './clients.ts';

export type Broken = 'signInAgain' | 'consentMissing';

export interface TokenRow {
  readonly user_key: UserKey;
  readonly sealed: Uint8Array;
  readonly key_id: string;
  /** int8 as text. */
  readonly version: string;
  readonly renewed_at: Date;
  readonly broken_because: Broken | null;
  readonly broken_code: string | null;
}

export interface Sealed {
  readonly sealed: Uint8Array;
  readonly keyId: string;
}

const columns = sql`user_key, sealed, key_id, version, renewed_at, broken_because, broken_code`;

export const selectRow = (userKey: UserKey): SqlQuery =>
  sql`select ${columns} from identity.tokens where user_key = ${userKey}`;

/** Waits for whoever refreshes this user's tokens now, in whatever process. */
export const lockRow = (userKey: UserKey): SqlQuery =>
  sql`select ${columns} from identity.tokens where user_key = ${userKey} for update`;

/** A sign-in: whatever stood there is replaced, and a broken row is whole again. */
export const putRow = (userKey: UserKey, { sealed, keyId }: Sealed, at: Date): SqlQuery =>
  sql`insert into identity.tokens (user_key, sealed, key_id, renewed_at)
      values (${userKey}, ${sealed}, ${keyId}, ${at})
      on conflict (user_key) do update set sealed = excluded.sealed, key_id = excluded.key_id,
        renewed_at = excluded.renewed_at, version = identity.tokens.version + 1,
        broken_because = null, broken_code = null, broken_at = null`;

/** Only over the version that was read; one row when it was. */
export const updateRow = (
  row: Pick<TokenRow, 'user_key' | 'version'>,
  { sealed, keyId }: Sealed,
  renewedAt: Date,
): SqlQuery =>
  sql`update identity.tokens set sealed = ${sealed}, key_id = ${keyId}, version = version + 1, renewed_at = ${renewedAt}
      where user_key = ${row.user_key} and version = ${row.version} returning version`;

export const breakRow = (userKey: UserKey, because: Broken, code: string, at: Date): SqlQuery =>
  sql`update identity.tokens set broken_because = ${because}, broken_code = ${code}, broken_at = ${at},
        version = version + 1
      where user_key = ${userKey}`;

export const deleteRow = (userKey: UserKey): SqlQuery =>
  sql`delete from identity.tokens where user_key = ${userKey}`;

/** Fingerprint keys too: what was known of the cards is lost with theirs (R7). */
export const anySealed = sql`
  select exists (select from identity.tokens) or exists (select from identity.print_keys) as "any"`;
