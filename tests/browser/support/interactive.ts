/** When the pane is of use: from Outlook being ready until what the user came for stands there and answers. */
import type { Page } from 'playwright-core';
import { OFFICE_READY_MARK, scriptOf } from './office-script.ts';

const INTERACTIVE_MARK = 'pane-interactive';

/** Runs in the page before its scripts: marks the frame after the first one that shows this title. */
function watch(mark: string, title: string): void {
  let isDone = false;
  const look = (): void => {
    if (isDone || document.querySelector('main h1')?.textContent.includes(title) !== true) return;
    isDone = true;
    observer.disconnect();
    // Drawn, and free to answer a click.
    requestAnimationFrame(() => {
      setTimeout(() => performance.mark(mark), 0);
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

/** To be asked for before the page is opened (`before` of openPaneInBrowser). `title`: what the user came for. */
export const watchInteractive = (page: Page, title: string): Promise<unknown> =>
  page.addInitScript({ content: scriptOf(watch, JSON.stringify(INTERACTIVE_MARK), JSON.stringify(title)) });

/** Milliseconds from Outlook being ready to a pane that can be used. */
export const timeToInteractive = async (page: Page): Promise<number> => {
  await page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, INTERACTIVE_MARK);
  return page.evaluate(
    ([ready, interactive]) => {
      const at = (mark: string) => performance.getEntriesByName(mark)[0]?.startTime ?? NaN;
      return at(interactive) - at(ready);
    },
    [OFFICE_READY_MARK, INTERACTIVE_MARK] as const,
  );
};
