/** Tickets and sign-ins under way, each taken exactly once, by whichever process is asked. Secrets by their hash only. */
import { createHash, randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import type { EmployeeId } from '../../shared/ids.ts';
import type { SqlQuery } from '../store/db.ts';
import type { ActivationSettings } from '../sync/selection.ts';

/** Whom a ticket lets in: the account that asked in the pane, or the employee that an administrator named. */
export type TicketFor =
  | { readonly kind: 'user'; readonly tid: string; readonly oid: string }
  | { readonly kind: 'employee'; readonly employeeId: EmployeeId };

/** R12: when the first sync begins: with the consent, or when its user says so after a look at the preview. */
export type Start = 'now' | 'afterPreview';

/** What a ticket asks for beside whom it lets in; it goes with the sign-in to its end. */
export interface Wanted {
  readonly start: Start;
  /** Chosen before the consent (R1, R5); null: those that the mailbox has, or begins with. */
  readonly settings: ActivationSettings | null;
}

interface ForColumns {
  readonly tid: string | null;
  readonly oid: string | null;
  readonly employee_id: EmployeeId | null;
}

export interface TicketRow extends ForColumns, Wanted {
  readonly login_hint: string | null;
  readonly expires_at: Date;
}

export interface FlowRow extends ForColumns, Wanted {
  readonly cookie_hash: string;
  readonly sealed: Uint8Array;
  readonly key_id: string;
  readonly expires_at: Date;
}

export const randomSecret = (): string => randomBytes(32).toString('base64url');
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export const forOf = (row: ForColumns): TicketFor | null => {
  if (row.tid !== null && row.oid !== null) return { kind: 'user', tid: row.tid, oid: row.oid };
  return row.employee_id === null ? null : { kind: 'employee', employeeId: row.employee_id };
};

const columnsOf = (who: TicketFor): ForColumns =>
  who.kind === 'user'
    ? { tid: who.tid.toLowerCase(), oid: who.oid.toLowerCase(), employee_id: null }
    : { tid: null, oid: null, employee_id: who.employeeId };

const json = (settings: ActivationSettings | null): string | null =>
  settings === null ? null : JSON.stringify(settings);

export const insertTicket = (
  hash: string,
  who: TicketFor,
  { start, settings }: Wanted,
  loginHint: string | null,
  expiresAt: Date,
): SqlQuery => {
  const { tid, oid, employee_id } = columnsOf(who);
  return sql`insert into identity.tickets
               (ticket_hash, tid, oid, employee_id, start, settings, login_hint, expires_at)
             values (${hash}, ${tid}, ${oid}, ${employee_id}, ${start}, ${json(settings)}::jsonb, ${loginHint},
               ${expiresAt})`;
};

export const selectTicket = (hash: string): SqlQuery =>
  sql`select tid, oid, employee_id, start, settings, login_hint, expires_at from identity.tickets where ticket_hash = ${hash}`;

/** One row for the one who takes it, none for anybody after. */
export const takeTicket = (hash: string): SqlQuery =>
  sql`delete from identity.tickets where ticket_hash = ${hash} returning ticket_hash`;

export const insertFlow = (flow: {
  stateHash: string;
  cookieHash: string;
  sealed: Uint8Array;
  keyId: string;
  who: TicketFor;
  wanted: Wanted;
  expiresAt: Date;
}): SqlQuery => {
  const { tid, oid, employee_id } = columnsOf(flow.who);
  const { start, settings } = flow.wanted;
  return sql`insert into identity.flows
               (state_hash, cookie_hash, sealed, key_id, tid, oid, employee_id, start, settings, expires_at)
             values (${flow.stateHash}, ${flow.cookieHash}, ${flow.sealed}, ${flow.keyId}, ${tid}, ${oid},
               ${employee_id}, ${start}, ${json(settings)}::jsonb, ${flow.expiresAt})`;
};

export const takeFlow = (stateHash: string): SqlQuery =>
  sql`delete from identity.flows where state_hash = ${stateHash}
      returning cookie_hash, sealed, key_id, tid, oid, employee_id, start, settings, expires_at`;

export const dropOldTickets = (now: Date): SqlQuery =>
  sql`delete from identity.tickets where expires_at < ${now}`;
export const dropOldFlows = (now: Date): SqlQuery =>
  sql`delete from identity.flows where expires_at < ${now}`;
