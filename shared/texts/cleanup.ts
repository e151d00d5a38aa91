/** R8 in words: cards of paused links, and their explicit clean-up; for the command line and the API. */
import type { Texts } from './language.ts';

const nl = {
  mailboxCleanup: 'toon de kaarten van gepauzeerde koppelingen, en ruim gekozen kaarten op',
  cleanupAfter: `Zonder keuze wordt alleen getoond. Opruimen verplaatst de kaart naar Verwijderde items in Outlook en beëindigt de koppeling;
de persoon blijft in het CRM en komt pas terug als hij weer voor deze gebruiker gekozen is.
MAILBOX is een e-mailadres of id, PERSON een id, e-mailadres of hele naam.
REASON: gone, former, notYours, excludedByUser, roleNotChosen, groupExcluded, groupNotIncluded.`,
  cleanupPerson: 'deze persoon (mag herhaald)',
  cleanupAll: 'alle getoonde kaarten',
  cleanupReason: 'alleen kaarten met deze reden',
  cleanupWithdraw: 'haal de vraag terug voor wat nog niet is opgeruimd',
  cleanupNone: 'Er zijn geen kaarten van gepauzeerde koppelingen in het Outlook van {name}.',
  cleanupNoneWithReason: 'Geen kaart met reden {reason}.',
  cleanupList: 'Kaarten in het Outlook van {name} die niet meer worden bijgewerkt ({n}):',
  cleanupColPerson: 'PERSOON',
  cleanupColReason: 'REDEN',
  cleanupColNote: 'OPMERKING',
  cleanupColId: 'ID',
  cleanupUnnamed: '(naam onbekend)',
  cleanupAsked: 'wordt opgeruimd',
  cleanupUndecided: 'niet overgenomen: {fields}',
  cleanupUndecidedWarning:
    'Let op: op {n} van deze kaarten is iets gewijzigd dat niet in het CRM staat. Dat gaat mee naar Verwijderde items; de geschiedenis bewaart het, en `relatiebrug undo` haalt het terug. Eerst overnemen kan met `relatiebrug held`.',
  cleanupWhat: 'Opruimen: `relatiebrug mailbox cleanup {name} --person PERSOON` of `--all`.',
  cleanupChosen: 'Naar Verwijderde items ({n}):',
  cleanupResult: 'Wat er van geworden is:',
  'cleanup.gone': 'opgeruimd: de kaart staat in Verwijderde items, de koppeling is beëindigd',
  'cleanup.waiting': 'nog niet gedaan; een volgende ronde doet het',
  'cleanup.kept': 'niet opgeruimd: de vraag is teruggehaald',
  'cleanup.inUse': 'niet opgeruimd: de persoon is weer gekozen en de kaart is weer in gebruik',
  cleanupWithdrawn: 'Teruggehaald voor {n} kaart(en).',
  cleanupNothingAsked: 'Er was niets meer terug te halen.',
  cleanupLate:
    'Er loopt nu een ronde die de vraag al gelezen kan hebben. Een kaart die toch is opgeruimd, staat in Verwijderde items.',
  'paused.gone': 'staat niet meer in het CRM',
  'paused.former': 'voormalig',
  'paused.notYours': 'geen relatiebeheerder of eigenaar meer',
  'paused.excludedByUser': 'buiten Outlook gezet',
  'paused.roleNotChosen': 'alleen in een rol die niet is gekozen',
  'paused.groupExcluded': 'in een uitgesloten groep',
  'paused.groupNotIncluded': 'in geen van de gekozen groepen',
} as const;

export type CleanupText = keyof typeof nl;

const en: Readonly<Record<CleanupText, string>> = {
  mailboxCleanup: 'show the cards of paused links, and clean up chosen ones',
  cleanupAfter: `Without a choice it only shows. A clean-up moves the card to Deleted Items in Outlook and ends the link; the person
stays in the CRM and comes back only when it is selected for this user again.
MAILBOX is an e-mail address or id, PERSON an id, e-mail address or whole name.
REASON: gone, former, notYours, excludedByUser, roleNotChosen, groupExcluded, groupNotIncluded.`,
  cleanupPerson: 'this person (may be repeated)',
  cleanupAll: 'all cards that are shown',
  cleanupReason: 'only cards with this reason',
  cleanupWithdraw: 'take the request back for what was not cleaned up yet',
  cleanupNone: "There are no cards of paused links in {name}'s Outlook.",
  cleanupNoneWithReason: 'No card with reason {reason}.',
  cleanupList: "Cards in {name}'s Outlook that are not updated any more ({n}):",
  cleanupColPerson: 'PERSON',
  cleanupColReason: 'REASON',
  cleanupColNote: 'NOTE',
  cleanupColId: 'ID',
  cleanupUnnamed: '(name unknown)',
  cleanupAsked: 'will be cleaned up',
  cleanupUndecided: 'not taken over: {fields}',
  cleanupUndecidedWarning:
    'Note: on {n} of these cards something was changed that is not in the CRM. It goes to Deleted Items with the card; the history keeps it, and `relatiebrug undo` brings it back. To take it over first: `relatiebrug held`.',
  cleanupWhat: 'To clean up: `relatiebrug mailbox cleanup {name} --person PERSON` or `--all`.',
  cleanupChosen: 'To Deleted Items ({n}):',
  cleanupResult: 'What became of it:',
  'cleanup.gone': 'cleaned up: the card is in Deleted Items, the link has ended',
  'cleanup.waiting': 'not done yet; a next pass does it',
  'cleanup.kept': 'not cleaned up: the request was taken back',
  'cleanup.inUse': 'not cleaned up: the person is selected again and the card is in use again',
  cleanupWithdrawn: 'Taken back for {n} card(s).',
  cleanupNothingAsked: 'There was nothing left to take back.',
  cleanupLate:
    'A pass is running now that may have read the request already. A card that was cleaned up all the same is in Deleted Items.',
  'paused.gone': 'no longer in the CRM',
  'paused.former': 'former',
  'paused.notYours': 'no longer relation manager or owner',
  'paused.excludedByUser': 'kept out of Outlook',
  'paused.roleNotChosen': 'only in a role that is not chosen',
  'paused.groupExcluded': 'in an excluded group',
  'paused.groupNotIncluded': 'in none of the chosen groups',
};

export const cleanupTexts: Texts<CleanupText> = { nl, en };
