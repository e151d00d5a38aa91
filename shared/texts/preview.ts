/** A preview in words: for the API and the command line. */
import type { Texts } from './language.ts';

export type LeftOut =
  | 'gone'
  | 'former'
  | 'notYours'
  | 'excludedByUser'
  | 'roleNotChosen'
  | 'groupExcluded'
  | 'groupNotIncluded'
  | 'removedByUser';

/** Why somebody is not kept in Outlook; behind a name or a number. */
export const leftOutTexts: Texts<LeftOut> = {
  nl: {
    gone: 'staat niet meer in het CRM',
    former: 'voormalig',
    notYours: 'geen relatiebeheerder of eigenaar meer',
    excludedByUser: 'buiten Outlook gezet',
    roleNotChosen: 'alleen in een rol die niet is gekozen',
    groupExcluded: 'in een uitgesloten groep',
    groupNotIncluded: 'in geen van de gekozen groepen',
    removedByUser: 'kaart door de gebruiker verwijderd',
  },
  en: {
    gone: 'no longer in the CRM',
    former: 'former',
    notYours: 'no longer relation manager or owner',
    excludedByUser: 'kept out of Outlook',
    roleNotChosen: 'only in a role that is not chosen',
    groupExcluded: 'in an excluded group',
    groupNotIncluded: 'in none of the chosen groups',
    removedByUser: 'card removed by the user',
  },
};

export const previewWarningTexts: Texts<
  'notStarted' | 'paused' | 'braked' | 'passRuns' | 'unknownGroup' | 'later' | 'reachesBrake'
> = {
  nl: {
    notStarted: 'De koppeling is nog niet begonnen; dit gebeurt pas als u haar hervat.',
    paused: 'De koppeling is gepauzeerd; dit gebeurt pas als u haar hervat.',
    braked: 'De koppeling wacht op uw beoordeling; dit gebeurt pas als u haar hervat.',
    passRuns: 'Er loopt nu een ronde; wat die al deed staat hier niet meer, of nog half.',
    unknownGroup: 'Niemand in het CRM zit in de groep {name}.',
    later: 'Niet alles past in één ronde; een volgende maakt het af.',
    reachesBrake: 'De ronde stopt vóór de eerste wijziging en vraagt u eerst of dit klopt. {why}',
  },
  en: {
    notStarted: 'The link has not begun yet; this happens only when you resume it.',
    paused: 'The link is paused; this happens only when you resume it.',
    braked: 'The link waits for your judgement; this happens only when you resume it.',
    passRuns: 'A pass is running now; what it has done is no longer here, or still by halves.',
    unknownGroup: 'Nobody in the CRM is in the group {name}.',
    later: 'Not everything fits into one pass; a next one completes it.',
    reachesBrake: 'The pass stops before its first change and asks you first whether this is right. {why}',
  },
};

