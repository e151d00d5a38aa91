/**
 * The CRM that comes with the worker, on the worker's own database (worker/store/migrations/0002-crm.sql). Fulfils
 * the port `Crm` and what an office's own administration needs beyond it (types.ts). Knows nothing of mailboxes.
 */
import sql from 'sql-template-tag';
import type { Country } from '../../../shared/canonical.ts';
import type { Clock, CrmUpdate } from '../../pass/ports.ts';
import type { Db, Queryable } from '../../store/db.ts';
import { connectorIds, removeConnectorId, setConnectorIds } from './connector-ids.ts';
import { changesAfter, head } from './feed.ts';
import { takes } from './limits.ts';
import { logOf } from './log.ts';
import * as persons from './persons.ts';
import { employees, findEmployee, upsertEmployee } from './references.ts';
import { removePerson, renameOrganisation, tieTo, untie } from './ties.ts';
import { createPerson } from './create.ts';
import { allOrNothing } from './savepoint.ts';
import { createRunner } from './transact.ts';
import type { CrmWrites, EmbeddedCrm, PersonChanged } from './types.ts';
import { updatePerson } from './write.ts';
import { writeMany } from './write-many.ts';

/** Channel on which the database says that persons changed. */
const CHANGED_CHANNEL = 'crm_changed';

export interface EmbeddedCrmOptions {
  /** Whose national numbers need no prefix, for finding persons by number. */
  readonly country: Country;
  /** Says when a change was; the database's own time where absent. */
  readonly clock?: Pick<Clock, 'now'>;
}

const updateOutcomes: readonly string[] = ['updated', 'stale', 'gone', 'refused'];
const isUpdate = (result: PersonChanged): result is CrmUpdate => updateOutcomes.includes(result.outcome);

/** Any number that nothing else in this database locks. */
const importLock = '7021914405512318';

const writesIn = (tx: Queryable, country: Country): CrmWrites => ({
  createPerson: (draft, by) => allOrNothing(tx, () => createPerson(tx, draft, by, country)),
  updatePerson: (id, version, change, by) =>
    allOrNothing(tx, () => updatePerson(tx, id, version, change, by, country)),
  writeMany: (writes, by) => writeMany(tx, writes, by, country),
  removePerson: (id, by) => removePerson(tx, id, by),
  tieTo: (id, headId, by) => allOrNothing(tx, () => tieTo(tx, id, headId, by, country)),
  untie: (id, by) => untie(tx, id, by),
  upsertEmployee: (draft) => upsertEmployee(tx, draft),
  renameOrganisation: (id, name, by) => renameOrganisation(tx, id, name, by, country),
  findByExternalId: (ids) => persons.findByExternalId(tx, ids),
  findByLastName: (lastNames) => persons.findByLastName(tx, lastNames),
  externalIds: (ids) => persons.externalIds(tx, ids),
  employees: () => employees(tx),
  lockImports: async () => {
    await tx.query(sql`select pg_advisory_xact_lock(${importLock}::bigint)`);
  },
});

export const createEmbeddedCrm = (db: Db, options: EmbeddedCrmOptions): EmbeddedCrm => {
  const { country } = options;
  const runner = createRunner(db, options.clock ?? { now: () => new Date() });
  const write = <T>(work: (crm: CrmWrites) => Promise<T>): Promise<T> =>
    runner.write((tx) => work(writesIn(tx, country)));
  return {
    name: 'embedded',
    country,
    head: () => head(runner),
    changes: (cursor, limit) => changesAfter(runner, cursor, limit),
    persons: (ids) => runner.read((q) => persons.personsById(q, ids)),
    personsOf: (employeeId) => runner.read((q) => persons.personsOf(q, employeeId)),
    update: async (id, version, patch, by) => {
      const result = await write((crm) => crm.updatePerson(id, version, { fields: patch }, by));
      if (isUpdate(result)) return result;
      throw new Error(`a change of fields only cannot end in ${result.outcome}`);
    },
    takes,
    setConnectorId: (employeeId, personId, connectorId) =>
      runner.statement(
        connectorId === null
          ? removeConnectorId(employeeId, personId)
          : setConnectorIds(employeeId, new Map([[personId, connectorId]])),
      ),
    setConnectorIds: async (employeeId, added) => {
      if (added.size > 0) await runner.statement(setConnectorIds(employeeId, added));
    },
    connectorIds: (employeeId, of) => runner.read((q) => connectorIds(q, employeeId, of)),
    findByEmail: (email) => runner.read((q) => persons.findByEmail(q, email)),
    findByEmails: (emails) => runner.read((q) => persons.findByEmails(q, emails)),
    employees: () => runner.read(employees),
    groups: () => runner.read(persons.groupsInUse),
    findEmployee: (address) => runner.read((q) => findEmployee(q, address)),
    watch: (onChange) => db.listen(CHANGED_CHANNEL, () => onChange()),
    createPerson: (draft, by) => write((crm) => crm.createPerson(draft, by)),
    updatePerson: (id, version, change, by) => write((crm) => crm.updatePerson(id, version, change, by)),
    writeMany: (writes, by) => write((crm) => crm.writeMany(writes, by)),
    removePerson: (id, by) => write((crm) => crm.removePerson(id, by)),
    tieTo: (id, headId, by) => write((crm) => crm.tieTo(id, headId, by)),
    untie: (id, by) => write((crm) => crm.untie(id, by)),
    upsertEmployee: (draft) => write((crm) => crm.upsertEmployee(draft)),
    renameOrganisation: (id, name, by) => write((crm) => crm.renameOrganisation(id, name, by)),
    findByExternalId: (ids) => runner.read((q) => persons.findByExternalId(q, ids)),
    findByLastName: (lastNames) => runner.read((q) => persons.findByLastName(q, lastNames)),
    search: (text, limit, shown) =>
      runner.read((q) =>
        shown === undefined
          ? persons.search(q, text, limit)
          : persons.searchShown(q, text, limit, { shown, country }),
      ),
    listPersons: (page) => runner.read((q) => persons.listPersons(q, page)),
    externalIds: (ids) => runner.read((q) => persons.externalIds(q, ids)),
    logOf: (id, query) => runner.read((q) => logOf(q, id, query)),
    transaction: write,
  };
};
