import sql from 'sql-template-tag';
import {
  asId,
  type EmployeeId,
  type MailboxId,
  type OrganisationId,
  type PersonId,
} from '../../../shared/ids.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import { askedWords } from '../../../worker/crm/embedded/search-words.ts';
import type { CrmActor } from '../../../worker/pass/ports.ts';
import { byImport, useCrm } from './crm-on-test-db.ts';

let now = new Date('2026-03-01T10:00:00.000Z');
const on = useCrm(() => now);

const absent = asId<PersonId>('0b8f3c52-54c6-49a7-8b63-1d7a1de0a001');
const bySync: CrmActor = { kind: 'sync', mailboxId: asId<MailboxId>('5d0a4c1e-6a0f-4b5e-9d55-0f2f4f7f7d10') };

const employee = async (name: string): Promise<Employee> => {
  const made = await on.crm.upsertEmployee({ email: `${name}@kantoor.example`, displayName: name });
  if (made === null) throw new Error('refused');
  return made;
};

const changedSince = async (cursor: string): Promise<Set<PersonId>> =>
  new Set((await on.crm.changes(cursor, 100)).personIds);

/** A head with two followers, all from three cards of one human. */
const family = async (): Promise<{ head: Person; one: Person; two: Person }> => {
  const head = await on.make({
    kind: 'privatePerson',
    fields: { firstName: 'Petra', lastName: 'Vries', privateEmail: 'petra@thuis.example' },
  });
  const one = await on.make({
    fields: { lastName: 'x', privatePhone: '020-0000100', workEmail: 'petra@een.example' },
  });
  const two = await on.make({ fields: { lastName: 'y', workEmail: 'petra@twee.example' } });
  for (const follower of [one, two]) {
    expect((await on.crm.tieTo(follower.id, head.id, byImport)).outcome).toBe('tied');
  }
  return { head, one: await on.read(one), two: await on.read(two) };
};

