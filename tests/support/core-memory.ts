/** What a mailbox in memory remembers of its cards (R7), and whom it finds around one; as a store and a pass would. */
import { canonicalEmail } from '../../shared/canonical.ts';
import type { CardId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { GuardTerms, Surroundings } from '../../worker/sync/guard/facts.ts';
import type { KnownCard, Neighbour, Print, TakePrint } from '../../worker/sync/guard/prints.ts';
import {
  forgetBefore,
  goneCard,
  printsOf,
  seenCard,
  type ShownPrints,
} from '../../worker/sync/guard/remember.ts';
import { addressPrints, humanOf, personAddresses } from '../../worker/sync/guard/surroundings.ts';
import type { CardReading, Link } from '../../worker/sync/link.ts';

const takePrint: TakePrint = (kind, value) => `${kind}:${value}`;
const printing = { table: outlookTable, country: 'NL', takePrint } as const;

export interface Around {
  readonly person: Person | null;
  readonly card: CardReading<OutlookCard> | null;
  readonly cardId: CardId | null;
  readonly persons: ReadonlyMap<PersonId, Person>;
  readonly links: readonly Link[];
}

/** Contents are never changed in place, so each is looked at once. */
const shown = new WeakMap<OutlookCard, ShownPrints>();
const printsShown = (content: OutlookCard): ShownPrints => {
  const prints = shown.get(content) ?? printsOf(printing, content);
  shown.set(content, prints);
  return prints;
};

export class Memory {
  readonly #known = new Map<CardId, KnownCard>();
  /** What each card showed when it was last looked at: contents are never changed in place. */
  readonly #looked = new Map<CardId, { content: OutlookCard; folderId: string; day: string }>();

  /** The very card that was seen this day already: nothing is new, and nothing is to be forgotten. */
  #isOld({ cardId, folderId, content }: CardReading<OutlookCard>, day: string): boolean {
    const last = this.#looked.get(cardId);
    if (last?.content === content && last.folderId === folderId && last.day === day)
      return this.#known.get(cardId)?.goneAt === null;
    this.#looked.set(cardId, { content, folderId, day });
    return false;
  }

  see(cards: readonly CardReading<OutlookCard>[], at: string): void {
    const day = at.slice(0, 10);
    for (const card of cards) {
      const { cardId, folderId, inDeletedItems, content } = card;
      if (!inDeletedItems && this.#isOld(card, day)) continue;
      const before = this.#known.get(cardId);
      if (!inDeletedItems) {
        const prints = printsShown(content);
        this.#known.set(cardId, seenCard(before, { cardId, folderId, prints, at }));
      } else if (before !== undefined) this.#known.set(cardId, goneCard(before, at));
    }
    const oldest = forgetBefore(at);
    for (const [cardId, { goneAt }] of this.#known)
      if (goneAt !== null && goneAt < oldest) this.#known.delete(cardId);
  }

  guard(now: string): GuardTerms {
    return { now, takePrint, carriers: (print) => this.#carriers(print) };
  }

  #carriers(print: Print): number {
    return [...this.#known.values()].filter(
      ({ goneAt, prints }) =>
        goneAt === null &&
        Object.values(prints).some((spans) =>
          spans.some((span) => span.print === print && span.until === null),
        ),
    ).length;
  }

  around({ person, card, cardId, persons, links }: Around): Surroundings {
    const asNeighbour = (known: KnownCard): Neighbour => {
      const link = links.find((each) => each.cardId === known.cardId);
      const owner = link && persons.get(link.personId);
      return {
        ...known,
        link: link && owner ? { linkId: link.id, personId: owner.id, humanId: humanOf(owner) } : null,
      };
    };
    const own = cardId === null ? undefined : this.#known.get(cardId);
    const content = card === null || card.inDeletedItems ? null : card.content;
    const near = new Set([
      ...addressPrints(printing, person, content),
      ...(own?.prints.address ?? []).map(({ print }) => print),
    ]);
    const neighbours = [...this.#known.values()]
      .filter((known) => known.cardId !== cardId)
      .filter(({ prints }) => (prints.address ?? []).some(({ print }) => near.has(print)))
      .map(asNeighbour);
    const addresses = new Set([
      ...(content === null ? [] : outlookTable.addressesOf(content).map(canonicalEmail)),
      ...(person === null ? [] : personAddresses(person)),
    ]);
    const others = [...persons.values()].filter(
      (other) =>
        (person === null || humanOf(other) !== humanOf(person)) &&
        (personAddresses(other).some((address) => addresses.has(address)) ||
          neighbours.some(({ link }) => link?.personId === other.id)),
    );
    return { neighbours, persons: others, own: own === undefined ? null : asNeighbour(own) };
  }
}
