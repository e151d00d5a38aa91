/**
 * R7 before a create, over the wire: a card with the same address is there already.
 *
 * Seen to fail: with `askedOf` (worker/sync/plan-create.ts) always empty, a question does not survive another name: four
 * tests on that fail.
 */
import type { OutlookCard as UserCard } from '../../sandbox/graph/outlook.ts';
import type { Person } from '../../shared/person.ts';
import { connectorProperty } from '../support/office.ts';
import { anna, asCard, bram, cor, InfoDesk, shared } from '../support/info-desk.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

const cards = () => desk.outlook.cards();

test('R7: a card with the same address and name is asked about; nothing is made and nothing linked before', async () => {
  const own = desk.outlook.add(asCard({ ...anna, workPhone: '020-9990000' }));
  const person = await desk.person(anna);
  expect(await desk.pass()).toMatchObject({ created: 0, linked: 0, held: 1 });
  expect(await desk.waiting()).toMatchObject([
    { reason: 'sameCardExists', personId: person.id, cardId: own.id, linkId: null },
  ]);
  expect(await desk.pass()).toMatchObject({ created: 0, held: 0 });
  expect(cards()).toHaveLength(1);
  expect(desk.outlook.get(own)!.values).toEqual(own.values);
});

test('R7: decided "link", the card becomes the person’s: blanks take the other side, what differs is asked', async () => {
  const { jobTitle: _, ...withoutTitle } = anna;
  const own = desk.outlook.add({
    ...asCard({ ...withoutTitle, workPhone: '020-9990000' }),
    personalNotes: 'eigen',
  });
  const { workMobile: __, ...inCrm } = anna;
  const person = await desk.person(inCrm);
  await desk.pass();
  await desk.office.decide(desk.who, 'sameCardExists', 'link');
  expect(await desk.pass()).toMatchObject({ created: 0, linked: 1 });
  const card = await desk.cardOf(person);
  expect(card.id).toBe(own.id);
  expect(card.values).toMatchObject({ jobTitle: 'Notaris', personalNotes: 'eigen' });
  expect(card.values.businessPhones).toEqual(['020-9990000']);
  const connectorId = (await desk.office.crm.connectorIds(desk.who.employeeId)).get(person.id);
  expect(card.properties[connectorProperty]).toBe(connectorId);
  expect(await desk.fieldsOf(person)).toMatchObject({ workMobile: '06-11111111', workPhone: '020-5550101' });
  expect(await desk.asked()).toEqual({ noBase: ['workPhone'] });
  expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 0, linked: 0, repaired: 0 });
  expect(cards()).toHaveLength(1);
});

test('R7: decided "keep both", a card is made, and the question does not come back', async () => {
  const own = desk.outlook.add(asCard(anna));
  const person = await desk.person(anna);
  await desk.pass();
  await desk.office.decide(desk.who, 'sameCardExists', 'keepBoth');
  expect(await desk.pass()).toMatchObject({ created: 1, linked: 0, held: 0 });
  expect((await desk.cardOf(person)).id).not.toBe(own.id);
  await desk.office.change(person.id, { fields: { jobTitle: 'Kandidaat-notaris' } });
  desk.outlook.edit(own, { jobTitle: 'Op mijn eigen kaart' });
  expect(await desk.pass()).toMatchObject({ held: 0, toRemote: 1, toCrm: 0 });
  expect(await desk.waiting()).toEqual([]);
});

test('R7: the same address under another name is no reason to ask: the card is made, and both stay as they are', async () => {
  const own = desk.outlook.add(asCard(bram));
  const person = await desk.person(anna);
  expect(await desk.pass()).toMatchObject({ created: 1, held: 0 });
  expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 0, held: 0 });
  expect(desk.outlook.get(own)!.values).toEqual(own.values);
  expect((await desk.fieldsOf(person)).workMobile).toBe('06-11111111');
});

test('R7: a card that the user throws away, or gives another address, leaves nothing to ask', async () => {
  for (const overtaken of [
    (id: string) => desk.outlook.delete(id),
    (id: string) => void desk.outlook.edit(id, { emailAddresses: [{ address: 'carla@thuis.example' }] }),
  ]) {
    const lastName = `Wit${cards().length}`;
    const own = desk.outlook.add(asCard({ ...anna, lastName }));
    const person = await desk.person({ ...anna, lastName });
    await desk.pass();
    expect(await desk.asked()).toHaveProperty('sameCardExists');
    overtaken(own.id);
    expect(await desk.pass()).toMatchObject({ created: 1 });
    expect(await desk.waiting()).toEqual([]);
    expect((await desk.cardOf(person)).values.surname).toBe(lastName);
  }
});

