/**
 * What one link asks for, given the person, the card and what both last agreed on: R3, R5, R8, R9, R10 as steps.
 * Pure. Which state of the world leads to which step is told at each branch.
 */
import { canonical, type Country } from '../../shared/canonical.ts';
import type { FolderId } from '../../shared/ids.ts';
import type { FieldId, Person, PersonFieldId, PersonPatch } from '../../shared/person.ts';
import type { Agreed, Base } from './base.ts';
import { rowsFor, type FieldRow, type FieldTable, type RowContext } from './field-table.ts';
import { fingerprint } from './fingerprint.ts';
import type { CardReading, Link, OpenHeld } from './link.ts';
import type { GuardTerms, Surroundings } from './guard/facts.ts';
import { leadField, mergeField, type CrmTakes, type Merged, type MergeTerms } from './merge.ts';
import type { FieldChange, HeldField, Hold, HoldReason, Step } from './plan.ts';
import type { Ruling } from './ruling.ts';
import type { ConflictPolicy, Selection } from './selection.ts';

/** What holds for every link of one mailbox. */
export interface LinkTerms<Card> {
  readonly table: FieldTable<Card>;
  readonly country: Country;
  readonly policy: ConflictPolicy;
  readonly takes: CrmTakes;
  readonly followed: ReadonlySet<FolderId>;
  readonly guard: GuardTerms;
}

export interface LinkSituation<Card> {
  readonly link: Link;
  /** Null: no longer in the CRM. */
  readonly person: Person | null;
  readonly selection: Selection;
  /** Null: no card with this id (404). */
  readonly card: CardReading<Card> | null;
  /** Other cards that carry this link's connector ID. */
  readonly twins: readonly CardReading<Card>[];
  readonly held: readonly OpenHeld[];
  /** R7: what this card may be mixed up with. */
  readonly surroundings: Surroundings;
  /** Decisions that concern this person. */
  readonly rulings: readonly Ruling[];
}

interface Row<Card> {
  readonly row: FieldRow<Card>;
  readonly base: Agreed | undefined;
  readonly crm: string | null;
  readonly remote: string | null;
  readonly merged: Merged;
}

/** The agreed pair of a row; one that was agreed for another place on the card is none. */
const agreedFor = <Card>(row: FieldRow<Card>, base: Base): Agreed | undefined => {
  const agreed = base[row.id];
  return agreed?.slot === row.slot ? agreed : undefined;
};

const pair = <Card>(
  row: FieldRow<Card>,
  country: Country,
  crm: string | null,
  remote: string | null,
): Agreed => ({
  crm: canonical(row.form, crm, country),
  remote: canonical(row.form, remote, country),
  ...(row.slot === undefined ? {} : { slot: row.slot }),
});

/** Cards are plain data: equal when they say the same. */
const sameCard = <Card>(a: Card, b: Card): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const newestSide = (person: Person, card: { changedAt: string | null }): 'crm' | 'remote' =>
  card.changedAt !== null && card.changedAt > person.changedAt ? 'remote' : 'crm';

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
  return { row, base, crm, remote, merged };
};

const heldField = <Card>({ row, base, crm, remote }: Row<Card>): HeldField => ({
  field: row.id,
  base: base ?? null,
  crm,
  remote,
});

/** A held change of one link; its key changes with every value it speaks of. */
export const holdOf = <Card>(
  terms: Pick<LinkTerms<Card>, 'table'>,
  link: Pick<Link, 'id' | 'personId'>,
  reason: HoldReason,
  fields: readonly HeldField[],
): Hold => ({
  key: fingerprint([
    link.id,
    reason,
    fields.map(({ field, base, crm, remote }) => [field, base, crm, remote]),
  ]),
  personId: link.personId,
  linkId: link.id,
  source: terms.table.remote,
  reason,
  donorPersonId: null,
  cardId: null,
  fields,
});

/** Fields that wait, by reason, in the order of the mapping. */
const heldByReason = <Card>(rows: readonly Row<Card>[]): Map<HoldReason, HeldField[]> => {
  const byReason = new Map<HoldReason, HeldField[]>();
  for (const each of rows) {
    if (each.merged.kind !== 'hold') continue;
    const fields = byReason.get(each.merged.reason) ?? [];
    byReason.set(each.merged.reason, [...fields, heldField(each)]);
  }
  return byReason;
};

/** Opens what is not open yet, closes what the world has overtaken. */
const heldSteps = <Card>(holds: readonly Hold[], open: readonly OpenHeld[]): Step<Card>[] => [
  ...open
    .filter(({ key }) => !holds.some((hold) => hold.key === key))
    .map(({ id }) => ({ kind: 'closeHeld', heldId: id, because: 'overtaken' }) as const),
  ...holds
    .filter(({ key }) => !open.some((held) => held.key === key))
    .map((hold) => ({ kind: 'hold', hold }) as const),
];

