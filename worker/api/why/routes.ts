/** `/api/persons/{id}/why`: why this person is (not) in one's own Outlook. Answers also for one that is gone from the CRM. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { idParams } from '../../../shared/api/common.ts';
import { why } from '../../../shared/api/why.ts';
import { asId, type PersonId } from '../../../shared/ids.ts';
import { guarded, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { requireEmployee } from '../http/who.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { gatherWhy } from './gather.ts';
import { presentWhy } from './present.ts';

const whyRoute = createRoute({
  method: 'get',
  path: '/api/persons/{id}/why',
  tags: ['persons'],
  security: guarded,
  summary: 'Why this person is, or is not, in my Outlook: rule by rule',
  request: { params: idParams },
  responses: { 200: json(why, 'In the order of the rules.'), ...refusals, ...notFound },
});

export const whyRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  app.openapi(whyRoute, async (c) => {
    const { mailbox } = await requireEmployee(deps, c);
    const personId = asId<PersonId>(c.req.valid('param').id);
    const gathered = await gatherWhy(deps, mailbox, personId);
    const { person, link, removal } = gathered.facts;
    // Of somebody who never was in this mailbox, and is in no CRM, there is nothing to say.
    if (person === null && link === null && removal === null) throw new ApiError('notFound');
    const shown = await presentWhy(deps.crm, gathered, {
      mailboxId: mailbox.id,
      personId,
      language: languageOf(c),
      timeZone: deps.timeZone,
      who: null,
    });
    return c.json(shown, 200);
  });
};
