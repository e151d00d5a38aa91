/**
 * Many persons made and changed, each as if alone. One savepoint guards them all: every savepoint that writes is a
 * transaction of its own to PostgreSQL, of which it keeps memory until the outer one ends (an import of 100,000 persons
 * held 0.6 GB), and with more than 64 of them every other connection reads slower.
 */
import type { Country } from '../../../shared/canonical.ts';
import type { CrmActor } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';
import { createPerson, createPersons } from './create.ts';
import { allOrNothing, orTakenBack } from './savepoint.ts';
import type { PersonDraft, PersonUpdate, PersonWrite, PersonWritten } from './types.ts';
import { updatePerson } from './write.ts';

interface By {
  readonly by: CrmActor;
  readonly country: Country;
}

const one = (tx: Queryable, write: PersonWrite, { by, country }: By): Promise<PersonWritten> =>
  'draft' in write
    ? createPerson(tx, write.draft, by, country)
    : updatePerson(tx, write.id, write.version, write.change, by, country);

/** Persons to be made that follow each other are one, so that all is done in the order in which it was asked. */
const inRuns = (writes: readonly PersonWrite[]): (PersonDraft[] | PersonUpdate)[] => {
  const runs: (PersonDraft[] | PersonUpdate)[] = [];
  for (const write of writes) {
    const last = runs.at(-1);
    if (!('draft' in write)) runs.push(write);
    else if (Array.isArray(last)) last.push(write.draft);
    else runs.push([write.draft]);
  }
  return runs;
};

/** Null when one of them did not succeed; then all are to be taken back. */
const together = async (
  tx: Queryable,
  writes: readonly PersonWrite[],
  as: By,
): Promise<PersonWritten[] | null> => {
  const done: PersonWritten[] = [];
  for (const run of inRuns(writes)) {
    if (Array.isArray(run)) {
      const created = await createPersons(tx, run, as.by, as.country);
      if (created.outcome !== 'created') return null;
      done.push(...created.persons.map((person) => ({ outcome: 'created' as const, person })));
    } else {
      const updated = await one(tx, run, as);
      if (updated.outcome !== 'updated') return null;
      done.push(updated);
    }
  }
  return done;
};

/** An outcome for each, in their order; one that does not succeed leaves nothing, and the others as they are. */
export const writeMany = async (
  tx: Queryable,
  writes: readonly PersonWrite[],
  by: CrmActor,
  country: Country,
): Promise<PersonWritten[]> => {
  if (writes.length === 0) return [];
  const as = { by, country };
  const all = await orTakenBack(
    tx,
    () => together(tx, writes, as),
    (done) => done !== null,
  );
  if (all !== null) return all;
  const done: PersonWritten[] = [];
  for (const write of writes) done.push(await allOrNothing(tx, () => one(tx, write, as)));
  return done;
};
