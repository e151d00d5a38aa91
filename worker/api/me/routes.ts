/** `/api/me` and the ticket with which an activation begins: all that a sign-in without a mailbox may ask. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { MailboxSettings } from '../../../shared/api/mailbox.ts';
import { activationTicket, me, ticketRequest } from '../../../shared/api/me.ts';
import { conflict, guarded, invalid, json, refusals } from '../http/describe.ts';
import { ApiError } from '../http/errors.ts';
import { rateLimit } from '../http/rate.ts';
import { employeesById, isAdmin, mailboxOf } from '../http/who.ts';
import { defaultActivationSettings, type ActivationSettings } from '../../sync/selection.ts';
import { matchGroups, unknownGroups } from '../mailbox/group-names.ts';
import { groupsToldTo } from '../mailbox/groups-told.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';

/** A ticket opens a sign-in window; nobody needs more of them in a minute. */
const TICKETS_PER_MINUTE = 10;

const meRoute = createRoute({
  method: 'get',
  path: '/api/me',
  tags: ['me'],
  security: guarded,
  summary: 'Who is asking, as the worker knows them',
  responses: { 200: json(me, 'Employee and mailbox are null before the activation.'), ...refusals },
});

const ticketRoute = (limit: ReturnType<typeof rateLimit>) =>
  createRoute({
    method: 'post',
    path: '/api/activation/ticket',
    tags: ['activation'],
    security: guarded,
    summary: 'A one-time address at which the user gives consent',
    middleware: [limit] as const,
    request: { body: { content: { 'application/json': { schema: ticketRequest } }, required: false } },
    responses: {
      201: json(activationTicket, 'To be opened in a window.'),
      ...refusals,
      ...conflict,
      ...invalid,
    },
  });

/** Of groups as `/api/groups` tells them to who asks; one that it does not tell is refused by its place. */
const settingsFor = async (
  deps: ApiDeps,
  c: Context<ApiEnv>,
  asked: MailboxSettings,
): Promise<ActivationSettings> => {
  const mine = await mailboxOf(deps, c);
  const { settings, unknown } = matchGroups(
    asked,
    await groupsToldTo(deps, c, mine),
    mine?.settings ?? defaultActivationSettings,
  );
  if (unknown.length > 0) throw new ApiError('invalid', { fields: unknownGroups(unknown, 'settings.') });
  return settings;
};

export const meRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  app.openapi(meRoute, async (c) => {
    const mine = await mailboxOf(deps, c);
    const employee = mine === null ? undefined : (await employeesById(deps)).get(mine.employeeId);
    const shown =
      employee === undefined
        ? null
        : { id: employee.id, displayName: employee.displayName, email: employee.email };
    return c.json(
      {
        employee: shown,
        admin: isAdmin(deps, c.get('account')),
        visibility: await deps.visibility.read(),
        mailbox: mine === null ? null : { id: mine.id, state: mine.state, because: mine.stateBecause },
        counts: mine === null ? null : await deps.mailboxes.counts(mine.id),
      },
      200,
    );
  });

  app.openapi(ticketRoute(rateLimit(TICKETS_PER_MINUTE, deps.monotonicMs)), async (c) => {
    // Without an address of its own the worker cannot tell the browser where to go.
    if (deps.publicUrl === null) throw new ApiError('notOffered');
    const { start = 'now', settings } = c.req.valid('json');
    const chosen = settings === undefined ? {} : { settings: await settingsFor(deps, c, settings) };
    const { url, expiresAt } = await deps.activationTicket(c.get('account'), { start, ...chosen });
    return c.json({ url, expiresAt: expiresAt.toISOString() }, 201);
  });
};
