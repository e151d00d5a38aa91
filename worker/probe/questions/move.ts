/**
 * 3: what two folders' deltas tell of a card that goes from one to the other, with immutable ids and without (R9). Graph has no
 * move for contacts, so a person does it; two ways that might do it after all are tried on a card of the probe's own.
 */
import { segment } from '../../graph/base-url.ts';
import type { Finding } from '../answers.ts';
import { answered, without, type Question } from '../question.ts';
import type { Made, Room } from '../room.ts';
import type { Item } from '../watch.ts';

/** Whether the app can move a card by itself. */
const moveByApp = async (
  room: Room,
  card: Made,
  to: string,
): Promise<{ moved: boolean; statuses: string }> => {
  const post = await room.wire.ask('POST contact/move', {
    method: 'POST',
    path: `/me/contacts/${segment(card.id)}/move`,
    body: { destinationId: to },
    repeat: 'whenThrottled',
    writes: true,
  });
  const isThere = async (): Promise<boolean> => (await room.see(card.id))?.folderId === to;
  if (post.ok && (await isThere())) return { moved: true, statuses: String(post.status) };
  const now = await room.see(card.id);
  const patch = await room.patch(
    card,
    now?.etag ?? card.etag,
    { parentFolderId: to },
    'PATCH parentFolderId',
  );
  const moved = patch.ok && (await isThere());
  return { moved, statuses: `${post.status} ${patch.status}` };
};

export const move: Question<'move'> = async (room) => {
  const [from, to] = [await room.folder(), await room.folder('B')];
  const trial = await moveByApp(room, await room.make('Proefverhuizing', from), to);
  const byApp = { appCanMove: trial.moved, appAnswers: trial.statuses };
  if (!trial.moved && room.human === null) return without('notAsked', byApp);
  const card = await room.make('Verhuizing', from);
  const tracked = await room.track([
    { folderId: from },
    { folderId: to },
    { folderId: from, ids: 'default' },
    { folderId: to, ids: 'default' },
  ]);
  const isThere = async (): Promise<boolean> => (await room.see(card.id))?.folderId === to;
  const shows = (lists: readonly (readonly Item[])[]): boolean =>
    lists.flat().some(({ id, removed, surname }) => removed || id === card.id || surname === card.surname);
  const early = trial.moved
    ? (await moveByApp(room, card, to), [])
    : await room.untilDone(
        'move',
        { card: card.surname, to: `${room.name} B` },
        tracked,
        async (lists) => shows(lists) || (await isThere()),
      );
  if (early === null) return without('timedOut', byApp);
  const told = await room.toldOf(tracked);
  const items = tracked.map((_, at) => [...(early[at] ?? []), ...(told[at] ?? [])]);
  return answered(findingOf(items, card), {
    ...byApp,
    ...(await factsOf(room, items, tracked[2]?.items ?? [], card, to)),
  });
};

const findingOf = ([source = [], destination = []]: Item[][], card: Made): Finding<'move'> => {
  const removed = source.some((item) => item.removed && item.id === card.id);
  const added = destination.some((item) => !item.removed && item.id === card.id);
  if (removed) return added ? 'removedAndAdded' : 'removedOnly';
  return added ? 'addedOnly' : 'silent';
};

const factsOf = async (
  room: Room,
  [, , source = [], destination = []]: Item[][],
  before: readonly Item[],
  card: Made,
  to: string,
) => {
  const oldId = before.findLast(({ surname, removed }) => surname === card.surname && !removed)?.id ?? null;
  const arrived = destination.find(({ surname, removed }) => surname === card.surname && !removed);
  const sight = await room.see(card.id);
  return {
    immutableIdKept: sight !== null && sight.folderId === to,
    defaultIdChanges: arrived === undefined || oldId === null ? null : arrived.id !== oldId,
    defaultIdsRemoved: source.some(({ id, removed }) => removed && id === oldId),
    defaultIdsAdded: arrived !== undefined,
  };
};
