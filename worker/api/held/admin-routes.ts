/** `/api/admin/held`: that something waits in some mailbox, since when and why; never whose data and never what it says. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { heldOutlinePage, heldQuery } from '../../../shared/api/held.ts';
import { guarded, invalid, json, refusals } from '../http/describe.ts';
import { requireAdmin } from '../http/who.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';

const describe = (deps: ApiDeps) =>
  createRoute({
    method: 'get',
    path: '/api/admin/held',
    tags: ['admin'],
    security: guarded,
    summary: 'Held changes of all mailboxes, without persons and values',
    middleware: [requireAdmin(deps)] as const,
    request: { query: heldQuery.omit({ person: true }) },
    responses: { 200: json(heldOutlinePage, 'Newest first.'), ...refusals, ...invalid },
  });

export const adminHeldRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  app.openapi(describe(deps), async (c) => {
    const { limit, before, reason, source, state } = c.req.valid('query');
    const filter = {
      state,
      ...(reason === undefined ? {} : { reason }),
      ...(source === undefined ? {} : { source }),
    };
    const { items, next } = await deps.held.outline(filter, { limit, before: before ?? null });
    return c.json({ items: items.map((item) => ({ ...item, fields: [...item.fields] })), next }, 200);
  });
};
