/** `/readyz` and the doors beside the API: no before the work and after it, no while the store or the queue is away, yes again. */
import { createSideDoor, type SideDoorDeps } from '../../worker/api/side-door.ts';
import { createReadiness, type ReadinessParts } from '../../worker/main/readiness.ts';

let nowMs = 0;
let asked = 0;
let query: () => Promise<never[]>;
let pending: () => Promise<string[]>;
let jobs: boolean | null;
let opened: boolean;
beforeEach(() => {
  [nowMs, asked, jobs, opened] = [0, 0, true, true];
  query = async () => [];
  pending = async () => [];
});

const store = {
  db: {
    query: () => {
      asked += 1;
      return query();
    },
  },
  pendingMigrations: () => pending(),
} as unknown as NonNullable<ReturnType<ReadinessParts['store']>>;
const readiness = () =>
  createReadiness({ store: () => (opened ? store : null), jobs: () => jobs, monotonicMs: () => nowMs });
const away = async (): Promise<never> => {
  throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
};

test('a store that goes away and comes back is told as such, both times', async () => {
  const ready = readiness();
  expect(await ready()).toEqual({ database: true, migrated: true, jobs: true });
  query = away;
  nowMs += 1_000;
  expect(await ready()).toEqual({ database: false, migrated: false, jobs: true });
  query = async () => [];
  nowMs += 1_000;
  expect(await ready()).toEqual({ database: true, migrated: true, jobs: true });
});

test('a schema that is behind, or of a newer version, is not ours to work on, though the database answers', async () => {
  pending = async () => ['0009-next.sql'];
  expect(await readiness()()).toEqual({ database: true, migrated: false, jobs: true });
  pending = () => Promise.reject(Object.assign(new Error('newer'), { code: 'store.newerSchema' }));
  expect(await readiness()()).toEqual({ database: true, migrated: false, jobs: true });
});

test('a queue that died is told at once, without asking the store again', async () => {
  const ready = readiness();
  await ready();
  jobs = false;
  expect(await ready()).toMatchObject({ database: true, jobs: false });
  expect(asked).toBe(1);
});

test('a store that hangs is told as away in time, and many who ask make one question', async () => {
  query = () => new Promise(() => undefined);
  const startedAt = performance.now();
  const ready = readiness();
  const all = await Promise.all(Array.from({ length: 500 }, () => ready()));
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(new Set(all.map(({ database }) => database))).toEqual(new Set([false]));
  expect(asked).toBe(1);
}, 20_000);

describe('the doors beside the API', () => {
  const door = (more: Partial<SideDoorDeps> = {}) =>
    createSideDoor({
      ready: async () => ({ database: true, migrated: true, jobs: true }),
      monotonicMs: () => nowMs,
      isHttps: false,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      otherwise: 'notFound',
      ...more,
    });
  const metrics = {
    allows: (authorization: string | undefined) => authorization === 'Bearer right',
    render: async () => ({ contentType: 'application/openmetrics-text; version=1.0.0', body: '# EOF\n' }),
  };

  test.each(['starting', 'stopping'] as const)(
    'a process that is %s lives and is not ready',
    async (phase) => {
      const app = door({ ready: async () => ({ database: true, migrated: true, jobs: true, phase }) });
      expect((await app.request('/healthz')).status).toBe(200);
      const response = await app.request('/readyz');
      expect([response.status, await response.json()]).toEqual([
        503,
        { ok: false, database: true, migrated: true, jobs: true, phase },
      ]);
    },
  );

  test('before its store is open a process says that, and that one may come again', async () => {
    opened = false;
    jobs = null;
    const app = door({ ready: readiness(), otherwise: 'unavailable' });
    expect(await (await app.request('/readyz')).json()).toEqual({
      ok: false,
      database: false,
      migrated: false,
      jobs: 'none',
    });
    const response = await app.request('/api/me');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  });

  test('figures are for who may read them, and nothing else is there', async () => {
    const app = door({ metrics });
    for (const authorization of ['', 'Bearer wrong', 'Basic right']) {
      const response = await app.request('/metrics', { headers: { authorization } });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      expect(await response.text()).not.toContain('EOF');
    }
    const response = await app.request('/metrics', { headers: { authorization: 'Bearer right' } });
    expect([response.status, await response.text()]).toEqual([200, '# EOF\n']);
    expect(response.headers.get('content-type')).toMatch(/^application\/openmetrics-text/u);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await door().request('/metrics')).status).toBe(404);
    expect((await app.request('/api/me')).status).toBe(404);
  });

  test('every answer gives its id back, of our making, and is counted by its route, not by its address', async () => {
    const answered: string[] = [];
    const meter = {
      answered: ({ method, route, status }: { method: string; route: string; status: number }) =>
        void answered.push(`${method} ${route} ${status}`),
    };
    const app = door({ meter, metrics });
    const ids = new Set<string | null>();
    for (const path of ['/healthz', '/metrics', '/geheim/petra@kantoor.example']) {
      const response = await app.request(path, { headers: { 'x-request-id': 'theirs' } });
      ids.add(response.headers.get('x-request-id'));
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect([...ids]).toEqual(
      Array.from({ length: 3 }, (): unknown => expect.stringMatching(/^[0-9a-f-]{36}$/u)),
    );
    expect(answered[0]).toBe('GET /healthz 200');
    expect(answered[1]).toBe('GET /metrics 401');
    expect(answered.join()).not.toContain('geheim');
  });
});
