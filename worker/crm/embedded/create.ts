/** Makes persons, as many as are given in a dozen statements. As write.ts, inside the caller's transaction. */
import type { Country } from '../../../shared/canonical.ts';
import { blankPersonFields } from '../../../shared/person.ts';
import type { Person, PersonKind } from '../../../shared/person.ts';
import type { CrmActor } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';
import { firstRefusal } from './limits.ts';
import { logCreated } from './log.ts';
import { personsById } from './persons.ts';
import { insertRecords, type PersonRecord, resolveAll } from './record.ts';
import { addGroups, addOwners } from './references.ts';
import { indexCreated } from './search-index.ts';
import type { PersonCreated, PersonDraft } from './types.ts';

const blankRecord = (kind: PersonKind): PersonRecord => ({
  externalId: null,
  kind,
  fields: blankPersonFields(),
  organisationId: null,
  relationManagerId: null,
  former: false,
});

export type PersonsCreated =
  | { readonly outcome: 'created'; readonly persons: readonly Person[] }
  | Exclude<PersonCreated, { outcome: 'created' }>;

/** All of them, in their order; or what stands in the way of one. Then what was written is to be taken back. */
export const createPersons = async (
  tx: Queryable,
  drafts: readonly PersonDraft[],
  by: CrmActor,
  country: Country,
): Promise<PersonsCreated> => {
  for (const { kind, fields } of drafts) {
    const refusal = firstRefusal({ ...blankPersonFields(), ...fields }, kind);
    if (refusal !== null) return { outcome: 'refused', ...refusal };
  }
  const resolved = await resolveAll(
    tx,
    drafts.map((change) => ({ before: blankRecord(change.kind), change })),
  );
  if ('problem' in resolved) return resolved.problem;
  const ids = await insertRecords(tx, resolved.records);
  if (ids === null) return { outcome: 'externalIdTaken' };
  const made = ids.map((id, at) => ({ id, ...drafts[at] }));
  await addOwners(
    tx,
    made.map(({ id, ownerIds = [] }) => ({ id, owners: ownerIds })),
  );
  if (
    !(await addGroups(
      tx,
      made.map(({ id, groups = [] }) => ({ id, groups })),
    ))
  )
    return { outcome: 'badGroupName' };
  await logCreated(tx, by, ids);
  const byId = await personsById(tx, ids);
  const persons = ids.map((id) => byId.get(id)).filter((person) => person !== undefined);
  if (persons.length !== ids.length) throw new Error('a person that was just made is not there');
  await indexCreated(tx, persons, country);
  return { outcome: 'created', persons };
};

export const createPerson = async (
  tx: Queryable,
  draft: PersonDraft,
  by: CrmActor,
  country: Country,
): Promise<PersonCreated> => {
  const result = await createPersons(tx, [draft], by, country);
  if (result.outcome !== 'created') return result;
  const [person] = result.persons;
  if (person === undefined) throw new Error('a person that was just made is not there');
  return { outcome: 'created', person };
};
