/** Fingerprints of a mailbox's cards (R7), for the pass to find again. Nothing here can be read as a name or a number. */
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CardId, FolderId, MailboxId } from '../../shared/ids.ts';
import type { PassStore } from '../pass/ports.ts';
import type { CardPrints, KnownCard, Print } from '../sync/guard/prints.ts';
import type { Db } from './db.ts';
import { iso } from './rows.ts';

interface CardRow {
  card_id: CardId;
  folder_id: FolderId;
  prints: CardPrints;
  gone_at: Date | null;
}

const toKnownCard = (row: CardRow): KnownCard => ({
  cardId: row.card_id,
  folderId: row.folder_id,
  prints: row.prints,
  goneAt: iso(row.gone_at),
});

const cardsQuery = (mailboxId: MailboxId, where: Sql): Sql => sql`
  SELECT card_id, folder_id, prints, gone_at FROM sync.cards
  WHERE mailbox_id = ${mailboxId} AND ${where} ORDER BY card_id`;

export const createCardReads = (
  db: Db,
): Pick<PassStore, 'knownCards' | 'livingCards' | 'cardsWith' | 'carriers'> => ({
  knownCards: async (id, cardIds) => {
    if (cardIds.length === 0) return new Map();
    const rows = await db.query<CardRow>(cardsQuery(id, sql`card_id = ANY(${cardIds}::text[])`));
    return new Map(rows.map((row) => [row.card_id, toKnownCard(row)]));
  },
  livingCards: async (id, folderId, page) => {
    const some =
      page === undefined
        ? empty
        : sql`AND card_id > ${page.after ?? ''} ORDER BY card_id LIMIT ${page.limit}`;
    const rows = await db.query<{ card_id: CardId }>(sql`
      SELECT card_id FROM sync.cards
      WHERE mailbox_id = ${id} AND folder_id = ${folderId} AND gone_at IS NULL ${some}`);
    return rows.map((row) => row.card_id);
  },
  cardsWith: async (id, prints) => {
    if (prints.length === 0) return [];
    return (await db.query<CardRow>(cardsQuery(id, sql`tokens && ${prints}::text[]`))).map(toKnownCard);
  },
  carriers: async (id, prints) => {
    if (prints.length === 0) return new Map();
    const rows = await db.query<{ print: Print; carriers: number }>(sql`
      SELECT print, count(*)::int AS carriers
      FROM unnest(${[...new Set(prints)]}::text[]) AS print
      JOIN sync.cards c ON c.mailbox_id = ${id} AND c.gone_at IS NULL AND c.current_tokens @> ARRAY[print]
      GROUP BY print`);
    return new Map(rows.map((row) => [row.print, row.carriers]));
  },
});
