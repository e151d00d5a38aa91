/**
 * Undo as the core sees it: fields that shall get an earlier value back. It is done by a pass, because only a pass
 * knows both sides: what somebody changed afterwards, on either, is not undone. The old value goes into the CRM; from
 * there it is carried to every card like any other change, so it cannot come back as an echo (R5, R6).
 */
import type { HistoryId, LinkId, PersonId, UndoItemId } from '../../shared/ids.ts';
import type { PersonFieldId } from '../../shared/person.ts';

export interface UndoItem {
  readonly id: UndoItemId;
  /** The newest entry that is taken back. */
  readonly historyId: HistoryId;
  readonly personId: PersonId;
  /** Of the entry; it may be gone since. */
  readonly linkId: LinkId;
  readonly field: PersonFieldId;
  /** What the CRM must still have, as typed: else somebody changed it afterwards. */
  readonly expected: string | null;
  /** What it gets back, as typed. */
  readonly value: string | null;
}

/** What became of an item that was not done. */
export type UndoRefusal =
  /** Changed afterwards, in the CRM or on the card. */
  | 'changedSince'
  /** The person is no longer in the CRM. */
  | 'gone'
  /** The CRM does not take the value any more. */
  | 'refusedByCrm';
