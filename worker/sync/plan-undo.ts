/**
 * Undo, as steps (see undo.ts): an earlier value goes back into the CRM, unless somebody changed the field afterwards, in
 * the CRM or on the card. Pure.
 */
import { canonical } from '../../shared/canonical.ts';
import type { Person, PersonFieldId, PersonPatch } from '../../shared/person.ts';
import { rowsFor } from './field-table.ts';
import type { CardReading, Link } from './link.ts';
import type { LinkTerms } from './link-terms.ts';
import type { FieldChange, Step } from './plan.ts';
import { agreedFor } from './rows.ts';
import type { UndoItem, UndoRefusal } from './undo.ts';

/** The card that would get the value next, where there is one. */
export interface UndoCard<Card> {
  readonly link: Link;
  readonly card: CardReading<Card> | null;
}

const formOf = <Card>({ table }: LinkTerms<Card>, field: PersonFieldId) =>
  table.rows.find(({ id }) => id === field)?.form ?? 'text';

/** True where the card says something else than was last agreed: what the user typed there is not merged yet. */
const changedOnCard = <Card>(
  { table, country }: LinkTerms<Card>,
  field: PersonFieldId,
  person: Person,
  { link, card }: UndoCard<Card>,
): boolean => {
  if (link.state !== 'active' || card === null || card.inDeletedItems) return false;
  const row = rowsFor(table, person.kind).find(({ id }) => id === field);
  if (row === undefined || !row.back) return false;
  const remote = canonical(
    row.form,
    row.fromRemote(card.content, { base: link.base, person, country }),
    country,
  );
  const base = agreedFor(row, link.base);
  return remote !== (base === undefined ? canonical(row.form, row.fromCrm(person), country) : base.remote);
};

type Verdict = 'undo' | 'alreadySo' | UndoRefusal;

const verdictOn = <Card>(
  terms: LinkTerms<Card>,
  { field, expected, value }: UndoItem,
  person: Person,
  on: UndoCard<Card> | null,
): Verdict => {
  const form = formOf(terms, field);
  const compared = (text: string | null) => canonical(form, text, terms.country);
  const now = compared(person.fields[field]);
  if (now === compared(value)) return 'alreadySo';
  if (now !== compared(expected)) return 'changedSince';
  if (on !== null && changedOnCard(terms, field, person, on)) return 'changedSince';
  return terms.takes(field, value, person.kind) === null ? 'undo' : 'refusedByCrm';
};

/** Items of one person, in the order in which they were asked for. One of each field a round: the next sees its outcome. */
export const planUndo = <Card>(
  terms: LinkTerms<Card>,
  items: readonly UndoItem[],
  person: Person | null,
  on: UndoCard<Card> | null,
): Step<Card>[] => {
  const first = items.filter((item, index) => items.findIndex(({ field }) => field === item.field) === index);
  if (person === null) {
    return items.length === 0
      ? []
      : [{ kind: 'refuseUndo', itemIds: items.map(({ id }) => id), because: 'gone' }];
  }
  const by = new Map<Verdict, UndoItem[]>();
  for (const item of first) {
    const verdict = verdictOn(terms, item, person, on);
    by.set(verdict, [...(by.get(verdict) ?? []), item]);
  }
  const refused = (['changedSince', 'refusedByCrm'] as const).flatMap((because): Step<Card>[] => {
    const some = by.get(because) ?? [];
    return some.length === 0 ? [] : [{ kind: 'refuseUndo', itemIds: some.map(({ id }) => id), because }];
  });
  const undone = by.get('undo') ?? [];
  const settled = [...undone, ...(by.get('alreadySo') ?? [])];
  if (settled.length === 0) return refused;
  const patch: PersonPatch = Object.fromEntries(undone.map(({ field, value }) => [field, value]));
  const changes = undone.map(({ field, value, historyId }): FieldChange => ({
    field,
    side: 'crm',
    from: person.fields[field],
    to: value,
    decision: 'undo',
    undoes: historyId,
  }));
  return [
    ...refused,
    {
      kind: 'undoPerson',
      personId: person.id,
      linkId: on?.link.id ?? settled[0]!.linkId,
      version: person.version,
      patch,
      changes,
      itemIds: settled.map(({ id }) => id),
    },
  ];
};
