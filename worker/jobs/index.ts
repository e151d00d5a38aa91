/**
 * The jobs of one process: passes from the queue, and the beats that ask for them (CRM changes, the night's round,
 * subscriptions). Any number of processes may run them on one database. Starts nothing before `start`.
 */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { Logger } from '../log.ts';
import type { Clock, Crm, PassTrigger, RunPass, Subscriptions } from '../pass/ports.ts';
import type { Settings } from '../settings.ts';
import type { Db } from '../store/db.ts';
import { ourTurn, startBeat, type Beat } from './beat.ts';
import { beginFeed, readCrmChanges } from './crm-changes.ts';
import { askDailyPasses, type DailyMailboxes } from './daily.ts';
import type { Chosen } from './choose.ts';
import { createPassJob } from './pass.ts';
import type { PlacesTaken } from './places.ts';
import { startQueue, type RunningQueue, type Serve } from './queue.ts';
import { requestPass, type AskOptions } from './requests.ts';
import { hideRunner, runnerBeatMs, showRunner } from './runners.ts';
import { createSubscriptionJob, type SubscribedMailboxes } from './subscriptions.ts';

export { requestPass } from './requests.ts';
export { workerRuns } from './runners.ts';
export { createNotificationInbox } from './notifications.ts';
export { lifecyclePath, notificationPath } from './subscriptions.ts';

/** `stop` answers within this time whatever a pass does; its mailbox is then taken over when its lease ends. */
const stopWithinMs = 6_000;
/** Several commits of one import make one look at the feed. */
const crmDebounceMs = 100;
const dailyBeatMs = 30_000;
const subscriptionBeatMs = 60_000;
const turnMs = 5 * 60_000;

export interface JobsDeps {
  readonly db: Db;
  readonly runPass: RunPass;
  readonly crm: Crm;
  readonly mailboxes: DailyMailboxes & SubscribedMailboxes;
  /** Null: no notifications are asked for. */
  readonly subscriptions: Subscriptions | null;
  readonly clock: Clock;
  readonly settings: Pick<
    Settings,
    | 'concurrentPasses'
    | 'leaseMs'
    | 'crmPollMs'
    | 'notificationDelayMs'
    | 'notificationOrigin'
    | 'timeZone'
    | 'nightWindow'
  >;
  readonly log: Logger;
  /** Absent: nobody counts. */
  readonly meter?: JobsMeter;
  /** How long short work and a share of long work last; other than the usual for tests. */
  readonly shares?: { readonly shortMs?: number; readonly longShareMs?: number };
}

export interface JobsMeter {
  /** A run of a job that comes back by itself. */
  readonly ran: (job: string, result: 'done' | 'failed') => void;
  /** An ask was taken, so long after its time. */
  readonly took: (chosen: Pick<Chosen, 'size' | 'waitedMs'>) => void;
  /** From now on these places are told. */
  readonly watchPlaces: (taken: () => PlacesTaken) => void;
}

export interface JobsHealth {
  readonly running: boolean;
  /** Passes that run in this process. */
  readonly passes: number;
  /** Asks of all mailboxes whose time has come and that no run serves yet. */
  readonly waiting: number;
  readonly longestWaitMs: number;
}

export interface Jobs {
  /** False when there is no such mailbox. Works before `start` and after `stop` too. */
  requestPass(mailboxId: MailboxId, trigger: PassTrigger, options?: AskOptions): Promise<boolean>;
  /** A hint from Graph: a pass after a small delay. */
  onNotification(mailboxId: MailboxId): Promise<boolean>;
  /** Looks at subscriptions now. */
  pokeSubscriptions(): void;
  /** Once. */
  start(): Promise<void>;
  /** Takes no new work, ends running passes between two requests; within 10 seconds. Safe to repeat. */
  stop(): Promise<void>;
  health(): Promise<JobsHealth>;
  /** Whether it takes work: started, not stopped, and the queue has not ended by itself. Asks nobody. */
  running(): boolean;
}