describe('head and followers', () => {
  test('a follower shows the private fields of its head and keeps its work', async () => {
    const { head, one } = await family();
    expect(one.headId).toBe(head.id);
    expect(one.fields).toMatchObject({
      firstName: 'Petra',
      lastName: 'Vries',
      privateEmail: 'petra@thuis.example',
      privatePhone: null,
      workEmail: 'petra@een.example',
    });
  });

  test('a private field of the head moves every follower: version, feed, finding', async () => {
    const { head, one, two } = await family();
    const start = await on.crm.head();
    const patch = { lastName: 'Bos', privateEmail: 'p.bos@thuis.example' };
    expect((await on.crm.update(head.id, head.version, patch, bySync)).outcome).toBe('updated');
    expect(await changedSince(start)).toEqual(new Set([head.id, one.id, two.id]));
    for (const follower of [one, two]) {
      const read = await on.read(follower);
      expect(read.fields).toMatchObject(patch);
      expect(read.version).not.toBe(follower.version);
    }
    expect((await on.crm.findByEmail('p.bos@thuis.example')).length).toBe(3);
    expect(await on.crm.findByEmail('petra@thuis.example')).toEqual([]);
    expect((await on.crm.search('bos', 10)).length).toBe(3);
  });

  test('a private field written through a follower is written to the head, its work only to itself', async () => {
    const { head, one, two } = await family();
    const start = await on.crm.head();
    const patch = { firstName: 'Petronella', workPhone: '020-0000101' };
    const result = await on.crm.update(one.id, one.version, patch, bySync);
    if (result.outcome !== 'updated') throw new Error(result.outcome);
    expect(result.person.fields).toMatchObject(patch);
    expect(result.person).toEqual(await on.read(one));
    expect((await on.read(head)).fields).toMatchObject({ firstName: 'Petronella', workPhone: null });
    expect((await on.read(two)).fields).toMatchObject({ firstName: 'Petronella', workPhone: null });
    expect(await changedSince(start)).toEqual(new Set([head.id, one.id, two.id]));
  });

  test('work of a follower moves nobody else', async () => {
    const { one } = await family();
    const start = await on.crm.head();
    await on.crm.update(one.id, one.version, { jobTitle: 'Directeur' }, bySync);
    expect(await changedSince(start)).toEqual(new Set([one.id]));
  });

  test('two changes of one human through different records at once: both end, one after the other', async () => {
    const { head, one, two } = await family();
    const results = await Promise.all([
      on.crm.update(head.id, head.version, { privatePhone: '020-0000102' }, bySync),
      on.crm.update(one.id, one.version, { privateMobile: '06-00000103' }, bySync),
      on.crm.update(two.id, two.version, { workPhone: '020-0000104' }, bySync),
    ]);
    expect(results.some((result) => result.outcome === 'updated')).toBe(true);
    const [a, b, c] = [await on.read(head), await on.read(one), await on.read(two)];
    expect([b.fields.privatePhone, c.fields.privatePhone]).toEqual([
      a.fields.privatePhone,
      a.fields.privatePhone,
    ]);
    expect([b.fields.privateMobile, c.fields.privateMobile]).toEqual([
      a.fields.privateMobile,
      a.fields.privateMobile,
    ]);
  });

  test('a follower is no head, a head does not follow, nobody follows itself', async () => {
    const { head, one } = await family();
    const other = await on.make({ fields: { lastName: 'Jansen' } });
    expect((await on.crm.tieTo(other.id, one.id, byImport)).outcome).toBe('headIsNoHead');
    expect((await on.crm.tieTo(head.id, other.id, byImport)).outcome).toBe('hasFollowers');
    expect((await on.crm.tieTo(other.id, other.id, byImport)).outcome).toBe('headIsNoHead');
    expect((await on.crm.tieTo(other.id, absent, byImport)).outcome).toBe('gone');
    const direct = on.db.query(sql`update crm.persons set head_id = ${one.id} where id = ${other.id}`);
    await expect(direct).rejects.toMatchObject({ code: '23514' });
  });

  test('ties made at the same time never make a chain', async () => {
    const [a, b, c] = [
      await on.make({ fields: { lastName: 'A' } }),
      await on.make({ fields: { lastName: 'B' } }),
      await on.make({ fields: { lastName: 'C' } }),
    ];
    await Promise.all([on.crm.tieTo(a.id, b.id, byImport), on.crm.tieTo(b.id, c.id, byImport)]);
    const heads = [await on.read(a), await on.read(b), await on.read(c)];
    const following = new Set(heads.filter((person) => person.headId !== null).map((person) => person.id));
    expect(heads.some((person) => person.headId !== null && following.has(person.headId))).toBe(false);
  });

  test('untied, or without its head, it keeps what it showed and goes its own way', async () => {
    const { head, one, two } = await family();
    const start = await on.crm.head();
    const untied = await on.crm.untie(one.id, byImport);
    expect(untied).toMatchObject({ headId: null, fields: { lastName: 'Vries' } });
    expect(await on.crm.untie(one.id, byImport)).toEqual(untied);
    await on.crm.removePerson(head.id, byImport);
    expect(await on.read(two)).toMatchObject({ headId: null, fields: { lastName: 'Vries' } });
    expect(await changedSince(start)).toEqual(new Set([head.id, one.id, two.id]));
    expect(await on.crm.untie(absent, byImport)).toBeNull();
  });
});

