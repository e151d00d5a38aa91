/**
 * R2: a change in the CRM asks a pass at once for the mailboxes concerned. Reads the CRM's feed under a cursor of its own;
 * what a pass then does with it, each mailbox reads under its own cursor. So this is a hint that may come twice, never
 * one that may fail to come: the cursor moves in the transaction that asks the passes.
 */
import sql, { join } from 'sql-template-tag';
import type { EmployeeId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { Crm, CrmCursor } from '../pass/ports.ts';
import type { Db, Queryable } from '../store/db.ts';
import { requestPass } from './requests.ts';

const pageSize = 500;

/** Reads to the end of the feed. Answers for how many mailboxes passes were asked. Safe to run side by side. */
export const readCrmChanges = async (db: Db, crm: Crm): Promise<number> => {
  const asked = new Set<MailboxId>();
  let cursor = await ownCursor(db, crm);
  for (;;) {
    const page = await crm.changes(cursor, pageSize);
    const sizes = await concerned(db, crm, page.personIds);
    const moved = await db.transaction(async (tx) => {
      if (!(await moveCursor(tx, crm, cursor, page.cursor))) return false;
      for (const [mailboxId, size] of sizes) await requestPass(tx, mailboxId, 'crmChange', { size });
      return true;
    });
    if (moved) for (const mailboxId of sizes.keys()) asked.add(mailboxId);
    if (moved && !page.more) return asked.size;
    // Not moved: another process read this page and asked its passes. Go on from where it is.
    cursor = moved ? page.cursor : await ownCursor(db, crm);
  }
};

/** At the very first look the feed begins now: mailboxes that are activated read everything in their first pass. */
const ownCursor = async (db: Db, crm: Crm): Promise<CrmCursor> => {
  const read = async (): Promise<CrmCursor | undefined> => {
    const rows = await db.query<{ cursor: CrmCursor }>(
      sql`SELECT cursor FROM jobs.crm_cursors WHERE crm = ${crm.name}`,
    );
    return rows[0]?.cursor;
  };
  const known = await read();
  if (known !== undefined) return known;
  const head = await crm.head();
  await db.query(
    sql`INSERT INTO jobs.crm_cursors (crm, cursor) VALUES (${crm.name}, ${head}) ON CONFLICT DO NOTHING`,
  );
  return (await read()) ?? head;
};

/** From here on no change is missed. Does nothing where the feed has been read before. */
export const beginFeed = async (db: Db, crm: Crm): Promise<void> => {
  await ownCursor(db, crm);
};

const moveCursor = async (tx: Queryable, crm: Crm, from: CrmCursor, to: CrmCursor): Promise<boolean> => {
  const rows = await tx.query(sql`
    UPDATE jobs.crm_cursors SET cursor = ${to} WHERE crm = ${crm.name} AND cursor = ${from} RETURNING crm`);
  return rows.length > 0;
};

/**
 * Mailboxes that hold a link with one of the persons (also one that is no longer theirs: it is paused), and those of
 * everyone who is relation manager or owner now, each with how many of the persons are theirs. Sorted, so that two processes
 * ask in the same order.
 */
const concerned = async (
  db: Db,
  crm: Crm,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<MailboxId, number>> => {
  if (personIds.length === 0) return new Map();
  const pairs: [EmployeeId, PersonId][] = [];
  for (const [personId, person] of await crm.persons(personIds)) {
    const { relationManagerId } = person;
    const employeeIds = new Set([
      ...(relationManagerId === null ? [] : [relationManagerId]),
      ...person.ownerIds,
    ]);
    for (const employeeId of employeeIds) pairs.push([employeeId, personId]);
  }
  const rows = await db.query<{ id: MailboxId; size: number }>(sql`
    SELECT m.id, count(DISTINCT theirs.person_id)::int AS size
    FROM (
      SELECT o.id, p.person_id
      FROM unnest(${pairs.map(([employeeId]) => employeeId)}::text[], ${pairs.map(([, id]) => id)}::text[])
        AS p (employee_id, person_id)
      JOIN sync.mailboxes o ON o.employee_id = p.employee_id
      UNION ALL
      SELECT mailbox_id, person_id FROM sync.links WHERE person_id IN (${join([...personIds])})
    ) AS theirs
    JOIN sync.mailboxes m ON m.id = theirs.id AND m.state = 'active'
    GROUP BY m.id ORDER BY m.id`);
  return new Map(rows.map(({ id, size }) => [id, size]));
};
