/** What the office hides of a person is hidden by the worker: in every answer, from every search, against every change. */
import { defaultVisibility, visibleParts, type Visibility } from '../../../shared/api/visibility.ts';
import type { HistoryView } from '../../../shared/api/history.ts';
import type { PersonView } from '../../../shared/api/persons.ts';
import type { Person } from '../../../shared/person.ts';
import { json, openOffice, petraOid, refusal, type Office } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.activate(office.petra, petraOid);
}, 60_000);
afterAll(() => office.close());

const admin = { roles: ['Relatiebrug.Admin'] };
const byImport = { kind: 'import' } as const;
const nothing: Visibility = {
  relationManager: false,
  owners: false,
  groups: false,
  birthDate: false,
  privateDetails: false,
};
const everything: Visibility = {
  relationManager: true,
  owners: true,
  groups: true,
  birthDate: true,
  privateDetails: true,
};

/** Everything that can be hidden of this person is a text that stands nowhere else. */
const telling = {
  birthDate: '1971-05-23',
  privateEmail: 'geheim@thuisadres.example',
  privatePhone: '020 5550177',
  privateMobile: '06 55501888',
};
const secrets = [...Object.values(telling), 'Kegelclub', 'Joris Bakker'];
const secretive = async (lastName: string, rest: Parameters<Office['person']>[1] = {}): Promise<Person> =>
  office.person(lastName, {
    fields: { lastName, workEmail: `${lastName.toLowerCase()}@werk.example`, ...telling },
    groups: ['Kegelclub'],
    relationManagerId: office.joris.id,
    ownerIds: [office.joris.id],
    ...rest,
  });
const patch = (id: string, body: object): Promise<Response> =>
  office.ask(`/api/persons/${id}`, json('PATCH', body));
const read = async (response: Response): Promise<PersonView> => (await response.json()) as PersonView;

describe('until an administrator decides', () => {
  test('all but the owners is shown, and everybody is told so', async () => {
    const me = (await (await office.ask('/api/me')).json()) as { visibility: Visibility };
    expect(me.visibility).toEqual(defaultVisibility);
    const { id } = await secretive('Eerst');
    const shown = await read(await office.ask(`/api/persons/${id}`));
    expect(shown).toMatchObject({
      hidden: ['owners'],
      owners: [],
      groups: ['Kegelclub'],
      relationManager: { displayName: 'Joris Bakker' },
      fields: telling,
    });
  });
});

