/**
 * The store of one mailbox: folders, cards, and per folder a log of changes by sequence number from which delta
 * answers are read. Knows nothing of HTTP. Every change goes through `create`, `update`, `move` or `destroy`.
 */
import type { SandboxClock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { AuditEntry, Card, Folder, MailboxChange } from './entities.ts';
import type { ExtendedValue } from './extended-properties.ts';
import { FIELD_NAMES, makeDisplayName, makeFileAs, type CardValues } from './fields.ts';
import { Problem } from './problem.ts';
import type { NameForm, Switches } from './switches.ts';

export interface MailboxParts {
  readonly userId: string;
  readonly clock: SandboxClock;
  readonly switches: Readonly<Switches>;
  readonly random: Random;
  readonly onChange: (mailbox: Mailbox, change: MailboxChange) => void;
}

const NAME_PARTS = ['givenName', 'middleName', 'surname'] as const;
/** A log this much longer than the number of its cards is worth tidying. */
const SUPERSEDED_LIMIT = 1_000;

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
export const etagOf = (card: Card): string => `W/"${card.changeKey}"`;

export class Mailbox {
  readonly userId: string;
  readonly folders = new Map<string, Folder>();
  readonly contacts: Folder;
  readonly deletedItems: Folder;
  readonly audit: AuditEntry[] = [];
  /** Tokens of an earlier generation are lost. */
  deltaGeneration = 1;
  /** Every extended property ever written: a mailbox has room for a limited number of names. */
  readonly namedProperties = new Set<string>();
  readonly removedFolders: { id: string; seq: number }[] = [];

  readonly #parts: MailboxParts;
  readonly #byId = new Map<string, Card>();
  readonly #byProperty = new Map<string, Set<Card>>();
  #seq = 0;
  #numbers = 0;
  #changes = 0;

  constructor(parts: MailboxParts) {
    this.#parts = parts;
    this.userId = parts.userId;
    this.contacts = this.#newFolder('Contactpersonen', null, 'contacts');
    this.deletedItems = this.#newFolder('Verwijderde items', null, 'deleteditems');
  }

  get seq(): number {
    return this.#seq;
  }

  /** By immutable or by present default id. */
  find(id: string): Card | undefined {
    return this.#byId.get(id);
  }

  /** Cards with this value of an extended property, letter case of the value ignored. */
  findByProperty(key: string, value: string): ReadonlySet<Card> {
    return this.#byProperty.get(`${key}\n${value.toLowerCase()}`) ?? new Set();
  }

  contactFolders(): Folder[] {
    return [...this.folders.values()].filter((folder) => folder !== this.deletedItems);
  }

  makeFolder(displayName: string, parent: Folder = this.contacts): Folder {
    for (const folder of this.folders.values())
      if (folder.parent === parent && folder.displayName.toLowerCase() === displayName.toLowerCase())
        throw new Problem(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
    return this.#newFolder(displayName, parent, null);
  }

  /** The folder goes, its cards go to Deleted Items. */
  removeFolder(folder: Folder): void {
    if (folder.wellKnown)
      throw new Problem(403, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.');
    for (const child of this.folders.values()) if (child.parent === folder) this.removeFolder(child);
    for (const card of [...folder.cards.values()]) this.move(card, this.deletedItems);
    this.folders.delete(folder.id);
    this.removedFolders.push({ id: folder.id, seq: ++this.#seq });
  }

  create(folder: Folder, given: CardValues, extended: ReadonlyMap<string, ExtendedValue | null>): Card {
    const now = this.#parts.clock.now();
    const number = ++this.#numbers;
    const values = this.#named({ ...given });
    values.displayName ??= makeDisplayName(values);
    values.fileAs ??= makeFileAs(values);
    const card: Card = {
      number,
      immutableId: this.#opaque(`AAkALgAA`, `i${number}`),
      id: this.#opaque('AAMkAGQ2', `d${number}.0`) + '=',
      changeKey: this.#nextChangeKey(),
      folder,
      deletedFrom: null,
      createdAt: now,
      modifiedAt: now,
      values,
      extended: new Map(),
      fieldSeq: new Map(),
      missesLeft: this.#parts.switches.findMisses,
      foundFrom: now + this.#parts.switches.findLagMs,
    };
    this.#byId.set(card.id, card).set(card.immutableId, card);
    folder.cards.set(number, card);
    this.#applyExtended(card, extended);
    this.#log(folder, card, false);
    for (const name of FIELD_NAMES) if ((values[name] ?? null) !== null) card.fieldSeq.set(name, this.#seq);
    this.#tell('created', card, folder);
    return card;
  }

  /** Lists in `given` replace whole lists; what is not in `given` stays. */
  update(
    card: Card,
    given: CardValues,
    extended: ReadonlyMap<string, ExtendedValue | null> = new Map(),
    names: { displayName: NameForm; fileAs: NameForm } = this.#parts.switches,
  ): void {
    const values = this.#named({ ...card.values, ...given });
    const renamed = NAME_PARTS.some((part) => !same(values[part], card.values[part]));
    if (!('displayName' in given) && makesAnew(names.displayName, renamed))
      values.displayName = makeDisplayName(values);
    if (!('fileAs' in given) && makesAnew(names.fileAs, renamed)) values.fileAs = makeFileAs(values);
    this.#applyExtended(card, extended);
    const onlyExtended = Object.keys(given).length === 0 && extended.size > 0;
    if (onlyExtended && !this.#parts.switches.extendedPropertyBumps) return;
    const before = card.values;
    card.values = values;
    this.touch(card);
    for (const name of FIELD_NAMES)
      if (!same(before[name] ?? null, values[name] ?? null)) card.fieldSeq.set(name, this.#seq);
  }

  /** A new change key and a place in the delta, although nothing that can be seen has changed (linking does that). */
  touch(card: Card): void {
    card.changeKey = this.#nextChangeKey();
    card.modifiedAt = this.#parts.clock.now();
    this.#log(card.folder, card, false);
    this.#tell('updated', card, card.folder);
  }

  move(card: Card, to: Folder): void {
    const from = card.folder;
    if (from === to) return;
    this.#tell('deleted', card, from);
    this.#logRemoved(from, card);
    from.cards.delete(card.number);
    this.#byId.delete(card.id);
    const moves = Number(/\.(\d+)$/.exec(Buffer.from(card.id.slice(8), 'base64url').toString())?.[1] ?? 0);
    card.id = this.#opaque('AAMkAGQ2', `d${card.number}.${moves + 1}`) + '=';
    card.changeKey = this.#nextChangeKey();
    card.modifiedAt = this.#parts.clock.now();
    card.deletedFrom = to === this.deletedItems ? from : null;
    card.folder = to;
    to.cards.set(card.number, card);
    this.#byId.set(card.id, card);
    this.#log(to, card, true);
    if (to !== this.deletedItems) this.#tell('created', card, to);
  }

  /** Gone for good. */
  destroy(card: Card): void {
    this.#tell('deleted', card, card.folder);
    this.#logRemoved(card.folder, card);
    card.folder.cards.delete(card.number);
    this.#byId.delete(card.id);
    this.#byId.delete(card.immutableId);
    for (const [key, { value }] of card.extended) this.#unindex(key, value, card);
  }

  record(entry: Omit<AuditEntry, 'number' | 'at'>): void {
    this.audit.push({ number: this.audit.length + 1, at: this.#parts.clock.iso(), ...entry });
  }

  #newFolder(displayName: string, parent: Folder | null, wellKnown: Folder['wellKnown']): Folder {
    const folder: Folder = {
      id: this.#opaque('AQMkAGQ2', `f${this.folders.size + this.removedFolders.length + 1}`) + '=',
      displayName,
      parent,
      wellKnown,
      cards: new Map(),
      log: [],
      latest: new Map(),
      seq: ++this.#seq,
    };
    this.folders.set(folder.id, folder);
    return folder;
  }

  #opaque(prefix: string, content: string): string {
    // Ids are one mailbox's alone; the invented people's differ at their ends.
    const whose = this.userId.slice(0, 8) + this.userId.slice(-6);
    return prefix + Buffer.from(`${whose}|${content}`).toString('base64url');
  }

  #nextChangeKey(): string {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32BE(0x11000000, 0);
    bytes.writeUInt32BE(++this.#changes, 8);
    return bytes.toString('base64');
  }

  /** The organisation's own name for an address wins over what was written. */
  #named(values: CardValues): CardValues {
    const { emailNames, organisationNames } = this.#parts.switches;
    if (emailNames === 'kept' || !values.emailAddresses) return values;
    values.emailAddresses = values.emailAddresses.map((entry) => {
      const name = organisationNames[entry.address?.toLowerCase() ?? ''];
      return name === undefined ? entry : { ...entry, name };
    });
    return values;
  }

  #applyExtended(card: Card, extended: ReadonlyMap<string, ExtendedValue | null>): void {
    for (const [key, entry] of extended) {
      const old = card.extended.get(key);
      if (old) this.#unindex(key, old.value, card);
      card.extended.delete(key);
      if (!entry) continue;
      card.extended.set(key, { id: old?.id ?? entry.id, value: entry.value });
      this.namedProperties.add(key);
      const index = `${key}\n${entry.value.toLowerCase()}`;
      const cards = this.#byProperty.get(index) ?? new Set<Card>();
      this.#byProperty.set(index, cards.add(card));
    }
  }

  #unindex(key: string, value: string, card: Card): void {
    const index = `${key}\n${value.toLowerCase()}`;
    const cards = this.#byProperty.get(index);
    cards?.delete(card);
    if (cards?.size === 0) this.#byProperty.delete(index);
  }

  #log(folder: Folder, card: Card, arrived: boolean): void {
    // A card that arrived under the radar stays there until something else about it changes.
    const entry = { seq: ++this.#seq, at: this.#parts.clock.now(), number: card.number, card };
    this.#append(folder, { ...entry, removed: null, arrived, missed: false });
  }

  #logRemoved(folder: Folder, card: Card): void {
    const missed = this.#parts.random.chance(this.#parts.switches.deltaMissedRemovals);
    const removed = { id: card.id, immutableId: card.immutableId };
    const entry = { seq: ++this.#seq, at: this.#parts.clock.now(), number: card.number, card };
    this.#append(folder, { ...entry, removed, arrived: false, missed });
  }

  #append(folder: Folder, entry: Folder['log'][number]): void {
    folder.log.push(entry);
    folder.latest.set(entry.number, entry);
    if (folder.log.length > 2 * folder.latest.size + SUPERSEDED_LIMIT)
      folder.log = folder.log.filter((other) => folder.latest.get(other.number) === other);
  }

  #tell(kind: MailboxChange['kind'], card: Card, folder: Folder): void {
    const { id, immutableId } = card;
    this.#parts.onChange(this, { kind, card, folder, id, immutableId, etag: etagOf(card) });
  }
}

function makesAnew(form: NameForm, renamed: boolean): boolean {
  return form === 'regeneratedAlways' || (form === 'regeneratedOnNameChange' && renamed);
}
