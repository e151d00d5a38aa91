/**
 * R4, R13: a process that ends between writing a card and recording it, at every call of the pass. What it had put on the
 * card is its own; a private address that stands first is not taken for a work address that the user typed.
 */
import { anna, InfoDesk } from '../support/info-desk.ts';

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
    for (let call = 1; call <= 30; call += 1) {
      await desk.office.change(person.id, { fields: { privateEmail: `anna${call}@thuis.example` } });
      await desk.crash(call, when);
      await desk.later(1);
      await desk.office.rest(desk.who);
      expect(await desk.fieldsOf(person)).toMatchObject({
        workEmail: null,
        privateEmail: `anna${call}@thuis.example`,
      });
    }
    const addresses = (await desk.cardOf(person)).values.emailAddresses ?? [];
    expect(addresses.map(({ address }) => address)).toEqual(['anna30@thuis.example']);
  },
  120_000,
);

test.each(['before', 'after'] as const)(
  'R4, R13: one address that is the work address and the private one too stays both (%s each call)',
  async (when) => {
    const person = await desk.person(anna);
    await desk.pass();
    for (let call = 1; call <= 24; call += 1) {
      const address = `anna${call}@bureau.example`;
      await desk.office.change(person.id, { fields: { privateEmail: address } });
      await desk.office.rest(desk.who);
      await desk.office.change(person.id, { fields: { workEmail: address } });
      await desk.crash(call, when);
      await desk.later(1);
      await desk.office.rest(desk.who);
      expect(await desk.fieldsOf(person)).toMatchObject({ workEmail: address, privateEmail: address });
    }
    const addresses = (await desk.cardOf(person)).values.emailAddresses ?? [];
    expect(addresses.map(({ address }) => address)).toEqual(['anna24@bureau.example']);
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