describe('R7: asked once, a question stays while its card is there, has no link and has the address', () => {
  const married = { lastName: 'Bos', surnamePrefix: null };

  test.each<[string, (own: UserCard, person: Person) => Promise<unknown>]>([
    [
      'the CRM gives the person another name',
      (_, person) => desk.office.change(person.id, { fields: married }),
    ],
    [
      'the user gives the card another name',
      async (own) =>
        desk.outlook.edit(own, { givenName: 'Carla', surname: 'Berg', displayName: 'Carla Berg' }),
    ],
  ])('%s: no second card is made; "link" links', async (_, rename) => {
    const own = desk.outlook.add(asCard(anna));
    const person = await desk.person(anna);
    await desk.pass();
    await rename(own, person);
    expect(await desk.pass()).toMatchObject({ created: 0, linked: 0, held: 0 });
    expect(await desk.waiting()).toMatchObject([{ reason: 'sameCardExists', cardId: own.id }]);
    expect(cards()).toHaveLength(1);
    await desk.office.decide(desk.who, 'sameCardExists', 'link');
    expect(await desk.pass()).toMatchObject({ created: 0, linked: 1 });
    expect((await desk.cardOf(person)).id).toBe(own.id);
  });

  test('decided "link" before the CRM gives the person another name, and carried out after it: it is linked', async () => {
    const own = desk.outlook.add(asCard(anna));
    const person = await desk.person(anna);
    await desk.pass();
    await desk.office.decide(desk.who, 'sameCardExists', 'link');
    await desk.office.change(person.id, { fields: married });
    expect(await desk.pass()).toMatchObject({ created: 0, linked: 1 });
    expect((await desk.cardOf(person)).id).toBe(own.id);
  });

  test('decided "keep both" under the other name: a card is made, and it is not asked again', async () => {
    const own = desk.outlook.add(asCard(anna));
    const person = await desk.person(anna);
    await desk.pass();
    await desk.office.change(person.id, { fields: married });
    await desk.pass();
    await desk.office.decide(desk.who, 'sameCardExists', 'keepBoth');
    expect(await desk.pass()).toMatchObject({ created: 1, linked: 0, held: 0 });
    expect((await desk.cardOf(person)).id).not.toBe(own.id);
    expect(await desk.waiting()).toEqual([]);
  });

  test('the person gets another address too: the card is no longer at it, and a card is made', async () => {
    desk.outlook.add(asCard(anna));
    const person = await desk.person(anna);
    await desk.pass();
    await desk.office.change(person.id, { fields: { ...married, workEmail: 'anna@bos.example' } });
    expect(await desk.pass()).toMatchObject({ created: 1 });
    expect(await desk.waiting()).toEqual([]);
  });

  test('a card at the address that was never asked about is no reason to ask, whatever else is open', async () => {
    desk.outlook.add(asCard(anna));
    desk.outlook.add(asCard(cor));
    await desk.person(anna);
    const b = await desk.person(bram);
    await desk.pass();
    expect((await desk.cardOf(b)).values.surname).toBe('Smit');
    expect(await desk.waiting()).toHaveLength(1);
  });
});

test('R7: a card that goes unseen between the decision and its pass is not linked; the person gets a card', async () => {
  const own = desk.outlook.add(asCard(anna));
  const person = await desk.person(anna);
  await desk.pass();
  await desk.office.decide(desk.who, 'sameCardExists', 'link');
  desk.office.sandbox.switches.set({ deltaMissedRemovals: 1 });
  desk.outlook.deleteForGood(own);
  await desk.office.rest(desk.who);
  expect((await desk.cardOf(person)).id).not.toBe(own.id);
  expect(cards()).toHaveLength(1);
  expect(await desk.waiting()).toEqual([]);
});

test('R7: two persons to one card: it becomes one person’s, and the other gets a card', async () => {
  const own = desk.outlook.add(asCard(anna));
  const persons = [await desk.person(anna), await desk.person(anna)];
  await desk.pass();
  const asked = await desk.waiting();
  expect(asked.map(({ reason }) => reason)).toEqual(['sameCardExists', 'sameCardExists']);
  await desk.office.decide(desk.who, 'sameCardExists', 'link');
  await desk.office.decide(desk.who, 'sameCardExists', 'link');
  await desk.office.rest(desk.who);
  const ids = await Promise.all(persons.map(async (each) => (await desk.cardOf(each)).id));
  expect(ids).toContain(own.id);
  expect(new Set(ids).size).toBe(2);
  expect(cards()).toHaveLength(2);
});

test.each(['idsOnly', 'changedOnly'] as const)(
  'R7: a delta that brings less (%s) hides no card from the question',
  async (deltaContent) => {
    desk.office.sandbox.switches.set({ deltaContent });
    await desk.pass();
    desk.outlook.add(asCard(anna));
    await desk.pass();
    await desk.person(anna);
    expect(await desk.pass()).toMatchObject({ created: 0, held: 1 });
    expect(await desk.asked()).toHaveProperty('sameCardExists');
  },
);

test('R7: a card of the user’s own that once had the address counts as well', async () => {
  const own = desk.outlook.add(asCard(anna));
  await desk.pass();
  desk.outlook.edit(own, { emailAddresses: [{ address: 'anna@thuis.example' }] });
  await desk.pass();
  const other = desk.outlook.add(asCard({ ...bram, workEmail: shared }));
  await desk.person(anna);
  await desk.pass();
  expect(cards().map(({ id }) => id)).toEqual(expect.arrayContaining([own.id, other.id]));
  expect((await desk.office.crm.search('Smit', 5)).length).toBe(0);
});
