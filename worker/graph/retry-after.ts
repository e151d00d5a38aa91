/**
 * `Retry-After` in milliseconds, in full: minutes and hours are not cut short, for early repeats count against the
 * mailbox (https://learn.microsoft.com/graph/throttling). No waiting here.
 */

/**
 * Seconds or an HTTP date; a past date is 0, text that is neither is null. The date is held against `nowMs`: the
 * answer's own `Date` where there is one, so that two clocks that differ do no harm.
 */
export const retryAfterMs = (header: string | null | undefined, nowMs: number): number | null => {
  const text = header?.trim() ?? '';
  if (text === '') return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
};
