/**
 * Everything the task pane says. Dutch is the source: its keys and kinds are the type that English must fulfil. What a
 * user reads says what happened, what it means for their contacts, and what to do next. People are addressed with "u".
 */
import type { Language } from '../language.ts';

const persons = (n: number) => (n === 1 ? '1 persoon' : `${n} personen`);

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

  activate: {
    title: 'Uw relaties in Outlook',
    intro:
      'De personen van wie u relatiebeheerder of eigenaar bent, staan straks in uw contacten en op uw telefoon.',
    willTitle: 'Dit gebeurt er',
    will: [
      'U geeft toestemming in een venster van Microsoft.',
      'Elke relatie van u krijgt een contact in Outlook.',
      'Een wijziging aan de ene kant komt ook aan de andere kant.',
      'Weten beide kanten iets anders, dan wint het CRM en blijft uw waarde bewaard.',
    ],
    neverTitle: 'Dit gebeurt nooit',
    never: [
      'Er wordt niets verwijderd: geen contact en geen persoon.',
      'Uw eigen contacten gaan niet naar het CRM.',
      'Uw notities, foto’s, categorieën en extra nummers blijven zoals ze zijn.',
    ],
    action: 'Activeren',
    stop: 'U kunt altijd pauzeren.',
    opening: 'Het venster wordt geopend…',
    waitingTitle: 'Geef toestemming in het andere venster',
    waiting: 'Dit paneel gaat vanzelf verder zodra u daar klaar bent.',
    noWindow: 'Het venster kon niet vanzelf worden geopend. Open het met deze knop:',
    openWindow: 'Venster openen',
    again: 'Venster opnieuw openen',
    cancel: 'Annuleren',
    closed: 'Het venster is gesloten voordat de koppeling klaar was. Er is niets veranderd.',
    expired: 'Het duurde te lang. Er is niets veranderd; begin gerust opnieuw.',
  },

  state: {
    active: 'Alles loopt gelijk',
    firstSync: 'Uw contacten worden klaargezet',
    running: 'Bezig met bijwerken',
    paused: 'Gepauzeerd',
    signInAgain: 'Meld u opnieuw aan',
    braked: 'Klopt dit?',
    later: 'Nog niet alles is bijgewerkt',
    failed: 'De laatste keer ging het niet goed',
  },
  explain: {
    active: 'Wijzigingen in het CRM en in Outlook komen vanzelf aan de andere kant.',
    firstSync: 'U kunt dit paneel gerust sluiten; het gaat op de achtergrond door.',
    waitingForFirst: 'De eerste keer begint zo. U kunt dit paneel gerust sluiten.',
    running: 'U kunt gewoon doorwerken.',
    paused: 'Er wordt niets gewijzigd, aan geen van beide kanten, tot u hervat.',
    signInAgain:
      'Microsoft vraagt om een nieuwe aanmelding. Uw contacten blijven zoals ze zijn; daarna gaat het verder waar het was.',
    signInEnds: (day: string) =>
      `Uw aanmelding bij Microsoft loopt af op ${day}. Meld u opnieuw aan om de koppeling te houden; uw contacten blijven hoe dan ook staan.`,
    braked:
      'Er zou in één keer opvallend veel veranderen. Daarom is er gestopt vóór de eerste wijziging. Hebt u zelf veel contacten gewijzigd of verwijderd?',
    brakedCards: (cards: number, linked: number) =>
      `In Outlook zijn ${cards} van de ${linked} contacten gewijzigd of verwijderd. Daarom is er gestopt vóór de eerste wijziging. Hebt u dat zelf gedaan?`,
    brakedAnswers: 'Bij ja gaat het verder. Bij nee verandert er niets tot u hervat.',
    brakedEmpty:
      'Er zijn ineens geen personen of contacten meer te vinden. Daarom is er gestopt vóór de eerste wijziging. Klopt dat volgens u? Vraag bij twijfel uw beheerder.',
    later: 'De rest volgt vanzelf. Er is niets verloren.',
    failed: 'Uw gegevens zijn veilig. Het wordt vanzelf opnieuw geprobeerd.',
  },
  phase: {
    observe: 'Kijken wat er nieuw is',
    compare: 'Vergelijken',
    apply: 'Bijwerken',
  },
  progress: (done: number, total: number) => `${done} van ${total}`,
  progressOpen: (done: number) => `${done} bekeken`,

  actions: {
    syncNow: 'Nu bijwerken',
    asked: 'Gevraagd: het begint zo.',
    pause: 'Pauzeren',
    resume: 'Hervatten',
    signInAgain: 'Opnieuw aanmelden',
    goOn: 'Ja, ga door',
    stayStopped: 'Nee, pauzeer',
  },

  counts: {
    title: 'Uw contacten',
    inOutlook: 'In Outlook',
    creating: 'Wordt nog toegevoegd',
    paused: 'Losgekoppeld (contact blijft)',
    held: 'Wacht op een besluit',
    removed: 'Door u verwijderd uit Outlook',
    none: 'U bent nog van niemand relatiebeheerder of eigenaar. Zodra dat in het CRM verandert, verschijnt de persoon hier.',
  },

  passes: {
    title: 'Bijgewerkt',
    last: 'Laatste keer',
    next: 'Volgende keer, op zijn laatst',
    never: 'Nog niet',
    nothing: 'Er was niets te doen',
    created: (n: number) => `${persons(n)} toegevoegd aan Outlook`,
    toRemote: (n: number) => `${persons(n)} bijgewerkt in Outlook`,
    toCrm: (n: number) => `${persons(n)} bijgewerkt in het CRM`,
    conflicts: (n: number) => (n === 1 ? '1 tegenstrijdige wijziging' : `${n} tegenstrijdige wijzigingen`),
    held: (n: number) =>
      n === 1 ? '1 wijziging wacht op een besluit' : `${n} wijzigingen wachten op een besluit`,
    removed: (n: number) => `${persons(n)} door u verwijderd uit Outlook`,
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

const people = (n: number) => (n === 1 ? '1 person' : `${n} persons`);

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

  activate: {
    title: 'Your relations in Outlook',
    intro: 'The persons whose relation manager or owner you are will be in your contacts and on your phone.',
    willTitle: 'What will happen',
    will: [
      'You give consent in a window of Microsoft.',
      'Each relation of yours gets a contact in Outlook.',
      'A change on one side reaches the other side too.',
      'Where both sides changed, the CRM wins and your value is kept.',
    ],
    neverTitle: 'What never happens',
    never: [
      'Nothing is deleted: no contact and no person.',
      'Your own contacts do not go to the CRM.',
      'Your notes, photos, categories and further numbers stay as they are.',
    ],
    action: 'Activate',
    stop: 'You can pause at any time.',
    opening: 'Opening the window…',
    waitingTitle: 'Give consent in the other window',
    waiting: 'This pane goes on by itself as soon as you are done there.',
    noWindow: 'The window could not be opened by itself. Open it with this button:',
    openWindow: 'Open window',
    again: 'Open the window again',
    cancel: 'Cancel',
    closed: 'The window was closed before the link was ready. Nothing has changed.',
    expired: 'It took too long. Nothing has changed; feel free to start again.',
  },

  state: {
    active: 'All in step',
    firstSync: 'Your contacts are being prepared',
    running: 'Updating',
    paused: 'Paused',
    signInAgain: 'Sign in again',
    braked: 'Is this right?',
    later: 'Not everything is updated yet',
    failed: 'The last time did not go well',
  },
  explain: {
    active: 'Changes in the CRM and in Outlook reach the other side by themselves.',
    firstSync: 'You can close this pane; it goes on in the background.',
    waitingForFirst: 'The first time is about to start. You can close this pane.',
    running: 'You can go on working.',
    paused: 'Nothing is changed, on neither side, until you resume.',
    signInAgain:
      'Microsoft asks for a new sign-in. Your contacts stay as they are; after that it goes on where it was.',
    signInEnds: (day) =>
      `Your sign-in at Microsoft ends on ${day}. Sign in again to keep the link; your contacts stay in any case.`,
    braked:
      'Remarkably much would change at once. That is why it stopped before the first change. Did you change or remove many contacts yourself?',
    brakedCards: (cards, linked) =>
      `${cards} of the ${linked} contacts were changed or removed in Outlook. That is why it stopped before the first change. Did you do that yourself?`,
    brakedAnswers: 'With yes it goes on. With no nothing changes until you resume.',
    brakedEmpty:
      'Suddenly no persons or contacts are found any more. That is why it stopped before the first change. Is that right as far as you know? When in doubt, ask your administrator.',
    later: 'The rest follows by itself. Nothing is lost.',
    failed: 'Your data is safe. It will be tried again by itself.',
  },
  phase: {
    observe: 'Looking for what is new',
    compare: 'Comparing',
    apply: 'Updating',
  },
  progress: (done, total) => `${done} of ${total}`,
  progressOpen: (done) => `${done} looked at`,

  actions: {
    syncNow: 'Update now',
    asked: 'Asked: it will start in a moment.',
    pause: 'Pause',
    resume: 'Resume',
    signInAgain: 'Sign in again',
    goOn: 'Yes, go on',
    stayStopped: 'No, pause',
  },

  counts: {
    title: 'Your contacts',
    inOutlook: 'In Outlook',
    creating: 'Still being added',
    paused: 'Unlinked (contact stays)',
    held: 'Waiting for a decision',
    removed: 'Removed from Outlook by you',
    none: 'You are not yet anybody’s relation manager or owner. As soon as that changes in the CRM, the person appears here.',
  },

  passes: {
    title: 'Updates',
    last: 'Last time',
    next: 'Next time, at the latest',
    never: 'Not yet',
    nothing: 'There was nothing to do',
    created: (n) => `${people(n)} added to Outlook`,
    toRemote: (n) => `${people(n)} updated in Outlook`,
    toCrm: (n) => `${people(n)} updated in the CRM`,
    conflicts: (n) => (n === 1 ? '1 conflicting change' : `${n} conflicting changes`),
    held: (n) => (n === 1 ? '1 change waits for a decision' : `${n} changes wait for a decision`),
    removed: (n) => `${people(n)} removed from Outlook by you`,
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
