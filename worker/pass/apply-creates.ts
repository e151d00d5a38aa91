/**
 * New cards (R2, R10, R11). The intent with its connector ID is committed, and known to the CRM, before the POST; an
 * unclear outcome is never answered with another POST in the same pass.
 */
import type { ConnectorId, LinkId } from '../../shared/ids.ts';
import type { FieldId } from '../../shared/person.ts';
import type { Base } from '../sync/base.ts';
import type { Link } from '../sync/link.ts';
import { createRefusal } from '../sync/plan-pass.ts';
import { baseAsStored, holdOf, isAltered } from '../sync/plan-link.ts';
import { chunks, type PassContext } from './context.ts';
import { resolveCreating } from './creating.ts';
import { rememberWritten } from './known-cards.ts';
import type { Gathered } from './gather.ts';
import type { CreateResult, HistoryEntry, StoreWrite } from './ports.ts';
import { inTurn, type Prepared } from './pipeline.ts';
import { cardChunk, historyOf, holdWrite, ofKind, type Round, type StepOf } from './round.ts';

interface Intent<Card> {
  readonly step: StepOf<Card, 'createCard'>;
  readonly link: Link;
  readonly entries: readonly HistoryEntry[];
}

/** An earlier intent for the same person keeps its connector ID, so that a card that turns up after all is its own. */
const intend = <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  step: StepOf<Card, 'createCard'>,
): Intent<Card> => {
  const link: Link = gathered.free.get(step.personId) ?? {
    id: context.newId() as LinkId,
    personId: step.personId,
    connectorId: context.newId() as ConnectorId,
    state: 'creating',
    pausedBecause: null,
    cardId: null,
    folderId: null,
    etag: null,
    base: step.base,
    cleanUp: false,
  };
  const entries = historyOf(context, { linkId: link.id, personId: step.personId }, [
    { field: null, side: 'remote', from: null, to: null, decision: 'R2.created' },
  ]);
  return { step, link, entries };
};

/** What must be in the store before these are posted (R11), and known to the CRM. */
const prepare = <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  intents: readonly Intent<Card>[],
): Prepared<readonly Intent<Card>[]> => {
  const isNew = ({ step }: Intent<Card>) => !gathered.free.has(step.personId);
  return {
    ready: intents,
    writes: [
      { op: 'newLinks', links: intents.filter(isNew).map(({ link }) => link) },
      // What is agreed is what this POST carries, not what an earlier one did.
      ...intents
        .filter((intent) => !isNew(intent))
        .map(({ link, step }): StoreWrite => ({
          op: 'saveLink',
          linkId: link.id,
          set: {},
          base: step.base,
        })),
      { op: 'history', entries: intents.flatMap(({ entries }) => entries), outcome: 'intended' },
    ],
    afterwards: () =>
      context.crm.setConnectorIds(
        context.employeeId,
        new Map(intents.map(({ link }) => [link.personId, link.connectorId])),
      ),
  };
};

/** The intent carried the rest of it. */
const changedSince = (intended: Base, base: Base): Base =>
  Object.fromEntries(
    Object.entries(base).filter(([field, agreed]) => {
      const before = intended[field as FieldId];
      return before?.crm !== agreed.crm || before.remote !== agreed.remote || before.slot !== agreed.slot;
    }),
  );

