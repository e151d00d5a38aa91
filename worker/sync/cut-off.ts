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
import { rowsFor, type RowContext } from './field-table.ts';
import type { CardReading } from './link.ts';
import type { LinkTerms } from './link-terms.ts';
import type { FieldChange } from './plan.ts';
import { pair } from './rows.ts';

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
  const rows = rowsFor(table, person.kind).filter(({ back }) => back);
  return Object.fromEntries(
    sent.flatMap(({ field, side, to }): [FieldId, Agreed][] => {
      const row = rows.find(({ id }) => id === field);
      if (row === undefined) return [];
      const now = side === 'crm' ? row.fromCrm(person) : row.fromRemote(card.content, context);
      if (canonical(row.form, now, country) !== canonical(row.form, to, country)) return [];
      return [[row.id, pair(row, country, to, to)]];
    }),
  );
};
