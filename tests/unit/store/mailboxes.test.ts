/** R1, R12, R14: who activated, and what people may change about a mailbox while a pass runs. */
import { randomUUID } from 'node:crypto';
import { asId, type EmployeeId } from '../../../shared/ids.ts';
import type { PassStore } from '../../../worker/pass/ports.ts';
import { createMailboxes, type Mailboxes } from '../../../worker/store/mailboxes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createStatus } from '../../../worker/store/status.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { at, hold, holdWrite, link, newMailbox, person } from './fixture.ts';
import type { ActivationSettings } from '../../../worker/sync/selection.ts';

let server: TestDb;
let mailboxes: Mailboxes;
let store: PassStore;
beforeAll(async () => {
  server = await createTestDb();
  mailboxes = createMailboxes(server.db);
  store = createPassStore(server.db);
}, 120_000);
afterAll(() => server.close());

const employee = (): EmployeeId => asId(randomUUID());
const settings: ActivationSettings = {
  groupsIncluded: ['Cliënten'],
  groupsExcluded: [],
  conflictPolicy: 'ask',
  roles: ['owner'],
};

describe('an activation', () => {
  test('is safe to repeat, also at the same moment, and keeps its settings', async () => {
    const request = {
      employeeId: employee(),
      tid: 'tenant',
      oid: randomUUID(),
      upn: 'a@kantoor.example',
      settings,
    };
    const all = await Promise.all([1, 2, 3].map(() => mailboxes.activate(request)));
    expect(all.map(({ outcome }) => outcome).toSorted()).toEqual(['activated', 'known', 'known']);
    const again = await mailboxes.activate({
      ...request,
      upn: 'b@kantoor.example',
      settings: { ...settings, groupsIncluded: [] },
    });
    expect(again).toMatchObject({ outcome: 'known', mailbox: { upn: 'b@kantoor.example', settings } });
    expect(await mailboxes.byUser(request.tid, request.oid)).toEqual(
      await mailboxes.byEmployee(request.employeeId),
    );
  });

  test('of a second account for one employee, or of another employee for one account, is refused', async () => {
    const request = { employeeId: employee(), tid: 'tenant', oid: randomUUID(), upn: null };
    await mailboxes.activate(request);
    expect(await mailboxes.activate({ ...request, oid: randomUUID() })).toEqual({
      outcome: 'refused',
      because: 'employeeHasOtherAccount',
    });
    expect(await mailboxes.activate({ ...request, employeeId: employee() })).toEqual({
      outcome: 'refused',
      because: 'accountHasOtherEmployee',
    });
    expect(await mailboxes.byEmployee(request.employeeId)).toMatchObject({ oid: request.oid });
  });

  test('R14: ends "sign in again" and nothing else', async () => {
    const parked = await newMailbox(server.db);
    await mailboxes.park(parked.id, 'interactionRequired');
    expect(await mailboxes.byId(parked.id)).toMatchObject({ state: 'signInAgain' });
    expect(await mailboxes.activate(parked)).toMatchObject({
      mailbox: { state: 'active', stateBecause: null },
    });
    await mailboxes.pause(parked.id, 'byUser');
    await mailboxes.park(parked.id, 'interactionRequired');
    expect(await mailboxes.activate(parked)).toMatchObject({
      mailbox: { state: 'paused', stateBecause: 'byUser' },
    });
  });
});

