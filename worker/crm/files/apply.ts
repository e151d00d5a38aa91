/**
 * Applies a plan that was shown, in one transaction: all good rows or, when anything breaks on the way, none. Each row
 * is compared once more under the lock of imports; what would now be something else than was shown is rejected.
 */
import type { EmployeeId } from '../../../shared/ids.ts';
import type { CrmActor } from '../../pass/ports.ts';
import type { CrmWrites, EmbeddedCrm, PersonChange, PersonWrite, PersonWritten } from '../embedded/types.ts';
import { countRows } from './plan.ts';
import { displayNameOf, planRows } from './plan-rows.ts';
import type {
  EmployeeName,
  ImportPlan,
  ImportProgress,
  ImportReport,
  PlannedRow,
  RejectedRow,
  RowProblem,
  RowWrite,
} from './types.ts';

export interface ApplyOptions {
  readonly by?: CrmActor;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Written together; progress is told after each. */
const ROWS_AT_ONCE = 200;

/** Carries the report of an import that is taken back as a whole. */
class TakenBack extends Error {
  constructor(readonly rows: readonly PlannedRow[]) {
    super('taken back');
  }
}

const reportOf = (
  applied: boolean,
  rows: readonly PlannedRow[],
  problems: ImportReport['problems'],
  newEmployees: number,
): ImportReport => ({
  applied,
  problems,
  counts: countRows(rows),
  newEmployees,
  rejected: rows.filter((row): row is RejectedRow => row.action === 'rejected'),
});

const rejected = (line: number, problem: RowProblem): RejectedRow => ({
  action: 'rejected',
  line,
  problems: [problem],
});

/** What a row does, without what may change meanwhile and does not matter: the version. */
const gist = (row: PlannedRow): string => {
  switch (row.action) {
    case 'create':
      return JSON.stringify(['create', row.write]);
    case 'update':
      return JSON.stringify(['update', row.personId, row.write]);
    case 'unchanged':
      return JSON.stringify(['unchanged', row.personId]);
    case 'rejected':
      return JSON.stringify(['rejected']);
  }
};

/** The row as it is now, when that is what was shown; one that is done already is fine too. */
const confirmed = (shown: PlannedRow, now: PlannedRow): PlannedRow => {
  if (gist(shown) === gist(now) || now.action === 'rejected' || shown.action === 'rejected') {
    return shown.action === 'rejected' ? shown : now;
  }
  const doneAlready =
    shown.action === 'update' && now.action === 'unchanged' && shown.personId === now.personId;
  return doneAlready ? now : rejected(now.line, { code: 'changedMeanwhile' });
};

const changeOf = (write: RowWrite, idOf: (name: EmployeeName) => EmployeeId): PersonChange => ({
  ...(write.externalId === undefined ? {} : { externalId: write.externalId }),
  ...(write.kind === undefined ? {} : { kind: write.kind }),
  ...(write.fields === undefined ? {} : { fields: write.fields }),
  ...(write.organisation === undefined
    ? {}
    : { organisation: write.organisation === null ? null : { name: write.organisation } }),
  ...(write.relationManager === undefined
    ? {}
    : { relationManagerId: write.relationManager === null ? null : idOf(write.relationManager) }),
  ...(write.owners === undefined ? {} : { ownerIds: write.owners.map(idOf) }),
  ...(write.groups === undefined ? {} : { groups: write.groups }),
  ...(write.former === undefined ? {} : { former: write.former }),
});

const problemOf = (result: PersonWritten): RowProblem | null => {
  switch (result.outcome) {
    case 'created':
    case 'updated':
      return null;
    case 'refused':
      return { code: result.reason };
    case 'badExternalId':
      return { code: 'badId' };
    case 'badGroupName':
    case 'badOrganisationName':
    case 'organisationOfPrivatePerson':
    case 'unknownEmployee':
      return { code: result.outcome };
    case 'stale':
    case 'gone':
    case 'externalIdTaken':
    case 'unknownOrganisation':
      return { code: 'changedMeanwhile' };
  }
};

const writeOf = (row: PlannedRow, idOf: (name: EmployeeName) => EmployeeId): PersonWrite | null => {
  switch (row.action) {
    case 'create': {
      const { kind, fields = {} } = row.write;
      return { draft: { ...changeOf(row.write, idOf), kind, fields } };
    }
    case 'update':
      return { id: row.personId, version: row.version, change: changeOf(row.write, idOf) };
    case 'unchanged':
    case 'rejected':
      return null;
  }
};

/** The rows with those that turned out not to be possible as rejected ones; in their order. */
const applyRows = async (
  crm: CrmWrites,
  rows: readonly PlannedRow[],
  idOf: (name: EmployeeName) => EmployeeId,
  by: CrmActor,
): Promise<PlannedRow[]> => {
  const writes = rows.map((row) => writeOf(row, idOf));
  const results = (
    await crm.writeMany(
      writes.filter((write) => write !== null),
      by,
    )
  ).values();
  return rows.map((row, at) => {
    const result = writes[at] === null ? undefined : results.next().value;
    const problem = result === undefined ? null : problemOf(result);
    return problem === null ? row : rejected(row.line, problem);
  });
};

const makeEmployees = async (crm: CrmWrites, names: readonly EmployeeName[]): Promise<void> => {
  for (const name of names) {
    await crm.upsertEmployee({ email: name.email, displayName: displayNameOf(name) });
  }
};

const employeeFinder = async (crm: CrmWrites): Promise<(name: EmployeeName) => EmployeeId> => {
  const byEmail = new Map((await crm.employees()).map((employee) => [employee.email, employee.id]));
  return ({ email }) => {
    const id = byEmail.get(email);
    if (id === undefined) throw new Error('an employee of the plan was not made');
    return id;
  };
};

const applyPlan = async (
  crm: CrmWrites,
  plan: ImportPlan,
  base: { country: EmbeddedCrm['country'] },
  options: ApplyOptions,
): Promise<{ rows: PlannedRow[]; newEmployees: number }> => {
  await crm.lockImports();
  const now = await planRows(crm, plan.content, { ...base, columns: plan.columns, options: plan.options });
  const shown = new Map(plan.rows.map((row) => [row.line, row]));
  const rows = now.rows.map((row) => confirmed(shown.get(row.line) ?? row, row));
  const needed = plan.options.createEmployees === true ? now.newEmployees : [];
  await makeEmployees(crm, needed);
  const idOf = await employeeFinder(crm);
  const done: PlannedRow[] = [];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    done.push(...(await applyRows(crm, some, idOf, options.by ?? { kind: 'import' })));
    options.onProgress?.({ phase: 'apply', done: done.length, total: rows.length });
  }
  if (plan.options.strict === true && done.some((row) => row.action === 'rejected'))
    throw new TakenBack(done);
  return { rows: done, newEmployees: needed.length };
};

/** Safe to repeat: rows that are done already are then unchanged, or rejected as changed meanwhile. */
export const applyImport = async (
  crm: EmbeddedCrm,
  plan: ImportPlan,
  options: ApplyOptions = {},
): Promise<ImportReport> => {
  if (plan.problems.length > 0) return reportOf(false, plan.rows, plan.problems, 0);
  try {
    const { rows, newEmployees } = await crm.transaction((writes) =>
      applyPlan(writes, plan, { country: crm.country }, options),
    );
    return reportOf(true, rows, [], newEmployees);
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    return reportOf(false, error.rows, [{ code: 'rejectedRows' }], 0);
  }
};
