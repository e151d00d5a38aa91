/** The main job over the wire: sandbox, database, CRM, adapter and pass together, by rule. */
import type { Person } from '../../shared/person.ts';
import { connectorProperty, createOffice, type Mailboxed, type Office } from '../support/office.ts';

const petra = 'petra@kantoor-voorbeeld.example';
const karim = 'karim@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;

beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
});
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const card = (name: string) => outlook().find(name)[0]!;
const dewi = (more: Parameters<Office['person']>[0] = {}): Promise<Person> =>
  office.person({
    relationManagerId: who.employeeId,
    ...more,
    fields: {
      firstName: 'Dewi',
      surnamePrefix: 'van',
      lastName: 'Oort',
      workEmail: 'dewi@oort.example',
      workPhone: '020-1234567',
      birthDate: '1980-02-29',
      ...more.fields,
    },
  });
const counts = async () => {
  const report = await office.pass(who);
  if (!report.ran) throw new Error(report.because);
  expect(report.result).toEqual({ outcome: 'done' });
  return report.counts;
};
const quiet = { created: 0, toRemote: 0, toCrm: 0, held: 0, removed: 0, repaired: 0 };

test('R2, R10: a selected person becomes a card with a connector ID that the CRM knows', async () => {
  const person = await dewi();
  expect(await counts()).toMatchObject({ created: 1, toCrm: 0 });
  const [made] = outlook().cards();
  expect(made!.values).toMatchObject({
    givenName: 'Dewi',
    middleName: 'van',
    surname: 'Oort',
    displayName: 'Dewi van Oort',
    fileAs: 'Oort, Dewi van',
  });
  expect(made!.birthday).toBe('1980-02-29');
  const connectorId = (await office.crm.connectorIds(who.employeeId)).get(person.id);
  expect(connectorId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/u);
  expect(made!.properties[connectorProperty]).toBe(connectorId);
});

test('R6: a pass right after a pass writes nothing', async () => {
  await dewi();
  await counts();
  expect(await counts()).toMatchObject(quiet);
  expect(await counts()).toMatchObject(quiet);
});

test('R3, R5: an edit on either side reaches the other, and what the user added survives', async () => {
  const person = await dewi();
  await counts();
  outlook().edit(card('Dewi van Oort'), {
    businessPhones: ['020-9999999', '06-12345678'],
    emailAddresses: [
      { address: 'dewi@oort.example', name: 'Dewi' },
      { address: 'second@user.example', name: 'x' },
    ],
    personalNotes: 'Belt liever na vijven',
  });
  await office.change(person.id, { fields: { jobTitle: 'Notaris' } });
  expect(await counts()).toMatchObject({ toCrm: 1, toRemote: 1 });
  expect((await office.get(person.id)).fields.workPhone).toBe('020-9999999');
  const { values } = card('Dewi van Oort');
  expect(values.jobTitle).toBe('Notaris');
  expect(values.businessPhones).toEqual(['020-9999999', '06-12345678']);
  expect(values.emailAddresses?.map(({ address }) => address)).toEqual([
    'dewi@oort.example',
    'second@user.example',
  ]);
  expect(values.personalNotes).toBe('Belt liever na vijven');
  expect(await counts()).toMatchObject(quiet);
});

test('R5: in a conflict the CRM wins, and the value that loses is in the history', async () => {
  const person = await dewi();
  await counts();
  outlook().edit(card('Dewi van Oort'), { jobTitle: 'Typed in Outlook' });
  await office.change(person.id, { fields: { jobTitle: 'Typed in the CRM' } });
  expect(await counts()).toMatchObject({ conflicts: 1, toRemote: 1, toCrm: 0 });
  expect(card('Dewi van Oort').values.jobTitle).toBe('Typed in the CRM');
  const { items } = await office.history.list({ personId: person.id });
  expect(items).toContainEqual(
    expect.objectContaining({
      field: 'jobTitle',
      outcome: 'done',
      overruled: { side: 'remote', value: 'Typed in Outlook' },
    }),
  );
});

