/** One round of apply: what the stages of it share, and what it leaves open. */
import type { HeldId, HistoryId, LinkId, PersonId, RulingId } from '../../shared/ids.ts';
import type { FieldChange, Step } from '../sync/plan.ts';
import type { PassContext } from './context.ts';
import type { Gathered } from './gather.ts';
import type { HistoryEntry, StoreWrite, Trouble } from './ports.ts';

export type StepOf<Card, Kind extends Step<Card>['kind']> = Extract<Step<Card>, { kind: Kind }>;

/** Collects what a round leaves open. */
export class Round {
  stale = false;
  unclear = false;
  trouble: Trouble | null = null;
  readonly openLinks = new Set<LinkId>();
  readonly openPersons = new Set<PersonId>();
  /** Decisions that this round has settled. */
  readonly settled = new Set<RulingId>();

  keep(step: { linkId?: LinkId; personId: PersonId }): void {
    if (step.linkId !== undefined) this.openLinks.add(step.linkId);
    this.openPersons.add(step.personId);
  }

  /** Done, and to be read and merged once more. */
  lookAgain(step: { linkId?: LinkId; personId: PersonId }): void {
    this.stale = true;
    this.keep(step);
  }
}

export const cardChunk = 20;

export const ofKind = <Card, Kind extends Step<Card>['kind']>(
  steps: readonly Step<Card>[],
  kind: Kind,
): StepOf<Card, Kind>[] => steps.filter((step): step is StepOf<Card, Kind> => step.kind === kind);

export const historyOf = <Card>(
  { newId, passId, mailbox, nowIso }: PassContext<Card>,
  link: { linkId: LinkId; personId: PersonId },
  changes: readonly FieldChange[],
): HistoryEntry[] =>
  changes.map((change) => ({
    ...change,
    id: newId() as HistoryId,
    at: nowIso(),
    passId,
    mailboxId: mailbox.id,
    personId: link.personId,
    linkId: link.linkId,
  }));

/** What the plan says became of decisions on these persons; each once. To be committed with or after what they led to. */
export const settlements = <Card>(
  { nowIso }: PassContext<Card>,
  { plan, rulings }: Gathered<Card>,
  round: Round,
  concerns: (personId: PersonId) => boolean,
): StoreWrite[] => {
  const steps = ofKind(plan.steps, 'settleRuling').filter(({ rulingId }) => !round.settled.has(rulingId));
  if (steps.length === 0) return [];
  const personOf = new Map(rulings.map(({ id, personId }) => [id, personId]));
  return steps.flatMap(({ rulingId, outcome }): StoreWrite[] => {
    const personId = personOf.get(rulingId);
    if (personId === undefined || !concerns(personId)) return [];
    round.settled.add(rulingId);
    return [{ op: 'settleRuling', rulingId, outcome, at: nowIso() }];
  });
};

export const holdWrite = <Card>(
  context: PassContext<Card>,
  hold: Extract<StoreWrite, { op: 'hold' }>['hold'],
): StoreWrite => {
  context.counts.held += 1;
  if (hold.reason === 'conflict') context.counts.conflicts += hold.fields.length;
  return { op: 'hold', id: context.newId() as HeldId, passId: context.passId, at: context.nowIso(), hold };
};
