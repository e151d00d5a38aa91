/** 8: does a card that a person copies in Outlook take the connector ID along (R10)? */
import { answered, without, type Question } from '../question.ts';
import { newIds } from './new-ids.ts';

export const copy: Question<'copy'> = async (room) => {
  if (room.human === null) return without('notAsked');
  const folderId = await room.folder();
  const card = await room.make('Kopie', folderId);
  const tracked = await room.track([{ folderId }]);
  const items = await room.untilDone(
    'copy',
    { card: card.surname },
    tracked,
    ([some = []]) => newIds(room, some).length > 0,
  );
  const [copyId] = newIds(room, items?.flat() ?? []);
  if (copyId === undefined) return without('timedOut');
  const sight = await room.see(copyId, 'GET copied contact');
  room.remember(copyId);
  const original = await room.see(card.id);
  return answered(sight?.connectorId === card.connectorId ? 'copied' : 'notCopied', {
    originalKeepsIt: original?.connectorId === card.connectorId,
  });
};
