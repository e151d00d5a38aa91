/** What a pass does with each step of a plan, in the world in memory. */
import type { CardId, ConnectorId, HeldId, HistoryId, LinkId, PersonId } from '../../shared/ids.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import type { FieldId } from '../../shared/person.ts';
import type { FieldChange, Step } from '../../worker/sync/plan.ts';
import { holdOf } from '../../worker/sync/holds.ts';
import type { CoreWorld } from './core-world.ts';
import { terms } from './persons.ts';

const record = (
  world: CoreWorld,
  { linkId, personId }: { linkId: LinkId; personId: PersonId },
  changes: readonly FieldChange[],
): void => {
  for (const change of changes) {
    world.history.push({ ...change, id: `entry-${world.next()}` as HistoryId, personId, linkId });
    const { field, overruled } = change;
    if (field !== null && overruled !== undefined) world.account.putAside(personId, field, overruled.value);
  }
};

/** The base is stored, or a crash came before it and only what was written ahead tells of the write. */
const confirm = (
  world: CoreWorld,
  step: Extract<Step<OutlookCard>, { kind: 'updateCard' | 'updatePerson' }>,
  unconfirmed: boolean,
): void => {
  if (unconfirmed) world.sent.set(step.linkId, [...step.changes]);
  else world.save(step.linkId, { base: step.base });
};

const newLink = (world: CoreWorld, personId: PersonId, cardId: CardId, connectorId: ConnectorId): LinkId => {
  const id = `link-${world.next()}` as LinkId;
  const { folderId, etag } = world.cards.get(cardId)!;
  world.links.set(id, {
    id,
    personId,
    connectorId,
    state: 'active',
    pausedBecause: null,
    cardId,
    folderId,
    etag,
    base: {},
    cleanUp: false,
  });
  return id;
};

/** A person has said that this card is that person's, with all that is on it. */
const adopt = (world: CoreWorld, personId: PersonId, cardId: CardId): void => {
  const human = world.humanOf(world.persons.get(personId)!);
  // It is read when it becomes the person's, and merged in the next round.
  world.deliver(cardId);
  world.becomes(cardId, world.cards.get(cardId)!.content, human);
  // R5: without a base a blank takes the other side, also one that was made on purpose before the two were one.
  world.account.forgetBlanks(personId);
};

const dropLink = (world: CoreWorld, linkId: LinkId): void => {
  const { cardId, personId } = world.links.get(linkId)!;
  if (cardId !== null) world.cardParties.set(cardId, world.humanOf(world.persons.get(personId)!));
  world.links.delete(linkId);
};

/** The version that a write names is not the card's any more (412): what came meanwhile was told late. */
const isStale = (world: CoreWorld, cardId: CardId, etag: string): boolean => {
  if (world.cards.get(cardId)!.etag === etag) return false;
  if (!world.isLate(cardId)) throw new Error('a card was written under an old version');
  world.deliver(cardId);
  return true;
};

/** False where the remote refused the write. */
export const carryOut = (world: CoreWorld, step: Step<OutlookCard>, unconfirmed: boolean): boolean => {
  if ('etag' in step && isStale(world, step.cardId, step.etag)) return false;
  doStep(world, step, unconfirmed);
  return true;
};

const doStep = (world: CoreWorld, step: Step<OutlookCard>, unconfirmed: boolean): void => {
  switch (step.kind) {
    case 'createCard': {
      world.writes += 1;
      const connectorId = `c-${world.next()}` as ConnectorId;
      const human = world.humanOf(world.persons.get(step.personId)!);
      const cardId = world.addCard(step.card, human, connectorId);
      const linkId = newLink(world, step.personId, cardId, connectorId);
      world.save(linkId, { base: step.base });
      world.removals.delete(step.personId);
      for (const { reason, fields } of step.unwritten) {
        const hold = holdOf(terms(), { id: linkId, personId: step.personId }, reason, fields);
        world.held.set(`held-${world.next()}` as HeldId, hold);
      }
      return;
    }
    case 'updateCard': {
      world.writes += 1;
      record(world, step, step.changes);
      const card = world.cards.get(step.cardId)!;
      world.deliver(step.cardId);
      world.cards.set(step.cardId, {
        ...card,
        connectorId: step.connectorId ?? card.connectorId,
        content: step.card,
        etag: `W/"${world.next()}"`,
      });
      return confirm(world, step, unconfirmed);
    }
    case 'updatePerson':
    case 'undoPerson': {
      const person = world.persons.get(step.personId)!;
      if (person.version !== step.version) throw new Error('a person was written under an old version');
      record(world, step, step.changes);
      if (Object.keys(step.patch).length > 0) {
        world.writes += 1;
        const fields = { ...person.fields, ...step.patch };
        world.persons.set(person.id, { ...person, fields, version: String(world.next()) });
      }
      if (step.kind === 'updatePerson') return confirm(world, step, unconfirmed);
      // Whoever takes something back puts aside what stood there.
      for (const { field, from } of step.changes)
        if (field !== null) world.account.putAside(person.id, field, from);
      if (!unconfirmed) world.undo = world.undo.filter(({ id }) => !step.itemIds.includes(id));
      return;
    }
    case 'refuseUndo':
      world.undo = world.undo.filter(({ id }) => !step.itemIds.includes(id));
      return;
    case 'agree': {
      const { personId, cardId } = world.links.get(step.linkId)!;
      // The card tells late of what its user typed over what is agreed here: by then both sides had it.
      if (world.isLate(cardId!))
        for (const field of Object.keys(step.base)) world.account.untype('crm', personId, field as FieldId);
      return world.save(step.linkId, { base: step.base });
    }
    case 'hold':
      if ([...world.held.values()].some(({ key }) => key === step.hold.key)) throw new Error('asked twice');
      world.held.set(`held-${world.next()}` as HeldId, step.hold);
      return;
    case 'closeHeld':
      world.held.delete(step.heldId);
      return;
    case 'pauseLink':
      return world.save(step.linkId, { state: 'paused', pausedBecause: step.because });
    case 'resumeLink':
      return world.save(step.linkId, { state: 'active', pausedBecause: null, cleanUp: false });
    case 'unlink':
      dropLink(world, step.linkId);
      world.removals.set(step.personId, step.personVersion);
      return;
    case 'relink': {
      if (step.afresh) {
        if (world.linkOn(step.cardId)) throw new Error('a card was given to two persons');
        adopt(world, step.personId, step.cardId);
        world.links.set(step.linkId, { ...world.links.get(step.linkId)!, base: {} });
      } else world.succeed(step.linkId, step.cardId);
      return world.save(step.linkId, { cardId: step.cardId, folderId: step.folderId });
    }
    case 'linkCard':
      if (world.linkOn(step.cardId)) throw new Error('a card was given to two persons');
      adopt(world, step.personId, step.cardId);
      newLink(world, step.personId, step.cardId, `c-${world.next()}` as ConnectorId);
      world.removals.delete(step.personId);
      return;
    case 'replaceCard':
      return dropLink(world, step.linkId);
    case 'discardCard':
      world.writes += 1;
      world.removeCard(step.cardId);
      return dropLink(world, step.linkId);
    case 'settleRuling': {
      const index = world.rulings.findIndex(({ id }) => id === step.rulingId);
      world.rulings[index] = { ...world.rulings[index]!, pending: false };
      return;
    }
    case 'stripConnectorId':
      world.writes += 1;
      return world.changeCard(step.cardId, { connectorId: null });
    case 'followFolder':
      world.followed.add(step.folderId);
  }
};
