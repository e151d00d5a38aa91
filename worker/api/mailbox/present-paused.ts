/** Cards of paused links as their user sees them. */
import type { PausedCardView } from '../../../shared/api/paused-cards.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { cleanupTexts } from '../../../shared/texts/cleanup.ts';
import type { Language } from '../../../shared/texts/language.ts';
import type { PausedCard } from '../../store/paused-cards.ts';
import type { Base } from '../../sync/base.ts';
import { namesOf } from '../persons/present.ts';
import type { ApiDeps } from '../ports.ts';

/** Of a person who is no longer in the CRM only the base of the link is left. */
export const nameInBase = ({ firstName, initials, surnamePrefix, lastName }: Base): string | null => {
  const parts = [firstName?.crm ?? initials?.crm, surnamePrefix?.crm, lastName?.crm];
  return parts.filter((part) => part !== null && part !== undefined).join(' ') || null;
};

/** By name; those without one last. */
export const presentPausedCards = async (
  deps: Pick<ApiDeps, 'mailboxes' | 'crm'>,
  mailboxId: MailboxId,
  language: Language,
): Promise<PausedCardView[]> => {
  const cards = await deps.mailboxes.pausedCards(mailboxId);
  const nameOf = namesOf(await deps.crm.persons(cards.map(({ personId }) => personId)));
  const view = ({ personId, because, base, asked, undecided }: PausedCard): PausedCardView => ({
    personId,
    personName: nameOf(personId) ?? nameInBase(base),
    because,
    message: cleanupTexts[language][`paused.${because}`],
    asked,
    undecided: undecided.map(({ id, fields }) => ({ heldId: id, fields: fields.map(({ field }) => field) })),
  });
  return cards
    .map(view)
    .sort((a, b) => (a.personName ?? '\u{10FFFF}').localeCompare(b.personName ?? '\u{10FFFF}', 'nl'));
};
