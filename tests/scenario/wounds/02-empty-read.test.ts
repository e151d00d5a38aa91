/**
 * phw198/OutlookGoogleCalendarSync #2137: Outlook was read without any error and gave no entries, though they were all
 * there. The program took that for their deletion: said "yes", everything on the other side went, and with the next
 * run in Outlook too; said "no", the next run doubled everything (R9, R12, R13).
 *
 * Seen to fail: (1) with `emptyRemote` left out of `brakeOf` (worker/sync/plan-pass.ts) the second, third and fourth fail: all
 * twelve are unlinked and their connector IDs gone from the CRM. (2) With `emptyCrm` left out the last one fails: twelve
 * links are paused. (3) With every round taken for a complete one (`readRound` in worker/pass/observe.ts) the first and fourth fail:
 * all twelve "are gone". (4) With absence taken for an answer, no card being asked for by its id (`readings` in
 * worker/pass/gather.ts), the fifth fails too.
 */
import type { Person } from '../../../shared/person.ts';
import { crmWith, openScene, petra, quiet, remoteWith, type Scene } from './scene.ts';

let scene: Scene;
let persons: Person[];
beforeEach(async () => {
  scene = await openScene();
  persons = await scene.people(12);
  await scene.office.rest(scene.who);
}, 60_000);
afterEach(() => scene.office.close());

const emptyReads = (readsAreEmpty: boolean): void => scene.office.sandbox.switches.set({ readsAreEmpty });
const everything = async () => ({
  cards: scene.outlook.cards(),
  persons: [...(await scene.office.crm.persons(persons.map(({ id }) => id))).values()],
  connectorIds: await scene.office.crm.connectorIds(scene.who.employeeId),
  links: await scene.office.store.links(scene.who.mailboxId),
  history: (await scene.office.history.list({ mailboxId: scene.who.mailboxId })).items,
});
const braked = (kind: string) => ({ ran: true, result: { outcome: 'braked', brake: { kind, linked: 12 } } });

test('OutlookGoogleCalendarSync #2137: an empty answer under a position that still holds changes nothing', async () => {
  const before = await everything();
  emptyReads(true);
  expect(await scene.pass()).toMatchObject(quiet);
  emptyReads(false);
  expect(await scene.pass()).toMatchObject(quiet);
  expect(await everything()).toEqual(before);
});

test('OutlookGoogleCalendarSync #2137: a mailbox that reads as empty all through stops the pass before its first write', async () => {
  const before = await everything();
  // The position is lost as well, so that all is read anew, and every card that is asked for "is not there".
  scene.office.sandbox.loseDeltaTokens(petra);
  emptyReads(true);
  expect(await scene.office.pass(scene.who)).toMatchObject(braked('emptyRemote'));
  // Nothing runs by itself while it is so.
  expect(await scene.office.pass(scene.who)).toMatchObject({ ran: false });
  expect(await everything()).toEqual(before);

  // "Yes, go on": the reads are right by then, and nothing was deleted, nothing comes twice.
  emptyReads(false);
  await scene.office.mailboxes.resume(scene.who.mailboxId);
  expect(await scene.pass()).toMatchObject(quiet);
  expect(await everything()).toEqual(before);
});

test('OutlookGoogleCalendarSync #2137: "no" to the question, and later on again, doubles nothing', async () => {
  const before = await everything();
  scene.office.sandbox.loseDeltaTokens(petra);
  emptyReads(true);
  await scene.office.pass(scene.who);
  await scene.office.mailboxes.pause(scene.who.mailboxId, 'byUser');
  await scene.office.mailboxes.resume(scene.who.mailboxId);
  // Still empty: still no.
  expect(await scene.office.pass(scene.who)).toMatchObject(braked('emptyRemote'));
  emptyReads(false);
  await scene.office.mailboxes.resume(scene.who.mailboxId);
  await scene.office.rest(scene.who);
  expect(await everything()).toEqual(before);
});

test('OutlookGoogleCalendarSync #2137: "go on" to a mailbox that stays empty deletes no person, and no card when it fills again', async () => {
  const before = await everything();
  scene.office.sandbox.loseDeltaTokens(petra);
  emptyReads(true);
  await scene.office.pass(scene.who);
  await scene.office.mailboxes.resume(scene.who.mailboxId);
  expect(await scene.pass()).toMatchObject({ removed: 12 });
  emptyReads(false);
  scene.office.sandbox.loseDeltaTokens(petra);
  await scene.office.rest(scene.who);
  const after = await everything();
  expect(after.cards).toEqual(before.cards);
  expect(after.persons).toEqual(before.persons);
  // And when the persons change, a second card is asked about, not made.
  for (const { id } of persons) await scene.office.change(id, { fields: { jobTitle: 'Senior adviseur' } });
  await scene.office.rest(scene.who);
  expect(scene.outlook.cards()).toEqual(before.cards);
  expect(await scene.waits()).toEqual(Array.from({ length: 12 }, () => 'sameCardExists'));
});

test('OutlookGoogleCalendarSync #2137: only the listing is empty: each card is asked for, and all are there', async () => {
  const before = await everything();
  scene.office.sandbox.loseDeltaTokens(petra);
  const listingIsEmpty = remoteWith(
    'delta',
    (delta) =>
      async function* (...args) {
        emptyReads(true);
        yield* delta(...args);
        emptyReads(false);
      },
  );
  expect(await scene.pass(listingIsEmpty)).toMatchObject(quiet);
  expect(await everything()).toEqual(before);
});

test('OutlookGoogleCalendarSync #2137: the other way round, a CRM that gives nobody pauses no link', async () => {
  const before = await everything();
  const nobody = crmWith('persons', () => async () => new Map());
  // Something to look at.
  for (const card of scene.outlook.cards()) scene.outlook.touch(card);
  expect(await scene.office.pass(scene.who, 'syncNow', nobody)).toMatchObject(braked('emptyCrm'));
  await scene.office.mailboxes.resume(scene.who.mailboxId);
  expect(await scene.pass()).toMatchObject(quiet);
  const after = await everything();
  expect(after.persons).toEqual(before.persons);
  expect(after.links.map(({ state }) => state)).toEqual(before.links.map(({ state }) => state));
});
