/**
 * The part of `$filter` that contacts take: comparisons of text properties, an address in `emailAddresses`, and
 * single-value extended properties ("Get singleValueLegacyExtendedProperty": `Any(ep: ep/id eq '…' and ep/value eq
 * '…')`), joined by `and` and `or`. Anything else is refused.
 */
import type { Card } from './entities.ts';
import { propertyKey } from './extended-properties.ts';
import { FIELDS, type CardField } from './fields.ts';
import { badRequest } from './problem.ts';

export type Test = (card: Card) => boolean;

export interface Filter {
  readonly test: Test;
  /** Set when the filter is one look-up of an extended property by its exact value: an index answers it. */
  readonly lookUp: { readonly key: string; readonly value: string } | null;
  readonly usesExtended: boolean;
}

const refused = (): Error =>
  badRequest('ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.');

const TEXT = "'((?:[^']|'')*)'";
const LAMBDA = '(\\w+)\\s*:\\s*';
const EXTENDED = new RegExp(
  `^singleValueExtendedProperties/any\\(\\s*${LAMBDA}\\1/id eq ${TEXT} and (?:\\1/value (eq|ne) ${TEXT}|(contains|startswith)\\(\\s*\\1/value\\s*,\\s*${TEXT}\\s*\\))\\s*\\)$`,
  'i',
);
const EMAIL = new RegExp(
  `^emailAddresses/any\\(\\s*${LAMBDA}(?:\\1/address eq ${TEXT}|startswith\\(\\s*\\1/address\\s*,\\s*${TEXT}\\s*\\))\\s*\\)$`,
  'i',
);
const COMPARED = new RegExp(`^(\\w+) (eq|ne) (?:${TEXT}|null)$`, 'i');
const STARTS = new RegExp(`^startswith\\(\\s*(\\w+)\\s*,\\s*${TEXT}\\s*\\)$`, 'i');

const plain = (quoted: string): string => quoted.replaceAll("''", "'");
const lower = (value: string): string => value.toLowerCase();

/** Splits at `word` outside quotes and brackets. */
function split(expression: string, word: 'and' | 'or'): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let i = 0; i < expression.length; i += 1) {
    const char = expression[i];
    if (char === "'") quoted = !quoted;
    else if (!quoted && char === '(') depth += 1;
    else if (!quoted && char === ')') depth -= 1;
    else if (!quoted && depth === 0 && expression.startsWith(` ${word} `, i)) {
      parts.push(expression.slice(start, i));
      start = i + word.length + 2;
      i = start - 1;
    }
  }
  return [...parts, expression.slice(start)];
}

function extendedFilter(match: RegExpExecArray): Filter {
  const [, , id = '', operator, compared, call, argument] = match;
  const key = propertyKey(plain(id));
  const wanted = lower(plain(compared ?? argument ?? ''));
  const how = lower(operator ?? call ?? '');
  return {
    usesExtended: true,
    lookUp: how === 'eq' ? { key, value: wanted } : null,
    test(card) {
      const value = card.extended.get(key)?.value.toLowerCase();
      if (value === undefined) return false;
      if (how === 'eq') return value === wanted;
      if (how === 'ne') return value !== wanted;
      return how === 'contains' ? value.includes(wanted) : value.startsWith(wanted);
    },
  };
}

function textOf(card: Card, name: string): string | null {
  if (name === 'parentFolderId') return card.folder.id;
  const value = card.values[name as CardField];
  return typeof value === 'string' ? value : null;
}

function textTest(name: string, test: (value: string | null) => boolean): Test {
  if (name !== 'parentFolderId' && FIELDS[name as CardField]?.kind !== 'text') throw refused();
  return (card) => test(textOf(card, name));
}

function readTerm(term: string): Filter {
  const extended = EXTENDED.exec(term);
  if (extended) return extendedFilter(extended);
  const email = EMAIL.exec(term);
  if (email) {
    const exact = email[2] === undefined ? null : lower(plain(email[2]));
    const start = lower(plain(email[3] ?? ''));
    const fits = (address: string): boolean =>
      exact === null ? address.startsWith(start) : address === exact;
    return without((card) =>
      (card.values.emailAddresses ?? []).some((entry) => fits(lower(entry.address ?? ''))),
    );
  }
  const compared = COMPARED.exec(term);
  if (compared) {
    const [, name = '', operator = '', text] = compared;
    const wanted = text === undefined ? null : lower(plain(text));
    const isEqual = lower(operator) === 'eq';
    return without(textTest(name, (value) => ((value?.toLowerCase() ?? null) === wanted) === isEqual));
  }
  const starts = STARTS.exec(term);
  if (starts) {
    const wanted = lower(plain(starts[2] ?? ''));
    return without(textTest(starts[1] ?? '', (value) => lower(value ?? '').startsWith(wanted)));
  }
  const bracketed = /^\((.*)\)$/s.exec(term);
  if (bracketed) return readFilter(bracketed[1] ?? '');
  throw refused();
}

const without = (test: Test): Filter => ({ test, lookUp: null, usesExtended: false });

function join(terms: Filter[], test: Test): Filter {
  return { test, lookUp: null, usesExtended: terms.some((term) => term.usesExtended) };
}

/** @throws Problem 400 for what contacts do not take */
export function readFilter(expression: string): Filter {
  const choices = split(expression.trim(), 'or');
  if (choices.length > 1) {
    const filters = choices.map(readFilter);
    return join(filters, (card) => filters.some((filter) => filter.test(card)));
  }
  const terms = split(expression.trim(), 'and');
  if (terms.length > 1) {
    const filters = terms.map((term) => readTerm(term.trim()));
    return join(filters, (card) => filters.every((filter) => filter.test(card)));
  }
  return readTerm(expression.trim());
}
