/** `/api/history` and `/api/held`: what passes of one's own mailbox changed, and what waits for a decision. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { pageQuery } from '../../../shared/api/common.ts';
import { heldList, historyPage } from '../../../shared/api/history.ts';
import { guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { requireMailbox } from '../http/who.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { presentHeld, presentHistory } from './present.ts';

const historyRoute = createRoute({
  method: 'get',
  path: '/api/history',
  tags: ['history'],
  security: guarded,
  summary: 'What passes of my mailbox changed, newest first',
  request: { query: pageQuery },
  responses: { 200: json(historyPage, 'Newest first.'), ...refusals, ...notFound, ...invalid },
});

const heldRoute = createRoute({
  method: 'get',
  path: '/api/held',
  tags: ['history'],
  security: guarded,
  summary: 'Changes of my mailbox that wait for a decision, oldest first',
  responses: { 200: json(heldList, 'Open ones only.'), ...refusals, ...notFound },
});

export const historyRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  app.openapi(historyRoute, async (c) => {
    const mailbox = await requireMailbox(deps, c);
    const { limit, before } = c.req.valid('query');
    const page = await deps.mailboxes.history(mailbox.id, null, { limit, before: before ?? null });
    return c.json(await presentHistory(deps.crm, page), 200);
  });

  app.openapi(heldRoute, async (c) => {
    const mailbox = await requireMailbox(deps, c);
    return c.json(await presentHeld(deps.crm, await deps.mailboxes.held(mailbox.id)), 200);
  });
};
