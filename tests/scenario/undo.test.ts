/** Undo through a pass, over the wire: an earlier value back in the CRM and on the card, and nothing that somebody changed since. */
import type { MailboxId, PersonId } from '../../shared/ids.ts';
import type { PersonFieldId } from '../../shared/person.ts';
import type { Crm } from '../../worker/pass/ports.ts';
import type { UndoScope } from '../../worker/sync/undo-plan.ts';
import { atEveryCall } from '../support/crash.ts';
import { anna, InfoDesk } from '../support/info-desk.ts';
import { connectorProperty } from '../support/office.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

/** Anna's job title came in from Outlook; what it was before is in the history. */
const edited = async () => {
  const person = await desk.person(anna);
  await desk.pass();
  desk.outlook.edit(await desk.cardOf(person), { jobTitle: 'Verkeerd getypt' });
  expect(await desk.pass()).toMatchObject({ toCrm: 1 });
  return person;
};
const newest = async (id: PersonId, field: PersonFieldId) => {
  const { items } = await desk.office.history.list({ personId: id });
  return items.find((entry) => entry.field === field && entry.side === 'crm')!;
};
const ask = async (scope: UndoScope) => {
  const mailboxId: MailboxId = desk.who.mailboxId;
  const planned = await desk.office.undo.plan(mailboxId, scope);
  if (planned.outcome !== 'planned') throw new Error(planned.outcome);
  const asked = await desk.office.undo.ask({ mailboxId, scope, planKey: planned.plan.planKey, by: null });
  if (asked.outcome !== 'asked') throw new Error(asked.outcome);
  return asked.id;
};
const undoNewest = async (id: PersonId, field: PersonFieldId) => ask({ entry: (await newest(id, field)).id });
const outcomesOf = async (id: Awaited<ReturnType<typeof ask>>) =>
  (await desk.office.undo.get(id))!.items.map(({ field, outcome }) => [field, outcome]);
const quiet = { created: 0, toRemote: 0, toCrm: 0, held: 0, undone: 0 };

test('an undo puts the earlier value into the CRM and on the card in one pass, and does not come back as an echo', async () => {
  const person = await edited();
  const undone = await newest(person.id, 'jobTitle');
  const id = await ask({ entry: undone.id });
  expect(await desk.pass()).toMatchObject({ undone: 1, toRemote: 1, toCrm: 0, held: 0 });
  expect((await desk.fieldsOf(person)).jobTitle).toBe('Notaris');
  expect((await desk.cardOf(person)).values.jobTitle).toBe('Notaris');
  expect(await outcomesOf(id)).toEqual([['jobTitle', 'done']]);
  expect(await newest(person.id, 'jobTitle')).toMatchObject({
    decision: 'undo',
    undoes: undone.id,
    from: 'Verkeerd getypt',
    to: 'Notaris',
    outcome: 'done',
  });
  expect(await desk.pass()).toMatchObject(quiet);
});

test('an undo of an undo brings the value back again', async () => {
  const person = await edited();
  await undoNewest(person.id, 'jobTitle');
  await desk.pass();
  await undoNewest(person.id, 'jobTitle');
  expect(await desk.pass()).toMatchObject({ undone: 1, toRemote: 1 });
  expect((await desk.fieldsOf(person)).jobTitle).toBe('Verkeerd getypt');
  expect((await desk.cardOf(person)).values.jobTitle).toBe('Verkeerd getypt');
  expect(await desk.pass()).toMatchObject(quiet);
});

test('what somebody changed in the CRM between the asking and the pass stays', async () => {
  const person = await edited();
  const id = await undoNewest(person.id, 'jobTitle');
  await desk.office.change(person.id, { fields: { jobTitle: 'Goed getypt' } });
  expect(await desk.pass()).toMatchObject({ undone: 0, toRemote: 1 });
  expect((await desk.fieldsOf(person)).jobTitle).toBe('Goed getypt');
  expect(await outcomesOf(id)).toEqual([['jobTitle', 'changedSince']]);
});

