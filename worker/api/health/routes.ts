/** `/healthz`: the process lives. `/readyz`: it can do its work. Neither says more than that to the world. */
import type { Hono } from 'hono';
import type { ApiDeps, ApiEnv } from '../ports.ts';

export const healthRoutes = (app: Hono<ApiEnv>, deps: Pick<ApiDeps, 'ready'>): void => {
  app.get('/healthz', (c) => {
    c.header('Cache-Control', 'no-store');
    return c.json({ ok: true });
  });

  app.get('/readyz', async (c) => {
    c.header('Cache-Control', 'no-store');
    const { database, migrated, jobs, phase } = await deps.ready();
    const ok = database && migrated && jobs !== false && phase === undefined;
    const shown = phase === undefined ? {} : { phase };
    return c.json({ ok, database, migrated, jobs: jobs ?? 'none', ...shown }, ok ? 200 : 503);
  });
};
