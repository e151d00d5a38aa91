/** What people asked to be taken back: once, whole or not at all, seen by the next pass, told afterwards. */
import sql from 'sql-template-tag';
import { asId, type EmployeeId, type HistoryId, type MailboxId, type PassId } from '../../../shared/ids.ts';
import type { HistoryEntry, PassStore } from '../../../worker/pass/ports.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createUndos, type UndoRequest, type Undos } from '../../../worker/store/undos.ts';
import type { PlannedUndo } from '../../../worker/sync/undo-plan.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { at, entry, hold, link, newMailbox, noCounts, person, uuid } from './fixture.ts';

let database: TestDb;
let store: PassStore;
let undos: Undos;
let mailboxId: MailboxId;

beforeAll(async () => {
  database = await createTestDb();
  store = createPassStore(database.db);
  undos = createUndos(database.db);
}, 60_000);
beforeEach(async () => {
  mailboxId = (await newMailbox(database.db)).id;
});
afterAll(() => database.close());

const planned = (of: HistoryEntry): PlannedUndo => ({
  historyId: of.id,
  entryIds: [of.id],
  personId: of.personId,
  linkId: of.linkId,
  field: 'lastName',
  expected: of.to,
  value: of.from,
});

const request = (entries: readonly HistoryEntry[], over: Partial<UndoRequest> = {}): UndoRequest => ({
  mailboxId,
  scope: { since: at },
  planKey: 'plan-1',
  askedBy: asId<EmployeeId>('employee-1'),
  at: new Date('2026-03-02T09:00:00.000Z'),
  items: entries.map(planned),
  ...over,
});

const record = async (entries: readonly HistoryEntry[]): Promise<void> => {
  const lease = await hold(store, mailboxId);
  await store.commit(lease, [{ op: 'history', entries, outcome: 'done' }]);
  await store.release(lease);
};

const marks = async (): Promise<string[]> => (await store.marks(mailboxId)).map(({ id }) => id);

describe('asking', () => {
  test('gives the pass its items and marks every person', async () => {
    const [anna, bram] = [entry(mailboxId, link('anna')), entry(mailboxId, link('bram'))];
    const asked = await undos.ask(request([anna, bram]));
    expect(asked).toMatchObject({ outcome: 'asked', isNew: true });
    expect(await store.undoItems(mailboxId)).toMatchObject([
      { historyId: anna.id, personId: anna.personId, linkId: anna.linkId, field: 'lastName' },
      { historyId: bram.id, expected: 'Janssen', value: 'Jansen' },
    ]);
    expect(await marks()).toEqual(expect.arrayContaining([person('anna'), person('bram')]));
  });

  test('the same plan twice is one undo, also at the same moment', async () => {
    const entries = Array.from({ length: 20 }, (_, n) => entry(mailboxId, link(n)));
    const asked = await Promise.all(Array.from({ length: 6 }, () => undos.ask(request(entries))));
    expect(new Set(asked.map((one) => (one.outcome === 'asked' ? one.id : one.outcome))).size).toBe(1);
    expect(asked.filter((one) => one.outcome === 'asked' && one.isNew)).toHaveLength(1);
    expect(await store.undoItems(mailboxId)).toHaveLength(20);
  });

  test('two other ones that want the same field: one is asked, of the other nothing is kept', async () => {
    const [shared, own, other] = [1, 2, 3].map((n) => entry(mailboxId, link(n))) as [
      HistoryEntry,
      HistoryEntry,
      HistoryEntry,
    ];
    const asked = await Promise.all([
      undos.ask(request([own, shared], { planKey: 'a' })),
      undos.ask(request([other, shared], { planKey: 'b' })),
    ]);
    expect(asked.map(({ outcome }) => outcome).sort()).toEqual(['asked', 'overlaps']);
    expect(await store.undoItems(mailboxId)).toHaveLength(2);
    expect((await undos.list(mailboxId)).items).toHaveLength(1);
    expect(await marks()).toHaveLength(2);
  });

  test('a field may be undone again once the first undo is settled', async () => {
    const one = entry(mailboxId, link('anna'));
    await undos.ask(request([one]));
    const lease = await hold(store, mailboxId);
    const itemIds = (await store.undoItems(mailboxId)).map(({ id }) => id);
    await store.commit(lease, [{ op: 'settleUndo', itemIds, outcome: 'done', at }]);
    await store.release(lease);
    expect(await undos.ask(request([one]))).toMatchObject({ outcome: 'asked', isNew: true });
  });

  test('a mark set while a pass runs is not cleared by that pass', async () => {
    const lease = await hold(store, mailboxId);
    await undos.ask(request([entry(mailboxId, link('anna'))]));
    await store.commit(lease, [{ op: 'clearMarks', marks: [{ subject: 'person', id: person('anna') }] }]);
    await store.release(lease);
    expect(await marks()).toEqual([person('anna')]);
  });
});