describe('what is hidden', () => {
  beforeEach(() => office.visible(nothing));

  test('is in no answer that names a person', async () => {
    const { id, version } = await secretive('Stil');
    await office.ask(`/api/persons/${id}/seen`, { method: 'PUT' });
    const stale = { version: 'older', fields: { firstName: 'X' } };
    const made = {
      kind: 'contactPerson',
      fields: { lastName: 'Nieuw', ...telling },
      groups: ['Kegelclub'],
      relationManagerId: office.joris.id,
      ownerIds: [office.joris.id],
    };
    const answers: [string, Response][] = [
      ['one', await office.ask(`/api/persons/${id}`)],
      ['search', await office.ask('/api/persons?q=stil')],
      ['by address', await office.ask('/api/persons?email=stil@werk.example')],
      ['lookup', await office.ask('/api/persons/lookup', json('POST', { addresses: ['stil@werk.example'] }))],
      ['recent', await office.ask('/api/persons/recent')],
      ['change', await patch(id, { version, fields: { jobTitle: 'Rechter' } })],
      ['stale', await patch(id, stale)],
      ['create', await office.ask('/api/persons', json('POST', made))],
    ];
    for (const [what, response] of answers) {
      const text = await response.text();
      expect({ what, names: text.includes('"lastName"') }).toEqual({ what, names: true });
      expect({ what, tells: secrets.filter((secret) => text.includes(secret)) }).toEqual({ what, tells: [] });
      expect({ what, hidden: /"hidden":\[([^\]]*)\]/u.exec(text)?.[1] }).toEqual({
        what,
        hidden: visibleParts.map((part) => `"${part}"`).join(),
      });
    }
  });

  test('of a private person leaves the address and numbers, which are the only ones', async () => {
    const { id } = await secretive('Particulier', {
      kind: 'privatePerson',
      organisation: null,
      fields: { lastName: 'Particulier', ...telling },
    });
    const shown = await read(await office.ask(`/api/persons/${id}`));
    expect(shown.hidden).toEqual(['relationManager', 'owners', 'groups', 'birthDate']);
    expect(shown.fields).toMatchObject({ ...telling, birthDate: null });
    const found = await office.ask(`/api/persons?email=${telling.privateEmail}`);
    expect(((await found.json()) as { items: PersonView[] }).items.map((one) => one.id)).toEqual([id]);
    await office.crm.removePerson(id, byImport);
  });

  test('cannot be changed by who cannot see it, and a change that names it changes nothing', async () => {
    const before = await secretive('Blind');
    const response = await patch(before.id, {
      version: before.version,
      fields: { jobTitle: 'Wel', birthDate: null, privateEmail: '', privatePhone: '1', privateMobile: '2' },
      relationManagerId: null,
      ownerIds: [],
      groups: [],
    });
    expect(response.status).toBe(422);
    expect((await refusal(response)).fields).toEqual(
      [
        'fields.birthDate',
        'fields.privateEmail',
        'fields.privatePhone',
        'fields.privateMobile',
        'relationManagerId',
        'ownerIds',
        'groups',
      ].map((field) => ({ field, problem: 'notOffered' })),
    );
    expect((await office.crm.persons([before.id])).get(before.id)).toEqual(before);
  });

  test('stays as it is where something else is changed', async () => {
    const before = await secretive('Blijft');
    expect((await patch(before.id, { version: before.version, former: true })).status).toBe(200);
    const after = (await office.crm.persons([before.id])).get(before.id);
    expect(after).toMatchObject({
      former: true,
      fields: telling,
      groups: ['Kegelclub'],
      ownerIds: [office.joris.id],
      relationManagerId: office.joris.id,
    });
  });

  test('finds nobody: not by address, not by number, not by a part of them', async () => {
    await secretive('Vindbaar');
    const items = async (path: string, init?: RequestInit) =>
      ((await (await office.ask(path, init)).json()) as { items: { persons?: unknown[] }[] }).items;
    for (const q of [
      'geheim@thuisadres.example',
      'thuisadres',
      '0205550177',
      '06 5550',
      '+31 6 5550',
      'vindbaar geheim',
    ]) {
      expect([q, await items(`/api/persons?q=${encodeURIComponent(q)}`)]).toEqual([q, []]);
    }
    expect(await items(`/api/persons?email=${telling.privateEmail}`)).toEqual([]);
    const [looked] = await items('/api/persons/lookup', json('POST', { addresses: [telling.privateEmail] }));
    expect(looked?.persons).toEqual([]);
    expect(await items('/api/persons?q=vindb%20werk.example')).toHaveLength(1);
    await office.visible(everything);
    expect((await items('/api/persons?q=thuisadres')).length).toBeGreaterThan(0);
  });

  test('a person found by what is shown is not lost behind many that fit by what is hidden', async () => {
    await office.crm.transaction(async (crm) => {
      for (let n = 0; n < 120; n += 1) {
        const lastName = `Aa${String(n)}`;
        const fields = { lastName, privateEmail: `zoekwoord${String(n)}@thuis.example` };
        await crm.createPerson({ kind: 'contactPerson', fields }, byImport);
      }
    });
    await office.person('Zoekwoord');
    const found = await office.ask('/api/persons?q=zoekwoord&limit=1');
    const { items } = (await found.json()) as { items: PersonView[] };
    expect(items.map(({ displayName }) => displayName)).toEqual(['Anna Zoekwoord']);
  });

  test('chosen at an address that is hidden since is shown by nobody, and is there again when it is shown', async () => {
    await office.visible(everything);
    const { id } = await office.person('Gekozen', {
      fields: { lastName: 'Gekozen', privateEmail: 'samen@thuis.example' },
    });
    const address = 'samen@thuis.example';
    const chosen = async () => {
      const body = json('POST', { addresses: [address] });
      const { items } = (await (await office.ask('/api/persons/lookup', body)).json()) as {
        items: { chosen: string | null }[];
      };
      return items[0]?.chosen;
    };
    await office.ask('/api/persons/choices', json('PUT', { address, personId: id }));
    expect(await chosen()).toBe(id);
    await office.visible(nothing);
    expect(await chosen()).toBeNull();
    expect((await office.ask('/api/persons/choices', json('PUT', { address, personId: id }))).status).toBe(
      422,
    );
    await office.visible(everything);
    expect(await chosen()).toBe(id);
  });
});

