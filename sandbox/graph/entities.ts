/** What a mailbox holds. Ids are opaque to callers; nothing outside sandbox/graph may take them apart. */
import type { ExtendedValue } from './extended-properties.ts';
import type { CardValues } from './fields.ts';

export interface Card {
  /** The item's number in its mailbox; never used again. */
  readonly number: number;
  /** Stays through every move ("Get immutable identifiers for Outlook resources"). */
  readonly immutableId: string;
  /** Default id: another one after each move. */
  id: string;
  changeKey: string;
  folder: Folder;
  /** Where a card in Deleted Items came from. */
  deletedFrom: Folder | null;
  readonly createdAt: number;
  modifiedAt: number;
  /** Replaced as a whole by each change, never written into. */
  values: CardValues;
  readonly extended: Map<string, ExtendedValue>;
  /** Sequence number of the last change of each field. */
  readonly fieldSeq: Map<string, number>;
  /** Look-ups by extended property that are still to miss this card. */
  missesLeft: number;
  /** From when on the look-up by extended property sees it. */
  foundFrom: number;
}

/** A change in one folder. Of a card only the last entry counts. */
export interface LogEntry {
  readonly seq: number;
  readonly at: number;
  readonly number: number;
  readonly card: Card;
  /** Ids under which the card left this folder. */
  readonly removed: { readonly id: string; readonly immutableId: string } | null;
  /** Came from another folder: may not show under immutable ids. */
  readonly arrived: boolean;
  /** A removal that the delta will never tell. */
  readonly missed: boolean;
}

export interface Folder {
  readonly id: string;
  displayName: string;
  readonly parent: Folder | null;
  readonly wellKnown: 'contacts' | 'deleteditems' | null;
  readonly cards: Map<number, Card>;
  log: LogEntry[];
  readonly latest: Map<number, LogEntry>;
  seq: number;
}

export type AuditAction =
  | 'created'
  | 'updated'
  | 'deleted'
  | 'deletedForGood'
  | 'moved'
  | 'copied'
  | 'restored'
  | 'merged'
  | 'touched'
  | 'folderMade'
  | 'folderDeleted';

/** One write, by an app through Graph or by the user in Outlook. */
export interface AuditEntry {
  readonly number: number;
  readonly at: string;
  readonly by: 'app' | 'user';
  readonly action: AuditAction;
  /** Immutable id of the card (or id of the folder). */
  readonly cardId: string;
  /** The properties that the request named, in its order. */
  readonly properties: readonly string[];
  /** Their values as they were sent. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Values of those properties before; empty for a new card. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly requestId?: string;
  readonly inBatch?: boolean;
}

export interface MailboxChange {
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly card: Card;
  readonly folder: Folder;
  /** Ids at that moment; `card` may move on before a notification leaves. */
  readonly id: string;
  readonly immutableId: string;
  readonly etag: string;
}