const change = <Card>(each: Row<Card>, side: 'crm' | 'remote'): FieldChange => {
  const { row, crm, remote, merged } = each;
  if (merged.kind !== 'toRemote' && merged.kind !== 'toCrm') throw new Error('core.notAChange');
  const [from, to] = side === 'crm' ? [crm, remote] : [remote, crm];
  return {
    field: row.id,
    side,
    from,
    to,
    decision: merged.decision,
    ...(merged.overrules ? { overruled: { side, value: from } } : {}),
  };
};

interface Written<Card> {
  card: Card;
  base: Base;
  changes: FieldChange[];
  noRoom: Row<Card>[];
}

/** Puts the rows that go out on the card, one after the other: a later row sees what an earlier one wrote. */
const write = <Card>(
  start: Card,
  rows: readonly Row<Card>[],
  context: RowContext,
  country: Country,
): Written<Card> => {
  const result: Written<Card> = { card: start, base: {}, changes: [], noRoom: [] };
  for (const each of rows) {
    if (each.merged.kind !== 'toRemote') continue;
    const written = each.row.toRemote(result.card, each.crm, context);
    if (!written.ok) {
      result.noRoom.push(each);
      continue;
    }
    result.card = written.card;
    result.base = { ...result.base, [each.row.id]: pair(each.row, country, each.crm, written.readsAs) };
    result.changes.push(change(each, 'remote'));
  }
  return result;
};

/** Everything a linked, selected person and its living card ask for. */
const mergeLink = <Card>(
  terms: LinkTerms<Card>,
  { link, held }: LinkSituation<Card>,
  person: Person,
  reading: CardReading<Card>,
): Step<Card>[] => {
  const { table, country } = terms;
  const context: RowContext = { base: link.base, person, country };
  const merged = rowsFor(table, person.kind).map((row) => mergeRow(row, reading, context, terms));
  const written = write(reading.content, merged, context, country);
  const noRoom = new Set(written.noRoom);
  const rows = merged.map((each) =>
    noRoom.has(each) ? { ...each, merged: { kind: 'hold', reason: 'noRoom' } as const } : each,
  );

  const agreed = rows.filter((each) => each.merged.kind === 'agree');
  const inbound = rows.filter((each) => each.merged.kind === 'toCrm');
  const named = rows.some(
    ({ row, merged: { kind }, base }) =>
      table.nameFields.includes(row.id) &&
      // Agreed against an older base: the name changed, and what wrote it was cut off before its composed names.
      (kind === 'toRemote' || kind === 'toCrm' || (kind === 'agree' && base !== undefined)),
  );
  const card = named ? table.compose(written.card, context) : written.card;

  const patch = inbound.reduce<PersonPatch>(
    (all, each) => ({ ...all, ...each.row.toCrm?.(each.remote) }),
    {},
  );
  const inboundBase = Object.fromEntries(
    inbound.map((each) => [each.row.id, pair(each.row, country, each.remote, each.remote)]),
  ) as Base;
  const agreedBase = Object.fromEntries(
    agreed.map((each) => [each.row.id, pair(each.row, country, each.crm, each.remote)]),
  ) as Base;

  const holds = [...heldByReason(rows)].map(([reason, fields]) => holdOf(terms, link, reason, fields));
  const refusedCrm = refusal(terms, link, 'refusedByCrm', inbound, held);
  const outbound = rows.filter((each) => each.merged.kind === 'toRemote');
  const refusedRemote = refusal(terms, link, 'refusedByRemote', outbound, held);
  const connectorId = reading.connectorId === link.connectorId ? null : link.connectorId;
  const steps: Step<Card>[] = [];
  if (agreed.length > 0) steps.push({ kind: 'agree', linkId: link.id, base: agreedBase });
  if (inbound.length > 0 && refusedCrm === null) {
    steps.push({
      kind: 'updatePerson',
      linkId: link.id,
      personId: person.id,
      version: person.version,
      patch,
      base: inboundBase,
      changes: inbound.map((each) => change(each, 'crm')),
    });
  }
  if (refusedRemote === null && (connectorId !== null || !sameCard(card, reading.content))) {
    steps.push({
      kind: 'updateCard',
      linkId: link.id,
      personId: person.id,
      cardId: reading.cardId,
      etag: reading.etag,
      before: reading.content,
      card,
      connectorId,
      base: written.base,
      changes: written.changes,
    });
  } else if (refusedRemote === null && outbound.length > 0) {
    // The card already reads as it should (a retyped value, a blank before the user's own): only the base moves.
    steps.push({ kind: 'agree', linkId: link.id, base: written.base });
  }
  const standing = [refusedCrm, refusedRemote].filter((hold) => hold !== null);
  return [...steps, ...heldSteps<Card>([...holds, ...standing], held)];
};

/** The hold of a write that one side refused before, when it is still open and nothing it speaks of has changed. */
const refusal = <Card>(
  terms: LinkTerms<Card>,
  link: Link,
  reason: 'refusedByCrm' | 'refusedByRemote',
  rows: readonly Row<Card>[],
  held: readonly OpenHeld[],
): Hold | null => {
  if (rows.length === 0) return null;
  const hold = holdOf(terms, link, reason, rows.map(heldField));
  return held.some(({ key }) => key === hold.key) ? hold : null;
};

