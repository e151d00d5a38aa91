/** Writing cards over the wire: nothing is repeated blindly, every outcome is told (R10, R11, R13). */
import {
  batch,
  card,
  cardId,
  clock,
  connectorId,
  counted,
  error,
  open,
  partsOf,
  stored,
  throttled,
  useWire,
  wire,
} from '../../support/graph-on-wire.ts';
import type { Part } from '../../support/graph-on-wire.ts';
import { startWire } from '../../support/wire.ts';
import type { Asked, Reply } from '../../support/wire.ts';

useWire();

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
    expect(counted).toEqual(['create 429', 'throttled', 'create again', 'create 2xx']);
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

describe('R8: a discard', () => {
  const one = { cardId: cardId(1), etag: 'W/"1"' };

  test('is a DELETE with If-Match, which keeps the card in Deleted Items', async () => {
    const remote = await open();
    wire.answer = () => ({ status: 204 });
    expect(await remote.discard([one])).toEqual([{ outcome: 'discarded' }]);
    expect(wire.asked).toHaveLength(1);
    expect(wire.asked[0]).toMatchObject({
      method: 'DELETE',
      path: '/v1.0/me/contacts/card-1',
      headers: { 'if-match': 'W/"1"' },
    });
  });

  test.each([
    ['stale', error(412, 'ErrorIrresolvableConflict')],
    ['stale', error(409, 'ErrorIrresolvableConflict')],
    ['gone', error(404, 'ErrorItemNotFound')],
    ['refused', error(400, 'ErrorInvalidRequest')],
    ['unclear', error(503, 'ErrorServerBusy')],
    ['unclear', { cut: true }],
    ['notSent', throttled('3600')],
    ['unclear', { status: 404, text: '<html>no such host</html>' }],
  ] satisfies [string, Reply][])('is %s after %j, and is not repeated', async (outcome, reply) => {
    const remote = await open();
    wire.answer = () => reply;
    expect(await remote.discard([one])).toMatchObject([{ outcome }]);
    expect(wire.asked).toHaveLength(1);
  });

  test('in a batch each has its own If-Match, and its own outcome', async () => {
    const remote = await open();
    wire.answer = (asked) =>
      batch(
        partsOf(asked).map(({ id, url }) =>
          url.endsWith('card-1')
            ? { id, status: 204 }
            : { id, status: 412, body: { error: { code: 'ErrorIrresolvableConflict' } } },
        ),
      );
    const results = await remote.discard([one, { cardId: cardId(2), etag: 'W/"2"' }]);
    expect(results).toEqual([{ outcome: 'discarded' }, { outcome: 'stale' }]);
    expect(
      partsOf(wire.asked[0] as Asked).map(({ method, headers }) => [method, headers['If-Match']]),
    ).toEqual([
      ['DELETE', 'W/"1"'],
      ['DELETE', 'W/"2"'],
    ]);
  });
});
