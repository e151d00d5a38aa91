/** The sandbox's subscriptions and notifications, and its controls over HTTP. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { codeOf, IMMUTABLE, PETRA, startClient, type Client, type Json, type Reply } from './graph-client.ts';

interface Listener {
  readonly url: string;
  readonly got: Json[];
  /** What the next answers are; default the right ones. */
  handshake: 'right' | 'wrong' | 'refused';
  status: number;
}

let client: Client;
let server: Server;
let listener: Listener;

beforeAll(async () => {
  client = await startClient();
  const { cert, key } = client.sandbox.certificate;
  server = createServer({ cert, key }, (req, res) => {
    const token = new URL(req.url ?? '/', 'https://localhost').searchParams.get('validationToken');
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      if (token !== null) {
        res.writeHead(listener.handshake === 'refused' ? 404 : 200, { 'content-type': 'text/plain' });
        res.end(listener.handshake === 'wrong' ? 'no' : token);
        return;
      }
      listener.got.push(...(JSON.parse(body) as { value: Json[] }).value);
      res.writeHead(listener.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 60_000);
beforeEach(() => {
  client.sandbox.reset();
  const { port } = server.address() as AddressInfo;
  listener = { url: `https://localhost:${port}/hook`, got: [], handshake: 'right', status: 202 };
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const inMinutes = (minutes: number): string =>
  new Date(client.sandbox.clock.now() + minutes * 60_000).toISOString();

const subscribe = (more: Json = {}): Promise<Reply> =>
  client.call(
    'POST',
    '/subscriptions',
    {
      changeType: 'created,updated,deleted',
      notificationUrl: listener.url,
      lifecycleNotificationUrl: `${listener.url}/lifecycle`,
      resource: '/me/contacts',
      expirationDateTime: inMinutes(4_000),
      clientState: 'secret',
      ...more,
    },
    IMMUTABLE,
  );

describe('subscriptions', () => {
  test('begin with a handshake, are renewed, found and ended', async () => {
    const made = await subscribe();
    expect(made.status).toBe(201);
    const path = `/subscriptions/${String(made.body['id'])}`;
    const renewed = await client.call('PATCH', path, { expirationDateTime: inMinutes(10_000) });
    expect(Date.parse(String(renewed.body['expirationDateTime']))).toBe(
      Math.floor(Date.parse(inMinutes(10_000)) / 1_000) * 1_000,
    );
    expect((await client.get(path)).status).toBe(200);
    expect((await client.call('POST', `${path}/reauthorize`)).status).toBe(204);
    expect((await client.call('DELETE', path)).status).toBe(204);
    expect((await client.call('PATCH', path, { expirationDateTime: inMinutes(60) })).status).toBe(404);
  });

  test('last at least 45 and at most 10,080 minutes, and then are gone', async () => {
    expect((await subscribe({ expirationDateTime: inMinutes(10_100) })).status).toBe(400);
    expect((await subscribe({ expirationDateTime: inMinutes(-1) })).status).toBe(400);
    const made = await subscribe({ expirationDateTime: inMinutes(5) });
    const minutes =
      (Date.parse(String(made.body['expirationDateTime'])) - client.sandbox.clock.now()) / 60_000;
    expect(Math.round(minutes)).toBe(45);
    await client.sandbox.clock.advance(46 * 60_000);
    expect((await client.get(`/subscriptions/${String(made.body['id'])}`)).status).toBe(404);
  });

  test.each<[string, Json | (() => void)]>([
    ['a handshake with another token', () => void (listener.handshake = 'wrong')],
    ['a handshake answered with 404', () => void (listener.handshake = 'refused')],
    ['an address where nobody listens', { notificationUrl: 'https://localhost:9/' }],
    ['a resource that is none', { resource: '/me/messages' }],
    ['a clientState that is too long', { clientState: 'x'.repeat(129) }],
    ['an unknown kind of change', { changeType: 'created,moved' }],
  ])('%s: no subscription', async (_name, what) => {
    if (typeof what === 'function') what();
    const reply = await subscribe(typeof what === 'function' ? {} : what);
    expect(reply.status).toBe(400);
    expect(client.sandbox.notifications.list()).toEqual([]);
  });
});

describe('notifications', () => {
  test('tell own writes and those of the user, with immutable ids, after a while', async () => {
    await subscribe();
    const { id } = await client.create({ surname: 'Bos' });
    client.sandbox.outlook(PETRA).edit(id, { nickName: 'B' });
    client.sandbox.outlook(PETRA).delete(id);
    expect(listener.got).toEqual([]);
    await client.sandbox.clock.advance(1_000);
    expect(listener.got.map((each) => each['changeType'])).toEqual(['created', 'updated', 'deleted']);
    expect(listener.got[0]).toMatchObject({ clientState: 'secret', resourceData: { id } });
  });

  test('come again when they were not taken, and not at all when lost', async () => {
    await subscribe();
    listener.status = 503;
    client.sandbox.outlook(PETRA).add({ surname: 'Bos' });
    await client.sandbox.clock.advance(1_000);
    listener.status = 202;
    await client.sandbox.clock.advance(10_000);
    expect(listener.got).toHaveLength(2);
    client.sandbox.notifications.lose(1);
    client.sandbox.outlook(PETRA).add({ surname: 'Wit' });
    await client.sandbox.clock.advance(60_000);
    expect(listener.got).toHaveLength(2);
  });

  test('of one folder tell of that folder alone', async () => {
    const { id } = client.sandbox.outlook(PETRA).makeFolder('Klanten');
    expect((await subscribe({ resource: `/me/contactFolders/${id}/contacts` })).status).toBe(201);
    client.sandbox.outlook(PETRA).add({ surname: 'Bos' });
    client.sandbox.outlook(PETRA).add({ surname: 'Wit' }, { folder: 'Klanten' });
    await client.sandbox.clock.advance(1_000);
    expect(listener.got).toHaveLength(1);
  });

  test.each(['missed', 'reauthorizationRequired', 'subscriptionRemoved'] as const)(
    'lifecycle: %s',
    async (event) => {
      await subscribe();
      await client.sandbox.notifications.lifecycle(event);
      expect(listener.got).toMatchObject([{ lifecycleEvent: event, clientState: 'secret' }]);
      expect(client.sandbox.notifications.list()).toHaveLength(event === 'subscriptionRemoved' ? 0 : 1);
    },
  );

  test('with the clock following real time they come by themselves', async () => {
    client.sandbox.clock.follow();
    client.sandbox.switches.set({ notificationDelayMs: 20 });
    await subscribe();
    client.sandbox.outlook(PETRA).add({ surname: 'Bos' });
    for (let i = 0; i < 100 && listener.got.length === 0; i += 1) await client.sandbox.clock.pause(10);
    expect(listener.got).toHaveLength(1);
  });
});

describe('controls over HTTP', () => {
  test('the user acts, and the state is told', async () => {
    const added = await client.control('POST', `/outlook/${PETRA}/add`, [{ surname: 'Bos' }]);
    expect(added.status).toBe(200);
    await client.control('POST', `/outlook/${PETRA}/edit`, [added.body['id'], { nickName: 'B' }]);
    const state = (await client.control('GET', `/mailboxes/${PETRA}`)).body;
    expect(state).toMatchObject({ cards: [{ values: { surname: 'Bos', nickName: 'B' } }], deletedCards: [] });
    expect((state['audit'] as Json[]).map((entry) => entry['action'])).toEqual(['created', 'updated']);
    const counters = (await client.control('GET', `/mailboxes/${PETRA}/counters`)).body;
    expect(counters['requests']).toBe(0);
  });

  test('clock, switches, faults, tokens and reset', async () => {
    const before = (await client.control('GET', '/clock')).body['now'] as number;
    const after = (await client.control('POST', '/clock', { advanceMs: 5_000 })).body['now'] as number;
    expect(after - before).toBe(5_000);
    await client.control('POST', '/switches', { staleEtag: 409 });
    expect(client.sandbox.switches.now.staleEtag).toBe(409);
    const rule = { path: '/contacts$/', times: 'always', fault: { kind: 'status', status: 500 } };
    await client.control('POST', '/faults', rule);
    expect((await client.get('/me/contacts')).status).toBe(500);
    const { token } = (await client.control('POST', '/tokens', { user: PETRA, kind: 'graph' })).body;
    await client.control('DELETE', '/faults');
    const reply = await client.get('/me/contacts', { authorization: `Bearer ${String(token)}` });
    expect(reply.status).toBe(200);
    await client.control('POST', '/reset');
    expect(client.sandbox.switches.now.staleEtag).toBe(412);
  });

  test('mistakes are told and change nothing', async () => {
    expect((await client.control('POST', '/switches', { nonsense: 1 })).status).toBe(400);
    expect((await client.control('POST', `/outlook/${PETRA}/toString`, [])).status).toBe(404);
    expect((await client.control('POST', '/outlook/nobody/add', [{}])).status).toBe(404);
    expect((await client.control('GET', '/nothing')).status).toBe(404);
    expect((await client.control('POST', '/clock', { advanceMs: -1 })).status).toBe(400);
    expect(codeOf(await client.get('/me/contacts/none'))).toBe('ErrorItemNotFound');
  });
});
