/** Who gets in: made from the list of routes, so that a new route is asked too. */
import { generateKeyPair, type JWTPayload } from 'jose';
import { Hono } from 'hono';
import { onError } from '../../../worker/api/http/errors.ts';
import { rateLimit } from '../../../worker/api/http/rate.ts';
import type { ApiEnv } from '../../../worker/api/ports.ts';
import { publicPaths } from '../../../worker/api/app.ts';
import { openOffice, refusal, tenant, petraOid, type Office } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
}, 60_000);
afterAll(() => office.close());

/** Every route that answers something (middleware has the method ALL), with ids filled in. */
const routes = (): { method: string; path: string }[] => {
  const all = office.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, path: path.replace(/:\w+/gu, 'x') }));
  return [...new Map(all.map((route) => [`${route.method} ${route.path}`, route])).values()];
};
const isPublic = (path: string): boolean => publicPaths.some((known) => known === path);

describe('the door of the API', () => {
  test('every route but the named public ones answers 401 without a token', async () => {
    const guarded = routes().filter(({ path }) => !isPublic(path));
    expect(guarded.length).toBeGreaterThanOrEqual(18);
    for (const { method, path } of guarded) {
      const response = await office.app.request(path, { method });
      expect([method, path, response.status]).toEqual([method, path, 401]);
      expect((await refusal(response)).code).toBe('unauthenticated');
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('an address under /api that does not exist says nothing more than 401 without a token', async () => {
    expect((await office.app.request('/api/secrets')).status).toBe(401);
    expect((await office.ask('/api/secrets')).status).toBe(404);
  });

  test('every public path is a route of the application', () => {
    const known = routes().map(({ path }) => path);
    expect(publicPaths.filter((path) => !known.includes(path))).toEqual([]);
  });

  test('an expired, foreign, unsigned or altered token is refused and changes nothing', async () => {
    const { keys, app } = office;
    const foreign = await generateKeyPair('RS256');
    const good = await keys.token();
    const [head, body] = good.split('.') as [string, string, string];
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const tokens = [
      await keys.token({ exp: Math.floor(Date.now() / 1000) - 600 }),
      await keys.token({}, foreign.privateKey),
      await keys.token({ aud: 'https://graph.microsoft.com' }),
      await keys.token({ iss: `${keys.authority}/00000000-0000-4000-8000-00000000bbbb/v2.0` }),
      unsigned,
      `${head}.${Buffer.from('{"tid":"x"}').toString('base64url')}.${good.split('.')[2] ?? ''}`,
      'rubbish',
    ];
    for (const token of tokens) {
      const response = await app.request('/api/me', { headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(401);
      expect((await refusal(response)).code).toBe('tokenInvalid');
    }
  });

  test('a good token of a strange tenant, app or scope is told which of them it is', async () => {
    const other = '00000000-0000-4000-8000-00000000bbbb';
    const codeFor = async (claims: JWTPayload): Promise<string> =>
      (await refusal(await office.ask('/api/me', {}, claims))).code;
    expect(await codeFor({ tid: other, iss: `${office.keys.authority}/${other}/v2.0` })).toBe(
      'tenantNotAllowed',
    );
    expect(await codeFor({ azp: other })).toBe('clientNotAllowed');
    expect(await codeFor({ scp: 'User.Read' })).toBe('scopeMissing');
  });

  test('when the keys cannot be fetched the answer is 503, not 401', async () => {
    const broken = office.with({ checkToken: async () => ({ ok: false, code: 'unavailable' }) });
    const response = await broken.ask('/api/me');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
  });

  test('who is no administrator gets none of the administrator’s pages', async () => {
    for (const path of ['/api/admin/mailboxes', '/api/admin/status']) {
      const response = await office.ask(path);
      expect(response.status).toBe(403);
      expect((await refusal(response)).code).toBe('adminOnly');
      expect((await office.ask(path, {}, { roles: ['Relatiebrug.Admin'] })).status).toBe(200);
    }
    const named = office.with({ admins: [petraOid] });
    expect((await named.ask('/api/admin/status')).status).toBe(200);
    expect((await named.ask('/api/admin/status', {}, { oid: tenant })).status).toBe(403);
  });
});

describe('every answer', () => {
  test('carries the security headers, and no sign of what made it', async () => {
    const paths = ['/api/me', '/healthz', '/api/openapi.json', '/nothing', '/config.json'];
    for (const path of paths) {
      const { headers } = await office.app.request(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d+/u);
      expect(headers.has('x-powered-by')).toBe(false);
    }
  });

  test('that is an error is Dutch unless English is asked for', async () => {
    const say = async (language: string): Promise<string> => {
      const response = await office.app.request('/api/me', { headers: { 'accept-language': language } });
      return (await refusal(response)).message;
    };
    expect(await say('')).toMatch(/niet aangemeld/u);
    expect(await say('fr-FR, en;q=0.5, nl;q=0.4')).toMatch(/not signed in/u);
    expect(await say('de')).toMatch(/niet aangemeld/u);
  });

  test('that is not foreseen says no more than that, and is logged without what people typed', async () => {
    const failing = office.with({
      ready: () => Promise.reject(Object.assign(new Error('value (geheim)'), { code: '23505' })),
    });
    const response = await failing.app.request('/readyz');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('geheim');
    expect(office.logged.at(-1)).toMatchObject({ code: '23505', path: '/readyz' });
  });

  test('while the database is away is 503 with a time to come back', async () => {
    const away = office.with({
      ready: () => Promise.reject(Object.assign(new Error('x'), { code: 'store.unreachable' })),
    });
    const response = await away.app.request('/readyz');
    expect(response.status).toBe(503);
    expect((await refusal(response)).retryAfter).toBe(5);
  });
});

describe('requests that cannot be', () => {
  test('a body that is too large is refused before it is read', async () => {
    const body = JSON.stringify({ groupsIncluded: ['x'.repeat(300_000)] });
    const response = await office.ask('/api/mailbox/settings', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
      body,
    });
    expect(response.status).toBe(413);
  });

  test('a body that is no JSON by name is 415, by content 400', async () => {
    const put = (type: string, body: string) =>
      office.ask('/api/mailbox/settings', { method: 'PUT', headers: { 'content-type': type }, body });
    expect((await put('text/plain', '{}')).status).toBe(415);
    expect((await put('application/json', '{"groups')).status).toBe(400);
  });

  test('a method that a path does not have is 405 and says which it has', async () => {
    const response = await office.ask('/api/mailbox/settings', { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toContain('PUT');
    expect((await refusal(response)).code).toBe('methodNotAllowed');
  });
});

describe('the limit per account', () => {
  test('holds up an account that runs wild, with a time, and no other', async () => {
    let nowMs = 0;
    const app = new Hono<ApiEnv>();
    app.onError(onError({ info: () => undefined, warn: () => undefined, error: () => undefined }));
    app.use(async (c, next) => {
      c.set('account', { oid: c.req.header('x-oid') ?? '', tid: tenant, upn: null, roles: [] });
      await next();
    });
    app.use(rateLimit(3, () => nowMs));
    app.get('/', (c) => c.text('ok'));
    const status = async (oid: string): Promise<number> =>
      (await app.request('/', { headers: { 'x-oid': oid } })).status;
    expect([await status('a'), await status('a'), await status('a'), await status('a')]).toEqual([
      200, 200, 200, 429,
    ]);
    expect(await status('b')).toBe(200);
    nowMs = 45_500;
    const refused = await app.request('/', { headers: { 'x-oid': 'a' } });
    expect(refused.headers.get('retry-after')).toBe('15');
    nowMs = 60_000;
    expect(await status('a')).toBe(200);
  });
});
