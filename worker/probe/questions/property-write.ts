/** 5: does an update of nothing but the connector ID give the card a new version, and bring it into the delta (R6, R10)? */
import { toGraphConnectorId } from '../../graph/connector-id.ts';
import type { Finding } from '../answers.ts';
import { answered, type Question } from '../question.ts';
import { ProbeFailed } from '../wire.ts';

export const propertyWrite: Question<'propertyWrite'> = async (room) => {
  const folderId = await room.folder();
  const card = await room.make('Kenmerk', folderId);
  const tracked = await room.track([{ folderId }]);
  const connectorId = room.newConnectorId();
  const written = await room.patch(card, card.etag, toGraphConnectorId(connectorId), 'PATCH connector ID');
  if (!written.ok) throw new ProbeFailed(written.code ?? `http${written.status}`);
  const now = await room.see(card.id);
  if (now?.connectorId !== connectorId) throw new ProbeFailed('propertyNotKept');
  const isNew = now.etag !== card.etag;
  const [items = []] = await room.toldOf(tracked);
  // An item of the version before may be a replay.
  const shows = items.some(({ id, removed, etag }) => id === card.id && !removed && etag === now.etag);
  return answered(findingOf(isNew, shows));
};

const findingOf = (isNew: boolean, shows: boolean): Finding<'propertyWrite'> => {
  if (shows) return isNew ? 'comesBack' : 'deltaOnly';
  return isNew ? 'etagOnly' : 'silent';
};
