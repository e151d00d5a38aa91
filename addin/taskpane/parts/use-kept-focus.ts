/**
 * Keeps the keyboard where it was: when the element that had the focus goes from the page (it was decided, it was taken from
 * the list), the focus goes to what the screen names, never to the page as a whole.
 */
import { useEffect, useRef, type RefObject } from 'react';

export const useKeptFocus = (
  root: RefObject<HTMLElement | null>,
  fallback: () => HTMLElement | null,
): void => {
  const latest = useRef(fallback);
  useEffect(() => {
    latest.current = fallback;
  });
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    let last: Element | null = null;
    const keep = (event: FocusEvent) => {
      last = event.target as Element;
    };
    // Not by `focusout`: it also comes where somebody clicked beside the list, and not in every browser here.
    const changes = new MutationObserver(() => {
      if (last === null || last.isConnected) return;
      last = null;
      // The keyboard is in Outlook, not in the pane: taking it away would stop whoever types or walks through mails there.
      if (!document.hasFocus()) return;
      // Somewhere else on purpose, or by the screen's own doing: it stays there.
      if (document.activeElement === document.body || document.activeElement === null)
        latest.current()?.focus();
    });
    element.addEventListener('focusin', keep);
    changes.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener('focusin', keep);
      changes.disconnect();
    };
  }, [root]);
};
