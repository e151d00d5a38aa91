/** R2: which mailboxes a change in the CRM concerns, and that no change is missed between feed and ask. */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { MailboxId, PersonId } from '../../../shared/ids.ts';
import type { Employee } from '../../../shared/person.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm } from '../../../worker/crm/embedded/types.ts';
import { readCrmChanges } from '../../../worker/jobs/crm-changes.ts';
import type { CrmActor } from '../../../worker/pass/ports.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { activate, done, jobsOn, makeRunsTable, recordedPass, runsOf, until } from './fixture.ts';

const by: CrmActor = { kind: 'import' };
let test_: TestDb;
let crm: EmbeddedCrm;
beforeEach(async () => {
  test_ = await createTestDb();
  crm = createEmbeddedCrm(test_.db, { country: 'NL' });
}, 90_000);
afterEach(() => test_.close(), 30_000);

const employee = async (name: string): Promise<{ employee: Employee; mailboxId: MailboxId }> => {
  const made = await crm.upsertEmployee({ email: `${name}@kantoor.example`, displayName: name });
  if (made === null) throw new Error('no employee');
  return { employee: made, mailboxId: await activate(test_.db, made.id) };
};
const person = async (manager: Employee | null, owners: Employee[] = []): Promise<PersonId> => {
  const made = await crm.createPerson(
    {
      kind: 'privatePerson',
      fields: { lastName: 'Jansen' },
      relationManagerId: manager?.id ?? null,
      ownerIds: owners.map(({ id }) => id),
    },
    by,
  );
  if (made.outcome !== 'created') throw new Error(made.outcome);
  return made.person.id;
};
const change = async (id: PersonId, firstName: string): Promise<void> => {
  const version = (await crm.persons([id])).get(id)?.version ?? '';
  await crm.updatePerson(id, version, { fields: { firstName } }, by);
};
const asked = async (): Promise<Set<string>> => {
  const rows = await test_.db.query<{ id: string }>(
    sql`SELECT mailbox_id AS id FROM jobs.requests WHERE requested > served`,
  );
  return new Set(rows.map(({ id }) => id));
};

test('the relation manager’s, the owners’ and the linked mailboxes are asked, others are not, paused ones neither', async () => {
  const [anouk, bram, chris, dirk, els] = await Promise.all(
    ['anouk', 'bram', 'chris', 'dirk', 'els'].map(employee),
  );
  await readCrmChanges(test_.db, crm);
  const id = await person(anouk!.employee, [bram!.employee, els!.employee]);
  // Chris was owner once: the card is still there and the link must be paused.
  await test_.db.query(sql`
    INSERT INTO sync.links (id, mailbox_id, person_id, connector_id, state, card_id)
    VALUES (${randomUUID()}, ${chris!.mailboxId}, ${id}, ${randomUUID()}, 'active', 'card-1')`);
  await test_.db.query(sql`UPDATE sync.mailboxes SET state = 'paused' WHERE id = ${els!.mailboxId}`);
  expect(await readCrmChanges(test_.db, crm)).toBe(3);
  expect(await asked()).toEqual(new Set([anouk!.mailboxId, bram!.mailboxId, chris!.mailboxId]));
  expect(await asked()).not.toContain(dirk!.mailboxId);
  expect(await readCrmChanges(test_.db, crm)).toBe(0);
});

test('what changed while nobody looked is found at the next look, over many pages', async () => {
  const anouk = await employee('anouk');
  await readCrmChanges(test_.db, crm);
  const bram = await employee('bram');
  for (let i = 0; i < 3; i += 1) await person(anouk.employee);
  // More than one page before Bram's.
  await crm.transaction(async (tx) => {
    for (let i = 0; i < 520; i += 1) {
      await tx.createPerson({ kind: 'privatePerson', fields: { lastName: 'Jansen' } }, by);
    }
  });
  await person(bram.employee);
  expect(await readCrmChanges(test_.db, crm)).toBe(2);
});

test('two processes that read at once ask everything once more at most, and miss nothing', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, (_, i) => employee(`medewerker${i}`)));
  await readCrmChanges(test_.db, crm);
  const ids = await Promise.all(all.map(({ employee: one }) => person(one)));
  await Promise.all([
    readCrmChanges(test_.db, crm),
    readCrmChanges(test_.db, crm),
    ...ids.map((id) => change(id, 'Jan')),
    readCrmChanges(test_.db, crm),
  ]);
  await readCrmChanges(test_.db, crm);
  expect(await asked()).toEqual(new Set(all.map(({ mailboxId }) => mailboxId)));
});

test('a failure between the feed and the ask leaves the change for the next look', async () => {
  const anouk = await employee('anouk');
  await readCrmChanges(test_.db, crm);
  await person(anouk.employee);
  const broken = { ...test_.db, transaction: () => Promise.reject(new Error('away')) };
  await expect(readCrmChanges(broken, crm)).rejects.toThrow('away');
  expect((await asked()).size).toBe(0);
  expect(await readCrmChanges(test_.db, crm)).toBe(1);
});

test('R2: with the jobs running, a change in the CRM starts the pass within a second or two', async () => {
  const anouk = await employee('anouk');
  await makeRunsTable(test_.db);
  const jobs = jobsOn(test_.db, recordedPass(test_.db, 5_000, done), {
    settings: { crmPollMs: 60_000 },
  });
  await jobs.start();
  const id = await person(anouk.employee);
  await until('the pass ran', async () => (await runsOf(test_.db)).length > 0, 10_000);
  const first = (await runsOf(test_.db))[0]!;
  expect(first).toMatchObject({ mailboxId: anouk.mailboxId, trigger: 'crmChange' });
  const [row] = await test_.db.query<{ at: Date }>(
    sql`SELECT changed_at AS at FROM crm.persons WHERE id = ${id}`,
  );
  expect(first.beganAt.getTime() - row!.at.getTime()).toBeLessThan(3_000);
  await jobs.stop();
}, 30_000);
