/**
 * Everything that a linked, selected person and its living card ask for (R5, R7, R10): merge, guard, what was decided,
 * and what is left as steps. Pure.
 */
import type { RulingId } from '../../shared/ids.ts';
import type { Person, PersonPatch } from '../../shared/person.ts';
import type { Base } from './base.ts';
import type { RowContext } from './field-table.ts';
import { heldSteps, questionOf, questionsOf } from './holds.ts';
import { guardRows } from './inbound.ts';
import type { CardReading } from './link.ts';
import type { LinkSituation, LinkTerms } from './link-terms.ts';
import type { Hold, Step } from './plan.ts';
import { change, mergeRows, pair, sameCard, write, type Row, type Written } from './rows.ts';
import { decideRow, ruleRows, rulingOn, settleSteps } from './rule.ts';

const ofKind = <Card>(rows: readonly Row<Card>[], kind: Row<Card>['merged']['kind']): Row<Card>[] =>
  rows.filter(({ merged }) => merged.kind === kind);

/** What a write that one side may refuse came to: the question it would raise, and whether it is sent. */
interface Refusable<Card> {
  readonly rows: readonly Row<Card>[];
  /** Null: nobody was ever asked anything about this link or person, so neither was this. */
  readonly hold: Hold | null;
  /** The question that stands open: it was refused before, and nothing it speaks of has changed. */
  readonly standing: Hold | null;
  readonly send: boolean;
  readonly met: readonly RulingId[];
}

const refusable = <Card>(
  terms: LinkTerms<Card>,
  { link, held, rulings }: LinkSituation<Card>,
  reason: 'refusedByCrm' | 'refusedByRemote',
  rows: readonly Row<Card>[],
): Refusable<Card> => {
  if (held.length === 0 && rulings.length === 0)
    return { rows, hold: null, standing: null, send: true, met: [] };
  const { hold } = questionOf(terms, link, reason, rows);
  const ruling = rulingOn(hold, rulings);
  const left = ruling?.choice === 'leave';
  const refused = held.some(({ key }) => key === hold.key) && ruling?.choice !== 'retry';
  return {
    rows,
    hold,
    standing: refused && !left ? hold : null,
    send: !refused && !left,
    met: ruling !== null && (left || ruling.choice === 'retry') ? [ruling.id] : [],
  };
};

interface Outbound<Card> {
  readonly rows: readonly Row<Card>[];
  readonly written: Written<Card>;
  readonly met: readonly RulingId[];
}

/** Puts on the card what goes out. What finds no room waits, unless a person has decided that too. */
const putOut = <Card>(
  terms: LinkTerms<Card>,
  { link, rulings }: LinkSituation<Card>,
  rows: readonly Row<Card>[],
  reading: CardReading<Card>,
  context: RowContext,
): Outbound<Card> => {
  const written = write(reading.content, rows, context, terms.country);
  if (written.noRoom.length === 0) return { rows, written, met: [] };
  const noRoom = new Set(written.noRoom);
  const waiting = rows.map((each): Row<Card> => {
    if (!noRoom.has(each)) return each;
    const { donor: _, ...row } = each;
    return { ...row, merged: { kind: 'hold', reason: 'noRoom' } };
  });
  const questions = questionsOf(terms, link, waiting).filter(({ hold }) => hold.reason === 'noRoom');
  return { ...ruleRows(terms, context.person, waiting, questions, rulings), written };
};

/** True where a name changes, so that the composed names change with it. */
const isRenamed = <Card>({ table }: LinkTerms<Card>, rows: readonly Row<Card>[]): boolean =>
  rows.some(
    ({ row, merged: { kind }, base }) =>
      table.nameFields.includes(row.id) &&
      // Agreed against an older base: the name changed, and what wrote it was cut off before its composed names.
      (kind === 'toRemote' || kind === 'toCrm' || (kind === 'agree' && base !== undefined)),
  );

const baseOf = <Card>(rows: readonly Row<Card>[], of: (each: Row<Card>) => Base[keyof Base]): Base =>
  Object.fromEntries(rows.map((each) => [each.row.id, of(each)]));

