/** A mailbox as administrators see it: state and counts, never the content of anybody's cards. */
import type { AdminMailboxView } from '../../../shared/api/admin.ts';
import type { Employee } from '../../../shared/person.ts';
import type { Language } from '../../../shared/texts/language.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { messageOf } from '../mailbox/message.ts';
import { presentPass } from '../passes/present.ts';
import type { ApiDeps } from '../ports.ts';

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
