/**
 * `/api/held`: what waits for a decision in one's own mailbox, deciding it, and what is remembered for pairs. The mailbox
 * comes from the sign-in; what is another's does not exist here. A decision asks for a pass, which carries it out.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { idParams } from '../../../shared/api/common.ts';
import {
  decisionBody,
  decisionsBody,
  decisionsResult,
  heldChange,
  heldPage,
  heldPairList,
  heldQuery,
  type DecisionsResult,
} from '../../../shared/api/held.ts';
import { asId, type HeldId, type PersonId, type RulingId } from '../../../shared/ids.ts';
import type { Language } from '../../../shared/texts/language.ts';
import { body, conflict, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { requireMailbox } from '../http/who.ts';
import type { ApiDeps, ApiEnv, MailboxSeen } from '../ports.ts';
import type { Refusal } from './choices.ts';
import { decide, decideMany, type DecideAnswer } from './decide.ts';
import { presentHeld, presentOne, presentPairs } from './present.ts';

const tags = ['held'];
const answers = { ...refusals, ...notFound };

const listRoute = createRoute({
  method: 'get',
  path: '/api/held',
  tags,
  security: guarded,
  summary: 'Changes of my mailbox that wait for a decision; closed ones when asked',
  request: { query: heldQuery },
  responses: { 200: json(heldPage, 'Newest first.'), ...answers, ...invalid },
});

const pairsRoute = createRoute({
  method: 'get',
  path: '/api/held/pairs',
  tags,
  security: guarded,
  summary: 'What is remembered for pairs',
  responses: { 200: json(heldPairList, 'Newest first.'), ...answers },
});

const forgetRoute = createRoute({
  method: 'delete',
  path: '/api/held/pairs/{id}',
  tags,
  security: guarded,
  summary: 'Remember this pair no longer; what was decided stays',
  request: { params: idParams },
  responses: { 200: json(heldPairList, 'What is still remembered.'), ...answers },
});

const readRoute = createRoute({
  method: 'get',
  path: '/api/held/{id}',
  tags,
  security: guarded,
  summary: 'One held change, with what became of it',
  request: { params: idParams },
  responses: { 200: json(heldChange, 'As it stands now.'), ...answers },
});

const decideRoute = createRoute({
  method: 'post',
  path: '/api/held/{id}/decision',
  tags,
  security: guarded,
  summary: 'Decide; safe to repeat. The next pass carries it out',
  request: { params: idParams, body: body(decisionBody) },
  responses: { 200: json(heldChange, 'Decided so.'), ...answers, ...conflict, ...invalid },
});

const decideManyRoute = createRoute({
  method: 'post',
  path: '/api/held/decisions',
  tags,
  security: guarded,
  summary: 'Decide many the same way; each is answered for',
  request: { body: body(decisionsBody) },
  responses: { 200: json(decisionsResult, 'One by one.'), ...answers, ...invalid },
});

const faultOf = ({ problem, field }: Refusal) => ({
  field: problem === 'notForPairs' ? 'rememberPair' : field === null ? 'choice' : `fields.${field}`,
  problem,
});

export const heldRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const askIfActive = async ({ id, state }: MailboxSeen): Promise<void> => {
    // Else it waits with the mailbox, and is done when that goes on.
    if (state === 'active') await deps.askPass(id, 'decision');
  };
  const pairs = async ({ id }: MailboxSeen, language: Language) => ({
    items: await presentPairs(deps.crm, await deps.held.pairs(id), language),
  });

  app.openapi(listRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const { limit, before, person, reason, source, state } = c.req.valid('query');
    const filter = {
      state,
      ...(person === undefined ? {} : { personId: asId<PersonId>(person) }),
      ...(reason === undefined ? {} : { reason }),
      ...(source === undefined ? {} : { source }),
    };
    const { items, next } = await deps.held.list(mine.id, filter, { limit, before: before ?? null });
    return c.json({ items: await presentHeld(deps.crm, items, languageOf(c)), next }, 200);
  });

  app.openapi(pairsRoute, async (c) =>
    c.json(await pairs(await requireMailbox(deps, c), languageOf(c)), 200),
  );

  app.openapi(forgetRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const isKnown = await deps.held.forgetPair(mine.id, asId<RulingId>(c.req.valid('param').id));
    if (!isKnown) throw new ApiError('notFound');
    return c.json(await pairs(mine, languageOf(c)), 200);
  });

  app.openapi(readRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const found = await deps.held.get(mine.id, asId<HeldId>(c.req.valid('param').id));
    if (found === null) throw new ApiError('notFound');
    return c.json(await presentOne(deps.crm, found, languageOf(c)), 200);
  });

  app.openapi(decideManyRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const { ids, choice } = c.req.valid('json');
    const heldIds = ids.map((id) => asId<HeldId>(id));
    const decided = await decideMany(deps, mine.id, heldIds, choice, mine.employeeId);
    if ([...decided.values()].some(({ outcome }) => outcome === 'decided')) await askIfActive(mine);
    return c.json(await presentMany(deps, decided, languageOf(c)), 200);
  });

  app.openapi(decideRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const { choice, fields = {}, rememberPair } = c.req.valid('json');
    const wish = { choice, fields, forPair: rememberPair };
    const id = asId<HeldId>(c.req.valid('param').id);
    const answer = await decide(deps, mine.id, id, wish, mine.employeeId);
    if (answer.outcome === 'unknown') throw new ApiError('notFound');
    const current = await presentOne(deps.crm, answer.held, languageOf(c));
    if (answer.outcome === 'notPossible') {
      throw new ApiError('notPossible', { fields: [faultOf(answer.refusal)], current });
    }
    if (answer.outcome !== 'decided') throw new ApiError(answer.outcome, { current });
    await askIfActive(mine);
    return c.json(current, 200);
  });
};

const presentMany = async (
  { crm }: Pick<ApiDeps, 'crm'>,
  decided: ReadonlyMap<HeldId, DecideAnswer>,
  language: Language,
): Promise<DecisionsResult> => {
  const known = [...decided.values()].flatMap((answer) =>
    answer.outcome === 'unknown' ? [] : [answer.held],
  );
  const views = new Map((await presentHeld(crm, known, language)).map((view) => [view.id, view]));
  return {
    items: [...decided].map(([id, answer]) => ({
      id,
      outcome: answer.outcome,
      problem: answer.outcome === 'notPossible' ? answer.refusal.problem : null,
      held: answer.outcome === 'unknown' ? null : (views.get(answer.held.id) ?? null),
    })),
  };
};
