/**
 * What an import is made of: a file as a table, a plan that can be shown before anything is done, and a report. A
 * plan is data. Codes are closed; shared/texts/import.ts has a sentence for each in Dutch and English.
 */
import type { PersonId } from '../../../shared/ids.ts';
import type { PersonFieldId, PersonKind, PersonPatch } from '../../../shared/person.ts';
import type { RowProblemCode, FileProblemCode } from '../../../shared/texts/import.ts';

export type { FileProblemCode, RowProblemCode };

// ─── The file ───────────────────────────────────────────────────────────────────────────────────

export type FileFormat = 'csv' | 'xlsx' | 'vcard';
export type Encoding = 'utf-8' | 'utf-16' | 'windows-1252';

/** A date cell is a Date at midnight UTC; text is as it stands in the file. */
export type Cell = string | number | boolean | Date | null;

export interface SourceRow {
  /** Line of a text file, row of a sheet, where the row begins; from 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
  /** Why this row alone cannot be read. */
  readonly broken?: RowProblemCode;
}

export interface SourceTable {
  readonly format: FileFormat;
  readonly encoding: Encoding | null;
  readonly delimiter: string | null;
  readonly sheet: string | null;
  readonly headings: readonly string[];
  readonly rows: readonly SourceRow[];
}

/** Why a file is not imported at all. Nothing was changed. */
export interface FileProblem {
  readonly code: FileProblemCode;
  readonly line?: number;
  /** Headings, the limit that was passed, and such; never a value of a person. */
  readonly details?: readonly string[];
}

export type Reading =
  { readonly ok: true; readonly table: SourceTable } | { readonly ok: false; readonly problem: FileProblem };

// ─── What a column means ────────────────────────────────────────────────────────────────────────

/** `email`, `phone`, `mobile`: the private one of a private person, else the one at work. */
export const importTargets = [
  'id',
  'kind',
  'initials',
  'firstName',
  'surnamePrefix',
  'lastName',
  'birthDate',
  'workEmail',
  'workPhone',
  'workMobile',
  'jobTitle',
  'privateEmail',
  'privatePhone',
  'privateMobile',
  'email',
  'phone',
  'mobile',
  'organisation',
  'relationManager',
  'owners',
  'groups',
  'former',
] as const;
export type ImportTarget = (typeof importTargets)[number];

export interface PlannedColumn {
  /** From 1. */
  readonly position: number;
  readonly heading: string;
  /** Null: left out. */
  readonly target: ImportTarget | null;
}

// ─── A row ──────────────────────────────────────────────────────────────────────────────────────

/** An employee as files name them: an address, perhaps with a name (`Petra de Wit <petra@…>`). */
export interface EmployeeName {
  readonly email: string;
  readonly name: string | null;
}

/** What a row says; absent: no such column, or a blank cell that leaves things as they are. */
export interface RowContent {
  readonly externalId: string | null;
  readonly kind?: PersonKind;
  readonly fields: PersonPatch;
  readonly anyEmail?: string | null;
  readonly anyPhone?: string | null;
  readonly anyMobile?: string | null;
  readonly organisation?: string | null;
  readonly relationManager?: EmployeeName | null;
  readonly owners?: readonly EmployeeName[];
  readonly groups?: readonly string[];
  readonly former?: boolean;
}

export interface RowProblem {
  readonly code: RowProblemCode;
  /** Heading of the column, where one is to blame. */
  readonly column?: string;
  /** The other row of two that exclude each other. */
  readonly otherLine?: number;
}

export interface RejectedRow {
  readonly action: 'rejected';
  readonly line: number;
  readonly problems: readonly RowProblem[];
}

/** Everything of a person that a row may set; employees by address, since an import may make them. */
export interface RowWrite {
  readonly externalId?: string;
  readonly kind?: PersonKind;
  readonly fields?: PersonPatch;
  readonly organisation?: string | null;
  readonly relationManager?: EmployeeName | null;
  readonly owners?: readonly EmployeeName[];
  readonly groups?: readonly string[];
  readonly former?: boolean;
}

/** One difference as it is shown before an update. */
export interface RowDifference {
  readonly part:
    PersonFieldId | 'kind' | 'organisation' | 'relationManager' | 'owners' | 'groups' | 'former' | 'id';
  readonly from: string | null;
  readonly to: string | null;
}

export type PlannedRow =
  | RejectedRow
  | {
      readonly action: 'create';
      readonly line: number;
      readonly write: RowWrite & { readonly kind: PersonKind };
    }
  | {
      readonly action: 'update';
      readonly line: number;
      readonly personId: PersonId;
      readonly version: string;
      readonly write: RowWrite;
      readonly differences: readonly RowDifference[];
    }
  | { readonly action: 'unchanged'; readonly line: number; readonly personId: PersonId };

// ─── The plan ───────────────────────────────────────────────────────────────────────────────────

export interface ImportOptions {
  /** Columns that no field is known for are left out, instead of stopping the import. */
  readonly ignoreUnknown?: boolean;
  /** One rejected row stops the whole import. */
  readonly strict?: boolean;
  /** Employees that the file names and the CRM does not know are made, instead of rejecting the row. */
  readonly createEmployees?: boolean;
  /** What a blank cell does to a person that is there already: leave (default) or clear. */
  readonly blanks?: 'keep' | 'clear';
  /** By heading: what the column means, or null to leave it out. Goes before what the heading says. */
  readonly mapping?: Readonly<Record<string, ImportTarget | null>>;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly phase: 'read' | 'compare' | 'apply';
  readonly done: number;
  readonly total: number;
}

export interface ImportCounts {
  readonly create: number;
  readonly update: number;
  readonly unchanged: number;
  readonly rejected: number;
}

export interface ImportPlan {
  readonly fileName: string;
  readonly format: FileFormat | null;
  readonly encoding: Encoding | null;
  readonly delimiter: string | null;
  readonly sheet: string | null;
  /** How rows find their persons: by the id column, or by kind, names and organisation. */
  readonly key: 'id' | 'name';
  readonly columns: readonly PlannedColumn[];
  readonly unknownColumns: readonly string[];
  /** Not empty: the plan cannot be applied. */
  readonly problems: readonly FileProblem[];
  readonly rows: readonly PlannedRow[];
  readonly counts: ImportCounts;
  /** Employees that would be made. */
  readonly newEmployees: readonly EmployeeName[];
  readonly options: Omit<ImportOptions, 'onProgress'>;
  /** What the rows say, for comparing once more when the plan is applied. */
  readonly content: readonly { readonly line: number; readonly content: RowContent | RejectedRow }[];
}

export interface ImportReport {
  /** False: nothing was changed. */
  readonly applied: boolean;
  readonly problems: readonly FileProblem[];
  readonly counts: ImportCounts;
  readonly newEmployees: number;
  readonly rejected: readonly RejectedRow[];
}