describe('a change of a person', () => {
  test('sets everything at once, and its time is the clock’s', async () => {
    const [petra, karim] = [await employee('petra'), await employee('karim')];
    const before = await on.make({ fields: { lastName: 'Jansen' } });
    expect(before.changedAt).toBe('2026-03-01T10:00:00.000Z');
    now = new Date('2026-03-02T10:00:00.000Z');
    const change = {
      fields: { firstName: 'Jan' },
      organisation: { name: ' ABC ' },
      relationManagerId: petra.id,
      ownerIds: [karim.id, petra.id, karim.id],
      groups: ['Klanten', 'klanten ', 'Pers'],
      former: true,
    };
    const result = await on.crm.updatePerson(before.id, before.version, change, byImport);
    if (result.outcome !== 'updated') throw new Error(result.outcome);
    expect(result.person).toMatchObject({
      organisation: { name: 'ABC' },
      relationManagerId: petra.id,
      groups: ['Klanten', 'Pers'],
      former: true,
      changedAt: '2026-03-02T10:00:00.000Z',
    });
    expect(result.person.ownerIds.length).toBe(2);
    const same = await on.crm.updatePerson(before.id, result.person.version, change, byImport);
    expect(same).toEqual(result);
  });

  test('that names what does not exist is refused as a whole', async () => {
    const before = await on.make({ fields: { lastName: 'Jansen' }, groups: ['Klanten'] });
    const nobody = asId<EmployeeId>(absent);
    const cases = [
      [{ relationManagerId: nobody }, 'unknownEmployee'],
      [{ ownerIds: [asId<EmployeeId>('geen-id')] }, 'unknownEmployee'],
      [{ organisation: { id: asId<OrganisationId>(absent) } }, 'unknownOrganisation'],
      [{ organisation: { name: ' ' } }, 'badOrganisationName'],
      [{ groups: ['Pers', 'x'.repeat(201)] }, 'badGroupName'],
      [{ externalId: 'x'.repeat(201) }, 'badExternalId'],
      [{ kind: 'privatePerson', organisation: { name: 'ABC' } }, 'organisationOfPrivatePerson'],
    ] as const;
    for (const [change, outcome] of cases) {
      const all = { ...change, fields: { firstName: 'Jan' }, former: true };
      expect(await on.crm.updatePerson(before.id, before.version, all, byImport)).toMatchObject({ outcome });
    }
    expect(await on.read(before)).toEqual(before);
  });

  test('into a private person leaves the organisation, and is refused while there is work', async () => {
    const before = await on.make({
      fields: { lastName: 'Jansen', jobTitle: 'Chef' },
      organisation: { name: 'ABC' },
    });
    const toPrivate = { kind: 'privatePerson' } as const;
    expect(await on.crm.updatePerson(before.id, before.version, toPrivate, byImport)).toEqual({
      outcome: 'refused',
      field: 'jobTitle',
      reason: 'refusedByCrm',
    });
    const cleared = { ...toPrivate, fields: { jobTitle: null } };
    const result = await on.crm.updatePerson(before.id, before.version, cleared, byImport);
    expect(result).toMatchObject({
      outcome: 'updated',
      person: { kind: 'privatePerson', organisation: null },
    });
  });

  test('has an id of a file only when nobody else has it', async () => {
    const one = await on.make({ fields: { lastName: 'Jansen' }, externalId: '7' });
    const other = await on.make({ fields: { lastName: 'Peeters' } });
    const draft = { kind: 'contactPerson', fields: { lastName: 'Maes' }, externalId: '7' } as const;
    expect((await on.crm.createPerson(draft, byImport)).outcome).toBe('externalIdTaken');
    const change = { externalId: '7', former: true };
    expect((await on.crm.updatePerson(other.id, other.version, change, byImport)).outcome).toBe(
      'externalIdTaken',
    );
    expect(await on.read(other)).toEqual(other);
    expect((await on.crm.findByExternalId(['7', other.id, '8'])).size).toBe(2);
    expect((await on.crm.externalIds([one.id])).get(one.id)).toBe('7');
  });

  test('is written to the log with who, when and which fields, without their values', async () => {
    const before = await on.make({ fields: { lastName: 'Geheimhouder' } });
    await on.crm.update(before.id, before.version, { lastName: 'Zwijger', workPhone: '020-0000105' }, bySync);
    await on.crm.removePerson(before.id, byImport);
    const log = await on.db.query(
      sql`select actor_kind, actor_id, action, fields, at from crm.change_log order by id`,
    );
    expect(log).toEqual([
      { actor_kind: 'import', actor_id: null, action: 'created', fields: [], at: now },
      {
        actor_kind: 'sync',
        actor_id: bySync.kind === 'sync' ? bySync.mailboxId : '',
        action: 'changed',
        fields: ['lastName', 'workPhone'],
        at: now,
      },
      { actor_kind: 'import', actor_id: null, action: 'removed', fields: [], at: now },
    ]);
  });

  test('inside a transaction that fails leaves nothing, and a refused one leaves the rest', async () => {
    const failed = on.crm.transaction(async (crm) => {
      await crm.createPerson({ kind: 'contactPerson', fields: { lastName: 'Jansen' } }, byImport);
      throw new Error('halverwege');
    });
    await expect(failed).rejects.toThrow('halverwege');
    await on.crm.transaction(async (crm) => {
      await crm.createPerson({ kind: 'contactPerson', fields: { lastName: 'Peeters' } }, byImport);
      const bad = { kind: 'contactPerson', fields: { lastName: 'Maes' }, groups: [''] } as const;
      expect((await crm.createPerson(bad, byImport)).outcome).toBe('badGroupName');
    });
    const { persons } = await on.crm.listPersons({ after: null, limit: 10 });
    expect(persons.map((person) => person.fields.lastName)).toEqual(['Peeters']);
  });
});

