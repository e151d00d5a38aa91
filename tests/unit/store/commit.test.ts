/** R13, R10: what a pass remembers goes together or not at all, and doubles are impossible. */
import sql from 'sql-template-tag';
import type { HeldId } from '../../../shared/ids.ts';
import type { Lease, Mark, PassStore, StoreWrite } from '../../../worker/pass/ports.ts';
import { foldWrites } from '../../../worker/store/commit/fold.ts';
import { statementsOf } from '../../../worker/store/commit/statements.ts';
import { createHeldChanges } from '../../../worker/store/held-changes.ts';
import { createHistory } from '../../../worker/store/history.ts';
import type { MailboxRecord } from '../../../worker/store/mailboxes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import {
  at,
  card,
  entry,
  folder,
  heldChange,
  hold,
  holdWrite,
  link,
  newMailbox,
  person,
  uuid,
} from './fixture.ts';

let server: TestDb;
let store: PassStore;
let mailbox: MailboxRecord;
let lease: Lease;
beforeAll(async () => {
  server = await createTestDb();
  store = createPassStore(server.db);
}, 120_000);
afterAll(() => server.close());
beforeEach(async () => {
  mailbox = await newMailbox(server.db);
  lease = await hold(store, mailbox.id);
});

const personMark = (n: number): Mark => ({ subject: 'person', id: person(n) });

