/** Lists of phone numbers: order is kept, blanks fall out. A PATCH replaces the list whole. */
import { fromGraphText } from './text.ts';

export const fromGraphPhones = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [])
    .map(fromGraphText)
    .filter((phone): phone is string => phone !== null);

export const toGraphPhones = (phones: readonly string[]): string[] => fromGraphPhones([...phones]);
