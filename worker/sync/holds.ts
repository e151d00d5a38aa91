/** Held changes of one link: what is asked, under which key, and what of it is open already. Pure. */
import { fingerprint } from './fingerprint.ts';
import type { Link, OpenHeld } from './link.ts';
import type { LinkTerms } from './link-terms.ts';
import type { HeldField, Hold, HoldReason, Step } from './plan.ts';
import { heldField, type Donor, type Row } from './rows.ts';

/**
 * A held change of one link; its key changes with every value it speaks of. Not with the other party: that is what we
 * made of the values, and may be forgotten while they stand.
 */
export const holdOf = <Card>(
  terms: Pick<LinkTerms<Card>, 'table'>,
  link: Pick<Link, 'id' | 'personId'>,
  reason: HoldReason,
  fields: readonly HeldField[],
  donor: Donor = { personId: null, cardId: null },
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
  donorPersonId: donor.personId,
  cardId: donor.cardId,
  fields,
});

/** One question to a person: the held change and the rows it speaks of. */
export interface Question<Card> {
  readonly hold: Hold;
  readonly rows: readonly Row<Card>[];
}

export const questionOf = <Card>(
  terms: Pick<LinkTerms<Card>, 'table'>,
  link: Pick<Link, 'id' | 'personId'>,
  reason: HoldReason,
  rows: readonly Row<Card>[],
): Question<Card> => ({
  hold: holdOf(
    terms,
    link,
    reason,
    rows.map(heldField),
    rows[0]?.merged.kind === 'hold' ? rows[0].donor : undefined,
  ),
  rows,
});

/** What waits, by reason and other party, in the order of the mapping. */
export const questionsOf = <Card>(
  terms: Pick<LinkTerms<Card>, 'table'>,
  link: Pick<Link, 'id' | 'personId'>,
  rows: readonly Row<Card>[],
): Question<Card>[] => {
  const groups = new Map<string, { reason: HoldReason; rows: Row<Card>[] }>();
  for (const each of rows) {
    if (each.merged.kind !== 'hold') continue;
    const { reason } = each.merged;
    const name = JSON.stringify([reason, each.donor?.personId, each.donor?.cardId]);
    groups.set(name, { reason, rows: [...(groups.get(name)?.rows ?? []), each] });
  }
  return [...groups.values()].map((group) => questionOf(terms, link, group.reason, group.rows));
};

/** Opens what is not open yet, closes what the world has overtaken. */
export const heldSteps = <Card>(holds: readonly Hold[], open: readonly OpenHeld[]): Step<Card>[] => [
  ...open
    .filter(({ key }) => !holds.some((hold) => hold.key === key))
    .map(({ id }) => ({ kind: 'closeHeld', heldId: id, because: 'overtaken' }) as const),
  ...holds
    .filter(({ key }) => !open.some((held) => held.key === key))
    .map((hold) => ({ kind: 'hold', hold }) as const),
];
