/** Invented cards as the guard remembers them (R7), built the way the pass builds them: seen, seen again, gone. */
import type { CardId, LinkId, PersonId } from '../../shared/ids.ts';
import { hoursBefore } from '../../shared/instant.ts';
import type { Person } from '../../shared/person.ts';
import { blankCard, type OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { GuardTerms, Surroundings } from '../../worker/sync/guard/facts.ts';
import type { KnownCard, Neighbour, Print, TakePrint } from '../../worker/sync/guard/prints.ts';
import { goneCard, printsOf, seenCard } from '../../worker/sync/guard/remember.ts';
import { humanOf } from '../../worker/sync/guard/surroundings.ts';
import { contacts } from './persons.ts';

/** Readable, so that a failing test can be read. */
export const takePrint: TakePrint = (kind, value) => `${kind}:${value}`;

export const now = '2026-03-10T12:00:00.000Z';
export const hoursAgo = (hours: number): string => hoursBefore(now, hours);
export const daysAgo = (days: number): string => hoursAgo(days * 24);

export const guardTerms = (carriers: Readonly<Record<Print, number>> = {}): GuardTerms => ({
  now,
  takePrint,
  carriers: (print) => carriers[print] ?? 0,
});

export const borrowTerms = (carriers: Readonly<Record<Print, number>> = {}) =>
  ({ table: outlookTable, country: 'NL', guard: guardTerms(carriers) }) as const;

export const addresses = (...list: string[]): Pick<OutlookCard, 'emailAddresses'> => ({
  emailAddresses: list.map((address) => ({ address, name: null })),
});

export const shown = (content: Partial<OutlookCard>) =>
  printsOf({ table: outlookTable, country: 'NL', takePrint }, { ...blankCard, ...content });

/** A card as it was seen: what stood on it, and when. The last may be 'gone'. */
export const known = (
  cardId: string,
  ...history: readonly (readonly [at: string, what: Partial<OutlookCard> | 'gone'])[]
): KnownCard => {
  let card: KnownCard | undefined;
  for (const [at, what] of history) {
    card =
      what === 'gone'
        ? goneCard(card!, at)
        : seenCard(card, { cardId: cardId as CardId, folderId: contacts, prints: shown(what), at });
  }
  return card!;
};

/** A card of the user's own. */
export const unlinked = (...args: Parameters<typeof known>): Neighbour => ({ ...known(...args), link: null });

/** The card of a person. */
export const linkedTo = (
  person: Pick<Person, 'id' | 'headId'>,
  ...args: Parameters<typeof known>
): Neighbour => ({
  ...known(...args),
  link: { linkId: `link-of-${person.id}` as LinkId, personId: person.id, humanId: humanOf(person) },
});

export const around = (
  neighbours: readonly Neighbour[],
  persons: readonly Person[] = [],
  own: Neighbour | null = null,
): Surroundings => ({ neighbours, persons, own });

export const asPersonId = (id: string): PersonId => id as PersonId;
