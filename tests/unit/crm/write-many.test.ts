/** Many persons written at once: the same as one after the other, for every mixture of good and bad; and what it costs. */
import fc from 'fast-check';
import sql from 'sql-template-tag';
import { asId, type EmployeeId, type OrganisationId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type {
  PersonChange,
  PersonDraft,
  PersonWrite,
  PersonWritten,
} from '../../../worker/crm/embedded/types.ts';
import type { CrmCursor } from '../../../worker/pass/ports.ts';
import { byImport, useCrm } from './crm-on-test-db.ts';

const on = useCrm(() => new Date('2026-03-01T10:00:00.000Z'));

const nobody = asId<EmployeeId>('0b8f3c52-54c6-49a7-8b63-1d7a1de0a001');
const nowhere = asId<OrganisationId>('0b8f3c52-54c6-49a7-8b63-1d7a1de0a002');

// ─── What may come ──────────────────────────────────────────────────────────────────────────────

/** Mostly good, so that whole batches succeed too; the last of each is what cannot be, or what is there already. */
const often = <T>(good: readonly T[], bad: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...good), weight: 30 },
    { arbitrary: fc.constantFrom(...bad), weight: 1 },
  );

interface Asked {
  readonly existing: number | null;
  readonly stale: boolean;
  readonly kind: PersonDraft['kind'] | undefined;
  readonly firstName: string | null;
  readonly lastName: string;
  readonly workEmail: string | undefined;
  readonly externalId: string | null;
  readonly organisation: PersonDraft['organisation'];
  readonly owners: readonly number[];
  readonly groups: readonly string[];
}

const asked: fc.Arbitrary<Asked> = fc.record({
  existing: fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary: fc.nat(2), weight: 1 }),
  stale: often([false], [true]),
  kind: often<PersonDraft['kind'] | undefined>(['contactPerson', 'employee', undefined], ['privatePerson']),
  firstName: fc.constantFrom('Anna', 'José', null),
  lastName: often(['Jansen', 'de Vries', 'Ümit'], ['']),
  workEmail: often([undefined, 'info@abc.example', 'Anna@abc.example'], ['geen adres']),
  externalId: fc.oneof(
    { arbitrary: fc.constant(null), weight: 10 },
    { arbitrary: fc.nat(999).map(String), weight: 10 },
    { arbitrary: fc.constantFrom('k0', ' ', '7'), weight: 1 },
  ),
  organisation: often<PersonDraft['organisation']>(
    [undefined, null, { name: 'ABC' }, { name: ' abc ' }, { name: 'Café Zoë' }, { name: 'B.V. Drie' }],
    [{ name: ' ' }, { id: nowhere }],
  ),
  owners: fc.array(often([0, 1], [2]), { maxLength: 2 }),
  groups: fc.array(often(['Klanten', 'klanten ', 'Pers'], ['']), { maxLength: 2 }),
});

/** Where nothing stands in the way. */
const good: Asked = {
  existing: null,
  stale: false,
  kind: 'contactPerson',
  firstName: 'Anna',
  lastName: 'Jansen',
  workEmail: 'info@abc.example',
  externalId: null,
  organisation: { name: 'ABC' },
  owners: [0],
  groups: ['Klanten'],
};

// ─── Both ways ──────────────────────────────────────────────────────────────────────────────────

interface Office {
  readonly owners: readonly EmployeeId[];
  readonly existing: readonly Person[];
  /** Where the feed was before anything was written. */
  readonly head: CrmCursor;
}

const anOffice = async (): Promise<Office> => {
  await on.empty();
  const owners: EmployeeId[] = [];
  for (const name of ['petra', 'karel']) {
    const made = await on.crm.upsertEmployee({ email: `${name}@kantoor.example`, displayName: name });
    if (made !== null) owners.push(made.id);
  }
  const existing: Person[] = [];
  for (const at of [0, 1, 2])
    existing.push(
      await on.make({
        externalId: `k${String(at)}`,
        fields: { lastName: `Bestaand ${String(at)}` },
        organisation: { name: 'Oud' },
        groups: ['Pers'],
      }),
    );
  // The third follows the first: a change of one moves the other's version.
  const [head, , follower] = existing;
  if (head === undefined || follower === undefined) throw new Error('not made');
  await on.crm.tieTo(follower.id, head.id, byImport);
  return {
    owners: [...owners, nobody],
    existing: await Promise.all(existing.map((person) => on.read(person))),
    head: await on.crm.head(),
  };
};

