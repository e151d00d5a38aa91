/** R7 decided: one click repairs the card or takes the values, the same is not asked twice, a pair can be remembered and forgotten. */
import type { Person } from '../../shared/person.ts';
import { anna, bram, InfoDesk } from '../support/info-desk.ts';

let desk: InfoDesk;
let a: Person;
let b: Person;
beforeEach(async () => {
  desk = await InfoDesk.open();
  ({ a, b } = await desk.both());
});
afterEach(() => desk.close());

/** Outlook puts Bram's on Anna's card. */
const mix = async (...fields: ('mobilePhone' | 'jobTitle' | 'birthday' | 'givenName' | 'surname')[]) => {
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), ...fields);
  await desk.pass();
};
const annasCard = async () => (await desk.cardOf(a)).values;
const decide = (choice: 'crm' | 'remote' | 'fields', more: object = {}) =>
  desk.office.decide(desk.who, 'borrowed', choice, more);

test('R7: "keep the CRM" repairs the card; the same once more is repaired without a question', async () => {
  await mix('mobilePhone', 'jobTitle');
  await decide('crm');
  expect(await desk.pass()).toMatchObject({ toRemote: 1, toCrm: 0, held: 0 });
  expect(await annasCard()).toMatchObject({ mobilePhone: anna.workMobile, jobTitle: anna.jobTitle });
  expect(await desk.fieldsOf(a)).toMatchObject(anna);
  expect(await desk.pass()).toMatchObject({ toRemote: 0, toCrm: 0, held: 0 });

  await mix('mobilePhone', 'jobTitle');
  await desk.pass();
  expect(await desk.waiting()).toEqual([]);
  expect(await annasCard()).toMatchObject({ mobilePhone: anna.workMobile, jobTitle: anna.jobTitle });
  expect(await desk.strangers([a.id, anna], [b.id, bram])).toEqual([]);
});

test('R7: what was borrowed besides what was decided is another question', async () => {
  await mix('mobilePhone');
  await decide('crm');
  await desk.pass();
  await mix('mobilePhone', 'birthday');
  expect(await desk.asked()).toEqual({ borrowed: ['birthDate', 'workMobile'] });
});

test('R7: decided field by field, one is taken and the other repaired', async () => {
  await mix('mobilePhone', 'jobTitle');
  await decide('fields', { fields: { workMobile: 'crm', jobTitle: 'remote' } });
  await desk.pass();
  await desk.pass();
  expect(await desk.fieldsOf(a)).toMatchObject({ workMobile: anna.workMobile, jobTitle: bram.jobTitle });
  expect(await annasCard()).toMatchObject({ mobilePhone: anna.workMobile, jobTitle: bram.jobTitle });
  expect(await desk.waiting()).toEqual([]);
});

test('R7: remembered for the pair, whatever comes from the same other is decided the same way, until it is forgotten', async () => {
  await mix('mobilePhone');
  await decide('crm', { forPair: true });
  await desk.pass();
  await mix('birthday', 'jobTitle');
  await desk.pass();
  expect(await desk.waiting()).toEqual([]);
  const { birthday, jobTitle } = await annasCard();
  expect([birthday?.slice(0, 10), jobTitle]).toEqual([anna.birthDate, anna.jobTitle]);
  expect(await desk.fieldsOf(a)).toMatchObject(anna);

  const { rulings } = desk.office;
  const [pair] = await rulings.pairs(desk.who.mailboxId);
  expect(pair).toMatchObject({ personId: a.id, donorPersonId: b.id, choice: 'crm' });
  await rulings.revokePair(desk.who.mailboxId, pair!.id);
  await mix('birthday', 'mobilePhone');
  expect(await desk.asked()).toEqual({ borrowed: ['birthDate', 'workMobile'] });
  expect(await desk.strangers([a.id, anna], [b.id, bram])).toEqual([]);
});

test('R7: two people decide the same at once, each in a connection of their own: one stands, and it alone is done', async () => {
  await mix('mobilePhone');
  const [held] = await desk.waiting();
  const { rulings } = desk.office;
  const by = { fields: {}, forPair: false, decidedBy: desk.who.employeeId };
  const outcomes = await Promise.all(
    (['crm', 'remote', 'crm', 'remote'] as const).map((choice) =>
      rulings.decide(desk.who.mailboxId, held!.id, { ...by, choice }),
    ),
  );
  const stands = (await desk.office.held.get(held!.id))!.ruling!.choice;
  expect(outcomes.filter(({ outcome }) => outcome === 'decided')).toHaveLength(2);
  await desk.pass();
  await desk.pass();
  const number = stands === 'crm' ? anna.workMobile : bram.workMobile;
  expect((await desk.fieldsOf(a)).workMobile).toBe(number);
  expect(await annasCard()).toMatchObject({ mobilePhone: number });
});
