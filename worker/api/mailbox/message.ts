/** Why a mailbox stands still: for a brake its figures, and all of it in a sentence. */
import { brake, type BrakeView } from '../../../shared/api/mailbox.ts';
import { brakeTexts, mailboxStateTexts } from '../../../shared/texts/api.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import type { Mailbox } from '../../pass/ports.ts';

type Standing = Pick<Mailbox, 'state' | 'stateBecause'>;

/** As the pass left it (R12); null while not braked, or where it cannot be read. */
export const brakeOf = ({ state, stateBecause }: Standing): BrakeView | null => {
  if (state !== 'braked') return null;
  try {
    return brake.parse(JSON.parse(stateBecause ?? ''));
  } catch {
    return null;
  }
};

/** Null while active. */
export const messageOf = (mailbox: Standing, language: Language): string | null => {
  if (mailbox.state === 'active') return null;
  const begun = mailbox.state !== 'paused' || mailbox.stateBecause !== 'notStarted';
  const told = mailboxStateTexts[language][begun ? mailbox.state : 'notStarted'];
  const why = brakeOf(mailbox);
  return why === null ? told : `${told} ${fill(brakeTexts[language][why.kind], why)}`;
};
