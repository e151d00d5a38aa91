/**
 * A list that the worker gives page by page, newest first: more of it at the end when asked, and read anew from the top as
 * far as it was shown, so that nothing that was on screen goes because something new came.
 */
import { useCallback, useEffect, useRef } from 'react';
import type { Trouble } from '../api/failure.ts';
import { useActing, useResource } from './use-resource.ts';

const PAGE = 30;
/** The worker gives no more at once. */
const MOST = 200;

export interface PageOf<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly next: string | null;
}
export interface PageAsked {
  readonly limit: number;
  readonly before: string | null;
}

export interface Pages<Item> {
  /** Null until the first answer. */
  readonly items: readonly Item[] | null;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly trouble: Trouble | null;
  readonly more: () => void;
  readonly reload: () => void;
  /** What is known better than by reading it again. */
  readonly set: (items: readonly Item[]) => void;
}

/** `key` names what is listed: another key begins anew. */
export const usePages = <Item extends { readonly id: string }>(
  key: string,
  load: (asked: PageAsked) => Promise<PageOf<Item>>,
): Pages<Item> => {
  const shown = useRef(0);
  const of = useRef(key);
  const resource = useResource<PageOf<Item>>(key, () => {
    if (of.current !== key) shown.current = 0;
    of.current = key;
    return load({ limit: Math.min(MOST, Math.max(PAGE, shown.current)), before: null });
  });
  const { data, set: setPage } = resource;
  const { busy, trouble: moreTrouble, run, clear } = useActing();
  useEffect(() => {
    shown.current = data?.items.length ?? 0;
  }, [data]);
  // Why "more" failed is told until the list is another.
  useEffect(clear, [key, clear]);

  const next = data?.next ?? null;
  const more = useCallback(() => {
    if (data === null || next === null) return;
    void run('more', () => load({ limit: PAGE, before: next })).then((page) => {
      if (page === null) return;
      const known = new Set(data.items.map(({ id }) => id));
      setPage({ items: [...data.items, ...page.items.filter(({ id }) => !known.has(id))], next: page.next });
    });
  }, [data, next, run, load, setPage]);
  const set = useCallback(
    (items: readonly Item[]) => {
      setPage({ items, next });
    },
    [setPage, next],
  );

  return {
    items: data?.items ?? null,
    hasMore: next !== null,
    loading: resource.loading,
    loadingMore: busy === 'more',
    trouble: resource.trouble ?? moreTrouble,
    more,
    reload: resource.reload,
    set,
  };
};
