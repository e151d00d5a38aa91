/**
 * What a card brings that could enter the CRM, and the guard over it (R7): values that are another's, and a name that is
 * another's, turn into held changes before anything is written. Pure.
 *
 * What was found to be another's stays so while it stands on the card, open question or decision on its way: the other
 * card may be forgotten meanwhile, the value is not the person's own for that.
 */
import { canonical, type Country } from '../../shared/canonical.ts';
import type { FieldId, Person } from '../../shared/person.ts';
import type { CardName, RowContext } from './field-table.ts';
import { borrowedFrom, isSurelyOf, nameOfAnother, type InboundValue } from './guard/borrowed.ts';
import { personName, wholeName } from './guard/names.ts';
import { isAnotherHuman } from './guard/renamed.ts';
import type { CardReading, Link } from './link.ts';
import type { LinkSituation, LinkTerms } from './link-terms.ts';
import type { HeldField, HoldReason } from './plan.ts';
import { changedRemotely, mergeRows, type Donor, type Row } from './rows.ts';

/** What is overruled comes in too: it is kept, to be had back with one click. */
const comesIn = <Card>({ merged }: Row<Card>): boolean =>
  merged.kind === 'toCrm' || merged.kind === 'hold' || (merged.kind === 'toRemote' && merged.overrules);

/** Rows whose remote value would go into the CRM, waits to, or could be had back into it. */
const inboundRows = <Card>(rows: readonly Row<Card>[], country: Country): Row<Card>[] =>
  rows.filter((each) => comesIn(each) && changedRemotely(each, country));

const valuesOf = <Card>(rows: readonly Row<Card>[], country: Country): InboundValue[] =>
  rows.map(({ row, crm, remote, base }) => {
    const { id: field, form } = row;
    const own = [canonical(form, crm, country), base?.crm ?? null, base?.remote ?? null];
    return { field, form, value: canonical(form, remote, country), own };
  });

/**
 * What this card brings in; for the pass, which looks up who else has these values before it plans. A name that was
 * changed is among them also where the CRM wins the conflict: it tells whose card this is by now.
 */
export const inboundOf = <Card>(
  terms: LinkTerms<Card>,
  person: Person,
  link: Link,
  reading: CardReading<Card>,
): InboundValue[] => {
  const { country, table } = terms;
  const rows = mergeRows(terms, { base: link.base, person, country }, reading);
  const renamed = rows.filter(
    (each) => table.nameFields.includes(each.row.id) && changedRemotely(each, country),
  );
  return valuesOf([...new Set([...inboundRows(rows, country), ...renamed])], country);
};

/** An earlier finding that has not been decided, or whose decision is on its way. */
interface Finding {
  readonly donor: Donor;
  readonly fields: readonly HeldField[];
}

const findings = <Card>(
  { held, rulings, surroundings }: LinkSituation<Card>,
  person: Person,
  reasons: readonly HoldReason[],
): Finding[] => {
  const human = person.headId ?? person.id;
  const isSameHuman = (donor: Donor): boolean =>
    donor.personId !== null &&
    (donor.personId === human ||
      surroundings.neighbours.some(
        ({ link }) => link?.personId === donor.personId && link?.humanId === human,
      ));
  return [
    ...held,
    ...rulings.filter(({ pending }) => pending).map((each) => ({ ...each, fields: each.held })),
  ]
    .filter(({ reason }) => reasons.includes(reason))
    .map(({ donorPersonId, cardId, fields }) => ({ donor: { personId: donorPersonId, cardId }, fields }))
    .filter(({ donor }) => !isSameHuman(donor));
};

const stillThere = <Card>(each: Row<Card>, fields: readonly HeldField[], country: Country): boolean =>
  fields.some(
    ({ field, remote }) =>
      field === each.row.id &&
      canonical(each.row.form, remote, country) === canonical(each.row.form, each.remote, country),
  );

