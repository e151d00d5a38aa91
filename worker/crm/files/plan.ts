/**
 * Plans an import: reads the file, says what each column means, and what would happen to each row. Changes nothing; the
 * plan is shown, then applied (apply.ts). A file with a problem gives a plan that cannot be applied.
 */
import type { Country } from '../../../shared/canonical.ts';
import type { CrmLookups } from '../embedded/types.ts';
import { textOf } from './cells.ts';
import { targetOf } from './headings.ts';
import { planRows } from './plan-rows.ts';
import { readFile } from './read-file.ts';
import { readRows } from './rows.ts';
import type {
  FileProblem,
  ImportCounts,
  ImportOptions,
  ImportPlan,
  PlannedColumn,
  PlannedRow,
  SourceTable,
} from './types.ts';

export type PlanningCrm = CrmLookups & { readonly country: Country };

/** Named in a problem as users see it in the file: by heading, or by place where there is none. */
const nameOf = (column: PlannedColumn): string => column.heading || `#${column.position}`;

const isEmpty = (table: SourceTable, index: number): boolean =>
  table.rows.every((row) => textOf(row.cells[index], false) === null);

const planColumns = (table: SourceTable, options: ImportOptions): PlannedColumn[] => {
  const mapping = new Map(Object.entries(options.mapping ?? {}).map(([heading, to]) => [heading.trim(), to]));
  return table.headings.map((typed, index) => {
    const heading = typed.trim();
    const chosen = mapping.get(heading);
    return { position: index + 1, heading, target: chosen === undefined ? targetOf(heading) : chosen };
  });
};

/** Columns that mean nothing here, that nobody chose to leave out, and that are not simply empty. */
const unknownColumns = (
  table: SourceTable,
  columns: readonly PlannedColumn[],
  options: ImportOptions,
): string[] => {
  const leftOut = new Set(Object.keys(options.mapping ?? {}).map((heading) => heading.trim()));
  return columns
    .filter(
      (column, index) =>
        column.target === null &&
        !leftOut.has(column.heading) &&
        (column.heading !== '' || !isEmpty(table, index)),
    )
    .map(nameOf);
};

const columnProblems = (
  columns: readonly PlannedColumn[],
  unknown: readonly string[],
  options: ImportOptions,
): FileProblem[] => {
  const problems: FileProblem[] = [];
  if (unknown.length > 0 && options.ignoreUnknown !== true) {
    problems.push({ code: 'unknownColumns', details: unknown });
  }
  const doubles = columns.filter(
    ({ target }) => target !== null && columns.filter((other) => other.target === target).length > 1,
  );
  if (doubles.length > 0) problems.push({ code: 'doubleColumns', details: doubles.map(nameOf) });
  if (!columns.some(({ target }) => target === 'lastName' || target === 'id')) {
    problems.push({ code: 'noSurnameColumn' });
  }
  const headings = new Set(columns.map(({ heading }) => heading));
  const astray = Object.keys(options.mapping ?? {}).filter((heading) => !headings.has(heading.trim()));
  if (astray.length > 0) problems.push({ code: 'unknownMapping', details: astray });
  return problems;
};

export const countRows = (rows: readonly PlannedRow[]): ImportCounts => {
  const count = (action: PlannedRow['action']): number => rows.filter((row) => row.action === action).length;
  return {
    create: count('create'),
    update: count('update'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
  };
};

const emptyPlan = (fileName: string, options: ImportOptions): ImportPlan => {
  const { onProgress: _, ...kept } = options;
  return {
    fileName,
    format: null,
    encoding: null,
    delimiter: null,
    sheet: null,
    key: 'name',
    columns: [],
    unknownColumns: [],
    problems: [],
    rows: [],
    counts: countRows([]),
    newEmployees: [],
    options: kept,
    content: [],
  };
};

export const planImport = async (
  crm: PlanningCrm,
  bytes: Uint8Array,
  fileName: string,
  options: ImportOptions = {},
): Promise<ImportPlan> => {
  const reading = await readFile(bytes);
  const empty = emptyPlan(fileName, options);
  if (!reading.ok) return { ...empty, problems: [reading.problem] };
  const { table } = reading;
  const total = table.rows.length;
  options.onProgress?.({ phase: 'read', done: total, total });
  const columns = planColumns(table, options);
  const unknown = unknownColumns(table, columns, options);
  const described: ImportPlan = {
    ...empty,
    format: table.format,
    encoding: table.encoding,
    delimiter: table.delimiter,
    sheet: table.sheet,
    key: columns.some(({ target }) => target === 'id') ? 'id' : 'name',
    columns,
    unknownColumns: unknown,
    problems: columnProblems(columns, unknown, options),
  };
  if (described.problems.length > 0) return described;
  const content = readRows(table, columns);
  const { rows, newEmployees } = await planRows(crm, content, { country: crm.country, columns, options });
  options.onProgress?.({ phase: 'compare', done: total, total });
  const counts = countRows(rows);
  const problems: FileProblem[] =
    options.strict === true && counts.rejected > 0 ? [{ code: 'rejectedRows' }] : [];
  return { ...described, problems, rows, counts, newEmployees, content };
};
