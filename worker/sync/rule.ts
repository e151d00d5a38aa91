/**
 * Rulings in a plan: which decision speaks of a question, and what becomes of its fields (R5, R7). Pure.
 *
 * A ruling speaks of a question with its key, so of the very state of the world it was given for; one that was given for
 * a pair also of whatever is borrowed from that party later, and surely from that party. While it is pending it is carried out, however often that
 * takes. Afterwards it is memory, so that the same artefact is not asked twice, but only where that is safe: what was
 * decided to stay or to be repaired. A value that was once taken into the CRM and is there no more was taken back by
 * somebody; it is asked anew.
 */
import type { CardId, PersonId, RulingId } from '../../shared/ids.ts';
import type { Person, PersonFieldId } from '../../shared/person.ts';
import type { LinkTerms } from './link-terms.ts';
import { decideField } from './merge.ts';
import type { Hold, HoldReason, Step } from './plan.ts';
import type { Question } from './holds.ts';
import { stateOf, type Row } from './rows.ts';
import type { Ruling } from './ruling.ts';

const isRemembered = ({ choice, fields }: Ruling): boolean => {
  switch (choice) {
    case 'remote':
    case 'retry':
      return false;
    case 'fields':
      return Object.values(fields).every((side) => side === 'crm');
    case 'crm':
    case 'leave':
    case 'link':
    case 'keepBoth':
    case 'relink':
    case 'newCard':
      return true;
  }
};

type Parties = { readonly donorPersonId: PersonId | null; readonly cardId: CardId | null };

const sameParty = (a: Parties, b: Parties): boolean =>
  a.donorPersonId === null && b.donorPersonId === null
    ? a.cardId !== null && a.cardId === b.cardId
    : a.donorPersonId === b.donorPersonId;

/** To take values of another is one thing, to take the other's name another: only who was asked that decides it. */
const speaksOfReason = (ruling: Ruling, reason: HoldReason): boolean =>
  reason === ruling.reason ||
  (ruling.choice === 'crm' && (reason === 'borrowed' || reason === 'nameOfAnother'));

/**
 * What is put right with the CRM's own value can be put right unasked. What is taken into the CRM unasked must be surely the
 * other party's: not a name, which says whose card it is, and no value that a third party may have lent (inbound.ts).
 */
const speaksUnasked = (ruling: Ruling, hold: Hold, isDoubtful: boolean): boolean =>
  ruling.choice === 'crm' || (ruling.choice === 'remote' && hold.reason === 'borrowed' && !isDoubtful);

const speaksOfPair = (ruling: Ruling, hold: Hold, isDoubtful: boolean): boolean =>
  ruling.forPair &&
  (ruling.reason === 'borrowed' || ruling.reason === 'nameOfAnother') &&
  speaksUnasked(ruling, hold, isDoubtful) &&
  speaksOfReason(ruling, hold.reason) &&
  ruling.personId === hold.personId &&
  sameParty(ruling, hold);

/** The decision on this question, or null. The last word counts; one on the very question before one on the pair. */
export const rulingOn = (hold: Hold, rulings: readonly Ruling[], isDoubtful = false): Ruling | null => {
  const last = rulings.findLast(({ key }) => key === hold.key);
  if (last !== undefined && (last.pending || isRemembered(last))) return last;
  return rulings.findLast((ruling) => speaksOfPair(ruling, hold, isDoubtful)) ?? null;
};

/** What one field of a decided question becomes; held as it was where the choice cannot be done. */
export const decideRow = <Card>(
  terms: Pick<LinkTerms<Card>, 'takes'>,
  person: Person,
  each: Row<Card>,
  ruling: Ruling,
): Row<Card> => {
  const side = ruling.choice === 'fields' ? ruling.fields[each.row.id] : ruling.choice;
  const { donor: _, doubtful: __, ...row } = each;
  if (side === 'leave') return { ...row, merged: { kind: 'same' } };
  if (side !== 'crm' && side !== 'remote') return each;
  if (side === 'remote' && each.row.toCrm === null) return each;
  const merged = decideField(stateOf(each), side, (value) =>
    terms.takes(each.row.id as PersonFieldId, value, person.kind),
  );
  if (merged.kind === 'hold') return each;
  // What is overruled was another's and stays so; what is taken is the person's own from now on.
  return merged.kind === 'toRemote' ? { ...each, merged } : { ...row, merged };
};

export interface Ruled<Card> {
  readonly rows: readonly Row<Card>[];
  /** Rulings that were carried out. */
  readonly met: readonly RulingId[];
}

/** The rows with every decided question answered. A card that waits as a whole is answered as a whole. */
export const ruleRows = <Card>(
  terms: Pick<LinkTerms<Card>, 'takes'>,
  person: Person,
  rows: readonly Row<Card>[],
  questions: readonly Question<Card>[],
  rulings: readonly Ruling[],
): Ruled<Card> => {
  const answers = new Map<Row<Card>, Row<Card>>();
  const met: RulingId[] = [];
  for (const { hold, rows: asked } of questions) {
    const isDoubtful = asked.some(({ doubtful }) => doubtful === true);
    const ruling = rulingOn(hold, rulings, isDoubtful);
    if (ruling === null) continue;
    const decided = asked.map((each) => [each, decideRow(terms, person, each, ruling)] as const);
    const done = decided.filter(([, { merged }]) => merged.kind !== 'hold');
    if (done.length === 0 || (hold.reason === 'nameOfAnother' && done.length < asked.length)) continue;
    for (const [each, answer] of done) answers.set(each, answer);
    met.push(ruling.id);
  }
  return { rows: rows.map((each) => answers.get(each) ?? each), met };
};

/** What became of each decision that no pass had met yet. */
export const settleSteps = <Card>(rulings: readonly Ruling[], met: readonly RulingId[]): Step<Card>[] =>
  rulings
    .filter(({ pending }) => pending)
    .map(({ id }) => ({
      kind: 'settleRuling',
      rulingId: id,
      outcome: met.includes(id) ? 'applied' : 'overtaken',
    }));
