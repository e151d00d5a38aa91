/**
 * Every screen is looked at in the same way: axe in light, dark and high contrast, nothing that sticks out at 320 pixels or
 * wider, everything reached by keyboard and showing it. What a screen is, is a row: who answers, and how one gets there.
 */
import type { Page } from 'playwright-core';
import type { StandInWorker } from '../../addin/support/worker.ts';
import { keyboardFindings } from './keyboard.ts';
import { findings, sticksOut } from './looks.ts';
import { drawn, openPaneInBrowser, type BrowserPane, type Given } from './pane.ts';

export interface Screen extends Omit<Given, 'worker'> {
  readonly name: string;
  readonly worker?: () => StandInWorker;
  /** Goes there, and waits until it is shown: by role and name, as people find it. */
  readonly to: (page: Page, pane: BrowserPane) => Promise<void>;
}

/** Narrowest pane, usual pane, widest pane. */
const widths = [320, 800];
const HEIGHT = 900;

const atHeading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { name }).first().waitFor();

/** Waits for a title. */
export const title =
  (name: string | RegExp): Screen['to'] =>
  (page) =>
    atHeading(page, name);

/** Presses one button or link after another, then waits for a title. */
export const press =
  (...path: readonly [...buttons: (string | RegExp)[], heading: string | RegExp]): Screen['to'] =>
  async (page) => {
    for (const name of path.slice(0, -1))
      await page
        .getByRole('button', { name, exact: true })
        .or(page.getByRole('link', { name }))
        .first()
        .click();
    await atHeading(page, path.at(-1) ?? '');
  };

/** Skeletons and spinners have gone: only what stays is judged. */
const settled = async (page: Page): Promise<void> => {
  // What is under the mouse looks otherwise.
  await page.mouse.move(0, 0);
  await page.waitForFunction(
    () => document.querySelector('.fui-Skeleton') === null && document.fonts.status === 'loaded',
  );
  await drawn(page);
};

/** By the name of what found it; empty when all is well. */
const judge = async (pane: BrowserPane, wide: readonly number[]): Promise<Record<string, string[]>> => {
  const { page } = pane;
  const found: Record<string, string[]> = {};
  const add = (name: string, list: string[]): void => {
    if (list.length > 0) found[name] = list;
  };
  add('axe', await findings(page));
  for (const theme of ['dark', 'contrast'] as const) {
    await pane.theme(theme);
    add(`axe ${theme}`, await findings(page, 'colours'));
  }
  // The contrast theme's own colours, where the system does not force any.
  await page.emulateMedia({ forcedColors: 'none' });
  add('axe contrast without forced colours', await findings(page, 'colours'));
  await pane.theme('light');
  for (const width of wide) {
    await page.setViewportSize({ width, height: HEIGHT });
    add(`sticks out at ${width}`, await sticksOut(page));
  }
  await page.setViewportSize({ width: wide[0] ?? 320, height: HEIGHT });
  add('keyboard', await keyboardFindings(page));
  return found;
};

export const describeScreens = (name: string, screens: readonly Screen[]): void => {
  describe(name, () => {
    test.each(screens)('$name: axe in three themes, 320 pixels wide, by keyboard', async (screen) => {
      const { name: _name, worker, to, ...given } = screen;
      const pane = await openPaneInBrowser({
        height: HEIGHT,
        ...given,
        ...(worker === undefined ? {} : { worker: worker() }),
      });
      await to(pane.page, pane);
      await settled(pane.page);
      expect(await judge(pane, given.path === '/admin' ? [...widths, 1280] : widths)).toEqual({});
    });
  });
};
