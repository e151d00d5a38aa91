/**
 * Batches that follow each other closely (worker/pass/pipeline.ts), over the wire: an intent stands before its card is posted,
 * and whatever goes wrong while one batch is under way and the next is made ready, each person has one card in the end (R11, R13,
 * R14).
 */
import sql from 'sql-template-tag';
import type { CardCreate, PassStore, Remote } from '../../worker/pass/ports.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { crashAt } from '../support/crash.ts';
import {
  connectorProperty,
  createOffice,
  type Mailboxed,
  type Office,
  type Wrap,
} from '../support/office.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;
let made = 0;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
  made = 0;
}, 60_000);
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const persons = async (count: number): Promise<void> => {
  await office.crm.transaction(async (crm) => {
    for (let index = 0; index < count; index += 1) {
      const lastName = `Nummer ${String(made).padStart(4, '0')}`;
      const fields = { firstName: 'Anna', lastName, workEmail: `nr${made}@beurt.example` };
      made += 1;
      const draft = { kind: 'contactPerson', relationManagerId: who.employeeId, fields } as const;
      await crm.createPerson(draft, { kind: 'import' });
    }
  });
};

const oneCardEach = async (count: number): Promise<void> => {
  const cards = outlook().cards();
  expect(cards.map(({ values }) => values.surname).toSorted()).toEqual(
    Array.from({ length: count }, (_, index) => `Nummer ${String(index).padStart(4, '0')}`),
  );
  expect(new Set(cards.map(({ properties }) => properties[connectorProperty])).size).toBe(count);
  const links = await office.store.links(who.mailboxId);
  expect(links.map(({ state }) => state)).toEqual(Array.from({ length: count }, () => 'active'));
  expect(links.map(({ connectorId }) => connectorId).toSorted()).toEqual(
    cards.map(({ properties }) => properties[connectorProperty]).toSorted(),
  );
  expect(await office.store.intendedHistory(who.mailboxId)).toEqual([]);
};

