/** The pane at "Controle", with these changes waiting. */
import { screen } from '@testing-library/react';
import type { HeldView } from '../../../shared/api/held.ts';
import { serveHeld } from './held.ts';
import { openPane, type Given, type Pane } from './open-pane.tsx';

export interface OpenedHeld extends Pane {
  readonly served: { queue: HeldView[] };
}

export const openHeld = async (held: readonly HeldView[], before?: Given['before']): Promise<OpenedHeld> => {
  let served = { queue: [...held] };
  const pane = await openPane({
    before: (opened) => {
      served = serveHeld(opened.worker, held);
      before?.(opened);
    },
  });
  await pane.user.click(await screen.findByRole('button', { name: /^Controle/u }));
  await screen.findByRole('heading', { level: 1, name: 'Controle' });
  return { ...pane, served };
};

export const press = async (pane: Pane, name: string | RegExp) =>
  pane.user.click(await screen.findByRole('button', { name }));
