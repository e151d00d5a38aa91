/**
 * What a user does by hand in Outlook, with the effects that others see: deltas, notifications, new default ids.
 * Nothing here goes through Graph; the audit calls these writes the user's. Cards are named by immutable id (or by
 * a card that an earlier call gave).
 */
import type { Random } from '../random.ts';
import type { AuditAction, AuditEntry, Card, Folder } from './entities.ts';
import { propertyKey, type ExtendedValue } from './extended-properties.ts';
import { birthdayAs, birthdayDate, readValues, type CardField, type CardValues } from './fields.ts';
import { etagOf, type Mailbox } from './mailbox.ts';
import { privateCard } from './seed.ts';
import type { Switches } from './switches.ts';

/** Fields as Outlook's form has them; a birthday is a day (`1974-07-22`) or an instant. Lists are given whole. */
export type UserValues = CardValues;

/** A copy of a card as it is at that moment. */
export interface OutlookCard {
  /** Immutable id. */
  readonly id: string;
  /** Default id at the moment. */
  readonly defaultId: string;
  readonly etag: string;
  readonly folder: string;
  readonly folderId: string;
  readonly deleted: boolean;
  readonly values: Readonly<CardValues>;
  /** The birthday as a day, whatever the moment stored. */
  readonly birthday: string | null;
  /** Extended properties by id as written. */
  readonly properties: Readonly<Record<string, string>>;
}

export type CardRef = string | { readonly id: string };

export interface MergeOptions {
  /** Fields whose value the survivor takes from the first of the others that has one; blanks are always filled. */
  readonly take?: readonly CardField[];
  /** What becomes of the survivor's extended properties. Default 'kept'. */
  readonly properties?: 'kept' | 'lost' | 'fromOther';
  /** Where the others go. Default 'deletedItems'. */
  readonly others?: 'deletedItems' | 'gone';
}

export interface Outlook {
  add(values: UserValues, options?: { folder?: string; properties?: Record<string, string> }): OutlookCard;
  /** Names change displayName with them, as Outlook's form does, unless it is given. */
  edit(card: CardRef, changes: UserValues): OutlookCard;
  /** To Deleted Items. */
  delete(card: CardRef): void;
  deleteForGood(card: CardRef): void;
  /** Out of Deleted Items, back to where it was. */
  restore(card: CardRef): OutlookCard;
  emptyDeletedItems(): void;
  /** To a folder by name or id; `contacts` is the default one. */
  move(card: CardRef, folder: string): OutlookCard;
  /** A copy carries the extended properties with it. */
  copy(card: CardRef, folder?: string): OutlookCard;
  makeFolder(displayName: string): { id: string; displayName: string };
  /** The folder goes, its cards go to Deleted Items. */
  deleteFolder(folder: string): void;
  /** The user accepts a merge suggestion: one card takes the others' values, the others go. */
  merge(survivor: CardRef, others: readonly CardRef[], options?: MergeOptions): OutlookCard;
  /** Outlook writes another card's values into this one (classic "Duplicate Contact Detected", clients that join). */
  borrow(card: CardRef, from: CardRef, fields: readonly CardField[]): OutlookCard;
  /** Linked by Outlook: a new change key with nothing to see. */
  touch(card: CardRef): OutlookCard;
  /** Sets (or with null removes) an extended property behind the app's back. */
  setProperty(card: CardRef, propertyId: string, value: string | null): OutlookCard;
  /** Invented cards of the user's own. */
  addPrivateCards(count: number): OutlookCard[];
  get(card: CardRef): OutlookCard | null;
  /** All cards outside Deleted Items, or those of one folder. */
  cards(folder?: string): OutlookCard[];
  deletedCards(): OutlookCard[];
  /** By display name or address, letter case ignored, outside Deleted Items. */
  find(nameOrAddress: string): OutlookCard[];
  withProperty(propertyId: string, value?: string): OutlookCard[];
  folders(): { id: string; displayName: string; cards: number }[];
  readonly audit: readonly AuditEntry[];
}

const NO_VALUES: ReadonlyMap<string, ExtendedValue | null> = new Map();

