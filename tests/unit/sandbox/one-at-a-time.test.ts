/** What the sandbox takes for two passes at once in one mailbox, and what not; and a latency that is exactly what was stated. */
import { createSandbox } from '../../../sandbox/index.ts';
import { createOneAtATime, type TwoAtOnce } from '../../../sandbox/graph/one-at-a-time.ts';

const petra = 'petra@kantoor-voorbeeld.example';

const signs = (play: (watch: ReturnType<typeof createOneAtATime>) => void): TwoAtOnce['sign'][] => {
  const watch = createOneAtATime();
  play(watch);
  return watch.report().found.map(({ sign }) => sign);
};
const delta = (caller: string | null) => ({ mailbox: 'm', caller, kind: 'delta' }) as const;
const write = (caller: string | null) => ({ mailbox: 'm', caller, kind: 'write' }) as const;

test('one pass after another, also of other processes, is as it should be', () => {
  expect(
    signs((watch) => {
      for (const caller of ['1', '2', '1']) {
        watch.begin(delta(caller))();
        const four = [1, 2, 3, 4].map(() => watch.begin(write(caller)));
        for (const end of four) end();
        watch.begin(write(caller))();
      }
    }),
  ).toEqual([]);
});

test('writes of two processes under way at the same moment are seen', () => {
  expect(
    signs((watch) => {
      watch.begin(delta('1'))();
      watch.begin(delta('2'))();
      watch.begin(write('1'));
      watch.begin(write('2'));
    }),
  ).toEqual(['together', 'unread']);
});

test('a process that writes after another has written, and has not asked the delta since, is seen', () => {
  expect(
    signs((watch) => {
      watch.begin(delta('1'))();
      watch.begin(delta('2'))();
      watch.begin(write('1'))();
      watch.begin(write('2'))();
    }),
  ).toEqual(['unread']);
});

test('a delta asked while a write is under way is seen, also of one and the same process, and where callers are unknown', () => {
  for (const caller of ['1', null]) {
    expect(
      signs((watch) => {
        watch.begin(write(caller));
        watch.begin(delta(caller))();
      }),
    ).toEqual(['amongWrites']);
  }
});

test('another mailbox is nobody else’s business', () => {
  expect(
    signs((watch) => {
      watch.begin(write('1'));
      watch.begin({ mailbox: 'n', caller: '2', kind: 'write' });
    }),
  ).toEqual([]);
});

test('over the wire the caller is told by the system: two writes at once of this process are one caller’s', async () => {
  const sandbox = await createSandbox();
  try {
    sandbox.callers.know([process.pid]);
    sandbox.switches.set({ latencyMs: 30 });
    const { Agent, fetch } = await import('undici');
    const agent = new Agent({ connect: { ca: sandbox.ca } });
    const headers = { authorization: `Bearer ${sandbox.token(petra)}`, 'content-type': 'application/json' };
    const post = (): Promise<unknown> =>
      fetch(`${sandbox.graphUrl}/v1.0/me/contacts`, {
        dispatcher: agent,
        method: 'POST',
        headers,
        body: JSON.stringify({ surname: 'Bos' }),
      }).then((answer) => answer.text());
    await Promise.all([post(), post()]);
    await agent.close();
    const callers = process.platform === 'linux' ? 1 : 0;
    expect(sandbox.graph.oneAtATime.report()).toMatchObject({ writes: 2, callers, count: 0 });
    expect(sandbox.counters(petra)).toMatchObject({ roundTrips: 2, requests: 2 });
  } finally {
    await sandbox.close();
  }
});

test('twenty requests of a batch at 20 ms each take five times that, however late the timers are', async () => {
  const sandbox = await createSandbox();
  try {
    sandbox.switches.set({ latencyMs: 20 });
    const requests = Array.from({ length: 20 }, (_, n) => ({
      id: String(n),
      method: 'POST',
      url: '/me/contacts',
      headers: { 'content-type': 'application/json' },
      body: { surname: `Bos ${String(n)}` },
    }));
    const begun = performance.now();
    const answer = await sandbox.graph.answer({
      method: 'POST',
      target: '/v1.0/$batch',
      headers: { authorization: `Bearer ${sandbox.token(petra)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ requests }),
    });
    const tookMs = performance.now() - begun;
    expect(answer.status).toBe(200);
    expect(tookMs).toBeGreaterThanOrEqual(100);
    expect(sandbox.counters(petra)).toMatchObject({
      roundTrips: 1,
      requests: 20,
      maxInFlight: 4,
      refusedForConcurrency: 0,
    });
  } finally {
    await sandbox.close();
  }
});

test('a sign-in is made like another’s only where that other has signed in', async () => {
  const sandbox = await createSandbox();
  try {
    await expect(sandbox.signIn.signInLike('nobody', petra)).rejects.toThrow('nobody has signed in');
  } finally {
    await sandbox.close();
  }
});