export const createJobs = (deps: JobsDeps): Jobs => {
  const { db, settings } = deps;
  const stopping = new AbortController();
  const holder = randomUUID();
  let started: Started | null = null;
  let stopped: Promise<void> | undefined;
  const running = (): boolean => started !== null && stopped === undefined;
  const pokeSubscriptions = (): void => started?.subscriptions?.poke();

  const runJob = createPassJob({
    db,
    runPass: deps.runPass,
    log: deps.log,
    holder,
    aliveMs: settings.leaseMs,
    signal: stopping.signal,
    onDone: (_, trigger) => {
      if (trigger === 'activation' || trigger === 'resume') pokeSubscriptions();
    },
  });
  return {
    requestPass: (mailboxId, trigger, options) => requestPass(db, mailboxId, trigger, options),
    onNotification: (mailboxId) =>
      requestPass(db, mailboxId, 'notification', { delayMs: settings.notificationDelayMs }),
    pokeSubscriptions,
    start: async () => {
      started = await start(deps, { holder, runJob, signal: stopping.signal });
    },
    stop: () => {
      stopping.abort();
      stopped ??= started === null ? Promise.resolve() : stop(deps, started, holder);
      return stopped;
    },
    health: async () => ({
      running: running(),
      passes: sumOf(started?.queue.taken()),
      ...(await waiting(db)),
    }),
    running,
  };
};

interface Started {
  readonly queue: RunningQueue;
  readonly beats: readonly Beat[];
  readonly subscriptions: Beat | null;
  readonly unwatch: () => Promise<void>;
}

interface Run {
  readonly holder: string;
  readonly runJob: Serve;
  readonly signal: AbortSignal;
}

const start = async (deps: JobsDeps, { holder, runJob, signal }: Run): Promise<Started> => {
  const { db, crm, log, settings } = deps;
  const beat = (name: string, everyMs: number, work: () => Promise<unknown>): Beat =>
    startBeat({
      name,
      everyMs,
      log,
      work,
      onRun: (result) => {
        deps.meter?.ran(name, result);
      },
    });
  // Before anything runs: what changes from now on is told, also when the first look comes late.
  await beginFeed(db, crm);
  const queue = await startQueue(
    {
      db,
      concurrentPasses: settings.concurrentPasses,
      aliveMs: settings.leaseMs,
      log,
      onTaken: (chosen) => deps.meter?.took(chosen),
      ...deps.shares,
    },
    runJob,
  );
  deps.meter?.watchPlaces(() => queue.taken());
  const crmBeat = beat('crm-changes', settings.crmPollMs, () => readCrmChanges(db, crm));
  const subscriptions = subscriptionBeat(deps, beat, signal);
  const beats = [
    crmBeat,
    beat('daily', dailyBeatMs, () =>
      ourTurn(db, 'daily', turnMs, async () => void (await askDailyPasses(deps))),
    ),
    beat('alive', runnerBeatMs, () => showRunner(db, holder)),
    ...(subscriptions === null ? [] : [subscriptions]),
  ];
  try {
    const unwatch = await crm.watch(() => {
      crmBeat.poke(crmDebounceMs);
    });
    return { queue, beats, subscriptions, unwatch };
  } catch (error) {
    await Promise.allSettled([queue.stop(), ...beats.map((each) => each.stop())]);
    throw error;
  }
};

const subscriptionBeat = (
  deps: JobsDeps,
  beat: (name: string, everyMs: number, work: () => Promise<unknown>) => Beat,
  signal: AbortSignal,
): Beat | null => {
  const origin = deps.settings.notificationOrigin;
  const { subscriptions } = deps;
  if (origin === null || subscriptions === null) return null;
  const work = createSubscriptionJob({ ...deps, subscriptions, origin, signal });
  return beat('subscriptions', subscriptionBeatMs, () => ourTurn(deps.db, 'subscriptions', turnMs, work));
};

const stop = async (
  { db, log }: JobsDeps,
  { queue, beats, unwatch }: Started,
  holder: string,
): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, stopWithinMs, 'late');
  });
  const ended = Promise.allSettled([unwatch(), queue.stop(), ...beats.map((beat) => beat.stop())]);
  if ((await Promise.race([ended, late])) === 'late') log.warn({ holder }, 'stopped before a pass ended');
  clearTimeout(timer);
  await hideRunner(db, holder).catch(() => undefined);
};

const sumOf = (taken: PlacesTaken | undefined): number => (taken?.short ?? 0) + (taken?.long ?? 0);

const waiting = async (db: Db): Promise<Pick<JobsHealth, 'waiting' | 'longestWaitMs'>> => {
  const [row] = await db.query<{ count: string; ms: string }>(sql`
    SELECT count(*) AS count,
      coalesce(max(extract(epoch FROM clock_timestamp() - run_at) * 1000), 0)::bigint AS ms
    FROM jobs.requests
    WHERE requested > greatest(taken, served) AND run_at < clock_timestamp()`);
  return { waiting: Number(row?.count ?? 0), longestWaitMs: Number(row?.ms ?? 0) };
};
