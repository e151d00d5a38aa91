/** The pane in a real browser: how fast it is there, what its policy lets through, what it keeps, and a forged mail. */
import { readFile } from 'node:fs/promises';
import { describeLink } from '../addin/support/link.ts';
import { from, Office } from '../addin/support/office.ts';
import { aPerson } from '../addin/support/persons.ts';
import { administered } from '../addin/support/admin.ts';
import { StandInWorker } from '../addin/support/worker.ts';
import { timeToInteractive, watchInteractive } from './support/interactive.ts';
import { openPaneInBrowser, paneBuild, usePanes } from './support/pane.ts';

usePanes();

/** What `npm run bench` measures has to be below 1 s; here many tests share the machine. */
const SLOWEST_START_MS = 10_000;
const atPetra = 'petra@bakkerijdevries.example';

const office = (...persons: ReturnType<typeof aPerson>[]): StandInWorker => {
  const worker = new StandInWorker();
  describeLink(worker);
  new Office(...persons).describe(worker);
  return worker;
};

interface Size {
  readonly kind: string;
  readonly name: string;
  readonly bytes: number;
  readonly budget: number;
}

describe('starting', () => {
  test('nothing that is loaded is heavier than it may be; the sign-in is a file of its own', async () => {
    const sizes = JSON.parse(await readFile(paneBuild().sizes, 'utf8')) as Size[];
    expect(sizes.filter(({ bytes, budget }) => bytes > budget)).toEqual([]);
    const budgetOf = (kind: string) => sizes.filter((size) => size.kind === kind).map(({ budget }) => budget);
    expect(budgetOf('firstLoad')).toEqual([170_000]);
    expect(budgetOf('signIn')).toEqual([75_000]);
  });

  test('the person behind the open mail is there soon after Outlook is ready', async () => {
    const { page } = await openPaneInBrowser({
      worker: office(aPerson()),
      item: from(atPetra),
      before: (opening) => watchInteractive(opening, 'Petra de Vries'),
    });
    expect(await timeToInteractive(page)).toBeLessThan(SLOWEST_START_MS);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Petra de Vries');
  });

  test('without office.js (its site is blocked) it still starts, and offers to sign in', async () => {
    const { page } = await openPaneInBrowser({
      office: false,
      expected: [/asked for https:\/\/login\.microsoftonline\.com\//u, /ERR_FAILED/u],
    });
    await page.getByRole('button', { name: 'Aanmelden' }).waitFor();
  });

  test('a screen whose file does not come says so, and takes nothing else along', async () => {
    const { page } = await openPaneInBrowser({
      worker: office(aPerson()),
      item: from(atPetra),
      expected: [/ERR_FAILED|ChunkLoadError|Loading chunk|Failed to load resource/u],
    });
    await page.getByRole('heading', { level: 1, name: 'Petra de Vries' }).waitFor();
    await page.route('**/*.js', (route) => route.abort());
    await page.getByRole('button', { name: 'Historie', exact: true }).click();
    await page.getByRole('button', { name: 'Opnieuw proberen' }).waitFor();
    await page.getByRole('button', { name: 'Relatie', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Petra de Vries' }).waitFor();
  });
});

describe('its policy', () => {
  test.each(['/taskpane.html', '/admin', '/signin.html', '/redirect.html', '/help.html'])(
    'of %s allows nothing inline and nothing from elsewhere',
    async (path) => {
      const { page, origin } = await openPaneInBrowser({ path: '/help.html' });
      const response = await page.request.get(`${origin}${path}`);
      const policy = response.headers()['content-security-policy'] ?? '';
      expect(policy).toMatch(/default-src 'none'/u);
      expect(policy).not.toMatch(/unsafe|\*(?!\.office\.com|\.officeapps\.live\.com)/u);
      expect(response.headers()['cross-origin-opener-policy']).toBeUndefined();
      expect(await response.text()).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/u);
    },
  );

  test('is kept by the browser: a script that gets into the page does not run', async () => {
    const { page, troubles } = await openPaneInBrowser({
      worker: office(aPerson()),
      item: from(atPetra),
      expected: [/policy: script-src-elem refused inline/u, /Executing inline script violates/u],
    });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const refused = page.waitForEvent('console', {
      predicate: (message) => message.text().startsWith('policy:'),
    });
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "ran"';
      document.body.append(script);
    });
    expect((await refused).text()).toContain('refused inline');
    expect(await page.title()).not.toBe('ran');
    expect(troubles).toEqual([]);
  });

  test('is not broken by the administrator’s page either', async () => {
    const { page } = await openPaneInBrowser({ worker: administered(), path: '/admin', width: 1280 });
    await page.getByRole('switch', { name: 'Eigenaren' }).click();
    await page.getByText('Eigenaren: wordt niet getoond. Bewaard.').waitFor();
  });
});

