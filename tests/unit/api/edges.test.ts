/** The edges without a token: notifications, health, the document of the API, the pane's files. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOffice, refusal, type Office } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
}, 60_000);
afterAll(() => office.close());

describe('notifications', () => {
  const post = (path: string, body?: string): Promise<Response> =>
    Promise.resolve(
      office.app.request(path, {
        method: 'POST',
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      }),
    );

  test('the handshake gives the decoded token back as plain text that no browser takes for a page', async () => {
    const token = 'Validation: <b>x</b> é+%';
    for (const path of ['/notifications/graph', '/notifications/graph/lifecycle']) {
      const response = await post(`${path}?validationToken=${encodeURIComponent(token)}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/u);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await response.text()).toBe(token);
    }
    expect((await post(`/notifications/graph?validationToken=${'x'.repeat(5000)}`)).status).toBe(400);
  });

  test('a delivery is taken with 202 and nothing in the answer', async () => {
    const response = await post('/notifications/graph', '{"value":[]}');
    expect([response.status, await response.text()]).toEqual([202, '']);
    expect(office.delivered.at(-1)).toEqual({ value: [] });
  });

  test('rubbish, and what is none of ours, is refused without a word about why', async () => {
    expect((await post('/notifications/graph', '{"value":')).status).toBe(400);
    expect((await post('/notifications/graph', '"x"')).status).toBe(400);
    expect((await post('/notifications/graph', '')).status).toBe(400);
    expect((await post('/notifications/graph', 'x'.repeat(2_000_000))).status).toBe(413);
    const strange = office.with({ takeNotifications: async () => 'refused' });
    const response = await strange.app.request('/notifications/graph', {
      method: 'POST',
      body: '{"value":[]}',
    });
    expect(response.status).toBe(401);
    expect((await refusal(response)).fields).toBeUndefined();
  });

  test('a delivery that takes long is answered in time all the same', async () => {
    const slow = office.with({ takeNotifications: () => new Promise(() => undefined) });
    const startedAt = performance.now();
    const response = await slow.app.request('/notifications/graph', { method: 'POST', body: '{}' });
    expect(response.status).toBe(202);
    expect(performance.now() - startedAt).toBeLessThan(3_500);
  }, 10_000);
});

describe('health', () => {
  test('alive says only that; ready says what is missing and is 503 then', async () => {
    expect(await (await office.app.request('/healthz')).json()).toEqual({ ok: true });
    const ready = async (database: boolean, migrated: boolean, jobs: boolean | null): Promise<number> => {
      const app = office.with({ ready: async () => ({ database, migrated, jobs }) }).app;
      return (await app.request('/readyz')).status;
    };
    expect(await ready(true, true, true)).toBe(200);
    expect(await ready(true, true, null)).toBe(200);
    expect(await ready(true, true, false)).toBe(503);
    expect(await ready(true, false, null)).toBe(503);
    expect(await ready(false, false, null)).toBe(503);
  });
});

describe('the document of the API', () => {
  test('is OpenAPI 3.1, names every guarded route with its refusals, and needs no token', async () => {
    const response = await office.app.request('/api/openapi.json');
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object; security?: object[] }>>;
      components: { schemas: Record<string, object> };
    };
    expect(document.openapi).toBe('3.1.0');
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/gu, 'x')}`),
    );
    const routed = office.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .filter(({ path }) => path !== '/api/openapi.json')
      .map(({ method, path }) => `${method} ${path.replace(/:\w+/gu, 'x')}`);
    expect(told.sort()).toEqual([...new Set(routed)].sort());
    for (const methods of Object.values(document.paths)) {
      for (const { responses, security } of Object.values(methods)) {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '429', '503']));
        expect(security).toEqual([{ microsoft: [] }]);
      }
    }
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Person', 'Mailbox', 'Error', 'Pass', 'HeldChange', 'HistoryEntry']),
    );
  });
});

describe('the pane’s files', () => {
  test('the pane is told how to sign in, and nothing secret', async () => {
    const response = await office.app.request('/config.json');
    expect(await response.json()).toEqual({
      clientId: expect.any(String) as string,
      authority: 'https://login.example/organizations',
      scope: expect.stringMatching(/^api:\/\/.*\/access_as_user$/u) as string,
    });
    expect((await office.with({ pane: null }).app.request('/config.json')).status).toBe(503);
  });

  test('are served with their own policy; nothing outside their folder is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'addin-'));
    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'secret.txt'), 'geheim');
    await writeFile(join(folder, 'dist', 'taskpane.html'), '<!doctype html>');
    await writeFile(join(folder, 'dist', 'taskpane.0123abcd.js'), 'x');
    const { app } = office.with({
      addinFolder: join(folder, 'dist'),
      frameAncestors: ['https://stand-in.example'],
    });
    const page = await app.request('/taskpane.html');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self' https://appsforoffice.microsoft.com");
    expect(policy).toMatch(/frame-ancestors .*https:\/\/outlook\.office\.com .*https:\/\/stand-in\.example/u);
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-frame-options')).toBeNull();
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const admin = await app.request('/admin');
    expect([admin.status, admin.headers.get('content-security-policy')]).toEqual([200, policy]);
    expect(admin.headers.get('content-type')).toContain('text/html');
    expect(admin.headers.get('cache-control')).toBe('no-cache');
    const slashed = await app.request('/admin/');
    expect([slashed.status, slashed.headers.get('location')]).toEqual([301, '/admin']);
    const script = await app.request('/taskpane.0123abcd.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await app.request('/')).status).toBe(200);
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/missing.html',
      '/admin/secret.txt',
    ]) {
      expect([path, (await app.request(path)).status]).toEqual([path, 404]);
    }
    await rm(folder, { recursive: true });
  });
});
