/**
 * Observe: reads what changed on both sides under their cursors, and remembers it as marks in the transaction that moves
 * the cursor (R13). From then on the marks are the work; a crash loses none.
 *
 * Cards that are not linked are looked at for our connector ID (R10) and remembered by fingerprints (R7, known-cards.ts);
 * no text of them is kept.
 */
import type { CardId, FolderId, PersonId } from '../../shared/ids.ts';
import type { Link } from '../sync/link.ts';
import type { PassContext } from './context.ts';
import { lookAtCards, type Looked, type Moment } from './known-cards.ts';
import { Trouble, type CrmCursor, type DeltaItem, type Mark, type RemoteCursor } from './ports.ts';

const crmPage = 500;

const personMark = (id: PersonId): Mark => ({ subject: 'person', id });
const cardMark = (id: CardId): Mark => ({ subject: 'card', id });

interface Round<Card> {
  readonly items: Map<CardId, DeltaItem<Card>>;
  readonly next: RemoteCursor | null;
  /** True: the round listed every card, so a card it did not list may be gone. */
  readonly complete: boolean;
}

const readRound = async <Card>(
  { remote, progress }: PassContext<Card>,
  folderId: FolderId,
  cursor: RemoteCursor | null,
): Promise<Round<Card> | 'folderGone'> => {
  const items = new Map<CardId, DeltaItem<Card>>();
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
): Promise<Round<Card> | 'folderGone'> => {
  try {
    return await readRound(context, folderId, cursor);
  } catch (error) {
    if (!(error instanceof Trouble) || error.what.kind !== 'resync' || cursor === null) throw error;
    context.log.warn({ passId: context.passId, code: error.code }, 'delta token lost, a fresh round');
    return readRound(context, folderId, null);
  }
};

/** Cards of the folder without a link that carry a connector ID, in the few pages that list only such. */
const listedCarriers = async <Card>(
  { remote }: PassContext<Card>,
  folderId: FolderId,
  linkByCard: ReadonlyMap<CardId | null, Link>,
): Promise<CardId[]> => {
  const found: CardId[] = [];
  for await (const { cardId } of remote.connectorIdsIn(folderId))
    if (!linkByCard.has(cardId)) found.push(cardId);
  return found;
};

interface Followed {
  readonly folderId: FolderId;
  readonly cursor: RemoteCursor | null;
  readonly isDefault: boolean;
}

/** Its cards may have moved: each is asked for by its own id. */
const observeGoneFolder = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  { folderId, isDefault }: Followed,
  links: readonly Link[],
  followed: ReadonlySet<FolderId>,
): Promise<void> => {
  // The default folder cannot go.
  if (isDefault) throw new Trouble('pass.defaultFolderGone', { kind: 'retry', afterMs: 3_600_000 });
  const linkByCard = new Map(links.map((link) => [link.cardId, link]));
  const { writes } = await lookAtCards(context, moment, {
    folderId,
    items: [],
    complete: true,
    linkByCard,
    followed,
  });
  const inFolder = links.filter((link) => link.folderId === folderId && link.cardId !== null);
  await context.commit([
    ...writes,
    { op: 'mark', marks: inFolder.map((link) => cardMark(link.cardId!)) },
    { op: 'dropFolder', folderId },
  ]);
};

/** Linked cards that may be another than when they were last merged. */
const changedCards = <Card>(
  { items, complete }: Round<Card>,
  folderId: FolderId,
  links: readonly Link[],
): CardId[] => {
  const linkByCard = new Map(links.map((link) => [link.cardId, link]));
  const changed = [...items.values()].flatMap(({ cardId, removed, etag }) => {
    const link = linkByCard.get(cardId);
    if (link === undefined) return [];
    // The version that was last merged: our own write come back (R6).
    return removed || etag === null || etag !== link.etag ? [cardId] : [];
  });
  const absent = links.flatMap(({ folderId: inFolder, cardId }) =>
    complete && inFolder === folderId && cardId !== null && !items.has(cardId) ? [cardId] : [],
  );
  return [...changed, ...absent];
};

const observeFolder = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  folder: Followed,
  links: readonly Link[],
  followed: ReadonlySet<FolderId>,
): Promise<void> => {
  const { folderId, isDefault } = folder;
  const round = await readRoundAfresh(context, folderId, folder.cursor);
  if (round === 'folderGone') return observeGoneFolder(context, moment, folder, links, followed);
  const linkByCard = new Map(links.map((link) => [link.cardId, link]));
  const { items, complete, next } = round;
  const looked: Looked = await lookAtCards(context, moment, {
    folderId,
    items: [...items.values()],
    complete,
    linkByCard,
    followed,
  });
  const carriers = [
    ...looked.carriers,
    ...(complete ? await listedCarriers(context, folderId, linkByCard) : []),
  ];
  const marked = new Set([...changedCards(round, folderId, links), ...carriers]);
  await context.commit([
    ...looked.writes,
    { op: 'mark', marks: [...marked].map(cardMark) },
    { op: 'folderCursor', folderId, cursor: next, isDefault },
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

/** The side of the cards. Returns the folders that are followed. Safe to repeat within a pass. */
export const observeCards = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
): Promise<ReadonlySet<FolderId>> => {
  const { store, mailbox, remote } = context;
  const links = await store.links(mailbox.id);
  let folders: Followed[] = await store.folders(mailbox.id);
  if (folders.length === 0) {
    folders = [{ folderId: await remote.defaultFolder(), cursor: null, isDefault: true }];
  }
  const followed = new Set(folders.map(({ folderId }) => folderId));
  for (const folder of folders) await observeFolder(context, moment, folder, links, followed);
  return new Set((await store.folders(mailbox.id)).map(({ folderId }) => folderId));
};

/** Both sides. Returns the folders that are followed from now on. */
export const observe = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
): Promise<ReadonlySet<FolderId>> => {
  const { store, mailbox } = context;
  const followed = await observeCards(context, moment);
  const links = await store.links(mailbox.id);
  if (mailbox.crmCursor === null) await observeAllPersons(context, links);
  else await observeChangedPersons(context, links, mailbox.crmCursor);
  return followed;
};
