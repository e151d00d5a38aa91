/**
 * Undo of more than one thing, over the wire: two hundred entries at once, two undos at the same moment, two mailboxes, both
 * sides changed since, persons who are paused or removed from Outlook. Afterwards both sides are equal, then silence.
 */
import type { HistoryId, UndoId } from '../../shared/ids.ts';
import type { Person, PersonFieldId } from '../../shared/person.ts';
import type { HistoryRecord } from '../../worker/store/history.ts';
import type { UndoScope } from '../../worker/sync/undo-plan.ts';
import { createOffice, type Mailboxed, type Office } from '../support/office.ts';

const petra = 'petra@kantoor-voorbeeld.example';
const karim = 'karim@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;

beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
});
afterEach(() => office.close());

const outlook = (user = petra) => office.sandbox.outlook(user);
const person = (lastName: string, more: object = {}): Promise<Person> =>
  office.person({
    relationManagerId: who.employeeId,
    ...more,
    fields: { firstName: 'Dewi', lastName, jobTitle: 'Notaris', workPhone: '020-1234567' },
  });
const cardOf = ({ fields }: Person, user = petra) =>
  outlook(user)
    .cards()
    .find(({ values }) => values.surname === fields.lastName)!;
const jobTitles = async (of: Person, user = petra) => [
  (await office.get(of.id)).fields.jobTitle,
  cardOf(of, user).values.jobTitle,
];
const entries = async (of: Person, field: PersonFieldId = 'jobTitle'): Promise<HistoryRecord[]> =>
  (await office.history.list({ personId: of.id, field })).items.slice();

const keyOf = async (scope: UndoScope, { mailboxId }: Mailboxed = who): Promise<string> => {
  const planned = await office.undo.plan(mailboxId, scope);
  if (planned.outcome !== 'planned') throw new Error(planned.outcome);
  return planned.plan.planKey;
};
const askWith = async (
  scope: UndoScope,
  planKey: string,
  { mailboxId }: Mailboxed = who,
): Promise<UndoId> => {
  const asked = await office.undo.ask({ mailboxId, scope, planKey, by: null });
  if (asked.outcome !== 'asked') throw new Error(asked.outcome);
  return asked.id;
};
const ask = async (scope: UndoScope, box: Mailboxed = who): Promise<UndoId> =>
  askWith(scope, await keyOf(scope, box), box);
const outcomes = async (id: UndoId) => (await office.undo.get(id))!.items.map(({ outcome }) => outcome);
const silent = async (box: Mailboxed = who): Promise<void> => {
  await office.rest(box);
  expect(await office.pass(box)).toMatchObject({
    counts: { created: 0, toRemote: 0, toCrm: 0, held: 0, undone: 0 },
  });
};

/** The person's job title came in from Outlook. */
const edited = async (lastName: string, jobTitle = 'Verkeerd'): Promise<Person> => {
  const made = await person(lastName);
  await office.rest(who);
  outlook().edit(cardOf(made), { jobTitle });
  await office.rest(who);
  return made;
};
const newestId = async (of: Person): Promise<HistoryId> => (await entries(of))[0]!.id;

test('everything since a moment, two hundred entries of forty persons: all back on both sides, then silence', async () => {
  const persons: Person[] = [];
  for (let n = 0; n < 40; n += 1) persons.push(await person(`Oort${n}`));
  await office.rest(who);
  await office.sandbox.clock.advance(60_000);
  const since = new Date(office.sandbox.clock.now()).toISOString();
  const roomy = { settings: { brake: { cards: 1_000, share: 1, emptyFrom: 5 } } };
  for (const round of [1, 2, 3, 4, 5]) {
    for (const each of persons) outlook().edit(cardOf(each), { jobTitle: `Fout ${round}` });
    await office.rest(who, roomy);
  }
  const planned = await office.undo.plan(who.mailboxId, { since });
  if (planned.outcome !== 'planned') throw new Error(planned.outcome);
  const { items, leftOut } = planned.plan;
  expect([items.length, leftOut.length, items.flatMap(({ entryIds }) => entryIds).length]).toEqual([
    40, 0, 200,
  ]);
  const id = await ask({ since });
  await office.rest(who);
  expect(new Set(await outcomes(id))).toEqual(new Set(['done']));
  for (const each of persons) expect(await jobTitles(each)).toEqual(['Notaris', 'Notaris']);
  await silent();
}, 180_000);

test('of the same entry twice at once is one undo, and asked again afterwards there is nothing left', async () => {
  const dewi = await edited('Oort');
  const entry = await newestId(dewi);
  const planKey = await keyOf({ entry });
  const ids = await Promise.all([1, 2, 3].map(() => askWith({ entry }, planKey)));
  expect(new Set(ids).size).toBe(1);
  await silent();
  expect(await jobTitles(dewi)).toEqual(['Notaris', 'Notaris']);
  expect((await entries(dewi)).filter(({ decision }) => decision === 'undo')).toHaveLength(1);
  expect(await office.undo.plan(who.mailboxId, { entry })).toMatchObject({
    plan: { items: [], leftOut: [{ because: 'sameAlready' }] },
  });
});

test('of an entry and of its pass at once: one is asked, the other is told that it waits', async () => {
  const dewi = await edited('Oort');
  const [newest] = await entries(dewi);
  const scopes: UndoScope[] = [{ entry: newest!.id }, { pass: newest!.passId }];
  const { mailboxId } = who;
  const keys = await Promise.all(scopes.map(async (scope) => ({ scope, planKey: await keyOf(scope) })));
  const asked = await Promise.all(keys.map((key) => office.undo.ask({ mailboxId, ...key, by: null })));
  expect(asked.map(({ outcome }) => outcome).sort()).toEqual(['asked', 'stale']);
  expect(asked.find(({ outcome }) => outcome === 'stale')).toMatchObject({
    plan: {
      items: [],
      leftOut: expect.arrayContaining([expect.objectContaining({ because: 'asked' })]) as object,
    },
  });
  await silent();
  expect(await jobTitles(dewi)).toEqual(['Notaris', 'Notaris']);
});

