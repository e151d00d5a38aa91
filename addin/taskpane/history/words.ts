/** What an entry of the history is about, in words; and why it cannot be taken back, as far as it says so itself. */
import type { HistoryView } from '../../../shared/api/history.ts';
import { fieldIds, personFieldIds } from '../../../shared/person.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { historyPartTexts } from '../../../shared/texts/history.ts';
import type { Language } from '../../../shared/texts/language.ts';
import { undoLeftOutTexts } from '../../../shared/texts/undo.ts';
import type { HistoryTexts } from '../../../shared/texts/pane/history.ts';

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

export const fieldWords = (
  { field, source }: Pick<HistoryView, 'field' | 'source'>,
  texts: HistoryTexts,
  language: Language,
): string => {
  if (field === null) return source === 'crm' ? texts.wholeCrm : texts.whole;
  const isField = (name: string): name is (typeof fieldIds)[number] => fieldIds.some((id) => id === name);
  return capital(isField(field) ? fieldTexts[language][field] : historyPartTexts[language][field]);
};

/** Null: it may be; what somebody changed since is for the plan to tell. As the worker judges it (R4, R8). */
export const cannotUndo = (
  { source, field, outcome, side, decision, overruled }: HistoryView,
  texts: HistoryTexts,
  language: Language,
): string | null => {
  const because = undoLeftOutTexts[language];
  if (source === 'crm') return texts.changedInCrm;
  if (field === null) return because.creation;
  if (outcome !== 'done') return because.notDone;
  if (!personFieldIds.some((id) => id === field) || decision === 'R4.crmLeads') return because.onlyGoesOut;
  if (overruled?.ofAnother === true) return because.ofAnother;
  return side === 'remote' && decision === 'R5.blankTakesOther' ? because.onlyFilledCard : null;
};
