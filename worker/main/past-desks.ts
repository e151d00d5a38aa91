/** History and undo as the API and the command line ask for them (worker/api/history/desk.ts, worker/api/undo/desk.ts). */
import type { FieldForm } from '../../shared/canonical.ts';
import type { PersonFieldId } from '../../shared/person.ts';
import { createHistoryDesk, type HistoryDesk } from '../api/history/desk.ts';
import { createUndoDesk, type UndoDesk } from '../api/undo/desk.ts';
import type { EmbeddedCrm } from '../crm/embedded/types.ts';
import type { Db } from '../store/db.ts';
import { createHistory } from '../store/history.ts';
import { createUndos } from '../store/undos.ts';
import { outlookTable } from '../sync/fields/outlook.ts';

const forms = new Map<string, FieldForm>(outlookTable.rows.map(({ id, form }) => [id, form]));
const formOf = (field: PersonFieldId): FieldForm => forms.get(field) ?? 'text';

export const createPastDesks = (
  db: Db,
  crm: EmbeddedCrm,
  now: () => Date,
): { readonly history: HistoryDesk; readonly undo: UndoDesk } => ({
  history: createHistoryDesk(createHistory(db), (personId, query) => crm.logOf(personId, query)),
  undo: createUndoDesk({ undos: createUndos(db), crm, country: crm.country, formOf, now }),
});
