/**
 * Which path does what, for one mailbox: `/me/…` and `/users/{own id}/…`. Paths that the service does not know are
 * told as the service tells them.
 */
import type { Random } from '../random.ts';
import { ok, created, noContent, type Answer, type Call } from './call.ts';
import {
  cardOf,
  createContact,
  deleteContact,
  deleteForGood,
  getContact,
  listContacts,
  updateContact,
  type ContactParts,
} from './contacts.ts';
import { answerDelta } from './delta.ts';
import type { Card, Folder } from './entities.ts';
import type { Mailbox } from './mailbox.ts';
import { presentFolder, presentUser } from './present.ts';
import { badRequest, noSegment, notAllowed, notFound, Problem } from './problem.ts';

export interface RouteParts extends ContactParts {
  readonly random: Random;
}

const isDelta = (segment: string | undefined): boolean =>
  segment !== undefined && /^(microsoft\.graph\.)?delta(\(\))?$/i.test(segment);

/** By id or by well-known name, as `contacts` and `deleteditems`. */
function folderOf(id: string, mailbox: Mailbox): Folder {
  const wanted = id.toLowerCase();
  for (const folder of mailbox.folders.values()) if (folder.wellKnown === wanted) return folder;
  const folder = mailbox.folders.get(id);
  if (!folder) throw notFound();
  return folder;
}

function contact(call: Call, card: Card, action: string | undefined, parts: RouteParts): Answer {
  if (action !== undefined) {
    if (!/^(microsoft\.graph\.)?permanentDelete$/i.test(action)) throw noSegment(action);
    if (call.method !== 'POST') throw notAllowed(call.method);
    return deleteForGood(call, card, parts);
  }
  switch (call.method) {
    case 'GET':
      return getContact(call, card, parts);
    case 'PATCH':
      return updateContact(call, card, parts);
    case 'DELETE':
      return deleteContact(call, card, parts);
    default:
      throw notAllowed(call.method);
  }
}

/** `rest` is what follows `contacts`; `folder` null: `/me/contacts`. */
function contacts(call: Call, rest: readonly string[], folder: Folder | null, parts: RouteParts): Answer {
  const [id, action, more] = rest;
  if (id === undefined) {
    if (call.method === 'GET') return listContacts(call, folder, parts);
    if (call.method === 'POST') return createContact(call, folder ?? parts.mailbox.contacts, parts);
    throw notAllowed(call.method);
  }
  if (isDelta(id)) {
    if (call.method !== 'GET') throw notAllowed(call.method);
    if (!folder && parts.switches.meContactsDelta === 'refused')
      throw badRequest('ErrorInvalidRequest', 'Change tracking is not supported on this collection.');
    return answerDelta(call, folder ?? parts.mailbox.contacts, parts);
  }
  if (more !== undefined) throw noSegment(more);
  return contact(call, cardOf(id, folder, parts), action, parts);
}

function folderNameOf(call: Call): string {
  const name = (call.body as { displayName?: unknown } | undefined)?.displayName;
  if (typeof name !== 'string' || name.trim() === '')
    throw badRequest('ErrorInvalidArgument', 'A folder needs a displayName.');
  return name;
}

function folderList(call: Call, folders: Folder[], mailbox: Mailbox): Answer {
  const value = folders.map((folder) => presentFolder(folder, mailbox.folders.values()));
  return ok({ '@odata.context': `${call.base}/$metadata#contactFolders`, value });
}

/** "contactFolder: delta": small lists, so a round is one page. */
function folderDelta(call: Call, mailbox: Mailbox): Answer {
  const since = Number(call.query.get('$deltatoken') ?? 0);
  if (!Number.isInteger(since)) throw badRequest('SyncStateInvalid', 'Badly formed token.');
  const changed = mailbox
    .contactFolders()
    .filter((folder) => folder.wellKnown === null && folder.seq > since);
  const removed = since === 0 ? [] : mailbox.removedFolders.filter((folder) => folder.seq > since);
  return ok({
    '@odata.context': `${call.base}/$metadata#contactFolders`,
    value: [
      ...changed.map((folder) => presentFolder(folder, mailbox.folders.values())),
      ...removed.map(({ id }) => ({ id, '@removed': { reason: 'deleted' } })),
    ],
    '@odata.deltaLink': `${call.base}/me/contactFolders/delta?$deltatoken=${mailbox.seq}`,
  });
}

