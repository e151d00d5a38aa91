/** One mailbox's Outlook contacts behind the port `Remote`: puts the parts together and nothing more. */
import type { Remote } from '../pass/ports.ts';
import type { OutlookCard } from '../sync/fields/card.ts';
import type { Channel } from './channel.ts';
import { delta } from './delta.ts';
import { Folders } from './folders.ts';
import { connectorIdsIn, findCards, readCards } from './read-cards.ts';
import { createCards, discardCards, updateCards } from './write-cards.ts';

export const outlookRemote = (channel: Channel): Remote<OutlookCard> => {
  const folders = new Folders(channel);
  return {
    defaultFolder: () => folders.defaultFolder(),
    delta: (folderId, cursor) => delta(channel, folderId, cursor),
    read: (cardIds) => readCards(channel, folders, cardIds),
    connectorIdsIn: (folderId) => connectorIdsIn(channel, folderId),
    find: (connectorIds) => findCards(channel, folders, connectorIds),
    create: (cards) => createCards(channel, folders, cards),
    update: (cards) => updateCards(channel, cards),
    discard: (cards) => discardCards(channel, cards),
    get requests() {
      return channel.session.requests;
    },
  };
};
