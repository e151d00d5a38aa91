/**
 * R12: a preview over the wire. What it counts is what the next pass does; it writes nothing anywhere; it neither disturbs a
 * pass nor waits for one.
 */
import type { Person } from '../../shared/person.ts';
import type { PassCounts, PassStore } from '../../worker/pass/ports.ts';
import type { Preview } from '../../worker/pass/preview-result.ts';
import type { PreviewReport, PreviewRequest } from '../../worker/pass/preview.ts';
import { connectorProperty, createOffice, type Mailboxed, type Office } from '../support/office.ts';
import { everyRow } from '../support/trace.ts';
import { defaultActivationSettings } from '../../worker/sync/selection.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;

beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
});
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const card = (surname: string) =>
  outlook()
    .cards()
    .find(({ values }) => values.surname === surname)!;
const person = (lastName: string, more: Parameters<Office['person']>[0] = {}): Promise<Person> =>
  office.person({
    relationManagerId: who.employeeId,
    ...more,
    fields: {
      firstName: 'Dewi',
      lastName,
      workEmail: `${lastName.toLowerCase()}@oort.example`,
      ...more.fields,
    },
  });

const made = (report: PreviewReport): Preview => {
  if (!report.made) throw new Error(report.because);
  return report.preview;
};
/** A preview that is shown to have left no trace: no row in the database, nothing in the mailbox. */
const preview = async (request: Omit<PreviewRequest, 'mailboxId'> = {}): Promise<Preview> => {
  const state = async () => ({
    rows: await everyRow(office.db, 'sync', 'crm', 'jobs'),
    cards: outlook().cards(),
    byApp: outlook().audit.filter(({ by }) => by === 'app').length,
  });
  // The CRM puts its own feed in order whenever it is read.
  await office.crm.head();
  const before = await state();
  const result = made(await office.preview(who, request));
  expect(await state()).toEqual(before);
  return result;
};
const withoutRequests = ({ requests: _, ...counts }: PassCounts) => counts;
const pass = async (): Promise<ReturnType<typeof withoutRequests>> => {
  const report = await office.pass(who);
  if (!report.ran) throw new Error(report.because);
  expect(report.result).toMatchObject({ outcome: 'done' });
  return withoutRequests(report.counts);
};
/** The counts of the preview, shown to be those of the pass. */
const previewThenPass = async (): Promise<Preview> => {
  const shown = await preview();
  expect(withoutRequests(shown.counts)).toEqual(await pass());
  return shown;
};

/** An office in which something of everything has happened since the last pass. */
const messyOffice = async () => {
  const names = [
    'Both',
    'Conflict',
    'Former',
    'Grouped',
    'Held',
    'Removed',
    'Copied',
    'Lost',
    'Excluded',
    'Quiet',
  ];
  const persons = new Map<string, Person>();
  for (const name of names) persons.set(name, await person(name));
  const head = await person('Head', { fields: { privateEmail: 'thuis@oort.example' } });
  const follower = await person('Head', { fields: { workEmail: 'follower@oort.example' } });
  await office.crm.tieTo(follower.id, head.id, { kind: 'import' });
  await office.rest(who);

  const id = (name: string) => persons.get(name)!.id;
  await person('New', { fields: { workPhone: '020-1234567' } });
  await office.change(id('Both'), { fields: { jobTitle: 'Notaris' } });
  outlook().edit(card('Both'), { mobilePhone: '06-12345678' });
  await office.change(id('Conflict'), { fields: { jobTitle: 'In het CRM' } });
  outlook().edit(card('Conflict'), { jobTitle: 'In Outlook' });
  await office.change(id('Former'), { former: true });
  await office.change(id('Grouped'), { groups: ['Nieuwsbrief'] });
  outlook().edit(card('Held'), { surname: '' });
  outlook().delete(card('Removed'));
  outlook().copy(card('Copied'));
  outlook().setProperty(card('Lost'), connectorProperty, null);
  await office.mailboxes.exclude(who.mailboxId, id('Excluded'));
  const [one, two] = outlook()
    .cards()
    .filter(({ values }) => values.surname === 'Head');
  // Two cards of one human: what the first writes makes the second one's version old (R13), so one round leads to another.
  outlook().edit(one!, { givenName: 'Diewertje' });
  outlook().edit(two!, { middleName: 'van' });
  return { id, head, follower };
};