const writeOf = (office: Office, one: Asked): PersonWrite => {
  const { firstName, lastName, workEmail, externalId, organisation, groups } = one;
  const change: PersonChange = {
    ...(externalId === null ? {} : { externalId }),
    fields: { firstName, lastName, ...(workEmail === undefined ? {} : { workEmail }) },
    ...(organisation === undefined ? {} : { organisation }),
    relationManagerId: office.owners[one.owners[0] ?? 9] ?? null,
    ownerIds: one.owners.map((at) => office.owners[at] ?? nobody),
    groups,
  };
  const person = one.existing === null ? undefined : office.existing[one.existing];
  if (person === undefined)
    return { draft: { ...change, kind: one.kind ?? 'contactPerson', fields: change.fields ?? {} } };
  const version = one.stale ? '0' : person.version;
  return {
    id: person.id,
    version,
    change: { ...change, ...(one.kind === undefined ? {} : { kind: one.kind }) },
  };
};

const oneAfterTheOther = (writes: readonly PersonWrite[]): Promise<PersonWritten[]> =>
  on.crm.transaction(async (crm) => {
    const done: PersonWritten[] = [];
    for (const write of writes)
      done.push(
        'draft' in write
          ? await crm.createPerson(write.draft, byImport)
          : await crm.updatePerson(write.id, write.version, write.change, byImport),
      );
    return done;
  });

/** All there is, without the ids that are drawn; each table in an order of its own making. */
const everything = async (office: Office): Promise<unknown> => {
  const employeeName = (id: EmployeeId | null): number | null =>
    id === null ? null : office.owners.indexOf(id);
  const words = await on.db.query<{ id: string; words: string[] }>(
    sql`select person_id::text as id, array_agg(word order by word) as words from crm.search_words group by 1`,
  );
  const log = await on.db.query<{ id: string; what: unknown }>(sql`
    select subject_id::text as id, jsonb_agg(to_jsonb(l) - 'id' - 'subject_id' order by l.id) as what
    from crm.change_log l group by 1`);
  const { persons } = await on.crm.listPersons({ after: null, limit: 500 });
  const { personIds } = await on.crm.changes(office.head, 500);
  const external = await on.crm.externalIds(persons.map(({ id }) => id));
  const keys = await on.db.query<{ id: string; keys: unknown }>(sql`
    select id::text as id, jsonb_build_array(work_email_key, private_email_key, last_name_key, sort_key) as keys
    from crm.persons`);
  const told = new Set<string>(personIds);
  return {
    persons: persons
      .map((person) =>
        JSON.stringify({
          ...person,
          id: null,
          headId: person.headId === null ? null : 'a head',
          externalId: external.get(person.id) === person.id ? null : external.get(person.id),
          organisation: person.organisation?.name ?? null,
          relationManagerId: employeeName(person.relationManagerId),
          ownerIds: person.ownerIds.map(employeeName).sort(),
          words: words.find(({ id }) => id === person.id)?.words,
          log: log.find(({ id }) => id === person.id)?.what,
          keys: keys.find(({ id }) => id === person.id)?.keys,
          told: told.has(person.id),
        }),
      )
      .sort(),
    organisations: await on.db.query(
      sql`select name, name_key from crm.organisations order by name_key, name`,
    ),
    groups: await on.db.query(sql`select name, name_key from crm.groups order by name_key`),
  };
};

const outcomes = (results: readonly PersonWritten[]): string[] => results.map(({ outcome }) => outcome);

