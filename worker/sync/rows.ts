/**
 * The fields of one link, each with its three versions and what the merge makes of them (R4, R5), and how the outcome is
 * put on a card. Pure.
 */
import { canonical, type Country } from '../../shared/canonical.ts';
import type { CardId, PersonId } from '../../shared/ids.ts';
import type { FieldId, Person, PersonFieldId } from '../../shared/person.ts';
import type { Agreed, Base } from './base.ts';
import { rowsFor, type FieldRow, type RowContext } from './field-table.ts';
import type { CardReading } from './link.ts';
import type { LinkTerms } from './link-terms.ts';
import { leadField, mergeField, type FieldState, type Merged, type MergeTerms } from './merge.ts';
import type { FieldChange, HeldField } from './plan.ts';

/** The other party of a held change (R7). */
export interface Donor {
  readonly personId: PersonId | null;
  readonly cardId: CardId | null;
}

export interface Row<Card> {
  readonly row: FieldRow<Card>;
  readonly base: Agreed | undefined;
  readonly crm: string | null;
  readonly remote: string | null;
  readonly merged: Merged;
  /** Set where the value on the card is another's (R7): it is held, or overruled. */
  readonly donor?: Donor;
  /** With `donor`: it may be a third party's, so that no standing decision on the pair takes it. */
  readonly doubtful?: true;
}

/** The agreed pair of a row; one that was agreed for another place on the card is none. */
export const agreedFor = <Card>(row: FieldRow<Card>, base: Base): Agreed | undefined => {
  const agreed = base[row.id];
  return agreed?.slot === row.slot ? agreed : undefined;
};

export const pair = <Card>(
  row: FieldRow<Card>,
  country: Country,
  crm: string | null,
  remote: string | null,
): Agreed => ({
  crm: canonical(row.form, crm, country),
  remote: canonical(row.form, remote, country),
  ...(row.slot === undefined ? {} : { slot: row.slot }),
});

const sameData = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Cards are plain data: equal when they say the same. Most of two versions of one card is the very same. */
export const sameCard = <Card>(a: Card, b: Card): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return sameData(a, b);
  const keys = Object.keys(a) as (keyof Card)[];
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
  );
};

const newestSide = (person: Person, card: { changedAt: string | null }): 'crm' | 'remote' =>
  card.changedAt !== null && card.changedAt > person.changedAt ? 'remote' : 'crm';

export const stateOf = <Card>({ row, base, crm, remote }: Omit<Row<Card>, 'merged'>): FieldState => ({
  form: row.form,
  base,
  crm,
  remote,
});

/**
 * Neither side has changed since; are they what they should be to each other? Equal, or apart in a way that the mapping
 * means (base.ts): there, writing the CRM's value would leave the card as it is. Anything else was never agreed, whatever
 * the base says: the remote kept something else than it was sent, or an older program left it so.
 */
const mayDiffer = <Card>(
  { row, crm, remote }: Omit<Row<Card>, 'merged'>,
  card: Card,
  context: RowContext,
): boolean => {
  if (canonical(row.form, crm, context.country) === canonical(row.form, remote, context.country)) return true;
  const written = row.toRemote(card, crm, context);
  return !written.ok || sameCard(written.card, card);
};

const mergeRow = <Card>(
  row: FieldRow<Card>,
  reading: CardReading<Card>,
  context: RowContext,
  terms: LinkTerms<Card>,
): Row<Card> => {
  const { person, base: linkBase } = context;
  const base = agreedFor(row, linkBase);
  const crm = row.fromCrm(person);
  const remote = row.fromRemote(reading.content, context);
  if (!row.back) {
    const written = row.toRemote(reading.content, crm, context);
    const inPlace = !written.ok || sameCard(written.card, reading.content);
    const reads = written.ok && inPlace ? written.readsAs : remote;
    const state = { form: row.form, base, crm, remote: reads };
    return { row, base, crm, remote: reads, merged: leadField(state, inPlace, terms.country) };
  }
  const mergeTerms: MergeTerms = {
    policy: terms.policy,
    country: terms.country,
    newest: newestSide(person, reading),
    refusal: (value) => terms.takes(row.id as PersonFieldId, value, person.kind),
  };
  const merged = mergeField({ form: row.form, base, crm, remote }, mergeTerms);
  const each = { row, base, crm, remote };
  if (merged.kind === 'same' && !mayDiffer(each, reading.content, context))
    return { ...each, merged: { kind: 'hold', reason: 'noBase' } };
  return { ...each, merged };
};

export const mergeRows = <Card>(
  terms: LinkTerms<Card>,
  context: RowContext,
  reading: CardReading<Card>,
): Row<Card>[] =>
  rowsFor(terms.table, context.person.kind).map((row) => mergeRow(row, reading, context, terms));

/** True where the remote side says something else than was agreed, and something else than the CRM. */
export const changedRemotely = <Card>(
  { row, base, crm, remote }: Omit<Row<Card>, 'merged'>,
  country: Country,
): boolean => {
  const value = canonical(row.form, remote, country);
  return row.back && value !== canonical(row.form, crm, country) && value !== (base?.remote ?? null);
};

export const heldField = <Card>({ row, base, crm, remote }: Row<Card>): HeldField => ({
  field: row.id,
  base: base ?? null,
  crm,
  remote,
});

export const change = <Card>(each: Row<Card>, side: 'crm' | 'remote'): FieldChange => {
  const { row, crm, remote, merged, donor } = each;
  if (merged.kind !== 'toRemote' && merged.kind !== 'toCrm') throw new Error('core.notAChange');
  const [from, to] = side === 'crm' ? [crm, remote] : [remote, crm];
  const ofAnother = side === 'remote' && donor !== undefined ? ({ ofAnother: true } as const) : {};
  return {
    field: row.id,
    side,
    from,
    to,
    decision: merged.decision,
    ...(merged.overrules ? { overruled: { side, value: from, ...ofAnother } } : {}),
  };
};

export interface Written<Card> {
  card: Card;
  base: Partial<Record<FieldId, Agreed>>;
  changes: FieldChange[];
  noRoom: Row<Card>[];
}

/**
 * Puts the rows that go out on the card, one after the other: a later row sees what an earlier one wrote, and what is agreed by
 * it (a private address that has just become the work address is no place for the next private one).
 */
export const write = <Card>(
  start: Card,
  rows: readonly Row<Card>[],
  context: RowContext,
  country: Country,
): Written<Card> => {
  const result: Written<Card> = { card: start, base: {}, changes: [], noRoom: [] };
  // One copy that grows, and not one for each row: a first sync writes fourteen rows for every person.
  const base: Record<string, Agreed> = { ...context.base };
  const sofar: RowContext = { ...context, base };
  for (const each of rows) {
    if (each.merged.kind !== 'toRemote') continue;
    const written = each.row.toRemote(result.card, each.crm, sofar);
    if (!written.ok) {
      result.noRoom.push(each);
      continue;
    }
    const agreed = pair(each.row, country, each.crm, written.readsAs);
    base[each.row.id] = agreed;
    result.base[each.row.id] = agreed;
    result.card = written.card;
    result.changes.push(change(each, 'remote'));
  }
  return result;
};
