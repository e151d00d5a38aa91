/**
 * What the way to a link says: what will happen, the four steps, consent, and how the start goes. Dutch is the source: its
 * keys and kinds are the type that English must fulfil.
 */
import type { Language } from '../language.ts';

const contacts = (n: number, text: string) => (n === 1 ? '1 contact' : `${text} contacten`);

const nl = {
  title: 'Uw relaties in Outlook',
  intro:
    'De personen van wie u relatiebeheerder of eigenaar bent, staan straks in uw contacten en op uw telefoon.',
  willTitle: 'Dit gebeurt er',
  will: [
    'U kiest wie er meedoen, en geeft toestemming in een venster van Microsoft.',
    'U ziet eerst wat er zou gebeuren. Pas als u op Starten drukt, verandert er iets.',
    'Elke gekozen relatie krijgt een contact in Outlook; een wijziging aan de ene kant komt ook aan de andere kant.',
  ],
  neverTitle: 'Dit gebeurt nooit',
  never: [
    'Er wordt niets verwijderd: geen contact en geen persoon.',
    'Uw eigen contacten gaan niet naar het CRM.',
    'Uw notities, foto’s, categorieën en extra nummers blijven zoals ze zijn.',
  ],
  action: 'Activeren',
  stop: 'U kunt altijd pauzeren of stoppen.',

  before: {
    title: 'Eerder gekoppeld',
    text: 'U hebt de koppeling beëindigd. Als u weer activeert, gaat het verder waar het was.',
    cards: (n: number, text: string) =>
      n === 1
        ? 'Uw contact staat nog in Outlook en wordt weer bijgewerkt.'
        : `Uw ${text} contacten staan nog in Outlook en worden weer bijgewerkt.`,
    held: (n: number) =>
      n === 1 ? 'Er wacht nog 1 wijziging op uw besluit.' : `Er wachten nog ${n} wijzigingen op uw besluit.`,
    kept: 'Uw historie en uw keuzes zijn bewaard.',
    action: 'Opnieuw activeren',
  },

  steps: {
    label: 'Stappen',
    names: ['Kiezen', 'Toestemming', 'Voorbeeld', 'Starten'],
    section: (step: number, name: string) => `Stap ${step} van 4: ${name}`,
    done: 'klaar',
  },

  choose: {
    title: 'Wie wilt u in Outlook?',
    text: 'Zo is het goed voor de meesten. U kunt dit later altijd wijzigen.',
    next: 'Verder naar toestemming',
    opening: 'Het venster wordt geopend…',
    back: 'Terug',
  },

  consent: {
    waitingTitle: 'Geef toestemming in het andere venster',
    waiting: 'Dit paneel gaat vanzelf verder zodra u daar klaar bent.',
    lost: 'Venster kwijt of gesloten? Open het opnieuw; er is nog niets veranderd.',
    noWindow: 'Het venster kon niet vanzelf worden geopend. Open het met deze knop:',
    openWindow: 'Venster openen',
    again: 'Venster opnieuw openen',
    cancel: 'Annuleren',
    closed: 'Het venster is gesloten voordat de koppeling klaar was. Er is niets veranderd.',
    expired: 'Het duurde te lang. Er is niets veranderd; begin gerust opnieuw.',
  },

  signInAgain: {
    title: 'Meld u opnieuw aan',
    text: 'Microsoft vraagt om een nieuwe aanmelding voordat we in uw contacten kunnen kijken. Er is niets veranderd.',
    action: 'Opnieuw aanmelden',
  },

  look: {
    title: 'Dit gaat er gebeuren',
    text: 'Er is nog niets gewijzigd. Dat gebeurt pas als u op Starten drukt.',
    start: 'Starten',
    starting: 'Bezig met starten…',
    other: 'Andere keuzes',
    saveAndLook: 'Bekijken wat er dan gebeurt',
    saving: 'Bezig met bewaren…',
    keep: 'Niets wijzigen',
    otherTitle: 'Andere keuzes',
    otherText: 'U ziet daarna opnieuw wat er zou gebeuren. Er is nog niets gewijzigd.',
  },

  run: {
    title: 'Uw contacten worden klaargezet',
    text: 'U kunt dit paneel gerust sluiten; het gaat op de achtergrond door.',
    begins: 'Het begint zo.',
    soFar: (n: number, text: string) => `${contacts(n, text)} in Outlook tot nu toe`,
    none: 'Nog niets gewijzigd',
    stop: 'Stoppen',
    stopping: 'Bezig met stoppen…',
    stopNote: 'Wat gedaan is, blijft. U kunt later verdergaan.',
    leave: 'Verder in de achtergrond',
    stoppedTitle: 'Gestopt',
    stoppedText: (n: number, text: string) =>
      n === 0
        ? 'Er wordt niets meer gewijzigd. Als u verdergaat, begint het waar het gebleven was.'
        : `Er wordt niets meer gewijzigd. ${n === 1 ? 'Het contact dat er al staat, blijft' : `De ${text} contacten die er al staan, blijven`}. Als u verdergaat, begint het waar het gebleven was.`,
    goOn: 'Verdergaan',
    toSync: 'Naar Synchronisatie',
    doneTitle: 'Klaar',
    done: (n: number, text: string) =>
      `${n === 1 ? '1 contact staat' : `${text} contacten staan`} in Outlook`,
    doneNobody:
      'De koppeling loopt. U bent nog van niemand relatiebeheerder of eigenaar; zodra dat in het CRM verandert, verschijnt de persoon in Outlook.',
    waiting: (n: number) => (n === 1 ? '1 wacht op een besluit' : `${n} wachten op een besluit`),
    fromNow: 'Vanaf nu komt een wijziging vanzelf aan de andere kant.',
    toHeld: 'Naar Controle',
    toRelation: 'Naar uw relaties',
    laterTitle: 'Nog niet alles is klaar',
    later: 'De rest volgt vanzelf. Er is niets verloren; u kunt dit paneel gerust sluiten.',
    failedTitle: 'Het ging niet goed',
    failed:
      'Uw gegevens zijn veilig. Het wordt vanzelf opnieuw geprobeerd; u kunt dit paneel gerust sluiten.',
  },
};

