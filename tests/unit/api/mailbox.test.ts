/** One's own mailbox at the API, and nobody else's. */
import { defaultVisibility } from '../../../shared/api/visibility.ts';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { HeldId, MailboxId, PassId } from '../../../shared/ids.ts';
import { noCounts } from '../../../worker/pass/context.ts';
import type { Hold } from '../../../worker/sync/plan.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { jorisOid, json, openOffice, petraOid, refusal, type Office } from './office.ts';

let office: Office;
let petras: MailboxId;
let joriss: MailboxId;
beforeAll(async () => {
  office = await openOffice();
  petras = await office.activate(office.petra, petraOid);
  joriss = await office.activate(office.joris, jorisOid);
}, 60_000);
afterAll(() => office.close());
beforeEach(async () => {
  office.asked.splice(0);
  await office.mailboxes.resume(petras);
});

const seen = async (response: Response): Promise<MailboxView> => {
  expect(response.status).toBe(200);
  return (await response.json()) as MailboxView;
};
const nobody = '00000000-0000-4000-8000-0000000000ff';

describe('who I am', () => {
  test('a sign-in without a mailbox is told so, and may ask for a ticket', async () => {
    const me = (await (await office.ask('/api/me', {}, { oid: nobody })).json()) as Me;
    expect(me).toEqual({
      employee: null,
      admin: false,
      visibility: defaultVisibility,
      mailbox: null,
      counts: null,
    });
    for (const path of ['/api/mailbox', '/api/passes', '/api/held', '/api/history']) {
      const response = await office.ask(path, {}, { oid: nobody });
      expect([path, response.status, (await refusal(response)).code]).toEqual([path, 404, 'noMailbox']);
    }
    const ticket = await office.ask('/api/activation/ticket', { method: 'POST' }, { oid: nobody });
    expect(ticket.status).toBe(201);
    const { url } = (await ticket.json()) as { url: string };
    expect(url).toContain('/connect/start?ticket=');
  });

  test('a sign-in with a mailbox sees its employee and what waits', async () => {
    const me = (await (await office.ask('/api/me')).json()) as Me;
    expect(me).toMatchObject({
      employee: { displayName: 'Petra de Wit', email: 'petra@kantoor.example' },
      mailbox: { id: petras, state: 'active' },
      counts: { active: 0, held: 0 },
    });
  });

  test('without an address of its own the worker offers no ticket', async () => {
    const response = await office.with({ publicUrl: null }).ask('/api/activation/ticket', { method: 'POST' });
    expect([response.status, (await refusal(response)).code]).toEqual([409, 'notOffered']);
  });
});

