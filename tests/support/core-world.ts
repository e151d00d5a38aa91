/**
 * A world in memory for properties of the pure core: persons, cards and links of one mailbox, and a pass that carries a
 * plan out, wholly or cut off at any step. No adapters, no clock: thousands of steps a second.
 */
import { canonical } from '../../shared/canonical.ts';
import type { CardId, ConnectorId, FolderId, HeldId, LinkId, PersonId } from '../../shared/ids.ts';
import type { FieldId, Person, PersonFieldId, PersonKind } from '../../shared/person.ts';
import { rowsFor, type FieldRow } from '../../worker/sync/field-table.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { CardReading, Link } from '../../worker/sync/link.ts';
import type { Hold, Plan, Step } from '../../worker/sync/plan.ts';
import { alone } from '../../worker/sync/guard/facts.ts';
import { planPass } from '../../worker/sync/plan-pass.ts';
import type { ConflictPolicy } from '../../worker/sync/selection.ts';
import { aPerson, contacts, openHeld, petra, terms } from './persons.ts';

type Side = 'crm' | 'remote';

export class CoreWorld {
  readonly persons = new Map<PersonId, Person>();
  readonly cards = new Map<CardId, CardReading<OutlookCard>>();
  readonly links = new Map<LinkId, Link>();
  readonly held = new Map<HeldId, Hold>();
  readonly removals = new Map<PersonId, string | null>();
  /** Values that lost, as the history keeps them. */
  readonly overruled: { personId: PersonId; field: FieldId; value: string | null }[] = [];
  /** The last value a person typed, by side, person and field; only what goes both ways. */
  readonly typed = new Map<
    string,
    { side: Side; personId: PersonId; row: FieldRow<OutlookCard>; value: string | null }
  >();
  followed = new Set<FolderId>([contacts]);
  policy: ConflictPolicy = 'crm';
  writes = 0;
  #serial = 0;

  constructor(kinds: readonly PersonKind[]) {
    kinds.forEach((kind, index) => {
      const id = `person-${index}` as PersonId;
      this.persons.set(id, aPerson({ lastName: `P${index}` }, { id, kind, version: '0' }));
    });
  }

