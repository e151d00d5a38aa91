/** What persons' cards show and no living card beside them does: where it came from is forgotten after a time (R7). */
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import type { CardReading } from '../../worker/sync/link.ts';
import { plain, valuesOn } from './core-values.ts';
import type { CoreWorld } from './core-world.ts';

export const shownAlone = (world: CoreWorld): Map<string, { human: number; value: string }> => {
  const found = new Map<string, { human: number; value: string }>();
  const living = [...world.cards.values()].filter(({ inDeletedItems }) => !inDeletedItems);
  for (const { cardId, personId } of world.links.values()) {
    const card = living.find((each) => each.cardId === cardId);
    const human = world.humanOf(world.persons.get(personId)!);
    for (const value of card === undefined ? [] : valuesOn(card.content)) {
      const isElsewhere = (other: CardReading<OutlookCard>): boolean =>
        other.cardId !== cardId &&
        valuesOn(other.content).some((each) => each !== null && plain(each) === plain(value!));
      if (value !== null && !living.some(isElsewhere))
        found.set(`${cardId} ${plain(value)}`, { human, value });
    }
  }
  return found;
};
