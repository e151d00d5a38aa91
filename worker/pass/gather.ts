/**
 * Gather: turns the marks into the situations that the core plans from: each touched link with its person, its card and
 * the other cards that carry its connector ID, and each changed person without a link.
 */
import type { CardId, FolderId, LinkId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import { alone } from '../sync/guard/facts.ts';
import type { Print } from '../sync/guard/prints.ts';
import { planPass } from '../sync/plan-pass.ts';
import type { LinkTerms } from '../sync/plan-link.ts';
import type { CardReading, Link } from '../sync/link.ts';
import type { Plan } from '../sync/plan.ts';
import type { Ruling } from '../sync/ruling.ts';
import type { UndoItem } from '../sync/undo.ts';
import type { PassContext } from './context.ts';
import { resolveCreating } from './creating.ts';
import { historyOutcomes } from './intended.ts';
import type { Moment } from './known-cards.ts';
import { lookAround } from './surroundings.ts';
import type { HistoryEntry, Mark, PassStore } from './ports.ts';

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
  /** Persons whose create is not resolved yet: left for a later pass. */
  readonly unresolved: ReadonlySet<PersonId>;
  /** Living cards that carry a link's connector ID and are not its card. */
  readonly twinOf: ReadonlyMap<CardId, LinkId>;
  /** Cards changed since they were observed: what was observed is no ground to judge them on (R7). */
  readonly behind: boolean;
}

const idsOf = <Subject extends Mark['subject']>(marks: readonly Mark[], subject: Subject) =>
  marks.filter((mark) => mark.subject === subject).map((mark) => mark.id) as Extract<
    Mark,
    { subject: Subject }
  >['id'][];

/**
 * Persons without a link for whom the CRM still has a connector ID: the link was lost here (an older backup, a new
 * install). The card is looked up and tied again, with no base: nothing is guessed, nothing doubled.
 */
const relinkKnown = async <Card>(
  context: PassContext<Card>,
  personIds: readonly PersonId[],
): Promise<boolean> => {
  if (personIds.length === 0) return false;
  const { crm, remote, employeeId, newId } = context;
  const known = await crm.connectorIds(employeeId);
  const wanted = personIds.flatMap((personId) => {
    const connectorId = known.get(personId);
    return connectorId === undefined ? [] : [{ personId, connectorId }];
  });
  if (wanted.length === 0) return false;
  const found = await remote.find(wanted.map(({ connectorId }) => connectorId));
  const readings = await remote.read([...found.values()].flat());
  const links = wanted.flatMap(({ personId, connectorId }): Link[] => {
    const reading = (found.get(connectorId) ?? [])
      .toSorted()
      .map((id) => readings.get(id))
      .find((each) => each !== undefined && !each.inDeletedItems);
    if (reading === undefined) return [];
    const { cardId, folderId } = reading;
    const id = newId() as LinkId;
    return [
      {
        id,
        personId,
        connectorId,
        state: 'active',
        pausedBecause: null,
        cardId,
        folderId,
        etag: null,
        base: {},
        cleanUp: false,
      },
    ];
  });
  if (links.length === 0) return false;
  await context.commit([{ op: 'newLinks', links }]);
  return true;
};

const grouped = <T, Key>(items: readonly T[], keyOf: (item: T) => Key): ReadonlyMap<Key, readonly T[]> => {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
};

/** What people asked for, and what waits for their word. */
interface Asked {
  readonly held: Awaited<ReturnType<PassStore['openHeld']>>;
  readonly rulings: readonly Ruling[];
  readonly undo: readonly UndoItem[];
  /** Persons on whom somebody's word waits to be done; each was marked with it as well. */
  readonly persons: ReadonlySet<PersonId>;
}

/** Held changes first, decisions after: one that is given in between is then in both, not in neither. */
const readAsked = async <Card>({ store, mailbox }: PassContext<Card>): Promise<Asked> => {
  const held = await store.openHeld(mailbox.id);
  const rulings = await store.rulings(mailbox.id);
  const undo = await store.undoItems(mailbox.id);
  const pending = rulings.filter((ruling) => ruling.pending);
  return {
    held,
    rulings,
    undo,
    persons: new Set([...pending, ...undo].map(({ personId }) => personId)),
  };
};

/** Links whose person, card or copy changed, and those of which something is to be settled or done. */
const touchedLinks = (
  links: readonly Link[],
  marks: readonly Mark[],
  twins: ReadonlyMap<LinkId, unknown>,
  intended: ReadonlySet<LinkId>,
  asked: ReadonlySet<PersonId>,
): Link[] => {
  const persons = new Set(idsOf(marks, 'person'));
  const cards = new Set(idsOf(marks, 'card'));
  return links.filter(
    (link) =>
      link.state !== 'creating' &&
      (persons.has(link.personId) ||
        cards.has(link.cardId!) ||
        twins.has(link.id) ||
        intended.has(link.id) ||
        asked.has(link.personId) ||
        link.cleanUp),
  );
};

