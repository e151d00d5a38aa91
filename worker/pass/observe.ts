/**
 * Observe: reads what changed on both sides under their cursors, and remembers it as marks. From then on the marks are the
 * work; a crash loses none.
 *
 * R13: what a round tells is committed some cards at a time, marks and fingerprints together, and the cursor in the last of
 * these transactions: a cursor never stands behind what was read under it and is not remembered. The other way round does no
 * harm: a mark is a hint to read, and a fingerprint is what the card showed, so a round that is cut off in its middle is read
 * again from the old cursor and teaches the same. So a round of any length needs no more memory than some cards.
 *
 * Cards that are not linked are looked at for our connector ID (R10) and remembered by fingerprints (R7, known-cards.ts);
 * no text of them is kept.
 */
import type { CardId, FolderId, PersonId } from '../../shared/ids.ts';
import { chunks, type PassContext } from './context.ts';
import { lookAtAbsent, lookAtCards, type Look, type Moment } from './known-cards.ts';
import {
  Trouble,
  type CrmCursor,
  type DeltaItem,
  type LinkTie,
  type Mark,
  type RemoteCursor,
  type StoreWrite,
} from './ports.ts';

const crmPage = 500;
/** So many cards of a round are in hand at once, unless a setting says otherwise. */
const itemsAtOnce = 200;
/** So many ids go in one statement. */
const idsAtOnce = 5_000;

const personMark = (id: PersonId): Mark => ({ subject: 'person', id });
const cardMark = (id: CardId): Mark => ({ subject: 'card', id });

interface Followed {
  readonly folderId: FolderId;
  readonly cursor: RemoteCursor | null;
  readonly isDefault: boolean;
}

/** One folder, while its round is read. */
type Area = Pick<Look<never>, 'folderId' | 'followed' | 'complete'>;

/** Linked cards that may be another than when they were last merged. */
const changedCards = <Card>(
  items: readonly DeltaItem<Card>[],
  linkByCard: ReadonlyMap<CardId | null, LinkTie>,
): CardId[] =>
  items.flatMap(({ cardId, removed, etag }) => {
    const link = linkByCard.get(cardId);
    if (link === undefined) return [];
    // The version that was last merged: our own write come back (R6).
    return removed || etag === null || etag !== link.etag ? [cardId] : [];
  });

/** What these cards of a round teach, to be committed together. */
const learnFrom = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  area: Area,
  items: readonly DeltaItem<Card>[],
): Promise<StoreWrite[]> => {
  const { store, mailbox } = context;
  const ties = await store.tiesOf(mailbox.id, { cardIds: items.map(({ cardId }) => cardId) });
  const linkByCard = new Map(ties.map((tie) => [tie.cardId, tie]));
  const { writes, carriers } = await lookAtCards(context, moment, { ...area, items, linkByCard });
  const marked = new Set([...changedCards(items, linkByCard), ...carriers]);
  return marked.size === 0 ? [...writes] : [...writes, { op: 'mark', marks: [...marked].map(cardMark) }];
};

interface Round {
  /** What is not committed yet: what the last cards taught. */
  readonly writes: readonly StoreWrite[];
  readonly next: RemoteCursor | null;
  /** Every card that the round spoke of; null where it does not list all of them. */
  readonly listed: ReadonlySet<CardId> | null;
}

