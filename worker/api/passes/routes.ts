/** `/api/passes`: what ran for one's own mailbox, why, with what result. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { asId, type PassId } from '../../../shared/ids.ts';
import { idParams, pageQuery } from '../../../shared/api/common.ts';
import { pass, passPage } from '../../../shared/api/passes.ts';
import { guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError } from '../http/errors.ts';
import { requireOwnMailbox } from '../http/who.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { presentPass } from './present.ts';

const tags = ['passes'];

const listRoute = createRoute({
  method: 'get',
  path: '/api/passes',
  tags,
  security: guarded,
  summary: 'Passes of my mailbox, newest first',
  request: { query: pageQuery },
  responses: { 200: json(passPage, 'Newest first.'), ...refusals, ...notFound, ...invalid },
});

const readRoute = createRoute({
  method: 'get',
  path: '/api/passes/{id}',
  tags,
  security: guarded,
  summary: 'One pass of my mailbox',
  request: { params: idParams },
  responses: { 200: json(pass, 'With progress while it runs.'), ...refusals, ...notFound },
});

export const passRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  app.openapi(listRoute, async (c) => {
    const mailbox = await requireOwnMailbox(deps, c);
    const { limit, before } = c.req.valid('query');
    const { items, next } = await deps.mailboxes.passes(mailbox.id, { limit, before: before ?? null });
    return c.json({ items: items.map(presentPass), next }, 200);
  });

  app.openapi(readRoute, async (c) => {
    const mailbox = await requireOwnMailbox(deps, c);
    const found = await deps.mailboxes.pass(mailbox.id, asId<PassId>(c.req.valid('param').id));
    if (found === null) throw new ApiError('notFound');
    return c.json(presentPass(found), 200);
  });
};
