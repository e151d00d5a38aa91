/** Around the activation at the API: what is chosen before the consent, what is told before it, and the end of the link. */
import { randomUUID } from 'node:crypto';
import type { Deactivated, MailboxSettings, MailboxView } from '../../../shared/api/mailbox.ts';
import type {
  CardId,
  ConnectorId,
  FolderId,
  HeldId,
  LinkId,
  MailboxId,
  PassId,
} from '../../../shared/ids.ts';
import { createDeactivate } from '../../../worker/main/deactivate.ts';
import { Trouble } from '../../../worker/pass/ports.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import type { ActivationSettings } from '../../../worker/sync/selection.ts';
import { json, openOffice, petraOid, jorisOid, refusal, type Office } from './office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
}, 60_000);
afterEach(() => office.close());

const post = (path: string, body?: object, from: Pick<Office, 'ask'> = office, claims = {}) =>
  from.ask(path, body === undefined ? { method: 'POST' } : json('POST', body), claims);
const codeOf = async (response: Response) => [response.status, (await refusal(response)).code];
const mailboxNow = async () => (await (await office.ask('/api/mailbox')).json()) as MailboxView;

describe('what is chosen before the consent', () => {
  const chosen: MailboxSettings = {
    groupsIncluded: ['kerst '],
    groupsExcluded: [],
    conflictPolicy: 'ask',
    roles: ['owner', 'owner'],
  };
  const asking = () => {
    const asked: { start: string; settings?: ActivationSettings }[] = [];
    const api = office.with({
      activationTicket: async (_, wanted) => {
        asked.push(wanted);
        return { url: 'https://relatiebrug.example/connect/start?ticket=t', expiresAt: new Date() };
      },
    });
    return { asked, api };
  };

  test('R1: goes with the ticket, groups as the CRM writes them and every role once', async () => {
    await office.person('Kerst', { groups: ['Kerst'] });
    const { asked, api } = asking();
    const response = await post('/api/activation/ticket', { start: 'afterPreview', settings: chosen }, api);
    expect(response.status).toBe(201);
    expect((await post('/api/activation/ticket', undefined, api)).status).toBe(201);
    expect(asked).toEqual([
      { start: 'afterPreview', settings: { ...chosen, groupsIncluded: ['Kerst'], roles: ['owner'] } },
      { start: 'now' },
    ]);
  });

  test('R1: a group that nobody is in is refused by its place, and no ticket is made', async () => {
    await office.person('Kerst', { groups: ['Kerst'] });
    const { asked, api } = asking();
    const settings = { ...chosen, groupsIncluded: ['Kerst', 'Krest'], groupsExcluded: ['Zeist'] };
    const response = await post('/api/activation/ticket', { settings }, api);
    expect(response.status).toBe(422);
    expect((await refusal(response)).fields).toEqual([
      { field: 'settings.groupsIncluded.1', problem: 'unknownGroup' },
      { field: 'settings.groupsExcluded.0', problem: 'unknownGroup' },
    ]);
    const wrong = { ...chosen, roles: [], conflictPolicy: 'loudest' };
    expect((await post('/api/activation/ticket', { settings: wrong }, api)).status).toBe(422);
    expect(asked).toEqual([]);
  });

  test('R1: at a new activation what the mailbox has stays known, also when its group has emptied', async () => {
    const id = await office.activate(office.petra, petraOid);
    const before = (await office.mailboxes.byId(id))!.settings;
    await office.mailboxes.saveSettings(id, { ...before, groupsIncluded: ['Leeg'] });
    const { asked, api } = asking();
    const settings = { ...chosen, groupsIncluded: ['leeg'] };
    expect((await post('/api/activation/ticket', { settings }, api)).status).toBe(201);
    expect(asked[0]!.settings?.groupsIncluded).toEqual(['Leeg']);
  });
});

describe('R1: the groups before the activation', () => {
  const groups = async (claims: Parameters<Office['ask']>[2]) =>
    (await (await office.ask('/api/groups', {}, claims)).json()) as { items: unknown[] };

  test('are told to an employee, by sign-in name, without a word about persons', async () => {
    await office.person('Kerst', { groups: ['Kerst'] });
    await office.person('Borrel', { groups: ['Borrel'] });
    expect(await groups({})).toEqual({
      items: [
        { name: 'Borrel', persons: null },
        { name: 'Kerst', persons: null },
      ],
    });
  });

  test('are told to nobody else: another name, no name, an employee who has left', async () => {
    await office.person('Kerst', { groups: ['Kerst'] });
    const stranger = { oid: randomUUID(), preferred_username: 'iemand@kantoor.example' };
    expect(await groups(stranger)).toEqual({ items: [] });
    expect(await groups({ oid: randomUUID(), preferred_username: undefined })).toEqual({ items: [] });
    await office.crm.upsertEmployee({
      email: office.petra.email,
      displayName: office.petra.displayName,
      active: false,
    });
    expect(await groups({})).toEqual({ items: [] });
    // Nor may they be guessed by choosing them.
    const settings = {
      groupsIncluded: ['Kerst'],
      groupsExcluded: [],
      conflictPolicy: 'crm',
      roles: ['owner'],
    };
    const guess = await post('/api/activation/ticket', { settings }, office, stranger);
    expect((await refusal(guess)).fields).toEqual([
      { field: 'settings.groupsIncluded.0', problem: 'unknownGroup' },
    ]);
  });
});

