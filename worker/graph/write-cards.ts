/**
 * Writing cards. A create is posted once and never blindly again (R11); an update carries If-Match (R13). What may
 * have happened is returned item by item; thrown is only the loss of the lease.
 * https://learn.microsoft.com/graph/api/user-post-contacts, /graph/api/contact-update
 */
import type { CardId, FolderId } from '../../shared/ids.ts';
import { Trouble } from '../pass/ports.ts';
import type { CardCreate, CardUpdate, CreateResult, DiscardResult, UpdateResult } from '../pass/ports.ts';
import type { OutlookCard } from '../sync/fields/card.ts';
import { isObject, textOf } from './answer.ts';
import { segment } from './base-url.ts';
import { inBatches, sendBatch } from './batch.ts';
import { succeeded } from './channel.ts';
import type { Channel, Ended, GraphRequest } from './channel.ts';
import { classify, failureOf, mayBeStored, troubleOf } from './classify.ts';
import { toGraphConnectorId } from './connector-id.ts';
import { fromGraph, namesOf, toGraph, toGraphChanges } from './contact/contact.ts';
import type { Folders } from './folders.ts';
import { etagOf } from './read-cards.ts';

type Created = CreateResult<OutlookCard>;
type Updated = UpdateResult<OutlookCard>;
type NotSent = Extract<Created, { outcome: 'notSent' }>;
type Unclear = Extract<Created, { outcome: 'unclear' }>;

/** Sends in batches, in order. After a batch in which nothing came through, the rest is not sent any more. */
const writeAll = async <Item, Result>(
  channel: Channel,
  items: readonly Item[],
  toRequest: (item: Item) => GraphRequest,
  toResult: (item: Item, ended: Ended) => Promise<Result>,
): Promise<(Result | NotSent)[]> => {
  const results: (Result | NotSent)[] = [];
  let trouble: Trouble | null = null;
  for (const batch of inBatches(items)) {
    if (trouble === null) {
      const ended = await sentBatch(channel, batch.map(toRequest));
      if (ended instanceof Trouble) trouble = ended;
      else {
        for (const [index, one] of ended.entries()) results.push(await toResult(batch[index] as Item, one));
        trouble = endsAll(ended);
        continue;
      }
    }
    const notSent: NotSent = { outcome: 'notSent', trouble };
    results.push(...batch.map(() => notSent));
  }
  return results;
};

/** Trouble before anything was taken is returned; a lost lease ends everything. */
const sentBatch = async (channel: Channel, requests: readonly GraphRequest[]): Promise<Ended[] | Trouble> => {
  try {
    return await sendBatch(channel, requests);
  } catch (error) {
    if (error instanceof Trouble && error.what.kind !== 'leaseLost') return error;
    throw error;
  }
};

/** What stops the batches after this one: the service is out of reach, busy for long, or turns the token down. */
const endsAll = (ended: readonly Ended[]): Trouble | null => {
  const troubles = ended.map((one) => (succeeded(one) ? null : passing(one)));
  return troubles.every((trouble) => trouble !== null) ? (troubles[0] ?? null) : null;
};

const passing = (ended: Ended): Trouble | null => {
  const meaning = classify(failureOf(ended));
  const { kind } = meaning;
  const onlyThisCard = kind === 'refused' || kind === 'gone' || kind === 'stale' || kind === 'bug';
  return onlyThisCard ? null : troubleOf(meaning);
};

const failed = (ended: Ended): NotSent | Unclear | { outcome: 'refused'; code: string } => {
  const failure = failureOf(ended);
  if (mayBeStored(failure)) return { outcome: 'unclear' };
  const meaning = classify(failure);
  if (meaning.kind === 'refused') return { outcome: 'refused', code: meaning.code };
  return { outcome: 'notSent', trouble: troubleOf(meaning) };
};

export const createCards = (
  channel: Channel,
  folders: Folders,
  creates: readonly CardCreate<OutlookCard>[],
): Promise<Created[]> =>
  writeAll<CardCreate<OutlookCard>, Created>(channel, creates, toPost, ({ card }, ended) =>
    created(folders, card, ended),
  );

const toPost = ({ card, connectorId }: CardCreate<OutlookCard>): GraphRequest => ({
  method: 'POST',
  path: '/me/contacts',
  body: { ...toGraph(card), ...toGraphConnectorId(connectorId) },
  repeat: 'whenThrottled',
  writes: true,
});

