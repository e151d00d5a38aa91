/** The store in memory against the real one: the same writes lead to the same reads, and the real one stays as it was. */
import fc from 'fast-check';
import {
  asId,
  type CardId,
  type FolderId,
  type HeldId,
  type LinkId,
  type PersonId,
} from '../../../shared/ids.ts';
import type { Lease, OpenWork, PassStore, RemoteCursor, StoreWrite } from '../../../worker/pass/ports.ts';
import { createPreviewStore, takeSnapshot } from '../../../worker/pass/preview-store.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { readAtOneMoment } from '../../../worker/store/snapshot.ts';
import type { KnownCard } from '../../../worker/sync/guard/prints.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import {
  at,
  card,
  entry,
  folder,
  hold,
  holdWrite,
  link,
  newMailbox,
  person,
  uuid,
} from '../store/fixture.ts';

let database: TestDb;
let store: PassStore;
beforeAll(async () => {
  database = await createTestDb();
  store = createPassStore(database.db);
});
afterAll(() => database.close());

const other = asId<FolderId>('folder-other');
const names = [0, 1, 2, 3];
const prints = ['p1', 'p2', 'p3'];

/** In an order of their own, and the names in them too: jsonb does not keep that of its keys. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
};
const byText = (items: Iterable<unknown>): string[] =>
  [...items].map((item) => JSON.stringify(sorted(item))).toSorted();

/** Marks come in the order in which they were set; what was set and cleared and set again is at its end in one of the two. */
const bare = ({ persons, cards, intended, ...rest }: OpenWork) => ({
  ...rest,
  persons: byText(persons),
  cards: byText(cards),
  intended: byText(intended),
});

/** Everything that a pass can ask. */
const everything = async (from: PassStore, { mailboxId: id }: Lease) => {
  const { excludedPersons, ...mailbox } = (await from.mailbox(id))!;
  return {
    mailbox: { ...mailbox, excluded: [...excludedPersons] },
    folders: byText(await from.folders(id)),
    links: byText(await from.links(id)),
    removals: byText(await from.removals(id)),
    marks: byText(await from.marks(id)),
    some: byText(await from.linksOf(id, { personIds: [person(0)], cardIds: [card(1)] })),
    ties: byText(await from.tiesOf(id, { cardIds: names.map(card) })),
    none: [await from.linksOf(id, {}), await from.tiesOf(id, { linkIds: [] })],
    creating: byText(await from.creatingLinks(id)),
    active: await from.activeLinks(id),
    linkedPersons: byText(await from.linkedPersons(id)),
    linkedCards: [
      await from.linkedCards(id, folder, { after: null, limit: 2 }),
      await from.linkedCards(id, folder, { after: card(0), limit: 9 }),
    ],
    open: sorted(bare(await from.openWork(id))),
    onCards: byText(await from.heldOnCards(id, names.map(card))),
    heldOn: byText(await from.openHeld(id, [person(0)])),
    heldOnNobody: await from.openHeld(id, []),
    held: byText(await from.openHeld(id)),
    intended: (await from.intendedHistory(id)).map((each) => each.id),
    known: byText((await from.knownCards(id, names.map(card))).values()),
    livingPaged: await from.livingCards(id, folder, { after: card(0), limit: 2 }),
    living: [byText(await from.livingCards(id, folder)), byText(await from.livingCards(id, other))],
    with: byText(await from.cardsWith(id, ['p1', 'p3'])),
    carriers: byText(await from.carriers(id, prints)),
  };
};

const knownCard = fc.record({
  cardId: fc.constantFrom(...names.map(card)),
  folderId: fc.constantFrom(folder, other),
  goneAt: fc.constantFrom(null, '2026-02-01T08:00:00.000Z', '2026-03-01T08:00:00.000Z'),
  prints: fc
    .uniqueArray(fc.record({ print: fc.constantFrom(...prints), until: fc.constantFrom(null, at) }), {
      selector: ({ print }) => print,
    })
    .map((spans) => ({ address: spans.map((span) => ({ since: at, ...span })) })),
});