function oneFolder(call: Call, folder: Folder, mailbox: Mailbox): Answer {
  switch (call.method) {
    case 'GET':
      return ok({
        '@odata.context': `${call.base}/$metadata#contactFolders/$entity`,
        ...presentFolder(folder, mailbox.folders.values()),
      });
    case 'PATCH':
      folder.displayName = folderNameOf(call);
      return ok(presentFolder(folder, mailbox.folders.values()));
    case 'DELETE':
      mailbox.removeFolder(folder);
      mailbox.record({
        by: 'app',
        action: 'folderDeleted',
        cardId: folder.id,
        properties: [],
        values: {},
        before: {},
        requestId: call.requestId,
      });
      return noContent();
    default:
      throw notAllowed(call.method);
  }
}

function childFolders(call: Call, parent: Folder, mailbox: Mailbox): Answer {
  if (call.method === 'GET')
    return folderList(
      call,
      mailbox.contactFolders().filter((folder) => folder.parent === parent),
      mailbox,
    );
  if (call.method !== 'POST') throw notAllowed(call.method);
  const folder = mailbox.makeFolder(folderNameOf(call), parent);
  const [cardId, properties, values] = [folder.id, ['displayName'], { displayName: folder.displayName }];
  mailbox.record({
    by: 'app',
    action: 'folderMade',
    cardId,
    properties,
    values,
    before: {},
    requestId: call.requestId,
  });
  return created(presentFolder(folder, mailbox.folders.values()));
}

function contactFolders(call: Call, rest: readonly string[], parts: RouteParts): Answer {
  const { mailbox } = parts;
  const [id, collection, ...more] = rest;
  // The list leaves the default folder out; its children are what it shows ("List contactFolders").
  if (id === undefined) return childFolders(call, mailbox.contacts, mailbox);
  if (isDelta(id)) return folderDelta(call, mailbox);
  const folder = folderOf(id, mailbox);
  if (collection === undefined) return oneFolder(call, folder, mailbox);
  if (collection === 'contacts') return contacts(call, more, folder, parts);
  if (collection === 'childFolders' && more.length === 0) return childFolders(call, folder, mailbox);
  throw noSegment(collection);
}

function mailFolders(call: Call, rest: readonly string[], mailbox: Mailbox): Answer {
  const [id, more] = rest;
  if (id === undefined || more !== undefined) throw noSegment(more ?? 'mailFolders');
  if (call.method !== 'GET') throw notAllowed(call.method);
  const folder = folderOf(id, mailbox);
  if (folder !== mailbox.deletedItems) throw notFound();
  return ok({
    '@odata.context': `${call.base}/$metadata#mailFolders/$entity`,
    ...presentFolder(folder, mailbox.folders.values()),
  });
}

/** "user: translateExchangeIds": at most 1,000 ids; ids that do not exist are left out. */
function translateIds(call: Call, mailbox: Mailbox): Answer {
  if (call.method !== 'POST') throw notAllowed(call.method);
  const { inputIds, targetIdType } = (call.body ?? {}) as { inputIds?: unknown; targetIdType?: unknown };
  if (!Array.isArray(inputIds) || inputIds.length > 1_000)
    throw badRequest('ErrorInvalidArgument', 'inputIds takes 1 to 1000 ids.');
  const immutable = targetIdType === 'restImmutableEntryId';
  const value = (inputIds as string[]).flatMap((sourceId) => {
    const card = mailbox.find(sourceId);
    return card ? [{ sourceId, targetId: immutable ? card.immutableId : card.id }] : [];
  });
  return ok({ value });
}

/** Everything under `/me` or `/users/{id}`. */
export function answerMailbox(call: Call, rest: readonly string[], parts: RouteParts): Answer {
  const [collection, ...more] = rest;
  switch (collection) {
    case undefined:
      if (call.method !== 'GET') throw notAllowed(call.method);
      return ok({ '@odata.context': `${call.base}/$metadata#users/$entity`, ...presentUser(call.user) });
    case 'contacts':
      return contacts(call, more, null, parts);
    case 'contactFolders':
      return contactFolders(call, more, parts);
    case 'mailFolders':
      return mailFolders(call, more, parts.mailbox);
    case 'translateExchangeIds':
      return translateIds(call, parts.mailbox);
    default:
      throw noSegment(collection);
  }
}

/** What follows `/me` or the caller's own `/users/{id}`; delegated permission reaches no other mailbox. */
export function mailboxPath(call: Call): readonly string[] | null {
  const [root, id, ...rest] = call.segments;
  if (root === 'me') return call.segments.slice(1);
  if (root !== 'users' || id === undefined) return null;
  const wanted = id.toLowerCase();
  if (wanted !== call.user.id && wanted !== call.user.userPrincipalName.toLowerCase())
    throw new Problem(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  return rest;
}
