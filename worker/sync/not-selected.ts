/**
 * The card of a person that is not selected (any more): it stays as it is (R8), what changes on it waits (R3), and it
 * goes to Deleted Items only when the user asked for that. Pure.
 */
import type { Person, PersonPatch } from '../../shared/person.ts';
import type { Base } from './base.ts';
import type { RowContext } from './field-table.ts';
import { heldSteps, questionsOf } from './holds.ts';
import { guardRows } from './inbound.ts';
import type { CardReading } from './link.ts';
import type { LinkSituation, LinkTerms } from './link-terms.ts';
import type { FieldChange, Step } from './plan.ts';
import { change, changedRemotely, mergeRows, pair, type Row } from './rows.ts';
import { ruleRows, settleSteps } from './rule.ts';
import type { Ruling } from './ruling.ts';
import type { LeftOutReason } from './selection.ts';

/**
 * Fields that were changed on the card since both sides last agreed. What is another's is told as such (R7): the person
 * may be selected again after the other card is forgotten.
 */
const changedRows = <Card>(
  terms: LinkTerms<Card>,
  situation: LinkSituation<Card>,
  person: Person,
  reading: CardReading<Card>,
): Row<Card>[] => {
  const { country } = terms;
  const context: RowContext = { base: situation.link.base, person, country };
  const rows = mergeRows(terms, context, reading);
  return guardRows(terms, situation, rows, reading, context)
    .filter((each) => each.base !== undefined && changedRemotely(each, country))
    .map((each): Row<Card> => {
      if (each.merged.kind === 'hold' && each.donor !== undefined) return each;
      return {
        ...each,
        merged: { kind: 'hold', reason: each.donor === undefined ? 'notSelected' : 'borrowed' },
      };
    });
};

/**
 * "Keep the CRM" that was given for a pair waits until the person is selected again. What it would put aside now, nobody was
 * asked about, and only the write to the card tells the history what it overruled.
 */
const ofItsQuestion = (ruling: Ruling): Ruling =>
  ruling.forPair && ruling.choice === 'crm' ? { ...ruling, forPair: false } : ruling;

/** R3: held, and done only where a person has said so. */
const inboundSteps = <Card>(
  terms: LinkTerms<Card>,
  situation: LinkSituation<Card>,
  person: Person,
  reading: CardReading<Card>,
): Step<Card>[] => {
  const { link, held, rulings } = situation;
  const { country } = terms;
  const changed = changedRows(terms, situation, person, reading);
  const { rows, met } = ruleRows(
    terms,
    person,
    changed,
    questionsOf(terms, link, changed),
    rulings.map(ofItsQuestion),
  );
  const taken = rows.filter(({ merged }) => merged.kind === 'toCrm');
  // The CRM is kept. The card is not written while the link is paused: agreed is what it says, so that the CRM's value
  // is the change that goes out when the person is selected again.
  const kept = rows.filter(({ merged }) => merged.kind === 'toRemote');
  const holds = questionsOf(terms, link, rows).map(({ hold }) => hold);
  const baseAsOnCard = (some: readonly Row<Card>[]) =>
    Object.fromEntries(some.map(({ row, remote }) => [row.id, pair(row, country, remote, remote)])) as Base;
  const steps: Step<Card>[] = [];
  if (kept.length > 0) steps.push({ kind: 'agree', linkId: link.id, base: baseAsOnCard(kept) });
  if (taken.length > 0) {
    steps.push({
      kind: 'updatePerson',
      linkId: link.id,
      personId: person.id,
      version: person.version,
      patch: taken.reduce<PersonPatch>((all, { row, remote }) => ({ ...all, ...row.toCrm?.(remote) }), {}),
      base: baseAsOnCard(taken),
      changes: taken.map((each) => change(each, 'crm')),
    });
  }
  return [...steps, ...settleSteps<Card>(rulings, met), ...heldSteps<Card>(holds, held)];
};

/** What a person typed on the card and nobody took over: the history keeps it, so that it can be had back. */
const lostWith = <Card>(
  terms: LinkTerms<Card>,
  situation: LinkSituation<Card>,
  person: Person,
  reading: CardReading<Card>,
): FieldChange[] =>
  changedRows(terms, situation, person, reading).map((each) =>
    change({ ...each, merged: { kind: 'toRemote', decision: 'R8.cleanedUp', overrules: true } }, 'remote'),
  );

export const planNotSelected = <Card>(
  terms: LinkTerms<Card>,
  situation: LinkSituation<Card>,
  reading: CardReading<Card>,
  because: LeftOutReason,
): Step<Card>[] => {
  const { link, person, held, rulings } = situation;
  const { id: linkId, personId } = link;
  const inbound = person === null ? null : inboundSteps(terms, situation, person, reading);
  if (link.state === 'paused' && link.cleanUp) {
    // Decided to go into the CRM before the card goes: that first. The changed person brings the next pass to the card.
    if (inbound?.some(({ kind }) => kind === 'updatePerson') === true) return inbound;
    const { cardId, etag } = reading;
    const changes = person === null ? [] : lostWith(terms, situation, person, reading);
    return [
      { kind: 'discardCard', linkId, personId, cardId, etag, changes },
      ...settleSteps<Card>(rulings, []),
      ...heldSteps<Card>([], held),
    ];
  }
  const steps: Step<Card>[] = [];
  if (link.state === 'active' || link.pausedBecause !== because) {
    steps.push({ kind: 'pauseLink', linkId, personId, because });
  }
  return [...steps, ...(inbound ?? [...settleSteps<Card>(rulings, []), ...heldSteps<Card>([], held)])];
};
