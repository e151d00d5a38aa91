/**
 * What the embedded CRM remembers of changes goes after the same term as the history of the synchronisation: it holds the same
 * values. Persons and what they are now are never touched. One call looks at the next rows and is safe to repeat.
 */
import sql, { empty } from 'sql-template-tag';
import type { Queryable } from '../../store/db.ts';

const BATCH = 1_000;

export interface LogForgotten {
  readonly forgotten: number;
  /** Where the next call goes on; null: what follows is younger, or there is nothing more. */
  readonly next: string | null;
}

/** Before both this instant and 90 days ago on the database's own clock. */
export const forgetLog = async (db: Queryable, before: Date, after: string | null): Promise<LogForgotten> => {
  const [row] = await db.query<{ forgotten: number; last: string | null; old: number }>(sql`
    with looked as materialized (
      select id, at from crm.change_log ${after === null ? empty : sql`where id > ${after}::bigint`}
      order by id limit ${BATCH}
    ), old as materialized (
      select id from looked where at < least(${before}, clock_timestamp() - interval '91 days')
    ), chosen as materialized (
      select c.id from crm.change_log c join old o on o.id = c.id order by c.id for update of c skip locked
    ), gone as (delete from crm.change_log c using chosen where c.id = chosen.id returning c.id)
    select (select count(*) from gone)::int as forgotten, (select max(id)::text from looked) as last,
      (select count(*) from old)::int as old`);
  const { forgotten, last, old } = row!;
  return { forgotten, next: old === 0 ? null : last };
};
