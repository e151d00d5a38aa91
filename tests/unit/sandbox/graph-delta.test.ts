/** The sandbox's delta: rounds, removals, moves, lost tokens, and the liberties that the documentation leaves. */
import type { Switches } from '../../../sandbox/index.ts';
import {
  codeOf,
  expandOf,
  IMMUTABLE,
  itemsOf,
  PETRA,
  PROPERTY,
  startClient,
  type Client,
  type Json,
} from './graph-client.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient();
}, 60_000);
beforeEach(() => client.sandbox.reset());
afterAll(() => client.close());

const START = '/me/contactFolders/contacts/contacts/delta';
const ids = (items: Json[]): unknown[] => items.map((item) => item['id']);
const present = (items: Json[]): Json[] => items.filter((item) => !item['@removed']);
const removed = (items: Json[]): unknown[] => ids(items.filter((item) => item['@removed']));
const petra = (): ReturnType<Client['sandbox']['outlook']> => client.sandbox.outlook(PETRA);
const pages = (size: number): Record<string, string> => ({
  Prefer: `IdType="ImmutableId", odata.maxpagesize=${size}`,
});

describe('rounds', () => {
  test('a first round tells every card in pages, the next one only what has changed', async () => {
    const cards = petra().addPrivateCards(12);
    const first = await client.round(START, pages(5));
    expect(first.pages).toBe(3);
    expect(ids(first.items)).toEqual(cards.map((card) => card.id));
    const empty = await client.round(first.deltaLink);
    expect(empty.items).toEqual([]);
    petra().edit(cards[3]?.id ?? '', { nickName: 'Dré' });
    petra().delete(cards[7]?.id ?? '');
    const { id } = await client.create({ surname: 'Wit' });
    const next = await client.round(empty.deltaLink);
    expect(ids(present(next.items)).sort()).toEqual([cards[3]?.id, id].sort());
    expect(removed(next.items)).toEqual([cards[7]?.id]);
    expect(present(next.items)[0]).toMatchObject({
      nickName: 'Dré',
      '@odata.etag': petra().get(cards[3]?.id ?? '')?.etag,
    });
  });

  test('own writes come back', async () => {
    const { id } = await client.create({ surname: 'Wit' });
    const first = await client.round(START);
    await client.call('PATCH', `/me/contacts/${id}`, { surname: 'Zwart' });
    expect(ids((await client.round(first.deltaLink)).items)).toEqual([id]);
  });

  test('a card changed or removed while the pages are read is told right in the end', async () => {
    const cards = petra().addPrivateCards(6);
    const page = await client.get(START, pages(2));
    petra().edit(cards[0]?.id ?? '', { nickName: 'Nu' });
    petra().deleteForGood(cards[1]?.id ?? '');
    petra().deleteForGood(cards[5]?.id ?? '');
    const rest = await client.round(String(page.body['@odata.nextLink']), pages(2));
    const all = [...itemsOf(page), ...rest.items];
    expect(all.filter((item) => item['id'] === cards[0]?.id).at(-1)).toMatchObject({ nickName: 'Nu' });
    expect(removed(all)).toContain(cards[1]?.id);
  });

  test('what came and went before the first round is not in it; an empty folder has a round too', async () => {
    const card = petra().add({ surname: 'Kort' });
    petra().deleteForGood(card.id);
    const first = await client.round(START);
    expect(first.items).toEqual([]);
    const { id } = await client.create({ surname: 'Wit' });
    expect(ids((await client.round(first.deltaLink)).items)).toEqual([id]);
  });

  test('$select of the first request holds for the links', async () => {
    petra().addPrivateCards(3);
    const first = await client.round(`${START}?$select=id`, pages(2));
    petra().add({ surname: 'Wit' });
    const next = await client.round(first.deltaLink);
    for (const item of [...first.items, ...next.items])
      expect(Object.keys(item)).toEqual(['@odata.etag', 'id']);
  });

  test('each folder has its own delta', async () => {
    const folder = petra().makeFolder('Klanten');
    petra().add({ surname: 'Wit' });
    const inFolder = petra().add({ surname: 'Bos' }, { folder: 'Klanten' });
    const round = await client.round(`/me/contactFolders/${folder.id}/contacts/delta`);
    expect(ids(round.items)).toEqual([inFolder.id]);
    expect(itemsOf(await client.get('/me/contactFolders/delta')).map((f) => f['displayName'])).toEqual([
      'Klanten',
    ]);
    petra().deleteFolder('Klanten');
    expect((await client.get(round.deltaLink)).status).toBe(404);
    expect(
      petra()
        .deletedCards()
        .map((card) => card.id),
    ).toEqual([inFolder.id]);
  });
});

