/** What people decide in the world of the pure core: about held changes, and what is to be taken back. */
import type { HeldId, RulingId, UndoItemId } from '../../shared/ids.ts';
import { personFieldIds, type PersonFieldId } from '../../shared/person.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { Hold } from '../../worker/sync/plan.ts';
import { refusesChoice } from '../../worker/sync/refuses-choice.ts';
import type { Choice, FieldChoices } from '../../worker/sync/ruling.ts';
import { valuesOn } from './core-values.ts';
import type { CoreWorld, Entry } from './core-world.ts';
import { aRuling, terms } from './persons.ts';

/** Whatever is borrowed from this party later is this human's too: a person has said so. */
const giveAll = (world: CoreWorld, human: number, { donorPersonId, cardId }: Hold): void => {
  const party =
    donorPersonId === null
      ? world.cardParties.get(cardId!)
      : world.humanOf(world.persons.get(donorPersonId)!);
  if (party !== undefined) world.account.giveParty(human, party);
  // Of a card that is nobody's, what stands on it, whoever typed it: the question showed that card.
  const card = donorPersonId === null ? world.cards.get(cardId!) : undefined;
  for (const value of card === undefined ? [] : valuesOn(card.content)) world.account.give(human, value);
};

/** What a person decides about the held change; nothing where the API would say that it cannot be. */
export const decide = (
  world: CoreWorld,
  heldId: HeldId,
  choice: Choice,
  fields: FieldChoices,
  forPair: boolean,
): void => {
  const hold = world.held.get(heldId)!;
  const person = world.persons.get(hold.personId) ?? null;
  const parties = { table: outlookTable, takes: terms().takes };
  if (person === null || refusesChoice(parties, hold, { choice, fields }, person) !== null) return;
  const id = `ruling-${world.next()}` as RulingId;
  const isBorrowing = hold.reason === 'borrowed' || hold.reason === 'nameOfAnother';
  const isPair = forPair && isBorrowing && (choice === 'crm' || choice === 'remote');
  world.held.delete(heldId);
  world.rulings.push(aRuling(hold, choice, { id, fields, forPair: isPair }));
  const human = world.humanOf(person);
  for (const { field, crm, remote } of hold.fields) {
    const side = choice === 'fields' ? fields[field] : choice;
    if (side === 'remote') world.account.give(human, remote);
    // The held change stays on record with what was not taken.
    if (side === 'crm') world.account.putAside(person.id, field, remote);
    if (side === 'remote') world.account.putAside(person.id, field, crm);
  }
  // Who is to bear another's name at the same address is that other from then on, as far as names can tell (R7).
  const isAllRemote =
    choice === 'fields' ? hold.fields.every(({ field }) => fields[field] === 'remote') : choice === 'remote';
  const isRenamed = hold.reason === 'nameOfAnother' && isAllRemote;
  if (isRenamed || (isPair && choice === 'remote')) giveAll(world, human, hold);
};

/** One entry is to be taken back. */
export const takeBack = (world: CoreWorld, entry: Entry): void => {
  const { field, side, overruled, from, to } = entry;
  if (field === null || !(personFieldIds as readonly string[]).includes(field)) return;
  const value = side === 'remote' && overruled !== undefined ? overruled.value : from;
  world.account.give(world.humanOf(world.persons.get(entry.personId)!), value);
  world.undo.push({
    id: `undo-${world.next()}` as UndoItemId,
    historyId: entry.id,
    personId: entry.personId,
    linkId: entry.linkId,
    field: field as PersonFieldId,
    expected: to,
    value,
  });
};
