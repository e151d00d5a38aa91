/** `/api/persons`: find, read, make and change persons of the office. A change names the version it was made from. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { addressKey } from '../../../shared/address.ts';
import { asId, type PersonId } from '../../../shared/ids.ts';
import { idParams, pageQuery } from '../../../shared/api/common.ts';
import { historyPage } from '../../../shared/api/history.ts';
import {
  mineChange,
  person,
  personChange,
  personCreate,
  personList,
  personQuery,
} from '../../../shared/api/persons.ts';
import type { Person } from '../../../shared/person.ts';
import { presentHistory } from '../history/present.ts';
import { body, conflict, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import type { ApiDeps, ApiEnv, PersonResult } from '../ports.ts';
import { askerOf, personOf, viewOf, viewsOf, type Asker } from './asker.ts';
import { isFoundAt } from './at-address.ts';
import { creationOf, editOf, patchFaults } from './change.ts';
import { hiddenFaults, shownFields } from './hidden.ts';
import { mineEdit, partOfRole } from './mine.ts';

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

const mineRoute = createRoute({
  method: 'put',
  path: '/api/persons/{id}/mine',
  tags,
  security: guarded,
  summary: 'Become, or no longer be, owner or relation manager; all others stay as they are',
  request: { params: idParams, body: body(mineChange) },
  responses: { 200: json(person, 'As it is now.'), ...refusals, ...notFound, ...conflict, ...invalid },
});

const personHistoryRoute = createRoute({
  method: 'get',
  path: '/api/persons/{id}/history',
  tags,
  security: guarded,
  summary: 'What happened to this person in my mailbox and in the CRM, newest first',
  request: { params: idParams, query: pageQuery },
  responses: { 200: json(historyPage, 'Newest first.'), ...refusals, ...notFound, ...invalid },
});

export const personRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  /** What the CRM answered to a change; everything but `done` ends the request. */
  const settle = async (asker: Asker, id: PersonId | null, result: PersonResult): Promise<Person> => {
    switch (result.outcome) {
      case 'done':
        return result.person;
      case 'refused':
        throw new ApiError('invalid', { fields: [{ field: result.field, problem: result.problem }] });
      case 'gone':
        throw new ApiError('notFound');
      case 'stale': {
        const current = id === null ? {} : { current: await viewOf(deps, asker, await personOf(deps, id)) };
        throw new ApiError('stale', current);
      }
    }
  };

  app.openapi(listRoute, async (c) => {
    const query = c.req.valid('query');
    const asker = await askerOf(deps, c);
    const found = await find(deps, asker, query);
    return c.json({ items: await viewsOf(deps, asker, found.slice(0, query.limit)) }, 200);
  });

  app.openapi(createPersonRoute, async (c) => {
    const asker = await askerOf(deps, c);
    const wanted = c.req.valid('json');
    if (deps.desk === null) throw new ApiError('notOffered');
    const faults = patchFaults(deps.crm, wanted.kind, wanted.fields, asker.employees, wanted);
    if (faults.length > 0) throw new ApiError('invalid', { fields: faults });
    const result = await deps.desk.create(creationOf(wanted), asker.actor);
    const made = await settle(asker, null, result);
    c.header('Location', `/api/persons/${encodeURIComponent(made.id)}`);
    return c.json(await viewOf(deps, asker, made), 201);
  });

  app.openapi(readRoute, async (c) => {
    const asker = await askerOf(deps, c);
    return c.json(await viewOf(deps, asker, await personOf(deps, c.req.valid('param').id)), 200);
  });

  app.openapi(changeRoute, async (c) => {
    const asker = await askerOf(deps, c);
    const wanted = c.req.valid('json');
    const now = await personOf(deps, c.req.valid('param').id);
    if (now.version !== wanted.version) await settle(asker, now.id, { outcome: 'stale' });
    const faults = [
      ...hiddenFaults(wanted, now.kind, asker.visibility),
      ...patchFaults(deps.crm, now.kind, wanted.fields ?? {}, asker.employees, wanted),
    ];
    if (faults.length > 0) throw new ApiError('invalid', { fields: faults });
    const result = await change(deps, now.id, wanted.version, editOf(wanted), asker.actor);
    return c.json(await viewOf(deps, asker, await settle(asker, now.id, result)), 200);
  });

  app.openapi(mineRoute, async (c) => {
    const asker = await askerOf(deps, c);
    const wanted = c.req.valid('json');
    if (deps.desk === null || !asker.visibility[partOfRole[wanted.role]]) throw new ApiError('notOffered');
    const now = await personOf(deps, c.req.valid('param').id);
    const edit = mineEdit(now, asker.mailbox.employeeId, wanted);
    // As it was asked already, also where the answer to an earlier asking was lost.
    if (edit === null) return c.json(await viewOf(deps, asker, now), 200);
    if (now.version !== wanted.version) await settle(asker, now.id, { outcome: 'stale' });
    const result = await deps.desk.edit(now.id, wanted.version, edit, asker.actor);
    return c.json(await viewOf(deps, asker, await settle(asker, now.id, result)), 200);
  });

  app.openapi(personHistoryRoute, async (c) => {
    const { mailbox, visibility } = await askerOf(deps, c);
    const { limit, before } = c.req.valid('query');
    const personId = asId<PersonId>(c.req.valid('param').id);
    const filter = { mailboxId: mailbox.id, personId };
    const page = await deps.history.list(filter, { limit, before: before ?? null }, true);
    return c.json(await presentHistory({ ...deps, visibility }, page, languageOf(c)), 200);
  });
};

const find = async (
  { crm, desk }: ApiDeps,
  { visibility }: Asker,
  query: { readonly email?: string; readonly q?: string; readonly limit: number },
): Promise<Person[]> => {
  if (query.email !== undefined) {
    const key = addressKey(query.email);
    return (await crm.findByEmails([key])).filter((one) => isFoundAt(one, key, visibility));
  }
  if (desk === null) throw new ApiError('notOffered');
  return desk.search(query.q ?? '', query.limit, (one) => shownFields(one, visibility));
};

/** Where the CRM is edited elsewhere, fields can still be changed through the port that every CRM fulfils. */
const change = async (
  { crm, desk }: ApiDeps,
  id: PersonId,
  version: string,
  edit: ReturnType<typeof editOf>,
  by: Asker['actor'],
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
