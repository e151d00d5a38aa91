/** The mailbox a user means: by its id, or by the address or UPN of its employee. */
import type { Mailbox } from '../pass/ports.ts';
import { CommandError } from './errors.ts';
import type { Run } from './program.ts';

/** Throws CommandError `noMailbox`. */
export const mailboxNamed = async (run: Run, name: string): Promise<Mailbox> => {
  const { crm, mailboxes } = await run.office();
  const all = await mailboxes.all();
  const wanted = name.trim().toLowerCase();
  const byId = all.find((mailbox) => mailbox.id === wanted);
  if (byId !== undefined) return byId;
  // Also employees who are no longer active: their mailbox may have to be paused.
  const employee = (await crm.employees()).find(({ email, upn }) => email === wanted || upn === wanted);
  const found = all.find((mailbox) => mailbox.employeeId === employee?.id);
  if (found === undefined) throw new CommandError('noMailbox', { name });
  return found;
};
