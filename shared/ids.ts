/**
 * Branded ids: a card id cannot be passed where a person id is asked.
 * All are opaque text; only the side that made one may look inside.
 */
declare const brand: unique symbol;
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Id of a person in the CRM. */
export type PersonId = Branded<'PersonId'>;
/** Id of an employee (user) in the CRM. */
export type EmployeeId = Branded<'EmployeeId'>;
/** Id of an organisation in the CRM. */
export type OrganisationId = Branded<'OrganisationId'>;
/** Immutable id of a card on the remote side (Outlook: Graph's immutable contact id). */
export type CardId = Branded<'CardId'>;
/** Id of a contact folder on the remote side. */
export type FolderId = Branded<'FolderId'>;
/** UUID of an activated mailbox. */
export type MailboxId = Branded<'MailboxId'>;
/** UUID of a link (mailbox, person, card). */
export type LinkId = Branded<'LinkId'>;
/** UUID of one pass. */
export type PassId = Branded<'PassId'>;
/** UUID of one held change. */
export type HeldId = Branded<'HeldId'>;
/** Lower-case UUID that ties a card to its link (R10). */
export type ConnectorId = Branded<'ConnectorId'>;
/** UUID of one history entry. */
export type HistoryId = Branded<'HistoryId'>;
/** UUID of a person's decision about a held change. */
export type RulingId = Branded<'RulingId'>;
/** UUID of one undo that was asked for. */
export type UndoId = Branded<'UndoId'>;
/** UUID of one field of an undo. */
export type UndoItemId = Branded<'UndoItemId'>;

/** Names the kind of an id that came in as plain text; checks nothing. */
export const asId = <T extends Branded<string>>(text: string): T => text as T;
