/**
 * Rows whose value is the first of a list on the card (R4): only the first is ours, what the user put behind it stays
 * exactly as it is.
 *
 * The CRM may be blank while the user's own number stands first (base: crm null, remote that number). That number is
 * then not ours: a new value from the CRM goes before it, never in its place.
 */
import { canonical, type Country, type FieldForm } from '../../../shared/canonical.ts';
import type { Agreed } from '../base.ts';

/** Places on a card: Graph answers 400 to a third phone or a fourth address. */
export const phonePlaces = 2;
export const addressPlaces = 3;

/**
 * Is the entry that now stands first the one this row wrote or took over, and not the user's own? Two ways the first
 * place is ours once the CRM has filled it: another text there is an edit of our value. One way (`onlyAsWritten`) only
 * the very value we wrote is ours: what a user put there instead is the user's own, and stays.
 */
const isOurs = <Entry>(
  { base, form, country, onlyAsWritten }: FirstOfMany<Entry>,
  first: string,
): boolean => {
  if (base === undefined || base.crm === null) return false;
  return !onlyAsWritten || canonical(form, first, country) === base.remote;
};

export interface FirstOfMany<Entry> {
  readonly list: readonly Entry[];
  readonly textOf: (entry: Entry) => string;
  readonly entryOf: (value: string) => Entry;
  readonly base: Agreed | undefined;
  readonly form: FieldForm;
  readonly country: Country;
  readonly places: number;
  readonly onlyAsWritten: boolean;
}

/** The list with `value` first; null where the user's own entries leave no room for it. */
export const withFirst = <Entry>(many: FirstOfMany<Entry>, value: string | null): readonly Entry[] | null => {
  const { list, textOf, entryOf, form, country, places } = many;
  const [first, ...rest] = list;
  const ours = first !== undefined && isOurs(many, textOf(first));
  if (value === null) return ours ? rest : list;
  if (first !== undefined && canonical(form, textOf(first), country) === canonical(form, value, country))
    return list;
  if (ours) return [entryOf(value), ...rest];
  return list.length < places ? [entryOf(value), ...list] : null;
};