/** Writes that speak of what there may or may not be, and of what earlier ones of the same commit made. */
const writesOn = (mailbox: Awaited<ReturnType<typeof newMailbox>>, before: readonly StoreWrite[]) => {
  const linkIds: LinkId[] = before.flatMap((write) =>
    write.op === 'newLinks' ? write.links.map(({ id }) => id) : [],
  );
  const heldIds: HeldId[] = before.flatMap((write) => (write.op === 'hold' ? [write.id] : []));
  const known = link(0, { id: linkIds[0]! });
  const mark = fc.record({
    subject: fc.constantFrom('person', 'card'),
    id: fc.constantFrom('one', 'two', 'three'),
  }) as fc.Arbitrary<Extract<StoreWrite, { op: 'mark' }>['marks'][number]>;
  const someMarks = fc.array(mark, { maxLength: 3 });
  const time = fc.constantFrom('2026-02-15T08:00:00.000Z', '2026-03-15T08:00:00.000Z');
  return fc.array(
    fc.oneof<fc.Arbitrary<StoreWrite>[]>(
      fc.record({ op: fc.constant('mark' as const), marks: someMarks }),
      fc.record({ op: fc.constant('clearMarks' as const), marks: someMarks }),
      fc.record({
        op: fc.constant('folderCursor' as const),
        folderId: fc.constantFrom(folder, other),
        cursor: fc.constantFrom(null, 'c1' as RemoteCursor, 'c2' as RemoteCursor),
        isDefault: fc.constant(false),
      }),
      fc.record({ op: fc.constant('dropFolder' as const), folderId: fc.constant(other) }),
      fc.record({
        op: fc.constant('crmCursor' as const),
        cursor: fc.constantFrom('1', '2'),
      }),
      fc.record({
        op: fc.constant('saveLink' as const),
        linkId: fc.constantFrom(...linkIds),
        set: fc.constantFrom(
          {},
          { state: 'paused', pausedBecause: 'former' } as const,
          { state: 'active', pausedBecause: null } as const,
          { etag: null },
        ),
        base: fc.constantFrom(
          {},
          { firstName: { crm: 'A', remote: 'A' } },
          { lastName: { crm: 'B', remote: null } },
        ),
        dropBase: fc.constantFrom([], ['lastName' as const], ['firstName' as const]),
      }),
      fc.record({
        op: fc.constant('dropRemoval' as const),
        personId: fc.constantFrom(person(0), person(1)),
      }),
      fc.constantFrom('k1', 'k2', 'k3').map((key) => holdWrite(known, key)),
      fc.record({
        op: fc.constant('closeHeld' as const),
        heldId: fc.constantFrom(...heldIds),
        because: fc.constantFrom('overtaken' as const, 'decided' as const),
        at: fc.constant(at),
      }),
      fc
        .constantFrom('intended' as const, 'done' as const)
        .map((outcome): StoreWrite => ({ op: 'history', entries: [entry(mailbox.id, known)], outcome })),
      fc.record({
        op: fc.constant('historyOutcome' as const),
        ids: fc.constant(
          before.flatMap((write) => (write.op === 'history' ? write.entries.map(({ id }) => id) : [])),
        ),
        outcome: fc.constant('done' as const),
      }),
      fc.record({
        op: fc.constant('knowCards' as const),
        cards: fc.uniqueArray(knownCard, { selector: ({ cardId }) => cardId, maxLength: 3 }),
      }) as fc.Arbitrary<StoreWrite>,
      fc.record({ op: fc.constant('forgetCards' as const), goneBefore: time }),
      fc.record({
        op: fc.constant('mailbox' as const),
        set: fc.constantFrom(
          { state: 'braked', stateBecause: '{}' } as const,
          { state: 'signInAgain', stateBecause: 'signInAgain' } as const,
          { lastPassAt: at, notBefore: null, brakeReleased: false },
        ),
      }),
    ),
    { maxLength: 12 },
  );
};

