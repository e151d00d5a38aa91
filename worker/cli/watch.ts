/** Waits for a pass that another process runs, showing its progress. Looks at the store; asks nothing of anybody. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailboxId } from '../../shared/ids.ts';
import type { PassView } from '../../shared/api/passes.ts';
import type { Employee } from '../../shared/person.ts';
import { presentPass } from '../api/passes/present.ts';
import { CommandError } from './errors.ts';
import { exits } from './output.ts';
import type { Run } from './program.ts';
import { progressWords } from './words.ts';

const LOOK_EVERY_MS = 500;
/** A worker that runs takes up a job at once; this long without a pass means that none does. */
const START_WITHIN_MS = 60_000;

export interface Watched {
  readonly mailboxId: MailboxId;
  readonly pass: PassView;
}

/** From an activation link that was handed out to the end of the first pass. Throws CommandError. */
export const watchPasses = async (
  run: Run,
  wanted: { readonly employee: Employee; readonly signInUntil: Date; readonly after: string | null },
): Promise<Watched> => {
  const app = await run.app();
  const startedAt = new Date().toISOString();
  const line = run.out.progress();
  try {
    for (;;) {
      run.signal.throwIfAborted();
      const mailbox = await app.mailboxOfEmployee(wanted.employee.id);
      const isSignedIn = mailbox !== null && mailbox.state !== 'signInAgain';
      if (isSignedIn) return await watchMailbox(run, mailbox.id, startedAt);
      if (Date.now() > wanted.signInUntil.getTime()) {
        throw new CommandError('activationNotDone', {}, exits.needsPerson);
      }
      line.show(run.t('waitingForSignIn'));
      await sleep(LOOK_EVERY_MS, undefined, { signal: run.signal });
    }
  } finally {
    line.end();
  }
};

/** The first pass of this mailbox that ends after `since`. Throws CommandError `noPassStarted`. */
export const watchMailbox = async (run: Run, mailboxId: MailboxId, since: string): Promise<Watched> => {
  const { mailboxes } = await run.office();
  const line = run.out.progress();
  const waitUntil = performance.now() + START_WITHIN_MS;
  try {
    for (;;) {
      run.signal.throwIfAborted();
      const { items } = await mailboxes.passes(mailboxId, { limit: 5, before: null });
      const passes = items.map(presentPass);
      const ended = passes.find((pass) => pass.result !== 'running' && pass.startedAt >= since);
      if (ended !== undefined) return { mailboxId, pass: ended };
      const running = passes.find((pass) => pass.result === 'running');
      if (running === undefined && performance.now() > waitUntil) throw new CommandError('noPassStarted');
      const progress = running?.progress ?? null;
      line.show(progress === null ? run.t('waitingForPass') : progressWords(run, progress));
      await sleep(LOOK_EVERY_MS, undefined, { signal: run.signal });
    }
  } finally {
    line.end();
  }
};
