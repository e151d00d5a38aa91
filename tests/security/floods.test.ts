/**
 * The webhook, where anybody can post: only the client state of a mailbox's own subscription makes a pass, and neither
 * garbage nor a flood costs more than it may. The worker's own inbox and queue stand behind it.
 *
 * Seen to fail with the safeguard taken away, in a copy of the worker: `knows` in worker/jobs/notifications.ts always true (every
 * guessed client state makes a pass); the look at `underWay` in worker/api/notifications/routes.ts (deliveries pile up).
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import sql from 'sql-template-tag';
import { parseNotification } from '../../worker/graph/index.ts';
import { createNotificationInbox, requestPass } from '../../worker/jobs/index.ts';
import { clientStateHash, fillMailbox, type FullMailbox } from './support/full-mailbox.ts';
import { joost, openGate, petra, type Gate } from './support/gate.ts';

let gate: Gate;
let mine: FullMailbox;
let other: FullMailbox;
beforeAll(async () => {
  gate = await openGate();
  mine = await fillMailbox(gate, petra, 'tulp');
  other = await fillMailbox(gate, joost, 'roos');
}, 120_000);
afterAll(() => gate.close());
beforeEach(async () => {
  await gate.office.db.query(sql`DELETE FROM jobs.requests`);
});

const paths = ['/notifications/graph', '/notifications/graph/lifecycle'] as const;

const post = (
  body: string,
  path: string = paths[0],
  headers: Record<string, string> = {},
): Promise<Response> =>
  Promise.resolve(
    gate.app.request(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    }),
  );
const deliver = (value: readonly unknown[], path?: string): Promise<Response> =>
  post(JSON.stringify({ value }), path);
const change = (of: FullMailbox, clientState: unknown = of.clientState): object => ({
  subscriptionId: of.subscriptionId,
  clientState,
  changeType: 'updated',
  resource: 'Users/x/Contacts/y',
});
/** Asks for passes: a row a mailbox, with how often it was asked. */
const asks = (): Promise<{ mailbox: string; asked: number }[]> =>
  gate.office.db.query(
    sql`SELECT mailbox_id::text AS mailbox, requested::int AS asked FROM jobs.requests ORDER BY 1`,
  );
const subscriptions = async (): Promise<unknown> =>
  (await gate.office.mailboxes.list()).map(({ id, subscription }) => [id, subscription]);

describe('A notification is believed with the client state of its own subscription only', () => {
  test('with it, it asks one pass of that mailbox', async () => {
    expect((await deliver([change(mine)])).status).toBe(202);
    expect(await asks()).toEqual([{ mailbox: mine.mailboxId, asked: 1 }]);
  });

  test.each<[string, () => unknown]>([
    ['wrong', () => 'state-tulp-of-a-guess'],
    ['that of another mailbox', () => other.clientState],
    ['missing', () => undefined],
    ['null', () => null],
    ['empty', () => ''],
    ['the right one and more', () => `${mine.clientState} `],
    ['the right one in other letters', () => mine.clientState.toUpperCase()],
    ['the hash that the store keeps', () => clientStateHash(mine.clientState)],
    ['a number', () => 1],
    ['a list that holds the right one', () => [mine.clientState]],
  ])('%s: it is refused, and nothing is asked', async (_name, clientState) => {
    for (const path of paths) {
      const response = await deliver([{ ...change(mine), clientState: clientState() }], path);
      expect([path, response.status]).toEqual([path, 401]);
    }
    expect(await asks()).toEqual([]);
  });

  test('of a lifecycle too: a stranger ends or renews nobody’s subscription', async () => {
    const before = await subscriptions();
    for (const lifecycleEvent of ['subscriptionRemoved', 'reauthorizationRequired', 'missed']) {
      await deliver([{ ...change(mine, 'guess'), lifecycleEvent }], paths[1]);
      await deliver([{ ...change(mine, other.clientState), lifecycleEvent }], paths[1]);
    }
    expect(await subscriptions()).toEqual(before);
    expect(await asks()).toEqual([]);
  });

  test('an answer does not tell a known subscription from an unknown one', async () => {
    const known = await deliver([change(mine, 'guess')]);
    const unknown = await deliver([{ ...change(mine, 'guess'), subscriptionId: randomUUID() }]);
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
  });
});

