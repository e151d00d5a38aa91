/** Who asks for persons, what the office shows them, and persons as they may see them. */
import type { Context } from 'hono';
import { asId, type EmployeeId, type PersonId } from '../../../shared/ids.ts';
import type { PersonView } from '../../../shared/api/persons.ts';
import type { Visibility } from '../../../shared/api/visibility.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import type { CrmActor } from '../../pass/ports.ts';
import { ApiError } from '../http/errors.ts';
import { requireEmployee } from '../http/who.ts';
import type { ApiDeps, ApiEnv, MailboxSeen } from '../ports.ts';
import { presentPerson } from './present.ts';

export interface Asker {
  readonly mailbox: MailboxSeen;
  readonly employees: ReadonlyMap<EmployeeId, Employee>;
  readonly visibility: Visibility;
  readonly actor: Extract<CrmActor, { kind: 'employee' }>;
}

type Reads = Pick<ApiDeps, 'crm' | 'mailboxes' | 'visibility' | 'crmPersonUrl'>;

/** Read anew for every request: what an administrator hides is hidden from then on. */
export const askerOf = async (deps: Reads, c: Context<ApiEnv>): Promise<Asker> => {
  const [{ mailbox, employees }, visibility] = await Promise.all([
    requireEmployee(deps, c),
    deps.visibility.read(),
  ]);
  const actor = { kind: 'employee', employeeId: mailbox.employeeId } as const;
  return { mailbox, employees, visibility, actor };
};

/** In the order given. */
export const viewsOf = async (
  deps: Reads,
  asker: Asker,
  persons: readonly Person[],
): Promise<PersonView[]> => {
  const ids = persons.map(({ id }) => id);
  const links = await deps.mailboxes.links(asker.mailbox.id, ids);
  return persons.map((one) => presentPerson(one, { ...asker, links, crmPersonUrl: deps.crmPersonUrl }));
};

export const viewOf = async (deps: Reads, asker: Asker, one: Person): Promise<PersonView> => {
  const [shown] = await viewsOf(deps, asker, [one]);
  if (shown === undefined) throw new ApiError('notFound');
  return shown;
};

/** 404 for one that is not in the CRM (any more). */
export const personOf = async ({ crm }: Pick<ApiDeps, 'crm'>, id: string): Promise<Person> => {
  const personId = asId<PersonId>(id);
  const found = (await crm.persons([personId])).get(personId);
  if (found === undefined) throw new ApiError('notFound');
  return found;
};