describe('R12: the counts of a preview are those of the pass that follows', () => {
  test('for a first activation: cards to make, and who is left out and why', async () => {
    const out = await person('Uit', { groups: ['Nieuwsbrief'] });
    const not = await person('Niet');
    const made = await Promise.all([person('Een'), person('Twee'), person('Drie', { groups: ['Klanten'] })]);
    await person('Voormalig', { former: true });
    outlook().add({ givenName: 'Eigen', surname: 'Kaart' });
    await office.mailboxes.exclude(who.mailboxId, not.id);
    await office.mailboxes.saveSettings(who.mailboxId, {
      ...defaultActivationSettings,
      groupsExcluded: ['nieuwsbrief'],
    });
    const shown = await previewThenPass();
    expect(shown).toMatchObject({ everyPerson: true, brake: null, held: [], toCrm: [], later: null });
    expect(shown.counts.created).toBe(3);
    expect([...shown.created].toSorted()).toEqual(made.map(({ id }) => id).toSorted());
    expect([...shown.leftOut].toSorted((a, b) => (a.because < b.because ? -1 : 1))).toEqual([
      { personId: not.id, because: 'excludedByUser' },
      { personId: out.id, because: 'groupExcluded' },
    ]);
    expect(outlook().cards()).toHaveLength(4);
  });

  test('for an office in which something of everything has happened', async () => {
    const { id, head, follower } = await messyOffice();
    const shown = await previewThenPass();
    expect(shown.counts).toMatchObject({
      created: 1,
      conflicts: 1,
      paused: 2,
      removed: 1,
      repaired: 2,
      held: 1,
    });
    expect(shown.everyPerson).toBe(false);
    expect(shown.created).toHaveLength(1);
    expect(shown.toRemote).toContainEqual({
      personId: id('Both'),
      fields: [{ field: 'jobTitle', from: null, to: 'Notaris', decision: 'R5.onlyCrm' }],
    });
    expect(shown.toCrm).toContainEqual({
      personId: id('Both'),
      fields: [{ field: 'workMobile', from: null, to: '06-12345678', decision: 'R5.onlyRemote' }],
    });
    expect(shown.toRemote).toContainEqual({
      personId: id('Conflict'),
      fields: [
        {
          field: 'jobTitle',
          from: 'In Outlook',
          to: 'In het CRM',
          decision: 'R5.conflict.crm',
          overruled: { side: 'remote', value: 'In Outlook' },
        },
      ],
    });
    expect(shown.held).toMatchObject([
      {
        personId: id('Held'),
        reason: 'lastNameRequired',
        fields: [{ field: 'lastName', crm: 'Held', remote: null }],
      },
    ]);
    expect(shown.paused).toContainEqual({ personId: id('Former'), because: 'former' });
    expect(shown.paused).toContainEqual({ personId: id('Excluded'), because: 'excludedByUser' });
    expect(shown.removed).toEqual([id('Removed')]);
    expect([...shown.repaired].toSorted()).toEqual([id('Lost'), null]);
    expect(shown.leftOut).toContainEqual({ personId: id('Removed'), because: 'removedByUser' });
    const named = await office.crm.persons([head.id, follower.id]);
    for (const { fields } of named.values()) {
      expect(fields).toMatchObject({ firstName: 'Diewertje', surnamePrefix: 'van' });
    }
    // And it comes to rest where the preview said that nothing is left.
    expect(withoutRequests((await preview()).counts)).toEqual(await pass());
  });

  test('for a change of settings, which is not saved by looking', async () => {
    await messyOffice();
    await pass();
    const settings = {
      ...defaultActivationSettings,
      groupsExcluded: ['Nieuwsbrief'],
      conflictPolicy: 'outlook',
    } as const;
    const now = (await office.mailboxes.byId(who.mailboxId))!.settings;
    outlook().edit(card('Conflict'), { jobTitle: 'Nog eens in Outlook' });
    await office.change((await office.crm.search('Conflict', 1))[0]!.id, {
      fields: { jobTitle: 'Nog eens' },
    });
    const shown = await preview({ settings });
    expect(shown).toMatchObject({
      everyPerson: true,
      settings,
      counts: { paused: 1, toCrm: 1, conflicts: 1 },
    });
    expect((await office.mailboxes.byId(who.mailboxId))!.settings).toEqual(now);
    await office.mailboxes.saveSettings(who.mailboxId, settings);
    expect(withoutRequests(shown.counts)).toEqual(await pass());
  });

  test('for a mailbox that was paused; after the word "go on" it does what was shown', async () => {
    await messyOffice();
    await office.mailboxes.pause(who.mailboxId, 'byUser');
    const shown = await preview();
    expect(shown.mailbox).toEqual({ state: 'paused', because: 'byUser' });
    await office.mailboxes.resume(who.mailboxId);
    expect(withoutRequests(shown.counts)).toEqual(await pass());
  });

  test('for a create whose answer was lost: the card that is there is counted, and none is made', async () => {
    await person('Oort');
    office.sandbox.faults.plan({ method: 'POST', path: '/contacts', fault: { kind: 'lostAnswer' } });
    office.sandbox.switches.set({ findLagMs: 60_000 });
    await office.pass(who);
    await office.sandbox.clock.advance(120_000);
    await office.db.query({ text: 'UPDATE sync.mailboxes SET not_before = NULL', values: [] });
    const shown = await previewThenPass();
    expect(shown).toMatchObject({ counts: { created: 1 }, created: [expect.any(String)] });
    expect(outlook().cards()).toHaveLength(1);
  });
});

