/**
 * What the forms about a person say: changing one, making one from a mail, adding an address to one. Dutch is the source;
 * its keys and kinds are the type that English must fulfil. People are addressed with "u".
 */
import type { FieldProblem } from '../../api/errors.ts';
import type { FieldId, PersonKind } from '../../person.ts';
import type { Language } from '../language.ts';

/** The problems that these forms can meet; any other is told by `otherProblem`. */
export type FormProblem = Extract<
  FieldProblem,
  | 'required'
  | 'malformed'
  | 'tooLong'
  | 'lastNameRequired'
  | 'malformedEmail'
  | 'invalidDate'
  | 'refusedByCrm'
  | 'notForThisKind'
  | 'notOffered'
  | 'unknownEmployee'
  | 'unknownOrganisation'
  | 'personGone'
>;

const fieldsNl: Record<FieldId, string> = {
  initials: 'Voorletters',
  firstName: 'Roepnaam',
  surnamePrefix: 'Tussenvoegsel',
  lastName: 'Achternaam',
  birthDate: 'Geboortedatum',
  workEmail: 'E-mail zakelijk',
  workPhone: 'Telefoon zakelijk',
  workMobile: 'Mobiel zakelijk',
  jobTitle: 'Functie',
  privateEmail: 'E-mail privé',
  privatePhone: 'Telefoon privé',
  privateMobile: 'Mobiel privé',
  organisationName: 'Organisatie',
};

const kindsNl: Record<PersonKind, string> = {
  contactPerson: 'contactpersoon',
  employee: 'medewerker',
  privatePerson: 'particulier',
};

const problemsNl: Record<FormProblem, string> = {
  required: 'Vul dit in.',
  malformed: 'Dit is niet te lezen. Kijk het na.',
  tooLong: 'Dit is langer dan het CRM kan bewaren. Maak het korter.',
  lastNameRequired: 'Vul een achternaam in: zonder kan het CRM niemand bewaren.',
  malformedEmail: 'Dit is geen volledig e-mailadres, zoals naam@voorbeeld.nl.',
  invalidDate: 'Deze datum bestaat niet of is niet volledig.',
  refusedByCrm: 'Het CRM neemt dit niet aan. Staan er tekens in die er niet horen?',
  notForThisKind: 'Dit soort relatie heeft dit gegeven niet.',
  notOffered: 'Dit is hier niet te wijzigen. Doe het in het CRM zelf.',
  unknownEmployee: 'Deze medewerker staat niet (meer) in het CRM.',
  unknownOrganisation: 'Deze organisatie staat niet (meer) in het CRM.',
  personGone: 'Deze persoon staat niet (meer) in het CRM.',
};

