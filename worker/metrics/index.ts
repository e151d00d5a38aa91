/**
 * The figures of one process, as OpenMetrics (https://prometheus.io/docs/specs/om/open_metrics_spec/). Whoever works tells
 * them through a port of its own; main.ts puts the two together, and decides who may read them.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Gauge, Registry, type OpenMetricsContentType } from 'prom-client';
import type { Queryable } from '../store/db.ts';
import { forgettingFigures } from './forgetting-figures.ts';
import { officeFigures } from './office-figures.ts';
import { graphFigures, httpFigures, jobFigures, passFigures } from './work-figures.ts';

export type { HttpAnswered } from './work-figures.ts';

export interface Rendered {
  readonly contentType: string;
  readonly body: string;
}

export const createMetrics = (version: string) => {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  new Gauge({
    name: 'relatiebrug_build_info',
    help: 'Which version runs, on which Node.js.',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version, node: process.version }, 1);
  let bringUpToDate: (() => Promise<void>) | null = null;
  let watchesProcess = false;
  return {
    pass: passFigures(registry),
    graph: graphFigures(registry),
    jobs: jobFigures(registry),
    http: httpFigures(registry),
    forgetting: forgettingFigures(registry),
    /** Memory, processor, event loop. Once. */
    watchProcess: (): void => {
      if (!watchesProcess) collectDefaultMetrics({ register: registry });
      watchesProcess = true;
    },
    /** From now on the office's figures are told too. Once. */
    watchOffice: (db: Queryable): void => {
      bringUpToDate ??= officeFigures(registry, db);
    },
    /** Answers within a few seconds, also while the store is away. */
    render: async (): Promise<Rendered> => {
      await bringUpToDate?.();
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
};
export type Metrics = ReturnType<typeof createMetrics>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether `Authorization` carries the token; takes as long whatever is wrong with it. */
export const carriesToken = (authorization: string | null | undefined, token: string): boolean => {
  const [, given = ''] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
};
