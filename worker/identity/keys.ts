/**
 * The token key changed for another: which key seals what, and everything sealed again with the key that seals now.
 * A row a transaction, each over what was read only: safe to repeat, to break off, and to run beside workers that have
 * both keys. A worker that has only the old one cannot open what was sealed anew; it waits, and loses nothing.
 */
import sql from 'sql-template-tag';
import type { Db, Queryable, SqlQuery } from '../store/db.ts';
import { isSealError } from './errors.ts';
import type { KeySettings, Keyring } from './keyring.ts';
import { openKeyring } from './keyring.ts';
import { PURPOSE as PRINT_PURPOSE, updatePrintKey, type PrintKeyRow } from './print-keys.ts';
import type { TokenRow } from './token-rows.ts';
import { anySealed, lockRow, updateRow } from './token-rows.ts';
import { PURPOSE as TOKEN_PURPOSE } from './tokens.ts';

/** `underWay`: sign-ins that are being made now; they end by themselves within minutes. */
export type SealedWhat = 'signIns' | 'fingerprints' | 'underWay';

export interface KeyUse {
  readonly keyId: string;
  /** Seals now · opens only · not configured: what it sealed cannot be read. */
  readonly state: 'current' | 'old' | 'missing';
  /** Rows. */
  readonly rows: Readonly<Record<SealedWhat, number>>;
}

export interface Rotated {
  /** Sealed again now. */
  readonly done: number;
  /** Could not be opened: by a key that is not configured, or damaged. Left as they were. */
  readonly missingKey: number;
  readonly damaged: number;
  /** Not come to, because it was broken off. */
  readonly left: number;
}

export interface Keys {
  /** The current key first, then the configured ones, then those that are missing. */
  status(): Promise<KeyUse[]>;
  /** `onProgress` after each row. */
  rotate(o?: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (done: number, of: number) => void;
  }): Promise<Rotated>;
}

interface Kind {
  readonly stale: (keyId: string) => SqlQuery;
  readonly sealAgain: (keyring: Keyring, tx: Queryable, id: string) => Promise<void>;
}

const kinds: readonly Kind[] = [
  {
    stale: (keyId) =>
      sql`select user_key as id from identity.tokens where key_id <> ${keyId} order by user_key`,
    sealAgain: async (keyring, tx, id) => {
      const [row] = await tx.query<TokenRow>(lockRow(id));
      // Signed in again or forgotten meanwhile.
      if (!row || row.key_id === keyring.currentId) return;
      const text = keyring.open(row.sealed, row.key_id, TOKEN_PURPOSE, id);
      await tx.query(updateRow(row, keyring.seal(text, TOKEN_PURPOSE, id), row.renewed_at));
    },
  },
  {
    stale: (keyId) =>
      sql`select mailbox_id as id from identity.print_keys where key_id <> ${keyId} order by mailbox_id`,
    sealAgain: async (keyring, tx, id) => {
      const [row] = await tx.query<PrintKeyRow>(
        sql`select mailbox_id, key_id, sealed from identity.print_keys where mailbox_id = ${id} for update`,
      );
      if (!row || row.key_id === keyring.currentId) return;
      const text = keyring.open(row.sealed, row.key_id, PRINT_PURPOSE, row.mailbox_id);
      await tx.query(updatePrintKey(row, keyring.seal(text, PRINT_PURPOSE, row.mailbox_id)));
    },
  },
];

const counts = (now: Date): SqlQuery => sql`
  select key_id, 'signIns' as what, count(*)::int as n from identity.tokens group by key_id
  union all select key_id, 'fingerprints', count(*)::int from identity.print_keys group by key_id
  union all select key_id, 'underWay', count(*)::int from identity.flows where expires_at > ${now} group by key_id`;

export const createKeys = (db: Db, keyring: Keyring, now: () => Date = () => new Date()): Keys => ({
  async status() {
    const rows = await db.query<{ key_id: string; what: SealedWhat; n: number }>(counts(now()));
    const missing = new Set(rows.map(({ key_id }) => key_id).filter((id) => !keyring.ids.includes(id)));
    return [...keyring.ids, ...[...missing].sort()].map((keyId) => {
      const of = (what: SealedWhat): number =>
        rows.find((row) => row.key_id === keyId && row.what === what)?.n ?? 0;
      return {
        keyId,
        state: keyId === keyring.currentId ? 'current' : keyring.ids.includes(keyId) ? 'old' : 'missing',
        rows: { signIns: of('signIns'), fingerprints: of('fingerprints'), underWay: of('underWay') },
      };
    });
  },
  async rotate({ signal, onProgress } = {}) {
    const work: (() => Promise<void>)[] = [];
    for (const { stale, sealAgain } of kinds) {
      for (const { id } of await db.query<{ id: string }>(stale(keyring.currentId)))
        work.push(() => db.transaction((tx) => sealAgain(keyring, tx, id)));
    }
    const ended = { done: 0, missingKey: 0, damaged: 0 };
    let gone = 0;
    for (const one of work) {
      if (signal?.aborted === true) break;
      ended[await outcomeOf(one)] += 1;
      gone += 1;
      onProgress?.(gone, work.length);
    }
    return { ...ended, left: work.length - gone };
  },
});

const outcomeOf = async (work: () => Promise<void>): Promise<'done' | 'missingKey' | 'damaged'> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (!isSealError(error)) throw error;
    return error.code === 'unknownKey' ? 'missingKey' : 'damaged';
  }
};

/** With the keys of the settings alone: no app, no certificate, no way to Microsoft. Throws IdentityError. */
export const openKeys = async (settings: KeySettings, db: Db, now?: () => Date): Promise<Keys> => {
  const keyring = await openKeyring(settings, async () => {
    const [row] = await db.query<{ any: boolean }>(anySealed);
    return row?.any === true;
  });
  return createKeys(db, keyring, now);
};
