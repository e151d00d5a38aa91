/** The seal and where its key comes from. */
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyring, openKeyring } from '../../../worker/identity/keyring.ts';

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'opened';
};

describe('A seal', () => {
  const ring = createKeyring(key(1));
  const { sealed, keyId } = ring.seal('geheim', 'tokens', 'petra');

  test('opens for the same purpose and row', () => {
    expect(ring.open(sealed, keyId, 'tokens', 'petra')).toBe('geheim');
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('geheim');
  });

  test('does not open for another row, another purpose or under another key’s name', () => {
    const other = createKeyring(key(2), [key(1)]);
    expect(codeOf(() => ring.open(sealed, keyId, 'tokens', 'karim'))).toBe('damaged');
    expect(codeOf(() => ring.open(sealed, keyId, 'flows', 'petra'))).toBe('damaged');
    expect(codeOf(() => other.open(sealed, other.currentId, 'tokens', 'petra'))).toBe('damaged');
  });

  test('does not open when any byte was changed or cut off', () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(codeOf(() => ring.open(changed, keyId, 'tokens', 'petra'))).toBe('damaged');
      expect(codeOf(() => ring.open(sealed.subarray(0, at), keyId, 'tokens', 'petra'))).toBe('damaged');
    }
  });

  test('of an unknown key is told apart from a damaged one', () => {
    expect(codeOf(() => createKeyring(key(2)).open(sealed, keyId, 'tokens', 'petra'))).toBe('unknownKey');
  });

  test('never comes out the same twice', () => {
    expect(ring.seal('geheim', 'tokens', 'petra').sealed).not.toEqual(sealed);
  });
});

describe('A key file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relatiebrug-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const settings = (name = 'token.key') => ({
    tokenKey: { kind: 'file' as const, file: join(folder, name) },
    tokenKeysOld: [],
  });
  const nothing = async (): Promise<boolean> => false;
  const something = async (): Promise<boolean> => true;

  test('is made at the first start, readable by its owner only, and is the same at the second', async () => {
    const first = await openKeyring(settings('sleutels/token.key'), nothing);
    const second = await openKeyring(settings('sleutels/token.key'), something);
    expect(second.currentId).toBe(first.currentId);
    expect((await stat(join(folder, 'sleutels/token.key'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'sleutels'))).mode & 0o777).toBe(0o700);
  });

  test('made by two processes that start together is one key', async () => {
    const rings = await Promise.all(Array.from({ length: 6 }, () => openKeyring(settings(), nothing)));
    expect(new Set(rings.map(({ currentId }) => currentId)).size).toBe(1);
  });

  test('that is gone while sealed rows exist stops the start instead of hiding the loss', async () => {
    await expect(openKeyring(settings(), something)).rejects.toMatchObject({
      code: 'identity.keyFileMissing',
    });
  });

  test('that others may read stops the start', async () => {
    await openKeyring(settings(), nothing);
    await chmod(join(folder, 'token.key'), 0o640);
    await expect(openKeyring(settings(), nothing)).rejects.toMatchObject({ code: 'identity.keyFileOpen' });
  });

  test('with rubbish in it stops the start, and its content is not told', async () => {
    await writeFile(join(folder, 'token.key'), 'not-a-key\n', { mode: 0o600 });
    const error: unknown = await openKeyring(settings(), nothing).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'identity.keyFileWrong' });
    expect((error as { message: string }).message).not.toContain('not-a-key');
  });

  test('with a new first line still opens what the old one sealed', async () => {
    const old = await openKeyring(settings(), nothing);
    const { sealed, keyId } = old.seal('geheim', 'tokens', 'petra');
    const file = join(folder, 'token.key');
    await writeFile(file, `${Buffer.from(key(5)).toString('hex')}\n${await readFile(file, 'utf8')}`);
    const now = await openKeyring(settings(), something);
    expect(now.currentId).not.toBe(old.currentId);
    expect(now.open(sealed, keyId, 'tokens', 'petra')).toBe('geheim');
  });
});
