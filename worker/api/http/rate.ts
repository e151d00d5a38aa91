/**
 * A limit per account in this process: no pane needs more, and a script that runs wild should not hold up others.
 * Counts in windows of a minute; not meant against attackers (who have no token).
 */
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../ports.ts';
import { ApiError } from './errors.ts';

const WINDOW_MS = 60_000;
/** A sweep keeps the table as small as the number of accounts seen in the last window. */
const SWEEP_AT = 1000;

export const rateLimit = (perMinute: number, monotonicMs: () => number): MiddlewareHandler<ApiEnv> => {
  const windows = new Map<string, { startedMs: number; count: number }>();
  return async (c, next) => {
    const now = monotonicMs();
    if (windows.size > SWEEP_AT) {
      for (const [key, window] of windows) if (now - window.startedMs >= WINDOW_MS) windows.delete(key);
    }
    const { oid, tid } = c.get('account');
    const key = `${oid}.${tid}`;
    const known = windows.get(key);
    const window =
      known === undefined || now - known.startedMs >= WINDOW_MS ? { startedMs: now, count: 0 } : known;
    window.count += 1;
    windows.set(key, window);
    if (window.count > perMinute) {
      const retryAfterSeconds = Math.max(1, Math.ceil((window.startedMs + WINDOW_MS - now) / 1000));
      throw new ApiError('tooMany', { retryAfterSeconds });
    }
    await next();
  };
};