describe('R13 one commit', () => {
  test('that fails in its last write leaves nothing of the writes before it', async () => {
    const one = link(1);
    const writes: StoreWrite[] = [
      { op: 'mark', marks: [personMark(1)] },
      { op: 'folderCursor', folderId: folder, cursor: 'delta-1', isDefault: true },
      { op: 'crmCursor', cursor: 'crm-1' },
      { op: 'newLinks', links: [one] },
      holdWrite(one, 'key'),
      { op: 'history', entries: [entry(mailbox.id, one)], outcome: 'intended' },
      { op: 'mailbox', set: { lastPassAt: at } },
      { op: 'newLinks', links: [link(1)] },
    ];
    await expect(store.commit(lease, writes)).rejects.toMatchObject({ code: '23505' });
    expect(await store.marks(mailbox.id)).toEqual([]);
    expect(await store.folders(mailbox.id)).toEqual([]);
    expect(await store.links(mailbox.id)).toEqual([]);
    expect(await store.openHeld(mailbox.id)).toEqual([]);
    expect(await store.intendedHistory(mailbox.id)).toEqual([]);
    expect(await store.mailbox(mailbox.id)).toMatchObject({ crmCursor: null, lastPassAt: null });
    await store.commit(lease, writes.slice(0, -1));
    expect(await store.links(mailbox.id)).toEqual([one]);
    expect(await store.folders(mailbox.id)).toEqual([
      { folderId: folder, cursor: 'delta-1', isDefault: true },
    ]);
    expect(await store.mailbox(mailbox.id)).toMatchObject({ crmCursor: 'crm-1', lastPassAt: at });
  });

  test('of ten thousand marks, and of a thousand links with everything around them, is a handful of statements', async () => {
    const marks = Array.from({ length: 10_000 }, (_, n) => personMark(n));
    const links = Array.from({ length: 1_000 }, (_, n) => link(n));
    const entries = links.map((each) => entry(mailbox.id, each));
    const ahead: StoreWrite[] = [
      { op: 'mark', marks },
      { op: 'newLinks', links },
      { op: 'history', entries, outcome: 'intended' },
    ];
    const after = links.flatMap((each, n): StoreWrite[] => [
      {
        op: 'saveLink',
        linkId: each.id,
        set: { etag: `etag-${n}` },
        base: { firstName: { crm: 'A', remote: 'A' } },
      },
      { op: 'historyOutcome', ids: [entries[n]!.id], outcome: 'done' },
      { op: 'clearMarks', marks: [personMark(n)] },
    ]);
    expect(statementsOf(mailbox.id, lease.token, foldWrites(ahead))).toHaveLength(3);
    expect(statementsOf(mailbox.id, lease.token, foldWrites(after))).toHaveLength(3);
    const started = performance.now();
    await store.commit(lease, ahead);
    await store.commit(lease, after);
    // Far above what it takes on a quiet machine (0.2 s): row by row it would be minutes on a busy one.
    expect(performance.now() - started).toBeLessThan(10_000);

    const saved = await store.links(mailbox.id);
    expect(saved).toHaveLength(1_000);
    expect(saved.find((each) => each.id === links[7]!.id)).toMatchObject({
      etag: 'etag-7',
      base: { firstName: { crm: 'A' }, lastName: { crm: 'Jansen' } },
    });
    expect(await store.intendedHistory(mailbox.id)).toEqual([]);
    const left = await store.marks(mailbox.id);
    expect(left).toHaveLength(9_000);
    expect(left.slice(0, 2)).toEqual(marks.slice(1_000, 1_002));
  }, 30_000);

  test('keeps the order of writes on the same thing', async () => {
    const first = link(1);
    const second = link(1);
    await store.commit(lease, [
      { op: 'newLinks', links: [first] },
      { op: 'saveLink', linkId: first.id, set: { etag: 'a' }, base: { jobTitle: { crm: 'x', remote: 'x' } } },
      { op: 'mark', marks: [personMark(1), personMark(2)] },
      { op: 'clearMarks', marks: [personMark(1)] },
    ]);
    await store.commit(lease, [
      { op: 'saveLink', linkId: first.id, set: { etag: 'b' }, dropBase: ['jobTitle'] },
      {
        op: 'saveLink',
        linkId: first.id,
        set: { etag: null },
        base: { jobTitle: { crm: null, remote: 'y' } },
      },
      { op: 'clearMarks', marks: [personMark(2)] },
      { op: 'mark', marks: [personMark(2)] },
    ]);
    expect(await store.links(mailbox.id)).toEqual([
      { ...first, etag: null, base: { ...first.base, jobTitle: { crm: null, remote: 'y' } } },
    ]);
    expect(await store.marks(mailbox.id)).toEqual([personMark(2)]);
    const never = link(3);
    await store.commit(lease, [
      { op: 'dropLink', linkId: first.id, removal: { personId: first.personId, personVersion: 'v1' } },
      { op: 'newLinks', links: [second] },
      { op: 'newLinks', links: [never] },
      { op: 'dropLink', linkId: never.id, removal: { personId: never.personId, personVersion: null } },
      { op: 'dropRemoval', personId: first.personId },
    ]);
    expect(await store.links(mailbox.id)).toEqual([second]);
    expect(await store.removals(mailbox.id)).toEqual([{ personId: never.personId, personVersion: null }]);
  });

  test('forgets fields of the base before new ones are laid over it', async () => {
    const one = link(1, {
      base: { lastName: { crm: 'a', remote: 'a' }, jobTitle: { crm: 'b', remote: 'b' } },
    });
    await store.commit(lease, [{ op: 'newLinks', links: [one] }]);
    await store.commit(lease, [
      {
        op: 'saveLink',
        linkId: one.id,
        set: { state: 'paused', pausedBecause: 'former' },
        dropBase: ['jobTitle'],
        base: { workPhone: { crm: null, remote: null, slot: 'businessPhones' } },
      },
    ]);
    expect(await store.links(mailbox.id)).toEqual([
      {
        ...one,
        state: 'paused',
        pausedBecause: 'former',
        base: {
          lastName: { crm: 'a', remote: 'a' },
          workPhone: { crm: null, remote: null, slot: 'businessPhones' },
        },
      },
    ]);
  });

  test('that saves a link which is not there is refused as a bug, not passed over', async () => {
    const writes: StoreWrite[] = [
      { op: 'mark', marks: [personMark(1)] },
      { op: 'saveLink', linkId: uuid(), set: { etag: 'x' } },
    ];
    await expect(store.commit(lease, writes)).rejects.toMatchObject({ code: 'store.unknownLink' });
    expect(await store.marks(mailbox.id)).toEqual([]);
  });

  test('cannot touch what is of another mailbox', async () => {
    const other = await newMailbox(server.db);
    const otherLease = await hold(store, other.id);
    const theirs = link(1);
    await store.commit(otherLease, [
      { op: 'newLinks', links: [theirs] },
      { op: 'mark', marks: [personMark(1)] },
      holdWrite(theirs, 'key'),
    ]);
    const [held] = await store.openHeld(other.id);
    await store.commit(lease, [
      { op: 'dropLink', linkId: theirs.id, removal: null },
      { op: 'clearMarks', marks: [personMark(1)] },
      { op: 'closeHeld', heldId: held!.id, because: 'overtaken', at },
    ]);
    await expect(
      store.commit(lease, [{ op: 'saveLink', linkId: theirs.id, set: { etag: 'x' } }]),
    ).rejects.toMatchObject({ code: 'store.unknownLink' });
    expect(await store.links(other.id)).toEqual([theirs]);
    expect(await store.marks(other.id)).toEqual([personMark(1)]);
    expect(await store.openHeld(other.id)).toHaveLength(1);
  });

  test('moves the default folder and drops one that is gone', async () => {
    const write = (folderId: string, isDefault: boolean): StoreWrite => ({
      op: 'folderCursor',
      folderId: folderId as typeof folder,
      cursor: null,
      isDefault,
    });
    await store.commit(lease, [write('a', true), write('b', false)]);
    await store.commit(lease, [write('c', true), { op: 'dropFolder', folderId: 'b' as typeof folder }]);
    expect(await store.folders(mailbox.id)).toEqual([
      { folderId: 'c', cursor: null, isDefault: true },
      { folderId: 'a', cursor: null, isDefault: false },
    ]);
  });
});

