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
} from '../../../shared/api/mailbox.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { body, conflict, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { requireMailbox } from '../http/who.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { sameGroup } from '../../sync/selection.ts';
import { matchGroups } from './group-names.ts';
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
  summary: 'Which groups, and who wins a conflict; asks for a pass',
  request: { body: body(mailboxSettingsChange) },
  responses: { 200: json(mailbox, 'Saved.'), ...answers, ...invalid },
});

const groupsRoute = createRoute({
  method: 'get',
  path: '/api/groups',
  tags,
  security: guarded,
  summary: 'The groups of the CRM, to choose from',
  responses: { 200: json(groupList, 'By name.'), ...answers },
});

const command = (name: 'sync' | 'pause' | 'resume', summary: string) => ({
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
  responses: { 200: json(mailbox, 'Active; a pass was asked for.'), ...answers, ...conflict },
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
const refuseUnlessActive = ({ state }: Mailbox): void => {
  if (state !== 'active') throw new ApiError(state);
};

export const mailboxRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const show = async (c: Context<ApiEnv>) =>
    presentMailbox(deps, await requireMailbox(deps, c), languageOf(c));
  const passIfActive = async ({ id, state }: Mailbox): Promise<void> => {
    if (state === 'active') await deps.askPass(id, 'syncNow');
  };

  app.openapi(readRoute, async (c) => c.json(await show(c), 200));

  app.openapi(settingsRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const { allowUnknownGroups, ...asked } = c.req.valid('json');
    const { settings, unknown } = matchGroups(asked, await deps.crm.groups(), mine.settings);
    if (unknown.length > 0 && allowUnknownGroups !== true) {
      const fields = unknown.map(({ list, index }) => ({
        field: `${list}.${String(index)}`,
        problem: 'unknownGroup' as const,
      }));
      throw new ApiError('invalid', { fields });
    }
    await deps.mailboxes.saveSettings(mine.id, settings);
    await passIfActive(mine);
    return c.json(await show(c), 200);
  });

  app.openapi(groupsRoute, async (c) => {
    const { employeeId } = await requireMailbox(deps, c);
    const [names, mine] = await Promise.all([deps.crm.groups(), deps.crm.personsOf(employeeId)]);
    const persons = [...(await deps.crm.persons(mine)).values()];
    const items = names
      .map((name) => ({
        name,
        persons: persons.filter(({ groups }) => groups.some(sameGroup(name))).length,
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'nl'));
    return c.json({ items }, 200);
  });

  app.openapi(syncRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    refuseUnlessActive(mine);
    await deps.askPass(mine.id, 'syncNow');
    return c.json({ asked: true as const, mailbox: await show(c) }, 202);
  });

  app.openapi(pauseRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    // Pausing what waits for a sign-in would hide why it stands still.
    if (mine.state === 'signInAgain') throw new ApiError('signInAgain');
    await deps.mailboxes.pause(mine.id, 'byUser');
    return c.json(await show(c), 200);
  });

  app.openapi(resumeRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    if (mine.state === 'signInAgain') throw new ApiError('signInAgain');
    if (mine.state !== 'active') {
      await deps.mailboxes.resume(mine.id);
      await deps.askPass(mine.id, 'resume');
    }
    return c.json(await show(c), 200);
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
