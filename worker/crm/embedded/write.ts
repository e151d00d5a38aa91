/**
 * Writes persons. Each function runs inside a transaction that its caller opened, and answers with an outcome; a
 * caller that gets anything but success rolls back, so that a refused change leaves nothing behind.
 *
 * Head and followers: a follower's private fields are its head's (R7: one human). A change of one through a follower
 * is applied to the head, and with it reaches every follower: each gets another version and is told by the feed. Rows
 * are locked head first, everywhere, so that two such changes wait for each other instead of for ever.
 */
import sql from 'sql-template-tag';
import type { EmployeeId, PersonId } from '../../../shared/ids.ts';
import { blankPersonFields, personFieldIds } from '../../../shared/person.ts';
import type { Person, PersonFields, PersonKind, PersonPatch } from '../../../shared/person.ts';
import type { CrmActor } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';
import { cleanName, EXTERNAL_ID_LENGTH, emailKey, firstRefusal, isSharedField } from './limits.ts';
import { lastNameKeyOf, sortKeyOf, toStored } from './limits.ts';
import { differences, writeLog } from './log.ts';
import { ownIds, personById } from './persons.ts';
import { allEmployeesExist, resolveOrganisation, setGroups, setOwners } from './references.ts';
import { indexPersons } from './search-index.ts';
import type {
  OrganisationRef,
  PersonChange,
  PersonChanged,
  PersonCreated,
  PersonDraft,
  ReferenceProblem,
} from './types.ts';
import type { Country } from '../../../shared/canonical.ts';

const laidOver = (fields: PersonFields, patch: PersonPatch): PersonFields => {
  const next = { ...fields };
  for (const field of personFieldIds) {
    const value = patch[field];
    if (value !== undefined) next[field] = toStored(field, value);
  }
  return next;
};

const writeFields = (tx: Queryable, id: PersonId, kind: PersonKind, f: PersonFields): Promise<object[]> =>
  tx.query(sql`
    update crm.persons set kind = ${kind}, initials = ${f.initials}, first_name = ${f.firstName},
      surname_prefix = ${f.surnamePrefix}, last_name = ${f.lastName}, birth_date = ${f.birthDate},
      work_email = ${f.workEmail}, work_phone = ${f.workPhone}, work_mobile = ${f.workMobile},
      job_title = ${f.jobTitle}, private_email = ${f.privateEmail}, private_phone = ${f.privatePhone},
      private_mobile = ${f.privateMobile}, work_email_key = ${emailKey(f.workEmail)},
      private_email_key = ${emailKey(f.privateEmail)}, sort_key = ${sortKeyOf(f)},
      last_name_key = ${lastNameKeyOf(f.lastName ?? '')}
    where id = ${id}`);

