/**
 * Gather: turns a portion of the work into the situations that the core plans from: each touched link with its person, its
 * card and the other cards that carry its connector ID, and each changed person without a link. Asks the store and the CRM for
 * these only; who may be mixed up with them is looked for in the whole mailbox (R7, surroundings.ts).
 */
import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CardId, FolderId, LinkId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import { alone, type GuardTerms } from '../sync/guard/facts.ts';
import type { Print } from '../sync/guard/prints.ts';
import { planPass } from '../sync/plan-pass.ts';
import type { LinkTerms } from '../sync/plan-link.ts';
import type { Link } from '../sync/link.ts';
import type { Plan } from '../sync/plan.ts';
import type { Ruling } from '../sync/ruling.ts';
import type { UndoItem } from '../sync/undo.ts';
import type { PassContext } from './context.ts';
import { historyOutcomes } from './intended.ts';
import type { Moment } from './known-cards.ts';
import { lookAround } from './surroundings.ts';
import type { Portion, WorkList } from './work-list.ts';
import type { HistoryEntry, Mark } from './ports.ts';

/** What concerns the persons of one portion, and nobody else. */
export interface Gathered<Card> {
  readonly terms: LinkTerms<Card>;
  readonly plan: Plan<Card>;
  readonly marks: readonly Mark[];
  readonly rulings: readonly Ruling[];
  readonly undo: readonly UndoItem[];
  /** Written ahead and not known to have happened, as it was before this round. */
  readonly intended: readonly HistoryEntry[];
  readonly links: ReadonlyMap<LinkId, Link>;
  readonly persons: ReadonlyMap<PersonId, Person>;
  /** When the cards of touched links were last changed, by the remote's word. */
  readonly cardChangedAt: ReadonlyMap<LinkId, string | null>;
  /** Links without a card that may be posted (again), by person. */
  readonly free: ReadonlyMap<PersonId, Link>;
  /** Persons whose card its user threw away (R9), as it was before this round. */
  readonly removed: ReadonlySet<PersonId>;
  /** Persons whose create is not resolved yet: left for a later pass. */
  readonly unresolved: ReadonlySet<PersonId>;
  /** Living cards that carry a link's connector ID and are not its card. */
  readonly twinOf: ReadonlyMap<CardId, LinkId>;
  /** Cards changed since they were observed: what was observed is no ground to judge them on (R7). */
  readonly behind: boolean;
}

const grouped = <T, Key>(items: readonly T[], keyOf: (item: T) => Key): ReadonlyMap<Key, readonly T[]> => {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
};

/** Held changes first, decisions after: one that is given in between is then in both, not in neither. */
const readAsked = async <Card>(
  { store, mailbox }: PassContext<Card>,
  planned: readonly PersonId[],
  all: readonly PersonId[],
) => {
  const held = await store.openHeld(mailbox.id, planned);
  const rulings = await store.rulings(mailbox.id, planned);
  const undo = await store.undoItems(mailbox.id, all);
  return { held, rulings, undo };
};

const termsOf = <Card>(
  { table, settings, mailbox, crm }: PassContext<Card>,
  moment: Moment,
  followed: ReadonlySet<FolderId>,
  carriers: GuardTerms['carriers'],
): LinkTerms<Card> => ({
  table,
  country: settings.country,
  policy: mailbox.settings.conflictPolicy,
  takes: (field, value, kind) => crm.takes(field, value, kind),
  followed,
  guard: { ...moment, carriers },
});

const twinOfLinks = <Card>({ twins }: Portion<Card>): ReadonlyMap<CardId, LinkId> =>
  new Map(
    [...twins].flatMap(([linkId, some]) =>
      some.filter(({ inDeletedItems }) => !inDeletedItems).map(({ cardId }) => [cardId, linkId] as const),
    ),
  );

/** What holds for the whole of a round. */
export interface RoundTerms {
  readonly moment: Moment;
  readonly followed: ReadonlySet<FolderId>;
  /** Active links of the mailbox. */
  readonly linked: number;
}

