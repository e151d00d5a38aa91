/** R1, R5 over the wire: groups in and out, "not in my Outlook", former and back, and who wins a conflict. */
import sql from 'sql-template-tag';
import type { Person } from '../../shared/person.ts';
import type { PersonDraft } from '../../worker/crm/embedded/types.ts';
import {
  defaultActivationSettings,
  type ActivationSettings,
  type ConflictPolicy,
} from '../../worker/sync/selection.ts';
import { createOffice, type Mailboxed, type Office } from '../support/office.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
}, 60_000);
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const names = () =>
  outlook()
    .cards()
    .map(({ values }) => values.displayName)
    .sort();
const person = (
  firstName: string,
  groups: readonly string[],
  ties: Partial<PersonDraft> = {},
): Promise<Person> =>
  office.person({
    relationManagerId: who.employeeId,
    groups,
    ...ties,
    fields: { firstName, lastName: 'Groep', workEmail: `${firstName.toLowerCase()}@groep.example` },
  });
const counts = async () => {
  const report = await office.pass(who);
  if (!report.ran) throw new Error(report.because);
  expect(report.result).toEqual({ outcome: 'done' });
  return report.counts;
};
const save = (settings: Partial<ActivationSettings>) =>
  office.mailboxes.saveSettings(who.mailboxId, {
    ...defaultActivationSettings,
    ...settings,
  });
const links = async () =>
  new Map(
    (await office.store.links(who.mailboxId)).map((link) => [
      link.personId,
      [link.state, link.pausedBecause],
    ]),
  );
const quiet = { created: 0, toRemote: 0, toCrm: 0, held: 0, paused: 0, resumed: 0, removed: 0 };

test('R1: groups switched in, out and back again: cards are made once, then paused and resumed, never doubled', async () => {
  const kerst = await person('Anna', ['Kerst']);
  const both = await person('Bram', ['Kerst', 'Nieuwsbrief']);
  const none = await person('Carla', []);

  await save({ groupsIncluded: ['kerst'] });
  expect(await counts()).toMatchObject({ created: 2 });
  expect(names()).toEqual(['Anna Groep', 'Bram Groep']);

  // An excluded group wins over an included one.
  await save({ groupsIncluded: ['Kerst'], groupsExcluded: ['Nieuwsbrief'] });
  expect(await counts()).toMatchObject({ ...quiet, paused: 1 });
  expect((await links()).get(both.id)).toEqual(['paused', 'groupExcluded']);
  expect(names()).toEqual(['Anna Groep', 'Bram Groep']);

  await save({});
  expect(await counts()).toMatchObject({ ...quiet, created: 1, resumed: 1 });
  expect(names()).toEqual(['Anna Groep', 'Bram Groep', 'Carla Groep']);

  await save({ groupsIncluded: ['Kerst'] });
  expect(await counts()).toMatchObject({ ...quiet, paused: 1 });
  expect((await links()).get(none.id)).toEqual(['paused', 'groupNotIncluded']);
  await save({});
  expect(await counts()).toMatchObject({ ...quiet, resumed: 1 });
  expect(names()).toHaveLength(3);
  expect(await counts()).toMatchObject(quiet);
  expect((await links()).get(kerst.id)).toEqual(['active', null]);
});

test('R1, R2: a person that enters or leaves a group follows, as does a group that gets another name', async () => {
  await save({ groupsIncluded: ['Kerst'] });
  const anna = await person('Anna', []);
  expect(await counts()).toMatchObject({ created: 0 });
  await office.change(anna.id, { groups: ['Kerst'] });
  expect(await counts()).toMatchObject({ created: 1 });
  await office.change(anna.id, { groups: ['Borrel'] });
  expect(await counts()).toMatchObject({ paused: 1 });
  await office.change(anna.id, { groups: ['KERST'] });
  expect(await counts()).toMatchObject({ resumed: 1, created: 0 });
});

test('R1: what changes while a card is paused is on it after the way back, and no pass between writes to it', async () => {
  const anna = await person('Anna', ['Kerst']);
  await counts();
  await save({ groupsExcluded: ['Kerst'] });
  await counts();
  await office.change(anna.id, { fields: { jobTitle: 'Notaris' } });
  expect(await counts()).toMatchObject({ toRemote: 0 });
  expect(outlook().cards()[0]!.values.jobTitle ?? null).toBeNull();
  await save({});
  expect(await counts()).toMatchObject({ resumed: 1, toRemote: 1 });
  expect(outlook().cards()[0]!.values.jobTitle).toBe('Notaris');
});

test('R1: "not in my Outlook" holds through changes in the CRM until the user lifts it', async () => {
  const anna = await person('Anna', []);
  await counts();
  await office.mailboxes.exclude(who.mailboxId, anna.id);
  expect(await counts()).toMatchObject({ ...quiet, paused: 1 });
  await office.change(anna.id, { fields: { jobTitle: 'Anders' } });
  expect(await counts()).toMatchObject(quiet);
  expect((await links()).get(anna.id)).toEqual(['paused', 'excludedByUser']);
  await office.mailboxes.include(who.mailboxId, anna.id);
  expect(await counts()).toMatchObject({ ...quiet, resumed: 1, toRemote: 1 });
  expect(names()).toEqual(['Anna Groep']);
});

