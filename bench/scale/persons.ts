/**
 * Invented persons in bulk, by SQL and with the CRM's own triggers: one in eight private, five to an organisation, one in
 * twenty with an address that three share (R7 has to watch those); 500 first names, 529 pairs of initials, 80 job titles.
 */
import sql from 'sql-template-tag';
import type { EmployeeId } from '../../shared/ids.ts';
import type { Db } from '../../worker/store/db.ts';

/** Numbers `from` … `from + count − 1`, all of one relation manager. */
export const addPersons = async (db: Db, managerId: EmployeeId, count: number, from = 1): Promise<void> => {
  if (count === 0) return;
  const last = from + count - 1;
  await db.query(sql`
    INSERT INTO crm.organisations (name, name_key)
    SELECT 'Organisatie ' || n, 'organisatie ' || n FROM generate_series(${from}::int / 5, ${last}::int / 5) AS n
    WHERE NOT EXISTS (SELECT FROM crm.organisations WHERE name_key = 'organisatie ' || n)`);
  await db.query(sql`
    WITH made AS (
      SELECT n, n % 8 = 0 AS private,
        CASE WHEN n % 60 < 3 THEN 'info@bedrijf' || n / 60 ELSE 'p' || n || '@bedrijf' || n / 5 END || '.example' AS email
      FROM generate_series(${from}::int, ${last}::int) AS n
    )
    INSERT INTO crm.persons (kind, initials, first_name, surname_prefix, last_name, last_name_key, sort_key, birth_date,
      private_email, private_email_key, private_phone, work_email, work_email_key, work_phone, work_mobile, job_title,
      organisation_id, relation_manager_id)
    SELECT CASE WHEN private THEN 'privatePerson' ELSE 'contactPerson' END,
      chr(65 + m.n % 23) || '.' || chr(65 + m.n / 23 % 23) || '.', 'Voornaam ' || m.n * 7 % 500,
      CASE WHEN m.n % 3 = 0 THEN 'van der' END, 'Naam ' || m.n, 'naam ' || m.n, 'naam ' || m.n,
      date '1950-01-01' + m.n % 20000,
      CASE WHEN private THEN email END, CASE WHEN private THEN email END,
      CASE WHEN private THEN '020 ' || 1000000 + m.n END,
      CASE WHEN NOT private THEN email END, CASE WHEN NOT private THEN email END,
      CASE WHEN NOT private THEN '030 ' || 1000000 + m.n END,
      CASE WHEN NOT private THEN '06 ' || 10000000 + m.n END,
      CASE WHEN NOT private THEN 'Functie ' || m.n * 3 % 80 END,
      CASE WHEN NOT private THEN org.id END, ${managerId}
    FROM made AS m JOIN crm.organisations AS org ON org.name_key = 'organisatie ' || m.n / 5
    ORDER BY m.n`);
  await db.query(sql`ANALYZE crm.persons`);
};
