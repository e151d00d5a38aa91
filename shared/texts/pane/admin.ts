/**
 * What the administrator's page says: who is synced, who is stuck and why, and what the office shows. It never names a
 * relation, and speaks about employees in the third person.
 */
import type { Language } from '../language.ts';

const nl = {
  title: 'Beheer van Relatiebrug',
  intro:
    'Wie is gekoppeld, wie niet verder kan en waarom. Namen en gegevens van relaties staan hier nergens.',
  asOf: (moment: string) => `Stand van ${moment}`,
  refresh: 'Verversen',
  refreshed: 'De stand is ververst.',
  more: 'Meer tonen',
  notAdmin: {
    title: 'Alleen voor beheerders',
    text: (name: string | null) =>
      name === null
        ? 'Deze pagina is er alleen voor beheerders; het account waarmee u bent aangemeld, is dat niet.'
        : `Deze pagina is er alleen voor beheerders; ${name} is dat niet.`,
    how: 'Bent u dat wel? Laat dan wie de server beheert uw account toevoegen aan de instelling ADMINS, of u in Microsoft Entra de app-rol Relatiebrug.Admin geven.',
  },

  status: {
    title: 'Nu',
    active: 'Actief',
    paused: 'Gepauzeerd of niet begonnen',
    signInAgain: 'Moet opnieuw aanmelden',
    braked: 'Gestopt door de rem',
    held: 'Wijzigingen die op een beslissing wachten',
    failing: 'Laatste ronde mislukt',
    runningPasses: 'Rondes die nu lopen',
    attention: 'vraagt aandacht',
    ends: {
      clientSecret: (day: string) =>
        `Het clientgeheim van de app-registratie loopt af op ${day}. Daarna staat de synchronisatie van iedereen stil. Maak in Entra een nieuw geheim en zet het in CLIENT_SECRET, met de nieuwe datum in CLIENT_SECRET_EXPIRES.`,
      clientCertificate: (day: string) =>
        `Het certificaat van de app-registratie loopt af op ${day}. Daarna staat de synchronisatie van iedereen stil. Voeg in Entra een nieuw certificaat toe en vervang CLIENT_CERTIFICATE_FILE en CLIENT_KEY_FILE.`,
      tlsCertificate: (day: string) =>
        `Het TLS-certificaat van de worker loopt af op ${day}. Daarna opent Outlook het taakvenster niet meer. Vernieuw TLS_CERT_FILE.`,
    },
    version: 'Versie',
    database: 'Database',
    databaseIs: {
      ready: 'bereikbaar en bijgewerkt',
      old: 'bereikbaar, maar nog niet bijgewerkt: draai `relatiebrug migrate`',
      gone: 'niet bereikbaar',
    },
    jobs: 'Werk op de achtergrond',
    jobsRun: 'loopt in dit proces',
    jobsElsewhere: 'loopt niet in dit proces: er moet een `relatiebrug work` lopen',
  },

  mailboxes: {
    title: 'Postvakken',
    none: 'Nog niemand heeft de koppeling met Outlook geactiveerd. Wie dat doet, verschijnt hier.',
    employee: 'Medewerker',
    state: 'Stand',
    contacts: 'Contacten',
    lastPass: 'Laatste ronde',
    next: 'Volgende',
    unknown: 'Onbekende medewerker',
    states: {
      active: 'Actief',
      paused: 'Gepauzeerd',
      signInAgain: 'Moet opnieuw aanmelden',
      braked: 'Gestopt door de rem',
    },
    because: {
      notStarted: 'Toestemming is gegeven; de medewerker is nog niet begonnen.',
      byUser: 'Door de medewerker gepauzeerd.',
      byAdmin: 'Door een beheerder gepauzeerd.',
      deactivated: 'Door de medewerker beëindigd. De contacten zijn blijven staan.',
    },
    signInAgain: 'De medewerker meldt zich aan in het taakvenster; daarna gaat het verder waar het was.',
    braked: {
      manyChanges: (cards: number, linked: number) =>
        `${cards} van de ${linked} contacten waren in Outlook ineens gewijzigd of weg. De medewerker beslist in het taakvenster of dat klopt.`,
      emptyCrm: (linked: number) =>
        `Het CRM noemde ineens niemand meer, terwijl er ${linked} gekoppeld zijn. Kijk of het CRM volledig is.`,
      emptyRemote: (linked: number) =>
        `In Outlook stond ineens niets meer, terwijl er ${linked} gekoppeld zijn. De medewerker beslist in het taakvenster of dat klopt.`,
    },
    counts: {
      active: 'in Outlook',
      creating: 'wordt toegevoegd',
      paused: 'losgekoppeld',
      held: 'wacht op een beslissing',
      removed: 'verwijderd door de medewerker',
    },
    never: 'Nog niet',
    retryAt: (moment: string) => `Nieuwe poging ${moment}`,
    retrySoon: 'Nieuwe poging zo meteen',
    byItself: 'Vanzelf, bij een wijziging of anders dagelijks',
    waitsForPerson: 'Wacht op de medewerker',
  },

  passes: {
    title: 'Rondes',
    none: 'Er is nog geen ronde geweest.',
    of: 'Toon rondes van',
    everybody: 'Iedereen',
    started: 'Begonnen',
    employee: 'Medewerker',
    why: 'Aanleiding',
    result: 'Resultaat',
    did: 'Gedaan',
    nothing: 'Er was niets te doen',
    code: (code: string) => `code ${code}`,
    triggers: {
      activation: 'Activering',
      crmChange: 'Wijziging in het CRM',
      notification: 'Wijziging in Outlook',
      daily: 'Dagelijks',
      syncNow: 'Gevraagd door de medewerker',
      resume: 'Hervat',
      retry: 'Nieuwe poging',
      decision: 'Beslissing',
    },
    results: {
      running: 'Loopt',
      done: 'Klaar',
      later: 'Gaat later verder',
      braked: 'Gestopt door de rem',
      parked: 'Aanmelding nodig',
      stopped: 'Gestopt',
      failed: 'Mislukt',
      interrupted: 'Afgebroken',
    },
    counts: {
      created: 'toegevoegd',
      toRemote: 'naar Outlook',
      toCrm: 'naar het CRM',
      conflicts: 'tegenstrijdig',
      held: 'vastgehouden',
      removed: 'verwijderd door de medewerker',
      paused: 'losgekoppeld',
      undone: 'teruggedraaid',
    },
  },

  held: {
    title: 'Wacht op een beslissing',
    intro: 'Waarom wijzigingen wachten. Alleen de medewerker ziet van wie ze zijn en wat er staat.',
    none: 'Er wacht niets op een beslissing.',
    since: (day: string) => `oudste sinds ${day}`,
    atLeast: (n: string) => `Van de nieuwste ${n}; er zijn er meer.`,
    reasons: {
      conflict: 'Aan beide kanten gewijzigd, elk anders',
      noBase: 'Beide kanten verschillen, onbekend wat er eerder stond',
      lastNameRequired: 'De achternaam is leeggemaakt',
      malformedEmail: 'Geen geldig e-mailadres',
      invalidDate: 'Geen geldige datum',
      tooLong: 'Te lang voor het CRM',
      refusedByCrm: 'Niet aangenomen door het CRM',
      noRoom: 'Geen plaats op het contact',
      refusedByRemote: 'Niet aangenomen door Outlook',
      notSelected: 'Contact van iemand die er nu niet bij hoort',
      borrowed: 'Gegevens van iemand anders op het contact',
      nameOfAnother: 'De naam van iemand anders op het contact',
      mergedAway: 'Contacten zijn samengevoegd',
      sameCardExists: 'Er staat al zo’n contact in Outlook',
    },
  },

  visibility: {
    title: 'Wat het taakvenster van een persoon toont',
    intro:
      'Geldt voor iedereen op kantoor, vanaf het volgende dat men bekijkt. Wat uit staat, verlaat de server niet.',
    parts: {
      relationManager: 'Relatiebeheerder',
      owners: 'Eigenaren',
      groups: 'Groepen',
      birthDate: 'Geboortedatum',
      privateDetails: 'Privéadres en privénummers van contactpersonen en medewerkers',
    },
    sync: 'Dit verandert niets aan wat er in de contacten van Outlook staat.',
    saved: (part: string, shown: boolean) =>
      `${part}: ${shown ? 'wordt getoond' : 'wordt niet getoond'}. Bewaard.`,
  },

  tenants: {
    title: 'Wie zich mag aanmelden',
    intro: 'Organisaties (tenants) in Microsoft Entra waarvan medewerkers zich mogen aanmelden:',
    how: 'Dit komt uit de instellingen van de server (ALLOWED_TENANTS) en is hier niet te wijzigen.',
  },
};

