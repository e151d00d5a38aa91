/** Subscriptions are made, renewed and made anew; a delivery is believed only with its client state. */
import type { MailboxId } from '../../../shared/ids.ts';
import { createNotificationInbox, type Notification } from '../../../worker/jobs/notifications.ts';
import { createSubscriptionJob, hashClientState } from '../../../worker/jobs/subscriptions.ts';
import { Trouble, type Subscription, type Subscriptions } from '../../../worker/pass/ports.ts';
import { createMailboxes, type Mailboxes } from '../../../worker/store/mailboxes.ts';
import sql from 'sql-template-tag';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { testClock, type TestClock } from '../../support/test-clock.ts';
import { activate, silentLog } from './fixture.ts';

const day = 86_400_000;
let test_: TestDb;
let mailboxes: Mailboxes;
let clock: TestClock;
beforeEach(async () => {
  test_ = await createTestDb();
  mailboxes = createMailboxes(test_.db);
  clock = testClock();
}, 90_000);
afterEach(() => test_.close(), 30_000);

/** Keeps what Graph would keep. */
const standIn = () => {
  const states = new Map<string, string>();
  const calls: string[] = [];
  const urls: string[] = [];
  const trouble = new Map<string, Trouble>();
  const lasts = (id: string): Subscription => ({
    id,
    expiresAt: new Date(clock.now().getTime() + 7 * day).toISOString(),
  });
  const check = (mailboxId: MailboxId): void => {
    const now = trouble.get(mailboxId);
    if (now !== undefined) throw now;
  };
  const port: Subscriptions = {
    create: async (mailboxId, { notificationUrl, lifecycleUrl, clientState }) => {
      check(mailboxId);
      const id = `subscription-${states.size + 1}`;
      calls.push(`create ${id}`);
      urls.push(notificationUrl, lifecycleUrl);
      states.set(id, clientState);
      return lasts(id);
    },
    renew: async (mailboxId, id) => {
      check(mailboxId);
      calls.push(`renew ${id}`);
      return states.has(id) ? lasts(id) : 'gone';
    },
    remove: async (_, id) => {
      states.delete(id);
    },
  };
  return { port, states, calls, urls, trouble };
};

const parts = (graph: ReturnType<typeof standIn>) => ({
  db: test_.db,
  mailboxes,
  subscriptions: graph.port,
  clock,
  log: silentLog,
  origin: 'https://relatiebrug.example',
  signal: new AbortController().signal,
});
const job = (graph: ReturnType<typeof standIn>): (() => Promise<void>) => createSubscriptionJob(parts(graph));
/** The passes asked for so far have run. */
const serveAsks = () => test_.db.query(sql`UPDATE jobs.requests SET served = requested`);
const asks = async (): Promise<string[]> =>
  (
    await test_.db.query<{ trigger: string }>(sql`SELECT trigger FROM jobs.requests WHERE requested > served`)
  ).map(({ trigger }) => trigger);

test('a mailbox gets one subscription, renewed only within its last day, its client state kept as a hash', async () => {
  const id = await activate(test_.db);
  const graph = standIn();
  const round = job(graph);
  await round();
  await round();
  expect(graph.calls).toEqual(['create subscription-1']);
  expect(graph.urls).toEqual([
    'https://relatiebrug.example/notifications/graph',
    'https://relatiebrug.example/notifications/graph/lifecycle',
  ]);
  const state = graph.states.get('subscription-1') ?? '';
  expect(state).toHaveLength(43);
  expect((await mailboxes.byId(id))?.subscription?.clientStateHash).toBe(hashClientState(state));
  clock.advance(5.9 * day);
  await round();
  expect(graph.calls).toHaveLength(1);
  clock.advance(0.2 * day);
  await round();
  await round();
  expect(graph.calls).toEqual(['create subscription-1', 'renew subscription-1']);
  expect((await mailboxes.byId(id))?.subscription?.clientStateHash).toBe(hashClientState(state));
});

test('with the first one a pass is asked, since nobody told what the user changed while the first pass ran', async () => {
  await activate(test_.db);
  const round = job(standIn());
  await round();
  expect(await asks()).toEqual(['notification']);
  await serveAsks();
  clock.advance(6.5 * day);
  await round();
  // A renewed one has told all along.
  expect(await asks()).toEqual([]);
});