describe('R10 doubles', () => {
  const refused = async (second: Parameters<typeof link>[1], name: number): Promise<void> => {
    const first = link(1, { id: uuid() });
    await store.commit(lease, [{ op: 'newLinks', links: [first] }]);
    await expect(
      store.commit(lease, [{ op: 'newLinks', links: [link(name, { ...second })] }]),
    ).rejects.toMatchObject({ code: '23505' });
    expect(await store.links(mailbox.id)).toEqual([first]);
  };

  test('two links of one person in a mailbox are impossible', () => refused({ cardId: card('other') }, 1));
  test('two links on one card in a mailbox are impossible', () => refused({ cardId: card(1) }, 2));

  test('one connector ID on two links is impossible, also across mailboxes', async () => {
    const one = link(1);
    await store.commit(lease, [{ op: 'newLinks', links: [one] }]);
    const other = await hold(store, (await newMailbox(server.db)).id);
    const copy = link(1, { connectorId: one.connectorId });
    await expect(store.commit(other, [{ op: 'newLinks', links: [copy] }])).rejects.toMatchObject({
      code: '23505',
    });
  });

  test('two links may exchange their cards in one commit', async () => {
    const one = link(1);
    const two = link(2);
    await store.commit(lease, [{ op: 'newLinks', links: [one, two] }]);
    await store.commit(lease, [
      { op: 'saveLink', linkId: one.id, set: { cardId: card(2) } },
      { op: 'saveLink', linkId: two.id, set: { cardId: card(1) } },
    ]);
    const cards = new Map((await store.links(mailbox.id)).map((each) => [each.id, each.cardId]));
    expect(cards).toEqual(
      new Map([
        [one.id, card(2)],
        [two.id, card(1)],
      ]),
    );
  });
});

