/**
 * What a pass does once it holds its mailbox: observe, gather, plan, brake, apply, and again for what changed meanwhile.
 *
 * A large pass goes in portions, so that it needs the memory of one and not of the mailbox. R12 is kept all the same: every
 * portion with links is planned, and what counts for the brake added up, before the first one is applied. Their plans are put
 * away until then, so that all are made of one state of the world, as one plan would be (a merge that one of them undoes would
 * else be gone when the next one asks for it, R7). New cards are planned when their turn comes: nothing that
 * the brake counts can come of them, and what was written to linked cards is no reason to make one or not.
 */
import { forgetBefore } from '../sync/guard/remember.ts';
import { addInbound, brakeFor, inboundIn, noInbound } from '../sync/plan-pass.ts';
import type { Brake, Plan } from '../sync/plan.ts';
import { apply, type Applied } from './apply.ts';
import type { PassContext } from './context.ts';
import { gather, putAway, type Gathered, type RoundTerms } from './gather.ts';
import { observe, observeCards } from './observe.ts';
import { Trouble, type OpenWork, type PassOutcome, type StoreWrite } from './ports.ts';
import { isNothing, listWork, type Portion, type WorkList } from './work-list.ts';

/** Links that change while we merge are read and merged again this often, then left to the next pass. */
const maxRounds = 3;
/** How soon a pass comes back for what it left open. */
const openAfterMs = 5_000;
const unclearAfterMs = 15_000;

/** Who looks on at a pass that is only tried (preview.ts). */
export interface Onlooker<Card> {
  /** Told of each plan before it is carried out. */
  readonly planned: (plan: Plan<Card>) => void;
}

/** What lasts from round to round. */
interface Once {
  lookedForCreates: boolean;
  /** R7: cards were asked for once more. Once: a delta may lag for long. */
  lookedAgain: boolean;
}

interface Ready<Card> {
  readonly list: WorkList<Card>;
  readonly terms: RoundTerms;
  readonly brake: Brake | null;
  /** Those with links, in their order, planned. */
  readonly planned: readonly (() => Gathered<Card>)[];
}

const isStopped = ({ signal }: Pick<PassContext<unknown>, 'signal'>): boolean => signal.aborted;

/** Lists what is open and plans all portions with links. Applies nothing. */
const makeReady = async <Card>(
  context: PassContext<Card>,
  terms: RoundTerms,
  open: OpenWork,
  once: Once,
): Promise<Ready<Card> | 'behind' | 'stopped'> => {
  const { store, mailbox, settings } = context;
  const list = await listWork(context, open, once);
  const { portions } = list;
  const withLinks = portions.filter(({ linked, unlinked }) => linked.length > 0 || unlinked.length === 0);
  const first = withLinks.length === 0 && portions.length === 1 ? portions : withLinks;
  const ofRound = { ...terms, linked: first.length === 0 ? 0 : await store.activeLinks(mailbox.id) };
  const planned: (() => Gathered<Card>)[] = [];
  let inbound = noInbound;
  for (const portion of first) {
    if (isStopped(context)) return 'stopped';
    await tellCompared(context, list, planned.length);
    const gathered = await gather(context, ofRound, list, portion);
    if (gathered.behind && !once.lookedAgain) return 'behind';
    inbound = addInbound(inbound, inboundIn(gathered.plan.steps));
    const kept = portions.length === 1 ? null : putAway(context, ofRound, gathered);
    planned.push(kept === null ? () => gathered : () => kept.takeOut());
    context.giveBack?.();
  }
  const brake = mailbox.brakeReleased ? null : brakeFor(inbound, ofRound.linked, settings.brake);
  return { list, terms: ofRound, brake, planned };
};

const tellCompared = async <Card>(
  context: PassContext<Card>,
  { portions, size }: WorkList<Card>,
  index: number,
): Promise<void> => {
  const done = portions
    .slice(0, index)
    .reduce((sum, { linked, unlinked }) => sum + linked.length + unlinked.length, 0);
  await context.progress({ phase: 'compare', done, total: size });
};

/** Of a pass in portions one progress is told, not one a portion. */
const inPortion = <Card>(context: PassContext<Card>, done: number, total: number): PassContext<Card> => ({
  ...context,
  progress: (progress) =>
    context.progress(
      progress.phase === 'apply' ? { phase: 'apply', done: done + progress.done, total } : progress,
    ),
});

/** Fails when it is asked for, not before. */
const ahead = <T>(work: Promise<T>): Promise<T> => {
  work.catch(() => undefined);
  return work;
};

