/**
 * The shape of a mapping (R4): one row a field, both directions side by side. The core takes a table as
 * input; another remote brings its own table and changes nothing here.
 */
import type { Country, FieldForm } from '../../shared/canonical.ts';
import type { FieldId, Person, PersonKind, PersonPatch } from '../../shared/person.ts';
import type { Base } from './base.ts';

/** What a row may know besides the record itself: what was last agreed, for values found by what we wrote. */
export interface RowContext {
  readonly base: Base;
  /** The person as the CRM has it now. */
  readonly person: Person;
  readonly country: Country;
}

/**
 * A card on which the value could be put, or the reason why it could not. `readsAs`: what `fromRemote` reads from this
 * card once this is agreed; another value than the written one where the user's own value stands there now.
 */
export type Written<Card> =
  | { readonly ok: true; readonly card: Card; readonly readsAs: string | null }
  | { readonly ok: false; readonly reason: 'noRoom' };

export interface FieldRow<Card> {
  readonly id: FieldId;
  readonly form: FieldForm;
  /** Kinds of person for which this row holds. */
  readonly kinds: readonly PersonKind[];
  /** Names the place on the card where one field has several, by kind: a base agreed for another place is none. */
  readonly slot?: string;
  /** True where a change on the remote side goes back to the CRM; false: the CRM leads. */
  readonly back: boolean;
  /** Value as typed in the CRM; null is blank. */
  readonly fromCrm: (person: Person) => string | null;
  /** The change that puts `value` into the CRM; null where nothing goes back. */
  readonly toCrm: ((value: string | null) => PersonPatch) | null;
  /** Value as typed on the card; null is blank. Never a value that belongs to another row or to the user. */
  readonly fromRemote: (card: Card, context: RowContext) => string | null;
  /**
   * A copy of the card with `value` in its place and everything of the user's own where it was. Safe to repeat: the
   * same card when the value is in place.
   */
  readonly toRemote: (card: Card, value: string | null, context: RowContext) => Written<Card>;
}

/** The name on a card, in the parts by which people are told apart. As typed; null is blank. */
export interface CardName {
  readonly called: string | null;
  readonly initials: string | null;
  /** With its prefix, as it is written in front of it. */
  readonly surname: string | null;
  /** The name as the list of contacts shows it, for cards that have nothing else. */
  readonly shown: string | null;
}

export interface FieldTable<Card> {
  /** Name of the remote, as held changes and history carry it. */
  readonly remote: 'outlook' | (string & {});
  readonly rows: readonly FieldRow<Card>[];
  /** A card with nothing on it, from which a create starts. */
  readonly blank: Card;
  /** Fields whose change makes the composed names (display name, file as) change with them. */
  readonly nameFields: readonly FieldId[];
  /** Every address on the card, the user's own too: cards that share one may get each other's values (R7). */
  readonly addressesOf: (card: Card) => readonly string[];
  /** Every phone number on the card, wherever it stands. */
  readonly phonesOf: (card: Card) => readonly string[];
  readonly nameOf: (card: Card) => CardName;
  /** Writes the composed names of this person, from the values the card now has. Called on a name change only. */
  readonly compose: (card: Card, context: RowContext) => Card;
}

export const rowsFor = <Card>(
  table: Pick<FieldTable<Card>, 'rows'>,
  kind: PersonKind,
): readonly FieldRow<Card>[] => table.rows.filter((row) => row.kinds.includes(kind));
