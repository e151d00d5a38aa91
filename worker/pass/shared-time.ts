/**
 * Time that the processes of an office share. An instant that one process writes down for the others (R14: not before) is
 * made from and held against this one clock, for the clocks of two machines may differ: by one that is ahead a mailbox
 * would be asked before Microsoft's time, or wait until the others get there.
 */
import type { PassDeps } from './context.ts';

type Given = Pick<PassDeps<unknown>, 'clock' | 'sharedNow'>;

/** Milliseconds since 1970; the process's own clock where there is no other, or nobody can be asked now. */
export const sharedNowMs = async ({ clock, sharedNow }: Given): Promise<number> => {
  const shared = await sharedNow?.().catch(() => null);
  return (shared ?? clock.now()).getTime();
};