const applyAll = async <Card>(
  context: PassContext<Card>,
  { list, terms, planned }: Ready<Card>,
  onlooker: Onlooker<Card> | null,
): Promise<Applied> => {
  const { portions, size } = list;
  const isOnly = portions.length === 1;
  const gatherAt = (index: number): Promise<Gathered<Card>> | null => {
    const portion: Portion<Card> | undefined = portions[index];
    if (portion === undefined) return null;
    const ready = planned[index];
    return ready === undefined ? ahead(gather(context, terms, list, portion)) : Promise.resolve(ready());
  };
  let stale = false;
  let unclear = false;
  let done = 0;
  let next = gatherAt(0);
  for (let index = 0; next !== null; index += 1) {
    const gathered = await next;
    if (isStopped(context)) break;
    // New cards are planned while those before them are on their way, so that the remote does not wait for it.
    const isAhead = index + 1 >= planned.length;
    next = isAhead ? gatherAt(index + 1) : null;
    if (index >= planned.length) onlooker?.planned(gathered.plan);
    const applied = await apply(isOnly ? context : inPortion(context, done, size), gathered);
    stale ||= applied.stale;
    unclear ||= applied.unclear;
    if (applied.trouble !== null) {
      // What was asked for ahead has its answer before the pass ends.
      await next?.catch(() => undefined);
      return { stale, unclear, trouble: applied.trouble };
    }
    const { linked, unlinked } = portions[index]!;
    done += linked.length + unlinked.length;
    context.giveBack?.();
    if (!isAhead) next = gatherAt(index + 1);
  }
  await next?.catch(() => undefined);
  return { stale, unclear, trouble: null };
};

const cursorsOnly = (writes: readonly StoreWrite[]): boolean =>
  writes.every(({ op }) => op === 'folderCursor' || op === 'crmCursor');

const commitSome = async <Card>(context: PassContext<Card>, writes: readonly StoreWrite[]): Promise<void> => {
  if (writes.length > 0) await context.commit(writes);
};

/**
 * The pass itself, on whatever ports it is given. With an onlooker nothing is at stake: the brake is told, and what lies
 * behind it is shown as well.
 */
export const work = async <Card>(
  context: PassContext<Card>,
  onlooker: Onlooker<Card> | null = null,
): Promise<PassOutcome> => {
  const { store, mailbox } = context;
  const moment = { now: context.nowIso(), takePrint: await context.prints(mailbox.id) };
  let { followed, writes: last } = await observe(context, moment);
  // Cursors under which nothing was read may move with the end of the pass; what was learnt is known before it is planned from.
  if (!cursorsOnly(last)) {
    await commitSome(context, last);
    last = [];
  }
  const once: Once = { lookedForCreates: false, lookedAgain: false };
  let applied: Applied = { stale: true, unclear: false, trouble: null };
  let didNothing = true;
  for (let round = 0; round < maxRounds && applied.stale; round += 1) {
    if (isStopped(context)) return { outcome: 'stopped' };
    const open = await store.openWork(mailbox.id);
    if (isNothing(open)) {
      applied = { stale: false, unclear: applied.unclear, trouble: null };
      break;
    }
    didNothing = false;
    await commitSome(context, last);
    last = [];
    let ready = await makeReady(context, { moment, followed, linked: 0 }, open, once);
    if (ready === 'behind') {
      // R7: judged on what is known of all cards, so these are asked for once more.
      once.lookedAgain = true;
      const again = await observeCards(context, moment);
      followed = again.followed;
      await commitSome(context, again.writes);
      const now = await store.openWork(mailbox.id);
      ready = await makeReady(context, { moment, followed, linked: 0 }, now, once);
    }
    if (ready === 'stopped') return { outcome: 'stopped' };
    // Looked again already: it is judged on what there is.
    if (ready === 'behind') throw new Trouble('pass.behindTwice', { kind: 'bug' });
    tellPlans(ready, onlooker);
    if (ready.brake !== null && onlooker === null) return stopAtBrake(context, ready.brake);
    if (isStopped(context)) return { outcome: 'stopped' };
    applied = await applyAll(context, ready, onlooker);
    if (applied.trouble !== null) throw applied.trouble;
  }
  if (isStopped(context)) return { outcome: 'stopped' };
  await context.commit([
    ...last,
    { op: 'forgetCards', goneBefore: forgetBefore(moment.now) },
    {
      op: 'mailbox',
      set: { lastPassAt: context.nowIso(), notBefore: null, brakeReleased: false },
    },
  ]);
  if (applied.unclear) return { outcome: 'later', code: 'pass.unclear', afterMs: unclearAfterMs };
  if (applied.stale) return { outcome: 'later', code: 'pass.changedMeanwhile', afterMs: openAfterMs };
  const left = didNothing ? [] : await store.marks(mailbox.id);
  if (left.length > 0) return { outcome: 'later', code: 'pass.leftOver', afterMs: unclearAfterMs };
  return { outcome: 'done' };
};

/** Each plan once; the brake with the first. */
const tellPlans = <Card>({ planned, brake }: Ready<Card>, onlooker: Onlooker<Card> | null): void => {
  if (onlooker === null) return;
  planned.forEach((gathered, index) => {
    onlooker.planned({ ...gathered().plan, brake: index === 0 ? brake : null });
  });
};

const stopAtBrake = async <Card>(context: PassContext<Card>, brake: Brake): Promise<PassOutcome> => {
  await context.commit([{ op: 'mailbox', set: { state: 'braked', stateBecause: JSON.stringify(brake) } }]);
  return { outcome: 'braked', brake };
};
