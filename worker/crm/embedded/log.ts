/** The embedded CRM's own log: who changed what when, with the fields' old and new values; append-only. */
import sql, { empty, type Sql } from 'sql-template-tag';
import type { EmployeeId, MailboxId, OrganisationId, PersonId } from '../../../shared/ids.ts';
import { personFieldIds, type Person } from '../../../shared/person.ts';
import type { CrmActor, CrmLogEntry, CrmLogPage, CrmLogQuery, FieldFromTo } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';
import { ownIds } from './persons.ts';

const actorIdOf = (by: CrmActor): string | null => {
  switch (by.kind) {
    case 'sync':
      return by.mailboxId;
    case 'employee':
      return by.employeeId;
    case 'import':
      return null;
  }
};

export type Subject =
  | { readonly subject: 'person'; readonly id: PersonId }
  | { readonly subject: 'organisation'; readonly id: OrganisationId };

export const writeLog = async (
  tx: Queryable,
  by: CrmActor,
  action: string,
  of: Subject,
  fields: readonly string[] = [],
  changes: readonly FieldFromTo[] = [],
): Promise<void> => {
  await tx.query(sql`
    insert into crm.change_log (actor_kind, actor_id, action, subject, subject_id, fields, changes)
    values (${by.kind}, ${actorIdOf(by)}, ${action}, ${of.subject}, ${of.id}, ${[...fields]}::text[],
      ${JSON.stringify(changes)}::jsonb)`);
};

/** Of persons that were just made; in their order. */
export const logCreated = async (tx: Queryable, by: CrmActor, ids: readonly PersonId[]): Promise<void> => {
  await tx.query(sql`
    insert into crm.change_log (actor_kind, actor_id, action, subject, subject_id)
    select ${by.kind}, ${actorIdOf(by)}, 'created', 'person', made.id
    from unnest(${[...ids]}::uuid[]) with ordinality made (id, place) order by made.place`);
};

/** Names of everything in which the two differ. */
export const differences = (before: Person, after: Person): string[] => {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const parts = ['kind', 'relationManagerId', 'ownerIds', 'groups', 'former', 'headId'] as const;
  return [
    ...personFieldIds.filter((field) => before.fields[field] !== after.fields[field]),
    ...(before.organisation?.id === after.organisation?.id ? [] : ['organisation']),
    ...parts.filter((part) => !same(before[part], after[part])),
  ];
};

/** Old and new value of every field that differs, as stored. */
export const fieldChanges = (before: Person, after: Person): FieldFromTo[] =>
  personFieldIds
    .filter((field) => before.fields[field] !== after.fields[field])
    .map((field) => ({ field, from: before.fields[field], to: after.fields[field] }));

interface LogRow {
  id: string;
  at: Date;
  actor_kind: CrmActor['kind'];
  actor_id: string | null;
  action: string;
  fields: string[];
  changes: FieldFromTo[];
}

const actorOf = ({ actor_kind: kind, actor_id: id }: LogRow): CrmActor => {
  if (kind === 'sync') return { kind, mailboxId: (id ?? '') as MailboxId };
  return kind === 'employee' ? { kind, employeeId: (id ?? '') as EmployeeId } : { kind };
};

const toEntry = (row: LogRow): CrmLogEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  by: actorOf(row),
  action: row.action,
  fields: row.fields,
  changes: row.changes,
});

const notSyncOf = (mailboxes: CrmLogQuery['withoutSyncOf']): Sql =>
  mailboxes === 'all'
    ? sql`and actor_kind <> 'sync'`
    : sql`and (actor_kind <> 'sync' or actor_id <> all(${[...mailboxes]}::text[]))`;

/** What the CRM remembers of one person, newest first. */
export const logOf = async (db: Queryable, personId: PersonId, query: CrmLogQuery): Promise<CrmLogPage> => {
  const { before, since, until, field, limit } = query;
  const position = before !== null && /^\d{1,18}$/u.test(before) ? before : null;
  const rows = await db.query<LogRow>(sql`
    select id, at, actor_kind, actor_id, action, fields, changes from crm.change_log
    where subject = 'person' and subject_id = any(${ownIds([personId])}::uuid[]) ${notSyncOf(query.withoutSyncOf)}
      ${position === null ? empty : sql`and id < ${position}::bigint`}
      ${since === null ? empty : sql`and at >= ${since}::timestamptz`}
      ${until === null ? empty : sql`and at < ${until}::timestamptz`}
      ${field === null ? empty : sql`and fields @> array[${field}::text]`}
    order by id desc limit ${limit + 1}`);
  return { items: rows.slice(0, limit).map(toEntry), more: rows.length > limit };
};
