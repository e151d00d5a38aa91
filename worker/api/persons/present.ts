/**
 * A person as the API shows it: names beside ids, without what the office hides, and whether it is in the asker's
 * Outlook (R1).
 */
import type { z } from 'zod';
import type { EmployeeId, PersonId } from '../../../shared/ids.ts';
import type { inOutlook, PersonView } from '../../../shared/api/persons.ts';
import type { Visibility } from '../../../shared/api/visibility.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { select } from '../../sync/selection.ts';
import type { LinkState } from '../ports.ts';
import { hiddenParts, shownFields } from './hidden.ts';

export interface Viewer {
  readonly mailbox: Mailbox;
  readonly employees: ReadonlyMap<EmployeeId, Employee>;
  readonly links: ReadonlyMap<PersonId, LinkState>;
  readonly visibility: Visibility;
  readonly crmPersonUrl: string | null;
}

/** Without a name: the address under which everybody may know this person. */
export const displayNameOf = ({ fields, id, kind }: Pick<Person, 'fields' | 'id' | 'kind'>): string => {
  const parts = [fields.firstName ?? fields.initials, fields.surnamePrefix, fields.lastName];
  const address = kind === 'privatePerson' ? fields.privateEmail : fields.workEmail;
  return parts.filter((part) => part !== null).join(' ') || (address ?? id);
};

const outlookOf = (person: Person, { mailbox, links }: Viewer): z.infer<typeof inOutlook> => {
  const selection = select(person, mailbox.employeeId, mailbox.settings, mailbox.excludedPersons);
  const link = links.get(person.id) ?? null;
  // R9: removed by the user; it comes back only when the person changes in the CRM.
  if (link === 'removed' && selection.selected)
    return { selected: false, because: 'removedByUser', link: null };
  return { ...selection, link: link === 'removed' ? null : link };
};

/** The id is the CRM's own text; encoded it stays within its place. */
const crmUrlOf = (id: PersonId, template: string | null): string | null =>
  template?.replaceAll('{id}', () => encodeURIComponent(id)) ?? null;

export const presentPerson = (person: Person, viewer: Viewer): PersonView => {
  const employee = (id: EmployeeId) => ({ id, displayName: viewer.employees.get(id)?.displayName ?? '' });
  const { id, kind, organisation, relationManagerId, ownerIds, groups, former, headId } = person;
  const hidden = hiddenParts(viewer.visibility, kind);
  const fields = shownFields(person, viewer.visibility);
  const names = (list: readonly string[]) => [...list].sort((a, b) => a.localeCompare(b, 'nl'));
  return {
    id,
    kind,
    displayName: displayNameOf({ id, kind, fields }),
    fields,
    organisation,
    relationManager:
      relationManagerId === null || hidden.includes('relationManager') ? null : employee(relationManagerId),
    owners: hidden.includes('owners')
      ? []
      : ownerIds.map(employee).sort((a, b) => a.displayName.localeCompare(b.displayName, 'nl')),
    groups: hidden.includes('groups') ? [] : names(groups),
    former,
    headId,
    version: person.version,
    changedAt: person.changedAt,
    hidden,
    crmUrl: crmUrlOf(id, viewer.crmPersonUrl),
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
