/**
 * R4, R13: a process that ends between writing a card and recording it, at every call of the pass. What it had put on the
 * card is its own; a private address that stands first is not taken for a work address that the user typed.
 */
import { atEveryCall } from '../support/crash.ts';
import { anna, bram, InfoDesk } from '../support/info-desk.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

test.each(['before', 'after'] as const)(
  'R13: a private address written just before the end is never read as the work address (%s each call)',
  async (when) => {
    const { workEmail: _, ...without } = anna;
    const person = await desk.person(without);
    await desk.pass();
    const calls = await atEveryCall(async (call) => {
      await desk.office.change(person.id, { fields: { privateEmail: `anna${call}@thuis.example` } });
      const came = await desk.crash(call, when);
      await desk.later(1);
      await desk.office.rest(desk.who);
      expect(await desk.fieldsOf(person)).toMatchObject({
        workEmail: null,
        privateEmail: `anna${call}@thuis.example`,
      });
      return came;
    });
    const addresses = (await desk.cardOf(person)).values.emailAddresses ?? [];
    expect(addresses.map(({ address }) => address)).toEqual([`anna${calls + 1}@thuis.example`]);
  },
  120_000,
);

test.each(['before', 'after'] as const)(
  'R4, R13: one address that is the work address and the private one too stays both (%s each call)',
  async (when) => {
    const person = await desk.person(anna);
    await desk.pass();
    const calls = await atEveryCall(async (call) => {
      const address = `anna${call}@bureau.example`;
      await desk.office.change(person.id, { fields: { privateEmail: address } });
      await desk.office.rest(desk.who);
      await desk.office.change(person.id, { fields: { workEmail: address } });
      const came = await desk.crash(call, when);
      await desk.later(1);
      await desk.office.rest(desk.who);
      expect(await desk.fieldsOf(person)).toMatchObject({ workEmail: address, privateEmail: address });
      return came;
    });
    const addresses = (await desk.cardOf(person)).values.emailAddresses ?? [];
    expect(addresses.map(({ address }) => address)).toEqual([`anna${calls + 1}@bureau.example`]);
  },
  120_000,
);

test.each(['before', 'after'] as const)(
  'R4, R7, R13: a work address taken off in a mix-up waits, and no new private address takes its place (%s each call)',
  async (when) => {
    const home = 'samen@thuis.example';
    const person = await desk.person({ ...anna, workEmail: 'anna@bureau.example', privateEmail: home });
    const { workEmail: _, ...without } = bram;
    await desk.person({ ...without, privateEmail: home });
    await desk.pass();
    const card = await desk.cardOf(person);
    const [, placed] = card.values.emailAddresses ?? [];
    desk.outlook.edit(card, { mobilePhone: bram.workMobile!, emailAddresses: [placed!] });
    const calls = await atEveryCall(async (call) => {
      const privateEmail = `anna${call}@thuis.example`;
      await desk.office.change(person.id, { fields: { privateEmail } });
      const came = await desk.crash(call, when);
      await desk.later(1);
      await desk.office.rest(desk.who);
      const { workMobile } = anna;
      expect(await desk.fieldsOf(person)).toMatchObject({
        workEmail: 'anna@bureau.example',
        privateEmail,
        workMobile,
      });
      const { items } = await desk.office.history.list(desk.who, { limit: 50, before: null });
      const sent = items.filter(({ side, to }) => side === 'remote' && to === privateEmail);
      expect(sent.map(({ outcome }) => outcome)).toContain('done');
      return came;
    });
    const addresses = (await desk.cardOf(person)).values.emailAddresses ?? [];
    expect(addresses.map(({ address }) => address)).toEqual([`anna${calls + 1}@thuis.example`]);
  },
  120_000,
);

test('R4: a work address that its user makes the private one on the card is still the work address', async () => {
  const person = await desk.person({ ...anna, workEmail: 'anna@bureau.example' });
  await desk.pass();
  await desk.office.change(person.id, { fields: { privateEmail: 'anna@thuis.example' } });
  await desk.pass();
  const [, placed] = (await desk.cardOf(person)).values.emailAddresses ?? [];
  expect(placed?.address).toBe('anna@thuis.example');
  desk.outlook.edit(await desk.cardOf(person), { emailAddresses: [placed!, placed!] });
  await desk.office.rest(desk.who);
  expect(await desk.fieldsOf(person)).toMatchObject({ workEmail: 'anna@thuis.example' });
  desk.outlook.edit(await desk.cardOf(person), { emailAddresses: [placed!] });
  await desk.office.rest(desk.who);
  expect(await desk.fieldsOf(person)).toMatchObject({
    workEmail: 'anna@thuis.example',
    privateEmail: 'anna@thuis.example',
  });
});

test('R4, R5: the CRM makes the private address the work address and gives a new private one: nothing is blanked', async () => {
  const person = await desk.person({ ...anna, privateEmail: 'anna@thuis.example' });
  await desk.pass();
  const moved = { workEmail: 'anna@thuis.example', privateEmail: 'anna@nieuw.example' };
  await desk.office.change(person.id, { fields: moved });
  await desk.office.rest(desk.who);
  expect(await desk.fieldsOf(person)).toMatchObject(moved);
  const addresses = (await desk.cardOf(person)).values.emailAddresses ?? [];
  expect(addresses.map(({ address }) => address)).toEqual(Object.values(moved));
});
