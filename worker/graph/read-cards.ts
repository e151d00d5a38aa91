/** Reading cards: by id, by connector ID, and the connector IDs of a folder. Writes nothing. */
import type { CardId, ConnectorId, FolderId } from '../../shared/ids.ts';
import type { OutlookCard } from '../sync/fields/card.ts';
import type { CardReading } from '../sync/link.ts';
import { textOf } from './answer.ts';
import { segment } from './base-url.ts';
import { inBatches, sendBatch } from './batch.ts';
import { bodyOf, get, succeeded } from './channel.ts';
import type { Channel } from './channel.ts';
import { classify, failureOf } from './classify.ts';
import { expandConnectorId, filterByConnectorId, fromGraphConnectorId } from './connector-id.ts';
import { cardProperties, fromGraph } from './contact/contact.ts';
import type { Folders } from './folders.ts';
import { pageOf, pages } from './paging.ts';

const select = ['id', 'changeKey', 'lastModifiedDateTime', 'parentFolderId', ...cardProperties].join(',');
const idPageSize = 500;
/** Copies of one card are few; a page of this size needs no second. */
const findPageSize = 100;

/** Version of a card: Graph builds the etag from the change key. */
export const etagOf = (contact: Record<string, unknown>): string | null => {
  const changeKey = textOf(contact['changeKey']);
  return textOf(contact['@odata.etag']) ?? (changeKey === null ? null : `W/"${changeKey}"`);
};

/** An id without a card is absent from the map. */
export const readCards = async (
  channel: Channel,
  folders: Folders,
  cardIds: readonly CardId[],
): Promise<Map<CardId, CardReading<OutlookCard>>> => {
  const readings = new Map<CardId, CardReading<OutlookCard>>();
  for (const ids of inBatches([...new Set(cardIds)])) {
    const ended = await sendBatch(
      channel,
      ids.map((id) => get(`/me/contacts/${segment(id)}?$select=${select}&$expand=${expandConnectorId}`)),
    );
    for (const [index, one] of ended.entries()) {
      if (!succeeded(one) && classify(failureOf(one)).kind === 'gone') continue;
      const id = ids[index] as CardId;
      readings.set(id, await readingOf(folders, id, bodyOf(one)));
    }
  }
  return readings;
};

const readingOf = async (
  folders: Folders,
  cardId: CardId,
  contact: Record<string, unknown>,
): Promise<CardReading<OutlookCard>> => {
  const folderId = (textOf(contact['parentFolderId']) ?? (await folders.defaultFolder())) as FolderId;
  return {
    cardId,
    etag: etagOf(contact) ?? '',
    folderId,
    inDeletedItems: await folders.isRemoved(folderId),
    connectorId: fromGraphConnectorId(contact),
    changedAt: textOf(contact['lastModifiedDateTime']),
    content: fromGraph(contact),
  };
};

export async function* connectorIdsIn(
  channel: Channel,
  folderId: FolderId,
): AsyncGenerator<{ readonly cardId: CardId; readonly connectorId: ConnectorId }> {
  const path = `/me/contactFolders/${segment(folderId)}/contacts?$select=id&$expand=${expandConnectorId}&$top=${idPageSize}`;
  for await (const page of pages(channel.home, path, (link) => channel.read(get(link))))
    for (const contact of page.items) {
      const cardId = textOf(contact['id']);
      const connectorId = fromGraphConnectorId(contact);
      if (cardId !== null && connectorId !== null) yield { cardId: cardId as CardId, connectorId };
    }
}

/** An id that no card carries is absent from the map. May lag behind a write. */
export const findCards = async (
  channel: Channel,
  folders: Folders,
  connectorIds: readonly ConnectorId[],
): Promise<Map<ConnectorId, CardId[]>> => {
  const found = await filtered(channel, connectorIds);
  const missing = new Set(connectorIds.filter((id) => !found.has(id)));
  if (missing.size === 0 || channel.line.assumptions.lookUp === 'filter') return found;
  // A service whose filter was seen to miss cards: the folder in which they are made is listed as well (R11).
  for await (const { cardId, connectorId } of connectorIdsIn(channel, await folders.defaultFolder()))
    if (missing.has(connectorId)) found.set(connectorId, [...(found.get(connectorId) ?? []), cardId]);
  return found;
};

const filtered = async (
  channel: Channel,
  connectorIds: readonly ConnectorId[],
): Promise<Map<ConnectorId, CardId[]>> => {
  const found = new Map<ConnectorId, CardId[]>();
  for (const ids of inBatches([...new Set(connectorIds)])) {
    const ended = await sendBatch(
      channel,
      ids.map((id) =>
        get(
          `/me/contacts?$filter=${filterByConnectorId(id)}&$select=id&$expand=${expandConnectorId}&$top=${findPageSize}`,
        ),
      ),
    );
    for (const [index, one] of ended.entries()) {
      const id = ids[index] as ConnectorId;
      // The service ignores case here, and one that ignored the filter would answer with strangers.
      const cards = pageOf(channel.home, bodyOf(one))
        .items.filter((contact) => fromGraphConnectorId(contact) === id.toLowerCase())
        .map((contact) => textOf(contact['id']) as CardId);
      if (cards.length > 0) found.set(id, cards);
    }
  }
  return found;
};
