/** `/api/admin`: who is synced, who is stuck and why. Administrators only; never the content of anybody's cards. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { adminMailboxList, adminStatus, type AdminMailboxView } from '../../../shared/api/admin.ts';
import type { mailboxStates } from '../../../shared/api/mailbox.ts';
import { guarded, json, refusals } from '../http/describe.ts';
import { languageOf } from '../http/errors.ts';
import { employeesById, requireAdmin } from '../http/who.ts';
import { presentAdminMailbox } from './present.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';

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
});

export const adminRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const routes = describe(deps);

  app.openapi(routes.mailboxes, async (c) => {
    const [mailboxes, employees] = await Promise.all([deps.mailboxes.all(), employeesById(deps)]);
    const items: AdminMailboxView[] = [];
    for (const mailbox of mailboxes) {
      items.push(await presentAdminMailbox(deps, mailbox, employees.get(mailbox.employeeId), languageOf(c)));
    }
    items.sort((a, b) => a.employee.displayName.localeCompare(b.employee.displayName, 'nl'));
    return c.json({ items }, 200);
  });

  app.openapi(routes.status, async (c) => {
    const [ready, mailboxes, counts, runningPasses] = await Promise.all([
      deps.ready(),
      deps.mailboxes.all(),
      deps.mailboxes.allCounts(),
      deps.runningPasses(),
    ]);
    const inState = (state: (typeof mailboxStates)[number]): number =>
      mailboxes.filter((mailbox) => mailbox.state === state).length;
    const held = [...counts.values()].reduce((sum, one) => sum + one.held, 0);
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
      },
      200,
    );
  });
};
