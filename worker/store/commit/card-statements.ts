/** The statements that remember a mailbox's cards by their fingerprints (R7). */
import sql from 'sql-template-tag';
import type { MailboxId } from '../../../shared/ids.ts';
import type { KnownCard, Print } from '../../sync/guard/prints.ts';
import type { Folded } from './fold.ts';
import type { Statement } from './statements.ts';

const rowOf = ({ cardId, folderId, prints, goneAt }: KnownCard) => {
  const tokens = new Set<Print>();
  const current = new Set<Print>();
  for (const spans of Object.values(prints)) {
    for (const { print, until } of spans) {
      tokens.add(print);
      if (until === null) current.add(print);
    }
  }
  return {
    cardId,
    folderId,
    prints,
    goneAt,
    tokens: [...tokens],
    // Null: all of them, as on any new card.
    currentTokens: current.size === tokens.size ? null : [...current],
  };
};

export const cardStatements = (mailboxId: MailboxId, { cards, forgetBefore }: Folded): Statement[] => [
  ...(cards.length === 0
    ? []
    : [
        {
          query: sql`
            INSERT INTO sync.cards (mailbox_id, card_id, folder_id, prints, tokens, current_tokens, gone_at)
            SELECT ${mailboxId}, "cardId", "folderId", prints, tokens, coalesce("currentTokens", tokens), "goneAt"
            FROM jsonb_to_recordset(${JSON.stringify(cards.map(rowOf))}::jsonb) AS c (
              "cardId" text, "folderId" text, prints jsonb, tokens text[], "currentTokens" text[], "goneAt" timestamptz)
            ON CONFLICT (mailbox_id, card_id) DO UPDATE SET folder_id = excluded.folder_id, prints = excluded.prints,
              tokens = excluded.tokens, current_tokens = excluded.current_tokens, gone_at = excluded.gone_at`,
        },
      ]),
  ...(forgetBefore === null
    ? []
    : [
        {
          query: sql`DELETE FROM sync.cards WHERE mailbox_id = ${mailboxId} AND gone_at < ${forgetBefore}::timestamptz`,
        },
      ]),
];
