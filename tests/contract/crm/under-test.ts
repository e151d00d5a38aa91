/** What a connector brings to the suite: an empty CRM, and the means to bring about what happens inside it. */
import type { EmployeeId, PersonId } from '../../../shared/ids.ts';
import type { Employee, Person, PersonKind, PersonPatch } from '../../../shared/person.ts';
import type { Crm, CrmCursor } from '../../../worker/pass/ports.ts';

export interface SeedPerson {
  readonly kind?: PersonKind;
  readonly fields: PersonPatch;
  readonly organisationName?: string;
  readonly relationManagerId?: EmployeeId;
  readonly ownerIds?: readonly EmployeeId[];
  readonly groups?: readonly string[];
  readonly former?: boolean;
}

export interface SeedChange {
  readonly fields?: PersonPatch;
  readonly relationManagerId?: EmployeeId | null;
  readonly ownerIds?: readonly EmployeeId[];
  readonly groups?: readonly string[];
  readonly former?: boolean;
}

export const devries: SeedPerson = {
  fields: { firstName: 'Petra', surnamePrefix: 'de', lastName: 'Vries', workEmail: 'Petra@Abc.example' },
  organisationName: 'ABC Bedrijf',
};

/** What users of the CRM do in the CRM, past the port. */
export interface CrmSeed {
  employee(draft: { email: string; upn?: string; displayName: string; active?: boolean }): Promise<Employee>;
  person(draft: SeedPerson): Promise<Person>;
  change(id: PersonId, change: SeedChange): Promise<void>;
  renameOrganisation(of: PersonId, name: string): Promise<void>;
  remove(id: PersonId): Promise<void>;
  /** A change that has begun and is not there for others before `commit`. */
  beginChange(id: PersonId, change: SeedChange): Promise<{ commit: () => Promise<void> }>;
}

export interface CrmUnderTest {
  readonly crm: Crm;
  readonly seed: CrmSeed;
  close(): Promise<void>;
}

/** All pages from the cursor to the end. */
export const drain = async (
  crm: Crm,
  from: CrmCursor,
  limit = 100,
): Promise<{ ids: PersonId[]; pages: PersonId[][]; cursor: CrmCursor }> => {
  const pages: PersonId[][] = [];
  let cursor = from;
  for (;;) {
    const page = await crm.changes(cursor, limit);
    pages.push(page.personIds);
    cursor = page.cursor;
    if (!page.more) return { ids: pages.flat(), pages, cursor };
  }
};

export const current = async (crm: Crm, id: PersonId): Promise<Person> => {
  const person = (await crm.persons([id])).get(id);
  if (person === undefined) throw new Error('the person is gone');
  return person;
};

export const waitFor = async (condition: () => boolean): Promise<void> => {
  const until = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > until) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
