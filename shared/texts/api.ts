/** What people read when the API says no, and why a mailbox is not being synced. */
import type { ApiErrorCode } from '../api/errors.ts';
import type { Texts } from './language.ts';

export const apiErrorTexts: Texts<ApiErrorCode> = {
  nl: {
    malformed: 'Het verzoek is niet te lezen. Er is niets gewijzigd.',
    unauthenticated: 'U bent niet aangemeld. Meld u aan en probeer het opnieuw.',
    tokenInvalid: 'Uw aanmelding is verlopen of ongeldig. Meld u opnieuw aan.',
    tenantNotAllowed: 'Uw organisatie heeft geen toegang tot deze Relatiebrug.',
    clientNotAllowed: 'Deze toepassing heeft geen toegang tot deze Relatiebrug.',
    scopeMissing: 'Uw aanmelding geeft geen toegang tot Relatiebrug. Meld u opnieuw aan en stem toe.',
    notAnEmployee:
      'Uw aanmelding is nog niet aan een medewerker gekoppeld. Activeer eerst de koppeling met Outlook.',
    adminOnly: 'Dit mag alleen een beheerder.',
    notFound: 'Dit bestaat niet (meer).',
    noMailbox: 'U hebt de koppeling met Outlook nog niet geactiveerd.',
    methodNotAllowed: 'Dit kan hier niet.',
    stale: 'Deze persoon is intussen gewijzigd. Bekijk de nieuwe gegevens en probeer het opnieuw.',
    signInAgain: 'Meld u eerst opnieuw aan bij Microsoft; tot dan staat de koppeling stil.',
    paused: 'De koppeling is gepauzeerd. Hervat haar eerst.',
    deactivated: 'De koppeling met Outlook is beëindigd. Activeer haar opnieuw om verder te gaan.',
    mailboxChanged: 'De koppeling is intussen veranderd. Er is niets gedaan; bekijk haar opnieuw.',
    braked:
      'De koppeling wacht op uw beoordeling: er zou opvallend veel veranderen. Controleer dat en hervat dan.',
    accountTaken: 'Met een ander account aangemeld dan waarmee u begon. Er is niets gewijzigd.',
    ticketUsed: 'Deze koppeling is al gebruikt of verlopen. Begin opnieuw.',
    alreadyDecided: 'Iemand heeft dit intussen anders beslist. Dat blijft staan.',
    overtaken:
      'De gegevens zijn intussen veranderd; er valt hier niets meer te beslissen. Er is niets gewijzigd.',
    notOffered: 'Dit CRM kan dit niet vanuit Relatiebrug wijzigen. Doe het in het CRM zelf.',
    notPaused:
      'Een van deze kaarten hoort niet (meer) bij een gepauzeerde koppeling. Er wordt niets opgeruimd; bekijk de lijst opnieuw.',
    planStale: 'Wat er zou gebeuren is intussen veranderd. Er is niets gedaan; bekijk het opnieuw.',
    nothingToUndo: 'Hier is niets (meer) terug te draaien. Er is niets gedaan.',
    undoTooMany:
      'Dit is meer dan in één keer te overzien is. Er is niets gedaan; kies een later moment, of één ronde.',
    tooLarge: 'Het verzoek is te groot. Er is niets gewijzigd.',
    mediaType: 'Het verzoek heeft een vorm die hier niet wordt aangenomen (JSON verwacht).',
    invalid: 'Een of meer velden kloppen niet. Er is niets gewijzigd.',
    notPossible: 'Dit kan nu niet gekozen worden. Er is niets gewijzigd.',
    tooMany: 'Te veel verzoeken. Wacht even en probeer het opnieuw.',
    internal: 'Er ging iets mis. Uw gegevens zijn veilig; probeer het later opnieuw.',
    unavailable: 'Relatiebrug is even niet beschikbaar. Uw gegevens zijn veilig; probeer het later opnieuw.',
  },
  en: {
    malformed: 'The request cannot be read. Nothing was changed.',
    unauthenticated: 'You are not signed in. Sign in and try again.',
    tokenInvalid: 'Your sign-in has expired or is not valid. Sign in again.',
    tenantNotAllowed: 'Your organisation has no access to this Relatiebrug.',
    clientNotAllowed: 'This application has no access to this Relatiebrug.',
    scopeMissing: 'Your sign-in does not give access to Relatiebrug. Sign in again and consent.',
    notAnEmployee: 'Your sign-in is not tied to an employee yet. Activate the link with Outlook first.',
    adminOnly: 'Only an administrator may do this.',
    notFound: 'This does not exist (any more).',
    noMailbox: 'You have not activated the link with Outlook yet.',
    methodNotAllowed: 'This cannot be done here.',
    stale: 'This person has changed meanwhile. Look at the new data and try again.',
    signInAgain: 'Sign in with Microsoft again first; the link stands still until then.',
    paused: 'The link is paused. Resume it first.',
    deactivated: 'The link with Outlook has ended. Activate it again to go on.',
    mailboxChanged: 'The link has changed meanwhile. Nothing was done; look at it again.',
    braked: 'The link waits for your judgement: remarkably much would change. Check that, then resume.',
    accountTaken: 'You signed in with another account than the one you began with. Nothing was changed.',
    ticketUsed: 'This link was used already or has expired. Start again.',
    alreadyDecided: 'Somebody has decided this otherwise meanwhile. That stands.',
    overtaken: 'The data has changed meanwhile; there is nothing left to decide here. Nothing was changed.',
    notOffered: 'This CRM cannot change this from Relatiebrug. Do it in the CRM itself.',
    notPaused:
      'One of these cards is not that of a paused link (any more). Nothing is cleaned up; look at the list again.',
    planStale: 'What would happen has changed meanwhile. Nothing was done; look at it again.',
    nothingToUndo: 'There is nothing (left) to undo here. Nothing was done.',
    undoTooMany:
      'This is more than can be looked over at once. Nothing was done; choose a later moment, or one pass.',
    tooLarge: 'The request is too large. Nothing was changed.',
    mediaType: 'The request has a form that is not taken here (JSON expected).',
    invalid: 'One or more fields are not right. Nothing was changed.',
    notPossible: 'This cannot be chosen now. Nothing was changed.',
    tooMany: 'Too many requests. Wait a moment and try again.',
    internal: 'Something went wrong. Your data is safe; try again later.',
    unavailable: 'Relatiebrug is not available right now. Your data is safe; try again later.',
  },
};

