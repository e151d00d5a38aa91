/**
 * Apply: carries out the steps of a plan through the ports and remembers each as soon as it is confirmed. Every step is
 * safe to repeat; what could not be done keeps its mark and comes back.
 *
 * Order: first what only the store remembers, then links that end or get another card, then the CRM, then cards, then new
 * cards. History is written ahead of each write, so that a crash cannot lose a value that was overruled. A decision is
 * settled when nothing that it led to is left open.
 */
import type { CardId, FolderId, PersonId } from '../../shared/ids.ts';
import type { FieldChange, Step } from '../sync/plan.ts';
import { baseAsStored, holdOf, isAltered } from '../sync/plan-link.ts';
import { applyCreates } from './apply-creates.ts';
import { applyDiscards, applyLinkSteps, applyUndo } from './apply-decided.ts';
import { chunks, type PassContext } from './context.ts';
import { carriesEdit } from './freshness.ts';
import type { Gathered } from './gather.ts';
import { rememberWritten } from './known-cards.ts';
import { inTurn } from './pipeline.ts';
import type { CardUpdate, HistoryEntry, Mark, StoreWrite, Trouble, UpdateResult } from './ports.ts';
import { cardChunk, historyOf, holdWrite, ofKind, Round, settlements, type StepOf } from './round.ts';

/** How a round of apply ended. */
export interface Applied {
  /** Links and persons for which something changed meanwhile: read again, merge again. */
  readonly stale: boolean;
  /** Trouble that ends the pass after what was done was remembered. */
  readonly trouble: Trouble | null;
  /** Something has no clear outcome: look again later. */
  readonly unclear: boolean;
}

const personChunk = 20;
const storeChunk = 500;

/** The fields of a refused write, as they wait. Base and other side as the plan saw them. */
const refusedHold = <Card>(
  gathered: Gathered<Card>,
  step: StepOf<Card, 'updateCard'> | StepOf<Card, 'updatePerson'>,
  reason: 'refusedByCrm' | 'refusedByRemote',
) => {
  const link = gathered.links.get(step.linkId);
  const fields = step.changes.flatMap(({ field, side, from, to }) => {
    if (field === null) return [];
    const [crm, remote] = side === 'crm' ? [from, to] : [to, from];
    return [{ field, base: link?.base[field] ?? null, crm, remote }];
  });
  return holdOf(gathered.terms, { id: step.linkId, personId: step.personId }, reason, fields);
};

/** Steps that only the store remembers. */
const storeSteps = <Card>(context: PassContext<Card>, steps: readonly Step<Card>[]): StoreWrite[] => {
  const { counts, nowIso } = context;
  return steps.flatMap((step): StoreWrite[] => {
    switch (step.kind) {
      case 'relink':
        // What was decided of it stands in apply-decided.ts.
        if (step.afresh) return [];
        return [
          {
            op: 'saveLink',
            linkId: step.linkId,
            set: { cardId: step.cardId, folderId: step.folderId, etag: null },
          },
        ];
      case 'agree':
        return [{ op: 'saveLink', linkId: step.linkId, set: {}, base: step.base }];
      case 'pauseLink':
        counts.paused += 1;
        return [
          { op: 'saveLink', linkId: step.linkId, set: { state: 'paused', pausedBecause: step.because } },
        ];
      case 'resumeLink':
        counts.resumed += 1;
        return [
          {
            op: 'saveLink',
            linkId: step.linkId,
            set: { state: 'active', pausedBecause: null, cleanUp: false },
          },
        ];
      case 'hold':
        return [holdWrite(context, step.hold)];
      case 'closeHeld':
        return [{ op: 'closeHeld', heldId: step.heldId, because: step.because, at: nowIso() }];
      case 'followFolder':
        return [{ op: 'folderCursor', folderId: step.folderId, cursor: null, isDefault: false }];
      case 'refuseUndo':
        return [{ op: 'settleUndo', itemIds: step.itemIds, outcome: step.because, at: nowIso() }];
      case 'settleRuling':
      case 'linkCard':
      case 'replaceCard':
      case 'discardCard':
      case 'undoPerson':
      case 'createCard':
      case 'updateCard':
      case 'updatePerson':
      case 'unlink':
      case 'stripConnectorId':
        return [];
    }
  });
};

/** R9. The connector ID goes from the CRM first: a crash between leaves a link whose card is gone, seen again next time. */
const applyUnlinks = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
): Promise<void> => {
  for (const step of ofKind(gathered.plan.steps, 'unlink')) {
    if (context.signal.aborted) return;
    const { linkId, personId, personVersion } = step;
    await context.crm.setConnectorId(context.employeeId, personId, null);
    await context.commit([
      { op: 'dropLink', linkId, removal: { personId, personVersion } },
      ...settlements(context, gathered, round, (id) => id === personId),
    ]);
    context.counts.removed += 1;
  }
};

