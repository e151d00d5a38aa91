/** `/metrics`: what is told, in a form that a scraper reads, without a name or an id as a label, and by whom it may be read. */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { EmployeeId, MailboxId, PassId } from '../../shared/ids.ts';
import { carriesToken, createMetrics, type Metrics } from '../../worker/metrics/index.ts';
import { noCounts } from '../../worker/pass/context.ts';
import type { Db } from '../../worker/store/db.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { defaultActivationSettings } from '../../worker/sync/selection.ts';
import { createTestDb, type TestDb } from '../support/db.ts';
import { parseOpenMetrics } from '../support/open-metrics.ts';

const told = async (metrics: Metrics) => parseOpenMetrics((await metrics.render()).body);
const passId = '0a7f5a52-4f0f-4c57-9d0b-3e1a54f0a001' as PassId;

describe('what a process does', () => {
  test('passes, what they did and how long they took are told with the pass as exemplar, not as label', async () => {
    const metrics = createMetrics('1.2.3');
    const counts = { ...noCounts(), created: 3, held: 1, requests: 12 };
    metrics.pass.ended({ passId, trigger: 'daily', outcome: 'done', counts, tookMs: 1_500 });
    metrics.pass.ended({ passId, trigger: 'daily', outcome: 'failed', counts: noCounts(), tookMs: 10 });
    const { value, exemplars, text } = await told(metrics);
    expect(value('relatiebrug_passes_total', { trigger: 'daily', outcome: 'done' })).toBe(1);
    expect(value('relatiebrug_passes_total', { trigger: 'daily', outcome: 'failed' })).toBe(1);
    expect(value('relatiebrug_pass_changes_total', { kind: 'created' })).toBe(3);
    expect(value('relatiebrug_pass_changes_total', { kind: 'held' })).toBe(1);
    expect(value('relatiebrug_pass_changes_total', { kind: 'requests' })).toBeNull();
    expect(value('relatiebrug_pass_seconds_bucket', { outcome: 'done', le: '1' })).toBe(0);
    expect(value('relatiebrug_pass_seconds_bucket', { outcome: 'done', le: '2.5' })).toBe(1);
    expect(exemplars('relatiebrug_passes_total')).toContain(passId);
    expect(exemplars('relatiebrug_pass_seconds_bucket')).toContain(passId);
    expect(text).toContain('relatiebrug_build_info{version="1.2.3"');
  });

  test('freshness is told as a histogram both ways, and as p50 and p95 of the last hour without who came back', async () => {
    const metrics = createMetrics('x');
    const edit = { passId, trigger: 'notification', to: 'crm' } as const;
    for (let ms = 1_000; ms <= 20_000; ms += 1_000) metrics.pass.arrived({ ...edit, afterMs: ms });
    metrics.pass.arrived({ passId, trigger: 'resume', to: 'crm', afterMs: 86_000_000 });
    metrics.pass.arrived({ passId, trigger: 'crmChange', to: 'remote', afterMs: 400 });
    const { value } = await told(metrics);
    const name = 'relatiebrug_freshness_seconds_bucket';
    expect(value(name, { to: 'crm', trigger: 'notification', le: '10' })).toBe(10);
    expect(value(name, { to: 'outlook', trigger: 'crmChange', le: '0.5' })).toBe(1);
    expect(value(name, { to: 'crm', trigger: 'resume', le: '+Inf' })).toBe(1);
    const recent = 'relatiebrug_freshness_recent_seconds';
    expect(value(recent, { to: 'crm', quantile: '0.5' })).toBeCloseTo(10.5, 0);
    expect(value(recent, { to: 'crm', quantile: '0.95' })).toBeGreaterThan(18);
    expect(value(recent, { to: 'crm', quantile: '0.95' })).toBeLessThanOrEqual(20);
    expect(value(recent, { to: 'outlook', quantile: '0.95' })).toBe(0.4);
  });

  test('requests to Graph, retries, batches, jobs and answers are counted by what they are', async () => {
    const metrics = createMetrics('x');
    metrics.graph.batched(20);
    metrics.graph.answered('batch', '2xx');
    metrics.graph.answered('update', '429');
    metrics.graph.throttled();
    metrics.graph.retried('update');
    metrics.jobs.ran('daily', 'done');
    metrics.http.answered({ method: 'GET', route: '/api/me', status: 200, tookMs: 12 });
    metrics.http.answered({ method: 'BREW', route: '/*', status: 405, tookMs: 1 });
    const { value } = await told(metrics);
    expect(value('relatiebrug_graph_requests_total', { kind: 'update', status: '429' })).toBe(1);
    expect(value('relatiebrug_graph_throttled_total')).toBe(1);
    expect(value('relatiebrug_graph_retries_total', { kind: 'update' })).toBe(1);
    expect(value('relatiebrug_graph_batches_total')).toBe(1);
    expect(value('relatiebrug_graph_batched_requests_total')).toBe(20);
    expect(value('relatiebrug_job_runs_total', { job: 'daily', result: 'done' })).toBe(1);
    const http = 'relatiebrug_http_request_seconds_count';
    expect(value(http, { method: 'GET', route: '/api/me', status: '200' })).toBe(1);
    // Whoever makes methods up makes no series.
    expect(value(http, { method: 'other', route: '/*', status: '405' })).toBe(1);
  });

  test('memory, processor and the event loop are told once a process is watched, however often that is asked', async () => {
    const metrics = createMetrics('x');
    metrics.watchProcess();
    metrics.watchProcess();
    const { value } = await told(metrics);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(value('nodejs_eventloop_lag_p99_seconds')).not.toBeNull();
  });
});

