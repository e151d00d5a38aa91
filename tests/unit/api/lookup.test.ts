/** Who is at the addresses of a mail: exactly those who are, whatever the mail pretends; and whom a user meant there. */
import type { LookupResult, PersonView } from '../../../shared/api/persons.ts';
import type { Person } from '../../../shared/person.ts';
import { jorisOid, json, openOffice, petraOid, refusal, type Office } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.activate(office.petra, petraOid);
  await office.activate(office.joris, jorisOid);
}, 60_000);
afterAll(() => office.close());

const byImport = { kind: 'import' } as const;
const asJoris = { oid: jorisOid };

const ask = (addresses: unknown, claims = {}): Promise<Response> =>
  office.ask('/api/persons/lookup', json('POST', { addresses }), claims);
const lookUp = async (addresses: string[], claims = {}): Promise<LookupResult['items']> => {
  const response = await ask(addresses, claims);
  expect(response.status).toBe(200);
  return ((await response.json()) as LookupResult).items;
};
const names = (persons: readonly PersonView[] | undefined) => persons?.map(({ displayName }) => displayName);
const at = async (address: string, claims = {}) => (await lookUp([address], claims))[0]!;

const choose = (address: string, personId: string | null, claims = {}): Promise<Response> =>
  office.ask('/api/persons/choices', json('PUT', { address, personId }), claims);
const move = async ({ id }: Person, workEmail: string | null): Promise<void> => {
  const { version } = (await office.crm.persons([id])).get(id)!;
  const result = await office.crm.update(id, version, { workEmail }, byImport);
  expect(result.outcome).toBe('updated');
};

describe('a forged address', () => {
  beforeAll(async () => {
    await office.person('Kiosk', { fields: { lastName: 'Kiosk', workEmail: 'kai@kiosk.example' } });
  });

  const forged: [string, string][] = [
    ['a KELVIN SIGN, which lower-casing turns into k', '\u212Aai@kiosk.example'],
    ['the same in the domain', 'kai@\u212Aiosk.example'],
    ['a dotless i', 'ka\u0131@kiosk.example'],
    ['an I with a dot, which lower-casing turns into i and a mark', 'ka\u0130@kiosk.example'],
    ['full-width letters', 'ｋａｉ@kiosk.example'],
    ['a full-width at sign', 'kai＠kiosk.example'],
    ['a full-width full stop', 'kai@kiosk．example'],
    ['a Cyrillic а', 'k\u0430i@kiosk.example'],
    ['a zero-width space', 'kai\u200B@kiosk.example'],
    ['a zero-width space around it', '\u200Bkai@kiosk.example\u200B'],
    ['a byte order mark before it', '\uFEFFkai@kiosk.example'],
    ['a no-break space behind it', 'kai@kiosk.example\u00A0'],
    ['a soft hyphen', 'k\u00ADai@kiosk.example'],
    ['a mark that turns the letters around', '\u202Ekai@kiosk.example'],
    ['a combining mark', 'kai\u0301@kiosk.example'],
    ['a NUL', 'kai\u0000@kiosk.example'],
    ['half a character', 'kai\uD800@kiosk.example'],
    ['a wildcard', 'k%@kiosk.example'],
    ['a name around it', 'Kai <kai@kiosk.example>'],
    ['another address before it', 'x@y.example, kai@kiosk.example'],
  ];
  test.each(forged)('with %s is nobody’s', async (_, address) => {
    const items = await lookUp([address, 'kai@kiosk.example']);
    expect(items.map(({ persons }) => names(persons))).toEqual([[], ['Kiosk']]);
    const listed = await office.ask(
      `/api/persons?email=${encodeURIComponent(address.replace('\uD800', '\uFFFD'))}`,
    );
    expect(await listed.json()).toEqual({ items: [] });
  });

  test('that is stored finds nobody who writes the plain one', async () => {
    await office.person('Vals', { fields: { lastName: 'Vals', workEmail: '\u212Aees@plain.example' } });
    await office.person('Echt', { fields: { lastName: 'Echt', workEmail: 'kees@plain.example' } });
    expect(names((await at('kees@plain.example')).persons)).toEqual(['Echt']);
    expect(names((await at('\u212Aees@plain.example')).persons)).toEqual(['Vals']);
  });
});