export function createOutlook(mailbox: Mailbox, switches: Readonly<Switches>, random: Random): Outlook {
  const cardOf = (ref: CardRef): Card => {
    const card = mailbox.find(typeof ref === 'string' ? ref : ref.id);
    if (!card) throw new Error('no such card in this mailbox');
    return card;
  };

  const folderOf = (name: string | undefined): Folder => {
    if (name === undefined || name === 'contacts') return mailbox.contacts;
    if (name === 'deleteditems') return mailbox.deletedItems;
    const folder =
      mailbox.folders.get(name) ?? [...mailbox.folders.values()].find((each) => each.displayName === name);
    if (!folder) throw new Error(`no such folder in this mailbox: ${name}`);
    return folder;
  };

  const show = (card: Card): OutlookCard => ({
    id: card.immutableId,
    defaultId: card.id,
    etag: etagOf(card),
    folder: card.folder.displayName,
    folderId: card.folder.id,
    deleted: card.folder === mailbox.deletedItems,
    values: structuredClone(card.values),
    birthday: card.values.birthday ? birthdayDate(card.values.birthday) : null,
    properties: Object.fromEntries([...card.extended.values()].map(({ id, value }) => [id, value])),
  });

  const read = (values: UserValues): CardValues => {
    const isDay = typeof values.birthday === 'string' && /^\d{4}-\d\d-\d\d$/.test(values.birthday);
    const stored = isDay ? { birthday: birthdayAs(values.birthday as string, switches.birthdayByUser) } : {};
    return readValues({ ...values, ...stored });
  };

  const record = (action: AuditAction, cardId: string, values: object = {}, old: CardValues = {}): void => {
    const properties = Object.keys(values);
    const before = Object.fromEntries(properties.map((name) => [name, old[name as CardField]]));
    mailbox.record({ by: 'user', action, cardId, properties, values: { ...values }, before });
  };

  const change = (card: Card, values: CardValues, action: AuditAction = 'updated'): OutlookCard => {
    record(action, card.immutableId, values, card.values);
    mailbox.update(card, values, NO_VALUES, {
      displayName: 'regeneratedOnNameChange',
      fileAs: switches.fileAs,
    });
    return show(card);
  };

  const moveTo = (card: Card, folder: Folder, action: AuditAction): OutlookCard => {
    record(action, card.immutableId);
    mailbox.move(card, folder);
    return show(card);
  };

  const all = (folders: Iterable<Folder>): OutlookCard[] =>
    [...folders].flatMap((folder) => [...folder.cards.values()].map(show));

  const add: Outlook['add'] = (values, options = {}) => {
    const extended = new Map<string, ExtendedValue>();
    for (const [id, value] of Object.entries(options.properties ?? {}))
      extended.set(propertyKey(id), { id, value });
    const card = mailbox.create(folderOf(options.folder), read(values), extended);
    record('created', card.immutableId, values);
    return show(card);
  };

  const deleteForGood = (card: Card): void => {
    record('deletedForGood', card.immutableId);
    mailbox.destroy(card);
  };

  return {
    add,
    edit: (ref, changes) => change(cardOf(ref), read(changes)),
    delete: (ref) => void moveTo(cardOf(ref), mailbox.deletedItems, 'deleted'),
    deleteForGood: (ref) => deleteForGood(cardOf(ref)),
    restore(ref) {
      const card = cardOf(ref);
      if (card.folder !== mailbox.deletedItems) throw new Error('the card is not in Deleted Items');
      const back =
        card.deletedFrom && mailbox.folders.has(card.deletedFrom.id) ? card.deletedFrom : mailbox.contacts;
      return moveTo(card, back, 'restored');
    },
    emptyDeletedItems() {
      for (const card of [...mailbox.deletedItems.cards.values()]) deleteForGood(card);
    },
    move: (ref, folder) => moveTo(cardOf(ref), folderOf(folder), 'moved'),
    copy(ref, folder) {
      const from = cardOf(ref);
      const copy = mailbox.create(
        folder === undefined ? from.folder : folderOf(folder),
        from.values,
        from.extended,
      );
      record('copied', copy.immutableId);
      return show(copy);
    },
    makeFolder(displayName) {
      const { id } = mailbox.makeFolder(displayName);
      record('folderMade', id, { displayName });
      return { id, displayName };
    },
    deleteFolder(name) {
      const folder = folderOf(name);
      record('folderDeleted', folder.id);
      mailbox.removeFolder(folder);
    },
    merge(survivorRef, otherRefs, options = {}) {
      const survivor = cardOf(survivorRef);
      const others = otherRefs.map(cardOf);
      const values = mergedValues(
        survivor.values,
        others.map((other) => other.values),
        options.take ?? [],
      );
      const extended = mergedProperties(survivor, others, options.properties ?? 'kept');
      record('merged', survivor.immutableId, values, survivor.values);
      mailbox.update(survivor, values, extended);
      for (const other of others)
        if (options.others === 'gone') deleteForGood(other);
        else moveTo(other, mailbox.deletedItems, 'deleted');
      return show(survivor);
    },
    borrow(ref, fromRef, fields) {
      const from = cardOf(fromRef).values;
      const values = Object.fromEntries(fields.map((name) => [name, from[name] ?? null])) as CardValues;
      return change(cardOf(ref), values);
    },
    touch(ref) {
      const card = cardOf(ref);
      record('touched', card.immutableId);
      mailbox.touch(card);
      return show(card);
    },
    setProperty(ref, id, value) {
      const card = cardOf(ref);
      record('updated', card.immutableId, { singleValueExtendedProperties: [{ id, value }] });
      mailbox.update(card, {}, new Map([[propertyKey(id), value === null ? null : { id, value }]]));
      return show(card);
    },
    addPrivateCards: (count) => Array.from({ length: count }, () => add(privateCard(random))),
    get(ref) {
      const card = mailbox.find(typeof ref === 'string' ? ref : ref.id);
      return card ? show(card) : null;
    },
    cards: (folder) => all(folder === undefined ? mailbox.contactFolders() : [folderOf(folder)]),
    deletedCards: () => all([mailbox.deletedItems]),
    find(nameOrAddress) {
      const wanted = nameOrAddress.toLowerCase();
      return all(mailbox.contactFolders()).filter(
        ({ values }) =>
          values.displayName?.toLowerCase() === wanted ||
          (values.emailAddresses ?? []).some(({ address }) => address?.toLowerCase() === wanted),
      );
    },
    withProperty(id, value) {
      const key = propertyKey(id);
      const cards = [...mailbox.folders.values()].flatMap((folder) => [...folder.cards.values()]);
      return cards
        .filter(
          (card) =>
            card.extended.has(key) && (value === undefined || card.extended.get(key)?.value === value),
        )
        .map(show);
    },
    folders: () =>
      [...mailbox.folders.values()].map(({ id, displayName, cards }) => ({
        id,
        displayName,
        cards: cards.size,
      })),
    audit: mailbox.audit,
  };
}

