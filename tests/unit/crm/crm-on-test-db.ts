/** One migrated database for a test file, emptied between tests, and the embedded CRM on it. */
import sql, { raw } from 'sql-template-tag';
import type { Person } from '../../../shared/person.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm, PersonDraft } from '../../../worker/crm/embedded/types.ts';
import type { CrmActor } from '../../../worker/pass/ports.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';

/** The first test of a run may have to start a server. */
const SETUP_MS = 60_000;

export const byImport: CrmActor = { kind: 'import' };

export interface CrmOnTestDb {
  readonly db: Db;
  readonly crm: EmbeddedCrm;
  make(draft: Partial<PersonDraft> & Pick<PersonDraft, 'fields'>): Promise<Person>;
  /** Nobody and nothing in it. */
  empty(): Promise<void>;
  /** As the database has it now. */
  read(person: Person): Promise<Person>;
}

/** Call at the top of a test file; the answer is filled in before each test. */
export const useCrm = (now: () => Date = () => new Date()): CrmOnTestDb => {
  let testDb: TestDb;
  const on = {} as { -readonly [Key in keyof CrmOnTestDb]: CrmOnTestDb[Key] };
  beforeAll(async () => {
    testDb = await createTestDb();
    on.db = testDb.db;
    on.crm = createEmbeddedCrm(testDb.db, { country: 'NL', clock: { now } });
    on.make = async (draft) => {
      const made = await on.crm.createPerson({ kind: 'contactPerson', ...draft }, byImport);
      if (made.outcome !== 'created') throw new Error(made.outcome);
      return made.person;
    };
    on.read = async ({ id }) => {
      const person = (await on.crm.persons([id])).get(id);
      if (person === undefined) throw new Error('the person is gone');
      return person;
    };
    on.empty = async () => {
      const tables = await testDb.db.query<{ name: string }>(
        sql`select format('crm.%I', tablename) as name from pg_tables where schemaname = 'crm'`,
      );
      const names = tables.map((table) => table.name).join(', ');
      await testDb.db.query(sql`truncate ${raw(names)} restart identity`);
    };
  }, SETUP_MS);
  afterAll(() => testDb.close());
  beforeEach(() => on.empty());
  return on;
};
