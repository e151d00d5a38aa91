/** What the pane remembers, at the database. */
import sql from 'sql-template-tag';
import { defaultVisibility } from '../../../shared/api/visibility.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createAttention } from '../../../worker/store/attention.ts';
import { createVisibilityDesk } from '../../../worker/main/visibility-desk.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { newMailbox, person } from './fixture.ts';

let testDb: TestDb;
let db: Db;
beforeAll(async () => {
  testDb = await createTestDb();
  ({ db } = testDb);
}, 60_000);
afterAll(() => testDb.close());

const at = new Date('2026-03-02T08:00:00.000Z');
const later = (ms: number): Date => new Date(at.getTime() + ms);

describe('what the office shows', () => {
  const save = (parts: object) =>
    db.query(sql`
      INSERT INTO pane.visibility (parts, changed_at, changed_by)
      VALUES (${JSON.stringify(parts)}::jsonb, ${at}, 'admin')
      ON CONFLICT (only_row) DO UPDATE SET parts = excluded.parts`);

  test('a part that another version stored otherwise, or not at all, is as the default has it', async () => {
    const visibility = createVisibilityDesk(db);
    expect(await visibility.read()).toEqual(defaultVisibility);
    await save({ owners: 'yes', groups: false, shoeSize: true });
    expect(await visibility.read()).toEqual({ ...defaultVisibility, groups: false });
  });

  test('two who decide at the same moment leave one of the two, whole', async () => {
    const visibility = createVisibilityDesk(db);
    const all = { relationManager: true, owners: true, groups: true, birthDate: true, privateDetails: true };
    const none = {
      relationManager: false,
      owners: false,
      groups: false,
      birthDate: false,
      privateDetails: false,
    };
    await Promise.all([visibility.save(all, 'one', at), visibility.save(none, 'other', at)]);
    expect([all, none]).toContainEqual(await visibility.read());
  });
});

describe('whom a user meant and saw', () => {
  test('is of that mailbox, to the millisecond of the limit, and as many as asked', async () => {
    const attention = createAttention(db);
    const [mine, other] = [await newMailbox(db), await newMailbox(db)];
    for (const [n, ms] of [0, 1, 2].entries()) await attention.see(mine.id, person(n), later(ms));
    await attention.see(other.id, person(9), later(5));
    const seen = async (since: Date, limit = 10) =>
      (await attention.seenSince(mine.id, since, limit)).map(({ personId }) => personId);
    expect(await seen(at)).toEqual([person(2), person(1), person(0)]);
    expect(await seen(later(1), 1)).toEqual([person(2)]);
    await attention.forgetSeenBefore(later(2));
    expect(await seen(at)).toEqual([person(2)]);
    expect(await attention.seenSince(other.id, at, 10)).toHaveLength(1);
  });

  test('twenty who are seen, chosen and forgotten at the same time end without a deadlock', async () => {
    const attention = createAttention(db);
    const { id } = await newMailbox(db);
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        await attention.see(id, person(n % 4), later(n));
        await attention.choose(id, `info${String(n % 3)}@klant.example`, person(n), later(n));
        await attention.forgetSeenBefore(later(n));
      }),
    );
    const choices = await attention.choices(id, ['info0@klant.example', 'info1@klant.example', 'x']);
    expect([...choices.keys()].sort()).toEqual(['info0@klant.example', 'info1@klant.example']);
  });
});
