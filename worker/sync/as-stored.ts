/** The base after a write, when the remote says what it stored: what it altered is then not taken for an edit (R6). Pure. */
import { canonical } from '../../shared/canonical.ts';
import type { FieldId, Person } from '../../shared/person.ts';
import type { Agreed, Base } from './base.ts';
import { rowsFor, type RowContext } from './field-table.ts';
import type { LinkTerms } from './link-terms.ts';

/** Fields whose agreed value is not what the remote stored: their base follows what it says it has. */
export const baseAsStored = <Card>(
  terms: Pick<LinkTerms<Card>, 'table' | 'country'>,
  person: Person,
  base: Base,
  planned: Base,
  stored: Card,
): Base => {
  const context: RowContext = { base: { ...base, ...planned }, person, country: terms.country };
  const rows = rowsFor(terms.table, person.kind).filter((row) => planned[row.id] !== undefined);
  return Object.fromEntries(
    rows.map((row): [FieldId, Agreed] => {
      const agreed = planned[row.id]!;
      const remote = canonical(row.form, row.fromRemote(stored, context), terms.country);
      return [row.id, { ...agreed, remote }];
    }),
  );
};

/**
 * True where the remote keeps something else than it was sent in a field that goes both ways: neither side will have
 * changed, and they differ (rows.ts). What a person has decided to be written is not asked about again.
 */
export const isAltered = <Card>(
  { table }: Pick<LinkTerms<Card>, 'table'>,
  person: Person,
  planned: Base,
  stored: Base,
  decided: ReadonlySet<FieldId | null> = new Set(),
): boolean =>
  rowsFor(table, person.kind).some(
    ({ id, back }) =>
      back && !decided.has(id) && planned[id] !== undefined && planned[id].remote !== stored[id]?.remote,
  );
