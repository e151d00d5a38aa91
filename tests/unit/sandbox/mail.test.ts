/** Mail and appointments of the sandbox's people: what is kept, who gets what is sent, and the controls over them. */
import { Agent, fetch } from 'undici';
import { createClock } from '../../../sandbox/clock.ts';
import { createSandbox } from '../../../sandbox/index.ts';
import { createMailStore } from '../../../sandbox/outlook/mail.ts';
import { createUsers } from '../../../sandbox/users.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const KARIM = 'karim@kantoor-voorbeeld.example';
const dewi = { name: 'Dewi Bos', address: 'dewi@thuis.example' };
const karim = { name: 'Karim el Amrani', address: KARIM };

const clock = createClock({ startAt: Date.parse('2026-11-23T09:00:00Z'), held: true });
afterAll(() => {
  clock.close();
});
const open = () => createMailStore(clock, createUsers());

describe('the mail store', () => {
  test('refuses a mail of nobody, of no known mailbox, or with recipients that are no people', () => {
    const mail = open();
    const seed = { subject: 'Hallo', from: dewi };
    expect(() => mail.add('niemand@kantoor-voorbeeld.example', seed)).toThrow('no such user');
    expect(() => mail.add(PETRA, { ...seed, from: 'dewi' as unknown as typeof dewi })).toThrow("'from'");
    expect(() => mail.add(PETRA, { ...seed, to: ['dewi'] as unknown as (typeof dewi)[] })).toThrow("'to'");
    expect(() => mail.add(PETRA, { ...seed, start: 'morgen' })).toThrow("'start'");
    expect(mail.list(PETRA)).toEqual([]);
  });

  test('keeps a forged mail to the letter', () => {
    const mail = open();
    const from = { name: '<script>alert(1)</script>', address: 'dewi@thu\u0456s.example' };
    const { id } = mail.add(PETRA, { subject: 'x'.repeat(10_000), from });
    expect(mail.list(PETRA)).toEqual([
      expect.objectContaining({ id, from, subject: 'x'.repeat(10_000), folder: 'inbox', isRead: false }),
    ]);
  });

  test('shows the newest first, whatever came in last', () => {
    const mail = open();
    mail.add(PETRA, { subject: 'nieuw', from: dewi, at: '2026-11-23T08:00:00Z' });
    mail.add(PETRA, { subject: 'oud', from: dewi, at: '2026-11-01T08:00:00Z' });
    expect(mail.list(PETRA).map(({ subject }) => subject)).toEqual(['nieuw', 'oud']);
  });

  test('what is sent stands in Sent Items and arrives once at each colleague, without the blind copies', () => {
    const mail = open();
    mail.send(PETRA, { subject: 'Overleg', to: [dewi, karim], cc: [karim], bcc: [dewi] });
    expect(mail.list(PETRA)).toEqual([
      expect.objectContaining({ folder: 'sent', isRead: true, bcc: [dewi], at: clock.iso() }),
    ]);
    expect(mail.list(KARIM)).toEqual([
      expect.objectContaining({
        folder: 'inbox',
        isRead: false,
        bcc: [],
        from: { name: 'Petra de Vries', address: PETRA },
      }),
    ]);
  });

  test('an appointment goes into both calendars', () => {
    const mail = open();
    const start = '2026-11-24T10:00:00.000Z';
    mail.send(PETRA, { kind: 'appointment', subject: 'Kennismaking', to: [karim], start, end: start });
    for (const who of [PETRA, KARIM])
      expect(mail.list(who)).toEqual([
        expect.objectContaining({ folder: 'calendar', start, location: null }),
      ]);
  });

  test('deleting goes by way of Deleted Items, and every change shows in the revision', () => {
    const mail = open();
    const { id } = mail.add(PETRA, { subject: 'Weg ermee', from: dewi });
    const seen = [mail.revision(PETRA)];
    mail.markRead(PETRA, id, true);
    seen.push(mail.revision(PETRA));
    mail.delete(PETRA, id);
    expect(mail.list(PETRA)).toEqual([expect.objectContaining({ folder: 'deleted', isRead: true })]);
    seen.push(mail.revision(PETRA));
    mail.delete(PETRA, id);
    expect(mail.list(PETRA)).toEqual([]);
    seen.push(mail.revision(PETRA));
    mail.reset();
    seen.push(mail.revision(PETRA));
    expect(new Set(seen).size).toBe(5);
    expect(() => mail.delete(PETRA, id)).toThrow('no such item');
  });
});

describe('the controls over mail', () => {
  test('put, list, mark and send from another process; a verb that does not exist is refused', async () => {
    const sandbox = await createSandbox();
    const dispatcher = new Agent({ connect: { ca: sandbox.ca } });
    const ask = async (path: string, body?: unknown) => {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${sandbox.url}/sandbox/${path}`, { ...init, dispatcher });
      return { status: answer.status, body: await answer.json() };
    };
    try {
      const added = await ask(`mail/${PETRA}`, { subject: 'Hallo', from: dewi });
      const { id } = added.body as { id: string };
      await ask(`mail/${PETRA}/markRead`, [id, true]);
      await ask(`mail/${PETRA}/send`, [{ subject: 'Terug', to: [dewi] }]);
      expect((await ask(`mail/${PETRA}`)).body).toEqual([
        expect.objectContaining({ subject: 'Terug', folder: 'sent' }),
        expect.objectContaining({ id, isRead: true }),
      ]);
      expect((await ask(`mail/${PETRA}/reset`, [])).status).toBe(404);
      expect((await ask(`mail/niemand@x.example`)).status).toBe(404);
      const before = (await ask(`revisions/${PETRA}`)).body as { contacts: number };
      sandbox.outlook(PETRA).add({ givenName: 'Dewi' });
      expect((await ask(`revisions/${PETRA}`)).body).toMatchObject({
        contacts: before.contacts + 1,
        mail: 3,
      });
      expect((await ask(`audit/${PETRA}/${before.contacts}`)).body).toEqual([
        expect.objectContaining({ by: 'user', action: 'created' }),
      ]);
    } finally {
      await dispatcher.destroy();
      await sandbox.close();
    }
  });
});
