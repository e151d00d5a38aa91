/**
 * Reading and writing contacts ("Get contact", "List contacts", "Create contact", "Update contact", "Delete
 * contact", "contact: permanentDelete").
 */
import type { SandboxClock } from '../clock.ts';
import { created, noContent, ok, wantsImmutableIds, type Answer, type Call } from './call.ts';
import type { AuditAction, Card, Folder } from './entities.ts';
import { readExpand, readExtended } from './extended-properties.ts';
import { readValues, type CardField } from './fields.ts';
import { readFilter, type Filter } from './filter.ts';
import { etagOf, type Mailbox } from './mailbox.ts';
import { presentation, presentCard, readSelect, type Presentation } from './present.ts';
import { badRequest, notFound, Problem } from './problem.ts';
import type { Switches } from './switches.ts';

export interface ContactParts {
  readonly mailbox: Mailbox;
  readonly switches: Readonly<Switches>;
  readonly clock: SandboxClock;
}

const PAGE_LIMIT = 1_000;
const DEFAULT_PAGE = 10;

function howToPresent(call: Call, switches: Readonly<Switches>): Presentation {
  const select = readSelect(call.query.get('$select'));
  return presentation(call, switches, select, readExpand(call.query.get('$expand')));
}

const preferenceApplied = (call: Call): Record<string, string> =>
  wantsImmutableIds(call) ? { 'preference-applied': 'IdType="ImmutableId"' } : {};

function bodyOf(call: Call): Record<string, unknown> {
  if (call.body === null || typeof call.body !== 'object' || Array.isArray(call.body))
    throw badRequest('RequestBodyRead', 'A JSON object is expected in the request body.');
  return call.body as Record<string, unknown>;
}

/** The card of an id; `folder` narrows the search when the path names one. */
export function cardOf(id: string, folder: Folder | null, parts: ContactParts): Card {
  const { mailbox, switches } = parts;
  const card = switches.readsAreEmpty ? undefined : mailbox.find(id);
  if (!card || (folder && card.folder !== folder)) throw notFound();
  if (card.folder === mailbox.deletedItems && switches.deletedCards === 'gone') throw notFound();
  return card;
}

function checkEtag(call: Call, card: Card, switches: Readonly<Switches>): void {
  const given = call.headers['if-match'];
  if (given === undefined || given.trim() === '*' || switches.staleEtag === 'ignored') return;
  const tags = given.split(',').map((tag) => tag.trim());
  if (!tags.includes(etagOf(card)))
    throw new Problem(
      switches.staleEtag,
      'ErrorIrresolvableConflict',
      'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
    );
}

function record(
  call: Call,
  action: AuditAction,
  card: Card,
  parts: ContactParts,
  before: Card['values'] = {},
): void {
  const { requestId, inBatch } = call;
  const values = action === 'created' || action === 'updated' ? (call.body as Record<string, unknown>) : {};
  const properties = Object.keys(values);
  const old: Record<string, unknown> = {};
  for (const name of properties) if (name in before) old[name] = before[name as CardField];
  parts.mailbox.record({
    by: 'app',
    action,
    cardId: card.immutableId,
    properties,
    values,
    before: old,
    requestId,
    inBatch,
  });
}

export function createContact(call: Call, folder: Folder, parts: ContactParts): Answer {
  const body = bodyOf(call);
  const values = readValues(body);
  const given = body['singleValueExtendedProperties'];
  const extended = given === undefined ? new Map<string, never>() : readExtended(given);
  const card = parts.mailbox.create(folder, values, extended);
  record(call, 'created', card, parts);
  const how = { ...howToPresent(call, parts.switches), expand: null };
  const shown = presentCard(card, how);
  const location = `${call.base}/users/${parts.mailbox.userId}/contacts/${encodeURIComponent(String(shown['id']))}`;
  const answer = created({ '@odata.context': `${call.base}/$metadata#contacts/$entity`, ...shown }, location);
  return { ...answer, headers: { ...answer.headers, ...preferenceApplied(call), etag: etagOf(card) } };
}

export function getContact(call: Call, card: Card, parts: ContactParts): Answer {
  const shown = presentCard(card, howToPresent(call, parts.switches));
  return ok(
    { '@odata.context': `${call.base}/$metadata#contacts/$entity`, ...shown },
    preferenceApplied(call),
  );
}

export function updateContact(call: Call, card: Card, parts: ContactParts): Answer {
  const body = bodyOf(call);
  const values = readValues(body);
  const given = body['singleValueExtendedProperties'];
  const extended = given === undefined ? new Map<string, never>() : readExtended(given);
  checkEtag(call, card, parts.switches);
  const before = card.values;
  parts.mailbox.update(card, values, extended);
  record(call, 'updated', card, parts, before);
  const how = { ...howToPresent(call, parts.switches), expand: null };
  return ok(
    { '@odata.context': `${call.base}/$metadata#contacts/$entity`, ...presentCard(card, how) },
    preferenceApplied(call),
  );
}

