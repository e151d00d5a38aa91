/**
 * History that was written ahead of a step whose confirmation a crash (or a lost answer) took away: it is told from the
 * values as they now are whether the step happened. The overruled value it carries stays either way (R13).
 */
import { canonical } from '../../shared/canonical.ts';
import type { LinkId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { Base } from '../sync/base.ts';
import { confirmedBase } from '../sync/cut-off.ts';
import { rowsFor } from '../sync/field-table.ts';
import type { CardReading, Link } from '../sync/link.ts';
import type { LinkTerms } from '../sync/plan-link.ts';
import type { PassContext } from './context.ts';
import type { HistoryEntry, HistoryOutcome } from './ports.ts';

interface Situation<Card> {
  readonly link: Link;
  readonly person: Person | null;
  readonly card: CardReading<Card> | null;
}

/** What went, or did not go, into the CRM alone: an earlier value that was given back (undo). The card has no part in it. */
const undoOutcome = <Card>(
  { country, table }: LinkTerms<Card>,
  { field, to }: HistoryEntry,
  person: Person | undefined,
): HistoryOutcome => {
  if (person === undefined || field === null || field === 'organisationName') return 'notDone';
  const form = table.rows.find(({ id }) => id === field)?.form ?? 'text';
  const isThere = canonical(form, person.fields[field], country) === canonical(form, to, country);
  return isThere ? 'done' : 'notDone';
};

const outcomeOf = <Card>(
  { country, table }: LinkTerms<Card>,
  entry: HistoryEntry,
  { link, person, card }: Situation<Card>,
  agreed: Base = {},
): HistoryOutcome => {
  // The creation of a card that exists.
  if (entry.field === null) return 'done';
  // R8: what was typed on a card that went is overruled by that, and by nothing else.
  if (entry.decision === 'R8.cleanedUp') return card === null || card.inDeletedItems ? 'done' : 'notDone';
  if (person === null || card === null) return 'notDone';
  const row = rowsFor(table, person.kind).find(({ id }) => id === entry.field);
  if (row === undefined) return 'notDone';
  // What only goes out is found on the card by what is agreed (cut-off.ts).
  const context = { base: { ...link.base, ...agreed }, person, country };
  const now = entry.side === 'crm' ? row.fromCrm(person) : row.fromRemote(card.content, context);
  return canonical(row.form, now, country) === canonical(row.form, entry.to, country) ? 'done' : 'notDone';
};

/** Settles what is known by now. Returns what is agreed by writes that arrived, by link; it is stored already. */
export const historyOutcomes = async <Card>(
  context: PassContext<Card>,
  terms: LinkTerms<Card>,
  intended: readonly HistoryEntry[],
  situations: readonly Situation<Card>[],
  persons: ReadonlyMap<PersonId, Person>,
  linkIds: ReadonlySet<LinkId>,
): Promise<ReadonlyMap<LinkId, Base>> => {
  const agreed = new Map<LinkId, Base>();
  for (const { link, person, card } of situations) {
    const sent = intended.filter(({ linkId, decision }) => linkId === link.id && decision !== 'undo');
    const base = confirmedBase(terms, link.base, person, card, sent);
    if (Object.keys(base).length > 0) agreed.set(link.id, base);
  }
  const byLink = new Map(situations.map((situation) => [situation.link.id, situation]));
  const ids: Record<'done' | 'notDone', HistoryEntry['id'][]> = { done: [], notDone: [] };
  for (const entry of intended) {
    if (entry.decision === 'undo') {
      ids[undoOutcome(terms, entry, persons.get(entry.personId)) === 'done' ? 'done' : 'notDone'].push(
        entry.id,
      );
      continue;
    }
    const situation = byLink.get(entry.linkId);
    // Not touched (a create that is still looked for): later. Its link is gone: nothing is left that could show it.
    if (situation === undefined && linkIds.has(entry.linkId)) continue;
    const outcome =
      situation === undefined ? 'notDone' : outcomeOf(terms, entry, situation, agreed.get(entry.linkId));
    if (outcome !== 'intended') ids[outcome].push(entry.id);
  }
  const outcomes = (['done', 'notDone'] as const)
    .filter((outcome) => ids[outcome].length > 0)
    .map((outcome) => ({ op: 'historyOutcome', ids: ids[outcome], outcome }) as const);
  const bases = [...agreed].map(([linkId, base]) => ({ op: 'saveLink', linkId, set: {}, base }) as const);
  if (outcomes.length > 0) await context.commit([...bases, ...outcomes]);
  return agreed;
};
