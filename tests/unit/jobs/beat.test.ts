/** Work that comes back by itself: one at a time, never missing a poke, in one process at a time where asked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ourTurn, startBeat } from '../../../worker/jobs/beat.ts';
import { createTestDb } from '../../support/db.ts';
import { silentLog, until } from './fixture.ts';

const log = silentLog;
const hour = 3_600_000;

test('a poke while the work runs leads to one more run, however many pokes', async () => {
  let runs = 0;
  let atOnce = 0;
  const beat = startBeat({
    name: 'x',
    everyMs: hour,
    log,
    work: async () => {
      runs += 1;
      atOnce += 1;
      expect(atOnce).toBe(1);
      await sleep(50);
      atOnce -= 1;
    },
  });
  await until('first', async () => runs === 1);
  beat.poke();
  beat.poke();
  beat.poke(10);
  await sleep(300);
  expect(runs).toBe(2);
  await beat.stop();
  beat.poke();
  await sleep(30);
  expect(runs).toBe(2);
});

test('an earlier poke wins over a later one and over the interval', async () => {
  let runs = 0;
  const beat = startBeat({ name: 'x', everyMs: hour, log, work: async () => void (runs += 1) });
  await until('first', async () => runs === 1);
  beat.poke(60_000);
  beat.poke(20);
  beat.poke(60_000);
  await until('second', async () => runs === 2, 1_000);
  await beat.stop();
});

test('work that fails comes back by itself, and stop waits for what runs', async () => {
  let runs = 0;
  let ended = false;
  const beat = startBeat({
    name: 'x',
    everyMs: 1_000,
    log,
    work: async () => {
      runs += 1;
      if (runs === 1) throw new Error('away');
      await sleep(100);
      ended = true;
    },
  });
  await until('second', async () => runs === 2, 5_000);
  await beat.stop();
  expect(ended).toBe(true);
});

test('a turn is one process’s at a time, ends with its work, and passes on when the process died', async () => {
  const test_ = await createTestDb();
  const { db } = test_;
  const ran: string[] = [];
  const turn = (name: string, ms = 0, forMs = 60_000): Promise<boolean> =>
    ourTurn(db, 'x', forMs, async () => {
      ran.push(name);
      await sleep(ms);
    });
  const first = turn('first', 300);
  await until('first has it', async () => ran.length === 1);
  expect(await turn('second')).toBe(false);
  expect(await first).toBe(true);
  expect(await turn('third')).toBe(true);
  await expect(
    ourTurn(db, 'x', 60_000, async () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  // A process that never comes back: its turn was for 100 ms.
  void turn('dead', 1_000, 100);
  await until('it has it', async () => ran.includes('dead'));
  await sleep(150);
  expect(await turn('heir')).toBe(true);
  await sleep(1_000);
  await test_.close();
}, 90_000);
