/** 7: two cards with one address that a person merges in Outlook: which ids are left, and what became of the connector ID (R7, R10)? */
import type { Finding } from '../answers.ts';
import { ownAddress, ownPhones } from '../cards.ts';
import { answered, without, type Question } from '../question.ts';
import type { Made, Room, Sight } from '../room.ts';
import { newIds } from './new-ids.ts';

export const merge: Question<'merge'> = async (room) => {
  if (room.human === null) return without('notAsked');
  const folderId = await room.folder();
  const emailAddresses = ownAddress(room.name.slice(-6));
  const cards: readonly [Made, Made] = [
    await room.make('Eerste', folderId, { emailAddresses, businessPhones: [ownPhones.business] }),
    await room.make('Tweede', folderId, { emailAddresses, mobilePhone: ownPhones.mobile }),
  ];
  const [one, other] = cards;
  const tracked = await room.track([{ folderId }]);
  const isChanged = (card: Made, item: { id: string; removed: boolean; etag: string | null }): boolean =>
    item.id === card.id && (item.removed || item.etag !== card.etag);
  const items = await room.untilDone(
    'merge',
    { card: one.surname, other: other.surname },
    tracked,
    ([some = []]) =>
      some.some((item) => cards.some((card) => isChanged(card, item))) || newIds(room, some).length > 0,
  );
  if (items === null) return without('timedOut');
  const sights = [await room.see(one.id), await room.see(other.id)] as const;
  const added = await seen(room, newIds(room, items.flat()));
  return answered(findingOf(cards, sights, folderId, added), {
    firstStays: isAlive(sights[0], folderId),
    secondStays: isAlive(sights[1], folderId),
    firstFoundById: sights[0] !== null,
    secondFoundById: sights[1] !== null,
    newCards: added.length,
    newCardHasProperty: added.some(({ connectorId }) => connectorId !== null),
  });
};

const seen = async (room: Room, ids: readonly string[]): Promise<Sight[]> => {
  const sights: Sight[] = [];
  for (const id of ids) {
    const sight = await room.see(id);
    if (sight === null) continue;
    room.remember(id);
    sights.push(sight);
  }
  return sights;
};

const isAlive = (sight: Sight | null, folderId: string): sight is Sight =>
  sight !== null && sight.folderId === folderId;

const findingOf = (
  cards: readonly [Made, Made],
  sights: readonly [Sight | null, Sight | null],
  folderId: string,
  added: readonly Sight[],
): Finding<'merge'> => {
  const alive = sights.flatMap((sight, at) => (isAlive(sight, folderId) ? [{ sight, at }] : []));
  if (alive.length === 2) return 'bothStay';
  const [survivor] = alive;
  if (survivor === undefined) return added.length > 0 ? 'newCard' : 'noneLeft';
  const { connectorId } = survivor.sight;
  if (connectorId === cards[survivor.at]?.connectorId) return 'keepsProperty';
  return connectorId === cards[1 - survivor.at]?.connectorId ? 'takesOther' : 'losesProperty';
};
