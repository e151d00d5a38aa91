/**
 * Security headers on every kind of answer, asked of every route: done, refused, not found, wrong method, redirect, page,
 * asset, webhook, sign-in page, too many. And no answer that opens the API to pages of other origins.
 *
 * Seen to fail with `securityHeaders` left out of worker/api/app.ts: every row.
 */
import { createCounter } from '../../worker/api/http/rate.ts';
import { createAddressOf } from '../../worker/api/http/client-address.ts';
import { jsonOf, morag, openGate, petra, type Gate } from './support/gate.ts';
import { fillMailbox, type FullMailbox } from './support/full-mailbox.ts';
import { routesOf } from './support/routes.ts';
import { rules } from './support/rules.ts';

let gate: Gate;
let mine: FullMailbox;
beforeAll(async () => {
  gate = await openGate();
  mine = await fillMailbox(gate, petra, 'tulp');
}, 120_000);
afterAll(() => gate.close());

const everywhere = {
  'x-content-type-options': /^nosniff$/u,
  'referrer-policy': /^no-referrer$/u,
  'permissions-policy': /camera=\(\)/u,
  'cross-origin-resource-policy': /^(same-origin|cross-origin)$/u,
  'strict-transport-security': /^max-age=31536000/u,
  'content-security-policy': /default-src 'none'/u,
};
const nowhere = [
  'x-powered-by',
  'server',
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'set-cookie2',
];

/** What is missing or too much, by name. */
const faultsOf = ({ headers }: Response): string[] => [
  ...Object.entries(everywhere).flatMap(([name, form]) =>
    form.test(headers.get(name) ?? '') ? [] : [`no ${name}`],
  ),
  ...nowhere.filter((name) => headers.has(name)),
  ...(/unsafe-(inline|eval)|\*(?:[ ;]|$)/u.test(headers.get('content-security-policy') ?? '')
    ? ['loose policy']
    : []),
];

const ask = (path: string, method: string, token: string | null, body?: unknown): Promise<Response> => {
  const { headers, ...rest } = jsonOf(body);
  const given: Record<string, string> = { ...headers, origin: 'https://evil.example' };
  if (token !== null) given['authorization'] = `Bearer ${token}`;
  return Promise.resolve(gate.app.request(path, { method, headers: given, ...rest }));
};

test.each<[string, () => string | null]>([
  ['without a token', () => null],
  ['with a token of a foreign tenant', () => gate.token(morag)],
  ['with a good token', () => gate.token(petra)],
])(
  'Every route carries the security headers, asked %s from a page of another origin',
  async (_name, token) => {
    const statuses = new Set<number>();
    for (const key of routesOf(gate.app)) {
      const [method = ''] = key.split(' ');
      const { path, body } = rules[key]?.ask(mine, new Map()) ?? { path: '/' };
      const response = await ask(path, method, token(), body);
      statuses.add(response.status);
      expect([key, response.status, faultsOf(response)]).toEqual([key, response.status, []]);
      if (!path.startsWith('/api/') || path === '/api/openapi.json') continue;
      expect([key, response.headers.get('cache-control')]).toEqual([key, 'no-store']);
    }
    expect(statuses.size).toBeGreaterThan(1);
  },
);

test.each<[string, number, string, string, unknown]>([
  ['a page', 200, 'GET', '/taskpane.html', undefined],
  ['the administrator’s page', 200, 'GET', '/admin', undefined],
  ['a redirect', 301, 'GET', '/admin/', undefined],
  ['a script', 200, 'GET', '/taskpane.0123abcd.js', undefined],
  ['an icon', 200, 'GET', '/icon.png', undefined],
  ['nothing at all', 404, 'GET', '/nothing', undefined],
  ['an address that climbs', 404, 'GET', '/..%2f..%2fpackage.json', undefined],
  ['a method that the page has not', 405, 'POST', '/healthz', {}],
  ['a method that the API has not, to whom it does not know', 401, 'DELETE', '/api/me', undefined],
  ['a preflight', 401, 'OPTIONS', '/api/me', undefined],
  ['a preflight of the webhook', 405, 'OPTIONS', '/notifications/graph', undefined],
  ['only the head', 200, 'HEAD', '/healthz', undefined],
  ['a handshake', 200, 'POST', '/notifications/graph?validationToken=x', undefined],
  ['a refused delivery', 400, 'POST', '/notifications/graph', '{'],
  ['a delivery that is too large', 413, 'POST', '/notifications/graph', 'x'.repeat(1_100_000)],
  ['a spent ticket', 400, 'GET', '/connect/start?ticket=none', undefined],
  ['a sign-in of nobody', 400, 'GET', '/connect/callback', undefined],
])('%s carries them too (%i)', async (_name, status, method, path, body) => {
  const response = await ask(path, method, null, body);
  expect([response.status, faultsOf(response)]).toEqual([status, []]);
});