describe('R12: a brake in a preview', () => {
  test('is told, together with what lies behind it; after "go on" the pass does just that', async () => {
    for (let index = 0; index < 6; index += 1) await person(`Oort${String(index)}`);
    await office.rest(who);
    for (const each of outlook().cards()) outlook().delete(each);
    const shown = await preview();
    expect(shown).toMatchObject({ brake: { kind: 'emptyRemote', linked: 6 }, counts: { removed: 6 } });
    expect(await office.pass(who)).toMatchObject({ result: { outcome: 'braked' } });
    const again = await preview();
    expect(again.mailbox.state).toBe('braked');
    await office.mailboxes.resume(who.mailboxId);
    const released = await preview();
    expect(released.brake).toBeNull();
    const counts = await pass();
    expect(withoutRequests(released.counts)).toEqual(counts);
    expect(withoutRequests(again.counts)).toEqual(counts);
  });
});

describe('a preview while a pass runs', () => {
  test('at every step of it: neither disturbs the other', async () => {
    await messyOffice();
    const expected = withoutRequests((await preview()).counts);
    const reports: PreviewReport[] = [];
    let looking = false;
    const beside = (store: PassStore): PassStore => ({
      ...store,
      commit: async (lease, writes) => {
        const done = await store.commit(lease, writes);
        if (looking) return done;
        looking = true;
        reports.push(await office.preview(who));
        looking = false;
        return done;
      },
    });
    const report = await office.pass(who, 'syncNow', { store: beside });
    expect(report).toMatchObject({ ran: true, result: { outcome: 'done' } });
    expect(report.ran && withoutRequests(report.counts)).toEqual(expected);
    expect(reports.length).toBeGreaterThan(5);
    expect(reports.filter(({ made }) => !made)).toEqual([]);
    // At no moment does it show a card that would be made twice, or a link that would be lost.
    for (const shown of reports.map(made)) {
      expect(shown.counts.created).toBeLessThanOrEqual(1);
      expect(shown.counts.removed).toBeLessThanOrEqual(1);
    }
    expect(withoutRequests((await preview()).counts)).toEqual(await pass());
  }, 120_000);

  test('begun beside it and ended after it: made, with nothing written', async () => {
    await messyOffice();
    const [shown, report] = await Promise.all([office.preview(who), office.pass(who)]);
    expect(report).toMatchObject({ ran: true, result: { outcome: 'done' } });
    expect(shown).toMatchObject({ made: true });
    expect(await office.pass(who)).toMatchObject({
      counts: { created: 0, toCrm: 0, removed: 0, repaired: 0 },
    });
  });
});

describe('when no preview can be made', () => {
  test('R14: the user must sign in again', async () => {
    await office.mailboxes.park(who.mailboxId, 'signInAgain');
    expect(await office.preview(who)).toEqual({ made: false, because: 'signInAgain' });
  });

  test('R14: Microsoft asks to wait, before and in the middle', async () => {
    await person('Oort');
    office.sandbox.faults.plan({
      mailbox: petra,
      times: 5,
      fault: { kind: 'status', status: 429, retryAfter: 600 },
    });
    expect(await office.preview(who)).toEqual({ made: false, because: 'notNow', afterMs: 600_000 });
    const until = new Date(office.sandbox.clock.now() + 60_000).toISOString();
    await office.db.query({ text: 'UPDATE sync.mailboxes SET not_before = $1', values: [until] });
    expect(await office.preview(who)).toEqual({ made: false, because: 'notNow', afterMs: 60_000 });
  });

  test('it is stopped half-way', async () => {
    const stop = new AbortController();
    await person('Oort');
    const report = await office.preview(who, { signal: stop.signal, onProgress: () => stop.abort() });
    expect(report).toEqual({ made: false, because: 'stopped' });
  });

  test('there is no such mailbox', async () => {
    const nobody = { ...who, mailboxId: '00000000-0000-4000-8000-000000000000' as typeof who.mailboxId };
    expect(await office.preview(nobody)).toEqual({ made: false, because: 'unknownMailbox' });
  });
});
