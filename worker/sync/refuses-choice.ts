/**
 * Whether a person's choice about a held change can be done as things are now: asked by the API and the command line
 * before a decision is taken down. What changes after that is met by the pass, which asks again. Pure.
 */
import type { FieldId, Person, PersonFieldId } from '../../shared/person.ts';
import { rowsFor, type FieldTable } from './field-table.ts';
import { unwritable, type CrmTakes } from './merge.ts';
import type { HeldField, Hold, HoldReason } from './plan.ts';
import { choicesOf, type Choice, type FieldChoices } from './ruling.ts';

export interface ChoiceRefusal {
  readonly because:
    /** Not a choice for this reason. */
    | 'notOffered'
    /** Choice `fields`: this field was not decided. */
    | 'undecided'
    /** Choice `fields`: this field is not part of the held change. */
    | 'unknownField'
    /** The CRM leads in this field: nothing goes back. */
    | 'onlyOut'
    /** No longer in the CRM. */
    | 'personGone'
    /** The card that has grown is another person's. */
    | 'cardIsAnothers'
    /** The side that would be written cannot have this value. */
    | Extract<HoldReason, 'lastNameRequired' | 'malformedEmail' | 'invalidDate' | 'tooLong' | 'refusedByCrm'>;
  /** Null: the choice as a whole. */
  readonly field: FieldId | null;
}

const whole = (because: ChoiceRefusal['because']): ChoiceRefusal => ({ because, field: null });

const refusesField = <Card>(
  { table, takes }: { table: Pick<FieldTable<Card>, 'rows'>; takes: CrmTakes },
  person: Person,
  { field, crm, remote }: HeldField,
  side: 'crm' | 'remote',
): ChoiceRefusal | null => {
  const row = rowsFor(table, person.kind).find(({ id }) => id === field);
  // The person is of another kind by now: the next pass overtakes the question, whatever is chosen.
  if (row === undefined) return null;
  if (side === 'crm') {
    const reason = unwritable({ form: row.form, crm });
    return reason === null ? null : { because: reason as ChoiceRefusal['because'], field };
  }
  if (row.toCrm === null) return { because: 'onlyOut', field };
  const reason = takes(field as PersonFieldId, remote, person.kind);
  return reason === null ? null : { because: reason as ChoiceRefusal['because'], field };
};

/** Why this cannot be chosen now, or null. `person`: as the CRM has it now; null when it is gone. */
export const refusesChoice = <Card>(
  terms: { readonly table: Pick<FieldTable<Card>, 'rows'>; readonly takes: CrmTakes },
  hold: Pick<Hold, 'reason' | 'fields' | 'donorPersonId'>,
  { choice, fields }: { readonly choice: Choice; readonly fields: FieldChoices },
  person: Person | null,
): ChoiceRefusal | null => {
  if (!choicesOf(hold.reason).includes(choice)) return whole('notOffered');
  if (choice === 'leave') return null;
  if (person === null) return whole('personGone');
  if (choice === 'relink' && hold.donorPersonId !== null) return whole('cardIsAnothers');
  if (choice === 'fields') {
    const asked = hold.fields.map(({ field }) => field);
    const unknown = (Object.keys(fields) as FieldId[]).find((field) => !asked.includes(field));
    if (unknown !== undefined) return { because: 'unknownField', field: unknown };
    const undecided = asked.find((field) => fields[field] === undefined);
    if (undecided !== undefined) return { because: 'undecided', field: undecided };
  }
  for (const each of hold.fields) {
    const side = choice === 'fields' ? fields[each.field] : choice;
    if (side !== 'crm' && side !== 'remote') continue;
    // A person that is not selected: what is kept is put on the card when it is selected again.
    if (side === 'crm' && hold.reason === 'notSelected') continue;
    const refusal = refusesField(terms, person, each, side);
    if (refusal !== null) return refusal;
  }
  return null;
};
