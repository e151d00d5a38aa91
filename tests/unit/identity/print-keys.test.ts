/** R7: the key of a mailbox's fingerprints: one a mailbox, sealed, and carried over when the sealing key changes. */
import { randomBytes, randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { asId, type MailboxId } from '../../../shared/ids.ts';
import { createKeyring } from '../../../worker/identity/keyring.ts';
import { createKeys } from '../../../worker/identity/keys.ts';
import { createPrintKeys, printsWith } from '../../../worker/identity/print-keys.ts';
import { anySealed } from '../../../worker/identity/token-rows.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { card, folder, hold, newMailbox } from '../store/fixture.ts';

const now = () => new Date('2026-03-02T08:00:00Z');
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];

let server: TestDb;
beforeAll(async () => {
  server = await createTestDb();
}, 120_000);
afterAll(() => server.close());
beforeEach(() => server.db.query(sql`delete from identity.print_keys`));

const keys = (...ring: [Uint8Array, ...Uint8Array[]]) =>
  createPrintKeys(server.db, createKeyring(ring[0], ring.slice(1)), now);
const printOf = async (from: ReturnType<typeof keys>, mailbox: MailboxId): Promise<string> =>
  (await from.prints(mailbox))('address', 'info@kantoor.example');
const aMailbox = () => asId<MailboxId>(randomUUID());

test('more values than are kept: each print is that of its own value, also when asked again', () => {
  const take = printsWith(oldKey);
  const ask = (): string[] => Array.from({ length: 12_000 }, (_, n) => take('called', `naam ${n}`));
  const first = ask();
  expect(new Set(first).size).toBe(first.length);
  expect(ask()).toEqual(first);
});

test('a print tells kind and value apart, says nothing of either, and is the same for the same key', () => {
  const take = printsWith(oldKey);
  expect(take('phone', '+31201234567')).toBe(printsWith(oldKey)('phone', '+31201234567'));
  const prints = [
    take('address', 'a@b.example'),
    take('workPhone', '+31201234567'),
    take('phone', '+31201234567'),
    take('phone', '+31201234568'),
    printsWith(newKey)('phone', '+31201234567'),
  ];
  expect(new Set(prints).size).toBe(5);
  for (const print of prints) expect(print).toMatch(/^[\w-]{20}$/u);
});

test('is made at the first asking and stays; another mailbox has another', async () => {
  const [one, two] = [aMailbox(), aMailbox()];
  const first = await printOf(keys(oldKey), one);
  expect(await printOf(keys(oldKey), one)).toBe(first);
  expect(await printOf(keys(oldKey), two)).not.toBe(first);
});

test('asked for by many at once it is one', async () => {
  const mailbox = aMailbox();
  const all = await Promise.all(Array.from({ length: 8 }, () => printOf(keys(oldKey), mailbox)));
  expect(new Set(all).size).toBe(1);
});

test('lies sealed: the row holds neither the key nor the value of another row', async () => {
  const [one, two] = [aMailbox(), aMailbox()];
  await printOf(keys(oldKey), one);
  await printOf(keys(oldKey), two);
  await server.db.query(sql`
    update identity.print_keys set sealed = (select sealed from identity.print_keys where mailbox_id = ${one})
    where mailbox_id = ${two}`);
  await expect(keys(oldKey).prints(two)).rejects.toMatchObject({ what: { kind: 'misconfigured' } });
});

test('is sealed with the current key when it is used, and then the old one can go', async () => {
  const mailbox = aMailbox();
  const print = await printOf(keys(oldKey), mailbox);
  expect(await printOf(keys(newKey, oldKey), mailbox)).toBe(print);
  expect(await printOf(keys(newKey), mailbox)).toBe(print);
  await expect(keys(oldKey).prints(mailbox)).rejects.toMatchObject({ code: 'identity.printKeyLost' });
});

test('of every mailbox is sealed again by a rotation, which is safe to repeat', async () => {
  const mailboxes = [aMailbox(), aMailbox(), aMailbox()];
  const prints = await Promise.all(mailboxes.map((each) => printOf(keys(oldKey), each)));
  const both = createKeys(server.db, createKeyring(newKey, [oldKey]));
  expect(await both.rotate()).toMatchObject({ done: 3, left: 0 });
  expect(await both.rotate()).toMatchObject({ done: 0, left: 0 });
  expect(await Promise.all(mailboxes.map((each) => printOf(keys(newKey), each)))).toEqual(prints);
});

test('counts as something sealed: its key file is not silently made anew', async () => {
  const any = async () => (await server.db.query<{ any: boolean }>(anySealed))[0]!.any;
  expect(await any()).toBe(false);
  await printOf(keys(oldKey), aMailbox());
  expect(await any()).toBe(true);
});

test('made anew, the cards that only the lost one could name are forgotten and read again', async () => {
  const store = createPassStore(server.db);
  const { id } = await newMailbox(server.db);
  await printOf(keys(oldKey), id);
  await store.commit(await hold(store, id), [
    { op: 'folderCursor', folderId: folder, cursor: 'delta-1', isDefault: true },
    { op: 'knowCards', cards: [{ cardId: card(1), folderId: folder, prints: {}, goneAt: null }] },
  ]);
  await printOf(keys(oldKey), id);
  expect(await store.livingCards(id, folder)).toEqual([card(1)]);
  await server.db.query(sql`delete from identity.print_keys`);
  await printOf(keys(newKey), id);
  expect(await store.livingCards(id, folder)).toEqual([]);
  expect(await store.folders(id)).toEqual([{ folderId: folder, cursor: null, isDefault: true }]);
});