/** Cards that carry the connector ID of a link and are not its card. */
const twinsOf = <Card>(
  links: readonly Link[],
  strays: readonly CardReading<Card>[],
): Map<LinkId, CardReading<Card>[]> => {
  const byConnector = new Map(links.map((link) => [link.connectorId, link]));
  const linked = new Set(links.map((link) => link.cardId));
  const twins = new Map<LinkId, CardReading<Card>[]>();
  for (const stray of strays) {
    if (linked.has(stray.cardId)) continue;
    const link = byConnector.get(stray.connectorId!);
    if (link !== undefined) twins.set(link.id, [...(twins.get(link.id) ?? []), stray]);
  }
  return twins;
};

export const gather = async <Card>(
  context: PassContext<Card>,
  moment: Moment,
  followed: ReadonlySet<FolderId>,
  onlyOnce: { lookedForCreates: boolean },
): Promise<Gathered<Card>> => {
  const { store, mailbox, crm, remote, table, settings } = context;
  const marks = await store.marks(mailbox.id);
  const asked = await readAsked(context);
  let links = await store.links(mailbox.id);

  const known = new Set(links.map((link) => link.cardId));
  const strayIds = idsOf(marks, 'card').filter((id) => !known.has(id));
  const strays = [...(await remote.read(strayIds)).values()].filter((each) => each.connectorId !== null);

  let free: readonly Link[] = [];
  const creating = links.filter((link) => link.state === 'creating');
  if (!onlyOnce.lookedForCreates && creating.length > 0) {
    ({ free } = await resolveCreating(context, creating, strays));
    links = await store.links(mailbox.id);
  }
  onlyOnce.lookedForCreates = true;
  const unlinkedAsked = () => {
    const linked = new Set(links.map((link) => link.personId));
    return [...idsOf(marks, 'person'), ...asked.persons].filter((id) => !linked.has(id));
  };
  if (await relinkKnown(context, unlinkedAsked())) links = await store.links(mailbox.id);

  const twins = twinsOf(links, strays);
  const twinOf = new Map(
    [...twins].flatMap(([linkId, some]) =>
      some.filter(({ inDeletedItems }) => !inDeletedItems).map(({ cardId }) => [cardId, linkId] as const),
    ),
  );
  const intended = await store.intendedHistory(mailbox.id);
  const intendedLinks = new Set(intended.map((entry) => entry.linkId));
  const touched = touchedLinks(links, marks, twins, intendedLinks, asked.persons);
  const freeByPerson = new Map(free.map((link) => [link.personId, link]));
  const unresolved = new Set(
    links
      .filter((link) => link.state === 'creating' && !freeByPerson.has(link.personId))
      .map((link) => link.personId),
  );
  const unlinkedIds = [...new Set([...unlinkedAsked(), ...freeByPerson.keys()])].filter(
    (id) => !unresolved.has(id),
  );
  const readings = await remote.read(touched.map((link) => link.cardId as CardId));
  await context.progress({ phase: 'compare', done: 0, total: touched.length + unlinkedIds.length });
  const persons = await crm.persons([
    ...new Set([
      ...touched.map((link) => link.personId),
      ...unlinkedIds,
      ...asked.undo.map(({ personId }) => personId),
      ...intended.map(({ personId }) => personId),
    ]),
  ]);
  const removals = new Map(
    (await store.removals(mailbox.id)).map(({ personId, personVersion }) => [personId, personVersion]),
  );

  const carriers = new Map<Print, number>();
  const terms: LinkTerms<Card> = {
    table,
    country: settings.country,
    policy: mailbox.settings.conflictPolicy,
    takes: (field, value, kind) => crm.takes(field, value, kind),
    followed,
    guard: { ...moment, carriers: (print) => carriers.get(print) ?? 0 },
  };
  const asRead = touched.map((link) => ({
    link,
    person: persons.get(link.personId) ?? null,
    card: readings.get(link.cardId!) ?? null,
    twins: twins.get(link.id) ?? [],
  }));
  const linkIds = new Set(links.map(({ id }) => id));
  const agreed = await historyOutcomes(context, terms, intended, asRead, persons, linkIds);
  const withAgreed = (link: Link): Link => ({ ...link, base: { ...link.base, ...agreed.get(link.id) } });
  links = links.map(withAgreed);
  const onCards = asRead.map((each) => ({ ...each, link: withAgreed(each.link) }));
  const unlinked = unlinkedIds.map((personId) => ({ personId, person: persons.get(personId) ?? null }));
  const around = await lookAround(
    context,
    terms,
    onCards,
    unlinked.flatMap(({ person }) => person ?? []),
    links,
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
    linked: links.filter((link) => link.state === 'active').length,
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
    marks,
    rulings: asked.rulings,
    undo: asked.undo,
    intended,
    links: new Map(links.map((link) => [link.id, link])),
    persons,
    cardChangedAt: new Map(asRead.map(({ link, card }) => [link.id, card?.changedAt ?? null])),
    free: freeByPerson,
    unresolved,
    twinOf,
    behind: around.behind,
  };
};
