/** The tie between a mailbox, a person and a card, as the core sees it. */
import type { CardId, ConnectorId, FolderId, HeldId, LinkId, PersonId } from '../../shared/ids.ts';
import type { Base } from './base.ts';
import type { HeldField, HoldReason } from './plan.ts';
import type { LeftOutReason } from './selection.ts';

export interface Link {
  readonly id: LinkId;
  readonly personId: PersonId;
  readonly connectorId: ConnectorId;
  /**
   * `creating`: the intent is committed, the card's id not known yet (R11). `active`: in step.
   * `paused`: not selected now, the card stays (R8).
   */
  readonly state: 'creating' | 'active' | 'paused';
  readonly pausedBecause: LeftOutReason | null;
  /** Null while `creating`. */
  readonly cardId: CardId | null;
  readonly folderId: FolderId | null;
  /** Version of the card that was last merged; a delta item with this version brings nothing new. */
  readonly etag: string | null;
  readonly base: Base;
  /** R8: the user asked that the card of this paused link goes to Deleted Items. */
  readonly cleanUp: boolean;
}

/** A held change that is still open on a link, as far as the core needs it. */
export interface OpenHeld {
  readonly id: HeldId;
  readonly key: string;
  readonly reason: HoldReason;
  /** The other party (R7). */
  readonly donorPersonId: PersonId | null;
  /** The other card (R7). */
  readonly cardId: CardId | null;
  /** As they were when it was held: what was another's stays another's until somebody decides (R7). */
  readonly fields: readonly HeldField[];
}

/** A card as it was read. */
export interface CardReading<Card> {
  readonly cardId: CardId;
  readonly etag: string;
  readonly folderId: FolderId;
  /** True in Deleted Items or a folder below it: the user removed it (R9). */
  readonly inDeletedItems: boolean;
  readonly connectorId: ConnectorId | null;
  /** ISO instant of the last change on the remote side; null where it does not say. */
  readonly changedAt: string | null;
  readonly content: Card;
}
