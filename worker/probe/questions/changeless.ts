/**
 * 10: does the delta show cards on which nothing has changed (R6)? At rest; after an update with the values that stand there;
 * and, where a person is there, after two cards were linked in Outlook.
 */
import { etagOf } from '../../graph/read-cards.ts';
import type { Finding } from '../answers.ts';
import type { Question } from '../question.ts';
import type { Made, Room, Tracked } from '../room.ts';
import { ProbeFailed } from '../wire.ts';

const restRounds = 3;

const itemsAtRest = async (room: Room, { watch }: Tracked): Promise<number> => {
  let items = 0;
  for (let round = 0; round < restRounds; round += 1) {
    await room.rest();
    items += (await watch.next()).length;
  }
  return items;
};

/** Null: not asked, or not done in time. */
const linked = async (
  room: Room,
  tracked: readonly Tracked[],
  card: Made,
  other: Made,
): Promise<{ shows: boolean; sameValues: boolean } | null> => {
  const etags = new Map([card, other].map(({ id, etag }) => [id, etag]));
  const isNew = ({ id, etag, removed }: { id: string; etag: string | null; removed: boolean }): boolean =>
    !removed && etags.has(id) && etags.get(id) !== etag;
  const items = await room.untilDone(
    'link',
    { card: card.surname, other: other.surname },
    tracked,
    ([some = []]) => some.some(isNew),
  );
  if (items === null) return null;
  const now = [await room.see(card.id), await room.see(other.id)];
  const sameValues = now.every((sight, at) => sight?.contact['surname'] === [card, other][at]?.surname);
  return { shows: items.flat().some(isNew), sameValues };
};

export const changeless: Question<'changeless'> = async (room) => {
  const folderId = await room.folder();
  const [first, other] = [await room.make('Stil', folderId), await room.make('Stille', folderId)];
  const tracked = await room.track([{ folderId }]);
  const [only] = tracked;
  const atRest = only === undefined ? 0 : await itemsAtRest(room, only);
  const again = await room.patch(first, first.etag, { surname: first.surname }, 'PATCH with the same values');
  const etag = etagOf(again.body);
  if (!again.ok || etag === null) throw new ProbeFailed(again.code ?? `http${again.status}`);
  const [items = []] = await room.toldOf(tracked);
  const sameShows = etag !== first.etag && items.some((item) => item.id === first.id && item.etag === etag);
  const link = room.human === null ? null : await linked(room, tracked, { ...first, etag }, other);
  return {
    outcome: link === null ? 'partly' : 'answered',
    finding: findingOf(sameShows, link?.shows ?? false),
    facts: {
      itemsAtRest: atRest,
      sameValuesNewVersion: etag !== first.etag,
      linking: room.human === null ? 'notAsked' : link === null ? 'timedOut' : 'shows',
      linkingKeepsValues: link?.sameValues ?? null,
    },
  };
};

const findingOf = (same: boolean, linking: boolean): Finding<'changeless'> => {
  if (same) return linking ? 'bothShow' : 'sameValuesShow';
  return linking ? 'linkingShows' : 'quiet';
};