test('R3: cards that the user made are never copied into the CRM', async () => {
  outlook().add({ givenName: 'Privé', surname: 'Vriend' });
  expect(await counts()).toMatchObject(quiet);
  expect(await office.crm.search('Vriend', 10)).toEqual([]);
});

test('R8: former, or no longer yours: the link is paused and the card stays', async () => {
  const person = await dewi();
  await counts();
  await office.change(person.id, { former: true });
  expect(await counts()).toMatchObject({ ...quiet, paused: 1 });
  expect(outlook().cards()).toHaveLength(1);
  await office.change(person.id, { former: false, fields: { jobTitle: 'Terug' } });
  expect(await counts()).toMatchObject({ resumed: 1, toRemote: 1, created: 0 });
});

test('R9: a removed card drops the connector ID, and comes back only after a change in the CRM', async () => {
  const person = await dewi();
  await counts();
  outlook().delete(card('Dewi van Oort'));
  expect(await counts()).toMatchObject({ removed: 1, created: 0 });
  expect(await office.crm.connectorIds(who.employeeId)).toEqual(new Map());
  expect(await counts()).toMatchObject(quiet);
  await office.change(person.id, { fields: { jobTitle: 'Anders' } });
  expect(await counts()).toMatchObject({ created: 1 });
});

test('R9: a card that was only moved stays linked and is followed into its folder', async () => {
  const person = await dewi();
  await counts();
  outlook().makeFolder('VIP');
  outlook().move(card('Dewi van Oort'), 'VIP');
  expect(await counts()).toMatchObject({ ...quiet });
  outlook().edit(card('Dewi van Oort'), { jobTitle: 'Vanuit VIP' });
  expect(await counts()).toMatchObject({ toCrm: 1 });
  expect((await office.get(person.id)).fields.jobTitle).toBe('Vanuit VIP');
});

test('R10: a copy loses the connector ID; a card that lost its own gets it back', async () => {
  await dewi();
  await counts();
  const original = card('Dewi van Oort');
  const copy = outlook().copy(original);
  expect(await counts()).toMatchObject({ repaired: 1, created: 0 });
  expect(outlook().get(copy)!.properties[connectorProperty] ?? '').toBe('');
  expect(outlook().get(original)!.properties[connectorProperty]).toBeTruthy();
  outlook().setProperty(original, connectorProperty, null);
  expect(await counts()).toMatchObject({ repaired: 1, created: 0 });
  expect(outlook().get(original)!.properties[connectorProperty]).toBeTruthy();
  expect(await counts()).toMatchObject(quiet);
});

test.each(['lostAnswer', 'hang', '503 after', '504 after', 'cut'] as const)(
  'R11: a create with the outcome "%s" makes one card',
  async (kind) => {
    await dewi();
    const fault =
      kind === '503 after' || kind === '504 after'
        ? ({ kind: 'status', status: kind === '503 after' ? 503 : 504, after: true } as const)
        : kind === 'hang'
          ? ({ kind: 'hang', after: true } as const)
          : ({ kind } as const);
    office.sandbox.faults.plan({ method: 'POST', path: '/contacts', fault });
    await office.rest(who);
    expect(office.sandbox.faults.log).toHaveLength(1);
    expect(outlook().cards()).toHaveLength(1);
    expect(await counts()).toMatchObject(quiet);
  },
);

test('R11: a card that shows late in the look-up is not made again', async () => {
  office.sandbox.switches.set({ findLagMs: 60_000 });
  await dewi();
  office.sandbox.faults.plan({ method: 'POST', path: '/contacts', fault: { kind: 'lostAnswer' } });
  await office.rest(who);
  expect(outlook().cards()).toHaveLength(1);
});

