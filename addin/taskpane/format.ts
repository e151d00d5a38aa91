/** Instants and numbers as people write them. */
import type { Language } from '../../shared/texts/language.ts';

const locales: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** "2 minuten geleden", "over 3 uur"; beyond a day the date and time. */
export const formatMoment = (instant: string, now: Date, language: Language): string => {
  const date = new Date(instant);
  const distance = date.getTime() - now.getTime();
  const relative = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' });
  if (Math.abs(distance) < MINUTE_MS) return relative.format(0, 'second');
  if (Math.abs(distance) < 60 * MINUTE_MS) return relative.format(Math.round(distance / MINUTE_MS), 'minute');
  if (Math.abs(distance) < DAY_MS) return relative.format(Math.round(distance / (60 * MINUTE_MS)), 'hour');
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short' }).format(date);
};

export const formatDay = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'long' }).format(new Date(instant));

export const formatCount = (count: number, language: Language): string =>
  new Intl.NumberFormat(locales[language]).format(count);
