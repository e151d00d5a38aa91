/** Persons at the API: found, read, made, and changed only from the version they are at. */
import type { PersonView } from '../../../shared/api/persons.ts';
import { jorisOid, json, openOffice, petraOid, refusal, type Office } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.activate(office.petra, petraOid);
  await office.visible({ owners: true });
}, 60_000);
afterAll(() => office.close());

const read = async (response: Response): Promise<PersonView> => (await response.json()) as PersonView;
const list = async (path: string): Promise<PersonView[]> =>
  ((await (await office.ask(path)).json()) as { items: PersonView[] }).items;

describe('who may read persons', () => {
  test('a sign-in that is tied to no employee reads none, whatever its token says', async () => {
    const { id } = await office.person('Vries');
    for (const path of ['/api/persons?q=vries', `/api/persons/${id}`, `/api/persons/${id}/history`]) {
      const response = await office.ask(path, {}, { oid: jorisOid });
      expect(response.status).toBe(403);
      expect((await refusal(response)).code).toBe('notAnEmployee');
    }
  });

  test('an employee who is no longer active reads none', async () => {
    const gone = await office.crm.upsertEmployee({ email: 'oud@kantoor.example', displayName: 'Oud' });
    const oid = '00000000-0000-4000-8000-000000000009';
    await office.activate(gone!, oid);
    expect((await office.ask('/api/persons?q=vries', {}, { oid })).status).toBe(200);
    await office.crm.upsertEmployee({ email: 'oud@kantoor.example', displayName: 'Oud', active: false });
    expect((await office.ask('/api/persons?q=vries', {}, { oid })).status).toBe(403);
  });
});

describe('finding persons', () => {
  test('by exact address without regard to letter case, with why they are (not) in my Outlook', async () => {
    await office.person('Adres', { fields: { lastName: 'Adres', workEmail: 'Info@Klant.Example' } });
    await office.person('Ander', {
      fields: { lastName: 'Ander', workEmail: 'info@klant.example' },
      relationManagerId: office.joris.id,
      ownerIds: [],
    });
    const found = await list('/api/persons?email=INFO@klant.example');
    expect(found.map(({ displayName, inOutlook }) => [displayName, inOutlook.because])).toEqual(
      expect.arrayContaining([
        ['Adres', 'relationManager'],
        ['Ander', 'notYours'],
      ]),
    );
    expect(found.map(({ relationManager }) => relationManager?.displayName).sort()).toEqual([
      'Joris Bakker',
      'Petra de Wit',
    ]);
  });

  test('asks for one of an address and a text, and names what it does not know', async () => {
    for (const query of ['', '?email=a@b.nl&q=aa', '?q=a', '?q=vries&sort=name', '?q=vries&limit=0']) {
      const response = await office.ask(`/api/persons${query}`);
      expect([query, response.status]).toEqual([query, 422]);
    }
    const unknown = await refusal(await office.ask('/api/persons?q=vries&sort=name'));
    expect(unknown.fields).toEqual([{ field: 'sort', problem: 'unknown' }]);
  });

  test('text that means something to a database finds nothing and breaks nothing', async () => {
    const odd = encodeURIComponent("'; DROP TABLE crm.persons; -- %_\\");
    expect(await list(`/api/persons?q=${odd}`)).toEqual([]);
    expect((await office.ask('/api/persons/%27%3B--')).status).toBe(404);
    expect((await office.ask('/api/persons/no-such-person')).status).toBe(404);
  });
});

