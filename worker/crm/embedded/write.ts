/**
 * Changes persons (create.ts makes them). Each function runs inside a transaction that its caller opened, and answers
 * with an outcome; a caller that gets anything but success rolls back, so that a refused change leaves nothing behind.
 *
 * Head and followers: a follower's private fields are its head's (R7: one human). A change of one through a follower
 * is applied to the head, and with it reaches every follower: each gets another version and is told by the feed. Rows
 * are locked head first, everywhere, so that two such changes wait for each other instead of for ever.
 */
import sql from 'sql-template-tag';
import type { PersonId } from '../../../shared/ids.ts';
import { personFieldIds } from '../../../shared/person.ts';
import type { Person, PersonPatch } from '../../../shared/person.ts';
import type { CrmActor } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';
import { firstRefusal, isSharedField } from './limits.ts';
import { differences, fieldChanges, writeLog } from './log.ts';
import { ownIds, personById } from './persons.ts';
import { laidOver, recordOf, resolveAll, updateRecord } from './record.ts';
import { setGroups, setOwners } from './references.ts';
import { indexPersons } from './search-index.ts';
import type { PersonChange, PersonChanged } from './types.ts';
import type { Country } from '../../../shared/canonical.ts';

const externalIdOf = async (tx: Queryable, id: PersonId): Promise<string | null> => {
  const [row] = await tx.query<{ externalId: string | null }>(
    sql`select external_id as "externalId" from crm.persons where id = ${id}`,
  );
  return row?.externalId ?? null;
};

/** The head's own row takes the shared fields of the change. */
const writeHead = async (tx: Queryable, headId: PersonId, patch: PersonPatch): Promise<void> => {
  const shared: PersonPatch = Object.fromEntries(
    Object.entries(patch).filter(([field]) => personFieldIds.some((id) => id === field && isSharedField(id))),
  );
  const head = await personById(tx, headId);
  if (head === null || Object.keys(shared).length === 0) return;
  const fields = laidOver(head.fields, shared);
  await updateRecord(tx, headId, { ...recordOf(head, await externalIdOf(tx, headId)), fields });
};

/** Locks the person, and before it the head where there is one. Null when there is no such person. */
export const lockPerson = async (tx: Queryable, id: PersonId): Promise<Person | null> => {
  const ids = ownIds([id]);
  for (;;) {
    const [seen] = await tx.query<{ headId: PersonId | null }>(
      sql`select head_id::text as "headId" from crm.persons where id = any(${ids}::uuid[])`,
    );
    if (seen === undefined) return null;
    if (seen.headId !== null) {
      await tx.query(sql`select id from crm.persons where id = ${seen.headId} for update`);
    }
    const [locked] = await tx.query<{ headId: PersonId | null }>(
      sql`select head_id::text as "headId" from crm.persons where id = any(${ids}::uuid[]) for update`,
    );
    if (locked === undefined) return null;
    // Tied to another head while we waited: lock that one too, by beginning again.
    if (locked.headId === seen.headId || locked.headId === null) return personById(tx, id);
  }
};

const idIsTaken = async (tx: Queryable, id: PersonId, externalId: string | null): Promise<boolean> =>
  externalId !== null &&
  (await tx.query(sql`select id from crm.persons where external_id = ${externalId} and id <> ${id}`)).length >
    0;

export const updatePerson = async (
  tx: Queryable,
  id: PersonId,
  version: string,
  change: PersonChange,
  by: CrmActor,
  country: Country,
): Promise<PersonChanged> => {
  const before = await lockPerson(tx, id);
  if (before === null) return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale' };
  const kind = change.kind ?? before.kind;
  const patch = change.fields ?? {};
  const refusal = firstRefusal(kind === before.kind ? patch : { ...before.fields, ...patch }, kind);
  if (refusal !== null) return { outcome: 'refused', ...refusal };
  const record = recordOf(before, await externalIdOf(tx, id));
  const resolved = await resolveAll(tx, [{ before: record, change }]);
  if ('problem' in resolved) return resolved.problem;
  const next = resolved.records[0] ?? record;
  if (await idIsTaken(tx, id, next.externalId)) return { outcome: 'externalIdTaken' };
  if (before.headId !== null) await writeHead(tx, before.headId, patch);
  await updateRecord(tx, id, next);
  if (change.ownerIds !== undefined) await setOwners(tx, id, change.ownerIds);
  if (change.groups !== undefined && !(await setGroups(tx, id, change.groups)))
    return { outcome: 'badGroupName' };
  const after = await personById(tx, id);
  if (after === null) return { outcome: 'gone' };
  const fields = differences(before, after);
  if (fields.length > 0) {
    await indexPersons(tx, [id, before.headId ?? id], country);
    await writeLog(tx, by, 'changed', { subject: 'person', id }, fields, fieldChanges(before, after));
  }
  return { outcome: 'updated', person: after };
};