describe('R12: "go on"', () => {
  const brake = (cards: number) => JSON.stringify({ kind: 'manyChanges', cards, linked: 90 });
  const brakeWith = async (id: MailboxId, cards: number): Promise<void> => {
    const store = createPassStore(office.db);
    const lease = (await store.acquire(id, 'test', 60_000))!;
    await store.commit(lease, [{ op: 'mailbox', set: { state: 'braked', stateBecause: brake(cards) } }]);
    await store.release(lease);
  };

  test('is said to what was on screen: a brake for something else meanwhile is not released', async () => {
    const id = await office.activate(office.petra, petraOid);
    await brakeWith(id, 30);
    const { state, because } = await mailboxNow();
    await office.mailboxes.resume(id);
    await brakeWith(id, 85);
    const late = await post('/api/mailbox/resume', { state, because });
    expect(late.status).toBe(409);
    const { code, current } = await refusal(late);
    expect([code, current]).toMatchObject(['mailboxChanged', { brake: { cards: 85 } }]);
    expect(await office.mailboxes.byId(id)).toMatchObject({ state: 'braked' });
    expect(office.asked).toEqual([]);
    const now = await mailboxNow();
    const meant = await post('/api/mailbox/resume', { state: now.state, because: now.because });
    expect(meant.status).toBe(200);
    expect(await office.mailboxes.byId(id)).toMatchObject({ state: 'active', brakeReleased: true });
    expect(office.asked).toEqual([{ mailboxId: id, trigger: 'resume' }]);
    // A second click says what is so already.
    expect((await post('/api/mailbox/resume', { state: now.state, because: now.because })).status).toBe(200);
  });

  test('to what nobody looked at releases what there is, as before; half a word is refused', async () => {
    const id = await office.activate(office.petra, petraOid);
    await brakeWith(id, 30);
    for (const body of [
      { state: 'braked' },
      { because: null },
      { state: 'weird', because: null },
      { other: 1 },
    ]) {
      expect([body, (await post('/api/mailbox/resume', body)).status]).toEqual([body, 422]);
    }
    expect((await post('/api/mailbox/resume')).status).toBe(200);
    expect(await office.mailboxes.byId(id)).toMatchObject({ state: 'active' });
  });
});

