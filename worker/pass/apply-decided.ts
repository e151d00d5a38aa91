/**
 * What people decided or asked for, carried out: a link to another card (R7), a card to Deleted Items (R8), an earlier
 * value back into the CRM (undo). Safe to repeat like every step; a decision is settled in the transaction that remembers
 * what it did, and what could not be done keeps waiting.
 *
 * A link that got another card is read and merged in the next round, not here: nothing was ever agreed with that card.
 */
import type { CardId, ConnectorId, LinkId, PersonId } from '../../shared/ids.ts';
import { fieldIds } from '../../shared/person.ts';
import { goneCard } from '../sync/guard/remember.ts';
import type { CardReading, Link } from '../sync/link.ts';
import { chunks, type PassContext } from './context.ts';
import type { Gathered } from './gather.ts';
import type { CrmUpdate, StoreWrite } from './ports.ts';
import { cardChunk, historyOf, ofKind, settlements, type Round, type StepOf } from './round.ts';

const markPerson = (id: PersonId): StoreWrite => ({ op: 'mark', marks: [{ subject: 'person', id }] });

/** Read and merged again in the next round. */
const again = (round: Round, step: { linkId?: LinkId; personId: PersonId }): void => {
  round.keep(step);
  round.stale = true;
};

/** Cards that are some person's, of those that are to be given. One is given away once, whatever the plan says. */
const takenCards = async <Card>(
  { store, mailbox }: PassContext<Card>,
  { plan }: Gathered<Card>,
): Promise<Set<CardId>> => {
  const given = [...ofKind(plan.steps, 'relink'), ...ofKind(plan.steps, 'linkCard')];
  const ties = await store.tiesOf(mailbox.id, { cardIds: given.map(({ cardId }) => cardId) });
  return new Set(ties.flatMap(({ cardId }) => cardId ?? []));
};

const applyRelinks = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
  taken: Set<CardId>,
): Promise<void> => {
  for (const step of ofKind(gathered.plan.steps, 'relink')) {
    if (!step.afresh) continue;
    again(round, step);
    // Another person's by now: the question is another one.
    if (taken.has(step.cardId)) continue;
    taken.add(step.cardId);
    const { linkId, personId, cardId, folderId } = step;
    await context.commit([
      { op: 'saveLink', linkId, set: { cardId, folderId, etag: null }, dropBase: fieldIds },
      markPerson(personId),
      ...settlements(context, gathered, round, (id) => id === personId),
    ]);
    context.counts.linked += 1;
  }
};

/** The link of a person that had none: a new one, or the one under which a create was begun and never done. */
const linkTo = <Card>(
  { newId }: PassContext<Card>,
  { free, intended }: Gathered<Card>,
  personId: PersonId,
  { cardId, folderId }: CardReading<Card>,
): { connectorId: ConnectorId; writes: StoreWrite[] } => {
  const begun = free.get(personId);
  if (begun !== undefined) {
    const ids = intended.filter(({ linkId }) => linkId === begun.id).map(({ id }) => id);
    const set = { state: 'active', cardId, folderId, etag: null } as const;
    return {
      connectorId: begun.connectorId,
      writes: [
        { op: 'saveLink', linkId: begun.id, set, dropBase: fieldIds },
        { op: 'historyOutcome', ids, outcome: 'notDone' },
      ],
    };
  }
  const link: Link = {
    id: newId() as LinkId,
    personId,
    connectorId: newId() as ConnectorId,
    state: 'active',
    pausedBecause: null,
    cardId,
    folderId,
    etag: null,
    base: {},
    cleanUp: false,
  };
  return { connectorId: link.connectorId, writes: [{ op: 'newLinks', links: [link] }] };
};

const applyLinkCards = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
  taken: Set<CardId>,
): Promise<void> => {
  const { crm, remote, store, mailbox, employeeId, counts } = context;
  const steps = ofKind(gathered.plan.steps, 'linkCard');
  if (steps.length === 0) return;
  const readings = await remote.read(steps.map(({ cardId }) => cardId));
  for (const step of steps) {
    const { personId, cardId } = step;
    again(round, step);
    if (taken.has(cardId)) continue;
    const reading = readings.get(cardId);
    if (reading === undefined || reading.inDeletedItems) {
      // Gone since it was seen: once that is remembered, the next round makes a card.
      const known = (await store.knownCards(mailbox.id, [cardId])).get(cardId);
      if (known !== undefined) {
        await context.commit([{ op: 'knowCards', cards: [goneCard(known, gathered.terms.guard.now)] }]);
      }
      continue;
    }
    taken.add(cardId);
    const { connectorId, writes } = linkTo(context, gathered, personId, reading);
    // First the CRM: a crash between leaves a connector ID that no card carries, and the person is looked at again.
    await crm.setConnectorId(employeeId, personId, connectorId);
    await context.commit([
      ...writes,
      { op: 'dropRemoval', personId },
      markPerson(personId),
      ...settlements(context, gathered, round, (id) => id === personId),
    ]);
    counts.linked += 1;
  }
};

const applyReplacements = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
): Promise<void> => {
  for (const step of ofKind(gathered.plan.steps, 'replaceCard')) {
    const { linkId, personId } = step;
    again(round, step);
    await context.crm.setConnectorId(context.employeeId, personId, null);
    await context.commit([
      { op: 'dropLink', linkId, removal: null },
      markPerson(personId),
      ...settlements(context, gathered, round, (id) => id === personId),
    ]);
    // R8: a clean-up whose answer was lost.
    if (gathered.links.get(linkId)?.cleanUp === true) context.counts.discarded += 1;
  }
};

