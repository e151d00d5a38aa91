/** Mailboxes and passes as administrators see them: state and counts, never the content of anybody's cards. */
import type { AdminMailboxView, AdminPassView } from '../../../shared/api/admin.ts';
import type { EmployeeId, MailboxId } from '../../../shared/ids.ts';
import type { Employee } from '../../../shared/person.ts';
import type { Language } from '../../../shared/texts/language.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { messageOf } from '../mailbox/message.ts';
import { presentPass } from '../passes/present.ts';
import type { PassRecord } from '../ports.ts';

const noLinks = { active: 0, creating: 0, paused: 0, held: 0, removed: 0 };

/** `of`: what was read of all mailboxes at once. */
export const presentAdminMailbox = (
  mailbox: Mailbox,
  of: {
    readonly counts: ReadonlyMap<MailboxId, AdminMailboxView['counts']>;
    readonly last: ReadonlyMap<MailboxId, PassRecord>;
  },
  employee: Employee | undefined,
  language: Language,
): AdminMailboxView => {
  const { id, state, stateBecause, lastPassAt, notBefore, employeeId } = mailbox;
  const last = of.last.get(id);
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
    counts: of.counts.get(id) ?? noLinks,
    lastPassAt,
    notBefore,
    lastPass: last === undefined ? null : presentPass(last),
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
