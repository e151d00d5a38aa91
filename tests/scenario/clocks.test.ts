/**
 * R14 with clocks that differ: "not before" is written by one process and read by others, on machines whose clocks are minutes
 * apart. Nobody asks Microsoft before its time, and nobody waits longer than it asked.
 *
 * Seen to fail: with `sharedNowMs` (worker/pass/shared-time.ts) always the process’s own clock, all but the first and the last.
 */
import { createOffice, jumpingClock, type Mailboxed, type Office, type Wrap } from '../support/office.ts';

const petra = 'petra@kantoor-voorbeeld.example';
const minute = 60_000;

let office: Office;
let who: Mailboxed;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
});
afterEach(() => office.close());

/** A process whose clock is so far from the right one, which the database has. */
const on = (offByMs: number): Wrap => ({
  deps: {
    clock: jumpingClock(office.sandbox, offByMs),
    sharedNow: async () => new Date(office.sandbox.clock.now()),
  },
});
const pass = (offByMs: number) => office.pass(who, 'notification', on(offByMs));
const requests = (): number => office.sandbox.counters(petra).requests;
/** Microsoft asks for five minutes, of a process with this clock. */
const throttled = async (offByMs: number): Promise<void> => {
  office.sandbox.faults.plan({
    mailbox: petra,
    times: 5,
    fault: { kind: 'status', status: 429, retryAfter: 300 },
  });
  expect(await pass(offByMs)).toMatchObject({ result: { outcome: 'later', afterMs: 5 * minute } });
  office.sandbox.faults.clear();
};

test('clocks that agree: not before its time, and then at once', async () => {
  await throttled(0);
  expect(await pass(0)).toMatchObject({ ran: false, because: 'notNow', afterMs: 5 * minute });
  await office.sandbox.clock.advance(5 * minute);
  expect(await pass(0)).toMatchObject({ ran: true, result: { outcome: 'done' } });
});

test('a process that is ten minutes ahead does not keep the mailbox from the others', async () => {
  await throttled(10 * minute);
  await office.sandbox.clock.advance(5 * minute);
  expect(await pass(0)).toMatchObject({ ran: true, result: { outcome: 'done' } });
});

test('a process that is ten minutes behind does not wait any longer', async () => {
  await throttled(0);
  await office.sandbox.clock.advance(5 * minute);
  expect(await pass(-10 * minute)).toMatchObject({ ran: true, result: { outcome: 'done' } });
});

test.each([
  ['ahead reads what another wrote', 0, 10 * minute],
  ['behind writes what another reads', -10 * minute, 0],
])('a process that is ten minutes %s: nothing is asked before its time', async (_, writes, reads) => {
  await throttled(writes);
  const before = requests();
  for (let turn = 0; turn < 3; turn += 1) {
    expect(await pass(reads)).toMatchObject({ ran: false, because: 'notNow', afterMs: 5 * minute });
  }
  expect(await office.preview(who, {}, on(reads))).toMatchObject({ made: false, because: 'notNow' });
  expect(requests()).toBe(before);
});

test('where the database does not say what time it is, the process goes by its own clock', async () => {
  await throttled(0);
  const dumb: Wrap = { deps: { sharedNow: () => Promise.reject(new Error('away')) } };
  expect(await office.pass(who, 'notification', dumb)).toMatchObject({
    because: 'notNow',
    afterMs: 5 * minute,
  });
});