const nl = {
  fields: fieldsNl,
  kinds: kindsNl,
  problems: problemsNl,
  otherProblem: 'Dit klopt nog niet. Kijk het na.',
  faults: (n: number) =>
    n === 1
      ? 'Eén veld klopt nog niet. Er is niets bewaard.'
      : `${n} velden kloppen nog niet. Er is niets bewaard.`,
  former: 'voormalig',
  blank: '(leeg)',
  cancel: 'Annuleren',
  save: 'Bewaren',
  saving: 'Bezig met bewaren…',
  saved: (name: string) => `${name} is bewaard.`,
  offlineTitle: 'Geen verbinding',
  offline:
    'Wat u typte blijft hier staan. Probeer het opnieuw zodra er verbinding is; twee keer bewaren kan geen kwaad.',
  unclear:
    'Het is niet zeker of het CRM dit heeft ontvangen. Wat u typte blijft hier staan. Opnieuw proberen kan geen kwaad: eerst wordt gekeken wat er al staat.',
  oddLetters:
    'Dit adres bevat letters die op gewone letters lijken maar het niet zijn. Kijk goed of de afzender is wie u denkt.',

  leave: {
    title: 'Uw wijzigingen zijn niet bewaard',
    text: 'Als u nu weggaat, is wat u typte weg.',
    stay: 'Verder bewerken',
    drop: 'Niet bewaren',
  },

  edit: {
    title: (name: string) => `${name} wijzigen`,
    sections: { name: 'Naam', work: 'Zakelijk', private: 'Privé' },
    privateSection: 'Bereikbaar op',
    follows:
      'Naam en privégegevens zijn die van de persoon zelf: ze veranderen ook bij diens andere functies.',
    gone: 'Deze persoon staat niet meer in het CRM. Wat u typte is niet bewaard.',
  },

  clash: {
    title: 'Iemand anders was u voor',
    text: (n: number): string =>
      n === 1
        ? 'Terwijl u bezig was, is hetzelfde veld ook in het CRM gewijzigd. Kies wat het wordt.'
        : 'Terwijl u bezig was, zijn dezelfde velden ook in het CRM gewijzigd. Kies per veld wat het wordt.',
    nameText:
      'Terwijl u bezig was, is een ander deel van de naam in het CRM gewijzigd. Kijk of de naam zo klopt en bewaar dan.',
    was: (value: string) => `Er stond: ${value}`,
    mine: 'U typte',
    theirs: 'Intussen staat er',
    missing: 'Kies één van beide.',
    takenTitle: 'Ook intussen gewijzigd',
    takenText: 'Dit had u niet aangeraakt en blijft zoals het nu in het CRM staat.',
    takenFrom: (was: string) => `was ${was}`,
    nameBecomes: (name: string) => `De naam wordt: ${name}`,
    back: 'Terug',
    done: 'Verder',
    doneTitle: 'Bewaard',
    doneText:
      'Uw wijzigingen zijn bewaard. Iemand anders heeft intussen ook iets gewijzigd; dat is gebleven:',
  },

  create: {
    title: 'Nieuwe relatie',
    intro: 'Wat in de mail staat is vast ingevuld. Kijk het na.',
    kind: 'Soort relatie',
    kindChoice: {
      contactPerson: 'Contactpersoon van een organisatie',
      privatePerson: 'Particulier',
    },
    organisationHint:
      'Staat deze organisatie al in het CRM, schrijf haar dan precies zo; anders wordt zij aangemaakt.',
    mine: 'Ik word de relatiebeheerder',
    mineHint: 'Dan komt deze persoon ook in uw Outlook.',
    save: 'Relatie maken',
    saveAnyway: 'Toch een nieuwe relatie maken',
    checking: 'Kijken of deze persoon al bestaat…',
    made: (name: string) => `${name} is nu een relatie.`,
  },

  same: {
    title: 'Bedoelt u misschien…?',
    text: 'Deze personen staan al in het CRM met deze naam of dit adres.',
    maybeMade: 'Misschien is de relatie bij uw vorige poging toch gemaakt.',
    atAddress: 'Heeft dit adres al.',
    open: 'Deze persoon tonen',
    add: 'Adres hier toevoegen',
    more: (n: number) => (n === 1 ? 'en nog 1 andere' : `en nog ${n} anderen`),
    count: (n: number) => (n === 1 ? '1 persoon lijkt hierop' : `${n} personen lijken hierop`),
  },

  search: {
    title: 'Adres aan een relatie toevoegen',
    text: (address: string) => `Van wie is ${address}?`,
    label: 'Zoek op naam, organisatie, adres of nummer',
    listLabel: 'Gevonden personen',
    min: 'Typ ten minste twee letters.',
    searching: 'Zoeken…',
    found: (n: number) => (n === 1 ? '1 persoon gevonden' : `${n} personen gevonden`),
    foundMore: (n: number) => `De eerste ${n} gevonden personen. Typ meer om er minder over te houden.`,
    none: 'Niemand gevonden. Probeer een deel van de naam, of de organisatie.',
    noAddress: 'geen e-mailadres',
    retry: 'Opnieuw zoeken',
  },

  give: {
    title: (name: string) => `Adres toevoegen aan ${name}`,
    where: 'Waar komt het adres?',
    free: 'nu leeg',
    replace: (field: string) => `${field} vervangen`,
    becomes: (from: string, to: string) => `${from} wordt ${to}`,
    willFill: (field: string, address: string) => `${field} wordt ${address}. Verder verandert er niets.`,
    willReplace: (field: string, from: string, to: string) =>
      `${field} wordt ${to}. Het oude adres ${from} staat dan alleen nog in de historie.`,
    allTaken: 'Beide plaatsen zijn bezet. Kies welk adres er weg mag.',
    onlyTaken: 'De enige plaats is bezet. Het adres kan alleen in de plaats van het oude komen.',
    choose: 'Kies waar het adres komt.',
    save: 'Adres toevoegen',
    saveReplace: 'Adres vervangen',
    has: (name: string, field: string) => `${name} heeft dit adres al (${field}).`,
    open: 'Deze persoon tonen',
    shared: (names: string) =>
      `Dit adres staat ook bij ${names}. Outlook haalt personen met hetzelfde adres soms door elkaar; Relatiebrug let daarop.`,
    follows: 'Dit geldt ook voor de andere functies van deze persoon.',
    changed: 'Deze persoon is intussen gewijzigd. Hieronder staat hoe het nu is; kijk of het nog klopt.',
    another: 'Iemand anders kiezen',
    saved: (name: string) => `Het adres staat nu bij ${name}.`,
  },
};