const countConflicts = <Card>({ counts }: PassContext<Card>, changes: readonly FieldChange[]): void => {
  counts.conflicts += changes.filter(({ decision }) => decision.startsWith('R5.conflict')).length;
};

const applyPersons = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
): Promise<void> => {
  const { crm, mailbox, commit, counts } = context;
  for (const some of chunks(ofKind(gathered.plan.steps, 'updatePerson'), personChunk)) {
    if (context.signal.aborted) return;
    const entries = new Map(some.map((step) => [step, historyOf(context, step, step.changes)]));
    await commit([{ op: 'history', entries: [...entries.values()].flat(), outcome: 'intended' }]);
    const writes: StoreWrite[] = [];
    for (const step of some) {
      const ids = entries.get(step)!.map(({ id }) => id);
      const result = await crm.update(step.personId, step.version, step.patch, {
        kind: 'sync',
        mailboxId: mailbox.id,
      });
      if (result.outcome === 'updated') {
        counts.toCrm += 1;
        countConflicts(context, step.changes);
        if (carriesEdit(step.changes))
          context.arrived('crm', gathered.cardChangedAt.get(step.linkId) ?? null);
        writes.push({ op: 'saveLink', linkId: step.linkId, set: {}, base: step.base });
      } else if (result.outcome === 'refused') {
        writes.push(holdWrite(context, refusedHold(gathered, step, 'refusedByCrm')));
      } else {
        round.stale = true;
        round.keep(step);
      }
      const outcome = result.outcome === 'updated' ? 'done' : 'notDone';
      writes.push({ op: 'historyOutcome', ids, outcome });
    }
    await commit(writes);
  }
};

const decidedIn = <Card>({ changes }: StepOf<Card, 'updateCard'>) =>
  new Set(changes.filter(({ decision }) => decision.startsWith('decided.')).map(({ field }) => field));

/** A card's update with what was written ahead of it. */
interface Update<Card> {
  readonly step: StepOf<Card, 'updateCard'>;
  readonly entries: readonly HistoryEntry[];
}

const toCardUpdate = <Card>({ step }: Update<Card>): CardUpdate<Card> => {
  const { cardId, etag, before, card, connectorId } = step;
  return { cardId, etag, before, card, ...(connectorId === null ? {} : { connectorId }) };
};

interface WrittenCard<Card> {
  readonly cardId: CardId;
  readonly folderId: FolderId;
  readonly content: Card;
}

const settleUpdated = <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  { step, entries }: Update<Card>,
  result: Extract<UpdateResult<Card>, { outcome: 'updated' }>,
  round: Round,
): { writes: StoreWrite[]; written: WrittenCard<Card>[] } => {
  const { counts } = context;
  const link = gathered.links.get(step.linkId)!;
  const person = gathered.persons.get(step.personId);
  const base =
    result.card === undefined || person === undefined
      ? step.base
      : baseAsStored(gathered.terms, person, link.base, step.base, result.card);
  if (step.changes.length > 0 || step.connectorId === null) counts.toRemote += 1;
  if (step.connectorId !== null) counts.repaired += 1;
  countConflicts(context, step.changes);
  if (carriesEdit(step.changes)) context.arrived('remote', person?.changedAt ?? null);
  const altered = person !== undefined && isAltered(gathered.terms, person, step.base, base, decidedIn(step));
  if (altered) round.lookAgain(step);
  const { folderId } = link;
  return {
    writes: [
      ...(altered ? [{ op: 'mark', marks: [{ subject: 'card', id: step.cardId }] } as const] : []),
      { op: 'saveLink', linkId: step.linkId, set: { etag: result.etag }, base },
      { op: 'historyOutcome', ids: entries.map(({ id }) => id), outcome: 'done' },
    ],
    written: folderId === null ? [] : [{ cardId: step.cardId, folderId, content: result.card ?? step.card }],
  };
};

const settleUpdate = <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  update: Update<Card>,
  result: UpdateResult<Card>,
  round: Round,
): { writes: StoreWrite[]; written: WrittenCard<Card>[] } => {
  const { step, entries } = update;
  const notDone: StoreWrite = { op: 'historyOutcome', ids: entries.map(({ id }) => id), outcome: 'notDone' };
  switch (result.outcome) {
    case 'updated':
      return settleUpdated(context, gathered, update, result, round);
    case 'refused':
      return {
        writes: [holdWrite(context, refusedHold(gathered, step, 'refusedByRemote')), notDone],
        written: [],
      };
    case 'stale':
    case 'gone':
      round.stale = true;
      round.keep(step);
      return { writes: [notDone], written: [] };
    case 'unclear':
      // Perhaps it went through. The next look tells, and settles the history with it.
      round.unclear = true;
      round.keep(step);
      return { writes: [], written: [] };
    case 'notSent':
      round.trouble ??= result.trouble;
      round.keep(step);
      return { writes: [notDone], written: [] };
  }
};

