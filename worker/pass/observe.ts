/**
 * Observe: reads what changed on both sides under their cursors, and remembers it as marks in the transaction that moves
 * the cursor (R13). From then on the marks are the work; a crash loses none.
 *
 * Cards that are not linked are looked at for our connector ID only (R10); nothing of them is kept.
 */
import type { CardId, FolderId, PersonId } from '../../shared/ids.ts';
import type { Link } from '../sync/link.ts';
import { chunks, type PassContext } from './context.ts';
import { Trouble, type CrmCursor, type DeltaItem, type Mark, type RemoteCursor } from './ports.ts';

const crmPage = 500;
const readAtOnce = 200;

const personMark = (id: PersonId): Mark => ({ subject: 'person', id });
const cardMark = (id: CardId): Mark => ({ subject: 'card', id });

interface Round {
  readonly items: Map<CardId, DeltaItem>;
  readonly next: RemoteCursor | null;
  /** True: the round listed every card, so a card it did not list may be gone. */
  readonly complete: boolean;
}

const readRound = async <Card>(
  { remote, progress }: PassContext<Card>,
  folderId: FolderId,
  cursor: RemoteCursor | null,
): Promise<Round | 'folderGone'> => {
  const items = new Map<CardId, DeltaItem>();
  let next: RemoteCursor | null = null;
  for await (const page of remote.delta(folderId, cursor)) {
    if (page === 'folderGone') return 'folderGone';
    // Items come repeated and in any order; the last word of the round counts, and it is only a hint to read.
    for (const item of page.items) items.set(item.cardId, item);
    next = page.next ?? next;
    await progress({ phase: 'observe', done: items.size, total: null });
  }
  return { items, next, complete: cursor === null };
};

/** R13: a lost token means a fresh round; absence is then a question for each card, never an answer. */
const readRoundAfresh = async <Card>(
  context: PassContext<Card>,
  folderId: FolderId,
  cursor: RemoteCursor | null,
): Promise<Round | 'folderGone'> => {
  try {
    return await readRound(context, folderId, cursor);
  } catch (error) {
    if (!(error instanceof Trouble) || error.what.kind !== 'resync' || cursor === null) throw error;
    context.log.warn({ passId: context.passId, code: error.code }, 'delta token lost, a fresh round');
    return readRound(context, folderId, null);
  }
};

/** Cards without a link that carry a connector ID: a create whose answer was lost, a copy, a card that moved. */
const carriers = async <Card>(
  { remote }: PassContext<Card>,
  folderId: FolderId,
  round: Round,
  strangers: readonly CardId[],
): Promise<CardId[]> => {
  const found: CardId[] = [];
  if (round.complete) {
    const unknown = new Set(strangers);
    for await (const { cardId } of remote.connectorIdsIn(folderId))
      if (unknown.has(cardId)) found.push(cardId);
    return found;
  }
  for (const some of chunks(strangers, readAtOnce)) {
    for (const reading of (await remote.read(some)).values()) {
      if (reading.connectorId !== null) found.push(reading.cardId);
    }
  }
  return found;
};

const observeFolder = async <Card>(
  context: PassContext<Card>,
  folder: { folderId: FolderId; cursor: RemoteCursor | null; isDefault: boolean },
  links: readonly Link[],
): Promise<void> => {
  const { folderId, isDefault } = folder;
  const inFolder = links.filter((link) => link.folderId === folderId && link.cardId !== null);
  const round = await readRoundAfresh(context, folderId, folder.cursor);
  if (round === 'folderGone') {
    // Its cards may have moved: each is asked for by its own id. The default folder cannot go.
    if (isDefault) throw new Trouble('pass.defaultFolderGone', { kind: 'retry', afterMs: 3_600_000 });
    await context.commit([
      { op: 'mark', marks: inFolder.map((link) => cardMark(link.cardId!)) },
      { op: 'dropFolder', folderId },
    ]);
    return;
  }
  const linkByCard = new Map(links.map((link) => [link.cardId, link]));
  const marks: Mark[] = [];
  const strangers: CardId[] = [];
  for (const { cardId, removed, etag } of round.items.values()) {
    const link = linkByCard.get(cardId);
    if (link === undefined) {
      if (!removed) strangers.push(cardId);
      // The version that was last merged: our own write come back (R6).
    } else if (removed || etag === null || etag !== link.etag) marks.push(cardMark(cardId));
  }
  if (round.complete) {
    marks.push(...inFolder.flatMap(({ cardId }) => (round.items.has(cardId!) ? [] : [cardMark(cardId!)])));
  }
  marks.push(...(await carriers(context, folderId, round, strangers)).map(cardMark));
  await context.commit([
    { op: 'mark', marks },
    { op: 'folderCursor', folderId, cursor: round.next, isDefault },
  ]);
};

/** Everything anew: the first pass, and after a change of settings. The head is taken before the reading. */
const observeAllPersons = async <Card>(context: PassContext<Card>, links: readonly Link[]): Promise<void> => {
  const head = await context.crm.head();
  const mine = await context.crm.personsOf(context.employeeId);
  const ids = new Set([...mine, ...links.map((link) => link.personId)]);
  await context.commit([
    { op: 'mark', marks: [...ids].map(personMark) },
    { op: 'crmCursor', cursor: head },
  ]);
};

const observeChangedPersons = async <Card>(
  context: PassContext<Card>,
  links: readonly Link[],
  from: CrmCursor,
): Promise<void> => {
  const { crm, employeeId } = context;
  const linked = new Set(links.map((link) => link.personId));
  let cursor = from;
  for (;;) {
    const page = await crm.changes(cursor, crmPage);
    const persons = await crm.persons(page.personIds.filter((id) => !linked.has(id)));
    const concerns = (id: PersonId): boolean => {
      const person = persons.get(id);
      return (
        linked.has(id) ||
        (person !== undefined &&
          (person.relationManagerId === employeeId || person.ownerIds.includes(employeeId)))
      );
    };
    await context.commit([
      { op: 'mark', marks: page.personIds.filter(concerns).map(personMark) },
      { op: 'crmCursor', cursor: page.cursor },
    ]);
    cursor = page.cursor;
    if (!page.more) return;
  }
};

/** Returns the folders that are followed from now on. */
export const observe = async <Card>(context: PassContext<Card>): Promise<ReadonlySet<FolderId>> => {
  const { store, mailbox, remote } = context;
  const links = await store.links(mailbox.id);
  let folders = await store.folders(mailbox.id);
  if (folders.length === 0) {
    folders = [{ folderId: await remote.defaultFolder(), cursor: null, isDefault: true }];
  }
  for (const folder of folders) await observeFolder(context, folder, links);
  if (mailbox.crmCursor === null) await observeAllPersons(context, links);
  else await observeChangedPersons(context, links, mailbox.crmCursor);
  return new Set((await store.folders(mailbox.id)).map(({ folderId }) => folderId));
};
