/**
 * Every question about history and held changes finds its rows by an index, whatever else there is: no large table is read from
 * one end to the other, and few rows are fetched to be thrown away. How long each takes at 5,000,000 entries is for
 * bench/scale/history.ts, which asks the same.
 *
 * Seen to fail with the schema and the queries of before migration 0011: those by a moment, and those of what was overruled.
 */
import { fillHistory, type Filled } from '../../../bench/scale/history-fill.ts';
import { questionsOf } from '../../../bench/scale/history-questions.ts';
import { catching, planOf } from '../../../bench/scale/plans.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';

const rows = 120_000;
const large = ['history_settled', 'held_changes', 'passes'];
/** A page and what lies between its rows: a small part of all. */
const fewRows = 10_000;

let database: TestDb;
let filled: Filled;

beforeAll(async () => {
  database = await createTestDb();
  filled = await fillHistory(database.db, rows);
}, 120_000);
afterAll(() => database.close());

test('no question reads a large table from end to end or fetches much to throw it away', async () => {
  const db = catching(database.db);
  const wrong: string[] = [];
  for (const { name, ask } of await questionsOf(db, filled)) {
    db.caught = [];
    await ask(1);
    const caught = db.caught;
    db.caught = null;
    for (const query of caught) {
      const { scannedWhole, removed } = await planOf(database.db, query);
      const whole = scannedWhole.filter((table) => large.includes(table));
      if (whole.length > 0) wrong.push(`${name}: ${whole.join(' ')} from end to end`);
      if (removed > fewRows) wrong.push(`${name}: ${String(removed)} rows thrown away`);
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);