describe('the office', () => {
  let database: TestDb;
  let db: Db;
  beforeAll(async () => {
    database = await createTestDb();
    ({ db } = database);
  }, 60_000);
  afterAll(() => database.close());

  const activate = async (upn: string): Promise<MailboxId> => {
    const activated = await createMailboxes(db).activate({
      employeeId: randomUUID() as EmployeeId,
      tid: randomUUID(),
      oid: randomUUID(),
      upn,
      settings: defaultActivationSettings,
    });
    if (activated.outcome === 'refused') throw new Error(activated.because);
    return activated.mailbox.id;
  };

  test('mailboxes by state and reason, what waits, the queue and subscriptions, with noughts where there is nothing', async () => {
    const mailboxes = createMailboxes(db);
    const ids: MailboxId[] = [];
    for (const name of ['anna', 'bram', 'cas', 'daan', 'els'])
      ids.push(await activate(`${name}@geheim.example`));
    const [active, paused, parked, braked, odd] = ids as [
      MailboxId,
      MailboxId,
      MailboxId,
      MailboxId,
      MailboxId,
    ];
    await mailboxes.pause(paused, 'byUser');
    await mailboxes.park(parked, 'consentMissing');
    const brake = JSON.stringify({ kind: 'manyChanges', cards: 30, linked: 40 });
    await db.query(
      sql`UPDATE sync.mailboxes SET state = 'braked', state_because = ${brake} WHERE id = ${braked}`,
    );
    await db.query(
      sql`UPDATE sync.mailboxes SET state = 'paused', state_because = ${'Petra'} WHERE id = ${odd}`,
    );
    await mailboxes.setSubscription(active, {
      id: 'sub-1',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      clientStateHash: 'x',
    });
    await db.query(sql`
      INSERT INTO jobs.requests (mailbox_id, tenant, trigger, requested, run_at)
      VALUES (${active}, 'tenant', 'daily', 1, clock_timestamp() - interval '90 seconds')`);
    await db.query(sql`INSERT INTO jobs.runners (id, seen_at) VALUES (${randomUUID()}, clock_timestamp())`);
    await db.query(sql`
      INSERT INTO sync.held_changes (id, mailbox_id, pass_id, person_id, key, key_hash, source, reason, fields, opened_at)
      VALUES (${randomUUID()}, ${active}, ${passId}, 'p', 'k', 'h', 'outlook', 'borrowed', '[]', now())`);
    const metrics = createMetrics('x');
    metrics.watchOffice(db);
    const { value, text } = await told(metrics);
    const of = (state: string, because: string) => value('relatiebrug_mailboxes', { state, because });
    expect(of('active', '')).toBe(1);
    expect(of('paused', 'byUser')).toBe(1);
    expect(of('signInAgain', 'consentMissing')).toBe(1);
    expect(of('braked', 'manyChanges')).toBe(1);
    expect(of('paused', 'other')).toBe(1);
    expect(value('relatiebrug_held_open', { reason: 'borrowed' })).toBe(1);
    expect(value('relatiebrug_held_open', { reason: 'conflict' })).toBe(0);
    expect(value('relatiebrug_queue_waiting', { size: 'short' })).toBe(1);
    expect(value('relatiebrug_queue_oldest_ask_seconds', { size: 'short' })).toBeGreaterThan(89);
    expect(value('relatiebrug_subscriptions', { state: 'live' })).toBe(1);
    expect(value('relatiebrug_subscriptions', { state: 'missing' })).toBe(0);
    expect(value('relatiebrug_workers')).toBe(1);
    expect(value('relatiebrug_passes_running')).toBe(0);
    expect(value('relatiebrug_store_up')).toBe(1);
    // Neither who they are nor what the store says of them.
    for (const secret of [...ids, passId, 'geheim', 'Petra', 'anna']) expect(text).not.toContain(secret);
  });

  test('an office without a mailbox is told as noughts', async () => {
    const empty = await createTestDb();
    const metrics = createMetrics('x');
    metrics.watchOffice(empty.db);
    const { value } = await told(metrics);
    await empty.close();
    expect(value('relatiebrug_mailboxes', { state: 'signInAgain', because: '' })).toBe(0);
    expect(value('relatiebrug_active_mailbox_oldest_pass_seconds')).toBe(0);
    expect(value('relatiebrug_workers')).toBe(0);
  });

  test('of a store that is away nothing old is told, one that hangs holds nobody up, and it is read once for all who ask', async () => {
    let asked = 0;
    let answer: () => Promise<object[]> = () => db.query(sql`SELECT 1 AS never`);
    const metrics = createMetrics('x');
    metrics.watchOffice({
      query: async <Row extends object>(query: { text: string; values: readonly unknown[] }) => {
        asked += 1;
        return (asked === 1 ? db.query<Row>(query) : answer()) as Promise<Row[]>;
      },
    });
    await Promise.all([metrics.render(), metrics.render(), metrics.render()]);
    await metrics.render();
    expect(asked).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    answer = () => Promise.reject(new Error('away'));
    const away = await told(metrics);
    expect([
      away.value('relatiebrug_store_up'),
      away.value('relatiebrug_queue_waiting', { size: 'short' }),
    ]).toEqual([0, null]);
    expect(away.value('relatiebrug_mailboxes', { state: 'active', because: '' })).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    answer = () => new Promise(() => undefined);
    const startedAt = performance.now();
    expect((await told(metrics)).value('relatiebrug_store_up')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  }, 20_000);
});

test('the token is asked for whole', () => {
  const token = 'a-token-of-24-characters';
  expect(carriesToken(`Bearer ${token}`, token)).toBe(true);
  expect(carriesToken(`bearer ${token}`, token)).toBe(true);
  for (const wrong of [
    undefined,
    null,
    '',
    'Bearer',
    `Bearer ${token}x`,
    token,
    `Basic ${token}`,
    'Bearer  x y',
  ])
    expect(carriesToken(wrong, token)).toBe(false);
});
