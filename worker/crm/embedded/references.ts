/** What a person points at: employees, organisations, groups. Found, made where that is asked, and checked before use. */
import sql, { type Sql } from 'sql-template-tag';
import { canonicalEmail, canonicalText, isEmailAddress } from '../../../shared/canonical.ts';
import type { EmployeeId, OrganisationId, PersonId } from '../../../shared/ids.ts';
import type { Employee } from '../../../shared/person.ts';
import type { Queryable } from '../../store/db.ts';
import { cleanName, GROUP_NAME_LENGTH, nameKey, ORGANISATION_NAME_LENGTH } from './limits.ts';
import { ownIds } from './persons.ts';
import type { EmployeeDraft, OrganisationRef, ReferenceProblem } from './types.ts';

const EMPLOYEE_NAME_LENGTH = 200;

const selectEmployees = (rest: Sql): Sql => sql`
  select id::text as id, display_name as "displayName", email, upn, active from crm.employees ${rest}`;

export const employees = (db: Queryable): Promise<Employee[]> =>
  db.query<Employee>(selectEmployees(sql`order by display_name, id`));

/** Two employees with one address are one too many to tie a sign-in to. */
export const findEmployee = async (db: Queryable, address: string): Promise<Employee | null> => {
  const key = canonicalEmail(address);
  if (key === null) return null;
  const found = await db.query<Employee>(
    selectEmployees(sql`where active and (email = ${key} or upn = ${key}) limit 2`),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
};

export const upsertEmployee = async (tx: Queryable, draft: EmployeeDraft): Promise<Employee | null> => {
  const email = canonicalEmail(draft.email);
  const displayName = cleanName(draft.displayName, EMPLOYEE_NAME_LENGTH);
  if (email === null || !isEmailAddress(email) || displayName === null) return null;
  const upn = canonicalText(draft.upn)?.toLowerCase() ?? null;
  const rows = await tx.query<Employee>(sql`
    insert into crm.employees (email, display_name, upn, active)
    values (${email}, ${displayName}, ${upn === email ? null : upn}, ${draft.active ?? true})
    on conflict (email) do update
      set display_name = excluded.display_name, upn = excluded.upn, active = excluded.active
    returning id::text as id, display_name as "displayName", email, upn, active`);
  return rows[0] ?? null;
};

export const allEmployeesExist = async (tx: Queryable, ids: readonly EmployeeId[]): Promise<boolean> => {
  const asked = new Set(ids);
  if (asked.size === 0) return true;
  const rows = await tx.query(
    sql`select id from crm.employees where id = any(${ownIds([...asked])}::uuid[])`,
  );
  return rows.length === asked.size;
};

type Resolved = { readonly id: OrganisationId | null } | ReferenceProblem;

/** By name: the one that has it (of several always the same one), or a new one. */
export const resolveOrganisation = async (tx: Queryable, ref: OrganisationRef | null): Promise<Resolved> => {
  if (ref === null) return { id: null };
  if ('id' in ref) {
    const found = await tx.query(
      sql`select id from crm.organisations where id = any(${ownIds([ref.id])}::uuid[])`,
    );
    return found.length === 1 ? { id: ref.id } : { outcome: 'unknownOrganisation' };
  }
  const name = cleanName(ref.name, ORGANISATION_NAME_LENGTH);
  if (name === null) return { outcome: 'badOrganisationName' };
  const key = nameKey(name);
  const named = sql`select id::text as id from crm.organisations where name_key = ${key} order by id limit 1`;
  const [found] = await tx.query<{ id: OrganisationId }>(named);
  if (found !== undefined) return found;
  // Whoever else is making an organisation of this name right now goes first.
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`crm.organisation ${key}`}, 0))`);
  const [foundNow] = await tx.query<{ id: OrganisationId }>(named);
  if (foundNow !== undefined) return foundNow;
  const made = await tx.query<{ id: OrganisationId }>(
    sql`insert into crm.organisations (name, name_key) values (${name}, ${key}) returning id::text as id`,
  );
  return { id: made[0]?.id ?? null };
};

/** Ids of these groups, made where they are not there yet; null when one has a name that cannot be. */
const resolveGroups = async (tx: Queryable, names: readonly string[]): Promise<string[] | null> => {
  const byKey = new Map<string, string>();
  for (const name of names) {
    const clean = cleanName(name, GROUP_NAME_LENGTH);
    if (clean === null) return null;
    const key = nameKey(clean);
    if (!byKey.has(key)) byKey.set(key, clean);
  }
  if (byKey.size === 0) return [];
  const keys = [...byKey.keys()];
  const named = sql`select id::text as id, name_key as key from crm.groups where name_key = any(${keys}::text[])`;
  const found = await tx.query<{ id: string; key: string }>(named);
  if (found.length === byKey.size) return found.map(({ id }) => id);
  const missing = keys.filter((key) => !found.some((group) => group.key === key));
  await tx.query(sql`
    insert into crm.groups (name_key, name)
    select * from unnest(${missing}::text[], ${missing.map((key) => byKey.get(key))}::text[])
    on conflict (name_key) do nothing`);
  return (await tx.query<{ id: string }>(named)).map(({ id }) => id);
};

/** The whole new set; what stays is not written. */
export const setOwners = async (
  tx: Queryable,
  id: PersonId,
  owners: readonly EmployeeId[],
): Promise<void> => {
  await tx.query(sql`
    with gone as (
      delete from crm.owners where person_id = ${id} and employee_id <> all(${[...owners]}::uuid[])
    )
    insert into crm.owners (person_id, employee_id)
    select distinct ${id}::uuid, o from unnest(${[...owners]}::uuid[]) o on conflict do nothing`);
};

/** The whole new set; false when one of them has a name that cannot be. */
export const setGroups = async (tx: Queryable, id: PersonId, names: readonly string[]): Promise<boolean> => {
  const groups = await resolveGroups(tx, names);
  if (groups === null) return false;
  await tx.query(sql`
    with gone as (
      delete from crm.person_groups where person_id = ${id} and group_id <> all(${groups}::uuid[])
    )
    insert into crm.person_groups (person_id, group_id)
    select ${id}::uuid, g from unnest(${groups}::uuid[]) g on conflict do nothing`);
  return true;
};
