/**
 * The key of a mailbox's fingerprints (R7): made at the first asking, sealed in the database like a token, so that a
 * copy of the database alone does not tell which name or number a fingerprint is of.
 *
 * Fingerprints of another key say nothing. So a mailbox that gets a new key (an administrator emptied the table, because
 * the key that sealed it was lost) forgets its cards and reads them all again.
 */
import { randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { Print, PrintKind, TakePrint } from '../sync/guard/prints.ts';
import type { Db, Queryable, SqlQuery } from '../store/db.ts';
import { Trouble } from '../pass/ports.ts';
import { isSealError } from './errors.ts';
import { hmacSha256 } from './hmac.ts';
import type { Keyring } from './keyring.ts';
import type { Sealed } from './token-rows.ts';

export const PURPOSE = 'prints';
const KEY_BYTES = 32;
/** 15 of the 32 bytes of an HMAC-SHA-256, as base64url: far more than are needed to tell a mailbox's values apart. */
const PRINT_CHARACTERS = 20;

/** First names, job titles and the names of whoever is looked for come again and again within a pass. */
const MAX_KNOWN = 5_000;

/** The fingerprints that a key makes. */
export const printsWith = (key: Uint8Array): TakePrint => {
  const hmac = hmacSha256(key);
  const known = new Map<string, Print>();
  return (kind: PrintKind, value: string): Print => {
    const text = `${kind}|${value}`;
    let print = known.get(text);
    if (print === undefined) {
      print = hmac(text).slice(0, PRINT_CHARACTERS);
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(text, print);
    }
    return print;
  };
};

export interface PrintKeyRow {
  readonly mailbox_id: MailboxId;
  readonly key_id: string;
  readonly sealed: Uint8Array;
}

export interface PrintKeys {
  /** Trouble `misconfigured` where the key that sealed it is not configured any more. */
  prints(mailboxId: MailboxId): Promise<TakePrint>;
}

/** Over the row that was read only: whoever came before did the same. */
export const updatePrintKey = (row: PrintKeyRow, { sealed, keyId }: Sealed): SqlQuery => sql`
  update identity.print_keys set sealed = ${sealed}, key_id = ${keyId}
  where mailbox_id = ${row.mailbox_id} and key_id = ${row.key_id}`;

const keyRow = async (db: Queryable, mailboxId: MailboxId): Promise<PrintKeyRow | undefined> => {
  const [row] = await db.query<PrintKeyRow>(
    sql`select mailbox_id, key_id, sealed from identity.print_keys where mailbox_id = ${mailboxId}`,
  );
  return row;
};

const makeKey = (db: Db, keyring: Keyring, mailboxId: MailboxId, at: Date): Promise<PrintKeyRow> =>
  db.transaction(async (tx) => {
    const { sealed, keyId } = keyring.seal(randomBytes(KEY_BYTES).toString('base64'), PURPOSE, mailboxId);
    const made = await tx.query(sql`
      insert into identity.print_keys (mailbox_id, key_id, sealed, made_at)
      values (${mailboxId}, ${keyId}, ${sealed}, ${at}) on conflict do nothing returning mailbox_id`);
    // Two processes at once: the first one's key stands, and both use it.
    if (made.length === 1) {
      await tx.query(sql`delete from sync.cards where mailbox_id = ${mailboxId}`);
      await tx.query(sql`update sync.folders set cursor = null where mailbox_id = ${mailboxId}`);
    }
    return (await keyRow(tx, mailboxId))!;
  });

export const createPrintKeys = (db: Db, keyring: Keyring, now: () => Date): PrintKeys => {
  const open = (row: PrintKeyRow): string => {
    try {
      return keyring.open(row.sealed, row.key_id, PURPOSE, row.mailbox_id);
    } catch (error) {
      if (!isSealError(error)) throw error;
      // Without the key that sealed it nothing of this mailbox can be known again; an administrator has to bring it back.
      throw new Trouble('identity.printKeyLost', { kind: 'misconfigured' }, { cause: error });
    }
  };
  return {
    prints: async (mailboxId) => {
      const row = (await keyRow(db, mailboxId)) ?? (await makeKey(db, keyring, mailboxId, now()));
      const key = open(row);
      // Like a token, it is sealed with the current key when it is used: an old key can be taken away after a while.
      if (row.key_id !== keyring.currentId)
        await db.query(updatePrintKey(row, keyring.seal(key, PURPOSE, row.mailbox_id)));
      return printsWith(Buffer.from(key, 'base64'));
    },
  };
};
