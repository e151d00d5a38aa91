/** Rows on the phone lists of a card (R4): the first business phone, the first home phone. */
import type { PersonFieldId, PersonKind } from '../../../shared/person.ts';
import type { FieldRow } from '../field-table.ts';
import type { OutlookCard } from './card.ts';
import { phonePlaces, withFirst } from './first-of-many.ts';

export const firstPhone = (
  id: PersonFieldId,
  property: 'businessPhones' | 'homePhones',
  kinds: readonly PersonKind[],
  { back }: { back: boolean },
): FieldRow<OutlookCard> => ({
  id,
  form: 'phone',
  kinds,
  back,
  fromCrm: (person) => person.fields[id],
  toCrm: back ? (value) => ({ [id]: value }) : null,
  fromRemote: (card) => card[property][0] ?? null,
  toRemote: (card, value, { base, country }) => {
    const list = withFirst(
      {
        list: card[property],
        textOf: (phone) => phone,
        entryOf: (phone) => phone,
        base: base[id],
        form: 'phone',
        country,
        places: phonePlaces,
        onlyAsWritten: !back,
      },
      value,
    );
    if (list === null) return { ok: false, reason: 'noRoom' };
    return { ok: true, card: { ...card, [property]: list }, readsAs: list[0] ?? null };
  },
});
