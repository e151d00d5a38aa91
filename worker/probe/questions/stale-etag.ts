/** 4: what is answered to an update and to a deletion under an If-Match that is no longer right, and are they really not done (R13)? */
import { textOf } from '../../graph/answer.ts';
import type { Finding } from '../answers.ts';
import { answered, type Question } from '../question.ts';
import { ProbeFailed, type Seen } from '../wire.ts';

export const staleEtag: Question<'staleEtag'> = async (room) => {
  const folderId = await room.folder();
  const card = await room.make('Versie', folderId);
  const fresh = await room.patch(card, card.etag, { jobTitle: 'Eerste' });
  if (!fresh.ok) throw new ProbeFailed(fresh.code ?? `http${fresh.status}`);
  const patched = await room.patch(card, card.etag, { jobTitle: 'Tweede' }, 'PATCH with a stale If-Match');
  const between = await room.see(card.id);
  const deleted = await room.remove(card, card.etag, 'DELETE with a stale If-Match');
  const after = await room.see(card.id);
  const isWritten = textOf(between?.contact['jobTitle']) === 'Tweede';
  const isDeleted = after === null || after.folderId !== folderId;
  return answered(findingOf(patched, deleted, isWritten || isDeleted), {
    patchStatus: patched.status,
    patchCode: patched.code,
    patchWritten: isWritten,
    deleteStatus: deleted.status,
    deleteCode: deleted.code,
    deleteDone: isDeleted,
  });
};

const findingOf = (patched: Seen, deleted: Seen, isDone: boolean): Finding<'staleEtag'> => {
  if (isDone) return 'ignored';
  if (patched.status !== deleted.status) return 'differs';
  if (patched.status === 412) return 'refused412';
  return patched.status === 409 ? 'refused409' : 'refusedOther';
};
