/**
 * Keeps account of what people type on both sides while a worker comes and goes, in this process or another. What of the
 * statements of the sync does not hold at rest is told by ledger-checks.ts from this account; it knows the worker's own
 * tables only for held changes and history, all else it has from the sandbox's audit, from the CRM, and from triggers of
 * its own on the CRM (ledger-sightings.ts).
 *
 * Every value is typed once in a run and it is remembered whose it is, so that it can be followed through both sides.
 */
import type { OutlookCard, Sandbox } from '../../sandbox/index.ts';
import type { EmployeeId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { EmbeddedCrm, PersonChange } from '../../worker/crm/embedded/types.ts';
import type { Db } from '../../worker/store/db.ts';
import { fingerprintOf, problemsAtRest, unknownCardsOf } from './ledger-checks.ts';
import { Sightings, watchCrm } from './ledger-sightings.ts';
import { DrawnValues, reformatted, type PartyKey } from './ledger-values.ts';
import { connectorProperty } from './office.ts';
import { onCard, same, typedFieldIds, typedFields, type TypedFieldId } from './typed-fields.ts';

export interface Box {
  readonly user: string;
  readonly employeeId: EmployeeId;
  readonly mailboxId: MailboxId;
}

/** What the ledger reads and writes; another one after the database was away. */
export interface LedgerSides {
  readonly db: Db;
  readonly crm: EmbeddedCrm;
}

/** A value that nobody wrote over yet; `box` null: typed in the CRM. */
export interface Typed {
  readonly box: Box | null;
  readonly who: number;
  readonly field: TypedFieldId;
  readonly value: string;
}

export interface NewPerson {
  /** All persons with the same number here share one address (R7); default: an address of one's own. */
  readonly at?: number;
}

const addressOf = (who: number): string => `p${who}@persoon-voorbeeld.example`;
const nameOf = (first: string | null, last: string | null): string => JSON.stringify([first, last]);
const named = ({ fields }: Person): string => nameOf(fields.firstName, fields.lastName);
const namedOn = (card: OutlookCard): string => nameOf(onCard('firstName', card), onCard('lastName', card));
const sharedAddress = (at: number): string => `info${at}@gedeeld-voorbeeld.example`;

export class Ledger {
  readonly persons: PersonId[] = [];
  readonly values = new DrawnValues();
  readonly sightings: Sightings;
  /** What people did to cards and persons, as `mailbox person` (and field). */
  readonly removed = new Set<string>();
  readonly excluded = new Set<string>();
  readonly left = new Set<string>();
  readonly everOf = new Set<string>();
  /** Cards that are not the app's, and whose they are. */
  readonly #cards = new Map<string, PartyKey>();
  readonly #ownCards = new Map<string, string[]>();
  readonly #open = new Map<string, Typed[]>();
  /** By a person's word this is theirs too: values, and parties with all they have. */
  readonly #given = new Map<number, Set<string>>();
  /** Cards that lost their ID before any process knew them, with the names of then. */
  readonly #adrift = new Map<string, { person: string; card: string }>();
  #count = 0;
  #owned = 0;

  constructor(
    readonly sandbox: Sandbox,
    readonly boxes: readonly Box[],
    public sides: LedgerSides,
  ) {
    const users = boxes.map(({ user }) => user);
    this.sightings = new Sightings(sandbox, users, (id, field, value) => this.#stranger(id, field, value));
  }

  static key(box: Box, who: number, field?: TypedFieldId): string {
    return `${box.user} ${who}${field === undefined ? '' : ` ${field}`}`;
  }

  /** Before anything is typed. */
  watchCrm(): Promise<void> {
    return watchCrm(this.sides.db);
  }

  /** How many values were typed. */
  get typed(): number {
    return this.#count;
  }

  /** What nobody wrote over yet. */
  get open(): readonly Typed[] {
    return [...this.#open.values()].flat();
  }

  // ─── The account ────────────────────────────────────────────────────────────────────────────────

  /** Somebody wrote this there (null: made it blank), over what stood there before their eyes. */
  note(box: Box | null, who: number, field: TypedFieldId, value: string | null, over: string | null): void {
    const key = `${box?.user ?? 'crm'} ${who} ${field}`;
    const before = (this.#open.get(key) ?? []).filter(
      (each) => over === null || !same(field, each.value, over),
    );
    if (value !== null) this.#count += 1;
    this.#open.set(key, value === null ? before : [...before, { box, who, field, value }]);
  }

  /** What was typed there is no longer there to be lost by us: its user threw it away, or Outlook wrote over it. */
  forget(box: Box | null, who: number, fields: readonly TypedFieldId[] = typedFieldIds): void {
    for (const field of fields) this.#open.delete(`${box?.user ?? 'crm'} ${who} ${field}`);
  }

  /** A person has said that this value is this one's too, wherever it came from. */
  give(who: number, field: TypedFieldId, value: string | null): void {
    if (value === null) return;
    this.#givenTo(who).add(DrawnValues.key(field, value));
  }

  giveParty(who: number, party: PartyKey): void {
    this.#givenTo(who).add(party);
  }

  #givenTo(who: number): Set<string> {
    const given = this.#given.get(who) ?? new Set();
    this.#given.set(who, given);
    return given;
  }

  /** Why this value may not stand in this person's record, or null. */
  #stranger(id: PersonId, field: TypedFieldId, value: string): string | null {
    const who = this.persons.indexOf(id);
    const party = this.values.partyOf(field, value);
    if (who < 0 || party === null || party === `P${who}`) return null;
    const given = this.#given.get(who);
    const isGiven = given?.has(party) === true || given?.has(DrawnValues.key(field, value)) === true;
    return isGiven ? null : `mixed: P${who} has ${value} of ${party} in ${field}`;
  }

  // ─── Whose a card is ────────────────────────────────────────────────────────────────────────────

  partyOf(card: OutlookCard): PartyKey | null {
    const own = this.#cards.get(card.id);
    if (own !== undefined) return own;
    const address = card.values.emailAddresses?.[0]?.address ?? '';
    const byAddress = /^p(\d+)@persoon-voorbeeld\.example$/u.exec(address)?.[1];
    if (byAddress !== undefined) return `P${Number(byAddress)}`;
    const person = this.sightings.personOf.get(this.sightings.made.get(card.id) ?? '');
    const who = person === undefined ? -1 : this.persons.indexOf(person);
    return who < 0 ? null : `P${who}`;
  }

  ownerOf(card: OutlookCard): number | null {
    const party = this.partyOf(card);
    return party?.startsWith('P') === true ? Number(party.slice(1)) : null;
  }

  /** Cards with a connector ID that live in this mailbox. */
  cards(box: Box): OutlookCard[] {
    return this.sandbox
      .outlook(box.user)
      .withProperty(connectorProperty)
      .filter((card) => !card.deleted && card.properties[connectorProperty] !== '');
  }

  /** Living cards that the app made, also those from which it took the connector ID again. */
  madeByApp(box: Box): OutlookCard[] {
    return this.sandbox
      .outlook(box.user)
      .cards()
      .filter(({ id }) => this.sightings.made.has(id));
  }

  /** This person's card in this mailbox. */
  cardOf(box: Box, who: number): OutlookCard | null {
    const carrying = this.cards(box).find((card) => this.ownerOf(card) === who);
    return carrying ?? this.madeByApp(box).find((card) => this.ownerOf(card) === who) ?? null;
  }

  /** The n-th card of the user's own in this mailbox, as long as it lives. */
  ownCard(box: Box, index: number): OutlookCard | null {
    const id = this.#ownCards.get(box.user)?.[index];
    const card = id === undefined ? null : this.sandbox.outlook(box.user).get(id);
    return card === null || card.deleted ? null : card;
  }

  /** Learns which cards the app has made since; the address tells it only of persons with one of their own. */
  see(): Promise<void> {
    return this.sightings.lookAtCards(this.sides.db);
  }

  // ─── In the CRM ─────────────────────────────────────────────────────────────────────────────────

  /** A person of these boxes' employees: the first is relation manager, the others are owners. */
  async newPerson(of: readonly Box[], { at }: NewPerson = {}): Promise<void> {
    const who = this.persons.length;
    const values = Object.fromEntries(
      typedFieldIds.map((field) => [field, this.values.fresh(`P${who}`, field)]),
    ) as Record<TypedFieldId, string>;
    const created = await this.sides.crm.createPerson(
      {
        kind: 'contactPerson',
        fields: { ...values, workEmail: at === undefined ? addressOf(who) : sharedAddress(at) },
        relationManagerId: of[0]?.employeeId ?? null,
        ownerIds: of.slice(1).map(({ employeeId }) => employeeId),
      },
      { kind: 'import' },
    );
    if (created.outcome !== 'created') throw new Error(created.outcome);
    this.persons.push(created.person.id);
    this.#belongs(who, of);
    for (const field of typedFieldIds) this.note(null, who, field, values[field], null);
  }

  #belongs(who: number, of: readonly Box[]): void {
    for (const box of of) this.everOf.add(Ledger.key(box, who));
  }

  async person(who: number): Promise<Person> {
    const id = this.persons[who]!;
    return (await this.sides.crm.persons([id])).get(id)!;
  }

  /** As an employee at the CRM does it: read, typed, saved; a pass that was faster means reading again. */
  async changeInCrm(who: number, change: (before: Person) => PersonChange): Promise<Person> {
    for (;;) {
      const before = await this.person(who);
      const done = await this.sides.crm.updatePerson(before.id, before.version, change(before), {
        kind: 'import',
      });
      if (done.outcome === 'updated') return before;
      if (done.outcome !== 'stale') throw new Error(done.outcome);
    }
  }

  async typeInCrm(who: number, field: TypedFieldId, blank = false): Promise<void> {
    const value = blank ? null : this.values.fresh(`P${who}`, field);
    const before = await this.changeInCrm(who, () => ({ fields: { [field]: value } }));
    this.note(null, who, field, value, before.fields[field]);
  }

  async setOwners(who: number, of: readonly Box[]): Promise<void> {
    this.#belongs(who, of);
    await this.changeInCrm(who, () => ({
      relationManagerId: of[0]?.employeeId ?? null,
      ownerIds: of.slice(1).map(({ employeeId }) => employeeId),
    }));
  }

  // ─── In Outlook ─────────────────────────────────────────────────────────────────────────────────

  typeOnCard(box: Box, seen: OutlookCard, field: TypedFieldId, blank = false): void {
    const card = this.sandbox.outlook(box.user).get(seen);
    const who = card === null ? null : this.ownerOf(card);
    if (card === null || who === null) return;
    const value = blank ? null : this.values.fresh(`P${who}`, field);
    this.#write(box, card, field, value);
    this.note(box, who, field, value, onCard(field, card));
  }

  #write(box: Box, card: OutlookCard, field: TypedFieldId, value: string | null): void {
    const { property } = typedFields[field];
    const rest = card.values.businessPhones?.slice(1) ?? [];
    const list = value === null ? rest : [value, ...rest];
    this.sandbox.outlook(box.user).edit(card, { [property]: property === 'businessPhones' ? list : value });
  }

  /** The same in another way of writing; false where there is none. */
  reformatOnCard(box: Box, card: OutlookCard, field: TypedFieldId): boolean {
    const value = onCard(field, card);
    const other = value === null ? null : reformatted(field, value);
    if (other === null) return false;
    this.#write(box, card, field, other);
    return true;
  }

  /** A second number, a second address and a note: the user's own, on a card of ours. */
  addOwn(box: Box, seen: OutlookCard): void {
    const card = this.sandbox.outlook(box.user).get(seen);
    if (card === null) return;
    this.#owned += 1;
    const [phone] = card.values.businessPhones ?? [];
    const [email] = card.values.emailAddresses ?? [];
    this.sandbox.outlook(box.user).edit(card, {
      personalNotes: `note ${this.#owned}`,
      ...(phone === undefined
        ? {}
        : { businessPhones: [phone, `+3225${String(this.#owned).padStart(6, '0')}`] }),
      ...(email === undefined
        ? {}
        : { emailAddresses: [email, { address: `own${this.#owned}@user.example`, name: 'own' }] }),
    });
  }

  /** A card of the user's own, of somebody who is not in the CRM. */
  addOwnCard(box: Box, { at }: NewPerson = {}): void {
    this.#owned += 1;
    const party: PartyKey = `S${this.#owned}`;
    const of = (field: TypedFieldId): string => this.values.fresh(party, field);
    const { id } = this.sandbox.outlook(box.user).add({
      givenName: of('firstName'),
      surname: of('lastName'),
      jobTitle: of('jobTitle'),
      businessPhones: [of('workPhone')],
      mobilePhone: of('workMobile'),
      birthday: of('birthDate'),
      emailAddresses: [
        { address: at === undefined ? `s${this.#owned}@eigen-voorbeeld.example` : sharedAddress(at) },
      ],
    });
    this.#cards.set(id, party);
    this.#ownCards.set(box.user, [...(this.#ownCards.get(box.user) ?? []), id]);
  }

  /** The copy is the user's own, with the connector ID of the card it was made from. */
  copyCard(box: Box, card: OutlookCard): void {
    const party = this.partyOf(card);
    const { id } = this.sandbox.outlook(box.user).copy(card);
    if (party !== null) this.#cards.set(id, party);
  }

  /** An add-in, a migration tool: the connector ID is gone from the card. */
  async dropProperty(box: Box, card: OutlookCard): Promise<void> {
    const who = this.ownerOf(card);
    if (who !== null && (await this.unknownCards()).includes(`${box.mailboxId} ${card.id}`)) {
      this.#adrift.set(card.id, { person: named(await this.person(who)), card: namedOn(card) });
    }
    this.sandbox.outlook(box.user).setProperty(card, connectorProperty, null);
  }

  /**
   * A card that lost its ID before any process knew it, of somebody who had another name than the card by then, or has by
   * now: for all that could be known it was the user's own, and another one might be made (R7).
   */
  isBeyondKnowing(card: OutlookCard, person: Person): boolean {
    const before = this.#adrift.get(card.id);
    if (before === undefined || card.properties[connectorProperty]) return false;
    return new Set([before.person, before.card, named(person), namedOn(card)]).size > 1;
  }

  /** From now on this card is the user's own, because somebody said so. */
  disown(box: Box, card: OutlookCard): void {
    const who = this.ownerOf(card);
    if (who !== null) this.forget(box, who);
    this.#owned += 1;
    this.#cards.set(card.id, `S${this.#owned}`);
  }

  /** From now on this card is this person's, because somebody said so. */
  adopt(card: OutlookCard, who: number): void {
    this.#cards.set(card.id, `P${who}`);
  }

  /** The user removes a card; what was typed on it goes with it. */
  removeCard(box: Box, card: OutlookCard): void {
    this.goneCard(box, card);
    this.sandbox.outlook(box.user).delete(card);
  }

  /** Removed, or taken up into another one. */
  goneCard(box: Box, card: OutlookCard): void {
    const who = this.ownerOf(card);
    if (who === null) return;
    this.removed.add(Ledger.key(box, who));
    this.forget(box, who);
  }

  // ─── What became of it ──────────────────────────────────────────────────────────────────────────

  /** What must hold at any moment, also while passes run: sentences about what was seen and must not be. */
  async watch(): Promise<readonly string[]> {
    await this.sightings.look(this.sides.db);
    return this.sightings.problems;
  }

  /** Sentences about what does not hold at rest; empty when all is well. */
  problems(): Promise<string[]> {
    return problemsAtRest(this);
  }

  /** For "a further pass writes nothing": everything that a write would change. */
  fingerprint(): Promise<object> {
    return fingerprintOf(this);
  }

  /** Cards (mailbox and id) that were posted, but of which the worker does not know yet. */
  unknownCards(): Promise<string[]> {
    return unknownCardsOf(this);
  }

  /** Nobody typed it into a field of ours: a second number that moved up, say. */
  isOwn(field: TypedFieldId, value: string | null): boolean {
    return value !== null && this.values.partyOf(field, value) === null;
  }
}
