/**
 * When an office's day is: now, or half a minute before something that clocks do wrong (summer time in zones that change
 * at odd hours and by half an hour, a leap day, the turn of the year). All processes of that office are there together.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxCertificate } from '../../sandbox/tls.ts';
import type { Random } from '../../sandbox/random.ts';

const hourMs = 3_600_000;
const longestHours = 370 * 24;
/** The change comes while people type. */
const beforeMs = 30_000;

export interface Moment {
  readonly name: string;
  /** From real time. */
  readonly offsetMs: number;
}

const shownIn = (timeZone: string): ((at: number) => string) => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  return (at) => format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
};

/** The next full hour at which the zone's clock is changed. */
const nextChange = (timeZone: string, from: number): number => {
  const offsetAt = shownIn(timeZone);
  const first = Math.ceil(from / hourMs) * hourMs;
  for (let hours = 1; hours < longestHours; hours += 1) {
    const at = first + hours * hourMs;
    if (offsetAt(at) !== offsetAt(at - hourMs)) {
      // In some zones it is on a half hour.
      return offsetAt(at - hourMs / 2) === offsetAt(at - hourMs) ? at : at - hourMs / 2;
    }
  }
  throw new RangeError(`${timeZone} has no summer time`);
};

const newYear = (from: number): number => Date.UTC(new Date(from).getUTCFullYear() + 1, 0, 1);

const leapDay = (from: number): number => {
  let year = new Date(from).getUTCFullYear() + 1;
  while (new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1) year += 1;
  return Date.UTC(year, 1, 29);
};

const moments: Readonly<Record<string, (from: number) => number>> = {
  'summer time in Amsterdam': (from) => nextChange('Europe/Amsterdam', from),
  "summer time in St. John's": (from) => nextChange('America/St_Johns', from),
  'summer time on Lord Howe': (from) => nextChange('Australia/Lord_Howe', from),
  'turn of the year': newYear,
  'leap day': leapDay,
};

export const drawMoment = (random: Random, now: number): Moment => {
  if (random.chance(0.6)) return { name: 'now', offsetMs: 0 };
  const name = random.pick(Object.keys(moments));
  return { name, offsetMs: moments[name]!(now) - beforeMs - now };
};

let ourFile: string | null = null;
/** Longer than shifted-clock.mjs takes to look again. */
const lookMs = 250;

/** The wall clock of this process. Its timers go on as they are. */
export const setOurClock = async (offsetMs: number): Promise<void> => {
  if (ourFile === null) {
    // TLS knows real time only: the certificate must be there before.
    await sandboxCertificate();
    const folder = mkdtempSync(join(tmpdir(), 'relatiebrug-torture-ours-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    ourFile = join(folder, 'offset');
    process.env['TORTURE_CLOCK_FILE'] = ourFile;
    writeFileSync(ourFile, '0');
    const clock = './shifted-clock.mjs';
    await import(clock);
  }
  writeFileSync(ourFile, String(offsetMs));
  await sleep(lookMs);
};