const nl = {
  syncPreview: 'toon wat de ronde zou doen, veld voor veld; er wordt niets gewijzigd',
  syncPreviewOnly: 'bij --preview: {option}',
  previewHead: 'Wat een ronde voor {name} zou doen. Er is niets gewijzigd.',
  previewHeadSettings:
    'Wat een ronde voor {name} zou doen met deze instellingen. Er is niets gewijzigd of bewaard.',
  previewNothing: 'Er is niets te doen.',
  previewAttention: 'Kijk hier eerst naar',
  'preview.created': 'Kaarten maken in Outlook',
  'preview.toRemote': 'Kaarten bijwerken in Outlook',
  'preview.toCrm': 'Personen bijwerken in het CRM',
  'preview.conflicts': 'Velden die aan beide kanten zijn gewijzigd',
  'preview.held': 'Wijzigingen die op een beslissing gaan wachten',
  'preview.paused': 'Koppelingen pauzeren; de kaart blijft staan',
  'preview.resumed': 'Koppelingen hervatten',
  'preview.removed': 'Koppelingen beëindigen; de kaart is verwijderd',
  'preview.repaired': 'Kenmerken van kaarten herstellen',
  'preview.linked': 'Bestaande kaarten koppelen',
  'preview.undone': 'Velden die een eerdere waarde terugkrijgen',
  'preview.discarded': 'Kaarten naar Verwijderde items',
  'preview.leftOut': 'Niet in Outlook gehouden',
  'preview.stay': 'Wacht al op een beslissing, en blijft wachten',
  'preview.close': 'Wacht op een beslissing, en sluit dan vanzelf',
  previewMore: '… en nog {n}; --json geeft ze alle.',
  previewBlank: 'leeg',
  previewOnlyName: 'alleen de weergavenaam',
  previewOverruled: '{field}: ‘{value}’ vervalt (blijft in de geschiedenis)',
  previewCopy: 'een kopie',
  previewRun: 'Uitvoeren: relatiebrug sync {name}',
  previewResume: 'Beginnen: relatiebrug mailbox resume {name}',
  previewSave: 'Bewaren en uitvoeren: relatiebrug mailbox settings {name}, met dezelfde opties',
  mailboxActivatePreviewFirst:
    'begin pas na een voorbeeld: na de toestemming gebeurt er niets tot `mailbox resume`',
  activationWaits: `Het postvak van {name} is verbonden; er is nog niets gewijzigd.
Bekijk wat er zou gebeuren:  relatiebrug sync {name} --preview
Begin:                       relatiebrug mailbox resume {name}`,
  'count.linked.one': '{n} bestaande kaart gekoppeld',
  'count.linked.many': '{n} bestaande kaarten gekoppeld',
  'count.undone.one': '{n} veld teruggezet',
  'count.undone.many': '{n} velden teruggezet',
  'count.discarded.one': '{n} kaart naar Verwijderde items',
  'count.discarded.many': '{n} kaarten naar Verwijderde items',
} as const;

export type PreviewText = keyof typeof nl;

const en: Readonly<Record<PreviewText, string>> = {
  syncPreview: 'show what the pass would do, field by field; nothing is changed',
  syncPreviewOnly: 'with --preview: {option}',
  previewHead: 'What a pass for {name} would do. Nothing was changed.',
  previewHeadSettings: 'What a pass for {name} would do with these settings. Nothing was changed or saved.',
  previewNothing: 'There is nothing to do.',
  previewAttention: 'Look at this first',
  'preview.created': 'Cards to make in Outlook',
  'preview.toRemote': 'Cards to update in Outlook',
  'preview.toCrm': 'Persons to update in the CRM',
  'preview.conflicts': 'Fields changed on both sides',
  'preview.held': 'Changes that will wait for a decision',
  'preview.paused': 'Links to pause; the card stays',
  'preview.resumed': 'Links to resume',
  'preview.removed': 'Links to end; the card was removed',
  'preview.repaired': 'Properties of cards to repair',
  'preview.linked': 'Existing cards to link',
  'preview.undone': 'Fields that get an earlier value back',
  'preview.discarded': 'Cards to Deleted Items',
  'preview.leftOut': 'Not kept in Outlook',
  'preview.stay': 'Waits for a decision already, and goes on waiting',
  'preview.close': 'Waits for a decision, and closes by itself then',
  previewMore: '… and {n} more; --json gives them all.',
  previewBlank: 'blank',
  previewOnlyName: 'only the name as shown',
  previewOverruled: '{field}: ‘{value}’ lapses (stays in the history)',
  previewCopy: 'a copy',
  previewRun: 'Do it: relatiebrug sync {name}',
  previewResume: 'Begin: relatiebrug mailbox resume {name}',
  previewSave: 'Save and do it: relatiebrug mailbox settings {name}, with the same options',
  mailboxActivatePreviewFirst:
    'begin only after a preview: after the consent nothing happens until `mailbox resume`',
  activationWaits: `The mailbox of {name} is connected; nothing was changed yet.
Look at what would happen:  relatiebrug sync {name} --preview
Begin:                      relatiebrug mailbox resume {name}`,
  'count.linked.one': '{n} existing card linked',
  'count.linked.many': '{n} existing cards linked',
  'count.undone.one': '{n} field set back',
  'count.undone.many': '{n} fields set back',
  'count.discarded.one': '{n} card to Deleted Items',
  'count.discarded.many': '{n} cards to Deleted Items',
};

export const previewTexts: Texts<PreviewText> = { nl, en };
