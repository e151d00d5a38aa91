/**
 * A world in memory for properties of the pure core: persons, cards and links of one mailbox, what people and Outlook do
 * to them, and a pass that carries a plan out, wholly or cut off at any step. No adapters: thousands of steps a second.
 * Who typed what for whom is kept beside it (core-account.ts).
 */
import type {
  CardId,
  ConnectorId,
  FolderId,
  HeldId,
  HistoryId,
  LinkId,
  PersonId,
  RulingId,
  UndoItemId,
} from '../../shared/ids.ts';
import { personFieldIds, type Person, type PersonFieldId, type PersonKind } from '../../shared/person.ts';
import { confirmedBase } from '../../worker/sync/cut-off.ts';
import { rowsFor } from '../../worker/sync/field-table.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { CardReading, Link } from '../../worker/sync/link.ts';
import type { FieldChange, Hold, Plan } from '../../worker/sync/plan.ts';
import { planPass } from '../../worker/sync/plan-pass.ts';
import { refusesChoice } from '../../worker/sync/refuses-choice.ts';
import type { Choice, FieldChoices, Ruling } from '../../worker/sync/ruling.ts';
import {
  defaultActivationSettings,
  roles,
  type ConflictPolicy,
  type Role,
} from '../../worker/sync/selection.ts';
import type { UndoItem } from '../../worker/sync/undo.ts';
import { Account, asCompared } from './core-account.ts';
import { Memory } from './core-memory.ts';
import { carryOut } from './core-steps.ts';
import { isShared, joined, mixParts, shareAddress, withParts, type MixPart } from './core-values.ts';
import { aPerson, aRuling, contacts, openHeld, petra, terms } from './persons.ts';

export interface Entry extends FieldChange {
  readonly id: HistoryId;
  readonly personId: PersonId;
  readonly linkId: LinkId;
}