test('what the user typed on the card between the asking and the pass stays, and comes in', async () => {
  const person = await edited();
  const id = await undoNewest(person.id, 'jobTitle');
  desk.outlook.edit(await desk.cardOf(person), { jobTitle: 'Zelf al hersteld' });
  expect(await desk.pass()).toMatchObject({ undone: 0, toCrm: 1 });
  expect((await desk.fieldsOf(person)).jobTitle).toBe('Zelf al hersteld');
  expect(await outcomesOf(id)).toEqual([['jobTitle', 'changedSince']]);
});

test('everything that a mailbox sent since a moment goes back at once, field by field', async () => {
  const person = await desk.person(anna);
  await desk.pass();
  await desk.later(1);
  const since = new Date(desk.office.sandbox.clock.now()).toISOString();
  for (const [jobTitle, mobilePhone] of [
    ['Een', '06-10000001'],
    ['Twee', '06-10000002'],
  ] as const) {
    desk.outlook.edit(await desk.cardOf(person), { jobTitle, mobilePhone });
    await desk.pass();
  }
  const id = await ask({ since });
  expect(await desk.pass()).toMatchObject({ undone: 2, toRemote: 1 });
  expect(await desk.fieldsOf(person)).toMatchObject(anna);
  expect((await desk.cardOf(person)).values).toMatchObject({
    jobTitle: 'Notaris',
    mobilePhone: '06-11111111',
  });
  expect((await outcomesOf(id)).map(([, outcome]) => outcome)).toEqual(['done', 'done']);
});

test('a value that lost a conflict is restored', async () => {
  const person = await desk.person(anna);
  await desk.pass();
  desk.outlook.edit(await desk.cardOf(person), { jobTitle: 'In Outlook' });
  await desk.office.change(person.id, { fields: { jobTitle: 'In het CRM' } });
  await desk.pass();
  const { items } = await desk.office.history.list({ personId: person.id });
  const overruling = items.find(({ overruled }) => overruled?.value === 'In Outlook')!;
  await ask({ entry: overruling.id });
  expect(await desk.pass()).toMatchObject({ undone: 1, toRemote: 1 });
  expect((await desk.fieldsOf(person)).jobTitle).toBe('In Outlook');
  expect((await desk.cardOf(person)).values.jobTitle).toBe('In Outlook');
});

test('of a person whose card is gone: the CRM gets it back', async () => {
  const person = await edited();
  desk.outlook.delete(await desk.cardOf(person));
  await desk.pass();
  const id = await undoNewest(person.id, 'jobTitle');
  await desk.office.rest(desk.who);
  expect((await desk.fieldsOf(person)).jobTitle).toBe('Notaris');
  expect(await outcomesOf(id)).toEqual([['jobTitle', 'done']]);
});

test('of a person who is gone from the CRM', async () => {
  const person = await edited();
  const id = await undoNewest(person.id, 'jobTitle');
  await desk.office.crm.removePerson(person.id, { kind: 'import' });
  await desk.office.rest(desk.who);
  expect(await outcomesOf(id)).toEqual([['jobTitle', 'gone']]);
});

test('a field that the CRM refuses stays as it is and says so; the others of that person go back', async () => {
  const person = await desk.person(anna);
  await desk.pass();
  desk.outlook.edit(await desk.cardOf(person), { jobTitle: 'Fout', mobilePhone: '06-10000001' });
  await desk.pass();
  const id = await ask({ pass: (await newest(person.id, 'jobTitle')).passId });
  const choosy = (crm: Crm): Crm =>
    new Proxy(crm, {
      get: (target, name) =>
        name === 'update'
          ? async (...args: Parameters<Crm['update']>) =>
              'jobTitle' in args[2]
                ? ({ outcome: 'refused', field: 'jobTitle', reason: 'refusedByCrm' } as const)
                : target.update(...args)
          : (Reflect.get(target, name, target) as unknown),
    });
  await desk.office.rest(desk.who, { crm: choosy });
  expect(new Map((await outcomesOf(id)) as [string, string][])).toEqual(
    new Map([
      ['jobTitle', 'refusedByCrm'],
      ['workMobile', 'done'],
    ]),
  );
  expect(await desk.fieldsOf(person)).toMatchObject({ jobTitle: 'Fout', workMobile: '06-11111111' });
});