test('from two mailboxes at once: it is undone once, the other is told that it was changed', async () => {
  const other = await office.activate(karim);
  const dewi = await person('Oort', { ownerIds: [other.employeeId] });
  await office.rest(who);
  await office.rest(other);
  outlook().edit(cardOf(dewi), { jobTitle: 'Verkeerd' });
  await office.rest(who);
  outlook(karim).edit(cardOf(dewi, karim), { jobTitle: 'Nog verkeerder' });
  await office.sandbox.clock.advance(1_000);
  // Karim's card says something else than the CRM by now: by the policy the CRM goes first, and his value is kept.
  await office.rest(other);
  await office.rest(who);
  const lost = (await entries(dewi)).find(({ overruled }) => overruled?.value === 'Nog verkeerder')!;
  const sent = (await entries(dewi)).find(({ decision }) => decision === 'R5.onlyRemote')!;
  const mine = await ask({ entry: sent.id });
  const his = await ask({ entry: lost.id }, other);
  await office.rest(who);
  await office.rest(other);
  await office.rest(who);
  expect([await outcomes(mine), await outcomes(his)]).toEqual([['done'], ['changedSince']]);
  expect(await jobTitles(dewi)).toEqual(['Notaris', 'Notaris']);
  expect(await jobTitles(dewi, karim)).toEqual(['Notaris', 'Notaris']);
  await silent();
  await silent(other);
});

test('what was changed since on both sides stays, and is merged like any conflict', async () => {
  const dewi = await edited('Oort');
  const id = await ask({ entry: await newestId(dewi) });
  await office.change(dewi.id, { fields: { jobTitle: 'In het CRM' } });
  outlook().edit(cardOf(dewi), { jobTitle: 'Op de kaart' });
  await silent();
  expect(await outcomes(id)).toEqual(['changedSince']);
  expect(await jobTitles(dewi)).toEqual(['In het CRM', 'In het CRM']);
  expect((await entries(dewi))[0]).toMatchObject({ overruled: { side: 'remote', value: 'Op de kaart' } });
});

test('a pass is undone with everything it did to persons, and that undo can be undone as a pass too', async () => {
  const dewi = await person('Oort');
  const bram = await person('Bos');
  await office.rest(who);
  outlook().edit(cardOf(dewi), { jobTitle: 'Verkeerd', businessPhones: ['020-7654321'] });
  outlook().edit(cardOf(bram), { jobTitle: 'Ook verkeerd' });
  await office.pass(who);
  const [sent] = await entries(dewi);
  const id = await ask({ pass: sent!.passId });
  await silent();
  expect(await outcomes(id)).toEqual(['done', 'done', 'done']);
  expect(await jobTitles(dewi)).toEqual(['Notaris', 'Notaris']);
  expect(await jobTitles(bram)).toEqual(['Notaris', 'Notaris']);
  expect((await office.get(dewi.id)).fields.workPhone).toBe('020-1234567');
  const undone = (await entries(dewi)).find(({ decision }) => decision === 'undo')!;
  const back = await ask({ pass: undone.passId });
  await silent();
  expect(await outcomes(back)).toEqual(['done', 'done', 'done']);
  expect(await jobTitles(dewi)).toEqual(['Verkeerd', 'Verkeerd']);
  expect((await office.get(dewi.id)).fields.workPhone).toBe('020-7654321');
  expect(await jobTitles(bram)).toEqual(['Ook verkeerd', 'Ook verkeerd']);
});

test('of a person who is no longer selected: the CRM gets it back, the card of the paused link stays as it is', async () => {
  const dewi = await edited('Oort');
  const entry = await newestId(dewi);
  await office.mailboxes.exclude(who.mailboxId, dewi.id);
  await office.rest(who);
  const id = await ask({ entry });
  await silent();
  expect(await outcomes(id)).toEqual(['done']);
  expect(await jobTitles(dewi)).toEqual(['Notaris', 'Verkeerd']);
  await office.mailboxes.include(who.mailboxId, dewi.id);
  await silent();
  expect(await jobTitles(dewi)).toEqual(['Notaris', 'Notaris']);
});

test('while the mailbox is paused nothing is undone; once it is resumed it is', async () => {
  const dewi = await edited('Oort');
  await office.mailboxes.pause(who.mailboxId, 'byUser');
  const id = await ask({ entry: await newestId(dewi) });
  expect(await office.pass(who)).toMatchObject({ ran: false });
  expect([await outcomes(id), await jobTitles(dewi)]).toEqual([['pending'], ['Verkeerd', 'Verkeerd']]);
  await office.mailboxes.resume(who.mailboxId);
  await silent();
  expect([await outcomes(id), await jobTitles(dewi)]).toEqual([['done'], ['Notaris', 'Notaris']]);
});

test('a value that CRM and card only write differently is still the one that was sent, and is taken back', async () => {
  const dewi = await person('Oort');
  await office.rest(who);
  outlook().edit(cardOf(dewi), { businessPhones: ['020-7654321'] });
  await office.rest(who);
  const [sent] = await entries(dewi, 'workPhone');
  await office.change(dewi.id, { fields: { workPhone: '+31 20 765 43 21' } });
  const id = await ask({ entry: sent!.id });
  await silent();
  expect(await outcomes(id)).toEqual(['done']);
  expect((await office.get(dewi.id)).fields.workPhone).toBe('020-1234567');
  expect(cardOf(dewi).values.businessPhones).toEqual(['020-1234567']);
});
