/**
 * What a round of a pass has before it, cut into portions of a bounded number of persons, so that a mailbox of any size is
 * gathered, planned and applied in the memory of one portion. Everything that concerns one person (its link, its card, copies
 * of that, decisions, what is to be taken back, history without an outcome) is in one and the same portion.
 *
 * What must be known of the whole mailbox before anything of it is judged happens here: creates that were begun are looked
 * for (R11), links that were lost here are found again, copies are told from cards (R10). Judges nothing, writes to no side.
 */
import type { CardId, LinkId, PersonId } from '../../shared/ids.ts';
import type { CardReading, Link } from '../sync/link.ts';
import { chunks, type PassContext } from './context.ts';
import { resolveCreating } from './creating.ts';
import { relinkKnown } from './relink.ts';
import type { LinksWanted, LinkTie, Mark, OpenWork } from './ports.ts';

/** So many ids go in one question. */
const idsAtOnce = 1_000;
const readAtOnce = 200;

/** Persons and what was marked of them. */
export interface Portion<Card> {
  /** Persons with a link. */
  readonly linked: readonly PersonId[];
  /** Persons that may need a card. */
  readonly unlinked: readonly PersonId[];
  /** Persons of whom something is to be settled and nothing to be planned. */
  readonly settling: readonly PersonId[];
  readonly marks: readonly Mark[];
  /** Other cards that carry the connector ID of a link. */
  readonly twins: ReadonlyMap<LinkId, readonly CardReading<Card>[]>;
}

export interface WorkList<Card> {
  /** Those with links come first. Never empty. */
  readonly portions: readonly Portion<Card>[];
  /** Persons in all of them. */
  readonly size: number;
  /** Links without a card that may be posted (again), by person. */
  readonly free: ReadonlyMap<PersonId, Link>;
  /** Persons whose create is not resolved yet: left for a later pass. */
  readonly unresolved: ReadonlySet<PersonId>;
}

export const isNothing = ({ persons, cards, asked, intended, cleanUp, creating }: OpenWork): boolean =>
  persons.length + cards.length + asked.length + intended.length + cleanUp.length + creating === 0;

/** Ties in the order of the ids that are asked for, some at a time. */
async function* tiesOf<Card, Key extends keyof LinksWanted>(
  { store, mailbox }: PassContext<Card>,
  key: Key,
  ids: NonNullable<LinksWanted[Key]>,
): AsyncGenerator<LinkTie> {
  for (const some of chunks<string>(ids, idsAtOnce)) yield* await store.tiesOf(mailbox.id, { [key]: some });
}

const ownersOf = async <Card>(
  context: PassContext<Card>,
  cards: readonly CardId[],
): Promise<Map<CardId, PersonId>> => {
  const owners = new Map<CardId, PersonId>();
  for await (const { cardId, personId } of tiesOf(context, 'cardIds', cards)) owners.set(cardId!, personId);
  return owners;
};

/** Cards without a link that carry a connector ID. */
const readStrays = async <Card>(
  { remote }: PassContext<Card>,
  cardIds: readonly CardId[],
): Promise<CardReading<Card>[]> => {
  const strays: CardReading<Card>[] = [];
  for (const some of chunks(cardIds, readAtOnce))
    for (const reading of (await remote.read(some)).values())
      if (reading.connectorId !== null) strays.push(reading);
  return strays;
};

interface Copies<Card> {
  readonly byLink: ReadonlyMap<LinkId, readonly CardReading<Card>[]>;
  readonly personOf: ReadonlyMap<CardId, PersonId>;
  readonly linkOf: ReadonlyMap<PersonId, LinkId>;
}

/** Cards that carry the connector ID of a link and are not its card, nor any other's. */
const copiesOf = async <Card>(
  context: PassContext<Card>,
  strays: readonly CardReading<Card>[],
): Promise<Copies<Card>> => {
  const owned = await ownersOf(
    context,
    strays.map(({ cardId }) => cardId),
  );
  const free = strays.filter(({ cardId }) => !owned.has(cardId));
  const byConnector = new Map<string, LinkTie>();
  const connectorIds = free.flatMap(({ connectorId }) => connectorId ?? []);
  for await (const tie of tiesOf(context, 'connectorIds', connectorIds))
    byConnector.set(tie.connectorId, tie);
  const byLink = new Map<LinkId, CardReading<Card>[]>();
  const personOf = new Map<CardId, PersonId>();
  const linkOf = new Map<PersonId, LinkId>();
  for (const stray of free) {
    const tie = byConnector.get(stray.connectorId!);
    if (tie === undefined) continue;
    byLink.set(tie.id, [...(byLink.get(tie.id) ?? []), stray]);
    personOf.set(stray.cardId, tie.personId);
    linkOf.set(tie.personId, tie.id);
  }
  return { byLink, personOf, linkOf };
};