describe('the end of a link', () => {
  const ended = { state: 'paused', stateBecause: 'deactivated' };

  test('comes from whatever state, and neither pause, resume nor a new sign-in trouble makes it another', async () => {
    const { id } = await newMailbox(server.db);
    await mailboxes.park(id, 'interactionRequired');
    await mailboxes.deactivate(id);
    await mailboxes.deactivate(id);
    await mailboxes.pause(id, 'byAdmin');
    await mailboxes.park(id, 'interactionRequired');
    expect(await mailboxes.resume(id)).toBe(false);
    expect(await mailboxes.resume(id, { state: 'paused', stateBecause: 'deactivated' })).toBe(false);
    expect(await mailboxes.byId(id)).toMatchObject(ended);
  });

  test('R12: takes back a "go on", and is not undone by the pass that runs', async () => {
    const { id } = await newMailbox(server.db);
    const running = await hold(store, id);
    await store.commit(running, [{ op: 'mailbox', set: { state: 'braked', stateBecause: 'manyChanges' } }]);
    await mailboxes.resume(id);
    await mailboxes.deactivate(id);
    await store.commit(running, [
      { op: 'mailbox', set: { state: 'signInAgain', stateBecause: 'signInAgain', lastPassAt: at } },
    ]);
    expect(await mailboxes.byId(id)).toMatchObject({ ...ended, brakeReleased: false });
  });

  test('is asked for by no daily round and no subscription', async () => {
    const { id } = await newMailbox(server.db);
    const due = async () =>
      [
        ...(await mailboxes.dueDaily(new Date(at))),
        ...(await mailboxes.dueSubscription(new Date(at))),
      ].filter((one) => one.id === id).length;
    expect(await due()).toBe(2);
    await mailboxes.deactivate(id);
    expect(await due()).toBe(0);
  });

  test('is lifted by a new activation alone, on the same mailbox with its links and settings', async () => {
    const request = { employeeId: employee(), tid: 'tenant', oid: randomUUID(), upn: null, settings };
    const first = await mailboxes.activate(request);
    if (first.outcome === 'refused') throw new Error(first.because);
    const { id } = first.mailbox;
    const running = await hold(store, id);
    await store.commit(running, [
      { op: 'newLinks', links: [link(1)] },
      { op: 'crmCursor', cursor: '7' },
    ]);
    await store.release(running);
    await mailboxes.deactivate(id);
    const again = await mailboxes.activate({ ...request, upn: 'c@kantoor.example' });
    expect(again).toMatchObject({
      outcome: 'again',
      mailbox: {
        id,
        state: 'active',
        stateBecause: null,
        upn: 'c@kantoor.example',
        settings,
        crmCursor: '7',
      },
    });
    expect(await store.links(id)).toHaveLength(1);
    expect(await mailboxes.activate(request)).toMatchObject({ outcome: 'known' });
  });
});

describe('a change by a person while a pass runs', () => {
  test('R1: an exclusion waits for a pass that has not begun, whatever the running one clears', async () => {
    const { id } = await newMailbox(server.db);
    const mark = { subject: 'person', id: person(1) } as const;
    const running = await hold(store, id);
    await store.commit(running, [{ op: 'mark', marks: [mark] }]);
    await mailboxes.exclude(id, person(1), new Date(at));
    await store.commit(running, [{ op: 'clearMarks', marks: [mark] }]);
    expect(await store.marks(id)).toEqual([mark]);
    await store.release(running);
    const next = await hold(store, id);
    expect((await store.mailbox(id))?.excludedPersons).toEqual(new Set([person(1)]));
    await store.commit(next, [{ op: 'clearMarks', marks: [mark] }]);
    expect(await store.marks(id)).toEqual([]);
    await mailboxes.include(id, person(1));
    expect((await store.mailbox(id))?.excludedPersons).toEqual(new Set());
  });

  test('R1: new settings make the next pass look at every person, whatever cursor the running one stores', async () => {
    const { id } = await newMailbox(server.db);
    const running = await hold(store, id);
    await store.commit(running, [{ op: 'crmCursor', cursor: '1' }]);
    await mailboxes.saveSettings(id, settings);
    await store.commit(running, [{ op: 'crmCursor', cursor: '2' }]);
    expect(await store.mailbox(id)).toMatchObject({ crmCursor: null, settings });
    await store.release(running);
    const next = await hold(store, id);
    await store.commit(next, [{ op: 'crmCursor', cursor: '3' }]);
    expect(await store.mailbox(id)).toMatchObject({ crmCursor: '3' });
  });

  test('a pause is not undone by what the pass writes at its end', async () => {
    const { id } = await newMailbox(server.db);
    const running = await hold(store, id);
    await mailboxes.pause(id, 'byAdmin');
    await store.commit(running, [
      { op: 'mailbox', set: { state: 'signInAgain', stateBecause: 'x', lastPassAt: at } },
    ]);
    expect(await store.mailbox(id)).toMatchObject({
      state: 'paused',
      stateBecause: 'byAdmin',
      lastPassAt: at,
    });
  });

  test('R12: going on after a brake releases it for one pass', async () => {
    const { id } = await newMailbox(server.db);
    const running = await hold(store, id);
    await store.commit(running, [{ op: 'mailbox', set: { state: 'braked', stateBecause: 'manyChanges' } }]);
    await mailboxes.resume(id);
    expect(await store.mailbox(id)).toMatchObject({
      state: 'active',
      stateBecause: null,
      brakeReleased: true,
    });
    await store.commit(running, [{ op: 'mailbox', set: { brakeReleased: false } }]);
    await mailboxes.pause(id, 'byUser');
    await mailboxes.resume(id);
    expect(await store.mailbox(id)).toMatchObject({ state: 'active', brakeReleased: false });
  });
});

