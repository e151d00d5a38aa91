/** `/api/undo`: take back what was written to the CRM, in one's own mailbox. A plan first; then that plan, by a pass. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { idParams, pageQuery } from '../../../shared/api/common.ts';
import { undo, undoPage, undoPlan, undoRequest, undoScope } from '../../../shared/api/undo.ts';
import { asId, type UndoId } from '../../../shared/ids.ts';
import type { UndoRecord } from '../../store/undos.ts';
import { body, conflict, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { requireEmployee } from '../http/who.ts';
import type { ApiDeps, ApiEnv, MailboxSeen } from '../ports.ts';
import type { Asked, Planned } from './desk.ts';
import { presentPlan, presentUndos, scopeOf } from './present.ts';

const tags = ['undo'];
const answers = { ...refusals, ...notFound };

const planRoute = createRoute({
  method: 'post',
  path: '/api/undo/plan',
  tags,
  security: guarded,
  summary: 'What taking back an entry, a pass, or everything since an instant would do; changes nothing',
  request: { body: body(undoScope) },
  responses: { 200: json(undoPlan, 'To be shown first.'), ...answers, ...conflict, ...invalid },
});

const askRoute = createRoute({
  method: 'post',
  path: '/api/undo',
  tags,
  security: guarded,
  summary: 'Take back what the plan of this key shows; the next pass does it. Safe to repeat',
  request: { body: body(undoRequest) },
  responses: {
    202: json(undo, 'Asked; what became of it is told by the undo itself.'),
    ...answers,
    ...conflict,
    ...invalid,
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/api/undo',
  tags,
  security: guarded,
  summary: 'What was asked to be taken back in my mailbox, newest first',
  request: { query: pageQuery },
  responses: { 200: json(undoPage, 'Newest first.'), ...answers, ...invalid },
});

const readRoute = createRoute({
  method: 'get',
  path: '/api/undo/{id}',
  tags,
  security: guarded,
  summary: 'What became of every field of one undo',
  request: { params: idParams },
  responses: { 200: json(undo, 'As it is now.'), ...answers },
});

/** The outcomes that both plan and asking may have, as answers. */
const refuse = (result: Exclude<Planned | Asked, { outcome: 'planned' | 'asked' | 'stale' }>): never => {
  switch (result.outcome) {
    case 'unknown':
      throw new ApiError('notFound');
    case 'tooMany':
      throw new ApiError('undoTooMany');
    case 'nothing':
      throw new ApiError('nothingToUndo');
  }
};

export const undoRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const show = async (c: Context<ApiEnv>, mailbox: MailboxSeen, records: readonly UndoRecord[]) =>
    presentUndos(deps, records, () => mailbox.state, languageOf(c));
  const showOne = async (c: Context<ApiEnv>, mailbox: MailboxSeen, id: UndoId) => {
    const record = await deps.undo.get(id);
    const [shown] = record?.mailboxId === mailbox.id ? await show(c, mailbox, [record]) : [];
    if (shown === undefined) throw new ApiError('notFound');
    return shown;
  };

  app.openapi(planRoute, async (c) => {
    const { mailbox } = await requireEmployee(deps, c);
    const planned = await deps.undo.plan(mailbox.id, scopeOf(c.req.valid('json')));
    if (planned.outcome !== 'planned') return refuse(planned);
    return c.json(presentPlan(planned.plan, languageOf(c)), 200);
  });

  app.openapi(askRoute, async (c) => {
    const { mailbox, employee } = await requireEmployee(deps, c);
    const { planKey, ...scope } = c.req.valid('json');
    const request = { mailboxId: mailbox.id, scope: scopeOf(scope), planKey, by: employee.id };
    const asked = await deps.undo.ask(request);
    if (asked.outcome === 'stale') {
      throw new ApiError('planStale', { current: presentPlan(asked.plan, languageOf(c)) });
    }
    if (asked.outcome !== 'asked') return refuse(asked);
    if (mailbox.state === 'active') await deps.askPass(mailbox.id, 'decision');
    return c.json(await showOne(c, mailbox, asked.id), 202);
  });

  app.openapi(listRoute, async (c) => {
    const { mailbox } = await requireEmployee(deps, c);
    const { limit, before } = c.req.valid('query');
    const { items, next } = await deps.undo.list(mailbox.id, { limit, before: before ?? null });
    return c.json({ items: await show(c, mailbox, items), next }, 200);
  });

  app.openapi(readRoute, async (c) => {
    const { mailbox } = await requireEmployee(deps, c);
    return c.json(await showOne(c, mailbox, asId<UndoId>(c.req.valid('param').id)), 200);
  });
};
