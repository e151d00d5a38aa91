/**
 * The values that people type in a run of the ledger: each is drawn once, in one of the ways people write, and is
 * remembered with whose it is. By this alone "no strangers" is judged (statement 4); no guard is asked.
 */
import { canonical } from '../../shared/canonical.ts';
import { typedFields, type TypedFieldId } from './typed-fields.ts';

/** `P3`: the fourth person; `S0`: the first card of somebody whom only a user knows. */
export type PartyKey = `P${number}` | `S${number}`;

const dayMs = 86_400_000;
const firstBirthday = Date.UTC(1920, 0, 1);
const birthdays = 36_000;

export class DrawnValues {
  readonly #parties = new Map<string, PartyKey>();
  #count = 0;

  /** Two ways of writing one value have one key. */
  static key(field: TypedFieldId, value: string): string {
    const { form } = typedFields[field];
    return `${form} ${canonical(form, value, 'NL')}`;
  }

  /** How many were drawn. */
  get count(): number {
    return this.#count;
  }

  #draw(party: PartyKey, field: TypedFieldId, number: number): string {
    switch (typedFields[field].form) {
      case 'phone':
        return `+3120${String(number % 10_000_000).padStart(7, '0')}`;
      case 'date':
        if (number >= birthdays) throw new RangeError('no birthday is left that nobody has had');
        return new Date(firstBirthday + number * dayMs).toISOString().slice(0, 10);
      default:
        return `${party} ${field} ${number}${number % 7 === 3 ? ' é' : ''}`;
    }
  }

  /** A value that nobody has had yet. */
  fresh(party: PartyKey, field: TypedFieldId): string {
    this.#count += 1;
    const value = this.#draw(party, field, this.#count);
    this.#parties.set(DrawnValues.key(field, value), party);
    return value;
  }

  /** Whose it is; null: nobody typed it into such a field. */
  partyOf(field: TypedFieldId, value: string): PartyKey | null {
    return this.#parties.get(DrawnValues.key(field, value)) ?? null;
  }
}

/** The same value in another way of writing, or null where there is none. */
export const reformatted = (field: TypedFieldId, value: string): string | null => {
  switch (typedFields[field].form) {
    case 'phone': {
      const digits = /^\+31(\d\d)(\d{3})(\d{4})$/u.exec(value)?.slice(1);
      return digits === undefined ? null : `0${digits[0]} - ${digits[1]} ${digits[2]}`;
    }
    case 'text': {
      const other = value.normalize(value === value.normalize('NFD') ? 'NFC' : 'NFD');
      return other === value ? null : other;
    }
    default:
      return null;
  }
};
