/**
 * A world in memory for properties of the pure core: persons, cards and links of one mailbox, what people and Outlook do
 * to them, and a pass that carries a plan out, wholly or cut off at any step. No adapters: thousands of steps a second.
 * Who typed what for whom is kept beside it (core-account.ts).
 */
import type { CardId, ConnectorId, FolderId, HeldId, HistoryId, LinkId, PersonId } from '../../shared/ids.ts';
import { type FieldId, type Person, type PersonFieldId, type PersonKind } from '../../shared/person.ts';
import { confirmedBase } from '../../worker/sync/cut-off.ts';
import { rowsFor } from '../../worker/sync/field-table.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { CardReading, Link } from '../../worker/sync/link.ts';
import type { FieldChange, Hold, Plan } from '../../worker/sync/plan.ts';
import type { Ruling } from '../../worker/sync/ruling.ts';
import { roles, type ConflictPolicy, type Role } from '../../worker/sync/selection.ts';
import type { UndoItem } from '../../worker/sync/undo.ts';
import { Account, asCompared, type Side } from './core-account.ts';
import { Memory } from './core-memory.ts';
import { differing, planOf } from './core-plan.ts';
import { shownAlone } from './core-shown.ts';
import { carryOut } from './core-steps.ts';
import {
  isShared,
  joined,
  mixParts,
  nameOf,
  nameOn,
  shareAddress,
  valuesOn,
  withParts,
  type MixPart,
} from './core-values.ts';
import { aPerson, contacts, terms } from './persons.ts';

export interface Entry extends FieldChange {
  readonly id: HistoryId;
  readonly personId: PersonId;
  readonly linkId: LinkId;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** R7: what a card no longer shows is remembered so long. */
const rememberedDays = 30;

export class CoreWorld {
  readonly persons = new Map<PersonId, Person>();
  readonly cards = new Map<CardId, CardReading<OutlookCard>>();
  readonly links = new Map<LinkId, Link>();
  readonly held = new Map<HeldId, Hold>();
  readonly rulings: Ruling[] = [];
  undo: UndoItem[] = [];
  readonly history: Entry[] = [];
  /** What was sent and not confirmed, by link. */
  readonly sent = new Map<LinkId, FieldChange[]>();
  readonly removals = new Map<PersonId, string | null>();
  /** Whose the user's own cards are, as their user knows. */
  readonly cardParties = new Map<CardId, number>();
  readonly account = new Account();
  readonly memory = new Memory();
  readonly followed = new Set<FolderId>([contacts]);
  /** R1: persons that the user wants no card of. */
  readonly excluded = new Set<PersonId>();
  /** Cards of which the remote still tells what they were: changes of theirs come later than those of others. */
  readonly #late = new Map<CardId, CardReading<OutlookCard>>();
  policy: ConflictPolicy = 'crm';
  roles: readonly Role[] = roles;
  writes = 0;
  passes = 0;
  #now: string | null = null;
  /** The name on each card of the user's own, and since when. */
  readonly #named = new Map<CardId, { name: string; sinceMs: number }>();
  /** Values on a person's card that no other card shows, and since when. */
  readonly #alone = new Map<string, number>();
  #serial = 0;
  #nowMs = Date.parse('2026-01-03T08:00:00.000Z');

  /** `heads`: for each person the number of the human it is. */
  constructor(kinds: readonly PersonKind[], heads: readonly number[], nameOf: (human: number) => string) {
    kinds.forEach((kind, index) => {
      const id = `person-${index}` as PersonId;
      const head = heads[index]!;
      const headId = head === index ? null : (`person-${head}` as PersonId);
      this.persons.set(id, aPerson({ lastName: nameOf(head) }, { id, kind, headId, version: '0' }));
    });
  }

  get now(): string {
    this.#now ??= new Date(this.#nowMs).toISOString();
    return this.#now;
  }

  next(): number {
    this.#serial += 1;
    return this.#serial;
  }

  tick(ms = minuteMs): void {
    this.#nowMs += ms;
    this.#now = null;
  }

  humanOf({ id, headId }: Pick<Person, 'id' | 'headId'>): number {
    return Number((headId ?? id).slice(-1));
  }

  /** How much has been done in this world; equal before and after a step that found nothing to do. */
  get doings(): number {
    return this.#serial;
  }

  exclude(personId: PersonId, on: boolean): void {
    if (on === this.excluded.has(personId)) return;
    this.next();
    if (on) this.excluded.add(personId);
    else this.excluded.delete(personId);
  }

