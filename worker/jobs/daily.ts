/**
 * The daily pass of each mailbox, the safety net under notifications: every mailbox at its own second of the night, by a
 * stable hash of its id, so that a whole office does not ask Graph at once. Once a calendar day on the office's wall
 * clock, also on the days on which the clock is changed.
 */
import { createHash } from 'node:crypto';
import type { MailboxId } from '../../shared/ids.ts';
import type { Clock } from '../pass/ports.ts';
import type { NightWindow } from '../settings-kinds.ts';
import type { Queryable } from '../store/db.ts';
import { requestPass } from './requests.ts';

export interface DailyMailboxes {
  /** Active ones whose daily pass is due, or that never had a time set. */
  dueDaily(now: Date, limit?: number): Promise<{ id: MailboxId; nextDailyAt: string | null }[]>;
  setNextDailyAt(id: MailboxId, at: Date | null): Promise<void>;
}

export interface DailyDeps {
  readonly db: Queryable;
  readonly mailboxes: DailyMailboxes;
  readonly clock: Clock;
  readonly settings: { readonly timeZone: string; readonly nightWindow: NightWindow };
}

const daySeconds = 86_400;
const batch = 1_000;

/**
 * Asks the passes that are due and sets each mailbox's next time. One that never had a time (just activated) only gets
 * one. Asked before the time is set, so a crash between asks once more, never not at all.
 */
export const askDailyPasses = async ({ db, mailboxes, clock, settings }: DailyDeps): Promise<number> => {
  let asked = 0;
  for (;;) {
    const now = clock.now();
    const due = await mailboxes.dueDaily(now, batch);
    for (const { id, nextDailyAt } of due) {
      if (nextDailyAt !== null) {
        await requestPass(db, id, 'daily');
        asked += 1;
      }
      await mailboxes.setNextDailyAt(id, nextDailyTime(id, now, settings));
    }
    if (due.length < batch) return asked;
  }
};

/** Second of the local day at which this mailbox's daily pass is due; the same for ever. */
export const dailySecond = (mailboxId: MailboxId, { startMinute, lengthMinutes }: NightWindow): number => {
  const hash = createHash('sha256').update(mailboxId).digest().readUInt32BE(0);
  return (startMinute * 60 + (hash % (lengthMinutes * 60))) % daySeconds;
};

/** The first time after `now`. */
export const nextDailyTime = (mailboxId: MailboxId, now: Date, settings: DailyDeps['settings']): Date => {
  const second = dailySecond(mailboxId, settings.nightWindow);
  const today = Math.floor(
    (now.getTime() + offsetMs(now.getTime(), settings.timeZone)) / (daySeconds * 1000),
  );
  for (let day = today - 1; ; day += 1) {
    const at = instantOf((day * daySeconds + second) * 1000, settings.timeZone);
    if (at > now.getTime()) return new Date(at);
  }
};

/**
 * The instant at which the wall clock shows `localMs` (local time written as if it were UTC). Shown twice (autumn): the
 * first time. Never shown (spring): as much later as the clock jumped.
 */
const instantOf = (localMs: number, timeZone: string): number => {
  const before = localMs - offsetMs(localMs - daySeconds * 1000, timeZone);
  const after = localMs - offsetMs(localMs + daySeconds * 1000, timeZone);
  const shows = [before, after].filter((at) => at + offsetMs(at, timeZone) === localMs);
  return shows.length > 0 ? Math.min(...shows) : before;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the zone's wall clock is ahead of UTC at this instant. */
const offsetMs = (at: number, timeZone: string): number => {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
};
