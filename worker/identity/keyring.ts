/**
 * The keys that seal what lies in the database, and the seal itself: AES-256-GCM, with the purpose and identity of the
 * row and the id of the key as additional data, so that a row that was altered, or copied to another user, does not
 * open. The first key seals; older ones only open, until everything has been sealed again.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TokenKeySource } from '../settings.ts';
import { IdentityError, SealError } from './errors.ts';

interface TokenKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface Keyring {
  /** Id of the key that seals now. */
  readonly currentId: string;
  /** Of all keys, each once; the current one first. */
  readonly ids: readonly string[];
  /** Whether what this key sealed can be opened. */
  knows(keyId: string): boolean;
  /** `purpose` and `row` must be given again to open. */
  seal(text: string, purpose: string, row: string): { sealed: Uint8Array; keyId: string };
  /** Throws SealError. */
  open(sealed: Uint8Array, keyId: string, purpose: string, row: string): string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** A name for the key that tells nothing about it. */
const idOf = (bytes: Uint8Array): string =>
  createHash('sha256').update('relatiebrug token key id|').update(bytes).digest('hex').slice(0, 16);

const additionalData = (purpose: string, row: string, keyId: string): Buffer =>
  Buffer.from(`${purpose}|${row}|${keyId}`);

export const createKeyring = (current: Uint8Array, older: readonly Uint8Array[] = []): Keyring => {
  const keys = [current, ...older].map((bytes): TokenKey => ({ id: idOf(bytes), bytes }));
  const [first] = keys as [TokenKey, ...TokenKey[]];
  return {
    currentId: first.id,
    ids: [...new Set(keys.map(({ id }) => id))],
    knows: (keyId) => keys.some(({ id }) => id === keyId),
    seal(text, purpose, row) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', first.bytes, iv);
      cipher.setAAD(additionalData(purpose, row, first.id));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { sealed: Buffer.concat([iv, cipher.getAuthTag(), body]), keyId: first.id };
    },
    open(sealed, keyId, purpose, row) {
      const key = keys.find((each) => each.id === keyId);
      if (!key) throw new SealError('unknownKey');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.bytes, sealed.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(additionalData(purpose, row, keyId));
        decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([body, decipher.final()]).toString('utf8');
      } catch {
        throw new SealError('damaged');
      }
    },
  };
};

// ─── Where the key comes from ───────────────────────────────────────────────────────────────────

/** Hex or base64 of exactly 32 bytes, as the settings take it; null for anything else. */
const parseKey = (text: string): Uint8Array | null => {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
  return bytes?.length === KEY_BYTES ? bytes : null;
};

/** First line: the key that seals. Further lines: older keys. Lines that begin with `#` say something to people. */
const parseKeyFile = (text: string, file: string): [Uint8Array, ...Uint8Array[]] => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const keys = lines.map(parseKey);
  if (keys.length === 0 || keys.includes(null)) {
    throw new IdentityError(
      'identity.keyFileWrong',
      `TOKEN_KEY_FILE (${file}) holds no key: each line must be 32 bytes as hex or base64. Restore it from your ` +
        'back-up; with another key the stored sign-ins cannot be read and every user must sign in again.',
    );
  }
  return keys as [Uint8Array, ...Uint8Array[]];
};

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'no code';
};

const fileError = (error: unknown, file: string): IdentityError =>
  new IdentityError(
    'identity.keyFileUnreadable',
    `TOKEN_KEY_FILE (${file}) cannot be read or made (${codeOf(error)}).`,
    { cause: error },
  );

const readKeyFile = async (file: string): Promise<[Uint8Array, ...Uint8Array[]] | null> => {
  try {
    const { mode } = await stat(file);
    // Windows has no such bits.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new IdentityError(
        'identity.keyFileOpen',
        `TOKEN_KEY_FILE (${file}) may be read by others. Make it readable by the worker's user only: chmod 600.`,
      );
    }
    return parseKeyFile(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw (error as { name?: unknown }).name === 'IdentityError' ? error : fileError(error, file);
  }
};

/** Readable by its owner only from the first moment; two processes that start together end with one key. */
const makeKeyFile = async (file: string): Promise<void> => {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(
        '# Relatiebrug seals stored sign-ins with this key. Keep a copy apart from the database.\n' +
          `${randomBytes(KEY_BYTES).toString('base64')}\n`,
      );
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw fileError(error, file);
  }
};

export interface KeySettings {
  readonly tokenKey: TokenKeySource;
  readonly tokenKeysOld: readonly Uint8Array[];
}

/**
 * The keys of the settings. A key file that is not there yet is made, unless `sealedExists` says that something was
 * sealed before: then the key was lost, and a new one would only hide that. Throws IdentityError.
 */
export const openKeyring = async (
  settings: KeySettings,
  sealedExists: () => Promise<boolean>,
): Promise<Keyring> => {
  const { tokenKey, tokenKeysOld } = settings;
  if (tokenKey.kind === 'key') return createKeyring(tokenKey.key, tokenKeysOld);
  const found = await readKeyFile(tokenKey.file);
  if (found) return createKeyring(found[0], [...found.slice(1), ...tokenKeysOld]);
  if (await sealedExists()) {
    throw new IdentityError(
      'identity.keyFileMissing',
      `TOKEN_KEY_FILE (${tokenKey.file}) is not there, but sign-ins sealed with it are. Restore the file. If it is ` +
        'lost for good, empty the tables identity.tokens and identity.print_keys: every user then signs in again, and ' +
        'no contact is lost.',
    );
  }
  await makeKeyFile(tokenKey.file);
  return openKeyring(settings, sealedExists);
};
