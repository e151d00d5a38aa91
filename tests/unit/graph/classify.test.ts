/** What a failed request means: a row a case. */
import { GraphError } from '@microsoft/microsoft-graph-client';
import { NoAnswer, notGraph, stopped } from '../../../worker/graph/answer.ts';
import { classify, failureOf, mayBeStored, troubleOf } from '../../../worker/graph/classify.ts';
import type { Failure } from '../../../worker/graph/classify.ts';

const failure = (
  status: number,
  code: string | null = null,
  retryAfterMs: number | null = null,
): Failure => ({
  status,
  code,
  retryAfterMs,
  sent: true,
});

/** [what came, meaning, may it have been stored] */
const rows: [string, Failure, object, boolean][] = [
  [
    '429 with a wait',
    failure(429, 'ApplicationThrottled', 600_000),
    { kind: 'retry', afterMs: 600_000, because: 'throttled' },
    false,
  ],
  ['429 without a wait', failure(429), { kind: 'retry', afterMs: null, because: 'throttled' }, false],
  [
    '429 from a proxy',
    failure(429, notGraph, 5_000),
    { kind: 'retry', afterMs: 5_000, because: 'throttled' },
    false,
  ],
  [
    '503 with a wait',
    failure(503, null, 90_000),
    { kind: 'retry', afterMs: 90_000, because: 'unavailable' },
    true,
  ],
  [
    '503 ConcurrentItemSave',
    failure(503, 'ConcurrentItemSave'),
    { kind: 'retry', afterMs: null, because: 'unavailable' },
    true,
  ],
  ['504', failure(504), { kind: 'retry', afterMs: null, because: 'unavailable' }, true],
  [
    '502 as a web page',
    failure(502, notGraph),
    { kind: 'retry', afterMs: null, because: 'unavailable' },
    true,
  ],
  [
    '500',
    failure(500, 'InternalServerError'),
    { kind: 'retry', afterMs: null, because: 'unavailable' },
    true,
  ],
  ['408', failure(408), { kind: 'retry', afterMs: null, because: 'unavailable' }, true],
  ['no answer', failure(-1, 'ECONNRESET'), { kind: 'retry', afterMs: null, because: 'unavailable' }, true],
  ['stopped by the pass', failure(-1, stopped), { kind: 'retry', afterMs: 0, because: 'stopped' }, true],
  [
    'a certificate nobody vouches for',
    failure(-1, 'SELF_SIGNED_CERT_IN_CHAIN'),
    { kind: 'misconfigured' },
    true,
  ],
  ['410', failure(410), { kind: 'resync' }, false],
  ['400 resyncRequired', failure(400, 'ResyncRequired'), { kind: 'resync' }, false],
  ['404 syncStateInvalid', failure(404, 'syncStateInvalid'), { kind: 'resync' }, false],
  ['410 SyncStateNotFound', failure(410, 'SyncStateNotFound'), { kind: 'resync' }, false],
  ['401', failure(401, 'InvalidAuthenticationToken'), { kind: 'unauthorized' }, false],
  ['401 that names a lost token', failure(401, 'syncStateNotFound'), { kind: 'unauthorized' }, false],
  ['403', failure(403, 'ErrorAccessDenied'), { kind: 'park', because: 'consentMissing' }, false],
  [
    'a mailbox without REST',
    failure(404, 'MailboxNotEnabledForRESTAPI'),
    { kind: 'park', because: 'mailboxGone' },
    false,
  ],
  ['a full mailbox', failure(403, 'ErrorQuotaExceeded'), { kind: 'full' }, false],
  ['507', failure(507), { kind: 'full' }, false],
  ['404', failure(404, 'ErrorItemNotFound'), { kind: 'gone' }, false],
  [
    '404 from a proxy',
    failure(404, notGraph),
    { kind: 'retry', afterMs: null, because: 'unavailable' },
    true,
  ],
  ['an id that is none', failure(400, 'ErrorInvalidIdMalformed'), { kind: 'gone' }, false],
  ['412', failure(412), { kind: 'stale' }, true],
  ['409', failure(409, 'ErrorIrresolvableConflict'), { kind: 'stale' }, true],
  ['400', failure(400, 'ErrorInvalidRequest'), { kind: 'refused', code: 'ErrorInvalidRequest' }, false],
  ['413 without a code', failure(413), { kind: 'refused', code: 'http413' }, false],
  ['a redirect', failure(302, notGraph), { kind: 'misconfigured' }, false],
  ['501', failure(501), { kind: 'bug' }, true],
];

test.each(rows)('%s is told for what it is', (_, what, meaning, stored) => {
  expect(classify(what)).toEqual(meaning);
  expect(mayBeStored(what)).toBe(stored);
});

test('what never reached the socket is certainly not stored', () => {
  expect(mayBeStored(failureOf(new NoAnswer('ECONNREFUSED', false)))).toBe(false);
  expect(mayBeStored(failureOf(new NoAnswer('ECONNRESET', true)))).toBe(true);
});

test("the client's own error without an answer reads as no answer", () => {
  const error = new GraphError(-1, 'fetch failed');
  expect(failureOf(error)).toMatchObject({ status: -1, sent: true });
  expect(classify(failureOf(error)).kind).toBe('retry');
});

test('trouble carries the whole wait, a stable code and no text of the service', () => {
  const trouble = troubleOf(classify(failure(429, null, 5_400_000)));
  expect(trouble.what).toEqual({ kind: 'retry', afterMs: 5_400_000 });
  expect(trouble.message).toBe('graph.throttled');
  expect(troubleOf({ kind: 'unauthorized' }).what).toEqual({ kind: 'park', because: 'signInAgain' });
  expect(troubleOf({ kind: 'resync' }).what).toEqual({ kind: 'resync' });
});
