/**
 * Who is at an address, kept in memory while the session lasts: good for a minute, forgotten after any change, and shown
 * beyond that only where the worker cannot be reached. Keeps also where the user was, for when they come back from
 * another screen.
 */
import type { LookupResult, PersonView } from '../../../shared/api/persons.ts';
import { addressKey } from '../../office/item.ts';

export const FRESH_MS = 60_000;
/** Most addresses that are kept; a pinned pane stays open for days. */
const MAX_KEPT = 500;

export interface Known {
  readonly persons: readonly PersonView[];
  /** Whom the user chose where there are several. */
  readonly chosen: string | null;
}
/** By `addressKey`; an address that is not in it was not looked up. */
export type KnownAt = ReadonlyMap<string, Known>;

export interface Lookups {
  /** One request for all that is not fresh; none where all is. Throws what `ask` throws. */
  of(addresses: readonly string[]): Promise<KnownAt>;
  /** What is still known, fresh or not. */
  last(addresses: readonly string[]): KnownAt;
  isFresh(addresses: readonly string[]): boolean;
  /** Something was changed: nothing of before is right any more. An answer on its way is not kept either. */
  drop(): void;
}

export const createLookups = (
  ask: (addresses: readonly string[]) => Promise<LookupResult>,
  nowMs: () => number = Date.now,
): Lookups => {
  let kept = new Map<string, { readonly known: Known; readonly atMs: number }>();
  const freshAt = (address: string): boolean => {
    const entry = kept.get(addressKey(address));
    return entry !== undefined && nowMs() - entry.atMs < FRESH_MS;
  };
  const last = (addresses: readonly string[]): KnownAt => {
    const found = new Map<string, Known>();
    for (const key of addresses.map(addressKey)) {
      const entry = kept.get(key);
      if (entry !== undefined) found.set(key, entry.known);
    }
    return found;
  };
  return {
    last,
    isFresh: (addresses) => addresses.every(freshAt),
    drop: () => {
      kept = new Map();
    },
    of: async (addresses) => {
      const wanted = addresses.filter((address) => !freshAt(address));
      const before = last(addresses);
      if (wanted.length === 0) return before;
      const keeper = kept;
      const { items } = await ask(wanted);
      const answers = new Map(before);
      for (const [place, { persons, chosen }] of items.entries()) {
        // By place: the worker answers in the order asked, and its spelling of an address is its own.
        const address = wanted[place];
        if (address === undefined) continue;
        answers.set(addressKey(address), { persons, chosen });
        keeper.delete(addressKey(address));
        keeper.set(addressKey(address), { known: { persons, chosen }, atMs: nowMs() });
      }
      for (const key of keeper.keys()) if (keeper.size > MAX_KEPT) keeper.delete(key);
      return answers;
    },
  };
};

/** Who of those at an address is meant; null: nobody is there, or it must be asked. */
export const personAt = ({ persons, chosen }: Known): PersonView | null =>
  persons.length === 1 ? (persons[0] ?? null) : (persons.find(({ id }) => id === chosen) ?? null);

/** Everywhere the same person stands, as they are now. */
export const withPerson = (known: KnownAt, person: PersonView): KnownAt =>
  new Map(
    [...known].map(([key, at]) => [
      key,
      { ...at, persons: at.persons.map((one) => (one.id === person.id ? person : one)) },
    ]),
  );
