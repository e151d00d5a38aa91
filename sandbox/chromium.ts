/**
 * A Chromium to open pages in: for the tests that only a browser can do, and for the screenshots. Looks for one before it
 * installs one; whoever wants another names it in CHROME_PATH. Nothing is installed where one was found, and nothing
 * outside Playwright's own folder unless this is Debian or Ubuntu and we are root (as in a container).
 * playwright.dev/docs/browsers says where Playwright keeps its own.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';
import type { Browser } from 'playwright-core';

const MINUTE_MS = 60_000;
/** A browser that does not say its version within this time would not open a page either. */
const ASK_MS = 20_000;
const INSTALL_MS = 10 * MINUTE_MS;
/** How long apt waits for another apt, which may be installing this very browser for a neighbour. */
const APT_LOCK_SECONDS = 240;

/** What choosing needs of the computer; tests give a made-up one. */
export interface Computer {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isRoot: boolean;
  /** There is a file here that may be run. */
  readonly isProgram: (path: string) => boolean;
  /** Runs to the end; false where it could not be started, failed or took too long. */
  readonly run: (command: string, args: readonly string[], timeoutMs: number) => Promise<boolean>;
  /** Where Playwright keeps (or would keep) its own Chromium; null where it has none for this system. */
  readonly playwrightChromium: () => Promise<string | null>;
  readonly playwrightCli: string;
  readonly say: (sentence: string) => void;
}

export class NoChromium extends Error {
  override readonly name = 'NoChromium';
  constructor(readonly code: 'chromePathWrong' | 'notFound') {
    super(
      code === 'chromePathWrong'
        ? 'CHROME_PATH names no program that can be run. Let it name a Chromium or Chrome, or leave it out.'
        : 'No Chromium or Chrome was found, and none could be installed. Install one (Debian: apt-get install chromium; ' +
            'elsewhere: npx playwright-core install chromium), or name one in CHROME_PATH.',
    );
  }
}

const names: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['chromium', 'google-chrome'],
  win32: ['chrome.exe', 'chromium.exe', 'msedge.exe'],
};
const otherNames = [
  'chromium',
  'google-chrome-stable',
  'google-chrome',
  'chromium-browser',
  'chrome',
  'microsoft-edge',
];

const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const windowsApps = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];
const linuxPlaces = ['/usr/bin', '/usr/local/bin', '/opt/google/chrome', '/snap/bin'];

/** Usual places first, then the PATH; likely ones before unlikely ones. */
const candidates = ({ platform, env, home }: Computer): string[] => {
  const path = platform === 'win32' ? win32 : posix;
  const onPath = (env['PATH'] ?? env['Path'] ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => (names[platform] ?? otherNames).map((name) => path.join(folder, name)));
  if (platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
    return [...windowsApps.flatMap((app) => roots.map((root) => path.join(root, app))), ...onPath];
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', path.join(home, 'Applications')];
    const apps = macApps.flatMap((app) =>
      roots.map((root) => path.join(root, `${app}.app/Contents/MacOS/${app}`)),
    );
    return [...apps, ...onPath];
  }
  return [...linuxPlaces.flatMap((place) => otherNames.map((name) => path.join(place, name))), ...onPath];
};

const firstUsable = async (computer: Computer, paths: readonly string[]): Promise<string | null> => {
  for (const path of new Set(paths)) {
    if (!computer.isProgram(path)) continue;
    // On Windows asking for the version opens a window. Elsewhere it tells a browser from a script that only says where
    // to get one (Ubuntu's chromium-browser without its snap).
    if (computer.platform === 'win32' || (await computer.run(path, ['--version'], ASK_MS))) return path;
  }
  return null;
};

const installed = async (computer: Computer): Promise<string | null> => {
  const own = await computer.playwrightChromium();
  return firstUsable(computer, [...candidates(computer), ...(own === null ? [] : [own])]);
};

/** Debian's own package brings all that it needs; Ubuntu's is a snap, which containers cannot run. */
const installDebian = async ({ run }: Computer): Promise<boolean> => {
  const apt = (...args: string[]) =>
    run('apt-get', ['-qq', '-o', `DPkg::Lock::Timeout=${APT_LOCK_SECONDS}`, ...args], INSTALL_MS);
  const install = () => apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');
  // The lists of packages may be absent (a fresh image) or old.
  return (await install()) || ((await apt('update')) && (await install()));
};

const installPlaywright = async ({ run, playwrightCli, isRoot, platform }: Computer): Promise<boolean> => {
  const install = (...args: string[]) =>
    run(process.execPath, [playwrightCli, 'install', ...args, 'chromium'], INSTALL_MS);
  // As root on Linux the libraries that Chromium needs can be installed with it.
  return (isRoot && platform === 'linux' && (await install('--with-deps'))) || install();
};

/** Path of a Chromium that runs here. Throws NoChromium, which says what to do. Safe to call from several processes. */
export const findChromium = async (computer: Computer = thisComputer()): Promise<string> => {
  const named = computer.env['CHROME_PATH'] ?? '';
  if (named !== '') {
    if (computer.isProgram(named)) return named;
    throw new NoChromium('chromePathWrong');
  }
  const found = await installed(computer);
  if (found !== null) return found;

  computer.say('No Chromium or Chrome was found: one is installed now, once. This takes a few minutes.');
  const canUseApt =
    computer.platform === 'linux' && computer.isRoot && computer.isProgram('/usr/bin/apt-get');
  for (const install of [...(canUseApt ? [installDebian] : []), installPlaywright]) {
    await install(computer);
    // Whatever it said of itself: what counts is whether there is a browser now.
    const now = await installed(computer);
    if (now !== null) return now;
  }
  throw new NoChromium('notFound');
};

/** Headless, and silent about everything but the page. */
export const launchArgs: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchChromium = async (): Promise<Browser> => {
  const executablePath = await findChromium();
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, headless: true, args: [...launchArgs] });
};

const thisComputer = (): Computer => {
  const isRoot = process.getuid?.() === 0;
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    isRoot,
    isProgram: (path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
    run: (command, args, timeout) =>
      new Promise((resolve) => {
        const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
        execFile(command, args, { timeout, env, maxBuffer: 64 * 1024 * 1024 }, (error) => {
          resolve(error === null);
        });
      }),
    playwrightChromium: async () => {
      const { chromium } = await import('playwright-core');
      try {
        return chromium.executablePath();
      } catch {
        return null;
      }
    },
    playwrightCli: join(
      createRequire(import.meta.url).resolve('playwright-core/package.json'),
      '..',
      'cli.js',
    ),
    say: (sentence) => {
      process.stderr.write(`${sentence}\n`);
    },
  };
};
