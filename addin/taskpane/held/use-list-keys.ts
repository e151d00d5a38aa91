/**
 * The list by keyboard: up and down from one held change to the next, Enter opens (it is a button), a digit goes to that
 * choice of the opened one, up and down between its choices, Escape closes it. Nothing is decided but by a press on a choice.
 */
import { useCallback, type KeyboardEvent, type RefObject } from 'react';

const heads = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[data-held]')];
const choicesIn = (item: Element | null): HTMLElement[] => [
  ...(item?.querySelectorAll<HTMLElement>('[data-choice]') ?? []),
];

/** Digits are typed there, not pressed. */
const isTyping = (target: Element): boolean =>
  target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])');

const stepOf = (key: string, place: number, count: number): number | null => {
  switch (key) {
    case 'ArrowDown':
      return Math.min(place + 1, count - 1);
    case 'ArrowUp':
      return Math.max(place - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
};

/** Where a key leads from here; null: nowhere, it is the browser's. */
const targetOf = (list: Element, from: Element, key: string): HTMLElement | null => {
  const item = from.closest('[data-item]');
  if (/^[1-9]$/u.test(key)) return isTyping(from) ? null : (choicesIn(item)[Number(key) - 1] ?? null);
  for (const row of [heads(list), choicesIn(item)]) {
    const place = row.indexOf(from as HTMLElement);
    if (place === -1) continue;
    const step = stepOf(key, place, row.length);
    return step === null ? null : (row[step] ?? null);
  }
  return null;
};

export const useListKeys = (list: RefObject<HTMLElement | null>, close: () => void) =>
  useCallback(
    (event: KeyboardEvent) => {
      const from = event.target as Element;
      if (list.current === null || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Escape') {
        const head = from.closest('[data-item]')?.querySelector<HTMLElement>('[aria-expanded="true"]');
        if (head === null || head === undefined) return;
        head.focus();
        close();
        return;
      }
      const target = targetOf(list.current, from, event.key);
      if (target === null) return;
      event.preventDefault();
      target.focus();
    },
    [list, close],
  );

/** The one that is still open after this one, else the one before it. */
export const nextHead = (list: Element | null, id: string): HTMLElement | null => {
  const items = [...(list?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
  const place = items.findIndex((item) => item.dataset['item'] === id);
  const ordered = [...items.slice(place + 1), ...items.slice(0, Math.max(place, 0)).reverse()];
  for (const item of ordered) {
    const head = item.querySelector<HTMLElement>('[data-held]');
    if (head !== null) return head;
  }
  return null;
};
