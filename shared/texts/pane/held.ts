/**
 * The screen "Controle": what waits for a decision. What happened and what a choice does is told by the worker (../held.ts);
 * here is what stands around it.
 */
import type { HeldView } from '../../api/held.ts';
import type { Language } from '../language.ts';

type Reason = HeldView['reason'];
type Choice = 'crm' | 'remote' | 'link' | 'keepBoth' | 'relink' | 'newCard' | 'leave' | 'retry';

/** Why something waits, in a few words: above its sentence, and to tell kinds apart. */
const reasonsNl: Record<Reason, (source: string) => string> = {
  conflict: () => 'Aan beide kanten gewijzigd',
  noBase: () => 'Verschil, onbekend wat er eerder stond',
  lastNameRequired: () => 'Achternaam leeggemaakt',
  malformedEmail: () => 'Geen geldig e-mailadres',
  invalidDate: () => 'Geen geldige datum',
  tooLong: () => 'Te lang voor het CRM',
  refusedByCrm: () => 'Het CRM nam het niet aan',
  noRoom: () => 'Geen plaats op het contact',
  refusedByRemote: (source) => `${source} nam het niet aan`,
  notSelected: () => 'Hoort nu niet bij uw contacten',
  borrowed: () => 'Gegevens van iemand anders',
  nameOfAnother: () => 'Naam van iemand anders',
  mergedAway: () => 'Contact waarschijnlijk samengevoegd',
  sameCardExists: () => 'Er staat al zo’n contact',
};

/** What a choice does when it is made for several at once. */
const togetherNl: Record<Choice, (source: string) => string> = {
  crm: () => 'Het CRM blijft zoals het is; elk contact krijgt terug wat in het CRM staat.',
  remote: (source) => `Wat bij elk in ${source} staat, komt in het CRM.`,
  link: () => 'Elk contact dat er al is, wordt dat van de persoon. Wat verschilt, wordt eerst gevraagd.',
  keepBoth: () => 'De contacten die er al zijn blijven; elke persoon krijgt een eigen contact ernaast.',
  relink: () =>
    'Elk contact dat overbleef, wordt weer dat van de persoon. Wat verschilt, wordt eerst gevraagd.',
  newCard: () => 'Elke persoon krijgt een nieuw contact uit het CRM; wat overbleef blijft zoals het is.',
  leave: () => 'Alles blijft zoals het is.',
  retry: () => 'De wijzigingen worden nog eens aangeboden.',
};

