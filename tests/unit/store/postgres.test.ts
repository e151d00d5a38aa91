/** The database port on a real server: types, transactions, errors, notifications. */
import sql from 'sql-template-tag';
import { createTestDb, type TestDb } from '../../support/db.ts';

let test1: TestDb;
beforeAll(async () => {
  test1 = await createTestDb();
}, 120_000);
afterAll(() => test1.close());

describe('the database port', () => {
  test('gives int8 and numeric as text, timestamptz as Date, dates as text and jsonb parsed', async () => {
    const [row] = await test1.db.query<Record<string, unknown>>(
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
});
