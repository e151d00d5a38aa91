/** A preview in the pane: numbers first, then the cases that need an eye. */
import type { Language } from '../language.ts';

const nl = {
  making: 'We kijken wat er zou gebeuren…',
  makingLong: 'Bij veel contacten kan dit een minuut duren. Er wordt niets gewijzigd.',
  failedTitle: 'Het voorbeeld kwam er niet',
  busy: 'Er wordt al een voorbeeld gemaakt. Zodra dat klaar is, begint het uwe.',
  tooLong: 'Het voorbeeld liet te lang op zich wachten. Er is niets gewijzigd; probeer het opnieuw.',
  nothing: 'Er verandert niets.',
  nobody:
    'U bent nog van niemand relatiebeheerder of eigenaar. Zodra dat in het CRM verandert, verschijnt de persoon in Outlook.',
  nobodyChosen: 'Met deze keuzes komt er niemand in Outlook. Kies andere rollen of groepen.',
  numbers: 'In aantallen',
  created: 'Nieuwe contacten in Outlook',
  linked: 'Bestaande contacten koppelen',
  resumed: 'Weer bijwerken',
  toRemote: 'Bijwerken in Outlook',
  toCrm: 'Bijwerken in het CRM',
  held: 'Wacht op uw besluit',
  paused: 'Niet meer bijwerken (contact blijft)',
  removed: 'Door u verwijderd; koppeling eindigt',
  discarded: 'Naar Verwijderde items',
  leftOut: 'Niet in Outlook',
  waiting: 'Wacht al op uw besluit',
  look: 'Bekijk ze zelf',
  conflicts: (n: number) =>
    n === 1
      ? '1 veld is aan beide kanten gewijzigd; wat verliest, blijft in de historie.'
      : `${n} velden zijn aan beide kanten gewijzigd; wat verliest, blijft in de historie.`,
  brakeTitle: 'Er verandert opvallend veel',
  attention: 'Let op',
  unnamed: '(naam onbekend)',
  blank: 'leeg',
  onlyName: 'alleen de naam zoals die getoond wordt',
  inCrm: 'CRM',
  inOutlook: 'Outlook',
  becomes: 'wordt',
  overruled: (value: string) => `‘${value}’ vervalt (blijft in de historie)`,
  showMore: (n: number) => `Toon er nog ${n}`,
  more: (text: string) => `… en nog ${text}`,
};

export type PreviewTexts = typeof nl;

const en: PreviewTexts = {
  making: 'Looking at what would happen…',
  makingLong: 'With many contacts this may take a minute. Nothing is changed.',
  failedTitle: 'The preview did not come about',
  busy: 'A preview is being made already. Yours begins as soon as that is ready.',
  tooLong: 'The preview took too long. Nothing was changed; try again.',
  nothing: 'Nothing changes.',
  nobody:
    'You are not yet anybody’s relation manager or owner. As soon as that changes in the CRM, the person appears in Outlook.',
  nobodyChosen: 'With these choices nobody comes into Outlook. Choose other roles or groups.',
  numbers: 'In numbers',
  created: 'New contacts in Outlook',
  linked: 'Existing contacts to link',
  resumed: 'Updated again',
  toRemote: 'Updated in Outlook',
  toCrm: 'Updated in the CRM',
  held: 'Wait for your decision',
  paused: 'No longer updated (contact stays)',
  removed: 'Removed by you; link ends',
  discarded: 'To Deleted Items',
  leftOut: 'Not in Outlook',
  waiting: 'Wait for your decision already',
  look: 'Look for yourself',
  conflicts: (n) =>
    n === 1
      ? '1 field was changed on both sides; what loses stays in the history.'
      : `${n} fields were changed on both sides; what loses stays in the history.`,
  brakeTitle: 'Remarkably much changes',
  attention: 'Note',
  unnamed: '(name unknown)',
  blank: 'blank',
  onlyName: 'only the name as it is shown',
  inCrm: 'CRM',
  inOutlook: 'Outlook',
  becomes: 'becomes',
  overruled: (value) => `‘${value}’ lapses (stays in the history)`,
  showMore: (n) => `Show ${n} more`,
  more: (text) => `… and ${text} more`,
};

export const previewPaneTexts: Readonly<Record<Language, PreviewTexts>> = { nl, en };
