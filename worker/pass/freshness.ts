/**
 * How long an edit was on its way: from when it was made on one side to when the other side confirmed it. Only edits that
 * went by themselves count; what a person decided, what is mended and what was there before the first pass did not wait for
 * the way. Decides nothing.
 */
import type { Decision, FieldChange } from '../sync/plan.ts';
import type { Clock, EditArrived, PassMeter, PassRequest } from './ports.ts';
import type { PassId } from '../../shared/ids.ts';

/** Told of an edit made then (ISO instant; null: not known). */
export type Arrived = (to: EditArrived['to'], editedAt: string | null) => void;

const byItself: ReadonlySet<Decision> = new Set([
  'R5.onlyCrm',
  'R5.onlyRemote',
  'R5.conflict.crm',
  'R5.conflict.outlook',
  'R5.conflict.newest',
]);

/** Whether an edit of the other side was among what was written. */
export const carriesEdit = (changes: readonly FieldChange[]): boolean =>
  changes.some(({ decision }) => byItself.has(decision));

export const tellArrived =
  (
    meter: PassMeter | undefined,
    clock: Clock,
    passId: PassId,
    { trigger }: Pick<PassRequest, 'trigger'>,
  ): Arrived =>
  (to, editedAt) => {
    const editedMs = Date.parse(editedAt ?? '');
    if (meter === undefined || Number.isNaN(editedMs)) return;
    // Two clocks are compared, and Outlook's tells whole seconds.
    const afterMs = Math.max(0, clock.now().getTime() - editedMs);
    meter.arrived({ passId, trigger, to, afterMs });
  };
