/**
 * Measures how soon the pane is of use: from Outlook being ready (Office.onReady) to the person behind the open mail on
 * screen, in a real Chromium, with the production build over the whole application in one process (token, store, CRM).
 */
import { openPaneInBrowser, startPanes, stopPanes, paneBuild } from '../tests/browser/support/pane.ts';
import { timeToInteractive, watchInteractive } from '../tests/browser/support/interactive.ts';
import { listen } from '../tests/browser/support/server.ts';
import { openOffice, petraOid } from '../tests/unit/api/office.ts';
import { fillCrm } from './lookup.ts';

export const TARGET_MS = 1_000;
const PERSONS = 10_000;
const ROUNDS = 5;

export interface PaneFigures {
  readonly persons: number;
  /** Sorted. */
  readonly tookMs: readonly number[];
  readonly medianMs: number;
  /** Where the file with the sizes of this build is. */
  readonly sizes: string;
}

export const measurePane = async (persons: number = PERSONS): Promise<PaneFigures> => {
  const office = await openOffice();
  await startPanes();
  try {
    await fillCrm(office.db, persons, [office.petra.id, office.joris.id]);
    await office.activate(office.petra, petraOid);
    const { app } = office.with({
      addinFolder: paneBuild().folder,
      authority: 'https://login.microsoftonline.com',
      isHttps: false,
    });
    const server = await listen(app.fetch);
    try {
      const real = { origin: server.origin, accessToken: await office.keys.token() };
      const tookMs: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) tookMs.push(await openOnce(real, round));
      tookMs.sort((a, b) => a - b);
      const medianMs = tookMs[Math.floor(ROUNDS / 2)] ?? Number.NaN;
      return { persons, tookMs, medianMs, sizes: paneBuild().sizes };
    } finally {
      await server.close();
    }
  } finally {
    await stopPanes();
    await office.close();
  }
};

/** A mail of somebody else each time, in a browser that knows nothing of the time before. */
const openOnce = async (real: { origin: string; accessToken: string }, round: number): Promise<number> => {
  // An odd one is no private person, and none that ends in 5 or 0 shares its address (bench/lookup.ts).
  const person = 11 + round * 10;
  const address = `p${String(person)}@bedrijf${String(Math.floor(person / 5))}.example`;
  const pane = await openPaneInBrowser({
    real,
    item: { kind: 'read', from: ['Anna', address] },
    before: (page) => watchInteractive(page, `Naam ${String(person)}`),
  });
  try {
    const tookMs = await timeToInteractive(pane.page);
    if (pane.troubles.length > 0) throw new Error(pane.troubles.join('; '));
    return tookMs;
  } finally {
    await pane.close();
  }
};

export const isMissed = ({ medianMs }: PaneFigures): boolean => !(medianMs <= TARGET_MS);

export const printPane = (figures: PaneFigures): string => {
  const { persons, tookMs, medianMs } = figures;
  return [
    `From Office.onReady to the person on screen, Chromium, ${persons.toLocaleString('en')} persons in the CRM, ${String(tookMs.length)} times`,
    `  median ${medianMs.toFixed(0)} ms (${tookMs.map((ms) => ms.toFixed(0)).join(', ')})`,
    `  target ≤ ${TARGET_MS.toLocaleString('en')} ms: ${isMissed(figures) ? 'MISSED' : 'met'}`,
  ].join('\n');
};