/** R3: what changed on the card of a person that is not selected (any more) waits; nothing is written. */
const holdInbound = <Card>(
  terms: LinkTerms<Card>,
  { link, held, person }: LinkSituation<Card>,
  reading: CardReading<Card>,
): Step<Card>[] => {
  if (person === null) return heldSteps([], held);
  const context: RowContext = { base: link.base, person, country: terms.country };
  const changed = rowsFor(terms.table, person.kind)
    .filter((row) => row.back)
    .map((row) => mergeRow(row, reading, context, terms))
    .filter(({ base, row, remote, merged }) => {
      if (merged.kind === 'same' || merged.kind === 'agree' || base === undefined) return false;
      return canonical(row.form, remote, terms.country) !== base.remote;
    });
  if (changed.length === 0) return heldSteps([], held);
  return heldSteps([holdOf(terms, link, 'notSelected', changed.map(heldField))], held);
};

const alive = <Card>(card: CardReading<Card> | null): card is CardReading<Card> =>
  card !== null && !card.inDeletedItems;

export const planLink = <Card>(terms: LinkTerms<Card>, situation: LinkSituation<Card>): Step<Card>[] => {
  const { link, person, selection, card, held } = situation;
  const twins = situation.twins.filter(alive).toSorted((a, b) => (a.cardId < b.cardId ? -1 : 1));
  if (!alive(card)) {
    const [successor] = twins;
    // Gone, but another card carries this connector ID: moved across a boundary that gives new ids (R10). What the
    // other twins are is decided when the successor has been read as this link's card.
    if (successor !== undefined) {
      const { cardId, folderId } = successor;
      return [
        { kind: 'relink', linkId: link.id, cardId, folderId },
        ...planLink(terms, {
          ...situation,
          link: { ...link, cardId, folderId },
          card: successor,
          twins: twins.slice(1),
        }),
      ];
    }
    // Confirmed by asking for the card itself: the user removed it (R9). What waited on it is settled by that.
    return [
      ...heldSteps<Card>([], held),
      { kind: 'unlink', linkId: link.id, personId: link.personId, personVersion: person?.version ?? null },
    ];
  }

  const steps: Step<Card>[] = twins.map(({ cardId, etag }) => ({ kind: 'stripConnectorId', cardId, etag }));
  if (!terms.followed.has(card.folderId)) steps.push({ kind: 'followFolder', folderId: card.folderId });
  if (!selection.selected || person === null) {
    const because = selection.selected ? 'gone' : selection.because;
    if (link.state === 'active' || link.pausedBecause !== because) {
      steps.push({ kind: 'pauseLink', linkId: link.id, personId: link.personId, because });
    }
    return [...steps, ...holdInbound(terms, situation, card)];
  }
  if (link.state === 'paused') steps.push({ kind: 'resumeLink', linkId: link.id, personId: link.personId });
  return [...steps, ...mergeLink(terms, situation, person, card)];
};

/** R2: the card of a person that has none yet, what is agreed once it is stored, and what could not be put on it. */
export const planCreate = <Card>(
  terms: LinkTerms<Card>,
  person: Person,
): { card: Card; base: Base; unwritten: { reason: HoldReason; fields: HeldField[] }[] } => {
  const { table, country } = terms;
  const context: RowContext = { base: {}, person, country };
  const mergeTerms: MergeTerms = { policy: 'crm', country, newest: 'crm', refusal: () => null };
  const rows = rowsFor(table, person.kind).map((row): Row<Card> => {
    const crm = row.fromCrm(person);
    const state = { form: row.form, base: undefined, crm, remote: null };
    return { row, base: undefined, crm, remote: null, merged: mergeField(state, mergeTerms) };
  });
  const written = write(table.blank, rows, context, country);
  const blankBase = Object.fromEntries(
    rows
      .filter((each) => each.merged.kind === 'agree')
      .map((each) => [each.row.id, pair(each.row, country, null, null)]),
  ) as Base;
  return {
    card: table.compose(written.card, context),
    base: { ...blankBase, ...written.base },
    unwritten: [...heldByReason(rows)].map(([reason, fields]) => ({ reason, fields })),
  };
};

/** Fields whose agreed value is not what the remote stored: their base follows what it says it has. */
export const baseAsStored = <Card>(
  terms: Pick<LinkTerms<Card>, 'table' | 'country'>,
  person: Person,
  base: Base,
  planned: Base,
  stored: Card,
): Base => {
  const context: RowContext = { base: { ...base, ...planned }, person, country: terms.country };
  const rows = rowsFor(terms.table, person.kind).filter((row) => planned[row.id] !== undefined);
  return Object.fromEntries(
    rows.map((row): [FieldId, Agreed] => {
      const agreed = planned[row.id]!;
      const remote = canonical(row.form, row.fromRemote(stored, context), terms.country);
      return [row.id, { ...agreed, remote }];
    }),
  );
};
