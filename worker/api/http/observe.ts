/**
 * Around every request: an id that its log lines carry and its answer gives back, and what it came to for whoever counts.
 * The id is ours: one that a caller makes up would let it write into the log. Routes are told by their pattern, so that no
 * address becomes a figure.
 */
import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { withLogIds } from '../../log.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';

export const REQUEST_ID = 'X-Request-Id';

export const observe =
  ({ meter, monotonicMs }: Pick<ApiDeps, 'meter' | 'monotonicMs'>): MiddlewareHandler<ApiEnv> =>
  (c, next) => {
    const requestId = randomUUID();
    const startedMs = monotonicMs();
    return withLogIds({ requestId }, async () => {
      await next();
      c.res.headers.set(REQUEST_ID, requestId);
      meter?.answered({
        method: c.req.method,
        // Of the handler that was reached last.
        route: routePath(c),
        status: c.res.status,
        tookMs: monotonicMs() - startedMs,
      });
    });
  };