  /** What changes on this card from now on is not told, until `deliver` or until a write to it is refused. */
  delay(cardId: CardId): void {
    if (this.#late.has(cardId)) return;
    this.next();
    this.#late.set(cardId, this.cards.get(cardId)!);
  }

  /** All that was late is told; or of one card, because it was read again. */
  deliver(cardId?: CardId): void {
    if (cardId === undefined) this.#late.clear();
    else this.#late.delete(cardId);
  }

  isLate(cardId: CardId): boolean {
    return this.#late.has(cardId);
  }

  /** The cards as the remote tells of them. */
  readings(): CardReading<OutlookCard>[] {
    const cards = [...this.cards.values()];
    return this.#late.size === 0 ? cards : cards.map((card) => this.#late.get(card.cardId) ?? card);
  }

  reading(cardId: CardId): CardReading<OutlookCard> | null {
    return this.#late.get(cardId) ?? this.cards.get(cardId) ?? null;
  }

  linkOf(personId: PersonId): Link | undefined {
    return [...this.links.values()].find((each) => each.personId === personId);
  }

  linkOn(cardId: CardId): Link | undefined {
    return [...this.links.values()].find((each) => each.cardId === cardId);
  }

  /** Whose this card is: the person's it is linked to, or the user's own word. */
  partyOn(cardId: CardId): number | undefined {
    const link = this.linkOn(cardId);
    return link === undefined ? this.cardParties.get(cardId) : this.humanOf(this.persons.get(link.personId)!);
  }

  /** What the CRM's user does. */
  editPerson(personId: PersonId, change: (person: Person) => Person): void {
    const before = this.persons.get(personId)!;
    const after = { ...change(before), version: String(this.next()), changedAt: this.now };
    this.persons.set(personId, after);
    for (const row of rowsFor(outlookTable, after.kind)) {
      const [was, is] = [row.fromCrm(before), row.fromCrm(after)];
      if (row.back && asCompared(row.id, was) !== asCompared(row.id, is))
        this.#type('crm', personId, row.id, is, was);
    }
  }

  #type(side: Side, personId: PersonId, field: FieldId, is: string | null, was: string | null): void {
    const agreed = this.linkOf(personId)?.base[field];
    // R5: whoever types again what both sides last agreed on has changed nothing.
    if (agreed !== undefined && agreed[side] === asCompared(field, is))
      return this.account.untype(side, personId, field, was);
    this.account.type(side, personId, field, is, { before: was, agreed });
    // R5: where nothing was agreed yet a blank takes the other side, also one that was made on purpose.
    if (is === null && agreed === undefined) this.account.forgetBlanks(personId, field);
  }

  #put(cardId: CardId, content: OutlookCard): void {
    const before = this.cards.get(cardId)!;
    this.cards.set(cardId, { ...before, content, etag: `W/"${this.next()}"`, changedAt: this.now });
  }

