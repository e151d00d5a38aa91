/**
 * A pass in portions is the pass: whatever number of persons is in hand at once, the same is written, held, asked and braked
 * (R5, R7, R9, R12). What only shows across the border of two portions stands here.
 */
import type { CardId } from '../../shared/ids.ts';
import type { Person, PersonFields } from '../../shared/person.ts';
import type { PassSettings } from '../../worker/pass/context.ts';
import { Crash, crashAt } from '../support/crash.ts';
import { anna, asCard, bram, cor, InfoDesk } from '../support/info-desk.ts';

const sizes = [1, 3, undefined] as const;
type Size = (typeof sizes)[number];

let desks: InfoDesk[] = [];
const open = async (): Promise<InfoDesk> => {
  const desk = await InfoDesk.open();
  desks.push(desk);
  return desk;
};
afterEach(async () => {
  await Promise.all(desks.map((desk) => desk.close()));
  desks = [];
});

const inPortions = (personsAtOnce: number | undefined, settings: Partial<PassSettings> = {}) => ({
  settings: { ...settings, ...(personsAtOnce === undefined ? {} : { personsAtOnce }) },
});

const values = (name: string, change: Partial<PersonFields> = {}): Partial<PersonFields> => ({
  firstName: name,
  lastName: `van ${name}`,
  workEmail: `${name.toLowerCase()}@elders.example`,
  workPhone: `020-55${String(name.length).repeat(5)}`,
  jobTitle: `Taak van ${name}`,
  ...change,
});

/** What there is on all sides, by names instead of ids. */
const picture = async (desk: InfoDesk) => {
  const { office, who, outlook } = desk;
  const links = await office.store.links(who.mailboxId);
  const held = await desk.waiting();
  const ids = [...new Set([...links, ...held].map(({ personId }) => personId))];
  const persons = await office.crm.persons([...ids, ...(await office.crm.personsOf(who.employeeId))]);
  const nameOf = (id: (typeof ids)[number] | null) =>
    id === null ? null : persons.get(id)?.fields.firstName;
  return {
    persons: [...persons.values()]
      .map(({ fields }) => fields)
      .toSorted((a, b) => (a.lastName! < b.lastName! ? -1 : 1)),
    cards: outlook
      .cards()
      .map((card) => JSON.stringify([card.values, card.birthday, Object.keys(card.properties)]))
      .toSorted(),
    links: links
      .map(({ personId, state, pausedBecause, base }) => [nameOf(personId), state, pausedBecause, base])
      .toSorted(),
    held: held
      .map(({ personId, reason, donorPersonId, fields }) =>
        JSON.stringify([nameOf(personId), reason, nameOf(donorPersonId), fields]),
      )
      .toSorted(),
    marks: await office.store.marks(who.mailboxId),
  };
};

/** The same day at three desks, and what came of it at each. */
const atEachSize = async <T>(day: (desk: InfoDesk, size: Size) => Promise<T>): Promise<T[]> => {
  const all: T[] = [];
  for (const size of sizes) all.push(await day(await open(), size));
  return all;
};

