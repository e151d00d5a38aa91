/** The embedded CRM's own log: who changed which fields when. Names of fields only; append-only. */
import sql from 'sql-template-tag';
import type { OrganisationId, PersonId } from '../../../shared/ids.ts';
import { personFieldIds, type Person } from '../../../shared/person.ts';
import type { CrmActor } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';

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
): Promise<void> => {
  await tx.query(sql`
    insert into crm.change_log (actor_kind, actor_id, action, subject, subject_id, fields)
    values (${by.kind}, ${actorIdOf(by)}, ${action}, ${of.subject}, ${of.id}, ${[...fields]}::text[])`);
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
