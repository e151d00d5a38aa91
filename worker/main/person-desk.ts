/** The embedded CRM as the API's desk: its outcomes in the API's words. */
import type { FieldProblem } from '../../shared/api/errors.ts';
import type { PersonDesk, PersonResult } from '../api/ports.ts';
import type { EmbeddedCrm, PersonChanged, PersonCreated } from '../crm/embedded/types.ts';

const refused = (field: string, problem: FieldProblem): PersonResult => ({
  outcome: 'refused',
  field,
  problem,
});

const toResult = (result: PersonCreated | PersonChanged): PersonResult => {
  switch (result.outcome) {
    case 'created':
    case 'updated':
      return { outcome: 'done', person: result.person };
    case 'stale':
    case 'gone':
      return result;
    case 'refused':
      return refused(`fields.${result.field}`, result.reason);
    case 'unknownEmployee':
      return refused('ownerIds', 'unknownEmployee');
    case 'unknownOrganisation':
      return refused('organisationId', 'unknownOrganisation');
    case 'badOrganisationName':
      return refused('organisationName', 'malformed');
    case 'badGroupName':
      return refused('groups', 'malformed');
    case 'organisationOfPrivatePerson':
      return refused('organisationId', 'notForThisKind');
    case 'externalIdTaken':
    case 'badExternalId':
      return refused('externalId', 'malformed');
  }
};

export const createPersonDesk = (crm: EmbeddedCrm): PersonDesk => ({
  search: (text, limit, shown) => crm.search(text, limit, shown),
  create: async ({ organisationId, organisationName, ...person }, by) => {
    const organisation =
      organisationId !== null
        ? { id: organisationId }
        : organisationName !== null
          ? { name: organisationName }
          : null;
    return toResult(await crm.createPerson({ ...person, organisation }, by));
  },
  edit: async (id, version, edit, by) => toResult(await crm.updatePerson(id, version, edit, by)),
});
