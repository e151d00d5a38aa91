/**
 * `/metrics` on the ordinary address: for whoever brings the token of METRICS_TOKEN, and not there at all without that setting.
 * Not part of the API: a scraper has no sign-in, and what it reads names nobody.
 */
import type { Hono } from 'hono';
import { ApiError } from '../http/errors.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';

export const metricsRoutes = (app: Hono<ApiEnv>, { metrics }: Pick<ApiDeps, 'metrics'>): void => {
  if (metrics === undefined) return;
  app.get('/metrics', async (c) => {
    if (!metrics.allows(c.req.header('authorization'))) throw new ApiError('unauthenticated');
    const { contentType, body } = await metrics.render();
    c.header('Cache-Control', 'no-store');
    return c.body(body, 200, { 'Content-Type': contentType });
  });
};