const settle = <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  { step, link, entries }: Intent<Card>,
  result: CreateResult<Card>,
  round: Round,
): StoreWrite[] => {
  const ids = entries.map(({ id }) => id);
  const personMark = { op: 'clearMarks', marks: [{ subject: 'person', id: step.personId }] } as const;
  switch (result.outcome) {
    case 'created': {
      const { cardId, etag, folderId } = result;
      const person = gathered.persons.get(step.personId);
      const base =
        result.card === undefined || person === undefined
          ? step.base
          : baseAsStored(gathered.terms, person, step.base, step.base, result.card);
      // Kept otherwise than it was sent: looked at once more, and asked.
      const altered = person !== undefined && isAltered(gathered.terms, person, step.base, base);
      if (altered) round.lookAgain(step);
      context.counts.created += 1;
      // Not in a first pass, or after a change of settings: there it was no edit that asked for the card.
      if (context.mailbox.crmCursor !== null) context.arrived('remote', person?.changedAt ?? null);
      return [
        {
          op: 'saveLink',
          linkId: link.id,
          set: { state: 'active', cardId, folderId, etag },
          base: changedSince(step.base, base),
        },
        ...(gathered.removed.has(step.personId)
          ? [{ op: 'dropRemoval', personId: step.personId } as const]
          : []),
        { op: 'historyOutcome', ids, outcome: 'done' },
        ...step.unwritten.map(({ reason, fields }) =>
          holdWrite(context, holdOf(gathered.terms, link, reason, fields)),
        ),
        altered ? { op: 'mark', marks: [{ subject: 'card', id: cardId }] } : personMark,
      ];
    }
    case 'refused':
      return [
        { op: 'dropLink', linkId: link.id, removal: null },
        { op: 'historyOutcome', ids, outcome: 'notDone' },
        holdWrite(context, createRefusal(gathered.terms, step.personId, step.card)),
        personMark,
      ];
    case 'unclear':
      round.unclear = true;
      round.keep(step);
      return [];
    case 'notSent':
      round.trouble ??= result.trouble;
      round.keep(step);
      return [{ op: 'historyOutcome', ids, outcome: 'notDone' }];
  }
};

/** Intents whose person is not to have a card any more. */
const dropUnwanted = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  steps: readonly StepOf<Card, 'createCard'>[],
): Promise<void> => {
  // A card that was there already may have become theirs (R7).
  const linked = ofKind(gathered.plan.steps, 'linkCard');
  const wanted = new Set([...steps, ...linked].map(({ personId }) => personId));
  for (const link of gathered.free.values()) {
    if (wanted.has(link.personId)) continue;
    await context.crm.setConnectorId(context.employeeId, link.personId, null);
    await context.commit([{ op: 'dropLink', linkId: link.id, removal: null }]);
  }
};

export const applyCreates = async <Card>(
  context: PassContext<Card>,
  gathered: Gathered<Card>,
  steps: readonly StepOf<Card, 'createCard'>[],
  round: Round,
): Promise<void> => {
  await dropUnwanted(context, gathered, steps);
  let done = 0;
  const unclear: Link[] = [];
  const idsOf = (intents: readonly Intent<Card>[]) =>
    intents.flatMap(({ entries }) => entries.map(({ id }) => id));
  await inTurn(context, chunks(steps, cardChunk), () => round.trouble === null && !context.signal.aborted, {
    prepare: (some) =>
      prepare(
        context,
        gathered,
        some.map((step) => intend(context, gathered, step)),
      ),
    send: (intents) =>
      context.remote.create(
        intents.map(({ link, step }) => ({ connectorId: link.connectorId, card: step.card })),
      ),
    isLast: (results) => results.some(({ outcome }) => outcome === 'notSent'),
    settle: async (intents, results) => {
      const writes = intents.flatMap((intent, index) =>
        settle(context, gathered, intent, results[index]!, round),
      );
      const made = intents.flatMap(({ step }, index) => {
        const result = results[index]!;
        if (result.outcome !== 'created') return [];
        return [{ cardId: result.cardId, folderId: result.folderId, content: result.card ?? step.card }];
      });
      const of = (outcome: CreateResult<Card>['outcome']): Link[] =>
        intents.flatMap(({ link }, index) => (results[index]!.outcome === outcome ? [link] : []));
      unclear.push(...of('unclear'));
      done += intents.length;
      return {
        writes: [...writes, ...(await rememberWritten(context, gathered.terms.guard, made, { fresh: true }))],
        afterwards: async () => {
          for (const { personId } of of('refused'))
            await context.crm.setConnectorId(context.employeeId, personId, null);
          await context.progress({ phase: 'apply', done, total: steps.length });
        },
      };
    },
    unsent: (intents) => {
      intents.forEach(({ step }) => round.keep(step));
      return [{ op: 'historyOutcome', ids: idsOf(intents), outcome: 'notDone' }];
    },
    leave: (some) => some.forEach((step) => round.keep(step)),
  });
  // Most lost answers belong to cards that were stored: they are found at once. Others wait for the next pass.
  if (!context.signal.aborted && round.trouble === null) await resolveCreating(context, unclear, []);
};
