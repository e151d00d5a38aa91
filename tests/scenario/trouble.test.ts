/** R12, R13, R14 and the held changes over the wire: what trouble of one mailbox does, and what it does not. */
import sql from 'sql-template-tag';
import type { Person } from '../../shared/person.ts';
import type { Remote } from '../../worker/pass/ports.ts';
import { Trouble } from '../../worker/pass/ports.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from '../support/office.ts';
import { defaultActivationSettings } from '../../worker/sync/selection.ts';

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
const writes = () => outlook().audit.filter(({ by }) => by === 'app').length;
const person = (lastName: string, more: object = {}): Promise<Person> =>
  office.person({
    relationManagerId: who.employeeId,
    ...more,
    fields: { firstName: 'Dewi', lastName, workPhone: '020-1234567' },
  });
const many = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) await person(`Oort${index}`);
};

/** Comes between the pass and one method of the remote. */
const before = (name: keyof Remote<OutlookCard>, what: () => Promise<void>): Wrap => ({
  remotes: (remotes) => ({
    open: async (...args) => {
      const remote = await remotes.open(...args);
      return new Proxy(remote, {
        get: (target, property) => {
          const value: unknown = Reflect.get(target, property, target);
          if (typeof value !== 'function') return value;
          const method = value.bind(target) as (...all: unknown[]) => unknown;
          if (property !== name) return method;
          return async (...all: unknown[]) => {
            await what();
            return method(...all);
          };
        },
      });
    },
  }),
});

describe('R12: the brake over the wire', () => {
  test('more than 20 cards and more than a fifth changed in Outlook: nothing is written, and after a word it goes on', async () => {
    await many(30);
    await office.rest(who);
    for (const card of outlook().cards()) outlook().edit(card, { jobTitle: 'Ingelezen uit een bestand' });
    const stopped = await office.pass(who);
    expect(stopped).toMatchObject({
      result: { outcome: 'braked', brake: { kind: 'manyChanges', cards: 30, linked: 30 } },
    });
    expect((await office.crm.search('Oort3', 1))[0]?.fields.jobTitle).toBeNull();
    expect(await office.pass(who)).toMatchObject({ ran: false, because: 'notNow' });
    await office.mailboxes.resume(who.mailboxId);
    expect(await office.pass(who)).toMatchObject({ result: { outcome: 'done' }, counts: { toCrm: 30 } });
    // The word was for that one pass.
    for (const card of outlook().cards()) outlook().edit(card, { jobTitle: 'En nog eens' });
    expect(await office.pass(who)).toMatchObject({ result: { outcome: 'braked' } });
  });
});

describe('R13: a pass that lost the mailbox', () => {
  test('writes nothing more, and the one that took it over does', async () => {
    await person('Oort');
    let taken = false;
    const report = await office.pass(
      who,
      'syncNow',
      before('create', async () => {
        // Stopped for longer than its lease; another took the mailbox meanwhile.
        if (taken) return;
        taken = true;
        const lease = await office.store.acquire(who.mailboxId, 'another', 1);
        expect(lease).toBeNull();
        await office.db.query(
          sql`UPDATE sync.leases SET expires_at = '-infinity' WHERE mailbox_id = ${who.mailboxId}`,
        );
      }),
    );
    expect(taken).toBe(true);
    expect(report).toMatchObject({ result: { outcome: 'later' } });
    await office.rest(who);
    expect(outlook().cards()).toHaveLength(1);
  });

  test('asks before each write whether enough of its lease is left', async () => {
    await person('Oort');
    const report = await office.pass(who, 'syncNow', { settings: { leaseMs: 60_000, writeMs: 60_000 } });
    expect(report).toMatchObject({ result: { outcome: 'later' }, counts: { created: 0 } });
    expect(writes()).toBe(0);
    await office.rest(who);
    expect(outlook().cards()).toHaveLength(1);
  });
});

describe("R14: one user's trouble is one user's", () => {
  const signInEnded: Wrap = {
    remotes: () => ({
      open: async () => {
        throw new Trouble('identity.invalid_grant', { kind: 'park', because: 'signInAgain' });
      },
    }),
  };

  test('a sign-in that ended parks the mailbox, keeps its state, and others go on', async () => {
    const other = await office.activate(karim);
    const dewi = await person('Oort', { ownerIds: [other.employeeId] });
    await office.rest(who);
    outlook().edit(outlook().cards()[0]!, { jobTitle: 'Notaris' });
    expect(await office.pass(who, 'syncNow', signInEnded)).toMatchObject({ result: { outcome: 'parked' } });
    expect(await office.mailboxes.byId(who.mailboxId)).toMatchObject({ state: 'signInAgain' });
    expect(await office.pass(who)).toMatchObject({ ran: false, because: 'notNow', afterMs: null });
    expect(await office.pass(other)).toMatchObject({ result: { outcome: 'done' }, counts: { created: 1 } });
    // Signed in again: what changed meanwhile arrives.
    await office.activate(petra);
    await office.rest(who);
    expect((await office.get(dewi.id)).fields.jobTitle).toBe('Notaris');
  });

  test.each(['graph.bug', 'store.bug'])(
    'an unforeseen failure (%s) ends as an outcome, not as an exception',
    async (code) => {
      await person('Oort');
      const wrap = before('create', async () => {
        throw new Trouble(code, { kind: 'bug' });
      });
      expect(await office.pass(who, 'syncNow', wrap)).toMatchObject({ result: { outcome: 'failed', code } });
      await office.rest(who);
      expect(outlook().cards()).toHaveLength(1);
    },
  );
});

