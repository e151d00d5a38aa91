/**
 * The account of who typed what, where and for whom, and of what became of it: by it statements 3 and 4 are judged. Kept
 * beside the world, from what people do and what the steps of a plan say; it knows neither base nor guard.
 */
import { canonical } from '../../shared/canonical.ts';
import type { PersonId } from '../../shared/ids.ts';
import { personFieldIds, type FieldId, type Person, type PersonFieldId } from '../../shared/person.ts';
import type { Agreed } from '../../worker/sync/base.ts';
import { rowsFor } from '../../worker/sync/field-table.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { Hold } from '../../worker/sync/plan.ts';
import { partyOf, plain } from './core-values.ts';

export type Side = 'crm' | 'remote';

interface Typed {
  readonly side: Side;
  readonly personId: PersonId;
  readonly field: FieldId;
  readonly value: string | null;
  /** It stood on the other side too, until Outlook wrote over it there. */
  seen: boolean;
}

const formOf = (field: FieldId) => outlookTable.rows.find(({ id }) => id === field)!.form;
export const asCompared = (field: FieldId, value: string | null): string | null =>
  canonical(formOf(field), value, 'NL');

/** What stood there, and what both sides had agreed on by then, where they had. */
export interface Was {
  readonly before: string | null;
  readonly agreed: Pick<Agreed, 'crm' | 'remote'> | undefined;
}

const isInSight = ({ side, field, value }: Typed, { before, agreed }: Was): boolean => {
  const [theirs, ours] = [asCompared(field, value), asCompared(field, before)];
  if (theirs === ours) return true;
  return (
    agreed !== undefined && agreed[side] === theirs && agreed[side === 'crm' ? 'remote' : 'crm'] === ours
  );
};

export class Account {
  /** The last value typed, by side, person and field; only what goes both ways. */
  readonly #typed = new Map<string, Typed>();
  /** What a person has put aside, or the sync has kept as overruled. */
  readonly #putAside: Omit<Typed, 'side' | 'seen'>[] = [];
  /** Values, and parties whose values, a person has said are this human's too. */
  readonly #given = new Map<number, Set<string | number>>();

  /**
   * What was typed there is gone again by its typist's own hand. Where `before`, which stood there, was the other side's (a write
   * that a crash cut off before it was agreed), that was in sight: whichever of the two comes out, none of them is lost.
   */
  untype(side: Side, personId: PersonId, field: FieldId, before?: string | null): void {
    this.#typed.delete(`${side} ${personId} ${field}`);
    const other = this.#other(side, personId, field);
    if (
      other !== undefined &&
      before !== undefined &&
      asCompared(field, other.value) === asCompared(field, before)
    )
      this.#typed.delete(`${other.side} ${personId} ${field}`);
  }

  /**
   * `before`: what stood there. Whoever types over the other side's last value had it in sight; as well as who types over what
   * was agreed beside it (`agreed`: a blank in the CRM, where the card keeps a second number of the user's own).
   */
  type(side: Side, personId: PersonId, field: FieldId, value: string | null, was: Was): void {
    const other = this.#other(side, personId, field);
    if (other !== undefined && (other.seen || isInSight(other, was))) {
      this.#typed.delete(`${other.side} ${personId} ${field}`);
    }
    this.#typed.set(`${side} ${personId} ${field}`, { side, personId, field, value, seen: false });
  }

  #other(side: Side, personId: PersonId, field: FieldId): Typed | undefined {
    return this.#typed.get(`${side === 'crm' ? 'remote' : 'crm'} ${personId} ${field}`);
  }

  /** Outlook has put a value there that is the person's as well: an edit, though nobody typed it. */
  mixIn(personId: PersonId, field: FieldId, was: Was): void {
    this.type('remote', personId, field, null, was);
    this.forgetRemote(personId, field);
  }

  /** Outlook has put another's value there. */
  mixOver(personId: PersonId, field: FieldId, { before }: Was): void {
    const crm = this.#other('remote', personId, field);
    if (crm !== undefined && asCompared(field, crm.value) === asCompared(field, before)) crm.seen = true;
    this.forgetRemote(personId, field);
  }

  /** What was typed on the card is no longer there, by what Outlook did or because the user threw the card away. */
  forgetRemote(personId: PersonId, field?: FieldId): void {
    for (const [key, each] of this.#typed) {
      if (each.side === 'remote' && each.personId === personId && (field ?? each.field) === each.field)
        this.#typed.delete(key);
    }
  }

  forgetBlanks(personId: PersonId, field?: FieldId): void {
    for (const [key, each] of this.#typed)
      if (each.personId === personId && each.value === null && (field ?? each.field) === each.field)
        this.#typed.delete(key);
  }

  putAside(personId: PersonId, field: FieldId, value: string | null): void {
    this.#putAside.push({ personId, field, value });
  }

  /** A person has said that this value is this human's too. */
  give(human: number, value: string | null): void {
    if (value !== null) this.#give(human, plain(value));
  }

  giveParty(human: number, party: number): void {
    this.#give(human, party);
  }

  #give(human: number, what: string | number): void {
    this.#given.set(human, (this.#given.get(human) ?? new Set()).add(what));
  }

  /** Is the value this human's: typed for it, shared by all, or given by a person's word? */
  belongs(human: number, value: string): boolean {
    const party = partyOf(value);
    const given = this.#given.get(human);
    return (
      party === null || party === human || given?.has(party) === true || given?.has(plain(value)) === true
    );
  }

  /** Statement 4: values in the CRM that were typed for somebody else. */
  strangers(persons: Iterable<Person>, humanOf: (person: Person) => number): string[] {
    return [...persons].flatMap((person) =>
      personFieldIds.flatMap((field: PersonFieldId) => {
        const value = person.fields[field];
        const own = value === null || this.belongs(humanOf(person), value);
        return own ? [] : [`${person.id}.${field} = ${value}`];
      }),
    );
  }

  /** Statement 3: typed values that are nowhere: not on their side, not held, not in the history. */
  lost(
    persons: ReadonlyMap<PersonId, Person>,
    cardOf: (personId: PersonId) => { card: OutlookCard; base: object } | null,
    holds: readonly Hold[],
  ): string[] {
    return [...this.#typed.values()].flatMap(({ side, personId, field, value }) => {
      const person = persons.get(personId)!;
      const linked = cardOf(personId);
      const row = rowsFor(outlookTable, person.kind).find(({ id }) => id === field);
      if (linked === null || row === undefined) return [];
      const context = { base: linked.base, person, country: 'NL' } as const;
      const on = side === 'crm' ? row.fromCrm(person) : row.fromRemote(linked.card, context);
      const same = (other: string | null) => asCompared(field, other) === asCompared(field, value);
      const isKept =
        same(on) ||
        this.#putAside.some(
          (each) => each.personId === personId && each.field === field && same(each.value),
        ) ||
        holds.some(
          (hold) =>
            hold.personId === personId &&
            hold.fields.some((each) => each.field === field && (same(each.crm) || same(each.remote))),
        );
      return isKept ? [] : [`${side} ${personId}.${field} = ${value}`];
    });
  }
}
