/**
 * Takes away what the probe made, and nothing else: the one place of this product that deletes (R8 is about everything else).
 * After a run by its own list of ids; after a crash by the folders' names and the cards' connector IDs. Each card is looked at
 * once more before it goes, goes under If-Match, and stays when anything stands on it that the probe did not write.
 */
import { textOf } from '../graph/answer.ts';
import { segment } from '../graph/base-url.ts';
import { get } from '../graph/channel.ts';
import { expandConnectorId, filterByConnectorIdStart } from '../graph/connector-id.ts';
import { etagOf } from '../graph/read-cards.ts';
import type { CleanedUp } from './answers.ts';
import { connectorIdStart, isProbeCard, isProbeName, markSelect } from './cards.ts';
import { folderPath } from './watch.ts';
import type { Wire } from './wire.ts';

export interface Leftovers {
  readonly cardIds: Iterable<string>;
  readonly folderIds: Iterable<string>;
}

const read = `$select=${markSelect}&$expand=${expandConnectorId}`;
const pageSize = 200;

/** A changed version is looked at anew this often. */
const lookAgain = 3;

type Gone = 'removed' | 'kept' | 'left' | 'notThere';

const removeCard = async (wire: Wire, id: string): Promise<Gone> => {
  for (let look = 0; look < lookAgain; look += 1) {
    const seen = await wire.ask('GET contact', get(`/me/contacts/${segment(id)}?${read}`));
    if (seen.status === 404) return 'notThere';
    if (!seen.ok) return 'left';
    if (!isProbeCard(seen.body)) return 'kept';
    const headers = { 'If-Match': etagOf(seen.body) ?? '' };
    const common = { headers, repeat: 'whenThrottled', writes: true } as const;
    const path = `/me/contacts/${segment(id)}`;
    // https://learn.microsoft.com/graph/api/contact-permanentdelete; elsewhere Deleted Items will do.
    const purged = await wire.ask('POST permanentDelete', {
      method: 'POST',
      path: `${path}/permanentDelete`,
      ...common,
    });
    if (purged.ok) return 'removed';
    const isStale = purged.status === 409 || purged.status === 412;
    if (!isStale) {
      const deleted = await wire.ask('DELETE contact', { method: 'DELETE', path, ...common });
      if (deleted.ok || deleted.status === 404) return 'removed';
    }
  }
  return 'left';
};

/** A folder goes when nothing is left in it; cards that are not the probe's keep it. */
const removeFolder = async (
  wire: Wire,
  id: string,
  onCard: (cardId: string, gone: Gone) => void,
): Promise<Gone> => {
  const path = folderPath(id);
  const listing = get(`${path}/contacts?${read}&$top=${pageSize}`);
  const known = await wire.ask('GET contactFolder', get(`${path}?$select=id,displayName`));
  if (known.status === 404) return 'notThere';
  if (!known.ok) return 'left';
  if (!isProbeName(textOf(known.body['displayName']))) return 'kept';
  const { items } = await wire.list('GET contacts of the folder', listing);
  const cardIds = items.flatMap((item) => textOf(item['id']) ?? []);
  await Promise.all(cardIds.map(async (cardId) => onCard(cardId, await removeCard(wire, cardId))));
  const rest = await wire.list('GET contacts of the folder', listing);
  const children = await wire.list('GET childFolders', get(`${path}/childFolders?$select=id`));
  if (rest.items.some(isProbeCard)) return 'left';
  if (rest.items.length + children.items.length > 0) return 'kept';
  const gone = await wire.ask('DELETE contactFolder', {
    method: 'DELETE',
    path,
    repeat: 'whenThrottled',
    writes: true,
  });
  return gone.ok ? 'removed' : 'left';
};

/** Throws what the channel throws; may be repeated. */
export const cleanUp = async (wire: Wire, { cardIds, folderIds }: Leftovers): Promise<CleanedUp> => {
  const done = { cards: 0, folders: 0, notThere: 0, left: 0 };
  const kept = new Set<string>();
  const count = (gone: Gone): void => {
    if (gone === 'removed') done.cards += 1;
    if (gone === 'left') done.left += 1;
    if (gone === 'notThere') done.notThere += 1;
  };
  // The channel lets through as many at a time as the service allows.
  const looked = await Promise.all(
    [...cardIds].map(async (id) => ({ id, gone: await removeCard(wire, id) })),
  );
  for (const { id, gone } of looked) {
    if (gone === 'kept') kept.add(id);
    count(gone);
  }
  for (const id of folderIds) {
    const gone = await removeFolder(wire, id, (cardId, card) => {
      if (card === 'kept') kept.add(cardId);
      count(card);
    });
    if (gone === 'removed') done.folders += 1;
    if (gone === 'left') done.left += 1;
  }
  return { ...done, kept: kept.size };
};

/** What earlier runs have left: by name, and by connector ID wherever the service looks. */
export const leftovers = async (wire: Wire): Promise<Leftovers> => {
  const { items } = await wire.list('GET contactFolders', get(`/me/contactFolders?$top=${pageSize}`));
  const folders = items.filter((folder) => isProbeName(textOf(folder['displayName'])));
  const filter = filterByConnectorIdStart(connectorIdStart);
  const found: string[] = [];
  for (const where of ['/me', folderPath('deleteditems')]) {
    const path = `${where}/contacts?$filter=${filter}&${read}&$top=${pageSize}`;
    const first = await wire.ask('GET $filter by the start of the connector ID', get(path));
    // Not every service looks through Deleted Items, and none says that it takes this filter there.
    if (!first.ok) continue;
    const { items: cards } = await wire.list('GET $filter by the start of the connector ID', get(path));
    found.push(...cards.filter(isProbeCard).flatMap(({ id }) => textOf(id) ?? []));
  }
  return { cardIds: new Set(found), folderIds: folders.flatMap(({ id }) => textOf(id) ?? []) };
};
