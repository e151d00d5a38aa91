/**
 * A CRM that takes every write and keeps none: reads show the persons as they would be then. Private fields are those of
 * the human, so a change of one through a follower shows in its head and all who follow it, as the CRM would have it.
 */
import { personFieldIds, type Person, type PersonFieldId, type PersonPatch } from '../../shared/person.ts';
import type { ConnectorId, PersonId } from '../../shared/ids.ts';
import type { Crm, CrmUpdate } from './ports.ts';

/** Of the role; all others are of the human, and flow from head to followers. */
const roleFields: readonly PersonFieldId[] = ['workEmail', 'workPhone', 'workMobile', 'jobTitle'];

interface Laid {
  readonly patch: PersonPatch;
  readonly times: number;
}
const nothing: Laid = { patch: {}, times: 0 };

const partOf = (patch: PersonPatch, ofRole: boolean): PersonPatch =>
  Object.fromEntries(
    personFieldIds
      .filter((field) => patch[field] !== undefined && roleFields.includes(field) === ofRole)
      .map((field) => [field, patch[field]]),
  );

const lay = <Id>(over: Map<Id, Laid>, id: Id, patch: PersonPatch): void => {
  if (Object.keys(patch).length === 0) return;
  const { patch: before, times } = over.get(id) ?? nothing;
  over.set(id, { patch: { ...before, ...patch }, times: times + 1 });
};

export const createPreviewCrm = (real: Crm): Crm => {
  const ofRole = new Map<PersonId, Laid>();
  const ofHuman = new Map<PersonId, Laid>();
  const connectorIds = new Map<PersonId, ConnectorId | null>();

  const shown = (person: Person): Person => {
    const human = ofHuman.get(person.headId ?? person.id) ?? nothing;
    const role = ofRole.get(person.id) ?? nothing;
    if (human.times + role.times === 0) return person;
    return {
      ...person,
      fields: { ...person.fields, ...human.patch, ...role.patch },
      version: `${person.version} preview ${String(human.times)}.${String(role.times)}`,
    };
  };
  const persons: Crm['persons'] = async (ids) =>
    new Map([...(await real.persons(ids))].map(([id, person]) => [id, shown(person)]));

  const update = async (id: PersonId, version: string, patch: PersonPatch): Promise<CrmUpdate> => {
    const before = (await persons([id])).get(id);
    if (before === undefined) return { outcome: 'gone' };
    if (before.version !== version) return { outcome: 'stale' };
    for (const field of personFieldIds) {
      const value = patch[field];
      const reason = value === undefined ? null : real.takes(field, value, before.kind);
      if (reason !== null) return { outcome: 'refused', field, reason };
    }
    lay(ofRole, id, partOf(patch, true));
    lay(ofHuman, before.headId ?? id, partOf(patch, false));
    return { outcome: 'updated', person: (await persons([id])).get(id) ?? before };
  };

  return {
    name: real.name,
    head: () => real.head(),
    changes: (cursor, limit) => real.changes(cursor, limit),
    persons,
    personsOf: (employeeId) => real.personsOf(employeeId),
    update: (id, version, patch) => update(id, version, patch),
    takes: (field, value, kind) => real.takes(field, value, kind),
    setConnectorId: async (_, personId, connectorId) => {
      connectorIds.set(personId, connectorId);
    },
    setConnectorIds: async (_, added) => {
      for (const [personId, connectorId] of added) connectorIds.set(personId, connectorId);
    },
    connectorIds: async (employeeId, of) => {
      const known = new Map(await real.connectorIds(employeeId, of));
      for (const [personId, connectorId] of connectorIds) {
        if (of?.includes(personId) === false) continue;
        if (connectorId === null) known.delete(personId);
        else known.set(personId, connectorId);
      }
      return known;
    },
    findByEmail: async (email) => (await real.findByEmail(email)).map(shown),
    findByEmails: async (emails) => (await real.findByEmails(emails)).map(shown),
    employees: () => real.employees(),
    findEmployee: (address) => real.findEmployee(address),
    groups: () => real.groups(),
    watch: (onChange) => real.watch(onChange),
  };
};
