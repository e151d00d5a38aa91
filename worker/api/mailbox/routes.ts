/** `/api/mailbox`: one's own mailbox. Whatever changes what is selected (R1) asks for a pass at once (R2). */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { asId, type PersonId } from '../../../shared/ids.ts';
import {
  excludedParams,
  groupList,
  mailbox,
  mailboxSettingsChange,
  passAsked,
  deactivated,
  relationPage,
  relationQuery,
  resumeRequest,
} from '../../../shared/api/mailbox.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { body, conflict, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { mailboxOf, requireEmployee, requireMailbox, requireOwnMailbox } from '../http/who.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { sameGroup } from '../../sync/selection.ts';
import { presentDeactivated } from './deactivated.ts';
import { matchGroups, unknownGroups } from './group-names.ts';
import { groupsToldTo } from './groups-told.ts';
import { standstillOf } from './message.ts';
import { presentRelations } from './relations.ts';
import { presentMailbox } from './present.ts';

const tags = ['mailbox'];
const answers = { ...refusals, ...notFound };

const readRoute = createRoute({
  method: 'get',
  path: '/api/mailbox',
  tags,
  security: guarded,
  summary: 'My mailbox: state, settings, counts, progress',
  responses: { 200: json(mailbox, 'As it is now.'), ...answers },
});

const settingsRoute = createRoute({
  method: 'put',
  path: '/api/mailbox/settings',
  tags,
  security: guarded,
  summary: 'Which roles and groups, and who wins a conflict; asks for a pass',
  request: { body: body(mailboxSettingsChange) },
  responses: { 200: json(mailbox, 'Saved.'), ...answers, ...invalid },
});

const groupsRoute = createRoute({
  method: 'get',
  path: '/api/groups',
  tags,
  security: guarded,
  summary: 'The groups of the CRM, to choose from; before the activation told to employees, by sign-in name',
  responses: { 200: json(groupList, 'By name.'), ...answers },
});

const relationsRoute = createRoute({
  method: 'get',
  path: '/api/mailbox/relations',
  tags,
  security: guarded,
  summary: 'My persons by how they stand: in step, left out, held or failing, each with the reason',
  request: { query: relationQuery },
  responses: { 200: json(relationPage, 'By name.'), ...answers, ...invalid },
});

const command = (name: 'sync' | 'pause' | 'resume' | 'deactivate', summary: string) => ({
  method: 'post' as const,
  path: `/api/mailbox/${name}` as const,
  tags,
  security: guarded,
  summary,
});

const syncRoute = createRoute({
  ...command('sync', 'Ask for a pass now'),
  path: '/api/mailbox/sync',
  responses: { 202: json(passAsked, 'Asked; progress is told by the mailbox.'), ...answers, ...conflict },
});
const pauseRoute = createRoute({
  ...command('pause', 'Change nothing until resumed'),
  path: '/api/mailbox/pause',
  responses: { 200: json(mailbox, 'Paused.'), ...answers, ...conflict },
});
const resumeRoute = createRoute({
  ...command('resume', 'Go on; after a brake: yes, these changes are meant (R12)'),
  path: '/api/mailbox/resume',
  request: { body: { content: { 'application/json': { schema: resumeRequest } }, required: false } },
  responses: { 200: json(mailbox, 'Active; a pass was asked for.'), ...answers, ...conflict, ...invalid },
});
const deactivateRoute = createRoute({
  ...command('deactivate', 'End the link: the sign-in is forgotten, everything else stays'),
  path: '/api/mailbox/deactivate',
  responses: { 200: json(deactivated, 'What stays, and how to begin again.'), ...answers },
});

const excludeRoute = createRoute({
  method: 'put',
  path: '/api/mailbox/excluded/{personId}',
  tags,
  security: guarded,
  summary: 'Not in my Outlook, without giving up ownership',
  request: { params: excludedParams },
  responses: { 200: json(mailbox, 'Excluded; its card stays (R8).'), ...answers },
});
const includeRoute = createRoute({
  method: 'delete',
  path: '/api/mailbox/excluded/{personId}',
  tags,
  security: guarded,
  summary: 'In my Outlook again',
  request: { params: excludedParams },
  responses: { 200: json(mailbox, 'No longer excluded.'), ...answers },
});

