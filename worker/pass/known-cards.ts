/**
 * What is remembered of cards (R7): of every card that a round of the delta speaks of, linked or not, the fingerprints of
 * its mapped values and since when they stand there. Nothing else of a card that is not linked leaves this file.
 *
 * A card that went from a folder is gone only when it is not found elsewhere: under immutable ids a move shows as a removal
 * and as nothing in the folder it went to (R9).
 */
import type { CardId, FolderId } from '../../shared/ids.ts';
import type { GuardTerms } from '../sync/guard/facts.ts';
import type { KnownCard } from '../sync/guard/prints.ts';
import { goneCard, printsOf, seenCard } from '../sync/guard/remember.ts';
import type { CardReading } from '../sync/link.ts';
import { chunks, type PassContext } from './context.ts';
import type { DeltaItem, LinkTie, StoreWrite } from './ports.ts';

/** What holds for all that is remembered in one pass. */
export type Moment = Pick<GuardTerms, 'now' | 'takePrint'>;

/** So many cards that may be gone are looked at together. */
const absentAtOnce = 1_000;
const readAtOnce = 200;

export interface Look<Card> {
  readonly folderId: FolderId;
  /** Some cards of the round; the last word on each so far. */
  readonly items: readonly DeltaItem<Card>[];
  /** True: the round lists every card of the folder. */
  readonly complete: boolean;
  /** Links of these cards. */
  readonly linkByCard: ReadonlyMap<CardId | null, LinkTie>;
  readonly followed: ReadonlySet<FolderId>;
}

export interface Looked {
  /** To be committed before, or with, the cursor. */
  readonly writes: readonly StoreWrite[];
  /** Cards without a link that were read and carry a connector ID. */
  readonly carriers: readonly CardId[];
}

const removedItem = (cardId: CardId): DeltaItem<never> => ({
  cardId,
  removed: true,
  etag: null,
  content: null,
});

/** Must the card be asked for by its id before anything can be said of it? */
const mustRead = <Card>(
  { folderId, complete, linkByCard, followed }: Look<Card>,
  { cardId, removed, etag, content }: DeltaItem<Card>,
  known: KnownCard | undefined,
): boolean => {
  const link = linkByCard.get(cardId);
  if (removed) {
    if (known === undefined || known.goneAt !== null || known.folderId !== folderId) return false;
    // Where no other folder is followed, a card of the user's own that left is out of sight wherever it went.
    return link !== undefined || [...followed].some((id) => id !== folderId);
  }
  // R10: only by its id does a card tell its connector ID. A complete round is asked for those all at once.
  if (link === undefined) return content === null || !complete;
  // Our own write come back (R6): what we wrote is remembered with the write.
  return content === null && !(etag !== null && etag === link.etag && known !== undefined);
};

const readAll = async <Card>(
  { remote }: PassContext<Card>,
  cardIds: readonly CardId[],
): Promise<Map<CardId, CardReading<Card>>> => {
  const readings = new Map<CardId, CardReading<Card>>();
  for (const some of chunks(cardIds, readAtOnce))
    for (const [cardId, reading] of await remote.read(some)) readings.set(cardId, reading);
  return readings;
};

/** Where the card now stands and what is on it; null: nowhere that is looked at. */
type Sight<Card> = { readonly folderId: FolderId; readonly content: Card } | null;

const sightOf = <Card>(
  { folderId, linkByCard, followed }: Look<Card>,
  item: DeltaItem<Card>,
  reading: CardReading<Card> | undefined,
  wasRead: boolean,
): Sight<Card> => {
  if (wasRead) {
    if (reading === undefined || reading.inDeletedItems) return null;
    const inSight = followed.has(reading.folderId) || linkByCard.has(item.cardId);
    return inSight ? { folderId: reading.folderId, content: reading.content } : null;
  }
  return item.removed || item.content === null ? null : { folderId, content: item.content };
};

const remembered = <Card>(
  { table, settings: { country } }: PassContext<Card>,
  { now, takePrint }: Moment,
  { folderId }: Look<Card>,
  cardId: CardId,
  before: KnownCard | undefined,
  sight: Sight<Card>,
): KnownCard | undefined => {
  if (sight !== null) {
    const prints = printsOf({ table, country, takePrint }, sight.content);
    return seenCard(before, { cardId, folderId: sight.folderId, prints, at: now });
  }
  // Its row says another folder: it was seen there since, and this folder has nothing to say of it.
  const isHere = before?.goneAt === null && before.folderId === folderId;
  return isHere ? goneCard(before, now) : before;
};

