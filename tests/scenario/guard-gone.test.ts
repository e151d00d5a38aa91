/** R7 on a disappearance, and R8: a linked card is gone while another has grown; and the clean-up that a user asks for. */
import { connectorProperty } from '../support/office.ts';
import { anna, asCard, bram, cor, InfoDesk } from '../support/info-desk.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

/** Petra accepts Outlook's suggestion: Anna's card goes into that of Cor, who is nobody in the CRM. */
const mergedIntoCor = async () => {
  const survivor = desk.outlook.add(asCard({ ...cor, workMobile: null, birthDate: null }));
  const person = await desk.person(anna);
  await desk.pass();
  await desk.pass();
  await desk.later(1);
  const card = await desk.cardOf(person);
  desk.outlook.merge(survivor, [card]);
  return { person, card, survivor };
};

describe('R7: a removal with a grown sibling', () => {
  test('is held: the link stays, the connector ID stays in the CRM, and it is asked once', async () => {
    const { person, survivor } = await mergedIntoCor();
    expect(await desk.pass()).toMatchObject({ removed: 0, created: 0, held: 1 });
    expect(await desk.waiting()).toMatchObject([
      { reason: 'mergedAway', personId: person.id, cardId: survivor.id, donorPersonId: null },
    ]);
    expect((await desk.office.crm.connectorIds(desk.who.employeeId)).has(person.id)).toBe(true);
    await desk.later(3);
    await desk.office.change(person.id, { fields: { jobTitle: 'Kandidaat-notaris' } });
    expect(await desk.pass()).toMatchObject({ removed: 0, created: 0, held: 0 });
    expect(await desk.asked()).toEqual({ mergedAway: [] });
  });

  test('decided "new card": the person gets one, and the other stays as it is', async () => {
    const { person, survivor } = await mergedIntoCor();
    await desk.pass();
    await desk.office.decide(desk.who, 'mergedAway', 'newCard');
    const before = desk.outlook.get(survivor)!;
    expect(await desk.pass()).toMatchObject({ created: 1, removed: 0, linked: 0 });
    const made = await desk.cardOf(person);
    expect(made.id).not.toBe(survivor.id);
    expect(made.values).toMatchObject({ givenName: 'Anna', mobilePhone: '06-11111111' });
    expect((await desk.office.crm.connectorIds(desk.who.employeeId)).get(person.id)).toBe(
      made.properties[connectorProperty],
    );
    expect(desk.outlook.get(survivor)).toEqual(before);
    expect(await desk.waiting()).toEqual([]);
    expect(await desk.pass()).toMatchObject({ created: 0, toCrm: 0, toRemote: 0 });
    expect(await desk.strangers([person.id, anna], [null, cor])).toEqual([]);
  });

  test('decided "re-link": the survivor becomes the card, gets the connector ID, and what differs is asked', async () => {
    const { person, survivor } = await mergedIntoCor();
    await desk.pass();
    await desk.office.decide(desk.who, 'mergedAway', 'relink');
    await desk.office.rest(desk.who);
    const card = await desk.cardOf(person);
    expect(card.id).toBe(survivor.id);
    expect(card.properties[connectorProperty]).toBe(
      (await desk.office.crm.connectorIds(desk.who.employeeId)).get(person.id),
    );
    expect(await desk.strangers([person.id, anna], [null, cor])).toEqual([]);
    expect(await desk.fieldsOf(person)).toMatchObject(anna);
    expect(await desk.waiting()).not.toEqual([]);
    expect(desk.outlook.cards()).toHaveLength(1);
    expect(await desk.pass()).toMatchObject({ created: 0, toCrm: 0, toRemote: 0, linked: 0, repaired: 0 });
  });

  test('decided "leave": the user removed it, and it comes back only after a change in the CRM', async () => {
    const { person } = await mergedIntoCor();
    await desk.pass();
    await desk.office.decide(desk.who, 'mergedAway', 'leave');
    expect(await desk.pass()).toMatchObject({ removed: 1, created: 0 });
    expect(await desk.pass()).toMatchObject({ removed: 0, created: 0 });
    await desk.office.change(person.id, { fields: { jobTitle: 'Kandidaat-notaris' } });
    expect(await desk.pass()).toMatchObject({ created: 1 });
  });

  test('into another person’s card: nothing of it reaches that person, and the first one is asked about', async () => {
    const a = await desk.person(anna);
    const { workMobile: _, birthDate: __, ...rest } = bram;
    const b = await desk.person(rest);
    await desk.pass();
    await desk.pass();
    await desk.later(1);
    desk.outlook.merge(await desk.cardOf(b), [await desk.cardOf(a)], { others: 'gone' });
    expect(await desk.pass()).toMatchObject({ toCrm: 0, removed: 0 });
    const asked = await desk.waiting();
    expect(asked).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ reason: 'mergedAway', personId: a.id, donorPersonId: b.id }),
        expect.objectContaining({ reason: 'borrowed', personId: b.id, donorPersonId: a.id }),
      ]),
    );
    expect(await desk.fieldsOf(b)).toMatchObject({ workMobile: null, birthDate: null });
    await desk.office.decide(desk.who, 'mergedAway', 'newCard');
    await desk.office.decide(desk.who, 'borrowed', 'crm');
    await desk.office.rest(desk.who);
    expect((await desk.cardOf(b)).values).toMatchObject({ mobilePhone: null, birthday: null });
    expect((await desk.cardOf(a)).values).toMatchObject({ mobilePhone: '06-11111111' });
    expect(await desk.strangers([a.id, anna], [b.id, rest])).toEqual([]);
    expect(await desk.waiting()).toEqual([]);
  });

  test('that had grown before, in an earlier pass', async () => {
    const survivor = desk.outlook.add(asCard({ ...cor, workMobile: null }));
    const person = await desk.person(anna);
    await desk.pass();
    await desk.pass();
    await desk.later(1);
    desk.borrow(survivor, await desk.cardOf(person), 'mobilePhone');
    await desk.pass();
    desk.outlook.delete(await desk.cardOf(person));
    expect(await desk.pass()).toMatchObject({ removed: 0, held: 1 });
    expect(await desk.asked()).toEqual({ mergedAway: [] });
  });

  test('that goes as well leaves nothing to ask: the card was removed (R9)', async () => {
    const { survivor } = await mergedIntoCor();
    await desk.pass();
    desk.outlook.delete(survivor);
    expect(await desk.pass()).toMatchObject({ removed: 1, held: 0 });
    expect(await desk.waiting()).toEqual([]);
  });

  test('and without one: a removal is a removal, also at a shared address', async () => {
    desk.outlook.add(asCard(cor));
    const { a } = await desk.both();
    await desk.later(1);
    desk.outlook.delete(await desk.cardOf(a));
    expect(await desk.pass()).toMatchObject({ removed: 1, held: 0 });
  });

  test('two persons whose cards went into one: both "re-link": one has it, the other is asked again', async () => {
    const survivor = desk.outlook.add(asCard({ workEmail: anna.workEmail! }));
    const { a, b } = await desk.both();
    await desk.later(1);
    const [one, two] = [await desk.cardOf(a), await desk.cardOf(b)];
    desk.outlook.merge(survivor, [one, two], { take: ['businessPhones'] });
    desk.outlook.edit(survivor, { businessPhones: ['020-5550101', '020-5550202'] });
    await desk.pass();
    expect((await desk.waiting()).map(({ reason }) => reason)).toEqual(['mergedAway', 'mergedAway']);
    await desk.office.decide(desk.who, 'mergedAway', 'relink');
    await desk.office.decide(desk.who, 'mergedAway', 'relink');
    await desk.office.rest(desk.who);
    const links = await desk.office.store.links(desk.who.mailboxId);
    expect(links.filter(({ cardId }) => cardId === survivor.id)).toHaveLength(1);
    expect((await desk.waiting()).filter(({ reason }) => reason === 'mergedAway')).toHaveLength(1);
    expect(await desk.strangers([a.id, anna], [b.id, bram])).toEqual([]);
  });
});

