/**
 * R1: to whom the office's group names are told. Before the activation a token says only who somebody is at Microsoft:
 * whoever is no active employee of the CRM by sign-in name learns nothing; nor does, later on, who has left.
 */
import type { Context } from 'hono';
import type { ApiDeps, ApiEnv, MailboxSeen } from '../ports.ts';

export const groupsToldTo = async (
  { crm }: Pick<ApiDeps, 'crm'>,
  c: Context<ApiEnv>,
  mailbox: MailboxSeen | null,
): Promise<string[]> => {
  if (mailbox !== null) {
    const mine = (await crm.employees()).find(({ id }) => id === mailbox.employeeId);
    return mine?.active === true ? crm.groups() : [];
  }
  const { upn } = c.get('account');
  const employee = upn === null ? null : await crm.findEmployee(upn);
  return employee?.active === true ? crm.groups() : [];
};
