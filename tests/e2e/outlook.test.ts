/**
 * The main path as its user goes it, in a real Chromium: the Outlook page of the sandbox, the production build of the
 * pane in its frame, the real worker behind it. Unknown user → activation → preview → first sync → mail of a shared
 * address → chooser → an edit in the pane → a contact changed in Outlook → a mix-up by a merge → held → decided → undo.
 * Whatever the browser complains of fails the test.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { launchChromium } from '../../sandbox/chromium.ts';
import { runCommand } from '../../sandbox/demo/processes.ts';
import { setStage, type Stage } from '../../sandbox/demo/stage.ts';
import { built } from '../../sandbox/outlook/build.ts';
import { builtPane } from '../browser/support/build.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const SHARED = 'info@mulder-bouw.example';

const persons = [
  'Soort;Roepnaam;Tussenvoegsel;Achternaam;Organisatie;Functie;E-mail (zakelijk);Telefoon (zakelijk);Mobiel (zakelijk);Relatiebeheerder;Voormalig',
  `contactpersoon;Annemarie;;Mulder;Mulder Bouw;Directeur;${SHARED};020 000 0101;06 0000 0101;${PETRA};nee`,
  `contactpersoon;Bas;van der;Kolk;Mulder Bouw;Planner;${SHARED};020 000 0102;06 0000 0102;${PETRA};nee`,
  `contactpersoon;Carla;;Jansen;Jansen Advies;Adviseur;carla@jansen-advies.example;020 000 0103;06 0000 0103;${PETRA};nee`,
  '',
].join('\n');

/** A pass takes a second or two; a busy machine many more. */
const SYNCED_MS = 60_000;

const folders = { page: '', addin: '' };
const stopping = new AbortController();
const complaints: string[] = [];
let stage: Stage;
let browser: Browser;
let page: Page;
let pane: FrameLocator;

const outlook = () => stage.sandbox.outlook(PETRA);
const cardOf = (name: string) => outlook().find(name)[0]!;
const button = (name: string | RegExp) => pane.getByRole('button', { name, exact: true });
const heading = (name: string | RegExp) => pane.getByRole('heading', { name, exact: true });
const seen = (locator: { waitFor(o: object): Promise<void> }, timeout = 30_000) =>
  locator.waitFor({ state: 'visible', timeout });

const until = async <T>(look: () => T | Promise<T>, holds: (seen: T) => boolean): Promise<T> => {
  const end = Date.now() + SYNCED_MS;
  for (;;) {
    const found = await look();
    if (holds(found)) return found;
    if (Date.now() > end) throw new Error(`not in time; at last: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};

const openMail = async (subject: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Onderdelen' }).getByRole('button', { name: 'E-mail' }).click();
  await page.getByRole('list', { name: 'Berichten' }).getByRole('button', { name: subject }).click();
};
const openContacts = () =>
  page.getByRole('navigation', { name: 'Onderdelen' }).getByRole('button', { name: 'Personen' }).click();
const screen = (name: string | RegExp) =>
  pane.getByRole('navigation', { name: 'Schermen' }).getByRole('button', { name }).click();

beforeAll(async () => {
  folders.addin = (await builtPane()).folder;
  folders.page = await built('page');
  stage = await setStage({
    language: 'nl',
    stop: stopping.signal,
    outlook: { pageFolder: () => folders.page, addinFolder: () => folders.addin },
    ownCards: 3,
  });
  await stage.openWorker();
  const file = join(stage.surroundings.folder, 'personen.csv');
  await writeFile(file, persons);
  await runCommand(
    ['import', file, '--yes', '--create-employees', '--json'],
    stage.surroundings,
    stopping.signal,
  );
  const mail = (from: string, name: string, subject: string) =>
    stage.sandbox.mail.add(PETRA, {
      from: { name, address: from },
      to: [{ name: 'Petra de Vries', address: PETRA }],
      subject,
      body: 'Goedemorgen',
    });
  mail('carla@jansen-advies.example', 'Carla Jansen', 'Vraag over de btw');
  mail(SHARED, 'Mulder Bouw', 'Offerte verbouwing');
  stage.front!.show();
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'nl-NL' });
  page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${stage.front!.pageUrl}?user=${PETRA}&theme=light`);
  pane = page.frameLocator('iframe[title="Relatiebrug"]');
}, 300_000);

afterAll(async () => {
  await browser?.close();
  stopping.abort();
  await stage?.strike();
}, 60_000);

/** One path: each step stands on the one before, so it ends at the first that fails, with a picture of it. */
const steps: (readonly [name: string, go: () => Promise<void> | void])[] = [];
const step = (name: string, go: () => Promise<void> | void) => steps.push([name, go]);

step('unknown user: chooses, gives consent, sees what would happen, starts', async () => {
  await seen(heading('Uw relaties in Outlook'));
  await button('Activeren').click();
  await seen(heading('Wie wilt u in Outlook?'));
  const [popup] = await Promise.all([page.waitForEvent('popup'), button('Verder naar toestemming').click()]);
  await popup.getByLabel('Account').fill(PETRA);
  await popup.getByLabel('Wachtwoord').fill(stage.sandbox.users.get(PETRA).password);
  await popup.getByRole('button', { name: 'Volgende' }).click();
  await popup.getByRole('button', { name: 'Accepteren' }).click();

  await seen(heading('Dit gaat er gebeuren'), SYNCED_MS);
  expect(outlook().cards()).toHaveLength(3);
  await button('Starten').click();
  await seen(heading('Klaar'), SYNCED_MS);
  expect(outlook().cards()).toHaveLength(6);
  await button('Naar uw relaties').click();
});