describe('Garbage', () => {
  /** Near to a delivery, far from one, and no JSON at all. */
  const garbage = fc.oneof(
    { weight: 3, arbitrary: fc.json({ maxDepth: 3 }) },
    {
      weight: 3,
      arbitrary: fc.record({ value: fc.array(fc.anything({ maxDepth: 2 }), { maxLength: 4 }) }).map(asJson),
    },
    {
      weight: 3,
      arbitrary: fc
        .array(
          fc.record(
            {
              subscriptionId: fc.oneof(
                fc.string({ unit: 'binary' }),
                fc.constant('subscription-tulp'),
                fc.integer(),
              ),
              clientState: fc.oneof(
                fc.string({ unit: 'binary' }),
                fc.constant(null),
                fc.object({ maxDepth: 1 }),
              ),
              changeType: fc.anything({ maxDepth: 1 }),
              lifecycleEvent: fc.oneof(
                fc.string(),
                fc.constant('subscriptionRemoved'),
                fc.anything({ maxDepth: 1 }),
              ),
            },
            { requiredKeys: [] },
          ),
          { maxLength: 5 },
        )
        .map((value) => asJson({ value })),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );

  test('10,000 bodies of it make no pass, change no subscription, and are never an error of ours', async () => {
    const before = await subscriptions();
    const bodies = fc.sample(garbage, { numRuns: 10_000, seed: 20_261_122 });
    const statuses = new Map<number, number>();
    for (let at = 0; at < bodies.length; at += 25) {
      await Promise.all(
        bodies.slice(at, at + 25).map(async (body, i) => {
          const { status } = await post(body, paths[i % 2]);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }),
      );
    }
    expect([...statuses.keys()].filter((status) => ![202, 400, 401].includes(status))).toEqual([]);
    expect([...statuses.values()].reduce((sum, n) => sum + n, 0)).toBe(10_000);
    expect(await asks()).toEqual([]);
    expect(await subscriptions()).toEqual(before);
    expect(gate.logged.filter(({ level }) => level === 'error')).toEqual([]);
  }, 120_000);

  test.each([
    ['brackets a hundred thousand deep', '['.repeat(100_000)],
    ['objects fifty thousand deep', `${'{"value":'.repeat(50_000)}[]${'}'.repeat(50_000)}`],
    ['a number of a hundred thousand digits', `{"value":[${'9'.repeat(100_000)}]}`],
    ['a name that every object has', '{"__proto__":{"value":[]},"constructor":{"prototype":{"value":1}}}'],
    ['more notifications than a delivery holds', JSON.stringify({ value: Array(10_001).fill(0) })],
  ])('%s is refused at once', async (_name, body) => {
    const startedMs = performance.now();
    expect([400, 401]).toContain((await post(body)).status);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(({} as { value?: unknown }).value).toBeUndefined();
  });

  test('a megabyte is read, a byte more is not, whether its length is told or not', async () => {
    const most = 1024 * 1024;
    expect((await post('x'.repeat(most))).status).toBe(400);
    expect((await post('x'.repeat(most + 1))).status).toBe(413);
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
    const response = await gate.app.request(paths[0], {
      ...init,
      headers: { 'transfer-encoding': 'chunked' },
    });
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(2 * most);
  });
});

function asJson(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ??
      'null'
    );
  } catch {
    return '{';
  }
}

