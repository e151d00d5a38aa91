/** What a pass of the world in memory gives the core to plan with, and what the sides still differ in afterwards. */
import type { CardId, LinkId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import { rowsFor } from '../../worker/sync/field-table.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { CardReading } from '../../worker/sync/link.ts';
import type { Plan } from '../../worker/sync/plan.ts';
import { planPass } from '../../worker/sync/plan-pass.ts';
import { defaultActivationSettings } from '../../worker/sync/selection.ts';
import { asCompared } from './core-account.ts';
import type { CoreWorld } from './core-world.ts';
import { openHeld, petra, terms } from './persons.ts';

export const planOf = (world: CoreWorld): Plan<OutlookCard> => {
  const links = [...world.links.values()];
  const linked = new Set(links.map((link) => link.personId));
  const cards = world.readings();
  const own = new Set(links.map((link) => link.cardId));
  const around = (person: Person | null, card: CardReading<OutlookCard> | null, cardId: CardId | null) =>
    world.memory.around({ person, card, cardId, persons: world.persons, links });
  const heldOn = (linkId: LinkId | null, personId: PersonId) =>
    [...world.held]
      .filter(([, hold]) => (hold.linkId ?? linkId) === linkId && hold.personId === personId)
      .map(([id, hold]) => openHeld(hold, id));
  const rulingsOn = (personId: PersonId) => world.rulings.filter((each) => each.personId === personId);
  return planPass({
    terms: { ...terms(world.policy), followed: world.followed, guard: world.memory.guard(world.now) },
    employeeId: petra,
    settings: {
      ...defaultActivationSettings,
      groupsExcluded: ['uit'],
      conflictPolicy: world.policy,
      roles: world.roles,
    },
    excludedPersons: world.excluded,
    brake: { cards: 1000, share: 1, emptyFrom: 1000 },
    brakeReleased: false,
    linked: links.length,
    touched: links.map((link) => {
      const person = world.persons.get(link.personId) ?? null;
      const card = world.reading(link.cardId!);
      const twins = cards.filter((each) => each.connectorId === link.connectorId && !own.has(each.cardId));
      // A card that is gone may be followed by one that carries its connector ID: that one is judged then (R10).
      const [successor] = twins.filter(({ inDeletedItems }) => !inDeletedItems);
      const judged = card?.inDeletedItems === false ? card : (successor ?? card);
      return {
        link,
        person,
        card,
        twins,
        held: heldOn(link.id, link.personId),
        surroundings: around(person, judged, link.cardId),
        rulings: rulingsOn(link.personId),
      };
    }),
    unlinked: [...world.persons.values()]
      .filter(({ id }) => !linked.has(id))
      .map((person) => ({
        personId: person.id,
        person,
        removedAtVersion: world.removals.get(person.id) ?? null,
        held: heldOn(null, person.id),
        surroundings: around(person, null, null),
        rulings: rulingsOn(person.id),
      })),
    undo: world.undo.map((item) => ({ item, person: world.persons.get(item.personId) ?? null })),
  });
};

/** Fields of active links that differ between the sides and neither wait nor were left so by a person. */
export const differing = (world: CoreWorld): string[] => {
  return [...world.links.values()].flatMap((link) => {
    const person = world.persons.get(link.personId)!;
    const card = world.cards.get(link.cardId!)!;
    const holds = [...world.held.values()].filter(({ linkId }) => linkId === link.id);
    if (link.state !== 'active') return [];
    if (holds.some(({ reason }) => reason === 'nameOfAnother' || reason === 'mergedAway')) return [];
    const context = { base: link.base, person, country: 'NL' } as const;
    const left = world.rulings.filter(({ choice, linkId }) => choice === 'leave' && linkId === link.id);
    return rowsFor(outlookTable, person.kind).flatMap((row) => {
      const crm = asCompared(row.id, row.fromCrm(person));
      const remote = asCompared(row.id, row.fromRemote(card.content, context));
      const base = link.base[row.id];
      const isHeld = holds.some((hold) => hold.fields.some(({ field }) => field === row.id));
      const isLeft = left.some(({ held }) => held.some(({ field }) => field === row.id));
      // The CRM is blank and the user's own value stands there, or the CRM's found no room: agreed as such.
      const agreed =
        base !== undefined && base.crm === crm && base.remote === remote && (crm === null || !row.back);
      return crm === remote || isHeld || isLeft || agreed
        ? []
        : [`${person.id}.${row.id}: CRM ${crm}, card ${remote}`];
    });
  });
};
