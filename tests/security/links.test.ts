/**
 * A token goes to Graph and to the sign-in, and nowhere else: whatever address an answer, a stored cursor or a
 * notification names. Next to the stand-in another server listens; it must not so much as be connected to.
 *
 * Each safeguard was taken away once and the tests were seen to fail: `mailboxLink` in paging.ts returning its link (the
 * two tables of links),
 * `isMailboxLink` in delta.ts answering true (the cursors), `climbs` answering false (the decoded paths),
 * undici's `interceptors.redirect` put into transport.ts and into network.ts (the redirects), `only` left out of
 * network.ts (the token endpoint elsewhere), the check of names in `segment` (the ids).
 */
import { createServer, type AddressInfo } from 'node:net';
import { asId } from '../../shared/ids.ts';
import type { CardId } from '../../shared/ids.ts';
import { isMailboxLink, segment, serviceRoot } from '../../worker/graph/base-url.ts';
import { parseNotification } from '../../worker/graph/index.ts';
import { checkSignIn } from '../../worker/identity/check.ts';
import { createClients } from '../../worker/identity/clients.ts';
import { createGuard } from '../../worker/identity/guard.ts';
import { createNetwork, type SignInNetwork } from '../../worker/identity/network.ts';
import {
  card,
  caught,
  connectorId,
  folder,
  open,
  roundOf,
  stored,
  useWire,
  wire,
} from '../support/graph-on-wire.ts';

useWire();

/** Counts who knocks: also a connection on which no request was made is one too many. */
const elsewhere = { port: 0, connections: 0, close: (): void => undefined };