/**
 * Marks the persons on whose open question one of these cards has a part: one that is no longer there, or is another's by
 * its name now, may leave nothing to decide.
 */
const askedAnew = async <Card>(
  { store, mailbox }: PassContext<Card>,
  cards: readonly KnownCard[],
): Promise<StoreWrite[]> => {
  const persons = await store.heldOnCards(
    mailbox.id,
    cards.map(({ cardId }) => cardId),
  );
  if (persons.length === 0) return [];
  return [{ op: 'mark', marks: persons.map((id) => ({ subject: 'person', id })) }];
};

/** What some cards of a round teach. Reads those of which the round does not tell enough; commits nothing. */
export const lookAtCards = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  look: Look<Card>,
): Promise<Looked> => {
  const { store, mailbox } = context;
  const { items } = look;
  const known = await store.knownCards(
    mailbox.id,
    items.map(({ cardId }) => cardId),
  );
  const toRead = new Set(
    items.filter((item) => mustRead(look, item, known.get(item.cardId))).map(({ cardId }) => cardId),
  );
  const readings = await readAll(context, [...toRead]);
  const carriers: CardId[] = [];
  const cards = items.flatMap((item) => {
    const { cardId, removed, content } = item;
    const reading = readings.get(cardId);
    const isLinked = look.linkByCard.has(cardId);
    if (!isLinked && !removed && reading !== undefined && reading.connectorId !== null) {
      carriers.push(cardId);
    }
    const before = known.get(cardId);
    // Unread on purpose: it is as it is remembered.
    if (!removed && content === null && !toRead.has(cardId)) return [];
    const sight = sightOf(look, item, reading, toRead.has(cardId));
    const after = remembered(context, moment, look, cardId, before, sight);
    return after === undefined || after === before ? [] : [after];
  });
  if (cards.length === 0) return { writes: [], carriers };
  return { writes: [{ op: 'knowCards', cards }, ...(await askedAnew(context, cards))], carriers };
};

/** Cards of the folder that were last seen alive and that a round from the beginning did not list. Commits what it learns. */
export const lookAtAbsent = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  area: Pick<Look<Card>, 'folderId' | 'followed'>,
  listed: ReadonlySet<CardId>,
): Promise<void> => {
  const { store, mailbox } = context;
  let after: CardId | null = null;
  for (;;) {
    const page = { after, limit: absentAtOnce };
    const living: CardId[] = await store.livingCards(mailbox.id, area.folderId, page);
    const absent = living.filter((cardId) => !listed.has(cardId));
    if (absent.length > 0) {
      const ties = await store.tiesOf(mailbox.id, { cardIds: absent });
      const linkByCard = new Map(ties.map((tie) => [tie.cardId, tie]));
      const items = absent.map(removedItem);
      const look = { ...area, items, complete: true, linkByCard };
      const { writes } = await lookAtCards(context, moment, look);
      if (writes.length > 0) await context.commit(writes);
    }
    if (living.length < absentAtOnce) return;
    after = living.at(-1)!;
  }
};

/**
 * What we have just written stands on the card from now on; the delta that tells so comes later. `fresh`: cards that were made a
 * moment ago, of which nothing can be remembered yet.
 */
export const rememberWritten = async <Card>(
  { store, mailbox, table, settings: { country } }: PassContext<Card>,
  { now, takePrint }: Moment,
  written: readonly { readonly cardId: CardId; readonly folderId: FolderId; readonly content: Card }[],
  { fresh }: { readonly fresh: boolean },
): Promise<StoreWrite[]> => {
  const known = fresh
    ? new Map<CardId, KnownCard>()
    : await store.knownCards(
        mailbox.id,
        written.map(({ cardId }) => cardId),
      );
  const cards = written.flatMap(({ cardId, folderId, content }) => {
    const before = known.get(cardId);
    const prints = printsOf({ table, country, takePrint }, content);
    const after = seenCard(before, { cardId, folderId: before?.folderId ?? folderId, prints, at: now });
    return after === before ? [] : [after];
  });
  return cards.length === 0 ? [] : [{ op: 'knowCards', cards }];
};
