/**
 * The screen "Historie": what happened, and taking it back. Why something was written, why it is not taken back and what
 * became of an undo is told by the worker (../history.ts, ../undo.ts); here is what stands around it.
 */
import type { Language } from '../language.ts';

const nl = {
  title: 'Historie',
  titleOf: (name: string) => `Historie van ${name}`,
  intro: 'Alles wat Relatiebrug voor u heeft gewijzigd, aan welke kant en waarom. Niets daarvan raakt kwijt.',
  views: { label: 'Welke', all: 'Alles', recent: 'Laatst bekeken', undos: 'Teruggedraaid' },
  backToAll: 'Alle historie',
  toPerson: 'Naar de relatie',
  personGone: 'Iemand die niet meer in het CRM staat',
  today: 'Vandaag',
  yesterday: 'Gisteren',
  more: 'Meer tonen',
  empty: 'Er is nog niets gewijzigd. Wat de synchronisatie aan een van beide kanten wijzigt, ziet u hier.',
  emptyPerson: 'Voor deze persoon is er niets gewijzigd.',
  emptyFiltered: 'Er is niets dat hierbij past.',

  filters: {
    title: (n: number) =>
      n === 0 ? 'Filteren' : n === 1 ? 'Filteren (1 gekozen)' : `Filteren (${n} gekozen)`,
    person: 'Persoon',
    personHint: 'Naam, organisatie of e-mailadres',
    personNone: 'Niemand gevonden.',
    field: 'Veld',
    anyField: 'Alle velden',
    side: 'Waar het is gewijzigd',
    anySide: 'CRM en Outlook',
    crm: 'In het CRM',
    remote: 'In Outlook',
    overruled: 'Alleen waar een getypte waarde verloor',
    clear: 'Filters wissen',
  },
  file: 'Opslaan als CSV',
  fileName: 'geschiedenis.csv',

  whole: 'Contact',
  wholeCrm: 'Relatie',
  wroteCrm: 'in het CRM',
  wroteRemote: 'in Outlook',
  from: 'van',
  to: 'naar',
  valuesUnknown: 'De waarden zijn niet bewaard.',
  overruled: (side: 'crm' | 'remote'): string =>
    side === 'crm' ? 'Dit stond in het CRM en is overstemd:' : 'Dit stond in Outlook en is overstemd:',
  restore: 'Herstellen',
  intended: 'Nog niet bevestigd',
  notDone: 'Niet gedaan',
  takenBack: 'Draait een eerdere wijziging terug',
  undo: 'Terugdraaien',
  undoOf: (what: string) => `Terugdraaien: ${what}`,
  restoreOf: (what: string) => `Herstellen: ${what}`,
  cannot: 'Niet terug te draaien',
  changedInCrm: 'Dit is in het CRM zelf gewijzigd. Wijzig het daar.',
  undoSince: 'Alles vanaf een moment terugdraaien',

  plan: {
    title: 'Terugdraaien',
    restoreTitle: 'Herstellen',
    intro: 'U ziet eerst wat er zou gebeuren. Er verandert niets tot u het vraagt.',
    what: 'Wat terugdraaien?',
    entry: 'Alleen deze wijziging',
    pass: 'Alles van dezelfde ronde',
    since: 'Alles wat mijn Outlook vanaf een moment naar het CRM stuurde',
    sinceWhen: 'Vanaf',
    looking: 'Er wordt gekeken wat er zou gebeuren…',
    items: (n: number) => (n === 1 ? 'Dit wordt teruggedraaid' : `Dit wordt teruggedraaid (${n})`),
    leftOut: (n: number) => (n === 1 ? 'Dit blijft zoals het is' : `Dit blijft zoals het is (${n})`),
    now: 'Nu in het CRM',
    becomes: 'Wordt',
    together: (n: number) => `${n} wijzigingen samen`,
    nothingTitle: 'Hier is niets terug te draaien',
    nothing: 'Kies iets anders, of ga terug.',
    goesOn:
      'De eerdere waarde komt in het CRM en gaat van daar naar Outlook, ook bij collega’s die deze persoon hebben. Terugdraaien is zelf ook terug te draaien.',
    stale: 'Wat er zou gebeuren is intussen veranderd. Er is niets gedaan. Dit zou er nu gebeuren:',
    ask: (n: number) => (n === 1 ? 'Terugdraaien' : `${n} velden terugdraaien`),
    cancel: 'Annuleren',
    badMoment: 'Kies een dag en een tijd.',
  },

  outcome: {
    title: 'Terugdraaien',
    asked: 'Gevraagd. De volgende ronde doet het.',
    busy: (done: number, all: number) => `${done} van de ${all} teruggedraaid; de rest volgt.`,
    done: (n: number) => (n === 1 ? 'Teruggedraaid.' : `Alle ${n} velden zijn teruggedraaid.`),
    partly: (done: number, all: number) =>
      `${done} van de ${all} teruggedraaid. De rest niet; hieronder staat waarom.`,
    nothing: 'Niets teruggedraaid; hieronder staat waarom.',
    what: 'Per veld',
    back: 'Terug naar de historie',
    counts: (done: number, notDone: number, pending: number) =>
      [
        done > 0 ? `${done} teruggedraaid` : null,
        notDone > 0 ? `${notDone} niet` : null,
        pending > 0 ? `${pending} wacht` : null,
      ]
        .filter((part) => part !== null)
        .join(' · '),
  },

  undos: {
    intro: 'Wat er is teruggedraaid of nog wacht, het laatste bovenaan.',
    empty: 'Er is nog niets teruggedraaid.',
    entry: 'Eén wijziging',
    pass: 'Een hele ronde',
    since: (moment: string) => `Alles vanaf ${moment}`,
    by: (name: string) => `door ${name}`,
    admin: 'een beheerder',
  },

  recent: {
    intro: 'Wie u de laatste 30 dagen hier bekeek, de laatste bovenaan.',
    empty: 'U hebt nog niemand bekeken. Open een bericht van een relatie, dan staat die hier.',
    former: 'voormalig',
  },
};

