/** How requests go over the wire: repeats, waits, tokens, links, the lease (R11, R13, R14). */
import { asId } from '../../../shared/ids.ts';
import type { CardId, ConnectorId, FolderId, MailboxId } from '../../../shared/ids.ts';
import { createGraph } from '../../../worker/graph/index.ts';
import type { Graph, GraphOptions } from '../../../worker/graph/index.ts';
import { blankCard } from '../../../worker/sync/fields/card.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import type { DeltaItem, Remote, RemoteCursor } from '../../../worker/pass/ports.ts';
import { testClock } from '../../support/test-clock.ts';
import type { TestClock } from '../../support/test-clock.ts';
import { startWire } from '../../support/wire.ts';
import type { Asked, Reply, Wire } from '../../support/wire.ts';

const mailboxId = asId<MailboxId>('5d0c4b1e-0000-4000-8000-000000000001');
const folderId = asId<FolderId>('F1');
const card: OutlookCard = {
  ...blankCard,
  surname: 'Vries',
  displayName: 'Petra de Vries',
  fileAs: 'Vries, Petra de',
};
const cardId = (n: number): CardId => asId<CardId>(`card-${n}`);
const connectorId = (n: number): ConnectorId => asId<ConnectorId>(`00000000-0000-4000-8000-00000000000${n}`);

let wire: Wire;
let clock: TestClock;
let graph: Graph;
let tokens: string[];
const guard = { may: true, stop: new AbortController() };

const open = (options: Partial<GraphOptions> = {}): Promise<Remote<OutlookCard>> => {
  graph = createGraph({
    baseUrl: wire.baseUrl,
    ca: wire.ca,
    clock,
    timeoutMs: 2_000,
    random: () => 0.5,
    tokens: {
      accessToken: async (_, rejected) => {
        tokens.push(rejected ?? '');
        return `token-${tokens.length}`;
      },
    },
    ...options,
  });
  return graph.opener.open(mailboxId, { mayWrite: () => guard.may, signal: guard.stop.signal });
};

beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());
beforeEach(() => {
  wire.asked.length = 0;
  clock = testClock();
  tokens = [];
  guard.may = true;
  guard.stop = new AbortController();
});
afterEach(() => graph.close());

const error = (status: number, code: string, headers?: Record<string, string>): Reply => ({
  status,
  body: { error: { code, message: 'text that nobody reads' } },
  ...(headers === undefined ? {} : { headers }),
});
const throttled = (seconds: string): Reply => error(429, 'ApplicationThrottled', { 'retry-after': seconds });
const folder: Reply = { body: { id: 'F1', parentFolderId: 'ROOT' } };
const stored = (id: string): Record<string, unknown> => ({
  id,
  '@odata.etag': `W/"${id}"`,
  parentFolderId: 'F1',
  surname: 'Vries',
  displayName: 'Petra de Vries',
  fileAs: 'Vries, Petra de',
});

interface Part {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: Record<string, unknown>;
}
const partsOf = ({ body }: Asked): Part[] => (body as { requests: Part[] }).requests;
const batch = (answers: { id: string; status: number; headers?: object; body?: unknown }[]): Reply => ({
  body: { responses: answers },
});

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing thrown',
    (thrown: unknown) => thrown,
  );
const roundOf = async (remote: Remote<OutlookCard>, cursor: string | null) => {
  const items: DeltaItem[] = [];
  let next: RemoteCursor | null = null;
  for await (const page of remote.delta(folderId, cursor)) {
    if (page === 'folderGone') return 'folderGone';
    items.push(...page.items);
    next = page.next;
  }
  return { items, next };
};

