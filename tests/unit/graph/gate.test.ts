/** The limits of one mailbox (R14): places in flight, the window, a pause the service asked for. */
import { MailboxGate, gateKeeper } from '../../../worker/graph/gate.ts';
import { longestSleepMs } from '../../../worker/graph/limits.ts';
import { asId } from '../../../shared/ids.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { testClock } from '../../support/test-clock.ts';

const quota = { inFlight: 4, requests: 10, windowMs: 60_000 };
const later = (): { promise: Promise<void>; done: () => void } => {
  let done = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { promise, done };
};

test('R14: no more than four are under way, and a batch waits for all four places and is not overtaken', async () => {
  const gate = new MailboxGate({ ...quota, requests: 100 }, testClock());
  const order: string[] = [];
  const hold = later();
  let inFlight = 0;
  let most = 0;
  const run = (name: string, places: number, until: Promise<void>) =>
    gate.run(places, 1, null, async () => {
      inFlight += places;
      most = Math.max(most, inFlight);
      order.push(name);
      await until;
      inFlight -= places;
    });
  const all = [
    ...['a', 'b', 'c'].map((name) => run(name, 1, hold.promise)),
    run('batch', 4, Promise.resolve()),
    run('late', 1, Promise.resolve()),
  ];
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual(['a', 'b', 'c']);
  hold.done();
  await Promise.all(all);
  expect(order).toEqual(['a', 'b', 'c', 'batch', 'late']);
  expect(most).toBe(4);
});

test('R14: the window quota counts sub-requests singly, sleeps short waits and throws long ones in full', async () => {
  const clock = testClock();
  const gate = new MailboxGate(quota, clock);
  await gate.run(4, 8, null, async () => undefined);
  clock.advance(40_000);
  await gate.run(1, 1, null, async () => undefined);
  await gate.run(4, 5, null, async () => undefined);
  expect(clock.slept).toEqual([20_000]);
  await gate.run(4, 4, null, async () => undefined);
  await expect(gate.run(1, 1, null, async () => undefined)).rejects.toMatchObject({
    code: 'graph.quota',
    what: { kind: 'retry', afterMs: 40_000 },
  });
});

test('R14: a pause the service asked for holds for everyone who speaks to this mailbox, and for no other', async () => {
  const clock = testClock();
  const gateOf = gateKeeper(quota, clock);
  const [mine, other] = ['m1', 'm2'].map((id) => gateOf(asId<MailboxId>(id)));
  gateOf(asId<MailboxId>('m1')).blockFor(7_200_000);
  await expect(mine?.run(1, 1, null, async () => 'sent')).rejects.toMatchObject({
    code: 'graph.throttled',
    what: { kind: 'retry', afterMs: 7_200_000 },
  });
  expect(await other?.run(1, 1, null, async () => 'sent')).toBe('sent');
  clock.advance(7_200_000 - longestSleepMs);
  expect(await mine?.run(1, 1, null, async () => 'sent')).toBe('sent');
  expect(clock.slept).toEqual([longestSleepMs]);
});

test('a stop ends a wait, and gives the place back', async () => {
  const gate = new MailboxGate(quota, testClock());
  const stop = AbortSignal.abort();
  await expect(gate.run(4, 1, stop, async () => 'sent')).rejects.toMatchObject({ code: 'graph.stopped' });
  expect(await gate.run(4, 1, null, async () => 'sent')).toBe('sent');
});

test('work that fails gives its place back', async () => {
  const gate = new MailboxGate(quota, testClock());
  await expect(gate.run(4, 1, null, () => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
  expect(await gate.run(4, 1, null, async () => 'sent')).toBe('sent');
});

test('gates of ten thousand mailboxes that were spoken to once do not stay in memory; one whose requests still count does', async () => {
  const clock = testClock();
  const gateOf = gateKeeper(quota, clock);
  const id = (n: number): MailboxId => asId(`mailbox-${n}`);
  const inHand = gateOf(id(0));
  let most = 0;
  for (let n = 1; n <= 10_000; n += 1) {
    await gateOf(id(n)).run(1, 1, null, async () => undefined);
    clock.advance(quota.windowMs / 100);
    most = Math.max(most, gateOf.size);
  }
  expect(most).toBeLessThan(600);
  expect(gateOf(id(0))).toBe(inHand);
  const busy = gateOf(id(10_000));
  for (let n = 20_000; n < 21_000; n += 1) gateOf(id(n));
  expect(gateOf(id(10_000))).toBe(busy);
});
