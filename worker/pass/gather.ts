/**
 * Gather: turns the marks into the situations that the core plans from: each touched link with its person, its card and
 * the other cards that carry its connector ID, and each changed person without a link.
 */
import type { CardId, FolderId, LinkId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import { alone } from '../sync/guard/facts.ts';
import { planPass } from '../sync/plan-pass.ts';
import type { LinkTerms } from '../sync/plan-link.ts';
import type { CardReading, Link } from '../sync/link.ts';
import type { Plan } from '../sync/plan.ts';
import type { PassContext } from './context.ts';
import { resolveCreating } from './creating.ts';
import { historyOutcomes } from './intended.ts';
import type { Mark } from './ports.ts';

export interface Gathered<Card> {
  readonly terms: LinkTerms<Card>;
  readonly plan: Plan<Card>;
  readonly marks: readonly Mark[];
  readonly links: ReadonlyMap<LinkId, Link>;
  readonly persons: ReadonlyMap<PersonId, Person>;
  /** Links without a card that may be posted (again), by person. */
  readonly free: ReadonlyMap<PersonId, Link>;
  /** Persons whose create is not resolved yet: left for a later pass. */
  readonly unresolved: ReadonlySet<PersonId>;
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

export const gather = async <Card>(
  context: PassContext<Card>,
  followed: ReadonlySet<FolderId>,
  onlyOnce: { lookedForCreates: boolean },
): Promise<Gathered<Card>> => {
  const { store, mailbox, crm, remote, table, settings } = context;
  const marks = await store.marks(mailbox.id);
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
  const unlinkedMarked = () => {
    const linked = new Set(links.map((link) => link.personId));
    return idsOf(marks, 'person').filter((id) => !linked.has(id));
  };
  if (await relinkKnown(context, unlinkedMarked())) links = await store.links(mailbox.id);

  const byConnector = new Map(links.map((link) => [link.connectorId, link]));
  const byCard = new Map(links.map((link) => [link.cardId, link]));
  const twins = new Map<LinkId, CardReading<Card>[]>();
  for (const stray of strays) {
    if (byCard.has(stray.cardId)) continue;
    const link = byConnector.get(stray.connectorId!);
    if (link !== undefined) twins.set(link.id, [...(twins.get(link.id) ?? []), stray]);
  }

  const markedPersons = new Set(idsOf(marks, 'person'));
  const markedCards = new Set(idsOf(marks, 'card'));
  const intended = await store.intendedHistory(mailbox.id);
  const intendedLinks = new Set(intended.map((entry) => entry.linkId));
  const touched = links.filter(
    (link) =>
      link.state !== 'creating' &&
      (markedPersons.has(link.personId) ||
        markedCards.has(link.cardId!) ||
        twins.has(link.id) ||
        intendedLinks.has(link.id)),
  );
  const freeByPerson = new Map(free.map((link) => [link.personId, link]));
  const unresolved = new Set(
    links
      .filter((link) => link.state === 'creating' && !freeByPerson.has(link.personId))
      .map((link) => link.personId),
  );
  const unlinkedIds = [...new Set([...unlinkedMarked(), ...freeByPerson.keys()])].filter(
    (id) => !unresolved.has(id),
  );
  const readings = await remote.read(touched.map((link) => link.cardId as CardId));
  await context.progress({ phase: 'compare', done: 0, total: touched.length + unlinkedIds.length });
  const persons = await crm.persons([...touched.map((link) => link.personId), ...unlinkedIds]);
  const held = await store.openHeld(mailbox.id);
  const rulings = await store.rulings(mailbox.id);
  const removals = new Map(
    (await store.removals(mailbox.id)).map(({ personId, personVersion }) => [personId, personVersion]),
  );

  const terms: LinkTerms<Card> = {
    table,
    country: settings.country,
    policy: mailbox.settings.conflictPolicy,
    takes: (field, value, kind) => crm.takes(field, value, kind),
    followed,
    guard: { now: context.nowIso(), takePrint: await context.prints(mailbox.id), carriers: () => 0 },
  };
  const situations = touched.map((link) => ({
    link,
    person: persons.get(link.personId) ?? null,
    card: readings.get(link.cardId!) ?? null,
    twins: twins.get(link.id) ?? [],
    held: held.filter((each) => each.linkId === link.id),
    surroundings: alone,
    rulings: rulings.filter((each) => each.personId === link.personId),
  }));
  await historyOutcomes(context, terms, intended, situations, new Set(links.map(({ id }) => id)));

  const plan = planPass({
    terms,
    employeeId: mailbox.employeeId,
    settings: mailbox.settings,
    excludedPersons: mailbox.excludedPersons,
    brake: settings.brake,
    brakeReleased: mailbox.brakeReleased,
    linked: links.filter((link) => link.state === 'active').length,
    touched: situations,
    unlinked: unlinkedIds.map((personId) => ({
      personId,
      person: persons.get(personId) ?? null,
      removedAtVersion: removals.get(personId) ?? null,
      held: held.filter((each) => each.linkId === null && each.personId === personId),
      surroundings: alone,
      rulings: rulings.filter((each) => each.personId === personId),
    })),
    undo: [],
  });
  return {
    terms,
    plan,
    marks,
    links: new Map(links.map((link) => [link.id, link])),
    persons,
    free: freeByPerson,
    unresolved,
  };
};