/** The head's own row takes the shared fields of the change. */
const writeHead = async (tx: Queryable, headId: PersonId, patch: PersonPatch): Promise<void> => {
  const shared = Object.fromEntries(
    Object.entries(patch).filter(([field]) => personFieldIds.some((id) => id === field && isSharedField(id))),
  );
  const head = await personById(tx, headId);
  if (head === null || Object.keys(shared).length === 0) return;
  await writeFields(tx, headId, head.kind, laidOver(head.fields, shared));
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

const applyReferences = async (
  tx: Queryable,
  id: PersonId,
  kind: PersonKind,
  change: PersonChange,
): Promise<ReferenceProblem | null> => {
  if (!(await allEmployeesExist(tx, employeesOf(change)))) return { outcome: 'unknownEmployee' };
  if (change.organisation !== undefined) {
    const problem = await setOrganisation(tx, id, kind, change.organisation);
    if (problem !== null) return problem;
  }
  if (change.relationManagerId !== undefined) {
    await tx.query(
      sql`update crm.persons set relation_manager_id = ${change.relationManagerId} where id = ${id}`,
    );
  }
  if (change.former !== undefined) {
    await tx.query(sql`update crm.persons set former = ${change.former} where id = ${id}`);
  }
  if (change.ownerIds !== undefined) await setOwners(tx, id, change.ownerIds);
  if (change.groups !== undefined && !(await setGroups(tx, id, change.groups))) {
    return { outcome: 'badGroupName' };
  }
  return null;
};

const setOrganisation = async (
  tx: Queryable,
  id: PersonId,
  kind: PersonKind,
  ref: OrganisationRef | null,
): Promise<ReferenceProblem | null> => {
  const found = await resolveOrganisation(tx, ref);
  if ('outcome' in found) return found;
  if (found.id !== null && kind === 'privatePerson') return { outcome: 'organisationOfPrivatePerson' };
  await tx.query(sql`update crm.persons set organisation_id = ${found.id} where id = ${id}`);
  return null;
};

export const createPerson = async (
  tx: Queryable,
  draft: PersonDraft,
  by: CrmActor,
  country: Country,
): Promise<PersonCreated> => {
  const fields = laidOver(blankPersonFields(), draft.fields);
  const refusal = firstRefusal({ ...blankPersonFields(), ...draft.fields }, draft.kind);
  if (refusal !== null) return { outcome: 'refused', ...refusal };
  const asked = draft.externalId ?? null;
  const externalId = asked === null ? null : cleanName(asked, EXTERNAL_ID_LENGTH);
  if (asked !== null && externalId === null) return { outcome: 'badExternalId' };
  const [made] = await tx.query<{ id: PersonId }>(sql`
    insert into crm.persons (external_id, kind, last_name, last_name_key, sort_key)
    values (${externalId}, ${draft.kind}, ${fields.lastName}, '', '')
    on conflict (external_id) do nothing returning id::text as id`);
  if (made === undefined) return { outcome: 'externalIdTaken' };
  await writeFields(tx, made.id, draft.kind, fields);
  const problem = await applyReferences(tx, made.id, draft.kind, draft);
  if (problem !== null) return problem;
  await indexPersons(tx, [made.id], country);
  await writeLog(tx, by, 'created', { subject: 'person', id: made.id });
  const person = await personById(tx, made.id);
  return person === null ? { outcome: 'externalIdTaken' } : { outcome: 'created', person };
};

/** A private person has no organisation: turned into one, it leaves the one it had. */
const withKind = (change: PersonChange, before: Person): PersonChange =>
  change.kind === 'privatePerson' && before.organisation !== null && change.organisation === undefined
    ? { ...change, organisation: null }
    : change;

export const updatePerson = async (
  tx: Queryable,
  id: PersonId,
  version: string,
  asked: PersonChange,
  by: CrmActor,
  country: Country,
): Promise<PersonChanged> => {
  const before = await lockPerson(tx, id);
  if (before === null) return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale' };
  const change = withKind(asked, before);
  const kind = change.kind ?? before.kind;
  const refusal = firstRefusal(
    kind === before.kind ? (change.fields ?? {}) : { ...before.fields, ...change.fields },
    kind,
  );
  if (refusal !== null) return { outcome: 'refused', ...refusal };
  const patch = change.fields ?? {};
  // The row must be right after each statement: a private person is without organisation before it is one.
  if (kind === 'privatePerson' && change.organisation === null) {
    await setOrganisation(tx, id, kind, null);
  }
  if (before.headId !== null) await writeHead(tx, before.headId, patch);
  await writeFields(tx, id, kind, laidOver(before.fields, patch));
  const problem = await applyReferences(tx, id, kind, change);
  if (problem !== null) return problem;
  const after = await personById(tx, id);
  if (after === null) return { outcome: 'gone' };
  const fields = differences(before, after);
  if (fields.length > 0) {
    await indexPersons(tx, [id, before.headId ?? id], country);
    await writeLog(tx, by, 'changed', { subject: 'person', id }, fields);
  }
  return { outcome: 'updated', person: after };
};
