/** From cells to what a row says, column by column. Pure: what the CRM thinks of it comes later (match.ts, plan-rows.ts). */
import type { PersonFieldId } from '../../../shared/person.ts';
import { isMonthFirst, readDate, readEmployee, readKind, readYesNo, splitList, textOf } from './cells.ts';
import type {
  EmployeeName,
  ImportTarget,
  PlannedColumn,
  RejectedRow,
  RowContent,
  RowProblem,
  RowProblemCode,
  SourceRow,
  SourceTable,
} from './types.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Draft = Writable<RowContent> & { fields: Partial<Record<PersonFieldId, string | null>> };

interface Column {
  readonly index: number;
  readonly heading: string;
  readonly target: ImportTarget;
  /** For dates: the column is written month first. */
  readonly monthFirst: boolean;
}

const readOwners = (text: string): EmployeeName[] | null => {
  const owners = splitList(text).map(readEmployee);
  return owners.some((owner) => owner === null) ? null : owners.filter((owner) => owner !== null);
};

const readManager = (text: string): EmployeeName | RowProblemCode => {
  const one = readEmployee(text.replace(/\s*\|\s*$/u, ''));
  if (one !== null) return one;
  return text.split('@').length > 2 ? 'severalRelationManagers' : 'malformedEmployee';
};

/** Lays one cell into the row; answers with why it cannot be read. */
const readCell = (draft: Draft, column: Column, text: string | null): RowProblemCode | null => {
  const { target } = column;
  switch (target) {
    case 'id':
      draft.externalId = text;
      return null;
    case 'kind': {
      const kind = text === null ? undefined : readKind(text);
      if (kind === null) return 'unknownKind';
      draft.kind = kind;
      return null;
    }
    case 'former': {
      const former = text === null ? undefined : readYesNo(text);
      if (former === null) return 'invalidFormer';
      draft.former = former;
      return null;
    }
    case 'birthDate': {
      const reading = text === null ? { date: null } : readDate(text, column.monthFirst);
      if ('problem' in reading) return reading.problem;
      draft.fields.birthDate = reading.date;
      return null;
    }
    case 'email':
      draft.anyEmail = text;
      return null;
    case 'phone':
      draft.anyPhone = text;
      return null;
    case 'mobile':
      draft.anyMobile = text;
      return null;
    case 'organisation':
      draft.organisation = text;
      return null;
    case 'relationManager': {
      const manager = text === null ? null : readManager(text);
      if (typeof manager === 'string') return manager;
      draft.relationManager = manager;
      return null;
    }
    case 'owners': {
      const owners = text === null ? [] : readOwners(text);
      if (owners === null) return 'malformedEmployee';
      draft.owners = owners;
      return null;
    }
    case 'groups':
      draft.groups = text === null ? [] : splitList(text);
      return null;
    case 'initials':
    case 'firstName':
    case 'surnamePrefix':
    case 'lastName':
    case 'workEmail':
    case 'workPhone':
    case 'workMobile':
    case 'jobTitle':
    case 'privateEmail':
    case 'privatePhone':
    case 'privateMobile':
      draft.fields[target] = text;
      return null;
  }
};

const columnsOf = (table: SourceTable, planned: readonly PlannedColumn[]): Column[] =>
  planned.flatMap(({ position, heading, target }) => {
    if (target === null) return [];
    const index = position - 1;
    const texts = (): (string | null)[] => table.rows.map((row) => textOf(row.cells[index], true));
    return [{ index, heading, target, monthFirst: target === 'birthDate' && isMonthFirst(texts()) }];
  });

const readRow = (
  row: SourceRow,
  columns: readonly Column[],
  table: SourceTable,
): RowContent | RejectedRow => {
  const rejected = (problems: RowProblem[]): RejectedRow => ({
    action: 'rejected',
    line: row.line,
    problems,
  });
  if (row.broken !== undefined) return rejected([{ code: row.broken }]);
  const guarded = table.format !== 'vcard';
  if (row.cells.slice(table.headings.length).some((cell) => textOf(cell, guarded) !== null)) {
    return rejected([{ code: 'tooManyCells' }]);
  }
  const draft: Draft = { externalId: null, fields: {} };
  const problems = columns.flatMap((column): RowProblem[] => {
    const code = readCell(draft, column, textOf(row.cells[column.index], guarded));
    return code === null ? [] : [{ code, column: column.heading }];
  });
  return problems.length > 0 ? rejected(problems) : draft;
};

export type ReadRow = { readonly line: number; readonly content: RowContent | RejectedRow };

export const readRows = (table: SourceTable, planned: readonly PlannedColumn[]): ReadRow[] => {
  const columns = columnsOf(table, planned);
  return table.rows.map((row) => ({ line: row.line, content: readRow(row, columns, table) }));
};