/** Exactly the keys and kinds of the Dutch texts. */
export type AdminTexts = typeof nl;

const en: AdminTexts = {
  title: 'Administration of Relatiebrug',
  intro: 'Who is linked, who is stuck and why. Names and data of relations are nowhere on this page.',
  asOf: (moment) => `As of ${moment}`,
  refresh: 'Refresh',
  refreshed: 'What is shown is up to date.',
  more: 'Show more',
  notAdmin: {
    title: 'For administrators only',
    text: (name) =>
      name === null
        ? 'This page is for administrators only; the account you are signed in with is none.'
        : `This page is for administrators only; ${name} is none.`,
    how: 'Are you one? Then have whoever runs the server add your account to the setting ADMINS, or give you the app role Relatiebrug.Admin in Microsoft Entra.',
  },

  status: {
    title: 'Now',
    active: 'Active',
    paused: 'Paused or not begun',
    signInAgain: 'Must sign in again',
    braked: 'Stopped by the brake',
    held: 'Changes that wait for a decision',
    failing: 'Last pass failed',
    runningPasses: 'Passes running now',
    attention: 'needs attention',
    ends: {
      clientSecret: (day) =>
        `The client secret of the app registration ends on ${day}. After that everybody's synchronisation stands still. Make a new secret in Entra and put it into CLIENT_SECRET, with its date in CLIENT_SECRET_EXPIRES.`,
      clientCertificate: (day) =>
        `The certificate of the app registration ends on ${day}. After that everybody's synchronisation stands still. Add a new certificate in Entra and replace CLIENT_CERTIFICATE_FILE and CLIENT_KEY_FILE.`,
      tlsCertificate: (day) =>
        `The TLS certificate of the worker ends on ${day}. After that Outlook no longer opens the task pane. Renew TLS_CERT_FILE.`,
    },
    version: 'Version',
    database: 'Database',
    databaseIs: {
      ready: 'reachable and up to date',
      old: 'reachable, but not up to date yet: run `relatiebrug migrate`',
      gone: 'not reachable',
    },
    jobs: 'Background work',
    jobsRun: 'runs in this process',
    jobsElsewhere: 'does not run in this process: a `relatiebrug work` must be running',
  },

  mailboxes: {
    title: 'Mailboxes',
    none: 'Nobody has activated the link with Outlook yet. Whoever does appears here.',
    employee: 'Employee',
    state: 'State',
    contacts: 'Contacts',
    lastPass: 'Last pass',
    next: 'Next',
    unknown: 'Unknown employee',
    states: {
      active: 'Active',
      paused: 'Paused',
      signInAgain: 'Must sign in again',
      braked: 'Stopped by the brake',
    },
    because: {
      notStarted: 'Consent was given; the employee has not begun yet.',
      byUser: 'Paused by the employee.',
      byAdmin: 'Paused by an administrator.',
      deactivated: 'Ended by the employee. The contacts have stayed.',
    },
    signInAgain: 'The employee signs in in the task pane; then it goes on where it was.',
    braked: {
      manyChanges: (cards, linked) =>
        `${cards} of the ${linked} contacts were suddenly changed or gone in Outlook. The employee decides in the task pane whether that is right.`,
      emptyCrm: (linked) =>
        `The CRM suddenly named nobody any more, while ${linked} are linked. See whether the CRM is complete.`,
      emptyRemote: (linked) =>
        `Outlook suddenly had nothing any more, while ${linked} are linked. The employee decides in the task pane whether that is right.`,
    },
    counts: {
      active: 'in Outlook',
      creating: 'being added',
      paused: 'unlinked',
      held: 'waiting for a decision',
      removed: 'removed by the employee',
    },
    never: 'Not yet',
    retryAt: (moment) => `Tried again ${moment}`,
    retrySoon: 'Tried again in a moment',
    byItself: 'By itself, on a change or else daily',
    waitsForPerson: 'Waits for the employee',
  },

  passes: {
    title: 'Passes',
    none: 'There has been no pass yet.',
    of: 'Show passes of',
    everybody: 'Everybody',
    started: 'Started',
    employee: 'Employee',
    why: 'Cause',
    result: 'Result',
    did: 'Done',
    nothing: 'There was nothing to do',
    code: (code) => `code ${code}`,
    triggers: {
      activation: 'Activation',
      crmChange: 'Change in the CRM',
      notification: 'Change in Outlook',
      daily: 'Daily',
      syncNow: 'Asked for by the employee',
      resume: 'Resumed',
      retry: 'Tried again',
      decision: 'Decision',
    },
    results: {
      running: 'Running',
      done: 'Done',
      later: 'Goes on later',
      braked: 'Stopped by the brake',
      parked: 'Sign-in needed',
      stopped: 'Stopped',
      failed: 'Failed',
      interrupted: 'Cut off',
    },
    counts: {
      created: 'added',
      toRemote: 'to Outlook',
      toCrm: 'to the CRM',
      conflicts: 'conflicting',
      held: 'held',
      removed: 'removed by the employee',
      paused: 'unlinked',
      undone: 'undone',
    },
  },

  held: {
    title: 'Waiting for a decision',
    intro: 'Why changes wait. Only the employee sees whose they are and what they say.',
    none: 'Nothing waits for a decision.',
    since: (day) => `oldest since ${day}`,
    atLeast: (n) => `Of the newest ${n}; there are more.`,
    reasons: {
      conflict: 'Changed on both sides, each in its own way',
      noBase: 'Both sides differ, not known what was there before',
      lastNameRequired: 'The last name was emptied',
      malformedEmail: 'No valid e-mail address',
      invalidDate: 'No valid date',
      tooLong: 'Too long for the CRM',
      refusedByCrm: 'Not taken by the CRM',
      noRoom: 'No room on the contact',
      refusedByRemote: 'Not taken by Outlook',
      notSelected: 'Contact of somebody who is not selected now',
      borrowed: 'Somebody else’s data on the contact',
      nameOfAnother: 'Somebody else’s name on the contact',
      mergedAway: 'Contacts were merged',
      sameCardExists: 'There is such a contact in Outlook already',
    },
  },

  visibility: {
    title: 'What the task pane shows of a person',
    intro:
      'For everybody in the office, from the next thing they look at. What is off does not leave the server.',
    parts: {
      relationManager: 'Relation manager',
      owners: 'Owners',
      groups: 'Groups',
      birthDate: 'Date of birth',
      privateDetails: 'Private address and private numbers of contact persons and employees',
    },
    sync: 'This changes nothing about what the contacts in Outlook contain.',
    saved: (part, shown) => `${part}: ${shown ? 'is shown' : 'is not shown'}. Saved.`,
  },

  tenants: {
    title: 'Who may sign in',
    intro: 'Organisations (tenants) in Microsoft Entra whose employees may sign in:',
    how: 'This comes from the settings of the server (ALLOWED_TENANTS) and cannot be changed here.',
  },
};

export const adminTexts: Readonly<Record<Language, AdminTexts>> = { nl, en };
