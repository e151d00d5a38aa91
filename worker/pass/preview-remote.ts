/**
 * A mailbox that takes every write and sends none: reads show it as it would be then. What is read is the real one, opened so
 * that it may not write at all, whatever happens here.
 */
import type { CardId, ConnectorId } from '../../shared/ids.ts';
import type { CardReading } from '../sync/link.ts';
import type { CardUpdate, NewId, Remote } from './ports.ts';

/** What a write would have changed of a card. */
type Changed<Card> = Partial<Pick<CardReading<Card>, 'content' | 'connectorId' | 'inDeletedItems'>> & {
  readonly etag: string;
};

export const createPreviewRemote = <Card>(real: Remote<Card>, newId: NewId): Remote<Card> => {
  const made = new Map<CardId, CardReading<Card>>();
  const changed = new Map<CardId, Changed<Card>>();
  const change = (cardId: CardId, change: Omit<Changed<Card>, 'etag'>): string => {
    const etag = `preview ${newId()}`;
    const own = made.get(cardId);
    if (own !== undefined) made.set(cardId, { ...own, ...change, etag });
    else changed.set(cardId, { ...changed.get(cardId), ...change, etag });
    return etag;
  };
  /** R13: a version that was written over here is no longer the card's. */
  const isStale = (cardId: CardId, etag: string): boolean => {
    const now = made.get(cardId)?.etag ?? changed.get(cardId)?.etag;
    return now !== undefined && now !== etag;
  };
  const carries = (connectorId: ConnectorId): CardId[] =>
    [...made.values()].filter((card) => card.connectorId === connectorId).map(({ cardId }) => cardId);

  return {
    defaultFolder: () => real.defaultFolder(),
    delta: (folderId, cursor) => real.delta(folderId, cursor),
    connectorIdsIn: (folderId) => real.connectorIdsIn(folderId),
    read: async (cardIds) => {
      const readings = new Map(await real.read(cardIds.filter((id) => !made.has(id))));
      for (const id of cardIds) {
        const reading = made.get(id) ?? readings.get(id);
        if (reading !== undefined) readings.set(id, { ...reading, ...changed.get(id) });
      }
      return readings;
    },
    find: async (connectorIds) => {
      const found = new Map(await real.find(connectorIds));
      for (const connectorId of connectorIds) {
        const own = carries(connectorId);
        if (own.length > 0) found.set(connectorId, [...(found.get(connectorId) ?? []), ...own]);
      }
      return found;
    },
    create: async (cards) => {
      const folderId = await real.defaultFolder();
      return cards.map(({ connectorId, card }) => {
        const cardId = `preview ${newId()}` as CardId;
        const etag = `preview ${newId()}`;
        const rest = { inDeletedItems: false, changedAt: null, content: card };
        made.set(cardId, { cardId, etag, folderId, connectorId, ...rest });
        return { outcome: 'created', cardId, etag, folderId };
      });
    },
    update: async (cards) =>
      cards.map(({ cardId, etag, card, connectorId }: CardUpdate<Card>) => {
        if (isStale(cardId, etag)) return { outcome: 'stale' };
        const id = connectorId === undefined ? {} : { connectorId };
        return { outcome: 'updated', etag: change(cardId, { content: card, ...id }) };
      }),
    discard: async (cards) =>
      cards.map(({ cardId, etag }) => {
        if (isStale(cardId, etag)) return { outcome: 'stale' };
        change(cardId, { inDeletedItems: true });
        return { outcome: 'discarded' };
      }),
    get requests() {
      return real.requests;
    },
  };
};
