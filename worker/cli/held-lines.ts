/** Held changes as the commands show them, and reading them page by page. */
import type { HeldView } from '../../shared/api/held.ts';
import { presentOne } from '../api/held/present.ts';
import type { HeldRecord } from '../store/held-changes.ts';
import { shortId } from './held-named.ts';
import type { Run } from './program.ts';

interface Pages<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Page by page, until there are as many as wanted. */
export const upTo = async <T>(
  limit: number,
  page: (limit: number, before: string | null) => Promise<Pages<T>>,
): Promise<{ items: T[]; more: boolean }> => {
  const items: T[] = [];
  let before: string | null = null;
  do {
    const read: Pages<T> = await page(limit - items.length, before);
    items.push(...read.items);
    before = read.next;
  } while (before !== null && items.length < limit);
  return { items, more: before !== null };
};

export const viewOf = async (run: Run, record: HeldRecord): Promise<HeldView> =>
  presentOne((await run.office()).crm, record, run.language);

/** The sentence first; then the id to name it by, and what can be decided or what became of it. */
export const itemLines = (run: Run, item: HeldView): string[] => {
  const can = item.choices.map(({ choice }) => choice).join(' | ');
  const rest = item.state === 'open' ? can || run.t('heldNoChoices') : item.standing;
  return ['', item.sentence, `  ${shortId(item.id)}  ${item.reason}  ${item.openedAt}  ${rest}`];
};