describe('the end of the link', () => {
  interface Ended {
    readonly order: string[];
    readonly api: Pick<Office, 'ask'>;
  }
  /** The way the worker does it, with the outside recorded; `remove` is what Graph does. */
  const ending = (remove: () => Promise<void> = async () => undefined): Ended => {
    const order: string[] = [];
    const log = { warn: () => void order.push('warned') };
    return {
      order,
      api: office.with({
        deactivate: createDeactivate({
          mailboxes: {
            ...office.mailboxes,
            deactivate: async (id) => {
              order.push('paused');
              await office.mailboxes.deactivate(id);
            },
          },
          subscriptions: {
            remove: async (_, id) => {
              order.push(`unsubscribed ${id}`);
              await remove();
            },
          },
          tokens: { forget: async ({ oid }) => void order.push(`forgot ${oid}`) },
          log: log as never,
        }),
      }),
    };
  };
  const subscribe = (id: MailboxId): Promise<void> =>
    office.mailboxes.setSubscription(id, {
      id: 'subscription-1',
      expiresAt: '2026-03-09T08:00:00.000Z',
      clientStateHash: 'ab'.repeat(32),
    });

  test('stops everything first, ends the notifications while it still can, and forgets the sign-in last', async () => {
    const id = await office.activate(office.petra, petraOid);
    await subscribe(id);
    const { order, api } = ending();
    expect((await post('/api/mailbox/deactivate', undefined, api)).status).toBe(200);
    expect(order).toEqual(['paused', 'unsubscribed subscription-1', `forgot ${petraOid}`]);
    expect(await office.mailboxes.byId(id)).toMatchObject({
      state: 'paused',
      stateBecause: 'deactivated',
      subscription: null,
    });
    expect(office.asked).toEqual([]);
    // Safe to repeat.
    expect((await post('/api/mailbox/deactivate', undefined, api)).status).toBe(200);
    expect(await mailboxNow()).toMatchObject({
      state: 'paused',
      because: 'deactivated',
      message: 'Beëindigd. Alles blijft staan zoals het is; activeer opnieuw om verder te gaan.',
      nextPassAt: null,
    });
  });

  test('does not wait for a Graph that fails or does not answer', async () => {
    const id = await office.activate(office.petra, petraOid);
    for (const remove of [
      () => Promise.reject(new Trouble('graph.unavailable', { kind: 'retry', afterMs: 1 })),
      () => new Promise<void>(() => undefined),
    ]) {
      await subscribe(id);
      const { order, api } = ending(remove);
      expect((await post('/api/mailbox/deactivate', undefined, api)).status).toBe(200);
      expect(order.at(-1)).toBe(`forgot ${petraOid}`);
      expect(await office.mailboxes.byId(id)).toMatchObject({ subscription: null });
    }
  }, 20_000);

  test('R14: works also while Microsoft asks to sign in again', async () => {
    const id = await office.activate(office.petra, petraOid);
    await office.mailboxes.park(id, 'signInAgain');
    const { api } = ending();
    expect((await post('/api/mailbox/deactivate', undefined, api)).status).toBe(200);
    expect(await mailboxNow()).toMatchObject({ state: 'paused', because: 'deactivated' });
  });

  test('says what stays and how to begin again, in both languages, and keeps it', async () => {
    const id = await office.activate(office.petra, petraOid);
    const person = await office.person('Blijft');
    const store = createPassStore(office.db);
    const lease = (await store.acquire(id, 'test', 60_000))!;
    const linkId = randomUUID() as LinkId;
    await store.commit(lease, [
      {
        op: 'newLinks',
        links: [
          {
            id: linkId,
            personId: person.id,
            connectorId: randomUUID() as ConnectorId,
            state: 'active',
            pausedBecause: null,
            cardId: 'card-1' as CardId,
            folderId: 'folder' as FolderId,
            etag: null,
            base: { lastName: { crm: 'Blijft', remote: 'Blijft' } },
            cleanUp: false,
          },
        ],
      },
      {
        op: 'hold',
        id: randomUUID() as HeldId,
        passId: randomUUID() as PassId,
        at: '2026-03-01T08:00:00.000Z',
        hold: {
          key: 'k',
          personId: person.id,
          linkId,
          source: 'outlook',
          reason: 'conflict',
          donorPersonId: null,
          cardId: null,
          fields: [],
        },
      },
    ]);
    await store.release(lease);
    const { api } = ending();
    const told = (await (await post('/api/mailbox/deactivate', undefined, api)).json()) as Deactivated;
    expect(told).toMatchObject({ cards: 1, held: 1 });
    expect(told.stays).toHaveLength(5);
    expect(told.stays[0]).toBe(
      'Uw ene gekoppelde contact blijft in Outlook staan zoals het is, en wordt niet meer bijgewerkt.',
    );
    const init = { method: 'POST', headers: { 'accept-language': 'en' } };
    const english = (await (await api.ask('/api/mailbox/deactivate', init)).json()) as Deactivated;
    expect(english.stays.at(-1)).toMatch(/activate the link again/u);
    for (const sentence of [...told.stays, ...english.stays]) expect(sentence).not.toMatch(/[{}]/u);
    expect(await store.links(id)).toMatchObject([{ id: linkId, base: { lastName: { crm: 'Blijft' } } }]);
    expect(await store.openHeld(id)).toHaveLength(1);
  });

  test('is told to whoever wants something of it, and only a new consent goes on', async () => {
    const id = await office.activate(office.petra, petraOid);
    const { api } = ending();
    await post('/api/mailbox/deactivate', undefined, api);
    for (const what of ['sync', 'resume', 'pause']) {
      expect([what, ...(await codeOf(await post(`/api/mailbox/${what}`)))]).toEqual([
        what,
        409,
        'deactivated',
      ]);
    }
    const seen = { state: 'paused', because: 'deactivated' };
    expect(await codeOf(await post('/api/mailbox/resume', seen))).toEqual([409, 'deactivated']);
    const cleanUp = await post('/api/mailbox/clean-up', { personIds: ['x'] });
    expect(await codeOf(cleanUp)).toEqual([409, 'deactivated']);
    const preview = office.with({ makePreview: async () => ({ made: false, because: 'deactivated' }) });
    expect(await codeOf(await post('/api/mailbox/preview', undefined, preview))).toEqual([
      409,
      'deactivated',
    ]);
    expect(office.asked).toEqual([]);
    expect(await office.mailboxes.byId(id)).toMatchObject({ stateBecause: 'deactivated' });
    // What is read stays readable, and settings may be changed for the time after.
    for (const path of ['/api/mailbox/relations?list=inStep', '/api/held', '/api/history', '/api/passes']) {
      expect([path, (await office.ask(path)).status]).toEqual([path, 200]);
    }
  });

  test("is one's own only", async () => {
    const petras = await office.activate(office.petra, petraOid);
    const { api } = ending();
    expect(await codeOf(await post('/api/mailbox/deactivate', undefined, api, { oid: jorisOid }))).toEqual([
      404,
      'noMailbox',
    ]);
    await office.activate(office.joris, jorisOid);
    await post('/api/mailbox/deactivate', undefined, api, { oid: jorisOid });
    expect(await office.mailboxes.byId(petras)).toMatchObject({ state: 'active' });
  });
});
