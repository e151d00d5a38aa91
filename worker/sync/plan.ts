/**
 * A plan is data: what a pass will do, printable and testable before anything is done. A preview is a plan
 * that is shown and not applied; an undo is a plan made from the history.
 */
import type {
  CardId,
  ConnectorId,
  FolderId,
  HeldId,
  HistoryId,
  LinkId,
  PersonId,
  RulingId,
  UndoItemId,
} from '../../shared/ids.ts';
import type { FieldId, PersonPatch } from '../../shared/person.ts';
import type { Agreed, Base } from './base.ts';
import type { LeftOutReason } from './selection.ts';
import type { UndoRefusal } from './undo.ts';

/** Which rule decided, as history and "why" name it. */
export type Decision =
  | 'R2.created'
  | 'R4.crmLeads'
  | 'R5.onlyCrm'
  | 'R5.onlyRemote'
  | 'R5.conflict.crm'
  | 'R5.conflict.outlook'
  | 'R5.conflict.newest'
  | 'R5.blankTakesOther'
  /** The card went to Deleted Items, with what was changed on it and never taken over. */
  | 'R8.cleanedUp'
  /** A person decided a held change. */
  | 'decided.crm'
  | 'decided.remote'
  /** An earlier entry was taken back. */
  | 'undo';

/** Why a change waits for a person. Closed: every code has a sentence in Dutch and English in shared/texts. */
export const holdReasons = [
  'conflict',
  'noBase',
  'lastNameRequired',
  'malformedEmail',
  'invalidDate',
  'tooLong',
  'refusedByCrm',
  'noRoom',
  'refusedByRemote',
  'notSelected',
  /** R7: values of another card that shares an address. */
  'borrowed',
  /** R7: the name on the card became that of another; the whole card waits. */
  'nameOfAnother',
  /** R7: the card is gone, and another with the same address has grown. */
  'mergedAway',
  /** R7: before a create, a card with the same address and name is there. */
  'sameCardExists',
] as const;
export type HoldReason = (typeof holdReasons)[number];

export interface Overruled {
  readonly side: 'crm' | 'remote';
  readonly value: string | null;
  /** R7: it was another's when it stood on the card, so that it is never had back as this person's. */
  readonly ofAnother?: true;
}

/** One field of a change that is written, for the history. Values as typed. */
export interface FieldChange {
  /** Null: the card as a whole (its creation). */
  readonly field: FieldId | null;
  /** Side that is written. */
  readonly side: 'crm' | 'remote';
  readonly from: string | null;
  readonly to: string | null;
  readonly decision: Decision;
  /** The value a person typed that this change overrules; absent where nothing is lost. */
  readonly overruled?: Overruled;
  /** With decision `undo`: the entry that was taken back. */
  readonly undoes?: HistoryId;
}

export interface HeldField {
  readonly field: FieldId;
  readonly base: Agreed | null;
  /** As typed. */
  readonly crm: string | null;
  readonly remote: string | null;
}

/** One change that waits. `key` names the state of the world it speaks of, so that it is asked once. */
export interface Hold {
  readonly key: string;
  readonly personId: PersonId;
  readonly linkId: LinkId | null;
  readonly source: string;
  readonly reason: HoldReason;
  /** The other party (R7), where it is a person of the CRM. */
  readonly donorPersonId: PersonId | null;
  /** The other card (R7): the donor's, the survivor of a merge, the one that is there already. */
  readonly cardId: CardId | null;
  readonly fields: readonly HeldField[];
}

