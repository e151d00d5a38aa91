/** Which Chromium is chosen, on computers that are made up: nothing is run and nothing installed here. */
import { findChromium, type Computer } from '../../../sandbox/chromium.ts';

interface MadeUp extends Partial<Omit<Computer, 'run'>> {
  /** Programs that are there. */
  readonly programs?: readonly string[];
  /** Programs that are there but do not run. */
  readonly broken?: readonly string[];
  /** What a command brings, by how its line begins; anything else fails. */
  readonly brings?: Readonly<Record<string, string | null>>;
}

const computer = ({ programs = [], broken = [], brings = {}, ...rest }: MadeUp = {}) => {
  const there = new Set([...programs, ...broken]);
  const lines: string[] = [];
  const said: string[] = [];
  const made: Computer = {
    platform: 'linux',
    env: { PATH: '/usr/bin:/home/fenna/bin' },
    home: '/home/fenna',
    isRoot: false,
    isProgram: (path) => there.has(path),
    run: async (command, args) => {
      const line = [command.replace(process.execPath, 'node'), ...args].join(' ');
      if (line.endsWith('--version')) return !broken.includes(command);
      lines.push(line);
      const known = Object.keys(brings).find((part) => line.includes(part));
      if (known === undefined) return false;
      const brought = brings[known];
      if (typeof brought === 'string') there.add(brought);
      return true;
    },
    playwrightChromium: async () => '/home/fenna/.cache/ms-playwright/chromium-1/chrome',
    playwrightCli: '/app/playwright-core/cli.js',
    say: (sentence) => said.push(sentence),
    ...rest,
  };
  return { made, lines, said };
};

const apt = { programs: ['/usr/bin/apt-get'], isRoot: true } as const;

describe('the Chromium for tests and screenshots', () => {
  test('is the one that CHROME_PATH names, before any other', async () => {
    const { made } = computer({
      env: { CHROME_PATH: '/opt/mine/chrome' },
      programs: ['/usr/bin/chromium', '/opt/mine/chrome'],
    });
    expect(await findChromium(made)).toBe('/opt/mine/chrome');
  });

  test('is never another one when CHROME_PATH names nothing that runs: that is a mistake to be told', async () => {
    const { made, lines } = computer({
      env: { CHROME_PATH: '/opt/mine/chrome' },
      programs: ['/usr/bin/chromium'],
    });
    await expect(findChromium(made)).rejects.toMatchObject({ code: 'chromePathWrong' });
    expect(lines).toEqual([]);
  });

  test('is not looked for under an empty CHROME_PATH', async () => {
    const { made } = computer({ env: { CHROME_PATH: '' }, programs: ['/usr/bin/chromium'] });
    expect(await findChromium(made)).toBe('/usr/bin/chromium');
  });

  test.each<[string, MadeUp, string]>([
    ['of Debian', { programs: ['/usr/bin/chromium'] }, '/usr/bin/chromium'],
    ['of Google', { programs: ['/usr/bin/google-chrome-stable'] }, '/usr/bin/google-chrome-stable'],
    ['somewhere on the PATH', { programs: ['/home/fenna/bin/chrome'] }, '/home/fenna/bin/chrome'],
    ['from a snap', { programs: ['/snap/bin/chromium'] }, '/snap/bin/chromium'],
    [
      'on a Mac',
      {
        platform: 'darwin',
        programs: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
      },
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    [
      'on a Mac, for its user alone',
      {
        platform: 'darwin',
        programs: ['/home/fenna/Applications/Chromium.app/Contents/MacOS/Chromium'],
      },
      '/home/fenna/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    [
      'on Windows',
      {
        platform: 'win32',
        env: { ProgramFiles: 'C:\\Program Files', Path: 'C:\\Windows' },
        programs: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
      },
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    [
      'on Windows without Chrome: Edge, which is a Chromium',
      {
        platform: 'win32',
        env: { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
        programs: ['C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'],
      },
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    [
      'that Playwright installed before',
      { programs: ['/home/fenna/.cache/ms-playwright/chromium-1/chrome'] },
      '/home/fenna/.cache/ms-playwright/chromium-1/chrome',
    ],
  ])('is the one %s; nothing is installed then', async (_name, given, path) => {
    const { made, lines, said } = computer(given);
    expect(await findChromium(made)).toBe(path);
    expect(lines).toEqual([]);
    expect(said).toEqual([]);
  });

  test('is not a script that only tells where to get a browser', async () => {
    const { made } = computer({
      broken: ['/usr/bin/chromium-browser'],
      programs: ['/snap/bin/chromium'],
    });
    expect(await findChromium(made)).toBe('/snap/bin/chromium');
  });

  test('comes from Debian’s package where there is none and we are root', async () => {
    const { made, lines, said } = computer({ ...apt, brings: { 'install -y': '/usr/bin/chromium' } });
    expect(await findChromium(made)).toBe('/usr/bin/chromium');
    expect(lines).toEqual([expect.stringMatching(/^apt-get -qq .* install -y .*\bchromium\b/u)]);
    expect(said).toHaveLength(1);
  });

  test('comes after the lists of packages were fetched, where they were not there', async () => {
    let updated = false;
    const { made, lines } = computer(apt);
    const there = new Set<string>();
    const fresh: Computer = {
      ...made,
      isProgram: (path) => there.has(path) || made.isProgram(path),
      run: async (command, args, timeoutMs) => {
        await made.run(command, args, timeoutMs);
        if (args.includes('update')) return (updated = true);
        if (args.includes('install') && updated) there.add('/usr/bin/chromium');
        return updated;
      },
    };
    expect(await findChromium(fresh)).toBe('/usr/bin/chromium');
    expect(lines.map((line) => /install|update/u.exec(line)?.[0])).toEqual(['install', 'update', 'install']);
  });

  test('comes from Playwright, with the libraries it needs, where apt has none for root', async () => {
    const { made, lines } = computer({
      ...apt,
      brings: {
        update: null,
        'install --with-deps chromium': '/home/fenna/.cache/ms-playwright/chromium-1/chrome',
      },
    });
    expect(await findChromium(made)).toBe('/home/fenna/.cache/ms-playwright/chromium-1/chrome');
    expect(lines.at(-1)).toBe('node /app/playwright-core/cli.js install --with-deps chromium');
  });

  test.each<[string, MadeUp]>([
    ['without being root', { programs: ['/usr/bin/apt-get'] }],
    ['on a Mac', { platform: 'darwin', isRoot: true }],
  ])('comes from Playwright %s; apt is not asked', async (_name, given) => {
    const { made, lines } = computer({
      ...given,
      brings: { 'install chromium': '/home/fenna/.cache/ms-playwright/chromium-1/chrome' },
    });
    expect(await findChromium(made)).toBe('/home/fenna/.cache/ms-playwright/chromium-1/chrome');
    expect(lines).toEqual(['node /app/playwright-core/cli.js install chromium']);
  });

  test('is an error that says what to do where none can be had', async () => {
    const { made } = computer(apt);
    const failure = findChromium(made);
    await expect(failure).rejects.toMatchObject({ code: 'notFound' });
    await expect(failure).rejects.toThrow(/CHROME_PATH/u);
  });

  test('is not taken to be there because an installer says that it succeeded', async () => {
    const { made } = computer({ brings: { 'install chromium': null } });
    await expect(findChromium(made)).rejects.toMatchObject({ code: 'notFound' });
  });
});
