/**
 * That signing in with Microsoft must be done again, or soon (R14): the same words wherever the pane says it. Dutch is the
 * source: its keys and kinds are the type that English must fulfil.
 */
import type { Language } from '../language.ts';

const nl = {
  title: 'Meld u opnieuw aan',
  ended:
    'Microsoft vraagt om een nieuwe aanmelding. Uw contacten blijven zoals ze zijn; daarna gaat het verder waar het was.',
  ends: (day: string) =>
    `Uw aanmelding bij Microsoft loopt af op ${day}. Meld u opnieuw aan om de koppeling te houden; uw contacten blijven hoe dan ook staan.`,
  action: 'Opnieuw aanmelden',
};

export type SignInAgainTexts = typeof nl;

const en: SignInAgainTexts = {
  title: 'Sign in again',
  ended:
    'Microsoft asks for a new sign-in. Your contacts stay as they are; after that it goes on where it was.',
  ends: (day) =>
    `Your sign-in at Microsoft ends on ${day}. Sign in again to keep the link; your contacts stay in any case.`,
  action: 'Sign in again',
};

export const signInAgainTexts: Readonly<Record<Language, SignInAgainTexts>> = { nl, en };
