/** An instant as a person types it: a day or a minute on the clock of the office, an ISO instant, or so long ago. */
import { parseDate } from '../../shared/canonical.ts';
import { CommandError } from './errors.ts';
import { exits } from './output.ts';
import type { Run } from './program.ts';

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const ago = (text: string, now: number): Date | null => {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/u.exec(text) ?? [];
  return count === undefined ? null : new Date(now - Number(count) * (unitMs[unit] ?? 0));
};

const withZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/u;
const onTheClock = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/u;

/** What the clocks of that zone show at this moment, read as if it were UTC. */
const shownThere = (at: number, timeZone: string): number =>
  Date.parse(
    `${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
      .format(new Date(at))
      .replace(' ', 'T')}Z`,
  );

/** The moment at which the clocks there show this; of the hour that is skipped in spring the moment after it. */
const momentOf = (shown: number, timeZone: string): number => {
  const guess = shown - (shownThere(shown, timeZone) - shown);
  return guess - (shownThere(guess, timeZone) - shown);
};

const local = (text: string, timeZone: string): Date | null => {
  const [, day, hour = '00', minute = '00', second = '00'] = onTheClock.exec(text) ?? [];
  if (day === undefined || parseDate(day) === null) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return new Date(momentOf(Date.parse(`${day}T${hour}:${minute}:${second}Z`), timeZone));
};

/** Null: not to be read. */
export const readInstant = (typed: string, timeZone: string, now: number): Date | null => {
  const text = typed.trim();
  if (withZone.test(text)) {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? null : at;
  }
  return ago(text, now) ?? local(text, timeZone);
};

/** ISO text in UTC. Throws CommandError `badInstant`. */
export const instantNamed = (run: Run, text: string): string => {
  const at = readInstant(text, run.settings().timeZone, Date.now());
  if (at === null) throw new CommandError('badInstant', { text }, exits.usage);
  return at.toISOString();
};
