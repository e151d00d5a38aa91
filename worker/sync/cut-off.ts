/**
 * Writes whose confirmation was cut off (a crash, a lost answer): what was written ahead in the history tells which value
 * was sent, and the side it was sent to tells whether it arrived. Where it did, it is agreed, as if nothing had been cut
 * off. Else our own write would be taken for an edit as soon as the sending side goes back to its earlier value (R6, R13).
 *
 * Pure.
 */
import { canonical } from '../../shared/canonical.ts';
import type { FieldId, Person } from '../../shared/person.ts';
import type { Agreed, Base } from './base.ts';
import { rowsFor, type FieldRow, type RowContext } from './field-table.ts';
import type { CardReading } from './link.ts';
import type { LinkTerms } from './link-terms.ts';
import type { FieldChange } from './plan.ts';
import { agreedFor, pair } from './rows.ts';

/** The fields that are agreed by writes that arrived; to be laid over the base of the link. `base`: of the link. */
export const confirmedBase = <Card>(
  { table, country }: Pick<LinkTerms<Card>, 'table' | 'country'>,
  base: Base,
  person: Person | null,
  card: CardReading<Card> | null,
  sent: readonly Pick<FieldChange, 'field' | 'side' | 'to'>[],
): Base => {
  if (person === null || card === null) return {};
  const context: RowContext = { base, person, country };
  const rows = rowsFor(table, person.kind);
  return Object.fromEntries(
    sent.flatMap(({ field, side, to }): [FieldId, Agreed][] => {
      const row = rows.find(({ id }) => id === field);
      if (row === undefined) return [];
      const agreed = pair(row, country, to, to);
      if (!row.back) return isPlacedByUs(rows, card.content, context, row, agreed) ? [[row.id, agreed]] : [];
      // As if it had arrived: a work address that is the private one too stands there once, and is read as the latter else.
      const arrived: RowContext = { ...context, base: { ...base, [row.id]: agreed } };
      const now = side === 'crm' ? row.fromCrm(person) : row.fromRemote(card.content, arrived);
      if (canonical(row.form, now, country) !== canonical(row.form, to, country)) return [];
      return [[row.id, agreed]];
    }),
  );
};

/**
 * A value that only goes out is found on the card by what we last wrote, so it is looked for as if it were agreed. Where
 * nothing was placed before, a write was planned only because the value was not there: it is ours. In the place of an
 * earlier one it may also be the user's own, who had it already; it counts as ours only where the earlier one is gone and
 * another field would else read it as something that the user typed (a private address that stands first would become the
 * work address, also where the user has just taken the work address off).
 */
const isPlacedByUs = <Card>(
  rows: readonly FieldRow<Card>[],
  card: Card,
  context: RowContext,
  row: FieldRow<Card>,
  agreed: Agreed,
): boolean => {
  const { base, country } = context;
  const placed: RowContext = { ...context, base: { ...base, [row.id]: agreed } };
  const reads = (each: FieldRow<Card>, of: RowContext) =>
    canonical(each.form, each.fromRemote(card, of), country);
  if (agreed.remote === null || reads(row, placed) !== agreed.remote) return false;
  if ((agreedFor(row, base)?.remote ?? null) === null) return true;
  if (reads(row, context) !== null) return false;
  return rows.some((each) => each.back && reads(each, context) !== reads(each, placed));
};
