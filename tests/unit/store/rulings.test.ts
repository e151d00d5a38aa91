/** What people decide about held changes: the first one's word stands, and a pass that runs neither loses nor repeats it. */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { asId, type EmployeeId, type HeldId, type MailboxId, type RulingId } from '../../../shared/ids.ts';
import type { PassStore } from '../../../worker/pass/ports.ts';
import type { Queryable } from '../../../worker/store/db.ts';
import { createHeldChanges, type HeldChanges } from '../../../worker/store/held-changes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { openDb } from '../../../worker/store/postgres.ts';
import { createRulings, type Decision, type Rulings } from '../../../worker/store/rulings.ts';
import type { Hold } from '../../../worker/sync/plan.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { at, card, heldChange, hold, link, newMailbox, person, uuid } from './fixture.ts';

let server: TestDb;
let store: PassStore;
let rulings: Rulings;
let held: HeldChanges;
beforeAll(async () => {
  server = await createTestDb();
  store = createPassStore(server.db);
  rulings = createRulings(server.db);
  held = createHeldChanges(server.db);
}, 120_000);
afterAll(() => server.close());

const anouk = asId<EmployeeId>('employee-anouk');
const bas = asId<EmployeeId>('employee-bas');
const decision = (change: Partial<Decision> = {}): Decision => ({
  choice: 'crm',
  fields: {},
  forPair: false,
  decidedBy: anouk,
  ...change,
});

const open = async (mailboxId: MailboxId, name: string, change: Partial<Hold> = {}): Promise<HeldId> => {
  const id = uuid<HeldId>();
  const lease = await hold(store, mailboxId);
  const what = { ...heldChange(link(name), `key of ${id}`), ...change };
  await store.commit(lease, [{ op: 'hold', id, passId: uuid(), at, hold: what }]);
  await store.release(lease);
  return id;
};

const count = async (db: Queryable, id: HeldId): Promise<number> =>
  (await db.query(sql`SELECT FROM sync.rulings WHERE held_id = ${id}`)).length;

