/**
 * bitfireAT/davdroid #544: on the server Person A with a mobile and an address, Person B with a mobile and a phone; on the
 * telephone, after a night, one contact with all of it. The server was right only because that client did not write the
 * joined contact back. One that does (or a user who accepts "these are the same" and then edits) puts B's numbers
 * into A's record (R7, statement 4).
 *
 * Seen to fail: with `donors` empty in `guardRows` (worker/sync/inbound.ts) all seven fail: B's number stands in A's record after
 * the next pass. With "keep the CRM" not remembered (`isRemembered` in worker/sync/rule.ts) the third fails: it is asked again.
 */
import type { Person } from '../../../shared/person.ts';
import { connectorProperty } from '../../support/office.ts';
import { anna, bram, InfoDesk } from '../../support/info-desk.ts';

let desk: InfoDesk;
let a: Person;
let b: Person;
beforeEach(async () => {
  desk = await InfoDesk.open();
  ({ a, b } = await desk.both());
}, 60_000);
afterEach(() => desk.close());

const expectNoStrangers = async (): Promise<void> => {
  expect(await desk.strangers([a.id, anna], [b.id, bram])).toEqual([]);
};
const joined = ['mobilePhone', 'jobTitle', 'birthday', 'businessPhones'] as const;

test('davdroid #544: B’s mobile and phone, put behind and before A’s own on A’s card, do not reach A’s record', async () => {
  const [cardA, cardB] = [await desk.cardOf(a), await desk.cardOf(b)];
  desk.outlook.edit(cardA, {
    mobilePhone: cardB.values.mobilePhone ?? null,
    businessPhones: [...(cardB.values.businessPhones ?? []), ...(cardA.values.businessPhones ?? [])],
  });
  expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 0 });
  expect(await desk.asked()).toEqual({ borrowed: ['workPhone', 'workMobile'] });
  expect(await desk.fieldsOf(a)).toMatchObject(anna);
  await expectNoStrangers();
});

test('davdroid #544: both cards melted into each other, night after night, and neither record is touched', async () => {
  for (let night = 0; night < 5; night += 1) {
    const [cardA, cardB] = [await desk.cardOf(a), await desk.cardOf(b)];
    desk.borrow(cardA, cardB, ...joined);
    if (night % 2 === 1) desk.borrow(cardB, cardA, 'givenName', 'surname', ...joined);
    await desk.pass();
    await desk.later(1);
    await expectNoStrangers();
  }
  expect(await desk.fieldsOf(a)).toMatchObject(anna);
  expect(await desk.fieldsOf(b)).toMatchObject(bram);
});

test('davdroid #544: "keep the CRM" takes the melted card apart again with one decision, and it is not asked twice', async () => {
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), ...joined);
  await desk.pass();
  expect(await desk.waiting()).toMatchObject([{ reason: 'borrowed', personId: a.id, donorPersonId: b.id }]);
  await desk.office.decide(desk.who, 'borrowed', 'crm');
  expect(await desk.pass()).toMatchObject({ toRemote: 1, toCrm: 0 });
  expect((await desk.cardOf(a)).values).toMatchObject({ mobilePhone: '06-11111111', jobTitle: 'Notaris' });
  expect((await desk.cardOf(b)).values).toMatchObject({ mobilePhone: '06-22222222', jobTitle: 'Klerk' });
  expect(await desk.pass()).toMatchObject({ toRemote: 0, toCrm: 0, held: 0 });
  // The client melts them once more: put right without a question.
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), ...joined);
  await desk.pass();
  expect(await desk.waiting()).toEqual([]);
  expect((await desk.cardOf(a)).values).toMatchObject({ mobilePhone: '06-11111111' });
  await expectNoStrangers();
});

test.each(['kept', 'fromOther', 'lost'] as const)(
  'davdroid #544: an accepted merge leaves one card with all of both (hidden property: %s): a question, and two clean records',
  async (properties) => {
    const [cardA, cardB] = [await desk.cardOf(a), await desk.cardOf(b)];
    desk.outlook.merge(cardA, [cardB], { take: [...joined], properties, others: 'gone' });
    await desk.pass();
    await expectNoStrangers();
    const reasons = (await desk.waiting()).map(({ reason }) => reason);
    expect(reasons.length).toBeGreaterThan(0);
    expect(await desk.fieldsOf(a)).toMatchObject(anna);
    expect(await desk.fieldsOf(b)).toMatchObject(bram);
    // Nobody was deleted for it, and nobody is doubled by what comes after.
    expect(await desk.office.crm.search('Smit', 10)).toHaveLength(1);
    await desk.office.change(b.id, { fields: { workPhone: '020-5550209' } });
    await desk.pass();
    await desk.pass();
    const carried = desk.outlook.cards().flatMap(({ properties: all }) => all[connectorProperty] || []);
    expect(new Set(carried).size).toBe(carried.length);
    await expectNoStrangers();
  },
);

test('davdroid #544: a new number that A really has flows, melted or not', async () => {
  const card = await desk.cardOf(a);
  desk.borrow(card, await desk.cardOf(b), 'jobTitle');
  desk.outlook.edit(card, { mobilePhone: '06-77777777' });
  expect(await desk.pass()).toMatchObject({ toCrm: 1 });
  expect(await desk.fieldsOf(a)).toMatchObject({ workMobile: '06-77777777', jobTitle: 'Notaris' });
  await expectNoStrangers();
});
