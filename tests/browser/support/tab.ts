/**
 * A tab of the browser with the worker's address in it, for panes that come one after another: a new tab for each would cost
 * more than all that is looked at in it. Between two nothing stays: not the page, nothing stored, no answer on its way.
 */
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import type { StandInWorker } from '../../addin/support/worker.ts';
import { officeScript, scriptOf, type OfficeSeed } from './office-script.ts';
import { servePane } from './server.ts';

const OFFICE_JS = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';
const LOOK_MS = 15_000;

/** One pane in it. */
export interface Visit {
  readonly worker: StandInWorker;
  /** Null: office.js does not come. */
  readonly office: OfficeSeed | null;
  /** What the browser may complain of. */
  readonly expected: readonly RegExp[];
}

export interface Visited extends Visit {
  readonly troubles: string[];
  readonly opened: string[];
}

export interface Tab {
  readonly page: Page;
  readonly origin: string;
  /** From now on this pane is the one that is meant. */
  visit(visit: Visit): Visited;
  /** Leaves nothing behind for the next. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

interface Wanted {
  readonly locale: string;
  /** What was built. */
  readonly folder: string;
  /** Of a worker that runs already; null: a stand-in is put up. */
  readonly origin: string | null;
}

type Now = () => Visited | null;

export const openTab = async (browser: Browser, { locale, folder, origin }: Wanted): Promise<Tab> => {
  let current: Visited | null = null;
  const now: Now = () => current;
  const server = origin === null ? await servePane(folder, () => current?.worker ?? null) : null;
  const address = origin ?? server?.origin ?? '';
  const context = await browser.newContext({
    locale,
    timezoneId: 'Europe/Amsterdam',
    // What moves is still in between when it is looked at.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(LOOK_MS);
  await guardNetwork(context, address, now);
  const page = await context.newPage();
  listen(page, address, now);
  await page.exposeFunction('noteOpened', (url: string) => current?.opened.push(url));
  await page.addInitScript({ content: scriptOf(prepare) });
  return {
    page,
    origin: address,
    visit: (visit) => (current = { ...visit, troubles: [], opened: [] }),
    leave: async () => {
      await page.evaluate(() => {
        localStorage.clear();
        sessionStorage.clear();
      });
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      // What is broken off by leaving is nobody's fault.
      current = null;
      await page.goto('about:blank');
    },
    close: async () => {
      await context.close();
      await server?.close();
    },
  };
};

/** Runs in the page before anything of it does. */
function prepare(): void {
  window.open = (url) => {
    void (window as unknown as { noteOpened(url: string): Promise<void> }).noteOpened(String(url));
    return null;
  };
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
    console.error(`policy: ${violatedDirective} refused ${blockedURI} (${sourceFile})`);
  });
}

const complain = (now: Now, text: string): void => {
  const visited = now();
  if (visited?.expected.some((expected) => expected.test(text)) === false) visited.troubles.push(text);
};

/** The network of the page is the worker and office.js; anything else is a finding. */
const guardNetwork = async (context: BrowserContext, origin: string, now: Now): Promise<void> => {
  const script = officeScript();
  await context.route(
    (url) => url.origin !== origin,
    async (route) => {
      const url = route.request().url();
      const seed = now()?.office ?? null;
      if (url === OFFICE_JS && seed !== null) {
        const body = `window.officeSeed = ${JSON.stringify(seed)};\n${script}`;
        await route.fulfill({ contentType: 'text/javascript', body });
        return;
      }
      if (url !== OFFICE_JS) complain(now, `asked for ${url}`);
      await route.abort();
    },
  );
};

const listen = (page: Page, origin: string, now: Now): void => {
  /** The stand-in refuses, or does not answer, because the test wants so; office.js that was not to come. */
  const isMeant = (url: string): boolean =>
    url.startsWith(`${origin}/api/`) || url === `${origin}/config.json` || url === OFFICE_JS;
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.text().startsWith('Failed to load resource') && isMeant(url)) return;
    complain(now, `console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    complain(now, `error: ${error.message}`);
  });
  page.on('dialog', (dialog) => {
    // Leaving with something unsaved in a form asks; nothing else of the pane ever opens one.
    if (dialog.type() !== 'beforeunload') complain(now, `a dialog of the browser: ${dialog.message()}`);
    void dialog.accept();
  });
  const missing = (request: Request, why: string): void => {
    if (request.url().startsWith(origin) && !isMeant(request.url()))
      complain(now, `${why}: ${request.url()}`);
  };
  page.on('requestfailed', (request) => {
    missing(request, request.failure()?.errorText ?? 'failed');
  });
  page.on('response', (response) => {
    if (response.status() >= 400) missing(response.request(), String(response.status()));
  });
};