describe('my mailbox', () => {
  test('new settings are kept and ask for a pass', async () => {
    await office.person('Kerst', { groups: ['Kerst'] });
    const settings = {
      groupsIncluded: ['Kerst'],
      groupsExcluded: [],
      conflictPolicy: 'ask',
      roles: ['owner'],
    };
    const response = await office.ask('/api/mailbox/settings', json('PUT', settings));
    expect((await seen(response)).settings).toEqual(settings);
    expect(office.asked).toEqual([{ mailboxId: petras, trigger: 'syncNow' }]);
  });

  test('R5: every policy there is can be chosen, and no other', async () => {
    const settings = (conflictPolicy: string) => ({ groupsIncluded: [], groupsExcluded: [], conflictPolicy });
    for (const policy of ['crm', 'outlook', 'newest', 'ask']) {
      const saved = await office.ask('/api/mailbox/settings', json('PUT', settings(policy)));
      expect((await seen(saved)).settings.conflictPolicy).toBe(policy);
    }
    const wrong = await office.ask('/api/mailbox/settings', json('PUT', settings('CRM')));
    expect((await refusal(wrong)).fields).toEqual([{ field: 'conflictPolicy', problem: 'malformed' }]);
    expect(await office.mailboxes.byId(petras)).toMatchObject({ settings: { conflictPolicy: 'ask' } });
  });

  test('R1: a group is saved once and as the CRM writes it, however it was typed', async () => {
    await office.person('Nieuws', { groups: ['Nieuwsbrief'] });
    const settings = {
      groupsIncluded: ['kerst', 'KERST', ' Kerst '],
      groupsExcluded: ['nieuwsbrief'],
      conflictPolicy: 'crm',
    };
    const saved = await seen(await office.ask('/api/mailbox/settings', json('PUT', settings)));
    expect(saved.settings).toEqual({
      groupsIncluded: ['Kerst'],
      groupsExcluded: ['Nieuwsbrief'],
      conflictPolicy: 'crm',
      roles: ['relationManager', 'owner'],
    });
  });

  test('R1: a group that nobody is in is refused by its place, unless it is meant, and is kept once saved', async () => {
    const settings = {
      groupsIncluded: ['Kerst', 'Krest'],
      groupsExcluded: ['Zeist'],
      conflictPolicy: 'crm',
      roles: ['relationManager', 'owner'],
    };
    const response = await office.ask('/api/mailbox/settings', json('PUT', settings));
    expect(response.status).toBe(422);
    expect((await refusal(response)).fields).toEqual([
      { field: 'groupsIncluded.1', problem: 'unknownGroup' },
      { field: 'groupsExcluded.0', problem: 'unknownGroup' },
    ]);
    expect(office.asked).toEqual([]);
    const meant = await office.ask(
      '/api/mailbox/settings',
      json('PUT', { ...settings, allowUnknownGroups: true }),
    );
    expect((await seen(meant)).settings).toEqual(settings);
    // Only the policy changes: what stands there already is no mistake of this request.
    const again = await office.ask(
      '/api/mailbox/settings',
      json('PUT', { ...settings, conflictPolicy: 'ask' }),
    );
    expect((await seen(again)).settings).toEqual({ ...settings, conflictPolicy: 'ask' });
  });

  test('R1: the groups of the CRM are there to choose from, with how many of my persons are in them', async () => {
    await office.person('Andermans', { groups: ['Kerst', 'Borrel'], relationManagerId: office.joris.id });
    await office.person('Oud', { groups: ['Kerst'], former: true });
    const { items } = (await (await office.ask('/api/groups')).json()) as { items: unknown };
    expect(items).toEqual([
      { name: 'Borrel', persons: 0 },
      { name: 'Kerst', persons: 1 },
      { name: 'Nieuwsbrief', persons: 1 },
    ]);
  });

  test('settings and exclusions of a paused mailbox are kept without a pass; the pass comes with the resume', async () => {
    await office.mailboxes.pause(petras, 'byUser');
    const settings = { groupsIncluded: [], groupsExcluded: [], conflictPolicy: 'crm' };
    await seen(await office.ask('/api/mailbox/settings', json('PUT', settings)));
    const person = await office.person('Later');
    await seen(await office.ask(`/api/mailbox/excluded/${person.id}`, { method: 'PUT' }));
    expect(office.asked).toEqual([]);
    await seen(await office.ask('/api/mailbox/resume', { method: 'POST' }));
    expect(office.asked).toEqual([{ mailboxId: petras, trigger: 'resume' }]);
    await office.mailboxes.include(petras, person.id);
  });

  test('R1: at least one role is chosen, each is kept once and in one order, and none that there is not', async () => {
    const put = (roles: readonly string[]) =>
      office.ask(
        '/api/mailbox/settings',
        json('PUT', { groupsIncluded: [], groupsExcluded: [], conflictPolicy: 'crm', roles }),
      );
    expect((await seen(await put(['owner', 'owner']))).settings.roles).toEqual(['owner']);
    const both = await seen(await put(['owner', 'relationManager']));
    expect(both.settings.roles).toEqual(['relationManager', 'owner']);
    for (const wrong of [[], ['baas'], ['owner', 'relationManager', 'owner']]) {
      const response = await put(wrong);
      expect([wrong, response.status]).toEqual([wrong, 422]);
      expect((await refusal(response)).fields?.[0]?.field).toMatch(/^roles/u);
    }
    expect((await office.mailboxes.byId(petras))?.settings.roles).toEqual(['relationManager', 'owner']);
  });

  test('settings that cannot be are named and change nothing', async () => {
    const wrong = { groupsIncluded: 'Kerst', groupsExcluded: [], conflictPolicy: 'loudest', other: 1 };
    const response = await office.ask('/api/mailbox/settings', json('PUT', wrong));
    expect(response.status).toBe(422);
    const fields = (await refusal(response)).fields?.map(({ field }) => field).sort();
    expect(fields).toEqual(['conflictPolicy', 'groupsIncluded', 'other']);
    expect(office.asked).toEqual([]);
  });

  test('paused it is asked for no pass, and says so when one is wanted', async () => {
    expect((await seen(await office.ask('/api/mailbox/pause', { method: 'POST' }))).state).toBe('paused');
    const sync = await office.ask('/api/mailbox/sync', { method: 'POST' });
    expect([sync.status, (await refusal(sync)).code]).toEqual([409, 'paused']);
    expect(office.asked).toEqual([]);
    expect((await seen(await office.ask('/api/mailbox/resume', { method: 'POST' }))).state).toBe('active');
    expect(office.asked).toEqual([{ mailboxId: petras, trigger: 'resume' }]);
  });

  test('R14: a sign-in that ends soon is told before it does, one that is far from its end is not', async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    const told = async (endsAt: Date | null) => {
      office.signIn.endsAt = endsAt;
      return (await seen(await office.ask('/api/mailbox'))).signInEndsAt;
    };
    expect(await told(inDays(60))).toBeNull();
    const soon = inDays(10);
    expect(await told(soon)).toBe(soon.toISOString());
    expect(await told(null)).toBeNull();
  });

  test('after a sign-in that ended it says so in words, and neither pause nor resume hides it', async () => {
    await office.mailboxes.park(petras, 'signInAgain');
    const now = await seen(await office.ask('/api/mailbox', { headers: { 'accept-language': 'en' } }));
    expect(now).toMatchObject({ state: 'signInAgain', nextPassAt: null });
    expect(now.message).toMatch(/sign in again/u);
    for (const what of ['pause', 'resume', 'sync']) {
      const response = await office.ask(`/api/mailbox/${what}`, { method: 'POST' });
      expect([what, (await refusal(response)).code]).toEqual([what, 'signInAgain']);
    }
  });

  test('a person can be kept out of my Outlook and let in again; one that does not exist cannot', async () => {
    const person = await office.person('Weg');
    const path = `/api/mailbox/excluded/${person.id}`;
    const out = await seen(await office.ask(path, { method: 'PUT' }));
    expect(out.excludedPersons).toEqual([{ id: person.id, displayName: 'Anna Weg' }]);
    const shown: unknown = await (await office.ask(`/api/persons/${person.id}`)).json();
    expect(shown).toMatchObject({ inOutlook: { selected: false, because: 'excludedByUser' } });
    expect((await seen(await office.ask(path, { method: 'DELETE' }))).excludedPersons).toEqual([]);
    expect(office.asked).toHaveLength(2);
    expect((await office.ask('/api/mailbox/excluded/niemand', { method: 'PUT' })).status).toBe(404);
  });
});

