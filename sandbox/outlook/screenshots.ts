/**
 * `npm run screenshots`: the pictures of the README, taken in a real Chromium from the Outlook page with the real pane and
 * worker. Run again whenever a screen has changed; writes docs/images and nothing else.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { openOutlookStage, type OutlookStage } from './stage.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const folder = fileURLToPath(new URL('../../docs/images', import.meta.url));
/** The longest wait for what a pass brings about. */
const PASS_MS = 60_000;

interface Set {
  readonly stage: OutlookStage;
  readonly page: Page;
  readonly pane: FrameLocator;
}

const take = async ({ page }: Set, name: string): Promise<void> => {
  // Nothing that blinks or moves: the caret, and what was marked as fresh.
  await page.waitForTimeout(5_000);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
};

const open = async ({ stage, page }: Set, place: Parameters<OutlookStage['pageUrl']>[0]): Promise<void> => {
  await page.goto(stage.pageUrl({ user: PETRA, language: 'nl', theme: 'light', ...place }));
};

const mailFrom = ({ stage }: Set, address: string): { item: string } => {
  const item = stage.sandbox.mail.list(PETRA).find(({ from }) => from.address === address);
  if (item === undefined) throw new Error(`no mail from ${address}`);
  return { item: item.id };
};

const pictures: Readonly<Record<string, (set: Set) => Promise<void>>> = {
  relation: async (set) => {
    await open(set, mailFrom(set, 'veerle@gouden-korenaar.example'));
    await set.pane.getByRole('heading', { name: 'Veerle D’Hondt' }).waitFor();
  },
  chooser: async (set) => {
    await open(set, mailFrom(set, 'info@abc-bedrijf.example'));
    await set.pane.getByText('Wie bedoelt u?').waitFor();
  },
  review: async (set) => {
    const outlook = set.stage.sandbox.outlook(PETRA);
    const [geert, paula] = ['Geert van Dijk', 'Paula de Vries'].map((name) => outlook.find(name)[0]);
    if (geert === undefined || paula === undefined) throw new Error('the first sync made no contacts');
    outlook.merge(geert, [paula], { take: ['mobilePhone', 'businessPhones', 'jobTitle'] });
    await open(set, { view: 'people', contact: geert.id });
    const badge = set.pane.getByRole('button', { name: /^Controle, \d/u });
    await badge.waitFor({ timeout: PASS_MS });
    await badge.click();
    await set.pane.getByRole('button', { name: /^Geert van Dijk/u }).click();
    await set.pane.getByRole('button', { name: 'CRM houden', exact: true }).waitFor();
  },
  synchronisation: async (set) => {
    await open(set, { theme: 'dark', ...mailFrom(set, 'veerle@gouden-korenaar.example') });
    await set.pane.getByRole('button', { name: 'Synchronisatie' }).click();
    await set.pane.getByRole('heading', { name: 'Uw relaties' }).waitFor();
  },
};

const stage = await openOutlookStage({ activated: [PETRA], ownersShown: true });
const browser = await launchChromium();
try {
  await mkdir(folder, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1440, height: 880 }, locale: 'nl-NL' });
  const set = { stage, page, pane: page.frameLocator('iframe[title="Relatiebrug"]') };
  for (const [name, arrange] of Object.entries(pictures)) {
    await arrange(set);
    await take(set, name);
    process.stdout.write(`docs/images/${name}.png\n`);
  }
} finally {
  await browser.close();
  await stage.close();
}
