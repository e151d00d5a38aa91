/**
 * The composed names of a card (R4): display name "Petra de Vries", file as "Vries, Petra de". Written with every name
 * change, never read back. `fileAs` drives the order in Outlook, so the prefix goes behind.
 */
import { canonicalText } from '../../../shared/canonical.ts';
import type { OutlookCard } from './card.ts';

/** Null where there is none. */
export const words = (...parts: (string | null)[]): string | null =>
  canonicalText(
    parts
      .map(canonicalText)
      .filter((part) => part !== null)
      .join(' '),
  );

export const composeNames = (card: OutlookCard): OutlookCard => {
  // Who is known by initials only is filed under these.
  const called = card.givenName ?? card.initials;
  const displayName = words(called, card.middleName, card.surname);
  const behind = words(called, card.middleName);
  const fileAs = [canonicalText(card.surname), behind].filter((part) => part !== null).join(', ');
  return { ...card, displayName, fileAs: canonicalText(fileAs) };
};
