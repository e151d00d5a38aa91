/**
 * A preview as data: the counts of the pass that was tried, and what is behind each of them. Names are left to whoever shows
 * it; values are as typed.
 */
import type { CardId, PersonId } from '../../shared/ids.ts';
import type { FieldId } from '../../shared/person.ts';
import type { Brake, Decision, FieldChange, Hold, Plan, Step } from '../sync/plan.ts';
import { select, type ActivationSettings, type LeftOutReason } from '../sync/selection.ts';
import { chunks, type PassContext } from './context.ts';
import type { PreviewStore, Snapshot } from './preview-store.ts';
import type { MailboxState, PassCounts, PassOutcome } from './ports.ts';

export interface PreviewField {
  readonly field: FieldId;
  readonly from: string | null;
  readonly to: string | null;
  readonly decision: Decision;
  /** The value a person typed that is overruled; absent where nothing is lost. */
  readonly overruled?: FieldChange['overruled'];
}

/** One person, and the fields that would be filled or changed on one side. */
export interface PreviewChange {
  readonly personId: PersonId;
  /** Empty: only what is composed of the fields (the name as shown). */
  readonly fields: readonly PreviewField[];
}

export interface PreviewLeftOut {
  readonly personId: PersonId;
  readonly because: LeftOutReason | 'removedByUser';
}

export interface Preview {
  readonly at: string;
  /** Those it was made with. */
  readonly settings: ActivationSettings;
  readonly mailbox: { readonly state: MailboxState; readonly because: string | null };
  /** Every person was looked at: a first pass, or other settings. */
  readonly everyPerson: boolean;
  /** Of the pass; `requests` of the preview itself. */
  readonly counts: PassCounts;
  /** The pass would stop before its first write, and ask; the counts are of what it does after a "go on" (R12). */
  readonly brake: Brake | null;
  readonly created: readonly PersonId[];
  readonly toRemote: readonly PreviewChange[];
  readonly toCrm: readonly PreviewChange[];
  /** Held changes it would open. */
  readonly held: readonly Hold[];
  readonly paused: readonly { readonly personId: PersonId; readonly because: LeftOutReason }[];
  readonly resumed: readonly PersonId[];
  readonly removed: readonly PersonId[];
  readonly linked: readonly PersonId[];
  readonly discarded: readonly PersonId[];
  /** Cards that get a connector ID back or lose one that is not theirs (R10). Null: a copy. */
  readonly repaired: readonly (PersonId | null)[];
  /** Persons of this employee that are not in the mailbox then, and links that stand still. */
  readonly leftOut: readonly PreviewLeftOut[];
  /** Held changes that are open now: those that stay so, and those that would close. */
  readonly waiting: { readonly stay: number; readonly close: number };
  /** Code of what a later pass has to come back for; null: nothing. */
  readonly later: string | null;
}

export interface TriedPass<Card> {
  readonly context: PassContext<Card>;
  readonly snapshot: Snapshot;
  readonly kept: PreviewStore;
  readonly outcome: PassOutcome;
  readonly plans: readonly Plan<Card>[];
}

const personsAtOnce = 500;

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];

const personsOfKind = <Card, Kind extends Step<Card>['kind']>(
  steps: readonly Step<Card>[],
  kind: Kind,
): PersonId[] =>
  distinct(steps.flatMap((step) => (step.kind === kind && 'personId' in step ? [step.personId] : [])));

/** The fields that were confirmed, by person, on one side; in the order in which they were written. */
const fieldsBySide = (kept: PreviewStore, passId: string, side: FieldChange['side']) => {
  const byPerson = new Map<PersonId, PreviewField[]>();
  for (const { entry, outcome } of kept.history()) {
    if (outcome !== 'done' || entry.side !== side || entry.field === null || entry.passId !== passId)
      continue;
    // Not written to a card: lost with it.
    if (entry.decision === 'R8.cleanedUp') continue;
    const { personId, field, from, to, decision, overruled } = entry;
    const shown = { field, from, to, decision, ...(overruled === undefined ? {} : { overruled }) };
    byPerson.set(personId, [...(byPerson.get(personId) ?? []), shown]);
  }
  return byPerson;
};

/** Cards that are made, and those of an earlier pass that turned up (R11). */
const createdOf = <Card>({ kept, snapshot, context }: TriedPass<Card>, found: ReadonlySet<PersonId>) => {
  const made = kept
    .history()
    .filter(
      ({ entry, outcome }) =>
        outcome === 'done' && entry.decision === 'R2.created' && entry.passId === context.passId,
    )
    .map(({ entry }) => entry.personId);
  const awaited = snapshot.links.filter(({ state }) => state === 'creating').map(({ personId }) => personId);
  return distinct([...made, ...awaited.filter((personId) => found.has(personId))]);
};