  #next(): number {
    this.#serial += 1;
    return this.#serial;
  }

  #remember(side: Side, personId: PersonId, row: FieldRow<OutlookCard>, value: string | null): void {
    if (!row.back) return;
    this.travelled.delete(`${side} ${personId} ${row.id}`);
    this.typed.set(`${side} ${personId} ${row.id}`, { side, personId, row, value });
  }

  /** What the CRM's user does. */
  editPerson(personId: PersonId, change: (person: Person) => Person): void {
    const before = this.persons.get(personId)!;
    const after = { ...change(before), version: String(this.#next()) };
    this.persons.set(personId, after);
    for (const row of rowsFor(outlookTable, after.kind)) {
      if (row.fromCrm(before) !== row.fromCrm(after))
        this.#remember('crm', personId, row, row.fromCrm(after));
    }
  }

  /** What the mailbox's user does to a card. */
  editCard(cardId: CardId, change: (card: OutlookCard) => OutlookCard): void {
    const before = this.cards.get(cardId)!;
    if (before.inDeletedItems) return;
    const content = change(before.content);
    this.cards.set(cardId, { ...before, content, etag: `W/"${this.#next()}"` });
    const link = [...this.links.values()].find((each) => each.cardId === cardId);
    const person = link && this.persons.get(link.personId);
    if (!link || !person) return;
    const context = { base: link.base, person, country: 'NL' } as const;
    for (const row of rowsFor(outlookTable, person.kind)) {
      const [was, is] = [row.fromRemote(before.content, context), row.fromRemote(content, context)];
      if (canonical(row.form, was, 'NL') !== canonical(row.form, is, 'NL'))
        this.#remember('remote', person.id, row, is);
    }
  }

  changeCard(cardId: CardId, change: Partial<Omit<CardReading<OutlookCard>, 'content'>>): void {
    this.cards.set(cardId, { ...this.cards.get(cardId)!, ...change, etag: `W/"${this.#next()}"` });
  }

  /** What was typed on a card goes with it when its user removes it. */
  removeCard(cardId: CardId): void {
    this.changeCard(cardId, { inDeletedItems: true });
    const link = [...this.links.values()].find((each) => each.cardId === cardId);
    for (const key of this.typed.keys())
      if (key.startsWith(`remote ${link?.personId} `)) this.typed.delete(key);
  }

  copyCard(cardId: CardId): void {
    const id = `card-${this.#next()}` as CardId;
    this.cards.set(id, { ...this.cards.get(cardId)!, cardId: id, etag: `W/"${this.#next()}"` });
  }

  plan(): Plan<OutlookCard> {
    const links = [...this.links.values()];
    const linked = new Set(links.map((link) => link.personId));
    const cards = [...this.cards.values()];
    const own = new Set(links.map((link) => link.cardId));
    const heldOn = (linkId: LinkId | null, personId: PersonId) =>
      [...this.held]
        .filter(([, hold]) => hold.linkId === linkId && hold.personId === personId)
        .map(([id, hold]) => openHeld(hold, id));
    return planPass({
      terms: { ...terms(this.policy), followed: this.followed },
      employeeId: petra,
      settings: { groupsIncluded: [], groupsExcluded: ['uit'], conflictPolicy: this.policy },
      excludedPersons: new Set(),
      brake: { cards: 1000, share: 1, emptyFrom: 1000 },
      brakeReleased: false,
      linked: links.length,
      touched: links.map((link) => ({
        link,
        person: this.persons.get(link.personId) ?? null,
        card: this.cards.get(link.cardId!) ?? null,
        twins: cards.filter((card) => card.connectorId === link.connectorId && !own.has(card.cardId)),
        held: heldOn(link.id, link.personId),
        surroundings: alone,
        rulings: [],
      })),
      unlinked: [...this.persons.values()]
        .filter(({ id }) => !linked.has(id))
        .map((person) => ({
          personId: person.id,
          person,
          removedAtVersion: this.removals.get(person.id) ?? null,
          held: heldOn(null, person.id),
          surroundings: alone,
          rulings: [],
        })),
      undo: [],
    });
  }

  /** Carries out the plan; `until` steps only, and the last of these perhaps without its base (a crash between). */
  pass(cut?: { until: number; lastUnconfirmed: boolean }): void {
    const { steps } = this.plan();
    const some = cut === undefined ? steps : steps.slice(0, cut.until);
    some.forEach((step, index) => {
      this.#carryOut(step, cut?.lastUnconfirmed === true && index === some.length - 1);
    });
  }

  #save(linkId: LinkId, set: Partial<Link>): void {
    const link = this.links.get(linkId)!;
    this.links.set(linkId, { ...link, ...set, base: { ...link.base, ...set.base } });
  }

  #carryOut(step: Step<OutlookCard>, unconfirmed: boolean): void {
    switch (step.kind) {
      case 'createCard': {
        this.writes += 1;
        const id = this.#next();
        const cardId = `card-${id}` as CardId;
        const connectorId = `c-${id}` as ConnectorId;
        const etag = `W/"${id}"`;
        this.cards.set(cardId, {
          cardId,
          connectorId,
          etag,
          folderId: contacts,
          inDeletedItems: false,
          changedAt: null,
          content: step.card,
        });
        const linkId = `link-${id}` as LinkId;
        this.links.set(linkId, {
          id: linkId,
          personId: step.personId,
          connectorId,
          state: 'active',
          pausedBecause: null,
          cardId,
          folderId: contacts,
          etag,
          base: step.base,
          cleanUp: false,
        });
        this.removals.delete(step.personId);
        return;
      }
      case 'updateCard': {
        this.writes += 1;
        this.#history(step.personId, step.changes);
        const card = this.cards.get(step.cardId)!;
        if (card.etag !== step.etag) throw new Error('a card was written under an old version');
        const connectorId = step.connectorId ?? card.connectorId;
        this.cards.set(step.cardId, {
          ...card,
          connectorId,
          content: step.card,
          etag: `W/"${this.#next()}"`,
        });
        if (!unconfirmed) this.#save(step.linkId, { base: step.base });
        return;
      }
      case 'updatePerson': {
        this.writes += 1;
        this.#history(step.personId, step.changes);
        const person = this.persons.get(step.personId)!;
        if (person.version !== step.version) throw new Error('a person was written under an old version');
        const fields = { ...person.fields, ...step.patch };
        this.persons.set(person.id, { ...person, fields, version: String(this.#next()) });
        if (!unconfirmed) this.#save(step.linkId, { base: step.base });
        return;
      }
      case 'agree':
        return this.#save(step.linkId, { base: step.base });
      case 'hold':
        this.held.set(`held-${this.#next()}` as HeldId, step.hold);
        return;
      case 'closeHeld':
        this.held.delete(step.heldId);
        return;
      case 'pauseLink':
        return this.#save(step.linkId, { state: 'paused', pausedBecause: step.because });
      case 'resumeLink':
        return this.#save(step.linkId, { state: 'active', pausedBecause: null });
      case 'unlink':
        this.links.delete(step.linkId);
        this.removals.set(step.personId, step.personVersion);
        return;
      case 'relink':
        return this.#save(step.linkId, { cardId: step.cardId, folderId: step.folderId });
      case 'stripConnectorId':
        this.writes += 1;
        return this.changeCard(step.cardId, { connectorId: null });
      case 'followFolder':
        this.followed.add(step.folderId);
    }
  }

  #history(personId: PersonId, changes: Extract<Step<OutlookCard>, { kind: 'updateCard' }>['changes']): void {
    for (const { field, overruled } of changes) {
      if (field !== null && overruled !== undefined)
        this.overruled.push({ personId, field, value: overruled.value });
    }
  }

  /** Fields of active links that differ between the sides and are not held. */
  differing(): string[] {
    return [...this.links.values()].flatMap((link) => {
      const person = this.persons.get(link.personId)!;
      const card = this.cards.get(link.cardId!)!;
      if (link.state !== 'active') return [];
      const context = { base: link.base, person, country: 'NL' } as const;
      return rowsFor(outlookTable, person.kind).flatMap((row) => {
        const crm = canonical(row.form, row.fromCrm(person), 'NL');
        const remote = canonical(row.form, row.fromRemote(card.content, context), 'NL');
        const base = link.base[row.id];
        const isHeld = [...this.held.values()].some(
          (hold) => hold.linkId === link.id && hold.fields.some(({ field }) => field === row.id),
        );
        // The CRM is blank and the user's own value stands there, or the CRM's found no room: agreed as such.
        const agreed =
          base !== undefined && base.crm === crm && base.remote === remote && (crm === null || !row.back);
        return crm === remote || isHeld || agreed
          ? []
          : [`${person.id}.${row.id}: CRM ${crm}, card ${remote}`];
      });
    });
  }

  /** Typed values that are nowhere: not on their side, not held, not in the history. */
  lost(): string[] {
    return [...this.typed.values()].flatMap(({ side, personId, row, value }) => {
      const person = this.persons.get(personId)!;
      const link = [...this.links.values()].find((each) => each.personId === personId);
      const card = link && this.cards.get(link.cardId!);
      // The user removed the card, and with it what was typed there; the kind changed, and the row is no more.
      if (!card || !rowsFor(outlookTable, person.kind).includes(row)) return [];
      const context = { base: link.base, person, country: 'NL' } as const;
      const same = (other: string | null) =>
        canonical(row.form, other, 'NL') === canonical(row.form, value, 'NL');
      const on = side === 'crm' ? row.fromCrm(person) : row.fromRemote(card.content, context);
      const kept =
        same(on) ||
        this.overruled.some(
          (each) => each.personId === personId && each.field === row.id && same(each.value),
        ) ||
        [...this.held.values()].some(
          (hold) =>
            hold.personId === personId &&
            hold.fields.some((field) => field.field === row.id && (same(field.crm) || same(field.remote))),
        ) ||
        // Typed over on the other side afterwards by a person who saw it: the other side's last typed value stands.
        this.#supersededBy(side, personId, row, on);
      return kept ? [] : [`${side} ${personId}.${row.id} = ${value}`];
    });
  }

  /** The value travelled, and was then replaced on purpose by one typed on the other side. */
  #supersededBy(side: Side, personId: PersonId, row: FieldRow<OutlookCard>, now: string | null): boolean {
    const other = this.typed.get(
      `${side === 'crm' ? 'remote' : 'crm'} ${personId} ${row.id as PersonFieldId}`,
    );
    if (other === undefined) return false;
    return (
      canonical(row.form, other.value, 'NL') === canonical(row.form, now, 'NL') &&
      this.travelled.has(`${side} ${personId} ${row.id}`)
    );
  }

  /** Keys of typed values that were seen on both sides. */
  readonly travelled = new Set<string>();

  noteRest(): void {
    for (const [key, { personId, row, value }] of this.typed) {
      const person = this.persons.get(personId)!;
      const link = [...this.links.values()].find((each) => each.personId === personId);
      const card = link && this.cards.get(link.cardId!);
      if (!card) continue;
      const context = { base: link.base, person, country: 'NL' } as const;
      const form = (text: string | null) => canonical(row.form, text, 'NL');
      if (
        form(row.fromCrm(person)) === form(value) &&
        form(row.fromRemote(card.content, context)) === form(value)
      ) {
        this.travelled.add(key);
      }
    }
  }
}