test('R12: an address book that is suddenly empty stops the pass before its first write', async () => {
  for (let index = 0; index < 6; index += 1) await dewi({ fields: { lastName: `Oort${index}` } });
  await counts();
  for (const each of outlook().cards()) outlook().delete(each);
  const report = await office.pass(who);
  expect(report).toMatchObject({
    ran: true,
    result: { outcome: 'braked', brake: { kind: 'emptyRemote', linked: 6 } },
  });
  expect((await office.crm.connectorIds(who.employeeId)).size).toBe(6);
  expect(await office.pass(who)).toMatchObject({ ran: false, because: 'notNow' });
});

test('R13: a lost delta token deletes nothing, and what changed meanwhile is seen', async () => {
  const person = await dewi();
  await counts();
  outlook().edit(card('Dewi van Oort'), { jobTitle: 'Tijdens het gat' });
  office.sandbox.loseDeltaTokens(petra);
  expect(await counts()).toMatchObject({ toCrm: 1, removed: 0, created: 0 });
  expect((await office.get(person.id)).fields.jobTitle).toBe('Tijdens het gat');
  expect(await counts()).toMatchObject(quiet);
});

test('R13: a removal that no delta ever told is seen in the next fresh round', async () => {
  await dewi();
  await counts();
  office.sandbox.switches.set({ deltaMissedRemovals: 1 });
  outlook().deleteForGood(card('Dewi van Oort'));
  expect(await counts()).toMatchObject({ removed: 0 });
  office.sandbox.loseDeltaTokens(petra);
  expect(await counts()).toMatchObject({ removed: 1 });
});

test('R13: what changed between reading and writing is read and merged again', async () => {
  const person = await dewi();
  await counts();
  await office.change(person.id, { fields: { jobTitle: 'CRM' } });
  let edited = false;
  const report = await office.pass(who, 'syncNow', {
    remotes: (remotes) => ({
      open: async (...args) => {
        const remote = await remotes.open(...args);
        const update = remote.update.bind(remote);
        return new Proxy(remote, {
          get: (target, name) =>
            name === 'update'
              ? (cards: Parameters<typeof update>[0]) => {
                  // The user is quicker than we are.
                  if (!edited) outlook().edit(card('Dewi van Oort'), { mobilePhone: '06-55555555' });
                  edited = true;
                  return update(cards);
                }
              : (Reflect.get(target, name, target) as unknown),
        });
      },
    }),
  });
  expect(report).toMatchObject({ ran: true, result: { outcome: 'done' } });
  expect(card('Dewi van Oort').values).toMatchObject({ jobTitle: 'CRM', mobilePhone: '06-55555555' });
  expect((await office.get(person.id)).fields).toMatchObject({ jobTitle: 'CRM', workMobile: '06-55555555' });
});

test("R14: one user's throttling delays that mailbox alone, for as long as it is told", async () => {
  const other = await office.activate(karim);
  await dewi({ ownerIds: [other.employeeId] });
  office.sandbox.faults.plan({
    mailbox: petra,
    times: 5,
    fault: { kind: 'status', status: 429, retryAfter: 600 },
  });
  expect(await office.pass(who)).toMatchObject({ ran: true, result: { outcome: 'later', afterMs: 600_000 } });
  expect(await office.pass(who)).toMatchObject({ ran: false, because: 'notNow' });
  expect(await office.pass(other)).toMatchObject({
    ran: true,
    result: { outcome: 'done' },
    counts: { created: 1 },
  });
});

test('R2: a person in two mailboxes: an edit by one user reaches the other', async () => {
  const other = await office.activate(karim);
  await dewi({ ownerIds: [other.employeeId] });
  await counts();
  await office.rest(other);
  outlook().edit(card('Dewi van Oort'), { mobilePhone: '06-77777777' });
  await counts();
  await office.rest(other);
  expect(office.sandbox.outlook(karim).cards()[0]!.values.mobilePhone).toBe('06-77777777');
});