describe('A flood', () => {
  test('of the right notifications is one pass: in one delivery, and over a thousand of them', async () => {
    expect((await deliver(Array<object>(4_000).fill(change(mine)))).status).toBe(202);
    expect(await asks()).toEqual([{ mailbox: mine.mailboxId, asked: 1 }]);
    for (let round = 0; round < 50; round += 1) {
      await Promise.all(Array.from({ length: 20 }, () => deliver([change(mine), change(other)])));
    }
    // A row a mailbox, however often it was asked: it is taken once.
    expect((await asks()).map(({ mailbox }) => mailbox).sort()).toEqual(
      [mine.mailboxId, other.mailboxId].sort(),
    );
  }, 60_000);

  test('of ten thousand made-up subscriptions in a delivery costs one question to the database', async () => {
    let questions = 0;
    const inbox = createNotificationInbox({
      parse: parseNotification,
      mailboxes: {
        bySubscriptions: (ids) => {
          questions += 1;
          return gate.office.mailboxes.bySubscriptions(ids);
        },
        setSubscription: () => Promise.reject(new Error('nothing is to be changed')),
      },
      onHint: () => Promise.reject(new Error('nothing is to be asked')),
      onSubscriptions: () => undefined,
    });
    const value = Array.from({ length: 10_000 }, (_, n) => ({
      subscriptionId: `made-up-${String(n)}`,
      clientState: 'x',
    }));
    expect(await inbox({ value })).toBe('refused');
    expect(questions).toBe(1);
  });

  test('that the database cannot keep up with is told to come back, and does not pile up', async () => {
    let underWay = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const app = gate.with({
      takeNotifications: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>((resolve) => waiting.push(resolve));
        underWay -= 1;
        return 'taken';
      },
    });
    const answers = Array.from({ length: 500 }, () =>
      Promise.resolve(
        app.request(paths[0], { method: 'POST', body: JSON.stringify({ value: [change(mine)] }) }),
      ),
    );
    await sleep(500);
    for (const go of waiting) go();
    const statuses = (await Promise.all(answers)).map(({ status, headers }) => [
      status,
      headers.get('retry-after'),
    ]);
    expect(most).toBeLessThanOrEqual(32);
    expect(statuses.filter(([status]) => status === 202)).toHaveLength(most);
    expect(statuses.filter(([status, after]) => status === 503 && after === '10')).toHaveLength(500 - most);
    // And afterwards there is room again.
    const again = app.request(paths[0], { method: 'POST', body: JSON.stringify({ value: [change(mine)] }) });
    await sleep(50);
    waiting.at(-1)?.();
    expect((await again).status).toBe(202);
  });

  test('leaves the memory of the worker as it was', async () => {
    const body = JSON.stringify({ value: Array<object>(3_000).fill(change(mine, 'guess')) });
    const held = async (): Promise<number> => {
      for (let i = 0; i < 10; i += 1) expect((await post(body)).status).toBe(401);
      await sleep(20);
      return process.memoryUsage().heapUsed;
    };
    await held();
    const rounds: number[] = [];
    for (let i = 0; i < 4; i += 1) rounds.push(await held());
    // Between the two halves lie 20 deliveries of 400 kB, several MB each as objects.
    expect(Math.min(...rounds.slice(2)) - Math.max(...rounds.slice(0, 2))).toBeLessThan(40 * 1024 * 1024);
  }, 60_000);
});

describe('The handshake', () => {
  const shake = (token: string, path: string = paths[0]): Promise<Response> =>
    Promise.resolve(
      gate.app.request(`${path}?validationToken=${encodeURIComponent(token)}`, { method: 'POST' }),
    );

  test('gives any token of Graph’s size back as plain text that no browser runs', async () => {
    const tokens = fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 500 }), {
      numRuns: 200,
      seed: 7,
    });
    for (const token of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', ...tokens]) {
      const response = await shake(token, paths[1]);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await response.text()).toBe(token);
    }
  });

  test('takes none that is empty or longer than any of Graph’s, and asks nothing', async () => {
    expect((await shake('')).status).toBe(400);
    expect((await shake('x'.repeat(4_097))).status).toBe(400);
    expect(await asks()).toEqual([]);
  });

  test('asks nothing either when a notification comes with it', async () => {
    const body = JSON.stringify({ value: [change(mine)] });
    const response = await gate.app.request(`${paths[0]}?validationToken=abc`, { method: 'POST', body });
    expect(await response.text()).toBe('abc');
    expect(await asks()).toEqual([]);
  });
});

test('A pass is asked for one’s own mailbox only, whoever asks it: of a mailbox that is none nothing is queued', async () => {
  expect(await requestPass(gate.office.db, randomUUID() as never, 'notification')).toBe(false);
  expect(await asks()).toEqual([]);
});
