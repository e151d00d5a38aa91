/** The ports to the other side: one user's mailbox, its tokens and its notifications (R10, R11, R13, R14). */
import type { CardId, ConnectorId, FolderId, MailboxId } from '../../../shared/ids.ts';
import type { CardReading } from '../../sync/link.ts';
import type { Trouble } from './trouble.ts';

/** Opaque position of one folder's delta (Graph: the deltaLink). */
export type RemoteCursor = string & { readonly remoteCursor?: never };

export interface DeltaItem<Card = unknown> {
  readonly cardId: CardId;
  /** True: gone from this folder. A claim, not a fact (R9). */
  readonly removed: boolean;
  /** Version of the card, where the answer brought it. */
  readonly etag: string | null;
  /** The card's content, where the answer brought all of what the mapping reads; null: to be read by id. */
  readonly content: Card | null;
}

/**
 * `card`: the card as the remote says it now is, where its answer brought it. What the remote alters while storing
 * (an address it will not have, a text it trims) is then known and is not taken for an edit by the user.
 */
export type CreateResult<Card> =
  | {
      readonly outcome: 'created';
      readonly cardId: CardId;
      readonly etag: string;
      readonly folderId: FolderId;
      readonly card?: Card;
    }
  /** The remote will not have this card (400, 413…); nothing was stored. */
  | { readonly outcome: 'refused'; readonly code: string }
  /** It may or may not have been stored (time-out, 5xx, cut connection): look before you post again (R11). */
  | { readonly outcome: 'unclear' }
  /** Certainly not stored; may be asked again after the wait. */
  | { readonly outcome: 'notSent'; readonly trouble: Trouble };

export type UpdateResult<Card> =
  | { readonly outcome: 'updated'; readonly etag: string; readonly card?: Card }
  /** Changed meanwhile (409, 412): read again, merge again. */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'unclear' }
  | { readonly outcome: 'notSent'; readonly trouble: Trouble };

export type DiscardResult =
  | { readonly outcome: 'discarded' }
  | Extract<UpdateResult<never>, { outcome: 'stale' | 'gone' | 'refused' | 'unclear' | 'notSent' }>;

export interface CardCreate<Card> {
  readonly connectorId: ConnectorId;
  readonly card: Card;
}

export interface CardUpdate<Card> {
  readonly cardId: CardId;
  readonly etag: string;
  /** Only properties that differ between the two are written (plus what the remote must be sent each time). */
  readonly before: Card;
  readonly card: Card;
  /** Set: written along; null: removed; absent: left as it is. */
  readonly connectorId?: ConnectorId | null;
}

/**
 * One mailbox on the remote side, opened for one pass. Keeps the remote's limits by itself; waits and repeats
 * inside a call only where that is safe. Results come in the order of the asking. Before each request that
 * writes, `mayWrite` (given when it is opened) is asked; false ends in Trouble `leaseLost`.
 */
export interface Remote<Card> {
  /** Id of the folder in which cards are made. */
  defaultFolder(): Promise<FolderId>;
  /**
   * All pages of one round, oldest first; the last one has the cursor for the next round. `null` starts afresh and
   * lists every card. May repeat an item. Trouble `resync` when the cursor is lost; 'folderGone' when the folder is.
   */
  delta(
    folderId: FolderId,
    cursor: RemoteCursor | null,
  ): AsyncIterable<
    { readonly items: readonly DeltaItem<Card>[]; readonly next: RemoteCursor | null } | 'folderGone'
  >;
  /** The cards as they are now with their connector ID; an id without a card is absent from the map. */
  read(cardIds: readonly CardId[]): Promise<Map<CardId, CardReading<Card>>>;
  /** Every card of the folder that carries a connector ID. */
  connectorIdsIn(
    folderId: FolderId,
  ): AsyncIterable<{ readonly cardId: CardId; readonly connectorId: ConnectorId }>;
  /** Cards that carry these connector IDs, wherever they stand in the mailbox. May lag behind a write. */
  find(connectorIds: readonly ConnectorId[]): Promise<Map<ConnectorId, CardId[]>>;
  create(cards: readonly CardCreate<Card>[]): Promise<CreateResult<Card>[]>;
  update(cards: readonly CardUpdate<Card>[]): Promise<UpdateResult<Card>[]>;
  /**
   * R8, only for an explicit clean-up: to Deleted Items, where the user finds them back. Safe to repeat.
   */
  discard(cards: readonly { readonly cardId: CardId; readonly etag: string }[]): Promise<DiscardResult[]>;
  /** Requests sent so far, sub-requests of a batch counted singly. */
  readonly requests: number;
}

export interface RemoteOpener<Card> {
  /** Trouble `park` when the user must sign in again. */
  open(mailboxId: MailboxId, guard: { mayWrite: () => boolean; signal: AbortSignal }): Promise<Remote<Card>>;
}

/** Access tokens for one mailbox's remote. Trouble `park` when the user must sign in again, `misconfigured`, `retry`. */
export interface RemoteTokens {
  /** `rejected`: a token that the remote has just turned down; another one is fetched, not that one again. */
  accessToken(mailboxId: MailboxId, rejected?: string): Promise<string>;
}

export interface Subscription {
  readonly id: string;
  /** ISO instant at which it ends unless renewed. */
  readonly expiresAt: string;
}

/** Change notifications of one mailbox's cards: a hint to pass, never the truth. */
export interface Subscriptions {
  create(
    mailboxId: MailboxId,
    urls: { readonly notificationUrl: string; readonly lifecycleUrl: string; readonly clientState: string },
  ): Promise<Subscription>;
  /** 'gone': it ended meanwhile, make a new one and pass. */
  renew(mailboxId: MailboxId, id: string): Promise<Subscription | 'gone'>;
  /** Safe to repeat; one that is gone is no error. */
  remove(mailboxId: MailboxId, id: string): Promise<void>;
}