describe('R8: the clean-up', () => {
  const paused = async () => {
    const { a, b } = await desk.both();
    await desk.office.change(a.id, { former: true });
    await desk.pass();
    return { a, b };
  };
  const ask = async (...ids: Awaited<ReturnType<typeof paused>>['a'][]) =>
    desk.office.pausedCards.ask(
      desk.who.mailboxId,
      ids.map(({ id }) => id),
    );

  test('moves the card to Deleted Items and ends the link; nobody else’s card is touched', async () => {
    const { a, b } = await paused();
    const card = await desk.cardOf(a);
    expect(await ask(a)).toMatchObject({ outcome: 'asked' });
    expect(await desk.pass()).toMatchObject({ discarded: 1, removed: 0 });
    expect(desk.outlook.deletedCards().map(({ id }) => id)).toEqual([card.id]);
    expect([...(await desk.office.crm.connectorIds(desk.who.employeeId)).keys()]).toEqual([b.id]);
    expect(await desk.pass()).toMatchObject({ discarded: 0, created: 0, removed: 0 });
    expect((await desk.office.get(a.id)).former).toBe(true);
    await desk.office.change(a.id, { former: false });
    expect(await desk.pass()).toMatchObject({ created: 1 });
  });

  test('of a person that is selected again before the pass comes to it: the card stays', async () => {
    const { a } = await paused();
    await ask(a);
    await desk.office.change(a.id, { former: false });
    expect(await desk.pass()).toMatchObject({ discarded: 0, resumed: 1 });
    await desk.office.change(a.id, { former: true });
    expect(await desk.pass()).toMatchObject({ discarded: 0, paused: 1 });
    expect(desk.outlook.deletedCards()).toEqual([]);
  });

  test('of a person who was excluded, and is wanted after all: it gets a card again', async () => {
    const { a } = await desk.both();
    await desk.office.mailboxes.exclude(desk.who.mailboxId, a.id);
    await desk.pass();
    await ask(a);
    expect(await desk.pass()).toMatchObject({ discarded: 1 });
    await desk.office.mailboxes.include(desk.who.mailboxId, a.id);
    expect(await desk.pass()).toMatchObject({ created: 1 });
  });

  test('does not throw away what the user is typing: a card that changed is looked at again first', async () => {
    const { a } = await paused();
    await ask(a);
    let typed = false;
    const report = await desk.office.pass(desk.who, 'syncNow', {
      remotes: (remotes) => ({
        open: async (...args) => {
          const remote = await remotes.open(...args);
          return new Proxy(remote, {
            get: (target, name) => {
              const value: unknown = Reflect.get(target, name, target);
              if (typeof value !== 'function') return value;
              const method = value.bind(target) as (...all: unknown[]) => unknown;
              if (name !== 'discard' || typed) return method;
              return async (...all: unknown[]) => {
                typed = true;
                desk.outlook.edit(await desk.cardOf(a), { jobTitle: 'Typt nog' });
                return method(...all);
              };
            },
          });
        },
      }),
    });
    expect(report).toMatchObject({ ran: true, counts: { discarded: 1 } });
    expect(typed).toBe(true);
    expect(desk.outlook.deletedCards()[0]?.values.jobTitle).toBe('Typt nog');
  });

  test.each(['lostAnswer', 'cut'] as const)(
    'whose answer is lost (%s) ends the link all the same, and discards nothing twice',
    async (kind) => {
      const { a } = await paused();
      await ask(a);
      desk.office.sandbox.faults.plan({ method: 'DELETE', path: '/contacts', fault: { kind } });
      await desk.office.rest(desk.who);
      expect(desk.office.sandbox.faults.log).toHaveLength(1);
      expect(desk.outlook.deletedCards()).toHaveLength(1);
      expect(await desk.findCardOf(a)).toBeNull();
      expect(await desk.office.store.removals(desk.who.mailboxId)).toEqual([]);
      expect(
        desk.outlook.audit.filter(({ by, action }) => by === 'app' && action.startsWith('delete')),
      ).toHaveLength(1);
    },
  );

  test('that the remote refuses leaves the card and its link as they were, and is not tried for ever', async () => {
    const { a } = await paused();
    await ask(a);
    desk.office.sandbox.faults.plan({
      method: 'DELETE',
      path: '/contacts',
      fault: { kind: 'status', status: 400 },
    });
    expect(await desk.pass()).toMatchObject({ discarded: 0 });
    expect(await desk.pass()).toMatchObject({ discarded: 0 });
    expect(await desk.findCardOf(a)).not.toBeNull();
    expect(await desk.office.pausedCards.states(desk.who.mailboxId, [a.id])).toEqual(
      new Map([[a.id, 'kept']]),
    );
  });
});