const nl = {
  title: 'Controle',
  views: { label: 'Welke', open: 'Wacht op u', closed: 'Besloten', pairs: 'Onthouden' },
  waiting: (n: number) =>
    n === 1
      ? 'Eén wijziging wacht op uw besluit. Tot dan blijft aan beide kanten staan wat er staat.'
      : `${n} wijzigingen wachten op uw besluit. Tot dan blijft aan beide kanten staan wat er staat.`,
  keys: 'Toetsen: ↑ en ↓ naar een andere, Enter opent, een cijfer gaat naar die keuze, Esc sluit.',
  emptyTitle: 'Er wacht niets',
  empty: 'Wat niet veilig vanzelf kan, verschijnt hier. Al het andere loopt gewoon door.',
  allDecidedTitle: 'Alles is besloten',
  allDecided: 'Er wacht niets meer. Hieronder staat wat u net besloot.',
  missing: 'Wat u wilde openen wacht niet meer: het is intussen besloten of vanzelf gesloten.',
  more: 'Meer tonen',
  personGone: 'Iemand die niet meer in het CRM staat',

  standsStill: {
    paused: 'De koppeling is gepauzeerd. U kunt besluiten; het wordt uitgevoerd zodra u hervat.',
    signInAgain: 'Microsoft vraagt om opnieuw aan te melden. U kunt besluiten; het wordt daarna uitgevoerd.',
    braked:
      'De koppeling wacht op uw antwoord bij Synchronisatie. U kunt besluiten; het wordt uitgevoerd zodra die verdergaat.',
  },

  inCrm: 'In het CRM',
  inSource: (source: string) => `In ${source}`,
  base: 'Eerder aan beide kanten gelijk:',
  differences: 'Wat er verschilt',
  choose: 'Wat moet er gebeuren?',
  refused: 'Dit kan nu niet',
  decide: 'Zo besluiten',
  back: 'Terug',
  perField: {
    intro: 'Kies per veld wat juist is.',
    stays: 'CRM houden',
    takes: (source: string) => `${source} overnemen`,
    onlyOne: 'De andere kant kan het CRM hier niet aannemen.',
    sum: (remote: number, all: number, source: string) => {
      if (remote === 0) return 'Alles blijft zoals het in het CRM staat.';
      return remote === all
        ? `Alles komt uit ${source} in het CRM.`
        : `${remote} van de ${all} velden komt uit ${source} in het CRM; de rest blijft zoals in het CRM.`;
    },
  },
  remember: (person: string, donor: string) => `Voortaan zo bij ${person} en ${donor}`,
  rememberHint: 'Dan wordt hiernaar niet meer gevraagd. U vindt het terug onder Onthouden.',
  toPerson: 'Naar de relatie',
  toHistory: 'Wat er eerder gebeurde',

  decided: (choice: string) => `Besloten: ${choice}. De volgende ronde voert het uit.`,
  decidedLater: (choice: string) =>
    `Besloten: ${choice}. Het wordt uitgevoerd zodra de koppeling verdergaat.`,
  decidedPerField: 'per veld',

  together: {
    open: 'Meer tegelijk besluiten',
    title: 'Meer tegelijk besluiten',
    intro: 'Eén keuze voor alles wat u aanvinkt. Het moet om dezelfde reden wachten.',
    which: 'Waarom het wacht',
    option: (reason: string, n: number) => `${reason} (${n})`,
    all: (n: number) => `Alle ${n}`,
    chosen: (n: number) => (n === 1 ? '1 gekozen' : `${n} gekozen`),
    none: 'Vink eerst aan waarvoor u kiest.',
    noChoice: 'Voor wat u aanvinkte is er geen keuze die voor alles kan. Besluit het per stuk.',
    cancel: 'Annuleren',
    done: (n: number, choice: string) => (n === 1 ? `1 besloten: ${choice}.` : `${n} besloten: ${choice}.`),
    notDone: (n: number) => (n === 1 ? '1 niet:' : `${n} niet:`),
    nothingDone: 'Er is niets besloten.',
    unknown: 'bestaat niet meer',
  },

  closed: {
    empty: 'Er is nog niets besloten.',
    intro: 'Wat er is besloten of zich vanzelf sloot, het laatste bovenaan.',
  },

  pairs: {
    intro: 'Dit doet Relatiebrug voortaan zonder het te vragen, omdat u dat zo besloot.',
    empty:
      'Er is niets onthouden. Bij gegevens of een naam van iemand anders kunt u kiezen voor “Voortaan zo”.',
    by: (name: string, moment: string) => `${name}, ${moment}`,
    forget: 'Vergeten',
    forgetFor: (person: string, donor: string) => `Vergeten: ${person} en ${donor}`,
    forgotten: 'Vergeten: voortaan wordt het weer gevraagd. Wat al is besloten, blijft zo.',
  },

  reasons: reasonsNl,
  effects: togetherNl,
  mergedAwayLeave:
    'De contacten zijn met opzet weggehaald: de koppelingen eindigen. De personen blijven in het CRM.',
};

export type HeldTexts = typeof nl;