describe('what became of it', () => {
  test('every field tells its own outcome, in the order of the plan', async () => {
    const entries = ['anna', 'bram', 'cees'].map((name) => entry(mailboxId, link(name)));
    const asked = await undos.ask(request(entries));
    if (asked.outcome !== 'asked') throw new Error(asked.outcome);
    const lease = await hold(store, mailboxId);
    const [first, second] = (await store.undoItems(mailboxId)).map(({ id }) => id);
    await store.commit(lease, [
      { op: 'settleUndo', itemIds: [first!], outcome: 'done', at },
      { op: 'settleUndo', itemIds: [second!], outcome: 'changedSince', at },
    ]);
    await store.release(lease);
    expect(await undos.get(asked.id)).toMatchObject({
      mailboxId,
      scope: { since: at },
      askedBy: 'employee-1',
      askedAt: '2026-03-02T09:00:00.000Z',
      items: [
        { personId: person('anna'), outcome: 'done', settledAt: at },
        { personId: person('bram'), outcome: 'changedSince' },
        { personId: person('cees'), outcome: 'pending', settledAt: null },
      ],
    });
    expect(await undos.waiting(mailboxId)).toEqual([{ personId: person('cees'), field: 'lastName' }]);
    expect(await undos.waitingWith(mailboxId, 'plan-1')).toBe(asked.id);
    expect(await undos.waitingWith(mailboxId, 'plan-2')).toBeNull();
  });

  test('undos are listed newest first, a page at a time, per mailbox', async () => {
    for (let n = 0; n < 3; n += 1) {
      await undos.ask(request([entry(mailboxId, link(n))], { planKey: `plan-${n}` }));
    }
    const other = (await newMailbox(database.db)).id;
    await undos.ask({ ...request([entry(other, link('x'))]), mailboxId: other });
    const first = await undos.list(mailboxId, { limit: 2, before: null });
    const rest = await undos.list(mailboxId, { limit: 2, before: first.next });
    expect([first, rest].map(({ items }) => items.map((undo) => undo.items[0]?.personId))).toEqual([
      [person(2), person(1)],
      [person(0)],
    ]);
    expect(rest.next).toBeNull();
    expect((await undos.list(null)).items[0]).toMatchObject({ mailboxId: other });
  });

  test('what is no id of an undo is none', async () => {
    expect(await undos.get(asId('rubbish'))).toBeNull();
    expect(await undos.get(asId(uuid<HistoryId>()))).toBeNull();
  });
});

describe('the entries of a scope', () => {
  const passId = (): PassId => uuid();
  const ids = async (scope: UndoRequest['scope']): Promise<HistoryId[] | string> => {
    const found = await undos.entriesIn(mailboxId, scope);
    return found.outcome === 'found' ? found.entries.map(({ id }) => id) : found.outcome;
  };

  test('one entry, a pass newest first, and since an instant only what was sent to the CRM', async () => {
    const pass = passId();
    const of = link('anna');
    const early = entry(mailboxId, of, { at: '2026-03-02T07:59:59.999Z' });
    const first = entry(mailboxId, of, { passId: pass });
    const second = entry(mailboxId, of, { passId: pass, side: 'remote', decision: 'R5.onlyCrm' });
    const third = entry(mailboxId, of, { at: '2026-03-02T08:00:01.000Z' });
    await record([early, first, second, third]);
    expect(await ids({ entry: first.id })).toEqual([first.id]);
    expect(await ids({ pass })).toEqual([second.id, first.id]);
    expect(await ids({ since: at })).toEqual([third.id, first.id]);
    expect(await ids({ since: '2027-01-01T00:00:00.000Z' })).toEqual([]);
  });

  test('of another mailbox, and what is no id, is unknown; a pass that changed nothing is known', async () => {
    const pass = passId();
    const lease = await hold(store, mailboxId);
    await store.openPass(lease, pass, 'daily', at);
    await store.closePass(lease, pass, at, { outcome: 'done' }, noCounts());
    await store.release(lease);
    const other = (await newMailbox(database.db)).id;
    const theirs = entry(other, link('x'));
    const theirLease = await hold(store, other);
    await store.commit(theirLease, [{ op: 'history', entries: [theirs], outcome: 'done' }]);
    await store.release(theirLease);
    expect(await ids({ pass })).toEqual([]);
    expect(await ids({ pass: theirs.passId })).toBe('unknown');
    expect(await ids({ entry: theirs.id })).toBe('unknown');
    expect(await ids({ entry: asId('rubbish') })).toBe('unknown');
    expect(await ids({ pass: asId('rubbish') })).toBe('unknown');
  });

  test('more than anybody reads is told, not cut off', async () => {
    await database.db.query(sql`
      INSERT INTO sync.history (id, at, mailbox_id, pass_id, person_id, link_id, field, side, decision, outcome)
      SELECT gen_random_uuid(), ${at}, ${mailboxId}, gen_random_uuid(), 'p' || n, gen_random_uuid(), 'lastName', 'crm',
        'R5.onlyRemote', 'done'
      FROM generate_series(1, 5001) AS n`);
    expect(await ids({ since: at })).toBe('tooMany');
  });
});
