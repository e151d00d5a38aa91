/**
 * mattermost/mattermost-plugin-mscalendar #244: one user's refresh token had expired (invalid_grant, AADSTS700082), another
 * was gone ("not found"); the job that went round all users ended at the first of them, and nobody's status was updated
 * any more (R14).
 *
 * The worker is a process of its own with one pass at a time, so that whoever stands behind the unlucky ones waits for
 * them. Seen to fail: (1) with `park` in `onTrouble` (worker/pass/run-pass.ts) told as a failure, both are tried again and
 * again and never parked. (2) With trouble thrown on instead of told as the outcome of that pass, there and in `runSafely`
 * (worker/jobs/pass.ts), the worker ends with `signIn.needed` and the last user never gets a card: the wound itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox, type Sandbox } from '../../../sandbox/index.ts';
import { signInAs } from '../../../sandbox/sign-in/browser.ts';
import { buildApp } from '../../../worker/main/app.ts';
import { readSettings } from '../../../worker/settings.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import { createPasses } from '../../../worker/store/passes.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import type { Box } from '../../support/ledger.ts';
import { activateAll, askAll, sidesOf } from '../../support/wired-office.ts';
import { servedEnv, startWorker, type WorkerEnv, type WorkerProcess } from '../../support/worker-process.ts';

const users = ['een', 'verlopen', 'weg', 'vier'].map((name) => `${name}@kantoor-voorbeeld.example`);
const [een = '', verlopen = '', weg = '', vier = ''] = users;
const withinMs = 40_000;

let sandbox: Sandbox;
let store: TestDb;
let env: WorkerEnv;
let boxes: Box[];
let worker: WorkerProcess;
beforeAll(async () => {
  [sandbox, store] = await Promise.all([createSandbox(), createTestDb()]);
  for (const userPrincipalName of users)
    sandbox.users.add({ userPrincipalName, displayName: userPrincipalName });
  const storeEnv = { DATABASE_URL: store.url, CONCURRENT_PASSES: '1', CRM_POLL_SECONDS: '1' };
  boxes = await activateAll(sandbox, store.db, users, storeEnv);
  env = await servedEnv(sandbox, storeEnv);
}, 120_000);
afterAll(async () => {
  await worker.kill();
  await sandbox.close();
  await store.close();
});

const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(100)) if (await holds()) return;
  throw new Error(`not within ${withinMs} ms: ${what}\n${worker.stderr()}`);
};
const titles = (user: string) =>
  sandbox
    .outlook(user)
    .cards()
    .map(({ values }) => values.jobTitle);
const mailboxOf = (user: string) =>
  createMailboxes(store.db).byId(boxes.find((box) => box.user === user)!.mailboxId);
const stateOf = async (user: string) => (await mailboxOf(user))?.state;
const lastPassOf = async (user: string) =>
  (await createPasses(store.db).last(boxes.find((box) => box.user === user)!.mailboxId))?.id;

test('mattermost-plugin-mscalendar #244: one expired and one vanished user stop nobody but themselves', async () => {
  const { crm } = sidesOf(store.db);
  const ownerIds = boxes.map(({ employeeId }) => employeeId);
  const made = await crm.createPerson(
    { kind: 'contactPerson', ownerIds, fields: { firstName: 'Dewi', lastName: 'Oort', jobTitle: 'Notaris' } },
    { kind: 'import' },
  );
  if (made.outcome !== 'created') throw new Error(made.outcome);
  sandbox.signIn.revoke(verlopen, { aadsts: 700082, accessTokens: true });
  sandbox.faults.plan({
    mailbox: weg,
    times: Infinity,
    fault: { kind: 'status', status: 404, code: 'MailboxNotEnabledForRESTAPI' },
  });

  worker = startWorker(['serve', '--json'], env);
  await worker.until(env['PUBLIC_URL']!);
  await askAll(store.db, boxes);
  for (const user of [een, vier]) await until(`${user} has a card`, () => titles(user).includes('Notaris'));
  await until(
    'both are parked',
    async () => (await stateOf(verlopen)) !== 'active' && (await stateOf(weg)) !== 'active',
  );
  expect(await stateOf(verlopen)).toBe('signInAgain');
  expect(await mailboxOf(weg)).toMatchObject({ state: 'signInAgain', stateBecause: 'mailboxGone' });
  for (const user of [een, vier]) expect(await stateOf(user)).toBe('active');

  // And so it stays: the others go on, and Microsoft is not asked for the parked ones again and again.
  const asked = sandbox.faults.plan({
    where: 'sign-in',
    path: '/token',
    mailbox: verlopen,
    fault: { kind: 'slow', ms: 1 },
    times: Infinity,
  });
  const before = [await lastPassOf(verlopen), await lastPassOf(weg)];
  for (const jobTitle of ['Raadsheer', 'Rechter', 'President']) {
    const { version } = (await crm.persons([made.person.id])).get(made.person.id)!;
    await crm.updatePerson(made.person.id, version, { fields: { jobTitle } }, { kind: 'import' });
    for (const user of [een, vier])
      await until(`${user} has ${jobTitle}`, () => titles(user).includes(jobTitle));
  }
  expect(asked.fired).toBe(0);
  expect([await lastPassOf(verlopen), await lastPassOf(weg)]).toEqual(before);

  // The user signs in again, and has at once what was missed.
  const app = buildApp(readSettings(env));
  try {
    const employee = (await crm.upsertEmployee({
      email: sandbox.users.get(verlopen).mail,
      displayName: verlopen,
    }))!;
    const { url } = await app.activationLink(employee);
    await signInAs(sandbox.users.get(verlopen), url, { ca: sandbox.ca });
  } finally {
    await app.close();
  }
  await until('the one who signed in has a card', () => titles(verlopen).includes('President'));
  expect(await stateOf(verlopen)).toBe('active');
  expect((await worker.stop()).code).toBe(0);
}, 180_000);