/** State of a mailbox, for whoever asks why nothing happens. */
export const mailboxStateTexts: Texts<
  'active' | 'notStarted' | 'paused' | 'deactivated' | 'signInAgain' | 'braked'
> = {
  nl: {
    active: 'Actief.',
    notStarted: 'Nog niet begonnen. Bekijk wat er zou gebeuren; er wordt niets gewijzigd tot u begint.',
    paused: 'Gepauzeerd. Er wordt niets gewijzigd tot u hervat.',
    deactivated: 'Beëindigd. Alles blijft staan zoals het is; activeer opnieuw om verder te gaan.',
    signInAgain:
      'Microsoft vraagt om opnieuw aan te melden. Alles blijft bewaard; meld u aan om verder te gaan.',
    braked:
      'Gestopt vóór de eerste wijziging, omdat er in één keer opvallend veel zou veranderen. Controleer of dat klopt en hervat dan.',
  },
  en: {
    active: 'Active.',
    notStarted: 'Not begun yet. Look at what would happen; nothing is changed until you begin.',
    paused: 'Paused. Nothing is changed until you resume.',
    deactivated: 'Ended. Everything stays as it is; activate again to go on.',
    signInAgain: 'Microsoft asks to sign in again. Everything is kept; sign in to go on.',
    braked:
      'Stopped before the first change, because remarkably much would change at once. Check whether that is right, then resume.',
  },
};

/** R12 with its figures; follows the sentence of the state. */
export const brakeTexts: Texts<'manyChanges' | 'emptyCrm' | 'emptyRemote'> = {
  nl: {
    manyChanges: 'In Outlook zijn {cards} van de {linked} gekoppelde contacten gewijzigd of verwijderd.',
    emptyCrm: 'Het CRM noemt ineens geen enkele persoon meer, terwijl er {linked} gekoppeld zijn.',
    emptyRemote: 'In Outlook staat ineens geen enkel contact meer, terwijl er {linked} gekoppeld zijn.',
  },
  en: {
    manyChanges: '{cards} of the {linked} linked contacts were changed or removed in Outlook.',
    emptyCrm: 'The CRM suddenly names no person any more, while {linked} are linked.',
    emptyRemote: 'Outlook suddenly has no contact any more, while {linked} are linked.',
  },
};

/** What stays when the link is ended, and how to begin again; said to its user. */
export const deactivatedTexts: Texts<
  'cards.none' | 'cards.one' | 'cards.many' | 'held.one' | 'held.many' | 'crm' | 'signIn' | 'again'
> = {
  nl: {
    'cards.none': 'In Outlook staan geen gekoppelde contacten; daar verandert niets.',
    'cards.one':
      'Uw ene gekoppelde contact blijft in Outlook staan zoals het is, en wordt niet meer bijgewerkt.',
    'cards.many':
      'Uw {n} gekoppelde contacten blijven in Outlook staan zoals ze zijn, en worden niet meer bijgewerkt.',
    'held.one': 'De ene wijziging die op een beslissing wacht, blijft wachten.',
    'held.many': 'De {n} wijzigingen die op een beslissing wachten, blijven wachten.',
    crm: 'In het CRM verandert niets, en de geschiedenis blijft bewaard.',
    signIn: 'Uw aanmelding bij Microsoft is gewist: Relatiebrug kan niet meer bij uw contacten.',
    again:
      'Opnieuw beginnen kan altijd: activeer de koppeling opnieuw. Zij gaat verder met dezelfde contacten; er komt niets dubbel.',
  },
  en: {
    'cards.none': 'There are no linked contacts in Outlook; nothing changes there.',
    'cards.one': 'Your one linked contact stays in Outlook as it is, and is not updated any more.',
    'cards.many': 'Your {n} linked contacts stay in Outlook as they are, and are not updated any more.',
    'held.one': 'The one change that waits for a decision goes on waiting.',
    'held.many': 'The {n} changes that wait for a decision go on waiting.',
    crm: 'Nothing changes in the CRM, and the history is kept.',
    signIn: 'Your sign-in with Microsoft is deleted: Relatiebrug cannot reach your contacts any more.',
    again:
      'You can begin again at any time: activate the link again. It goes on with the same contacts; nothing is doubled.',
  },
};
