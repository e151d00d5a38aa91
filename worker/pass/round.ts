/** One round of apply: what the stages of it share, and what it leaves open. */
import type { HeldId, HistoryId, LinkId, PersonId } from '../../shared/ids.ts';
import type { FieldChange, Step } from '../sync/plan.ts';
import type { PassContext } from './context.ts';
import type { HistoryEntry, StoreWrite, Trouble } from './ports.ts';

export type StepOf<Card, Kind extends Step<Card>['kind']> = Extract<Step<Card>, { kind: Kind }>;

/** Collects what a round leaves open. */
export class Round {
  stale = false;
  unclear = false;
  trouble: Trouble | null = null;
  readonly openLinks = new Set<LinkId>();
  readonly openPersons = new Set<PersonId>();

  keep(step: { linkId?: LinkId; personId: PersonId }): void {
    if (step.linkId !== undefined) this.openLinks.add(step.linkId);
    this.openPersons.add(step.personId);
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

export const holdWrite = <Card>(
  context: PassContext<Card>,
  hold: Extract<StoreWrite, { op: 'hold' }>['hold'],
): StoreWrite => {
  context.counts.held += 1;
  if (hold.reason === 'conflict') context.counts.conflicts += hold.fields.length;
  return { op: 'hold', id: context.newId() as HeldId, passId: context.passId, at: context.nowIso(), hold };
};
