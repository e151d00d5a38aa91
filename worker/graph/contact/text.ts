/** Single text properties of a contact: absent, null and blank are one and the same. */
import { textOf } from '../answer.ts';

export const fromGraphText = (value: unknown): string | null => {
  const text = textOf(value);
  return text === null || text.trim() === '' ? null : text;
};

/** Null clears the property. */
export const toGraphText = (value: string | null): string | null => fromGraphText(value);
