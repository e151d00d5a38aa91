/**
 * What the pane asks while somebody reads their mail: who is at these addresses, whom did I mean there, whom did I look at
 * lately. An address matches exactly (shared/address.ts): a look-alike on a forged mail is nobody's.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { addressKey } from '../../../shared/address.ts';
import { idParams } from '../../../shared/api/common.ts';
import {
  addressChoice,
  personLookup,
  personLookupResult,
  personSeen,
  RECENT_DAYS,
  recentPersons,
} from '../../../shared/api/persons.ts';
import { asId, type PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { body, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError } from '../http/errors.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { askerOf, personOf, viewsOf, type Asker } from './asker.ts';
import { addressesOf, byAddress, isAt, isFoundAt } from './at-address.ts';

const DAY_MS = 86_400_000;
/** More than anybody looks through. */
const MAX_RECENT = 200;

const tags = ['persons'];

const lookupRoute = createRoute({
  method: 'post',
  path: '/api/persons/lookup',
  tags,
  security: guarded,
  summary: 'Who is at these addresses',
  request: { body: body(personLookup) },
  responses: {
    200: json(personLookupResult, 'Nobody is an empty list; the former come last.'),
    ...refusals,
    ...invalid,
  },
});

const choiceRoute = createRoute({
  method: 'put',
  path: '/api/persons/choices',
  tags,
  security: guarded,
  summary: 'Whom I mean at an address of several persons',
  request: { body: body(addressChoice) },
  responses: { 200: json(addressChoice, 'Remembered.'), ...refusals, ...notFound, ...invalid },
});

const recentRoute = createRoute({
  method: 'get',
  path: '/api/persons/recent',
  tags,
  security: guarded,
  summary: `Persons I looked at in the last ${String(RECENT_DAYS)} days`,
  responses: { 200: json(recentPersons, 'The latest first.'), ...refusals },
});

const seenRoute = createRoute({
  method: 'put',
  path: '/api/persons/{id}/seen',
  tags,
  security: guarded,
  summary: 'Puts this person among those I looked at',
  request: { params: idParams },
  responses: { 200: json(personSeen, 'Remembered.'), ...refusals, ...notFound },
});

/** Who was chosen and is no longer at that address is forgotten, so that nobody is shown in another's place later on. */
const choicesAt = async (
  { attention }: ApiDeps,
  { mailbox, visibility }: Asker,
  found: readonly Person[],
  keys: readonly string[],
): Promise<Map<string, PersonId>> => {
  // Only at addresses of persons that are there, so no odd text reaches the database.
  const addresses = addressesOf(found);
  const known = keys.filter((key) => addresses.has(key));
  const chosen =
    known.length === 0 ? new Map<string, PersonId>() : await attention.choices(mailbox.id, known);
  for (const [key, personId] of chosen) {
    const person = found.find(({ id }) => id === personId);
    if (person === undefined || !isAt(person, key)) await attention.forgetChoice(mailbox.id, key);
    if (person === undefined || !isFoundAt(person, key, visibility)) chosen.delete(key);
  }
  return chosen;
};

export const attentionRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const { attention } = deps;
  const forgetOld = async (): Promise<Date> => {
    const since = new Date(deps.now().getTime() - RECENT_DAYS * DAY_MS);
    await attention.forgetSeenBefore(since);
    return since;
  };

  app.openapi(lookupRoute, async (c) => {
    const { addresses } = c.req.valid('json');
    const keys = [...new Set(addresses.map(addressKey))];
    const [asker, found] = await Promise.all([askerOf(deps, c), deps.crm.findByEmails(keys)]);
    const atKey = byAddress(found, asker.visibility);
    const shown = new Set(keys.flatMap((key) => atKey.get(key) ?? []));
    const [chosen, views] = await Promise.all([
      choicesAt(deps, asker, found, keys),
      viewsOf(deps, asker, [...shown]),
    ]);
    const viewById = new Map(views.map((view) => [view.id, view]));
    const items = addresses.map((address) => {
      const key = addressKey(address);
      const persons = (atKey.get(key) ?? []).flatMap(({ id }) => viewById.get(id) ?? []);
      return { address, persons, chosen: chosen.get(key) ?? null };
    });
    return c.json({ items }, 200);
  });

  app.openapi(choiceRoute, async (c) => {
    const { mailbox, visibility } = await askerOf(deps, c);
    const { address, personId } = c.req.valid('json');
    const key = addressKey(address);
    if (personId !== null) {
      const chosen = await personOf(deps, personId);
      if (!isFoundAt(chosen, key, visibility)) {
        throw new ApiError('invalid', { fields: [{ field: 'personId', problem: 'notOffered' }] });
      }
      await attention.choose(mailbox.id, key, chosen.id, deps.now());
    } else if (!key.includes('\0')) await attention.forgetChoice(mailbox.id, key);
    return c.json({ address, personId }, 200);
  });

  app.openapi(recentRoute, async (c) => {
    const asker = await askerOf(deps, c);
    const seen = await attention.seenSince(asker.mailbox.id, await forgetOld(), MAX_RECENT);
    const persons = await deps.crm.persons(seen.map(({ personId }) => personId));
    const views = await viewsOf(deps, asker, [...persons.values()]);
    const viewById = new Map(views.map((view) => [asId<PersonId>(view.id), view]));
    const items = seen.flatMap(({ personId, seenAt }) => {
      const person = viewById.get(personId);
      return person === undefined ? [] : [{ person, seenAt }];
    });
    return c.json({ items }, 200);
  });

  app.openapi(seenRoute, async (c) => {
    const { mailbox } = await askerOf(deps, c);
    const { id } = await personOf(deps, c.req.valid('param').id);
    const seenAt = await attention.see(mailbox.id, id, deps.now());
    await forgetOld();
    return c.json({ seenAt }, 200);
  });
};