test('asked while a pass runs, it is done by that pass or the next, and never lost', async () => {
  const person = await edited();
  await desk.office.change(person.id, { fields: { workPhone: '020-7777777' } });
  let id: Awaited<ReturnType<typeof ask>> | null = null;
  await desk.office.pass(desk.who, 'syncNow', {
    store: (store) => ({
      ...store,
      marks: async (mailboxId) => {
        const marks = await store.marks(mailboxId);
        id ??= await undoNewest(person.id, 'jobTitle');
        return marks;
      },
    }),
  });
  await desk.office.rest(desk.who);
  expect(await outcomesOf(id!)).toEqual([['jobTitle', 'done']]);
  expect(await desk.fieldsOf(person)).toMatchObject({ jobTitle: 'Notaris', workPhone: '020-7777777' });
  expect((await desk.cardOf(person)).values.jobTitle).toBe('Notaris');
});

test.each(['before', 'after'] as const)(
  'R13: a crash %s whatever call of the pass: the undo ends as done, once, and its history says so',
  async (when) => {
    const person = await desk.person(anna);
    await desk.pass();
    await atEveryCall(async (call) => {
      desk.outlook.edit(await desk.cardOf(person), { jobTitle: `Fout ${call}` });
      await desk.office.rest(desk.who);
      const id = await undoNewest(person.id, 'jobTitle');
      const came = await desk.crash(call, when);
      await desk.office.rest(desk.who);
      expect([call, (await desk.fieldsOf(person)).jobTitle]).toEqual([call, 'Notaris']);
      expect((await desk.cardOf(person)).values.jobTitle).toBe('Notaris');
      expect([call, await outcomesOf(id)]).toEqual([call, [['jobTitle', 'done']]]);
      const { items } = await desk.office.history.list({ personId: person.id });
      const undos = items.filter(({ decision, from }) => decision === 'undo' && from === `Fout ${call}`);
      expect(undos.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
      expect(undos.filter(({ outcome }) => outcome === 'intended')).toEqual([]);
      return came;
    });
  },
  60_000,
);

/** Torture, seed 202611221: what is undone is merged a round later, and the copy was by then no longer known to have come. */
describe('an undo in the pass that sees a copy of the card', () => {
  const carriers = (): string[] =>
    desk.outlook
      .cards()
      .filter(({ properties }) => (properties[connectorProperty] ?? '') !== '')
      .map(({ id }) => id);

  test('the copy loses the connector ID (R10)', async () => {
    const person = await edited();
    const { id } = await desk.cardOf(person);
    await undoNewest(person.id, 'jobTitle');
    desk.outlook.copy(id);
    expect(await desk.pass()).toMatchObject({ undone: 1, toRemote: 1 });
    await desk.office.rest(desk.who);
    expect(carriers()).toEqual([id]);
    expect((await desk.cardOf(person)).values.jobTitle).toBe('Notaris');
  });

  test('with the original thrown away the copy is the person’s card, and no further one is made', async () => {
    const person = await edited();
    const original = await desk.cardOf(person);
    await undoNewest(person.id, 'jobTitle');
    const copy = desk.outlook.copy(original.id);
    desk.outlook.delete(original.id);
    await desk.office.rest(desk.who);
    expect(carriers()).toEqual([copy.id]);
    await desk.office.change(person.id, { fields: { firstName: 'Johanna' } });
    await desk.office.rest(desk.who);
    expect(desk.outlook.cards()).toHaveLength(1);
    expect((await desk.cardOf(person)).values).toMatchObject({ givenName: 'Johanna', jobTitle: 'Notaris' });
  });
});