describe('looking up', () => {
  test('folds ASCII letter case and surrounding blanks, and answers in the order asked with each address as it was asked', async () => {
    await office.person('Bos', { fields: { lastName: 'Bos', workEmail: ' Bram@Bos.Example' } });
    const asked = ['niemand@bos.example', '  BRAM@bos.EXAMPLE\t', 'bram@bos.example', 'bram@bos.example'];
    const items = await lookUp(asked);
    expect(items.map(({ address }) => address)).toEqual(asked);
    expect(items.map(({ persons }) => names(persons))).toEqual([[], ['Bos'], ['Bos'], ['Bos']]);
  });

  test('finds everybody at a shared address, head and followers too, and the former last', async () => {
    const shared = { privateEmail: 'thuis@delen.example' };
    const former = await office.person('Aa', { fields: { lastName: 'Aa', ...shared }, former: true });
    const head = await office.person('Zee', { fields: { lastName: 'Zee', ...shared } });
    const follower = await office.person('Los', { fields: { lastName: 'Los' } });
    expect((await office.crm.tieTo(follower.id, head.id, byImport)).outcome).toBe('tied');
    const alone = await office.person('Cel', {
      kind: 'privatePerson',
      organisation: null,
      fields: { lastName: 'Cel', privateEmail: 'Thuis@delen.example' },
    });
    const { persons } = await at('thuis@delen.example');
    expect(persons.map(({ id }) => id).slice(0, 1)).toEqual([alone.id]);
    expect(new Set(persons.slice(1, 3).map(({ id }) => id))).toEqual(new Set([head.id, follower.id]));
    expect(persons[3]).toMatchObject({ id: former.id, former: true, inOutlook: { because: 'former' } });
    expect(persons).toHaveLength(4);
  });

  test('of an address that very many were given for want of one answers some, the former not before others', async () => {
    await office.crm.transaction(async (crm) => {
      for (let n = 0; n < 210; n += 1) {
        await crm.createPerson(
          {
            kind: 'contactPerson',
            fields: { lastName: `A${String(n)}`, workEmail: 'geen@adres.example' },
            former: n < 30,
          },
          byImport,
        );
      }
    });
    const { persons } = await at('geen@adres.example');
    expect(persons).toHaveLength(200);
    expect(persons.filter(({ former }) => former)).toHaveLength(20);
  });

  test('takes a hundred addresses, and refuses more, none, and what is no list of texts', async () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => `a${String(i)}@veel.example`);
    expect((await ask(many(100))).status).toBe(200);
    const over = await ask(many(101));
    expect([over.status, (await refusal(over)).fields]).toEqual([
      422,
      [{ field: 'addresses', problem: 'tooLong' }],
    ]);
    for (const odd of [[], [''], ['x'.repeat(321)], 'a@b.example', [null]]) {
      expect((await ask(odd)).status).toBe(422);
    }
  });

  test('is for employees only, as all that the pane asks of persons', async () => {
    const { id, version } = await office.person('Dicht');
    const stranger = { oid: '00000000-0000-4000-8000-00000000dddd' };
    const asked = [
      await ask(['a@b.example'], stranger),
      await choose('a@b.example', id, stranger),
      await office.ask('/api/persons/recent', {}, stranger),
      await office.ask(`/api/persons/${id}/seen`, { method: 'PUT' }, stranger),
      await office.ask(
        `/api/persons/${id}/mine`,
        json('PUT', { version, role: 'owner', mine: true }),
        stranger,
      ),
    ];
    for (const response of asked) expect(response.status).toBe(403);
  });

  test('says where a person is in the CRM’s own pages, whatever its id', async () => {
    await office.person('Pagina', { fields: { lastName: 'Pagina', workEmail: 'p@pagina.example' } });
    const odd = 'a/../$& ?x=1#';
    const { ask: there } = office.with({
      crmPersonUrl: 'https://crm.example/p/{id}?van={id}',
      crm: {
        ...office.crm,
        findByEmails: async (emails) =>
          (await office.crm.findByEmails(emails)).map((one) => ({ ...one, id: odd as Person['id'] })),
      },
    });
    const response = await there('/api/persons/lookup', json('POST', { addresses: ['p@pagina.example'] }));
    const [item] = ((await response.json()) as LookupResult).items;
    const id = encodeURIComponent(odd);
    expect(item?.persons[0]?.crmUrl).toBe(`https://crm.example/p/${id}?van=${id}`);
    expect((await at('p@pagina.example')).persons[0]?.crmUrl).toBeNull();
  });
});

