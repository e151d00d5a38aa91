/**
 * aluxnimm/outlookcaldavsynchronizer #442: the program made its write of an older reading, took the version that the server has
 * now along with it, and so wrote over what somebody had typed in between, without a word (the "lost update"). Nobody sees
 * later that anything was there: the version that the program made is the newest (R13: every write carries the `If-Match`
 * of the reading it was made of; 409 and 412 mean read again and merge again).
 *
 * Seen to fail: without `If-Match` on the PATCH (`toPatch` in worker/graph/write-cards.ts) all but the last; without it on the DELETE
 * (`discardCards`, same file) the last.
 */
import type { Person } from '../../../shared/person.ts';
import type { ConflictPolicy } from '../../../worker/sync/selection.ts';
import { openScene, quiet, remoteWith, type Scene } from './scene.ts';

let scene: Scene;
let person: Person;
beforeEach(async () => {
  scene = await openScene();
  person = await scene.person();
  await scene.pass();
}, 60_000);
afterEach(() => scene.office.close());

/** The user is quicker than this write, once. */
const beforeWrite = (edit: () => Promise<void>) => {
  let done = false;
  return remoteWith('update', (update) => async (updates) => {
    if (!done) await edit();
    done = true;
    return update(updates);
  });
};
const edits = (title: string) => async (): Promise<void> =>
  void scene.outlook.edit(await scene.cardOf(person), { jobTitle: title });
const change = () => scene.office.change(person.id, { fields: { jobTitle: 'Raadsheer' } });
const overruled = async () =>
  (await scene.office.history.list({ mailboxId: scene.who.mailboxId })).items
    .map((entry) => entry.overruled?.value)
    .filter((value) => value !== undefined);
const bothSay = async (title: string): Promise<void> => {
  expect((await scene.cardOf(person)).values.jobTitle).toBe(title);
  expect((await scene.fieldsOf(person)).jobTitle).toBe(title);
  expect(await scene.pass()).toMatchObject(quiet);
};
const policy = (conflictPolicy: ConflictPolicy) =>
  scene.office.mailboxes
    .byId(scene.who.mailboxId)
    .then((mailbox) =>
      scene.office.mailboxes.saveSettings(scene.who.mailboxId, { ...mailbox!.settings, conflictPolicy }),
    );

test('the same field, and the CRM wins: what the user typed meanwhile is kept in the history', async () => {
  await change();
  expect(await scene.pass(beforeWrite(edits('Getypt in Outlook')))).toMatchObject({ conflicts: 1 });
  await bothSay('Raadsheer');
  expect(await overruled()).toEqual(['Getypt in Outlook']);
});

test('the same field, and Outlook wins: what the user typed meanwhile reaches the CRM', async () => {
  await policy('outlook');
  await change();
  await scene.pass(beforeWrite(edits('Getypt in Outlook')));
  await bothSay('Getypt in Outlook');
  expect(await overruled()).toEqual(['Raadsheer']);
});

test('the same field, and the user is asked: both values wait', async () => {
  await policy('ask');
  await change();
  await scene.pass(beforeWrite(edits('Getypt in Outlook')));
  expect(await scene.office.waiting(scene.who)).toMatchObject([
    { reason: 'conflict', fields: [{ field: 'jobTitle', crm: 'Raadsheer', remote: 'Getypt in Outlook' }] },
  ]);
});

test('one of many in a batch: that card is merged again, the others are written once', async () => {
  const others = await scene.people(6);
  await scene.office.rest(scene.who);
  for (const { id } of [person, ...others]) {
    await scene.office.change(id, { fields: { jobTitle: 'Raadsheer' } });
  }
  const before = scene.written().length;
  await scene.pass(beforeWrite(edits('Getypt in Outlook')));
  await bothSay('Raadsheer');
  expect(await overruled()).toEqual(['Getypt in Outlook']);
  expect(scene.written().length - before).toBe(7);
});

test('a clean-up: a card that its user edits between reading and removing is looked at again before it goes', async () => {
  await scene.office.change(person.id, { former: true });
  await scene.pass();
  const { id } = await scene.cardOf(person);
  await scene.office.pausedCards.ask(scene.who.mailboxId, [person.id]);
  let removals = 0;
  await scene.pass(
    remoteWith('discard', (discard) => async (cards) => {
      removals += 1;
      if (removals === 1) await edits('Getypt in Outlook')();
      const results = await discard(cards);
      if (removals === 1) expect(results).toEqual([{ outcome: 'stale' }]);
      return results;
    }),
  );
  expect(removals).toBe(2);
  expect(scene.outlook.deletedCards().some((card) => card.id === id)).toBe(true);
});
