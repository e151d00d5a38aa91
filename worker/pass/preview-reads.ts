/**
 * How a pass reads the rows that a preview keeps in memory (preview-store.ts): the answers of the store's own queries
 * (worker/store), over maps. Changes nothing.
 */
import type { CardId, PersonId } from '../../shared/ids.ts';
import type { Link } from '../sync/link.ts';
import type { HistoryEntry, HistoryOutcome, IdPage, LinksWanted, LinkTie, Mark, PassStore } from './ports.ts';

type Rows<Read extends keyof PassStore> = Awaited<ReturnType<PassStore[Read]>>;

/** What is read here. */
export interface Kept {
  readonly links: ReadonlyMap<string, Link>;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly held: ReadonlyMap<string, Rows<'openHeld'>[number]>;
  readonly rulings: Rows<'rulings'>;
  readonly undoItems: Rows<'undoItems'>;
  readonly history: ReadonlyMap<string, { readonly entry: HistoryEntry; readonly outcome: HistoryOutcome }>;
}

export const pageOf = (ids: readonly CardId[], page: IdPage<CardId> | undefined): CardId[] =>
  page === undefined
    ? [...ids]
    : ids
        .filter((id) => page.after === null || id > page.after)
        .toSorted((a, b) => (a < b ? -1 : 1))
        .slice(0, page.limit);

const isWanted =
  ({ personIds, cardIds, connectorIds, linkIds }: LinksWanted) =>
  (link: Link): boolean =>
    personIds?.includes(link.personId) === true ||
    (link.cardId !== null && cardIds?.includes(link.cardId) === true) ||
    connectorIds?.includes(link.connectorId) === true ||
    linkIds?.includes(link.id) === true;

const asTie = ({ id, personId, connectorId, state, cardId, folderId, etag }: Link): LinkTie => ({
  id,
  personId,
  connectorId,
  state,
  cardId,
  folderId,
  etag,
});

export const linkReads = ({
  links,
}: Kept): Pick<
  PassStore,
  'links' | 'linksOf' | 'tiesOf' | 'creatingLinks' | 'activeLinks' | 'linkedPersons' | 'linkedCards'
> => {
  const all = (): Link[] => [...links.values()];
  return {
    links: async () => all(),
    linksOf: async (_, wanted) => all().filter(isWanted(wanted)),
    tiesOf: async (_, wanted) => all().filter(isWanted(wanted)).map(asTie),
    creatingLinks: async () => all().filter(({ state }) => state === 'creating'),
    activeLinks: async () => all().filter(({ state }) => state === 'active').length,
    linkedPersons: async () => all().map(({ personId }) => personId),
    linkedCards: async (_, folderId, page) =>
      pageOf(
        all().flatMap((link) => (link.folderId === folderId && link.cardId !== null ? [link.cardId] : [])),
        page,
      ),
  };
};

/** What waits for people, and what they asked for. */
export const askedReads = (
  state: Kept,
): Pick<PassStore, 'openHeld' | 'heldOnCards' | 'rulings' | 'undoItems' | 'intendedHistory' | 'openWork'> => {
  const on =
    (of: readonly PersonId[] | undefined) =>
    ({ personId }: { readonly personId: PersonId }): boolean =>
      of === undefined || of.includes(personId);
  const intended = (): HistoryEntry[] =>
    [...state.history.values()].filter(({ outcome }) => outcome === 'intended').map(({ entry }) => entry);
  return {
    openHeld: async (_, of) => [...state.held.values()].filter(on(of)),
    heldOnCards: async (_, cardIds) => {
      const named = [...state.held.values()].filter(
        ({ cardId }) => cardId !== null && cardIds.includes(cardId),
      );
      return [...new Set(named.map(({ personId }) => personId))];
    },
    rulings: async (_, of) => state.rulings.filter(on(of)),
    undoItems: async (_, of) => state.undoItems.filter(on(of)),
    intendedHistory: async (_, of) => intended().filter(on(of)),
    openWork: async () => {
      const marks = [...state.marks.values()];
      const links = [...state.links.values()];
      return {
        persons: marks.flatMap((mark) => (mark.subject === 'person' ? [mark.id] : [])),
        cards: marks.flatMap((mark) => (mark.subject === 'card' ? [mark.id] : [])),
        asked: [
          ...new Set(
            [...state.rulings.filter(({ pending }) => pending), ...state.undoItems].map(
              ({ personId }) => personId,
            ),
          ),
        ],
        intended: intended().map(({ personId, linkId }) => ({ personId, linkId })),
        cleanUp: links.flatMap((link) => (link.cleanUp && link.state !== 'creating' ? [link.personId] : [])),
        creating: links.filter((link) => link.state === 'creating').length,
      };
    },
  };
};
