/**
 * A person answers a held change or takes something back, as the pane and the command line do it, and the ledger hears what
 * that excuses: whoever takes Outlook's value says that it is this person's, whoever undoes wants the later one gone.
 */
import { createUndoDesk } from '../../worker/api/undo/desk.ts';
import { createHeldChanges, type HeldRecord } from '../../worker/store/held-changes.ts';
import { createHistory } from '../../worker/store/history.ts';
import { createRulings } from '../../worker/store/rulings.ts';
import { createUndos } from '../../worker/store/undos.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import { formOf } from '../../worker/sync/guard/values.ts';
import { refusesChoice } from '../../worker/sync/refuses-choice.ts';
import { choicesOf, type Choice, type FieldChoices } from '../../worker/sync/ruling.ts';
import { Ledger, type Box } from '../support/ledger.ts';
import { onCard, typedFieldIds, typedFields, type TypedFieldId } from '../support/typed-fields.ts';
import type { Step } from './scenario.ts';

type Decide = Extract<Step, { do: 'decide' }>;

const isTyped = (field: string): field is TypedFieldId => field in typedFields;

interface Chosen {
  readonly choice: Choice;
  readonly fields: FieldChoices;
}

/** What is chosen, where it is offered and can be done; else what is safest; null: neither. */
const chosen = async (ledger: Ledger, held: HeldRecord, each: Decide): Promise<Chosen | null> => {
  const { crm } = ledger.sides;
  const person = (await crm.persons([held.personId])).get(held.personId) ?? null;
  const offered = choicesOf(held.reason);
  const wanted = offered.find((choice) => choice === each.choice) ?? offered[0]!;
  const withFields = (choice: Choice): Chosen => ({
    choice,
    fields:
      choice === 'fields'
        ? Object.fromEntries(
            held.fields.map(({ field }, index) => [field, each.remote?.[index] === true ? 'remote' : 'crm']),
          )
        : {},
  });
  const terms = { table: outlookTable, takes: crm.takes.bind(crm) };
  const possible = [wanted, offered[0]!].map(withFields);
  return possible.find((one) => refusesChoice(terms, held, one, person) === null) ?? null;
};

/** The card becomes this person's, with all that is on it. */
const adopt = (ledger: Ledger, box: Box, who: number, { cardId }: HeldRecord): void => {
  const card = cardId === null ? null : ledger.sandbox.outlook(box.user).get(cardId);
  if (card === null) return;
  for (const field of typedFieldIds) ledger.give(who, field, onCard(field, card));
  const party = ledger.partyOf(card);
  if (party !== null) ledger.giveParty(who, party);
  ledger.adopt(card, who);
};

/** It is not this person's: the user's own from now on, whoever made it. */
const disown = (ledger: Ledger, box: Box, { cardId }: HeldRecord): void => {
  const card = cardId === null ? null : ledger.sandbox.outlook(box.user).get(cardId);
  if (card !== null) ledger.disown(box, card);
};

const hear = (
  ledger: Ledger,
  box: Box,
  held: HeldRecord,
  { choice, fields }: Chosen,
  pair: boolean,
): void => {
  const who = ledger.persons.indexOf(held.personId);
  if (choice === 'link' || choice === 'relink') return adopt(ledger, box, who, held);
  if (choice === 'keepBoth') return disown(ledger, box, held);
  if (choice === 'leave' && held.fields.length === 0) ledger.removed.add(Ledger.key(box, who));
  for (const { field, remote } of held.fields) {
    if (!isTyped(field)) continue;
    if (choice === 'leave') ledger.left.add(Ledger.key(box, who, field));
    if ((choice === 'fields' ? fields[field] : choice) === 'remote') ledger.give(who, field, remote);
  }
  if (!pair || choice !== 'remote') return;
  const donor = held.donorPersonId === null ? -1 : ledger.persons.indexOf(held.donorPersonId);
  const card = held.cardId === null ? null : ledger.sandbox.outlook(box.user).get(held.cardId);
  const party = donor >= 0 ? (`P${donor}` as const) : card === null ? null : ledger.partyOf(card);
  if (party !== null) ledger.giveParty(who, party);
};

export const decideOne = async (ledger: Ledger, box: Box, each: Decide): Promise<boolean> => {
  const { db } = ledger.sides;
  const open = await createHeldChanges(db).listOpen(box.mailboxId);
  const held = open[each.pick % Math.max(1, open.length)];
  const one = held === undefined ? null : await chosen(ledger, held, each);
  if (held === undefined || one === null) return false;
  const isBorrowing = held.reason === 'borrowed' || held.reason === 'nameOfAnother';
  const isSide = one.choice === 'crm' || one.choice === 'remote';
  const forPair = each.pair === true && isBorrowing && isSide;
  // Heard before it can be carried out.
  hear(ledger, box, held, one, forPair);
  const decision = { ...one, forPair, decidedBy: box.employeeId };
  const { outcome } = await createRulings(db).decide(box.mailboxId, held.id, decision);
  return outcome === 'decided';
};

export const undoOne = async (ledger: Ledger, box: Box, pick: number, now: Date): Promise<boolean> => {
  const { db, crm } = ledger.sides;
  const { items } = await createHistory(db).list({ mailboxId: box.mailboxId }, { limit: 50, before: null });
  const entry = items[pick % Math.max(1, items.length)];
  if (entry === undefined) return false;
  const desk = createUndoDesk({ undos: createUndos(db), crm, country: 'NL', formOf, now: () => now });
  const scope = { entry: entry.id };
  const planned = await desk.plan(box.mailboxId, scope);
  if (planned.outcome !== 'planned') return false;
  // Somebody looked, and was told why there is nothing to be had back.
  if (planned.plan.items.length === 0) return true;
  // Taken back on purpose, whoever typed it and wherever.
  for (const { personId, field } of planned.plan.items) {
    const who = ledger.persons.indexOf(personId);
    if (!isTyped(field)) continue;
    for (const from of [null, ...ledger.boxes]) ledger.forget(from, who, [field]);
  }
  const { planKey } = planned.plan;
  const asked = await desk.ask({ mailboxId: box.mailboxId, scope, planKey, by: box.employeeId });
  return asked.outcome === 'asked';
};