describe('moves', () => {
  const world = async (): Promise<{ id: string; source: string; target: string }> => {
    const folder = petra().makeFolder('Klanten');
    const { id } = await client.create({ surname: 'Bos' });
    const source = (await client.round(START)).deltaLink;
    const target = (await client.round(`/me/contactFolders/${folder.id}/contacts/delta`)).deltaLink;
    return { id, source, target };
  };

  test('with immutable ids a move is a removal in the source and nothing in the destination, or an item as switched', async () => {
    const { id, source, target } = await world();
    petra().move(id, 'Klanten');
    expect(removed((await client.round(source)).items)).toEqual([id]);
    expect((await client.round(target)).items).toEqual([]);
    client.sandbox.switches.set({ moveShowsInDestination: true });
    expect(ids((await client.round(target)).items)).toEqual([id]);
  });

  test('with immutable ids away and back again is told as the removal alone, until the card changes', async () => {
    const { id, source } = await world();
    petra().move(id, 'Klanten');
    petra().move(id, 'contacts');
    const there = await client.round(source);
    expect([removed(there.items), present(there.items)]).toEqual([[id], []]);
    expect((await client.round(there.deltaLink)).items).toEqual([]);
    petra().edit(id, { nickName: 'B' });
    expect(ids(present((await client.round(there.deltaLink)).items))).toEqual([id]);
  });

  test('a moved card shows in the destination once it changes, and in a first round there', async () => {
    const { id, target } = await world();
    const { folderId } = petra().move(id, 'Klanten');
    expect(ids((await client.round(`/me/contactFolders/${folderId}/contacts/delta`)).items)).toEqual([id]);
    petra().edit(id, { nickName: 'B' });
    expect(ids((await client.round(target)).items)).toEqual([id]);
  });

  test('with default ids the old one is removed and a new one appears', async () => {
    const { id, source, target } = await world();
    const old = petra().get(id)?.defaultId;
    const moved = petra().move(id, 'Klanten');
    expect(removed((await client.round(source, {})).items)).toEqual([old]);
    expect(ids((await client.round(target, {})).items)).toEqual([moved.defaultId]);
  });
});

test('reads that are empty say so without an error, and the position stays where it was', async () => {
  const { id } = await client.create({ surname: 'Bos' });
  const first = await client.round(START);
  petra().edit(id, { nickName: 'B' });
  client.sandbox.switches.set({ readsAreEmpty: true });
  const empty = await client.round(first.deltaLink);
  expect([empty.items, (await client.round(START)).items]).toEqual([[], []]);
  expect((await client.get(`/me/contacts/${id}`)).status).toBe(404);
  expect(itemsOf(await client.get('/me/contacts'))).toEqual([]);
  client.sandbox.switches.set({ readsAreEmpty: false });
  expect(ids((await client.round(empty.deltaLink)).items)).toEqual([id]);
});

