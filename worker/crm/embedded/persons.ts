/** Reads persons: one query gives whole persons with organisation, owners and groups. Changes nothing. */
import sql, { empty, type Sql } from 'sql-template-tag';
import { MAX_AT_ADDRESS } from '../../../shared/address.ts';
import type { Country } from '../../../shared/canonical.ts';
import type { EmployeeId, OrganisationId, PersonId } from '../../../shared/ids.ts';
import type { Person, PersonFields, PersonKind } from '../../../shared/person.ts';
import type { Queryable } from '../../store/db.ts';
import { askedEmailKeys, lastNameKeyOf } from './limits.ts';
import { askedWords, beginWords, searchWords } from './search-words.ts';
import type { FieldsShown, PersonPage } from './types.ts';

interface PersonRow extends PersonFields {
  id: PersonId;
  externalId: string | null;
  kind: PersonKind;
  organisationId: OrganisationId | null;
  organisationName: string | null;
  relationManagerId: EmployeeId | null;
  ownerIds: EmployeeId[];
  groups: string[];
  former: boolean;
  headId: PersonId | null;
  version: string;
  changedAt: Date;
  sortKey: string;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** Ids that could be ours; what is no UUID names nothing here. */
export const ownIds = (ids: readonly string[]): string[] => ids.filter((id) => uuidPattern.test(id));

const selectPersons = (rest: Sql): Sql => sql`
  select p.id::text as id, p.external_id as "externalId", p.kind, p.initials, p.first_name as "firstName",
    p.surname_prefix as "surnamePrefix", p.last_name as "lastName", to_char(p.birth_date, 'YYYY-MM-DD') as "birthDate",
    p.work_email as "workEmail", p.work_phone as "workPhone", p.work_mobile as "workMobile",
    p.job_title as "jobTitle", p.private_email as "privateEmail", p.private_phone as "privatePhone",
    p.private_mobile as "privateMobile", p.organisation_id::text as "organisationId", g.name as "organisationName",
    p.relation_manager_id::text as "relationManagerId",
    array(select o.employee_id::text from crm.owners o where o.person_id = p.id order by 1) as "ownerIds",
    array(select r.name from crm.person_groups m join crm.groups r on r.id = m.group_id
          where m.person_id = p.id order by r.name_key) as groups,
    p.former, p.head_id::text as "headId", p.version::text as version, p.changed_at as "changedAt",
    p.sort_key as "sortKey"
  from crm.persons p left join crm.organisations g on g.id = p.organisation_id ${rest}`;

const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  kind: row.kind,
  fields: {
    initials: row.initials,
    firstName: row.firstName,
    surnamePrefix: row.surnamePrefix,
    lastName: row.lastName,
    birthDate: row.birthDate,
    workEmail: row.workEmail,
    workPhone: row.workPhone,
    workMobile: row.workMobile,
    jobTitle: row.jobTitle,
    privateEmail: row.privateEmail,
    privatePhone: row.privatePhone,
    privateMobile: row.privateMobile,
  },
  organisation:
    row.organisationId === null || row.organisationName === null
      ? null
      : { id: row.organisationId, name: row.organisationName },
  relationManagerId: row.relationManagerId,
  ownerIds: row.ownerIds,
  groups: row.groups,
  former: row.former,
  headId: row.headId,
  version: row.version,
  changedAt: row.changedAt.toISOString(),
});

const query = async (db: Queryable, rest: Sql): Promise<Person[]> =>
  (await db.query<PersonRow>(selectPersons(rest))).map(toPerson);

export const personsById = async (db: Queryable, ids: readonly string[]): Promise<Map<PersonId, Person>> => {
  const persons = await query(db, sql`where p.id = any(${ownIds(ids)}::uuid[])`);
  return new Map(persons.map((person) => [person.id, person]));
};

export const personById = async (db: Queryable, id: PersonId): Promise<Person | null> =>
  (await personsById(db, [id])).get(id) ?? null;

export const personsOf = async (db: Queryable, employeeId: EmployeeId): Promise<PersonId[]> => {
  const ids = ownIds([employeeId]);
  const rows = await db.query<{ id: PersonId }>(sql`
    select p.id::text as id from crm.persons p
    where not p.former and (
      p.relation_manager_id = any(${ids}::uuid[])
      or p.id in (select person_id from crm.owners where employee_id = any(${ids}::uuid[]))
    ) order by p.sort_key, p.id`);
  return rows.map((row) => row.id);
};

/** Only those somebody is in; by name. */
export const groupsInUse = async (db: Queryable): Promise<string[]> => {
  const rows = await db.query<{ name: string }>(sql`
    select r.name from crm.groups r
    where exists (select from crm.person_groups m where m.group_id = r.id) order by r.name_key`);
  return rows.map(({ name }) => name);
};

