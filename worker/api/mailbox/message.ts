/** Why a mailbox stands still, in a sentence; for a brake with its figures. */
import { z } from 'zod';
import { brakeTexts, mailboxStateTexts } from '../../../shared/texts/api.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import type { Mailbox } from '../../pass/ports.ts';

/** As the pass leaves it (R12). */
const brake = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('manyChanges'), cards: z.int(), linked: z.int() }),
  z.object({ kind: z.literal('emptyCrm'), linked: z.int() }),
  z.object({ kind: z.literal('emptyRemote'), linked: z.int() }),
]);

const readBrake = (because: string | null): z.infer<typeof brake> | null => {
  try {
    return brake.parse(JSON.parse(because ?? ''));
  } catch {
    return null;
  }
};

/** Null while active. */
export const messageOf = (
  { state, stateBecause }: Pick<Mailbox, 'state' | 'stateBecause'>,
  language: Language,
): string | null => {
  if (state === 'active') return null;
  const told = mailboxStateTexts[language][state];
  const why = state === 'braked' ? readBrake(stateBecause) : null;
  return why === null ? told : `${told} ${fill(brakeTexts[language][why.kind], why)}`;
};
