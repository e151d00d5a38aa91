/** R7 on every inbound change, over the wire: values of another card never reach the CRM, and what is the person's own does. */
import type { Person } from '../../shared/person.ts';
import { connectorProperty } from '../support/office.ts';
import { anna, asCard, bram, cor, InfoDesk } from '../support/info-desk.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

const newMobile = '06-77777777';
/** A card of Petra's own at the same address, of nobody in the CRM. */
const privateCor = () => desk.outlook.add(asCard(cor));
const annaAlone = async (): Promise<Person> => {
  const person = await desk.person(anna);
  await desk.pass();
  await desk.pass();
  return person;
};

test('R7: borrowed from a card of the user’s own: all of it waits together, a real edit in the same pass flows', async () => {
  const donor = privateCor();
  const a = await annaAlone();
  const card = await desk.cardOf(a);
  desk.borrow(card, donor, 'mobilePhone', 'birthday');
  desk.outlook.edit(card, { businessPhones: ['020-7777777'] });
  expect(await desk.pass()).toMatchObject({ toCrm: 1, held: 1 });
  expect(await desk.waiting()).toMatchObject([
    {
      reason: 'borrowed',
      personId: a.id,
      donorPersonId: null,
      cardId: donor.id,
      fields: [
        { field: 'birthDate', crm: '1971-01-11', remote: '1993-03-13' },
        { field: 'workMobile', crm: '06-11111111', remote: '06-33333333' },
      ],
    },
  ]);
  expect(await desk.fieldsOf(a)).toMatchObject({ ...anna, workPhone: '020-7777777' });
  expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 0, held: 0 });
});

test('R7: borrowed from the card of another person: that person is named', async () => {
  const { a, b } = await desk.both();
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone', 'jobTitle');
  await desk.pass();
  expect(await desk.waiting()).toMatchObject([
    { reason: 'borrowed', personId: a.id, donorPersonId: b.id, cardId: (await desk.cardOf(b)).id },
  ]);
  expect(await desk.strangers([a.id, anna], [b.id, bram])).toEqual([]);
});

test('R7: borrowed from a person of the CRM of whom this mailbox has no card', async () => {
  const b = await desk.stranger(bram);
  const a = await annaAlone();
  desk.outlook.edit(await desk.cardOf(a), { mobilePhone: '06-22222222' });
  await desk.pass();
  expect(await desk.waiting()).toMatchObject([{ reason: 'borrowed', donorPersonId: b.id, cardId: null }]);
  expect((await desk.fieldsOf(a)).workMobile).toBe('06-11111111');
});

test('R7: a blank that Outlook filled with the other’s value waits as well', async () => {
  const donor = privateCor();
  const { workMobile: _, birthDate: __, ...rest } = anna;
  const a = await desk.person(rest);
  await desk.pass();
  desk.borrow(await desk.cardOf(a), donor, 'mobilePhone', 'birthday');
  await desk.pass();
  expect(await desk.asked()).toEqual({ borrowed: ['birthDate', 'workMobile'] });
  expect(await desk.fieldsOf(a)).toMatchObject({ workMobile: null, birthDate: null });
});

test('R7: a name that becomes the donor’s holds the whole card, with whatever else was changed on it', async () => {
  const { a, b } = await desk.both();
  const card = await desk.cardOf(a);
  desk.borrow(card, await desk.cardOf(b), 'givenName', 'middleName', 'surname');
  desk.outlook.edit(card, { businessPhones: ['020-7777777'] });
  await desk.office.change(a.id, { fields: { jobTitle: 'Kandidaat-notaris' } });
  expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 0, held: 1 });
  expect(await desk.waiting()).toMatchObject([
    { reason: 'nameOfAnother', personId: a.id, donorPersonId: b.id },
  ]);
  // Nothing is written to it while it may be the other's, not even what the CRM changed.
  expect((await desk.cardOf(a)).values).toMatchObject({ givenName: 'Bram', jobTitle: 'Notaris' });
  expect(await desk.fieldsOf(a)).toMatchObject({
    firstName: 'Anna',
    lastName: 'Wit',
    workPhone: '020-5550101',
  });
});

test('R7: two cards that exchange their values are both held', async () => {
  const { a, b } = await desk.both();
  const [one, two] = [await desk.cardOf(a), await desk.cardOf(b)];
  const fields = ['givenName', 'middleName', 'surname', 'mobilePhone', 'birthday', 'businessPhones'] as const;
  const valuesOf = ({ values }: typeof one) =>
    Object.fromEntries(fields.map((name) => [name, values[name] ?? null]));
  desk.outlook.edit(one, valuesOf(two));
  desk.outlook.edit(two, valuesOf(one));
  expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 0, held: 2 });
  const asked = await desk.waiting();
  expect(asked.map(({ reason, personId, donorPersonId }) => [reason, personId, donorPersonId])).toEqual(
    expect.arrayContaining([
      ['nameOfAnother', a.id, b.id],
      ['nameOfAnother', b.id, a.id],
    ]),
  );
  expect(await desk.strangers([a.id, anna], [b.id, bram])).toEqual([]);
});

