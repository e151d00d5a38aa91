/**
 * R8 at the API: which cards of mine are no longer updated, and the explicit clean-up of chosen ones. The next pass moves
 * them to Deleted Items, if their links are still paused then; nothing else in Relatiebrug removes a card.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  cleanUpAsked,
  cleanUpParams,
  cleanUpRequest,
  cleanUpWithdrawn,
  pausedCardList,
  type NotPaused,
} from '../../../shared/api/paused-cards.ts';
import { asId, type MailboxId, type PersonId } from '../../../shared/ids.ts';
import { body, conflict, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { requireMailbox } from '../http/who.ts';
import { namesOf } from '../persons/present.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { standstillOf } from './message.ts';
import { presentPausedCards } from './present-paused.ts';

const tags = ['mailbox'];
const answers = { ...refusals, ...notFound };

const listRoute = createRoute({
  method: 'get',
  path: '/api/mailbox/paused-cards',
  tags,
  security: guarded,
  summary: 'Cards that are no longer updated, with the reason',
  responses: { 200: json(pausedCardList, 'By name.'), ...answers },
});

const askRoute = createRoute({
  method: 'post',
  path: '/api/mailbox/clean-up',
  tags,
  security: guarded,
  summary: 'Move the cards of these persons to Deleted Items; asks for a pass',
  request: { body: body(cleanUpRequest) },
  responses: {
    202: json(cleanUpAsked, 'Asked for all of them; a card that is in use again by then stays.'),
    ...answers,
    ...conflict,
    ...invalid,
  },
});

const withdrawal = (description: string) => ({
  200: json(cleanUpWithdrawn, description),
  ...answers,
  ...conflict,
});

const withdrawAllRoute = createRoute({
  method: 'delete',
  path: '/api/mailbox/clean-up',
  tags,
  security: guarded,
  summary: 'Keep all cards that were not cleaned up yet',
  responses: withdrawal('Whose cards are kept.'),
});

const withdrawRoute = createRoute({
  method: 'delete',
  path: '/api/mailbox/clean-up/{personId}',
  tags,
  security: guarded,
  summary: 'Keep this card, if it was not cleaned up yet',
  request: { params: cleanUpParams },
  responses: withdrawal('Kept; also when it was not asked for.'),
});

/** Nothing is cleaned up when one of them cannot be: the user chose from a list that is no longer true. */
const notPaused = async (deps: ApiDeps, personIds: readonly PersonId[]): Promise<ApiError> => {
  const nameOf = namesOf(await deps.crm.persons(personIds));
  const current: NotPaused = {
    notPaused: personIds.map((personId) => ({ personId, personName: nameOf(personId) })),
  };
  return new ApiError('notPaused', { current });
};

export const pausedCardRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const itemsOf = (c: Context<ApiEnv>, id: MailboxId) => presentPausedCards(deps, id, languageOf(c));

  app.openapi(listRoute, async (c) => {
    const { id } = await requireMailbox(deps, c);
    return c.json({ items: await itemsOf(c, id) }, 200);
  });

  app.openapi(askRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const { id } = mine;
    // Noted now and carried out weeks later, when somebody resumes, it would come as a surprise.
    const standstill = standstillOf(mine);
    if (standstill !== null) throw new ApiError(standstill);
    const asked = await deps.mailboxes.askCleanUp(id, c.req.valid('json').personIds.map(asId<PersonId>));
    if (asked.outcome === 'notPaused') throw await notPaused(deps, asked.personIds);
    await deps.askPass(id, 'syncNow');
    return c.json({ asked: [...asked.personIds], items: await itemsOf(c, id) }, 202);
  });

  app.openapi(withdrawAllRoute, async (c) => {
    const { id } = await requireMailbox(deps, c);
    const asked = (await deps.mailboxes.pausedCards(id)).filter((card) => card.asked);
    const { personIds, late } = await deps.mailboxes.withdrawCleanUp(
      id,
      asked.map(({ personId }) => personId),
    );
    return c.json({ withdrawn: [...personIds], late, items: await itemsOf(c, id) }, 200);
  });

  app.openapi(withdrawRoute, async (c) => {
    const { id } = await requireMailbox(deps, c);
    const personId = asId<PersonId>(c.req.valid('param').personId);
    const { personIds, late } = await deps.mailboxes.withdrawCleanUp(id, [personId]);
    const state = (await deps.mailboxes.cleanUpStates(id, [personId])).get(personId);
    if (state === 'gone' || state === 'inUse') throw await notPaused(deps, [personId]);
    return c.json({ withdrawn: [...personIds], late, items: await itemsOf(c, id) }, 200);
  });
};
