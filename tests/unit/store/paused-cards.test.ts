/** R8: the cards of paused links and the wish to clean them up, beside passes that run at the same moment. */
import type { MailboxId } from '../../../shared/ids.ts';
import type { PassStore } from '../../../worker/pass/ports.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createPausedCards, type PausedCards } from '../../../worker/store/paused-cards.ts';
import type { Link } from '../../../worker/sync/link.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { card, hold, holdWrite, link, newMailbox, person } from './fixture.ts';

let server: TestDb;
let store: PassStore;
let paused: PausedCards;
beforeAll(async () => {
  server = await createTestDb();
  store = createPassStore(server.db);
  paused = createPausedCards(server.db);
}, 120_000);
afterAll(() => server.close());

const former = (name: number): Link => link(name, { state: 'paused', pausedBecause: 'former' });
const withLinks = async (links: readonly Link[]): Promise<MailboxId> => {
  const { id } = await newMailbox(server.db);
  const lease = await hold(store, id);
  await store.commit(lease, [{ op: 'newLinks', links }]);
  await store.release(lease);
  return id;
};
const wishes = async (id: MailboxId) =>
  (await store.links(id)).filter(({ cleanUp }) => cleanUp).map(({ personId }) => personId);

test('the paused ones are listed with reason, base and what was changed on the card; others are not', async () => {
  const [one, two] = [former(1), link(2, { state: 'paused', pausedBecause: 'groupExcluded' })];
  const id = await withLinks([one, two, link(3)]);
  const lease = await hold(store, id);
  const held = holdWrite(two, 'key');
  await store.commit(lease, [held]);
  await store.release(lease);
  expect(await paused.list(id)).toEqual([
    {
      linkId: one.id,
      personId: person(1),
      cardId: card(1),
      because: 'former',
      base: one.base,
      asked: false,
      undecided: [],
    },
    {
      linkId: two.id,
      personId: person(2),
      cardId: card(2),
      because: 'groupExcluded',
      base: two.base,
      asked: false,
      undecided: [
        expect.objectContaining({ fields: [expect.objectContaining({ field: 'lastName', crm: 'b' })] }),
      ],
    },
  ]);
});

test('asked for, it stands with a mark that a pass which runs now does not clear', async () => {
  const id = await withLinks([former(1), former(2)]);
  const running = await hold(store, id);
  expect(await paused.ask(id, [person(1), person(1)])).toEqual({
    outcome: 'asked',
    personIds: [person(1)],
  });
  const mark = { subject: 'person', id: person(1) } as const;
  await store.commit(running, [{ op: 'clearMarks', marks: [mark] }]);
  expect(await store.marks(id)).toEqual([mark]);
  expect(await wishes(id)).toEqual([person(1)]);
  expect((await paused.list(id)).map(({ asked }) => asked)).toEqual([true, false]);
});

test('one that is not paused refuses them all, and leaves neither wish nor mark', async () => {
  const id = await withLinks([former(1), link(2)]);
  expect(await paused.ask(id, [person(1), person(2), person(9)])).toEqual({
    outcome: 'notPaused',
    personIds: [person(2), person(9)],
  });
  expect(await wishes(id)).toEqual([]);
  expect(await store.marks(id)).toEqual([]);
});

test("another mailbox's cards are not there", async () => {
  const mine = await withLinks([former(1)]);
  const { id: other } = await newMailbox(server.db);
  expect(await paused.ask(other, [person(1)])).toMatchObject({ outcome: 'notPaused' });
  expect(await paused.withdraw(other, [person(1)])).toEqual({ personIds: [], late: false });
  expect(await wishes(mine)).toEqual([]);
});

test('withdrawn, it is asked no more; while a pass runs that is told, since it may have read it', async () => {
  const id = await withLinks([former(1), former(2)]);
  await paused.ask(id, [person(1)]);
  expect(await paused.withdraw(id, [person(1), person(2)])).toEqual({ personIds: [person(1)], late: false });
  expect(await paused.withdraw(id, [person(1)])).toEqual({ personIds: [], late: false });
  await paused.ask(id, [person(2)]);
  await hold(store, id);
  expect(await paused.withdraw(id, [person(2)])).toEqual({ personIds: [person(2)], late: true });
});

test('a link that is resumed forgets the wish: a later pause does not carry it out', async () => {
  const one = former(1);
  const id = await withLinks([one]);
  await paused.ask(id, [person(1)]);
  const lease = await hold(store, id);
  // Another reason for the same pause leaves it standing.
  await store.commit(lease, [{ op: 'saveLink', linkId: one.id, set: { pausedBecause: 'notYours' } }]);
  expect(await wishes(id)).toEqual([person(1)]);
  await store.commit(lease, [
    { op: 'saveLink', linkId: one.id, set: { state: 'active', pausedBecause: null } },
  ]);
  expect((await paused.states(id, [person(1)])).get(person(1))).toBe('inUse');
  await store.commit(lease, [
    { op: 'saveLink', linkId: one.id, set: { state: 'paused', pausedBecause: 'former' } },
  ]);
  await store.release(lease);
  expect(await wishes(id)).toEqual([]);
});

test('what has become of each is told', async () => {
  const links = [former(1), former(2), link(3), former(4)];
  const id = await withLinks(links);
  await paused.ask(id, [person(1), person(4)]);
  const lease = await hold(store, id);
  await store.commit(lease, [{ op: 'dropLink', linkId: links[3]!.id, removal: null }]);
  await store.release(lease);
  expect(await paused.states(id, [1, 2, 3, 4].map(person))).toEqual(
    new Map([
      [person(1), 'waiting'],
      [person(2), 'kept'],
      [person(3), 'inUse'],
      [person(4), 'gone'],
    ]),
  );
});

test('a clean-up that is asked while a pass writes waits for it, and neither blocks the other for good', async () => {
  const links = Array.from({ length: 20 }, (_, index) => former(index));
  const id = await withLinks(links);
  const lease = await hold(store, id);
  await Promise.all(
    links.flatMap(({ id: linkId, personId }) => [
      paused.ask(id, [personId]),
      store.commit(lease, [{ op: 'saveLink', linkId, set: { etag: 'etag-2' } }]),
    ]),
  );
  await paused.ask(
    id,
    links.map(({ personId }) => personId),
  );
  await store.release(lease);
  expect(await wishes(id)).toHaveLength(20);
});
