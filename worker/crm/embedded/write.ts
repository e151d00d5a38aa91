/**
 * Writes persons. Each function runs inside a transaction that its caller opened, and answers with an outcome; a
 * caller that gets anything but success rolls back, so that a refused change leaves nothing behind.
 *
 * Head and followers: a follower's private fields are its head's (R7: one human). A change of one through a follower
 * is applied to the head, and with it reaches every follower: each gets another version and is told by the feed. Rows
 * are locked head first, everywhere, so that two such changes wait for each other instead of for ever.
 */
import sql from 'sql-template-tag';
import type { EmployeeId, OrganisationId, PersonId } from '../../../shared/ids.ts';
import { blankPersonFields, personFieldIds } from '../../../shared/person.ts';
import type { Person, PersonFields, PersonKind, PersonPatch } from '../../../shared/person.ts';
import type { CrmActor } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';
import { cleanName, EXTERNAL_ID_LENGTH, emailKey, firstRefusal, isSharedField } from './limits.ts';
import { lastNameKeyOf, sortKeyOf, toStored } from './limits.ts';
import { differences, fieldChanges, writeLog } from './log.ts';
import { ownIds, personById } from './persons.ts';
import { allEmployeesExist, resolveOrganisation, setGroups, setOwners } from './references.ts';
import { indexPerson, indexPersons } from './search-index.ts';
import type { PersonChange, PersonChanged, PersonCreated, PersonDraft, ReferenceProblem } from './types.ts';
import type { Country } from '../../../shared/canonical.ts';

const laidOver = (fields: PersonFields, patch: PersonPatch): PersonFields => {
  const next = { ...fields };
  for (const field of personFieldIds) {
    const value = patch[field];
    if (value !== undefined) next[field] = toStored(field, value);
  }
  return next;
};

/** One row of crm.persons, without the columns that the database keeps by itself. */
interface PersonRecord {
  readonly externalId: string | null;
  readonly kind: PersonKind;
  readonly fields: PersonFields;
  readonly organisationId: OrganisationId | null;
  readonly relationManagerId: EmployeeId | null;
  readonly former: boolean;
}

const insertRecord = async (tx: Queryable, { fields: f, ...r }: PersonRecord): Promise<PersonId | null> => {
  const [made] = await tx.query<{ id: PersonId }>(sql`
    insert into crm.persons (external_id, kind, organisation_id, relation_manager_id, former,
      initials, first_name, surname_prefix, last_name, birth_date, work_email, work_phone, work_mobile, job_title,
      private_email, private_phone, private_mobile, work_email_key, private_email_key, last_name_key, sort_key)
    values (${r.externalId}, ${r.kind}, ${r.organisationId}, ${r.relationManagerId}, ${r.former},
      ${f.initials}, ${f.firstName}, ${f.surnamePrefix}, ${f.lastName}, ${f.birthDate}, ${f.workEmail},
      ${f.workPhone}, ${f.workMobile}, ${f.jobTitle}, ${f.privateEmail}, ${f.privatePhone}, ${f.privateMobile},
      ${emailKey(f.workEmail)}, ${emailKey(f.privateEmail)}, ${lastNameKeyOf(f.lastName ?? '')}, ${sortKeyOf(f)})
    on conflict (external_id) do nothing returning id::text as id`);
  return made?.id ?? null;
};

const updateRecord = async (
  tx: Queryable,
  id: PersonId,
  { fields: f, ...r }: PersonRecord,
): Promise<void> => {
  await tx.query(sql`
    update crm.persons set external_id = ${r.externalId}, kind = ${r.kind}, organisation_id = ${r.organisationId},
      relation_manager_id = ${r.relationManagerId}, former = ${r.former}, initials = ${f.initials},
      first_name = ${f.firstName}, surname_prefix = ${f.surnamePrefix}, last_name = ${f.lastName},
      birth_date = ${f.birthDate}, work_email = ${f.workEmail}, work_phone = ${f.workPhone},
      work_mobile = ${f.workMobile}, job_title = ${f.jobTitle}, private_email = ${f.privateEmail},
      private_phone = ${f.privatePhone}, private_mobile = ${f.privateMobile},
      work_email_key = ${emailKey(f.workEmail)}, private_email_key = ${emailKey(f.privateEmail)},
      last_name_key = ${lastNameKeyOf(f.lastName ?? '')}, sort_key = ${sortKeyOf(f)}
    where id = ${id}`);
};

const recordOf = (person: Person, externalId: string | null): PersonRecord => ({
  externalId,
  kind: person.kind,
  fields: person.fields,
  organisationId: person.organisation?.id ?? null,
  relationManagerId: person.relationManagerId,
  former: person.former,
});

const externalIdOf = async (tx: Queryable, id: PersonId): Promise<string | null> => {
  const [row] = await tx.query<{ externalId: string | null }>(
    sql`select external_id as "externalId" from crm.persons where id = ${id}`,
  );
  return row?.externalId ?? null;
};

/** The head's own row takes the shared fields of the change. */
const writeHead = async (tx: Queryable, headId: PersonId, patch: PersonPatch): Promise<void> => {
  const shared: PersonPatch = Object.fromEntries(
    Object.entries(patch).filter(([field]) => personFieldIds.some((id) => id === field && isSharedField(id))),
  );
  const head = await personById(tx, headId);
  if (head === null || Object.keys(shared).length === 0) return;
  const fields = laidOver(head.fields, shared);
  await updateRecord(tx, headId, { ...recordOf(head, await externalIdOf(tx, headId)), fields });
};

