/**
 * Held changes in words: why one waits, what each choice will do, what became of it. `{person}` and `{donor}` are names,
 * `{source}` is where the change came from; `{names}` are the fields, `{crm}`, `{remote}` and `{both}` the fields with what
 * stands there. Nothing of a card that is not linked is ever said: it is "another card in your Outlook".
 */
import type { Texts } from './language.ts';

/** One queue for every source. */
export const sourceTexts = {
  outlook: 'Outlook',
  kvk: 'KvK',
  'company-info': 'Company.info',
  advocaatcentraal: 'AdvocaatCentraal',
} as const;

export type HeldReason =
  | 'conflict'
  | 'noBase'
  | 'lastNameRequired'
  | 'malformedEmail'
  | 'invalidDate'
  | 'tooLong'
  | 'refusedByCrm'
  | 'noRoom'
  | 'refusedByRemote'
  | 'notSelected'
  | 'borrowed'
  | 'nameOfAnother'
  | 'mergedAway'
  | 'sameCardExists';

export const heldReasonTexts: Texts<HeldReason> = {
  nl: {
    conflict: 'Van {person} is hetzelfde in het CRM én in {source} gewijzigd, elk anders: {both}.',
    noBase:
      'Van {person} zegt het CRM iets anders dan {source}, en het is niet bekend wat er eerder stond: {both}.',
    lastNameRequired: 'In {source} is de achternaam van {person} leeggemaakt; het CRM kan niet zonder.',
    malformedEmail: 'Bij {person} staat iets dat geen e-mailadres kan zijn: {both}.',
    invalidDate: 'Bij {person} staat iets dat geen datum kan zijn: {both}.',
    tooLong: 'In {source} staat bij {person} een tekst die te lang is voor het CRM: {names}.',
    refusedByCrm: 'Het CRM nam een wijziging van {person} uit {source} niet aan: {remote}.',
    noRoom: 'Op het contact van {person} in {source} is geen plaats meer voor wat in het CRM staat: {crm}.',
    refusedByRemote: '{source} nam een wijziging van {person} uit het CRM niet aan: {crm}.',
    notSelected:
      'Het contact van {person} is in {source} gewijzigd, maar {person} hoort nu niet bij de contacten van dit postvak: {remote}.',
    borrowed:
      'Op het contact van {person} staan in {source} gegevens van {donor}: {remote}. Dat gebeurt als contacten met hetzelfde e-mailadres worden vermengd.',
    nameOfAnother:
      'Het contact van {person} heeft in {source} nu de naam van {donor}. Alles wat op dat contact is gewijzigd, wacht.',
    mergedAway:
      'Het contact van {person} is weg uit {source}, en {survivor} heeft er gegevens van gekregen. Waarschijnlijk zijn de twee samengevoegd.',
    sameCardExists:
      'In {source} staat al een contact met dezelfde naam en hetzelfde e-mailadres als {person}. Waarschijnlijk is dat dezelfde mens.',
  },
  en: {
    conflict: 'The same was changed for {person} in the CRM and in {source}, each in its own way: {both}.',
    noBase:
      'For {person} the CRM says something else than {source}, and it is not known what was there before: {both}.',
    lastNameRequired: 'The last name of {person} was emptied in {source}; the CRM cannot do without one.',
    malformedEmail: 'For {person} there is something that cannot be an e-mail address: {both}.',
    invalidDate: 'For {person} there is something that cannot be a date: {both}.',
    tooLong: 'For {person} there is a text in {source} that is too long for the CRM: {names}.',
    refusedByCrm: 'The CRM did not take a change of {person} from {source}: {remote}.',
    noRoom: 'The card of {person} in {source} has no room left for what the CRM says: {crm}.',
    refusedByRemote: '{source} did not take a change of {person} from the CRM: {crm}.',
    notSelected:
      'The card of {person} was changed in {source}, but {person} is not among the contacts of this mailbox now: {remote}.',
    borrowed:
      'The card of {person} in {source} carries data of {donor}: {remote}. That happens when cards with the same e-mail address are mixed.',
    nameOfAnother:
      'The card of {person} in {source} now has the name of {donor}. Everything that was changed on that card waits.',
    mergedAway:
      'The card of {person} is gone from {source}, and {survivor} got data of it. The two were probably merged.',
    sameCardExists:
      'In {source} there is already a card with the same name and the same e-mail address as {person}. It is probably the same human.',
  },
};