export type Step<Card> =
  /** R2: a new card. Its connector ID is drawn when the intent is committed (R10, R11). */
  | {
      readonly kind: 'createCard';
      readonly personId: PersonId;
      readonly personVersion: string;
      readonly card: Card;
      readonly base: Base;
      /** What could not be put on the card, and waits. */
      readonly unwritten: readonly { readonly reason: HoldReason; readonly fields: readonly HeldField[] }[];
    }
  /** `card` is the whole card as it shall be; `before` as it was read under `etag`. */
  | {
      readonly kind: 'updateCard';
      readonly linkId: LinkId;
      readonly personId: PersonId;
      readonly cardId: CardId;
      readonly etag: string;
      readonly before: Card;
      readonly card: Card;
      /** R10: set where the card lost its property and gets it back. */
      readonly connectorId: ConnectorId | null;
      readonly base: Base;
      readonly changes: readonly FieldChange[];
    }
  | {
      readonly kind: 'updatePerson';
      readonly linkId: LinkId;
      readonly personId: PersonId;
      readonly version: string;
      readonly patch: PersonPatch;
      readonly base: Base;
      readonly changes: readonly FieldChange[];
    }
  /** Both sides agree already; only the base moves. */
  | { readonly kind: 'agree'; readonly linkId: LinkId; readonly base: Base }
  | { readonly kind: 'hold'; readonly hold: Hold }
  /** The world has moved on: nothing is left to decide. */
  | { readonly kind: 'closeHeld'; readonly heldId: HeldId; readonly because: 'overtaken' }
  /** R8: the card stays, nothing is written to it while the link is paused. */
  | {
      readonly kind: 'pauseLink';
      readonly linkId: LinkId;
      readonly personId: PersonId;
      readonly because: LeftOutReason;
    }
  /** Ends a clean-up that was asked for as well. */
  | { readonly kind: 'resumeLink'; readonly linkId: LinkId; readonly personId: PersonId }
  /** R9: the user removed the card. `personVersion` is the version after which it may come back; null: person gone. */
  | {
      readonly kind: 'unlink';
      readonly linkId: LinkId;
      readonly personId: PersonId;
      readonly personVersion: string | null;
    }
  /**
   * The link goes to another card. R10: one that carries its connector ID (moved across a boundary that changes ids), the
   * base holds. `afresh`, R7 decided `relink`: a card that grew when this one went; nothing was ever agreed with it, so
   * the base goes, and it is read and merged in the next round.
   */
  | {
      readonly kind: 'relink';
      readonly linkId: LinkId;
      readonly personId: PersonId;
      readonly cardId: CardId;
      readonly folderId: FolderId;
      readonly afresh: boolean;
    }
  /** R10: a copy made by the user loses the property and is the user's own from then on. */
  | { readonly kind: 'stripConnectorId'; readonly cardId: CardId; readonly etag: string }
  /** R7, decided `link`: a card that is there already becomes this person's; the merge follows in the next round. */
  | {
      readonly kind: 'linkCard';
      readonly personId: PersonId;
      readonly cardId: CardId;
      readonly folderId: FolderId;
    }
  /** R7, decided `newCard`, or R8, the card has gone as was asked: the link goes, as if the person had never had a card. */
  | { readonly kind: 'replaceCard'; readonly linkId: LinkId; readonly personId: PersonId }
  /** R8, asked for by the user: the card of a paused link goes to Deleted Items, the link ends. */
  | {
      readonly kind: 'discardCard';
      readonly linkId: LinkId;
      readonly personId: PersonId;
      readonly cardId: CardId;
      readonly etag: string;
      /** What was typed on the card and is not in the CRM: overruled by its going. */
      readonly changes: readonly FieldChange[];
    }
  /**
   * A ruling was met by this pass: its held change came out as decided, or the world has moved on. Settled only after the
   * writes of its link went through; until then it is pending, and the next round does what it says again.
   */
  | { readonly kind: 'settleRuling'; readonly rulingId: RulingId; readonly outcome: 'applied' | 'overtaken' }
  /**
   * An earlier value goes back into the CRM; merged in the next round. An empty patch: the CRM has it already (a crash
   * came between the write and its record), only the items are settled.
   */
  | {
      readonly kind: 'undoPerson';
      readonly personId: PersonId;
      readonly linkId: LinkId;
      readonly version: string;
      readonly patch: PersonPatch;
      readonly changes: readonly FieldChange[];
      readonly itemIds: readonly UndoItemId[];
    }
  | { readonly kind: 'refuseUndo'; readonly itemIds: readonly UndoItemId[]; readonly because: UndoRefusal }
  /** R9: a linked card stands in a folder that is not followed yet. */
  | { readonly kind: 'followFolder'; readonly folderId: FolderId };

/** R12: why the pass stopped before its first write. */
export type Brake =
  | { readonly kind: 'manyChanges'; readonly cards: number; readonly linked: number }
  | { readonly kind: 'emptyCrm'; readonly linked: number }
  | { readonly kind: 'emptyRemote'; readonly linked: number };

export interface Plan<Card> {
  readonly steps: readonly Step<Card>[];
  readonly brake: Brake | null;
  /** Persons looked at and not synced, with the reason (R1). */
  readonly leftOut: readonly {
    readonly personId: PersonId;
    readonly because: LeftOutReason | 'removedByUser';
  }[];
}
