/** The history, read with filters and by pages. That it is only ever added to is tested with the commit. */
import { asId, type HistoryId, type MailboxId } from '../../../shared/ids.ts';
import type { HistoryEntry } from '../../../worker/pass/ports.ts';
import { createHistory, type History, type HistoryFilter } from '../../../worker/store/history.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { entry, hold, link, newMailbox, person, uuid } from './fixture.ts';

let database: TestDb;
let history: History;
let mine: MailboxId;
let theirs: MailboxId;
let byName: Map<HistoryId, string>;

const anna = link('anna');
const bram = link('bram');
const pass = asId<HistoryEntry['passId']>('00000000-0000-4000-8000-00000000000a');

beforeAll(async () => {
  database = await createTestDb();
  history = createHistory(database.db);
  const store = createPassStore(database.db);
  [mine, theirs] = [(await newMailbox(database.db)).id, (await newMailbox(database.db)).id];
  const named: Record<string, HistoryEntry> = {
    created: entry(mine, anna, { field: null, side: 'remote', decision: 'R2.created', from: null, to: null }),
    inbound: entry(mine, anna, { passId: pass, at: '2026-03-03T08:00:00.000Z' }),
    lost: entry(mine, bram, {
      field: 'jobTitle',
      side: 'remote',
      decision: 'R5.conflict.crm',
      overruled: { side: 'remote', value: null },
      at: '2026-03-04T08:00:00.000Z',
    }),
    theirs: entry(theirs, anna, { at: '2026-03-05T08:00:00.000Z' }),
  };
  byName = new Map(Object.entries(named).map(([name, { id }]) => [id, name]));
  for (const mailboxId of [mine, theirs]) {
    const lease = await hold(store, mailboxId);
    const entries = Object.values(named).filter((each) => each.mailboxId === mailboxId);
    await store.commit(lease, [{ op: 'history', entries, outcome: 'done' }]);
    await store.release(lease);
  }
}, 60_000);
afterAll(() => database.close());

const found = async (filter: HistoryFilter): Promise<(string | undefined)[]> =>
  (await history.list(filter)).items.map(({ id }) => byName.get(id));

test.each<[string, () => HistoryFilter, string[]]>([
  ['nothing', () => ({}), ['theirs', 'lost', 'inbound', 'created']],
  ['a mailbox', () => ({ mailboxId: mine }), ['lost', 'inbound', 'created']],
  ['a person', () => ({ personId: person('anna') }), ['theirs', 'inbound', 'created']],
  ['a person in a mailbox', () => ({ personId: person('anna'), mailboxId: theirs }), ['theirs']],
  ['a pass', () => ({ passId: pass }), ['inbound']],
  ['a field', () => ({ field: 'jobTitle' }), ['lost']],
  ['a side', () => ({ side: 'crm' }), ['theirs', 'inbound']],
  ['from an instant on', () => ({ since: '2026-03-04T08:00:00.000Z' }), ['theirs', 'lost']],
  ['before an instant', () => ({ until: '2026-03-04T08:00:00.000Z' }), ['inbound', 'created']],
  ['what was overruled, also a blank', () => ({ overruled: true }), ['lost']],
  ['what is no id', () => ({ passId: asId('rubbish') }), []],
])('by %s', async (_what, filter, names) => {
  expect(await found(filter())).toEqual(names);
});

test('pages follow each other without gap or repetition, and one entry can be read', async () => {
  const names: (string | undefined)[] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<History['list']>> = await history.list({}, { limit: 1, before });
    names.push(...page.items.map(({ id }) => byName.get(id)));
    before = page.next;
  } while (before !== null);
  expect(names).toEqual(['theirs', 'lost', 'inbound', 'created']);
  const [lost] = (await history.list({ overruled: true })).items;
  expect(await history.get(lost!.id)).toEqual(lost);
  expect(lost).toMatchObject({ overruled: { side: 'remote', value: null }, outcome: 'done' });
  expect(await history.get(uuid<HistoryId>())).toBeNull();
  expect(await history.get(asId<HistoryId>('rubbish'))).toBeNull();
});
