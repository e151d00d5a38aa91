/**
 * One pass for one mailbox: hold the mailbox, do the work (work.ts), record how it went. The one place that acts on trouble
 * (R14): whatever a mailbox, its remote or its user does ends here as an outcome, and concerns this mailbox alone.
 */
import type { PassId } from '../../shared/ids.ts';
import { noCounts, type PassDeps } from './context.ts';
import { tellArrived } from './freshness.ts';
import {
  Trouble,
  type Lease,
  type Mailbox,
  type PassCounts,
  type PassOutcome,
  type PassReport,
  type PassRequest,
  type Progress,
  type RunPass,
  type StoreWrite,
  type Trace,
} from './ports.ts';
import { sharedNowMs } from './shared-time.ts';
import { work } from './work.ts';

/** How soon a pass comes back that could not run or was cut off. */
const openAfterMs = 5_000;
const bugAfterMs = 60_000;

/**
 * Keeps the lease alive and knows, by a clock that runs on while the process is stopped, how much of it is left. Looks
 * besides whether somebody paused the mailbox meanwhile: the pass then ends between two batches.
 */
class Hold {
  #until: number;
  #lost = false;
  #paused = false;
  #underWay = 0;
  readonly #stop = new AbortController();
  readonly signal: AbortSignal;

  constructor(
    private readonly deps: Pick<PassDeps<unknown>, 'clock' | 'store' | 'settings'>,
    private readonly lease: Lease,
    acquiredAtMs: number,
    outer: AbortSignal | undefined,
  ) {
    this.#until = acquiredAtMs + deps.settings.leaseMs;
    this.signal = outer === undefined ? this.#stop.signal : AbortSignal.any([outer, this.#stop.signal]);
  }

  /** R13: a write that may still be under way when the lease ends is not sent. */
  readonly mayWrite = (): boolean =>
    !this.#lost && this.deps.clock.monotonicMs() + this.deps.settings.writeMs < this.#until;

  /** A person stopped it; what was done stays done. */
  get paused(): boolean {
    return this.#paused;
  }

  readonly underWay = async <T>(work: () => Promise<T>): Promise<T> => {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      this.#endIfPaused();
    }
  };

  /** What is under way has its answer first. */
  #endIfPaused(): void {
    if (this.#paused && this.#underWay === 0)
      this.#stop.abort(new Trouble('pass.paused', { kind: 'leaseLost' }));
  }

  readonly tell = ({ paused }: { readonly paused: boolean }): void => {
    if (!paused || this.#paused) return;
    this.#paused = true;
    this.#endIfPaused();
  };

  /** A database that does not answer says nothing. */
  readonly look = async (): Promise<void> => {
    if (this.#paused) return;
    const mailbox = await this.deps.store.mailbox(this.lease.mailboxId).catch(() => null);
    this.tell({ paused: mailbox?.state === 'paused' });
  };

  async keep(done: AbortSignal): Promise<void> {
    const { clock, store, settings } = this.deps;
    while (!done.aborted && !this.#lost) {
      await clock.sleep(settings.leaseMs / 4, done).catch(() => undefined);
      if (done.aborted) return;
      const asked = clock.monotonicMs();
      // A failing database is no lost lease: it is asked again until the lease would have run out.
      const kept = await store.renew(this.lease, settings.leaseMs).catch(() => null);
      if (kept === true) this.#until = asked + settings.leaseMs;
      if (kept === false || clock.monotonicMs() >= this.#until) {
        this.#lost = true;
        this.#stop.abort(new Trouble('pass.leaseLost', { kind: 'leaseLost' }));
      }
    }
  }
}

/** For the log: the kind of the failure and where it arose, never its message (a database names values in it). */
const describe = (error: unknown): object => {
  const { name, code, stack, cause } = error as Partial<Error> & { code?: unknown };
  const at = stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 6)
    .map((line) => line.trim());
  return { error: name, code: code ?? null, at, ...(cause === undefined ? {} : { cause: describe(cause) }) };
};

const isTrouble = (error: unknown): error is Trouble => error instanceof Trouble;

/** What trouble means for the mailbox, as an outcome and as what is remembered of it. */
const onTrouble = (error: unknown, nowMs: number): { outcome: PassOutcome; writes: StoreWrite[] } => {
  if (!isTrouble(error)) return { outcome: { outcome: 'failed', code: 'pass.bug' }, writes: [] };
  const { code, what } = error;
  const later = (afterMs: number): { outcome: PassOutcome; writes: StoreWrite[] } => ({
    outcome: { outcome: 'later', code, afterMs },
    writes: [{ op: 'mailbox', set: { notBefore: new Date(nowMs + afterMs).toISOString() } }],
  });
  switch (what.kind) {
    case 'retry':
      return later(what.afterMs);
    case 'resync':
      // A fresh round lost its token too: come back calmly.
      return later(bugAfterMs);
    case 'park':
      return {
        outcome: { outcome: 'parked', code },
        writes: [{ op: 'mailbox', set: { state: 'signInAgain', stateBecause: what.because } }],
      };
    case 'leaseLost':
      return { outcome: { outcome: 'later', code, afterMs: openAfterMs }, writes: [] };
    case 'misconfigured':
    case 'bug':
      return { outcome: { outcome: 'failed', code }, writes: [] };
  }
};

