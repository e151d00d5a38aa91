/**
 * Keeps account of what people type on both sides while a worker of another process comes and goes, and says at rest
 * what of the statements of the sync does not hold (convergence, no lost update, no strangers, no doubles, nothing
 * deleted, nothing unmapped touched). Knows the worker's own tables only for held changes and history; all else it has
 * from the sandbox's audit, from the CRM, and from a trigger of its own on the CRM's persons.
 *
 * Every value is typed once in a run and shows whose it is, so that it can be followed through both sides.
 */
import sql from 'sql-template-tag';
import type { AuditEntry, OutlookCard, Sandbox } from '../../sandbox/index.ts';
import type { ConnectorId, EmployeeId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { EmbeddedCrm } from '../../worker/crm/embedded/types.ts';
import type { Db } from '../../worker/store/db.ts';
import { createHeldChanges } from '../../worker/store/held-changes.ts';
import { createHistory, type HistoryRecord } from '../../worker/store/history.ts';
import { connectorProperty } from './office.ts';
import {
  mappedProperties,
  onCard,
  same,
  typedFieldIds,
  typedFields,
  valueIn,
  Values,
  type TypedFieldId,
} from './typed-fields.ts';

export interface Box {
  readonly user: string;
  readonly employeeId: EmployeeId;
  readonly mailboxId: MailboxId;
}

interface Typed {
  /** Null: in the CRM. */
  readonly box: Box | null;
  readonly who: number;
  readonly field: TypedFieldId;
  readonly value: string;
  /** The person at the keyboard wrote something else over it, or removed the card with it. */
  replaced: boolean;
}

/** What the ledger reads and writes; another one after the database was away. */
export interface LedgerSides {
  readonly db: Db;
  readonly crm: EmbeddedCrm;
}

const groupBy = <T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

const addressOf = (who: number): string => `p${who}@persoon-voorbeeld.example`;

const ownerOf = (card: OutlookCard): number | null => {
  const who = /^p(\d+)@persoon-voorbeeld\.example$/u.exec(
    card.values.emailAddresses?.[0]?.address ?? '',
  )?.[1];
  return who === undefined ? null : Number(who);
};

export class Ledger {
  readonly persons: PersonId[] = [];
  readonly #typed: Typed[] = [];
  readonly #removed = new Set<string>();
  #count = 0;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly boxes: readonly Box[],
    public sides: LedgerSides,
  ) {}

  /** Before anything is typed. */
  async watchCrm(): Promise<void> {
    await this.sides.db.query(sql`CREATE TABLE IF NOT EXISTS public.seen_persons (id uuid, content jsonb)`);
    await this.sides.db.query(sql`
      CREATE OR REPLACE FUNCTION public.see_person() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO public.seen_persons VALUES (new.id, to_jsonb(new)); RETURN new; END'`);
    await this.sides.db.query(sql`
      CREATE OR REPLACE TRIGGER see_person AFTER INSERT OR UPDATE ON crm.persons
      FOR EACH ROW EXECUTE FUNCTION public.see_person()`);
  }

  #fresh(who: number, field: TypedFieldId): string {
    this.#count += 1;
    const number = this.#count;
    switch (typedFields[field].form) {
      case 'phone':
        return `+3120${String(who).padStart(3, '0')}${String(number).padStart(4, '0')}`;
      case 'date':
        return new Date(Date.UTC(1930, 0, 1 + number)).toISOString().slice(0, 10);
      default:
        return `P${who} ${field} ${number}`;
    }
  }

  /** How many values were typed. */
  get typed(): number {
    return this.#typed.length;
  }

  #note(box: Box | null, who: number, field: TypedFieldId, value: string, over: string | null): void {
    for (const each of this.#typed) {
      const here = each.box === box && each.who === who && each.field === field;
      if (here && over !== null && same(field, each.value, over)) each.replaced = true;
    }
    this.#typed.push({ box, who, field, value, replaced: false });
  }

  /** A person of these boxes' employees: the first is relation manager, the others are owners. */
  async newPerson(of: readonly Box[]): Promise<void> {
    const who = this.persons.length;
    const values = Object.fromEntries(
      typedFieldIds.map((field) => [field, this.#fresh(who, field)]),
    ) as Record<TypedFieldId, string>;
    const created = await this.sides.crm.createPerson(
      {
        kind: 'contactPerson',
        fields: { ...values, workEmail: addressOf(who) },
        relationManagerId: of[0]?.employeeId ?? null,
        ownerIds: of.slice(1).map(({ employeeId }) => employeeId),
      },
      { kind: 'import' },
    );
    if (created.outcome !== 'created') throw new Error(created.outcome);
    this.persons.push(created.person.id);
    for (const field of typedFieldIds) this.#note(null, who, field, values[field], null);
  }

  async typeInCrm(who: number, field: TypedFieldId): Promise<void> {
    const id = this.persons[who]!;
    const value = this.#fresh(who, field);
    for (;;) {
      const person = (await this.sides.crm.persons([id])).get(id)!;
      const over = person.fields[field];
      const done = await this.sides.crm.updatePerson(
        id,
        person.version,
        { fields: { [field]: value } },
        { kind: 'import' },
      );
      // A pass was faster: the office reads again and types again.
      if (done.outcome === 'stale') continue;
      if (done.outcome !== 'updated') throw new Error(done.outcome);
      this.#note(null, who, field, value, over);
      return;
    }
  }

  /** Cards with a connector ID that live in this mailbox. */
  cards(box: Box): OutlookCard[] {
    return this.sandbox
      .outlook(box.user)
      .withProperty(connectorProperty)
      .filter((card) => !card.deleted);
  }

  /** Living cards that the app made, also those from which it took the connector ID again. */
  #madeByApp(box: Box): OutlookCard[] {
    const outlook = this.sandbox.outlook(box.user);
    const made = new Set(
      this.appWrites(box).flatMap(({ action, cardId }) => (action === 'created' ? [cardId] : [])),
    );
    return outlook.cards().filter(({ id }) => made.has(id));
  }

  /** This person's card in this mailbox. */
  cardOf(box: Box, who: number): OutlookCard | null {
    return this.cards(box).find((card) => ownerOf(card) === who) ?? null;
  }

  typeOnCard(box: Box, seen: OutlookCard, field: TypedFieldId): void {
    const card = this.sandbox.outlook(box.user).get(seen);
    const who = card === null ? null : ownerOf(card);
    if (card === null || who === null) return;
    const value = this.#fresh(who, field);
    const { property } = typedFields[field];
    const rest = card.values.businessPhones?.slice(1) ?? [];
    this.sandbox
      .outlook(box.user)
      .edit(card, { [property]: property === 'businessPhones' ? [value, ...rest] : value });
    this.#note(box, who, field, value, onCard(field, card));
  }

  /** A second number, a second address and a note: the user's own, on a card of ours. */
  addOwn(box: Box, seen: OutlookCard): void {
    const card = this.sandbox.outlook(box.user).get(seen);
    if (card === null) return;
    this.#count += 1;
    const [phone] = card.values.businessPhones ?? [];
    const [email] = card.values.emailAddresses ?? [];
    this.sandbox.outlook(box.user).edit(card, {
      personalNotes: `note ${this.#count}`,
      ...(phone === undefined ? {} : { businessPhones: [phone, `+3225500${this.#count}`] }),
      ...(email === undefined
        ? {}
        : { emailAddresses: [email, { address: `own${this.#count}@user.example`, name: 'own' }] }),
    });
  }

  /** The user removes a card; what was typed on it goes with it. */
  removeCard(box: Box, card: OutlookCard): void {
    const who = ownerOf(card);
    this.sandbox.outlook(box.user).delete(card);
    this.#removed.add(`${box.user} ${who}`);
    for (const each of this.#typed) if (each.box === box && each.who === who) each.replaced = true;
  }

  appWrites(box: Box): AuditEntry[] {
    return this.sandbox.outlook(box.user).audit.filter(({ by }) => by === 'app');
  }

  /** Cards (mailbox and id) that were posted, but of which the worker does not know yet. */
  async unknownCards(): Promise<string[]> {
    const rows = await this.sides.db.query<{ mailboxId: MailboxId; id: string }>(
      sql`SELECT mailbox_id AS "mailboxId", card_id AS id FROM sync.links WHERE card_id IS NOT NULL`,
    );
    const known = new Set(rows.map(({ mailboxId, id }) => `${mailboxId} ${id}`));
    return this.boxes
      .flatMap((box) => this.cards(box).map(({ id }) => `${box.mailboxId} ${id}`))
      .filter((card) => !known.has(card));
  }

  /** For "a further pass writes nothing": everything that a write would change. */
  async fingerprint(): Promise<object> {
    const persons = await this.sides.crm.persons(this.persons);
    const held = await Promise.all(this.boxes.map(({ mailboxId }) => this.#held(mailboxId)));
    return {
      writes: this.boxes.map((box) => this.appWrites(box).length),
      cards: this.boxes.map((box) => this.cards(box).map(({ id, etag }) => `${id} ${etag}`)),
      versions: this.persons.map((id) => persons.get(id)?.version),
      held: held.map((each) => each.map(({ id }) => id)),
      history: (await this.#history()).length,
    };
  }

  /** Sentences about what does not hold at rest; empty when all is well. */
  async problems(): Promise<string[]> {
    const persons = await this.sides.crm.persons(this.persons);
    const all = await Promise.all(this.boxes.map((box) => this.#problemsIn(box, persons)));
    return [...all.flat(), ...this.#strangers(persons), ...(await this.#lost(persons))];
  }

  #held(mailboxId: MailboxId) {
    return createHeldChanges(this.sides.db).listOpen(mailboxId);
  }

  async #history(): Promise<HistoryRecord[]> {
    const history = createHistory(this.sides.db);
    const records: HistoryRecord[] = [];
    let before: string | null = null;
    do {
      const page = await history.list({}, { limit: 200, before });
      records.push(...page.items);
      before = page.next;
    } while (before !== null);
    return records;
  }

  async #problemsIn(box: Box, persons: ReadonlyMap<PersonId, Person>): Promise<string[]> {
    const problems: string[] = [];
    const say = (text: string): void => void problems.push(`${box.user}: ${text}`);
    const cards = groupBy(this.#madeByApp(box), ownerOf);
    const connectorIds = await this.sides.crm.connectorIds(box.employeeId);
    const held = await this.#held(box.mailboxId);
    for (const [who, personId] of this.persons.entries()) {
      const person = persons.get(personId)!;
      const mine = person.relationManagerId === box.employeeId || person.ownerIds.includes(box.employeeId);
      const found = cards.get(who) ?? [];
      const wanted = !mine ? [0] : this.#removed.has(`${box.user} ${who}`) ? [0, 1] : [1];
      if (!wanted.includes(found.length))
        say(`P${who} has ${found.length} cards, not ${wanted.join(' or ')}`);
      const connectorId = connectorIds.get(personId) ?? null;
      const carried = (found[0]?.properties[connectorProperty] ?? null) as ConnectorId | null;
      if (carried !== connectorId) say(`P${who}: card carries ${carried}, CRM has ${connectorId}`);
      for (const field of found.length === 1 ? typedFieldIds : []) {
        const waits = held.some(
          (each) =>
            each.personId === personId &&
            // R7: a card that may be another human's by its name waits as a whole, outward too.
            (each.reason === 'nameOfAnother' || each.fields.some((one) => one.field === field)),
        );
        const remote = onCard(field, found[0]!);
        if (!waits && !same(field, person.fields[field], remote)) {
          say(`P${who} ${field}: "${person.fields[field]}" in the CRM, "${remote}" on the card`);
        }
      }
    }
    if (cards.has(null)) say(`${cards.get(null)!.length} cards of nobody were made by the app`);
    const carriers = this.cards(box).map(({ properties }) => properties[connectorProperty]);
    if (new Set(carriers).size !== carriers.length) say('two cards carry one connector ID');
    const open = await this.sides.db.query<{ n: number }>(
      sql`SELECT count(*)::int AS n FROM sync.links WHERE mailbox_id = ${box.mailboxId} AND state = 'creating'`,
    );
    if (open[0]?.n !== 0) say(`${open[0]?.n} creates are still open`);
    return [...problems, ...this.#wrongWrites(box)];
  }

  #wrongWrites(box: Box): string[] {
    return this.appWrites(box).flatMap(({ action, properties, values, before }) => {
      const problems: string[] = [];
      if (action !== 'created' && action !== 'updated') problems.push(`the app ${action} a card`);
      const strange = properties.filter((name) => !mappedProperties.has(name));
      if (strange.length > 0) problems.push(`the app wrote ${strange.join()}`);
      for (const list of ['businessPhones', 'emailAddresses'] as const) {
        if (action !== 'updated' || !(list in values)) continue;
        const [was, is] = [before[list], values[list]] as unknown[][];
        const addresses = (items: unknown[] | undefined) =>
          (items ?? []).slice(1).map((item) => (item as { address?: string }).address ?? item);
        if (JSON.stringify(addresses(was)) !== JSON.stringify(addresses(is)))
          problems.push(`the app changed the user's own ${list}`);
      }
      return problems.map((text) => `${box.user}: ${text}`);
    });
  }

  /** Every text and number shows whose it is. */
  #strangers(persons: ReadonlyMap<PersonId, Person>): string[] {
    const ownerIn = (value: string | null): string | undefined =>
      /^(?:P(\d+) |\+3120(\d{3})\d{4}$)/u
        .exec(value ?? '')
        ?.slice(1)
        .find(Boolean);
    return this.persons.flatMap((id, who) =>
      typedFieldIds.flatMap((field) => {
        const value = persons.get(id)!.fields[field];
        const whose = ownerIn(value);
        return whose === undefined || Number(whose) === who ? [] : [`P${who} has ${value} in ${field}`];
      }),
    );
  }

  /** Who wrote what into this field on every card of this person. */
  #trail(who: number, field: TypedFieldId): string {
    const { property } = typedFields[field];
    return this.boxes
      .map((box) => {
        const outlook = this.sandbox.outlook(box.user);
        const written = outlook.audit
          .filter(({ cardId, properties }) => {
            const card = outlook.get(cardId);
            return card !== null && ownerOf(card) === who && properties.includes(property);
          })
          .map(({ at, by, values }) => `${at} ${by} ${valueIn(field, values)}`);
        return `${box.user}: ${written.join(', ')}`;
      })
      .join('; ');
  }

  /**
   * Statement 3. A value is accounted for when it still stands (then it is on both sides or held, see above), when its
   * own typist wrote over it, when it had reached the other side before it went, when it is held, or when the history
   * has it as overruled.
   */
  async #lost(persons: ReadonlyMap<PersonId, Person>): Promise<string[]> {
    const onCards = new Values();
    const inCrm = new Values();
    const kept = new Values();
    for (const box of this.boxes) {
      for (const { values } of this.appWrites(box)) onCards.addAll((field) => valueIn(field, values));
      for (const { fields } of await this.#held(box.mailboxId)) {
        for (const { field, crm, remote } of fields) kept.add(field, crm).add(field, remote);
      }
    }
    for (const { field, overruled } of await this.#history()) kept.add(field, overruled?.value ?? null);
    const seen = await this.sides.db.query<{ content: Record<string, string | null> }>(
      sql`SELECT content FROM public.seen_persons`,
    );
    for (const { content } of seen) inCrm.addAll((field) => content[typedFields[field].column] ?? null);
    const standing = new Map<Box | null, Values>([[null, new Values()]]);
    for (const { fields } of persons.values()) standing.get(null)!.addAll((field) => fields[field]);
    for (const box of this.boxes) {
      const values = new Values();
      for (const card of this.cards(box)) values.addAll((field) => onCard(field, card));
      standing.set(box, values);
    }
    return this.#typed
      .filter(({ box, field, value, replaced }) => {
        const arrived = box === null ? onCards : inCrm;
        return (
          !replaced &&
          !standing.get(box)!.has(field, value) &&
          !arrived.has(field, value) &&
          !kept.has(field, value)
        );
      })
      .map(
        ({ box, who, field, value }) =>
          `lost: ${value} of P${who} in ${field}, typed in ${box?.user ?? 'the CRM'}; ${this.#trail(who, field)}`,
      );
  }
}
