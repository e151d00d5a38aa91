/** What a request wants of a person, in the CRM's words; and what the CRM would refuse of it, before anything is done. */
import { asId, type EmployeeId, type OrganisationId } from '../../../shared/ids.ts';
import type { PersonChange, PersonCreate } from '../../../shared/api/persons.ts';
import {
  personFieldIds,
  type Employee,
  type PersonFieldId,
  type PersonKind,
  type PersonPatch,
} from '../../../shared/person.ts';
import type { Crm } from '../../pass/ports.ts';
import type { FieldFault } from '../http/errors.ts';
import type { NewPerson, PersonEdit } from '../ports.ts';

/** Business fields: a private person has none (R4). */
const businessFields: readonly PersonFieldId[] = ['workEmail', 'workPhone', 'workMobile', 'jobTitle'];

const employeeIds = (ids: readonly string[]): EmployeeId[] => ids.map((id) => asId<EmployeeId>(id));

export const patchFaults = (
  crm: Pick<Crm, 'takes'>,
  kind: PersonKind,
  fields: PersonPatch,
  employees: ReadonlyMap<EmployeeId, Employee>,
  people: { readonly relationManagerId?: string | null; readonly ownerIds?: readonly string[] },
): FieldFault[] => {
  const faults: FieldFault[] = [];
  for (const field of personFieldIds) {
    const value = fields[field];
    if (value === undefined) continue;
    const strange = kind === 'privatePerson' && value !== null && businessFields.includes(field);
    const refused = strange ? 'notForThisKind' : crm.takes(field, value, kind);
    if (refused !== null) faults.push({ field: `fields.${field}`, problem: refused });
  }
  const isKnown = (id: string): boolean => employees.has(asId<EmployeeId>(id));
  const managerId = people.relationManagerId ?? null;
  if (managerId !== null && !isKnown(managerId)) {
    faults.push({ field: 'relationManagerId', problem: 'unknownEmployee' });
  }
  for (const [i, id] of (people.ownerIds ?? []).entries()) {
    if (!isKnown(id)) faults.push({ field: `ownerIds.${String(i)}`, problem: 'unknownEmployee' });
  }
  return faults;
};

const idOrNull = <Id extends EmployeeId | OrganisationId>(id: string | null | undefined): Id | null =>
  id === null || id === undefined ? null : asId<Id>(id);

export const creationOf = (wanted: PersonCreate): NewPerson => ({
  kind: wanted.kind,
  fields: wanted.fields,
  organisationId: idOrNull<OrganisationId>(wanted.organisationId),
  organisationName: wanted.organisationName ?? null,
  relationManagerId: idOrNull<EmployeeId>(wanted.relationManagerId),
  ownerIds: employeeIds([...new Set(wanted.ownerIds ?? [])]),
  groups: [...new Set(wanted.groups ?? [])],
});

export const editOf = (wanted: PersonChange): PersonEdit => {
  const { fields, relationManagerId, ownerIds, groups, former } = wanted;
  return {
    ...(fields === undefined ? {} : { fields }),
    ...(relationManagerId === undefined
      ? {}
      : { relationManagerId: idOrNull<EmployeeId>(relationManagerId) }),
    ...(ownerIds === undefined ? {} : { ownerIds: employeeIds([...new Set(ownerIds)]) }),
    ...(groups === undefined ? {} : { groups: [...new Set(groups)] }),
    ...(former === undefined ? {} : { former }),
  };
};
