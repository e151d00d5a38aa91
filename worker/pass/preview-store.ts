/**
 * What a pass would remember, in memory, over what the store remembers now: reads go through, commits stay here. With it
 * a preview runs the stages of a pass without a lease and without a trace.
 *
 * The effect of each write is that of the store's own (worker/store/commit); a test does the same writes to both. What a
 * pass reads as a whole is taken at one moment (`Snapshot`), so that a pass that runs beside it cannot show half of its work;
 * fingerprints of cards are read when they are asked for.
 */
import type { CardId, HeldId, HistoryId, LinkId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { FieldId } from '../../shared/person.ts';
import type { Base } from '../sync/base.ts';
import type { KnownCard, Print } from '../sync/guard/prints.ts';
import type { Link } from '../sync/link.ts';
import type { Hold } from '../sync/plan.ts';
import { askedReads, linkReads, pageOf } from './preview-reads.ts';
import {
  Trouble,
  type HistoryEntry,
  type HistoryOutcome,
  type Mailbox,
  type Mark,
  type PassStore,
  type Removal,
  type StoreWrite,
} from './ports.ts';

type Rows<Read extends keyof PassStore> = Awaited<ReturnType<PassStore[Read]>>;

/** What the store remembered of one mailbox at one moment. */
export interface Snapshot {
  readonly mailbox: Mailbox;
  readonly folders: Rows<'folders'>;
  readonly links: Rows<'links'>;
  readonly removals: Rows<'removals'>;
  readonly marks: Rows<'marks'>;
  readonly openHeld: Rows<'openHeld'>;
  readonly rulings: Rows<'rulings'>;
  readonly undoItems: Rows<'undoItems'>;
  readonly intendedHistory: Rows<'intendedHistory'>;
}

/** `store` shows one moment, or a pass that runs meanwhile is seen in part. Null: no such mailbox. */
export const takeSnapshot = async (store: PassStore, id: MailboxId): Promise<Snapshot | null> => {
  const mailbox = await store.mailbox(id);
  if (mailbox === null) return null;
  return {
    mailbox,
    folders: await store.folders(id),
    links: await store.links(id),
    removals: await store.removals(id),
    marks: await store.marks(id),
    // In the order in which a pass reads them: held changes first, decisions after.
    openHeld: await store.openHeld(id),
    rulings: await store.rulings(id),
    undoItems: await store.undoItems(id),
    intendedHistory: await store.intendedHistory(id),
  };
};

export interface PreviewStore {
  readonly store: PassStore;
  readonly commit: (writes: readonly StoreWrite[]) => void;
  /** Every entry that was written, with its last outcome. */
  readonly history: () => readonly { readonly entry: HistoryEntry; readonly outcome: HistoryOutcome }[];
  /** Held changes that would be opened, each once. */
  readonly opened: () => readonly Hold[];
  /** Held changes that were open and would close. */
  readonly closedHeld: () => readonly HeldId[];
}

const keyOf = ({ subject, id }: Mark): string => `${subject} ${id}`;

const noLease = (): never => {
  throw new Trouble('preview.holdsNoLease', { kind: 'bug' });
};

/** The rows of one mailbox, changed by writes. */
class State {
  mailbox: Mailbox;
  readonly folders: Map<string, Snapshot['folders'][number]>;
  readonly links: Map<LinkId, Link>;
  readonly removals: Map<PersonId, Removal>;
  readonly marks: Map<string, Mark>;
  readonly held: Map<HeldId, Snapshot['openHeld'][number]>;
  readonly opened = new Map<HeldId, Hold>();
  readonly closedHeld: HeldId[] = [];
  rulings: Snapshot['rulings'];
  undoItems: Snapshot['undoItems'];
  readonly history = new Map<HistoryId, { entry: HistoryEntry; outcome: HistoryOutcome }>();
  /** Null: no longer remembered. */
  readonly cards = new Map<CardId, KnownCard | null>();
  #forgetBefore = '';

  constructor(now: Snapshot) {
    this.mailbox = now.mailbox;
    this.folders = new Map(now.folders.map((folder) => [folder.folderId, folder]));
    this.links = new Map(now.links.map((link) => [link.id, link]));
    this.removals = new Map(now.removals.map((removal) => [removal.personId, removal]));
    this.marks = new Map(now.marks.map((mark) => [keyOf(mark), mark]));
    this.held = new Map(now.openHeld.map((held) => [held.id, held]));
    this.rulings = now.rulings;
    this.undoItems = now.undoItems;
    for (const entry of now.intendedHistory) this.history.set(entry.id, { entry, outcome: 'intended' });
  }

  /** Of a card of the store: whether it would be gone from there. */
  forgotten({ cardId, goneAt }: KnownCard): boolean {
    return this.cards.has(cardId) || (goneAt !== null && goneAt < this.#forgetBefore);
  }

  forget(goneBefore: string): void {
    if (goneBefore > this.#forgetBefore) this.#forgetBefore = goneBefore;
    for (const [cardId, card] of this.cards) {
      const goneAt = card?.goneAt ?? null;
      if (goneAt !== null && goneAt < goneBefore) this.cards.set(cardId, null);
    }
  }
}

type Write<Op extends StoreWrite['op']> = Extract<StoreWrite, { op: Op }>;

const withBase = (before: Base, dropBase: readonly FieldId[] | undefined, base: Base | undefined): Base => ({
  ...Object.fromEntries(Object.entries(before).filter(([field]) => !dropBase?.includes(field as FieldId))),
  ...base,
});

const saveLink = ({ links }: State, { linkId, set, base, dropBase }: Write<'saveLink'>): void => {
  const link = links.get(linkId);
  if (link === undefined) throw new Trouble('preview.unknownLink', { kind: 'bug' });
  links.set(linkId, { ...link, ...set, base: withBase(link.base, dropBase, base) });
};

const setFolder = ({ folders }: State, { folderId, cursor, isDefault }: Write<'folderCursor'>): void => {
  if (isDefault) {
    for (const [id, folder] of folders) folders.set(id, { ...folder, isDefault: false });
  }
  folders.set(folderId, { folderId, cursor, isDefault });
};

const openHold = ({ held, opened }: State, { id, hold }: Write<'hold'>): void => {
  // One open held change a state of the world.
  if ([...held.values()].some(({ key }) => key === hold.key)) return;
  const { key, reason, personId, linkId, donorPersonId, cardId, fields } = hold;
  held.set(id, { id, key, reason, personId, linkId, donorPersonId, cardId, fields });
  opened.set(id, hold);
};

const setMailbox = (state: State, { set }: Write<'mailbox'>): void => {
  const { mailbox } = state;
  // A pause that a person asked for is not undone by a pass.
  const { state: next, stateBecause, ...rest } = set;
  const standing =
    mailbox.state === 'paused'
      ? {}
      : {
          ...(next === undefined ? {} : { state: next }),
          ...(stateBecause === undefined ? {} : { stateBecause }),
        };
  state.mailbox = { ...mailbox, ...rest, ...standing };
};

const write = (state: State, one: StoreWrite): void => {
  switch (one.op) {
    case 'mark':
      for (const mark of one.marks) state.marks.set(keyOf(mark), mark);
      return;
    case 'clearMarks':
      for (const mark of one.marks) state.marks.delete(keyOf(mark));
      return;
    case 'folderCursor':
      return setFolder(state, one);
    case 'dropFolder':
      state.folders.delete(one.folderId);
      return;
    case 'crmCursor':
      state.mailbox = { ...state.mailbox, crmCursor: one.cursor };
      return;
    case 'newLinks':
      for (const link of one.links) state.links.set(link.id, link);
      return;
    case 'saveLink':
      return saveLink(state, one);
    case 'dropLink':
      state.links.delete(one.linkId);
      if (one.removal !== null) state.removals.set(one.removal.personId, one.removal);
      return;
    case 'dropRemoval':
      state.removals.delete(one.personId);
      return;
    case 'hold':
      return openHold(state, one);
    case 'closeHeld':
      // One that was opened here is only there for what came between.
      if (state.held.delete(one.heldId) && !state.opened.has(one.heldId)) state.closedHeld.push(one.heldId);
      return;
    case 'history':
      for (const entry of one.entries) state.history.set(entry.id, { entry, outcome: one.outcome });
      return;
    case 'historyOutcome':
      for (const id of one.ids) {
        const known = state.history.get(id);
        if (known !== undefined) state.history.set(id, { ...known, outcome: one.outcome });
      }
      return;
    case 'knowCards':
      for (const card of one.cards) state.cards.set(card.cardId, card);
      return;
    case 'forgetCards':
      return;
    case 'settleRuling':
      state.rulings = state.rulings.map((each) =>
        each.id === one.rulingId ? { ...each, pending: false } : each,
      );
      return;
    case 'settleUndo':
      state.undoItems = state.undoItems.filter(({ id }) => !one.itemIds.includes(id));
      return;
    case 'mailbox':
      return setMailbox(state, one);
  }
};

const spansOf = ({ prints }: KnownCard) => Object.values(prints).flat();
const shows = (card: KnownCard, print: Print): boolean =>
  card.goneAt === null && spansOf(card).some((span) => span.print === print && span.until === null);

/** Fingerprints: those of the store, with what was learnt here laid over them. */
const cardReads = (
  base: PassStore,
  state: State,
): Pick<PassStore, 'knownCards' | 'livingCards' | 'cardsWith' | 'carriers'> => {
  const laidOver = (stored: Iterable<KnownCard>): KnownCard[] =>
    [...stored].filter((card) => !state.forgotten(card));
  const here = (keep: (card: KnownCard) => boolean): KnownCard[] =>
    [...state.cards.values()].filter((card): card is KnownCard => card !== null && keep(card));
  return {
    knownCards: async (id, cardIds) => {
      const wanted = new Set(cardIds);
      const stored = await base.knownCards(
        id,
        cardIds.filter((cardId) => !state.cards.has(cardId)),
      );
      const known = [...laidOver(stored.values()), ...here(({ cardId }) => wanted.has(cardId))];
      return new Map(known.map((card) => [card.cardId, card]));
    },
    livingCards: async (id, folderId, page) =>
      pageOf(
        [
          ...(await base.livingCards(id, folderId)).filter((cardId) => !state.cards.has(cardId)),
          ...here((card) => card.goneAt === null && card.folderId === folderId).map(({ cardId }) => cardId),
        ],
        page,
      ),
    cardsWith: async (id, prints) => {
      const wanted = new Set(prints);
      const has = (card: KnownCard) => spansOf(card).some(({ print }) => wanted.has(print));
      return [...laidOver(await base.cardsWith(id, prints)), ...here(has)].toSorted((a, b) =>
        a.cardId < b.cardId ? -1 : 1,
      );
    },
    carriers: async (id, prints) => {
      const counted = new Map(await base.carriers(id, prints));
      const before = await base.knownCards(id, [...state.cards.keys()]);
      for (const print of new Set(prints)) {
        const were = [...before.values()].filter((card) => shows(card, print)).length;
        const are = here((card) => shows(card, print)).length;
        const now = (counted.get(print) ?? 0) - were + are;
        if (now > 0) counted.set(print, now);
        else counted.delete(print);
      }
      return counted;
    },
  };
};

export const createPreviewStore = (base: PassStore, snapshot: Snapshot): PreviewStore => {
  const state = new State(snapshot);
  const commit = (writes: readonly StoreWrite[]): void => {
    for (const one of writes) write(state, one);
    // As in the store: after what the same commit learns, and the last word counts.
    const forget = writes.findLast((one) => one.op === 'forgetCards');
    if (forget !== undefined) state.forget(forget.goneBefore);
  };
  const store: PassStore = {
    acquire: noLease,
    renew: noLease,
    release: noLease,
    openPass: noLease,
    closePass: noLease,
    progress: async () => undefined,
    mailbox: async () => state.mailbox,
    folders: async () => [...state.folders.values()],
    ...linkReads(state),
    ...askedReads(state),
    removals: async () => [...state.removals.values()],
    marks: async () => [...state.marks.values()],
    ...cardReads(base, state),
    commit: async (_, writes) => {
      commit(writes);
      return { paused: false };
    },
  };
  return {
    store,
    commit,
    history: () => [...state.history.values()],
    opened: () => [...state.opened.values()],
    closedHeld: () => state.closedHeld,
  };
};
