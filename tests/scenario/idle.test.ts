/**
 * A pass that finds nothing costs almost nothing (ten thousand mailboxes have one each night): one request to the remote, a
 * handful of questions to the store, and no row for each person that is linked.
 */
import type { Db, Queryable } from '../../worker/store/db.ts';
import { createOffice, type Mailboxed, type Office } from '../support/office.ts';
import { onDatabase } from '../support/full-office.ts';

const petra = 'petra@kantoor-voorbeeld.example';
let office: Office;
let who: Mailboxed;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
});
afterEach(() => office.close());

/** Counts questions and the rows that come back; what a transaction begins and ends with counts as two. */
const counted = (db: Db): { db: Db; seen: { questions: number; rows: number } } => {
  const seen = { questions: 0, rows: 0 };
  const on = (inner: Queryable): Queryable => ({
    query: async (query) => {
      const rows = await inner.query(query);
      seen.questions += 1;
      seen.rows += rows.length;
      return rows as never;
    },
  });
  return {
    seen,
    db: {
      ...db,
      ...on(db),
      transaction: (work) => {
        seen.questions += 2;
        return db.transaction((tx) => work(on(tx)));
      },
    },
  };
};

const idlePass = async (persons: number) => {
  for (let n = 0; n < persons; n += 1) {
    await office.person({
      relationManagerId: who.employeeId,
      fields: { lastName: `Nummer ${n}`, workEmail: `nr${n}@idle.example` },
    });
  }
  await office.rest(who);
  await office.rest(who);
  const { db, seen } = counted(office.db);
  const report = await office.pass(who, 'daily', onDatabase(db));
  expect(report).toMatchObject({ ran: true, result: { outcome: 'done' } });
  return { ...seen, requests: report.ran ? report.counts.requests : null };
};

test('a pass that finds nothing sends one request, and asks the store as little with thirty persons as with two', async () => {
  const few = await idlePass(2);
  const many = await idlePass(30);
  expect(many).toEqual(few);
  expect(few.requests).toBe(1);
  expect(few.questions).toBeLessThanOrEqual(24);
  expect(few.rows).toBeLessThanOrEqual(15);
}, 60_000);
