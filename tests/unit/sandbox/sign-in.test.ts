/** The sandbox's sign-in by itself: Entra's shape on the wire, with plain requests and no MSAL. */
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import { Agent, fetch } from 'undici';
import {
  createSandbox,
  FOREIGN_TENANT,
  HOME_TENANT,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type Sandbox,
} from '../../../sandbox/index.ts';
import {
  CookieJar,
  signInAs,
  type SignInAsOptions,
  type SignInVisit,
} from '../../../sandbox/sign-in/browser.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const MORAG = 'morag@other-office.example';
const WEB = 'https://localhost:1/connect/callback';
const SPA = 'https://localhost:2/redirect.html';
const SCOPES = 'Contacts.ReadWrite User.Read openid profile offline_access';
const HOUR = 3_600_000;
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let sandbox: Sandbox;
let agent: Agent;
beforeAll(async () => {
  sandbox = await createSandbox({ held: true });
  agent = new Agent({ connect: { ca: sandbox.ca } });
}, 60_000);
afterAll(async () => {
  await agent.close();
  await sandbox.close();
});
beforeEach(() => {
  sandbox.reset();
  sandbox.signIn.registerApp({ clientId: SANDBOX_CLIENT_ID, webRedirectUris: [WEB], spaRedirectUris: [SPA] });
});

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}
const asReply = async (answer: Awaited<ReturnType<typeof fetch>>): Promise<Reply> => ({
  status: answer.status,
  headers: new Headers([...answer.headers]),
  body: (await answer.json()) as Record<string, unknown>,
});
const get = async (path: string): Promise<Reply> =>
  asReply(await fetch(`${sandbox.url}${path}`, { dispatcher: agent }));
