/**
 * betagouv/rdv-service-public #5055 (and the issue behind it, #5041): with every refresh Microsoft gives a new refresh
 * token; only the access token was kept. Ninety days after consent every account stopped (AADSTS700082), and those users
 * could not even end the synchronisation, since ending it asked Outlook first (R14).
 *
 * Seen to fail: with `keepChanges` (worker/identity/tokens.ts) returning before it writes, the first three fail: parked at
 * the first pass after day 90, and where a token works once only, at the second renewal.
 */
import { createDeactivate } from '../../../worker/main/deactivate.ts';
import { silentLog } from '../../unit/jobs/fixture.ts';
import { openScene, petra, quiet, type Scene } from './scene.ts';
import { signedIn, through, type SignedIn } from './signed-in.ts';

const dayMs = 24 * 3_600_000;

let scene: Scene;
let people: SignedIn;
beforeEach(async () => {
  scene = await openScene();
  people = await signedIn(scene.office);
  await people.signIn(petra);
}, 60_000);
afterEach(async () => {
  await people.close();
  await scene.office.close();
});

const days = (count: number): Promise<void> => scene.office.sandbox.clock.advance(count * dayMs);
/** A pass of a worker that was started just now. */
const passOfFresh = async () => scene.office.pass(scene.who, 'syncNow', through(await people.process()));
const mailbox = () => scene.office.mailboxes.byId(scene.who.mailboxId);

test('rdv-service-public #5055: a sign-in that is used lives on long after the ninety days of its first token', async () => {
  const person = await scene.person();
  for (let turn = 0; turn < 5; turn += 1) {
    await scene.office.change(person.id, { fields: { jobTitle: `Notaris ${turn}` } });
    expect(await passOfFresh()).toMatchObject({ result: { outcome: 'done' } });
    expect((await scene.cardOf(person)).values.jobTitle).toBe(`Notaris ${turn}`);
    await days(60);
  }
  expect(await mailbox()).toMatchObject({ state: 'active' });
});

test('rdv-service-public #5055: also where a refresh token works once only', async () => {
  scene.office.sandbox.signIn.rotateRefreshTokens(true);
  await scene.person();
  for (let turn = 0; turn < 4; turn += 1) {
    expect(await passOfFresh()).toMatchObject({ result: { outcome: 'done' } });
    await days(1);
  }
});

test('rdv-service-public #5055: two workers that renew at the same moment do not end each other’s sign-in', async () => {
  scene.office.sandbox.signIn.rotateRefreshTokens(true);
  const [one, other] = [await people.process(), await people.process()];
  await scene.person();
  for (let turn = 0; turn < 4; turn += 1) {
    const reports = await Promise.all([
      scene.office.pass(scene.who, 'syncNow', through(one)),
      scene.office.pass(scene.who, 'syncNow', through(other)),
    ]);
    // One has the mailbox, the other is told that it is busy, or comes after it.
    expect(reports.some((report) => report.ran && report.result.outcome === 'done')).toBe(true);
    expect(await mailbox()).toMatchObject({ state: 'active' });
    await days(1);
  }
});

test('rdv-service-public #5055: after ninety days of rest it is parked with all it knew, and goes on after a sign-in', async () => {
  const person = await scene.person();
  await passOfFresh();
  const links = await scene.office.store.links(scene.who.mailboxId);
  await days(91);
  scene.outlook.edit(await scene.cardOf(person), { jobTitle: 'Raadsheer' });
  expect(await passOfFresh()).toMatchObject({ result: { outcome: 'parked' } });
  expect(await mailbox()).toMatchObject({ state: 'signInAgain' });
  expect(await scene.office.store.links(scene.who.mailboxId)).toEqual(links);

  await people.signIn(petra);
  await scene.office.activate(petra);
  expect(await passOfFresh()).toMatchObject({
    result: { outcome: 'done' },
    counts: { toCrm: 1, created: 0 },
  });
  expect((await scene.fieldsOf(person)).jobTitle).toBe('Raadsheer');
  expect(await passOfFresh()).toMatchObject({ counts: quiet });
});

test('rdv-service-public #5055: who cannot sign in any more can still end the link, and keeps all cards', async () => {
  await scene.person();
  await passOfFresh();
  const cards = scene.outlook.cards();
  const expiresAt = new Date(scene.office.sandbox.clock.now()).toISOString();
  const subscription = { id: 'told-by-graph', expiresAt, clientStateHash: 'a5'.repeat(32) };
  await scene.office.mailboxes.setSubscription(scene.who.mailboxId, subscription);
  await days(91);
  await passOfFresh();
  const { tokens } = people.identity;
  await createDeactivate({
    mailboxes: scene.office.mailboxes,
    subscriptions: (await people.process()).subscriptions,
    tokens,
    log: silentLog,
  })(scene.who.mailboxId);
  const { tenantId: tid, id: oid } = scene.office.sandbox.users.get(petra);
  expect(await tokens.status({ tid, oid })).toMatchObject({ state: 'none' });
  expect(await mailbox()).toMatchObject({ subscription: null });
  expect(scene.outlook.cards()).toEqual(cards);
});
