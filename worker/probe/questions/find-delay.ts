/**
 * 9: how long after its create a card is found by its connector ID, and where that look-up looks. It decides how long an unclear
 * create waits for its second look (R11).
 */
import type { ConnectorId } from '../../../shared/ids.ts';
import type { Facts } from '../answers.ts';
import { answered, type Question } from '../question.ts';
import type { Made, Room } from '../room.ts';

const samples = 5;
const lookEveryMs = 250;

interface Sample {
  readonly card: Made;
  /** From the answer to the create to the answer that had the card; null: not within the patience. */
  readonly foundMs: number | null;
  readonly looks: number;
  /** The same by a look into its own folder, where the mailbox as a whole did not have it. */
  readonly inFolderMs: number | null;
}

const sample = async (room: Room): Promise<Sample> => {
  const folderId = await room.folder();
  const card = await room.make('Zoek', folderId);
  const from = room.wire.clock.monotonicMs();
  const tookMs = (): number => Math.round(room.wire.clock.monotonicMs() - from);
  let inFolderMs: number | null = null;
  for (let looks = 1; ; looks += 1) {
    const everywhere = await room.find(card.connectorId, null, 'GET $filter in the mailbox');
    if (everywhere.includes(card.id)) return { card, foundMs: tookMs(), looks, inFolderMs };
    const inFolder = await room.find(card.connectorId, folderId, 'GET $filter in the folder');
    if (inFolder.includes(card.id)) inFolderMs ??= tookMs();
    if (tookMs() >= room.patienceMs) return { card, foundMs: null, looks, inFolderMs };
    await room.sleep(lookEveryMs);
  }
};

/** Whether the value is compared without regard to case, and whether Deleted Items are looked through. */
const scopeOf = async (room: Room, { card }: Sample): Promise<Facts> => {
  const upper = card.connectorId.toUpperCase() as ConnectorId;
  const byUpper = await room.find(upper, null, 'GET $filter in upper case');
  const now = await room.see(card.id);
  await room.remove(card, now?.etag ?? card.etag);
  const deleted = await room.find(card.connectorId, null, 'GET $filter after a deletion');
  return { ignoresCase: byUpper.includes(card.id), findsDeleted: deleted.includes(card.id) };
};

export const findDelay: Question<'findDelay'> = async (room) => {
  const taken: Sample[] = [];
  for (let n = 0; n < samples; n += 1) {
    const one = await sample(room);
    taken.push(one);
    // It would be the same again, at the price of the whole patience.
    if (one.foundMs === null) break;
  }
  const last = taken.at(-1);
  const delays = taken.flatMap(({ foundMs, inFolderMs }) => foundMs ?? inFolderMs ?? []);
  const facts: Facts = {
    samples: taken.length,
    fastestMs: delays.length === 0 ? null : Math.min(...delays),
    slowestMs: delays.length === 0 ? null : Math.max(...delays),
    mostLooks: Math.max(...taken.map(({ looks }) => looks)),
  };
  if (last?.foundMs === null) return answered(last.inFolderMs === null ? 'never' : 'folderOnly', facts);
  const [first] = taken;
  const scope = first === undefined ? {} : await scopeOf(room, first);
  const isAtOnce = taken.every(({ looks }) => looks === 1);
  return answered(isAtOnce ? 'atOnce' : 'late', { ...facts, ...scope });
};
