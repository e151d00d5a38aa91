/** The held change, the pair, the mailbox a user means; and its mailbox as people call it. */
import { heldReasons } from '../../shared/api/held.ts';
import type { MailboxId } from '../../shared/ids.ts';
import type { Mailbox } from '../pass/ports.ts';
import type { HeldRecord } from '../store/held-changes.ts';
import type { PairRecord } from '../store/rulings.ts';
import type { HoldReason } from '../sync/plan.ts';
import { CommandError } from './errors.ts';
import { exits } from './output.ts';
import type { Run } from './program.ts';

/** As lists show it, and as enough to name it by. */
export const shortId = (id: string): string => id.slice(0, 8);

const onlyOne = <T>(found: readonly T[], id: string, unknown: 'heldUnknown' | 'pairUnknown'): T => {
  const [one, another] = found;
  if (one === undefined) throw new CommandError(unknown, { id });
  if (another !== undefined) throw new CommandError('heldAmbiguous', { id });
  return one;
};

/** Throws CommandError `heldUnknown` or `heldAmbiguous`. */
export const heldNamed = async (run: Run, id: string): Promise<HeldRecord> =>
  onlyOne(await (await run.office()).held.beginningWith(id), id, 'heldUnknown');

/** Throws CommandError `pairUnknown` or `heldAmbiguous`. */
export const pairNamed = async (run: Run, id: string): Promise<PairRecord> =>
  onlyOne(await (await run.office()).held.pairsBeginningWith(id), id, 'pairUnknown');

export interface CalledMailbox {
  readonly mailbox: Mailbox;
  /** E-mail address of its employee; the id of one who is no longer there. */
  readonly name: string;
}

export const calledMailboxes = async (run: Run): Promise<Map<MailboxId, CalledMailbox>> => {
  const { crm, mailboxes } = await run.office();
  const [all, employees] = await Promise.all([mailboxes.all(), crm.employees()]);
  const emails = new Map(employees.map(({ id, email }) => [id, email]));
  return new Map(
    all.map((mailbox) => [mailbox.id, { mailbox, name: emails.get(mailbox.employeeId) ?? mailbox.id }]),
  );
};

/** Throws CommandError `reasonUnknown`. */
export const reasonNamed = (reason: string): HoldReason => {
  const known = heldReasons.find((each) => each === reason);
  if (known !== undefined) return known;
  throw new CommandError('reasonUnknown', { reason, list: heldReasons.join(', ') }, exits.usage);
};
