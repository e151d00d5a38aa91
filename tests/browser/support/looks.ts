/** What the eye and the assistive technology see of a page: axe in the real browser, and whether it fits its width. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Runs in the page. */
const runAxe = async (tags: string[]): Promise<string[]> => {
  // Fluent's focus traps have hidden ends that can be focused: meant so, and of no use to anybody.
  const { violations, passes } = await (window as unknown as { axe: typeof axe }).axe.run(
    { exclude: [['[data-tabster-dummy]']] },
    { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'passes'] },
  );
  // An empty page has no fault either.
  if (passes.length < 10) return [`axe looked at next to nothing: ${passes.length} rules`];
  return violations.map(({ id, help, nodes }) => {
    const places = nodes
      .slice(0, 5)
      .map(({ html, any }) => `\n  ${html.slice(0, 200)} ${any[0]?.message ?? ''}`);
    return `${id}: ${help}${places.join('')}`;
  });
};

/** What axe finds wrong, colour contrast with it; empty when all is well. */
export const findings = async (page: Page): Promise<string[]> => {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(runAxe, TAGS);
};

/** What sticks out at the side; empty when nobody needs to scroll sideways. */
export const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .map((element) => `${element.tagName.toLowerCase()} ${element.textContent.slice(0, 60)}`)
      .slice(0, 5);
  });
