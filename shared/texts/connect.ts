/**
 * What the sign-in pop-up says at its end: what happened, what it means for the user's contacts, what to do next. Dutch
 * is the source; people are addressed with "u".
 */
import type { Language } from './language.ts';

export const connectOutcomes = [
  'activated',
  'activatedWaits',
  'declined',
  'wrongAccount',
  'foreignTenant',
  'noEmployee',
  'consentMissing',
  'expired',
  'otherBrowser',
  'unavailable',
  'failed',
] as const;
export type ConnectPage = (typeof connectOutcomes)[number];

export interface ConnectText {
  readonly title: string;
  readonly happened: string;
  readonly means: string;
  readonly next: string;
}

const nothingChanged = {
  nl: 'Er is niets opgeslagen en aan uw contacten is niets veranderd.',
  en: 'Nothing was stored and your contacts are unchanged.',
};

export const connectTexts: Readonly<Record<Language, Readonly<Record<ConnectPage, ConnectText>>>> = {
  nl: {
    activated: {
      title: 'Uw Outlook is verbonden',
      happened: 'U hebt toestemming gegeven voor {account}.',
      means:
        'De personen van wie u relatiebeheerder of eigenaar bent, komen nu in uw contacten. Er wordt niets verwijderd.',
      next: 'U kunt dit venster sluiten. Het taakvenster in Outlook laat zien hoe ver het is.',
    },
    activatedWaits: {
      title: 'Uw Outlook is verbonden, en wacht op u',
      happened: 'U hebt toestemming gegeven voor {account}.',
      means: 'Aan uw contacten is nog niets veranderd; dat gebeurt pas als u begint.',
      next: 'Sluit dit venster, bekijk wat er zou gebeuren en begin dan.',
    },
    declined: {
      title: 'U hebt geen toestemming gegeven',
      happened: 'In het venster van Microsoft is op Annuleren gedrukt.',
      means: nothingChanged.nl,
      next: 'Wilt u het toch? Sluit dit venster en begin opnieuw in het taakvenster.',
    },
    wrongAccount: {
      title: 'Dit is een ander account',
      happened: 'U hebt zich aangemeld met een ander account dan waarvoor deze koppeling bedoeld is.',
      means: nothingChanged.nl,
      next: 'Sluit dit venster, begin opnieuw en kies uw eigen werkaccount. Klopt het account wel? Vraag dan uw beheerder.',
    },
    foreignTenant: {
      title: 'Dit account hoort bij een andere organisatie',
      happened: 'U hebt zich aangemeld met een account dat niet bij dit kantoor hoort.',
      means: nothingChanged.nl,
      next: 'Sluit dit venster, begin opnieuw en kies uw werkaccount van dit kantoor.',
    },
    noEmployee: {
      title: 'U staat niet als medewerker in het CRM',
      happened: 'Bij uw aanmeldnaam en e-mailadres hoort niet precies één actieve medewerker in het CRM.',
      means: nothingChanged.nl,
      next: 'Vraag uw beheerder om uw e-mailadres bij uw medewerker in het CRM te zetten en begin daarna opnieuw.',
    },
    consentMissing: {
      title: 'De toestemming is niet volledig',
      happened: 'Microsoft heeft geen toegang tot uw contacten gegeven.',
      means: nothingChanged.nl,
      next: 'Begin opnieuw en geef alle gevraagde machtigingen. Lukt het niet? Dan moet uw beheerder ze voor het kantoor goedkeuren.',
    },
    expired: {
      title: 'Deze koppeling is verlopen',
      happened: 'De link is al gebruikt of het aanmelden heeft te lang geduurd.',
      means: nothingChanged.nl,
      next: 'Sluit dit venster en begin opnieuw in het taakvenster, of vraag uw beheerder om een nieuwe link.',
    },
    otherBrowser: {
      title: 'Het aanmelden is elders begonnen',
      happened: 'Dit antwoord hoort bij een aanmelding in een andere browser, of cookies zijn geblokkeerd.',
      means: nothingChanged.nl,
      next: 'Sluit dit venster, sta cookies toe voor deze site en begin opnieuw.',
    },
    unavailable: {
      title: 'Het lukt nu even niet',
      happened: 'Microsoft of deze server was niet bereikbaar.',
      means: nothingChanged.nl,
      next: 'Probeer het over een paar minuten opnieuw.',
    },
    failed: {
      title: 'Het aanmelden is mislukt',
      happened: 'Microsoft gaf een antwoord waarmee we niet verder kunnen (code {code}).',
      means: nothingChanged.nl,
      next: 'Probeer het opnieuw. Gebeurt het weer? Geef deze code aan uw beheerder.',
    },
  },
  en: {
    activated: {
      title: 'Your Outlook is connected',
      happened: 'You gave consent for {account}.',
      means:
        'The persons of whom you are relation manager or owner now come into your contacts. Nothing is deleted.',
      next: 'You can close this window. The task pane in Outlook shows how far it is.',
    },
    activatedWaits: {
      title: 'Your Outlook is connected, and waits for you',
      happened: 'You gave consent for {account}.',
      means: 'Nothing has been changed in your contacts yet; that happens only when you begin.',
      next: 'Close this window, look at what would happen, and begin then.',
    },
    declined: {
      title: 'You did not give consent',
      happened: 'Cancel was pressed in the window of Microsoft.',
      means: nothingChanged.en,
      next: 'Do you want it after all? Close this window and start again in the task pane.',
    },
    wrongAccount: {
      title: 'This is another account',
      happened: 'You signed in with another account than the one this connection is meant for.',
      means: nothingChanged.en,
      next: 'Close this window, start again and choose your own work account. Is it the right one? Then ask your administrator.',
    },
    foreignTenant: {
      title: 'This account belongs to another organisation',
      happened: 'You signed in with an account that does not belong to this office.',
      means: nothingChanged.en,
      next: 'Close this window, start again and choose your work account of this office.',
    },
    noEmployee: {
      title: 'You are not an employee in the CRM',
      happened:
        'Your sign-in name and e-mail address do not belong to exactly one active employee in the CRM.',
      means: nothingChanged.en,
      next: 'Ask your administrator to put your e-mail address on your employee in the CRM, then start again.',
    },
    consentMissing: {
      title: 'The consent is not complete',
      happened: 'Microsoft gave no access to your contacts.',
      means: nothingChanged.en,
      next: 'Start again and give all permissions asked for. Does it not work? Then your administrator must approve them for the office.',
    },
    expired: {
      title: 'This connection has expired',
      happened: 'The link was used before, or signing in took too long.',
      means: nothingChanged.en,
      next: 'Close this window and start again in the task pane, or ask your administrator for a new link.',
    },
    otherBrowser: {
      title: 'The sign-in began elsewhere',
      happened: 'This answer belongs to a sign-in in another browser, or cookies are blocked.',
      means: nothingChanged.en,
      next: 'Close this window, allow cookies for this site and start again.',
    },
    unavailable: {
      title: 'It does not work right now',
      happened: 'Microsoft or this server could not be reached.',
      means: nothingChanged.en,
      next: 'Try again in a few minutes.',
    },
    failed: {
      title: 'The sign-in failed',
      happened: 'Microsoft gave an answer that we cannot go on with (code {code}).',
      means: nothingChanged.en,
      next: 'Try again. Does it happen again? Give this code to your administrator.',
    },
  },
};
