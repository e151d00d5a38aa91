/**
 * A random day on which Outlook mixes people up: three persons of two mailboxes at one address, a card of the user's own
 * beside them, edits on both sides, whole and partial mixes, swaps and merges, decisions, undo and crashes. Every value
 * tells whose it is (`P1 …`, `S …`), by which the account is kept; it knows no guard.
 */
import fc from 'fast-check';
import type { CardField } from '../../sandbox/graph/fields.ts';
import type { CardRef, OutlookCard } from '../../sandbox/graph/outlook.ts';
import { createUndoDesk } from '../../worker/api/undo/desk.ts';
import { createRulings } from '../../worker/store/rulings.ts';
import { createUndos } from '../../worker/store/undos.ts';
import { formOf } from '../../worker/sync/guard/values.ts';
import type { HoldReason } from '../../worker/sync/plan.ts';
import type { Choice } from '../../worker/sync/ruling.ts';
import { typedFieldIds, typedFields, type TypedFieldId } from './typed-fields.ts';
import { op, people, Run } from './random-day.ts';

const box = fc.integer({ min: 0, max: 1 });
/** `people`: the user's own card. */
const party = fc.integer({ min: 0, max: people });
const fields = fc.subarray(typedFieldIds, { minLength: 1 });

export const mixOp = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('borrow' as const, 'swap' as const),
      box,
      to: party,
      from: party,
      fields,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('merge' as const),
      box,
      to: party,
      from: party,
      fields,
      properties: fc.constantFrom('kept' as const, 'lost' as const, 'fromOther' as const),
      others: fc.constantFrom('deletedItems' as const, 'gone' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('decide' as const), box, pick: fc.nat(), pair: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), box, pick: fc.nat() }) },
  { weight: 8, arbitrary: op },
);
export type MixOp = typeof mixOp extends fc.Arbitrary<infer T> ? T : never;
type Mix = Extract<MixOp, { to: number }>;

const isMix = (each: MixOp): each is Mix => 'to' in each;

/** What nobody would take another's data by: with "take Outlook" a person decides that the value is theirs. */
export const safeChoice: Readonly<Record<HoldReason, Choice>> = {
  conflict: 'crm',
  noBase: 'crm',
  borrowed: 'crm',
  nameOfAnother: 'crm',
  lastNameRequired: 'crm',
  malformedEmail: 'crm',
  invalidDate: 'crm',
  tooLong: 'crm',
  refusedByCrm: 'crm',
  notSelected: 'leave',
  noRoom: 'leave',
  refusedByRemote: 'retry',
  mergedAway: 'newCard',
  sameCardExists: 'keepBoth',
};

const propertiesOf = (names: readonly TypedFieldId[]): CardField[] =>
  names.map((name) => typedFields[name].property);

export class MixingRun extends Run {
  readonly #own: (string | null)[] = [];

  /** A card of the user's own at the same address, of somebody who is not in the CRM. */
  addOwnCard(box: number, address: string): void {
    const { id } = this.outlook(box).add({
      givenName: `S${box} x`,
      surname: `S${box} y`,
      jobTitle: `S${box} job`,
      businessPhones: [`+3130${box}111111`],
      mobilePhone: `+3130${box}222222`,
      birthday: `194${box}-04-04`,
      emailAddresses: [{ address }],
    });
    this.#own[box] = id;
  }

  async #party(box: number, party: number): Promise<OutlookCard | null> {
    if (party < people) return this.card(box, party);
    const id = this.#own[box];
    const card = id ? this.outlook(box).get(id) : null;
    return card === null || card.deleted ? null : card;
  }

  async #mix(each: Mix): Promise<void> {
    // What was on no card when a pass looked cannot be known to be another's.
    await this.office.rest(this.boxes[each.box]!);
    await this.noteArrivals();
    const [to, from] = [await this.#party(each.box, each.to), await this.#party(each.box, each.from)];
    if (to === null || from === null || to.id === from.id) return;
    const outlook = this.outlook(each.box);
    const names = propertiesOf(each.fields);
    const changed: CardRef[] = [to];
    if (each.do === 'merge') {
      outlook.merge(to, [from], { take: names, properties: each.properties, others: each.others });
      changed.push(from);
      if (each.from === people) this.#own[each.box] = null;
    } else {
      outlook.borrow(to, from, names);
      if (each.do === 'swap') {
        // What stood on the one stands on the other.
        outlook.edit(from, Object.fromEntries(names.map((name) => [name, to.values[name] ?? null])));
        changed.push(from);
      }
    }
    this.#overwritten(each.box, [each.to, ...(changed.length > 1 ? [each.from] : [])]);
  }

  /** What Outlook wrote over on a card is no longer there to be lost by us; it had arrived before. */
  #overwritten(box: number, parties: readonly number[]): void {
    for (const party of parties)
      for (const name of typedFieldIds) this.typed.delete(`${box} ${party} ${name}`);
  }

  async decideOne(box: number, pick: number, pair: boolean): Promise<boolean> {
    const { mailboxId } = this.boxes[box]!;
    const open = await this.office.held.listOpen(mailboxId);
    const held = open[pick % Math.max(1, open.length)];
    if (held === undefined) return false;
    const decision = {
      choice: safeChoice[held.reason],
      fields: {},
      forPair: pair && (held.reason === 'borrowed' || held.reason === 'nameOfAnother'),
      decidedBy: null,
    };
    await createRulings(this.office.db).decide(mailboxId, held.id, decision);
    return true;
  }

  async #undo(box: number, pick: number): Promise<void> {
    const { office } = this;
    const { mailboxId } = this.boxes[box]!;
    const { items } = await office.history.list({ mailboxId }, { limit: 50, before: null });
    const entry = items[pick % Math.max(1, items.length)];
    if (entry === undefined) return;
    const desk = createUndoDesk({
      undos: createUndos(office.db),
      crm: office.crm,
      country: 'NL',
      formOf,
      now: () => new Date(office.sandbox.clock.now()),
    });
    const scope = { entry: entry.id };
    const planned = await desk.plan(mailboxId, scope);
    if (planned.outcome !== 'planned') return;
    const { planKey, items: taken } = planned.plan;
    const asked = await desk.ask({ mailboxId, scope, planKey, by: null });
    if (asked.outcome !== 'asked') return;
    // Taken back on purpose.
    for (const { personId, field } of taken) {
      const who = this.persons.indexOf(personId);
      for (const from of ['crm', '0', '1']) this.typed.delete(`${from} ${who} ${field}`);
    }
  }

  async doMixed(each: MixOp): Promise<void> {
    if (isMix(each)) return this.#mix(each);
    if (each.do === 'decide') return void (await this.decideOne(each.box, each.pick, each.pair));
    if (each.do === 'undo') return this.#undo(each.box, each.pick);
    return this.do(each);
  }
}
