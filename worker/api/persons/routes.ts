/** `/api/persons`: find, read, make and change persons of the office. A change names the version it was made from. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { asId, type PersonId } from '../../../shared/ids.ts';
import { idParams, pageQuery } from '../../../shared/api/common.ts';
import { historyPage } from '../../../shared/api/history.ts';
import { person, personChange, personCreate, personList, personQuery } from '../../../shared/api/persons.ts';
import type { Person } from '../../../shared/person.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { presentHistory } from '../history/present.ts';
import { body, conflict, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { requireEmployee } from '../http/who.ts';
import type { ApiDeps, ApiEnv, PersonResult } from '../ports.ts';
import { creationOf, editOf, patchFaults } from './change.ts';
import { presentPerson, type Viewer } from './present.ts';

const tags = ['persons'];

const listRoute = createRoute({
  method: 'get',
  path: '/api/persons',
  tags,
  security: guarded,
  summary: 'Find persons by an exact e-mail address or by text',
  request: { query: personQuery },
  responses: { 200: json(personList, 'Found, best first; none is an empty list.'), ...refusals, ...invalid },
});

const createPersonRoute = createRoute({
  method: 'post',
  path: '/api/persons',
  tags,
  security: guarded,
  summary: 'Make a person',
  request: { body: body(personCreate) },
  responses: { 201: json(person, 'Made.'), ...refusals, ...conflict, ...invalid },
});

const readRoute = createRoute({
  method: 'get',
  path: '/api/persons/{id}',
  tags,
  security: guarded,
  summary: 'One person',
  request: { params: idParams },
  responses: { 200: json(person, 'As it is now.'), ...refusals, ...notFound },
});

const changeRoute = createRoute({
  method: 'patch',
  path: '/api/persons/{id}',
  tags,
  security: guarded,
  summary: 'Change a person; all or nothing',
  request: { params: idParams, body: body(personChange) },
  responses: { 200: json(person, 'Changed.'), ...refusals, ...notFound, ...conflict, ...invalid },
});

const personHistoryRoute = createRoute({
  method: 'get',
  path: '/api/persons/{id}/history',
  tags,
  security: guarded,
  summary: 'What happened to this person in my mailbox and in the CRM, newest first',
  request: { params: idParams, query: pageQuery },
  responses: { 200: json(historyPage, 'Newest first.'), ...refusals, ...invalid },
});

export const personRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const view = async (c: Context<ApiEnv>, persons: readonly Person[]) => {
    const { mailbox, employees } = await requireEmployee(deps, c);
    const links = await deps.mailboxes.links(
      mailbox.id,
      persons.map(({ id }) => id),
    );
    const viewer: Viewer = { mailbox, employees, links };
    return persons.map((one) => presentPerson(one, viewer));
  };
  const viewOne = async (c: Context<ApiEnv>, one: Person) => {
    const [shown] = await view(c, [one]);
    if (shown === undefined) throw new ApiError('notFound');
    return shown;
  };
  const findOne = async (id: PersonId): Promise<Person> => {
    const found = (await deps.crm.persons([id])).get(id);
    if (found === undefined) throw new ApiError('notFound');
    return found;
  };
  /** What the CRM answered to a change; everything but `done` ends the request. */
  const settle = async (c: Context<ApiEnv>, id: PersonId | null, result: PersonResult): Promise<Person> => {
    switch (result.outcome) {
      case 'done':
        return result.person;
      case 'refused':
        throw new ApiError('invalid', { fields: [{ field: result.field, problem: result.problem }] });
      case 'gone':
        throw new ApiError('notFound');
      case 'stale':
        throw new ApiError('stale', id === null ? {} : { current: await viewOne(c, await findOne(id)) });
    }
  };

  app.openapi(listRoute, async (c) => {
    const query = c.req.valid('query');
    await requireEmployee(deps, c);
    const found = await find(deps, query);
    return c.json({ items: await view(c, found.slice(0, query.limit)) }, 200);
  });

  app.openapi(createPersonRoute, async (c) => {
    const { mailbox, employees } = await requireEmployee(deps, c);
    const wanted = c.req.valid('json');
    if (deps.desk === null) throw new ApiError('notOffered');
    const faults = patchFaults(deps.crm, wanted.kind, wanted.fields, employees, wanted);
    if (faults.length > 0) throw new ApiError('invalid', { fields: faults });
    const result = await deps.desk.create(creationOf(wanted), actorOf(mailbox));
    const made = await settle(c, null, result);
    c.header('Location', `/api/persons/${encodeURIComponent(made.id)}`);
    return c.json(await viewOne(c, made), 201);
  });

  app.openapi(readRoute, async (c) => {
    await requireEmployee(deps, c);
    return c.json(await viewOne(c, await findOne(asId<PersonId>(c.req.valid('param').id))), 200);
  });

  app.openapi(changeRoute, async (c) => {
    const { mailbox, employees } = await requireEmployee(deps, c);
    const id = asId<PersonId>(c.req.valid('param').id);
    const wanted = c.req.valid('json');
    const now = await findOne(id);
    if (now.version !== wanted.version) await settle(c, id, { outcome: 'stale' });
    const faults = patchFaults(deps.crm, now.kind, wanted.fields ?? {}, employees, wanted);
    if (faults.length > 0) throw new ApiError('invalid', { fields: faults });
    const result = await change(deps, id, wanted.version, editOf(wanted), actorOf(mailbox));
    return c.json(await viewOne(c, await settle(c, id, result)), 200);
  });

  app.openapi(personHistoryRoute, async (c) => {
    const { mailbox } = await requireEmployee(deps, c);
    const { limit, before } = c.req.valid('query');
    const personId = asId<PersonId>(c.req.valid('param').id);
    const filter = { mailboxId: mailbox.id, personId };
    const page = await deps.history.list(filter, { limit, before: before ?? null }, true);
    return c.json(await presentHistory(deps, page, languageOf(c)), 200);
  });
};

const actorOf = (mailbox: Mailbox) => ({ kind: 'employee', employeeId: mailbox.employeeId }) as const;

const find = async (
  { crm, desk }: ApiDeps,
  query: { readonly email?: string; readonly q?: string; readonly limit: number },
): Promise<Person[]> => {
  if (query.email !== undefined) return crm.findByEmail(query.email);
  if (desk === null) throw new ApiError('notOffered');
  return desk.search(query.q ?? '', query.limit);
};

/** Where the CRM is edited elsewhere, fields can still be changed through the port that every CRM fulfils. */
const change = async (
  { crm, desk }: ApiDeps,
  id: PersonId,
  version: string,
  edit: ReturnType<typeof editOf>,
  by: ReturnType<typeof actorOf>,
): Promise<PersonResult> => {
  if (desk !== null) return desk.edit(id, version, edit, by);
  if (Object.keys(edit).some((part) => part !== 'fields')) throw new ApiError('notOffered');
  const result = await crm.update(id, version, edit.fields ?? {}, by);
  switch (result.outcome) {
    case 'updated':
      return { outcome: 'done', person: result.person };
    case 'refused':
      return { outcome: 'refused', field: `fields.${result.field}`, problem: result.reason };
    case 'stale':
    case 'gone':
      return result;
  }
};