const aDay = async (desk: InfoDesk, size: Size) => {
  const wrap = inPortions(size);
  const counts: object[] = [];
  const pass = async (): Promise<void> => {
    const { requests: _, ...rest } = await desk.pass(wrap);
    counts.push(rest);
  };
  const a = await desk.person(anna);
  const b = await desk.person({ ...bram, workMobile: null });
  const some: Person[] = [];
  for (const name of ['Dirk', 'Els', 'Frits', 'Gerda', 'Hugo']) some.push(await desk.person(values(name)));
  const [dirk, els, frits, gerda, hugo] = some;
  desk.outlook.add(asCard(cor));
  await pass();
  await pass();
  await desk.later(1);

  // Anna's card goes into Bram's, while Bram gets a number of his own in the CRM.
  desk.outlook.merge(await desk.cardOf(b), [await desk.cardOf(a)]);
  await desk.office.change(b.id, { fields: { workMobile: '06-99999999' } });
  await desk.office.change(dirk!.id, { fields: { jobTitle: 'Anders', workPhone: '020-5551111' } });
  desk.outlook.edit(await desk.cardOf(els!), { jobTitle: 'Nieuwe taak' });
  desk.outlook.delete(await desk.cardOf(frits!));
  // Both sides at once.
  await desk.office.change(gerda!.id, { fields: { jobTitle: 'Door het CRM' } });
  desk.outlook.edit(await desk.cardOf(gerda!), { jobTitle: 'Door Gerda', businessPhones: ['030-5552222'] });
  await desk.office.change(hugo!.id, { former: true });
  // New ones, of whom one has a card that Petra made.
  await desk.person(cor);
  for (const name of ['Ines', 'Joop', 'Karel', 'Lies']) await desk.person(values(name));
  await pass();
  const after = await picture(desk);
  await pass();
  await pass();
  return { counts, after, atRest: await picture(desk) };
};

test('R5, R7, R9: a day in portions of one, of three and in one piece comes to the same', async () => {
  const [ones, threes, whole] = await atEachSize(aDay);
  expect(whole!.after.held.map((each) => (JSON.parse(each) as string[]).slice(0, 2)).toSorted()).toEqual([
    ['Anna', 'mergedAway'],
    ['Bram', 'borrowed'],
    ['Cor', 'sameCardExists'],
  ]);
  expect(whole!.atRest.marks).toEqual([]);
  expect(ones).toEqual(whole);
  expect(threes).toEqual(whole);
}, 120_000);

test('R7: a card that is repaired in one portion still tells in another one that it had grown', async () => {
  const all = await atEachSize(async (desk, size) => {
    const a = await desk.person(anna);
    const b = await desk.person(bram);
    await desk.pass();
    await desk.pass();
    await desk.later(1);
    // Bram's card gets Anna's number, Petra has it repaired, and takes Anna's card away before that is done.
    desk.outlook.borrow(await desk.cardOf(b), await desk.cardOf(a), ['mobilePhone']);
    await desk.pass(inPortions(size));
    await desk.office.decide(desk.who, 'borrowed', 'crm');
    desk.outlook.delete(await desk.cardOf(a));
    const { toRemote, removed, held } = await desk.pass(inPortions(size));
    return { toRemote, removed, held, asked: await desk.asked() };
  });
  expect(all).toEqual(sizes.map(() => ({ toRemote: 1, removed: 0, held: 1, asked: { mergedAway: [] } })));
}, 120_000);

test('R12: the brake counts over all portions, before the first write to either side', async () => {
  const brake = { cards: 3, share: 0.2, emptyFrom: 50 };
  const [ones, threes, whole] = await atEachSize(async (desk, size) => {
    const persons: Person[] = [];
    for (let n = 0; n < 10; n += 1) persons.push(await desk.person(values(`Nummer${n}`)));
    await desk.pass(inPortions(size, { brake }));
    await desk.pass(inPortions(size, { brake }));
    for (const person of persons.slice(0, 5)) {
      desk.outlook.edit(await desk.cardOf(person), { jobTitle: 'Door iemand anders' });
    }
    await desk.office.change(persons[7]!.id, { fields: { jobTitle: 'Uit het CRM' } });
    await desk.person(values('Later'));
    const before = await picture(desk);
    const report = await desk.office.pass(desk.who, 'syncNow', inPortions(size, { brake }));
    const { marks: _, ...there } = await picture(desk);
    const { marks: __, ...was } = before;
    expect(there).toEqual(was);
    await desk.office.mailboxes.resume(desk.who.mailboxId);
    const released = await desk.pass(inPortions(size, { brake }));
    return {
      result: report.ran ? report.result : null,
      toCrm: released.toCrm,
      toRemote: released.toRemote,
      created: released.created,
    };
  });
  expect(whole).toEqual({
    result: { outcome: 'braked', brake: { kind: 'manyChanges', cards: 5, linked: 10 } },
    toCrm: 5,
    toRemote: 1,
    created: 1,
  });
  expect(ones).toEqual(whole);
  expect(threes).toEqual(whole);
}, 120_000);

