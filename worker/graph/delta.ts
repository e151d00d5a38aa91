/**
 * One folder's changes (R13). Delta is asked for what the mapping reads (`$select`), which is enough for fingerprints of
 * cards that are not ours; `$expand` is not documented for contacts, so whoever needs the connector ID reads by id. A
 * lost token and a folder that is gone are told apart from a bad sign-in, which must never wipe a cursor.
 * https://learn.microsoft.com/graph/api/contact-delta
 */
import type { CardId, FolderId } from '../../shared/ids.ts';
import type { OutlookCard } from '../sync/fields/card.ts';
import { Trouble } from '../pass/ports.ts';
import type { DeltaItem, RemoteCursor } from '../pass/ports.ts';
import { textOf } from './answer.ts';
import { isMailboxLink, segment } from './base-url.ts';
import { bodyOf, get, succeeded } from './channel.ts';
import type { Channel } from './channel.ts';
import { classify, failureOf } from './classify.ts';
import { cardProperties, fromGraph } from './contact/contact.ts';
import { pages } from './paging.ts';
import type { Page } from './paging.ts';

const select = ['id', ...cardProperties].join(',');
const deltaPageSize = 200;
const listPageSize = 500;

export interface DeltaPage {
  readonly items: readonly DeltaItem<OutlookCard>[];
  readonly next: RemoteCursor | null;
}

export async function* delta(
  channel: Channel,
  folderId: FolderId,
  cursor: RemoteCursor | null,
): AsyncGenerator<DeltaPage | 'folderGone'> {
  // Not a link of this mailbox (another service was configured before, or the text is spoilt): the position is lost.
  if (cursor !== null && !isMailboxLink(channel.home, cursor)) throw lost();
  const path = cursor ?? `/me/contactFolders/${segment(folderId)}/contacts/delta?$select=${select}`;
  try {
    for await (const page of pages(channel.home, path, (link) => readDelta(channel, link)))
      yield { items: page.items.flatMap(itemOf), next: nextOf(page) };
  } catch (ended) {
    if (ended instanceof FolderGone) yield 'folderGone';
    else if (!(ended instanceof NoDelta)) throw ended;
    // Absence cannot be told by a listing: with a cursor, the round starts afresh and absence is confirmed by card.
    else if (cursor !== null) throw lost();
    else yield* listing(channel, folderId);
  }
}

class FolderGone extends Error {}
/** The mailbox has no room for a delta's bookkeeping; a listing needs none. */
class NoDelta extends Error {}

const lost = (): Trouble => new Trouble('graph.resync', { kind: 'resync' });

const readDelta = async (channel: Channel, link: string): Promise<Record<string, unknown>> => {
  const ended = await channel.send(get(link, { Prefer: `odata.maxpagesize=${deltaPageSize}` }));
  if (succeeded(ended)) return bodyOf(ended);
  const meaning = classify(failureOf(ended));
  const onToken = !link.startsWith('/');
  if (meaning.kind === 'gone' && !onToken) throw new FolderGone();
  // A token that the service cannot read is as good as lost; but is it the folder? The first request says.
  if (onToken && (meaning.kind === 'gone' || meaning.kind === 'refused')) throw lost();
  if (meaning.kind === 'full') throw new NoDelta();
  return bodyOf(ended);
};

const nextOf = ({ nextLink, deltaLink }: Page): RemoteCursor | null => {
  if (nextLink !== null) return null;
  // The end of a round without a position to go on from.
  if (deltaLink === null) throw new Trouble('graph.unexpected', { kind: 'bug' });
  return deltaLink;
};

/** An answer that leaves properties out does not say that they are blank. */
const isWhole = (item: Record<string, unknown>): boolean => cardProperties.every((name) => name in item);

const itemOf = (item: Record<string, unknown>): DeltaItem<OutlookCard>[] => {
  const id = textOf(item['id']);
  if (id === null) return [];
  // The reason is not looked at: for Outlook it does not tell a move from a deletion.
  const removed = item['@removed'] !== undefined && item['@removed'] !== null;
  return [
    {
      cardId: id as CardId,
      removed,
      etag: removed ? null : textOf(item['@odata.etag']),
      content: removed || !isWhole(item) ? null : fromGraph(item),
    },
  ];
};

/** Every card of the folder with its version, and no cursor: the next round starts afresh as well. */
async function* listing(channel: Channel, folderId: FolderId): AsyncGenerator<DeltaPage> {
  const path = `/me/contactFolders/${segment(folderId)}/contacts?$select=${select}&$top=${listPageSize}`;
  for await (const page of pages(channel.home, path, (link) => channel.read(get(link))))
    yield { items: page.items.flatMap(itemOf), next: null };
}