describe('the feed of the embedded CRM', () => {
  test('tells everything again to a cursor from after a restored back-up', async () => {
    const { id } = await on.make({ fields: { lastName: 'Jansen' } });
    expect((await on.crm.changes('999999', 10)).personIds).toEqual([id]);
  });

  test('takes no cursor of another CRM', async () => {
    await expect(on.crm.changes('abc', 10)).rejects.toMatchObject({ code: 'crm.foreignCursor' });
  });

  test('keeps one row a person, however often it changes', async () => {
    let person = await on.make({ fields: { lastName: 'Jansen' } });
    for (const phone of ['1', '2', '3']) {
      const result = await on.crm.update(person.id, person.version, { workPhone: phone }, bySync);
      if (result.outcome === 'updated') person = result.person;
    }
    await on.crm.head();
    const rows = await on.db.query(sql`select person_id from crm.change_feed`);
    expect(rows.length).toBe(1);
    expect(await on.db.query(sql`select id from crm.change_queue`)).toEqual([]);
  });

  test('is read by many at once without a change told out of order or lost', async () => {
    const start = await on.crm.head();
    const ids = new Set<PersonId>();
    for (const lastName of ['A', 'B', 'C', 'D', 'E']) ids.add((await on.make({ fields: { lastName } })).id);
    const pages = await Promise.all(Array.from({ length: 6 }, () => on.crm.changes(start, 100)));
    for (const page of pages) expect(page).toEqual(pages[0]);
    expect(new Set(pages[0]?.personIds)).toEqual(ids);
  });
});

