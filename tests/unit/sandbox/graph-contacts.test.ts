/** The sandbox's contacts: what is stored, refused and answered, over https with a really signed token. */
import { Client as GraphClient } from '@microsoft/microsoft-graph-client';
import { Agent, fetch as undiciFetch } from 'undici';
import {
  codeOf,
  expandOf,
  findBy,
  IMMUTABLE,
  itemsOf,
  KARIM,
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

const DEWI = { givenName: 'Dewi', middleName: 'van der', surname: 'Bos' };

describe('who may ask', () => {
  test('a request without a token, with a foreign one or with an expired one is refused', async () => {
    const none = await client.call('GET', '/me/contacts', undefined, { authorization: '' });
    const foreign = await client.call('GET', '/me/contacts', undefined, { authorization: 'Bearer x.y.z' });
    const old = client.sandbox.token(PETRA);
    await client.sandbox.clock.advance(2 * 3_600_000);
    const expired = await client.call('GET', '/me/contacts', undefined, { authorization: `Bearer ${old}` });
    for (const reply of [none, foreign, expired]) {
      expect(reply.status).toBe(401);
      expect(codeOf(reply)).toBe('InvalidAuthenticationToken');
      expect(reply.headers.get('request-id')).toBeTruthy();
    }
  });

  test('each person sees the own mailbox, also under /users with id or name, and no other', async () => {
    const { id } = await client.create(DEWI);
    const karim = await client.call('GET', `/me/contacts/${id}`, undefined, {}, KARIM);
    const me = client.sandbox.users.get(PETRA);
    expect(karim.status).toBe(404);
    expect((await client.get(`/users/${me.id}/contacts/${id}`, IMMUTABLE)).status).toBe(200);
    expect((await client.get(`/users/${PETRA}/contacts`)).status).toBe(200);
    expect((await client.call('GET', `/users/${me.id}/contacts`, undefined, {}, KARIM)).status).toBe(403);
    expect((await client.get('/me')).body['userPrincipalName']).toBe(PETRA);
  });
});

describe('writing', () => {
  test('a card comes back as written, with names made where none were given', async () => {
    const made = await client.create({
      ...DEWI,
      birthday: '1974-07-22',
      businessPhones: ['+31 20 123 45 67'],
    });
    expect(made).toMatchObject({
      displayName: 'Dewi van der Bos',
      fileAs: 'Bos, Dewi van der',
      birthday: '1974-07-22T00:00:00Z',
      homePhones: [],
      jobTitle: null,
    });
    expect(made['@odata.etag']).toBe(`W/"${String(made['changeKey'])}"`);
    const read = await client.get(`/me/contacts/${made.id}`, IMMUTABLE);
    expect(read.body).toMatchObject(made);
  });

  test.each<[string, Json]>([
    ['a fourth address', { emailAddresses: [1, 2, 3, 4].map((n) => ({ address: `a${n}@b.example` })) }],
    ['a third business phone', { businessPhones: ['1', '2', '3'] }],
    ['a third home phone', { homePhones: ['1', '2', '3'] }],
    ['a fourth chat address', { imAddresses: ['1', '2', '3', '4'] }],
    ['a name of 256 characters', { surname: 'x'.repeat(256) }],
    ['a property nobody knows', { anniversary: '2020-01-01' }],
    ['a number for a name', { surname: 7 }],
    ['a day that does not exist', { birthday: '2023-02-31' }],
    [
      'a property id in no known form',
      { singleValueExtendedProperties: [{ id: 'ConnectorId', value: 'x' }] },
    ],
  ])('%s is refused with 400 and nothing is stored', async (_name, values) => {
    const reply = await client.call('POST', '/me/contacts', { surname: 'Bos', ...values });
    expect(reply.status).toBe(400);
    expect(codeOf(reply)).toBeTruthy();
    expect(client.sandbox.outlook(PETRA).cards()).toEqual([]);
    expect(client.sandbox.outlook(PETRA).audit).toEqual([]);
  });

  test('a malformed address is accepted and comes back without its address', async () => {
    const made = await client.create({ surname: 'Bos', emailAddresses: [{ address: 'A@msn.example,' }] });
    expect(made['emailAddresses']).toEqual([{ name: 'A@msn.example,' }]);
  });

  test('an update replaces lists whole and leaves out what it does not name', async () => {
    const { id } = await client.create({ ...DEWI, businessPhones: ['1', '2'], personalNotes: 'padel' });
    const reply = await client.call(
      'PATCH',
      `/me/contacts/${id}`,
      { businessPhones: ['3'], surname: null },
      IMMUTABLE,
    );
    expect(reply.body).toMatchObject({
      businessPhones: ['3'],
      surname: null,
      givenName: 'Dewi',
      personalNotes: 'padel',
    });
  });

  test('a stale If-Match changes nothing on PATCH and DELETE: 412, or 409 where switched so', async () => {
    const { id, '@odata.etag': etag } = await client.create(DEWI);
    client.sandbox.outlook(PETRA).edit(id, { mobilePhone: '0612345678' });
    const stale = { ...IMMUTABLE, 'If-Match': String(etag) };
    const patch = await client.call('PATCH', `/me/contacts/${id}`, { surname: 'Wit' }, stale);
    client.sandbox.switches.set({ staleEtag: 409 });
    const gone = await client.call('DELETE', `/me/contacts/${id}`, undefined, stale);
    expect([patch.status, gone.status]).toEqual([412, 409]);
    expect([codeOf(patch), codeOf(gone)]).toEqual(['ErrorIrresolvableConflict', 'ErrorIrresolvableConflict']);
    const now = (await client.get(`/me/contacts/${id}`, IMMUTABLE)).body;
    expect(now).toMatchObject({ surname: 'Bos', mobilePhone: '0612345678' });
    const fresh = { ...IMMUTABLE, 'If-Match': String(now['@odata.etag']) };
    expect((await client.call('PATCH', `/me/contacts/${id}`, { surname: 'Wit' }, fresh)).status).toBe(200);
  });

  test('DELETE moves to Deleted Items, where the immutable id still finds the card; the switch hides it', async () => {
    const { id } = await client.create(DEWI);
    expect((await client.call('DELETE', `/me/contacts/${id}`)).status).toBe(204);
    const bin = (await client.get('/me/mailFolders/deleteditems')).body['id'];
    expect((await client.get(`/me/contacts/${id}`, IMMUTABLE)).body['parentFolderId']).toBe(bin);
    expect(itemsOf(await client.get('/me/contacts'))).toEqual([]);
    client.sandbox.switches.set({ deletedCards: 'gone' });
    expect((await client.get(`/me/contacts/${id}`, IMMUTABLE)).status).toBe(404);
  });

  test('permanentDelete leaves nothing', async () => {
    const { id } = await client.create(DEWI);
    expect((await client.call('POST', `/me/contacts/${id}/permanentDelete`)).status).toBe(204);
    expect(codeOf(await client.get(`/me/contacts/${id}`))).toBe('ErrorItemNotFound');
    expect(client.sandbox.outlook(PETRA).deletedCards()).toEqual([]);
  });

  test.each([
    ['kept', 'Oud'],
    ['regeneratedOnNameChange', 'Dewi van der Wit'],
    ['regeneratedAlways', 'Dewi van der Wit'],
  ] as const)('displayName on an update without it, %s', async (displayName, expected) => {
    client.sandbox.switches.set({ displayName });
    const { id } = await client.create({ ...DEWI, displayName: 'Oud' });
    const reply = await client.call('PATCH', `/me/contacts/${id}`, { surname: 'Wit' });
    expect(reply.body['displayName']).toBe(expected);
  });

  test("the organisation's name for an address wins where switched so", async () => {
    client.sandbox.switches.set({
      emailNames: 'rewritten',
      organisationNames: { 'dewi@bos.example': 'Bos, D. (Finance)' },
    });
    const made = await client.create({
      surname: 'Bos',
      emailAddresses: [{ address: 'Dewi@bos.example', name: 'D' }],
    });
    expect(made['emailAddresses']).toEqual([{ address: 'Dewi@bos.example', name: 'Bos, D. (Finance)' }]);
  });

  test.each([
    ['asWritten', '1974-07-22T11:59:00Z'],
    ['midnightUtc', '1974-07-22T00:00:00Z'],
    ['1159Utc', '1974-07-22T11:59:00Z'],
    ['localMidnight', '1974-07-21T22:00:00Z'],
  ] as const)('a birthday comes back %s', async (birthdayAnswers, expected) => {
    client.sandbox.switches.set({ birthdayAnswers });
    const made = await client.create({ surname: 'Bos', birthday: '1974-07-22T11:59:00Z' });
    expect(made['birthday']).toBe(expected);
    const cleared = await client.call('PATCH', `/me/contacts/${made.id}`, { birthday: null });
    expect(cleared.body['birthday']).toBeNull();
  });

  test('blank properties are left out where switched so', async () => {
    client.sandbox.switches.set({ nulls: 'omitted' });
    expect(await client.create(DEWI)).not.toHaveProperty('jobTitle');
  });
});

describe('ids', () => {
  test('the immutable id outlives a move, the default id does not', async () => {
    const outlook = client.sandbox.outlook(PETRA);
    const { id } = await client.create(DEWI);
    const defaultId = (await client.get(`/me/contacts/${id}`)).body['id'] as string;
    expect(defaultId).not.toBe(id);
    expect(defaultId.endsWith('=')).toBe(true);
    outlook.makeFolder('Klanten');
    const moved = outlook.move(id, 'Klanten');
    expect((await client.get(`/me/contacts/${encodeURIComponent(defaultId)}`)).status).toBe(404);
    const read = await client.get(`/me/contacts/${id}`, IMMUTABLE);
    expect(read.body).toMatchObject({ id, parentFolderId: moved.folderId });
  });

  test('ids are translated both ways', async () => {
    const { id } = await client.create(DEWI);
    const back = await client.call('POST', '/me/translateExchangeIds', {
      inputIds: [id, 'unknown'],
      targetIdType: 'restId',
      sourceIdType: 'restImmutableEntryId',
    });
    expect(itemsOf(back)).toEqual([
      { sourceId: id, targetId: client.sandbox.outlook(PETRA).get(id)?.defaultId },
    ]);
  });
});

describe('lists', () => {
  test('pages of ten, of $top, and never above a thousand', async () => {
    client.sandbox.outlook(PETRA).addPrivateCards(23);
    const first = await client.get('/me/contacts?$select=displayName');
    expect(itemsOf(first)).toHaveLength(10);
    expect(Object.keys(itemsOf(first)[0] ?? {}).sort()).toEqual(['@odata.etag', 'displayName', 'id']);
    const second = await client.get(String(first.body['@odata.nextLink']));
    const third = await client.get(String(second.body['@odata.nextLink']));
    expect(itemsOf(third)).toHaveLength(3);
    expect(third.body['@odata.nextLink']).toBeUndefined();
    expect(itemsOf(await client.get('/me/contacts?$top=1000'))).toHaveLength(23);
    expect((await client.get('/me/contacts?$top=1001')).status).toBe(400);
  });

  test('the list of folders leaves out the default folder, the alias reaches it', async () => {
    client.sandbox.outlook(PETRA).makeFolder('Klanten');
    await client.create(DEWI);
    expect(itemsOf(await client.get('/me/contactFolders')).map((f) => f['displayName'])).toEqual(['Klanten']);
    expect(itemsOf(await client.get('/me/contactFolders/contacts/contacts'))).toHaveLength(1);
    expect((await client.get('/me/contactFolders/contacts')).body['displayName']).toBe('Contactpersonen');
  });

  test.each<[string, 'defaultFolder' | 'mailbox', number]>([
    ['the default folder alone', 'defaultFolder', 1],
    ['all contact folders', 'mailbox', 2],
  ])('/me/contacts lists %s, as switched', async (_name, listScope, count) => {
    client.sandbox.switches.set({ listScope });
    const outlook = client.sandbox.outlook(PETRA);
    outlook.makeFolder('Klanten');
    outlook.add(DEWI);
    outlook.add({ surname: 'Wit' }, { folder: 'Klanten' });
    expect(itemsOf(await client.get('/me/contacts'))).toHaveLength(count);
  });

  test('cards are found by address and by name, with and, or and brackets', async () => {
    await client.create({ ...DEWI, emailAddresses: [{ address: 'info@bos.example' }] });
    await client.create({ surname: "d'Hondt", emailAddresses: [{ address: 'info@bos.example' }] });
    const names = async (filter: string): Promise<unknown[]> =>
      itemsOf(await client.get(`/me/contacts?$filter=${encodeURIComponent(filter)}`)).map(
        (c) => c['surname'],
      );
    expect(await names("emailAddresses/any(a:a/address eq 'INFO@bos.example')")).toHaveLength(2);
    expect(await names("surname eq 'd''hondt' or startswith(givenName,'X')")).toEqual(["d'Hondt"]);
    expect(
      await names("emailAddresses/any(a:a/address eq 'info@bos.example') and givenName eq 'Dewi'"),
    ).toEqual(['Bos']);
    expect((await client.get('/me/contacts?$filter=birthday%20gt%202000-01-01')).status).toBe(400);
  });
});

describe('extended properties', () => {
  const made = (value: string): Promise<Json & { id: string }> =>
    client.create({ ...DEWI, singleValueExtendedProperties: [{ id: PROPERTY, value }] });

  test('written in the POST, read by $expand, absent without it', async () => {
    const { id } = await made('abc-1');
    expect((await client.get(`/me/contacts/${id}`)).body).not.toHaveProperty('singleValueExtendedProperties');
    const read = await client.get(`/me/contacts/${id}?${expandOf(PROPERTY.replace('7a1e', '7A1E'))}`);
    expect(read.body['singleValueExtendedProperties']).toEqual([{ id: PROPERTY, value: 'abc-1' }]);
    const listed = itemsOf(await client.get(`/me/contacts?${expandOf()}`))[0];
    expect(listed?.['singleValueExtendedProperties']).toEqual([{ id: PROPERTY, value: 'abc-1' }]);
    expect((await client.get(`/me/contacts/${id}?$expand=singleValueExtendedProperties`)).status).toBe(400);
  });

  test('found by value without regard to letter case, but not by a name in another case', async () => {
    const { id } = await made('abc-1');
    expect(itemsOf(await client.get(findBy('ABC-1'), IMMUTABLE)).map((c) => c.id)).toEqual([id]);
    expect(
      itemsOf(
        await client.get(
          findBy('abc-1', PROPERTY.toLowerCase().replace('string', 'String').replace('name', 'Name')),
        ),
      ),
    ).toEqual([]);
    expect(itemsOf(await client.get(findBy('abc-2')))).toEqual([]);
  });

  test('found in every contact folder, in Deleted Items only where switched so', async () => {
    const { id } = await made('abc-1');
    const outlook = client.sandbox.outlook(PETRA);
    outlook.makeFolder('Klanten');
    outlook.move(id, 'Klanten');
    expect(itemsOf(await client.get(findBy('abc-1')))).toHaveLength(1);
    outlook.delete(id);
    expect(itemsOf(await client.get(findBy('abc-1')))).toHaveLength(0);
    client.sandbox.switches.set({ findScope: 'mailboxAndDeletedItems' });
    expect(itemsOf(await client.get(findBy('abc-1')))).toHaveLength(1);
  });

  test('the look-up lags behind the write by time or by looks, where switched so', async () => {
    client.sandbox.switches.set({ findLagMs: 5_000 });
    await made('late');
    expect(itemsOf(await client.get(findBy('late')))).toHaveLength(0);
    await client.sandbox.clock.advance(5_000);
    expect(itemsOf(await client.get(findBy('late')))).toHaveLength(1);
    client.sandbox.switches.set({ findLagMs: 0, findMisses: 1 });
    await made('second-look');
    expect(itemsOf(await client.get(findBy('second-look')))).toHaveLength(0);
    expect(itemsOf(await client.get(findBy('second-look')))).toHaveLength(1);
  });

  test('writing only the property gives a new change key, or not, as switched', async () => {
    const { id, '@odata.etag': etag } = await client.create(DEWI);
    const write = { singleValueExtendedProperties: [{ id: PROPERTY, value: 'x' }] };
    client.sandbox.switches.set({ extendedPropertyBumps: false });
    expect((await client.call('PATCH', `/me/contacts/${id}`, write)).body['@odata.etag']).toBe(etag);
    client.sandbox.switches.set({ extendedPropertyBumps: true });
    expect((await client.call('PATCH', `/me/contacts/${id}`, write)).body['@odata.etag']).not.toBe(etag);
    expect(client.sandbox.outlook(PETRA).get(id)?.properties).toEqual({ [PROPERTY]: 'x' });
    expect(client.sandbox.graph.mailbox(PETRA).namedProperties.size).toBe(1);
  });
});

test("the audit tells the app's writes from the user's, with the properties each one named", async () => {
  const outlook = client.sandbox.outlook(PETRA);
  const { id } = await client.create(DEWI);
  await client.call('PATCH', `/me/contacts/${id}`, { jobTitle: 'Notaris' });
  outlook.edit(id, { mobilePhone: '0612345678' });
  await client.call('DELETE', `/me/contacts/${id}`);
  expect(outlook.audit.map((e) => [e.by, e.action, e.properties.join()])).toEqual([
    ['app', 'created', 'givenName,middleName,surname'],
    ['app', 'updated', 'jobTitle'],
    ['user', 'updated', 'mobilePhone'],
    ['app', 'deleted', ''],
  ]);
});

test('the official client reads and writes here', async () => {
  const agent = new Agent({ connect: { ca: client.sandbox.ca } });
  const graph = GraphClient.initWithMiddleware({
    baseUrl: client.sandbox.graphUrl,
    defaultVersion: 'v1.0',
    customHosts: new Set(['localhost']),
    middleware: {
      async execute(context) {
        const headers = {
          ...context.options?.headers,
          authorization: `Bearer ${client.sandbox.token(PETRA)}`,
        };
        const init = { ...context.options, headers, dispatcher: agent };
        context.response = (await undiciFetch(context.request as string, init as never)) as never;
      },
    },
  });
  const made = (await graph.api('/me/contacts').post(DEWI)) as Json;
  const read = (await graph.api(`/me/contacts/${String(made['id'])}`).get()) as Json;
  expect(read['surname']).toBe('Bos');
  await expect(graph.api('/me/contacts/none').get()).rejects.toMatchObject({
    statusCode: 404,
    code: 'ErrorItemNotFound',
  });
  await agent.destroy();
});
