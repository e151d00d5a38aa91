/**
 * R11: what became of a create whose outcome is not known (a crash, a lost answer). The card is looked up by its
 * connector ID, twice with a short wait between, before anybody may post again.
 */
import type { CardId, ConnectorId, LinkId } from '../../shared/ids.ts';
import type { CardReading, Link } from '../sync/link.ts';
import type { PassContext } from './context.ts';
import type { HistoryEntry, StoreWrite } from './ports.ts';

/** Cards found for these links, by link; several where the user copied one. */
const look = async <Card>(
  { remote }: PassContext<Card>,
  links: readonly Link[],
  strays: readonly CardReading<Card>[],
): Promise<Map<LinkId, CardId[]>> => {
  const found = await remote.find(links.map((link) => link.connectorId));
  const byConnector = new Map<ConnectorId, Set<CardId>>();
  const add = (connectorId: ConnectorId, cardId: CardId): void => {
    byConnector.set(connectorId, (byConnector.get(connectorId) ?? new Set()).add(cardId));
  };
  for (const [connectorId, cardIds] of found) for (const cardId of cardIds) add(connectorId, cardId);
  for (const stray of strays) if (stray.connectorId !== null) add(stray.connectorId, stray.cardId);
  return new Map(
    links.flatMap((link) => {
      const cardIds = byConnector.get(link.connectorId);
      return cardIds === undefined ? [] : [[link.id, [...cardIds].toSorted()] as const];
    }),
  );
};

/** The link takes the card it was meant for; what the user did to it since is merged against what we posted. */
const adopt = async <Card>(
  context: PassContext<Card>,
  found: ReadonlyMap<LinkId, readonly CardId[]>,
  intended: readonly HistoryEntry[],
): Promise<Set<LinkId>> => {
  const readings = await context.remote.read([...found.values()].flat());
  const writes: StoreWrite[] = [];
  const adopted = new Set<LinkId>();
  for (const [linkId, cardIds] of found) {
    const alive = cardIds.map((id) => readings.get(id)).filter((reading) => reading !== undefined);
    // In Deleted Items too it is the card of this link: the plan then sees that the user removed it (R9).
    const reading = alive.find((each) => !each.inDeletedItems) ?? alive[0];
    if (reading === undefined) continue;
    adopted.add(linkId);
    const { cardId, folderId } = reading;
    writes.push(
      { op: 'saveLink', linkId, set: { state: 'active', cardId, folderId, etag: null } },
      { op: 'mark', marks: alive.map((each) => ({ subject: 'card', id: each.cardId })) },
      {
        op: 'historyOutcome',
        ids: intended.filter((entry) => entry.linkId === linkId).map(({ id }) => id),
        outcome: 'done',
      },
    );
  }
  context.counts.created += adopted.size;
  if (writes.length > 0) await context.commit(writes);
  return adopted;
};

export interface Resolved {
  /** Looked for twice, certainly not there: may be posted again under the same connector ID. */
  readonly free: readonly Link[];
}

/**
 * Looks for the cards of links in state `creating`. Call it after observing: a create of an earlier pass has then also
 * had its chance to show in the delta (`strays`: marked cards without a link).
 */
export const resolveCreating = async <Card>(
  context: PassContext<Card>,
  creating: readonly Link[],
  strays: readonly CardReading<Card>[],
): Promise<Resolved> => {
  if (creating.length === 0) return { free: [] };
  const { store, mailbox, clock, settings, signal } = context;
  const intended = await store.intendedHistory(mailbox.id);
  const first = await adopt(context, await look(context, creating, strays), intended);
  const missing = creating.filter((link) => !first.has(link.id));
  if (missing.length === 0) return { free: [] };
  await clock.sleep(settings.secondLookMs, signal);
  const second = await adopt(context, await look(context, missing, []), intended);
  return { free: missing.filter((link) => !second.has(link.id)) };
};
