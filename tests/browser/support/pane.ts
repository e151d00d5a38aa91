/**
 * The pane in a real Chromium: the production build, the worker's own headers, a fake Outlook around it. Whatever the
 * browser complains of (console, a script's error, its policy, a foreign address, a file that is missing, a call that
 * nobody described) fails the test that it happened in.
 */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../../sandbox/chromium.ts';
import type { Colours, FakeHostSeed, ItemSeed } from '../../../sandbox/office/fake-host.ts';
import { StandInWorker } from '../../addin/support/worker.ts';
import { builtPane, type BuiltPane } from './build.ts';
import type { OfficeSeed } from './office-script.ts';
import { openTab, type Tab } from './tab.ts';

export const themes = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

/** The first test of a run may install a browser and build the pane. */
const PREPARE_MS = 15 * 60_000;

const colours: Record<Theme, Colours> = {
  light: { bodyBackgroundColor: '#ffffff', bodyForegroundColor: '#242424' },
  dark: { bodyBackgroundColor: '#1f1f1f', bodyForegroundColor: '#ffffff' },
  contrast: { bodyBackgroundColor: '#000000', bodyForegroundColor: '#ffff00' },
};

export interface Given {
  readonly worker?: StandInWorker;
  readonly item?: ItemSeed;
  readonly theme?: Theme;
  readonly language?: 'nl' | 'en';
  readonly width?: number;
  readonly height?: number;
  /** `/admin`, or whatever else the worker serves. */
  readonly path?: string;
  readonly outlook?: FakeHostSeed;
  /** False: an Outlook without a sign-in of its own. */
  readonly nested?: boolean;
  /** False: Outlook wants a click before it gives a token. */
  readonly signedIn?: boolean;
  /** False: office.js does not come (its site is blocked). */
  readonly office?: boolean;
  /** A worker that runs already, with a token that it takes; the stand-in is not asked then. */
  readonly real?: { readonly origin: string; readonly accessToken: string };
  /** What the browser may complain of in this test. */
  readonly expected?: readonly RegExp[];
  /** Adds something to the page before its scripts run. */
  readonly before?: (page: Page) => Promise<unknown>;
}

export interface BrowserPane {
  readonly page: Page;
  readonly worker: StandInWorker;
  readonly origin: string;
  /** What the browser complained of until now. */
  readonly troubles: readonly string[];
  /** Addresses of the windows that the pane opened; none of them opens really. */
  readonly opened: readonly string[];
  /** Another mail in a pinned pane. */
  select(item: ItemSeed): Promise<void>;
  theme(theme: Theme): Promise<void>;
  close(): Promise<void>;
}

let browser: Browser | null = null;
let built: BuiltPane | null = null;
const panes = new Set<BrowserPane>();
/** Tabs that are free for the next pane, by their language. */
const free = new Map<string, Tab>();

const begun = (): { browser: Browser; built: BuiltPane } => {
  if (browser === null || built === null) throw new Error('call usePanes() at the top of the test file');
  return { browser, built };
};

/** At the top of a test file: one browser for all of it, no pane left behind by a test, and every complaint a failure. */
export const usePanes = (): void => {
  beforeAll(startPanes, PREPARE_MS);
  afterEach(async () => {
    const troubles: string[] = [];
    for (const pane of panes) {
      await pane.close();
      troubles.push(...pane.troubles, ...pane.worker.undescribed.map((call) => `nobody described ${call}`));
    }
    expect(troubles).toEqual([]);
  });
  afterAll(stopPanes);
};

/** Outside a test (bench/): the browser and the build for it. */
export const startPanes = async (): Promise<void> => {
  built = await builtPane();
  browser = await launchChromium();
};

export const stopPanes = async (): Promise<void> => {
  for (const tab of free.values()) await tab.close();
  free.clear();
  await browser?.close();
};

/** Of the build that the panes of this file come from. */
export const paneBuild = (): BuiltPane => begun().built;

const localeOf = ({ language }: Given): string => (language === 'en' ? 'en-GB' : 'nl-NL');

/** What is added to a page stays in it: such a one is for that pane only. */
const isForOthersToo = ({ before, real }: Given): boolean => before === undefined && real === undefined;

const tabFor = async (given: Given): Promise<Tab> => {
  const { browser: running, built: pane } = begun();
  const locale = localeOf(given);
  const known = isForOthersToo(given) ? free.get(locale) : undefined;
  if (known === undefined)
    return openTab(running, { locale, folder: pane.folder, origin: given.real?.origin ?? null });
  free.delete(locale);
  return known;
};

const giveBack = async (given: Given, tab: Tab): Promise<void> => {
  if (!isForOthersToo(given) || free.has(localeOf(given))) return tab.close();
  await tab.leave();
  free.set(localeOf(given), tab);
};

export const openPaneInBrowser = async (given: Given = {}): Promise<BrowserPane> => {
  const worker = given.worker ?? new StandInWorker();
  const theme = given.theme ?? 'light';
  const tab = await tabFor(given);
  const { page, origin } = tab;
  const visit = tab.visit({
    worker,
    office: given.office === false ? null : seedOf(given, theme),
    expected: given.expected ?? [],
  });
  await page.setViewportSize({ width: given.width ?? 320, height: given.height ?? 640 });
  await page.emulateMedia(media(theme));
  await given.before?.(page);
  const pane: BrowserPane = {
    page,
    worker,
    origin,
    troubles: visit.troubles,
    opened: visit.opened,
    select: (item) =>
      page.evaluate((next) => {
        window.fakeOutlook?.select(next);
      }, item),
    theme: async (next) => {
      await page.emulateMedia(media(next));
      await page.evaluate((wanted) => {
        window.fakeOutlook?.theme(wanted);
      }, colours[next]);
      await page.waitForFunction((name) => document.documentElement.dataset['theme'] === name, next);
      await drawn(page);
    },
    close: async () => {
      panes.delete(pane);
      await giveBack(given, tab);
    },
  };
  panes.add(pane);
  await page.goto(`${origin}${given.path ?? '/taskpane.html'}`);
  return pane;
};

/** Two frames on: what was changed is on the screen, and what fades from one colour to another has done so. */
export const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(resolve);
        });
      }),
  );

/** Windows' contrast themes take all colours over; Chromium does as there. */
const media = (theme: Theme) =>
  ({
    colorScheme: theme === 'light' ? 'light' : 'dark',
    forcedColors: theme === 'contrast' ? 'active' : 'none',
  }) as const;

const seedOf = (
  { item, language, outlook, real, nested = true, signedIn = true }: Given,
  theme: Theme,
): OfficeSeed => ({
  outlook: {
    displayLanguage: language === 'en' ? 'en-GB' : 'nl-NL',
    theme: colours[theme],
    ...(item === undefined ? {} : { item }),
    ...outlook,
    sets: { NestedAppAuth: nested ? '1.1' : null, ...outlook?.sets },
  },
  nested,
  signedIn,
  ...(real === undefined ? {} : { accessToken: real.accessToken }),
});
