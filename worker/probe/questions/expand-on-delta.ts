/** 1: does a delta bring the connector ID along when asked by `$expand`? And what else does an item bring of a change? */
import { etagOf } from '../../graph/read-cards.ts';
import { answered, type Question } from '../question.ts';
import { deltaOf, folderPath, FolderWatch, type Item } from '../watch.ts';
import { ProbeFailed } from '../wire.ts';

const what = 'GET delta with $expand';

export const expandOnDelta: Question<'expandOnDelta'> = async (room) => {
  const folderId = await room.folder();
  const card = await room.make('Uitbreiding', folderId);
  const first = await room.wire.ask(what, deltaOf(folderPath(folderId), { expand: true }));
  // Busy is no answer; 500 is how events turn the same thing down.
  if (first.status < 0 || first.status === 429 || first.status > 500)
    throw new ProbeFailed(first.code ?? 'noAnswer');
  if (!first.ok) return answered('refused', { status: first.status, code: first.code });
  const started = await FolderWatch.start(room.wire, folderId, { expand: true, what });
  const tracked = { ...started, folderId };
  const isCreated = (item: Item): boolean => item.id === card.id && !item.removed;
  const later = started.items.some(isCreated)
    ? started.items
    : (await room.follow([tracked], ([items = []]) => items.some(isCreated))).items.flat();
  const atFirst = later.find(isCreated);
  if (atFirst === undefined) throw new ProbeFailed('deltaSilent');
  const changed = await room.patch(card, card.etag, { jobTitle: 'Gewijzigd' });
  const etag = etagOf(changed.body);
  const { items } = await room.follow([tracked], ([some = []]) => some.some((item) => item.etag === etag));
  const afterwards = items.flat().find((item) => item.etag === etag);
  if (afterwards === undefined) throw new ProbeFailed('deltaSilent');
  const facts = { content: contentOf(afterwards) };
  if (atFirst.connectorId !== card.connectorId) return answered('ignored', facts);
  return answered(afterwards.connectorId === card.connectorId ? 'honoured' : 'firstRoundOnly', facts);
};

/** "With at least the properties that have been updated". */
const contentOf = ({ names }: Item): string => {
  if (names.has('companyName')) return 'whole';
  return names.has('jobTitle') ? 'changedOnly' : 'idsOnly';
};
