/** Passes of all mailboxes and what fails, for administrators. */
import { randomUUID } from 'node:crypto';
import type { AdminPassView, AdminStatus } from '../../../shared/api/admin.ts';
import type { MailboxId, PassId } from '../../../shared/ids.ts';
import type { PassOutcome } from '../../../worker/pass/ports.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { noCounts } from '../store/fixture.ts';
import { jorisOid, openOffice, petraOid, refusal, tenant, type Office } from './office.ts';

let office: Office;
let petras: MailboxId;
let joriss: MailboxId;
beforeAll(async () => {
  office = await openOffice();
  petras = await office.activate(office.petra, petraOid);
  joriss = await office.activate(office.joris, jorisOid);
}, 60_000);
afterAll(() => office.close());

const admin = { roles: ['Relatiebrug.Admin'] };

/** Null: it goes on. */
const pass = async (mailboxId: MailboxId, outcome: PassOutcome | null): Promise<PassId> => {
  const store = createPassStore(office.db);
  const lease = await store.acquire(mailboxId, 'test', 60_000);
  const id = randomUUID() as string as PassId;
  await store.openPass(lease!, id, 'syncNow', '2026-03-01T10:00:00.000Z');
  if (outcome !== null) {
    await store.closePass(lease!, id, '2026-03-01T10:00:05.000Z', outcome, noCounts());
  }
  await store.release(lease!);
  return id;
};
const failed: PassOutcome = { outcome: 'failed', code: 'graph.unexpected' };
const done: PassOutcome = { outcome: 'done' };

const list = async (query = ''): Promise<{ items: AdminPassView[]; next: string | null }> => {
  const response = await office.ask(`/api/admin/passes${query}`, {}, admin);
  expect(response.status).toBe(200);
  return (await response.json()) as { items: AdminPassView[]; next: string | null };
};
const status = async (): Promise<AdminStatus> =>
  (await (await office.ask('/api/admin/status', {}, admin)).json()) as AdminStatus;

test('who is no administrator gets none', async () => {
  const response = await office.ask('/api/admin/passes');
  expect([response.status, (await refusal(response)).code]).toEqual([403, 'adminOnly']);
});

test('newest first, with whose it is, page by page, of all or of one', async () => {
  const first = await pass(petras, done);
  const second = await pass(joriss, failed);
  const third = await pass(petras, done);
  const all = await list();
  expect(all.items.map(({ id, employee, result, code }) => [id, employee.displayName, result, code])).toEqual(
    [
      [third, 'Petra de Wit', 'done', null],
      [second, 'Joris Bakker', 'failed', 'graph.unexpected'],
      [first, 'Petra de Wit', 'done', null],
    ],
  );
  expect(all.items[1]).toMatchObject({ mailboxId: joriss, employee: { id: office.joris.id } });
  const page = await list('?limit=2');
  expect(page.items.map(({ id }) => id)).toEqual([third, second]);
  const rest = await list(`?limit=2&before=${String(page.next)}`);
  expect([rest.items.map(({ id }) => id), rest.next]).toEqual([[first], null]);
  expect((await list(`?mailbox=${joriss}`)).items.map(({ id }) => id)).toEqual([second]);
  for (const nobody of ['00000000-0000-4000-8000-000000000000', 'x']) {
    expect((await office.ask(`/api/admin/passes?mailbox=${nobody}`, {}, admin)).status).toBe(404);
  }
  expect((await office.ask('/api/admin/passes?limit=0', {}, admin)).status).toBe(422);
});

test('failing is whose last pass that came to an end failed, and who may sign in is told', async () => {
  await pass(joriss, failed);
  await pass(petras, done);
  expect(await status()).toMatchObject({ failing: 1, allowedTenants: [tenant] });
  await pass(petras, failed);
  expect((await status()).failing).toBe(2);
  // One that goes on, or was cut off, says nothing yet.
  await pass(joriss, null);
  expect((await status()).failing).toBe(2);
  await pass(joriss, done);
  expect((await status()).failing).toBe(1);
});