export type HeldChoice =
  'crm' | 'remote' | 'fields' | 'link' | 'keepBoth' | 'relink' | 'newCard' | 'leave' | 'retry';

/** On a button. */
export const heldChoiceTexts: Texts<HeldChoice> = {
  nl: {
    crm: 'CRM houden',
    remote: '{source} overnemen',
    fields: 'Per veld kiezen',
    link: 'Koppelen',
    keepBoth: 'Beide houden',
    relink: 'Opnieuw koppelen',
    newCard: 'Nieuw contact',
    leave: 'Zo laten',
    retry: 'Nog eens proberen',
  },
  en: {
    crm: 'Keep the CRM',
    remote: 'Take {source}',
    fields: 'Choose per field',
    link: 'Link',
    keepBoth: 'Keep both',
    relink: 'Link again',
    newCard: 'New card',
    leave: 'Leave it',
    retry: 'Try again',
  },
};

/** What a choice does; where a reason says it better, `reason.choice` goes before `choice`. */
export type HeldEffect =
  | HeldChoice
  | 'borrowed.crm'
  | 'borrowed.remote'
  | 'nameOfAnother.crm'
  | 'nameOfAnother.remote'
  | 'notSelected.leave'
  | 'notSelected.remote'
  | 'notSelected.fields'
  | 'noRoom.leave'
  | 'refusedByRemote.leave'
  | 'refusedByRemote.retry'
  | 'mergedAway.leave';