test('R7: a number that the other had before, and one of a card that is gone, are still the other’s for 30 days', async () => {
  const donor = privateCor();
  const a = await annaAlone();
  desk.outlook.edit(donor, { mobilePhone: '06-44444444' });
  await desk.pass();
  await desk.later(1);
  desk.outlook.edit(await desk.cardOf(a), { mobilePhone: '06-33333333' });
  await desk.pass();
  expect(await desk.asked()).toEqual({ borrowed: ['workMobile'] });
  desk.outlook.deleteForGood(donor);
  await desk.pass();
  await desk.later(10);
  desk.outlook.edit(await desk.cardOf(a), { mobilePhone: '06-44444444' });
  await desk.pass();
  expect(await desk.asked()).toEqual({ borrowed: ['workMobile'] });
  expect((await desk.fieldsOf(a)).workMobile).toBe('06-11111111');
});

test('R7: after 30 days what is gone is forgotten', async () => {
  const donor = privateCor();
  const a = await annaAlone();
  desk.outlook.deleteForGood(donor);
  await desk.pass();
  await desk.later(31);
  desk.outlook.edit(await desk.cardOf(a), { mobilePhone: '06-33333333' });
  expect(await desk.pass()).toMatchObject({ toCrm: 1, held: 0 });
  expect(await desk.office.store.knownCards(desk.who.mailboxId, [donor.id as never])).toEqual(new Map());
});

test('R7: a question stays asked when the other card is gone and forgotten', async () => {
  const donor = privateCor();
  const a = await annaAlone();
  desk.borrow(await desk.cardOf(a), donor, 'mobilePhone');
  await desk.pass();
  desk.outlook.deleteForGood(donor);
  await desk.pass();
  await desk.later(40);
  desk.outlook.touch(await desk.cardOf(a));
  expect(await desk.pass()).toMatchObject({ toCrm: 0, held: 0 });
  expect(await desk.asked()).toEqual({ borrowed: ['workMobile'] });
});

test('R7: the donor changed, gave and went, all in the same page of the delta', async () => {
  const donor = privateCor();
  const a = await annaAlone();
  desk.borrow(await desk.cardOf(a), donor, 'mobilePhone', 'birthday');
  desk.outlook.edit(donor, { mobilePhone: null, birthday: null });
  desk.outlook.deleteForGood(donor);
  await desk.pass();
  expect(await desk.asked()).toEqual({ borrowed: ['birthDate', 'workMobile'] });
});

test('R7: cards of one and the same human are no donors to each other', async () => {
  const head = await desk.person(anna);
  const follower = await desk.person({ ...anna, workMobile: '06-55555555', jobTitle: 'Bestuurder' });
  await desk.office.crm.tieTo(follower.id, head.id, { kind: 'import' });
  await desk.pass();
  await desk.pass();
  desk.borrow(await desk.cardOf(follower), await desk.cardOf(head), 'mobilePhone', 'jobTitle');
  expect(await desk.pass()).toMatchObject({ toCrm: 1, held: 0 });
  expect(await desk.fieldsOf(follower)).toMatchObject({ workMobile: '06-11111111', jobTitle: 'Notaris' });
});

test('R7: an honest new number, and one that moves from mobile to work, flow on beside a shared address', async () => {
  const { a } = await desk.both();
  privateCor();
  desk.outlook.edit(await desk.cardOf(a), { mobilePhone: newMobile, businessPhones: ['06-11111111'] });
  expect(await desk.pass()).toMatchObject({ toCrm: 1, held: 0 });
  expect(await desk.fieldsOf(a)).toMatchObject({ workMobile: newMobile, workPhone: '06-11111111' });
});

test('R7, R5: where the CRM changed as well and wins, nothing is left to hold', async () => {
  const { a, b } = await desk.both();
  await desk.office.change(a.id, { fields: { workMobile: newMobile } });
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone');
  expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 1, held: 0 });
  expect((await desk.cardOf(a)).values.mobilePhone).toBe(newMobile);
});

test('R7, R10: a copied card with the same connector ID loses it, is no donor, and edits of the original flow', async () => {
  const a = await annaAlone();
  const card = await desk.cardOf(a);
  const copy = desk.outlook.copy(card);
  desk.outlook.edit(card, { mobilePhone: newMobile });
  expect(await desk.pass()).toMatchObject({ toCrm: 1, repaired: 1, held: 0 });
  expect(desk.outlook.get(copy)!.properties[connectorProperty] ?? '').toBe('');
  desk.outlook.edit(copy, { jobTitle: 'Op de kopie' });
  desk.outlook.edit(card, { mobilePhone: '06-11111111' });
  expect(await desk.pass()).toMatchObject({ toCrm: 1, held: 0 });
  expect(await desk.fieldsOf(a)).toMatchObject({ workMobile: '06-11111111', jobTitle: 'Notaris' });
});

