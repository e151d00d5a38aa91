/** What happened to persons in my mailbox and in the CRM, and taking it back: a plan first, then that plan. */
import { historyPage } from '../../shared/api/history.ts';
import { undo, undoPage, undoPlan, type UndoScopeBody } from '../../shared/api/undo.ts';
import type { FieldId } from '../../shared/person.ts';
import { queryOf, type Call } from './call.ts';

/** All that are given must fit. */
export interface HistoryAsked {
  readonly person: string | null;
  readonly field: FieldId | null;
  readonly side: 'crm' | 'remote' | null;
  readonly overruled: boolean;
}

interface Paging {
  readonly limit: number;
  readonly before: string | null;
}

const filtersOf = ({ overruled, ...rest }: HistoryAsked) => ({
  ...rest,
  overruled: overruled ? 'true' : null,
});

/** The same as a file; needs the token like every call (`api.file`). */
export const historyFilePath = (asked: HistoryAsked): string =>
  `/api/history/file${queryOf(filtersOf(asked))}`;

export const historyApi = (call: Call) => ({
  /** Newest first; of one person also what the CRM itself tells of it. */
  list: (asked: HistoryAsked, paging: Paging) =>
    call('GET', `/api/history${queryOf({ ...filtersOf(asked), ...paging })}`, historyPage),
  /** Changes nothing. Refused with `undoTooMany` where it is more than can be looked at. */
  planUndo: (scope: UndoScopeBody) => call('POST', '/api/undo/plan', undoPlan, scope),
  /** Safe to repeat. Refused with `planStale` and the plan as it is now (`detail.current`). */
  askUndo: (scope: UndoScopeBody, planKey: string) => call('POST', '/api/undo', undo, { ...scope, planKey }),
  undo: (id: string) => call('GET', `/api/undo/${encodeURIComponent(id)}`, undo),
  undos: (paging: Paging) => call('GET', `/api/undo${queryOf({ ...paging })}`, undoPage),
});
export type HistoryApi = ReturnType<typeof historyApi>;