export type HistoryTexts = typeof nl;

const en: HistoryTexts = {
  title: 'History',
  titleOf: (name) => `History of ${name}`,
  intro: 'Everything Relatiebrug changed for you, on which side and why. None of it gets lost.',
  views: { label: 'Which', all: 'All', recent: 'Last viewed', undos: 'Undone' },
  backToAll: 'All history',
  toPerson: 'To the relation',
  personGone: 'Somebody who is no longer in the CRM',
  today: 'Today',
  yesterday: 'Yesterday',
  more: 'Show more',
  empty: 'Nothing has been changed yet. What the synchronisation changes on either side appears here.',
  emptyPerson: 'Nothing was changed for this person.',
  emptyFiltered: 'There is nothing that fits.',

  filters: {
    title: (n) => (n === 0 ? 'Filter' : `Filter (${n} chosen)`),
    person: 'Person',
    personHint: 'Name, organisation or e-mail address',
    personNone: 'Nobody found.',
    field: 'Field',
    anyField: 'All fields',
    side: 'Where it was changed',
    anySide: 'CRM and Outlook',
    crm: 'In the CRM',
    remote: 'In Outlook',
    overruled: 'Only where a typed value lost',
    clear: 'Clear filters',
  },
  file: 'Save as CSV',
  fileName: 'history.csv',

  whole: 'Contact',
  wholeCrm: 'Relation',
  wroteCrm: 'in the CRM',
  wroteRemote: 'in Outlook',
  from: 'from',
  to: 'to',
  valuesUnknown: 'The values were not kept.',
  overruled: (side) =>
    side === 'crm' ? 'This stood in the CRM and was overruled:' : 'This stood in Outlook and was overruled:',
  restore: 'Restore',
  intended: 'Not confirmed yet',
  notDone: 'Not done',
  takenBack: 'Takes back an earlier change',
  undo: 'Undo',
  undoOf: (what) => `Undo: ${what}`,
  restoreOf: (what) => `Restore: ${what}`,
  cannot: 'Cannot be undone',
  changedInCrm: 'This was changed in the CRM itself. Change it there.',
  undoSince: 'Undo everything from a moment on',

  plan: {
    title: 'Undo',
    restoreTitle: 'Restore',
    intro: 'You first see what would happen. Nothing changes until you ask for it.',
    what: 'Undo what?',
    entry: 'Only this change',
    pass: 'Everything of the same pass',
    since: 'Everything my Outlook sent to the CRM from a moment on',
    sinceWhen: 'From',
    looking: 'Looking at what would happen…',
    items: (n) => (n === 1 ? 'This is taken back' : `This is taken back (${n})`),
    leftOut: (n) => (n === 1 ? 'This stays as it is' : `This stays as it is (${n})`),
    now: 'Now in the CRM',
    becomes: 'Becomes',
    together: (n) => `${n} changes together`,
    nothingTitle: 'There is nothing to undo here',
    nothing: 'Choose something else, or go back.',
    goesOn:
      'The earlier value goes into the CRM and from there to Outlook, also with colleagues who have this person. An undo can itself be undone.',
    stale: 'What would happen has changed meanwhile. Nothing was done. This would happen now:',
    ask: (n) => (n === 1 ? 'Undo' : `Undo ${n} fields`),
    cancel: 'Cancel',
    badMoment: 'Choose a day and a time.',
  },

  outcome: {
    title: 'Undo',
    asked: 'Asked. The next pass does it.',
    busy: (done, all) => `${done} of ${all} undone; the rest follows.`,
    done: (n) => (n === 1 ? 'Undone.' : `All ${n} fields are undone.`),
    partly: (done, all) => `${done} of ${all} undone. The rest is not; below is why.`,
    nothing: 'Nothing was undone; below is why.',
    what: 'Field by field',
    back: 'Back to the history',
    counts: (done, notDone, pending) =>
      [
        done > 0 ? `${done} undone` : null,
        notDone > 0 ? `${notDone} not` : null,
        pending > 0 ? `${pending} waiting` : null,
      ]
        .filter((part) => part !== null)
        .join(' · '),
  },

  undos: {
    intro: 'What was undone or still waits, the latest first.',
    empty: 'Nothing has been undone yet.',
    entry: 'One change',
    pass: 'A whole pass',
    since: (moment) => `Everything from ${moment} on`,
    by: (name) => `by ${name}`,
    admin: 'an administrator',
  },

  recent: {
    intro: 'Whom you looked at here in the last 30 days, the latest first.',
    empty: 'You have not looked at anybody yet. Open a message of a relation, and that person appears here.',
    former: 'former',
  },
};

export const paneHistoryTexts: Readonly<Record<Language, HistoryTexts>> = { nl, en };
