/**
 * For tests of the jobs: mailboxes, and a pass that holds the store's real lease and writes into a table when it ran.
 * A process of its own (`runner-process.ts`) uses the same, so that what is measured is the same everywhere.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { asId, type EmployeeId, type MailboxId, type PassId } from '../../../shared/ids.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import { createJobs, type Jobs, type JobsDeps } from '../../../worker/jobs/index.ts';
import { createLogger } from '../../../worker/log.ts';
import type { PassOutcome, PassRequest, RunPass } from '../../../worker/pass/ports.ts';
import { readSettings } from '../../../worker/settings.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';

export const noCounts = {
  created: 0,
  toRemote: 0,
  toCrm: 0,
  conflicts: 0,
  held: 0,
  paused: 0,
  resumed: 0,
  removed: 0,
  repaired: 0,
  linked: 0,
  undone: 0,
  discarded: 0,
  requests: 0,
};

export const silentLog = createLogger({ logLevel: 'silent', logFormat: 'json' });

export const clock: JobsDeps['clock'] = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => sleep(ms, undefined, { signal }),
};

export const activate = async (db: Db, employeeId: string = randomUUID()): Promise<MailboxId> => {
  const activation = await createMailboxes(db).activate({
    employeeId: asId<EmployeeId>(employeeId),
    tid: 'tenant-1',
    oid: randomUUID(),
    upn: null,
  });
  if (activation.outcome === 'refused') throw new Error(activation.because);
  return activation.mailbox.id;
};

export const makeRunsTable = async (db: Db): Promise<void> => {
  await db.query(sql`
    CREATE TABLE IF NOT EXISTS test_runs (id serial PRIMARY KEY, mailbox_id uuid, trigger text, holder text,
      began_at timestamptz NOT NULL DEFAULT clock_timestamp(), ended_at timestamptz)`);
};

export interface Ran {
  readonly mailboxId: MailboxId;
  readonly trigger: string;
  readonly holder: string;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
}

export const runsOf = (db: Db): Promise<Ran[]> =>
  db.query<Ran>(sql`
    SELECT mailbox_id AS "mailboxId", trigger, holder, began_at AS "beganAt", ended_at AS "endedAt"
    FROM test_runs ORDER BY id`);

/** Pairs of runs of one mailbox that were under way at the same time. */
export const overlapsIn = (runs: readonly Ran[]): number => {
  const end = (run: Ran): number => run.endedAt?.getTime() ?? run.beganAt.getTime();
  return runs.flatMap((a, i) =>
    runs
      .slice(i + 1)
      .filter((b) => a.mailboxId === b.mailboxId)
      .filter((b) => b.beganAt.getTime() < end(a) && a.beganAt.getTime() < end(b)),
  ).length;
};

/** Holds the real lease, so that "one at a time" is tested against what it rests on. */
export const recordedPass = (
  db: Db,
  leaseMs: number,
  during: (request: PassRequest) => Promise<PassOutcome>,
): RunPass => {
  const store = createPassStore(db);
  return async (request) => {
    if ((await store.mailbox(request.mailboxId)) === null) {
      return { ran: false, because: 'unknownMailbox', afterMs: null };
    }
    const lease = await store.acquire(request.mailboxId, request.holder, leaseMs);
    if (lease === null) return { ran: false, because: 'busy', afterMs: 60_000 };
    const renewing = setInterval(() => void store.renew(lease, leaseMs), leaseMs / 4);
    try {
      const [row] = await db.query<{ id: number }>(sql`
        INSERT INTO test_runs (mailbox_id, trigger, holder)
        VALUES (${request.mailboxId}, ${request.trigger}, ${request.holder}) RETURNING id`);
      const result = await during(request);
      await db.query(sql`UPDATE test_runs SET ended_at = clock_timestamp() WHERE id = ${row?.id}`);
      return { ran: true, passId: randomUUID() as PassId, result, counts: noCounts };
    } finally {
      clearInterval(renewing);
      await store.release(lease);
    }
  };
};

export const done = async (): Promise<PassOutcome> => ({ outcome: 'done' });

export const jobsOn = (
  db: Db,
  runPass: RunPass,
  change: Partial<Omit<JobsDeps, 'settings'>> & { settings?: Partial<JobsDeps['settings']> } = {},
): Jobs =>
  createJobs({
    db,
    runPass,
    crm: createEmbeddedCrm(db, { country: 'NL' }),
    mailboxes: createMailboxes(db),
    subscriptions: null,
    clock,
    log: silentLog,
    ...change,
    settings: { ...readSettings({}), leaseMs: 5_000, notificationDelayMs: 50, ...change.settings },
  });

/** Fails when it does not come true in time. */
export const until = async (
  what: string,
  check: () => Promise<boolean>,
  withinMs = 10_000,
): Promise<void> => {
  for (const end = performance.now() + withinMs; performance.now() < end; await sleep(20)) {
    if (await check()) return;
  }
  throw new Error(`not within ${withinMs} ms: ${what}`);
};
