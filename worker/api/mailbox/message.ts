/** Why a mailbox stands still: for a brake its figures, and all of it in a sentence. */
import { brake, type BrakeView } from '../../../shared/api/mailbox.ts';
import { brakeTexts, mailboxStateTexts } from '../../../shared/texts/api.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import { isDeactivated, type Mailbox } from '../../pass/ports.ts';

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

const standing = (mailbox: Standing): 'notStarted' | 'deactivated' | Mailbox['state'] => {
  if (isDeactivated(mailbox)) return 'deactivated';
  return mailbox.state === 'paused' && mailbox.stateBecause === 'notStarted' ? 'notStarted' : mailbox.state;
};

/** As what a mailbox that stands still refuses to go on; the API and the command line have a sentence for each. */
export const standstillOf = (
  mailbox: Standing,
): 'deactivated' | Exclude<Mailbox['state'], 'active'> | null => {
  if (mailbox.state === 'active') return null;
  return isDeactivated(mailbox) ? 'deactivated' : mailbox.state;
};

/** Null while active. */
export const messageOf = (mailbox: Standing, language: Language): string | null => {
  if (mailbox.state === 'active') return null;
  const told = mailboxStateTexts[language][standing(mailbox)];
  const why = brakeOf(mailbox);
  return why === null ? told : `${told} ${fill(brakeTexts[language][why.kind], why)}`;
};
