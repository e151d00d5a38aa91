/** R7 decided, over the wire: what a pass makes of a person's word, and what it does not ask twice. */
import type { Person } from '../../shared/person.ts';
import type { PassStore } from '../../worker/pass/ports.ts';
import { anna, asCard, bram, cor, InfoDesk } from '../support/info-desk.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

const quiet = { created: 0, toRemote: 0, toCrm: 0, held: 0, linked: 0, repaired: 0, undone: 0 };

/** Bram's mobile number and birthday stand on Anna's card, and wait. */
const borrowed = async (): Promise<{ a: Person; b: Person }> => {
  const { a, b } = await desk.both();
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone', 'birthday');
  await desk.pass();
  expect(await desk.asked()).toEqual({ borrowed: ['birthDate', 'workMobile'] });
  return { a, b };
};
const mixAgain = async ({ a, b }: { a: Person; b: Person }) =>
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone', 'birthday');
const ruling = async (id: string) => (await desk.office.held.get(id as never))!;

describe('R7: a decision', () => {
  test('"keep the CRM" repairs the card, and what the card said is in the history as overruled', async () => {
    const { a } = await borrowed();
    const held = await desk.office.decide(desk.who, 'borrowed', 'crm');
    expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 1, held: 0 });
    const card = await desk.cardOf(a);
    expect(card.values.mobilePhone).toBe('06-11111111');
    expect(card.birthday).toBe('1971-01-11');
    expect(await ruling(held.id)).toMatchObject({ state: 'decided' });
    const { items } = await desk.office.history.list({ personId: a.id });
    expect(items).toContainEqual(
      expect.objectContaining({
        field: 'workMobile',
        side: 'remote',
        decision: 'decided.crm',
        outcome: 'done',
        overruled: { side: 'remote', value: '06-22222222', ofAnother: true },
      }),
    );
    expect(await desk.waiting()).toEqual([]);
    expect(await desk.pass()).toMatchObject(quiet);
  });

  test('"keep the CRM" on the name repairs the whole card, and what the CRM changed meanwhile goes with it', async () => {
    const { a, b } = await desk.both();
    const card = await desk.cardOf(a);
    desk.borrow(card, await desk.cardOf(b), 'givenName', 'middleName', 'surname', 'mobilePhone');
    await desk.pass();
    await desk.office.change(a.id, { fields: { jobTitle: 'Kandidaat-notaris' } });
    await desk.pass();
    await desk.office.decide(desk.who, 'nameOfAnother', 'crm');
    await desk.office.rest(desk.who);
    expect((await desk.cardOf(a)).values).toMatchObject({
      givenName: 'Anna',
      middleName: 'de',
      surname: 'Wit',
      displayName: 'Anna de Wit',
      mobilePhone: '06-11111111',
      jobTitle: 'Kandidaat-notaris',
    });
    expect(await desk.waiting()).toEqual([]);
    expect(await desk.strangers([a.id, anna], [b.id, bram])).toEqual([]);
  });

  test('"take Outlook" brings it in, once, and it stands on both sides', async () => {
    const { a } = await borrowed();
    await desk.office.decide(desk.who, 'borrowed', 'remote');
    expect(await desk.pass()).toMatchObject({ toCrm: 1, toRemote: 0, held: 0 });
    expect(await desk.fieldsOf(a)).toMatchObject({ workMobile: '06-22222222', birthDate: '1982-02-22' });
    expect(await desk.pass()).toMatchObject(quiet);
  });

  test('per field: each goes its own way in one pass', async () => {
    const { a } = await borrowed();
    const fields = { workMobile: 'remote', birthDate: 'crm' } as const;
    await desk.office.decide(desk.who, 'borrowed', 'fields', { fields });
    await desk.office.rest(desk.who);
    expect(await desk.fieldsOf(a)).toMatchObject({ workMobile: '06-22222222', birthDate: '1971-01-11' });
    const card = await desk.cardOf(a);
    expect([card.values.mobilePhone, card.birthday]).toEqual(['06-22222222', '1971-01-11']);
    expect(await desk.waiting()).toEqual([]);
    expect(await desk.pass()).toMatchObject(quiet);
  });

  test('on an artefact that comes again is not asked for twice: the card is repaired again', async () => {
    const both = await borrowed();
    await desk.office.decide(desk.who, 'borrowed', 'crm');
    await desk.pass();
    await mixAgain(both);
    expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 1, held: 0 });
    expect((await desk.cardOf(both.a)).values.mobilePhone).toBe('06-11111111');
    expect(await desk.waiting()).toEqual([]);
  });

  test('for this pair: whatever the same other lends later is decided the same way', async () => {
    const { a, b } = await borrowed();
    await desk.office.decide(desk.who, 'borrowed', 'crm', { forPair: true });
    await desk.pass();
    await desk.office.change(b.id, { fields: { jobTitle: 'Chef de bureau' } });
    await desk.pass();
    desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'jobTitle', 'mobilePhone');
    expect(await desk.pass()).toMatchObject({ toCrm: 0, toRemote: 1, held: 0 });
    expect((await desk.cardOf(a)).values).toMatchObject({ jobTitle: 'Notaris', mobilePhone: '06-11111111' });
    // Another lender is another question.
    const donor = desk.outlook.add(asCard(cor));
    await desk.pass();
    desk.borrow(await desk.cardOf(a), donor, 'mobilePhone');
    expect(await desk.pass()).toMatchObject({ held: 1 });
  });

  test('that the world has overtaken is not applied to what nobody saw: it is asked anew', async () => {
    const { a } = await borrowed();
    await desk.office.decide(desk.who, 'borrowed', 'remote');
    desk.outlook.edit(await desk.cardOf(a), { mobilePhone: '06-22222222', birthday: '1990-09-09' });
    await desk.pass();
    expect(await desk.fieldsOf(a)).toMatchObject({ workMobile: '06-11111111' });
    expect(await desk.asked()).toEqual({ borrowed: ['workMobile'] });
  });

  test('a question whose cause is gone closes itself and says so', async () => {
    const { a } = await borrowed();
    const [held] = await desk.waiting();
    desk.outlook.edit(await desk.cardOf(a), { mobilePhone: '06-11111111', birthday: '1971-01-11' });
    await desk.pass();
    expect(await desk.waiting()).toEqual([]);
    expect(await ruling(held!.id)).toMatchObject({ state: 'overtaken' });
  });

  test('given while a pass reads is neither lost nor asked again', async () => {
    const { a } = await borrowed();
    // Something of this person is to be done, so that what waits on it is read.
    await desk.office.change(a.id, { fields: { initials: 'A.B.' } });
    let decided = false;
    const whileReading = (store: PassStore): PassStore => ({
      ...store,
      rulings: async (id, of) => {
        // Between the reading of what waits and of what was decided.
        if (!decided) await desk.office.decide(desk.who, 'borrowed', 'crm');
        decided = true;
        return store.rulings(id, of);
      },
    });
    await desk.office.pass(desk.who, 'syncNow', { store: whileReading });
    await desk.office.rest(desk.who);
    expect(decided).toBe(true);
    expect(await desk.waiting()).toEqual([]);
    expect((await desk.office.held.listOpen(desk.who.mailboxId)).length).toBe(0);
  });
});

