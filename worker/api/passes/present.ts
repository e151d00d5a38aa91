/** A pass as the API shows it. */
import type { PassView } from '../../../shared/api/passes.ts';
import type { PassRecord } from '../ports.ts';

const resultOf = ({ outcome, interrupted, endedAt }: PassRecord): PassView['result'] => {
  if (outcome !== null) return outcome.outcome;
  return interrupted || endedAt !== null ? 'interrupted' : 'running';
};

const codeOf = ({ outcome }: PassRecord): string | null => {
  if (outcome === null) return null;
  if (outcome.outcome === 'braked') return `brake.${outcome.brake.kind}`;
  return 'code' in outcome ? outcome.code : null;
};

export const presentPass = (record: PassRecord): PassView => ({
  id: record.id,
  trigger: record.trigger,
  startedAt: record.startedAt,
  endedAt: record.endedAt,
  result: resultOf(record),
  code: codeOf(record),
  counts: record.counts,
  progress: record.progress,
});
