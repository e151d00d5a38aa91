/**
 * Ping-pong over a reformatted phone: each program shows and stores numbers in a form of its own ("+31 20 123 4567", "(020)
 * 123 45 67"), takes the other's form for an edit and writes its own, and so on for ever: every card is "changed" every few
 * minutes, on all phones (R4, R6).
 *
 * Seen to fail: with `canonicalPhone` (shared/canonical.ts) answering the trimmed text all five fail: the first form already goes
 * into the CRM as an edit, and from there into the other mailbox.
 */
import type { Person } from '../../../shared/person.ts';
import type { Mailboxed } from '../../support/office.ts';
import { crmWith, karim, openScene, petra, quiet, type Scene } from './scene.ts';

let scene: Scene;
let person: Person;
beforeEach(async () => {
  scene = await openScene();
  person = await scene.person();
  await scene.pass();
}, 60_000);
afterEach(() => scene.office.close());

/** One and the same number, as clients of Outlook, phones and people write it. */
const forms = [
  '+31 20 123 4567',
  '+31 (0)20 1234567',
  '(020) 123 45 67',
  '020 1234567',
  '0031201234567',
  '+31201234567',
  '020.123.45.67',
];
const inCrm = async () => (await scene.fieldsOf(person)).workPhone;

test('reformatted phone: however the card writes the number, nothing is written on either side', async () => {
  const written = scene.written().length;
  const version = (await scene.office.get(person.id)).version;
  for (const form of forms) {
    scene.outlook.edit(await scene.cardOf(person), { businessPhones: [form] });
    expect(await scene.pass()).toMatchObject(quiet);
    expect((await scene.cardOf(person)).values.businessPhones).toEqual([form]);
  }
  expect(scene.written()).toHaveLength(written);
  expect(await scene.office.get(person.id)).toMatchObject({ version });
  expect(await inCrm()).toBe('020-1234567');
});

test('reformatted phone: a client that rewrites the number after each of our writes meets no second one', async () => {
  for (const [turn, form] of forms.entries()) {
    await scene.office.change(person.id, { fields: { jobTitle: `Notaris ${turn}` } });
    expect(await scene.pass()).toMatchObject({ toRemote: 1, toCrm: 0 });
    scene.outlook.edit(await scene.cardOf(person), { businessPhones: [form] });
    expect(await scene.pass()).toMatchObject(quiet);
  }
  // Of the phone nothing was ever written but the first time, with the card.
  const phones = scene.written().filter(({ properties }) => properties.includes('businessPhones'));
  expect(phones.map(({ action }) => action)).toEqual(['created']);
});

test('reformatted phone: two mailboxes with a form each, and a CRM with a third, come to rest', async () => {
  const other: Mailboxed = await scene.office.activate(karim);
  await scene.office.change(person.id, { ownerIds: [other.employeeId] });
  await scene.office.rest(other);
  const shown = crmWith('persons', (persons) => async (ids) => {
    const found = await persons(ids);
    return new Map(
      [...found].map(([id, each]) => [
        id,
        { ...each, fields: { ...each.fields, workPhone: '020 / 1234567' } },
      ]),
    );
  });
  const written = () =>
    [petra, karim].map(
      (user) => scene.office.sandbox.outlook(user).audit.filter(({ by }) => by === 'app').length,
    );
  const before = written();
  for (let turn = 0; turn < 6; turn += 1) {
    const [one = '', two = ''] = [forms[turn % 3], forms[3 + (turn % 3)]];
    scene.outlook.edit(await scene.cardOf(person), { businessPhones: [one] });
    const [theirs] = scene.office.sandbox.outlook(karim).cards();
    scene.office.sandbox.outlook(karim).edit(theirs!, { businessPhones: [two] });
    await scene.office.rest(scene.who, shown);
    await scene.office.rest(other, shown);
  }
  expect(written()).toEqual(before);
  expect(await inCrm()).toBe('020-1234567');
  expect((await scene.office.history.list({ personId: person.id })).items).toEqual([
    expect.objectContaining({ decision: 'R2.created' }),
    expect.objectContaining({ decision: 'R2.created' }),
  ]);
});

test('reformatted phone: a number that is another one goes over once, as it was typed, and then it is quiet', async () => {
  scene.outlook.edit(await scene.cardOf(person), { businessPhones: ['(020) 765 43 21'] });
  expect(await scene.pass()).toMatchObject({ toCrm: 1, toRemote: 0 });
  expect(await inCrm()).toBe('(020) 765 43 21');
  expect(await scene.pass()).toMatchObject(quiet);
  // The CRM tidies it up: no reason to write the card.
  await scene.office.change(person.id, { fields: { workPhone: '+31 20 765 4321' } });
  expect(await scene.pass()).toMatchObject(quiet);
  expect((await scene.cardOf(person)).values.businessPhones).toEqual(['(020) 765 43 21']);
});

test('reformatted phone: mobiles, private numbers and what is no number at all are no different', async () => {
  const kinds = [
    ['06-12345678', '+31 6 12 34 56 78'],
    ['06 1234 5678 tst. 12', '+31612345678 x12'],
    ['geheim', 'Geheim'],
    ['112', '1-1-2'],
  ] as const;
  for (const [typed, reformatted] of kinds) {
    await scene.office.change(person.id, { fields: { workMobile: typed } });
    await scene.pass();
    scene.outlook.edit(await scene.cardOf(person), { mobilePhone: reformatted });
    expect(await scene.pass()).toMatchObject(quiet);
    expect((await scene.fieldsOf(person)).workMobile).toBe(typed);
  }
});
