/** The history by day, on the clock of whoever looks. */
import type { Language } from '../../../shared/texts/language.ts';

const locales: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' };

export interface Day<Entry> {
  /** Local, `2026-11-21`. */
  readonly key: string;
  readonly entries: readonly Entry[];
}

const two = (n: number): string => String(n).padStart(2, '0');

const keyOf = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** Newest first, as they come; a day that comes again stays the day it is. */
export const byDay = <Entry extends { readonly at: string }>(entries: readonly Entry[]): Day<Entry>[] => {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(new Date(entry.at));
    days.set(key, [...(days.get(key) ?? []), entry]);
  }
  return [...days].map(([key, of]) => ({ key, entries: of }));
};

/** "Vandaag", "Gisteren", "vrijdag 20 november 2026". */
export const dayLabel = (
  key: string,
  now: Date,
  language: Language,
  words: { readonly today: string; readonly yesterday: string },
): string => {
  if (key === keyOf(now)) return words.today;
  // Noon, so that no change to summer time moves it.
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, 12);
  if (key === keyOf(before)) return words.yesterday;
  const text = new Intl.DateTimeFormat(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(`${key}T12:00:00`));
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
};

export const clockTime = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { hour: '2-digit', minute: '2-digit' }).format(
    new Date(instant),
  );

export const dayAndTime = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  );

/** As an input of kind datetime-local has it: on the local clock, without zone. */
export const toLocalInput = (instant: string): string => {
  const date = new Date(instant);
  return `${keyOf(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
};

/** Null: no moment, e.g. half typed. */
export const fromLocalInput = (text: string): string | null => {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
};
