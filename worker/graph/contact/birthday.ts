/**
 * A birthday is a date; Graph has only an instant for it (R4: no time zone moves it).
 *
 * Written at 11:59 UTC, as Exchange itself does ([MS-ASCNTC] 2.2.2.10): that instant has the same date from UTC−11
 * to UTC+12. Read to the nearest date, because others write local midnight: Dutch midnight is 22:00 or 23:00 UTC of
 * the day before and rolls forward, midnight in the Americas (04:00 to 08:00 UTC) and 00:00 UTC stay. 12:00 UTC
 * sharp, another usual "no zone moves it" mark, stays too.
 */
import { textOf } from '../answer.ts';

const halfDayMs = 12 * 3_600_000;

/** `YYYY-MM-DD`, or null: absent, unreadable, or one of the dates that stand for "none" (year 1, year 4501). */
export const fromGraphBirthday = (value: unknown): string | null => {
  const text = textOf(value)?.trim() ?? '';
  const plain = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) return null;
  const nearest = new Date(plain ? atMs : atMs + halfDayMs - 1);
  const year = nearest.getUTCFullYear();
  return year <= 1 || year >= 4500 ? null : nearest.toISOString().slice(0, 10);
};

/** Null clears it. */
export const toGraphBirthday = (date: string | null): string | null =>
  date === null ? null : `${date}T11:59:00Z`;
