/**
 * Figures of what this process does: passes, freshness, requests to the remote, jobs, HTTP. Each group fulfils the port of
 * those who tell it (worker/pass/ports/meter.ts, worker/graph/metrics.ts, worker/jobs, worker/api), and takes only what is
 * one of a few: no name, address or id becomes a label. A pass' id goes along as exemplar, which makes no series.
 */
import { Counter, Gauge, Histogram, Summary, type OpenMetricsContentType, type Registry } from 'prom-client';
import type { EditArrived, PassCounts, PassEnded, PassMeter } from '../pass/ports.ts';

export type Figures = Registry<OpenMetricsContentType>;

const passSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];
/** From "at once" to a night. */
const freshSeconds = [0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 14_400, 86_400];
const httpSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** The window of p50 and p95 without a Prometheus. */
const recentSeconds = 3600;

/** Of exemplars only: no label of a series. */
type Exemplar = 'pass_id';

export const passFigures = (registry: Figures): PassMeter => {
  const registers = [registry];
  const passes = new Counter<'trigger' | 'outcome' | Exemplar>({
    name: 'relatiebrug_passes_total',
    help: 'Passes by what asked for them and how they ended; exemplar: the latest pass.',
    labelNames: ['trigger', 'outcome'],
    enableExemplars: true,
    registers,
  });
  const seconds = new Histogram<'outcome' | Exemplar>({
    name: 'relatiebrug_pass_seconds',
    help: 'How long passes took.',
    labelNames: ['outcome'],
    buckets: passSeconds,
    enableExemplars: true,
    registers,
  });
  const changes = new Counter({
    name: 'relatiebrug_pass_changes_total',
    help: 'What passes did: cards created and written, persons written, conflicts, held changes opened, …',
    labelNames: ['kind'],
    registers,
  });
  const freshness = new Histogram<'to' | 'trigger' | Exemplar>({
    name: 'relatiebrug_freshness_seconds',
    help: 'From an edit on one side to its being confirmed on the other.',
    labelNames: ['to', 'trigger'],
    buckets: freshSeconds,
    enableExemplars: true,
    registers,
  });
  const recent = new Summary({
    name: 'relatiebrug_freshness_recent_seconds',
    help: 'The same over the last hour, as quantiles.',
    labelNames: ['to'],
    percentiles: [0.5, 0.95],
    maxAgeSeconds: recentSeconds,
    ageBuckets: 4,
    pruneAgedBuckets: true,
    registers,
  });

  const ended = ({ passId, trigger, outcome, counts, tookMs }: PassEnded): void => {
    const exemplarLabels = { pass_id: passId };
    passes.inc({ labels: { trigger, outcome }, value: 1, exemplarLabels });
    seconds.observe({ labels: { outcome }, value: tookMs / 1000, exemplarLabels });
    for (const [kind, count] of Object.entries(counts) as [keyof PassCounts, number][])
      if (kind !== 'requests' && count > 0) changes.inc({ kind }, count);
  };
  const arrived = ({ passId, trigger, to, afterMs }: EditArrived): void => {
    const side = to === 'crm' ? 'crm' : 'outlook';
    const value = afterMs / 1000;
    freshness.observe({ labels: { to: side, trigger }, value, exemplarLabels: { pass_id: passId } });
    // Edits that waited for their user's return are no measure of the way.
    if (trigger !== 'activation' && trigger !== 'resume') recent.observe({ to: side }, value);
  };
  return { ended, arrived };
};

export const graphFigures = (registry: Figures) => {
  const registers = [registry];
  const requests = new Counter({
    name: 'relatiebrug_graph_requests_total',
    help: 'Requests to Microsoft Graph, parts of a batch singly; "none": no answer came.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const throttled = new Counter({
    name: 'relatiebrug_graph_throttled_total',
    help: 'Answers that said "too many".',
    registers,
  });
  const retries = new Counter({
    name: 'relatiebrug_graph_retries_total',
    help: 'Requests that went out again.',
    labelNames: ['kind'],
    registers,
  });
  const batches = new Counter({
    name: 'relatiebrug_graph_batches_total',
    help: 'Envelopes of several requests.',
    registers,
  });
  const parts = new Counter({
    name: 'relatiebrug_graph_batched_requests_total',
    help: 'Requests that went in envelopes.',
    registers,
  });
  return {
    answered: (kind: string, status: string): void => requests.inc({ kind, status }),
    throttled: (): void => throttled.inc(),
    retried: (kind: string): void => retries.inc({ kind }),
    batched: (count: number): void => {
      batches.inc();
      parts.inc(count);
    },
  };
};

/** From "at once" to a queue that nobody keeps up with. */
const waitSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

export interface Places {
  readonly short: number;
  readonly long: number;
}

/** What this process takes from the queue; how deep that is tells office-figures.ts. */
export const jobFigures = (registry: Figures) => {
  const registers = [registry];
  const runs = new Counter({
    name: 'relatiebrug_job_runs_total',
    help: 'Runs of the jobs that come back by themselves.',
    labelNames: ['job', 'result'],
    registers,
  });
  const waited = new Histogram({
    name: 'relatiebrug_queue_wait_seconds',
    help: 'From the time at which a pass was due to when this process began with it.',
    labelNames: ['size'],
    buckets: waitSeconds,
    registers,
  });
  let takenNow: (() => Places) | null = null;
  new Gauge({
    name: 'relatiebrug_places_taken',
    help: 'Passes that run in this process, by the size of their work.',
    labelNames: ['size'],
    registers,
    collect() {
      const { short, long } = takenNow?.() ?? { short: 0, long: 0 };
      this.set({ size: 'short' }, short);
      this.set({ size: 'long' }, long);
    },
  });
  return {
    ran: (job: string, result: 'done' | 'failed'): void => runs.inc({ job, result }),
    took: ({ size, waitedMs }: { readonly size: keyof Places; readonly waitedMs: number }): void =>
      waited.observe({ size }, waitedMs / 1000),
    watchPlaces: (taken: () => Places): void => {
      takenNow = taken;
    },
  };
};

export interface HttpAnswered {
  /** Those that HTTP knows; others count as one. */
  readonly method: string;
  /** The pattern, never the address that was asked. */
  readonly route: string;
  readonly status: number;
  readonly tookMs: number;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export const httpFigures = (registry: Figures) => {
  const seconds = new Histogram({
    name: 'relatiebrug_http_request_seconds',
    help: 'Answers of this process by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: httpSeconds,
    registers: [registry],
  });
  return {
    answered: ({ method, route, status, tookMs }: HttpAnswered): void => {
      const known = methods.has(method) ? method : 'other';
      seconds.observe({ method: known, route, status: String(status) }, tookMs / 1000);
    },
  };
};
