/**
 * From what the rows say, and which persons they speak of, to what would be done: created, changed, left alone or
 * rejected. Runs when a plan is made and once more when it is applied. Changes nothing.
 */
import { canonical, canonicalText, type Country, type FieldForm } from '../../../shared/canonical.ts';
import type { Employee, Person, PersonFieldId, PersonKind, PersonPatch } from '../../../shared/person.ts';
import { personFieldIds } from '../../../shared/person.ts';
import {
  cleanName,
  EXTERNAL_ID_LENGTH,
  GROUP_NAME_LENGTH,
  nameKey,
  ORGANISATION_NAME_LENGTH,
  takes,
  workFields,
} from '../embedded/limits.ts';
import type { CrmLookups } from '../embedded/types.ts';
import { type ContentRow, matchRows } from './match.ts';
import type { ReadRow } from './rows.ts';
import type {
  EmployeeName,
  ImportOptions,
  ImportTarget,
  PlannedColumn,
  PlannedRow,
  RowContent,
  RowDifference,
  RowProblem,
  RowWrite,
} from './types.ts';

export interface PlanContext {
  readonly country: Country;
  readonly columns: readonly PlannedColumn[];
  readonly options: ImportOptions;
  readonly employees: ReadonlyMap<string, Employee>;
}

const forms: Readonly<Partial<Record<PersonFieldId, FieldForm>>> = {
  birthDate: 'date',
  workEmail: 'email',
  privateEmail: 'email',
  workPhone: 'phone',
  workMobile: 'phone',
  privatePhone: 'phone',
  privateMobile: 'phone',
};

const anyTargets = { anyEmail: 'Email', anyPhone: 'Phone', anyMobile: 'Mobile' } as const;

/** Where a column without "work" or "private" in its heading goes for this kind. */
const fieldsFor = (content: RowContent, kind: PersonKind): PersonPatch => {
  const side = kind === 'privatePerson' ? 'private' : 'work';
  const patch: PersonPatch = { ...content.fields };
  for (const [key, suffix] of Object.entries(anyTargets)) {
    const value = content[key as keyof typeof anyTargets];
    const field: PersonFieldId = `${side}${suffix}`;
    if (value !== undefined && (patch[field] ?? null) === null) patch[field] = value;
  }
  return patch;
};

/** The kind of a new person of which the file does not say it. */
const defaultKind = (content: RowContent): PersonKind => {
  const hasWork = workFields.some((field) => (content.fields[field] ?? null) !== null);
  return (content.organisation ?? null) !== null || hasWork ? 'contactPerson' : 'privatePerson';
};

const headingOf = (context: PlanContext, ...targets: ImportTarget[]): string => {
  const column = context.columns.find(({ target }) => target !== null && targets.includes(target));
  return column?.heading ?? '';
};

const anyTargetOf: Readonly<Partial<Record<PersonFieldId, ImportTarget>>> = {
  workEmail: 'email',
  privateEmail: 'email',
  workPhone: 'phone',
  privatePhone: 'phone',
  workMobile: 'mobile',
  privateMobile: 'mobile',
};

const fieldProblems = (fields: PersonPatch, kind: PersonKind, context: PlanContext): RowProblem[] =>
  personFieldIds.flatMap((field): RowProblem[] => {
    const value = fields[field];
    if (value === undefined) return [];
    const reason = takes(field, value, kind);
    if (reason === null) return [];
    const work = kind === 'privatePerson' && workFields.some((each) => each === field);
    const any = anyTargetOf[field];
    return [
      {
        code: work ? 'workFieldOfPrivatePerson' : reason,
        column: headingOf(context, field, ...(any === undefined ? [] : [any])),
      },
    ];
  });

const referenceProblems = (content: RowContent, kind: PersonKind, context: PlanContext): RowProblem[] => {
  const problems: RowProblem[] = [];
  const add = (code: RowProblem['code'], target: ImportTarget): void => {
    problems.push({ code, column: headingOf(context, target) });
  };
  const isUnknown = (name: EmployeeName): boolean =>
    context.options.createEmployees !== true && !context.employees.has(name.email);
  const { externalId, organisation = null } = content;
  if (externalId !== null && cleanName(externalId, EXTERNAL_ID_LENGTH) === null) add('badId', 'id');
  if (organisation !== null && kind === 'privatePerson') add('organisationOfPrivatePerson', 'organisation');
  else if (organisation !== null && cleanName(organisation, ORGANISATION_NAME_LENGTH) === null) {
    add('badOrganisationName', 'organisation');
  }
  if (content.groups?.some((group) => cleanName(group, GROUP_NAME_LENGTH) === null) === true) {
    add('badGroupName', 'groups');
  }
  const manager = content.relationManager ?? null;
  if (manager !== null && isUnknown(manager)) add('unknownEmployee', 'relationManager');
  if (content.owners?.some(isUnknown) === true) add('unknownEmployee', 'owners');
  return problems;
};