const en: HeldTexts = {
  title: 'Review',
  views: { label: 'Which', open: 'Waits for you', closed: 'Decided', pairs: 'Remembered' },
  waiting: (n) =>
    n === 1
      ? 'One change waits for your decision. Until then both sides keep what they say.'
      : `${n} changes wait for your decision. Until then both sides keep what they say.`,
  keys: 'Keys: ↑ and ↓ to another one, Enter opens, a digit goes to that choice, Esc closes.',
  emptyTitle: 'Nothing waits',
  empty: 'What cannot safely happen by itself appears here. Everything else simply goes on.',
  allDecidedTitle: 'All is decided',
  allDecided: 'Nothing waits any more. Below is what you just decided.',
  missing: 'What you wanted to open no longer waits: it was decided meanwhile or closed by itself.',
  more: 'Show more',
  personGone: 'Somebody who is no longer in the CRM',

  standsStill: {
    paused: 'The link is paused. You can decide; it is carried out once you resume.',
    signInAgain: 'Microsoft asks to sign in again. You can decide; it is carried out after that.',
    braked:
      'The link waits for your answer at Synchronisation. You can decide; it is carried out once that goes on.',
  },

  inCrm: 'In the CRM',
  inSource: (source) => `In ${source}`,
  base: 'Equal on both sides before:',
  differences: 'What differs',
  choose: 'What shall happen?',
  refused: 'Not possible now',
  decide: 'Decide so',
  back: 'Back',
  perField: {
    intro: 'Choose for each field what is right.',
    stays: 'Keep the CRM',
    takes: (source) => `Take ${source}`,
    onlyOne: 'The CRM cannot take the other side here.',
    sum: (remote, all, source) => {
      if (remote === 0) return 'Everything stays as it is in the CRM.';
      return remote === all
        ? `Everything goes from ${source} into the CRM.`
        : `${remote} of the ${all} fields go from ${source} into the CRM; the rest stays as in the CRM.`;
    },
  },
  remember: (person, donor) => `From now on so for ${person} and ${donor}`,
  rememberHint: 'Then this is not asked again. You find it under Remembered.',
  toPerson: 'To the relation',
  toHistory: 'What happened before',

  decided: (choice) => `Decided: ${choice}. The next pass carries it out.`,
  decidedLater: (choice) => `Decided: ${choice}. It is carried out once the link goes on.`,
  decidedPerField: 'per field',

  together: {
    open: 'Decide several at once',
    title: 'Decide several at once',
    intro: 'One choice for everything that you tick. It must wait for the same reason.',
    which: 'Why it waits',
    option: (reason, n) => `${reason} (${n})`,
    all: (n) => `All ${n}`,
    chosen: (n) => `${n} chosen`,
    none: 'First tick what you choose for.',
    noChoice: 'There is no choice that fits everything you ticked. Decide one by one.',
    cancel: 'Cancel',
    done: (n, choice) => `${n} decided: ${choice}.`,
    notDone: (n) => `${n} not:`,
    nothingDone: 'Nothing was decided.',
    unknown: 'does not exist any more',
  },

  closed: {
    empty: 'Nothing has been decided yet.',
    intro: 'What was decided or closed by itself, the latest first.',
  },

  pairs: {
    intro: 'Relatiebrug does this without asking from now on, because you decided so.',
    empty: 'Nothing is remembered. With data or a name of somebody else you can choose “From now on so”.',
    by: (name, moment) => `${name}, ${moment}`,
    forget: 'Forget',
    forgetFor: (person, donor) => `Forget: ${person} and ${donor}`,
    forgotten: 'Forgotten: from now on it is asked again. What was decided stays.',
  },

  reasons: {
    conflict: () => 'Changed on both sides',
    noBase: () => 'Differs, not known what was there before',
    lastNameRequired: () => 'Last name emptied',
    malformedEmail: () => 'No valid e-mail address',
    invalidDate: () => 'No valid date',
    tooLong: () => 'Too long for the CRM',
    refusedByCrm: () => 'The CRM did not take it',
    noRoom: () => 'No room on the contact',
    refusedByRemote: (source) => `${source} did not take it`,
    notSelected: () => 'Not among your contacts now',
    borrowed: () => 'Data of somebody else',
    nameOfAnother: () => 'Name of somebody else',
    mergedAway: () => 'Contact probably merged',
    sameCardExists: () => 'There is such a contact already',
  },
  effects: {
    crm: () => 'The CRM stays as it is; each contact gets back what the CRM says.',
    remote: (source) => `What each says in ${source} goes into the CRM.`,
    link: () => 'Each contact that is there becomes that of the person. What differs is asked first.',
    keepBoth: () => 'The contacts that are there stay; each person gets a contact of their own beside it.',
    relink: () => 'Each contact that was left becomes that of the person again. What differs is asked first.',
    newCard: () => 'Each person gets a new contact from the CRM; what was left stays as it is.',
    leave: () => 'Everything stays as it is.',
    retry: () => 'The changes are offered once more.',
  },
  mergedAwayLeave: 'The contacts were taken away on purpose: the links end. The persons stay in the CRM.',
};

export const paneHeldTexts: Readonly<Record<Language, HeldTexts>> = { nl, en };
