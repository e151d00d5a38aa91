/** R12 over the wire: what would change remarkably much stops before the first write, keeps its state, and asks. */
import sql from 'sql-template-tag';
import type { Person } from '../../shared/person.ts';
import { readSettings } from '../../worker/settings.ts';
import type { PassReport } from '../../worker/pass/ports.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from '../support/office.ts';
import { defaultActivationSettings } from '../../worker/sync/selection.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
}, 60_000);
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
/** As the settings say it, small enough for a test. */
const brakeAt = (env: Readonly<Record<string, string>>): Wrap => {
  const { brake } = readSettings({ BRAKE_CARDS: '3', BRAKE_SHARE: '0.2', ...env });
  return { settings: { brake } };
};
const wrap = brakeAt({});

const people = async (n: number): Promise<Person[]> => {
  const persons: Person[] = [];
  for (let index = 0; index < n; index += 1) {
    persons.push(
      await office.person({
        relationManagerId: who.employeeId,
        fields: { firstName: 'Rem', lastName: `Nummer${String(index)}`, jobTitle: 'Was' },
      }),
    );
  }
  await office.rest(who, wrap);
  return persons;
};
const pass = (with_: Wrap = wrap): Promise<PassReport> => office.pass(who, 'syncNow', with_);
const editTitles = (n: number, jobTitle: string): void => {
  for (const card of outlook().cards().slice(0, n)) outlook().edit(card, { jobTitle });
};
const titles = async (persons: readonly Person[]): Promise<string[]> =>
  [...(await office.crm.persons(persons.map(({ id }) => id))).values()].map(
    ({ fields }) => fields.jobTitle ?? '',
  );
const remember = async () => ({
  links: await office.store.links(who.mailboxId),
  history: (await office.history.list({ mailboxId: who.mailboxId })).items,
  connectorIds: await office.crm.connectorIds(who.employeeId),
  cards: outlook()
    .cards()
    .map(({ values }) => values),
});
const brakedWith = (brake: object) => ({ ran: true, result: { outcome: 'braked', brake } });

test('R12: more cards and a larger share than the settings allow: nothing is written on either side', async () => {
  const persons = await people(8);
  editTitles(4, 'Gewist');
  // What the CRM has for Outlook waits with it.
  await office.change(persons[7]!.id, { fields: { workPhone: '020-7654321' } });
  const before = await remember();
  expect(await pass()).toMatchObject(brakedWith({ kind: 'manyChanges', cards: 4, linked: 8 }));
  expect(await remember()).toEqual(before);
  expect(await titles(persons)).toEqual(Array.from({ length: 8 }, () => 'Was'));
  expect(await office.mailboxes.byId(who.mailboxId)).toMatchObject({
    state: 'braked',
    stateBecause: JSON.stringify({ kind: 'manyChanges', cards: 4, linked: 8 }),
  });
  // And it stays so: no pass begins by itself.
  expect(await pass()).toEqual({ ran: false, because: 'notNow', afterMs: null });
});

test('R12: at the limit it does not stop; both limits must be passed', async () => {
  await people(8);
  editTitles(3, 'Precies');
  expect(await pass()).toMatchObject({ result: { outcome: 'done' }, counts: { toCrm: 3 } });
  editTitles(4, 'Meer, maar geen groot deel');
  const halfOfAll = brakeAt({ BRAKE_SHARE: '0.5' });
  expect(await pass(halfOfAll)).toMatchObject({ result: { outcome: 'done' }, counts: { toCrm: 4 } });
});

test('R12: removals count with the edits', async () => {
  await people(8);
  editTitles(2, 'Gewist');
  for (const card of outlook().cards().slice(2, 4)) outlook().delete(card);
  expect(await pass()).toMatchObject(brakedWith({ kind: 'manyChanges', cards: 4, linked: 8 }));
  expect((await office.crm.connectorIds(who.employeeId)).size).toBe(8);
});

test('R12: a "go on" lets one pass through, with all of it, and the next is held back again', async () => {
  const persons = await people(8);
  editTitles(4, 'Gewild');
  await office.change(persons[7]!.id, { fields: { workPhone: '020-7654321' } });
  await pass();
  await office.mailboxes.resume(who.mailboxId);
  expect(await pass()).toMatchObject({
    result: { outcome: 'done' },
    counts: { toCrm: 4, toRemote: 1, removed: 0 },
  });
  expect((await titles(persons)).filter((title) => title === 'Gewild')).toHaveLength(4);
  expect(await office.mailboxes.byId(who.mailboxId)).toMatchObject({ brakeReleased: false });
  editTitles(5, 'Weer');
  expect(await pass()).toMatchObject(brakedWith({ kind: 'manyChanges', cards: 5, linked: 8 }));
});