export const findByEmail = async (db: Queryable, email: string): Promise<Person[]> => {
  const [key] = askedEmailKeys([email]);
  return key === undefined
    ? []
    : query(
        db,
        sql`where p.work_email_key = ${key} or p.private_email_key = ${key} order by p.former, p.sort_key, p.id`,
      );
};

/** By index, an address at a time, so that one that thousands share costs no more than its first persons. */
export const findByEmailsQuery = (keys: readonly string[]): Sql =>
  selectPersons(sql`
    where p.id in (
      select found.id from unnest(${[...keys]}::text[]) asked (key) cross join lateral (
        select a.id from crm.persons a where a.work_email_key = asked.key or a.private_email_key = asked.key
        order by a.former, a.sort_key, a.id limit ${MAX_AT_ADDRESS}
      ) found
    ) order by p.former, p.sort_key, p.id`);

export const findByEmails = async (db: Queryable, emails: readonly string[]): Promise<Person[]> => {
  const keys = askedEmailKeys(emails);
  return keys.length === 0 ? [] : (await db.query<PersonRow>(findByEmailsQuery(keys))).map(toPerson);
};

export const findByLastName = (db: Queryable, lastNames: readonly string[]): Promise<Person[]> =>
  query(db, sql`where p.last_name_key = any(${lastNames.map(lastNameKeyOf)}::text[]) order by p.id`);

/** By the id of the file they came from first; by their own id where no person came from a file with it. */
export const findByExternalId = async (
  db: Queryable,
  ids: readonly string[],
): Promise<Map<string, Person>> => {
  const rows = await db.query<PersonRow>(
    selectPersons(
      sql`where p.external_id = any(${[...ids]}::text[])
          or (p.external_id is null and p.id = any(${ownIds(ids)}::uuid[]))`,
    ),
  );
  return new Map(rows.map((row) => [row.externalId ?? row.id, toPerson(row)]));
};

export const externalIds = async (
  db: Queryable,
  ids: readonly PersonId[],
): Promise<Map<PersonId, string>> => {
  const rows = await db.query<{ id: PersonId; externalId: string }>(sql`
    select id::text as id, coalesce(external_id, id::text) as "externalId"
    from crm.persons where id = any(${ownIds(ids)}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row.externalId]));
};

/** Upper end of all words that begin with `word`, in the byte order of the index. */
const endOf = (word: string): string => `${word}\u{10FFFF}`;

const foundBy = (words: readonly string[]): Sql =>
  words.reduce<Sql>(
    (all, word) => sql`${all} and p.id in (select w.person_id from crm.search_words w
      where w.word ~>=~ ${word} and w.word ~<~ ${endOf(word)})`,
    sql`where true`,
  );

export const search = async (db: Queryable, text: string, limit: number): Promise<Person[]> => {
  const words = askedWords(text);
  if (words.length === 0) return [];
  return query(db, sql`${foundBy(words)} order by p.former, p.sort_key, p.id limit ${Math.max(1, limit)}`);
};

const CANDIDATES_AT_A_TIME = 100;
/** More that fit by hidden values alone are not looked past: whoever asks has to type more. */
const MAX_CANDIDATES = 1_000;

/** Found by what is shown of them only: the index also knows what is hidden, so each that it names is looked at. */
export const searchShown = async (
  db: Queryable,
  text: string,
  limit: number,
  { shown, country }: { readonly shown: FieldsShown; readonly country: Country },
): Promise<Person[]> => {
  const words = askedWords(text);
  if (words.length === 0) return [];
  const found: Person[] = [];
  for (let from = 0; from < MAX_CANDIDATES && found.length < limit; from += CANDIDATES_AT_A_TIME) {
    const page = await query(
      db,
      sql`${foundBy(words)} order by p.former, p.sort_key, p.id limit ${CANDIDATES_AT_A_TIME} offset ${from}`,
    );
    found.push(
      ...page.filter((person) =>
        beginWords(words, searchWords(shown(person), person.organisation?.name ?? null, country)),
      ),
    );
    if (page.length < CANDIDATES_AT_A_TIME) break;
  }
  return found.slice(0, Math.max(1, limit));
};

/** `after` is the place behind the last person of the page before: its sort key and id. */
export const listPersons = async (
  db: Queryable,
  page: { after: string | null; limit: number },
): Promise<PersonPage> => {
  const size = Math.max(1, page.limit);
  const [afterId = '', afterKey = ''] =
    page.after === null ? [] : [page.after.slice(0, 36), page.after.slice(36)];
  const rest =
    page.after === null
      ? empty
      : sql`where (p.sort_key, p.id) > (${afterKey}, ${ownIds([afterId])[0] ?? null}::uuid)`;
  const rows = await db.query<PersonRow>(
    selectPersons(sql`${rest} order by p.sort_key, p.id limit ${size + 1}`),
  );
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    persons: shown.map(toPerson),
    next: rows.length > size && last !== undefined ? `${last.id}${last.sortKey}` : null,
  };
};