/** Whether these persons have a link; absent: none. */
const statesOf = async <Card>(
  context: PassContext<Card>,
  personIds: readonly PersonId[],
): Promise<Map<PersonId, 'linked' | 'creating'>> => {
  const states = new Map<PersonId, 'linked' | 'creating'>();
  for await (const { personId, state } of tiesOf(context, 'personIds', personIds))
    states.set(personId, state === 'creating' ? 'creating' : 'linked');
  return states;
};

/** The marks of each person; under null those that concern nobody here. */
const marksByPerson = (
  { persons, cards }: OpenWork,
  personOf: (cardId: CardId) => PersonId | undefined,
): ReadonlyMap<PersonId | null, Mark[]> => {
  const marks = new Map<PersonId | null, Mark[]>();
  const add = (personId: PersonId | null, mark: Mark): void => {
    const some = marks.get(personId);
    if (some === undefined) marks.set(personId, [mark]);
    else some.push(mark);
  };
  for (const id of persons) add(id, { subject: 'person', id });
  for (const id of cards) add(personOf(id) ?? null, { subject: 'card', id });
  return marks;
};

const cut = <Card>(
  atOnce: number,
  all: Pick<Portion<Card>, 'linked' | 'unlinked' | 'settling'>,
  marks: ReadonlyMap<PersonId | null, readonly Mark[]>,
  copies: Copies<Card>,
): Portion<Card>[] => {
  const { linked, unlinked, settling } = all;
  const parts =
    linked.length + unlinked.length <= atOnce
      ? [{ linked, unlinked }]
      : [
          ...chunks(linked, atOnce).map((some) => ({ linked: some, unlinked: [] })),
          ...chunks(unlinked, atOnce).map((some) => ({ linked: [], unlinked: some })),
        ];
  return parts.map((part, index) => ({
    ...part,
    settling: index === 0 ? settling : [],
    marks: [
      ...(index === 0 ? (marks.get(null) ?? []) : []),
      ...[...part.linked, ...part.unlinked].flatMap((id) => marks.get(id) ?? []),
    ],
    twins: new Map(
      part.linked.flatMap((personId) => {
        const linkId = copies.linkOf.get(personId);
        return linkId === undefined ? [] : [[linkId, copies.byLink.get(linkId)!] as const];
      }),
    ),
  }));
};

/** `once`: creates are looked for once a pass. */
export const listWork = async <Card>(
  context: PassContext<Card>,
  open: OpenWork,
  once: { lookedForCreates: boolean },
): Promise<WorkList<Card>> => {
  const { store, mailbox, settings } = context;
  const known = await ownersOf(context, open.cards);
  const strays = await readStrays(
    context,
    open.cards.filter((id) => !known.has(id)),
  );
  let free: readonly Link[] = [];
  if (!once.lookedForCreates && open.creating > 0) {
    ({ free } = await resolveCreating(context, await store.creatingLinks(mailbox.id), strays));
  }
  once.lookedForCreates = true;

  const named = [...new Set([...open.persons, ...open.asked])];
  const before = await statesOf(context, named);
  for (const some of chunks(
    named.filter((id) => !before.has(id)),
    idsAtOnce,
  )) {
    for (const personId of await relinkKnown(context, some)) before.set(personId, 'linked');
  }
  const copies = await copiesOf(context, strays);
  const owners = await ownersOf(context, open.cards);
  const others = [
    ...owners.values(),
    ...copies.linkOf.keys(),
    ...open.intended.map(({ personId }) => personId),
    ...open.cleanUp,
  ].filter((id) => !before.has(id));
  const states = new Map([...before, ...(await statesOf(context, [...new Set(others)]))]);

  const freeByPerson = new Map(free.map((link) => [link.personId, link]));
  const linked = [...new Set([...named, ...others])].filter((id) => states.get(id) === 'linked');
  const unlinked = [...new Set([...named.filter((id) => !states.has(id)), ...freeByPerson.keys()])];
  const planned = new Set([...linked, ...unlinked]);
  const creating = open.creating === 0 ? [] : await store.creatingLinks(mailbox.id);
  const unresolved = new Set(
    creating.map(({ personId }) => personId).filter((personId) => !freeByPerson.has(personId)),
  );
  const settling = [...open.asked, ...open.intended.map(({ personId }) => personId)];
  const marks = marksByPerson(open, (cardId) => owners.get(cardId) ?? copies.personOf.get(cardId));
  return {
    portions: cut(
      settings.personsAtOnce ?? personsAtOnce,
      { linked, unlinked, settling: [...new Set(settling)].filter((id) => !planned.has(id)) },
      marks,
      copies,
    ),
    size: planned.size,
    free: freeByPerson,
    unresolved,
  };
};

/** Unless a setting says otherwise. With what is read and planned of them these are some megabytes. */
const personsAtOnce = 400;