describe('whom I mean at a shared address', () => {
  const two = async (address: string): Promise<[Person, Person]> => [
    await office.person('Een', { fields: { lastName: 'Een', workEmail: address } }),
    await office.person('Twee', { fields: { lastName: 'Twee', workEmail: address } }),
  ];

  test('is remembered in any letter case, shown, replaced and forgotten', async () => {
    const [one, other] = await two('info@keuze.example');
    expect((await at('info@keuze.example')).chosen).toBeNull();
    const chosen = await choose(' Info@Keuze.example', one.id);
    expect([chosen.status, await chosen.json()]).toEqual([
      200,
      { address: ' Info@Keuze.example', personId: one.id },
    ]);
    expect((await at('INFO@keuze.example')).chosen).toBe(one.id);
    await choose('info@keuze.example', other.id);
    expect((await at('info@keuze.example')).chosen).toBe(other.id);
    for (let n = 0; n < 2; n += 1) expect((await choose('info@keuze.example', null)).status).toBe(200);
    expect((await at('info@keuze.example')).chosen).toBeNull();
  });

  test('is each user’s own', async () => {
    const [one, other] = await two('info@eigen.example');
    await Promise.all([
      choose('info@eigen.example', one.id),
      choose('info@eigen.example', other.id, asJoris),
    ]);
    expect((await at('info@eigen.example')).chosen).toBe(one.id);
    expect((await at('info@eigen.example', asJoris)).chosen).toBe(other.id);
    await choose('info@eigen.example', null, asJoris);
    expect((await at('info@eigen.example')).chosen).toBe(one.id);
  });

  test('chosen twice at the same moment is one of the two', async () => {
    const both = await two('info@tegelijk.example');
    const answers = await Promise.all(both.map(({ id }) => choose('info@tegelijk.example', id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(both.map(({ id }) => id)).toContain((await at('info@tegelijk.example')).chosen);
  });

  test('can only be somebody who is there', async () => {
    const [one] = await two('info@daar.example');
    for (const address of ['elders@daar.example', 'info@da\u0430r.example', 'info\u0000@daar.example']) {
      const response = await choose(address, one.id);
      expect([response.status, (await refusal(response)).fields]).toEqual([
        422,
        [{ field: 'personId', problem: 'notOffered' }],
      ]);
    }
    expect((await choose('info@daar.example', '00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await choose('info@daar.example', 'niemand')).status).toBe(404);
    expect((await choose('info\u0000@daar.example', null)).status).toBe(200);
    expect((await at('info@daar.example')).chosen).toBeNull();
  });

  test('who has moved to another address is meant at the old one no more, also when they come back', async () => {
    const [one] = await two('info@verhuisd.example');
    await choose('info@verhuisd.example', one.id);
    await move(one, 'nieuw@verhuisd.example');
    const items = await lookUp(['info@verhuisd.example', 'nieuw@verhuisd.example']);
    expect(items.map(({ chosen }) => chosen)).toEqual([null, null]);
    await move(one, 'info@verhuisd.example');
    expect((await at('info@verhuisd.example')).chosen).toBeNull();
  });

  test('who is gone from the CRM is meant nowhere', async () => {
    const [one] = await two('info@weg.example');
    await choose('info@weg.example', one.id);
    await office.crm.removePerson(one.id, byImport);
    const item = await at('info@weg.example');
    expect([names(item.persons), item.chosen]).toEqual([['Twee'], null]);
  });
});
