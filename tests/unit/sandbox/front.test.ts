/** The front: one plain-http address for page, controls, sign-in and worker, and no way through it to anybody else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { createSandbox, SANDBOX_CLIENT_ID, type Sandbox } from '../../../sandbox/index.ts';
import { startFront, type Front } from '../../../sandbox/outlook/front.ts';
import {
  OFFICE_JS,
  restoreCookies,
  rewriteLocation,
  rewriteSetCookie,
} from '../../../sandbox/outlook/rewrite.ts';
import { signInAs } from '../../../sandbox/sign-in/browser.ts';

let sandbox: Sandbox;
let front: Front;
let worker: Server;
let answer: RequestListener;
let pageFolder: string;

beforeAll(async () => {
  pageFolder = mkdtempSync(join(tmpdir(), 'relatiebrug-front-'));
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Outlook</title>');
  writeFileSync(join(pageFolder, 'page.0123abcd.js'), 'page()');
  sandbox = await createSandbox();
  worker = createServer((req, res) => {
    answer(req, res);
  });
  await new Promise<void>((resolve) => {
    worker.listen(0, '127.0.0.1', resolve);
  });
  front = await startFront({ sandboxUrl: sandbox.url, ca: sandbox.ca, pageFolder: () => pageFolder });
});
beforeEach(() => {
  answer = (_req, res) => res.end('the worker');
  front.open(workerUrl());
  front.show();
});
afterAll(async () => {
  await front.close();
  worker.closeAllConnections();
  await new Promise((resolve) => worker.close(resolve));
  await sandbox.close();
  rmSync(pageFolder, { recursive: true });
});

const workerUrl = () => `http://localhost:${(worker.address() as AddressInfo).port}`;

interface Told {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
const ask = (
  path: string,
  o: { method?: string; headers?: Record<string, string>; body?: readonly string[] } = {},
): Promise<Told> =>
  new Promise((resolve, reject) => {
    const { host, hostname, port } = new URL(front.url);
    const asked = request(
      {
        host: hostname,
        port,
        path,
        method: o.method ?? 'GET',
        headers: { host, ...o.headers },
        agent: false,
      },
      (got) => {
        let body = '';
        got.setEncoding('utf8').on('data', (text: string) => (body += text));
        got.once('end', () => {
          resolve({ status: got.statusCode ?? 0, headers: got.headers, body });
        });
        got.once('error', reject);
      },
    );
    asked.once('error', reject);
    for (const part of o.body ?? []) asked.write(part);
    asked.end();
  });

describe('whom the front lets in, and to whom', () => {
  test('another name that leads here is refused, for pages and for the controls', async () => {
    for (const path of ['/outlook/', '/sandbox/users', '/api/me'])
      expect((await ask(path, { headers: { host: 'elsewhere.example' } })).status).toBe(421);
  });

  test("another site's script does not reach the controls; the page's own does", async () => {
    const tokens = (origin: string) =>
      ask('/sandbox/tokens', {
        method: 'POST',
        headers: { origin },
        body: [JSON.stringify({ user: 'petra@kantoor-voorbeeld.example', kind: 'api' })],
      });
    expect((await tokens('https://elsewhere.example')).status).toBe(403);
    expect(await tokens(front.url)).toMatchObject({ status: 200 });
  });

  test('a request for another host never leaves', async () => {
    const asked: string[] = [];
    answer = (req, res) => {
      asked.push(req.url ?? '');
      res.end();
    };
    expect((await ask('http://elsewhere.example/api/me')).status).toBe(400);
    expect((await ask('//elsewhere.example/api/me')).status).toBe(400);
    expect(asked).toEqual([]);
  });

  test('files of the page are served, and nothing beside its folder', async () => {
    const { status, headers } = await ask('/outlook/page.0123abcd.js');
    expect({ status, caching: headers['cache-control'] }).toEqual({
      status: 200,
      caching: expect.stringContaining('immutable') as string,
    });
    for (const path of ['/outlook/../package.json', '/outlook/..%2f..%2fpackage.json', '/outlook/nothing.js'])
      expect([400, 404]).toContain((await ask(path)).status);
    expect((await ask('/outlook/?user=petra')).body).toContain('Outlook');
    expect((await ask('/')).headers.location).toBe('/outlook/');
  });
});

describe('what goes to the worker and back', () => {
  test('method, path, headers and a body of unknown length arrive as they were sent', async () => {
    let got = {};
    answer = (req, res) => {
      let body = '';
      req.setEncoding('utf8').on('data', (text: string) => (body += text));
      req.once('end', () => {
        const { authorization, cookie, host } = req.headers;
        got = { method: req.method, url: req.url, authorization, cookie, host, body };
        res.writeHead(418, { 'x-worker': 'yes', 'strict-transport-security': 'max-age=1' });
        res.end('short and stout');
      });
    };
    const told = await ask('/api/persons/1?x=%20y', {
      method: 'PATCH',
      headers: { authorization: 'Bearer t', cookie: 'front__Host-connect=c; other=o' },
      body: ['one ', 'two'],
    });
    expect(got).toEqual({
      method: 'PATCH',
      url: '/api/persons/1?x=%20y',
      authorization: 'Bearer t',
      cookie: '__Host-connect=c; other=o',
      host: new URL(workerUrl()).host,
      body: 'one two',
    });
    expect(told).toMatchObject({ status: 418, body: 'short and stout' });
    expect(told.headers['x-worker']).toBe('yes');
    // Plain http on purpose: a browser must not remember otherwise for localhost.
    expect(told.headers['strict-transport-security']).toBeUndefined();
  });

  test('an answer streams: its first part is there before its last is written', async () => {
    let finish: () => void = () => undefined;
    answer = (_req, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.write('[1,');
      finish = () => res.end('2]');
    };
    const { port, host } = new URL(front.url);
    const socket = connect(Number(port), 'localhost');
    socket.write(`GET /api/passes HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    let seen = '';
    socket.setEncoding('utf8');
    await new Promise<void>((resolve) => {
      socket.on('data', (text: string) => {
        seen += text;
        if (seen.includes('[1,')) resolve();
      });
    });
    expect(seen).not.toContain('2]');
    finish();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(seen).toContain('2]');
  });

  test("the pane's pages get the fake Outlook in the place of office.js, with their right length", async () => {
    const policy = 'script-src https://appsforoffice.microsoft.com';
    answer = (_req, res) => {
      res.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        etag: '"1"',
        'content-security-policy': policy,
      });
      res.end(`<script src="${OFFICE_JS}"></script>é`);
    };
    const { body, headers } = await ask('/taskpane.html');
    expect(body).toBe('<script src="/sandbox-office.js"></script>é');
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(headers.etag).toBeUndefined();
    expect(headers['content-security-policy']).toBe(policy);
    const script = await ask('/sandbox-office.js');
    expect(script.headers['content-type']).toContain('javascript');
    expect(() => new Script(script.body)).not.toThrow();
  });

  test('scripts and data that happen to name office.js are not touched', async () => {
    answer = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/javascript' });
      res.end(`"${OFFICE_JS}"`);
    };
    expect((await ask('/taskpane.js')).body).toBe(`"${OFFICE_JS}"`);
  });

  test('a worker that does not answer, or breaks off, is told as such', async () => {
    answer = (req) => req.socket.destroy();
    expect((await ask('/api/me')).status).toBe(502);
    answer = (req, res) => {
      res.writeHead(200, { 'content-length': '100' });
      res.write('half');
      setTimeout(() => req.socket.destroy(), 20);
    };
    await expect(ask('/api/me')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('until there is something to show a page says what is being waited for, as text', async () => {
    const early = await startFront({ sandboxUrl: sandbox.url, ca: sandbox.ca, pageFolder: () => pageFolder });
    early.say('Even geduld', '<b>bouwen</b>');
    early.open(workerUrl());
    const answered = await fetch(early.pageUrl);
    expect(answered.status).toBe(503);
    expect(answered.headers.get('refresh')).toBe('2');
    const html = await answered.text();
    expect(html).toContain('Even geduld');
    expect(html).not.toContain('<b>');
    await early.close();
  });
});

describe('what is rewritten', () => {
  const behind = ['https://localhost:8443'];

  test.each([
    [
      'https://localhost:8443/common/oauth2/v2.0/authorize?a=1#b',
      'http://localhost:80/common/oauth2/v2.0/authorize?a=1#b',
    ],
    ['https://login.elsewhere.example/x', 'https://login.elsewhere.example/x'],
    ['https://localhost:8443.elsewhere.example/x', 'https://localhost:8443.elsewhere.example/x'],
    ['/connect/done', '/connect/done'],
  ])('the redirect %s leads to %s', (from, to) => {
    expect(rewriteLocation(from, 'http://localhost:80', behind)).toBe(to);
  });

  test('a strict cookie comes back under the name the worker knows', () => {
    const set = rewriteSetCookie('__Host-connect=a=b; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=600');
    expect(set).toBe('front__Host-connect=a=b; Path=/; HttpOnly; SameSite=Lax; Max-Age=600');
    expect(restoreCookies('_interaction=1; front__Host-connect=a=b; frontpage=2')).toBe(
      '_interaction=1; __Host-connect=a=b; frontpage=2',
    );
  });

  test('a whole sign-in with consent goes over the front alone', async () => {
    sandbox.signIn.registerApp({
      clientId: SANDBOX_CLIENT_ID,
      webRedirectUris: [`${front.url}/connect/callback`],
    });
    const visited = new Set<string>();
    const petra = sandbox.users.get('petra@kantoor-voorbeeld.example');
    const query = new URLSearchParams({
      client_id: SANDBOX_CLIENT_ID,
      response_type: 'code',
      redirect_uri: `${front.url}/connect/callback`,
      scope: 'openid profile offline_access Contacts.ReadWrite',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      state: 's',
    });
    answer = (_req, res) => {
      // As the worker's /connect/start does: to the authority's own address.
      res.writeHead(302, {
        location: `${sandbox.url}/organizations/oauth2/v2.0/authorize?${query.toString()}`,
      });
      res.end();
    };
    const visit = await signInAs(petra, `${front.url}/connect/start?ticket=t`, {
      stopBefore: (url) => {
        visited.add(url.origin);
        return url.pathname === '/connect/callback';
      },
    });
    expect([...visited]).toEqual([front.url]);
    expect(visit.forms).toEqual(['login', 'consent']);
    expect(visit.url.searchParams.get('code')).toEqual(expect.any(String));
  });
});