/** A card that is in the store before, so that forgetting and overwriting have something to be about. */
const seen = (name: number, goneAt: string | null, print: string): KnownCard => ({
  cardId: card(name),
  folderId: folder,
  goneAt,
  prints: { address: [{ print, since: at, until: null }] },
});

const beginning = (mailboxId: Parameters<typeof entry>[0]): StoreWrite[] => {
  const links = [link(0), link(1)];
  return [
    { op: 'newLinks', links },
    { op: 'folderCursor', folderId: folder, cursor: null, isDefault: true },
    { op: 'mark', marks: [{ subject: 'person', id: 'one' as PersonId }] },
    holdWrite(links[0]!, 'k1'),
    { op: 'history', entries: [entry(mailboxId, links[0]!)], outcome: 'intended' },
    {
      op: 'knowCards',
      cards: [seen(0, null, 'p1'), seen(1, '2026-02-01T08:00:00.000Z', 'p1'), seen(2, null, 'p3')],
    },
  ];
};

const seeds = Array.from({ length: 8 }, (_, index) => index * 5);

test.each(seeds)('the same writes lead to the same reads (five times, from seed %i)', async (first) => {
  for (let seed = first; seed < first + 5; seed += 1) {
    const mailbox = await newMailbox(database.db);
    const lease = await hold(store, mailbox.id);
    const before = beginning(mailbox.id);
    await store.commit(lease, before);
    const snapshot = (await readAtOneMoment(database.db, (once) => takeSnapshot(once, mailbox.id)))!;
    const commits = fc.sample(writesOn(mailbox, before), { seed, numRuns: 2 });
    const kept = createPreviewStore(store, snapshot);
    const untouched = await everything(store, lease);
    for (const writes of commits) kept.commit(writes);
    const tried = await everything(kept.store, lease);
    expect(await everything(store, lease)).toEqual(untouched);
    for (const writes of commits) await store.commit(lease, writes);
    expect({ seed, ...tried }).toEqual({ seed, ...(await everything(store, lease)) });
  }
});

test('links that come and go, and a person whose card the user removed', async () => {
  const mailbox = await newMailbox(database.db);
  const lease = await hold(store, mailbox.id);
  const [stays, goes, shortLived] = [link(5), link(6), link(7)];
  await store.commit(lease, [{ op: 'newLinks', links: [stays, goes] }]);
  const kept = createPreviewStore(store, (await takeSnapshot(store, mailbox.id))!);
  const writes: StoreWrite[] = [
    { op: 'newLinks', links: [shortLived, link(8)] },
    { op: 'dropLink', linkId: shortLived.id, removal: null },
    { op: 'dropLink', linkId: goes.id, removal: { personId: goes.personId, personVersion: '7' } },
  ];
  kept.commit(writes);
  expect(await store.links(mailbox.id)).toHaveLength(2);
  const tried = await everything(kept.store, lease);
  await store.commit(lease, writes);
  expect(tried).toEqual(await everything(store, lease));
});

test('a write to a link that is not there is a bug, as it is for the store', async () => {
  const mailbox = await newMailbox(database.db);
  const kept = createPreviewStore(store, (await takeSnapshot(store, mailbox.id))!);
  expect(() => {
    kept.commit([{ op: 'saveLink', linkId: uuid<LinkId>(), set: { cardId: 'c' as CardId } }]);
  }).toThrow('preview.unknownLink');
});

test('no lease can be had of it, and none is needed', async () => {
  const mailbox = await newMailbox(database.db);
  const lease = await hold(store, mailbox.id);
  const kept = createPreviewStore(store, (await takeSnapshot(store, mailbox.id))!);
  expect(() => kept.store.acquire(mailbox.id, 'preview', 1)).toThrow('preview.holdsNoLease');
  await kept.store.progress(lease, uuid(), { phase: 'observe', done: 1, total: null });
  kept.commit([{ op: 'mark', marks: [{ subject: 'card', id: card(1) }] }]);
  expect(await store.marks(mailbox.id)).toEqual([]);
});
