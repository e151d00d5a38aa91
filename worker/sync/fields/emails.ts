/**
 * Rows on the address list of a card (R4).
 *
 * Contact person and employee: the first address is the work address, two ways. The private address is a further one,
 * out only: found by its last written value wherever it stands, put behind the user's own where there is room, never in
 * the place of one, never read back. So the work address is the first one that is not the private one we placed: when
 * the user takes the work address off the card, the private one that moves up is not mistaken for it.
 *
 * Private person: the first address is the private one, two ways.
 */
import { canonicalEmail } from '../../../shared/canonical.ts';
import type { PersonFieldId, PersonKind } from '../../../shared/person.ts';
import type { FieldRow, RowContext } from '../field-table.ts';
import type { CardAddress, OutlookCard } from './card.ts';
import { addressPlaces, withFirst } from './first-of-many.ts';

const extraSlot = 'extra';

const is = (address: string | null) => (entry: CardAddress) => canonicalEmail(entry.address) === address;

/**
 * Place of the private address that we put there, or -1. Where the work address has the same text it is the last of two;
 * one alone (its user took the other away, or a write of ours was cut off) is the work address, and not ours.
 */
const placedIndex = (list: readonly CardAddress[], { base }: RowContext): number => {
  const placed = base.privateEmail;
  if (placed?.slot !== extraSlot || placed.remote === null) return -1;
  const last = list.findLastIndex(is(placed.remote));
  const isWork = base.workEmail?.remote === placed.remote;
  return isWork && list.findIndex(is(placed.remote)) === last ? -1 : last;
};

const without = (list: readonly CardAddress[], index: number): readonly CardAddress[] =>
  index < 0 ? list : list.toSpliced(index, 1);

/** The list but for the private address that we placed, and a way to put that one back where it stood. */
const split = (list: readonly CardAddress[], context: RowContext) => {
  const index = placedIndex(list, context);
  const placed = index < 0 ? undefined : list[index];
  return {
    own: without(list, index),
    placed,
    join: (own: readonly CardAddress[]): readonly CardAddress[] =>
      placed === undefined ? own : own.toSpliced(Math.min(index, own.length), 0, placed),
    places: placed === undefined ? addressPlaces : addressPlaces - 1,
  };
};

export const firstEmail = (id: PersonFieldId, kinds: readonly PersonKind[]): FieldRow<OutlookCard> => ({
  id,
  form: 'email',
  kinds,
  back: true,
  fromCrm: (person) => person.fields[id],
  toCrm: (value) => ({ [id]: value }),
  fromRemote: (card, context) => split(card.emailAddresses, context).own[0]?.address ?? null,
  toRemote: (card, value, context) => {
    const { own, placed, join, places } = split(card.emailAddresses, context);
    const list = withFirst(
      {
        list: own,
        textOf: (entry) => entry.address,
        entryOf: (address) => ({ address, name: card.displayName }),
        base: context.base[id],
        form: 'email',
        country: context.country,
        places,
        onlyAsWritten: false,
      },
      value,
    );
    if (list === null) return { ok: false, reason: 'noRoom' };
    const [first] = list;
    // One text is on the card once: the private address that we placed becomes the work address.
    if (first !== undefined && placed !== undefined && is(canonicalEmail(first.address))(placed))
      return { ok: true, card: { ...card, emailAddresses: list }, readsAs: first.address };
    // A private address placed where no other stood must not stand before the work address.
    const joined = own.length === 0 ? [...list, ...join([])] : join(list);
    return { ok: true, card: { ...card, emailAddresses: joined }, readsAs: list[0]?.address ?? null };
  },
});

export const furtherPrivateEmail = (kinds: readonly PersonKind[]): FieldRow<OutlookCard> => ({
  id: 'privateEmail',
  form: 'email',
  kinds,
  slot: extraSlot,
  back: false,
  fromCrm: (person) => person.fields.privateEmail,
  toCrm: null,
  fromRemote: (card, context) => {
    const index = placedIndex(card.emailAddresses, context);
    return index < 0 ? null : (card.emailAddresses[index]?.address ?? null);
  },
  toRemote: (card, value, context) => {
    const { base } = context;
    const list = card.emailAddresses;
    const index = placedIndex(list, context);
    const wanted = canonicalEmail(value);
    const put = (emailAddresses: readonly CardAddress[], readsAs: string | null) =>
      ({ ok: true, card: { ...card, emailAddresses }, readsAs }) as const;
    if (value === null || wanted === null) return put(without(list, index), null);
    const others = without(list, index);
    // The user's own, or the work address: it is on the card, and it is not ours.
    if (others.some(is(wanted))) return put(others, null);
    // The work address was taken off and that is not settled: its text would come back as if it had never been away.
    if (base.workEmail?.remote === wanted) return put(others, null);
    const entry = { address: value, name: card.displayName };
    if (index >= 0) return put(is(wanted)(list[index]!) ? list : list.with(index, entry), value);
    if (list.length < addressPlaces) return put([...list, entry], value);
    return put(list, null);
  },
});
