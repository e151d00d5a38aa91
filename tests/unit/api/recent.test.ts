/** Whom a user looked at lately: their own list, thirty days long. */
import sql from 'sql-template-tag';
import type { RecentPersons } from '../../../shared/api/persons.ts';
import { jorisOid, openOffice, petraOid, type Office } from './office.ts';

const DAY_MS = 86_400_000;

let office: Office;
let now = Date.parse('2026-03-02T08:00:00.000Z');
let ask: Office['ask'];
beforeAll(async () => {
  office = await openOffice();
  await office.activate(office.petra, petraOid);
  await office.activate(office.joris, jorisOid);
  ({ ask } = office.with({ now: () => new Date(now) }));
}, 60_000);
afterAll(() => office.close());

const see = (id: string, claims = {}): Promise<Response> =>
  ask(`/api/persons/${id}/seen`, { method: 'PUT' }, claims);
const recent = async (claims = {}): Promise<[string, string][]> => {
  const response = await ask('/api/persons/recent', {}, claims);
  expect(response.status).toBe(200);
  const { items } = (await response.json()) as RecentPersons;
  return items.map(({ person, seenAt }) => [person.displayName, seenAt]);
};
const kept = async (): Promise<number> =>
  (await office.db.query(sql`SELECT person_id FROM pane.seen`)).length;
const later = (ms: number): string => new Date((now += ms)).toISOString();

test('a person whom the CRM does not know is not to be seen', async () => {
  for (const id of ['00000000-0000-4000-8000-000000000000', 'niemand', '%00', "'--"]) {
    expect((await see(id)).status).toBe(404);
  }
  expect(await recent()).toEqual([]);
});

test('the latest come first, each once, and nobody sees another’s', async () => {
  const [een, twee] = [await office.person('Een'), await office.person('Twee')];
  const first = later(1000);
  expect(await (await see(een.id)).json()).toEqual({ seenAt: first });
  const second = later(1000);
  await see(twee.id);
  expect(await recent()).toEqual([
    ['Anna Twee', second],
    ['Anna Een', first],
  ]);
  const third = later(1000);
  await Promise.all([see(een.id), see(een.id)]);
  expect(await recent()).toEqual([
    ['Anna Een', third],
    ['Anna Twee', second],
  ]);
  expect(await recent({ oid: jorisOid })).toEqual([]);
});

test('a clock that was set back makes nobody seen earlier', async () => {
  const one = await office.person('Klok');
  const at = later(1000);
  await see(one.id);
  now -= 60_000;
  expect(await (await see(one.id)).json()).toEqual({ seenAt: at });
  now += 60_000;
});

test('who is gone from the CRM is left out', async () => {
  const one = await office.person('Vertrokken');
  later(1000);
  await see(one.id);
  expect((await recent())[0]?.[0]).toBe('Anna Vertrokken');
  await office.crm.removePerson(one.id, { kind: 'import' });
  expect((await recent()).map(([name]) => name)).not.toContain('Anna Vertrokken');
});

test('after thirty days it is deleted, also of who looks no more', async () => {
  const one = await office.person('Oud');
  later(1000);
  await see(one.id, { oid: jorisOid });
  later(30 * DAY_MS);
  expect((await recent({ oid: jorisOid })).map(([name]) => name)).toEqual(['Anna Oud']);
  expect(await kept()).toBe(1);
  later(1);
  expect(await recent()).toEqual([]);
  expect(await kept()).toBe(0);
});
