/**
 * Limits in this process, counted in windows of a minute: per account behind the door, so that a script that runs wild does
 * not hold up others, and per network address before it, so that nobody without a token keeps the worker busy. However many
 * keys come along, the table stays small.
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../ports.ts';
import { ApiError } from './errors.ts';

const WINDOW_MS = 60_000;
/** More keys than this are not counted apart: the one that began longest ago is forgotten. */
const MAX_KEYS = 10_000;

/** Seconds to wait, or null: go on. */
export type Counter = (key: string) => number | null;

export const createCounter = (perMinute: number, monotonicMs: () => number, maxKeys = MAX_KEYS): Counter => {
  // In the order in which their windows began, so that what is over stands in front.
  const windows = new Map<string, { readonly startedMs: number; count: number }>();
  const forgetOld = (now: number): void => {
    for (const [key, { startedMs }] of windows) {
      if (now - startedMs < WINDOW_MS && windows.size <= maxKeys) return;
      windows.delete(key);
    }
  };
  return (key) => {
    const now = monotonicMs();
    forgetOld(now);
    let window = windows.get(key);
    if (window === undefined) {
      window = { startedMs: now, count: 0 };
      windows.set(key, window);
    }
    window.count += 1;
    return window.count <= perMinute
      ? null
      : Math.max(1, Math.ceil((window.startedMs + WINDOW_MS - now) / 1000));
  };
};

const limitBy =
  (counter: Counter, keyOf: (c: Context<ApiEnv>) => string): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const retryAfterSeconds = counter(keyOf(c));
    if (retryAfterSeconds !== null) throw new ApiError('tooMany', { retryAfterSeconds });
    await next();
  };

/** Per account: behind the door only. */
export const rateLimit = (perMinute: number, monotonicMs: () => number): MiddlewareHandler<ApiEnv> =>
  limitBy(createCounter(perMinute, monotonicMs), (c) => {
    const { oid, tid } = c.get('account');
    return `${oid}.${tid}`;
  });

/** Per network address, as `addressOf` tells it: an office behind one address shares its limit. */
export const addressLimit = (
  perMinute: number,
  {
    monotonicMs,
    addressOf,
  }: { readonly monotonicMs: () => number; readonly addressOf: (c: Context<ApiEnv>) => string },
): MiddlewareHandler<ApiEnv> => limitBy(createCounter(perMinute, monotonicMs), addressOf);
