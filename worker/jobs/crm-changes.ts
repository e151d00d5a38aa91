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
    const mailboxIds = await concerned(db, crm, page.personIds);
    const moved = await db.transaction(async (tx) => {
      if (!(await moveCursor(tx, crm, cursor, page.cursor))) return false;
      for (const mailboxId of mailboxIds) await requestPass(tx, mailboxId, 'crmChange');
      return true;
    });
    if (moved) mailboxIds.forEach((mailboxId) => asked.add(mailboxId));
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

const moveCursor = async (tx: Queryable, crm: Crm, from: CrmCursor, to: CrmCursor): Promise<boolean> => {
  const rows = await tx.query(sql`
    UPDATE jobs.crm_cursors SET cursor = ${to} WHERE crm = ${crm.name} AND cursor = ${from} RETURNING crm`);
  return rows.length > 0;
};

/**
 * Mailboxes that hold a link with one of the persons (also one that is no longer theirs: it is paused), and those of
 * everyone who is relation manager or owner now. Sorted, so that two processes ask in the same order.
 */
const concerned = async (db: Db, crm: Crm, personIds: readonly PersonId[]): Promise<MailboxId[]> => {
  if (personIds.length === 0) return [];
  const employeeIds = new Set<EmployeeId>();
  for (const person of (await crm.persons(personIds)).values()) {
    if (person.relationManagerId !== null) employeeIds.add(person.relationManagerId);
    person.ownerIds.forEach((id) => employeeIds.add(id));
  }
  const ofEmployees = employeeIds.size === 0 ? sql`false` : sql`m.employee_id IN (${join([...employeeIds])})`;
  const rows = await db.query<{ id: MailboxId }>(sql`
    SELECT m.id FROM sync.mailboxes m
    WHERE m.state = 'active' AND (${ofEmployees} OR EXISTS (
      SELECT FROM sync.links l WHERE l.mailbox_id = m.id AND l.person_id IN (${join([...personIds])})
    ))
    ORDER BY m.id`);
  return rows.map(({ id }) => id);
};