describe('the CRM’s own history', () => {
  beforeEach(() => office.visible(nothing));

  const fieldsIn = async (path: string): Promise<(string | null)[]> =>
    ((await (await office.ask(path)).json()) as { items: HistoryView[] }).items.map(({ field }) => field);
  const edit = async (
    person: Person,
    change: Parameters<Office['crm']['updatePerson']>[2],
  ): Promise<Person> => {
    const result = await office.crm.updatePerson(person.id, person.version, change, byImport);
    if (result.outcome !== 'updated') throw new Error(result.outcome);
    return result.person;
  };

  test('tells nothing of what is hidden, wherever it is read, and all of it when it is shown', async () => {
    let one = await secretive('Logboek');
    one = await edit(one, { fields: { privateEmail: 'ander@geheim.example', jobTitle: 'Rechter' } });
    one = await edit(one, { ownerIds: [], groups: [], relationManagerId: null });
    one = await edit(one, { fields: { birthDate: '1972-06-24' } });
    const paths = [`/api/persons/${one.id}/history`, `/api/history?person=${one.id}`];
    for (const path of paths) {
      const text = await (await office.ask(path)).text();
      for (const secret of ['ander@geheim.example', '1972-06-24', ...secrets])
        expect(text).not.toContain(secret);
      expect(await fieldsIn(path)).toEqual(['jobTitle', null]);
    }
    const file = await (await office.ask(`/api/history/file?person=${one.id}`)).text();
    expect(file).toContain('Rechter');
    for (const secret of ['ander@geheim.example', '1972-06-24']) expect(file).not.toContain(secret);
    expect(await fieldsIn(`/api/history?person=${one.id}&field=birthDate`)).toEqual([]);
    await office.visible(everything);
    for (const path of paths) expect(await fieldsIn(path)).toHaveLength(7);
  });

  test('of a person that is gone hides what of any kind of person is hidden', async () => {
    let one = await secretive('Wijlen', {
      kind: 'privatePerson',
      organisation: null,
      fields: { lastName: 'Wijlen', ...telling },
    });
    one = await edit(one, { fields: { privateEmail: 'ander@geheim.example' } });
    const path = `/api/persons/${one.id}/history`;
    expect(await fieldsIn(path)).toEqual(['privateEmail', null]);
    await office.crm.removePerson(one.id, byImport);
    expect(await fieldsIn(path)).toEqual([null, null]);
  });
});

describe('deciding it', () => {
  beforeAll(() => office.visible(nothing));

  const get = (claims = {}) => office.ask('/api/admin/visibility', {}, claims);
  const put = (body: unknown, claims = {}) => office.ask('/api/admin/visibility', json('PUT', body), claims);

  test('is for administrators', async () => {
    for (const response of [await get(), await put(everything)]) {
      expect([response.status, (await refusal(response)).code]).toEqual([403, 'adminOnly']);
    }
    expect(await (await get(admin)).json()).toEqual(nothing);
  });

  test('takes the whole set and nothing else', async () => {
    const { owners: _, ...partial } = everything;
    for (const odd of [partial, { ...everything, notes: true }, { ...everything, owners: 'yes' }, {}, null]) {
      expect((await put(odd, admin)).status).toBe(422);
    }
    expect(await (await get(admin)).json()).toEqual(nothing);
  });

  test('holds from the next request on, for everybody', async () => {
    const saved = await put({ ...everything, birthDate: false }, admin);
    expect([saved.status, await saved.json()]).toEqual([200, { ...everything, birthDate: false }]);
    const me = (await (await office.ask('/api/me')).json()) as { visibility: Visibility };
    expect(me.visibility).toEqual({ ...everything, birthDate: false });
    const { id } = await secretive('Zichtbaar');
    const shown = await read(await office.ask(`/api/persons/${id}`));
    expect([shown.hidden, shown.owners.length, shown.fields.birthDate]).toEqual([['birthDate'], 1, null]);
  });
});
