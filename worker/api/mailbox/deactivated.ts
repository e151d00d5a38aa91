/** What stays when a link is ended, in numbers and in words. */
import type { Deactivated } from '../../../shared/api/mailbox.ts';
import { deactivatedTexts } from '../../../shared/texts/api.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import type { LinkCounts } from '../ports.ts';

export const presentDeactivated = ({ active, paused, held }: LinkCounts, language: Language): Deactivated => {
  const texts = deactivatedTexts[language];
  const cards = active + paused;
  const cardsTold = cards === 0 ? texts['cards.none'] : texts[cards === 1 ? 'cards.one' : 'cards.many'];
  return {
    cards,
    held,
    stays: [
      fill(cardsTold, { n: cards }),
      ...(held === 0 ? [] : [fill(texts[held === 1 ? 'held.one' : 'held.many'], { n: held })]),
      texts.crm,
      texts.signIn,
      texts.again,
    ],
  };
};