export const heldEffectTexts: Texts<HeldEffect> = {
  nl: {
    crm: 'Het CRM blijft zoals het is, en het contact van {person} krijgt terug wat in het CRM staat.',
    remote: 'Wat in {source} staat, komt bij {person} in het CRM.',
    fields: 'Per veld blijft het CRM, of komt in het CRM wat in {source} staat.',
    link: 'Het contact dat er al is, wordt dat van {person}. Wat op één kant leeg is wordt aangevuld; wat verschilt wordt eerst gevraagd.',
    keepBoth: 'Het contact dat er al is blijft zoals het is; {person} krijgt een eigen contact ernaast.',
    relink: 'Het contact dat overbleef, wordt dat van {person}. Wat verschilt wordt eerst gevraagd.',
    newCard: '{person} krijgt een nieuw contact uit het CRM; het contact dat overbleef blijft zoals het is.',
    leave: 'Alles blijft zoals het is.',
    retry: 'De wijziging wordt nog eens aan het CRM aangeboden.',
    'borrowed.crm':
      'Het CRM blijft zoals het is, en het contact van {person} krijgt de eigen gegevens terug.',
    'borrowed.remote': 'Deze gegevens zijn ook van {person}: ze komen in het CRM.',
    'nameOfAnother.crm':
      'Het CRM blijft zoals het is, en het contact krijgt de naam en de gegevens van {person} terug.',
    'nameOfAnother.remote': '{person} heet voortaan zo: de naam en de andere wijzigingen komen in het CRM.',
    'notSelected.leave': 'Het CRM houdt wat er staat, het contact ook.',
    'notSelected.remote':
      'Wat in {source} staat komt in het CRM, hoewel {person} nu niet bij de contacten van dit postvak hoort.',
    'notSelected.fields': 'Per veld komt het in het CRM, of blijft aan beide kanten staan wat er staat.',
    'noRoom.leave': 'Het contact blijft zoals het is, zonder deze waarde; in het CRM blijft ze staan.',
    'refusedByRemote.leave': 'Het contact blijft zoals het is; in het CRM blijft de nieuwe waarde staan.',
    'refusedByRemote.retry': 'De wijziging wordt nog eens in {source} geschreven.',
    'mergedAway.leave':
      'Het contact is met opzet weggehaald: de koppeling eindigt. {person} blijft in het CRM en komt pas terug als daar iets wijzigt.',
  },
  en: {
    crm: 'The CRM stays as it is, and the card of {person} gets back what the CRM says.',
    remote: 'What stands in {source} goes into the CRM for {person}.',
    fields: 'Per field the CRM stays, or what stands in {source} goes into the CRM.',
    link: 'The card that is there becomes that of {person}. What is blank on one side is filled in; what differs is asked first.',
    keepBoth: 'The card that is there stays as it is; {person} gets a card of their own beside it.',
    relink: 'The card that was left becomes that of {person}. What differs is asked first.',
    newCard: '{person} gets a new card from the CRM; the card that was left stays as it is.',
    leave: 'Everything stays as it is.',
    retry: 'The change is offered to the CRM once more.',
    'borrowed.crm': 'The CRM stays as it is, and the card of {person} gets its own data back.',
    'borrowed.remote': 'This data is that of {person} too: it goes into the CRM.',
    'nameOfAnother.crm': 'The CRM stays as it is, and the card gets the name and the data of {person} back.',
    'nameOfAnother.remote':
      'This is the name of {person} from now on: the name and the other changes go into the CRM.',
    'notSelected.leave': 'The CRM keeps what it says, and so does the card.',
    'notSelected.remote':
      'What stands in {source} goes into the CRM, though {person} is not among the contacts of this mailbox now.',
    'notSelected.fields': 'Per field it goes into the CRM, or both sides keep what they say.',
    'noRoom.leave': 'The card stays as it is, without this value; it stays in the CRM.',
    'refusedByRemote.leave': 'The card stays as it is; the new value stays in the CRM.',
    'refusedByRemote.retry': 'The change is written to {source} once more.',
    'mergedAway.leave':
      'The card was taken away on purpose: the link ends. {person} stays in the CRM and comes back only when something changes there.',
  },
};

/** Why something cannot be chosen now. */
export type HeldProblem =
  | 'notOffered'
  | 'undecided'
  | 'unknownField'
  | 'onlyOut'
  | 'personGone'
  | 'cardIsAnothers'
  | 'notForPairs'
  | 'lastNameRequired'
  | 'malformedEmail'
  | 'invalidDate'
  | 'tooLong'
  | 'refusedByCrm';

export const heldProblemTexts: Texts<HeldProblem> = {
  nl: {
    notOffered: 'Deze keuze is er bij deze reden niet.',
    undecided: 'Kies voor elk veld; er ontbreekt nog: {field}.',
    unknownField: 'Dit veld hoort niet bij deze wijziging: {field}.',
    onlyOut: 'Dit veld neemt het CRM niet uit {source} over: {field}.',
    personGone: 'Deze persoon staat niet meer in het CRM.',
    cardIsAnothers: 'Het andere contact is al dat van iemand anders.',
    notForPairs:
      'Onthouden kan alleen bij gegevens of een naam van een ander, met de keuze het CRM te houden of {source} over te nemen.',
    lastNameRequired: 'Het kan niet zonder achternaam.',
    malformedEmail: 'Dit is geen e-mailadres: {field}.',
    invalidDate: 'Dit is geen datum: {field}.',
    tooLong: 'Dit is te lang voor het CRM: {field}.',
    refusedByCrm: 'Het CRM neemt dit niet aan: {field}.',
  },
  en: {
    notOffered: 'There is no such choice for this reason.',
    undecided: 'Choose for every field; missing: {field}.',
    unknownField: 'This field is no part of this change: {field}.',
    onlyOut: 'The CRM does not take this field from {source}: {field}.',
    personGone: 'This person is no longer in the CRM.',
    cardIsAnothers: 'The other card already belongs to somebody else.',
    notForPairs:
      'Remembering is only possible for data or a name of another, with the choice to keep the CRM or to take {source}.',
    lastNameRequired: 'A last name is needed.',
    malformedEmail: 'This is no e-mail address: {field}.',
    invalidDate: 'This is no date: {field}.',
    tooLong: 'This is too long for the CRM: {field}.',
    refusedByCrm: 'The CRM does not take this: {field}.',
  },
};

