/** The sandbox's traffic: $batch, limits, planned and random faults. */
import { codeOf, IMMUTABLE, PETRA, startClient, type Client, type Json } from './graph-client.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient();
}, 60_000);
beforeEach(() => client.sandbox.reset());
afterAll(() => client.close());

const petra = (): ReturnType<Client['sandbox']['outlook']> => client.sandbox.outlook(PETRA);
const JSON_BODY = { 'Content-Type': 'application/json' };
const post = (id: string, values: Json, more: Json = {}): Json => ({
  id,
  method: 'POST',
  url: '/me/contacts',
  headers: { ...JSON_BODY, ...IMMUTABLE },
  body: values,
  ...more,
});

describe('$batch', () => {
  test('carries out each request with its own headers, in any order of answers', async () => {
    const kept = petra().add({ surname: 'Bos' });
    const answers = await client.batch([
      post('a', { surname: 'Wit' }),
      { id: 'b', method: 'GET', url: `/me/contacts/${kept.id}`, headers: IMMUTABLE },
      { id: 'c', method: 'GET', url: `me/contacts/${kept.id}` },
      {
        id: 'd',
        method: 'PATCH',
        url: `/me/contacts/${kept.id}`,
        headers: { ...JSON_BODY, 'If-Match': 'W/"stale"' },
        body: { surname: 'X' },
      },
      { id: 'e', method: 'DELETE', url: '/me/contacts/none' },
    ]);
    expect([...'abcde'].map((id) => answers.get(id)?.status)).toEqual([201, 200, 200, 412, 404]);
    expect(answers.get('b')?.body['id']).toBe(kept.id);
    expect(answers.get('c')?.body['id']).toBe(kept.defaultId);
    expect(client.sandbox.counters(PETRA)).toMatchObject({ requests: 5, inBatches: 5 });
  });

  test.each<[string, Json[]]>([
    ['21 requests', Array.from({ length: 21 }, (_, i) => ({ id: String(i), method: 'GET', url: '/me' }))],
    ['no request', []],
    ['ids that differ by case alone', ['a', 'A'].map((id) => ({ id, method: 'GET', url: '/me' }))],
    ['an absolute address', [{ id: '1', method: 'GET', url: 'https://localhost/v1.0/me' }]],
    ['a body without Content-Type', [{ id: '1', method: 'POST', url: '/me/contacts', body: {} }]],
    ['a dependence on nothing', [{ id: '1', method: 'GET', url: '/me', dependsOn: ['0'] }]],
  ])('%s: the whole batch is refused', async (_name, requests) => {
    expect((await client.call('POST', '/$batch', { requests })).status).toBe(400);
  });

  test('what depends on a failure fails with 424 and does nothing', async () => {
    const answers = await client.batch([
      { id: '1', method: 'GET', url: '/me/contacts/none' },
      post('2', { surname: 'Wit' }, { dependsOn: ['1'] }),
      post('3', { surname: 'Bos' }),
    ]);
    expect(['1', '2', '3'].map((id) => answers.get(id)?.status)).toEqual([404, 424, 201]);
    expect(petra().cards()).toHaveLength(1);
  });

  test('takes four places at a time and no more', async () => {
    client.sandbox.switches.set({ latencyMs: 5 });
    await client.batch(Array.from({ length: 20 }, (_, i) => post(String(i), { surname: `S${i}` })));
    expect(client.sandbox.counters(PETRA)).toMatchObject({ maxInFlight: 4, refusedForConcurrency: 0 });
  });

  test('a fault strikes one request inside', async () => {
    client.sandbox.faults.plan({
      method: 'POST',
      inBatch: true,
      skip: 1,
      fault: { kind: 'status', status: 429, retryAfter: 7 },
    });
    const requests = ['1', '2', '3'].map((id) => post(id, { surname: `S${id}` }));
    const answers = [...(await client.batch(requests)).values()];
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.headers['Retry-After']).toBe('7');
    expect(petra().cards()).toHaveLength(2);
  });
});

describe('limits', () => {
  test('a fifth request at a time is refused with Retry-After', async () => {
    client.sandbox.switches.set({ latencyMs: 20, concurrencyRetryAfterSeconds: 9 });
    const headers = { authorization: `Bearer ${client.sandbox.token(PETRA)}` };
    // Straight into the core: six at the same moment, however busy the machine is.
    const ask = (): Promise<Response> =>
      client.sandbox.graph.handle(new Request(`${client.sandbox.graphUrl}/v1.0/me/contacts`, { headers }));
    const replies = await Promise.all(Array.from({ length: 6 }, ask));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 200, 200, 200, 429, 429]);
    const refused = replies.find((reply) => reply.status === 429);
    expect(refused?.headers.get('retry-after')).toBe('9');
    expect(await refused?.json()).toMatchObject({
      error: {
        code: 'ApplicationThrottled',
        message: expect.stringContaining('MailboxConcurrency') as string,
      },
    });
    const counters = client.sandbox.counters(PETRA);
    expect(counters).toMatchObject({ maxInFlight: 4, inFlight: 0, refusedForConcurrency: 2, overlaps: 3 });
  });

  test('the window lets so many through, refuses the next, and opens again with time', async () => {
    client.sandbox.switches.set({ windowRequests: 5 });
    for (let i = 0; i < 5; i += 1) expect((await client.get('/me/contacts')).status).toBe(200);
    await client.sandbox.clock.advance(100_000);
    const refused = await client.get('/me/contacts');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '500']);
    await client.sandbox.clock.advance(500_000);
    expect((await client.get('/me/contacts')).status).toBe(200);
    expect(client.sandbox.counters(PETRA)).toMatchObject({ requests: 7, refusedForWindow: 1, inWindow: 2 });
  });
});

