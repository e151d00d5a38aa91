/** What the eye and the assistive technology see of a page: axe in the real browser, and whether it fits its width. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What depends on colours; all else is the same in every theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Runs in the page. */
const runAxe = async ({ rules, tags }: { rules: string[] | null; tags: string[] }): Promise<string[]> => {
  // Fluent's focus traps have hidden ends that can be focused: meant so, and of no use to anybody.
  const exclude = [['[data-tabster-dummy]']];
  // Under forced colours the browser paints marked text in its own two colours; axe reads the one it would have else.
  if (window.matchMedia('(forced-colors: active)').matches) exclude.push(['mark']);
  const { violations, passes } = await (window as unknown as { axe: typeof axe }).axe.run(
    { exclude },
    {
      runOnly: rules === null ? { type: 'tag', values: tags } : { type: 'rule', values: rules },
      resultTypes: ['violations', 'passes'],
      // It would ask for every style sheet again, to look at what depends on how the device is held.
      preload: false,
    },
  );
  // A page that is empty has no fault either.
  if (passes.length < (rules === null ? 10 : 1))
    return [`axe looked at next to nothing: ${passes.length} rules`];
  return violations.map(({ id, help, nodes }) => {
    const places = nodes
      .slice(0, 5)
      .map(({ html, any }) => `\n  ${html.slice(0, 200)} ${any[0]?.message ?? ''}`);
    return `${id}: ${help}${places.join('')}`;
  });
};

/** What axe finds wrong, colour contrast with it; empty when all is well. */
export const findings = async (page: Page, of: 'all' | 'colours' = 'all'): Promise<string[]> => {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(runAxe, { rules: of === 'all' ? null : COLOUR_RULES, tags: TAGS });
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
