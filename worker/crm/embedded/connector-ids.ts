/** R10: one connector ID per employee and person. No version moves and no feed tells of it. */
import sql from 'sql-template-tag';
import type { ConnectorId, EmployeeId, PersonId } from '../../../shared/ids.ts';
import type { Queryable } from '../../store/db.ts';
import { ownIds } from './persons.ts';

/** For an employee or person that is gone nothing is kept, and that is no error: it is asked again after crashes. */
export const setConnectorId = async (
  db: Queryable,
  employeeId: EmployeeId,
  personId: PersonId,
  connectorId: ConnectorId | null,
): Promise<void> => {
  const [employees, persons] = [ownIds([employeeId]), ownIds([personId])];
  await db.query(
    connectorId === null
      ? sql`delete from crm.connector_ids
            where employee_id = any(${employees}::uuid[]) and person_id = any(${persons}::uuid[])`
      : sql`insert into crm.connector_ids (employee_id, person_id, connector_id)
            select e.id, p.id, ${connectorId}::text from crm.employees e cross join crm.persons p
            where e.id = any(${employees}::uuid[]) and p.id = any(${persons}::uuid[])
            on conflict (employee_id, person_id) do update set connector_id = excluded.connector_id`,
  );
};

export const connectorIds = async (
  db: Queryable,
  employeeId: EmployeeId,
): Promise<Map<PersonId, ConnectorId>> => {
  const rows = await db.query<{ personId: PersonId; connectorId: ConnectorId }>(sql`
    select person_id::text as "personId", connector_id as "connectorId" from crm.connector_ids
    where employee_id = any(${ownIds([employeeId])}::uuid[])`);
  return new Map(rows.map((row) => [row.personId, row.connectorId]));
};
