/** How requests go over the wire: repeats, waits, tokens, links, the lease (R13, R14). */
import { blankCard } from '../../../worker/sync/fields/card.ts';
import {
  batch,
  card,
  cardId,
  caught,
  clock,
  connectorId,
  error,
  folder,
  graph,
  guard,
  mailboxId,
  open,
  partsOf,
  roundOf,
  stored,
  throttled,
  tokens,
  useWire,
  wire,
} from '../../support/graph-on-wire.ts';
import { startWire } from '../../support/wire.ts';
import type { Reply } from '../../support/wire.ts';

useWire();

describe('R14: waits', () => {
  test('a read is repeated after failures that pass, with growing pauses', async () => {
    const remote = await open();
    const replies: Reply[] = [
      { cut: true },
      { status: 502, text: '<html>' },
      { ...folder, cut: 'midway' },
      folder,
    ];
    wire.answer = (_, index) => replies[index] ?? { status: 500 };
    expect(await remote.defaultFolder()).toBe('F1');
    expect(clock.slept).toEqual([750, 1_500, 3_000]);
  });

  test('a read gives up after four tries and says so as trouble', async () => {
    const remote = await open();
    wire.answer = () => ({ status: 503 });
    expect(await caught(remote.defaultFolder())).toMatchObject({
      code: 'graph.unavailable',
      what: { kind: 'retry' },
    });
    expect(wire.asked).toHaveLength(4);
  });

  test.each([
    ['600', 600_000],
    ['7200', 7_200_000],
  ])(
    'Retry-After %s is kept in full, and nobody asks this mailbox before it is over',
    async (seconds, afterMs) => {
      const remote = await open();
      wire.answer = () => throttled(seconds);
      expect(await caught(roundOf(remote, null))).toMatchObject({ what: { kind: 'retry', afterMs } });
      expect(await caught(remote.read([cardId(1)]))).toMatchObject({ what: { kind: 'retry', afterMs } });
      expect(wire.asked).toHaveLength(1);
      clock.advance(afterMs);
      wire.answer = () => error(404, 'ErrorItemNotFound');
      expect((await remote.read([cardId(1)])).size).toBe(0);
    },
  );

  test('a date as Retry-After is held against the date of the answer', async () => {
    const remote = await open();
    const headers = { date: 'Mon, 02 Mar 2026 08:00:00 GMT', 'retry-after': 'Mon, 02 Mar 2026 08:00:12 GMT' };
    wire.answer = (_, index) => (index === 0 ? { ...error(429, 'x'), headers } : folder);
    expect(await remote.defaultFolder()).toBe('F1');
    expect(clock.slept).toEqual([12_000]);
  });

  test('the longest Retry-After inside a batch of reads is kept, and only the refused ones are read again', async () => {
    const remote = await open();
    wire.answer = (asked, index) => {
      if (asked.path.includes('contactFolders')) return folder;
      const answers = partsOf(asked).map(({ id }) => ({ id, status: 200, body: stored(`x${id}`) }));
      if (index > 0) return batch(answers);
      return batch([
        { id: '1', status: 429, headers: { 'retry-after': '3' } },
        ...answers.slice(1, 3),
        { id: '4', status: 503, headers: { 'retry-after': '9' } },
      ]);
    };
    const readings = await remote.read([1, 2, 3, 4].map(cardId));
    expect([...readings.keys()].sort()).toEqual([1, 2, 3, 4].map(cardId));
    expect(
      wire.asked.filter(({ path }) => path.endsWith('$batch')).map((asked) => partsOf(asked).length),
    ).toEqual([4, 2]);
    expect(clock.slept).toEqual([9_000]);
  });

  test('four requests at most are under way, whoever asks', async () => {
    let inFlight = 0;
    let most = 0;
    wire.answer = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inFlight -= 1;
      return error(404, 'ErrorItemNotFound');
    };
    const remote = await open();
    const other = await graph.opener.open(mailboxId, { mayWrite: () => true, signal: guard.stop.signal });
    await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? remote : other).read([cardId(n)])));
    // How many really meet hangs on the machine; more than four never do, and it is no single file either.
    expect(most).toBeLessThanOrEqual(4);
    expect(most).toBeGreaterThan(1);
  });
});

describe('R13: the lease and a stop', () => {
  test('no write goes onto the socket once the lease is lost, reads still do', async () => {
    const remote = await open();
    wire.answer = () => folder;
    guard.may = false;
    const create = remote.create([1, 2].map((n) => ({ connectorId: connectorId(n), card })));
    expect(await caught(create)).toMatchObject({ code: 'graph.leaseLost', what: { kind: 'leaseLost' } });
    const update = remote.update([{ cardId: cardId(1), etag: 'x', before: blankCard, card }]);
    expect(await caught(update)).toMatchObject({ what: { kind: 'leaseLost' } });
    expect(wire.asked).toHaveLength(0);
    expect(await remote.defaultFolder()).toBe('F1');
  });

  test('a lease lost during the wait before a repeat is noticed', async () => {
    const remote = await open();
    wire.answer = () => {
      guard.may = false;
      return throttled('20');
    };
    expect(await caught(remote.create([{ connectorId: connectorId(1), card }]))).toMatchObject({
      what: { kind: 'leaseLost' },
    });
    expect(wire.asked).toHaveLength(1);
  });

  test('a stop ends a request under way and repeats nothing', async () => {
    const remote = await open();
    wire.answer = () => {
      guard.stop.abort();
      return { hang: true };
    };
    expect(await caught(remote.defaultFolder())).toMatchObject({
      code: 'graph.stopped',
      what: { kind: 'retry', afterMs: 0 },
    });
    expect(wire.asked).toHaveLength(1);
    expect(await remote.create([{ connectorId: connectorId(1), card }])).toMatchObject([
      { outcome: 'notSent' },
    ]);
    expect(wire.asked).toHaveLength(1);
  });

  test('a create that was under way at the stop is unclear', async () => {
    const remote = await open();
    wire.answer = () => {
      guard.stop.abort();
      return { hang: true };
    };
    expect(await remote.create([{ connectorId: connectorId(1), card }])).toEqual([{ outcome: 'unclear' }]);
  });
});

