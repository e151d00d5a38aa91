/**
 * What an undo would do, as a plan that is shown first: which fields get which earlier value back, and what stays as it is
 * with the reason. Made from the history and from what the CRM has now; a pass does it later and looks once more, so
 * that nothing is undone that somebody changed meanwhile (undo.ts).
 *
 * What is taken back is always a value in the CRM. From there it is carried to every card like any other change (R5), and
 * so it cannot come back as an echo (R6). A card is never made to differ from the CRM.
 */
import { canonical, type Country, type FieldForm } from '../../shared/canonical.ts';
import type { HistoryId, LinkId, PassId, PersonId } from '../../shared/ids.ts';
import { personFieldIds, type FieldId, type Person, type PersonFieldId } from '../../shared/person.ts';
import { fingerprint } from './fingerprint.ts';
import type { CrmTakes } from './merge.ts';
import type { FieldChange } from './plan.ts';

/** One entry, all that one pass did, or everything a mailbox sent to the CRM since an instant (ISO, included). */
export type UndoScope =
  { readonly entry: HistoryId } | { readonly pass: PassId } | { readonly since: string };

/** An entry of the history, as far as an undo needs it. */
export interface UndoEntry extends FieldChange {
  readonly id: HistoryId;
  readonly personId: PersonId;
  readonly linkId: LinkId;
  readonly outcome: 'intended' | 'done' | 'notDone';
}

/** Why something is not taken back. Closed: every code has a sentence in Dutch and English in shared/texts/undo.ts. */
export const undoLeftOutReasons = [
  /** A card was made: nothing is ever deleted (R8). */
  'creation',
  /** The field never comes from a card (R4), so no earlier value of it was the CRM's. */
  'onlyGoesOut',
  /** A blank on the card was filled with what the CRM had; the CRM did not change. */
  'onlyFilledCard',
  /** What stood on the card was another's (R7): it is not made this person's. */
  'ofAnother',
  /** The entry says that it did not happen, or not yet. */
  'notDone',
  /** Somebody changed the field afterwards. */
  'changedSince',
  /** The person is no longer in the CRM. */
  'gone',
  /** The CRM has that value. */
  'sameAlready',
  /** The CRM does not take the value. */
  'refusedByCrm',
  /** Another undo of this field waits for its pass. */
  'asked',
] as const;
export type UndoLeftOutReason = (typeof undoLeftOutReasons)[number];

export interface PlannedUndo {
  /** The newest entry that is taken back. */
  readonly historyId: HistoryId;
  /** All of them, newest first: a field that was changed three times goes back to before the first. */
  readonly entryIds: readonly HistoryId[];
  readonly personId: PersonId;
  readonly linkId: LinkId;
  readonly field: PersonFieldId;
  /** What the CRM has now and must still have then, as the history tells it. */
  readonly expected: string | null;
  /** What it gets back, as typed. */
  readonly value: string | null;
}

export interface UndoLeftOut {
  readonly historyId: HistoryId;
  readonly personId: PersonId;
  readonly field: FieldId | null;
  readonly because: UndoLeftOutReason;
}

export interface UndoPlan {
  readonly items: readonly PlannedUndo[];
  readonly leftOut: readonly UndoLeftOut[];
}

export interface UndoPlanInput {
  /** Newest first. */
  readonly entries: readonly UndoEntry[];
  /** As they are now; one who is gone is absent. */
  readonly persons: ReadonlyMap<PersonId, Person>;
  /** Fields of which an undo waits already. */
  readonly asked: readonly { readonly personId: PersonId; readonly field: FieldId }[];
  readonly formOf: (field: PersonFieldId) => FieldForm;
  readonly country: Country;
  readonly takes: CrmTakes;
}

const isPersonField = (field: FieldId): field is PersonFieldId =>
  personFieldIds.some((known) => known === field);

/** What the entry itself says against taking it back; what is left has a field that the CRM takes. */
const standsAgainst = (entry: UndoEntry): UndoLeftOutReason | null => {
  if (entry.field === null) return 'creation';
  if (entry.outcome !== 'done') return 'notDone';
  if (!isPersonField(entry.field) || entry.decision === 'R4.crmLeads') return 'onlyGoesOut';
  if (entry.side === 'remote' && entry.decision === 'R5.blankTakesOther') return 'onlyFilledCard';
  if (entry.overruled?.ofAnother === true) return 'ofAnother';
  return null;
};

