/** The night's round: one pass a mailbox a calendar day, spread over the window, also when the clock is changed. */
import { randomUUID } from 'node:crypto';
import type { MailboxId } from '../../../shared/ids.ts';
import { askDailyPasses, dailySecond, nextDailyTime } from '../../../worker/jobs/daily.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import { testClock } from '../../support/test-clock.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { activate } from './fixture.ts';

const settings = { timeZone: 'Europe/Amsterdam', nightWindow: { startMinute: 60, lengthMinutes: 240 } };
const ids = Array.from({ length: 1_000 }, () => randomUUID() as MailboxId);

test('a thousand mailboxes are spread over the whole window, each at a time of its own that stays', () => {
  const perQuarter = new Map<number, number>();
  for (const id of ids) {
    const second = dailySecond(id, settings.nightWindow);
    expect(second).toBe(dailySecond(id, settings.nightWindow));
    expect(second).toBeGreaterThanOrEqual(3_600);
    expect(second).toBeLessThan(5 * 3_600);
    const quarter = Math.floor((second - 3_600) / 900);
    perQuarter.set(quarter, (perQuarter.get(quarter) ?? 0) + 1);
  }
  // 62.5 expected in each of 16 quarters; 5 standard deviations are 39.
  expect(perQuarter.size).toBe(16);
  expect(Math.max(...perQuarter.values())).toBeLessThan(102);
  expect(Math.min(...perQuarter.values())).toBeGreaterThan(23);
});

test('a window over midnight keeps its seconds within it', () => {
  const over = { startMinute: 23 * 60, lengthMinutes: 120 };
  const seconds = ids.map((id) => dailySecond(id, over));
  expect(seconds.every((second) => second >= 23 * 3_600 || second < 3_600)).toBe(true);
  expect(seconds.some((second) => second < 3_600)).toBe(true);
});

const amsterdam = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'medium',
});

test.each([
  ['spring, when 02:00 to 03:00 does not exist', '2026-03-26T12:00:00Z'],
  ['autumn, when 02:00 to 03:00 comes twice', '2026-10-22T12:00:00Z'],
])('each calendar day has one time per mailbox around the change of clocks in %s', (_, from) => {
  for (const id of ids.slice(0, 300)) {
    let now = new Date(from);
    const days: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      const next = nextDailyTime(id, now, settings);
      expect(next.getTime()).toBeGreaterThan(now.getTime());
      days.push(amsterdam.format(next).slice(0, 10));
      const clock = amsterdam.format(next).slice(11);
      expect(clock >= '01:00:00' && clock < '05:00:00').toBe(true);
      now = next;
    }
    const first = Date.parse(days[0] ?? '');
    expect(days).toEqual(days.map((__, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10)));
  }
});

test('seen from any moment of the day the next time is after it and at most a day and an hour away', () => {
  for (let hour = 0; hour < 72; hour += 1) {
    const now = new Date(Date.parse('2026-10-24T00:30:00Z') + hour * 3_600_000);
    for (const id of ids.slice(0, 50)) {
      const awayMs = nextDailyTime(id, now, settings).getTime() - now.getTime();
      expect(awayMs).toBeGreaterThan(0);
      expect(awayMs).toBeLessThanOrEqual(25 * 3_600_000);
    }
  }
});

describe('on the store', () => {
  let test_: TestDb;
  beforeEach(async () => {
    test_ = await createTestDb();
  }, 90_000);
  afterEach(() => test_.close(), 30_000);

  test('a new mailbox only gets its time; when that comes it is asked once and gets the next; a paused one never', async () => {
    const [id, paused] = [await activate(test_.db), await activate(test_.db)];
    const mailboxes = createMailboxes(test_.db);
    await mailboxes.pause(paused, 'byUser');
    const clock = testClock('2026-03-02T12:00:00Z');
    const deps = { db: test_.db, mailboxes, clock, settings };
    expect(await askDailyPasses(deps)).toBe(0);
    const first = (await mailboxes.byId(id))?.nextDailyAt;
    expect(first).toBe(nextDailyTime(id, clock.now(), settings).toISOString());
    expect(await askDailyPasses(deps)).toBe(0);
    clock.advance(Date.parse(first ?? '') - clock.now().getTime());
    expect(await askDailyPasses(deps)).toBe(1);
    expect(await askDailyPasses(deps)).toBe(0);
    const second = (await mailboxes.byId(id))?.nextDailyAt;
    expect(Date.parse(second ?? '') - Date.parse(first ?? '')).toBe(86_400_000);
    // The machine was off for a week: one pass, not seven.
    clock.advance(7 * 86_400_000);
    expect(await askDailyPasses(deps)).toBe(1);
    expect(await askDailyPasses(deps)).toBe(0);
  }, 30_000);
});
