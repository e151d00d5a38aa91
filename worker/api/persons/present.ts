/** A person as the API shows it: names beside ids, and whether it is in the asker's Outlook (R1). */
import type { z } from 'zod';
import type { EmployeeId, PersonId } from '../../../shared/ids.ts';
import type { inOutlook, PersonView } from '../../../shared/api/persons.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { select } from '../../sync/selection.ts';
import type { LinkState } from '../ports.ts';

export interface Viewer {
  readonly mailbox: Mailbox;
  readonly employees: ReadonlyMap<EmployeeId, Employee>;
  readonly links: ReadonlyMap<PersonId, LinkState>;
}

export const displayNameOf = ({ fields, id }: Pick<Person, 'fields' | 'id'>): string => {
  const parts = [fields.firstName ?? fields.initials, fields.surnamePrefix, fields.lastName];
  return parts.filter((part) => part !== null).join(' ') || (fields.workEmail ?? fields.privateEmail ?? id);
};

const outlookOf = (person: Person, { mailbox, links }: Viewer): z.infer<typeof inOutlook> => {
  const selection = select(person, mailbox.employeeId, mailbox.settings, mailbox.excludedPersons);
  const link = links.get(person.id) ?? null;
  // R9: removed by the user; it comes back only when the person changes in the CRM.
  if (link === 'removed' && selection.selected)
    return { selected: false, because: 'removedByUser', link: null };
  return { ...selection, link: link === 'removed' ? null : link };
};

export const presentPerson = (person: Person, viewer: Viewer): PersonView => {
  const employee = (id: EmployeeId) => ({ id, displayName: viewer.employees.get(id)?.displayName ?? '' });
  const { id, kind, fields, organisation, relationManagerId, ownerIds, groups, former, headId } = person;
  return {
    id,
    kind,
    displayName: displayNameOf(person),
    fields,
    organisation,
    relationManager: relationManagerId === null ? null : employee(relationManagerId),
    owners: ownerIds.map(employee).sort((a, b) => a.displayName.localeCompare(b.displayName, 'nl')),
    groups: [...groups].sort((a, b) => a.localeCompare(b, 'nl')),
    former,
    headId,
    version: person.version,
    changedAt: person.changedAt,
    inOutlook: outlookOf(person, viewer),
  };
};

/** Names by person, for lists that carry ids; a person that is gone has no name. */
export const namesOf =
  (persons: ReadonlyMap<PersonId, Person>) =>
  (id: PersonId): string | null => {
    const person = persons.get(id);
    return person === undefined ? null : displayNameOf(person);
  };