const readRound = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  area: Omit<Area, 'complete'>,
  cursor: RemoteCursor | null,
): Promise<Round | 'folderGone'> => {
  // A round from the beginning lists every card, so a card that it did not list may be gone.
  const complete = cursor === null;
  const atOnce = context.settings.personsAtOnce ?? itemsAtOnce;
  const listed = complete ? new Set<CardId>() : null;
  let waiting = new Map<CardId, DeltaItem<Card>>();
  let writes: StoreWrite[] = [];
  let next: RemoteCursor | null = null;
  let done = 0;
  const learn = async (): Promise<void> => {
    if (waiting.size === 0) return;
    if (writes.length > 0) await context.commit(writes);
    writes = await learnFrom(context, moment, { ...area, complete }, [...waiting.values()]);
    waiting = new Map();
    context.giveBack?.();
  };
  for await (const page of context.remote.delta(area.folderId, cursor)) {
    if (page === 'folderGone') return 'folderGone';
    // Items come repeated and in any order; the last word of the round counts, and it is only a hint to read.
    for (const item of page.items) {
      waiting.set(item.cardId, item);
      listed?.add(item.cardId);
      if (waiting.size >= atOnce) await learn();
    }
    next = page.next ?? next;
    done += page.items.length;
    if (page.items.length > 0 || complete) await context.progress({ phase: 'observe', done, total: null });
  }
  await learn();
  return { writes, next, listed };
};

/** R13: a lost token means a fresh round; absence is then a question for each card, never an answer. */
const readRoundAfresh = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  area: Omit<Area, 'complete'>,
  cursor: RemoteCursor | null,
): Promise<Round | 'folderGone'> => {
  try {
    return await readRound(context, moment, area, cursor);
  } catch (error) {
    if (!(error instanceof Trouble) || error.what.kind !== 'resync' || cursor === null) throw error;
    context.log.warn({ passId: context.passId, code: error.code }, 'delta token lost, a fresh round');
    return readRound(context, moment, area, null);
  }
};

/** Marks cards of the folder without a link that carry a connector ID, in the few pages that list only such. */
const markListedCarriers = async <Card>(context: PassContext<Card>, folderId: FolderId): Promise<void> => {
  const { store, mailbox, remote } = context;
  let some: CardId[] = [];
  const mark = async (): Promise<void> => {
    const ties = await store.tiesOf(mailbox.id, { cardIds: some });
    const linked = new Set(ties.map(({ cardId }) => cardId));
    const marks = some.filter((cardId) => !linked.has(cardId)).map(cardMark);
    if (marks.length > 0) await context.commit([{ op: 'mark', marks }]);
    some = [];
  };
  for await (const { cardId } of remote.connectorIdsIn(folderId)) {
    some.push(cardId);
    if (some.length >= idsAtOnce) await mark();
  }
  if (some.length > 0) await mark();
};

/** Marks the linked cards of the folder that a round from the beginning did not list. */
const markAbsent = async <Card>(
  { store, mailbox, commit }: PassContext<Card>,
  folderId: FolderId,
  listed: ReadonlySet<CardId>,
): Promise<void> => {
  let after: CardId | null = null;
  for (;;) {
    const some: CardId[] = await store.linkedCards(mailbox.id, folderId, { after, limit: idsAtOnce });
    const marks = some.filter((cardId) => !listed.has(cardId)).map(cardMark);
    if (marks.length > 0) await commit([{ op: 'mark', marks }]);
    if (some.length < idsAtOnce) return;
    after = some.at(-1)!;
  }
};

/** Its cards may have moved: each is asked for by its own id. */
const observeGoneFolder = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  { folderId, isDefault }: Followed,
  followed: ReadonlySet<FolderId>,
): Promise<void> => {
  // The default folder cannot go.
  if (isDefault) throw new Trouble('pass.defaultFolderGone', { kind: 'retry', afterMs: 3_600_000 });
  const none = new Set<CardId>();
  await lookAtAbsent(context, moment, { folderId, followed }, none);
  await markAbsent(context, folderId, none);
  await context.commit([{ op: 'dropFolder', folderId }]);
};