export const gather = async <Card>(
  context: PassContext<Card>,
  { moment, followed, linked }: RoundTerms,
  list: Pick<WorkList<Card>, 'free' | 'unresolved'>,
  portion: Portion<Card>,
): Promise<Gathered<Card>> => {
  const { store, mailbox, crm, remote, settings } = context;
  const planned = [...portion.linked, ...portion.unlinked];
  const all = [...planned, ...portion.settling];
  const asked = await readAsked(context, planned, all);
  const intended = await store.intendedHistory(mailbox.id, all);
  const touched = (await store.linksOf(mailbox.id, { personIds: portion.linked })).filter(
    ({ state }) => state !== 'creating',
  );
  const free = new Map(
    portion.unlinked.flatMap((personId) => {
      const link = list.free.get(personId);
      return link === undefined ? [] : [[personId, link] as const];
    }),
  );
  const readings = await remote.read(touched.map((link) => link.cardId as CardId));
  const persons = await crm.persons([
    ...new Set([
      ...planned,
      ...asked.undo.map(({ personId }) => personId),
      ...intended.map(({ personId }) => personId),
    ]),
  ]);
  const removals = new Map(
    portion.unlinked.length === 0
      ? []
      : (await store.removals(mailbox.id)).map(({ personId, personVersion }) => [personId, personVersion]),
  );

  const carriers = new Map<Print, number>();
  const terms = termsOf(context, moment, followed, (print) => carriers.get(print) ?? 0);
  const asRead = touched.map((link) => ({
    link,
    person: persons.get(link.personId) ?? null,
    card: readings.get(link.cardId!) ?? null,
    twins: portion.twins.get(link.id) ?? [],
  }));
  const ties = await store.tiesOf(mailbox.id, { linkIds: intended.map(({ linkId }) => linkId) });
  const linkIds = new Set(ties.map(({ id }) => id));
  const agreed = await historyOutcomes(context, terms, intended, asRead, persons, linkIds);
  const withAgreed = (link: Link): Link => ({ ...link, base: { ...link.base, ...agreed.get(link.id) } });
  const onCards = asRead.map((each) => ({ ...each, link: withAgreed(each.link) }));
  const unlinked = portion.unlinked.map((personId) => ({
    personId,
    person: persons.get(personId) ?? null,
  }));
  const around = await lookAround(
    context,
    terms,
    onCards,
    unlinked.flatMap(({ person }) => person ?? []),
    persons,
  );
  for (const [print, count] of around.carriers) carriers.set(print, count);

  const rulings = grouped(asked.rulings, ({ personId }) => personId);
  const heldOnLink = grouped(asked.held, ({ linkId }) => linkId);
  const heldOnPerson = grouped(heldOnLink.get(null) ?? [], ({ personId }) => personId);
  const plan = planPass({
    terms,
    employeeId: mailbox.employeeId,
    settings: mailbox.settings,
    excludedPersons: mailbox.excludedPersons,
    brake: settings.brake,
    brakeReleased: mailbox.brakeReleased,
    linked,
    touched: onCards.map((each) => ({
      ...each,
      // Also what was asked before there was a link: the card was found again meanwhile.
      held: [...(heldOnLink.get(each.link.id) ?? []), ...(heldOnPerson.get(each.link.personId) ?? [])],
      surroundings: around.ofLink.get(each.link.id) ?? alone,
      rulings: rulings.get(each.link.personId) ?? [],
    })),
    unlinked: unlinked.map(({ personId, person }) => ({
      personId,
      person,
      removedAtVersion: removals.get(personId) ?? null,
      held: heldOnPerson.get(personId) ?? [],
      surroundings: around.ofPerson.get(personId) ?? alone,
      rulings: rulings.get(personId) ?? [],
    })),
    undo: asked.undo.map((item) => ({ item, person: persons.get(item.personId) ?? null })),
  });
  return {
    terms,
    plan,
    marks: portion.marks,
    rulings: asked.rulings,
    undo: asked.undo,
    intended,
    removed: new Set(removals.keys()),
    links: new Map([...onCards.map(({ link }) => link), ...free.values()].map((link) => [link.id, link])),
    persons,
    cardChangedAt: new Map(asRead.map(({ link, card }) => [link.id, card?.changedAt ?? null])),
    free,
    unresolved: list.unresolved,
    twinOf: twinOfLinks(portion),
    behind: around.behind,
  };
};

/** What was gathered, put away: some hundred bytes a person instead of some thousands, outside of the heap. */
export interface PutAway<Card> {
  takeOut(): Gathered<Card>;
}

/**
 * For a pass of several portions, of which none may be applied before all are judged (R12). What is taken out is what was put
 * away: plans are made of one state of the world, and applied later.
 */
export const putAway = <Card>(
  context: PassContext<Card>,
  { moment, followed }: RoundTerms,
  { terms: _, unresolved, ...gathered }: Gathered<Card>,
): PutAway<Card> => {
  const packed = deflateRawSync(serialize(gathered), { level: 1 });
  return {
    takeOut: () => ({
      ...(deserialize(inflateRawSync(packed)) as typeof gathered),
      unresolved,
      // How many cards carry a value is asked while it is planned, and not after.
      terms: termsOf(context, moment, followed, () => 0),
    }),
  };
};
