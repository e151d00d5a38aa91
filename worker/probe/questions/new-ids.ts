/** Cards in the probe's folder that the probe did not make: by a person's hand, at its asking. */
import type { Room } from '../room.ts';
import type { Item } from '../watch.ts';

export const newIds = (room: Room, items: readonly Item[]): string[] => {
  const added = items.filter(({ id, removed }) => !removed && !room.made.cards.has(id));
  return [...new Set(added.map(({ id }) => id))];
};
