/** Undo as people read it: names beside ids, and why or what in a sentence. */
import type { UndoPlanView, UndoScopeBody, UndoView } from '../../../shared/api/undo.ts';
import { asId } from '../../../shared/ids.ts';
import type { Language } from '../../../shared/texts/language.ts';
import { undoLeftOutTexts, undoOutcomeTexts, undoWaitsTexts } from '../../../shared/texts/undo.ts';
import type { Crm, MailboxState } from '../../pass/ports.ts';
import type { UndoRecord } from '../../store/undos.ts';
import type { UndoScope } from '../../sync/undo-plan.ts';
import { namesOf } from '../persons/present.ts';
import type { ShownPlan } from './desk.ts';

/** Exactly one of the three is there; the schema has seen to that. */
export const scopeOf = ({ entryId, passId, since }: UndoScopeBody): UndoScope => {
  if (entryId !== undefined) return { entry: asId(entryId) };
  return passId !== undefined ? { pass: asId(passId) } : { since: new Date(since ?? 0).toISOString() };
};

export const presentPlan = (plan: ShownPlan, language: Language): UndoPlanView => {
  const nameOf = namesOf(plan.persons);
  return {
    planKey: plan.planKey,
    items: plan.items.map(({ historyId, entryIds, personId, field, expected, value }) => ({
      entryId: historyId,
      entries: entryIds.length,
      personId,
      personName: nameOf(personId),
      field,
      now: plan.persons.get(personId)?.fields[field] ?? expected,
      becomes: value,
    })),
    leftOut: plan.leftOut.map(({ historyId, personId, field, because }) => ({
      entryId: historyId,
      personId,
      personName: nameOf(personId),
      field,
      because,
      sentence: undoLeftOutTexts[language][because],
    })),
  };
};

export interface UndoReads {
  readonly crm: Pick<Crm, 'persons' | 'employees'>;
}

const countsOf = ({ items }: UndoRecord): UndoView['counts'] => {
  const of = (outcome: string): number => items.filter((item) => item.outcome === outcome).length;
  const [pending, done] = [of('pending'), of('done')];
  return { pending, done, notDone: items.length - pending - done };
};

const waitsFor = (state: MailboxState | null, pending: number, language: Language): UndoView['waitsFor'] =>
  state === null || state === 'active' || pending === 0
    ? null
    : { state, sentence: undoWaitsTexts[language][state] };

/** `stateOf`: of the mailbox, which says whether a pass comes to what waits; null where it is gone. */
export const presentUndos = async (
  { crm }: UndoReads,
  records: readonly UndoRecord[],
  stateOf: (record: UndoRecord) => MailboxState | null,
  language: Language,
): Promise<UndoView[]> => {
  const ids = new Set(records.flatMap(({ items }) => items.map(({ personId }) => personId)));
  const [persons, employees] = await Promise.all([crm.persons([...ids]), crm.employees()]);
  const nameOf = namesOf(persons);
  const employeeNames = new Map(employees.map(({ id, displayName }) => [id, displayName]));
  return records.map((record) => {
    const { id, scope, askedAt, askedBy, items } = record;
    const counts = countsOf(record);
    return {
      id,
      scope: {
        entryId: 'entry' in scope ? scope.entry : null,
        passId: 'pass' in scope ? scope.pass : null,
        since: 'since' in scope ? scope.since : null,
      },
      askedAt,
      askedBy: askedBy === null ? null : { id: askedBy, displayName: employeeNames.get(askedBy) ?? '' },
      waitsFor: waitsFor(stateOf(record), counts.pending, language),
      counts,
      items: items.map((item) => ({
        entryId: item.historyId,
        personId: item.personId,
        personName: nameOf(item.personId),
        field: item.field,
        from: item.expected,
        to: item.value,
        outcome: item.outcome,
        sentence: undoOutcomeTexts[language][item.outcome],
        settledAt: item.settledAt,
      })),
    };
  });
};