describe('R11: a create', () => {
  test.each([
    ['503', { status: 503, headers: { 'retry-after': '1' } }],
    ['504', { status: 504 }],
    ['500', error(500, 'ErrorInternalServerError')],
    ['502 as a web page', { status: 502, text: '<html>Bad gateway</html>' }],
    ['a cut connection', { cut: true }],
    ['an answer cut in its middle', { status: 201, body: stored('c1'), cut: 'midway' as const }],
    ['a success that names no card', { status: 201, body: {} }],
  ] satisfies [string, Reply][])('is posted once and is unclear after %s', async (_, reply) => {
    const remote = await open();
    wire.answer = () => reply;
    expect(await remote.create([{ connectorId: connectorId(1), card }])).toEqual([{ outcome: 'unclear' }]);
    expect(wire.asked).toHaveLength(1);
  });

  test('that hangs ends at its time limit and is unclear', async () => {
    const remote = await open({ timeoutMs: 200 });
    wire.answer = () => ({ hang: true });
    expect(await remote.create([{ connectorId: connectorId(1), card }])).toEqual([{ outcome: 'unclear' }]);
    expect(wire.asked).toHaveLength(1);
  });

  test('is posted again after 429, which says that nothing was done, and after the wait', async () => {
    const remote = await open();
    wire.answer = (_, index) => (index === 0 ? throttled('20') : { status: 201, body: stored('c1') });
    expect(await remote.create([{ connectorId: connectorId(1), card }])).toMatchObject([
      { outcome: 'created', cardId: 'c1', etag: 'W/"c1"', folderId: 'F1' },
    ]);
    expect(clock.slept).toEqual([20_000]);
    expect(graph.metrics).toEqual({ requests: 2, throttled: 1 });
  });

  test('that reaches no server is certainly not stored', async () => {
    const gone = await startWire();
    const remote = await open({ baseUrl: gone.baseUrl });
    await gone.close();
    expect(await remote.create([{ connectorId: connectorId(1), card }])).toMatchObject([
      { outcome: 'notSent', trouble: { what: { kind: 'retry' } } },
    ]);
  });

  test('carries the connector ID in the same request and asks for immutable ids', async () => {
    const remote = await open();
    wire.answer = () => ({ status: 201, body: stored('c1') });
    await remote.create([{ connectorId: connectorId(1), card }]);
    expect(wire.asked[0]).toMatchObject({
      method: 'POST',
      path: '/v1.0/me/contacts',
      body: {
        surname: 'Vries',
        singleValueExtendedProperties: [
          {
            id: 'String {7a1e2d4c-5b7f-4c0e-9a52-3f6d8c1b2e90} Name RelatiebrugConnectorId',
            value: connectorId(1),
          },
        ],
      },
    });
    expect(wire.asked[0]?.headers).toMatchObject({
      prefer: 'IdType="ImmutableId"',
      authorization: 'Bearer token-1',
    });
    expect(wire.asked[0]?.headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('R11: a batch of creates', () => {
  const creates = [1, 2, 3, 4].map((n) => ({ connectorId: connectorId(n), card }));

  test('judges each by its own answer, and posts again only the one that was turned away for now', async () => {
    const remote = await open();
    wire.answer = (_, index) =>
      index === 0
        ? batch([
            {
              id: '4',
              status: 429,
              headers: { 'Retry-After': '5' },
              body: { error: { code: 'ApplicationThrottled' } },
            },
            { id: '1', status: 201, body: stored('c1') },
            { id: '3', status: 400, body: { error: { code: 'ErrorInvalidRequest' } } },
            { id: '2', status: 503, headers: { 'Retry-After': '1' } },
          ])
        : { status: 201, body: stored('c4') };
    expect((await remote.create(creates)).map((one) => ('code' in one ? one.code : one.outcome))).toEqual([
      'created',
      'unclear',
      'ErrorInvalidRequest',
      'created',
    ]);
    expect(wire.asked).toHaveLength(2);
    expect(wire.asked[1]?.body).toMatchObject({
      singleValueExtendedProperties: [{ value: connectorId(4) }],
    });
    expect(clock.slept).toEqual([5_000]);
    expect(remote.requests).toBe(5);
  });

  test('is unclear for those without an answer of their own', async () => {
    const remote = await open();
    wire.answer = () => batch([{ id: '2', status: 201, body: stored('c2') }]);
    expect((await remote.create(creates)).map(({ outcome }) => outcome)).toEqual([
      'unclear',
      'created',
      'unclear',
      'unclear',
    ]);
  });

  test('is unclear as a whole when its answer is lost, and what came after it was never sent', async () => {
    const remote = await open();
    wire.answer = () => ({ cut: true });
    const many = Array.from({ length: 45 }, () => ({ connectorId: connectorId(1), card }));
    const results = await remote.create(many);
    expect(results.slice(0, 20).every(({ outcome }) => outcome === 'unclear')).toBe(true);
    expect(results.slice(20).every(({ outcome }) => outcome === 'notSent')).toBe(true);
    expect(results).toHaveLength(45);
    expect(wire.asked).toHaveLength(1);
  });

  test('goes singly when it is turned down as a whole', async () => {
    const remote = await open();
    wire.answer = ({ path }, index) =>
      path.endsWith('/$batch')
        ? error(413, 'RequestEntityTooLarge')
        : { status: 201, body: stored(`c${index}`) };
    expect((await remote.create(creates)).map(({ outcome }) => outcome)).toEqual(Array(4).fill('created'));
    expect(wire.asked).toHaveLength(5);
  });

  test('keeps the whole wait when it is long, and sends nothing more', async () => {
    const remote = await open();
    wire.answer = ({ body }) =>
      batch(
        (body as { requests: Part[] }).requests.map(({ id }) => ({
          id,
          status: 429,
          headers: { 'retry-after': '600' },
        })),
      );
    const results = await remote.create(
      Array.from({ length: 25 }, () => ({ connectorId: connectorId(1), card })),
    );
    expect(new Set(results.map((one) => one.outcome))).toEqual(new Set(['notSent']));
    expect(results[0]).toMatchObject({
      trouble: { code: 'graph.throttled', what: { kind: 'retry', afterMs: 600_000 } },
    });
    expect(wire.asked).toHaveLength(1);
  });
});

describe('R13: an update', () => {
  const update = {
    cardId: cardId(1),
    etag: 'W/"1"',
    before: card,
    card: { ...card, mobilePhone: '+31 6 5550 0101' },
  };

  test('carries If-Match, what differs, and the composed names', async () => {
    const remote = await open();
    wire.answer = () => ({ body: { ...stored('card-1'), mobilePhone: '+31 6 5550 0101' } });
    expect(await remote.update([update])).toEqual([
      { outcome: 'updated', etag: 'W/"card-1"', card: { ...card, mobilePhone: '+31 6 5550 0101' } },
    ]);
    expect(wire.asked[0]).toMatchObject({
      method: 'PATCH',
      path: '/v1.0/me/contacts/card-1',
      headers: { 'if-match': 'W/"1"' },
      body: { mobilePhone: '+31 6 5550 0101', displayName: 'Petra de Vries', fileAs: 'Vries, Petra de' },
    });
  });

  test('with nothing to write sends nothing', async () => {
    const remote = await open();
    expect(await remote.update([{ ...update, card }])).toEqual([{ outcome: 'updated', etag: 'W/"1"' }]);
    expect(wire.asked).toHaveLength(0);
  });

  test('R10: takes a connector ID off by an empty value', async () => {
    const remote = await open();
    wire.answer = () => ({ body: stored('card-1') });
    await remote.update([{ ...update, card, connectorId: null }]);
    expect(wire.asked[0]?.body).toMatchObject({ singleValueExtendedProperties: [{ value: '' }] });
  });

  test.each([
    ['stale', error(412, 'ErrorIrresolvableConflict')],
    ['stale', error(409, 'ErrorIrresolvableConflict')],
    ['gone', error(404, 'ErrorItemNotFound')],
    ['refused', error(400, 'ErrorInvalidRequest')],
    ['unclear', error(503, 'ErrorServerBusy')],
    ['unclear', { cut: true }],
    ['unclear', { status: 204 }],
    ['notSent', throttled('3600')],
    ['notSent', error(507, 'ErrorQuotaExceeded')],
    ['unclear', { status: 404, text: '<html>no such host</html>' }],
  ] satisfies [string, Reply][])('is %s after %j, and is not repeated', async (outcome, reply) => {
    const remote = await open();
    wire.answer = () => reply;
    expect(await remote.update([update])).toMatchObject([{ outcome }]);
    expect(wire.asked).toHaveLength(1);
  });

  test('in a batch has its own If-Match and immutable ids', async () => {
    const remote = await open();
    wire.answer = (asked) =>
      batch(partsOf(asked).map(({ id }) => ({ id, status: 200, body: stored(`n${id}`) })));
    const results = await remote.update([
      update,
      { ...update, card },
      { ...update, cardId: cardId(2), etag: 'W/"2"' },
    ]);
    expect(results.map((one) => ('etag' in one ? one.etag : one.outcome))).toEqual([
      'W/"n1"',
      'W/"1"',
      'W/"n2"',
    ]);
    expect(partsOf(wire.asked[0] as Asked).map(({ headers, url }) => [url, headers])).toEqual([
      [
        '/me/contacts/card-1',
        { 'If-Match': 'W/"1"', Prefer: 'IdType="ImmutableId"', 'Content-Type': 'application/json' },
      ],
      [
        '/me/contacts/card-2',
        { 'If-Match': 'W/"2"', Prefer: 'IdType="ImmutableId"', 'Content-Type': 'application/json' },
      ],
    ]);
  });
});

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
    expect(most).toBe(4);
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
    const remote = await open();
    const link = `${wire.baseUrl}/v1.0/users('x')/contactFolders/F1/contacts/delta?$skiptoken=a+b/c%3D%3D&$select=id&x`;
    wire.answer = (_, index) =>
      index === 0
        ? { body: { value: [], '@odata.nextLink': link } }
        : { body: { value: [{ id: 'c1', '@odata.etag': 'e' }], '@odata.deltaLink': `${link}2` } };
    expect(await roundOf(remote, null)).toEqual({
      items: [{ cardId: 'c1', removed: false, etag: 'e' }],
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

describe('R13: a lost cursor', () => {
  const ownCursor = () => `${wire.baseUrl}/v1.0/me/contactFolders/F1/contacts/delta?$deltatoken=1`;

  test.each([
    error(410, 'syncStateNotFound'),
    error(410, ''),
    { status: 410, headers: { location: 'https://localhost/v1.0/x?$deltaToken=' } },
    error(400, 'RESYNCREQUIRED'),
    error(404, 'syncStateInvalid'),
    error(400, 'ErrorInvalidIdMalformed'),
    error(400, 'BadRequest'),
  ] satisfies Reply[])('is told by %j', async (reply) => {
    const remote = await open();
    wire.answer = () => reply;
    expect(await caught(roundOf(remote, ownCursor()))).toMatchObject({ what: { kind: 'resync' } });
  });

  test.each(['garbage', '', 'https://graph.microsoft.com/v1.0/me/contacts/delta?$deltatoken=x'])(
    'is told of "%s" without a request',
    async (cursor) => {
      const remote = await open();
      expect(await caught(roundOf(remote, cursor))).toMatchObject({ what: { kind: 'resync' } });
      expect(wire.asked).toHaveLength(0);
    },
  );

  test('is not taken for a folder that is gone, nor the other way round', async () => {
    const remote = await open();
    wire.answer = () => error(404, 'ErrorItemNotFound');
    expect(await roundOf(remote, null)).toBe('folderGone');
    expect(await caught(roundOf(remote, ownCursor()))).toMatchObject({ what: { kind: 'resync' } });
  });

  test('a mailbox without room for a delta is listed instead; with a cursor it starts afresh first', async () => {
    const remote = await open();
    wire.answer = ({ path }) =>
      path.includes('/delta')
        ? error(403, 'ErrorQuotaExceeded')
        : { body: { value: [{ id: 'c1', '@odata.etag': 'e' }] } };
    expect(await caught(roundOf(remote, ownCursor()))).toMatchObject({ what: { kind: 'resync' } });
    expect(await roundOf(remote, null)).toEqual({
      items: [{ cardId: 'c1', removed: false, etag: 'e' }],
      next: null,
    });
  });
});

describe('R9: reading', () => {
  test('a batch that fails as a whole never reads as "card not there"', async () => {
    const remote = await open();
    for (const reply of [
      error(404, 'NotFound'),
      { status: 404 },
      { status: 200, text: '<html>' },
      error(410, ''),
    ]) {
      wire.answer = () => reply;
      expect(await caught(remote.read([1, 2].map(cardId)))).toMatchObject({ what: { kind: 'retry' } });
    }
    wire.answer = () => ({ status: 404, text: '<html>not here</html>' });
    expect(await caught(remote.read([cardId(1)]))).toMatchObject({ what: { kind: 'retry' } });
  });

  test('a card is removed below Deleted Items too, also where Deleted Items cannot be named', async () => {
    const remote = await open();
    const parents: Record<string, string> = {
      contacts: 'ROOT',
      F1: 'ROOT',
      beside: 'F1',
      atRoot: 'ROOT',
      inBin: 'BIN',
    };
    wire.answer = ({ path }) => {
      const [, kind = '', id = ''] = /\/me\/(\w+)\/([^?]+)/.exec(path) ?? [];
      if (kind === 'mailFolders') return error(403, 'ErrorAccessDenied');
      if (kind === 'contacts') return { body: { ...stored(id), parentFolderId: id } };
      const parentFolderId = parents[id];
      return parentFolderId === undefined
        ? error(404, 'ErrorItemNotFound')
        : { body: { id: id === 'contacts' ? 'F1' : id, parentFolderId } };
    };
    for (const [folderOfCard, removed] of [
      ['F1', false],
      ['beside', false],
      ['atRoot', false],
      ['inBin', true],
      ['BIN', true],
    ] as const) {
      const readings = await remote.read([asId<CardId>(folderOfCard)]);
      expect([folderOfCard, readings.get(asId<CardId>(folderOfCard))?.inDeletedItems]).toEqual([
        folderOfCard,
        removed,
      ]);
    }
  });

  test('R10: only a card that carries just this connector ID is found, even when the filter is ignored', async () => {
    const remote = await open();
    const property = (value: string) => ({
      singleValueExtendedProperties: [
        { id: 'String {7a1e2d4c-5b7f-4c0e-9a52-3f6d8c1b2e90} Name RelatiebrugConnectorId', value },
      ],
    });
    wire.answer = () => ({
      body: {
        value: [
          { id: 'a', ...property(connectorId(1)) },
          { id: 'b', ...property(connectorId(2)) },
          { id: 'c' },
        ],
      },
    });
    expect(await remote.find([connectorId(1)])).toEqual(new Map([[connectorId(1), ['a']]]));
    expect(await remote.find([connectorId(3)])).toEqual(new Map());
  });
});

describe('subscriptions', () => {
  const urls = {
    notificationUrl: 'https://relatiebrug.example/api/notifications',
    lifecycleUrl: 'https://relatiebrug.example/api/lifecycle',
    clientState: 'secret',
  };

  test('are made for the contacts with both addresses, within the longest life there is', async () => {
    await open();
    wire.answer = ({ body }) => ({ status: 201, body: { id: 's1', ...(body as object) } });
    const { id, expiresAt } = await graph.subscriptions.create(mailboxId, urls);
    expect(id).toBe('s1');
    const minutes = (Date.parse(expiresAt) - clock.now().getTime()) / 60_000;
    expect(minutes).toBeGreaterThan(10_000);
    expect(minutes).toBeLessThanOrEqual(10_080);
    expect(wire.asked[0]).toMatchObject({
      path: '/v1.0/subscriptions',
      headers: { prefer: 'IdType="ImmutableId"' },
      body: {
        resource: '/me/contacts',
        changeType: 'created,updated,deleted',
        lifecycleNotificationUrl: urls.lifecycleUrl,
      },
    });
  });

  test('that ended meanwhile are told as gone, and removing one twice is no error', async () => {
    await open();
    wire.answer = () => error(404, 'ResourceNotFound');
    expect(await graph.subscriptions.renew(mailboxId, 's1')).toBe('gone');
    await graph.subscriptions.remove(mailboxId, 's1');
    wire.answer = () => error(403, 'Forbidden');
    expect(await caught(graph.subscriptions.remove(mailboxId, 's1'))).toMatchObject({
      what: { kind: 'park' },
    });
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