/** R1 for every person of this employee, and every link that stands still: the state in which the pass would leave them. */
const leftOutOf = async <Card>({ context }: TriedPass<Card>): Promise<PreviewLeftOut[]> => {
  const { crm, store, mailbox, employeeId } = context;
  const leftOut = new Map<PersonId, PreviewLeftOut>();
  const removals = new Map(
    (await store.removals(mailbox.id)).map((each) => [each.personId, each.personVersion]),
  );
  const links = await store.links(mailbox.id);
  const linked = new Set(links.map(({ personId }) => personId));
  for (const ids of chunks(await crm.personsOf(employeeId), personsAtOnce)) {
    for (const [personId, person] of await crm.persons(ids)) {
      const selection = select(person, employeeId, mailbox.settings, mailbox.excludedPersons);
      if (!selection.selected) leftOut.set(personId, { personId, because: selection.because });
      else if (!linked.has(personId) && removals.get(personId) === person.version) {
        leftOut.set(personId, { personId, because: 'removedByUser' });
      }
    }
  }
  for (const { state, personId, pausedBecause } of links) {
    if (state === 'paused' && pausedBecause !== null)
      leftOut.set(personId, { personId, because: pausedBecause });
  }
  return [...leftOut.values()];
};

/** R7: persons who get a card that is there already, for the first time or instead of one that is gone. */
const linkedOf = <Card>(steps: readonly Step<Card>[]): PersonId[] =>
  distinct(
    steps.flatMap((step) =>
      step.kind === 'linkCard' || (step.kind === 'relink' && step.afresh) ? [step.personId] : [],
    ),
  );

const repairedOf = <Card>(steps: readonly Step<Card>[]): (PersonId | null)[] => {
  const cards = new Map<CardId, PersonId | null>();
  for (const step of steps) {
    if (step.kind === 'stripConnectorId') cards.set(step.cardId, null);
    if (step.kind === 'updateCard' && step.connectorId !== null) cards.set(step.cardId, step.personId);
  }
  return [...cards.values()];
};

export const previewOf = async <Card>(tried: TriedPass<Card>): Promise<Preview> => {
  const { context, snapshot, kept, outcome, plans } = tried;
  const steps = plans.flatMap((plan) => plan.steps);
  const links = await context.store.links(context.mailbox.id);
  const found = new Set(links.filter(({ cardId }) => cardId !== null).map(({ personId }) => personId));
  const toRemote = fieldsBySide(kept, context.passId, 'remote');
  const toCrm = fieldsBySide(kept, context.passId, 'crm');
  const changes = (
    byPerson: Map<PersonId, PreviewField[]>,
    also: readonly PersonId[] = [],
  ): PreviewChange[] =>
    distinct([...byPerson.keys(), ...also]).map((personId) => ({
      personId,
      fields: byPerson.get(personId) ?? [],
    }));
  // A card that only gets its connector ID back is a repair; all others are written.
  const rewritten = steps.flatMap((step) =>
    step.kind === 'updateCard' && step.connectorId === null ? [step.personId] : [],
  );
  return {
    at: context.nowIso(),
    settings: context.mailbox.settings,
    mailbox: { state: snapshot.mailbox.state, because: snapshot.mailbox.stateBecause },
    everyPerson: context.mailbox.crmCursor === null,
    counts: context.counts,
    brake: plans.map(({ brake }) => brake).find((brake) => brake !== null) ?? null,
    created: createdOf(tried, found),
    toRemote: changes(toRemote, rewritten),
    toCrm: changes(toCrm),
    held: kept.opened(),
    paused: steps.flatMap((step) =>
      step.kind === 'pauseLink' ? [{ personId: step.personId, because: step.because }] : [],
    ),
    resumed: personsOfKind(steps, 'resumeLink'),
    removed: personsOfKind(steps, 'unlink'),
    linked: linkedOf(steps),
    discarded: personsOfKind(steps, 'discardCard'),
    repaired: repairedOf(steps),
    leftOut: await leftOutOf(tried),
    waiting: {
      stay: snapshot.openHeld.length - kept.closedHeld().length,
      close: kept.closedHeld().length,
    },
    later: outcome.outcome === 'later' ? outcome.code : null,
  };
};