describe('R12: a brake that was released', () => {
  const braked = async () => {
    const { id } = await newMailbox(server.db);
    const lease = await hold(store, id);
    await store.commit(lease, [{ op: 'mailbox', set: { state: 'braked', stateBecause: 'manyChanges' } }]);
    await store.release(lease);
    return id;
  };

  test('is on again when somebody pauses before a pass has used the release', async () => {
    const id = await braked();
    await mailboxes.resume(id);
    await mailboxes.pause(id, 'byUser');
    await mailboxes.resume(id);
    expect(await store.mailbox(id)).toMatchObject({ state: 'active', brakeReleased: false });
  });

  test('is not released by a resume after "no, pause": the next pass stops again', async () => {
    const id = await braked();
    await mailboxes.pause(id, 'byUser');
    await mailboxes.resume(id);
    expect(await store.mailbox(id)).toMatchObject({ state: 'active', brakeReleased: false });
  });

  test('is released once, also when two people say so', async () => {
    const id = await braked();
    await Promise.all([mailboxes.resume(id), mailboxes.resume(id)]);
    expect(await store.mailbox(id)).toMatchObject({ state: 'active', brakeReleased: true });
    const lease = await hold(store, id);
    await store.commit(lease, [{ op: 'mailbox', set: { brakeReleased: false, lastPassAt: at } }]);
    await store.release(lease);
    await mailboxes.resume(id);
    expect(await store.mailbox(id)).toMatchObject({ brakeReleased: false });
  });
});

describe('what jobs ask', () => {
  test('mailboxes whose day has come or never came, the active ones only', async () => {
    const [due, later, never, paused] = await Promise.all([1, 2, 3, 4].map(() => newMailbox(server.db)));
    const now = new Date('2026-03-02T03:00:00Z');
    await mailboxes.setNextDailyAt(due!.id, new Date('2026-03-02T02:59:59Z'));
    await mailboxes.setNextDailyAt(later!.id, new Date('2026-03-02T03:00:01Z'));
    await mailboxes.pause(paused!.id, 'byUser');
    const ids = (await mailboxes.dueDaily(now)).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([due!.id, never!.id]));
    expect(ids).not.toContain(later!.id);
    expect(ids).not.toContain(paused!.id);
  });

  test('subscriptions that end soon or are missing, and whose one is', async () => {
    const [soon, late, none] = await Promise.all([1, 2, 3].map(() => newMailbox(server.db)));
    const subscription = (expiresAt: string) => ({ id: randomUUID(), expiresAt, clientStateHash: 'hash' });
    const ends = subscription('2026-03-03T00:00:00.000Z');
    await mailboxes.setSubscription(soon!.id, ends);
    await mailboxes.setSubscription(late!.id, subscription('2026-03-09T00:00:00.000Z'));
    const ids = (await mailboxes.dueSubscription(new Date('2026-03-04T00:00:00Z'))).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([soon!.id, none!.id]));
    expect(ids).not.toContain(late!.id);
    const found = await mailboxes.bySubscriptions([ends.id, 'of-nobody']);
    expect(found).toEqual([expect.objectContaining({ id: soon!.id, subscription: ends })]);
    await mailboxes.setSubscription(soon!.id, null);
    expect(await mailboxes.bySubscriptions([ends.id])).toEqual([]);
  });

  test('counts per mailbox and the state of a person', async () => {
    const { id } = await newMailbox(server.db);
    const lease = await hold(store, id);
    const links = [
      link(1),
      link(2, { state: 'creating', cardId: null, folderId: null, etag: null }),
      link(3, { state: 'paused', pausedBecause: 'former' }),
      link(4),
    ];
    await store.commit(lease, [
      { op: 'newLinks', links: links.slice(0, 3) },
      holdWrite(links[0]!, 'key'),
      { op: 'mark', marks: [{ subject: 'person', id: person(1) }] },
      { op: 'dropLink', linkId: links[3]!.id, removal: { personId: person(4), personVersion: 'v' } },
    ]);
    const status = createStatus(server.db);
    expect((await status.counts([id])).get(id)).toEqual({
      active: 1,
      creating: 1,
      paused: 1,
      held: 1,
      removed: 1,
      marks: 1,
    });
    expect((await status.counts()).has(id)).toBe(true);
    expect(await status.linkStates(id, [1, 2, 3, 4, 5].map(person))).toEqual(
      new Map([
        [person(1), 'active'],
        [person(2), 'creating'],
        [person(3), 'paused'],
        [person(4), 'removed'],
      ]),
    );
  });
});
