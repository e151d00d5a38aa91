/** Figures of what was forgotten after its term (worker/jobs/forget.ts): how many rows, of which kind. */
import { Counter } from 'prom-client';
import type { Figures } from './work-figures.ts';

export const forgettingFigures = (registry: Figures) => {
  const rows = new Counter({
    name: 'relatiebrug_forgotten_total',
    help: 'Rows that were forgotten after their term: history, held changes, undos, passes, the log of the CRM.',
    labelNames: ['kind'],
    registers: [registry],
  });
  return { forgot: (kind: string, count: number): void => rows.inc({ kind }, count) };
};
