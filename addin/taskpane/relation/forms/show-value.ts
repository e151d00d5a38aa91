/** A value as it is read: a date in words, blank told, and no longer than a person reads. */
import type { PersonFieldId } from '../../../../shared/person.ts';
import type { Language } from '../../../../shared/texts/language.ts';
import type { PersonFormTexts } from '../../../../shared/texts/pane/person-forms.ts';
import { formatDay } from '../../format.ts';
import { inputKind } from './person-fields.ts';

/** Names and addresses of a mail can be of any length; more than this is not read. */
export const SHOWN_LENGTH = 200;

export const cutShort = (text: string): string =>
  text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH).trimEnd()}…`;

export const valueText = (
  field: PersonFieldId,
  value: string | null,
  texts: PersonFormTexts,
  language: Language,
): string => {
  if (value === null) return texts.blank;
  // At noon, so that no time zone makes another day of it (R4: a birthday is a date).
  const isDay = inputKind(field) === 'date' && /^\d{4}-\d{2}-\d{2}$/u.test(value);
  return isDay ? formatDay(`${value}T12:00:00`, language) : cutShort(value);
};
