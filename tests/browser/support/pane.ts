/**
 * The pane in a real Chromium: the production build, the worker's own headers, a fake Outlook around it. Whatever the
 * browser complains of (console, a script's error, its policy, a foreign address, a file that is missing, a call that
 * nobody described) fails the test that it happened in.
 */
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { launchChromium } from '../../../sandbox/chromium.ts';
import type { Colours, FakeHostSeed, ItemSeed } from '../../../sandbox/office/fake-host.ts';
import { StandInWorker } from '../../addin/support/worker.ts';
import { builtPane, type BuiltPane } from './build.ts';
import { officeScript, scriptOf, type OfficeSeed } from './office-script.ts';
import { servePane, type PaneServer } from './server.ts';

export const themes = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const OFFICE_JS = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';
/** The first test of a run may install a browser and build the pane. */
const PREPARE_MS = 15 * 60_000;
const LOOK_MS = 15_000;

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

interface Open extends BrowserPane {
  readonly context: BrowserContext;
  readonly server: PaneServer | null;
}

let browser: Browser | null = null;
let built: BuiltPane | null = null;
const panes = new Set<Open>();

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
      troubles.push(...pane.troubles, ...pane.worker.undescribed.map((call) => `nobody described ${call}`));
      await pane.close();
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
  await browser?.close();
};

/** Of the build that the panes of this file come from. */
export const paneBuild = (): BuiltPane => begun().built;

export const openPaneInBrowser = async (given: Given = {}): Promise<BrowserPane> => {
  const { browser: running, built: pane } = begun();
  const worker = given.worker ?? new StandInWorker();
  const server = given.real === undefined ? await servePane(pane.folder, worker) : null;
  const origin = server?.origin ?? given.real?.origin ?? '';
  const theme = given.theme ?? 'light';
  const context = await running.newContext({
    viewport: { width: given.width ?? 320, height: given.height ?? 640 },
    locale: given.language === 'en' ? 'en-GB' : 'nl-NL',
    timezoneId: 'Europe/Amsterdam',
    // What moves is still in between when it is looked at.
    reducedMotion: 'reduce',
    ...media(theme),
  });
  context.setDefaultTimeout(LOOK_MS);
  const troubles: string[] = [];
  const opened: string[] = [];
  const complain = (text: string): void => {
    if (given.expected?.some((expected) => expected.test(text)) !== true) troubles.push(text);
  };
  await guardNetwork(context, origin, given.office !== false, complain);
  const page = await context.newPage();
  listen(page, origin, complain);
  await page.exposeFunction('noteOpened', (url: string) => opened.push(url));
  await page.addInitScript({ content: scriptOf(prepare, JSON.stringify(seedOf(given, theme))) });
  await given.before?.(page);
  const open: Open = {
    page,
    worker,
    origin,
    troubles,
    opened,
    context,
    server,
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
      panes.delete(open);
      await context.close();
      await server?.close();
    },
  };
  panes.add(open);
  await page.goto(`${origin}${given.path ?? '/taskpane.html'}`);
  return open;
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

/** Runs in the page before anything of it does. */
function prepare(seed: OfficeSeed): void {
  window.officeSeed = seed;
  window.open = (url) => {
    void (window as unknown as { noteOpened(url: string): Promise<void> }).noteOpened(String(url));
    return null;
  };
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
    console.error(`policy: ${violatedDirective} refused ${blockedURI} (${sourceFile})`);
  });
}

/** The network of the page is the worker and office.js; anything else is a finding. */
const guardNetwork = async (
  context: BrowserContext,
  origin: string,
  hasOffice: boolean,
  complain: (text: string) => void,
): Promise<void> => {
  const script = officeScript();
  await context.route(
    (url) => url.origin !== origin,
    async (route) => {
      const url = route.request().url();
      if (url === OFFICE_JS && hasOffice) {
        await route.fulfill({ contentType: 'text/javascript', body: script });
        return;
      }
      if (url !== OFFICE_JS) complain(`asked for ${url}`);
      await route.abort();
    },
  );
};

const listen = (page: Page, origin: string, complain: (text: string) => void): void => {
  /** The stand-in refuses, or does not answer, because the test wants so; office.js that was not to come. */
  const isMeant = (url: string): boolean =>
    url.startsWith(`${origin}/api/`) || url === `${origin}/config.json` || url === OFFICE_JS;
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.text().startsWith('Failed to load resource') && isMeant(url)) return;
    complain(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    complain(`error: ${error.message}`);
  });
  const missing = (request: Request, why: string): void => {
    if (request.url().startsWith(origin) && !isMeant(request.url())) complain(`${why}: ${request.url()}`);
  };
  page.on('requestfailed', (request) => {
    missing(request, request.failure()?.errorText ?? 'failed');
  });
  page.on('response', (response) => {
    if (response.status() >= 400) missing(response.request(), String(response.status()));
  });
};