const minuteMs = 60_000;

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
  policy: ConflictPolicy = 'crm';
  roles: readonly Role[] = roles;
  writes = 0;
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
    return new Date(this.#nowMs).toISOString();
  }

  next(): number {
    this.#serial += 1;
    return this.#serial;
  }

  tick(ms = minuteMs): void {
    this.#nowMs += ms;
  }

  humanOf({ id, headId }: Pick<Person, 'id' | 'headId'>): number {
    return Number((headId ?? id).slice(-1));
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
      if (row.back && was !== is) this.account.type('crm', personId, row.id, is, was);
    }
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
    const context = { base: link.base, person, country: 'NL' } as const;
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
      this.account.type('remote', person.id, field, is, was);
    });
    this.#put(cardId, content);
  }

  /** What Outlook does to a card with the values of another. Nobody typed them here. */
  #mixedTo(cardId: CardId, content: OutlookCard): void {
    this.#onFields(cardId, content, (person, field, is, was) => {
      const human = this.humanOf(person);
      if (is === null || isShared(is) || this.account.belongs(human, is)) {
        this.account.mixIn(person.id, field, was);
      } else this.account.mixOver(person.id, field, was);
    });
    this.#put(cardId, content);
  }

  #mixable(into: CardId, from: CardId): readonly [OutlookCard, OutlookCard] | null {
    const [to, of] = [this.cards.get(into), this.cards.get(from)];
    if (into === from || !to || !of || to.inDeletedItems || of.inDeletedItems) return null;
    if (!shareAddress(to.content, of.content)) return null;
    // Cards are seen within seconds of their change; what nobody saw before it was mixed nobody can tell apart.
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
    this.addCard(content, this.partyOn(cardId)!, connectorId);
  }

  /** What a person decides about the held change; nothing where the API would say that it cannot be. */
  decide(heldId: HeldId, choice: Choice, fields: FieldChoices, forPair: boolean): void {
    const hold = this.held.get(heldId)!;
    const person = this.persons.get(hold.personId) ?? null;
    const parties = { table: outlookTable, takes: terms().takes };
    if (person === null || refusesChoice(parties, hold, { choice, fields }, person) !== null) return;
    const id = `ruling-${this.next()}` as RulingId;
    const isBorrowing = hold.reason === 'borrowed' || hold.reason === 'nameOfAnother';
    const isPair = forPair && isBorrowing && (choice === 'crm' || choice === 'remote');
    this.held.delete(heldId);
    this.rulings.push(aRuling(hold, choice, { id, fields, forPair: isPair }));
    const human = this.humanOf(person);
    for (const { field, crm, remote } of hold.fields) {
      const side = choice === 'fields' ? fields[field] : choice;
      if (side === 'remote') this.account.give(human, remote);
      // The held change stays on record with what was not taken.
      if (side === 'crm') this.account.putAside(person.id, field, remote);
      if (side === 'remote') this.account.putAside(person.id, field, crm);
    }
    if (isPair && choice === 'remote') this.giveAll(human, hold);
  }

  /** Whatever is borrowed from this party later is this human's too: a person has said so. */
  giveAll(human: number, { donorPersonId, cardId }: Hold): void {
    const party =
      donorPersonId === null ? this.cardParties.get(cardId!) : this.humanOf(this.persons.get(donorPersonId)!);
    if (party !== undefined) this.account.giveParty(human, party);
  }

  /** One entry is to be taken back. */
  takeBack(entry: Entry): void {
    const { field, side, overruled, from, to } = entry;
    if (field === null || !(personFieldIds as readonly string[]).includes(field)) return;
    const value = side === 'remote' && overruled !== undefined ? overruled.value : from;
    this.account.give(this.humanOf(this.persons.get(entry.personId)!), value);
    this.undo.push({
      id: `undo-${this.next()}` as UndoItemId,
      historyId: entry.id,
      personId: entry.personId,
      linkId: entry.linkId,
      field: field as PersonFieldId,
      expected: to,
      value,
    });
  }

  /** What the remote tells of its cards is remembered. */
  observe(): void {
    this.memory.see([...this.cards.values()], this.now);
  }

  plan(): Plan<OutlookCard> {
    const links = [...this.links.values()];
    const linked = new Set(links.map((link) => link.personId));
    const cards = [...this.cards.values()];
    const own = new Set(links.map((link) => link.cardId));
    const around = (person: Person | null, card: CardReading<OutlookCard> | null, cardId: CardId | null) =>
      this.memory.around({ person, card, cardId, persons: this.persons, links });
    const heldOn = (linkId: LinkId | null, personId: PersonId) =>
      [...this.held]
        .filter(([, hold]) => (hold.linkId ?? linkId) === linkId && hold.personId === personId)
        .map(([id, hold]) => openHeld(hold, id));
    const rulingsOn = (personId: PersonId) => this.rulings.filter((each) => each.personId === personId);
    return planPass({
      terms: { ...terms(this.policy), followed: this.followed, guard: this.memory.guard(this.now) },
      employeeId: petra,
      settings: {
        ...defaultActivationSettings,
        groupsExcluded: ['uit'],
        conflictPolicy: this.policy,
        roles: this.roles,
      },
      excludedPersons: new Set(),
      brake: { cards: 1000, share: 1, emptyFrom: 1000 },
      brakeReleased: false,
      linked: links.length,
      touched: links.map((link) => {
        const person = this.persons.get(link.personId) ?? null;
        const card = this.cards.get(link.cardId!) ?? null;
        return {
          link,
          person,
          card,
          twins: cards.filter((each) => each.connectorId === link.connectorId && !own.has(each.cardId)),
          held: heldOn(link.id, link.personId),
          surroundings: around(person, card, link.cardId),
          rulings: rulingsOn(link.personId),
        };
      }),
      unlinked: [...this.persons.values()]
        .filter(({ id }) => !linked.has(id))
        .map((person) => ({
          personId: person.id,
          person,
          removedAtVersion: this.removals.get(person.id) ?? null,
          held: heldOn(null, person.id),
          surroundings: around(person, null, null),
          rulings: rulingsOn(person.id),
        })),
      undo: this.undo.map((item) => ({ item, person: this.persons.get(item.personId) ?? null })),
    });
  }

  /** What was sent before a crash and arrived is agreed, as if there had been none. */
  #confirm(): void {
    for (const [linkId, sent] of this.sent) {
      const link = this.links.get(linkId);
      this.sent.delete(linkId);
      if (!link) continue;
      const [person, card] = [this.persons.get(link.personId)!, this.cards.get(link.cardId!) ?? null];
      this.save(linkId, { base: confirmedBase(terms(), link.base, person, card, sent) });
    }
  }

  /**
   * Carries out the plan; `until` steps only, and the last of these perhaps without its base (a crash between). How many
   * steps the plan had: none, and there was nothing left to do.
   */
  pass(cut?: { until: number; lastUnconfirmed: boolean }): number {
    this.tick();
    this.observe();
    this.#confirm();
    const { steps } = this.plan();
    // Decisions are settled after what they led to.
    const inOrder = steps.toSorted(
      (a, b) => Number(a.kind === 'settleRuling') - Number(b.kind === 'settleRuling'),
    );
    const some = cut === undefined ? inOrder : inOrder.slice(0, cut.until);
    some.forEach((step, index) => {
      carryOut(this, step, cut?.lastUnconfirmed === true && index === some.length - 1);
    });
    this.observe();
    return steps.length;
  }

  save(linkId: LinkId, set: Partial<Link>): void {
    const link = this.links.get(linkId)!;
    this.links.set(linkId, { ...link, ...set, base: { ...link.base, ...set.base } });
  }

  /** Fields of active links that differ between the sides and neither wait nor were left so by a person. */
  differing(): string[] {
    return [...this.links.values()].flatMap((link) => {
      const person = this.persons.get(link.personId)!;
      const card = this.cards.get(link.cardId!)!;
      const holds = [...this.held.values()].filter(({ linkId }) => linkId === link.id);
      if (link.state !== 'active') return [];
      if (holds.some(({ reason }) => reason === 'nameOfAnother' || reason === 'mergedAway')) return [];
      const context = { base: link.base, person, country: 'NL' } as const;
      const left = this.rulings.filter(({ choice, linkId }) => choice === 'leave' && linkId === link.id);
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