const token = async (
  form: Record<string, string>,
  o: { tenant?: string; origin?: string; secret?: string | null } = {},
): Promise<Reply> => {
  const secret = o.secret === undefined ? SANDBOX_CLIENT_SECRET : o.secret;
  const body = {
    client_id: SANDBOX_CLIENT_ID,
    ...(secret === null ? {} : { client_secret: secret }),
    ...form,
  };
  return asReply(
    await fetch(`${sandbox.url}/${o.tenant ?? HOME_TENANT}/oauth2/v2.0/token`, {
      method: 'POST',
      dispatcher: agent,
      headers: o.origin ? { origin: o.origin } : {},
      body: new URLSearchParams(body),
    }),
  );
};
const authorizeUrl = (change: Record<string, string> = {}, tenant = HOME_TENANT): string => {
  const query = new URLSearchParams({
    client_id: SANDBOX_CLIENT_ID,
    response_type: 'code',
    redirect_uri: WEB,
    scope: SCOPES,
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    client_info: '1',
    'x-client-SKU': 'msal.js.node',
    claims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}',
    ...change,
  });
  return `${sandbox.url}/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
};
const visit = (url: string, user = PETRA, options: SignInAsOptions = {}): Promise<SignInVisit> =>
  signInAs(sandbox.users.get(user), url, {
    ca: sandbox.ca,
    stopBefore: ({ href }) => href.startsWith(WEB) || href.startsWith(SPA),
    ...options,
  });
const codeOf = (page: SignInVisit): string => page.url.searchParams.get('code') ?? '';
const redeem = (code: string, change: Record<string, string> = {}): Promise<Reply> =>
  token({
    grant_type: 'authorization_code',
    code,
    redirect_uri: WEB,
    code_verifier: VERIFIER,
    scope: SCOPES,
    ...change,
  });
const signedIn = async (): Promise<Record<string, string>> =>
  (await redeem(codeOf(await visit(authorizeUrl())))).body as Record<string, string>;
const refresh = (refreshToken: string | undefined, change: Record<string, string> = {}): Promise<Reply> =>
  token({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '', scope: SCOPES, ...change });
const refused = (reply: Reply): unknown => [
  reply.status,
  reply.body.error,
  (reply.body.error_codes as number[] | undefined)?.[0],
  reply.body.suberror,
];

describe('The faces', () => {
  test.each([HOME_TENANT, 'common', 'organizations'])('%s describes itself as Entra does', async (tenant) => {
    const { body } = await get(`/${tenant}/v2.0/.well-known/openid-configuration`);
    expect(body).toMatchObject({
      issuer: `${sandbox.url}/${tenant === HOME_TENANT ? HOME_TENANT : '{tenantid}'}/v2.0`,
      authorization_endpoint: `${sandbox.url}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${sandbox.url}/${tenant}/oauth2/v2.0/token`,
      jwks_uri: `${sandbox.url}/${tenant}/discovery/v2.0/keys`,
    });
    const { body: keys } = await get(`/${tenant}/discovery/v2.0/keys`);
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  test('know only tenants that have somebody in them', async () => {
    const reply = await get('/11111111-2222-4333-8444-555555555555/v2.0/.well-known/openid-configuration');
    expect(refused(reply)).toEqual([400, 'invalid_tenant', 90002, undefined]);
  });
});

describe('Signing in', () => {
  test('asks for login and consent the first time, for nothing the second', async () => {
    const jar = new CookieJar();
    expect((await visit(authorizeUrl(), PETRA, { jar })).forms).toEqual(['login', 'consent']);
    expect((await visit(authorizeUrl(), PETRA, { jar })).forms).toEqual([]);
    expect((await visit(authorizeUrl(), PETRA)).forms).toEqual(['login']);
    expect((await visit(authorizeUrl({ prompt: 'select_account' }), PETRA, { jar })).forms).toEqual([
      'login',
    ]);
    expect((await visit(authorizeUrl({ prompt: 'consent' }), PETRA, { jar })).forms).toEqual(['consent']);
  });

  test('gives back the state and nothing but a code', async () => {
    const { url } = await visit(authorizeUrl());
    expect(url.searchParams.get('state')).toBe('the-state');
    expect(codeOf({ url } as SignInVisit)).toMatch(/^[\w-]{20,}$/);
  });

  test('that is declined comes back as access_denied with AADSTS65004', async () => {
    const { url } = await visit(authorizeUrl(), PETRA, { consent: false });
    expect(url.searchParams.get('error')).toBe('access_denied');
    expect(url.searchParams.get('error_description')).toContain('AADSTS65004');
    expect(url.searchParams.has('code')).toBe(false);
  });

  test('with a wrong password, or in another’s tenant, goes no further', async () => {
    const user = { ...sandbox.users.get(PETRA), password: 'wrong' };
    const wrong = await signInAs(user, authorizeUrl(), { ca: sandbox.ca });
    expect(wrong.html).toContain('AADSTS50126');
    expect((await visit(authorizeUrl(), MORAG)).html).toContain('AADSTS50020');
    expect((await visit(authorizeUrl({}, FOREIGN_TENANT), MORAG)).url.href).toContain(WEB);
    expect((await visit(authorizeUrl({}, 'organizations'), MORAG)).url.href).toContain(WEB);
  });

  test('without a session and without a form allowed says login_required', async () => {
    const { url } = await visit(authorizeUrl({ prompt: 'none' }));
    expect(url.searchParams.get('error')).toBe('login_required');
  });

  test.each([
    ['an unknown app', { client_id: '99999999-0000-4000-8000-000000000000' }, 'AADSTS700016'],
    ['an address that is not registered', { redirect_uri: 'https://evil.example/cb' }, 'AADSTS50011'],
    ['a scope that does not exist', { scope: 'openid Contacts.Everything' }, 'AADSTS650053'],
  ])('for %s ends on a page of its own', async (_name, change, number) => {
    const page = await visit(authorizeUrl(change));
    expect(page.status).toBe(400);
    expect(page.html).toContain(number);
  });
});

describe('The token endpoint', () => {
  test('answers in Entra’s shape', async () => {
    const { status, body } = await redeem(codeOf(await visit(authorizeUrl())));
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: 'Bearer',
      scope: expect.any(String) as string,
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.any(String) as string,
      refresh_token: expect.any(String) as string,
      id_token: expect.any(String) as string,
      client_info: expect.any(String) as string,
    });
    expect(String(body.scope).split(' ').sort()).toEqual([
      'Contacts.ReadWrite',
      'User.Read',
      'openid',
      'profile',
    ]);
    const { id: uid } = sandbox.users.get(PETRA);
    expect(JSON.parse(Buffer.from(String(body.client_info), 'base64url').toString())).toEqual({
      uid,
      utid: HOME_TENANT,
    });
  });

  test('signs its id tokens with the published key', async () => {
    const { id_token: idToken = '' } = await signedIn();
    const keys = createRemoteJWKSet(new URL(`${sandbox.url}/common/discovery/v2.0/keys`), {
      [customFetch]: async (url: string) => {
        const answer = await fetch(url, { dispatcher: agent });
        return new Response(await answer.text(), { status: answer.status });
      },
    });
    const { payload } = await jwtVerify(idToken, keys, {
      issuer: `${sandbox.url}/${HOME_TENANT}/v2.0`,
      audience: SANDBOX_CLIENT_ID,
      currentDate: new Date(sandbox.clock.now()),
    });
    expect(payload).toMatchObject({
      nonce: 'the-nonce',
      oid: sandbox.users.get(PETRA).id,
      tid: HOME_TENANT,
      ver: '2.0',
      preferred_username: PETRA,
    });
  });

  test('gives a token for the app’s own API when that is asked, without a form', async () => {
    const api = `api://${SANDBOX_CLIENT_ID}/access_as_user openid profile offline_access`;
    const page = await visit(authorizeUrl({ scope: api }));
    expect(page.forms).toEqual(['login']);
    const { body } = await redeem(codeOf(page), { scope: api });
    const claims = decodeJwt(String(body.access_token));
    expect(claims).toMatchObject({
      aud: SANDBOX_CLIENT_ID,
      azp: SANDBOX_CLIENT_ID,
      scp: 'access_as_user',
      ver: '2.0',
      iss: `${sandbox.url}/${HOME_TENANT}/v2.0`,
    });
    expect(sandbox.signIn.verifyGraphToken(String(body.access_token))).toBeNull();
  });

  test.each([
    ['a wrong verifier', { code_verifier: 'w'.repeat(43) }],
    ['another address', { redirect_uri: SPA }],
    ['an unknown code', { code: 'nothing' }],
  ])('refuses a code with %s', async (_name, change) => {
    const reply = await redeem(codeOf(await visit(authorizeUrl())), change);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.body).not.toHaveProperty('access_token');
    expect(reply.body.error_description).toMatch(/^AADSTS\d+: /);
  });

  test('refuses a code the second time, and one that is too old', async () => {
    const code = codeOf(await visit(authorizeUrl()));
    expect((await redeem(code)).status).toBe(200);
    expect((await redeem(code)).body.error).toBe('invalid_grant');
    const old = codeOf(await visit(authorizeUrl()));
    await sandbox.clock.advance(11 * 60_000);
    expect((await redeem(old)).body.error).toBe('invalid_grant');
  });

  test('wants the client’s secret, the right one, and a known client', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'x' };
    expect(refused(await token(form, { secret: null }))).toEqual([401, 'invalid_client', 7000218, undefined]);
    expect(refused(await token(form, { secret: 'wrong' }))).toEqual([
      401,
      'invalid_client',
      7000215,
      undefined,
    ]);
    expect(refused(await token({ ...form, client_id: 'unknown' }))).toEqual([
      400,
      'unauthorized_client',
      700016,
      undefined,
    ]);
  });
});