/** Exactly the keys and kinds of the Dutch texts. */
export type PersonFormTexts = typeof nl;

const en: PersonFormTexts = {
  fields: {
    initials: 'Initials',
    firstName: 'First name',
    surnamePrefix: 'Surname prefix',
    lastName: 'Last name',
    birthDate: 'Date of birth',
    workEmail: 'Work e-mail',
    workPhone: 'Work phone',
    workMobile: 'Work mobile',
    jobTitle: 'Job title',
    privateEmail: 'Private e-mail',
    privatePhone: 'Private phone',
    privateMobile: 'Private mobile',
    organisationName: 'Organisation',
  },
  kinds: { contactPerson: 'contact person', employee: 'employee', privatePerson: 'private person' },
  problems: {
    required: 'Fill this in.',
    malformed: 'This cannot be read. Check it.',
    tooLong: 'This is longer than the CRM can keep. Make it shorter.',
    lastNameRequired: 'Fill in a last name: the CRM keeps nobody without one.',
    malformedEmail: 'This is not a full e-mail address, such as name@example.com.',
    invalidDate: 'This date does not exist or is not complete.',
    refusedByCrm: 'The CRM does not take this. Are there characters in it that do not belong?',
    notForThisKind: 'This kind of relation does not have this.',
    notOffered: 'This cannot be changed here. Do it in the CRM itself.',
    unknownEmployee: 'This employee is not in the CRM (any more).',
    unknownOrganisation: 'This organisation is not in the CRM (any more).',
    personGone: 'This person is not in the CRM (any more).',
  },
  otherProblem: 'This is not right yet. Check it.',
  faults: (n) =>
    n === 1
      ? 'One field is not right yet. Nothing was saved.'
      : `${n} fields are not right yet. Nothing was saved.`,
  former: 'former',
  blank: '(blank)',
  cancel: 'Cancel',
  save: 'Save',
  saving: 'Saving…',
  saved: (name) => `${name} is saved.`,
  offlineTitle: 'No connection',
  offline:
    'What you typed stays here. Try again as soon as there is a connection; saving twice does no harm.',
  unclear:
    'It is not certain whether the CRM received this. What you typed stays here. Trying again does no harm: first it is checked what is there already.',
  oddLetters:
    'This address has letters that look like ordinary ones but are not. Look well whether the sender is who you think.',

  leave: {
    title: 'Your changes are not saved',
    text: 'If you leave now, what you typed is gone.',
    stay: 'Go on editing',
    drop: 'Do not save',
  },

  edit: {
    title: (name) => `Change ${name}`,
    sections: { name: 'Name', work: 'Work', private: 'Private' },
    privateSection: 'Reachable at',
    follows: 'Name and private details are the person’s own: they change with their other positions too.',
    gone: 'This person is no longer in the CRM. What you typed was not saved.',
  },

  clash: {
    title: 'Somebody else was first',
    text: (n) =>
      n === 1
        ? 'While you were busy, the same field was changed in the CRM as well. Choose what it becomes.'
        : 'While you were busy, the same fields were changed in the CRM as well. Choose for each what it becomes.',
    nameText:
      'While you were busy, another part of the name was changed in the CRM. See whether the name is right like this, then save.',
    was: (value) => `It was: ${value}`,
    mine: 'You typed',
    theirs: 'It now says',
    missing: 'Choose one of the two.',
    takenTitle: 'Also changed meanwhile',
    takenText: 'You had not touched this; it stays as it is in the CRM now.',
    takenFrom: (was) => `was ${was}`,
    nameBecomes: (name) => `The name becomes: ${name}`,
    back: 'Back',
    done: 'Go on',
    doneTitle: 'Saved',
    doneText: 'Your changes are saved. Somebody else changed something meanwhile too; that has stayed:',
  },

  create: {
    title: 'New relation',
    intro: 'What the mail says is filled in already. Please check it.',
    kind: 'Kind of relation',
    kindChoice: {
      contactPerson: 'Contact person of an organisation',
      privatePerson: 'Private person',
    },
    organisationHint: 'If the CRM has this organisation already, write it exactly so; otherwise it is made.',
    mine: 'I become the relation manager',
    mineHint: 'Then this person will be in your Outlook too.',
    save: 'Make relation',
    saveAnyway: 'Make a new relation all the same',
    checking: 'Looking whether this person exists already…',
    made: (name) => `${name} is a relation now.`,
  },

  same: {
    title: 'Do you mean…?',
    text: 'These persons are in the CRM already with this name or this address.',
    maybeMade: 'Perhaps the relation was made after all when you tried before.',
    atAddress: 'Has this address already.',
    open: 'Show this person',
    add: 'Add the address here',
    more: (n) => (n === 1 ? 'and 1 more' : `and ${n} more`),
    count: (n) => (n === 1 ? '1 person looks like this' : `${n} persons look like this`),
  },

  search: {
    title: 'Add the address to a relation',
    text: (address) => `Whose is ${address}?`,
    label: 'Search by name, organisation, address or number',
    listLabel: 'Persons found',
    min: 'Type at least two letters.',
    searching: 'Searching…',
    found: (n) => (n === 1 ? '1 person found' : `${n} persons found`),
    foundMore: (n) => `The first ${n} persons found. Type more to be left with fewer.`,
    none: 'Nobody found. Try a part of the name, or the organisation.',
    noAddress: 'no e-mail address',
    retry: 'Search again',
  },

  give: {
    title: (name) => `Add the address to ${name}`,
    where: 'Where does the address go?',
    free: 'blank now',
    replace: (field) => `Replace ${field.toLowerCase()}`,
    becomes: (from, to) => `${from} becomes ${to}`,
    willFill: (field, address) => `${field} becomes ${address}. Nothing else changes.`,
    willReplace: (field, from, to) =>
      `${field} becomes ${to}. The old address ${from} is then only in the history.`,
    allTaken: 'Both places are in use. Choose which address may go.',
    onlyTaken: 'The only place is in use. The address can only come instead of the old one.',
    choose: 'Choose where the address goes.',
    save: 'Add address',
    saveReplace: 'Replace address',
    has: (name, field) => `${name} has this address already (${field}).`,
    open: 'Show this person',
    shared: (names) =>
      `This address is also that of ${names}. Outlook sometimes mixes up persons with the same address; Relatiebrug watches for that.`,
    follows: 'This counts for the other positions of this person too.',
    changed: 'This person has changed meanwhile. Below is how it is now; see whether it is still right.',
    another: 'Choose somebody else',
    saved: (name) => `${name} has the address now.`,
  },
};

export const personFormTexts: Readonly<Record<Language, PersonFormTexts>> = { nl, en };

/** The sentence at a field. */
export const problemSentence = (texts: PersonFormTexts, problem: FieldProblem): string =>
  (texts.problems as Partial<Record<FieldProblem, string>>)[problem] ?? texts.otherProblem;