/** Locks the person, and before it the head where there is one. Null when there is no such person. */
export const lockPerson = async (tx: Queryable, id: PersonId): Promise<Person | null> => {
  const ids = ownIds([id]);
  for (;;) {
    const [seen] = await tx.query<{ headId: PersonId | null }>(
      sql`select head_id::text as "headId" from crm.persons where id = any(${ids}::uuid[])`,
    );
    if (seen === undefined) return null;
    if (seen.headId !== null) {
      await tx.query(sql`select id from crm.persons where id = ${seen.headId} for update`);
    }
    const [locked] = await tx.query<{ headId: PersonId | null }>(
      sql`select head_id::text as "headId" from crm.persons where id = any(${ids}::uuid[]) for update`,
    );
    if (locked === undefined) return null;
    // Tied to another head while we waited: lock that one too, by beginning again.
    if (locked.headId === seen.headId || locked.headId === null) return personById(tx, id);
  }
};

const employeesOf = (change: PersonChange): EmployeeId[] =>
  [...(change.ownerIds ?? []), change.relationManagerId ?? null].filter((id) => id !== null);

type Resolved = { readonly record: PersonRecord } | ReferenceProblem | { readonly outcome: 'badExternalId' };

const resolveExternalId = (
  asked: string | null | undefined,
  before: string | null,
): string | null | undefined => {
  if (asked === undefined) return before;
  return asked === null ? null : (cleanName(asked, EXTERNAL_ID_LENGTH) ?? undefined);
};

/** The record as the change makes it; its references exist. */
const resolve = async (tx: Queryable, before: PersonRecord, change: PersonChange): Promise<Resolved> => {
  const externalId = resolveExternalId(change.externalId, before.externalId);
  if (externalId === undefined) return { outcome: 'badExternalId' };
  if (!(await allEmployeesExist(tx, employeesOf(change)))) return { outcome: 'unknownEmployee' };
  const kind = change.kind ?? before.kind;
  // Turned into a private person, it leaves the organisation it had.
  const left = change.kind === 'privatePerson' ? null : before.organisationId;
  const organisation =
    change.organisation === undefined ? { id: left } : await resolveOrganisation(tx, change.organisation);
  if ('outcome' in organisation) return organisation;
  if (organisation.id !== null && kind === 'privatePerson') return { outcome: 'organisationOfPrivatePerson' };
  return {
    record: {
      externalId,
      kind,
      fields: laidOver(before.fields, change.fields ?? {}),
      organisationId: organisation.id,
      relationManagerId:
        change.relationManagerId === undefined ? before.relationManagerId : change.relationManagerId,
      former: change.former ?? before.former,
    },
  };
};

const blankRecord = (kind: PersonKind): PersonRecord => ({
  externalId: null,
  kind,
  fields: blankPersonFields(),
  organisationId: null,
  relationManagerId: null,
  former: false,
});

export const createPerson = async (
  tx: Queryable,
  draft: PersonDraft,
  by: CrmActor,
  country: Country,
): Promise<PersonCreated> => {
  const refusal = firstRefusal({ ...blankPersonFields(), ...draft.fields }, draft.kind);
  if (refusal !== null) return { outcome: 'refused', ...refusal };
  const resolved = await resolve(tx, blankRecord(draft.kind), draft);
  if ('outcome' in resolved) return resolved;
  const id = await insertRecord(tx, resolved.record);
  if (id === null) return { outcome: 'externalIdTaken' };
  if (draft.ownerIds !== undefined && draft.ownerIds.length > 0) await setOwners(tx, id, draft.ownerIds);
  if (draft.groups !== undefined && draft.groups.length > 0 && !(await setGroups(tx, id, draft.groups))) {
    return { outcome: 'badGroupName' };
  }
  await writeLog(tx, by, 'created', { subject: 'person', id });
  const person = await personById(tx, id);
  if (person === null) throw new Error('a person that was just made is not there');
  await indexPerson(tx, person, country);
  return { outcome: 'created', person };
};

const idIsTaken = async (tx: Queryable, id: PersonId, externalId: string | null): Promise<boolean> =>
  externalId !== null &&
  (await tx.query(sql`select id from crm.persons where external_id = ${externalId} and id <> ${id}`)).length >
    0;

export const updatePerson = async (
  tx: Queryable,
  id: PersonId,
  version: string,
  change: PersonChange,
  by: CrmActor,
  country: Country,
): Promise<PersonChanged> => {
  const before = await lockPerson(tx, id);
  if (before === null) return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale' };
  const kind = change.kind ?? before.kind;
  const patch = change.fields ?? {};
  const refusal = firstRefusal(kind === before.kind ? patch : { ...before.fields, ...patch }, kind);
  if (refusal !== null) return { outcome: 'refused', ...refusal };
  const resolved = await resolve(tx, recordOf(before, await externalIdOf(tx, id)), change);
  if ('outcome' in resolved) return resolved;
  if (await idIsTaken(tx, id, resolved.record.externalId)) return { outcome: 'externalIdTaken' };
  if (before.headId !== null) await writeHead(tx, before.headId, patch);
  await updateRecord(tx, id, resolved.record);
  if (change.ownerIds !== undefined) await setOwners(tx, id, change.ownerIds);
  if (change.groups !== undefined && !(await setGroups(tx, id, change.groups)))
    return { outcome: 'badGroupName' };
  const after = await personById(tx, id);
  if (after === null) return { outcome: 'gone' };
  const fields = differences(before, after);
  if (fields.length > 0) {
    await indexPersons(tx, [id, before.headId ?? id], country);
    await writeLog(tx, by, 'changed', { subject: 'person', id }, fields, fieldChanges(before, after));
  }
  return { outcome: 'updated', person: after };
};
