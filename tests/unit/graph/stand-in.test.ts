/** The adapter on the stand-in Graph when things go wrong: what is stored there is compared with what is told here. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { asId } from '../../../shared/ids.ts';
import type { CardId, ConnectorId, MailboxId } from '../../../shared/ids.ts';
import { createSandbox } from '../../../sandbox/index.ts';
import type { Fault, Sandbox } from '../../../sandbox/index.ts';
import { parseNotification } from '../../../worker/graph/index.ts';
import type { Notification } from '../../../worker/graph/index.ts';
import type { CardCreate, Remote } from '../../../worker/pass/ports.ts';
import { blankCard } from '../../../worker/sync/fields/card.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import { graphOn, petra } from '../../support/outlook-remote.ts';
import type { OpenedGraph } from '../../support/outlook-remote.ts';

let sandbox: Sandbox;
let graph: OpenedGraph;
let remote: Remote<OutlookCard>;

const start = async (options: Parameters<typeof graphOn>[1] = {}): Promise<void> => {
  await graph?.close();
  graph = graphOn(sandbox, { timeoutMs: 5_000, ...options });
  remote = await graph.remote();
};

beforeAll(async () => {
  sandbox = await createSandbox({ seed: 5 });
});
beforeEach(async () => {
  sandbox.reset();
  sandbox.clock.hold(Date.parse('2026-03-02T08:00:00Z'));
  await start();
});
afterAll(async () => {
  await graph.close();
  await sandbox.close();
});

const cards = () => sandbox.outlook(petra).cards();
const creates = (count: number): CardCreate<OutlookCard>[] =>
  Array.from({ length: count }, (_, index) => ({
    connectorId: asId<ConnectorId>(randomUUID()),
    card: { ...blankCard, surname: `Naam${index}`, displayName: `Naam${index}`, fileAs: `Naam${index}` },
  }));

describe('R11: what is told of a create is what became of it', () => {
  const after = (status: number): Fault => ({ kind: 'status', status, after: true });
  test.each([
    ['its answer is lost', { kind: 'lostAnswer' }, 1],
    ['it is cut off before', { kind: 'cut' }, 0],
    ['503 comes although it is stored', after(503), 1],
    ['504 comes although it is stored', after(504), 1],
    ['500 comes although it is stored', after(500), 1],
    ['it hangs after it is stored', { kind: 'hang', after: true }, 1],
    ['502 comes as a web page', { kind: 'status', status: 502, body: 'html' }, 0],
  ] satisfies [string, Fault, number][])('unclear, and never posted twice: %s', async (_, fault, stored) => {
    await start({ timeoutMs: 300 });
    sandbox.faults.plan({ method: 'POST', path: '/me/contacts', fault });
    const [create] = creates(1);
    expect(await remote.create([create as CardCreate<OutlookCard>])).toEqual([{ outcome: 'unclear' }]);
    expect(cards()).toHaveLength(stored);
    const found = await remote.find([(create as CardCreate<OutlookCard>).connectorId]);
    expect(found.size).toBe(stored);
  });

  test.each([
    ['a part is answered by 503 although it is stored', { kind: 'status', status: 503, after: true }, true],
    ['the whole answer is lost', { kind: 'lostAnswer' }, false],
  ] satisfies [string, Fault, boolean][])('in a batch: %s', async (_, fault, inBatch) => {
    sandbox.faults.plan({ method: 'POST', fault, inBatch, path: inBatch ? '/me/contacts' : '$batch' });
    const asked = creates(20);
    const results = await remote.create(asked);
    const found = await remote.find(asked.map(({ connectorId }) => connectorId));
    for (const [index, { outcome }] of results.entries()) {
      const there = found.get(asked[index]?.connectorId as ConnectorId)?.length ?? 0;
      expect(there).toBeLessThanOrEqual(1);
      if (outcome === 'created') expect(there).toBe(1);
      else expect(outcome).toBe('unclear');
    }
    expect(results.filter(({ outcome }) => outcome === 'unclear')).toHaveLength(inBatch ? 1 : 20);
    expect(cards()).toHaveLength(20);
  });

  test('under a storm of faults nothing is ever doubled, and what is told as done or not sent is so', async () => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) {
      sandbox.reset();
      sandbox.clock.hold(Date.parse('2026-03-02T08:00:00Z'));
      await start({ timeoutMs: 400 });
      const rates = {
        throttled: 0.1,
        throttledWithoutHeader: 0.05,
        unavailable: 0.03,
        unavailableAfterWrite: 0.05,
        gatewayTimeoutAfterWrite: 0.03,
        badGateway: 0.02,
        lostAnswer: 0.02,
        cut: 0.02,
      };
      sandbox.faults.random({ seed, rates });
      const asked = creates(33);
      const results = await remote.create(asked);
      sandbox.faults.random(null);
      await sandbox.clock.advance(600_000);
      const found = await remote.find(asked.map(({ connectorId }) => connectorId));
      for (const [index, { outcome }] of results.entries()) {
        const there = found.get(asked[index]?.connectorId as ConnectorId)?.length ?? 0;
        outcomes.add(outcome);
        if (outcome === 'created') expect(there).toBe(1);
        if (outcome === 'notSent' || outcome === 'refused') expect(there).toBe(0);
        expect(there).toBeLessThanOrEqual(1);
      }
    }
    expect([...outcomes].sort()).toEqual(['created', 'notSent', 'unclear']);
  }, 60_000);
});

describe('R14: limits', () => {
  test('no more than four at a time reach a mailbox, batches and all, and none is turned away', async () => {
    sandbox.switches.set({ latencyMs: 15 });
    const made = await remote.create(creates(25));
    const ids = made.map((one) => ('cardId' in one ? one.cardId : asId<CardId>('')));
    const other = await graph.remote();
    await Promise.all([
      remote.read(ids),
      other.read(ids.slice(0, 3)),
      ...ids.slice(0, 8).map((id) => other.read([id])),
      remote.create(creates(9)),
    ]);
    const { maxInFlight, refusedForConcurrency } = sandbox.counters(petra);
    expect([maxInFlight, refusedForConcurrency]).toEqual([4, 0]);
  });

  test('the window is never overrun: short waits are slept, a long one is told in full, and it goes on after it', async () => {
    sandbox.switches.set({ windowRequests: 50, windowMs: 600_000 });
    await start({ quota: { inFlight: 4, requests: 50, windowMs: 610_000 } });
    const asked = creates(120);
    const left = () => asked.slice(cards().length);
    for (let round = 0; left().length > 0; round += 1) {
      expect(round).toBeLessThan(10);
      const results = await remote.create(left());
      const stopped = results.find(({ outcome }) => outcome === 'notSent');
      if (stopped?.outcome !== 'notSent') continue;
      const { what, code } = stopped.trouble;
      if (what.kind !== 'retry') throw new Error('not a wait');
      expect(code).toBe('graph.quota');
      expect(what.afterMs).toBeGreaterThan(30_000);
      await sandbox.clock.advance(what.afterMs);
    }
    expect(cards()).toHaveLength(120);
    expect(sandbox.counters(petra).refusedForWindow).toBe(0);
  });

  test('a throttled part of a batch is asked again after its wait, the others are not', async () => {
    sandbox.faults.plan({
      method: 'POST',
      inBatch: true,
      fault: { kind: 'status', status: 429, retryAfter: 17 },
    });
    const results = await remote.create(creates(10));
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(graph.slept).toEqual([17_000]);
    expect(sandbox.counters(petra).requests).toBe(11);
  });

  test('Retry-After of an hour, as a date, delays this mailbox by an hour', async () => {
    sandbox.faults.plan({ fault: { kind: 'status', status: 503, retryAfter: { dateInMs: 3_600_000 } } });
    const thrown: unknown = await remote.defaultFolder().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'graph.unavailable', what: { kind: 'retry', afterMs: 3_600_000 } });
    expect(graph.slept).toEqual([]);
  });

  test('R14: a token that Graph has stopped taking parks the mailbox', async () => {
    sandbox.signIn.revoke(petra, { accessTokens: true });
    const old = sandbox.token(petra);
    await start({ tokens: { accessToken: async () => `${old}x` } });
    const thrown: unknown = await remote.defaultFolder().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ what: { kind: 'park', because: 'signInAgain' } });
  });
});

describe("R4: what is the user's own", () => {
  test('a note, a category, an address and a second e-mail are still there after our update', async () => {
    const [made] = await remote.create(creates(1));
    if (made?.outcome !== 'created') throw new Error('not created');
    const hand = sandbox.outlook(petra);
    hand.edit(made.cardId, {
      personalNotes: 'Houdt van zeilen',
      categories: ['Golf'],
      homeAddress: { city: 'Delft' },
      emailAddresses: [
        { address: 'werk@kantoor.example' },
        { address: 'eigen@thuis.example', name: 'Thuis' },
      ],
    });
    const reading = (await remote.read([made.cardId])).get(made.cardId);
    if (reading === undefined) throw new Error('not read');
    const [first, ...own] = reading.content.emailAddresses;
    const card = {
      ...reading.content,
      mobilePhone: '+31 6 5550 0199',
      emailAddresses: [{ address: 'nieuw@kantoor.example', name: first?.name ?? null }, ...own],
    };
    const [updated] = await remote.update([
      { cardId: made.cardId, etag: reading.etag, before: reading.content, card },
    ]);
    expect(updated).toMatchObject({ outcome: 'updated', card: { mobilePhone: '+31 6 5550 0199' } });
    expect(hand.get(made.cardId)?.values).toMatchObject({
      personalNotes: 'Houdt van zeilen',
      categories: ['Golf'],
      homeAddress: { city: 'Delft' },
      emailAddresses: [{ address: 'nieuw@kantoor.example' }, { address: 'eigen@thuis.example' }],
      mobilePhone: '+31 6 5550 0199',
    });
  });

  test.each(['midnightUtc', '1159Utc', 'localMidnight'] as const)(
    'a birthday that a user picks in a client that stores %s is that day',
    async (birthdayByUser) => {
      sandbox.switches.set({ birthdayByUser });
      const days = ['1980-02-29', '1974-07-22', '1999-12-31', '2000-01-01', '1965-03-28', '1965-10-31'];
      const hand = sandbox.outlook(petra);
      const ids = days.map((birthday) => asId<CardId>(hand.add({ surname: 'Eigen', birthday }).id));
      const readings = await remote.read(ids);
      expect(ids.map((id) => readings.get(id)?.content.birthday)).toEqual(days);
    },
  );
});

describe('R9: folders', () => {
  test('cards of a folder that was deleted are told as removed', async () => {
    const hand = sandbox.outlook(petra);
    const folder = hand.makeFolder('Oude relaties');
    const card = asId<CardId>(hand.add({ surname: 'Eigen' }, { folder: folder.id }).id);
    expect((await remote.read([card])).get(card)?.inDeletedItems).toBe(false);
    hand.deleteFolder(folder.id);
    const fresh = await graph.remote();
    expect((await fresh.read([card])).get(card)?.inDeletedItems ?? true).toBe(true);
  });
});

describe('subscriptions', () => {
  const mailboxId = asId<MailboxId>('0f9b4c52-7a1d-4c8e-9b1f-3d2c5e6a7b80');
  let heard: Notification[];

  const textOf = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    return text;
  };

  beforeEach(() => {
    heard = [];
    sandbox.serve('/listener', async (request, response) => {
      const token = new URL(request.url ?? '', sandbox.url).searchParams.get('validationToken');
      const body = await textOf(request);
      if (token === null) heard.push(...(parseNotification(JSON.parse(body)) ?? []));
      response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain' }).end(token ?? '');
    });
  });

  const urls = () => ({
    notificationUrl: `${sandbox.url}/listener/change`,
    lifecycleUrl: `${sandbox.url}/listener/lifecycle`,
    clientState: 'between-us',
  });

  test('a change is told with our client state, lifecycle events are told apart', async () => {
    const made = await graph.subscriptions.create(mailboxId, urls());
    sandbox.outlook(petra).add({ surname: 'Eigen' });
    await sandbox.clock.advance(60_000);
    await sandbox.clock.settled();
    expect(heard).toMatchObject([{ subscriptionId: made.id, event: 'change', clientState: 'between-us' }]);
    for (const event of ['reauthorizationRequired', 'missed', 'subscriptionRemoved'] as const)
      await sandbox.notifications.lifecycle(event);
    expect(heard.slice(1).map(({ event }) => event)).toEqual(['renew', 'missed', 'removed']);
  });

  test('one is renewed before it ends, is gone after it, and is removed without complaint twice', async () => {
    const { id, expiresAt } = await graph.subscriptions.create(mailboxId, urls());
    await sandbox.clock.advance(6 * 86_400_000);
    const renewed = await graph.subscriptions.renew(mailboxId, id);
    if (renewed === 'gone') throw new Error('gone too early');
    expect(Date.parse(renewed.expiresAt) - Date.parse(expiresAt)).toBe(6 * 86_400_000);
    await graph.subscriptions.remove(mailboxId, id);
    await graph.subscriptions.remove(mailboxId, id);
    expect(await graph.subscriptions.renew(mailboxId, id)).toBe('gone');
  });
});
