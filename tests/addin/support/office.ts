/** An office behind the relation screen: who is at which address, and what was chosen there. Needs no browser. */
import type { ItemSeed } from '../../../sandbox/office/fake-host.ts';
import type { PersonView } from '../../../shared/api/persons.ts';
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