/** To Deleted Items; from there, gone. */
export function deleteContact(call: Call, card: Card, parts: ContactParts): Answer {
  const { mailbox } = parts;
  checkEtag(call, card, parts.switches);
  if (card.folder === mailbox.deletedItems) return deleteForGood(call, card, parts);
  record(call, 'deleted', card, parts);
  mailbox.move(card, mailbox.deletedItems);
  return noContent();
}

export function deleteForGood(call: Call, card: Card, parts: ContactParts): Answer {
  checkEtag(call, card, parts.switches);
  record(call, 'deletedForGood', card, parts);
  parts.mailbox.destroy(card);
  return noContent();
}

function wholeNumber(query: URLSearchParams, name: string): number | null {
  const given = query.get(name);
  if (given === null) return null;
  if (!/^\d+$/.test(given)) throw badRequest('ErrorInvalidUrlQuery', `'${name}' must be a whole number.`);
  return Number(given);
}

/** Cards that `$filter` may not see yet: the look-up by property lags behind the write. */
function isUnseen(card: Card, parts: ContactParts): boolean {
  if (card.missesLeft > 0) {
    card.missesLeft -= 1;
    return true;
  }
  return card.foundFrom > parts.clock.now();
}

function filtered(filter: Filter, folder: Folder | null, parts: ContactParts): Card[] {
  const { mailbox, switches } = parts;
  if (switches.readsAreEmpty) return [];
  const inScope = (card: Card): boolean => {
    if (folder) return card.folder === folder;
    if (switches.findScope === 'defaultFolder') return card.folder === mailbox.contacts;
    return card.folder !== mailbox.deletedItems || switches.findScope === 'mailboxAndDeletedItems';
  };
  if (filter.lookUp) {
    const found = [...mailbox.findByProperty(filter.lookUp.key, filter.lookUp.value)].filter(inScope);
    return found.filter((card) => !isUnseen(card, parts));
  }
  const all = [...mailbox.folders.values()].flatMap((each) => [...each.cards.values()]);
  const found = all.filter((card) => inScope(card) && filter.test(card));
  return filter.usesExtended ? found.filter((card) => !isUnseen(card, parts)) : found;
}

function listed(folder: Folder | null, parts: ContactParts): Card[] {
  const { mailbox, switches } = parts;
  if (switches.readsAreEmpty) return [];
  if (folder) return [...folder.cards.values()];
  if (switches.listScope === 'defaultFolder') return [...mailbox.contacts.cards.values()];
  return mailbox.contactFolders().flatMap((each) => [...each.cards.values()]);
}

function ordered(cards: Card[], orderby: string | null): Card[] {
  if (orderby === null) return cards;
  const [name = '', direction] = orderby.trim().split(/\s+/);
  const key = (card: Card): string | number => {
    if (name === 'lastModifiedDateTime') return card.modifiedAt;
    if (name === 'createdDateTime') return card.createdAt;
    const value = card.values[name as CardField];
    return typeof value === 'string' ? value.toLowerCase() : '';
  };
  const sign = direction?.toLowerCase() === 'desc' ? -1 : 1;
  return [...cards].sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.number - b.number));
}

/** `folder` null: `/me/contacts`. */
export function listContacts(call: Call, folder: Folder | null, parts: ContactParts): Answer {
  const { query } = call;
  if (query.has('$search'))
    throw badRequest('ErrorInvalidUrlQuery', "'$search' is not supported on contacts.");
  const top = wholeNumber(query, '$top') ?? DEFAULT_PAGE;
  if (top < 1 || top > PAGE_LIMIT)
    throw badRequest('ErrorInvalidUrlQuery', `The limit of '${PAGE_LIMIT}' for $top has been exceeded.`);
  const skip = wholeNumber(query, '$skip') ?? 0;
  const how = howToPresent(call, parts.switches);
  const expression = query.get('$filter');
  const all = ordered(
    expression === null ? listed(folder, parts) : filtered(readFilter(expression), folder, parts),
    query.get('$orderby'),
  );
  const body: Record<string, unknown> = { '@odata.context': `${call.base}/$metadata#contacts` };
  if (query.get('$count') === 'true') body['@odata.count'] = all.length;
  body['value'] = all.slice(skip, skip + top).map((card) => presentCard(card, how));
  if (skip + top < all.length) {
    const next = new URLSearchParams(query);
    next.set('$top', String(top));
    next.set('$skip', String(skip + top));
    const path = call.segments.map(encodeURIComponent).join('/');
    body['@odata.nextLink'] = `${call.base}/${path}?${next.toString()}`;
  }
  return ok(body, preferenceApplied(call));
}
