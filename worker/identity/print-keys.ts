/**
 * The key of a mailbox's fingerprints (R7): made at the first asking, sealed in the database like a token, so that a
 * copy of the database alone does not tell which name or number a fingerprint is of.
 */
import { createHmac, randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { Print, PrintKind, TakePrint } from '../sync/guard/prints.ts';
import type { Db } from '../store/db.ts';
import { Trouble } from '../pass/ports.ts';
import { SealError } from './errors.ts';
import type { Keyring } from './keyring.ts';

const PURPOSE = 'prints';
const KEY_BYTES = 32;
/** Of the 32 bytes of an HMAC-SHA-256: far more than are needed to tell a mailbox's values apart. */
const PRINT_BYTES = 15;

/** The fingerprints that a key makes. */
export const printsWith =
  (key: Uint8Array): TakePrint =>
  (kind: PrintKind, value: string): Print =>
    createHmac('sha256', key)
      .update(`${kind}|${value}`)
      .digest()
      .subarray(0, PRINT_BYTES)
      .toString('base64url');

interface KeyRow {
  readonly key_id: string;
  readonly sealed: Uint8Array;
}

export const createPrintKeys = (
  db: Db,
  keyring: Keyring,
  now: () => Date,
): ((mailboxId: MailboxId) => Promise<TakePrint>) => {
  const read = async (mailboxId: MailboxId): Promise<KeyRow | undefined> => {
    const [row] = await db.query<KeyRow>(
      sql`SELECT key_id, sealed FROM identity.print_keys WHERE mailbox_id = ${mailboxId}`,
    );
    return row;
  };
  return async (mailboxId) => {
    let row = await read(mailboxId);
    if (row === undefined) {
      const { sealed, keyId } = keyring.seal(randomBytes(KEY_BYTES).toString('base64'), PURPOSE, mailboxId);
      // Two processes at once: the first one's key stands, and both use it.
      await db.query(sql`
        INSERT INTO identity.print_keys (mailbox_id, key_id, sealed, made_at)
        VALUES (${mailboxId}, ${keyId}, ${sealed}, ${now()}) ON CONFLICT DO NOTHING`);
      row = (await read(mailboxId))!;
    }
    try {
      return printsWith(Buffer.from(keyring.open(row.sealed, row.key_id, PURPOSE, mailboxId), 'base64'));
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      // Without the key that sealed it nothing of this mailbox can be known again; an administrator has to bring it back.
      throw new Trouble('identity.printKeyLost', { kind: 'misconfigured' }, { cause: error });
    }
  };
};
