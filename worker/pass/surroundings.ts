/**
 * Who may be mixed up with whom (R7): for each link that brings something in or whose card is gone, and for each person
 * that is about to get a card, the other cards that share an address, and the other persons of the CRM that do. Looks,
 * and judges nothing.
 *
 * A handful of questions a pass, however many links are touched; none where nothing comes in.
 */
import { canonicalEmail } from '../../shared/canonical.ts';
import type { CardId, LinkId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import { wantedPrints, type InboundValue } from '../sync/guard/borrowed.ts';
import type { Surroundings } from '../sync/guard/facts.ts';
import type { KnownCard, Neighbour, Print } from '../sync/guard/prints.ts';
import { printsOf, seenCard } from '../sync/guard/remember.ts';
import { addressPrints, humanOf, personAddresses, sameHuman } from '../sync/guard/surroundings.ts';
import { inboundOf } from '../sync/inbound.ts';
import type { CardReading, Link } from '../sync/link.ts';
import type { LinkTerms } from '../sync/plan-link.ts';
import { chunks, type PassContext } from './context.ts';
import type { LinkTie } from './ports.ts';

/** So many fingerprints are asked for in one query. */
const printsAtOnce = 1_000;

export interface TouchedLink<Card> {
  readonly link: Link;
  readonly person: Person | null;
  readonly card: CardReading<Card> | null;
  readonly twins: readonly CardReading<Card>[];
}

export interface Around {
  readonly ofLink: ReadonlyMap<LinkId, Surroundings>;
  readonly ofPerson: ReadonlyMap<PersonId, Surroundings>;
  readonly carriers: ReadonlyMap<Print, number>;
  /** A card that brings something in has changed since it was observed, and so may others have. */
  readonly behind: boolean;
}

/** One for whom it is looked. `link` is null where a card is about to be made. */
interface Watched<Card> {
  readonly link: Link | null;
  readonly person: Person | null;
  readonly cards: readonly CardReading<Card>[];
  readonly inbound: readonly InboundValue[];
}

const isAlive = <Card>(card: CardReading<Card> | null): card is CardReading<Card> =>
  card !== null && !card.inDeletedItems;

/** Null: nothing comes in and nothing is gone, so there is nothing to judge. */
const watchedLink = <Card>(
  terms: LinkTerms<Card>,
  { link, person, card, twins }: TouchedLink<Card>,
): Watched<Card> | null => {
  // A card that is gone may be followed by one that carries its connector ID: that one is judged then.
  const cards = [card, ...twins].filter(isAlive);
  const judged = isAlive(card) ? [card] : cards;
  const inbound = person === null ? [] : judged.flatMap((reading) => inboundOf(terms, person, link, reading));
  return isAlive(card) && inbound.length === 0 ? null : { link, person, cards, inbound };
};

const printsAround = <Card>(
  { table, guard: { takePrint }, country }: LinkTerms<Card>,
  { person, cards }: Watched<Card>,
  own: KnownCard | undefined,
): Set<Print> => {
  const of = (card: Card | null): readonly Print[] =>
    addressPrints({ table, takePrint, country }, person, card);
  return new Set([
    ...of(null),
    ...cards.flatMap(({ content }) => of(content)),
    // Whoever shared an address before it was taken off the card, or before the card went.
    ...(own?.prints.address ?? []).map(({ print }) => print),
  ]);
};

/** The card as it was read is not the one that is remembered: it changed after the delta was asked. */
const hasChangedSince = <Card>(
  { table, country, guard: { takePrint, now } }: LinkTerms<Card>,
  { inbound, cards: [card] }: Watched<Card>,
  own: KnownCard | undefined,
): boolean => {
  if (inbound.length === 0 || card === undefined) return false;
  if (own === undefined) return true;
  const prints = printsOf({ table, country, takePrint }, card.content);
  const { cardId, folderId } = own;
  return seenCard(own, { cardId, folderId, prints, at: now }) !== own;
};

const cardsByAddress = async <Card>(
  { store, mailbox }: PassContext<Card>,
  prints: ReadonlySet<Print>,
): Promise<Map<Print, KnownCard[]>> => {
  const byPrint = new Map<Print, KnownCard[]>();
  const seen = new Map<CardId, KnownCard>();
  for (const some of chunks([...prints], printsAtOnce))
    for (const card of await store.cardsWith(mailbox.id, some)) seen.set(card.cardId, card);
  for (const card of seen.values())
    for (const { print } of card.prints.address ?? [])
      byPrint.set(print, [...(byPrint.get(print) ?? []), card]);
  return byPrint;
};

type LinkByCard = ReadonlyMap<CardId | null, LinkTie>;

/** Whose cards these are, wherever in the mailbox they stand. Asked after the cards: what made one is committed with its link. */
const linksOfCards = async <Card>(
  { store, mailbox }: PassContext<Card>,
  cards: Iterable<KnownCard>,
): Promise<LinkByCard> => {
  const linkByCard = new Map<CardId | null, LinkTie>();
  const cardIds = [...new Set([...cards].map(({ cardId }) => cardId))];
  for (const some of chunks(cardIds, printsAtOnce))
    for (const tie of await store.tiesOf(mailbox.id, { cardIds: some })) linkByCard.set(tie.cardId, tie);
  return linkByCard;
};

/** The persons of linked cards; those who were read already are not read again. */
const personsOn = async <Card>(
  { crm }: PassContext<Card>,
  cards: readonly KnownCard[],
  linkByCard: LinkByCard,
  known: ReadonlyMap<PersonId, Person>,
): Promise<ReadonlyMap<PersonId, Person>> => {
  const linked = cards.flatMap(({ cardId }) => linkByCard.get(cardId)?.personId ?? []);
  const wanted = [...new Set(linked)].filter((id) => !known.has(id));
  return wanted.length === 0 ? known : new Map([...known, ...(await crm.persons(wanted))]);
};

/** Whose card it is. A person that is no longer in the CRM is its own human. */
const asNeighbour = (
  card: KnownCard,
  linkByCard: LinkByCard,
  persons: ReadonlyMap<PersonId, Person>,
): Neighbour => {
  const link = linkByCard.get(card.cardId);
  if (link === undefined) return { ...card, link: null };
  const { id: linkId, personId } = link;
  const person = persons.get(personId);
  return { ...card, link: { linkId, personId, humanId: person === undefined ? personId : humanOf(person) } };
};

/** Persons of the CRM with one of these addresses. Each address is asked for once. */
const personsByAddress = <Card>({ crm }: PassContext<Card>, { table }: LinkTerms<Card>) => {
  const asked = new Map<string, Promise<Person[]>>();
  const ask = (address: string): Promise<Person[]> => {
    const answer = asked.get(address) ?? crm.findByEmail(address);
    asked.set(address, answer);
    return answer;
  };
  return async ({ person, cards }: Watched<Card>): Promise<Person[]> => {
    const onCards = cards.flatMap(({ content }) => table.addressesOf(content)).map(canonicalEmail);
    const addresses = new Set([...(person === null ? [] : personAddresses(person)), ...onCards]);
    const found: Person[] = [];
    for (const address of addresses) if (address !== null) found.push(...(await ask(address)));
    return found;
  };
};

const carriersOf = async <Card>(
  { store, mailbox }: PassContext<Card>,
  terms: LinkTerms<Card>,
  watched: readonly Watched<Card>[],
): Promise<Map<Print, number>> => {
  const wanted = new Set(
    watched.flatMap(({ person, inbound }) =>
      person === null || inbound.length === 0 ? [] : wantedPrints(terms, person, inbound),
    ),
  );
  const counts = new Map<Print, number>();
  for (const some of chunks([...wanted], printsAtOnce))
    for (const [print, count] of await store.carriers(mailbox.id, some)) counts.set(print, count);
  return counts;
};

/** `persons`: those that were read already. */
export const lookAround = async <Card>(
  context: PassContext<Card>,
  terms: LinkTerms<Card>,
  touched: readonly TouchedLink<Card>[],
  unlinked: readonly Person[],
  persons: ReadonlyMap<PersonId, Person>,
): Promise<Around> => {
  const { store, mailbox } = context;
  const watched: Watched<Card>[] = [
    ...touched.flatMap((each) => watchedLink(terms, each) ?? []),
    ...unlinked.map((person) => ({ link: null, person, cards: [], inbound: [] })),
  ];
  if (watched.length === 0) {
    return { ofLink: new Map(), ofPerson: new Map(), carriers: new Map(), behind: false };
  }
  const cardIdOf = ({ link }: Watched<Card>): CardId | null => link?.cardId ?? null;
  const owns = await store.knownCards(
    mailbox.id,
    watched.flatMap((each) => cardIdOf(each) ?? []),
  );
  const ownOf = (each: Watched<Card>): KnownCard | undefined => owns.get(cardIdOf(each)!);
  const around = new Map(watched.map((each) => [each, printsAround(terms, each, ownOf(each))]));
  const byAddress = await cardsByAddress(context, new Set([...around.values()].flatMap((all) => [...all])));
  const linkByCard = await linksOfCards(context, [...owns.values(), ...[...byAddress.values()].flat()]);
  const onCards = await personsOn(context, [...byAddress.values()].flat(), linkByCard, persons);
  const inCrm = personsByAddress(context, terms);

  const lookFor = async (each: Watched<Card>): Promise<Surroundings> => {
    const near = new Set([...around.get(each)!].flatMap((print) => byAddress.get(print) ?? []));
    const neighbours = [...near]
      .filter(({ cardId }) => cardId !== cardIdOf(each))
      .map((card) => asNeighbour(card, linkByCard, onCards));
    // A first sync makes hundreds of cards: the CRM is asked only where the mailbox has a card to take for theirs.
    const asks = each.link !== null || neighbours.length > 0;
    const others = [
      ...(asks ? await inCrm(each) : []),
      // Whose card shares an address that the CRM does not know.
      ...neighbours.flatMap(({ link }) => (link === null ? [] : (onCards.get(link.personId) ?? []))),
    ].filter((other) => each.person === null || !sameHuman(other, each.person));
    const own = ownOf(each);
    return {
      neighbours,
      persons: [...new Map(others.map((other) => [other.id, other])).values()],
      own: own === undefined ? null : asNeighbour(own, linkByCard, onCards),
    };
  };
  const ofLink = new Map<LinkId, Surroundings>();
  const ofPerson = new Map<PersonId, Surroundings>();
  for (const each of watched) {
    const surroundings = await lookFor(each);
    if (each.link !== null) ofLink.set(each.link.id, surroundings);
    else if (each.person !== null) ofPerson.set(each.person.id, surroundings);
  }
  const behind = watched.some((each) => hasChangedSince(terms, each, ownOf(each)));
  return { ofLink, ofPerson, carriers: await carriersOf(context, terms, watched), behind };
};