describe('what the user does', () => {
  test('restoring brings the card back under its immutable id', async () => {
    client.sandbox.switches.set({ moveShowsInDestination: true });
    const { id } = await client.create({ surname: 'Bos' });
    const first = await client.round(START);
    petra().delete(id);
    const second = await client.round(first.deltaLink);
    petra().restore(id);
    expect(removed(second.items)).toEqual([id]);
    expect(ids(present((await client.round(second.deltaLink)).items))).toEqual([id]);
  });

  test('a copy carries the extended property along under a new id', async () => {
    const { id } = await client.create({
      surname: 'Bos',
      singleValueExtendedProperties: [{ id: PROPERTY, value: 'abc' }],
    });
    const copy = petra().copy(id);
    expect(copy.id).not.toBe(id);
    expect(
      petra()
        .withProperty(PROPERTY, 'abc')
        .map((card) => card.id),
    ).toEqual([id, copy.id]);
  });

  test('an accepted merge fills the survivor, keeps or loses the property, and removes the other', async () => {
    const a = petra().add(
      { surname: 'Bos', emailAddresses: [{ address: 'info@bos.example' }] },
      { properties: { [PROPERTY]: 'a' } },
    );
    const b = petra().add(
      { surname: 'Wit', mobilePhone: '0612345678', emailAddresses: [{ address: 'wit@bos.example' }] },
      { properties: { [PROPERTY]: 'b' } },
    );
    const { deltaLink } = await client.round(START);
    const merged = petra().merge(a, [b], { take: ['surname'], properties: 'fromOther' });
    expect(merged.values).toMatchObject({ surname: 'Wit', mobilePhone: '0612345678' });
    expect(merged.values.emailAddresses?.map((e) => e.address)).toEqual([
      'info@bos.example',
      'wit@bos.example',
    ]);
    expect(merged.properties).toEqual({ [PROPERTY]: 'b' });
    const next = await client.round(deltaLink);
    expect([ids(present(next.items)), removed(next.items)]).toEqual([[a.id], [b.id]]);
  });

  test('a touched card comes with a new etag and nothing else', async () => {
    const { id, '@odata.etag': etag } = await client.create({ surname: 'Bos' });
    const { deltaLink } = await client.round(START);
    petra().touch(id);
    const [item] = (await client.round(deltaLink)).items;
    expect(item).toMatchObject({ id, surname: 'Bos' });
    expect(item?.['@odata.etag']).not.toBe(etag);
  });

  test.each([
    ['1159Utc', '2000-02-29T11:59:00Z'],
    ['midnightUtc', '2000-02-29T00:00:00Z'],
    ['localMidnight', '2000-02-28T23:00:00Z'],
  ] as const)(
    'a birthday picked by the user is stored %s and means the same day',
    (birthdayByUser, stored) => {
      client.sandbox.switches.set({ birthdayByUser });
      const card = petra().add({ surname: 'Bos', birthday: '2000-02-29' });
      expect([card.values.birthday, card.birthday]).toEqual([stored, '2000-02-29']);
    },
  );
});

describe('lost tokens', () => {
  test.each<[Switches['deltaExpiry'], number, string]>([
    ['410Location', 410, 'SyncStateNotFound'],
    ['410SyncStateNotFound', 410, 'SyncStateNotFound'],
    ['400syncStateNotFound', 400, 'syncStateNotFound'],
    ['410resyncRequired', 410, 'resyncRequired'],
    ['400ResyncRequired', 400, 'ResyncRequired'],
    ['400SyncStateInvalid', 400, 'SyncStateInvalid'],
    ['404syncStateInvalid', 404, 'syncStateInvalid'],
  ])('told as %s, and a fresh round starts', async (deltaExpiry, status, code) => {
    client.sandbox.switches.set({ deltaExpiry });
    const { id } = await client.create({ surname: 'Bos' });
    const { deltaLink } = await client.round(START);
    client.sandbox.loseDeltaTokens(PETRA);
    const reply = await client.get(deltaLink, IMMUTABLE);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    const location = reply.headers.get('location');
    expect(location === null).toBe(deltaExpiry !== '410Location');
    expect(ids((await client.round(location ?? START)).items)).toEqual([id]);
  });

  test('a token gets old where switched so; one of another folder or of no make is refused', async () => {
    client.sandbox.switches.set({ deltaTokenLifetimeMs: 60_000 });
    const { deltaLink } = await client.round(START);
    expect((await client.get(deltaLink)).status).toBe(200);
    await client.sandbox.clock.advance(60_001);
    expect((await client.get(deltaLink)).status).toBe(410);
    const folder = petra().makeFolder('Klanten');
    expect(
      (await client.get(deltaLink.replace('contactFolders/contacts', `contactFolders/${folder.id}`))).status,
    ).toBe(400);
    expect((await client.get(`${START}?$deltatoken=nonsense`)).status).toBe(400);
  });
});