describe('R13: a crash at any step of a decision', () => {
  const cases = [
    ['borrowed', 'crm'],
    ['borrowed', 'remote'],
    ['mergedAway', 'newCard'],
    ['mergedAway', 'relink'],
    ['sameCardExists', 'link'],
  ] as const;

  const stage = async (reason: (typeof cases)[number][0]): Promise<Person> => {
    if (reason === 'borrowed') return (await borrowed()).a;
    if (reason === 'sameCardExists') {
      desk.outlook.add(asCard(anna));
      const person = await desk.person(anna);
      await desk.pass();
      return person;
    }
    const survivor = desk.outlook.add(asCard({ ...cor, workMobile: null }));
    const person = await desk.person(anna);
    await desk.pass();
    await desk.pass();
    await desk.later(1);
    desk.outlook.merge(survivor, [await desk.cardOf(person)]);
    await desk.pass();
    return person;
  };

  test.each(cases)(
    '%s decided "%s" ends as decided, with one card and nothing doubled',
    async (reason, choice) => {
      const person = await stage(reason);
      const held = await desk.office.decide(desk.who, reason, choice);
      // Crash after crash, each a little further on.
      for (let call = 3; call <= 45; call += 3) {
        await desk.crash(call, call % 2 === 0 ? 'before' : 'after');
      }
      await desk.office.rest(desk.who);
      expect((await desk.asked())[reason]).toBeUndefined();
      expect(await ruling(held.id)).toMatchObject({ state: 'decided' });
      const card = await desk.cardOf(person);
      expect(card.values.emailAddresses?.[0]?.address).toBe('info@oort.example');
      const links = await desk.office.store.links(desk.who.mailboxId);
      expect(links.filter(({ personId }) => personId === person.id)).toHaveLength(1);
      if (choice === 'crm') expect(card.values.mobilePhone).toBe('06-11111111');
      expect((await desk.fieldsOf(person)).workMobile).toBe(
        choice === 'remote' ? '06-22222222' : '06-11111111',
      );
      expect(desk.outlook.cards()).toHaveLength(
        { crm: 2, remote: 2, newCard: 2, relink: 1, link: 1 }[choice],
      );
      expect(await desk.pass()).toMatchObject(quiet);
    },
  );
});
