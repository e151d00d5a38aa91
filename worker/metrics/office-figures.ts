/**
 * Figures of the office as the store knows it: how mailboxes stand, what waits for a decision, whether the queue is kept up
 * with. Read when somebody asks, once for all who ask at the same time; a store that is away is told as such and never
 * holds an answer up. Numbers only: no name and no id leaves here.
 */
import { Gauge } from 'prom-client';
import sql from 'sql-template-tag';
import type { Queryable } from '../store/db.ts';
import { newestOfMailbox, ofMailbox } from '../store/paging.ts';
import { holdReasons } from '../sync/plan.ts';
import type { Figures } from './work-figures.ts';

/** Asked for again within this time, the same figures are told: a scraper that runs wild does not reach the store. */
const keptMs = 2_000;
const answerWithinMs = 3_000;

/** Why a mailbox stands as it stands; what is none of these counts as `other`. */
const reasons = new Set([
  'byUser',
  'byAdmin',
  'notStarted',
  'deactivated',
  'signInAgain',
  'consentMissing',
  'mailboxGone',
  'manyChanges',
  'emptyCrm',
  'emptyRemote',
]);

interface Counted {
  readonly a: string;
  readonly b: string | null;
  readonly n: number;
}

interface Row {
  mailboxes: Counted[];
  held: Counted[];
  subscriptions: Counted[];
  running: number;
  waiting: (Counted & { readonly oldest: number })[];
  oldest_pass: number;
  failing: number;
  workers: number;
}

const interrupted = 'pass.interrupted';

/** R12's reason is kept as JSON; of it only the kind is told. Seconds are the database's own. */
const officeQuery = sql`
  SELECT
    coalesce((SELECT json_agg(m) FROM (
      SELECT state AS a, CASE WHEN state = 'braked' THEN substring(state_because FROM '"kind":"([A-Za-z]+)"')
        ELSE state_because END AS b, count(*)::int AS n
      FROM sync.mailboxes GROUP BY 1, 2) m), '[]') AS mailboxes,
    coalesce((SELECT json_agg(h) FROM (
      SELECT reason AS a, NULL AS b, count(*)::int AS n
      FROM sync.held_changes WHERE state = 'open' GROUP BY 1) h), '[]') AS held,
    coalesce((SELECT json_agg(s) FROM (
      SELECT CASE WHEN subscription_id IS NULL THEN 'missing'
        WHEN subscription_expires_at < clock_timestamp() THEN 'ended' ELSE 'live' END AS a, NULL AS b, count(*)::int AS n
      FROM sync.mailboxes WHERE state = 'active' GROUP BY 1) s), '[]') AS subscriptions,
    (SELECT count(*) FROM sync.passes p JOIN sync.leases l
      ON l.mailbox_id = p.mailbox_id AND l.token = p.lease_token AND l.expires_at > clock_timestamp()
      WHERE p.ended_at IS NULL)::int AS running,
    coalesce((SELECT json_agg(w) FROM (
      SELECT CASE rank WHEN 3 THEN 'long' ELSE 'short' END AS a, NULL AS b, count(*)::int AS n,
        max(extract(epoch FROM clock_timestamp() - run_at))::float8 AS oldest
      FROM jobs.requests
      WHERE requested > served AND requested > greatest(taken, served) AND run_at < clock_timestamp() GROUP BY 1) w), '[]')
      AS waiting,
    (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - coalesce(last_pass_at, activated_at))), 0)
      FROM sync.mailboxes WHERE state = 'active')::float8 AS oldest_pass,
    (SELECT count(*) FROM sync.mailboxes m CROSS JOIN LATERAL (
        SELECT p.outcome FROM sync.passes p
        WHERE ${ofMailbox(sql`m.id`, sql`p.mailbox_id`)} AND p.ended_at IS NOT NULL
        ORDER BY ${newestOfMailbox(sql`p.mailbox_id`, sql`p.seq`)} LIMIT 1) AS last
      WHERE last.outcome ->> 'outcome' = 'failed' AND last.outcome ->> 'code' <> ${interrupted})::int AS failing,
    (SELECT count(*) FROM jobs.runners
      WHERE seen_at > clock_timestamp() - interval '30 seconds')::int AS workers`;