describe('changing a person', () => {
  const patch = (id: string, body: object): Promise<Response> =>
    office.ask(`/api/persons/${id}`, json('PATCH', body));

  test('fields, relation manager, owners, groups and former change together, and the version with them', async () => {
    const before = await office.person('Jansen');
    const response = await patch(before.id, {
      version: before.version,
      fields: { firstName: '  Bram ', workPhone: '' },
      relationManagerId: office.joris.id,
      ownerIds: [office.petra.id, office.petra.id],
      groups: ['Kerstkaart'],
      former: true,
    });
    expect(response.status).toBe(200);
    const after = await read(response);
    expect(after).toMatchObject({
      displayName: 'Bram Jansen',
      relationManager: { displayName: 'Joris Bakker' },
      owners: [{ displayName: 'Petra de Wit' }],
      groups: ['Kerstkaart'],
      former: true,
      inOutlook: { selected: false, because: 'former' },
    });
    expect(after.version).not.toBe(before.version);
  });

  test('from an older version is refused with the person as it is now, and changes nothing', async () => {
    const before = await office.person('Smit');
    await office.crm.update(before.id, before.version, { firstName: 'Nieuw' }, { kind: 'import' });
    const response = await patch(before.id, { version: before.version, fields: { firstName: 'Oud' } });
    expect(response.status).toBe(409);
    const error = await refusal(response);
    expect(error.code).toBe('stale');
    expect(error.current).toMatchObject({ id: before.id, fields: { firstName: 'Nieuw' } });
    const now = await read(await office.ask(`/api/persons/${before.id}`));
    expect(now.fields.firstName).toBe('Nieuw');
  });

  test('two changes from one version at the same moment: one is done, one is told', async () => {
    const before = await office.person('Mulder');
    const answers = await Promise.all(
      ['Een', 'Twee'].map((firstName) =>
        patch(before.id, { version: before.version, fields: { firstName } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('what the CRM cannot take is named field by field and nothing is changed', async () => {
    const before = await office.person('Bos');
    const response = await patch(before.id, {
      version: before.version,
      fields: { lastName: ' ', workEmail: 'geen adres', birthDate: '2001-02-30', firstName: 'Wel' },
      ownerIds: ['niemand'],
    });
    expect(response.status).toBe(422);
    expect((await refusal(response)).fields).toEqual([
      { field: 'fields.lastName', problem: 'lastNameRequired' },
      { field: 'fields.birthDate', problem: 'invalidDate' },
      { field: 'fields.workEmail', problem: 'malformedEmail' },
      { field: 'ownerIds.0', problem: 'unknownEmployee' },
    ]);
    expect((await read(await office.ask(`/api/persons/${before.id}`))).version).toBe(before.version);
  });

  test('a name that is no field is refused, not ignored', async () => {
    const before = await office.person('Kok');
    const response = await patch(before.id, {
      version: before.version,
      fields: { achternaam: 'Kok' },
      sex: 'x',
    });
    expect(response.status).toBe(422);
    const fields = (await refusal(response)).fields?.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['fields.achternaam', 'sex']));
  });

  test('a private person takes no business fields', async () => {
    const made = await office.ask(
      '/api/persons',
      json('POST', { kind: 'privatePerson', fields: { lastName: 'Prive', workPhone: '020 1234567' } }),
    );
    expect(made.status).toBe(422);
    expect((await refusal(made)).fields).toEqual([{ field: 'fields.workPhone', problem: 'notForThisKind' }]);
  });

  test('where the CRM is edited elsewhere fields still change, the rest is not offered', async () => {
    const elsewhere = office.with({ desk: null });
    const before = await office.person('Elders');
    const send = (body: object) => elsewhere.ask(`/api/persons/${before.id}`, json('PATCH', body));
    const owners = await send({ version: before.version, ownerIds: [] });
    expect([owners.status, (await refusal(owners)).code]).toEqual([409, 'notOffered']);
    expect((await send({ version: before.version, fields: { firstName: 'Kan' } })).status).toBe(200);
  });
});

describe('making a person', () => {
  test('gives it its address, its version and the employee who made it as owner when asked', async () => {
    const response = await office.ask(
      '/api/persons',
      json('POST', {
        kind: 'contactPerson',
        fields: { lastName: 'Nieuw', workEmail: 'n@klant.example' },
        organisationName: 'Klant N.V.',
        ownerIds: [office.petra.id],
      }),
    );
    expect(response.status).toBe(201);
    const made = await read(response);
    expect(response.headers.get('location')).toBe(`/api/persons/${made.id}`);
    expect(made).toMatchObject({
      organisation: { name: 'Klant N.V.' },
      inOutlook: { selected: true, because: 'owner', link: null },
    });
  });

  test('without a last name, or of an organisation that is not there, makes nothing', async () => {
    const post = (body: object) => office.ask('/api/persons', json('POST', body));
    const nameless = await post({ kind: 'contactPerson', fields: { firstName: 'X' } });
    expect((await refusal(nameless)).field).toBe('fields.lastName');
    const lost = await post({
      kind: 'contactPerson',
      fields: { lastName: 'X' },
      organisationId: '00000000-0000-4000-8000-000000000000',
    });
    expect([lost.status, (await refusal(lost)).field]).toEqual([422, 'organisationId']);
  });

  test('of a new organisation while an import is written answers "unavailable" in time, and makes nobody', async () => {
    const wanted = { kind: 'contactPerson', fields: { lastName: 'Wachter' }, organisationName: 'Nieuw B.V.' };
    const post = () => office.ask('/api/persons', json('POST', wanted));
    await office.crm.transaction(async (crm) => {
      const organisation = { name: 'Van de import' };
      const draft = { kind: 'contactPerson', fields: { lastName: 'Import' }, organisation } as const;
      await crm.writeMany([{ draft }], { kind: 'import' });
      const response = await post();
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      expect((await refusal(response)).code).toBe('unavailable');
    });
    expect(await list('/api/persons?q=wachter')).toEqual([]);
    expect((await post()).status).toBe(201);
    expect(await list('/api/persons?q=wachter')).toHaveLength(1);
  });
});