const created = async (folders: Folders, wanted: OutlookCard, ended: Ended): Promise<Created> => {
  if (!succeeded(ended)) {
    const { kind } = classify(failureOf(ended));
    // "Not there" in answer to a create: the folder or the mailbox will not take it.
    return kind === 'gone' ? { outcome: 'refused', code: failureOf(ended).code ?? 'http404' } : failed(ended);
  }
  const contact = isObject(ended.body) ? ended.body : {};
  const cardId = textOf(contact['id']);
  const etag = etagOf(contact);
  // A success that does not name the card is looked up like any other unclear one.
  if (cardId === null || etag === null) return { outcome: 'unclear' };
  const folderId = (textOf(contact['parentFolderId']) ?? (await folders.defaultFolder())) as FolderId;
  return { outcome: 'created', cardId: cardId as CardId, etag, folderId, ...cardOf(wanted, contact) };
};

/** The card as stored, when the answer speaks of all that should be on it: silence is not taken for a blank. */
const cardOf = (wanted: OutlookCard, contact: Record<string, unknown>): { card?: OutlookCard } =>
  Object.keys(toGraph(wanted)).every((name) => name in contact) ? { card: fromGraph(contact) } : {};

export const updateCards = async (
  channel: Channel,
  updates: readonly CardUpdate<OutlookCard>[],
): Promise<Updated[]> => {
  const bodies = new Map(updates.map((update) => [update, toBody(update)]));
  const toWrite = updates.filter((update) => bodies.get(update) !== null);
  const results = await writeAll<CardUpdate<OutlookCard>, Updated>(
    channel,
    toWrite,
    (update) => toPatch(update, bodies.get(update) ?? {}),
    async ({ card }, ended) => updated(card, ended),
  );
  const written = new Map(toWrite.map((update, index) => [update, results[index] as Updated]));
  // Nothing differs, nothing is asked of the connector ID: the card is what it was.
  return updates.map((update) => written.get(update) ?? { outcome: 'updated', etag: update.etag });
};

const toBody = ({ before, card, connectorId }: CardUpdate<OutlookCard>): Record<string, unknown> | null => {
  const changes = toGraphChanges(before, card);
  if (connectorId === undefined) return changes;
  return { ...(changes ?? namesOf(card)), ...toGraphConnectorId(connectorId) };
};

const toPatch = ({ cardId, etag }: CardUpdate<OutlookCard>, body: Record<string, unknown>): GraphRequest => ({
  method: 'PATCH',
  path: `/me/contacts/${segment(cardId)}`,
  headers: { 'If-Match': etag },
  body,
  repeat: 'whenThrottled',
  writes: true,
});

const updated = (wanted: OutlookCard, ended: Ended): Updated => {
  if (succeeded(ended)) {
    const contact = isObject(ended.body) ? ended.body : {};
    const etag = etagOf(contact);
    // Without the version that was made, a reading later could take another's edit for our own.
    return etag === null ? { outcome: 'unclear' } : { outcome: 'updated', etag, ...cardOf(wanted, contact) };
  }
  const { kind } = classify(failureOf(ended));
  if (kind === 'stale') return { outcome: 'stale' };
  if (kind === 'gone') return { outcome: 'gone' };
  return failed(ended);
};

/**
 * R8: to Deleted Items, by `DELETE`: contacts have no `move`, and a deleted one is kept there for its user.
 * https://learn.microsoft.com/graph/api/contact-delete
 */
export const discardCards = (
  channel: Channel,
  cards: readonly { readonly cardId: CardId; readonly etag: string }[],
): Promise<DiscardResult[]> =>
  writeAll<{ readonly cardId: CardId; readonly etag: string }, DiscardResult>(
    channel,
    cards,
    ({ cardId, etag }) => ({
      method: 'DELETE',
      path: `/me/contacts/${segment(cardId)}`,
      headers: { 'If-Match': etag },
      repeat: 'whenThrottled',
      writes: true,
    }),
    async (_card, ended) => {
      if (succeeded(ended)) return { outcome: 'discarded' };
      const { kind } = classify(failureOf(ended));
      if (kind === 'stale') return { outcome: 'stale' };
      if (kind === 'gone') return { outcome: 'gone' };
      return failed(ended);
    },
  );
