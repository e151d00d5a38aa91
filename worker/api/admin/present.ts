/** Mailboxes and passes as administrators see them: state and counts, never the content of anybody's cards. */
import type { AdminMailboxView, AdminPassView } from '../../../shared/api/admin.ts';
import type { EmployeeId, MailboxId } from '../../../shared/ids.ts';
import type { Employee } from '../../../shared/person.ts';
import type { Language } from '../../../shared/texts/language.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { messageOf } from '../mailbox/message.ts';
import { presentPass } from '../passes/present.ts';
import type { ApiDeps, PassRecord } from '../ports.ts';

export const presentAdminMailbox = async (
  deps: Pick<ApiDeps, 'mailboxes'>,
  mailbox: Mailbox,
  employee: Employee | undefined,
  language: Language,
): Promise<AdminMailboxView> => {
  const [counts, last] = await Promise.all([
    deps.mailboxes.counts(mailbox.id),
    deps.mailboxes.lastPass(mailbox.id),
  ]);
  const { id, state, stateBecause, lastPassAt, notBefore, employeeId } = mailbox;
  return {
    id,
    employee: {
      id: employeeId,
      displayName: employee?.displayName ?? '',
      email: employee?.email ?? null,
    },
    state,
    because: stateBecause,
    message: messageOf(mailbox, language),
    counts,
    lastPassAt,
    notBefore,
    lastPass: last === null ? null : presentPass(last),
  };
};

/** `employeeOf` knows whose mailbox it is; an employee who is gone from the CRM has no name. */
export const presentAdminPass = (
  record: PassRecord & { readonly mailboxId: MailboxId },
  employeeOf: ReadonlyMap<MailboxId, EmployeeId>,
  employees: ReadonlyMap<EmployeeId, Employee>,
): AdminPassView => {
  const employeeId = employeeOf.get(record.mailboxId);
  const employee = employeeId === undefined ? undefined : employees.get(employeeId);
  return {
    ...presentPass(record),
    mailboxId: record.mailboxId,
    employee: { id: employeeId ?? '', displayName: employee?.displayName ?? '' },
  };
};