const toWrite = (content: RowContent, fields: PersonPatch, kind: PersonKind | undefined): RowWrite => ({
  ...(content.externalId === null ? {} : { externalId: content.externalId }),
  ...(kind === undefined ? {} : { kind }),
  fields,
  ...(content.organisation === undefined ? {} : { organisation: content.organisation }),
  ...(content.relationManager === undefined ? {} : { relationManager: content.relationManager }),
  ...(content.owners === undefined ? {} : { owners: content.owners }),
  ...(content.groups === undefined ? {} : { groups: content.groups }),
  ...(content.former === undefined ? {} : { former: content.former }),
});

const planCreate = ({ line, content }: ContentRow, context: PlanContext): PlannedRow => {
  const kind = content.kind ?? defaultKind(content);
  const fields = fieldsFor(content, kind);
  const problems = [
    ...fieldProblems({ ...fields, lastName: fields.lastName ?? null }, kind, context),
    ...referenceProblems(content, kind, context),
  ];
  if (problems.length > 0) return { action: 'rejected', line, problems };
  return { action: 'create', line, write: { ...toWrite(content, fields, undefined), kind } };
};

// ─── Updates ────────────────────────────────────────────────────────────────────────────────────

/** The row without its blank cells, where those leave things as they are. */
const withoutBlanks = (content: RowContent): RowContent => {
  const filled = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
  const some = <T>(list: readonly T[] | undefined): list is readonly T[] =>
    list !== undefined && list.length > 0;
  return {
    externalId: content.externalId,
    ...(content.kind === undefined ? {} : { kind: content.kind }),
    fields: Object.fromEntries(Object.entries(content.fields).filter(([, value]) => value !== null)),
    ...(filled(content.anyEmail) ? { anyEmail: content.anyEmail } : {}),
    ...(filled(content.anyPhone) ? { anyPhone: content.anyPhone } : {}),
    ...(filled(content.anyMobile) ? { anyMobile: content.anyMobile } : {}),
    ...(filled(content.organisation) ? { organisation: content.organisation } : {}),
    ...(filled(content.relationManager) ? { relationManager: content.relationManager } : {}),
    ...(some(content.owners) ? { owners: content.owners } : {}),
    ...(some(content.groups) ? { groups: content.groups } : {}),
    ...(content.former === undefined ? {} : { former: content.former }),
  };
};

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...new Set(a)].sort()) === JSON.stringify([...new Set(b)].sort());

const shown = (list: readonly string[]): string | null => canonicalText(list.join(', '));

/** Employees of the CRM as a row would name them. */
const emailsOf = (ids: readonly string[], context: PlanContext): string[] =>
  [...context.employees.values()].filter((employee) => ids.includes(employee.id)).map(({ email }) => email);

type Different = { readonly difference: RowDifference; readonly write: RowWrite };

const fieldDifferences = (fields: PersonPatch, person: Person, context: PlanContext): Different[] =>
  personFieldIds.flatMap((field) => {
    const [to, from] = [fields[field], person.fields[field]];
    if (to === undefined) return [];
    const compared = (value: string | null): string | null =>
      canonical(forms[field] ?? 'text', value, context.country);
    if (compared(to) === compared(from)) return [];
    return [{ difference: { part: field, from, to }, write: { fields: { [field]: to } } }];
  });

const peopleDifferences = (content: RowContent, person: Person, context: PlanContext): Different[] => {
  const found: Different[] = [];
  const { relationManager, owners } = content;
  if (relationManager !== undefined) {
    const from =
      emailsOf(person.relationManagerId === null ? [] : [person.relationManagerId], context)[0] ?? null;
    const to = relationManager?.email ?? null;
    if (from !== to)
      found.push({ difference: { part: 'relationManager', from, to }, write: { relationManager } });
  }
  if (owners !== undefined) {
    const [from, to] = [emailsOf(person.ownerIds, context), owners.map((owner) => owner.email)];
    if (!sameSet(from, to)) {
      found.push({ difference: { part: 'owners', from: shown(from), to: shown(to) }, write: { owners } });
    }
  }
  return found;
};

