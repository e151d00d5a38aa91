/** R13: one pass at a time per mailbox, by a lease whose token only grows; who lost it writes nothing more. */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { PassId } from '../../../shared/ids.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createPasses } from '../../../worker/store/passes.ts';
import { openDb } from '../../../worker/store/postgres.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { at, hold, link, newMailbox, noCounts, person, uuid } from './fixture.ts';

let server: TestDb;
beforeAll(async () => {
  server = await createTestDb();
}, 120_000);
afterAll(() => server.close());

const shortMs = 150;
const lost = { code: 'store.leaseLost', what: { kind: 'leaseLost' } };

describe('R13 the lease on a mailbox', () => {
  test('is given to one of many that ask at once, also from two processes', async () => {
    const other = openDb(server.url);
    try {
      const { id } = await newMailbox(server.db);
      const stores = [createPassStore(server.db), createPassStore(other)];
      const asked = Array.from({ length: 20 }, (_, n) => stores[n % 2]!.acquire(id, `holder ${n}`, 60_000));
      const given = (await Promise.all(asked)).filter((lease) => lease !== null);
      expect(given).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  test('goes to a second holder with a greater token once it ran out, and the first can then write nothing', async () => {
    const { db } = server;
    const store = createPassStore(db);
    const { id } = await newMailbox(db);
    const first = await hold(store, id, shortMs);
    expect(await store.acquire(id, 'second', 60_000)).toBeNull();
    await sleep(2 * shortMs);
    const second = await hold(store, id);
    expect(BigInt(second.token)).toBeGreaterThan(BigInt(first.token));

    const marks = [{ subject: 'person', id: person(1) }] as const;
    await expect(store.commit(first, [{ op: 'mark', marks }])).rejects.toMatchObject(lost);
    await expect(store.openPass(first, uuid(), 'daily', at)).rejects.toMatchObject(lost);
    await expect(store.closePass(first, uuid(), at, { outcome: 'done' }, noCounts())).rejects.toMatchObject(
      lost,
    );
    await expect(store.progress(first, uuid(), { phase: 'apply', done: 1, total: 2 })).rejects.toMatchObject(
      lost,
    );
    expect(await store.renew(first, 60_000)).toBe(false);
    expect(await store.marks(id)).toEqual([]);
    await store.commit(second, [{ op: 'mark', marks }]);
    expect(await store.marks(id)).toEqual(marks);
  });

  test('tells with each commit whether a person has paused the mailbox meanwhile, and writes all the same', async () => {
    const { db } = server;
    const store = createPassStore(db);
    const { id } = await newMailbox(db);
    const lease = await hold(store, id);
    const mark = (n: number) => [{ op: 'mark', marks: [{ subject: 'person', id: person(n) }] }] as const;
    expect(await store.commit(lease, mark(1))).toEqual({ paused: false });
    await createMailboxes(db).pause(id, 'byUser');
    expect(await store.commit(lease, mark(2))).toEqual({ paused: true });
    expect(await store.marks(id)).toHaveLength(2);
  });

  test('that ran out is lost even when nobody else took it', async () => {
    const store = createPassStore(server.db);
    const { id } = await newMailbox(server.db);
    const lease = await hold(store, id, shortMs);
    await sleep(2 * shortMs);
    expect(await store.renew(lease, 60_000)).toBe(false);
    await expect(store.commit(lease, [])).rejects.toMatchObject(lost);
  });

  test('given back by one that had lost it leaves the second holder in place', async () => {
    const store = createPassStore(server.db);
    const { id } = await newMailbox(server.db);
    const first = await hold(store, id, shortMs);
    await sleep(2 * shortMs);
    const second = await hold(store, id);
    await store.release(first);
    expect(await store.renew(second, 60_000)).toBe(true);
    await store.release(second);
    expect(BigInt((await hold(store, id)).token)).toBeGreaterThan(BigInt(second.token));
  });

  test('cannot be taken while a commit that began in time is under way', async () => {
    const { db } = server;
    const store = createPassStore(db);
    const { id } = await newMailbox(db);
    const lease = await hold(store, id, 400);
    // A commit that takes longer than the lease: the row of a link is locked by somebody else meanwhile.
    const one = link(1);
    await store.commit(lease, [{ op: 'newLinks', links: [one] }]);
    let taken: Promise<unknown> = Promise.resolve();
    let slow: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await tx.query(sql`SELECT FROM sync.links WHERE id = ${one.id} FOR UPDATE`);
      slow = store.commit(lease, [{ op: 'saveLink', linkId: one.id, set: { etag: 'etag-2' } }]);
      await sleep(600);
      taken = store.acquire(id, 'second', 60_000).then(async () => {
        expect((await store.links(id))[0]?.etag).toBe('etag-2');
      });
      await sleep(100);
    });
    await Promise.all([slow, taken]);
  });

  test('of a mailbox that does not exist is not given', async () => {
    expect(await createPassStore(server.db).acquire(uuid(), 'test', 1_000)).toBeNull();
  });

  test('never goes back: the database refuses a smaller token and the removal of the row', async () => {
    const { db } = server;
    const { id } = await newMailbox(db);
    await hold(createPassStore(db), id);
    await expect(
      db.query(sql`UPDATE sync.leases SET token = 0 WHERE mailbox_id = ${id}`),
    ).rejects.toMatchObject({
      code: '23001',
    });
    await expect(db.query(sql`DELETE FROM sync.leases WHERE mailbox_id = ${id}`)).rejects.toMatchObject({
      code: '23001',
    });
  });

  test('left by a crash shows its pass as interrupted, and the next pass ends it', async () => {
    const { db } = server;
    const store = createPassStore(db);
    const passes = createPasses(db);
    const { id } = await newMailbox(db);
    const crashed = uuid<PassId>();
    const first = await hold(store, id, shortMs);
    await store.openPass(first, crashed, 'daily', at);
    await store.progress(first, crashed, { phase: 'apply', done: 3, total: 9 });
    expect(await passes.get(crashed)).toMatchObject({ interrupted: false, outcome: null, holder: 'test' });
    await sleep(2 * shortMs);
    expect(await passes.get(crashed)).toMatchObject({
      interrupted: true,
      endedAt: null,
      progress: { done: 3, total: 9 },
    });
    const second = await hold(store, id);
    const next = uuid<PassId>();
    await store.openPass(second, next, 'retry', at);
    expect(await passes.get(crashed)).toMatchObject({ interrupted: true, endedAt: at });
    expect((await passes.running()).map((pass) => pass.id)).toContain(next);
    const counts = { ...noCounts(), created: 2 };
    await store.closePass(
      second,
      next,
      at,
      { outcome: 'later', code: 'graph.throttled', afterMs: 5 },
      counts,
    );
    expect(await passes.last(id)).toMatchObject({
      id: next,
      trigger: 'retry',
      interrupted: false,
      counts,
      outcome: { outcome: 'later', code: 'graph.throttled', afterMs: 5 },
    });
    const page = await passes.list(id, { limit: 1, before: null });
    expect(page.items.map((pass) => pass.id)).toEqual([next]);
    const older = await passes.list(id, { limit: 1, before: page.next });
    expect(older).toMatchObject({ items: [{ id: crashed }], next: null });
  });
});
