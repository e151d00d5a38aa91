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

type OrganisationsResolved =
  { readonly ids: readonly (OrganisationId | null)[] } | { readonly problem: ReferenceProblem };

/**
 * Held until the end of its transaction by whoever makes organisations. One for all names: a lock for each would be one for
 * each organisation of an import, and the server has room for some thousands of them (max_locks_per_transaction).
 * Nobody waits for it longer than a person in front of a screen would: who does not get it made nothing (55P03, retried by
 * the caller), instead of making a person after the pane has given up and asked again.
 */
const lockOrganisations = async (tx: Queryable): Promise<void> => {
  await tx.query(sql`set local lock_timeout to '3s'`);
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('crm.organisations', 0))`);
  await tx.query(sql`set local lock_timeout to default`);
};

/** By name key: the one that has it (of several always the same one), or a new one. */
const organisationsNamed = async (
  tx: Queryable,
  names: ReadonlyMap<string, string>,
): Promise<Map<string, OrganisationId>> => {
  const found = new Map<string, OrganisationId>();
  const missing = (): string[] => [...names.keys()].filter((key) => !found.has(key));
  const take = async (query: Sql): Promise<void> => {
    const rows = await tx.query<{ key: string; id: OrganisationId }>(query);
    for (const { key, id } of rows) found.set(key, id);
  };
  const find = (keys: readonly string[]): Promise<void> =>
    take(sql`
      select distinct on (name_key) name_key as key, id::text as id from crm.organisations
      where name_key = any(${[...keys]}::text[]) order by name_key, id`);
  if (names.size === 0) return found;
  await find(missing());
  if (missing().length === 0) return found;
  await lockOrganisations(tx);
  // Somebody else may have made them while we waited.
  await find(missing());
  const made = missing();
  if (made.length === 0) return found;
  await take(sql`
    insert into crm.organisations (name_key, name)
    select * from unnest(${made}::text[], ${made.map((key) => names.get(key))}::text[])
    returning name_key as key, id::text as id`);
  return found;
};

/** In the order asked. A name that no organisation has yet is made once, however often it is asked. */
export const resolveOrganisations = async (
  tx: Queryable,
  refs: readonly (OrganisationRef | null)[],
): Promise<OrganisationsResolved> => {
  const asked = new Set(refs.flatMap((ref) => (ref !== null && 'id' in ref ? [ref.id] : [])));
  if (asked.size > 0) {
    const there = await tx.query(
      sql`select id from crm.organisations where id = any(${ownIds([...asked])}::uuid[])`,
    );
    if (there.length !== asked.size) return { problem: { outcome: 'unknownOrganisation' } };
  }
  const names = new Map<string, string>();
  const keys: (string | null)[] = [];
  for (const ref of refs) {
    const name = ref === null || 'id' in ref ? null : cleanName(ref.name, ORGANISATION_NAME_LENGTH);
    if (name === null && ref !== null && 'name' in ref)
      return { problem: { outcome: 'badOrganisationName' } };
    const key = name === null ? null : nameKey(name);
    if (name !== null && key !== null && !names.has(key)) names.set(key, name);
    keys.push(key);
  }
  const named = await organisationsNamed(tx, names);
  const idOf = (ref: OrganisationRef | null, key: string | null | undefined): OrganisationId | null => {
    if (ref === null) return null;
    if ('id' in ref) return ref.id;
    const id = named.get(key ?? '');
    if (id === undefined) throw new Error('an organisation that was just made is not there');
    return id;
  };
  return { ids: refs.map((ref, at) => idOf(ref, keys[at])) };
};

/** By name key, made where they are not there yet; null when one has a name that cannot be. */
const resolveGroups = async (
  tx: Queryable,
  names: readonly string[],
): Promise<Map<string, string> | null> => {
  const byKey = new Map<string, string>();
  for (const name of names) {
    const clean = cleanName(name, GROUP_NAME_LENGTH);
    if (clean === null) return null;
    const key = nameKey(clean);
    if (!byKey.has(key)) byKey.set(key, clean);
  }
  if (byKey.size === 0) return new Map();
  const keys = [...byKey.keys()];
  const named = sql`select id::text as id, name_key as key from crm.groups where name_key = any(${keys}::text[])`;
  const idsOf = (rows: readonly { id: string; key: string }[]): Map<string, string> =>
    new Map(rows.map(({ id, key }) => [key, id]));
  const found = await tx.query<{ id: string; key: string }>(named);
  if (found.length === byKey.size) return idsOf(found);
  const missing = keys.filter((key) => !found.some((group) => group.key === key));
  await tx.query(sql`
    insert into crm.groups (name_key, name)
    select * from unnest(${missing}::text[], ${missing.map((key) => byKey.get(key))}::text[])
    on conflict (name_key) do nothing`);
  return idsOf(await tx.query<{ id: string; key: string }>(named));
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
  const resolved = await resolveGroups(tx, names);
  if (resolved === null) return false;
  const groups = [...resolved.values()];
  await tx.query(sql`
    with gone as (
      delete from crm.person_groups where person_id = ${id} and group_id <> all(${groups}::uuid[])
    )
    insert into crm.person_groups (person_id, group_id)
    select ${id}::uuid, g from unnest(${groups}::uuid[]) g on conflict do nothing`);
  return true;
};

/** Owners of persons that have none yet. */
export const addOwners = async (
  tx: Queryable,
  owners: readonly { readonly id: PersonId; readonly owners: readonly EmployeeId[] }[],
): Promise<void> => {
  const pairs = owners.flatMap(({ id, owners: theirs }) => [...new Set(theirs)].map((owner) => [id, owner]));
  if (pairs.length === 0) return;
  await tx.query(sql`
    insert into crm.owners (person_id, employee_id)
    select * from unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, owner]) => owner)}::uuid[])`);
};

/** Groups of persons that are in none yet; false when one has a name that cannot be. */
export const addGroups = async (
  tx: Queryable,
  groups: readonly { readonly id: PersonId; readonly groups: readonly string[] }[],
): Promise<boolean> => {
  const resolved = await resolveGroups(
    tx,
    groups.flatMap(({ groups: names }) => names),
  );
  if (resolved === null) return false;
  const pairs = groups.flatMap(({ id, groups: names }) =>
    [...new Set(names.map((name) => resolved.get(nameKey(cleanName(name, GROUP_NAME_LENGTH) ?? ''))))].map(
      (group) => [id, group],
    ),
  );
  if (pairs.length === 0) return true;
  await tx.query(sql`
    insert into crm.person_groups (person_id, group_id)
    select * from unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, group]) => group)}::uuid[])`);
  return true;
};
