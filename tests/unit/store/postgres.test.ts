/** The database port on a real server: types, transactions, errors, notifications. */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { isUnavailable } from '../../../worker/store/errors.ts';
import { openDb } from '../../../worker/store/postgres.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';

let server: TestDb;
beforeAll(async () => {
  server = await createTestDb();
  await server.db.query(sql`CREATE TABLE names (name text PRIMARY KEY)`);
}, 120_000);
afterAll(() => server.close());

const names = async (): Promise<string[]> =>
  (await server.db.query<{ name: string }>(sql`SELECT name FROM names ORDER BY name`)).map(
    ({ name }) => name,
  );

const until = async (holds: () => boolean): Promise<void> => {
  for (let left = 400; left > 0 && !holds(); left -= 1) await sleep(25);
  expect(holds()).toBe(true);
};

describe('the database port', () => {
  test('gives int8 and numeric as text, timestamptz as Date, dates as text and jsonb parsed', async () => {
    const [row] = await server.db.query<Record<string, unknown>>(
      sql`SELECT 9007199254740993::int8 AS big, 1.10::numeric AS amount, '2026-02-01T10:00:00Z'::timestamptz AS at,
          '1970-03-01'::date AS born, ARRAY['1970-03-01'::date] AS days, '{"a":[1]}'::jsonb AS doc, ARRAY['x','y'] AS texts`,
    );
    expect(row).toMatchObject({
      big: '9007199254740993',
      amount: '1.10',
      born: '1970-03-01',
      days: ['1970-03-01'],
      doc: { a: [1] },
      texts: ['x', 'y'],
    });
    expect((row?.['at'] as Date).toISOString()).toBe('2026-02-01T10:00:00.000Z');
  });

  test('rolls back when the callback throws, and throws that very error', async () => {
    const reason = new TypeError('mine');
    const work = server.db.transaction(async (tx) => {
      await tx.query(sql`INSERT INTO names VALUES ('rolled back')`);
      throw reason;
    });
    await expect(work).rejects.toBe(reason);
    expect(await names()).not.toContain('rolled back');
  });

  test('does not call it committed when a query inside failed and nobody minded', async () => {
    const work = server.db.transaction(async (tx) => {
      await tx.query(sql`INSERT INTO names VALUES ('half')`);
      await tx.query(sql`INSERT INTO names VALUES ('half')`).catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: 'store.rolledBack' });
    expect(await names()).not.toContain('half');
  });

  test('refuses a query of a transaction that has ended', async () => {
    const tx = await server.db.transaction((inside) => Promise.resolve(inside));
    await expect(tx.query(sql`INSERT INTO names VALUES ('late')`)).rejects.toThrow('ended');
  });

  test('gives SQLSTATE as the code, and no value of a row in anything of the error', async () => {
    await server.db.query(sql`INSERT INTO names VALUES ('Anouk van Testeren')`);
    const failure: unknown = await server.db
      .query(sql`INSERT INTO names VALUES ('Anouk van Testeren')`)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: '23505', constraint: 'names_pkey' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('Anouk');
  });

  test('goes on after its connections were cut, and tells that the database was away', async () => {
    const cut = server.db.transaction(async (tx) => {
      const [own] = await tx.query<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
      await server.db.query(sql`SELECT pg_terminate_backend(${own!.pid})`);
      await sleep(100);
      await tx.query(sql`SELECT 1`);
    });
    const failure: unknown = await cut.catch((error: unknown) => error);
    expect(isUnavailable(failure)).toBe(true);
    expect(await server.db.query(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    const nowhere = openDb('postgresql://x:y@127.0.0.1:1/none');
    const refused: unknown = await nowhere.query(sql`SELECT 1`).catch((error: unknown) => error);
    expect(isUnavailable(refused)).toBe(true);
    await nowhere.close();
  });
});

describe('notifications', () => {
  test('come on each channel to those who listen, until they stop', async () => {
    const heard: string[] = [];
    const stopA = await server.db.listen('channel_a', (payload) => heard.push(`a ${payload}`));
    const stopB = await server.db.listen('Channel "B"', (payload) => heard.push(`b ${payload}`));
    await server.db.query(sql`SELECT pg_notify('channel_a', 'one'), pg_notify('Channel "B"', '')`);
    await until(() => heard.length === 2);
    await stopA();
    await server.db.query(sql`SELECT pg_notify('channel_a', 'two'), pg_notify('Channel "B"', 'three')`);
    await until(() => heard.length === 3);
    expect(heard).toEqual(['a one', 'b ', 'b three']);
    await stopB();
    await stopB();
  });

  test('go on after the connection was cut, with one call without payload for what may have been missed', async () => {
    const own = openDb(server.url, { applicationName: 'listener-under-test' });
    const heard: string[] = [];
    const stop = await own.listen('channel_c', (payload) => heard.push(payload));
    await server.db.query(
      sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener-under-test'`,
    );
    await until(() => heard.length === 1);
    await server.db.query(sql`SELECT pg_notify('channel_c', 'after')`);
    await until(() => heard.length === 2);
    expect(heard).toEqual(['', 'after']);
    await stop();
    await own.close();
  });
});
