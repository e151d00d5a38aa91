/** `undo` on a real database, up to the pass (which worker.test.ts runs): the plan, the question, what is kept, what is told. */
import type { UndoPlanView, UndoView } from '../../../shared/api/undo.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm } from '../../../worker/crm/embedded/types.ts';
import type { HistoryEntry } from '../../../worker/pass/ports.ts';
import { createMailboxes, type Mailboxes } from '../../../worker/store/mailboxes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { commitAs, pastEntry, remember } from '../api/past.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { inside, type Ran } from './bin.ts';

const petra = 'petra@kantoor.example';
let database: TestDb;
let crm: EmbeddedCrm;
let mailboxes: Mailboxes;
let mailboxId: MailboxId;
let anna: Person;
let entry: HistoryEntry;

beforeEach(async () => {
  database = await createTestDb();
  crm = createEmbeddedCrm(database.db, { country: 'NL' });
  mailboxes = createMailboxes(database.db);
  const employee: Employee = (await crm.upsertEmployee({ email: petra, displayName: 'Petra de Wit' }))!;
  const activated = await mailboxes.activate({ employeeId: employee.id, tid: 't', oid: 'o', upn: null });
  if (activated.outcome === 'refused') throw new Error(activated.because);
  mailboxId = activated.mailbox.id;
  const made = await crm.createPerson(
    { kind: 'contactPerson', fields: { firstName: 'Anna', lastName: 'Oort', jobTitle: 'Notaris' } },
    { kind: 'import' },
  );
  if (made.outcome !== 'created') throw new Error(made.outcome);
  anna = made.person;
  entry = pastEntry(mailboxId, anna.id);
  const created = pastEntry(mailboxId, anna.id, {
    field: null,
    side: 'remote',
    decision: 'R2.created',
    from: null,
    to: null,
    passId: entry.passId,
  });
  await remember(database.db, mailboxId, [created, entry]);
  // A pass that stands still asks nobody: what is asked of the store is seen as it is kept.
  await mailboxes.pause(mailboxId, 'byUser');
}, 60_000);
afterEach(() => database.close());

const undo = (args: readonly string[], typed?: string, env: Record<string, string> = {}): Promise<Ran> =>
  inside(['undo', ...args], { DATABASE_URL: database.url, ...env }, typed);
const pending = () => createPassStore(database.db).undoItems(mailboxId);
const plan = async (...args: string[]): Promise<UndoPlanView> =>
  (JSON.parse((await undo([...args, '--dry-run', '--json'])).out) as { plan: UndoPlanView }).plan;

describe('the plan', () => {
  test('shows who, which field, what is there now and what it becomes, and what stays with the reason', async () => {
    const { code, out } = await undo(['--mailbox', petra, '--since', '2026-03-01', '--dry-run']);
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'This is taken back (1):',
        '  WHO        FIELD      NOW IN THE CRM     BECOMES',
        '  Anna Oort  job title  ‘Notaris’       →  ‘Advocaat’',
        '',
      ].join('\n'),
    );
    const dutch = await undo(['--entry', entry.id, '--dry-run'], undefined, { LANGUAGE: 'nl' });
    expect(dutch.out).toContain('Dit wordt teruggedraaid (1):');
    expect(await pending()).toEqual([]);
  });

  test('of a whole pass says that nothing is deleted', async () => {
    const store = createPassStore(database.db);
    const lease = (await store.acquire(mailboxId, 'test', 60_000))!;
    await store.openPass(lease, entry.passId, 'daily', entry.at);
    await store.release(lease);
    const { out } = await undo(['--pass', entry.passId.slice(0, 8), '--dry-run']);
    expect(out).toContain('This is taken back (1):');
    expect(out).toContain('This stays as it is (1):');
    expect(out).toContain('Undoing removes nothing');
  });

  test('is made of exactly one of entry, pass, and mailbox with an instant', async () => {
    for (const args of [
      [],
      ['--entry', entry.id, '--pass', entry.passId],
      ['--mailbox', petra],
      ['--since', '2026-03-01'],
      ['--mailbox', petra, '--since', 'gisteren'],
      ['--entry', entry.id, '--mailbox', petra, '--since', '2026-03-01'],
    ]) {
      expect([args, (await undo(args)).code]).toEqual([args, 2]);
    }
    expect(await undo(['--entry', 'ffffffff'])).toMatchObject({ code: 1 });
    expect(await undo(['--entry', 'rubbish'])).toMatchObject({ code: 1 });
  });

  test('that is empty asks nothing', async () => {
    await crm.updatePerson(anna.id, anna.version, { fields: { jobTitle: 'Rechter' } }, { kind: 'import' });
    const { code, out } = await undo(['--entry', entry.id.slice(0, 8)]);
    expect(code).toBe(0);
    expect(out).toContain('There is nothing to undo.');
    expect(out).toContain('Somebody changed this field afterwards.');
  });
});

describe('the question', () => {
  test('without a keyboard and without --yes nothing is asked of anybody', async () => {
    expect(await undo(['--entry', entry.id])).toMatchObject({ code: 3 });
    expect(await undo(['--entry', entry.id], 'nee')).toMatchObject({ code: 3 });
    expect(await pending()).toEqual([]);
  });

  test('answered with yes, it is kept for the pass; a mailbox that stands still says what it waits for', async () => {
    const { code, out } = await undo(['--entry', entry.id], 'y');
    expect(code).toBe(3);
    expect(out).toContain('Waits for the next pass.');
    expect(out).toContain('The link is paused; this happens once it is resumed.');
    expect(await pending()).toMatchObject([{ historyId: entry.id, expected: 'Notaris', value: 'Advocaat' }]);
  });
});

describe('afterwards', () => {
  const asked = async (): Promise<UndoView> =>
    (JSON.parse((await undo(['--entry', entry.id, '--yes', '--json'])).out) as { undo: UndoView }).undo;

  test('show tells field by field what became of it, list all of them', async () => {
    const { id } = await asked();
    expect((await plan('--entry', entry.id)).leftOut).toMatchObject([{ because: 'asked' }]);
    const itemIds = (await pending()).map((item) => item.id);
    await commitAs(database.db, mailboxId, [
      { op: 'settleUndo', itemIds, outcome: 'changedSince', at: '2026-03-02T10:00:00.000Z' },
    ]);
    const { code, out } = await undo(['show', id.slice(0, 8)]);
    expect(code).toBe(1);
    expect(out).toContain('‘Notaris’  →  ‘Advocaat’  Not undone: somebody changed this field meanwhile');
    expect(out).toContain('undone: 0 · not: 1 · waiting: 0');
    const listed = await undo(['list']);
    expect(listed.code).toBe(0);
    expect(listed.out).toContain(id.slice(0, 8));
    expect(listed.out).toContain(petra);
    expect(listed.out).toContain(`entry ${entry.id.slice(0, 8)}`);
    const one = JSON.parse((await undo(['list', petra, '--json'])).out) as { items: UndoView[] };
    expect(one.items).toMatchObject([{ id, askedBy: null, counts: { notDone: 1 } }]);
  });

  test('without any there is none', async () => {
    expect(await undo(['list'])).toMatchObject({ code: 0, out: 'Nothing has been undone yet.\n' });
    expect(await undo(['show', 'ffffffff'])).toMatchObject({ code: 1 });
  });
});