/** R14: by the clock that all share, for another process may have written the time. */
const notNow = async <Card>(deps: PassDeps<Card>, mailbox: Mailbox): Promise<PassReport | null> => {
  if (mailbox.state !== 'active') return { ran: false, because: 'notNow', afterMs: null };
  const { notBefore } = mailbox;
  const waitMs = notBefore === null ? 0 : Date.parse(notBefore) - (await sharedNowMs(deps));
  return waitMs > 0 ? { ran: false, because: 'notNow', afterMs: waitMs } : null;
};

interface Held {
  readonly lease: Lease;
  readonly hold: Hold;
  readonly counts: PassCounts;
  readonly passId: PassId;
}

/** Whoever looks asks once a second at most; a batch may take a few milliseconds. */
const progressEveryMs = 500;

/** True where this progress is to be remembered: the first and the last of a phase, and one now and then between them. */
const inSteps = (clock: PassDeps<unknown>['clock']): ((progress: Progress) => boolean) => {
  let [phase, at]: [Progress['phase'] | null, number] = [null, 0];
  return (progress) => {
    const nowMs = clock.monotonicMs();
    if (progress.phase === phase && progress.done !== progress.total && nowMs - at < progressEveryMs)
      return false;
    [phase, at] = [progress.phase, nowMs];
    return true;
  };
};

const runHeld = async <Card>(
  deps: PassDeps<Card>,
  request: PassRequest,
  mailbox: Mailbox,
  { lease, hold, counts, passId }: Held,
): Promise<PassOutcome> => {
  const { store, clock, remotes, log } = deps;
  const commit = async (writes: readonly StoreWrite[]): Promise<void> => {
    if (writes.length === 0) await hold.look();
    else hold.tell(await store.commit(lease, writes));
  };
  const progress = inSteps(clock);
  let requests = () => 0;
  try {
    const remote = await remotes.open(mailbox.id, { mayWrite: hold.mayWrite, signal: hold.signal });
    requests = () => remote.requests;
    return await work({
      ...deps,
      mailbox,
      employeeId: mailbox.employeeId,
      lease,
      passId,
      remote,
      counts,
      signal: hold.signal,
      commit,
      underWay: hold.underWay,
      nowIso: () => clock.now().toISOString(),
      arrived: tellArrived(deps.meter, clock, passId, request),
      progress: async (now) => {
        request.onProgress?.(now);
        if (!progress(now)) return;
        await store.progress(lease, passId, now);
        await hold.look();
      },
    });
  } catch (error) {
    if (request.signal?.aborted === true || hold.paused) return { outcome: 'stopped' };
    const cause: unknown = hold.signal.aborted ? hold.signal.reason : error;
    const { outcome, writes } = onTrouble(cause, await sharedNowMs(deps));
    log.warn({ passId, mailboxId: mailbox.id, ...describe(cause) }, 'pass ended in trouble');
    if (writes.length > 0)
      await store.commit(lease, writes).catch((late: unknown) => {
        log.warn({ passId, mailboxId: mailbox.id, ...describe(late) }, 'trouble could not be recorded');
      });
    return outcome;
  } finally {
    counts.requests = requests();
  }
};

type Ran = Extract<PassReport, { ran: true }>;

/** From the row of the pass to its last line in the log; told to whoever counts. */
const runOpened = async <Card>(
  deps: PassDeps<Card>,
  request: PassRequest,
  mailbox: Mailbox,
  held: Held,
): Promise<Ran> => {
  const { store, clock, log } = deps;
  const { lease, counts, passId } = held;
  const startedAtMs = clock.monotonicMs();
  await store.openPass(lease, passId, request.trigger, clock.now().toISOString());
  const result = await runHeld(deps, request, mailbox, held);
  await store.closePass(lease, passId, clock.now().toISOString(), result, counts).catch((error: unknown) => {
    log.warn({ passId, mailboxId: mailbox.id, ...describe(error) }, 'pass could not be closed');
  });
  const tookMs = Math.round(clock.monotonicMs() - startedAtMs);
  log.info({ passId, mailboxId: mailbox.id, trigger: request.trigger, tookMs, result, counts }, 'pass');
  deps.meter?.ended({ passId, trigger: request.trigger, outcome: result.outcome, counts, tookMs });
  return { ran: true, passId, result, counts };
};

const untraced: Trace = (_, work) => work();

/** See `RunPass` in ports.ts. */
export const createRunPass = <Card>(deps: PassDeps<Card>): RunPass => {
  const { store, clock, newId, settings, trace = untraced } = deps;
  return async (request: PassRequest): Promise<PassReport> => {
    const before = await store.mailbox(request.mailboxId);
    if (before === null) return { ran: false, because: 'unknownMailbox', afterMs: null };
    const early = await notNow(deps, before);
    if (early !== null) return early;
    const acquiredAtMs = clock.monotonicMs();
    const lease = await store.acquire(request.mailboxId, request.holder, settings.leaseMs);
    if (lease === null) return { ran: false, because: 'busy', afterMs: openAfterMs };
    const hold = new Hold(deps, lease, acquiredAtMs, request.signal);
    const done = new AbortController();
    const keeping = hold.keep(done.signal);
    const passId = newId() as PassId;
    const counts = noCounts();
    try {
      // Read again: what was true before the mailbox was ours may be no longer.
      const mailbox = (await store.mailbox(request.mailboxId)) ?? before;
      const late = await notNow(deps, mailbox);
      if (late !== null) return late;
      return await trace({ mailboxId: mailbox.id, passId }, () =>
        runOpened(deps, request, mailbox, { lease, hold, counts, passId }),
      );
    } finally {
      done.abort();
      await keeping;
      await store.release(lease);
    }
  };
};