const applyCards = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
): Promise<void> => {
  const { remote, progress } = context;
  const steps = ofKind(gathered.plan.steps, 'updateCard');
  let done = 0;
  await inTurn(context, chunks(steps, cardChunk), () => !context.signal.aborted && round.trouble === null, {
    prepare: (some) => {
      const ready = some.map((step): Update<Card> => ({
        step,
        entries: historyOf(context, step, step.changes),
      }));
      const entries = ready.flatMap((each) => each.entries);
      return { ready, writes: [{ op: 'history', entries, outcome: 'intended' }] };
    },
    send: (updates) => remote.update(updates.map(toCardUpdate)),
    isLast: (results) => results.some(({ outcome }) => outcome === 'notSent'),
    settle: async (updates, results) => {
      const settled = updates.map((update, index) =>
        settleUpdate(context, gathered, update, results[index]!, round),
      );
      const written = settled.flatMap((each) => each.written);
      done += updates.length;
      return {
        writes: [
          ...settled.flatMap((each) => each.writes),
          ...(await rememberWritten(context, gathered.terms.guard, written, { fresh: false })),
        ],
        afterwards: () => progress({ phase: 'apply', done, total: steps.length }),
      };
    },
    unsent: (updates) => {
      updates.forEach(({ step }) => round.keep(step));
      const ids = updates.flatMap(({ entries }) => entries.map(({ id }) => id));
      return [{ op: 'historyOutcome', ids, outcome: 'notDone' }];
    },
    leave: (some) => some.forEach((step) => round.keep(step)),
  });
};

/** R10: copies that the user made lose the property and are the user's own from then on. */
const applyStrips = async <Card>(
  { remote, counts }: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
): Promise<void> => {
  const steps = ofKind(gathered.plan.steps, 'stripConnectorId');
  if (steps.length === 0) return;
  const readings = await remote.read(steps.map(({ cardId }) => cardId));
  const updates = steps.flatMap(({ cardId, etag }): CardUpdate<Card>[] => {
    const reading = readings.get(cardId);
    if (reading?.etag !== etag) return [];
    return [{ cardId, etag, before: reading.content, card: reading.content, connectorId: null }];
  });
  if (updates.length < steps.length) round.stale = true;
  for (const result of await remote.update(updates)) {
    if (result.outcome === 'updated') counts.repaired += 1;
    else if (result.outcome === 'notSent') round.trouble ??= result.trouble;
    else if (result.outcome === 'unclear') round.unclear = true;
    else if (result.outcome === 'stale') round.stale = true;
  }
};

/** Marks of everything that is settled; what is left open keeps its own. */
const settledMarks = <Card>(gathered: Gathered<Card>, round: Round): Mark[] => {
  const byCard = new Map([...gathered.links.values()].map((link) => [link.cardId, link]));
  const stripping = new Set(ofKind(gathered.plan.steps, 'stripConnectorId').map(({ cardId }) => cardId));
  const adopted = new Set(ofKind(gathered.plan.steps, 'relink').map(({ cardId }) => cardId));
  return gathered.marks.filter((mark) => {
    if (mark.subject === 'person')
      return !round.openPersons.has(mark.id) && !gathered.unresolved.has(mark.id);
    const link = byCard.get(mark.id);
    if (link === undefined) {
      const twinOf = gathered.twinOf.get(mark.id);
      if (twinOf === undefined) return true;
      if (stripping.has(mark.id)) return !(round.stale || round.unclear || round.trouble);
      // Nothing was planned of it: its link waits for the next round, and there nobody else tells of this card (R10).
      return adopted.has(mark.id) && !round.openLinks.has(twinOf);
    }
    return !round.openLinks.has(link.id);
  });
};

export const apply = async <Card>(context: PassContext<Card>, gathered: Gathered<Card>): Promise<Applied> => {
  const { commit, signal } = context;
  const round = new Round();
  const { steps } = gathered.plan;
  for (const writes of chunks(storeSteps(context, steps), storeChunk)) await commit(writes);
  await applyUnlinks(context, gathered, round);
  await applyLinkSteps(context, gathered, round);
  await applyUndo(context, gathered, round);
  await applyPersons(context, gathered, round);
  await applyCards(context, gathered, round);
  if (round.trouble === null && !signal.aborted) await applyStrips(context, gathered, round);
  await applyCreates(context, gathered, ofKind(steps, 'createCard'), round);
  await applyDiscards(context, gathered, round);
  // Stopped half-way: the marks of what was done are cleared with the rest in a later pass, at no cost.
  if (!signal.aborted) {
    const isSettled = (id: PersonId): boolean => !round.openPersons.has(id) && !gathered.unresolved.has(id);
    await commit([
      { op: 'clearMarks', marks: settledMarks(gathered, round) },
      ...settlements(context, gathered, round, isSettled),
    ]);
  }
  return { stale: round.stale, trouble: round.trouble, unclear: round.unclear };
};
