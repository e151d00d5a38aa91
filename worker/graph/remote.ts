/** One mailbox's Outlook contacts behind the port `Remote`: puts the parts together and nothing more. */
import type { Remote } from '../pass/ports.ts';
import type { OutlookCard } from '../sync/fields/card.ts';
import type { Channel } from './channel.ts';
import { delta } from './delta.ts';
import { Folders } from './folders.ts';
import { connectorIdsIn, findCards, readCards } from './read-cards.ts';
import { createCards, updateCards } from './write-cards.ts';

/** `findLagMs` > 0: connector IDs not found are looked for a second time after this wait. */
export const outlookRemote = (channel: Channel, findLagMs: number): Remote<OutlookCard> => {
  const folders = new Folders(channel);
  return {
    defaultFolder: () => folders.defaultFolder(),
    delta: (folderId, cursor) => delta(channel, folderId, cursor),
    read: (cardIds) => readCards(channel, folders, cardIds),
    connectorIdsIn: (folderId) => connectorIdsIn(channel, folderId),
    find: async (connectorIds) => {
      const found = await findCards(channel, connectorIds);
      const missing = connectorIds.filter((id) => !found.has(id));
      if (findLagMs <= 0 || missing.length === 0) return found;
      await channel.line.clock.sleep(findLagMs, channel.session.signal ?? undefined);
      return new Map([...found, ...(await findCards(channel, missing))]);
    },
    create: (cards) => createCards(channel, folders, cards),
    update: (cards) => updateCards(channel, cards),
    get requests() {
      return channel.session.requests;
    },
  };
};