/** Until so many connections of this database wait for a lock. */
const untilWaiting = async (connections: number): Promise<void> => {
  for (let waiting = -1; waiting < connections; await sleep(10)) {
    const [row] = await server.db.query<{ n: number }>(sql`
      SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    waiting = row?.n ?? 0;
  }
};

/** Both reach the row of the held change at the same moment: it is locked until both wait for it. */
const atOnce = async <T>(id: HeldId, both: readonly (() => Promise<T>)[]): Promise<T[]> => {
  let asked: Promise<T>[] = [];
  await server.db.transaction(async (tx) => {
    await tx.query(sql`SELECT FROM sync.held_changes WHERE id = ${id} FOR UPDATE`);
    asked = both.map((one) => one());
    await untilWaiting(both.length);
  });
  return Promise.all(asked);
};

describe('a decision', () => {
  test('closes the held change, is on record with who and when, and marks the person for the next pass', async () => {
    const mailbox = await newMailbox(server.db);
    const id = await open(mailbox.id, 'one');
    const outcome = await rulings.decide(mailbox.id, id, decision(), new Date(at));
    expect(outcome).toMatchObject({
      outcome: 'decided',
      isNew: true,
      ruling: { choice: 'crm', decidedBy: anouk, decidedAt: at, outcome: 'pending', settledAt: null },
    });
    expect(await held.get(id)).toMatchObject({ state: 'decided', closedAt: at, ruling: { choice: 'crm' } });
    expect(await held.listOpen(mailbox.id)).toEqual([]);
    expect(await store.marks(mailbox.id)).toEqual([{ subject: 'person', id: person('one') }]);
    expect(await store.rulings(mailbox.id)).toMatchObject([
      { key: `key of ${id}`, personId: person('one'), choice: 'crm', pending: true, forPair: false },
    ]);
  });

  test('given twice is answered the same way; another one later is told what stands, and so is another person', async () => {
    const mailbox = await newMailbox(server.db);
    const id = await open(mailbox.id, 'one');
    const fields = { lastName: 'remote', firstName: 'crm' } as const;
    const first = await rulings.decide(mailbox.id, id, decision({ choice: 'fields', fields }));
    const turned = { firstName: 'crm', lastName: 'remote' } as const;
    const again = await rulings.decide(mailbox.id, id, decision({ choice: 'fields', fields: turned }));
    expect(first).toMatchObject({ outcome: 'decided', isNew: true });
    expect(again).toMatchObject({ outcome: 'decided', isNew: false });
    for (const other of [
      decision(),
      decision({ choice: 'fields', fields: { ...fields, firstName: 'remote' } }),
      decision({ choice: 'fields', fields, forPair: true }),
    ]) {
      expect(await rulings.decide(mailbox.id, id, { ...other, decidedBy: bas })).toMatchObject({
        outcome: 'alreadyDecided',
        ruling: { choice: 'fields', fields, decidedBy: anouk },
      });
    }
    expect(await count(server.db, id)).toBe(1);
  });

  test('of two people at once, over two connections: one is first, the other is told', async () => {
    const other = openDb(server.url);
    try {
      for (let round = 0; round < 5; round += 1) {
        const mailbox = await newMailbox(server.db);
        const id = await open(mailbox.id, `round ${round}`);
        const outcomes = await atOnce(id, [
          () => rulings.decide(mailbox.id, id, decision({ choice: 'crm', decidedBy: anouk })),
          () => createRulings(other).decide(mailbox.id, id, decision({ choice: 'remote', decidedBy: bas })),
        ]);
        expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['alreadyDecided', 'decided']);
        expect(await count(server.db, id)).toBe(1);
        const stands = (await held.get(id))?.ruling;
        for (const outcome of outcomes) expect(outcome).toMatchObject({ ruling: { choice: stands?.choice } });
      }
    } finally {
      await other.close();
    }
  });

  test('of two people at once who want the same: both are told that it is decided so', async () => {
    const other = openDb(server.url);
    try {
      const mailbox = await newMailbox(server.db);
      const id = await open(mailbox.id, 'same');
      const outcomes = await atOnce(id, [
        () => rulings.decide(mailbox.id, id, decision()),
        () => createRulings(other).decide(mailbox.id, id, decision({ decidedBy: bas })),
      ]);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['decided', 'decided']);
      expect(await count(server.db, id)).toBe(1);
    } finally {
      await other.close();
    }
  });

  test('about what a pass has just closed is told that it was overtaken, also when both come at once', async () => {
    const mailbox = await newMailbox(server.db);
    const id = await open(mailbox.id, 'one');
    const lease = await hold(store, mailbox.id);
    const close = { op: 'closeHeld', heldId: id, because: 'overtaken', at } as const;
    const [outcome] = await atOnce<unknown>(id, [
      () => rulings.decide(mailbox.id, id, decision()),
      () => store.commit(lease, [close]).catch((error: unknown) => error),
    ]);
    const after = await held.get(id);
    // Whoever came first: never both, and never a pass that fails on it.
    if (after?.state === 'overtaken') expect(outcome).toEqual({ outcome: 'overtaken', at });
    else expect(outcome).toMatchObject({ outcome: 'decided' });
    expect(await count(server.db, id)).toBe(after?.state === 'decided' ? 1 : 0);
    await store.release(lease);

    const later = await open(mailbox.id, 'two');
    const next = await hold(store, mailbox.id);
    await store.commit(next, [{ ...close, heldId: later }]);
    expect(await rulings.decide(mailbox.id, later, decision())).toEqual({ outcome: 'overtaken', at });
    expect(await held.get(later)).toMatchObject({ state: 'overtaken', ruling: null });
    await store.release(next);
  });

  test('is not for another mailbox, nor for what does not exist', async () => {
    const [mine, others] = [await newMailbox(server.db), await newMailbox(server.db)];
    const id = await open(others.id, 'theirs');
    expect(await rulings.decide(mine.id, id, decision())).toEqual({ outcome: 'unknown' });
    expect(await rulings.decide(mine.id, uuid<HeldId>(), decision())).toEqual({ outcome: 'unknown' });
    expect(await held.get(id)).toMatchObject({ state: 'open' });
    expect(await store.marks(mine.id)).toEqual([]);
  });

  test('given while a pass runs keeps its mark when that pass ends, and loses it with the next', async () => {
    const mailbox = await newMailbox(server.db);
    const id = await open(mailbox.id, 'one');
    const mark = { subject: 'person', id: person('one') } as const;
    const running = await hold(store, mailbox.id);
    await rulings.decide(mailbox.id, id, decision());
    await store.commit(running, [{ op: 'clearMarks', marks: [mark] }]);
    expect(await store.marks(mailbox.id)).toEqual([mark]);
    await store.release(running);
    const next = await hold(store, mailbox.id);
    const [ruling] = await store.rulings(mailbox.id);
    await store.commit(next, [
      { op: 'settleRuling', rulingId: ruling!.id, outcome: 'applied', at },
      { op: 'clearMarks', marks: [mark] },
    ]);
    expect(await store.marks(mailbox.id)).toEqual([]);
    expect(await held.get(id)).toMatchObject({ ruling: { outcome: 'applied', settledAt: at } });
    await store.release(next);
  });

  test('about many is one transaction with an outcome each', async () => {
    const mailbox = await newMailbox(server.db);
    const ids = [await open(mailbox.id, 'a'), await open(mailbox.id, 'b'), await open(mailbox.id, 'c')];
    const nothing = uuid<HeldId>();
    await rulings.decide(mailbox.id, ids[1]!, decision({ choice: 'remote' }));
    const outcomes = await rulings.decideMany(mailbox.id, [...ids, ids[0]!, nothing], decision());
    expect([...outcomes].map(([id, { outcome }]) => [id, outcome])).toEqual([
      [ids[0], 'decided'],
      [ids[1], 'alreadyDecided'],
      [ids[2], 'decided'],
      [nothing, 'unknown'],
    ]);
    expect((await store.marks(mailbox.id)).map(({ id }) => id).toSorted()).toEqual(
      ['a', 'b', 'c'].map(person),
    );
  });
});

describe('what is remembered for a pair', () => {
  const borrowed = { reason: 'borrowed', donorPersonId: person('donor'), cardId: card('donor') } as const;
  const pairDecision = (choice: 'crm' | 'remote') => decision({ choice, forPair: true });

  test('is the last word on it; an earlier one no longer speaks, and other pairs stay', async () => {
    const mailbox = await newMailbox(server.db);
    const first = await open(mailbox.id, 'one', borrowed);
    const elsewhere = await open(mailbox.id, 'one', { ...borrowed, donorPersonId: person('another') });
    const unlinked = await open(mailbox.id, 'one', { ...borrowed, donorPersonId: null });
    for (const id of [first, elsewhere, unlinked]) {
      await rulings.decide(mailbox.id, id, pairDecision('crm'));
    }
    const second = await open(mailbox.id, 'one', borrowed);
    await rulings.decide(mailbox.id, second, pairDecision('remote'));
    expect((await rulings.pairs(mailbox.id)).map(({ heldId, choice }) => [heldId, choice])).toEqual([
      [second, 'remote'],
      [unlinked, 'crm'],
      [elsewhere, 'crm'],
    ]);
    const speaks = (await store.rulings(mailbox.id)).filter(({ forPair }) => forPair);
    expect(speaks).toHaveLength(3);
  });

  test('to take the name of another says nothing about their values; to keep the CRM says something about both', async () => {
    const mailbox = await newMailbox(server.db);
    const name = { ...borrowed, reason: 'nameOfAnother' } as const;
    const values = await open(mailbox.id, 'one', borrowed);
    await rulings.decide(mailbox.id, values, pairDecision('crm'));
    const named = await open(mailbox.id, 'one', name);
    await rulings.decide(mailbox.id, named, pairDecision('remote'));
    const remembered = async () => (await rulings.pairs(mailbox.id)).map(({ heldId }) => heldId);
    expect(await remembered()).toEqual([named, values]);
    const last = await open(mailbox.id, 'one', borrowed);
    await rulings.decide(mailbox.id, last, pairDecision('crm'));
    expect(await remembered()).toEqual([last]);
  });

  test('can be taken back, once or twice, by its own mailbox only; the decision itself stays', async () => {
    const [mailbox, other] = [await newMailbox(server.db), await newMailbox(server.db)];
    const id = await open(mailbox.id, 'one', borrowed);
    await rulings.decide(mailbox.id, id, pairDecision('crm'));
    const [pair] = await rulings.pairs(mailbox.id);
    expect(await rulings.revokePair(other.id, pair!.id)).toBe(false);
    expect(await rulings.revokePair(mailbox.id, uuid<HeldId>() as unknown as RulingId)).toBe(false);
    expect(await rulings.revokePair(mailbox.id, pair!.id, new Date(at))).toBe(true);
    expect(await rulings.revokePair(mailbox.id, pair!.id)).toBe(true);
    expect(await rulings.pairs(mailbox.id)).toEqual([]);
    expect(await store.rulings(mailbox.id)).toMatchObject([{ choice: 'crm', forPair: false }]);
    expect(await held.get(id)).toMatchObject({ state: 'decided', ruling: { revokedAt: at } });
  });
});

describe('the queue', () => {
  test('is listed newest first, by page, person, reason and source, closed ones when asked', async () => {
    const mailbox = await newMailbox(server.db);
    const ids = [];
    for (const name of ['a', 'b', 'c', 'd']) ids.push(await open(mailbox.id, name));
    const kvk = await open(mailbox.id, 'a', { source: 'kvk', reason: 'noBase' });
    await rulings.decide(mailbox.id, ids[3]!, decision());
    const found = async (filter: Parameters<HeldChanges['list']>[0]) =>
      (await held.list({ mailboxId: mailbox.id, ...filter })).items.map(({ id }) => id);
    expect(await found({})).toEqual([kvk, ids[2], ids[1], ids[0]]);
    expect(await found({ state: 'closed' })).toEqual([ids[3]]);
    expect(await found({ state: 'all' })).toHaveLength(5);
    expect(await found({ personId: person('a') })).toEqual([kvk, ids[0]]);
    expect(await found({ reason: 'conflict' })).toEqual([ids[2], ids[1], ids[0]]);
    expect(await found({ source: 'kvk' })).toEqual([kvk]);

    const page = await held.list({ mailboxId: mailbox.id }, { limit: 3, before: null });
    const rest = await held.list({ mailboxId: mailbox.id }, { limit: 3, before: page.next });
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([kvk, ids[2], ids[1], ids[0]]);
    expect(rest.next).toBeNull();
  });

  test('for those who look after all mailboxes carries no value and no person', async () => {
    const mailbox = await newMailbox(server.db);
    const secret = 'Onuitspreekbaar';
    const id = await open(mailbox.id, secret, {
      fields: [{ field: 'lastName', base: { crm: secret, remote: secret }, crm: secret, remote: null }],
    });
    const { items } = await held.outline({ mailboxId: mailbox.id });
    expect(items).toMatchObject([{ id, reason: 'conflict', fields: ['lastName'], state: 'open' }]);
    expect(JSON.stringify(items)).not.toContain(secret);
  });

  test('finds by the beginning of an id, and by nothing that is none', async () => {
    const mailbox = await newMailbox(server.db);
    const id = await open(mailbox.id, 'one');
    for (const length of [8, 9, 13, 36]) {
      expect(await held.beginningWith(id.slice(0, length).toUpperCase())).toMatchObject([{ id }]);
    }
    for (const typed of [id.slice(0, 7), `${id}0`, 'rubbish!', '%%%%%%%%', `${id.slice(0, 8)}x`, '']) {
      expect(await held.beginningWith(typed)).toEqual([]);
    }
  });
});