describe('liberties', () => {
  test('with repeats, shuffles, empty pages and replays every card still comes', async () => {
    client.sandbox.switches.set({
      deltaRepeats: 0.4,
      deltaShuffle: true,
      deltaEmptyPages: 0.4,
      deltaReplays: 1,
    });
    const cards = petra().addPrivateCards(40);
    const first = await client.round(START, pages(7));
    expect(new Set(ids(first.items))).toEqual(new Set(cards.map((card) => card.id)));
    expect(first.items.length).toBeGreaterThan(40);
    expect(first.pages).toBeGreaterThan(6);
    expect(ids(first.items).slice(0, 7)).not.toEqual(cards.slice(0, 7).map((card) => card.id));
    expect((await client.round(first.deltaLink, pages(7))).items.length).toBeGreaterThan(0);
  });

  test('a change shows up late where switched so, and is not lost', async () => {
    client.sandbox.switches.set({ deltaLagMs: 30_000 });
    const { id } = await client.create({ surname: 'Bos' });
    const early = await client.round(START);
    expect(early.items).toEqual([]);
    await client.sandbox.clock.advance(30_000);
    expect(ids((await client.round(early.deltaLink)).items)).toEqual([id]);
  });

  test('a removal may never be told', async () => {
    client.sandbox.switches.set({ deltaMissedRemovals: 1 });
    const { id } = await client.create({ surname: 'Bos' });
    const { deltaLink } = await client.round(START);
    petra().deleteForGood(id);
    expect((await client.round(deltaLink)).items).toEqual([]);
  });

  test('items carry only what changed where switched so', async () => {
    client.sandbox.switches.set({ deltaContent: 'changedOnly' });
    const { id } = await client.create({ surname: 'Bos', jobTitle: 'Notaris' });
    const { deltaLink } = await client.round(START);
    await client.call('PATCH', `/me/contacts/${id}`, { jobTitle: null, nickName: 'B', surname: 'Bos' });
    const [item] = (await client.round(deltaLink)).items;
    expect(item).toMatchObject({ id, jobTitle: null, nickName: 'B' });
    expect(item).not.toHaveProperty('surname');
  });

  test('items carry no more than their id and version where switched so, in a first round too', async () => {
    client.sandbox.switches.set({ deltaContent: 'idsOnly' });
    const { id } = await client.create({ surname: 'Bos', jobTitle: 'Notaris' });
    const { items, deltaLink } = await client.round(START);
    expect(items).toEqual([{ '@odata.etag': expect.any(String) as string, id }]);
    await client.call('PATCH', `/me/contacts/${id}`, { jobTitle: 'Advocaat' });
    expect((await client.round(deltaLink)).items).toEqual([
      { '@odata.etag': expect.any(String) as string, id },
    ]);
  });

  test('$select of the first request holds for the pages and rounds after it', async () => {
    await client.create({ surname: 'Bos', jobTitle: 'Notaris' });
    const { items, deltaLink } = await client.round(`${START}?$select=id,surname`);
    expect(Object.keys(items[0]!).toSorted()).toEqual(['@odata.etag', 'id', 'surname']);
    await client.call('PATCH', `/me/contacts/${items[0]!['id'] as string}`, { surname: 'Vos' });
    expect((await client.round(deltaLink)).items[0]).toEqual({
      '@odata.etag': expect.any(String) as string,
      id: items[0]!['id'],
      surname: 'Vos',
    });
  });

  test('$expand on a delta is ignored, refused or honoured', async () => {
    await client.create({ surname: 'Bos', singleValueExtendedProperties: [{ id: PROPERTY, value: 'abc' }] });
    const ask = (): ReturnType<Client['get']> => client.get(`${START}?${expandOf()}`);
    expect(itemsOf(await ask())[0]).not.toHaveProperty('singleValueExtendedProperties');
    client.sandbox.switches.set({ expandOnDelta: 'refused' });
    expect((await ask()).status).toBe(400);
    client.sandbox.switches.set({ expandOnDelta: 'honoured' });
    expect(itemsOf(await ask())[0]?.['singleValueExtendedProperties']).toEqual([
      { id: PROPERTY, value: 'abc' },
    ]);
  });

  test('$filter is refused, $top as switched', async () => {
    expect((await client.get(`${START}?$filter=surname%20eq%20'x'`)).status).toBe(400);
    expect((await client.get(`${START}?$top=5`)).status).toBe(400);
    client.sandbox.switches.set({ topOnDelta: 'ignored' });
    expect((await client.get(`${START}?$top=5`)).status).toBe(200);
  });
});

test('the delta is quick with thousands of cards', async () => {
  const cards = petra().addPrivateCards(3_000);
  const started = performance.now();
  const first = await client.round(START, pages(500));
  for (let i = 0; i < 100; i += 1) petra().touch(cards[i * 7] ?? '');
  let link = first.deltaLink;
  for (let i = 0; i < 50; i += 1) link = (await client.round(link)).deltaLink;
  expect(first.items).toHaveLength(3_000);
  expect(performance.now() - started).toBeLessThan(5_000);
});
