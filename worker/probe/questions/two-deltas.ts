/**
 * 2: is `/me/contacts/delta`, which no page describes, the default folder's delta? Of the user's own cards nothing but their ids is
 * asked, and the ids are compared and forgotten.
 */
import { textOf } from '../../graph/answer.ts';
import { Folders } from '../../graph/folders.ts';
import { get, type GraphRequest } from '../../graph/channel.ts';
import { answered, type Question } from '../question.ts';
import type { Room } from '../room.ts';
import { folderPath } from '../watch.ts';
import { ProbeFailed } from '../wire.ts';

const asked = (path: string): GraphRequest =>
  get(`${path}/contacts/delta?$select=id`, { Prefer: 'odata.maxpagesize=200' });

const idsOf = async (room: Room, what: string, path: string): Promise<Set<string>> => {
  const { items } = await room.wire.list(what, asked(path));
  const present = items.filter((item) => item['@removed'] === undefined || item['@removed'] === null);
  return new Set(present.flatMap((item) => textOf(item['id']) ?? []));
};

export const twoDeltas: Question<'twoDeltas'> = async (room) => {
  const folderId = await room.folder();
  const own = await room.make('Delta', folderId);
  const first = await room.wire.ask('GET /me/contacts/delta', asked('/me'));
  if (first.status < 0 || first.status === 429 || first.status > 500)
    throw new ProbeFailed(first.code ?? 'noAnswer');
  if (!first.ok) return answered('refused', { status: first.status, code: first.code });
  const defaultId = await new Folders(room.wire.channel).defaultFolder();
  // The user may be at work in between: what differs is looked at once more.
  for (let tries = 1; ; tries += 1) {
    const folder = await idsOf(room, 'GET default folder delta', folderPath(defaultId));
    const mine = await idsOf(room, 'GET /me/contacts/delta', '/me');
    const onlyMine = [...mine].filter((id) => !folder.has(id));
    const onlyFolder = [...folder].filter((id) => !mine.has(id));
    const facts = { inFolder: folder.size, inBoth: mine.size - onlyMine.length, onlyInMine: onlyMine.length };
    if (mine.has(own.id) && onlyFolder.length === 0) return answered('wholeMailbox', facts);
    if (onlyMine.length + onlyFolder.length === 0) return answered('same', facts);
    if (tries === 2) return answered('other', { ...facts, onlyInFolder: onlyFolder.length });
    await room.rest();
  }
};
