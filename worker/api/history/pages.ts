/** The whole of a history, page by page, as people read it. */
import type { HistoryView } from '../../../shared/api/history.ts';
import type { Language } from '../../../shared/texts/language.ts';
import type { HistoryFilter } from '../../store/history.ts';
import type { HistoryDesk } from './desk.ts';
import { presentLines, type HistoryShown } from './present.ts';

const PAGE = 500;

export async function* historyPages(
  deps: HistoryShown & { readonly history: HistoryDesk },
  filter: HistoryFilter,
  withCrmLog: boolean,
  language: Language,
): AsyncGenerator<HistoryView[]> {
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<HistoryDesk['list']>> = await deps.history.list(
      filter,
      { limit: PAGE, before },
      withCrmLog,
    );
    yield await presentLines(deps, page.items, language, filter.field);
    before = page.next;
  } while (before !== null);
}