/** Null: the folder is gone. Else what is still to be committed, the cursor with it. */
const observeFolder = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  folder: Followed,
  followed: ReadonlySet<FolderId>,
): Promise<StoreWrite[] | null> => {
  const { folderId, isDefault } = folder;
  const round = await readRoundAfresh(context, moment, { folderId, followed }, folder.cursor);
  if (round === 'folderGone') {
    await observeGoneFolder(context, moment, folder, followed);
    return null;
  }
  const { writes, next, listed } = round;
  if (listed !== null) {
    await lookAtAbsent(context, moment, { folderId, followed }, listed);
    await markListedCarriers(context, folderId);
    await markAbsent(context, folderId, listed);
  }
  const isNews = next !== folder.cursor || listed !== null;
  return [...writes, ...(isNews ? [{ op: 'folderCursor', folderId, cursor: next, isDefault } as const] : [])];
};

/** Everything anew: the first pass, and after a change of settings. The head is taken before the reading. */
const observeAllPersons = async <Card>(context: PassContext<Card>): Promise<StoreWrite[]> => {
  const { crm, store, mailbox, employeeId, commit } = context;
  const head = await crm.head();
  const ids = new Set([...(await crm.personsOf(employeeId)), ...(await store.linkedPersons(mailbox.id))]);
  for (const some of chunks([...ids], idsAtOnce)) {
    await commit([{ op: 'mark', marks: some.map(personMark) }]);
  }
  return [{ op: 'crmCursor', cursor: head }];
};

const observeChangedPersons = async <Card>(
  context: PassContext<Card>,
  from: CrmCursor,
): Promise<StoreWrite[]> => {
  const { crm, store, mailbox, employeeId } = context;
  let cursor = from;
  let writes: StoreWrite[] = [];
  for (;;) {
    const page = await crm.changes(cursor, crmPage);
    if (page.personIds.length > 0) {
      const ties = await store.tiesOf(mailbox.id, { personIds: page.personIds });
      const linked = new Set(ties.map(({ personId }) => personId));
      const persons = await crm.persons(page.personIds.filter((id) => !linked.has(id)));
      const concerns = (id: PersonId): boolean => {
        const person = persons.get(id);
        return (
          linked.has(id) ||
          (person !== undefined &&
            (person.relationManagerId === employeeId || person.ownerIds.includes(employeeId)))
        );
      };
      const marks = page.personIds.filter(concerns).map(personMark);
      if (marks.length > 0) writes.push({ op: 'mark', marks });
    }
    if (page.cursor !== cursor) writes.push({ op: 'crmCursor', cursor: page.cursor });
    cursor = page.cursor;
    if (!page.more) return writes;
    await context.commit(writes);
    writes = [];
  }
};

interface Observed {
  /** Folders that are followed from now on. */
  readonly followed: ReadonlySet<FolderId>;
  /** The last of what was learnt, with the cursors: to be committed before anything is planned, or with the end of the pass. */
  readonly writes: readonly StoreWrite[];
}

const followedFolders = async <Card>({ store, mailbox, remote }: PassContext<Card>): Promise<Followed[]> => {
  const folders = await store.folders(mailbox.id);
  return folders.length > 0
    ? folders
    : [{ folderId: await remote.defaultFolder(), cursor: null, isDefault: true }];
};

/** The side of the cards. Safe to repeat within a pass. */
export const observeCards = async <Card>(context: PassContext<Card>, moment: Moment): Promise<Observed> => {
  const folders = await followedFolders(context);
  const followed = new Set(folders.map(({ folderId }) => folderId));
  let writes: StoreWrite[] = [];
  for (const folder of folders) {
    // What one folder taught is known before the next one is read.
    if (writes.length > 0) await context.commit(writes);
    const learnt = await observeFolder(context, moment, folder, followed);
    if (learnt === null) followed.delete(folder.folderId);
    writes = learnt ?? [];
  }
  return { followed, writes };
};

/** Both sides. */
export const observe = async <Card>(context: PassContext<Card>, moment: Moment): Promise<Observed> => {
  const { crmCursor } = context.mailbox;
  const { followed, writes } = await observeCards(context, moment);
  const ofPersons =
    crmCursor === null ? await observeAllPersons(context) : await observeChangedPersons(context, crmCursor);
  return { followed, writes: [...writes, ...ofPersons] };
};