beforeAll(async () => {
  const server = createServer((socket) => {
    elsewhere.connections += 1;
    socket.destroy();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  elsewhere.port = (server.address() as AddressInfo).port;
  elsewhere.close = () => void server.close();
});
afterAll(() => elsewhere.close());
beforeEach(() => {
  elsewhere.connections = 0;
});

/** `HOME`: the stand-in's host and port. `PORT`: the port of the other server. */
const filled = (link: string): string =>
  link.replaceAll('HOME', new URL(wire.baseUrl).host).replaceAll('PORT', String(elsewhere.port));

const leadAway: readonly (readonly [why: string, link: string])[] = [
  ['another port', 'https://localhost:PORT/v1.0/me/contacts'],
  ['another name', 'https://graph.example:PORT/v1.0/me/contacts'],
  ['a name that begins alike', 'https://localhost.example:PORT/v1.0/me/contacts'],
  ['the same name with a dot at its end', 'https://localhost.:PORT/v1.0/me/contacts'],
  ['an address in numbers', 'https://127.0.0.1:PORT/v1.0/me/contacts'],
  ['an address as one number', 'https://2130706433:PORT/v1.0/me/contacts'],
  ['an address in hexadecimal', 'https://0x7f.0.0.1:PORT/v1.0/me/contacts'],
  ['an address in octal', 'https://0177.0.0.1:PORT/v1.0/me/contacts'],
  ['IPv4 in IPv6', 'https://[::ffff:127.0.0.1]:PORT/v1.0/me/contacts'],
  ['the metadata service of a cloud', 'https://169.254.169.254/v1.0/me/contacts'],
  ['no encryption', 'http://HOME/v1.0/me/contacts'],
  ['a file', 'file:///v1.0/me/contacts'],
  ['a user before the host', 'https://HOME@localhost:PORT/v1.0/me/contacts'],
  ['a user before our own host', 'https://user@HOME/v1.0/me/contacts'],
  ['a password before our own host', 'https://:word@HOME/v1.0/me/contacts'],
  ['a backslash for the host', 'https://localhost:PORT\\@HOME/v1.0/me/contacts'],
  ['no scheme', '//localhost:PORT/v1.0/me/contacts'],
  ['a path only', '/me/contacts'],
  ['a line break', 'https://localhost:PORT\r\n/v1.0/me/contacts'],
  ['beside the version', 'https://HOME/beta/me/contacts'],
  ['up from the version', 'https://HOME/v1.0/../beta/me/contacts'],
  ['up in code', 'https://HOME/v1.0/%2e%2e/beta/me/contacts'],
  ['up with a coded slash', 'https://HOME/v1.0/me/contacts/..%2f..%2f..%2fbeta%2fme'],
  ['up with a backslash in code', 'https://HOME/v1.0/me/contacts/..%5c..%5cbeta'],
  ['up, coded twice', 'https://HOME/v1.0/me/contacts/%252e%252e%252fmessages'],
  ['up with a parameter', 'https://HOME/v1.0/me/contacts/..;/..;/messages'],
  ["another user's contacts", "https://HOME/v1.0/users('geert%40kantoor.example')/contacts"],
  ["another user's contacts by id", 'https://HOME/v1.0/users/8f1d0000-0000-4000-8000-000000000009/contacts'],
  ["another user's contacts under our name", 'https://HOME/v1.0/me/../users/9/contacts'],
  ['mail', 'https://HOME/v1.0/me/messages'],
  ['everybody', 'https://HOME/v1.0/users'],
  ['a fragment', 'https://HOME/v1.0/me/contacts#x'],
];

describe('a link in an answer', () => {
  test.each(leadAway)('that names %s ends a round of changes: nothing is asked there', async (_, link) => {
    const remote = await open();
    for (const name of ['@odata.nextLink', '@odata.deltaLink']) {
      wire.asked.length = 0;
      wire.answer = () => ({ body: { value: [], [name]: filled(link) } });
      expect(await caught(roundOf(remote, null))).toMatchObject({ code: 'graph.foreignLink' });
      expect(wire.asked).toHaveLength(1);
    }
    expect(elsewhere.connections).toBe(0);
  });

  test.each(leadAway)('that names %s ends a listing and a look-up as well', async (_, link) => {
    const remote = await open();
    wire.answer = () => ({ body: { value: [], '@odata.nextLink': filled(link) } });
    const listing = remote.connectorIdsIn(asId('F1'))[Symbol.asyncIterator]();
    expect(await caught(listing.next())).toMatchObject({ code: 'graph.foreignLink' });
    expect(await caught(remote.find([connectorId(1)]))).toMatchObject({ code: 'graph.foreignLink' });
    expect(wire.asked).toHaveLength(2);
    expect(elsewhere.connections).toBe(0);
  });

  test.each([...leadAway, ['nothing at all', 'garbage'] as const])(
    'that was kept as a cursor and names %s is a lost position, and is not asked for',
    async (_, link) => {
      const remote = await open();
      expect(await caught(roundOf(remote, filled(link)))).toMatchObject({ code: 'graph.resync' });
      expect(wire.asked).toHaveLength(0);
      expect(elsewhere.connections).toBe(0);
    },
  );

  test.each([
    '/v1.0/me/contacts?$skiptoken=../..%2f',
    "/v1.0/me/contactFolders('AAMk%2Fx%3D%3D')/contacts/delta?$deltatoken=a+b",
    '/v1.0/Me/contactfolders/AAMkAD.x-_=/contacts/delta?$skiptoken=1',
    "/v1.0/users('0a0a0000-0000-4000-8000-000000000001')/contacts/delta?$deltatoken=1",
    '/v1.0/users(%27Petra%40Kantoor.example%27)/contactFolders/F1/contacts',
    '/v1.0/users/petra@kantoor.example/contacts?x',
  ])('that stays with the own contacts is followed, however Graph writes it: %s', (path) => {
    const ownNames = ['0a0a0000-0000-4000-8000-000000000001', 'petra@kantoor.example'];
    const home = { ...serviceRoot('https://graph.example'), ownNames };
    expect(isMailboxLink(home, `https://graph.example${path}`)).toBe(true);
  });
});

describe('a redirect', () => {
  const statuses = [300, 301, 302, 303, 307, 308];
  const away = (status: number) => ({
    status,
    headers: { location: filled('https://localhost:PORT/v1.0/me/contacts') },
  });

  test.each(statuses)('%i from Graph is not followed, on reads, writes and batches', async (status) => {
    const remote = await open();
    wire.answer = (asked) =>
      asked.method === 'GET' && asked.path.includes('/contactFolders/contacts') ? folder : away(status);
    expect(await caught(roundOf(remote, null))).toMatchObject({ code: 'graph.misconfigured' });
    const create = (n: number) => ({ connectorId: connectorId(n), card });
    for (const cards of [[create(1)], [create(1), create(2)]]) {
      for (const { outcome } of await remote.create(cards)) expect(outcome).not.toBe('created');
    }
    const ids = ['c1', 'c2'].map((id) => asId<CardId>(id));
    expect(await caught(remote.read(ids))).toMatchObject({ what: expect.anything() as unknown });
    expect(wire.asked.length).toBeGreaterThanOrEqual(4);
    expect(elsewhere.connections).toBe(0);
  });

  test('in a part of a batch, or the place of a new round in a 410, is not followed', async () => {
    const remote = await open();
    const location = filled('https://localhost:PORT/v1.0/me/contacts/delta');
    wire.answer = () => ({
      body: {
        responses: ['1', '2'].map((id) => ({ id, status: 302, headers: { Location: location }, body: null })),
      },
    });
    expect(await caught(remote.read([asId('c1'), asId('c2')]))).toMatchObject({
      code: expect.any(String) as unknown,
    });
    wire.answer = () => ({
      status: 410,
      headers: { location },
      body: { error: { code: 'SyncStateNotFound' } },
    });
    const cursor = `${wire.baseUrl}/v1.0/me/contacts/delta?$deltatoken=1`;
    expect(await caught(roundOf(remote, cursor))).toMatchObject({ code: 'graph.resync' });
    expect(elsewhere.connections).toBe(0);
  });

  test('in the answer to a new card is not where it is looked for', async () => {
    const remote = await open();
    wire.answer = (asked) =>
      asked.method === 'POST'
        ? {
            status: 201,
            headers: { location: filled('https://localhost:PORT/x') },
            body: { ...stored('c1'), '@odata.id': filled('https://localhost:PORT/x') },
          }
        : folder;
    const [made] = await remote.create([{ connectorId: connectorId(1), card }]);
    expect(made).toMatchObject({ outcome: 'created' });
    expect(elsewhere.connections).toBe(0);
  });
});

describe('ids', () => {
  test.each(['.', '..', ''])('"%s" is no id of a card: it would name something else', (id) => {
    expect(() => segment(id)).toThrow(expect.objectContaining({ code: 'graph.unexpected' }) as Error);
  });

  test.each(['a/b', '../x', 'a?b', 'a#b', 'a\\b', "a')", 'a%2fb', 'a\r\nb'])(
    '%j stays one segment of its path',
    (id) => {
      const url = new URL(`https://graph.example/v1.0/me/contacts/${segment(id)}`);
      expect(url.pathname.split('/')).toHaveLength(5);
      expect(url.search + url.hash).toBe('');
      expect(decodeURIComponent(url.pathname.split('/')[4] ?? '')).toBe(id);
    },
  );
});

test('links in a notification are not even read: it is a hint, and the rest is thrown away', () => {
  const link = filled('https://localhost:PORT/v1.0/me/contacts/1');
  const [one, ...others] = parseNotification({
    value: [
      {
        subscriptionId: 's1',
        clientState: 'c',
        changeType: 'updated',
        resource: link,
        resourceData: { '@odata.id': link, '@odata.type': link, id: link },
        encryptedContent: { data: link, dataKey: link },
        lifecycleEvent: null,
      },
    ],
    validationTokens: [link],
    '@odata.nextLink': link,
  })!;
  expect(one).toEqual({ subscriptionId: 's1', clientState: 'c', event: 'change' });
  expect(others).toEqual([]);
});

describe('the sign-in', () => {
  let network: SignInNetwork;
  const tenant = '11111111-2222-4333-8444-555555555555';
  const secret = 'markersecret-of-the-app';
  beforeEach(() => {
    network = createNetwork({ ca: wire.ca, timeoutMs: 2_000, only: wire.baseUrl });
  });
  afterEach(() => network.close());

  const check = () => {
    const openClient = createClients(
      { authority: wire.baseUrl, clientId: 'app', credential: { clientSecret: secret } },
      network,
    );
    return checkSignIn({
      authority: wire.baseUrl,
      graphBaseUrl: 'https://graph.example',
      tenant,
      network,
      openClient,
    });
  };
  const metadata = (tokenOrigin: string) => ({
    body: {
      issuer: `${wire.baseUrl}/${tenant}/v2.0`,
      authorization_endpoint: `${wire.baseUrl}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${tokenOrigin}/${tenant}/oauth2/v2.0/token`,
      jwks_uri: `${wire.baseUrl}/common/discovery/v2.0/keys`,
      keys: [],
    },
  });

  test('that names a token endpoint elsewhere gets no secret sent there', async () => {
    wire.answer = () => metadata(filled('https://localhost:PORT'));
    expect(await check()).toMatchObject({ ok: false, step: 'client' });
    expect(elsewhere.connections).toBe(0);
  });

  test.each([301, 302, 307, 308])('is not followed elsewhere: %i of its token endpoint', async (status) => {
    const tokenPosts: string[] = [];
    wire.answer = ({ path }) => {
      if (!path.includes('/oauth2/v2.0/token')) return metadata(wire.baseUrl);
      tokenPosts.push(path);
      return { status, headers: { location: filled('https://localhost:PORT/token') } };
    };
    expect(await check()).toMatchObject({ ok: false, step: 'client', trouble: { what: { kind: 'retry' } } });
    expect(tokenPosts.length).toBeGreaterThan(0);
    expect(elsewhere.connections).toBe(0);
  });

  test('does not take a page of a proxy for a token', async () => {
    wire.answer = ({ path }) =>
      path.includes('/oauth2/v2.0/token')
        ? { status: 200, text: '<html>Sign in to the network</html>' }
        : metadata(wire.baseUrl);
    expect(await check()).toMatchObject({ ok: false, step: 'client', trouble: { what: { kind: 'retry' } } });
  });

  test('keys of the sign-in are taken from itself only', async () => {
    wire.answer = () => ({ status: 302, headers: { location: filled('https://localhost:PORT/keys') } });
    const guard = createGuard(
      { authority: wire.baseUrl, clientId: 'app', allowedTenants: [tenant], paneClientIds: ['app'] },
      network,
    );
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'RS256', kid: 'k' })}.${part({ aud: 'app' })}.c2lnbmF0dXJl`;
    expect(await guard(`Bearer ${token}`)).toEqual({ ok: false, code: 'unavailable' });
    expect(elsewhere.connections).toBe(0);
  });
});
