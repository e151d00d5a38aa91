/** Passes of one's own mailbox: what ran, why, with what result. */
import { z } from 'zod';
import { id, instant, pageOf } from './common.ts';

const count = z.int().nonnegative();

export const passCounts = z
  .object({
    created: count,
    toRemote: count,
    toCrm: count,
    conflicts: count,
    held: count,
    paused: count,
    resumed: count,
    removed: count,
    repaired: count,
    /** Absent in passes of earlier versions. */
    linked: count.default(0),
    undone: count.default(0),
    discarded: count.default(0),
    requests: count,
  })
  .meta({ id: 'PassCounts' });

export const passTriggers = [
  'activation',
  'crmChange',
  'notification',
  'daily',
  'syncNow',
  'resume',
  'retry',
  'decision',
] as const;

/** `interrupted`: the pass was cut off (crash); what it had done stays done and the next one goes on. */
export const passResults = [
  'running',
  'done',
  'later',
  'braked',
  'parked',
  'stopped',
  'failed',
  'interrupted',
] as const;

export const progress = z
  .object({ phase: z.enum(['observe', 'compare', 'apply']), done: count, total: count.nullable() })
  .meta({ id: 'Progress' });

export const pass = z
  .object({
    id,
    trigger: z.enum(passTriggers),
    startedAt: instant,
    endedAt: instant.nullable(),
    result: z.enum(passResults),
    /** Stable code that goes with `later`, `braked`, `parked` and `failed`. */
    code: z.string().nullable(),
    counts: passCounts.nullable(),
    progress: progress.nullable(),
  })
  .meta({ id: 'Pass' });
export type PassView = z.infer<typeof pass>;

export const passPage = pageOf(pass).meta({ id: 'PassPage' });
