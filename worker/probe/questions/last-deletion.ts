/**
 * 6: is the deletion of a folder's last card told, as that of the one before is? And is a deleted card still found by its id (R9)?
 * In a folder of its own, where nothing else happens.
 */
import { answered, type Question } from '../question.ts';
import type { Made, Room, Tracked } from '../room.ts';
import { FolderWatch, type Item } from '../watch.ts';
import { ProbeFailed } from '../wire.ts';

const removalTold = async (
  room: Room,
  tracked: Tracked,
  card: Made,
): Promise<{ tookMs: number | null; reason: string | null }> => {
  const gone = await room.remove(card, card.etag);
  if (!gone.ok) throw new ProbeFailed(gone.code ?? `http${gone.status}`);
  const isIt = (item: Item): boolean => item.removed && item.id === card.id;
  const { items, tookMs } = await room.follow([tracked], ([some = []]) => some.some(isIt));
  return { tookMs, reason: items.flat().find(isIt)?.reason ?? null };
};

export const lastDeletion: Question<'lastDeletion'> = async (room) => {
  const folderId = await room.folder('C');
  const [one, last] = [await room.make('Voorlaatste', folderId), await room.make('Laatste', folderId)];
  const started = await FolderWatch.start(room.wire, folderId);
  const tracked = { ...started, folderId };
  const known = new Set(started.items.map(({ id }) => id));
  if (!known.has(one.id) || !known.has(last.id)) {
    const { tookMs } = await room.follow([tracked], ([items = []]) =>
      [one, last].every(({ id }) => known.has(id) || items.some((item) => item.id === id)),
    );
    if (tookMs === null) throw new ProbeFailed('deltaSilent');
  }
  const first = await removalTold(room, tracked, one);
  const second = await removalTold(room, tracked, last);
  const deleted = await room.see(last.id, 'GET deleted contact');
  const facts = {
    firstMs: first.tookMs,
    lastMs: second.tookMs,
    reason: second.reason ?? first.reason,
    deletedCardById: deleted === null ? 'gone' : 'found',
  };
  if (second.tookMs !== null) return answered('told', facts);
  // Perhaps with the next change of the folder.
  const next = await room.make('Volgende', folderId);
  const { items } = await room.follow([tracked], ([some = []]) => some.some(({ id }) => id === next.id));
  if (items.flat().some(({ id, removed }) => removed && id === last.id)) return answered('toldLater', facts);
  return answered(first.tookMs === null ? 'noneTold' : 'lastNotTold', facts);
};