/** Others who were asked about a card that has just become somebody's: nothing is left of their question. */
const askAnew = async <Card>(
  { store, mailbox, commit }: PassContext<Card>,
  round: Round,
  given: ReadonlySet<CardId>,
): Promise<void> => {
  if (given.size === 0) return;
  for (const personId of await store.heldOnCards(mailbox.id, [...given])) {
    again(round, { personId });
    await commit([markPerson(personId)]);
  }
};

/** Links that get another card, or none. */
export const applyLinkSteps = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
): Promise<void> => {
  const before = await takenCards(context, gathered);
  const taken = new Set(before);
  await applyRelinks(context, gathered, round, taken);
  await applyLinkCards(context, gathered, round, taken);
  await askAnew(context, round, new Set([...taken].filter((id) => !before.has(id))));
  await applyReplacements(context, gathered, round);
};

type UndoStep<Card> = StepOf<Card, 'undoPerson'>;

/** What a refusal says of the items of one step: only the field that was refused is; the others are tried again. */
const settleUndone = <Card>(
  { undo }: Gathered<Card>,
  { itemIds }: UndoStep<Card>,
  result: CrmUpdate,
  at: string,
): StoreWrite[] => {
  switch (result.outcome) {
    case 'updated':
      return [{ op: 'settleUndo', itemIds, outcome: 'done', at }];
    case 'gone':
      return [{ op: 'settleUndo', itemIds, outcome: 'gone', at }];
    case 'refused': {
      const named = undo.filter(({ id, field }) => itemIds.includes(id) && field === result.field);
      // A refusal that names none of them is one of all: they would be refused again and again.
      const refused = named.length === 0 ? itemIds : named.map(({ id }) => id);
      return [{ op: 'settleUndo', itemIds: refused, outcome: 'refusedByCrm', at }];
    }
    case 'stale':
      return [];
  }
};

export const applyUndo = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
): Promise<void> => {
  const { crm, mailbox, commit, counts, nowIso, signal } = context;
  for (const step of ofKind(gathered.plan.steps, 'undoPerson')) {
    if (signal.aborted) return;
    const { personId, version, patch, changes, itemIds } = step;
    again(round, step);
    // The CRM has it already (a crash came between the write and its record).
    if (changes.length === 0) {
      await commit([{ op: 'settleUndo', itemIds, outcome: 'done', at: nowIso() }, markPerson(personId)]);
      continue;
    }
    const entries = historyOf(context, step, changes);
    await commit([{ op: 'history', entries, outcome: 'intended' }]);
    const result = await crm.update(personId, version, patch, { kind: 'sync', mailboxId: mailbox.id });
    const isDone = result.outcome === 'updated';
    await commit([
      { op: 'historyOutcome', ids: entries.map(({ id }) => id), outcome: isDone ? 'done' : 'notDone' },
      ...settleUndone(gathered, step, result, nowIso()),
      markPerson(personId),
    ]);
    if (isDone) counts.undone += changes.length;
  }
};

/** R8. The card first: a crash between leaves a paused link whose card is in Deleted Items, seen again next time. */
export const applyDiscards = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  round: Round,
): Promise<void> => {
  const { remote, crm, employeeId, commit, counts, signal, log, passId } = context;
  for (const some of chunks(ofKind(gathered.plan.steps, 'discardCard'), cardChunk)) {
    if (signal.aborted || round.trouble !== null) {
      some.forEach((step) => round.keep(step));
      continue;
    }
    const entries = new Map(some.map((step) => [step, historyOf(context, step, step.changes)]));
    await commit([{ op: 'history', entries: [...entries.values()].flat(), outcome: 'intended' }]);
    const results = await remote.discard(some.map(({ cardId, etag }) => ({ cardId, etag })));
    for (const [index, step] of some.entries()) {
      const result = results[index]!;
      const { linkId, personId } = step;
      const ids = entries.get(step)!.map(({ id }) => id);
      const notDone: StoreWrite = { op: 'historyOutcome', ids, outcome: 'notDone' };
      switch (result.outcome) {
        case 'discarded':
          await crm.setConnectorId(employeeId, personId, null);
          // Not the user's "no" to this person (R9): selected again, it gets a card again.
          await commit([
            { op: 'historyOutcome', ids, outcome: 'done' },
            { op: 'dropLink', linkId, removal: null },
          ]);
          counts.discarded += 1;
          break;
        case 'refused':
          // Asked for again it will be refused again: the card stays, and so does its link.
          log.warn({ passId, linkId, code: result.code }, 'card could not be discarded');
          await commit([notDone, { op: 'saveLink', linkId, set: { cleanUp: false } }]);
          // What waited on it waits again.
          again(round, step);
          break;
        case 'stale':
        case 'gone':
          await commit([notDone]);
          again(round, step);
          break;
        case 'unclear':
          // Perhaps it went. The next look tells, and settles the history with it.
          round.unclear = true;
          round.keep(step);
          break;
        case 'notSent':
          await commit([notDone]);
          round.trouble ??= result.trouble;
          round.keep(step);
      }
    }
  }
};
