/**
 * Reckoning with instants given as text (ISO, UTC, with milliseconds, as `toISOString` writes them), so that they
 * compare as text too. Reads no clock: every instant comes in.
 */
const hourMs = 3_600_000;

/** One pass asks the same few many thousand times. */
const lastAsked = new Map<number, { readonly at: string; readonly before: string }>();

/** The instant `hours` earlier. */
export const hoursBefore = (at: string, hours: number): string => {
  const last = lastAsked.get(hours);
  if (last?.at === at) return last.before;
  const before = new Date(Date.parse(at) - hours * hourMs).toISOString();
  lastAsked.set(hours, { at, before });
  return before;
};

/** The instant `days` times 24 hours earlier. */
export const daysBefore = (at: string, days: number): string => hoursBefore(at, days * 24);
