/**
 * Fingerprints of cards (R7). The address book is private: of every card of the mailbox only keyed fingerprints of
 * the mapped values are kept, so that values can be found again and never read. What a card no longer has, and a
 * card that is gone, is remembered for `rememberDays`: who was mixed up is often seen after the other card has
 * changed or left.
 *
 * Pure: the key stays outside, in the `TakePrint` that comes in.
 */
import type { CardId, FolderId, LinkId, PersonId } from '../../../shared/ids.ts';
import type { PersonFieldId } from '../../../shared/person.ts';

/** How long a value or a card that is gone still counts (R7). */
export const rememberDays = 30;

/**
 * What a value is a value of. Addresses and numbers count wherever they stand on a card, since a merge moves them
 * about; texts and dates count per field. `name`: the whole name; `nameByInitial`: first letter and surname;
 * `surname`: with its prefix; `called`: the first name, never initials. These are found in whatever part of the
 * card the name stands.
 */
export type NamePrintKind = 'name' | 'nameByInitial' | 'surname' | 'called';
export type PrintKind = 'address' | 'phone' | NamePrintKind | PersonFieldId;

/** Keyed, per mailbox; equal for equal kind and value, and nothing else can be told from it. */
export type Print = string & { readonly print?: never };

/** `value` in the form in which it is compared (canonical, names folded). Pure. */
export type TakePrint = (kind: PrintKind, value: string) => Print;

export interface PrintSpan {
  readonly print: Print;
  /** ISO instant at which it was first seen there. */
  readonly since: string;
  /** ISO instant from which on it was no longer there; null while it is. */
  readonly until: string | null;
}

export type CardPrints = Readonly<Partial<Record<PrintKind, readonly PrintSpan[]>>>;

/** One card of the mailbox, linked or not, as far as it is remembered. */
export interface KnownCard {
  readonly cardId: CardId;
  readonly folderId: FolderId;
  readonly prints: CardPrints;
  /** ISO instant from which on the card was no longer seen; null while it lives. */
  readonly goneAt: string | null;
}

/** Another card that shares an address with the one that is judged, now or within `rememberDays`. */
export interface Neighbour extends KnownCard {
  /** Whose card it is, where it is linked. `humanId`: of the head, for persons that are tied (head and followers). */
  readonly link: {
    readonly linkId: LinkId;
    readonly personId: PersonId;
    readonly humanId: PersonId;
  } | null;
}