/** What taking this entry back puts into the CRM: what was overruled on the card, else what was there before. */
const restores = ({ side, from, overruled }: UndoEntry): string | null =>
  side === 'remote' && overruled?.side === 'remote' ? overruled.value : from;

interface Chain {
  readonly taken: readonly UndoEntry[];
  readonly value: string | null;
  /** Older ones that the chain does not reach: somebody changed the field between. */
  readonly cut: readonly UndoEntry[];
}

type Same = (a: string | null, b: string | null) => boolean;

/** Walks back from the newest entry as long as each older one led to the value from which the next one started. */
const chainOf = (entries: readonly UndoEntry[], same: Same): Chain => {
  const [newest, ...older] = entries as readonly [UndoEntry, ...UndoEntry[]];
  const taken = [newest];
  const cut: UndoEntry[] = [];
  let step = { to: newest.to, value: restores(newest) };
  for (const entry of older) {
    // One change of a value is told twice where it went on to a card in the same scope.
    const isSameChange = same(entry.to, step.to) && same(restores(entry), step.value);
    if (cut.length === 0 && (isSameChange || same(entry.to, step.value))) {
      if (!isSameChange) step = { to: entry.to, value: restores(entry) };
      taken.push(entry);
    } else cut.push(entry);
  }
  return { taken, value: step.value, cut };
};

const grouped = (entries: readonly UndoEntry[]): UndoEntry[][] => {
  const groups = new Map<string, UndoEntry[]>();
  for (const entry of entries) {
    const key = `${entry.personId} ${entry.field ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
};

const planField = (input: UndoPlanInput, entries: readonly UndoEntry[], field: PersonFieldId): UndoPlan => {
  const { persons, asked, formOf, country, takes } = input;
  const [newest] = entries as readonly [UndoEntry, ...UndoEntry[]];
  const { personId, linkId, id: historyId, to: expected } = newest;
  const leave = (entry: UndoEntry, because: UndoLeftOutReason): UndoLeftOut => ({
    historyId: entry.id,
    personId,
    field,
    because,
  });
  const same: Same = (a, b) => canonical(formOf(field), a, country) === canonical(formOf(field), b, country);
  const { taken, value, cut } = chainOf(entries, same);
  const reasonAgainst = (): UndoLeftOutReason | null => {
    const person = persons.get(personId);
    if (person === undefined) return 'gone';
    if (asked.some((one) => one.personId === personId && one.field === field)) return 'asked';
    const now = person.fields[field];
    if (same(now, value)) return 'sameAlready';
    if (!same(now, expected)) return 'changedSince';
    return takes(field, value, person.kind) === null ? null : 'refusedByCrm';
  };
  const because = reasonAgainst();
  const leftOut = cut.map((entry) => leave(entry, 'changedSince'));
  if (because !== null) return { items: [], leftOut: [leave(newest, because), ...leftOut] };
  const entryIds = taken.map(({ id }) => id);
  return { items: [{ historyId, entryIds, personId, linkId, field, expected, value }], leftOut };
};

/** Fields of a person stay together, in the order in which they were changed last. Pure. */
export const undoPlanOf = (input: UndoPlanInput): UndoPlan => {
  const leftOut: UndoLeftOut[] = [];
  const undoable: UndoEntry[] = [];
  for (const entry of input.entries) {
    const because = standsAgainst(entry);
    const { id: historyId, personId, field } = entry;
    if (because === null) undoable.push(entry);
    else leftOut.push({ historyId, personId, field, because });
  }
  const plans = grouped(undoable).map((entries) =>
    planField(input, entries, entries[0]!.field as PersonFieldId),
  );
  const items = plans.flatMap((plan) => plan.items);
  const places = new Map([...new Set(items.map(({ personId }) => personId))].map((id, place) => [id, place]));
  return {
    items: items.sort((a, b) => places.get(a.personId)! - places.get(b.personId)!),
    leftOut: [...plans.flatMap((plan) => plan.leftOut), ...leftOut],
  };
};

/** Names what the plan does: another key is another plan, and whoever agreed to the one has not agreed to the other. */
export const undoPlanKey = (scope: UndoScope, { items }: UndoPlan): string =>
  fingerprint([
    scope,
    items.map(({ historyId, personId, field, expected, value }) => [
      historyId,
      personId,
      field,
      expected,
      value,
    ]),
  ]);
