/**
 * Copies with the same connector ID: a hidden property goes along when a user copies a contact (Ctrl+C, Ctrl+V, "copy to
 * folder"). From then on two items say that they are this person; programs that go by the property alone write both, take
 * the edits of the copy for the person's, or delete one as a duplicate (R10, R8).
 *
 * Seen to fail: (1) with no `stripConnectorId` made of the twins in `planLink` (worker/sync/plan-link.ts) the copies keep the ID:
 * all but the third fail. (2) With the successor among the twins not looked for there, the third fails: the person has no
 * card, and the copy is nobody's.
 */
import type { Person } from '../../../shared/person.ts';
import { connectorProperty } from '../../support/office.ts';
import { crashAt, Crash } from '../../support/crash.ts';
import { openScene, petra, quiet, type Scene } from './scene.ts';

let scene: Scene;
let person: Person;
let originalId: string;
beforeEach(async () => {
  scene = await openScene();
  person = await scene.person();
  await scene.pass();
  originalId = (await scene.cardOf(person)).id;
}, 60_000);
afterEach(() => scene.office.close());

const ours = (id: string): boolean => (scene.outlook.get(id)?.properties[connectorProperty] ?? '') !== '';
const carriers = (): string[] =>
  scene.outlook
    .cards()
    .map(({ id }) => id)
    .filter(ours);

test('copies: the card of the link keeps the ID, each copy loses it and is the user’s own from then on', async () => {
  scene.outlook.makeFolder('Kerst');
  const copies = [
    scene.outlook.copy(originalId),
    scene.outlook.copy(originalId, 'Kerst'),
    scene.outlook.copy(originalId),
  ];
  await scene.office.rest(scene.who);
  expect(ours(originalId)).toBe(true);
  // A copy in a folder that is not followed is no card of anybody's until it is seen.
  expect(carriers().filter((id) => id !== originalId && scene.outlook.get(id)!.folder !== 'Kerst')).toEqual(
    [],
  );
  expect(scene.outlook.cards()).toHaveLength(1 + copies.length);
  const values = copies.map(({ id }) => scene.outlook.get(id)!.values);

  // What the CRM has goes to the original alone; what is typed on a copy goes nowhere.
  await scene.office.change(person.id, { fields: { jobTitle: 'Raadsheer' } });
  for (const { id } of copies) scene.outlook.edit(id, { mobilePhone: '06-99999999' });
  expect(await scene.pass()).toMatchObject({ toRemote: 1, toCrm: 0, created: 0 });
  expect((await scene.cardOf(person)).values.jobTitle).toBe('Raadsheer');
  expect(copies.map(({ id }) => scene.outlook.get(id)!.values)).toEqual(
    values.map((each) => ({ ...each, mobilePhone: '06-99999999' })),
  );
  expect((await scene.fieldsOf(person)).workMobile).toBe('06-12345678');
  expect(await scene.pass()).toMatchObject(quiet);
});

test('copies: a copy that is edited before the first look is still not the person', async () => {
  const copy = scene.outlook.copy(originalId);
  scene.outlook.edit(copy, { givenName: 'Sari', surname: 'Zand', middleName: null, jobTitle: 'Griffier' });
  await scene.office.rest(scene.who);
  expect(await scene.fieldsOf(person)).toMatchObject({
    firstName: 'Dewi',
    lastName: 'Oort',
    jobTitle: 'Notaris',
  });
  expect(carriers()).toEqual([originalId]);
  expect(scene.outlook.get(copy)!.values).toMatchObject({ givenName: 'Sari', jobTitle: 'Griffier' });
});

test('copies: the original is thrown away in the same moment: the copy is the person’s card, and no third one is made', async () => {
  const copy = scene.outlook.copy(originalId);
  scene.outlook.delete(originalId);
  await scene.office.rest(scene.who);
  expect((await scene.cardOf(person)).id).toBe(copy.id);
  expect(carriers()).toEqual([copy.id]);
  scene.outlook.edit(copy, { jobTitle: 'Raadsheer' });
  expect(await scene.pass()).toMatchObject({ toCrm: 1, created: 0 });
  expect((await scene.fieldsOf(person)).jobTitle).toBe('Raadsheer');
});

test('copies: whatever order the delta tells them in, lost position and crash included, there is one card of the person', async () => {
  scene.office.sandbox.switches.set({ deltaShuffle: true, deltaRepeats: 0.5 });
  const calls = [2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 38];
  for (const [index, call] of calls.entries()) {
    scene.outlook.copy(originalId);
    if (index % 4 === 0) scene.office.sandbox.loseDeltaTokens(petra);
    await scene.office
      .pass(scene.who, 'retry', crashAt(call, call % 2 === 0 ? 'before' : 'after'))
      .catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
  }
  await scene.office.rest(scene.who);
  expect(carriers()).toEqual([originalId]);
  expect((await scene.cardOf(person)).id).toBe(originalId);
  expect(scene.outlook.cards()).toHaveLength(calls.length + 1);
  expect(scene.written().filter(({ action }) => action === 'created')).toHaveLength(1);
  expect(scene.written().filter(({ action }) => action.startsWith('deleted'))).toEqual([]);
  expect(await scene.pass()).toMatchObject(quiet);
});

test('copies: an ID in capitals, as other programs write it back, is the same ID and no stranger’s', async () => {
  const copy = scene.outlook.copy(originalId);
  scene.outlook.setProperty(copy, connectorProperty, copy.properties[connectorProperty]!.toUpperCase());
  await scene.office.rest(scene.who);
  expect(carriers()).toEqual([originalId]);
});
