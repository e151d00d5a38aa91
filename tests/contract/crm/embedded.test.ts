import sql, { raw } from 'sql-template-tag';
import type { PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { CrmWrites, EmbeddedCrm } from '../../../worker/crm/embedded/types.ts';
import type { CrmActor } from '../../../worker/pass/ports.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { crmContract } from './suite.ts';
import type { CrmSeed, SeedChange } from './under-test.ts';

const by: CrmActor = { kind: 'import' };

const current = async (crm: EmbeddedCrm, id: PersonId): Promise<Person> => {
  const person = (await crm.persons([id])).get(id);
  if (person === undefined) throw new Error('the person is gone');
  return person;
};

const change = async (
  crm: EmbeddedCrm,
  writes: Pick<CrmWrites, 'updatePerson'>,
  id: PersonId,
  of: SeedChange,
): Promise<void> => {
  const result = await writes.updatePerson(id, (await current(crm, id)).version, of, by);
  if (result.outcome !== 'updated') throw new Error(result.outcome);
};

const seedOf = (crm: EmbeddedCrm): CrmSeed => ({
  employee: async (draft) => {
    const employee = await crm.upsertEmployee(draft);
    if (employee === null) throw new Error('refused');
    return employee;
  },
  person: async ({ organisationName, kind, ...rest }) => {
    const organisation = organisationName === undefined ? null : { name: organisationName };
    const made = await crm.createPerson({ ...rest, kind: kind ?? 'contactPerson', organisation }, by);
    if (made.outcome !== 'created') throw new Error(made.outcome);
    return made.person;
  },
  change: (id, of) => change(crm, crm, id, of),
  renameOrganisation: async (of, name) => {
    const { organisation } = await current(crm, of);
    if (organisation === null) throw new Error('no organisation');
    await crm.renameOrganisation(organisation.id, name, by);
  },
  remove: async (id) => {
    await crm.removePerson(id, by);
  },
  beginChange: async (id, of) => {
    let commit = (): void => undefined;
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let committed: Promise<void> | undefined;
    await new Promise<void>((begun, failed) => {
      committed = crm.transaction(async (writes) => {
        await change(crm, writes, id, of);
        begun();
        await mayCommit;
      });
      committed.catch(failed);
    });
    return {
      commit: async () => {
        commit();
        await committed;
      },
    };
  },
});

let testDb: TestDb | undefined;
afterAll(() => testDb?.close());

/** One database for all tests; each begins with empty tables. */
const emptyDb = async (): Promise<Db> => {
  testDb ??= await createTestDb();
  const tables = await testDb.db.query<{ name: string }>(
    sql`select format('crm.%I', tablename) as name from pg_tables where schemaname = 'crm'`,
  );
  const names = tables.map((table) => table.name).join(', ');
  await testDb.db.query(sql`truncate ${raw(names)} restart identity`);
  return testDb.db;
};

crmContract('the embedded CRM', async () => {
  const crm = createEmbeddedCrm(await emptyDb(), { country: 'NL' });
  return { crm, seed: seedOf(crm), close: () => Promise.resolve() };
});