/** What became of it; `closed…` where nobody decided: the world moved on. */
export type HeldStanding =
  'open' | 'pending' | 'applied' | 'overtaken' | 'closed' | 'closed.mergedAway' | 'closed.sameCardExists';

export const heldStandingTexts: Texts<HeldStanding> = {
  nl: {
    open: 'Wacht op een beslissing.',
    pending: '{by} besloot: {choice}. De volgende ronde voert dat uit.',
    applied: '{by} besloot: {choice}. Dat is uitgevoerd.',
    overtaken:
      '{by} besloot: {choice}. Voordat dat was uitgevoerd zijn de gegevens veranderd; er is niets mee gedaan.',
    closed: 'Vanzelf gesloten: de gegevens zijn intussen veranderd, er valt hier niets meer te beslissen.',
    'closed.mergedAway':
      'Vanzelf gesloten: het contact is terug of er is een ander voor in de plaats, er valt hier niets meer te beslissen.',
    'closed.sameCardExists':
      'Vanzelf gesloten: het andere contact is er niet meer of is veranderd, er valt hier niets meer te beslissen.',
  },
  en: {
    open: 'Waits for a decision.',
    pending: '{by} decided: {choice}. The next pass carries it out.',
    applied: '{by} decided: {choice}. That has been carried out.',
    overtaken:
      '{by} decided: {choice}. Before that was carried out the data changed; nothing was done with it.',
    closed: 'Closed by itself: the data has changed meanwhile, there is nothing left to decide here.',
    'closed.mergedAway':
      'Closed by itself: the card is back or another has taken its place, there is nothing left to decide here.',
    'closed.sameCardExists':
      'Closed by itself: the other card is gone or has changed, there is nothing left to decide here.',
  },
};

export type HeldWord =
  | 'blank'
  | 'crm'
  | 'personGone'
  | 'otherCard'
  | 'somebodyElse'
  | 'cardOf'
  | 'onCommandLine'
  | 'somebody'
  | 'fieldCrm'
  | 'fieldRemote'
  | 'pair.crm'
  | 'pair.remote';

/** What the sentences are put together from. */
export const heldWordTexts: Texts<HeldWord> = {
  nl: {
    blank: 'leeg',
    crm: 'CRM',
    personGone: 'iemand die niet meer in het CRM staat',
    otherCard: 'een ander contact in uw Outlook',
    somebodyElse: 'iemand anders',
    cardOf: 'het contact van {name}',
    onCommandLine: 'Een beheerder',
    somebody: 'Een collega',
    fieldCrm: '{field}: CRM houden',
    fieldRemote: '{field}: {source} overnemen',
    'pair.crm':
      'Gegevens van {donor} die op het contact van {person} komen, worden zonder vragen teruggezet op wat het CRM zegt.',
    'pair.remote':
      'Gegevens van {donor} die op het contact van {person} komen, gaan zonder vragen naar het CRM.',
  },
  en: {
    blank: 'blank',
    crm: 'CRM',
    personGone: 'somebody who is no longer in the CRM',
    otherCard: 'another card in your Outlook',
    somebodyElse: 'somebody else',
    cardOf: 'the card of {name}',
    onCommandLine: 'An administrator',
    somebody: 'A colleague',
    fieldCrm: '{field}: keep the CRM',
    fieldRemote: '{field}: take {source}',
    'pair.crm':
      'Data of {donor} that gets onto the card of {person} is set back to what the CRM says, without asking.',
    'pair.remote': 'Data of {donor} that gets onto the card of {person} goes into the CRM, without asking.',
  },
};