describe('A refresh token', () => {
  test('is renewed at each use, and old ones stay good', async () => {
    const first = await signedIn();
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).status).toBe(200);
  });

  test('dies at its second use under strict rotation, and takes its successors along', async () => {
    sandbox.signIn.rotateRefreshTokens(true);
    const first = await signedIn();
    const second = (await refresh(first.refresh_token)).body as Record<string, string>;
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(second.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('lives 90 days on the sandbox’s clock', async () => {
    const { refresh_token: refreshToken } = await signedIn();
    await sandbox.clock.advance(89 * 24 * HOUR);
    expect((await refresh(refreshToken)).status).toBe(200);
    await sandbox.clock.advance(2 * 24 * HOUR);
    expect(refused(await refresh(refreshToken))).toEqual([400, 'invalid_grant', 700082, undefined]);
  });

  test('of a revoked user is refused in the words asked for, one of a later sign-in is not', async () => {
    const first = await signedIn();
    sandbox.signIn.revoke(PETRA);
    expect(refused(await refresh(first.refresh_token))).toEqual([400, 'invalid_grant', 50173, undefined]);
    sandbox.signIn.revoke(PETRA, { aadsts: 700084, suberror: 'bad_token' });
    expect(refused(await refresh(first.refresh_token))).toEqual([400, 'invalid_grant', 700084, 'bad_token']);
    const again = await signedIn();
    expect((await refresh(again.refresh_token)).status).toBe(200);
  });

  test('that a planned fault killed stays dead', async () => {
    const { refresh_token: refreshToken } = await signedIn();
    sandbox.faults.plan({ where: 'sign-in', fault: { kind: 'deadRefreshToken', suberror: 'bad_token' } });
    const dead = [400, 'invalid_grant', 50173, 'bad_token'];
    expect(refused(await refresh(refreshToken))).toEqual(dead);
    expect(refused(await refresh(refreshToken))).toEqual(dead);
  });

  test('without consent any more asks for it', async () => {
    const { refresh_token: refreshToken } = await signedIn();
    sandbox.faults.plan({ where: 'sign-in', fault: { kind: 'consentRequired' } });
    expect(refused(await refresh(refreshToken))).toEqual([400, 'invalid_grant', 65001, 'consent_required']);
    expect((await visit(authorizeUrl())).forms).toEqual(['login', 'consent']);
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});

describe('A single-page app', () => {
  const spaUrl = (): string => authorizeUrl({ redirect_uri: SPA });
  const spaRedeem = (code: string, o: { origin?: string; secret?: string | null }): Promise<Reply> =>
    token({ grant_type: 'authorization_code', code, redirect_uri: SPA, code_verifier: VERIFIER }, o);
  const ORIGIN = new URL(SPA).origin;

  test('redeems across origins without a secret', async () => {
    const reply = await spaRedeem(codeOf(await visit(spaUrl())), { origin: ORIGIN, secret: null });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  test('may neither bring a secret nor come without an origin', async () => {
    const page = await visit(spaUrl());
    expect(refused(await spaRedeem(codeOf(page), { origin: ORIGIN }))).toEqual([
      401,
      'invalid_client',
      700025,
      undefined,
    ]);
    expect(refused(await spaRedeem(codeOf(page), { secret: null }))).toEqual([
      400,
      'invalid_request',
      9002327,
      undefined,
    ]);
  });

  test('must use PKCE', async () => {
    const bare = new URL(spaUrl());
    bare.searchParams.delete('code_challenge');
    bare.searchParams.delete('code_challenge_method');
    expect((await visit(bare.href)).url.searchParams.get('error')).toBe('invalid_request');
  });

  test('has refresh tokens for 24 hours in all, used or not', async () => {
    const { body } = await spaRedeem(codeOf(await visit(spaUrl())), { origin: ORIGIN, secret: null });
    const again = (refreshToken: unknown): Promise<Reply> =>
      token(
        { grant_type: 'refresh_token', refresh_token: String(refreshToken), scope: SCOPES },
        { origin: ORIGIN, secret: null },
      );
    await sandbox.clock.advance(20 * HOUR);
    const renewed = await again(body.refresh_token);
    expect(renewed.status).toBe(200);
    await sandbox.clock.advance(5 * HOUR);
    expect(refused(await again(renewed.body.refresh_token))).toEqual([
      400,
      'invalid_grant',
      700082,
      undefined,
    ]);
  });

  test('is let through by the preflight of a browser', async () => {
    const answer = await fetch(`${sandbox.url}/common/oauth2/v2.0/token`, {
      method: 'OPTIONS',
      dispatcher: agent,
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });
});

describe('A token for Graph', () => {
  test('ends after an hour on the sandbox’s clock', async () => {
    const { access_token: accessToken = '' } = await signedIn();
    expect(sandbox.signIn.verifyGraphToken(accessToken)).toMatchObject({
      userId: sandbox.users.get(PETRA).id,
    });
    await sandbox.clock.advance(3_598_000);
    expect(sandbox.signIn.verifyGraphToken(accessToken)).not.toBeNull();
    await sandbox.clock.advance(2_000);
    expect(sandbox.signIn.verifyGraphToken(accessToken)).toBeNull();
  });

  test('survives a revocation, unless that was to end it', async () => {
    const { access_token: accessToken = '' } = await signedIn();
    sandbox.signIn.revoke(PETRA);
    expect(sandbox.signIn.verifyGraphToken(accessToken)).not.toBeNull();
    sandbox.signIn.revoke(PETRA, { accessTokens: true });
    expect(sandbox.signIn.verifyGraphToken(accessToken)).toBeNull();
    expect(sandbox.signIn.verifyGraphToken(sandbox.token(PETRA))).not.toBeNull();
  });

  test.each([
    ['is for our API', { kind: 'api' }],
    ['is signed by somebody else', { kind: 'graph', signature: 'foreign' }],
    ['is signed by nobody', { kind: 'graph', signature: 'none' }],
  ] as const)('is refused when it %s', (_name, options) => {
    expect(sandbox.signIn.verifyGraphToken(sandbox.signIn.mintToken({ user: PETRA, ...options }))).toBeNull();
  });
});
