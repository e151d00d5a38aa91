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
