/**
 * R7 and undo: what stood on a card and was another's is kept in the history, so that it can be seen, and is never had back
 * as this person's, by whatever way it came to be overruled.
 */
import type { Person, PersonFieldId } from '../../shared/person.ts';
import type { UndoScope } from '../../worker/sync/undo-plan.ts';
import { anna, bram, InfoDesk } from '../support/info-desk.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

const overruled = async (person: Person, field: PersonFieldId) => {
  const { items } = await desk.office.history.list({ personId: person.id });
  return items.find((entry) => entry.field === field && entry.overruled !== undefined)!;
};
const planned = async (scope: UndoScope) => {
  const plan = await desk.office.undo.plan(desk.who.mailboxId, scope);
  if (plan.outcome !== 'planned') throw new Error(plan.outcome);
  return plan.plan;
};
/** Neither the entry alone nor the whole pass brings it back. */
const expectKept = async (person: Person, field: PersonFieldId, value: string) => {
  const entry = await overruled(person, field);
  expect(entry.overruled).toEqual({ side: 'remote', value, ofAnother: true });
  expect(await planned({ entry: entry.id })).toMatchObject({
    items: [],
    leftOut: [{ historyId: entry.id, because: 'ofAnother' }],
  });
  const { items, leftOut } = await planned({ pass: entry.passId });
  expect(items.map((item) => item.value)).not.toContain(value);
  expect(leftOut).toContainEqual(expect.objectContaining({ historyId: entry.id, because: 'ofAnother' }));
};

test('a conflict that the CRM wins while the card shows another: repaired without a question, and not had back', async () => {
  const { a, b } = await desk.both();
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'birthday');
  await desk.office.change(a.id, { fields: { birthDate: '1971-01-12' } });
  expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 1, held: 0 });
  expect((await desk.cardOf(a)).birthday).toBe('1971-01-12');
  await expectKept(a, 'birthDate', bram.birthDate!);
  expect(await desk.strangers([a.id, { ...anna, birthDate: '1971-01-12' }], [b.id, bram])).toEqual([]);
});

test('what the CRM overrules in a conflict still makes a set with what came beside it', async () => {
  const { a, b } = await desk.both();
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'birthday', 'jobTitle');
  await desk.office.change(a.id, { fields: { birthDate: '1971-01-12' } });
  await desk.pass();
  expect(await desk.asked()).toEqual({ borrowed: ['jobTitle'] });
  expect((await desk.fieldsOf(a)).jobTitle).toBe(anna.jobTitle);
});

test('"keep the CRM" on what was borrowed', async () => {
  const { a, b } = await desk.both();
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone', 'birthday');
  await desk.pass();
  await desk.office.decide(desk.who, 'borrowed', 'crm');
  await desk.pass();
  await expectKept(a, 'workMobile', bram.workMobile!);
  await expectKept(a, 'birthDate', bram.birthDate!);
});

test('"keep the CRM" on the name of another', async () => {
  const { a, b } = await desk.both();
  desk.borrow(
    await desk.cardOf(a),
    await desk.cardOf(b),
    'givenName',
    'middleName',
    'surname',
    'mobilePhone',
  );
  await desk.pass();
  await desk.office.decide(desk.who, 'nameOfAnother', 'crm');
  await desk.pass();
  await expectKept(a, 'lastName', bram.lastName!);
  await expectKept(a, 'workMobile', bram.workMobile!);
});

test('a value that a person took for theirs on purpose may be taken back and brought again', async () => {
  const { a, b } = await desk.both();
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone', 'birthday');
  await desk.pass();
  await desk.office.decide(desk.who, 'borrowed', 'remote');
  await desk.pass();
  const { items } = await desk.office.history.list({ personId: a.id });
  const taken = items.find(({ field, side }) => field === 'workMobile' && side === 'crm')!;
  expect(await planned({ entry: taken.id })).toMatchObject({
    items: [{ value: anna.workMobile }],
    leftOut: [],
  });
});

test('a card that is cleaned up with another’s values on it', async () => {
  const { a, b } = await desk.both();
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone', 'birthday');
  await desk.office.change(a.id, { former: true });
  await desk.pass();
  await desk.office.pausedCards.ask(desk.who.mailboxId, [a.id]);
  expect(await desk.pass()).toMatchObject({ discarded: 1 });
  await expectKept(a, 'workMobile', bram.workMobile!);
});