step('a mail of a shared address asks who is meant, and remembers it', async () => {
  await openMail('Offerte verbouwing');
  await seen(pane.getByText('Wie bedoelt u?'));
  await pane.getByRole('radio', { name: /Bas van der Kolk/u }).check();
  await button('Tonen en onthouden').click();
  await seen(heading('Bas van der Kolk'));
  await openMail('Vraag over de btw');
  await seen(heading('Carla Jansen'));
  await openMail('Offerte verbouwing');
  await seen(heading('Bas van der Kolk'));
  await seen(pane.getByText(/Onthouden:/u).first());
});

step('an edit in the pane reaches the contact in Outlook', async () => {
  await openMail('Vraag over de btw');
  await seen(heading('Carla Jansen'));
  await button('Bewerken').click();
  await pane.getByRole('textbox', { name: 'Functie' }).fill('Partner');
  await button('Bewaren').click();
  await seen(pane.getByText(/Partner/u).first());
  await until(
    () => cardOf('Carla Jansen').values.jobTitle,
    (jobTitle) => jobTitle === 'Partner',
  );
});

step('a contact changed in Outlook reaches the CRM, and the pane', async () => {
  await openContacts();
  await page
    .getByRole('list', { name: 'Contactpersonen' })
    .getByRole('button', { name: /^Carla Jansen/u })
    .click();
  await page.getByRole('toolbar').getByRole('button', { name: 'Bewerken' }).click();
  await page.getByLabel('Mobiel').fill('06 0000 0999');
  await page.getByRole('button', { name: 'Opslaan' }).click();
  await openMail('Vraag over de btw');
  await until(
    async () => pane.getByText('06 0000 0999').count(),
    (count) => count > 0,
  );
});

step(
  'two contacts merged by Outlook: nothing of one reaches the other in the CRM, and the user decides',
  async () => {
    await openContacts();
    for (const name of ['Annemarie Mulder', 'Bas van der Kolk'])
      await page.getByRole('checkbox', { name: `${name} selecteren` }).check();
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: /^Samenvoegen/u })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Annemarie Mulder' }).check();
    await dialog.getByRole('button', { name: 'Samenvoegen' }).click();

    await screen(/^Controle, \d/u).catch(async () => {
      // The badge comes with the pane's next look.
      await until(
        () => pane.getByRole('button', { name: /^Controle, \d/u }).count(),
        (count) => count > 0,
      );
      await screen(/^Controle, \d/u);
    });
    await seen(heading('Controle'));
    await seen(pane.locator('button[data-held]').first());
    const held = await pane.locator('button[data-held]').count();
    expect(held).toBeGreaterThan(0);
    for (let left = held; left > 0; left -= 1) {
      const first = pane.locator('button[data-held]').first();
      if ((await first.getAttribute('aria-expanded')) !== 'true') await first.click();
      // The safest stands first, and is the one that is highlighted.
      await pane
        .getByRole('button', { name: /^(?:CRM houden|Nieuw contact)/u })
        .first()
        .click();
      await seen(pane.getByText(/Besloten/u).first());
      await until(
        () => pane.locator('button[data-held]').count(),
        (count) => count < left,
      );
    }
    // Repaired: both have a contact again, each with their own number.
    await until(
      () => [cardOf('Annemarie Mulder')?.values.mobilePhone, cardOf('Bas van der Kolk')?.values.mobilePhone],
      ([annemarie, bas]) => annemarie === '06 0000 0101' && bas === '06 0000 0102',
    );
  },
);

step('what was changed is in the history, and is taken back after its plan was seen', async () => {
  await screen('Historie');
  const entry = pane.getByRole('listitem').filter({ hasText: '06 0000 0999' }).first();
  await seen(entry);
  await entry.getByRole('button', { name: /Terugdraaien/u }).click();
  await seen(pane.getByText('06 0000 0103').first());
  await pane
    .getByRole('button', { name: /^Terugdraaien/u })
    .last()
    .click();
  await until(
    () => cardOf('Carla Jansen').values.mobilePhone,
    (mobile) => mobile === '06 0000 0103',
  );
  await seen(pane.getByText(/Teruggedraaid/u).first(), SYNCED_MS);
});

step('and the browser had nothing to complain of, nor was anything doubled', () => {
  expect(complaints).toEqual([]);
  expect(outlook().cards()).toHaveLength(6);
});

test('the main path, as its user goes it', async () => {
  for (const [name, go] of steps) {
    try {
      await go();
    } catch (error) {
      const shot = process.env['SCREENSHOTS'];
      if (shot !== undefined) await page.screenshot({ path: join(shot, 'main-path.png') });
      throw new Error(`${name}: ${String(error)}; the browser said: ${complaints.join(' | ')}`, {
        cause: error,
      });
    }
  }
}, 600_000);