export type ActivationTexts = typeof nl;

const some = (n: number, text: string) => (n === 1 ? '1 contact' : `${text} contacts`);

const en: ActivationTexts = {
  title: 'Your relations in Outlook',
  intro: 'The persons whose relation manager or owner you are will be in your contacts and on your phone.',
  willTitle: 'What will happen',
  will: [
    'You choose who takes part, and give consent in a window of Microsoft.',
    'You see first what would happen. Nothing changes before you press Start.',
    'Each chosen relation gets a contact in Outlook; a change on one side reaches the other side too.',
  ],
  neverTitle: 'What never happens',
  never: [
    'Nothing is deleted: no contact and no person.',
    'Your own contacts do not go to the CRM.',
    'Your notes, photos, categories and further numbers stay as they are.',
  ],
  action: 'Activate',
  stop: 'You can pause or stop at any time.',

  before: {
    title: 'Linked before',
    text: 'You ended the link. When you activate it again, it goes on where it was.',
    cards: (n, text) =>
      n === 1
        ? 'Your contact is still in Outlook and will be updated again.'
        : `Your ${text} contacts are still in Outlook and will be updated again.`,
    held: (n) =>
      n === 1 ? '1 change still waits for your decision.' : `${n} changes still wait for your decision.`,
    kept: 'Your history and your choices are kept.',
    action: 'Activate again',
  },

  steps: {
    label: 'Steps',
    names: ['Choose', 'Consent', 'Preview', 'Start'],
    section: (step, name) => `Step ${step} of 4: ${name}`,
    done: 'done',
  },

  choose: {
    title: 'Whom do you want in Outlook?',
    text: 'This is right for most people. You can change it at any time.',
    next: 'On to consent',
    opening: 'Opening the window…',
    back: 'Back',
  },

  consent: {
    waitingTitle: 'Give consent in the other window',
    waiting: 'This pane goes on by itself as soon as you are done there.',
    lost: 'Window lost or closed? Open it again; nothing has changed yet.',
    noWindow: 'The window could not be opened by itself. Open it with this button:',
    openWindow: 'Open window',
    again: 'Open the window again',
    cancel: 'Cancel',
    closed: 'The window was closed before the link was ready. Nothing has changed.',
    expired: 'It took too long. Nothing has changed; feel free to start again.',
  },

  signInAgain: {
    title: 'Sign in again',
    text: 'Microsoft asks for a new sign-in before we can look at your contacts. Nothing has changed.',
    action: 'Sign in again',
  },

  look: {
    title: 'This is what will happen',
    text: 'Nothing has changed yet. That happens only when you press Start.',
    start: 'Start',
    starting: 'Starting…',
    other: 'Other choices',
    saveAndLook: 'See what would happen then',
    saving: 'Saving…',
    keep: 'Change nothing',
    otherTitle: 'Other choices',
    otherText: 'After that you see again what would happen. Nothing has changed yet.',
  },

  run: {
    title: 'Your contacts are being prepared',
    text: 'You can close this pane; it goes on in the background.',
    begins: 'It is about to start.',
    soFar: (n, text) => `${some(n, text)} in Outlook so far`,
    none: 'Nothing changed yet',
    stop: 'Stop',
    stopping: 'Stopping…',
    stopNote: 'What was done stays. You can go on later.',
    leave: 'Go on in the background',
    stoppedTitle: 'Stopped',
    stoppedText: (n, text) =>
      n === 0
        ? 'Nothing is changed any more. When you go on, it starts where it stopped.'
        : `Nothing is changed any more. ${n === 1 ? 'The contact that is there stays' : `The ${text} contacts that are there stay`}. When you go on, it starts where it stopped.`,
    goOn: 'Go on',
    toSync: 'To Synchronisation',
    doneTitle: 'Done',
    done: (n, text) => `${n === 1 ? '1 contact is' : `${text} contacts are`} in Outlook`,
    doneNobody:
      'The link is running. You are not yet anybody’s relation manager or owner; as soon as that changes in the CRM, the person appears in Outlook.',
    waiting: (n) => (n === 1 ? '1 waits for a decision' : `${n} wait for a decision`),
    fromNow: 'From now on a change reaches the other side by itself.',
    toHeld: 'To Review',
    toRelation: 'To your relations',
    laterTitle: 'Not everything is ready yet',
    later: 'The rest follows by itself. Nothing is lost; you can close this pane.',
    failedTitle: 'That did not go well',
    failed: 'Your data is safe. It will be tried again by itself; you can close this pane.',
  },
};

export const activationTexts: Readonly<Record<Language, ActivationTexts>> = { nl, en };
