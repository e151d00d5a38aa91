/**
 * In which list of the synchronisation a person is, and why: pure. Every person is in exactly one. What is said of Outlook
 * is what "why (not)" concludes, and the selection is that of the pass itself (R1).
 */
import type { RelationListName } from '../../../shared/api/mailbox.ts';
import type { HeldId } from '../../../shared/ids.ts';
import type { LeftOut } from '../../../shared/texts/preview.ts';
import type { RelationFact } from '../../store/relation-facts.ts';
import type { HoldReason } from '../../sync/plan.ts';
import { conclude, type ConclusionFacts } from '../../sync/why.ts';

/** `held`: choosing between values settles it. `failing`: somebody must first repair what one side does not take. */
export const listOfReason: Readonly<Record<HoldReason, 'held' | 'failing'>> = {
  conflict: 'held',
  noBase: 'held',
  notSelected: 'held',
  borrowed: 'held',
  nameOfAnother: 'held',
  mergedAway: 'held',
  sameCardExists: 'held',
  lastNameRequired: 'failing',
  malformedEmail: 'failing',
  invalidDate: 'failing',
  tooLong: 'failing',
  refusedByCrm: 'failing',
  noRoom: 'failing',
  refusedByRemote: 'failing',
};

/** Why somebody is in step, not there yet, or cannot be made; the others have the reason of R1, R9 or the held change. */
export type StandingCode =
  'in' | 'inStandsStill' | 'comes' | 'comesWhenResumed' | 'beingMade' | 'notMade' | 'returns';

export type Placed =
  | { readonly list: 'held' | 'failing'; readonly because: HoldReason; readonly heldId: HeldId }
  | { readonly list: Exclude<RelationListName, 'held'>; readonly because: StandingCode }
  /** `card`: it stays in Outlook, is no longer updated, or will not be from the next pass on. */
  | { readonly list: 'leftOut'; readonly because: LeftOut; readonly card: 'stays' | 'leaves' | null };

export interface RelationSituation extends Omit<ConclusionFacts, 'held'> {
  readonly held: RelationFact['held'];
  /** A pass of this mailbox runs now: what it is making is on its way. */
  readonly passRuns: boolean;
}

/** What somebody must repair goes before what somebody must decide; of each the newest is told. */
const byHeld = (held: RelationFact['held']): Placed | null => {
  const first = held.find(({ reason }) => listOfReason[reason] === 'failing') ?? held[0];
  if (first === undefined) return null;
  return { list: listOfReason[first.reason], because: first.reason, heldId: first.id };
};

const cardOf = (link: ConclusionFacts['link']): 'stays' | 'leaves' | null => {
  if (link === null || link.state === 'creating') return null;
  return link.state === 'paused' ? 'stays' : 'leaves';
};

export const place = (situation: RelationSituation): Placed => {
  const held = byHeld(situation.held);
  if (held !== null) return held;
  const { code, because } = conclude({ ...situation, held: [] });
  if (because !== null) return { list: 'leftOut', because, card: cardOf(situation.link) };
  switch (code) {
    case 'in':
    case 'inStandsStill':
      return { list: 'inStep', because: code };
    case 'beingMade':
      // R11: the intent is older than any pass that could be making it now.
      return situation.passRuns
        ? { list: 'leftOut', because: 'beingMade' }
        : { list: 'failing', because: 'notMade' };
    case 'comesWhenResumed':
    case 'returns':
      return { list: 'leftOut', because: code };
    default:
      return { list: 'leftOut', because: 'comes' };
  }
};