test('R12: the release outlives a pass that could not finish, and is used up by the one that could', async () => {
  const persons = await people(8);
  editTitles(4, 'Gewild');
  await pass();
  await office.mailboxes.resume(who.mailboxId);
  office.sandbox.faults.plan({
    mailbox: petra,
    times: 5,
    fault: { kind: 'status', status: 429, retryAfter: 60 },
  });
  expect(await pass()).toMatchObject({ result: { outcome: 'later' } });
  expect(await office.mailboxes.byId(who.mailboxId)).toMatchObject({ brakeReleased: true });
  office.sandbox.faults.clear();
  await office.sandbox.clock.advance(61_000);
  expect(await pass()).toMatchObject({ result: { outcome: 'done' }, counts: { toCrm: 4 } });
  expect((await titles(persons)).filter((title) => title === 'Gewild')).toHaveLength(4);
});

test('R12: what is mended before the "go on" is not carried out: the plan is made anew', async () => {
  const persons = await people(8);
  editTitles(4, 'Per ongeluk');
  await pass();
  editTitles(4, 'Was');
  await office.mailboxes.resume(who.mailboxId);
  expect(await pass()).toMatchObject({ result: { outcome: 'done' }, counts: { toCrm: 0, removed: 0 } });
  expect(await titles(persons)).toEqual(Array.from({ length: 8 }, () => 'Was'));
});

test('R12: "no, pause", and the brake is on again after the resume', async () => {
  await people(8);
  editTitles(4, 'Gewist');
  await pass();
  await office.mailboxes.pause(who.mailboxId, 'byUser');
  expect(await pass()).toMatchObject({ ran: false });
  await office.mailboxes.resume(who.mailboxId);
  expect(await pass()).toMatchObject(brakedWith({ kind: 'manyChanges', cards: 4, linked: 8 }));
});

test('R12: a CRM that suddenly gives this user nobody stops the pass; no link is paused', async () => {
  const persons = await people(6);
  for (const { id } of persons) await office.change(id, { relationManagerId: null });
  expect(await pass()).toMatchObject(brakedWith({ kind: 'emptyCrm', linked: 6 }));
  expect((await office.store.links(who.mailboxId)).map(({ state }) => state)).toEqual(
    Array.from({ length: 6 }, () => 'active'),
  );
  // Put right in the CRM, nothing is left to decide.
  for (const { id } of persons) await office.change(id, { relationManagerId: who.employeeId });
  await office.mailboxes.resume(who.mailboxId);
  expect(await pass()).toMatchObject({ result: { outcome: 'done' }, counts: { paused: 0, toRemote: 0 } });
});

test('R12: an emptied CRM is the same, also when its persons are gone', async () => {
  const persons = await people(6);
  for (const { id } of persons) await office.crm.removePerson(id, { kind: 'import' });
  expect(await pass()).toMatchObject(brakedWith({ kind: 'emptyCrm', linked: 6 }));
  await office.mailboxes.resume(who.mailboxId);
  expect(await pass()).toMatchObject({ result: { outcome: 'done' }, counts: { paused: 6, removed: 0 } });
  expect(outlook().cards()).toHaveLength(6);
});

test('R12: BRAKE_EMPTY_FROM says from how many links on an empty source is not believed', async () => {
  await people(3);
  for (const card of outlook().cards()) outlook().delete(card);
  expect(await pass(brakeAt({ BRAKE_EMPTY_FROM: '3' }))).toMatchObject(
    brakedWith({ kind: 'emptyRemote', linked: 3 }),
  );
  await office.mailboxes.resume(who.mailboxId);
  expect(await pass(brakeAt({ BRAKE_EMPTY_FROM: '3' }))).toMatchObject({
    result: { outcome: 'done' },
    counts: { removed: 3 },
  });
});

test("R1, R12: the user's own choice of groups is no accident and does not stop", async () => {
  const persons = await people(6);
  for (const { id } of persons) await office.change(id, { groups: ['Kerst'] });
  await pass();
  await office.mailboxes.saveSettings(who.mailboxId, {
    ...defaultActivationSettings,
    groupsExcluded: ['Kerst'],
  });
  expect(await pass()).toMatchObject({ result: { outcome: 'done' }, counts: { paused: 6 } });
});

test('R12: settings that change while it is on are kept and count after the "go on"', async () => {
  const persons = await people(8);
  editTitles(4, 'Gewist');
  await pass();
  await office.mailboxes.exclude(who.mailboxId, persons[7]!.id);
  await office.mailboxes.resume(who.mailboxId);
  expect(await pass()).toMatchObject({ result: { outcome: 'done' }, counts: { paused: 1 } });
  const [row] = await office.db.query<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM sync.marks WHERE mailbox_id = ${who.mailboxId}`,
  );
  expect(row?.n).toBe(0);
});
