/**
 * A value of a field as people read it: dates as dates, a blank as such, a very long text cut. And where two values differ,
 * which part of each: a changed digit is found at a glance, and so is a letter that only looks the same.
 */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { Language } from '../../../shared/texts/language.ts';
import { useLanguage } from '../texts.tsx';

/** Longest text that is shown of one value, and of one sentence with values in it. */
export const LONGEST_VALUE = 300;
export const LONGEST_SENTENCE = 600;

/** By characters as people count them, so that none is cut in two. */
export const cut = (text: string, longest: number): string => {
  if (text.length <= longest) return text;
  const characters = [...text.slice(0, longest + 1)];
  return `${characters.slice(0, longest).join('').trimEnd()}…`;
};

const locales: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' };

const dateOf = (value: string): Date | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(value)) return null;
  const date = new Date(`${value}T00:00:00Z`);
  // 2026-02-31 is no date: shown as it was typed.
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value ? null : date;
};

/** R4: a date of birth is a date; no time zone moves it. */
export const shownText = (field: string | null, value: string, language: Language): string => {
  const date = field === 'birthDate' ? dateOf(value) : null;
  if (date === null) return cut(value, LONGEST_VALUE);
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(date);
};

export interface Parted {
  readonly before: string;
  /** What the other one does not have here. */
  readonly differs: string;
  readonly after: string;
}

/** Less in common than this, and the two are simply other values: marking all of both says nothing. */
const IN_COMMON = 0.4;

/** Null: there is no part that stands out. */
export const differenceOf = (one: string, other: string): Parted | null => {
  const [a, b] = [[...one], [...other]];
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shortest - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  if (one === other || start + end < IN_COMMON * Math.max(a.length, b.length)) return null;
  return {
    before: a.slice(0, start).join(''),
    differs: a.slice(start, a.length - end).join(''),
    after: a.slice(a.length - end).join(''),
  };
};

const useStyles = makeStyles({
  value: { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  blank: { fontStyle: 'italic', color: tokens.colorNeutralForeground3 },
  mark: {
    padding: '0 1px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorPaletteYellowBackground2,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    textDecorationLine: 'underline',
    textUnderlineOffset: '2px',
    '@media (forced-colors: active)': { backgroundColor: 'Mark', color: 'MarkText' },
  },
});

interface Props {
  readonly field: string | null;
  readonly value: string | null;
  /** What it is compared with; its difference from it is marked. */
  readonly against?: string | null;
  readonly className?: string;
}

const blankWords: Record<Language, string> = { nl: 'leeg', en: 'blank' };

export const Value = ({ field, value, against, className }: Props) => {
  const styles = useStyles();
  const language = useLanguage();
  if (value === null)
    return (
      <span className={mergeClasses(styles.value, styles.blank, className)}>{blankWords[language]}</span>
    );
  const text = shownText(field, value, language);
  const parts =
    against === undefined || against === null
      ? null
      : differenceOf(text, shownText(field, against, language));
  return (
    <span className={mergeClasses(styles.value, className)}>
      {parts === null || parts.differs === '' ? (
        text
      ) : (
        <>
          {parts.before}
          <mark className={styles.mark}>{parts.differs}</mark>
          {parts.after}
        </>
      )}
    </span>
  );
};