describe('what it keeps', () => {
  test('no token and nobody’s data stays in the browser', async () => {
    const { page, worker } = await openPaneInBrowser({ worker: office(aPerson()), item: from(atPetra) });
    await page.getByRole('heading', { level: 1, name: 'Petra de Vries' }).waitFor();
    expect(worker.sent.some(({ headers }) => headers['authorization'] === 'Bearer token-1')).toBe(true);
    const kept = await page.evaluate(async () => ({
      stored: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
      cookies: document.cookie,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
    }));
    expect(kept.stored).not.toMatch(/token-\d|Petra|bakkerij/u);
    expect(kept).toMatchObject({ cookies: '', databases: 0, caches: 0 });
  });

  test('the API hears the token for itself and no cookie', async () => {
    const { page, worker } = await openPaneInBrowser({ worker: office() });
    await page.getByRole('heading', { level: 1, name: 'Geen bericht geopend' }).waitFor();
    const asked = worker.sent.filter(({ call }) => call.includes('/api/'));
    expect(asked.length).toBeGreaterThan(0);
    for (const { headers } of asked) {
      expect(headers['authorization']).toMatch(/^Bearer token-\d+$/u);
      expect(headers['cookie']).toBeUndefined();
    }
  });
});

describe('a forged mail', () => {
  const subject = '<img src=x onerror="document.title=\'ran\'">'.repeat(250);
  const name = '<script>document.title="ran"</script><b onclick="x()">Petra</b> de Vries';
  /** The а is Cyrillic. */
  const lookAlike = 'petra@bаkkerijdevries.example';

  test('shows as text, matches nobody, and warns of letters that look like others', async () => {
    const { page, worker } = await openPaneInBrowser({
      worker: office(aPerson()),
      item: from(lookAlike, { from: [name, lookAlike], subject }),
    });
    await page.getByText(/letters die op gewone letters kunnen lijken/u).waitFor();
    expect(subject.length).toBeGreaterThan(9_900);
    expect(await page.title()).not.toBe('ran');
    expect(await page.locator('main').innerText()).toContain('<script>');
    expect(await page.locator('main :is(img, script, b)').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Petra de Vries', exact: true }).count()).toBe(0);
    const asked = worker.sent.filter(({ call }) => call === 'POST /api/persons/lookup');
    expect(asked.flatMap(({ body }) => (body as { addresses: string[] }).addresses)).toEqual([lookAlike]);
  });

  test('the real address beside it is still known', async () => {
    const pane = await openPaneInBrowser({
      worker: office(aPerson()),
      item: from(lookAlike, { from: [name, lookAlike], subject }),
    });
    const { page } = pane;
    await page.getByText(/letters die op gewone letters kunnen lijken/u).waitFor();
    await pane.select(from(atPetra));
    await page.getByRole('heading', { level: 1, name: 'Petra de Vries' }).waitFor();
  });
});

test('in English, 320 pixels wide, nothing is Dutch but what people typed', async () => {
  const { page } = await openPaneInBrowser({
    worker: office(aPerson()),
    item: from(atPetra),
    language: 'en',
  });
  await page.getByRole('heading', { level: 1, name: 'Petra de Vries' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  await page.getByRole('button', { name: 'Synchronisation' }).click();
  await page.getByRole('heading', { name: 'All in step' }).waitFor();
});