  /** Each mapped field that a change of this card changed, for the person it is linked to. */
  #onFields(
    cardId: CardId,
    content: OutlookCard,
    each: (person: Person, field: PersonFieldId, is: string | null, was: string | null) => void,
  ): void {
    const link = this.linkOn(cardId);
    const person = link && this.persons.get(link.personId);
    if (!link || !person) return;
    // What we put there before a crash is ours to its user, who saw it come.
    const arrived = confirmedBase(
      terms(),
      link.base,
      person,
      this.cards.get(cardId)!,
      this.sent.get(link.id) ?? [],
    );
    const context = { base: { ...link.base, ...arrived }, person, country: 'NL' } as const;
    for (const row of rowsFor(outlookTable, person.kind)) {
      if (!row.back) continue;
      const was = row.fromRemote(this.cards.get(cardId)!.content, context);
      const is = row.fromRemote(content, context);
      if (asCompared(row.id, was) !== asCompared(row.id, is)) each(person, row.id as PersonFieldId, is, was);
    }
  }

  /** What the mailbox's user does to a card. */
  editCard(cardId: CardId, change: (card: OutlookCard) => OutlookCard): void {
    const before = this.cards.get(cardId)!;
    if (before.inDeletedItems) return;
    const content = change(before.content);
    this.#onFields(cardId, content, (person, field, is, was) => {
      // What we put on the card before a crash, in another place, is nobody's typing wherever it is moved.
      const ours = this.sent
        .get(this.linkOn(cardId)!.id)
        ?.some((sent) => sent.field !== field && asCompared(field, sent.to) === asCompared(field, is));
      if (ours === true) this.account.mixIn(person.id, field, { before: was, agreed: undefined });
      else this.#type('remote', person.id, field, is, was);
    });
    this.#put(cardId, content);
  }

  /** What Outlook does to a card with the values of another. Nobody typed them here. */
  #mixedTo(cardId: CardId, content: OutlookCard): void {
    this.#onFields(cardId, content, (person, field, is, was) => this.#mixed(person, field, is, was));
    this.#put(cardId, content);
  }

  #mixed(person: Person, field: FieldId, is: string | null, before: string | null): void {
    const was = { before, agreed: this.linkOf(person.id)?.base[field] };
    if (is === null || isShared(is) || this.account.belongs(this.humanOf(person), is)) {
      this.account.mixIn(person.id, field, was);
    } else this.account.mixOver(person.id, field, was);
  }

  /** A copy takes the place of a card that is gone (R10): what was changed on the copy comes with it. */
  succeed(linkId: LinkId, cardId: CardId): void {
    const link = this.links.get(linkId)!;
    const person = this.persons.get(link.personId);
    if (person === undefined) return;
    const context = { base: link.base, person, country: 'NL' } as const;
    for (const row of rowsFor(outlookTable, person.kind)) {
      const agreed = link.base[row.id];
      const is = row.fromRemote(this.cards.get(cardId)!.content, context);
      if (row.back && agreed !== undefined && asCompared(row.id, is) !== agreed.remote)
        this.#mixed(person, row.id, is, agreed.remote);
    }
  }

  #mixable(into: CardId, from: CardId): readonly [OutlookCard, OutlookCard] | null {
    const [to, of] = [this.cards.get(into), this.cards.get(from)];
    if (into === from || !to || !of || to.inDeletedItems || of.inDeletedItems) return null;
    if (!shareAddress(to.content, of.content)) return null;
    // Cards are seen within seconds of their change; what nobody saw before it was mixed nobody can tell apart.
    this.deliver();
    this.observe();
    this.tick();
    return [to.content, of.content];
  }

  mix(into: CardId, from: CardId, parts: readonly MixPart[]): void {
    const contents = this.#mixable(into, from);
    if (contents) this.#mixedTo(into, withParts(...contents, parts));
  }

  swap(one: CardId, other: CardId): void {
    const contents = this.#mixable(one, other);
    if (!contents) return;
    this.#mixedTo(one, withParts(...contents, mixParts));
    this.#mixedTo(other, withParts(contents[1], contents[0], mixParts));
  }

  /** The user takes the suggestion that the two are one. */
  mergeAway(into: CardId, from: CardId): void {
    const contents = this.#mixable(into, from);
    if (!contents) return;
    this.#mixedTo(into, joined(...contents));
    this.removeCard(from);
  }

  changeCard(cardId: CardId, change: Partial<Omit<CardReading<OutlookCard>, 'content'>>): void {
    this.cards.set(cardId, { ...this.cards.get(cardId)!, ...change, etag: `W/"${this.next()}"` });
  }

  /** What was typed on a card goes with it when its user removes it. */
  removeCard(cardId: CardId): void {
    this.changeCard(cardId, { inDeletedItems: true });
    const link = this.linkOn(cardId);
    if (link) this.account.forgetRemote(link.personId);
  }

  addCard(content: OutlookCard, party: number, connectorId: ConnectorId | null = null): CardId {
    const cardId = `card-${this.next()}` as CardId;
    this.cardParties.set(cardId, party);
    this.cards.set(cardId, {
      cardId,
      connectorId,
      etag: `W/"${this.next()}"`,
      folderId: contacts,
      inDeletedItems: false,
      changedAt: this.now,
      content,
    });
    return cardId;
  }

  copyCard(cardId: CardId): void {
    const { content, connectorId } = this.cards.get(cardId)!;
    const copyId = this.addCard(content, this.partyOn(cardId)!, connectorId);
    // One that bears a person's name from its beginning is taken for that human's, whatever it is a copy of (R7).
    const person = [...this.persons.values()].find((each) => nameOf(each) === nameOn(content));
    if (person !== undefined && this.linkOn(cardId)?.personId !== person.id)
      this.becomes(copyId, content, this.humanOf(person));
  }

  /**
   * Days in which nobody changes a card. One of the user's own that bears a person's name for longer than a mix-up is
   * remembered is taken for that human's: nothing else is known of it any more (R7).
   */
  sleep(days: number): void {
    const own = [...this.cards.values()].filter(
      ({ cardId, inDeletedItems }) => !inDeletedItems && this.linkOn(cardId) === undefined,
    );
    for (const { cardId, content } of own) {
      const name = nameOn(content);
      if (this.#named.get(cardId)?.name !== name) this.#named.set(cardId, { name, sinceMs: this.#nowMs });
    }
    const alone = shownAlone(this);
    for (const key of this.#alone.keys()) if (!alone.has(key)) this.#alone.delete(key);
    for (const key of alone.keys()) if (!this.#alone.has(key)) this.#alone.set(key, this.#nowMs);
    this.tick(days * dayMs);
    for (const [key, { human, value }] of alone)
      if (this.#nowMs - this.#alone.get(key)! >= rememberedDays * dayMs) this.account.give(human, value);
    const borne = new Map([...this.persons.values()].map((person) => [nameOf(person), person]));
    for (const { cardId, content } of own) {
      const { name, sinceMs } = this.#named.get(cardId)!;
      const person = borne.get(name);
      if (person !== undefined && this.#nowMs - sinceMs >= rememberedDays * dayMs)
        this.becomes(cardId, content, this.humanOf(person));
    }
  }

  /** A card, and all that is on it, is this human's from now on. */
  becomes(cardId: CardId, content: OutlookCard, human: number): void {
    this.cardParties.set(cardId, human);
    for (const value of valuesOn(content)) this.account.give(human, value);
  }

  /** What the remote tells of its cards is remembered. */
  observe(): void {
    this.memory.see(this.readings(), this.now);
  }

  plan(): Plan<OutlookCard> {
    return planOf(this);
  }

  /** What was sent before a crash and arrived is agreed, as if there had been none. */
  #confirm(): void {
    for (const [linkId, sent] of this.sent) {
      const link = this.links.get(linkId);
      this.sent.delete(linkId);
      if (!link) continue;
      const [person, card] = [this.persons.get(link.personId)!, this.reading(link.cardId!)];
      this.save(linkId, { base: confirmedBase(terms(), link.base, person, card, sent) });
    }
  }

  /**
   * Carries out the plan; `until` steps only, and the last of these perhaps without its base (a crash between). How many
   * steps the plan had: none, and there was nothing left to do.
   */
  pass(cut?: { until: number; lastUnconfirmed: boolean }): number {
    this.passes += 1;
    this.tick();
    this.observe();
    this.#confirm();
    const { steps } = this.plan();
    // Decisions are settled after what they led to.
    const inOrder = steps.toSorted(
      (a, b) => Number(a.kind === 'settleRuling') - Number(b.kind === 'settleRuling'),
    );
    const some = cut === undefined ? inOrder : inOrder.slice(0, cut.until);
    // A write under an old version is refused: the card is read again, and the rest of its link left to the next pass.
    const refused = new Set<PersonId>();
    some.forEach((step, index) => {
      const personId = this.#personOf(step);
      if (personId !== null && refused.has(personId)) return;
      const done = carryOut(this, step, cut?.lastUnconfirmed === true && index === some.length - 1);
      if (!done && personId !== null) refused.add(personId);
    });
    this.observe();
    return steps.length;
  }

  #personOf(step: Plan<OutlookCard>['steps'][number]): PersonId | null {
    if (step.kind === 'hold') return step.hold.personId;
    if (step.kind === 'settleRuling') return this.rulings.find(({ id }) => id === step.rulingId)!.personId;
    if ('personId' in step) return step.personId;
    return 'linkId' in step ? (this.links.get(step.linkId)?.personId ?? null) : null;
  }

  save(linkId: LinkId, set: Partial<Link>): void {
    const link = this.links.get(linkId)!;
    this.links.set(linkId, { ...link, ...set, base: { ...link.base, ...set.base } });
  }

  /** Fields of active links that differ between the sides and neither wait nor were left so by a person. */
  differing(): string[] {
    return differing(this);
  }

  lost(): string[] {
    return this.account.lost(
      this.persons,
      (personId) => {
        const link = this.linkOf(personId);
        const card = link && this.cards.get(link.cardId!);
        return card && link ? { card: card.content, base: link.base } : null;
      },
      [...this.held.values()],
    );
  }

  strangers(): string[] {
    return this.account.strangers(this.persons.values(), (person) => this.humanOf(person));
  }
}