/** The name that the card had when both sides last agreed. */
const nameBefore = <Card>(
  { table }: LinkTerms<Card>,
  rows: readonly Row<Card>[],
  card: Card,
  context: RowContext,
): CardName => {
  const before = rows.reduce((all, { row, base }) => {
    if (!table.nameFields.includes(row.id) || base === undefined) return all;
    const written = row.toRemote(all, base.remote, context);
    return written.ok ? written.card : all;
  }, card);
  return table.nameOf(table.compose(before, context));
};

/** Whose name the card now has, when it is another's. */
const otherName = <Card>(
  terms: LinkTerms<Card>,
  situation: LinkSituation<Card>,
  rows: readonly Row<Card>[],
  reading: CardReading<Card>,
  context: RowContext,
): Donor | null => {
  const { country, table } = terms;
  const names = rows.filter(
    (each) => table.nameFields.includes(each.row.id) && changedRemotely(each, country),
  );
  if (names.length === 0) return null;
  const standing = findings(situation, context.person, ['nameOfAnother']).find(({ fields }) =>
    fields
      .filter(({ field }) => table.nameFields.includes(field))
      .every(({ field }) => names.some((each) => each.row.id === field && stillThere(each, fields, country))),
  );
  if (standing !== undefined) return standing.donor;
  const [before, after] = [nameBefore(terms, rows, reading.content, context), table.nameOf(reading.content)];
  const known = nameOfAnother(terms, context.person, before, after, situation.surroundings);
  if (known !== null) return known;
  // The CRM may have the new name already, or be about to give it.
  const isOwn = wholeName(after) === wholeName(personName(context.person));
  return !isOwn && isAnotherHuman(before, after) ? { personId: null, cardId: null } : null;
};

/** The party of every field whose value is another's. */
const donorsOf = <Card>(
  terms: LinkTerms<Card>,
  situation: LinkSituation<Card>,
  rows: readonly Row<Card>[],
  person: Person,
): Map<FieldId, Donor> => {
  const { country } = terms;
  const inbound = inboundRows(rows, country);
  const donors = new Map<FieldId, Donor>();
  if (inbound.length === 0) return donors;
  // What came in with another's name is no less another's when the name alone is put right.
  for (const { donor, fields } of findings(situation, person, ['borrowed', 'nameOfAnother'])) {
    for (const each of inbound) if (stillThere(each, fields, country)) donors.set(each.row.id, donor);
  }
  const { surroundings } = situation;
  for (const { donor, fields } of borrowedFrom(terms, person, valuesOf(inbound, country), surroundings)) {
    for (const field of fields) if (!donors.has(field)) donors.set(field, donor);
  }
  return donors;
};

/** Only who was told "take it from this party from now on" needs to know (rule.ts). */
const isDoubtful = <Card>(
  terms: LinkTerms<Card>,
  { rulings, surroundings }: LinkSituation<Card>,
  person: Person,
  each: Row<Card>,
  donor: Donor,
): boolean => {
  if (!rulings.some(({ forPair, choice }) => forPair && choice === 'remote')) return false;
  const [value] = valuesOf([each], terms.country);
  return !isSurelyOf(terms, person, value!, donor, surroundings);
};

/**
 * The rows with what is another's held; where the CRM wins a conflict anyway it is only marked. A name of another holds
 * everything that was changed on the card.
 */
export const guardRows = <Card>(
  terms: LinkTerms<Card>,
  situation: LinkSituation<Card>,
  rows: readonly Row<Card>[],
  reading: CardReading<Card>,
  context: RowContext,
): Row<Card>[] => {
  const other = otherName(terms, situation, rows, reading, context);
  if (other !== null) {
    return rows.map((each) =>
      changedRemotely(each, terms.country)
        ? { ...each, merged: { kind: 'hold', reason: 'nameOfAnother' }, donor: other }
        : each,
    );
  }
  const donors = donorsOf(terms, situation, rows, context.person);
  return rows.map((each) => {
    const donor = donors.get(each.row.id);
    if (donor === undefined) return each;
    if (each.merged.kind === 'toRemote') return { ...each, donor };
    const held: Row<Card> = { ...each, merged: { kind: 'hold', reason: 'borrowed' }, donor };
    return isDoubtful(terms, situation, context.person, each, donor) ? { ...held, doubtful: true } : held;
  });
};
