/**
 * The few addresses that are there besides the API: on the port of METRICS_PORT for as long as a process lives, and on the
 * ordinary one until its API is up. Health for all, figures for whoever may read them, and nothing else.
 */
import { Hono } from 'hono';
import { healthRoutes } from './health/routes.ts';
import { ApiError, errorResponse, onError } from './http/errors.ts';
import { securityHeaders } from './http/headers.ts';
import { observe } from './http/observe.ts';
import { metricsRoutes } from './metrics/routes.ts';
import type { ApiDeps, ApiEnv } from './ports.ts';

/** When somebody who came before the API was up may come again. */
const RETRY_SECONDS = 5;

export type SideDoorDeps = Pick<
  ApiDeps,
  'ready' | 'metrics' | 'meter' | 'monotonicMs' | 'isHttps' | 'log'
> & {
  /** What every other address answers. */
  readonly otherwise: 'notFound' | 'unavailable';
};

export const createSideDoor = (deps: SideDoorDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  app.onError(onError(deps.log));
  app.notFound((c) =>
    errorResponse(
      c,
      new ApiError(
        deps.otherwise,
        deps.otherwise === 'unavailable' ? { retryAfterSeconds: RETRY_SECONDS } : {},
      ),
    ),
  );
  app.use(observe(deps));
  app.use(securityHeaders(deps.isHttps));
  healthRoutes(app, deps);
  metricsRoutes(app, deps);
  return app;
};
