/**
 * What every screen of the task pane needs to say; what one screen says alone is in the file of its name beside this one.
 * Dutch is the source: its keys and kinds are the type that English must fulfil. What a user reads says what happened, what
 * it means for their contacts, and what to do next. People are addressed with "u".
 */
import type { Language } from '../language.ts';

const nl = {
  appName: 'Relatiebrug',
  loading: 'Bezig met laden…',
  retry: 'Opnieuw proberen',
  help: 'Hulp',
  signedInAs: (name: string) => `Aangemeld als ${name}`,

  nav: {
    label: 'Schermen',
    relation: 'Relatie',
    held: 'Controle',
    history: 'Historie',
    sync: 'Synchronisatie',
    heldCount: (n: number) => (n === 1 ? 'Controle, 1 besluit wacht' : `Controle, ${n} besluiten wachten`),
  },

  signIn: {
    title: 'Meld u aan',
    text: 'Meld u aan met uw werkaccount om te zien hoe uw contacten ervoor staan.',
    action: 'Aanmelden',
    busy: 'Bezig met aanmelden…',
    cancelled: 'Het aanmelden is afgebroken. Er is niets veranderd.',
    noWindow: 'Er kon geen venster worden geopend. Sta pop-ups toe voor dit paneel en probeer het opnieuw.',
    offline: 'Microsoft is niet bereikbaar. Controleer uw verbinding en probeer het opnieuw.',
    refused: (code: string) => `Microsoft liet u niet aanmelden (${code}). Vraag uw beheerder om hulp.`,
  },

  trouble: {
    offlineTitle: 'Geen verbinding',
    offline:
      'Relatiebrug is niet bereikbaar. U ziet de laatst bekende stand; zodra er verbinding is, gaat het verder.',
    offlineStart: 'Relatiebrug is niet bereikbaar. Uw contacten blijven zoals ze zijn.',
    unavailable: 'Relatiebrug is even niet beschikbaar. Uw contacten blijven zoals ze zijn.',
    notUnderstood:
      'Relatiebrug gaf een onverwacht antwoord. Sluit dit paneel en open het opnieuw; blijft het zo, vraag dan uw beheerder.',
    title: 'Dat lukte niet',
    outsideTitle: 'Buiten Outlook',
    outside: 'Dit paneel hoort in Outlook. Hier kunt u het wel bekijken en bedienen.',
  },
};

/** Exactly the keys and kinds of the Dutch texts. */
export type PaneTexts = typeof nl;

const en: PaneTexts = {
  appName: 'Relatiebrug',
  loading: 'Loading…',
  retry: 'Try again',
  help: 'Help',
  signedInAs: (name) => `Signed in as ${name}`,

  nav: {
    label: 'Screens',
    relation: 'Relation',
    held: 'Review',
    history: 'History',
    sync: 'Synchronisation',
    heldCount: (n: number) => (n === 1 ? 'Review, 1 decision waits' : `Review, ${n} decisions wait`),
  },

  signIn: {
    title: 'Sign in',
    text: 'Sign in with your work account to see how your contacts stand.',
    action: 'Sign in',
    busy: 'Signing in…',
    cancelled: 'The sign-in was broken off. Nothing has changed.',
    noWindow: 'No window could be opened. Allow pop-ups for this pane and try again.',
    offline: 'Microsoft cannot be reached. Check your connection and try again.',
    refused: (code) => `Microsoft did not let you sign in (${code}). Ask your administrator for help.`,
  },

  trouble: {
    offlineTitle: 'No connection',
    offline:
      'Relatiebrug cannot be reached. You see what was last known; it goes on as soon as there is a connection.',
    offlineStart: 'Relatiebrug cannot be reached. Your contacts stay as they are.',
    unavailable: 'Relatiebrug is not available right now. Your contacts stay as they are.',
    notUnderstood:
      'Relatiebrug gave an unexpected answer. Close this pane and open it again; if it stays so, ask your administrator.',
    title: 'That did not work',
    outsideTitle: 'Outside Outlook',
    outside: 'This pane belongs in Outlook. You can look at it and use it here all the same.',
  },
};

export const paneTexts: Readonly<Record<Language, PaneTexts>> = { nl, en };
