/** The relation screen beside an item of Outlook, in an office that knows some persons. */
import { act, screen } from '@testing-library/react';
import axe from 'axe-core';
import type { ItemSeed } from '../../../sandbox/office/fake-host.ts';
import { from, Office } from './office.ts';
import { openPane, type Given, type Pane } from './open-pane.tsx';

export { from, Office };

/** The pane beside this item, in an office that knows these persons. */
export const openBeside = (item: ItemSeed, office: Office, given: Given = {}): Promise<Pane> =>
  openPane({
    ...given,
    outlook: { item, ...given.outlook },
    before: (pane) => {
      office.describe(pane.worker);
      given.before?.(pane);
    },
  });

export const select = (pane: Pane, item: ItemSeed): void => {
  act(() => {
    pane.outlook.select(item);
  });
};

export const title = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });

export const lookups = ({ worker }: Pane): string[][] =>
  worker.sent
    .filter(({ call }) => call === 'POST /api/persons/lookup')
    .map(({ body }) => (body as { addresses: string[] }).addresses);

/** What was said to a screen reader. */
export const said = (): string =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' ')
    .trim();

/** Colours, and icons that stand for text, are for a real browser: jsdom paints none. */
export const violations = async (): Promise<string[]> => {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, 'label-content-name-mismatch': { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

/** An answer that comes when it is let go. */
export const held = (): { readonly until: Promise<void>; readonly letGo: () => void } => {
  let letGo: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { until, letGo: () => letGo() };
};
