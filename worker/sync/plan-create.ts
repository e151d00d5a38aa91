/**
 * R2: the card of a person that has none yet. Before it is made, the mailbox is looked over for one that is there already
 * (R7): same address and same name is probably the same person, and is asked, never linked silently. Pure.
 */
import type { CardId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { Base } from './base.ts';
import { rowsFor, type RowContext } from './field-table.ts';
import { fingerprint } from './fingerprint.ts';
import { sameCardOf } from './guard/before-create.ts';
import type { Surroundings } from './guard/facts.ts';
import type { Neighbour } from './guard/prints.ts';
import { heldSteps, questionsOf } from './holds.ts';
import type { OpenHeld } from './link.ts';
import type { LinkTerms } from './link-terms.ts';
import { mergeField, type MergeTerms } from './merge.ts';
import type { HeldField, Hold, HoldReason, Step } from './plan.ts';
import { pair, write, type Row } from './rows.ts';
import { rulingOn, settleSteps } from './rule.ts';
import type { Ruling } from './ruling.ts';

/** The card, what is agreed once it is stored, and what could not be put on it. */
export const planCreate = <Card>(
  terms: LinkTerms<Card>,
  person: Person,
): { card: Card; base: Base; unwritten: { reason: HoldReason; fields: readonly HeldField[] }[] } => {
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
  // Keys are made when the link has an id; only the fields are of use here.
  const waiting = questionsOf(terms, { id: '' as never, personId: person.id }, rows);
  return {
    card: table.compose(written.card, context),
    base: { ...blankBase, ...written.base },
    unwritten: waiting.map(({ hold: { reason, fields } }) => ({ reason, fields })),
  };
};

/** R11: a create that the remote refused; asked again only when the card would be another. */
export const createRefusal = <Card>(
  terms: Pick<LinkTerms<Card>, 'table'>,
  personId: PersonId,
  card: Card,
): Hold => ({
  key: fingerprint([personId, 'refusedByRemote', card]),
  personId,
  linkId: null,
  source: terms.table.remote,
  reason: 'refusedByRemote' satisfies HoldReason,
  donorPersonId: null,
  cardId: null,
  fields: [],
});

/** R7: a card of the user's own that is probably this person's. One question a pair, whatever changes on either. */
export const sameCardHold = <Card>(
  terms: Pick<LinkTerms<Card>, 'table'>,
  personId: PersonId,
  cardId: CardId,
): Hold => ({
  key: fingerprint([personId, 'sameCardExists', cardId]),
  personId,
  linkId: null,
  source: terms.table.remote,
  reason: 'sameCardExists' satisfies HoldReason,
  donorPersonId: null,
  cardId,
  fields: [],
});

export interface UnlinkedSituation {
  readonly held: readonly OpenHeld[];
  readonly surroundings: Surroundings;
  readonly rulings: readonly Ruling[];
}

/** Cards of which it was asked already, and of which no pass has met the answer yet. */
const askedOf = ({ held, rulings }: UnlinkedSituation): ReadonlySet<CardId | null> =>
  new Set(
    [...held, ...rulings.filter(({ pending }) => pending)]
      .filter(({ reason }) => reason === 'sameCardExists')
      .map(({ cardId }) => cardId),
  );

/** The first card that is probably this person's and of which nobody has said that it is not. */
const sameCard = <Card>(
  terms: LinkTerms<Card>,
  person: Person,
  situation: UnlinkedSituation,
): { card: Neighbour | null; kept: readonly Ruling[] } => {
  const { surroundings, rulings } = situation;
  const asked = askedOf(situation);
  const kept: Ruling[] = [];
  let { neighbours } = surroundings;
  for (;;) {
    const card = sameCardOf(terms, person, { neighbours }, asked);
    const ruling = card === null ? null : rulingOn(sameCardHold(terms, person.id, card.cardId), rulings);
    if (card === null || ruling?.choice !== 'keepBoth') return { card, kept };
    kept.push(ruling);
    neighbours = neighbours.filter(({ cardId }) => cardId !== card.cardId);
  }
};

/** `taken`: cards that this very plan has given to a person already. */
export const planUnlinked = <Card>(
  terms: LinkTerms<Card>,
  person: Person,
  situation: UnlinkedSituation,
  taken: ReadonlySet<CardId>,
): Step<Card>[] => {
  const { held, rulings } = situation;
  const { id: personId, version: personVersion } = person;
  const { card: same, kept } = sameCard(terms, person, situation);
  const met = kept.map(({ id }) => id);
  const waiting = (holds: readonly Hold[], alsoMet: typeof met = []): Step<Card>[] => [
    ...settleSteps<Card>(rulings, [...met, ...alsoMet]),
    ...heldSteps<Card>(holds, held),
  ];
  if (same !== null) {
    const hold = sameCardHold(terms, personId, same.cardId);
    const ruling = rulingOn(hold, rulings);
    // Two persons to one card: the first has it, the second is asked again when the card is seen to be the first's.
    if (ruling?.choice !== 'link' || taken.has(same.cardId)) return waiting([hold]);
    const { cardId, folderId } = same;
    return [...waiting([], [ruling.id]), { kind: 'linkCard', personId, cardId, folderId }];
  }
  const { card, base, unwritten } = planCreate(terms, person);
  // Nearly all of a first sync: nobody was ever asked anything about this person.
  if (held.length === 0 && rulings.length === 0)
    return [{ kind: 'createCard', personId, personVersion, card, base, unwritten }];
  const refusal = createRefusal(terms, personId, card);
  const ruling = rulingOn(refusal, rulings);
  if (ruling?.choice === 'leave') return waiting([], [ruling.id]);
  if (ruling?.choice !== 'retry' && held.some(({ key }) => key === refusal.key)) return waiting([refusal]);
  return [
    ...waiting([], ruling === null ? [] : [ruling.id]),
    { kind: 'createCard', personId, personVersion, card, base, unwritten },
  ];
};