describe('what one side will not take', () => {
  test('R5: a surname blanked on the card is held with the reason, and settled when it is typed again', async () => {
    const dewi = await person('Oort');
    await office.rest(who);
    const [card] = outlook().cards();
    outlook().edit(card!, { surname: null, jobTitle: 'Notaris' });
    await office.rest(who);
    expect((await office.get(dewi.id)).fields).toMatchObject({ lastName: 'Oort', jobTitle: 'Notaris' });
    expect(await office.held.listOpen(who.mailboxId)).toMatchObject([
      { reason: 'lastNameRequired', fields: [{ field: 'lastName', crm: 'Oort', remote: null }] },
    ]);
    expect(await office.pass(who)).toMatchObject({ counts: { held: 0, toRemote: 0, toCrm: 0 } });
    outlook().edit(card!, { surname: 'Oort' });
    await office.rest(who);
    expect(await office.held.listOpen(who.mailboxId)).toEqual([]);
  });

  test('R11: a card that the remote refuses is held, and not asked again before it would be another', async () => {
    const dewi = await office.person({
      relationManagerId: who.employeeId,
      fields: { lastName: 'Oort', jobTitle: null },
    });
    office.sandbox.faults.plan({
      method: 'POST',
      path: '/contacts',
      fault: { kind: 'status', status: 400, code: 'ErrorPropertyValidation' },
    });
    await office.rest(who);
    expect(outlook().cards()).toEqual([]);
    expect(await office.held.listOpen(who.mailboxId)).toMatchObject([
      { reason: 'refusedByRemote', linkId: null },
    ]);
    expect(await office.crm.connectorIds(who.employeeId)).toEqual(new Map());
    await office.change(dewi.id, { groups: ['VIP'] });
    expect(await office.pass(who)).toMatchObject({ counts: { created: 0, held: 0 } });
    await office.change(dewi.id, { fields: { jobTitle: 'Notaris' } });
    await office.rest(who);
    expect(outlook().cards()).toHaveLength(1);
    expect(await office.held.listOpen(who.mailboxId)).toEqual([]);
  });

  test('R5: policy "ask" holds a conflict and leaves both sides as they are', async () => {
    await office.mailboxes.saveSettings(who.mailboxId, {
      ...defaultActivationSettings,
      conflictPolicy: 'ask',
    });
    const dewi = await person('Oort');
    await office.rest(who);
    outlook().edit(outlook().cards()[0]!, { jobTitle: 'Outlook' });
    await office.change(dewi.id, { fields: { jobTitle: 'CRM' } });
    await office.rest(who);
    expect((await office.get(dewi.id)).fields.jobTitle).toBe('CRM');
    expect(outlook().cards()[0]!.values.jobTitle).toBe('Outlook');
    expect(await office.held.listOpen(who.mailboxId)).toMatchObject([
      { reason: 'conflict', fields: [{ field: 'jobTitle', crm: 'CRM', remote: 'Outlook' }] },
    ]);
  });
});

describe('R1: settings of the activation', () => {
  test('groups added later bring their persons in; an excluded person stays away until the exclusion is lifted', async () => {
    const { mailboxId } = who;
    const set = (groupsIncluded: string[]) =>
      office.mailboxes.saveSettings(mailboxId, { ...defaultActivationSettings, groupsIncluded });
    await set(['VIP']);
    await person('Vip', { groups: ['VIP'] });
    const other = await person('Oort', { groups: ['Nieuwsbrief'] });
    await office.rest(who);
    expect(outlook().cards()).toHaveLength(1);
    await set(['VIP', 'Nieuwsbrief']);
    await office.mailboxes.exclude(mailboxId, other.id);
    await office.rest(who);
    expect(outlook().cards()).toHaveLength(1);
    await office.mailboxes.include(mailboxId, other.id);
    await office.rest(who);
    expect(outlook().cards()).toHaveLength(2);
  });
});

test('R10: a link lost here (an older backup) is tied again by the connector ID that the CRM kept', async () => {
  const dewi = await person('Oort');
  await office.rest(who);
  const lease = (await office.store.acquire(who.mailboxId, 'test', 60_000))!;
  const [link] = await office.store.links(who.mailboxId);
  await office.store.commit(lease, [
    { op: 'dropLink', linkId: link!.id, removal: null },
    { op: 'mark', marks: [{ subject: 'person', id: dewi.id }] },
  ]);
  await office.store.release(lease);
  outlook().edit(outlook().cards()[0]!, { mobilePhone: '06-12345678' });
  await office.rest(who);
  expect(outlook().cards()).toHaveLength(1);
  expect((await office.store.links(who.mailboxId))[0]?.cardId).toBe(link!.cardId);
  expect((await office.get(dewi.id)).fields.workMobile).toBe('06-12345678');
});
