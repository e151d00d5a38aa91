/**
 * R14 across processes: two processes are two gate keepers and two stores on one database. What one has asked of a mailbox counts
 * for the other, also after a kill, and no request costs a question to the database.
 *
 * Seen to fail with the safeguard taken away: without `spent = …` in the release (worker/store/spending.ts) the second process
 * asked ten times anew; without the sum of a killed one (`untoldAtMost`) it went on as if nothing had been under way; without
 * `blocked` in worker/graph/spending.ts it asked while the service had said "not before two minutes".
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { MailboxId } from '../../../shared/ids.ts';
import { gateKeeper } from '../../../worker/graph/gate.ts';
import { createSpendings, type Spendings } from '../../../worker/graph/spending.ts';
import type { PassStore } from '../../../worker/pass/ports.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createSpendingLedger, withSpending } from '../../../worker/store/spending.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { testClock } from '../../support/test-clock.ts';

const quota = { inFlight: 4, requests: 1_000, windowMs: 610_000 };
const leaseMs = 60_000;

let test_: TestDb;
let mailboxId: MailboxId;
beforeAll(async () => {
  test_ = await createTestDb();
}, 90_000);
beforeEach(async () => {
  const id = randomUUID();
  await test_.db.query(sql`
    INSERT INTO sync.mailboxes (id, employee_id, tid, oid, settings, activated_at)
    VALUES (${id}, ${id}, 'tenant', ${id}, '{}', now())`);
  mailboxId = id as MailboxId;
});
afterAll(() => test_.close());

interface OneProcess {
  readonly store: PassStore;
  readonly spendings: Spendings;
  /** One request, or a batch of so many. */
  readonly ask: (requests?: number) => Promise<void>;
  readonly blockFor: (ms: number) => void;
  readonly questions: () => number;
}

/** `slowTelling`: what it tells by itself arrives so many milliseconds late. */
const process_ = (slowTelling = 0): OneProcess => {
  let questions = 0;
  const db: Db = {
    ...test_.db,
    query: async (query) => {
      questions += 1;
      if (slowTelling > 0 && query.text.includes('blocked_until = greatest')) await sleep(slowTelling);
      return test_.db.query(query);
    },
  };
  const clock = testClock();
  const spendings: Spendings = createSpendings(createSpendingLedger(db), clock, (id) => gateOf(id));
  const gateOf = gateKeeper(quota, clock, (id, gate) => spendings.bookOf(id, gate));
  return {
    spendings,
    store: withSpending(createPassStore(db), db, spendings),
    ask: (requests = 1) => gateOf(mailboxId).run(1, requests, null, async () => undefined),
    blockFor: (ms) => gateOf(mailboxId).blockFor(ms),
    questions: () => questions,
  };
};
const hold = async ({ store }: OneProcess) => (await store.acquire(mailboxId, 'test', leaseMs))!;
const refused = { code: 'graph.quota', what: { kind: 'retry' } };

test('R14: what one process spent in a pass, the next one has not got', async () => {
  const [one, two] = [process_(), process_()];
  const lease = await hold(one);
  for (let n = 0; n < 15; n += 1) await one.ask(20);
  await one.store.release(lease);
  await hold(two);
  await two.ask(700);
  await expect(two.ask()).rejects.toMatchObject(refused);
});

test('R14: passes of one process that follow each other count once, not twice', async () => {
  const one = process_();
  for (let pass = 0; pass < 3; pass += 1) {
    const lease = await hold(one);
    await one.ask(300);
    expect(await one.store.renew(lease, leaseMs)).toBe(true);
    await one.ask(10);
    await one.store.release(lease);
  }
  await hold(one);
  await one.ask(70);
  await expect(one.ask()).rejects.toMatchObject(refused);
});

test('R14: of a process that was killed the last requests are taken as spent', async () => {
  const [one, two] = [process_(), process_()];
  const lease = await hold(one);
  await one.ask(50);
  expect(await one.store.renew(lease, leaseMs)).toBe(true);
  // Killed here: told by nobody.
  await one.ask(50);
  await test_.db.query(sql`
    UPDATE sync.leases SET expires_at = clock_timestamp() - interval '1 second' WHERE mailbox_id = ${mailboxId}`);
  await hold(two);
  // 50 that were told, 120 that may have been under way.
  await two.ask(830);
  await expect(two.ask()).rejects.toMatchObject(refused);
});

test('R14: a release waits for what is still being told', async () => {
  const [one, two] = [process_(300), process_()];
  const lease = await hold(one);
  await one.ask(300);
  await one.store.release(lease);
  await hold(two);
  await two.ask(700);
  await expect(two.ask()).rejects.toMatchObject(refused);
});

test('R14: a subscription that another process renewed counts, and it sees what the passes spent', async () => {
  const [passes, subscriptions] = [process_(), process_()];
  await subscriptions.ask(5);
  await subscriptions.spendings.close();
  const lease = await hold(passes);
  await passes.ask(995);
  await expect(passes.ask()).rejects.toMatchObject(refused);
  await passes.store.release(lease);
  await expect(process_().ask()).rejects.toMatchObject(refused);
});

test('R14: a Retry-After that one process was told holds for the next, in full', async () => {
  const [one, two] = [process_(), process_()];
  const lease = await hold(one);
  await one.ask();
  one.blockFor(120_000);
  await one.store.release(lease);
  for (let told = false; !told;) {
    const rows = await test_.db.query(
      sql`SELECT 1 FROM sync.leases WHERE mailbox_id = ${mailboxId} AND blocked_until IS NOT NULL`,
    );
    told = rows.length > 0;
  }
  await hold(two);
  const error: unknown = await two.ask().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'graph.throttled', what: { kind: 'retry' } });
  const { what } = error as { what: { afterMs: number } };
  expect(what.afterMs).toBeGreaterThan(110_000);
  expect(what.afterMs).toBeLessThanOrEqual(120_000);
});

test('the count costs a pass no question of its own; from five hundred requests on, one for each five hundred', async () => {
  const one = process_();
  const small = await hold(one);
  await one.ask();
  await one.store.release(small);
  expect(one.questions()).toBe(2);
  const large = await hold(one);
  for (let n = 0; n < 25; n += 1) await one.ask(20);
  await one.store.release(large);
  expect(one.questions()).toBe(2 + 2 + 1);
});

test('what is older than ten minutes is forgotten, and the row stays small', async () => {
  await test_.db.query(sql`
    INSERT INTO sync.leases (mailbox_id, token, expires_at, spent)
    SELECT ${mailboxId}, 0, '-infinity', jsonb_agg(jsonb_build_array(floor(extract(epoch FROM now())) - n, 10))
    FROM generate_series(0, 3000) AS n`);
  const one = process_();
  await one.store.release(await hold(one));
  const [row] = await test_.db.query<{ entries: number }>(
    sql`SELECT jsonb_array_length(sync.spend(spent, 1)) AS entries FROM sync.leases WHERE mailbox_id = ${mailboxId}`,
  );
  expect(row!.entries).toBeLessThanOrEqual(612);
});
