/** An office behind the relation screen: who is at which address, what was chosen there, and what was done about them. */
import { act, screen } from '@testing-library/react';
import axe from 'axe-core';
import type { PersonView } from '../../../shared/api/persons.ts';
import type { ItemSeed } from '../../../sandbox/office/fake-host.ts';
import { openPane, type Given, type Pane } from './open-pane.tsx';
import { aMailbox, ok, type StandInWorker } from './worker.ts';

export class Office {
  /** By the very address: letter case is the worker's business. */
  readonly at = new Map<string, PersonView[]>();
  readonly chosen = new Map<string, string>();

  constructor(...persons: PersonView[]) {
    for (const person of persons) this.put(person);
  }

  /** At the work address, else the private one. */
  put(person: PersonView): void {
    const address = person.fields.workEmail ?? person.fields.privateEmail ?? '';
    const others = (this.at.get(address) ?? []).filter(({ id }) => id !== person.id);
    this.at.set(address, [...others, person]);
  }

  describe(worker: StandInWorker): void {
    worker.mailbox ??= aMailbox();
    worker.instead.set('POST /api/persons/lookup', ({ body }) =>
      ok({
        items: (body as { addresses: string[] }).addresses.map((address) => ({
          address,
          persons: this.at.get(address) ?? [],
          chosen: this.chosen.get(address) ?? null,
        })),
      }),
    );
    worker.instead.set('PUT /api/persons/choices', ({ body }) => {
      const { address, personId } = body as { address: string; personId: string | null };
      if (personId === null) this.chosen.delete(address);
      else this.chosen.set(address, personId);
      return ok(body);
    });
    for (const { id } of [...this.at.values()].flat())
      worker.instead.set(`PUT /api/persons/${id}/seen`, () => ok({ seenAt: '2026-11-21T10:00:00.000Z' }));
  }
}

export const from = (address: string, more: ItemSeed = {}): ItemSeed => ({
  kind: 'read',
  from: ['Wie dan ook', address],
  ...more,
});

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
