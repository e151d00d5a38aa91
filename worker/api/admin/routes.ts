/**
 * `/api/admin`: who is synced, who is stuck and why, and what the office shows of persons. Administrators only; never the
 * content of anybody's cards.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { adminMailboxList, adminPassPage, adminPassQuery, adminStatus } from '../../../shared/api/admin.ts';
import type { mailboxStates } from '../../../shared/api/mailbox.ts';
import { visibility } from '../../../shared/api/visibility.ts';
import { body, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { employeesById, requireAdmin } from '../http/who.ts';
import type { ApiDeps, ApiEnv, MailboxSeen, Page } from '../ports.ts';
import { presentAdminMailbox, presentAdminPass } from './present.ts';

const tags = ['admin'];

const describe = (deps: ApiDeps) => ({
  mailboxes: createRoute({
    method: 'get',
    path: '/api/admin/mailboxes',
    tags,
    security: guarded,
    summary: 'All mailboxes with their state and last pass',
    middleware: [requireAdmin(deps)] as const,
    responses: { 200: json(adminMailboxList, 'By name of the employee.'), ...refusals },
  }),
  status: createRoute({
    method: 'get',
    path: '/api/admin/status',
    tags,
    security: guarded,
    summary: 'The worker as a whole',
    middleware: [requireAdmin(deps)] as const,
    responses: { 200: json(adminStatus, 'As it is now.'), ...refusals },
  }),
  passes: createRoute({
    method: 'get',
    path: '/api/admin/passes',
    tags,
    security: guarded,
    summary: 'Passes of all mailboxes, or of one',
    middleware: [requireAdmin(deps)] as const,
    request: { query: adminPassQuery },
    responses: { 200: json(adminPassPage, 'Newest first.'), ...refusals, ...notFound, ...invalid },
  }),
  visibility: createRoute({
    method: 'get',
    path: '/api/admin/visibility',
    tags,
    security: guarded,
    summary: 'What the office shows of a person',
    middleware: [requireAdmin(deps)] as const,
    responses: { 200: json(visibility, 'As it is now.'), ...refusals },
  }),
  saveVisibility: createRoute({
    method: 'put',
    path: '/api/admin/visibility',
    tags,
    security: guarded,
    summary: 'Decide what the office shows of a person; from the next request on',
    middleware: [requireAdmin(deps)] as const,
    request: { body: body(visibility) },
    responses: { 200: json(visibility, 'As it is now.'), ...refusals, ...invalid },
  }),
});

/** A page of one mailbox's passes, or of all. */
const passesOf = async ({ mailboxes }: ApiDeps, of: MailboxSeen | null, page: Page) => {
  if (of === null) return mailboxes.allPasses(page);
  const { items, next } = await mailboxes.passes(of.id, page);
  return { items: items.map((record) => ({ ...record, mailboxId: of.id })), next };
};

export const adminRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const routes = describe(deps);

  app.openapi(routes.mailboxes, async (c) => {
    const [mailboxes, employees, counts, last] = await Promise.all([
      deps.mailboxes.all(),
      employeesById(deps),
      deps.mailboxes.allCounts(),
      deps.mailboxes.lastPasses(),
    ]);
    const items = mailboxes.map((mailbox) =>
      presentAdminMailbox(mailbox, { counts, last }, employees.get(mailbox.employeeId), languageOf(c)),
    );
    items.sort((a, b) => a.employee.displayName.localeCompare(b.employee.displayName, 'nl'));
    return c.json({ items }, 200);
  });

  app.openapi(routes.status, async (c) => {
    const [ready, mailboxes, held, runningPasses, failing, endings] = await Promise.all([
      deps.ready(),
      deps.mailboxes.all(),
      deps.mailboxes.openHeld(),
      deps.runningPasses(),
      deps.mailboxes.failing(),
      deps.endings?.() ?? [],
    ]);
    const inState = (state: (typeof mailboxStates)[number]): number =>
      mailboxes.filter((mailbox) => mailbox.state === state).length;
    return c.json(
      {
        version: deps.version,
        now: deps.now().toISOString(),
        database: { reachable: ready.database, migrated: ready.migrated },
        jobs: ready.jobs ?? false,
        mailboxes: {
          active: inState('active'),
          paused: inState('paused'),
          signInAgain: inState('signInAgain'),
          braked: inState('braked'),
        },
        runningPasses,
        held,
        failing,
        allowedTenants: [...deps.allowedTenants],
        endings,
      },
      200,
    );
  });

  app.openapi(routes.passes, async (c) => {
    const { mailbox: asked, limit, before } = c.req.valid('query');
    const [all, employees] = await Promise.all([deps.mailboxes.all(), employeesById(deps)]);
    const of = asked === undefined ? null : all.find(({ id }) => id === asked);
    if (of === undefined) throw new ApiError('notFound');
    const page = await passesOf(deps, of, { limit, before: before ?? null });
    const employeeOf = new Map(all.map(({ id, employeeId }) => [id, employeeId]));
    const items = page.items.map((record) => presentAdminPass(record, employeeOf, employees));
    return c.json({ items, next: page.next }, 200);
  });

  app.openapi(routes.visibility, async (c) => c.json(await deps.visibility.read(), 200));

  app.openapi(routes.saveVisibility, async (c) => {
    await deps.visibility.save(c.req.valid('json'), c.get('account').oid, deps.now());
    return c.json(await deps.visibility.read(), 200);
  });
};