const personStep = <Card>(
  { country }: LinkTerms<Card>,
  linkId: LinkSituation<Card>['link']['id'],
  person: Person,
  inbound: readonly Row<Card>[],
): Step<Card> => ({
  kind: 'updatePerson',
  linkId,
  personId: person.id,
  version: person.version,
  patch: inbound.reduce<PersonPatch>((all, each) => ({ ...all, ...each.row.toCrm?.(each.remote) }), {}),
  base: baseOf(inbound, (each) => pair(each.row, country, each.remote, each.remote)),
  changes: inbound.map((each) => change(each, 'crm')),
});

export const mergeLink = <Card>(
  terms: LinkTerms<Card>,
  situation: LinkSituation<Card>,
  person: Person,
  reading: CardReading<Card>,
): Step<Card>[] => {
  const { table, country } = terms;
  const { link, held, rulings } = situation;
  const context: RowContext = { base: link.base, person, country };
  const merged = mergeRows(terms, context, reading);
  const guarded = guardRows(terms, situation, merged, reading, context);
  const ruled = ruleRows(terms, person, guarded, questionsOf(terms, link, guarded), rulings);
  const met: RulingId[] = [...ruled.met];

  // R7: the card may be another's by now. Nothing of it goes in, and nothing is written to it, before a person has said.
  if (ruled.rows.some((each) => each.merged.kind === 'hold' && each.merged.reason === 'nameOfAnother')) {
    const holds = questionsOf(terms, link, ruled.rows).map(({ hold }) => hold);
    return [...settleSteps<Card>(rulings, met), ...heldSteps<Card>(holds, held)];
  }

  let out = putOut(terms, situation, ruled.rows, reading, context);
  met.push(...out.met);
  const refused = refusable(terms, situation, 'refusedByCrm', ofKind(out.rows, 'toCrm'));
  const onRefused = refused.hold === null ? null : rulingOn(refused.hold, rulings);
  if (onRefused?.choice === 'crm' && refused.rows.length > 0) {
    const answers = new Map(refused.rows.map((each) => [each, decideRow(terms, person, each, onRefused)]));
    const rows = out.rows.map((each) => answers.get(each) ?? each);
    out = putOut(terms, situation, rows, reading, context);
    met.push(onRefused.id, ...out.met);
  }
  const { rows, written } = out;
  const inbound = refusable(terms, situation, 'refusedByCrm', ofKind(rows, 'toCrm'));
  const outbound = refusable(terms, situation, 'refusedByRemote', ofKind(rows, 'toRemote'));
  met.push(...inbound.met, ...outbound.met);

  const steps: Step<Card>[] = [];
  const agreed = ofKind(rows, 'agree');
  if (agreed.length > 0) {
    const base = baseOf(agreed, (each) => pair(each.row, country, each.crm, each.remote));
    steps.push({ kind: 'agree', linkId: link.id, base });
  }
  if (inbound.rows.length > 0 && inbound.send) {
    steps.push(personStep(terms, link.id, person, inbound.rows));
  }
  const card = isRenamed(terms, rows) ? table.compose(written.card, context) : written.card;
  const connectorId = reading.connectorId === link.connectorId ? null : link.connectorId;
  const writes = connectorId !== null || !sameCard(card, reading.content);
  if (writes && outbound.send) {
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
  } else if (outbound.send && outbound.rows.length > 0) {
    // The card already reads as it should (a retyped value, a blank before the user's own): only the base moves.
    steps.push({ kind: 'agree', linkId: link.id, base: written.base });
  }
  const standing = [
    ...(inbound.rows.length > 0 ? [inbound.standing] : []),
    ...(writes || outbound.rows.length > 0 ? [outbound.standing] : []),
  ].filter((hold) => hold !== null);
  const holds = [...questionsOf(terms, link, rows).map(({ hold }) => hold), ...standing];
  return [...steps, ...settleSteps<Card>(rulings, met), ...heldSteps<Card>(holds, held)];
};
