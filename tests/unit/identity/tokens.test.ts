/** Tokens from sealed rows: refresh, death, races, rotation of keys; against the sandbox's sign-in over https. */
import sql from 'sql-template-tag';
import { SANDBOX_CLIENT_ID } from '../../../sandbox/index.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { asId } from '../../../shared/ids.ts';
import { openKeys } from '../../../worker/identity/index.ts';
import type { Trouble } from '../../../worker/pass/ports.ts';
import { createIdentityWorld, TOKEN_KEY, type IdentityWorld } from '../../support/identity-world.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const KARIM = 'karim@kantoor-voorbeeld.example';
const HOUR = 3_600_000;

let world: IdentityWorld;
let aheadMs = 0;
beforeAll(async () => {
  world = await createIdentityWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.empty());
afterEach(() => {
  world.ahead(-aheadMs);
  aheadMs = 0;
});

/** Both clocks, as in life. */
const later = async (ms: number): Promise<void> => {
  aheadMs += ms;
  world.ahead(ms);
  await world.sandbox.clock.advance(ms);
};
const user = (name: string) => world.sandbox.users.get(name);
const account = (name: string) => ({ oid: user(name).id, tid: user(name).tenantId });
const troubleOf = (work: Promise<unknown>): Promise<Pick<Trouble, 'code' | 'what'>> =>
  work.then(
    () => {
      throw new Error('no trouble came');
    },
    ({ code, what }: Trouble) => ({ code, what }),
  );
const isGood = (token: string, name: string): boolean =>
  world.sandbox.signIn.verifyGraphToken(token)?.userId === user(name).id;
const tokenRequests = (): number =>
  world.sandbox.faults.log.filter(({ request }) => request.path.includes('/oauth2/v2.0/token')).length;
/** Counts token requests without disturbing them. */
const watchTokenRequests = (): void =>
  void world.sandbox.faults.plan({
    where: 'sign-in',
    path: '/token',
    fault: { kind: 'slow', ms: 20 },
    times: Infinity,
  });

describe('An access token', () => {
  test('comes from memory while it is good, without a request', async () => {
    const mailbox = await world.activate(PETRA);
    watchTokenRequests();
    const first = await world.identity.tokens.accessToken(mailbox);
    await later(HOUR / 2);
    expect(await world.identity.tokens.accessToken(mailbox)).toBe(first);
    expect(tokenRequests()).toBe(0);
  });

  test('is refreshed when it is at its end', async () => {
    const mailbox = await world.activate(PETRA);
    const first = await world.identity.tokens.accessToken(mailbox);
    await later(HOUR);
    expect(isGood(first, PETRA)).toBe(false);
    const second = await world.identity.tokens.accessToken(mailbox);
    expect(isGood(second, PETRA)).toBe(true);
    await later(HOUR);
    expect(isGood(await world.identity.tokens.accessToken(mailbox), PETRA)).toBe(true);
  });

  test('that Graph turned down is replaced by another', async () => {
    const mailbox = await world.activate(PETRA);
    const first = await world.identity.tokens.accessToken(mailbox);
    const second = await world.identity.tokens.accessToken(mailbox, first);
    expect(second).not.toBe(first);
    expect(isGood(second, PETRA)).toBe(true);
    // A late asker who was turned down with the first gets the second, not a third.
    expect(await world.identity.tokens.accessToken(mailbox, first)).toBe(second);
  });

  test('goes on for years when it is used, and ends after 90 days when it is not', async () => {
    const mailbox = await world.activate(PETRA);
    for (let turn = 0; turn < 3; turn += 1) {
      await later(60 * 24 * HOUR);
      expect(isGood(await world.identity.tokens.accessToken(mailbox), PETRA)).toBe(true);
    }
    const { endsAt } = await world.identity.tokens.status(account(PETRA));
    expect(Math.round(((endsAt?.getTime() ?? 0) - world.sandbox.clock.now()) / (24 * HOUR))).toBe(90);
    await later(91 * 24 * HOUR);
    expect(await troubleOf(world.identity.tokens.accessToken(mailbox))).toEqual({
      code: 'signIn.needed',
      what: { kind: 'park', because: 'signInAgain' },
    });
  });

  test('is never mixed up between users who refresh at the same time', async () => {
    const [petra, karim] = [await world.activate(PETRA), await world.activate(KARIM)];
    await later(HOUR);
    const tokens = await Promise.all(
      Array.from({ length: 40 }, (_, i) => world.identity.tokens.accessToken(i % 2 === 0 ? petra : karim)),
    );
    tokens.forEach((token, i) => expect(isGood(token, i % 2 === 0 ? PETRA : KARIM)).toBe(true));
    const fresh = await world.another();
    expect(isGood(await fresh.tokens.accessToken(petra), PETRA)).toBe(true);
    expect(isGood(await fresh.tokens.accessToken(karim), KARIM)).toBe(true);
  });

  test('for a mailbox that does not exist is a bug, not a sign-in', async () => {
    const nobody = asId<MailboxId>('00000000-0000-4000-8000-000000000000');
    expect(await troubleOf(world.identity.tokens.accessToken(nobody))).toMatchObject({
      what: { kind: 'bug' },
    });
  });
});

describe('A refresh', () => {
  test('asked for by many at once is one request, also where a token works once only', async () => {
    const mailbox = await world.activate(PETRA);
    world.sandbox.signIn.rotateRefreshTokens(true);
    await later(HOUR);
    watchTokenRequests();
    const tokens = await Promise.all(
      Array.from({ length: 12 }, () => world.identity.tokens.accessToken(mailbox)),
    );
    expect(new Set(tokens).size).toBe(1);
    expect(tokenRequests()).toBe(1);
  });

  test('by two processes at once never uses a refresh token twice', async () => {
    const mailbox = await world.activate(PETRA);
    const other = await world.another();
    world.sandbox.signIn.rotateRefreshTokens(true);
    for (let turn = 0; turn < 5; turn += 1) {
      await later(HOUR);
      const both = [world.identity, other, world.identity, other];
      const tokens = await Promise.all(both.map(({ tokens: t }) => t.accessToken(mailbox)));
      for (const token of tokens) expect(isGood(token, PETRA)).toBe(true);
    }
  });

  test.each([
    ['without a suberror', { aadsts: 50173 }],
    ['with the suberror bad_token', { aadsts: 700084, suberror: 'bad_token' }],
  ])('of a revoked sign-in %s parks the mailbox, and Microsoft is not asked again', async (_name, how) => {
    const mailbox = await world.activate(PETRA);
    const karim = await world.activate(KARIM);
    await later(HOUR);
    world.sandbox.signIn.revoke(PETRA, how);
    const parked = { code: 'signIn.needed', what: { kind: 'park', because: 'signInAgain' } };
    expect(await troubleOf(world.identity.tokens.accessToken(mailbox))).toEqual(parked);
    watchTokenRequests();
    expect(await troubleOf(world.identity.tokens.accessToken(mailbox))).toEqual(parked);
    expect(await troubleOf((await world.another()).tokens.accessToken(mailbox))).toEqual(parked);
    expect(tokenRequests()).toBe(0);
    expect(await world.identity.tokens.status(account(PETRA))).toMatchObject({
      state: 'signInAgain',
      code: 'signIn.needed',
      endsAt: null,
    });
    expect(isGood(await world.identity.tokens.accessToken(karim), KARIM)).toBe(true);

    expect(await world.activate(PETRA)).toBe(mailbox);
    expect(isGood(await world.identity.tokens.accessToken(mailbox), PETRA)).toBe(true);
    expect(await world.identity.tokens.status(account(PETRA))).toMatchObject({ state: 'signedIn' });
  });

  test('after the consent was taken back parks the mailbox as such', async () => {
    const mailbox = await world.activate(PETRA);
    await later(HOUR);
    world.sandbox.signIn.withdrawConsent(PETRA);
    expect(await troubleOf(world.identity.tokens.accessToken(mailbox))).toEqual({
      code: 'signIn.consentMissing',
      what: { kind: 'park', because: 'consentMissing' },
    });
    expect(await world.identity.tokens.status(account(PETRA))).toMatchObject({ state: 'consentMissing' });
  });

  test('that meets 503 waits as long as was asked, for this user alone, and goes on without a restart', async () => {
    const [petra, karim] = [await world.activate(PETRA), await world.activate(KARIM)];
    await later(HOUR);
    world.sandbox.faults.plan({
      where: 'sign-in',
      path: '/token',
      mailbox: PETRA,
      fault: { kind: 'status', status: 503, retryAfter: 1234 },
    });
    expect(await troubleOf(world.identity.tokens.accessToken(petra))).toEqual({
      code: 'signIn.unavailable',
      what: { kind: 'retry', afterMs: 1_234_000 },
    });
    expect(isGood(await world.identity.tokens.accessToken(karim), KARIM)).toBe(true);
    expect(isGood(await world.identity.tokens.accessToken(petra), PETRA)).toBe(true);
  });

  test.each([
    ['429 without a time', { kind: 'status', status: 429 }, 'signIn.unavailable'],
    ['a page in HTML from a proxy', { kind: 'status', status: 502, body: 'html' }, 'signIn.unavailable'],
    ['an empty 500', { kind: 'status', status: 500, body: 'empty' }, 'signIn.unavailable'],
    ['a cut connection', { kind: 'cut' }, 'signIn.unreachable'],
    ['an answer that never comes', { kind: 'hang' }, 'signIn.unreachable'],
    ['a lost answer', { kind: 'lostAnswer' }, 'signIn.unreachable'],
  ] as const)('that meets %s is tried again later and loses nothing', async (_name, fault, code) => {
    const mailbox = await world.activate(PETRA);
    await later(HOUR);
    world.sandbox.faults.plan({ where: 'sign-in', path: '/token', fault });
    expect(await troubleOf(world.identity.tokens.accessToken(mailbox))).toMatchObject({
      code,
      what: { kind: 'retry' },
    });
    expect(isGood(await world.identity.tokens.accessToken(mailbox), PETRA)).toBe(true);
  });

  test('with a wrong client secret is the administrator’s trouble and parks nobody', async () => {
    const mailbox = await world.activate(PETRA);
    await later(HOUR);
    world.sandbox.signIn.replaceSecrets(SANDBOX_CLIENT_ID, ['another']);
    expect(await troubleOf(world.identity.tokens.accessToken(mailbox))).toEqual({
      code: 'signIn.clientRefused',
      what: { kind: 'misconfigured' },
    });
    expect(await world.identity.tokens.status(account(PETRA))).toMatchObject({ state: 'signedIn' });
  });
});

describe('A sealed row', () => {
  test('copied to another user does not open', async () => {
    const petra = await world.activate(PETRA);
    const karim = await world.activate(KARIM);
    await world.db.query(
      sql`update identity.tokens t set sealed = o.sealed, key_id = o.key_id from identity.tokens o
          where t.user_key like ${`${user(KARIM).id}.%`} and o.user_key like ${`${user(PETRA).id}.%`}`,
    );
    const fresh = await world.another();
    expect(await troubleOf(fresh.tokens.accessToken(karim))).toEqual({
      code: 'signIn.rowDamaged',
      what: { kind: 'park', because: 'signInAgain' },
    });
    expect(isGood(await fresh.tokens.accessToken(petra), PETRA)).toBe(true);
  });

  test('of a key that is not configured is the administrator’s trouble, and opens when the key is back', async () => {
    const mailbox = await world.activate(PETRA);
    const lost = await world.another({ tokenKey: { kind: 'key', key: new Uint8Array(32).fill(9) } });
    expect(await troubleOf(lost.tokens.accessToken(mailbox))).toEqual({
      code: 'signIn.keyMissing',
      what: { kind: 'misconfigured' },
    });
    const back = await world.another();
    expect(isGood(await back.tokens.accessToken(mailbox), PETRA)).toBe(true);
  });

  test('is sealed again with a new key, after which the old one is not needed', async () => {
    const mailbox = await world.activate(PETRA);
    await world.activate(KARIM);
    const key = new Uint8Array(32).fill(11);
    const withBoth = { tokenKey: { kind: 'key', key }, tokenKeysOld: [TOKEN_KEY] } as const;
    const both = await world.another(withBoth);
    expect(isGood(await both.tokens.accessToken(mailbox), PETRA)).toBe(true);
    const keys = await openKeys(withBoth, world.db);
    expect(await keys.rotate()).toEqual({ done: 2, missingKey: 0, damaged: 0, left: 0 });
    expect(await keys.rotate()).toEqual({ done: 0, missingKey: 0, damaged: 0, left: 0 });
    const onlyNew = await world.another({ tokenKey: { kind: 'key', key } });
    expect(isGood(await onlyNew.tokens.accessToken(mailbox), PETRA)).toBe(true);
  });

  test('that was forgotten asks for a sign-in', async () => {
    const mailbox = await world.activate(PETRA);
    await world.identity.tokens.forget(account(PETRA));
    await world.identity.tokens.forget(account(PETRA));
    expect(await troubleOf(world.identity.tokens.accessToken(mailbox))).toMatchObject({
      code: 'signIn.noTokens',
    });
    expect(await world.identity.tokens.status(account(PETRA))).toMatchObject({ state: 'none' });
  });
});

describe('A client certificate', () => {
  test('does what a secret does', async () => {
    const { cert, certFile, keyFile } = world.sandbox.certificate;
    world.sandbox.signIn.registerApp({ clientId: SANDBOX_CLIENT_ID, certificates: [cert] });
    const identity = await world.another({
      credential: { kind: 'certificate', certificateFile: certFile, keyFile },
    });
    world.mount(identity);
    try {
      const mailbox = await world.activate(PETRA);
      await later(HOUR);
      expect(isGood(await identity.tokens.accessToken(mailbox), PETRA)).toBe(true);
      expect(await identity.check()).toEqual({ ok: true, permissions: [] });
    } finally {
      world.mount(world.identity);
    }
  });

  test('whose key is another’s stops the start, and so does one that is no certificate', async () => {
    const { certFile, caFile, keyFile } = world.sandbox.certificate;
    const start = (certificateFile: string, key: string): Promise<unknown> =>
      world.another({ credential: { kind: 'certificate', certificateFile, keyFile: key } });
    await expect(start(caFile, keyFile)).rejects.toMatchObject({ code: 'identity.certificateKeyMismatch' });
    await expect(start(keyFile, keyFile)).rejects.toMatchObject({ code: 'identity.certificateUnreadable' });
    await expect(start(certFile, '/nowhere')).rejects.toMatchObject({
      code: 'identity.certificateUnreadable',
    });
  });
});

describe('The check of the sign-in', () => {
  test('finds nothing wrong when all is well', async () => {
    expect(await world.identity.check()).toEqual({ ok: true, permissions: [] });
  });

  test('tells a wrong secret from an address that does not answer', async () => {
    const wrong = await world.another({ credential: { kind: 'secret', secret: 'wrong' } });
    expect(await wrong.check()).toMatchObject({
      ok: false,
      step: 'client',
      trouble: { code: 'signIn.clientRefused' },
    });
    const nowhere = await world.another({ authority: 'https://localhost:9' });
    expect(await nowhere.check()).toMatchObject({
      ok: false,
      step: 'address',
      trouble: { code: 'signIn.unreachable' },
    });
    const tenant = await world.another({ allowedTenants: ['11111111-2222-4333-8444-555555555555'] });
    expect(await tenant.check()).toMatchObject({
      ok: false,
      step: 'address',
      trouble: { what: { kind: 'misconfigured' } },
    });
  });
});
