/**
 * Head and followers, removal, and the organisation's name: what touches more than one person at a time. As write.ts,
 * inside the caller's transaction; see there for who is locked first.
 */
import sql from 'sql-template-tag';
import type { Country } from '../../../shared/canonical.ts';
import type { OrganisationId, PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type { CrmActor } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';
import { cleanName, nameKey, ORGANISATION_NAME_LENGTH } from './limits.ts';
import { writeLog } from './log.ts';
import { ownIds, personById } from './persons.ts';
import { indexPersons } from './search-index.ts';
import type { PersonTied } from './types.ts';
import { lockPerson } from './write.ts';

export const tieTo = async (
  tx: Queryable,
  id: PersonId,
  headId: PersonId,
  by: CrmActor,
  country: Country,
): Promise<PersonTied> => {
  if (id === headId) return { outcome: 'headIsNoHead' };
  const head = await lockPerson(tx, headId);
  if (head === null) return { outcome: 'gone' };
  if (head.headId !== null) return { outcome: 'headIsNoHead' };
  const before = await lockPerson(tx, id);
  if (before === null) return { outcome: 'gone' };
  const followers = await tx.query(sql`select id from crm.persons where head_id = ${id} limit 1`);
  if (followers.length > 0) return { outcome: 'hasFollowers' };
  if (before.headId === headId) return { outcome: 'tied', person: before };
  await tx.query(sql`update crm.persons set head_id = ${headId} where id = ${id}`);
  await indexPersons(tx, [id], country);
  await writeLog(tx, by, 'tied', { subject: 'person', id }, ['headId']);
  const person = await personById(tx, id);
  return person === null ? { outcome: 'gone' } : { outcome: 'tied', person };
};

export const untie = async (tx: Queryable, id: PersonId, by: CrmActor): Promise<Person | null> => {
  const before = await lockPerson(tx, id);
  if (before === null || before.headId === null) return before;
  await tx.query(sql`update crm.persons set head_id = null where id = ${id}`);
  await writeLog(tx, by, 'untied', { subject: 'person', id }, ['headId']);
  return personById(tx, id);
};

/** Followers of the removed head keep what they showed and follow nobody. */
export const removePerson = async (tx: Queryable, id: PersonId, by: CrmActor): Promise<boolean> => {
  const removed = await tx.query(
    sql`delete from crm.persons where id = any(${ownIds([id])}::uuid[]) returning id`,
  );
  if (removed.length === 0) return false;
  await writeLog(tx, by, 'removed', { subject: 'person', id });
  return true;
};

export const renameOrganisation = async (
  tx: Queryable,
  id: OrganisationId,
  name: string,
  by: CrmActor,
  country: Country,
): Promise<boolean> => {
  const clean = cleanName(name, ORGANISATION_NAME_LENGTH);
  if (clean === null) return false;
  const [before] = await tx.query<{ name: string }>(
    sql`select name from crm.organisations where id = any(${ownIds([id])}::uuid[]) for update`,
  );
  if (before === undefined) return false;
  if (before.name === clean) return true;
  await tx.query(
    sql`update crm.organisations set name = ${clean}, name_key = ${nameKey(clean)} where id = ${id}`,
  );
  const persons = await tx.query<{ id: PersonId }>(
    sql`select id::text as id from crm.persons where organisation_id = ${id}`,
  );
  await indexPersons(
    tx,
    persons.map((person) => person.id),
    country,
  );
  await writeLog(tx, by, 'changed', { subject: 'organisation', id }, ['name']);
  return true;
};
