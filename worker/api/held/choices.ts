/**
 * What can be decided about a held change as things are now, and why something cannot. The core judges
 * (worker/sync/refuses-choice.ts); here it is asked for every choice, with the field table of the change's source.
 */
import type { FieldId, Person } from '../../../shared/person.ts';
import type { HeldProblem } from '../../../shared/texts/held.ts';
import type { Crm } from '../../pass/ports.ts';
import type { HeldRecord } from '../../store/held-changes.ts';
import { outlookTable } from '../../sync/fields/outlook.ts';
import { refusesChoice } from '../../sync/refuses-choice.ts';
import { choicesOf, type Choice, type FieldChoices } from '../../sync/ruling.ts';

export interface Refusal {
  readonly problem: HeldProblem;
  /** Null: the choice as a whole. */
  readonly field: FieldId | null;
}

export interface Wish {
  readonly choice: Choice;
  readonly fields: FieldChoices;
  readonly forPair: boolean;
}

type Judged = Pick<HeldRecord, 'reason' | 'fields' | 'donorPersonId' | 'cardId' | 'source'>;
type Takes = Pick<Crm, 'takes'>;

/** A source without a table here writes nothing by itself; the pass that knows it judges again. */
const tableOf = (source: string) => (source === outlookTable.remote ? outlookTable : { rows: [] });

const refusesIn = (
  crm: Takes,
  held: Judged,
  person: Person | null,
  choice: Choice,
  fields: FieldChoices,
): Refusal | null => {
  const takes: Crm['takes'] = (field, value, kind) => crm.takes(field, value, kind);
  const terms = { table: tableOf(held.source), takes };
  const refusal = refusesChoice(terms, held, { choice, fields }, person);
  return refusal === null ? null : { problem: refusal.because, field: refusal.field };
};

/** R7: only what another lends can be decided for the pair, and only for one side as a whole. */
export const canRemember = ({ reason, donorPersonId, cardId }: Judged): boolean =>
  (reason === 'borrowed' || reason === 'nameOfAnother') && (donorPersonId !== null || cardId !== null);

/** Why this cannot be decided now, or null. */
export const refuses = (crm: Takes, held: Judged, person: Person | null, wish: Wish): Refusal | null => {
  const sided = wish.choice === 'crm' || wish.choice === 'remote';
  if (wish.forPair && !(sided && canRemember(held))) return { problem: 'notForPairs', field: null };
  return refusesIn(crm, held, person, wish.choice, wish.fields);
};

/** The sides that can be chosen for one field of it. */
export const sidesOf = (
  crm: Takes,
  held: Judged,
  person: Person | null,
  field: FieldId,
): ('crm' | 'remote')[] => {
  const alone = { ...held, fields: held.fields.filter((each) => each.field === field) };
  return (['crm', 'remote'] as const).filter(
    (side) => refusesIn(crm, alone, person, 'fields', { [field]: side }) === null,
  );
};

export interface Offer {
  readonly possible: readonly Choice[];
  readonly refused: readonly { readonly choice: Choice; readonly refusal: Refusal }[];
}

/** Field by field is a choice of its own only where there is more than one, and each has a side left. */
const refusesFields = (crm: Takes, held: Judged, person: Person | null): Refusal | null | 'pointless' => {
  if (held.fields.length < 2) return 'pointless';
  const stuck = held.fields.find(({ field }) => sidesOf(crm, held, person, field).length === 0);
  if (stuck === undefined) return null;
  const alone = { ...held, fields: [stuck] };
  return refusesIn(crm, alone, person, 'fields', { [stuck.field]: 'remote' });
};

/** Everything this reason offers, sorted into what can be chosen now and what cannot. */
export const offerOf = (crm: Takes, held: Judged, person: Person | null): Offer => {
  const judged = choicesOf(held.reason).map((choice) => ({
    choice,
    refusal:
      choice === 'fields' ? refusesFields(crm, held, person) : refusesIn(crm, held, person, choice, {}),
  }));
  return {
    possible: judged.filter(({ refusal }) => refusal === null).map(({ choice }) => choice),
    refused: judged.flatMap(({ choice, refusal }) =>
      refusal === null || refusal === 'pointless' ? [] : [{ choice, refusal }],
    ),
  };
};

/** Field by field, and every field the same way, is that choice: the same decision said in two ways is one. */
export const normalised = (held: Judged, wish: Wish): Wish => {
  const [first, ...others] = held.fields.map(({ field }) => wish.fields[field]);
  const isWhole = Object.keys(wish.fields).length === held.fields.length;
  if (wish.choice !== 'fields' || first === undefined || !isWhole) return wish;
  const oneWay = others.every((side) => side === first) && choicesOf(held.reason).includes(first);
  return oneWay ? { ...wish, choice: first, fields: {} } : wish;
};
