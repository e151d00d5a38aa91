/** Keeps crm.search_words in step with persons. Called in the transaction of every change of names or numbers. */
import sql from 'sql-template-tag';
import type { Country } from '../../../shared/canonical.ts';
import type { PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type { Queryable } from '../../store/db.ts';
import { ownIds, personsById } from './persons.ts';
import { searchWords } from './search-words.ts';

export const indexPerson = async (tx: Queryable, person: Person, country: Country): Promise<void> => {
  const words = searchWords(person.fields, person.organisation?.name ?? null, country);
  await tx.query(sql`
    with old as (
      delete from crm.search_words where person_id = ${person.id} and word <> all(${words}::text[])
    )
    insert into crm.search_words (person_id, word) select ${person.id}::uuid, w from unnest(${words}::text[]) w
    on conflict do nothing`);
};

/** Persons that were just made, of whom it has nothing yet. */
export const indexCreated = async (
  tx: Queryable,
  persons: readonly Person[],
  country: Country,
): Promise<void> => {
  const rows = persons.flatMap(({ id, fields, organisation }) =>
    searchWords(fields, organisation?.name ?? null, country).map((word) => ({ id, word })),
  );
  await tx.query(sql`
    insert into crm.search_words (person_id, word)
    select * from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ word }) => word)}::text[])`);
};

/** These persons and all who follow them. */
export const indexPersons = async (
  tx: Queryable,
  ids: readonly PersonId[],
  country: Country,
): Promise<void> => {
  const own = ownIds(ids);
  const rows = await tx.query<{ id: PersonId }>(
    sql`select id::text as id from crm.persons where id = any(${own}::uuid[]) or head_id = any(${own}::uuid[])`,
  );
  const persons = await personsById(
    tx,
    rows.map((row) => row.id),
  );
  for (const person of persons.values()) await indexPerson(tx, person, country);
};
