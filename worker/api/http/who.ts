/** From a valid token to what this account may see: its mailbox, its employee, whether it is an administrator. */
import type { Context, MiddlewareHandler } from 'hono';
import type { EmployeeId } from '../../../shared/ids.ts';
import type { Employee } from '../../../shared/person.ts';
import type { Account, ApiDeps, ApiEnv, MailboxSeen } from '../ports.ts';
import { ApiError } from './errors.ts';

/** Role of the app registration that makes an administrator without a setting. */
export const ADMIN_ROLE = 'Relatiebrug.Admin';

export const requireToken =
  (checkToken: ApiDeps['checkToken']): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const checked = await checkToken(c.req.header('authorization'));
    if (!checked.ok) {
      throw new ApiError(checked.code, checked.code === 'unavailable' ? { retryAfterSeconds: 5 } : {});
    }
    c.set('account', checked.account);
    await next();
  };

export const isAdmin = (deps: Pick<ApiDeps, 'admins'>, account: Account): boolean =>
  account.roles.includes(ADMIN_ROLE) ||
  deps.admins.includes(account.oid.toLowerCase()) ||
  (account.upn !== null && deps.admins.includes(account.upn.toLowerCase()));

export const requireAdmin =
  (deps: Pick<ApiDeps, 'admins'>): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (!isAdmin(deps, c.get('account'))) throw new ApiError('adminOnly');
    await next();
  };

type Who = Pick<ApiDeps, 'mailboxes' | 'crm'>;

export const mailboxOf = async (deps: Who, c: Context<ApiEnv>): Promise<MailboxSeen | null> => {
  const { tid, oid } = c.get('account');
  return deps.mailboxes.ofAccount(tid, oid);
};

/**
 * The asker's own mailbox; 404 `noMailbox` before the activation. Also of somebody who has left the office: what passes
 * did there stays theirs to see, and theirs to stop. Whatever tells of persons or changes anything takes `requireMailbox`.
 */
export const requireOwnMailbox = async (deps: Who, c: Context<ApiEnv>): Promise<MailboxSeen> => {
  const mailbox = await mailboxOf(deps, c);
  if (mailbox === null) throw new ApiError('noMailbox');
  return mailbox;
};

/** The own mailbox of an active employee: a sign-in outlives a job, and a decision writes to the CRM. */
export const requireMailbox = async (deps: Who, c: Context<ApiEnv>): Promise<MailboxSeen> => {
  const mailbox = await requireOwnMailbox(deps, c);
  const employee = (await employeesById(deps)).get(mailbox.employeeId);
  if (employee?.active !== true) throw new ApiError('notAnEmployee');
  return mailbox;
};

export const employeesById = async (deps: Pick<ApiDeps, 'crm'>): Promise<Map<EmployeeId, Employee>> =>
  new Map((await deps.crm.employees()).map((employee) => [employee.id, employee]));

/** The mailbox of an active employee: what reading the office's persons takes. An employee who left reads nothing. */
export const requireEmployee = async (
  deps: Who,
  c: Context<ApiEnv>,
): Promise<{ mailbox: MailboxSeen; employee: Employee; employees: Map<EmployeeId, Employee> }> => {
  const [mailbox, employees] = await Promise.all([mailboxOf(deps, c), employeesById(deps)]);
  if (mailbox === null) throw new ApiError('notAnEmployee');
  const employee = employees.get(mailbox.employeeId);
  if (employee?.active !== true) throw new ApiError('notAnEmployee');
  return { mailbox, employee, employees };
};