type Create = Remote<OutlookCard>['create'];
/** Comes between the pass and its creates. */
const creating = (
  around: (create: Create, cards: readonly CardCreate<OutlookCard>[]) => ReturnType<Create>,
): Wrap => ({
  remotes: (remotes) => ({
    open: async (...args) => {
      const remote = await remotes.open(...args);
      return new Proxy(remote, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target);
          if (name === 'create')
            return (cards: readonly CardCreate<OutlookCard>[]) =>
              around((some) => target.create(some), cards);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
  }),
});

/** Comes before the n-th commit that carries intents of new cards. */
const beforeIntents = (which: number, what: () => Promise<void> | void): Wrap => {
  let seen = 0;
  return {
    store: (store: PassStore) => ({
      ...store,
      commit: async (lease, writes) => {
        if (writes.some(({ op }) => op === 'newLinks') && (seen += 1) === which) await what();
        return store.commit(lease, writes);
      },
    }),
  };
};

test('R11: when a batch leaves, its intents are in the store and its connector IDs in the CRM; one batch at a time', async () => {
  await persons(70);
  let underWay = 0;
  const sizes: number[] = [];
  await office.pass(
    who,
    'activation',
    creating(async (create, cards) => {
      underWay += 1;
      expect(underWay).toBe(1);
      const links = await office.store.links(who.mailboxId);
      const known = await office.crm.connectorIds(who.employeeId);
      const intended = new Set(
        (await office.store.intendedHistory(who.mailboxId)).map(({ linkId }) => linkId),
      );
      for (const { connectorId } of cards) {
        const link = links.find((each) => each.connectorId === connectorId);
        expect(link).toMatchObject({ state: 'creating', cardId: null });
        expect(known.get(link!.personId)).toBe(connectorId);
        expect(intended.has(link!.id)).toBe(true);
      }
      sizes.push(cards.length);
      const results = await create(cards);
      underWay -= 1;
      return results;
    }),
  );
  expect(sizes).toEqual([20, 20, 20, 10]);
  const { maxInFlight, refusedForConcurrency } = office.sandbox.counters(petra);
  expect([maxInFlight <= 4, refusedForConcurrency]).toEqual([true, 0]);
  await oneCardEach(70);
});

test('R11: a commit that fails while a batch is under way: the pass ends behind that batch, and nothing is doubled', async () => {
  await persons(70);
  let underWay = 0;
  const report = await office.pass(who, 'activation', {
    ...creating(async (create, cards) => {
      underWay += 1;
      const results = await create(cards);
      // It goes on when the commit beside it has failed already.
      await new Promise((resolve) => setTimeout(resolve, 50));
      underWay -= 1;
      return results;
    }),
    ...beforeIntents(3, () => {
      throw new Error('the database went away');
    }),
  });
  expect(report).toMatchObject({ result: { outcome: 'failed' } });
  expect(underWay).toBe(0);
  expect(outlook().cards()).toHaveLength(40);
  await office.rest(who);
  await oneCardEach(70);
});

test('R13: the lease is lost while a batch is under way: nothing more is sent, and whoever has it then makes no second card', async () => {
  await persons(70);
  const report = await office.pass(
    who,
    'activation',
    beforeIntents(3, async () => {
      await office.db.query(sql`UPDATE sync.leases SET token = token + 1, expires_at = '-infinity'`);
    }),
  );
  expect(report).toMatchObject({ result: { outcome: 'later', code: 'store.leaseLost' } });
  expect(outlook().cards()).toHaveLength(40);
  await office.rest(who);
  await oneCardEach(70);
});

test('R14: some of a batch are throttled for long: what was made ready behind it is not sent, and the wait is kept in full', async () => {
  await persons(70);
  office.sandbox.faults.plan({
    method: 'POST',
    path: /\/contacts$/u,
    inBatch: true,
    skip: 25,
    times: 3,
    fault: { kind: 'status', status: 429, retryAfter: 600 },
  });
  const report = await office.pass(who, 'activation');
  expect(report).toMatchObject({ result: { outcome: 'later', afterMs: 600_000 }, counts: { created: 37 } });
  expect(outlook().cards()).toHaveLength(37);
  // What was certainly not sent is told so, that of the batch that was only made ready too.
  expect(await office.store.intendedHistory(who.mailboxId)).toEqual([]);
  expect(await office.pass(who)).toMatchObject({ ran: false, because: 'notNow' });
  await office.sandbox.clock.advance(601_000);
  await office.rest(who);
  await oneCardEach(70);
});

test('R14: some of a batch are throttled for a moment: they are made after it, and the batches behind them wait for them', async () => {
  await persons(70);
  office.sandbox.faults.plan({
    method: 'POST',
    path: /\/contacts$/u,
    inBatch: true,
    skip: 5,
    times: 4,
    fault: { kind: 'status', status: 429, retryAfter: 2 },
  });
  await office.pass(who, 'activation');
  const order = outlook()
    .cards()
    .map(({ values }) => values.surname ?? '');
  // Places within a batch are taken in any order; between batches there is one.
  expect(order.slice(0, 20).every((name) => name < 'Nummer 0020')).toBe(true);
  await oneCardEach(70);
});

test('R11: answers that are lost in two batches on end are looked for, and none is posted twice', async () => {
  await persons(70);
  office.sandbox.faults.plan({
    method: 'POST',
    path: /\/contacts$/u,
    inBatch: true,
    skip: 15,
    times: 12,
    fault: { kind: 'status', status: 503, after: true },
  });
  await office.rest(who);
  expect(office.sandbox.counters(petra).byMethod['POST']).toBe(70);
  await oneCardEach(70);
});

test('told to stop while a batch is under way: no further one leaves, and the next start makes each card once', async () => {
  await persons(70);
  const stop = new AbortController();
  let sent = 0;
  const report = await office.pass(who, 'activation', {
    ...creating(async (create, cards) => {
      sent += 1;
      const results = create(cards);
      if (sent === 2) stop.abort();
      return results;
    }),
    signal: stop.signal,
  });
  expect(report).toMatchObject({ result: { outcome: 'stopped' } });
  expect(sent).toBe(2);
  await office.rest(who);
  await oneCardEach(70);
});

test('R11, R13: a crash at any call of a pass with several batches leaves one card each', async () => {
  const calls = [19, 22, 25, 28, 31, 34, 37, 40, 43, 46];
  for (const [index, call] of calls.entries()) {
    await persons(42);
    await office.pass(who, 'syncNow', crashAt(call, index % 2 === 0 ? 'before' : 'after')).catch(() => null);
    // What was on its way when the process died still arrives.
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await office.rest(who);
  // What was written ahead twice is settled by the pass that comes by.
  await office.rest(who);
  await oneCardEach(calls.length * 42);
}, 120_000);