describe('tokens', () => {
  test('a token that is turned down is changed once, for a create as well', async () => {
    const remote = await open();
    wire.answer = (_, index) =>
      index === 0 ? error(401, 'InvalidAuthenticationToken') : { status: 201, body: stored('c1') };
    expect(await remote.create([{ connectorId: connectorId(1), card }])).toMatchObject([
      { outcome: 'created' },
    ]);
    expect(tokens).toEqual(['', 'token-1']);
    expect(wire.asked.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('R14: turned down twice, the user must sign in again, and no cursor is lost by it', async () => {
    const remote = await open();
    wire.answer = () => error(401, 'syncStateNotFound');
    const cursor = `${wire.baseUrl}/v1.0/me/contactFolders/F1/contacts/delta?$deltatoken=1`;
    expect(await caught(roundOf(remote, cursor))).toMatchObject({
      what: { kind: 'park', because: 'signInAgain' },
    });
    expect(wire.asked).toHaveLength(2);
  });

  test('inside a batch too, it is changed once', async () => {
    const remote = await open();
    wire.answer = (asked) =>
      batch(
        partsOf(asked).map(({ id }) =>
          asked.headers.authorization === 'Bearer token-1'
            ? { id, status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } }
            : { id, status: 404, body: { error: { code: 'ErrorItemNotFound' } } },
        ),
      );
    expect((await remote.read([1, 2].map(cardId))).size).toBe(0);
    expect(tokens).toEqual(['', 'token-1']);
  });

  test('a sign-in that has ended is told when the mailbox is opened', async () => {
    const refused = open({ tokens: { accessToken: () => Promise.reject(new Error('signInAgain')) } });
    expect(await caught(refused)).toMatchObject({ message: 'signInAgain' });
  });
});

describe('links', () => {
  test.each([
    'https://evil.example/v1.0/me/contacts',
    'https://localhost:1/v1.0/me/contacts',
    'http://localhost/v1.0/me/contacts',
  ])('to %s is not followed: no token leaves', async (link) => {
    const other = await startWire();
    other.answer = () => folder;
    const remote = await open();
    const foreign = link.replace('localhost:1', `localhost:${new URL(other.baseUrl).port}`);
    wire.answer = () => ({ body: { value: [], '@odata.nextLink': foreign } });
    expect(await caught(roundOf(remote, null))).toMatchObject({
      code: 'graph.foreignLink',
      what: { kind: 'bug' },
    });
    wire.answer = () => ({ body: { value: [], '@odata.deltaLink': foreign } });
    expect(await caught(roundOf(remote, null))).toMatchObject({ code: 'graph.foreignLink' });
    expect(other.asked).toHaveLength(0);
    await other.close();
  });

  test('go out as they came, and the ids stay immutable on every page', async () => {
    const remote = await open({ ownNames: async () => ['x'] });
    const link = `${wire.baseUrl}/v1.0/users('x')/contactFolders/F1/contacts/delta?$skiptoken=a+b/c%3D%3D&$select=id&x`;
    wire.answer = (_, index) =>
      index === 0
        ? { body: { value: [], '@odata.nextLink': link } }
        : { body: { value: [{ id: 'c1', '@odata.etag': 'e' }], '@odata.deltaLink': `${link}2` } };
    expect(await roundOf(remote, null)).toEqual({
      items: [{ cardId: 'c1', removed: false, etag: 'e', content: null }],
      next: `${link}2`,
    });
    expect(wire.asked[1]?.path).toBe(decodeURIComponent(new URL(link).pathname + new URL(link).search));
    for (const { headers } of wire.asked)
      expect(headers.prefer).toBe('IdType="ImmutableId", odata.maxpagesize=200');
  });

  test('that lead in a circle end the round', async () => {
    const remote = await open();
    wire.answer = () => ({
      body: { value: [], '@odata.nextLink': `${wire.baseUrl}/v1.0/me/contacts/delta?$skiptoken=1` },
    });
    expect(await caught(roundOf(remote, null))).toMatchObject({ code: 'graph.endlessPages' });
  });
});

test('a server whose certificate nobody vouches for is a matter for the administrator', async () => {
  const remote = await open({ ca: undefined });
  expect(await caught(remote.defaultFolder())).toMatchObject({ what: { kind: 'misconfigured' } });
  expect(wire.asked).toHaveLength(0);
});

test('the log has statuses, codes and request ids, and nothing of a card or a token', async () => {
  const lines: string[] = [];
  const remote = await open({ log: (entry) => lines.push(JSON.stringify(entry)) });
  wire.answer = () => error(400, 'ErrorInvalidRequest');
  await remote.create([{ connectorId: connectorId(1), card }]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/"status":400,"code":"ErrorInvalidRequest","clientRequestId":"[0-9a-f-]{36}"/);
  expect(lines[0]).not.toMatch(/Vries|token|nobody reads/);
});
