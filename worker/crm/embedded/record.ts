/**
 * The row of a person in crm.persons: what a draft or a change makes of it, with everything that it names looked up, and
 * how it is stored. For many persons at once; one is a list of one.
 */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { EmployeeId, OrganisationId, PersonId } from '../../../shared/ids.ts';
import { personFieldIds } from '../../../shared/person.ts';
import type { Person, PersonFields, PersonKind, PersonPatch } from '../../../shared/person.ts';
import type { Queryable } from '../../store/db.ts';
import { cleanName, emailKey, EXTERNAL_ID_LENGTH, lastNameKeyOf, sortKeyOf, toStored } from './limits.ts';
import { allEmployeesExist, resolveOrganisations } from './references.ts';
import type { PersonChange, ReferenceProblem } from './types.ts';

/** Without the columns that the database keeps by itself. */
export interface PersonRecord {
  readonly externalId: string | null;
  readonly kind: PersonKind;
  readonly fields: PersonFields;
  readonly organisationId: OrganisationId | null;
  readonly relationManagerId: EmployeeId | null;
  readonly former: boolean;
}

export const laidOver = (fields: PersonFields, patch: PersonPatch): PersonFields => {
  const next = { ...fields };
  for (const field of personFieldIds) {
    const value = patch[field];
    if (value !== undefined) next[field] = toStored(field, value);
  }
  return next;
};

export const recordOf = (person: Person, externalId: string | null): PersonRecord => ({
  externalId,
  kind: person.kind,
  fields: person.fields,
  organisationId: person.organisation?.id ?? null,
  relationManagerId: person.relationManagerId,
  former: person.former,
});

/** The columns of a record as PostgreSQL names them, with the forms by which it is found. */
const columnsOf = ({ fields: f, ...r }: PersonRecord) => ({
  external_id: r.externalId,
  kind: r.kind,
  organisation_id: r.organisationId,
  relation_manager_id: r.relationManagerId,
  former: r.former,
  initials: f.initials,
  first_name: f.firstName,
  surname_prefix: f.surnamePrefix,
  last_name: f.lastName,
  birth_date: f.birthDate,
  work_email: f.workEmail,
  work_phone: f.workPhone,
  work_mobile: f.workMobile,
  job_title: f.jobTitle,
  private_email: f.privateEmail,
  private_phone: f.privatePhone,
  private_mobile: f.privateMobile,
  work_email_key: emailKey(f.workEmail),
  private_email_key: emailKey(f.privateEmail),
  last_name_key: lastNameKeyOf(f.lastName ?? ''),
  sort_key: sortKeyOf(f),
});

/** Ids of the new persons, in the order of the records; null when an id of a file is taken, and then not all are there. */
export const insertRecords = async (
  tx: Queryable,
  records: readonly PersonRecord[],
): Promise<PersonId[] | null> => {
  const rows = records.map((record) => ({ id: randomUUID(), ...columnsOf(record) }));
  const made = await tx.query(sql`
    insert into crm.persons (id, external_id, kind, organisation_id, relation_manager_id, former,
      initials, first_name, surname_prefix, last_name, birth_date, work_email, work_phone, work_mobile, job_title,
      private_email, private_phone, private_mobile, work_email_key, private_email_key, last_name_key, sort_key)
    select id, external_id, kind, organisation_id, relation_manager_id, former,
      initials, first_name, surname_prefix, last_name, birth_date, work_email, work_phone, work_mobile, job_title,
      private_email, private_phone, private_mobile, work_email_key, private_email_key, last_name_key, sort_key
    from jsonb_populate_recordset(null::crm.persons, ${JSON.stringify(rows)}::jsonb)
    on conflict (external_id) do nothing returning id`);
  return made.length === rows.length ? rows.map(({ id }) => id as PersonId) : null;
};

export const updateRecord = async (tx: Queryable, id: PersonId, record: PersonRecord): Promise<void> => {
  const c = columnsOf(record);
  await tx.query(sql`
    update crm.persons set external_id = ${c.external_id}, kind = ${c.kind}, organisation_id = ${c.organisation_id},
      relation_manager_id = ${c.relation_manager_id}, former = ${c.former}, initials = ${c.initials},
      first_name = ${c.first_name}, surname_prefix = ${c.surname_prefix}, last_name = ${c.last_name},
      birth_date = ${c.birth_date}, work_email = ${c.work_email}, work_phone = ${c.work_phone},
      work_mobile = ${c.work_mobile}, job_title = ${c.job_title}, private_email = ${c.private_email},
      private_phone = ${c.private_phone}, private_mobile = ${c.private_mobile},
      work_email_key = ${c.work_email_key}, private_email_key = ${c.private_email_key},
      last_name_key = ${c.last_name_key}, sort_key = ${c.sort_key}
    where id = ${id}`);
};

const employeesOf = (change: PersonChange): EmployeeId[] =>
  [...(change.ownerIds ?? []), change.relationManagerId ?? null].filter((id) => id !== null);

/** Undefined: one that cannot be. */
const resolveExternalId = (
  asked: string | null | undefined,
  before: string | null,
): string | null | undefined => {
  if (asked === undefined) return before;
  return asked === null ? null : (cleanName(asked, EXTERNAL_ID_LENGTH) ?? undefined);
};

export interface Change {
  readonly before: PersonRecord;
  readonly change: PersonChange;
}

export type Resolved = { readonly records: readonly PersonRecord[] } | { readonly problem: ReferenceProblem };

/** The records as the changes make them; their references exist. Of several problems the first. */
export const resolveAll = async (tx: Queryable, changes: readonly Change[]): Promise<Resolved> => {
  const externalIds = changes.map(({ before, change }) =>
    resolveExternalId(change.externalId, before.externalId),
  );
  if (externalIds.includes(undefined)) return { problem: { outcome: 'badExternalId' } };
  if (
    !(await allEmployeesExist(
      tx,
      changes.flatMap(({ change }) => employeesOf(change)),
    ))
  )
    return { problem: { outcome: 'unknownEmployee' } };
  const organisations = await resolveOrganisations(
    tx,
    changes.map(({ change }) => change.organisation ?? null),
  );
  if ('problem' in organisations) return organisations;
  // Turned into a private person, it leaves the organisation it had.
  const kept = ({ before, change }: Change): OrganisationId | null =>
    change.kind === 'privatePerson' ? null : before.organisationId;
  const records = changes.map(({ before, change }, at): PersonRecord => ({
    externalId: externalIds[at] ?? null,
    kind: change.kind ?? before.kind,
    fields: laidOver(before.fields, change.fields ?? {}),
    organisationId:
      change.organisation === undefined ? kept({ before, change }) : (organisations.ids[at] ?? null),
    relationManagerId:
      change.relationManagerId === undefined ? before.relationManagerId : change.relationManagerId,
    former: change.former ?? before.former,
  }));
  const misplaced = records.some((r) => r.kind === 'privatePerson' && r.organisationId !== null);
  return misplaced ? { problem: { outcome: 'organisationOfPrivatePerson' } } : { records };
};