/** Why no pass can be asked for now. */
const refuseUnlessActive = (mine: Mailbox): void => {
  const standstill = standstillOf(mine);
  if (standstill !== null) throw new ApiError(standstill);
};

/** Only a new consent ends these. */
const refuseWithoutSignIn = (mine: Mailbox): void => {
  const standstill = standstillOf(mine);
  if (standstill === 'signInAgain' || standstill === 'deactivated') throw new ApiError(standstill);
};

export const mailboxRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const show = async (c: Context<ApiEnv>) =>
    presentMailbox(deps, await requireOwnMailbox(deps, c), languageOf(c));
  const passIfActive = async ({ id, state }: Mailbox): Promise<void> => {
    if (state === 'active') await deps.askPass(id, 'syncNow');
  };

  app.openapi(readRoute, async (c) => c.json(await show(c), 200));

  app.openapi(settingsRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const { allowUnknownGroups, ...asked } = c.req.valid('json');
    const { settings, unknown } = matchGroups(asked, await deps.crm.groups(), mine.settings);
    if (unknown.length > 0 && allowUnknownGroups !== true) {
      throw new ApiError('invalid', { fields: unknownGroups(unknown, '') });
    }
    await deps.mailboxes.saveSettings(mine.id, settings);
    await passIfActive(mine);
    return c.json(await show(c), 200);
  });

  app.openapi(groupsRoute, async (c) => {
    const mine = await mailboxOf(deps, c);
    const names = await groupsToldTo(deps, c, mine);
    const ids = mine === null ? null : await deps.crm.personsOf(mine.employeeId);
    const persons = ids === null ? null : [...(await deps.crm.persons(ids)).values()];
    const items = names
      .map((name) => ({
        name,
        persons: persons?.filter(({ groups }) => groups.some(sameGroup(name))).length ?? null,
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'nl'));
    return c.json({ items }, 200);
  });

  app.openapi(relationsRoute, async (c) => {
    const { mailbox: mine } = await requireEmployee(deps, c);
    const { list, limit, before = null, q = null } = c.req.valid('query');
    return c.json(await presentRelations(deps, mine, { list, limit, before, q }, languageOf(c)), 200);
  });

  app.openapi(syncRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    refuseUnlessActive(mine);
    await deps.askPass(mine.id, 'syncNow');
    return c.json({ asked: true as const, mailbox: await show(c) }, 202);
  });

  app.openapi(pauseRoute, async (c) => {
    const mine = await requireOwnMailbox(deps, c);
    // Pausing what waits for a sign-in would hide why it stands still.
    refuseWithoutSignIn(mine);
    await deps.mailboxes.pause(mine.id, 'byUser');
    return c.json(await show(c), 200);
  });

  app.openapi(resumeRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    refuseWithoutSignIn(mine);
    const { state, because = null } = c.req.valid('json');
    if (mine.state !== 'active') {
      const seen = state === undefined ? mine : { state, stateBecause: because };
      // While it was looked at, a pass may have stopped for something else, or somebody else have ended it.
      if (!(await deps.mailboxes.resume(mine.id, seen))) {
        throw new ApiError('mailboxChanged', { current: await show(c) });
      }
      await deps.askPass(mine.id, 'resume');
    }
    return c.json(await show(c), 200);
  });

  app.openapi(deactivateRoute, async (c) => {
    const { id } = await requireOwnMailbox(deps, c);
    await deps.deactivate(id);
    return c.json(presentDeactivated(await deps.mailboxes.counts(id), languageOf(c)), 200);
  });

  app.openapi(excludeRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const personId = asId<PersonId>(c.req.valid('param').personId);
    const isKnown = (await deps.crm.persons([personId])).has(personId);
    if (!isKnown) throw new ApiError('notFound');
    await deps.mailboxes.exclude(mine.id, personId);
    await passIfActive(mine);
    return c.json(await show(c), 200);
  });

  app.openapi(includeRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    await deps.mailboxes.include(mine.id, asId<PersonId>(c.req.valid('param').personId));
    await passIfActive(mine);
    return c.json(await show(c), 200);
  });
};