const isBlank = (value: unknown): boolean =>
  (value ?? '') === '' || (Array.isArray(value) && value.length === 0);

/** Blanks are filled, lists are joined as far as they hold, fields in `take` come from the others. */
function mergedValues(own: CardValues, others: CardValues[], take: readonly CardField[]): CardValues {
  const result: Record<string, unknown> = {};
  for (const other of others)
    for (const [name, value] of Object.entries(other)) {
      if (isBlank(value)) continue;
      const before = name in result ? result[name] : own[name as CardField];
      if (isBlank(before) || (take.includes(name as CardField) && !(name in result))) result[name] = value;
      else if (name === 'emailAddresses') result[name] = joinedAddresses(before, value);
    }
  return result;
}

function joinedAddresses(own: unknown, other: unknown): unknown[] {
  const joined = [...(own as { address?: string }[])];
  for (const entry of other as { address?: string }[]) {
    const isNew = !joined.some(({ address }) => address?.toLowerCase() === entry.address?.toLowerCase());
    if (isNew && joined.length < 3) joined.push(entry);
  }
  return joined;
}

function mergedProperties(
  survivor: Card,
  others: readonly Card[],
  how: 'kept' | 'lost' | 'fromOther',
): Map<string, ExtendedValue | null> {
  const result = new Map<string, ExtendedValue | null>();
  if (how === 'kept') return result;
  for (const key of survivor.extended.keys()) result.set(key, null);
  if (how === 'fromOther')
    for (const other of others) for (const [key, entry] of other.extended) result.set(key, entry);
  return result;
}
