/** The API's door against forged, foreign and expired tokens, with the sandbox's keys over https. */
import { FOREIGN_TENANT, HOME_TENANT, SANDBOX_CLIENT_ID } from '../../../sandbox/index.ts';
import type { MintOptions } from '../../../sandbox/sign-in/index.ts';
import { createGuard, createNetwork } from '../../../worker/identity/index.ts';
import { createSandbox, type Sandbox } from '../../../sandbox/index.ts';
import type { Guard, GuardResult } from '../../../worker/identity/index.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const MORAG = 'morag@other-office.example';

let sandbox: Sandbox;
let network: ReturnType<typeof createNetwork>;
beforeAll(async () => {
  sandbox = await createSandbox();
  network = createNetwork({ ca: sandbox.ca, timeoutMs: 1_000 });
}, 60_000);
afterAll(async () => {
  await network.close();
  await sandbox.close();
});
afterEach(() => sandbox.reset());

const newGuard = (now?: () => Date): Guard =>
  createGuard(
    {
      authority: sandbox.authorityUrl,
      clientId: SANDBOX_CLIENT_ID,
      allowedTenants: [HOME_TENANT],
      paneClientIds: [SANDBOX_CLIENT_ID],
    },
    network,
    now,
  );
const mint = (options: Partial<MintOptions> = {}): string =>
  sandbox.signIn.mintToken({ user: PETRA, ...options });
const bearer = (token: string): Promise<GuardResult> => newGuard()(`Bearer ${token}`);
const code = async (result: Promise<GuardResult>): Promise<string> => {
  const answer = await result;
  return answer.ok ? 'let in' : answer.code;
};

describe('The guard lets in', () => {
  test('a user of ours with a token for our scope, and says who it is', async () => {
    const { id: oid, tenantId: tid } = sandbox.users.get(PETRA);
    expect(await bearer(mint({ roles: ['Relatiebrug.Admin'] }))).toEqual({
      ok: true,
      account: { oid, tid, upn: PETRA, roles: ['Relatiebrug.Admin'] },
    });
    expect(await bearer(mint())).toMatchObject({ account: { roles: [] } });
  });

  test('whatever the letter case of the scheme', async () => {
    expect(await newGuard()(`bearer ${mint()}`)).toMatchObject({ ok: true });
  });

  test('a thousand callers with one fetch of the keys', async () => {
    const watched = sandbox.faults.plan({
      where: 'sign-in',
      path: '/keys',
      fault: { kind: 'slow', ms: 1 },
      times: Infinity,
    });
    const guard = newGuard();
    const token = `Bearer ${mint()}`;
    await Promise.all(Array.from({ length: 50 }, () => guard(token)));
    expect(watched.fired).toBe(1);
  });
});

describe('The guard refuses', () => {
  test.each([
    ['nothing', undefined, 'unauthenticated'],
    ['another scheme', 'Basic cGV0cmE6cGV0cmE=', 'tokenInvalid'],
    ['an empty bearer', 'Bearer ', 'tokenInvalid'],
    ['rubbish', 'Bearer aaa.bbb.ccc', 'tokenInvalid'],
    ['two tokens', 'Bearer a.b.c a.b.c', 'tokenInvalid'],
  ])('%s', async (_name, header, expected) => {
    expect(await code(newGuard()(header))).toBe(expected);
  });

  test.each<[string, Partial<MintOptions>, string]>([
    ['a token for Graph', { kind: 'graph' }, 'tokenInvalid'],
    ['an id token', { kind: 'id' }, 'tokenInvalid'],
    ['a token for another app', { audience: '99999999-0000-4000-8000-000000000000' }, 'tokenInvalid'],
    [
      'a token of version 1',
      { audience: `api://${SANDBOX_CLIENT_ID}`, claims: { ver: '1.0' } },
      'tokenInvalid',
    ],
    ['a token that says version 1', { claims: { ver: '1.0' } }, 'tokenInvalid'],
    ['a token that has expired', { expiresInSeconds: -61 }, 'tokenInvalid'],
    [
      'a token that is not valid yet',
      { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } },
      'tokenInvalid',
    ],
    ['a token of an unknown key', { signature: 'foreign' }, 'tokenInvalid'],
    ['a token of a foreign key under a known name', { signature: 'foreignSameKid' }, 'tokenInvalid'],
    ['a token without a signature', { signature: 'none' }, 'tokenInvalid'],
    ['a token without a user', { claims: { oid: undefined } }, 'tokenInvalid'],
    ['a token without an end', { claims: { exp: undefined } }, 'tokenInvalid'],
    ['a token without a scope', { claims: { scp: undefined } }, 'tokenInvalid'],
    ['a user id that is no id', { claims: { oid: "x' or 1=1" } }, 'tokenInvalid'],
    ['a token of another tenant', { user: MORAG }, 'tenantNotAllowed'],
    [
      'a foreign tenant’s issuer with our tenant’s id',
      { user: MORAG, claims: { tid: HOME_TENANT } },
      'tokenInvalid',
    ],
    ['our issuer with a foreign tenant’s id', { claims: { tid: FOREIGN_TENANT } }, 'tokenInvalid'],
    ['an issuer elsewhere', { issuer: `https://evil.example/${HOME_TENANT}/v2.0` }, 'tokenInvalid'],
    ['a token given to another app', { azp: '99999999-0000-4000-8000-000000000000' }, 'clientNotAllowed'],
    ['another scope of ours', { scope: 'read_only' }, 'scopeMissing'],
    ['a scope that only looks like ours', { scope: 'access_as_user_not' }, 'scopeMissing'],
  ])('%s', async (_name, options, expected) => {
    expect(await code(bearer(mint(options)))).toBe(expected);
  });

  test('a token that was changed on the way', async () => {
    const [header = '', payload = '', signature = ''] = mint().split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const changed = Buffer.from(JSON.stringify({ ...claims, oid: sandbox.users.get(MORAG).id })).toString(
      'base64url',
    );
    expect(await code(bearer(`${header}.${changed}.${signature}`))).toBe('tokenInvalid');
    expect(await code(bearer(`${header}.${payload}.${signature.slice(0, -4)}AAAA`))).toBe('tokenInvalid');
  });

  test('a good token once its hour is over, by the clock it was given', async () => {
    const token = mint();
    expect(await code(newGuard(() => new Date(Date.now() + 3_500_000))(`Bearer ${token}`))).toBe('let in');
    expect(await code(newGuard(() => new Date(Date.now() + 3_700_000))(`Bearer ${token}`))).toBe(
      'tokenInvalid',
    );
  });
});

describe('While the keys cannot be had the guard says “later”, not “never”', () => {
  test.each([
    ['down', { kind: 'status', status: 503 }],
    ['cut off', { kind: 'cut' }],
    ['hanging', { kind: 'hang' }],
    ['answering with a page', { kind: 'status', status: 200, body: 'html' }],
  ] as const)('%s', async (_name, fault) => {
    const guard = newGuard();
    const token = `Bearer ${mint()}`;
    sandbox.faults.plan({ where: 'sign-in', path: '/keys', fault });
    expect(await code(guard(token))).toBe('unavailable');
    expect(await code(guard(token))).toBe('let in');
  });
});