describe('a search', () => {
  beforeEach(async () => {
    await on.make({
      fields: {
        firstName: 'José',
        surnamePrefix: 'van den',
        lastName: 'Berg-Çelik',
        workEmail: 'J.Berg@Abc.example',
        workPhone: '(020) 000 01 23 tst. 4',
      },
      organisation: { name: 'Café Zoë' },
    });
    await on.make({ fields: { firstName: 'Jan', lastName: 'Berger' }, former: true });
    await on.make({ fields: { firstName: 'Joke', lastName: 'Bergmans' } });
  });
  const found = async (text: string): Promise<(string | null)[]> =>
    (await on.crm.search(text, 10)).map((person) => person.fields.lastName);

  test.each([
    ['berg', ['Berg-Çelik', 'Bergmans', 'Berger']],
    ['jose berg', ['Berg-Çelik']],
    ['BERG VAN DEN JOS', ['Berg-Çelik']],
    ['celik', ['Berg-Çelik']],
    ['j.berg@abc', ['Berg-Çelik']],
    ['abc.example', ['Berg-Çelik']],
    ['020 0000', ['Berg-Çelik']],
    ['+31 (0)20-00001', ['Berg-Çelik']],
    ['0031200000123', ['Berg-Çelik']],
    ['cafe zoe', ['Berg-Çelik']],
    ['erg', []],
    ['%', []],
    ['_erg', []],
    ["' or 1=1 --", []],
    ['  ', []],
  ])('for %j finds by the beginnings of words, the former last', async (text, names) => {
    expect(await found(text)).toEqual(names);
  });

  test('finds the new name and number after a change, the new organisation after its renaming', async () => {
    const [person] = await on.crm.search('celik', 1);
    const organisation = person?.organisation ?? null;
    if (person === undefined || organisation === null) throw new Error('not found');
    await on.crm.update(person.id, person.version, { lastName: 'Oosterhuis', workPhone: null }, bySync);
    await on.crm.renameOrganisation(organisation.id, 'Brasserie Noord', byImport);
    expect(await found('celik')).toEqual([]);
    expect(await found('020 0000')).toEqual([]);
    expect(await found('oosterh brasserie')).toEqual(['Oosterhuis']);
  });

  test('asks for nothing when there is nothing to ask', () => {
    expect(askedWords(' . , ')).toEqual([]);
    expect(askedWords('06-000001')).toEqual(['06000001']);
  });
});

describe('the list of persons', () => {
  test('goes by surname and has each once over its pages', async () => {
    for (const lastName of ['Écluse', 'Zwart', 'de Boer', 'Aalders', 'Jansen', 'Jansen']) {
      await on.make({ fields: { lastName } });
    }
    const names: (string | null)[] = [];
    let after: string | null = null;
    do {
      const page = await on.crm.listPersons({ after, limit: 2 });
      names.push(...page.persons.map((person) => person.fields.lastName));
      after = page.next;
    } while (after !== null);
    expect(names).toEqual(['Aalders', 'de Boer', 'Écluse', 'Jansen', 'Jansen', 'Zwart']);
  });
});

describe('employees', () => {
  test('are one per address, brought up to date when they come again', async () => {
    const one = await on.crm.upsertEmployee({ email: ' Petra@Kantoor.example ', displayName: 'Petra' });
    const again = await on.crm.upsertEmployee({
      email: 'petra@kantoor.example',
      displayName: 'Petra de Vries',
      upn: 'P.Vries@kantoor.test',
      active: false,
    });
    expect(again).toEqual({
      id: one?.id,
      email: 'petra@kantoor.example',
      displayName: 'Petra de Vries',
      upn: 'p.vries@kantoor.test',
      active: false,
    });
    expect((await on.crm.employees()).length).toBe(1);
    expect(await on.crm.upsertEmployee({ email: 'geen adres', displayName: 'X' })).toBeNull();
    expect(await on.crm.upsertEmployee({ email: 'x@kantoor.example', displayName: ' ' })).toBeNull();
  });
});

describe('what the CRM takes', () => {
  test.each([
    ['initials', 'x'.repeat(33), 'contactPerson', 'tooLong'],
    ['workPhone', 'x'.repeat(65), 'contactPerson', 'tooLong'],
    ['workPhone', 'x'.repeat(64), 'contactPerson', null],
    ['lastName', 'Jan\nsen', 'contactPerson', 'refusedByCrm'],
    ['lastName', 'Jan\u0000sen', 'contactPerson', 'refusedByCrm'],
    ['lastName', 'Jan\uD800sen', 'contactPerson', 'refusedByCrm'],
    ['lastName', 'Jan 😀 sen', 'contactPerson', null],
    ['workEmail', 'jan@abc.example', 'privatePerson', 'refusedByCrm'],
    ['workEmail', null, 'privatePerson', null],
    ['privateEmail', 'jan@abc.example', 'privatePerson', null],
  ] as const)('%s = %j of a %s: %j', (field, value, kind, reason) => {
    expect(on.crm.takes(field, value, kind)).toBe(reason);
  });
});
