/**
 * Warnings before something ends and when a mailbox waits for its user: who is told what and when, each cause once, by a real
 * mail server at the wire; one that refuses holds up nobody else, and nothing personal is in the log.
 *
 * Seen to fail with the safeguard taken away: without `mailed_at IS NULL` in worker/notices/rows.ts every round mailed again; without the
 * `catch` around `send` in worker/notices/index.ts one refused address kept the administrators' mail back.
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { sandboxCertificate } from '../../sandbox/tls.ts';
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import { createEmbeddedCrm } from '../../worker/crm/embedded/embedded-crm.ts';
import { dueNotices } from '../../worker/notices/due.ts';
import { endingsSoon } from '../../worker/notices/endings.ts';
import { createMailer, createNotices, type NoticeDeps } from '../../worker/notices/index.ts';
import { createMailboxes, type Mailboxes } from '../../worker/store/mailboxes.ts';
import { defaultActivationSettings } from '../../worker/sync/selection.ts';
import { createTestDb, type TestDb } from '../support/db.ts';

const day = 86_400_000;
const start = new Date('2026-03-02T09:00:00Z');
const inDays = (days: number, from = start): Date => new Date(from.getTime() + days * day);
const box = 'b0000000-0000-4000-8000-000000000001' as MailboxId;

describe('what is due', () => {
  const secretEnding = (days: number) => [
    { what: 'clientSecret', endsAt: inDays(days).toISOString() } as const,
  ];
  const thresholdOf = (days: number): string | undefined =>
    dueNotices(secretEnding(days), [], start)[0]?.cause.split('|')[2];

  test.each([
    [31, undefined],
    [30, '30'],
    [8, '30'],
    [7, '7'],
    [1.5, '7'],
    [1, '1'],
    [0.1, '1'],
    [-0.1, '0'],
    [-40, '0'],
  ])('a secret that ends in %s days is told at threshold %s', (days, threshold) => {
    expect(thresholdOf(days)).toBe(threshold);
  });

  test('another end of the same secret is another cause', () => {
    const causes = [secretEnding(5), secretEnding(6)].map(
      (ending) => dueNotices(ending, [], start)[0]!.cause,
    );
    expect(new Set(causes).size).toBe(2);
  });

  test('a sign-in is told to its user 14, 7 and 1 days before, a parked mailbox to both, and one that is well to nobody', () => {
    const standing = (signInEndsAt: Date | null, parked = false) => [{ id: box, parked, signInEndsAt }];
    expect(dueNotices([], standing(inDays(15)), start)).toEqual([]);
    expect(dueNotices([], standing(null), start)).toEqual([]);
    const soon = dueNotices([], standing(inDays(10)), start);
    expect(soon).toMatchObject([{ kind: 'signInEnds', mailboxId: box }]);
    expect(soon[0]!.cause).toMatch(/\|14$/u);
    expect(dueNotices([], standing(null, true), start)).toMatchObject([
      { kind: 'signInAgain', mailboxId: box },
      { kind: 'mailboxParked', mailboxId: null },
    ]);
  });
});

describe('what ends', () => {
  test('is read from the certificates and the setting; what is far away or cannot be read is no ending', async () => {
    const { certFile, keyFile } = await sandboxCertificate();
    const end = new Date(new X509Certificate(await readFile(certFile)).validTo);
    const settings = {
      credential: { kind: 'certificate', certificateFile: certFile, keyFile } as const,
      clientSecretExpires: start,
      tls: { certFile: `${certFile}.none`, keyFile },
    };
    // The certificate counts, not the secret that is not used; a file that is not there is no ending.
    expect(await endingsSoon(settings, inDays(-10, end))).toEqual([
      { what: 'clientCertificate', endsAt: end.toISOString() },
    ]);
    expect(await endingsSoon(settings, inDays(-31, end))).toEqual([]);
    const secret = { ...settings, credential: { kind: 'secret', secret: 'x' } as const, tls: null };
    expect(await endingsSoon(secret, inDays(-3))).toEqual([
      { what: 'clientSecret', endsAt: start.toISOString() },
    ]);
    const tls = { ...settings, credential: null, tls: { certFile, keyFile } };
    expect(await endingsSoon(tls, inDays(2, end))).toMatchObject([{ what: 'tlsCertificate' }]);
  });
});

interface Received {
  readonly to: readonly string[];
  readonly text: string;
}

describe('the round of notices', () => {
  let database: TestDb;
  let mailboxes: Mailboxes;
  let server: SMTPServer;
  let received: Received[];
  let refuses: string | null;
  let logged: object[];
  let clock: Date;
  let people: { id: MailboxId; employeeId: EmployeeId; email: string }[];
  let signInEndsAt: Date | null;

  beforeEach(async () => {
    database = await createTestDb();
    mailboxes = createMailboxes(database.db);
    [received, refuses, logged, clock, signInEndsAt] = [[], null, [], start, null];
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onRcptTo: ({ address }, _session, callback) => {
        callback(address === refuses ? new Error('no such mailbox') : null);
      },
      onData: (stream, { envelope }, callback) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          received.push({
            to: envelope.rcptTo.map(({ address }) => address),
            text: Buffer.concat(parts).toString(),
          });
          callback();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const crm = createEmbeddedCrm(database.db, { country: 'NL' });
    people = [];
    for (const [index, name] of ['petra', 'karim'].entries()) {
      const email = `${name}@kantoor.example`;
      const employee = (await crm.upsertEmployee({ email, displayName: `${name} Achternaam` }))!;
      const activated = await mailboxes.activate({
        employeeId: employee.id,
        tid: '00000000-0000-4000-8000-00000000aaaa',
        oid: `00000000-0000-4000-8000-00000000000${index}`,
        upn: email,
        settings: defaultActivationSettings,
      });
      if (activated.outcome === 'refused') throw new Error(activated.because);
      people.push({ id: activated.mailbox.id, employeeId: employee.id, email });
    }
  }, 60_000);
  afterEach(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await database.close();
  });

  const round = async (over: Partial<NoticeDeps> = {}): Promise<void> => {
    const { port } = server.server.address() as AddressInfo;
    await createNotices({
      db: database.db,
      settings: {
        credential: { kind: 'secret', secret: 'x' },
        clientSecretExpires: inDays(20),
        tls: null,
        language: 'en',
        timeZone: 'Europe/Amsterdam',
        publicUrl: 'https://relatiebrug.example',
        noticeTo: ['beheer@kantoor.example'],
      },
      mailboxes,
      crm: createEmbeddedCrm(database.db, { country: 'NL' }),
      signInEndsAt: async ({ oid }) => (oid.endsWith('0') ? signInEndsAt : null),
      send: createMailer({
        url: `smtp://127.0.0.1:${port}`,
        from: 'Relatiebrug <relatiebrug@kantoor.example>',
      }),
      now: () => clock,
      log: { warn: (fields: object) => void logged.push(fields) } as NoticeDeps['log'],
      signal: new AbortController().signal,
      ...over,
    })();
  };
  const plain = (text: string): string => text.replaceAll(/=\r?\n/gu, '').replaceAll(/\r?\n/gu, ' ');
  const told = (): string[] => received.map(({ to }) => to.join());

  test('the secret is told to the administrators once at 30 days, once at 7, once at 1, and once when it is over', async () => {
    for (let at = 0; at < 24; at += 1) {
      clock = inDays(at);
      await round();
    }
    expect(told()).toEqual(Array(4).fill('beheer@kantoor.example'));
    const text = plain(received[0]!.text);
    for (const part of [
      'CLIENT_SECRET_EXPIRES',
      '22 March 2026',
      'https://relatiebrug.example/admin',
      'Auto-Submitted',
    ]) {
      expect(text).toContain(part);
    }
  }, 60_000);

  test('a parked mailbox is told to its user and the administrators, by no name, once; parked again it is told again', async () => {
    const quiet = { settings: { ...(await settingsWithout()) } };
    await mailboxes.park(people[0]!.id, 'signInAgain');
    await round(quiet);
    await round(quiet);
    expect(told().sort()).toEqual(['beheer@kantoor.example', 'petra@kantoor.example']);
    expect(plain(received.map(({ text }) => text).join())).not.toContain('Achternaam');
    expect(JSON.stringify(logged)).not.toMatch(/petra|Achternaam|@/u);
    await mailboxes.resume(people[0]!.id);
    await round(quiet);
    expect(received).toHaveLength(2);
    await mailboxes.park(people[0]!.id, 'signInAgain');
    await round(quiet);
    expect(received).toHaveLength(4);
  }, 60_000);

  const settingsWithout = async (): Promise<NoticeDeps['settings']> => ({
    credential: { kind: 'secret', secret: 'x' },
    clientSecretExpires: null,
    tls: null,
    language: 'nl',
    timeZone: 'Europe/Amsterdam',
    publicUrl: null,
    noticeTo: ['beheer@kantoor.example'],
  });

  test('a sign-in that is about to end is told to its user, in Dutch with the day', async () => {
    signInEndsAt = inDays(6);
    await round({ settings: await settingsWithout() });
    expect(told()).toEqual(['petra@kantoor.example']);
    expect(plain(received[0]!.text)).toContain('8 maart 2026');
  });

  test('an address that is refused holds up no other, and is tried again later', async () => {
    const settings = await settingsWithout();
    for (const { id } of people) await mailboxes.park(id, 'signInAgain');
    refuses = people[0]!.email;
    await round({ settings });
    expect(told().sort()).toEqual(['beheer@kantoor.example', 'karim@kantoor.example']);
    expect(plain(received.find(({ to }) => to[0]!.startsWith('beheer'))!.text)).toContain('2 postvakken');
    expect(JSON.stringify(logged)).not.toMatch(/petra|no such mailbox|@/u);
    refuses = null;
    await round({ settings });
    expect(received).toHaveLength(2);
    clock = new Date(start.getTime() + 60 * 60_000);
    await round({ settings });
    expect(told().at(-1)).toBe(people[0]!.email);
    await round({ settings });
    expect(received).toHaveLength(3);
  }, 60_000);

  test('without a mail server it is logged once; when one is set, what is still so is mailed', async () => {
    await round({ send: null });
    await round({ send: null });
    expect(logged).toMatchObject([{ kind: 'clientSecret', mailboxId: null }]);
    await round();
    expect(told()).toEqual(['beheer@kantoor.example']);
  });
});