describe('passes', () => {
  const runPass = async (mailboxId: MailboxId, id: string): Promise<void> => {
    const store = createPassStore(office.db);
    const lease = await store.acquire(mailboxId, 'test', 60_000);
    await store.openPass(lease!, id as PassId, 'syncNow', '2026-03-01T10:00:00.000Z');
    await store.progress(lease!, id as PassId, { phase: 'apply', done: 3, total: 9 });
    const mine = await seen(await office.ask('/api/mailbox'));
    if (mailboxId === petras) {
      expect(mine.running).toMatchObject({ id, progress: { phase: 'apply', done: 3, total: 9 } });
    }
    const counts = { ...noCounts(), created: 2 };
    await store.closePass(lease!, id as PassId, '2026-03-01T10:00:05.000Z', { outcome: 'done' }, counts);
    await store.release(lease!);
  };

  test('are told with progress while they run and counts afterwards, in my mailbox only', async () => {
    const mineId = '00000000-0000-4000-8000-0000000000a1';
    const othersId = '00000000-0000-4000-8000-0000000000a2';
    await runPass(petras, mineId);
    await runPass(joriss, othersId);
    const page = (await (await office.ask('/api/passes')).json()) as { items: { id: string }[] };
    expect(page.items.map(({ id }) => id)).toEqual([mineId]);
    const one = await office.ask(`/api/passes/${mineId}`);
    expect(await one.json()).toMatchObject({ result: 'done', counts: { created: 2 } });
    expect((await seen(await office.ask('/api/mailbox'))).lastPass).toMatchObject({ id: mineId });
    // Another's pass, an unknown one and rubbish are all the same: not there.
    for (const id of [othersId, nobody, 'rubbish']) {
      expect((await office.ask(`/api/passes/${id}`)).status).toBe(404);
    }
  });

  test('a brake is told with its code, and resume lets the next pass go on', async () => {
    const store = createPassStore(office.db);
    const lease = await store.acquire(petras, 'test', 60_000);
    const stateBecause = JSON.stringify({ kind: 'manyChanges', cards: 30, linked: 90 });
    await store.commit(lease!, [{ op: 'mailbox', set: { state: 'braked', stateBecause } }]);
    await store.release(lease!);
    const told = await seen(await office.ask('/api/mailbox', { headers: { 'accept-language': 'en' } }));
    expect(told.message).toContain('30 of the 90 linked contacts');
    expect(told).toMatchObject({
      brake: { kind: 'manyChanges', cards: 30, linked: 90 },
      brakeReleased: false,
      nextPassAt: null,
    });
    const dutch = await seen(await office.ask('/api/mailbox'));
    expect(dutch.message).toContain('30 van de 90 gekoppelde contacten');
    const sync = await office.ask('/api/mailbox/sync', { method: 'POST' });
    expect((await refusal(sync)).code).toBe('braked');
    const released = await seen(await office.ask('/api/mailbox/resume', { method: 'POST' }));
    expect(released).toMatchObject({ state: 'active', brake: null, brakeReleased: true });
    expect(await office.mailboxes.byId(petras)).toMatchObject({ state: 'active', brakeReleased: true });
    // Said twice it is one release, and asks for one pass.
    await seen(await office.ask('/api/mailbox/resume', { method: 'POST' }));
    expect(office.asked).toEqual([{ mailboxId: petras, trigger: 'resume' }]);
  });

  test('history and held changes of a person are those of my mailbox', async () => {
    const person = await office.person('Historie');
    for (const path of ['/api/history', '/api/held']) {
      expect(await (await office.ask(path)).json()).toMatchObject({ items: [] });
    }
    // Of a person also what the CRM itself tells, whoever's mailbox it is.
    expect(await (await office.ask(`/api/persons/${person.id}/history`)).json()).toMatchObject({
      items: [{ source: 'crm', decision: 'crm.created', by: { kind: 'import' } }],
    });
    const store = createPassStore(office.db);
    const passId = '00000000-0000-4000-8000-0000000000b1' as PassId;
    const lease = await store.acquire(joriss, 'test', 60_000);
    await store.openPass(lease!, passId, 'syncNow', '2026-03-01T11:00:00.000Z');
    const fields = [{ field: 'jobTitle', base: { crm: 'a', remote: 'a' }, crm: 'b', remote: 'c' }] as const;
    const hold: Hold = {
      key: 'k',
      personId: person.id,
      linkId: null,
      source: 'outlook',
      reason: 'conflict',
      donorPersonId: null,
      cardId: null,
      fields,
    };
    const id = '00000000-0000-4000-8000-0000000000b2' as HeldId;
    await store.commit(lease!, [{ op: 'hold', id, passId, at: '2026-03-01T11:00:01.000Z', hold }]);
    await store.release(lease!);
    // Joris' own, and nobody else's.
    expect(await (await office.ask('/api/held')).json()).toEqual({ items: [], next: null });
    expect(await (await office.ask('/api/held', {}, { oid: jorisOid })).json()).toMatchObject({
      items: [{ id, personId: person.id, personName: 'Anna Historie', reason: 'conflict' }],
    });
    expect((await office.ask('/api/history?limit=0')).status).toBe(422);
    expect((await office.ask('/api/history?before=rubbish')).status).toBe(200);
  });
});

describe('for administrators', () => {
  test('all mailboxes are listed by name with their state, and the worker is told as a whole', async () => {
    await office.mailboxes.pause(joriss, 'byAdmin');
    const admin = { roles: ['Relatiebrug.Admin'] };
    const { items } = (await (await office.ask('/api/admin/mailboxes', {}, admin)).json()) as {
      items: { employee: { displayName: string }; state: string }[];
    };
    expect(items.map(({ employee, state }) => [employee.displayName, state])).toEqual([
      ['Joris Bakker', 'paused'],
      ['Petra de Wit', 'active'],
    ]);
    const status: unknown = await (await office.ask('/api/admin/status', {}, admin)).json();
    expect(status).toMatchObject({ mailboxes: { active: 1, paused: 1 }, database: { migrated: true } });
  });
});