test('R7, R10: a card that lost its property gets it back, and what was mixed into it waits', async () => {
  const donor = privateCor();
  const a = await annaAlone();
  const card = await desk.cardOf(a);
  desk.outlook.setProperty(card, connectorProperty, null);
  desk.borrow(card, donor, 'mobilePhone', 'birthday');
  expect(await desk.pass()).toMatchObject({ repaired: 1, toCrm: 0, held: 1 });
  expect((await desk.cardOf(a)).properties[connectorProperty]).toBeTruthy();
  expect((await desk.fieldsOf(a)).workMobile).toBe('06-11111111');
});

test.each([{ deltaContent: 'idsOnly' }, { deltaContent: 'changedOnly' }, { nulls: 'omitted' }] as const)(
  'R7: a delta that brings less (%j) lets nothing through: cards are read by id',
  async (switches) => {
    desk.office.sandbox.switches.set(switches);
    const donor = privateCor();
    const { a, b } = await desk.both();
    desk.outlook.edit(donor, { mobilePhone: '06-44444444' });
    await desk.pass();
    desk.outlook.edit(await desk.cardOf(a), { mobilePhone: '06-44444444' });
    desk.borrow(await desk.cardOf(b), await desk.cardOf(a), 'birthday');
    expect(await desk.pass()).toMatchObject({ toCrm: 0, held: 2 });
    expect(await desk.strangers([a.id, anna], [b.id, bram])).toEqual([]);
  },
);

test('R7: what the pass itself wrote on a card is remembered before the delta tells it', async () => {
  const { a, b } = await desk.both();
  desk.office.sandbox.switches.set({ deltaLagMs: 3_600_000 });
  await desk.office.change(b.id, { fields: { workMobile: '06-44444444' } });
  await desk.pass();
  const known = await desk.office.store.cardsWith(desk.who.mailboxId, []);
  expect(known).toEqual([]);
  await desk.office.change(b.id, { fields: { workMobile: '06-66666666' } });
  await desk.pass();
  desk.outlook.edit(await desk.cardOf(a), { mobilePhone: '06-44444444' });
  await desk.later(1);
  await desk.pass();
  expect(await desk.asked()).toEqual({ borrowed: ['workMobile'] });
});

test('R7: a card moved between two followed folders stays a donor where it went', async () => {
  const donor = privateCor();
  const a = await annaAlone();
  desk.outlook.makeFolder('VIP');
  desk.outlook.move(await desk.cardOf(a), 'VIP');
  await desk.pass();
  await desk.pass();
  for (const folder of ['VIP', 'contacts']) {
    desk.outlook.move(donor, folder);
    await desk.pass();
    const known = (await desk.office.store.knownCards(desk.who.mailboxId, [donor.id as never])).get(
      donor.id as never,
    );
    expect(known).toMatchObject({ goneAt: null, folderId: desk.outlook.get(donor)!.folderId });
  }
  desk.outlook.move(donor, 'VIP');
  await desk.pass();
  desk.outlook.move(donor, 'contacts');
  desk.outlook.deleteFolder('VIP');
  await desk.pass();
  expect(await desk.findCardOf(a)).toBeNull();
  const [known] = (await desk.office.store.knownCards(desk.who.mailboxId, [donor.id as never])).values();
  expect(known).toMatchObject({ goneAt: null, folderId: desk.outlook.get(donor)!.folderId });
});

test('R7: mixed while the pass runs, with a value that was typed on the other card a moment before', async () => {
  const donor = privateCor();
  const a = await annaAlone();
  const card = await desk.cardOf(a);
  desk.outlook.edit(card, { jobTitle: 'Zelf getypt' });
  let mixed = false;
  await desk.pass({
    remotes: (remotes) => ({
      open: async (...args) => {
        const remote = await remotes.open(...args);
        return new Proxy(remote, {
          get: (target, name) => {
            const value: unknown = Reflect.get(target, name, target);
            if (typeof value !== 'function') return value;
            const method = value.bind(target) as (...all: unknown[]) => unknown;
            if (name !== 'read') return method;
            return (...all: unknown[]) => {
              // Between the delta and the reading of the card.
              if (!mixed && (all[0] as string[]).includes(card.id)) {
                mixed = true;
                desk.outlook.edit(donor, { mobilePhone: '06-88888888' });
                desk.borrow(card, donor, 'mobilePhone');
              }
              return method(...all);
            };
          },
        });
      },
    }),
  });
  expect(mixed).toBe(true);
  expect(await desk.asked()).toEqual({ borrowed: ['workMobile'] });
  expect(await desk.fieldsOf(a)).toMatchObject({ jobTitle: 'Zelf getypt', workMobile: '06-11111111' });
});

test('R13: a pass in which nothing changed costs one request, however many cards are remembered', async () => {
  desk.outlook.addPrivateCards(40);
  privateCor();
  await desk.both();
  await desk.pass();
  expect((await desk.pass()).requests).toBe(1);
});