const gauges = (registry: Figures) => {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> =>
    new Gauge({ name: `relatiebrug_${name}`, help, labelNames, registers });
  return {
    up: gauge('store_up', 'Whether the database answers this process.'),
    mailboxes: gauge('mailboxes', 'Mailboxes by how they stand and why.', 'state', 'because'),
    held: gauge('held_open', 'Changes that wait for a decision.', 'reason'),
    subscriptions: gauge('subscriptions', 'Active mailboxes by their change notifications.', 'state'),
    running: gauge('passes_running', 'Passes that run now, in all processes.'),
    waiting: gauge(
      'queue_waiting',
      'Mailboxes whose pass is due and has not begun, by the size of the work.',
      'size',
    ),
    oldestAsk: gauge('queue_oldest_ask_seconds', 'How long the longest of them has waited.', 'size'),
    oldestPass: gauge(
      'active_mailbox_oldest_pass_seconds',
      'Of the active mailboxes: how long ago the one that was synced longest ago was.',
    ),
    failing: gauge('mailboxes_failing', 'Mailboxes whose last pass failed.'),
    workers: gauge('workers', 'Processes that run jobs.'),
  };
};

type Gauges = ReturnType<typeof gauges>;

const show = (all: Gauges, row: Row): void => {
  all.up.set(1);
  // So that an alarm has a nought to stand on.
  for (const state of ['active', 'paused', 'signInAgain', 'braked'] as const)
    if (!row.mailboxes.some(({ a }) => a === state)) all.mailboxes.set({ state, because: '' }, 0);
  for (const { a: state, b, n } of row.mailboxes) {
    const because = b === null || reasons.has(b) ? (b ?? '') : 'other';
    all.mailboxes.inc({ state, because }, n);
  }
  for (const reason of holdReasons) all.held.set({ reason }, 0);
  for (const { a: reason, n } of row.held) all.held.set({ reason }, n);
  for (const state of ['live', 'ended', 'missing']) all.subscriptions.set({ state }, 0);
  for (const { a: state, n } of row.subscriptions) all.subscriptions.set({ state }, n);
  all.running.set(row.running);
  for (const size of ['short', 'long']) {
    const of = row.waiting.find(({ a }) => a === size);
    all.waiting.set({ size }, of?.n ?? 0);
    all.oldestAsk.set({ size }, of?.oldest ?? 0);
  }
  all.oldestPass.set(row.oldest_pass);
  all.failing.set(row.failing);
  all.workers.set(row.workers);
};

const within = async <T>(ms: number, work: Promise<T>): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Brings the gauges up to date; never throws. Of a store that is away nothing old is told. */
export const officeFigures = (registry: Figures, db: Queryable): (() => Promise<void>) => {
  const all = gauges(registry);
  let reading: Promise<void> | null = null;
  let readAtMs = -Infinity;
  const read = async (): Promise<void> => {
    const rows = await within(
      answerWithinMs,
      db.query<Row>(officeQuery).catch(() => null),
    );
    const { up, ...told } = all;
    up.set(0);
    Object.values(told).forEach((gauge) => gauge.reset());
    const row = rows?.[0];
    if (row !== undefined) show(all, row);
    // Without a label a gauge would say nought, which is a figure too.
    else Object.values(told).forEach((gauge) => gauge.remove({}));
    readAtMs = performance.now();
  };
  return async () => {
    if (reading === null && performance.now() - readAtMs < keptMs) return;
    reading ??= read().finally(() => {
      reading = null;
    });
    await reading;
  };
};
