/**
 * Waits for a pass that another process runs, showing its progress. Looks at the store; asks nothing of anybody. A
 * pass is told from earlier ones by its id, since the worker's clock may be another than ours.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailboxId } from '../../shared/ids.ts';
import type { PassView } from '../../shared/api/passes.ts';
import type { Employee } from '../../shared/person.ts';
import { standstillOf } from '../api/mailbox/message.ts';
import type { MailboxSeen } from '../api/ports.ts';
import { presentPass } from '../api/passes/present.ts';
import { isDeactivated } from '../pass/ports.ts';
import { CommandError } from './errors.ts';
import { exits, type ProgressLine } from './output.ts';
import type { Run } from './program.ts';
import { progressWords } from './words.ts';

const LOOK_EVERY_MS = 500;
/** A worker that runs takes up a job at once; this long without a pass means that none does. */
const START_WITHIN_MS = 60_000;
/** Passes that may come between two looks. */
const LOOK_BACK = 10;

export interface Watched {
  readonly mailboxId: MailboxId;
  readonly pass: PassView;
}

/** Ids of the passes there were before something was asked. */
export type Before = ReadonlySet<string>;

export const passesBefore = async (run: Run, mailboxId: MailboxId): Promise<Before> => {
  const { mailboxes } = await run.office();
  const { items } = await mailboxes.passes(mailboxId, { limit: LOOK_BACK, before: null });
  return new Set(items.map(({ id }) => id));
};

interface Look {
  readonly ended: PassView | null;
  readonly running: PassView | null;
}

const look = async (run: Run, mailboxId: MailboxId, before: Before): Promise<Look> => {
  const { mailboxes } = await run.office();
  const { items } = await mailboxes.passes(mailboxId, { limit: LOOK_BACK, before: null });
  const passes = items.map(presentPass);
  return {
    // The oldest of the new ones: the first that began after the asking.
    ended: passes.filter(({ id, result }) => !before.has(id) && result !== 'running').at(-1) ?? null,
    running: passes.find(({ result }) => result === 'running') ?? null,
  };
};

/** Looks again and again until it gives something; the line says what is waited for. */
const until = async <T>(run: Run, once: (line: ProgressLine) => Promise<T | null>): Promise<T> => {
  const line = run.out.progress();
  try {
    for (;;) {
      run.signal.throwIfAborted();
      const found = await once(line);
      if (found !== null) return found;
      await sleep(LOOK_EVERY_MS, undefined, { signal: run.signal });
    }
  } finally {
    line.end();
  }
};

const showRunning = (run: Run, line: ProgressLine, running: PassView | null): void => {
  const progress = running?.progress ?? null;
  line.show(progress === null ? run.t('waitingForPass') : progressWords(run, progress));
};

/** The first pass that begins after `before` was taken, when it has ended. Throws CommandError `noPassStarted`. */
export const watchMailbox = (run: Run, mailboxId: MailboxId, before: Before): Promise<Watched> => {
  const waitUntil = performance.now() + START_WITHIN_MS;
  return until(run, async (line) => {
    const { ended, running } = await look(run, mailboxId, before);
    if (ended !== null) return { mailboxId, pass: ended };
    if (running === null && performance.now() > waitUntil) throw new CommandError('noPassStarted');
    showRunning(run, line, running);
    return null;
  });
};

/**
 * From a link that was handed out to the end of the pass after its sign-in; no pass where the first one waits for a
 * preview. Throws CommandError.
 */
export const watchActivation = async (
  run: Run,
  employee: Employee,
  linkUntil: Date,
  known: MailboxSeen | null,
): Promise<Watched | { readonly mailboxId: MailboxId; readonly pass: null }> => {
  const before: Before = known === null ? new Set() : await passesBefore(run, known.id);
  const mailbox = await until(run, async (line) => {
    const now = await (await run.app()).mailboxOfEmployee(employee.id);
    if (now !== null && (await hasSignedIn(run, known, now, before))) return now;
    if (Date.now() > linkUntil.getTime()) throw new CommandError('activationNotDone', {}, exits.needsPerson);
    line.show(run.t('waitingForSignIn'));
    return null;
  });
  if (mailbox.state === 'paused' && mailbox.stateBecause === 'notStarted') {
    return { mailboxId: mailbox.id, pass: null };
  }
  const standstill = standstillOf(mailbox);
  if (standstill !== null) {
    throw new CommandError(standstill, { name: employee.email }, exits.needsPerson);
  }
  return watchMailbox(run, mailbox.id, before);
};

/** A mailbox that was in order before shows a new sign-in only by the pass that follows it. */
const hasSignedIn = async (
  run: Run,
  known: MailboxSeen | null,
  now: MailboxSeen,
  before: Before,
): Promise<boolean> => {
  if (known === null) return true;
  if (known.state === 'signInAgain' && now.state !== 'signInAgain') return true;
  if (isDeactivated(known) && !isDeactivated(now)) return true;
  const { ended, running } = await look(run, now.id, before);
  return [ended, running].some((pass) => pass?.trigger === 'activation' && !before.has(pass.id));
};