test('R1: a person that was excluded before it had a card gets none, and gets one when it is let in', async () => {
  const anna = await person('Anna', []);
  await office.mailboxes.exclude(who.mailboxId, anna.id);
  expect(await counts()).toMatchObject({ created: 0 });
  await office.mailboxes.include(who.mailboxId, anna.id);
  expect(await counts()).toMatchObject({ created: 1 });
});

test('R1: former and back, of a person that was excluded meanwhile, stays out for the reason that is left', async () => {
  const anna = await person('Anna', []);
  await counts();
  await office.change(anna.id, { former: true });
  await counts();
  await office.mailboxes.exclude(who.mailboxId, anna.id);
  await counts();
  expect((await links()).get(anna.id)).toEqual(['paused', 'former']);
  await office.change(anna.id, { former: false });
  await counts();
  expect((await links()).get(anna.id)).toEqual(['paused', 'excludedByUser']);
});

test('R1: one role alone leaves the others out, whose cards stay, and both bring them back as they are by then', async () => {
  const managed = await person('Anna', []);
  const owned = await person('Berend', [], { relationManagerId: null, ownerIds: [who.employeeId] });
  const both = await person('Carla', [], { ownerIds: [who.employeeId] });
  expect(await counts()).toMatchObject({ created: 3 });
  await save({ roles: ['owner'] });
  expect(await counts()).toMatchObject({ ...quiet, paused: 1 });
  expect((await links()).get(managed.id)).toEqual(['paused', 'roleNotChosen']);
  expect((await links()).get(owned.id)).toEqual(['active', null]);
  expect((await links()).get(both.id)).toEqual(['active', null]);
  expect(names()).toEqual(['Anna Groep', 'Berend Groep', 'Carla Groep']);
  await office.change(managed.id, { fields: { jobTitle: 'Notaris' } });
  // From owner to relation manager: leaves too, and in both roles stays.
  await office.change(owned.id, { relationManagerId: who.employeeId, ownerIds: [] });
  expect(await counts()).toMatchObject({ ...quiet, paused: 1 });
  await save({});
  expect(await counts()).toMatchObject({ ...quiet, resumed: 2, toRemote: 1 });
  expect(await counts()).toMatchObject(quiet);
});

test('R1: settings that were stored before there were roles are read as both', async () => {
  await person('Anna', []);
  await person('Berend', [], { relationManagerId: null, ownerIds: [who.employeeId] });
  await office.db.query(sql`UPDATE sync.mailboxes SET settings = settings - 'roles'`);
  expect(await counts()).toMatchObject({ created: 2 });
  expect((await office.mailboxes.byId(who.mailboxId))?.settings.roles).toEqual(['relationManager', 'owner']);
});

const conflict = async (policy: ConflictPolicy, last: 'crm' | 'outlook') => {
  await save({ conflictPolicy: policy });
  const anna = await person('Anna', []);
  await counts();
  const [card] = outlook().cards();
  const steps = {
    crm: () => office.change(anna.id, { fields: { jobTitle: 'Uit het CRM' } }),
    outlook: () => outlook().edit(card!, { jobTitle: 'Uit Outlook' }),
  };
  await steps[last === 'crm' ? 'outlook' : 'crm']();
  await office.sandbox.clock.advance(60_000);
  await steps[last]();
  const counted = await counts();
  return {
    counted,
    crm: (await office.get(anna.id)).fields.jobTitle,
    outlook: outlook().cards()[0]!.values.jobTitle,
    held: (await office.store.openHeld(who.mailboxId)).map(({ reason }) => reason),
  };
};

test('R5: policy crm keeps what the CRM has, whoever was last', async () => {
  const crmWins = await conflict('crm', 'outlook');
  expect(crmWins).toMatchObject({ crm: 'Uit het CRM', outlook: 'Uit het CRM', held: [] });
});

test('R5: policy outlook takes what was typed in Outlook, whoever was last', async () => {
  const outlookWins = await conflict('outlook', 'crm');
  expect(outlookWins).toMatchObject({ crm: 'Uit Outlook', outlook: 'Uit Outlook', held: [] });
});

test('R5: policy newest takes what was typed last: in the CRM', async () => {
  const crmWins = await conflict('newest', 'crm');
  expect(crmWins).toMatchObject({ crm: 'Uit het CRM', outlook: 'Uit het CRM', held: [] });
});

test('R5: policy newest takes what was typed last: in Outlook', async () => {
  const outlookWins = await conflict('newest', 'outlook');
  expect(outlookWins).toMatchObject({ crm: 'Uit Outlook', outlook: 'Uit Outlook', held: [] });
});

test('R5: policy ask holds, and another policy that is chosen later decides what was held', async () => {
  const asked = await conflict('ask', 'outlook');
  expect(asked).toMatchObject({ crm: 'Uit het CRM', outlook: 'Uit Outlook', held: ['conflict'] });
  await save({ conflictPolicy: 'outlook' });
  expect(await counts()).toMatchObject({ toCrm: 1, conflicts: 1 });
  expect(await office.store.openHeld(who.mailboxId)).toEqual([]);
  const [person] = await office.crm.search('Anna Groep', 1);
  expect(person?.fields.jobTitle).toBe('Uit Outlook');
  const { items } = await office.history.list({ personId: person!.id });
  expect(items).toContainEqual(
    expect.objectContaining({ overruled: { side: 'crm', value: 'Uit het CRM' }, outcome: 'done' }),
  );
});