test('R13: a trouble in the middle of the portions keeps what was done, and the next pass does the rest', async () => {
  const desk = await open();
  for (let n = 0; n < 9; n += 1) await desk.person(values(`Nummer${n}`));
  let made = 0;
  desk.office.sandbox.faults.plan({
    method: 'POST',
    path: '/contacts',
    fault: { kind: 'status', status: 429, retryAfter: 900 },
    skip: 5,
  });
  const report = await desk.office.pass(desk.who, 'syncNow', inPortions(2));
  expect(report).toMatchObject({ ran: true, result: { outcome: 'later' } });
  made = desk.outlook.cards().length;
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(9);
  await desk.office.sandbox.clock.advance(1_000_000);
  await desk.office.rest(desk.who, inPortions(2));
  expect(desk.outlook.cards()).toHaveLength(9);
  expect(new Set(desk.outlook.cards().map((card) => card.values.surname)).size).toBe(9);
}, 60_000);

test('what was put away is what is applied: a person that changes between the portions is read again, not written over', async () => {
  const desk = await open();
  const persons: Person[] = [];
  for (let n = 0; n < 4; n += 1) persons.push(await desk.person(values(`Nummer${n}`)));
  await desk.pass();
  await desk.pass();
  for (const person of persons) {
    desk.outlook.edit(await desk.cardOf(person), { jobTitle: 'Van de kaart' });
  }
  let changed = false;
  await desk.office.pass(desk.who, 'syncNow', {
    ...inPortions(1),
    crm: (crm) => ({
      ...crm,
      update: async (id, version, patch, by) => {
        const result = await crm.update(id, version, patch, by);
        // Somebody types in the CRM when the first portion has been applied and the last one waits.
        const last = persons.at(-1)!;
        if (!changed && id !== last.id) {
          changed = true;
          await desk.office.change(last.id, { fields: { workPhone: '020-5559999' } });
        }
        return result;
      },
    }),
  });
  await desk.office.rest(desk.who, inPortions(1));
  expect(changed).toBe(true);
  expect(await desk.fieldsOf(persons.at(-1)!)).toMatchObject({
    jobTitle: 'Van de kaart',
    workPhone: '020-5559999',
  });
  expect((await desk.cardOf(persons.at(-1)!)).values).toMatchObject({ businessPhones: ['020-5559999'] });
}, 60_000);

test('R13: a round that is cut off anywhere, learnt from a card at a time, is read again and nothing of it is lost', async () => {
  const desk = await open();
  const persons: Person[] = [];
  for (let n = 0; n < 5; n += 1) persons.push(await desk.person(values(`Nummer${n}`)));
  await desk.pass();
  await desk.pass();
  const inOnes = inPortions(1);
  for (const when of ['before', 'after'] as const) {
    for (let call = 2; call < 40; call += 4) {
      const title = `Taak ${when} ${call}`;
      for (const person of persons) desk.outlook.edit(await desk.cardOf(person), { jobTitle: title });
      desk.outlook.add(asCard({ ...cor, lastName: `Vos ${when} ${call}` }));
      desk.office.sandbox.faults.plan({ path: '/delta', fault: { kind: 'lostDeltaToken' } });
      const crash = { ...crashAt(call, when), ...inOnes };
      await desk.office.pass(desk.who, 'syncNow', crash).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
      await desk.office.rest(desk.who, inOnes);
      for (const person of persons) expect((await desk.fieldsOf(person)).jobTitle).toBe(title);
      // R7: every card of the mailbox is remembered as it is.
      const cards = desk.outlook.cards().map(({ id }) => id as CardId);
      const known = await desk.office.store.knownCards(desk.who.mailboxId, cards);
      expect([...known.values()].filter(({ goneAt }) => goneAt === null)).toHaveLength(cards.length);
    }
  }
}, 180_000);
