/**
 * A CRM import in between: a file as an office makes it, with the persons' ids and one column, read, planned and applied as
 * the command line does it. A row that a pass was faster at is rejected by the import, and then nothing was typed.
 */
import { applyImport } from '../../worker/crm/files/apply.ts';
import { exportHeadings } from '../../worker/crm/files/headings.ts';
import { planImport } from '../../worker/crm/files/plan.ts';
import type { Ledger } from '../support/ledger.ts';
import { same, type TypedFieldId } from '../support/typed-fields.ts';

export const importFile = async (
  ledger: Ledger,
  chosen: readonly number[],
  field: TypedFieldId,
): Promise<boolean> => {
  const { crm } = ledger.sides;
  const rows = [...new Set(chosen)]
    .filter((who) => who < ledger.persons.length)
    .map((who) => ({ who, id: ledger.persons[who]!, value: ledger.values.fresh(`P${who}`, field) }));
  if (rows.length === 0) return false;
  const before = await crm.persons(rows.map(({ id }) => id));
  const headings = [exportHeadings.nl.id, exportHeadings.nl[field]].join(';');
  const text = [headings, ...rows.map(({ id, value }) => `${id};${value}`)].join('\r\n');
  const plan = await planImport(crm, new TextEncoder().encode(`${text}\r\n`), 'import.csv');
  const report = await applyImport(crm, plan);
  if (!report.applied) throw new Error(`import: ${report.problems.map(({ code }) => code).join()}`);
  const rejected = new Set(report.rejected.map(({ line }) => line));
  for (const [index, { who, id, value }] of rows.entries()) {
    const over = before.get(id)!.fields[field];
    // The heading is line 1.
    if (!rejected.has(index + 2) && !same(field, over, value)) ledger.note(null, who, field, value, over);
  }
  return true;
};