test('the sign-in’s redirect carries them, and is kept nowhere', async () => {
  const answer = (await (await gate.ask(petra, 'POST', '/api/activation/ticket', {})).json()) as {
    url: string;
  };
  const { pathname, search } = new URL(answer.url);
  const response = await gate.app.request(`${pathname}${search}`);
  expect([response.status, faultsOf(response)]).toEqual([302, []]);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('set-cookie')).toMatch(
    /^__Host-connect=\S+; Path=\/; Secure; HttpOnly; SameSite=Lax/u,
  );
});

test('an error of ours carries them, and says nothing of itself', async () => {
  const app = gate.with({ ready: () => Promise.reject(new Error('geheim in /srv/geheim.ts:1:2')) });
  const response = await app.request('/readyz');
  expect([response.status, faultsOf(response)]).toEqual([500, []]);
  expect(await response.text()).not.toContain('geheim');
});

test('pages may be framed by Outlook only, and what is no page by nobody', async () => {
  const page = (await gate.app.request('/taskpane.html')).headers.get('content-security-policy') ?? '';
  expect(page).toMatch(/frame-ancestors 'self' https:\/\/outlook\.office\.com /u);
  for (const path of ['/api/me', '/healthz', '/connect/start', '/nothing']) {
    const policy = (await gate.app.request(path)).headers.get('content-security-policy');
    expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
  }
});

describe('Requests are counted by address', () => {
  const addressOf = createAddressOf(['127.0.0.0/8', '::1', '10.1.0.0/16']);
  const from = (remoteAddress: string, headers: Record<string, string>): string =>
    addressOf({ env: { remoteAddress }, req: { header: (name: string) => headers[name] } } as never);

  test.each([
    ['the socket’s', '203.0.113.9', {}, '203.0.113.9'],
    [
      'the socket’s, whatever a stranger says of himself',
      '203.0.113.9',
      { 'x-forwarded-for': '198.51.100.1' },
      '203.0.113.9',
    ],
    ['what our proxy says', '127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, '203.0.113.9'],
    [
      'the nearest that is no proxy of ours, not what the client wrote before it',
      '127.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, 203.0.113.9, 10.1.2.3' },
      '203.0.113.9',
    ],
    ['our proxy’s own where it says nothing', '127.0.0.1', {}, '127.0.0.1'],
    [
      'our proxy’s own where it says what cannot be read',
      '127.0.0.1',
      { 'x-forwarded-for': 'unknown' },
      '127.0.0.1',
    ],
    ['IPv4 over an IPv6 socket', '::ffff:203.0.113.9', {}, '203.0.113.9'],
    ['with the port of a proxy', '::1', { 'x-forwarded-for': '203.0.113.9:5123' }, '203.0.113.9'],
    ['a whole /64 as one', '2001:db8:0:1::7', {}, '2001:db8:0:1::/64'],
    ['the same /64 written in full', '2001:0db8:0000:0001:ffff:ffff:ffff:ffff', {}, '2001:db8:0:1::/64'],
    ['in brackets', '127.0.0.1', { 'x-forwarded-for': '[2001:db8:0:1::9]:443' }, '2001:db8:0:1::/64'],
  ])('%s', (_name, peer, headers, expected) => {
    expect(from(peer, headers as Record<string, string>)).toBe(expected);
  });

  test('who asks too much is told to wait, with all headers; others are not, and a limit for pages of the sign-in is lower', async () => {
    let now = 0;
    const app = gate.with({ monotonicMs: () => now, trustedProxies: [] });
    const status = async (path: string, remoteAddress: string): Promise<number> =>
      (await app.request(path, {}, { remoteAddress })).status;
    const many = async (n: number, path: string, address: string): Promise<number[]> => {
      const counts = new Map<number, number>();
      for (let i = 0; i < n; i += 1) {
        const one = await status(path, address);
        counts.set(one, (counts.get(one) ?? 0) + 1);
      }
      return [counts.get(429) ?? 0, n - (counts.get(429) ?? 0)];
    };
    expect(await many(6_050, '/healthz', '203.0.113.1')).toEqual([50, 6_000]);
    expect(await many(310, '/connect/start', '203.0.113.2')).toEqual([10, 300]);
    expect(await many(1, '/healthz', '203.0.113.2')).toEqual([0, 1]);
    const refused = await app.request('/api/me', {}, { remoteAddress: '203.0.113.1' });
    expect([refused.status, refused.headers.get('retry-after'), faultsOf(refused)]).toEqual([429, '60', []]);
    now = 60_000;
    expect(await many(1, '/healthz', '203.0.113.1')).toEqual([0, 1]);
  }, 120_000);

  test('however many keys come along, no more are kept than fit: the one that began longest ago is forgotten', () => {
    let now = 0;
    const counter = createCounter(1, () => now, 3);
    expect(['a', 'b', 'c', 'a'].map(counter)).toEqual([null, null, null, 60]);
    now = 1_000;
    expect(['d', 'e', 'b'].map(counter)).toEqual([null, null, null]);
    now = 59_000;
    expect(['e', 'b'].map(counter)).toEqual([2, 2]);
  });
});