test('one that could not be noted is made again, with its pass', async () => {
  const id = await activate(test_.db);
  const graph = standIn();
  const cut = { ...mailboxes, setSubscription: () => Promise.reject(new Error('cut off')) };
  await createSubscriptionJob({ ...parts(graph), mailboxes: cut })();
  expect(await asks()).toEqual(['notification']);
  await job(graph)();
  expect(graph.calls).toEqual(['create subscription-1', 'create subscription-2']);
  expect((await mailboxes.byId(id))?.subscription?.id).toBe('subscription-2');
});

test('one that is gone is made anew and a pass is asked, since nobody told what changed meanwhile', async () => {
  await activate(test_.db);
  const graph = standIn();
  const round = job(graph);
  await round();
  await serveAsks();
  graph.states.delete('subscription-1');
  clock.advance(6.5 * day);
  await round();
  expect(graph.calls).toEqual(['create subscription-1', 'renew subscription-1', 'create subscription-1']);
  expect(await asks()).toEqual(['notification']);
});

test('R14: trouble with one mailbox waits its time and leaves the others alone', async () => {
  const [bad, good] = [await activate(test_.db), await activate(test_.db)];
  const graph = standIn();
  graph.trouble.set(bad, new Trouble('graph.throttled', { kind: 'retry', afterMs: 120_000 }));
  const round = job(graph);
  await round();
  expect((await mailboxes.byId(good))?.subscription).not.toBeNull();
  graph.trouble.delete(bad);
  clock.advance(60_000);
  await round();
  expect((await mailboxes.byId(bad))?.subscription).toBeNull();
  clock.advance(61_000);
  await round();
  expect((await mailboxes.byId(bad))?.subscription).not.toBeNull();
});

test('R14: a user who must sign in again is told so here too', async () => {
  const id = await activate(test_.db);
  const graph = standIn();
  graph.trouble.set(id, new Trouble('identity.invalidGrant', { kind: 'park', because: 'signInAgain' }));
  await job(graph)();
  expect(await mailboxes.byId(id)).toMatchObject({ state: 'signInAgain', stateBecause: 'signInAgain' });
});

describe('a delivery', () => {
  const hints: MailboxId[] = [];
  let pokes = 0;
  beforeEach(() => {
    hints.length = 0;
    pokes = 0;
  });
  const inbox = (notifications: Notification[] | null) =>
    createNotificationInbox({
      parse: () => notifications,
      mailboxes,
      onHint: async (id) => void hints.push(id),
      onSubscriptions: () => {
        pokes += 1;
      },
    })({});
  const subscribed = async (name: string): Promise<MailboxId> => {
    const id = await activate(test_.db);
    const expiresAt = new Date(clock.now().getTime() + 7 * day).toISOString();
    await mailboxes.setSubscription(id, {
      id: name,
      expiresAt,
      clientStateHash: hashClientState(`state of ${name}`),
    });
    return id;
  };
  const one = (name: string, event: Notification['event'] = 'change', clientState = `state of ${name}`) => ({
    subscriptionId: name,
    clientState,
    event,
  });

  test('is a hint for each mailbox it names with the right client state, once', async () => {
    const [a, b] = [await subscribed('a'), await subscribed('b')];
    expect(await inbox([one('a'), one('b'), one('a'), one('a', 'change', 'guessed'), one('stranger')])).toBe(
      'taken',
    );
    expect(hints).toEqual([a, b]);
    expect(pokes).toBe(0);
  });

  test('with a wrong or missing client state, or of nobody we know, is refused and asks nothing', async () => {
    await subscribed('a');
    expect(await inbox([one('a', 'removed', 'guessed')])).toBe('refused');
    expect(await inbox([{ ...one('a'), clientState: null }])).toBe('refused');
    expect(await inbox([one('stranger')])).toBe('refused');
    expect(await inbox([])).toBe('refused');
    expect(await inbox(null)).toBe('garbage');
    expect([hints, pokes]).toEqual([[], 0]);
  });

  test('that a subscription was removed makes a new one and a pass; that it wants renewing only renews it', async () => {
    const [a, b] = [await subscribed('a'), await subscribed('b')];
    expect(await inbox([one('a', 'removed')])).toBe('taken');
    expect((await mailboxes.byId(a))?.subscription).toBeNull();
    expect([hints, pokes]).toEqual([[a], 1]);
    expect(await inbox([one('b', 'renew')])).toBe('taken');
    expect([hints, pokes]).toEqual([[a], 2]);
    expect((await mailboxes.dueSubscription(clock.now())).map(({ id }) => id)).toEqual(
      expect.arrayContaining([a, b]),
    );
    expect(await inbox([one('b', 'missed')])).toBe('taken');
    expect(hints).toEqual([a, b]);
  });
});
