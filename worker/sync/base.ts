/**
 * What both sides last agreed on, per field of one link.
 *
 * Usually the two values are equal. They differ where the mapping says that they may: the CRM has no
 * work phone and the first phone on the card is the user's own; or there was no room on the card for
 * the private e-mail. Each side is compared with its own half, so such a difference is no change (R5, R6).
 */
import type { FieldId } from '../../shared/person.ts';

/** Canonical values (shared/canonical.ts); null is blank. */
export interface Agreed {
  readonly crm: string | null;
  readonly remote: string | null;
  /** Place on the card this was agreed for, where a row has more than one (field-table.ts, `slot`). */
  readonly slot?: string;
}

export type Base = Readonly<Partial<Record<FieldId, Agreed>>>;
