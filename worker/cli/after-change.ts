/** What follows when a command changed what a pass reads: a pass is asked for, and who does it is told. */
import type { Mailbox, PassTrigger } from '../pass/ports.ts';
import type { Run } from './program.ts';

export interface AfterChange {
  /** Whether a pass was asked for. */
  readonly passAsked: boolean;
  readonly text: string;
}

/** `name` is what the user called the mailbox. A mailbox that stands still is asked for none (R12, R14). */
export const askAfterChange = async (
  run: Run,
  mailbox: Mailbox,
  name: string,
  trigger: PassTrigger = 'syncNow',
): Promise<AfterChange> => {
  if (mailbox.state !== 'active') return { passAsked: false, text: run.t('passNotActive') };
  const office = await run.office();
  await office.askPass(mailbox.id, trigger);
  const key = (await office.workerRuns()) ? 'passAsked' : 'passAskedNoWorker';
  return { passAsked: true, text: run.t(key, { name }) };
};
