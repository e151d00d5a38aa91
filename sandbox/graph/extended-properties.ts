/**
 * Single-value extended properties ("singleValueLegacyExtendedProperty resource type"): the forms of their ids, and
 * how `$expand` and `$filter` name them. The name is case-sensitive, the GUID is not, the value is compared without
 * case ("Get singleValueLegacyExtendedProperty").
 */
import { badRequest } from './problem.ts';

export interface ExtendedValue {
  /** The id as it was first written. */
  readonly id: string;
  readonly value: string;
}

const GUID = '\\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}?';
const NAMED = new RegExp(`^([A-Z][A-Za-z0-9]+) (${GUID}) (Name|Id) (\\S.*)$`);
const TAGGED = /^([A-Z][A-Za-z0-9]+) (0x[0-9A-Fa-f]{1,8})$/;

/** One key for all spellings of the same property. */
export function propertyKey(id: string): string {
  const named = NAMED.exec(id);
  if (named) {
    const [, type = '', guid = '', form = '', name = ''] = named;
    return `${type} {${guid.replace(/[{}]/g, '').toLowerCase()}} ${form} ${form === 'Id' ? name.toLowerCase() : name}`;
  }
  const tagged = TAGGED.exec(id);
  if (tagged) return `${tagged[1] ?? ''} ${(tagged[2] ?? '').toLowerCase()}`;
  throw badRequest('ErrorInvalidProperty', 'The extended property id is invalid.');
}

/** Reads `singleValueExtendedProperties` of a body; a null value takes the property away. */
export function readExtended(given: unknown): Map<string, ExtendedValue | null> {
  if (!Array.isArray(given))
    throw badRequest('RequestBodyRead', "'singleValueExtendedProperties' must be a collection.");
  const result = new Map<string, ExtendedValue | null>();
  for (const entry of given as unknown[]) {
    const { id, value } = (entry ?? {}) as { id?: unknown; value?: unknown };
    if (typeof id !== 'string') throw badRequest('ErrorInvalidProperty', 'An extended property needs an id.');
    if (value !== null && typeof value !== 'string')
      throw badRequest('ErrorInvalidProperty', 'The value of a single-value extended property is a string.');
    result.set(propertyKey(id), value === null ? null : { id, value });
  }
  return result;
}

const EXPAND = /^singleValueExtendedProperties(?:\((.*)\))?$/s;
const EXPAND_TERM = /^id eq '((?:[^']|'')*)'$/;

/**
 * Keys asked for by `$expand=singleValueExtendedProperties($filter=id eq '…' or id eq '…')`. Without a filter the
 * service refuses, for a call never returns all properties ("Outlook extended properties overview").
 */
export function readExpand(expand: string | null): ReadonlySet<string> | null {
  if (expand === null || expand.trim() === '') return null;
  const match = EXPAND.exec(expand.trim());
  const inner = match?.[1]?.trim();
  if (!match || !inner?.startsWith('$filter='))
    throw badRequest('ErrorInvalidUrlQueryFilter', 'The $expand expression is not supported.');
  const keys = new Set<string>();
  for (const term of inner.slice('$filter='.length).split(/ or (?=id eq )/)) {
    const id = EXPAND_TERM.exec(term.trim())?.[1];
    if (id === undefined)
      throw badRequest('ErrorInvalidUrlQueryFilter', 'The filter inside $expand is invalid.');
    keys.add(propertyKey(id.replaceAll("''", "'")));
  }
  return keys;
}
