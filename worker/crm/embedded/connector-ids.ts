/** R10: one connector ID per employee and person. No version moves and no feed tells of it. */
import sql, { empty } from 'sql-template-tag';
import type { ConnectorId, EmployeeId, PersonId } from '../../../shared/ids.ts';
import type { Queryable, SqlQuery } from '../../store/db.ts';
import { ownIds } from './persons.ts';

/** For an employee or person that is gone nothing is kept, and that is no error: it is asked again after crashes. */
export const removeConnectorId = (employeeId: EmployeeId, personId: PersonId): SqlQuery => sql`
  delete from crm.connector_ids
  where employee_id = any(${ownIds([employeeId])}::uuid[]) and person_id = any(${ownIds([personId])}::uuid[])`;

/** One statement for any number of persons; those that are gone are passed over, as above. */
export const setConnectorIds = (
  employeeId: EmployeeId,
  connectorIdOf: ReadonlyMap<PersonId, ConnectorId>,
): SqlQuery => {
  const personIds = ownIds([...connectorIdOf.keys()]);
  const connectorIds = personIds.map((id) => connectorIdOf.get(id as PersonId));
  return sql`
    insert into crm.connector_ids (employee_id, person_id, connector_id)
    select e.id, p.id, given.connector_id
    from unnest(${personIds}::uuid[], ${connectorIds}::text[]) as given (person_id, connector_id)
    join crm.persons p on p.id = given.person_id
    join crm.employees e on e.id = any(${ownIds([employeeId])}::uuid[])
    order by p.id
    on conflict (employee_id, person_id) do update set connector_id = excluded.connector_id`;
};

export const connectorIds = async (
  db: Queryable,
  employeeId: EmployeeId,
  of?: readonly PersonId[],
): Promise<Map<PersonId, ConnectorId>> => {
  const onlyOf = of === undefined ? empty : sql`and person_id = any(${ownIds(of)}::uuid[])`;
  const rows = await db.query<{ personId: PersonId; connectorId: ConnectorId }>(sql`
    select person_id::text as "personId", connector_id as "connectorId" from crm.connector_ids
    where employee_id = any(${ownIds([employeeId])}::uuid[]) ${onlyOf}`);
  return new Map(rows.map((row) => [row.personId, row.connectorId]));
};
