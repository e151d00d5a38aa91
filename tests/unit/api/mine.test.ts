/** Becoming owner or relation manager from the pane: nobody else's place is touched, seen or unseen. */
import type { MineChange, PersonView } from '../../../shared/api/persons.ts';
import type { Person } from '../../../shared/person.ts';
import { jorisOid, json, openOffice, petraOid, refusal, type Office } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.activate(office.petra, petraOid);
  await office.activate(office.joris, jorisOid);
}, 60_000);
beforeEach(() => office.visible({ owners: true }));
afterAll(() => office.close());

const asJoris = { oid: jorisOid };
const put = (
  { id, version }: Pick<Person, 'id' | 'version'>,
  role: MineChange['role'],
  mine: boolean,
  claims = {},
): Promise<Response> => office.ask(`/api/persons/${id}/mine`, json('PUT', { version, role, mine }), claims);
const read = async (response: Response): Promise<PersonView> => {
  expect(response.status).toBe(200);
  return (await response.json()) as PersonView;
};
const stored = async ({ id }: Pick<Person, 'id'>): Promise<Person> =>
  (await office.crm.persons([id])).get(id)!;
const owned = (ownerIds: Person['ownerIds']) => office.person('Bezit', { relationManagerId: null, ownerIds });

test('while owners are hidden nobody becomes one, and the list that is not shown stays as it is', async () => {
  await office.visible({ owners: false });
  const before = await owned([office.joris.id]);
  for (const mine of [true, false]) {
    const response = await put(before, 'owner', mine);
    expect([response.status, (await refusal(response)).code]).toEqual([409, 'notOffered']);
  }
  expect(await stored(before)).toEqual(before);
  await office.visible({ relationManager: false, owners: true });
  expect((await put(before, 'relationManager', true)).status).toBe(409);
  expect((await read(await put(before, 'owner', true))).owners.map(({ id }) => id)).toContain(
    office.petra.id,
  );
});

test('an owner who comes or goes leaves all others', async () => {
  const before = await owned([office.joris.id]);
  const joined = await read(await put(before, 'owner', true));
  expect(joined.owners.map(({ displayName }) => displayName)).toEqual(['Joris Bakker', 'Petra de Wit']);
  expect(joined.inOutlook).toMatchObject({ selected: true, because: 'owner' });
  const left = await read(await put(await stored(before), 'owner', false));
  expect(left.owners.map(({ displayName }) => displayName)).toEqual(['Joris Bakker']);
});

test('two who become owner from one version at the same moment: one is done, one is told, and both are when asked again', async () => {
  const before = await owned([]);
  const answers = await Promise.all([put(before, 'owner', true), put(before, 'owner', true, asJoris)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const told = answers[0]?.status === 409 ? {} : asJoris;
  const error = await refusal(answers.find(({ status }) => status === 409)!);
  expect(error).toMatchObject({ code: 'stale', current: { id: before.id } });
  await read(await put({ id: before.id, version: String(error.current?.['version']) }, 'owner', true, told));
  expect((await stored(before)).ownerIds).toHaveLength(2);
});

test('asked again after a lost answer it is as it was asked, and nothing changes', async () => {
  const before = await owned([]);
  const done = await read(await put(before, 'owner', true));
  const again = await read(await put(before, 'owner', true));
  expect(again.version).toBe(done.version);
});

test('a relation manager is one: who becomes it takes the place, who is none takes nobody’s away', async () => {
  const before = await office.person('Beheer', { relationManagerId: office.joris.id });
  const unchanged = await read(await put(before, 'relationManager', false));
  expect([unchanged.relationManager?.displayName, unchanged.version]).toEqual([
    'Joris Bakker',
    before.version,
  ]);
  const taken = await read(await put(before, 'relationManager', true));
  expect(taken.relationManager?.displayName).toBe('Petra de Wit');
  // Made from what he saw before: he is told first.
  expect((await put(before, 'relationManager', true, asJoris)).status).toBe(409);
  const given = await read(await put(await stored(before), 'relationManager', false));
  expect(given.relationManager).toBeNull();
});

test('of somebody who is not there, or where the CRM is edited elsewhere, or asked in other words, it is refused', async () => {
  const before = await owned([]);
  const nobody = { id: '00000000-0000-4000-8000-000000000000' as Person['id'], version: '1' };
  expect((await put(nobody, 'owner', true)).status).toBe(404);
  const elsewhere = office.with({ desk: null });
  const body = { version: before.version, role: 'owner', mine: true };
  const response = await elsewhere.ask(`/api/persons/${before.id}/mine`, json('PUT', body));
  expect([response.status, (await refusal(response)).code]).toEqual([409, 'notOffered']);
  for (const odd of [
    { ...body, role: 'former' },
    { ...body, ownerIds: [] },
    { role: 'owner', mine: true },
  ]) {
    expect((await office.ask(`/api/persons/${before.id}/mine`, json('PUT', odd))).status).toBe(422);
  }
  expect(await stored(before)).toEqual(before);
});