test('many at once are what they are one after the other: outcomes, persons, log, search, organisations', async () => {
  let whole = 0;
  let mixed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 10 }), async (all) => {
      const first = await anOffice();
      const apart = await oneAfterTheOther(all.map((each) => writeOf(first, each)));
      const after = await everything(first);
      const second = await anOffice();
      const together = await on.crm.writeMany(
        all.map((each) => writeOf(second, each)),
        byImport,
      );
      expect(outcomes(together)).toEqual(outcomes(apart));
      expect(await everything(second)).toEqual(after);
      if (outcomes(apart).every((outcome) => outcome === 'created' || outcome === 'updated')) whole += 1;
      else mixed += 1;
    }),
    {
      numRuns: 20,
      examples: [[[good, { ...good, existing: 0 }, good]], [[good, { ...good, lastName: '' }]]],
    },
  );
  // Both ways through the code were walked.
  expect(Math.min(whole, mixed)).toBeGreaterThan(0);
}, 120_000);

const backend = sql`
  select pg_stat_get_backend_pid(id) as pid, (pg_stat_get_backend_subxact(id)).*
  from pg_stat_get_backend_idset() id`;

test('an import of hundreds holds a handful of locks and of inner transactions, whatever the number of organisations', async () => {
  const draft = (n: number): PersonWrite => ({
    draft: {
      kind: 'contactPerson',
      fields: { lastName: `Jansen ${String(n)}` },
      organisation: { name: `Organisatie ${String(n)}` },
    },
  });
  const seen = await on.crm.transaction(async (crm) => {
    for (let from = 0; from < 400; from += 100) {
      const done = await crm.writeMany(
        Array.from({ length: 100 }, (_, at) => draft(from + at)),
        byImport,
      );
      expect(new Set(outcomes(done))).toEqual(new Set(['created']));
    }
    const locks = await on.db.query<{ pid: number; held: number }>(sql`
      select pid, count(*)::int as held from pg_locks
      where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
      group by pid`);
    const inner = await on.db.query<{ pid: number; subxact_count: number; subxact_overflowed: boolean }>(
      backend,
    );
    return locks.map(({ pid, held }) => ({ held, ...inner.find((each) => each.pid === pid) }));
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]!.held).toBe(1);
  expect(seen[0]!.subxact_count).toBeLessThanOrEqual(4);
  expect(seen[0]!.subxact_overflowed).toBe(false);
});

test('two who make one organisation at the same time make it once', async () => {
  const names = Array.from({ length: 5 }, (_, at) => `Organisatie ${String(at)}`);
  const write = (order: readonly string[]): Promise<PersonWritten[]> =>
    on.crm.writeMany(
      order.map((name, at) => ({
        draft: { kind: 'contactPerson', fields: { lastName: `J${String(at)}` }, organisation: { name } },
      })),
      byImport,
    );
  const all = await Promise.all([
    write(names),
    write(names.toReversed()),
    write(names),
    write([...names, 'Nog een']),
  ]);
  expect(new Set(all.flatMap(outcomes))).toEqual(new Set(['created']));
  const made = await on.db.query<{ name: string }>(sql`select name from crm.organisations order by name`);
  expect(made.map(({ name }) => name)).toEqual(['Nog een', ...names]);
});

test('while an import is written, who names a new organisation is told so in time and makes nobody; others go on', async () => {
  const person = (organisation: string): PersonDraft => ({
    kind: 'contactPerson',
    fields: { lastName: 'Jansen' },
    organisation: { name: organisation },
  });
  await on.make(person('Bestaande organisatie'));
  await on.crm.transaction(async (crm) => {
    await crm.writeMany([{ draft: person('Van de import') }], byImport);
    const [waited, known] = await Promise.allSettled([
      on.crm.createPerson(person('Van het paneel'), byImport),
      on.crm.createPerson(person('Bestaande organisatie'), byImport),
    ]);
    expect(waited).toMatchObject({ status: 'rejected', reason: { code: 'crm.unavailable' } });
    expect(known).toMatchObject({ status: 'fulfilled', value: { outcome: 'created' } });
  });
  expect((await on.crm.createPerson(person('Van het paneel'), byImport)).outcome).toBe('created');
  const { persons } = await on.crm.listPersons({ after: null, limit: 10 });
  expect(persons.map(({ organisation }) => organisation?.name).sort()).toEqual([
    'Bestaande organisatie',
    'Bestaande organisatie',
    'Van de import',
    'Van het paneel',
  ]);
});