describe('held changes', () => {
  test('are asked once while open, and again after they were closed', async () => {
    const one = link(1);
    const key = 'x'.repeat(10_000);
    const id = uuid<HeldId>();
    await store.commit(lease, [
      { op: 'newLinks', links: [one] },
      holdWrite(one, key, id),
      holdWrite(one, key),
    ]);
    await store.commit(lease, [holdWrite(one, key)]);
    expect(await store.openHeld(mailbox.id)).toEqual([
      {
        id,
        key,
        reason: 'conflict',
        personId: one.personId,
        linkId: one.id,
        donorPersonId: null,
        cardId: null,
        fields: heldChange(one, key).fields,
      },
    ]);
    const close: StoreWrite = { op: 'closeHeld', heldId: id, because: 'overtaken', at };
    await store.commit(lease, [close, close, holdWrite(one, key)]);
    const open = await createHeldChanges(server.db).listOpen(mailbox.id);
    expect(open).toHaveLength(1);
    expect(open[0]!.id).not.toBe(id);
    expect(await createHeldChanges(server.db).get(id)).toMatchObject({
      state: 'overtaken',
      closedAt: at,
      key,
      fields: [{ field: 'lastName', crm: 'b', remote: null }],
    });
    await store.commit(lease, [{ ...close, because: 'decided' }]);
    expect(await createHeldChanges(server.db).get(id)).toMatchObject({ state: 'overtaken' });
  });

  test('cannot be altered, reopened or deleted, not even by hand', async () => {
    const one = link(1);
    await store.commit(lease, [holdWrite(one, 'key')]);
    const where = sql`WHERE mailbox_id = ${mailbox.id}`;
    for (const query of [
      sql`UPDATE sync.held_changes SET reason = 'noBase' ${where}`,
      sql`DELETE FROM sync.held_changes ${where}`,
      sql`TRUNCATE sync.held_changes CASCADE`,
    ]) {
      await expect(server.db.query(query)).rejects.toMatchObject({ code: '23001' });
    }
  });
});

describe('history', () => {
  test('is read newest first in pages, by mailbox, person and pass', async () => {
    const history = createHistory(server.db);
    const [one, two] = [link(1), link(2)];
    const entries = [one, two, one].map((each, n) => entry(mailbox.id, each, { to: `value ${n}` }));
    const created = entry(mailbox.id, two, {
      field: null,
      from: null,
      to: null,
      side: 'remote',
      overruled: { side: 'crm', value: null },
    });
    await store.commit(lease, [{ op: 'history', entries: [...entries, created], outcome: 'done' }]);
    const filter = { mailboxId: mailbox.id };
    const first = await history.list(filter, { limit: 3, before: null });
    expect(first.items).toEqual(
      [created, entries[2], entries[1]].map((each) => ({ ...each, outcome: 'done' })),
    );
    const second = await history.list(filter, { limit: 3, before: first.next });
    expect(second).toEqual({ items: [{ ...entries[0], outcome: 'done' }], next: null });
    const ofOne = await history.list({ ...filter, personId: one.personId });
    expect(ofOne.items.map((each) => each.to)).toEqual(['value 2', 'value 0']);
    const ofPass = await history.list({ passId: entries[1]!.passId });
    expect(ofPass.items.map((each) => each.id)).toEqual([entries[1]!.id]);
    expect(await history.get(created.id)).toMatchObject({
      field: null,
      overruled: { side: 'crm', value: null },
    });
  });

  test('learns its outcome once; nothing else of it can be changed or deleted, not even by hand', async () => {
    const one = entry(mailbox.id, link(1));
    await store.commit(lease, [{ op: 'history', entries: [one], outcome: 'intended' }]);
    expect(await store.intendedHistory(mailbox.id)).toEqual([one]);
    await store.commit(lease, [{ op: 'historyOutcome', ids: [one.id], outcome: 'done' }]);
    await store.commit(lease, [{ op: 'historyOutcome', ids: [one.id], outcome: 'done' }]);
    for (const query of [
      sql`UPDATE sync.history SET outcome = 'notDone' WHERE id = ${one.id}`,
      sql`UPDATE sync.history SET to_value = 'x' WHERE id = ${one.id}`,
      sql`DELETE FROM sync.history WHERE id = ${one.id}`,
      sql`TRUNCATE sync.history`,
    ]) {
      await expect(server.db.query(query)).rejects.toMatchObject({ code: '23001' });
    }
  });
});