const otherDifferences = (
  content: RowContent,
  person: Person,
  kind: PersonKind,
  id: string | null,
): Different[] => {
  const found: Different[] = [];
  const { organisation, groups, former, externalId } = content;
  if (kind !== person.kind) {
    found.push({ difference: { part: 'kind', from: person.kind, to: kind }, write: { kind } });
  }
  const name = person.organisation?.name ?? null;
  if (organisation !== undefined && nameKey(organisation ?? '') !== nameKey(name ?? '')) {
    found.push({
      difference: { part: 'organisation', from: name, to: organisation },
      write: { organisation },
    });
  }
  if (groups !== undefined && !sameSet(groups.map(nameKey), person.groups.map(nameKey))) {
    const difference: RowDifference = { part: 'groups', from: shown(person.groups), to: shown(groups) };
    found.push({ difference, write: { groups } });
  }
  if (former !== undefined && former !== person.former) {
    const word = (value: boolean): string => (value ? 'ja' : 'nee');
    found.push({
      difference: { part: 'former', from: word(person.former), to: word(former) },
      write: { former },
    });
  }
  if (externalId !== null && externalId !== id) {
    found.push({ difference: { part: 'id', from: id, to: externalId }, write: { externalId } });
  }
  return found;
};

const joined = (writes: readonly RowWrite[]): RowWrite =>
  writes.reduce(
    (all, write) => ({
      ...all,
      ...write,
      ...(write.fields ? { fields: { ...all.fields, ...write.fields } } : {}),
    }),
    {},
  );

const planUpdate = (
  { line, content: typed }: ContentRow,
  person: Person,
  externalId: string | null,
  context: PlanContext,
): PlannedRow => {
  const content = context.options.blanks === 'clear' ? typed : withoutBlanks(typed);
  const kind = content.kind ?? person.kind;
  const fields = fieldsFor(content, kind);
  const problems = [
    ...fieldProblems(kind === person.kind ? fields : { ...person.fields, ...fields }, kind, context),
    ...referenceProblems(content, kind, context),
  ];
  if (problems.length > 0) return { action: 'rejected', line, problems };
  const different = [
    ...otherDifferences(content, person, kind, externalId),
    ...fieldDifferences(fields, person, context),
    ...peopleDifferences(content, person, context),
  ];
  if (different.length === 0) return { action: 'unchanged', line, personId: person.id };
  return {
    action: 'update',
    line,
    personId: person.id,
    version: person.version,
    write: joined(different.map(({ write }) => write)),
    differences: different.map(({ difference }) => difference),
  };
};

/** Employees that rows which are done would need and the CRM does not have, each once. */
export const newEmployeesOf = (rows: readonly PlannedRow[], context: PlanContext): EmployeeName[] => {
  const found = new Map<string, EmployeeName>();
  for (const row of rows) {
    if (row.action !== 'create' && row.action !== 'update') continue;
    for (const name of [row.write.relationManager ?? [], row.write.owners ?? []].flat()) {
      const earlier = found.get(name.email);
      if (context.employees.has(name.email) || (earlier?.name ?? null) !== null) continue;
      found.set(name.email, name);
    }
  }
  return [...found.values()];
};

export const planRows = async (
  crm: CrmLookups,
  rows: readonly ReadRow[],
  base: Omit<PlanContext, 'employees'>,
): Promise<{ rows: PlannedRow[]; newEmployees: EmployeeName[]; context: PlanContext }> => {
  const employees = new Map((await crm.employees()).map((employee) => [employee.email, employee]));
  const context: PlanContext = { ...base, employees };
  const readable = rows.flatMap(({ line, content }): ContentRow[] =>
    'action' in content ? [] : [{ line, content }],
  );
  const matches = await matchRows(crm, readable);
  const found = [...matches.values()].flatMap((match) => (match.found === 'person' ? [match.person.id] : []));
  const externalIds = await crm.externalIds(found);
  const planned = rows.map(({ line, content }): PlannedRow => {
    if ('action' in content) return content;
    const match = matches.get(line);
    switch (match?.found) {
      case 'person':
        return planUpdate({ line, content }, match.person, externalIds.get(match.person.id) ?? null, context);
      case 'problem':
        return { action: 'rejected', line, problems: [match.problem] };
      case 'nobody':
      case undefined:
        return planCreate({ line, content }, context);
    }
  });
  return { rows: planned, newEmployees: newEmployeesOf(planned, context), context };
};

/** The name of an employee that is made because a file names only an address. */
export const displayNameOf = (name: EmployeeName): string => name.name ?? name.email;