describe('planned faults', () => {
  const create = (): ReturnType<Client['call']> => client.call('POST', '/me/contacts', { surname: 'Bos' });
  const stored = (): number => petra().cards().length;

  test('an error before the write stores nothing, after the write it is stored', async () => {
    client.sandbox.faults.plan({ method: 'POST', fault: { kind: 'status', status: 503 } });
    expect([(await create()).status, stored()]).toEqual([503, 0]);
    client.sandbox.faults.plan({ method: 'POST', fault: { kind: 'status', status: 504, after: true } });
    expect([(await create()).status, stored()]).toEqual([504, 1]);
    expect(client.sandbox.faults.log.map(({ fault }) => fault.kind)).toEqual(['status', 'status']);
  });

  test('an answer is lost after the write; a connection is cut before it', async () => {
    client.sandbox.faults.plan({ method: 'POST', fault: { kind: 'lostAnswer' } });
    await expect(create()).rejects.toThrow();
    expect(stored()).toBe(1);
    client.sandbox.faults.plan({ method: 'POST', fault: { kind: 'cut' } });
    await expect(create()).rejects.toThrow();
    expect(stored()).toBe(1);
  });

  test('a request hangs until the sandbox lets go', async () => {
    client.sandbox.faults.plan({ method: 'POST', fault: { kind: 'hang', after: true } });
    const waiting = create();
    const ended = waiting.catch(() => 'cut');
    // However long a busy machine takes to bring the request there.
    for (const until = Date.now() + 10_000; stored() === 0 && Date.now() < until;)
      await client.sandbox.clock.pause(10);
    expect(stored()).toBe(1);
    const outcome = await Promise.race([ended, client.sandbox.clock.pause(100).then(() => 'waits')]);
    expect(outcome).toBe('waits');
    client.sandbox.reset();
    await expect(waiting).rejects.toThrow();
  });

  test('a lost answer of a whole batch has done its work', async () => {
    client.sandbox.faults.plan({ path: '/$batch', fault: { kind: 'lostAnswer' } });
    await expect(client.batch([post('1', { surname: 'Bos' })])).rejects.toThrow();
    expect(stored()).toBe(1);
  });

  test('Retry-After as a date on the sandbox clock, an HTML page, an empty answer, another code', async () => {
    const { faults, clock } = client.sandbox;
    faults.plan({ fault: { kind: 'status', status: 429, retryAfter: { dateInMs: 90_000 } } });
    faults.plan({ fault: { kind: 'status', status: 502, body: 'html' } });
    faults.plan({ fault: { kind: 'status', status: 403, body: 'empty' } });
    faults.plan({ fault: { kind: 'status', status: 507, code: 'ErrorQuotaExceeded' } });
    const throttled = await client.get('/me/contacts');
    expect(throttled.headers.get('retry-after')).toBe(new Date(clock.now() + 90_000).toUTCString());
    const page = await client.get('/me/contacts');
    expect([page.status, page.headers.get('content-type'), page.text]).toEqual([
      502,
      'text/html',
      expect.stringContaining('<html>'),
    ]);
    expect((await client.get('/me/contacts')).text).toBe('');
    expect(codeOf(await client.get('/me/contacts'))).toBe('ErrorQuotaExceeded');
    expect((await client.get('/me/contacts')).status).toBe(200);
  });

  test('strikes where it is meant: method, path, person, after so many, so many times', async () => {
    const fired = client.sandbox.faults.plan({
      method: 'GET',
      path: /contacts\?\$top=3$/,
      mailbox: PETRA,
      skip: 1,
      times: 2,
      fault: { kind: 'status', status: 500 },
    });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await client.get('/me/contacts?$top=3')).status);
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
    expect(fired.fired).toBe(2);
  });

  test('a delta token is lost when it is next used, not by another request', async () => {
    const { deltaLink } = await client.round('/me/contactFolders/contacts/contacts/delta');
    client.sandbox.faults.plan({ fault: { kind: 'lostDeltaToken' } });
    expect((await client.get('/me/contacts')).status).toBe(200);
    expect((await client.get(deltaLink)).status).toBe(410);
    expect((await client.get(deltaLink)).status).toBe(410);
  });
});

test('random faults repeat with their seed', async () => {
  const run = async (): Promise<(number | string)[]> => {
    client.sandbox.reset();
    client.sandbox.faults.random({
      seed: 42,
      rates: { throttled: 0.2, unavailableAfterWrite: 0.2, lostAnswer: 0.1 },
    });
    const outcomes: (number | string)[] = [];
    for (let i = 0; i < 30; i += 1)
      outcomes.push(
        await client.call('POST', '/me/contacts', { surname: 'Bos' }).then(
          (reply) => reply.status,
          () => 'cut',
        ),
      );
    return [...outcomes, petra().cards().length];
  };
  const first = await run();
  expect(new Set(first.slice(0, -1))).toEqual(new Set([201, 429, 503, 'cut']));
  expect(await run()).toEqual(first);
});

test('a body that is no JSON, no object or too large is refused', async () => {
  expect((await client.call('POST', '/me/contacts', '{"surname":')).status).toBe(400);
  expect((await client.call('POST', '/me/contacts', '["x"]')).status).toBe(400);
  expect((await client.call('POST', '/me/contacts', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await client.call('POST', '/me/contacts', { personalNotes: 'x'.repeat(5_000_000) })).status).toBe(
    413,
  );
});

test('paths that Graph does not know are told as Graph tells them', async () => {
  const { id } = petra().add({ surname: 'Bos' });
  expect((await client.call('POST', `/me/contacts/${id}/move`, {})).status).toBe(400);
  expect((await client.get('/me/messages')).status).toBe(400);
  expect((await client.call('PUT', `/me/contacts/${id}`, {})).status).toBe(405);
});
