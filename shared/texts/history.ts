/**
 * The history in words: why something was written, in a sentence; what came of it; the columns of its file. `{who}` is
 * the user of the mailbox, or who changed something in the CRM.
 */
import type { Texts } from './language.ts';

const decisionsNl = {
  'R2.created': '{who} heeft deze persoon nu als contact in Outlook: het contact is gemaakt.',
  'R4.crmLeads': 'Dit veld wordt alleen vanuit het CRM gevuld; het contact van {who} kreeg wat daar staat.',
  'R5.onlyCrm': 'Gewijzigd in het CRM; het contact van {who} nam het over.',
  'R5.onlyRemote': '{who} wijzigde het contact in Outlook; het CRM nam het over.',
  'R5.conflict.crm':
    'Aan beide kanten gewijzigd; volgens de instelling van {who} gaat het CRM voor, en het contact nam dat over.',
  'R5.conflict.outlook':
    'Aan beide kanten gewijzigd; volgens de instelling van {who} gaat Outlook voor, en het CRM nam dat over.',
  'R5.conflict.newest':
    'Aan beide kanten gewijzigd; volgens de instelling van {who} gaat de laatste wijziging voor.',
  'R5.blankTakesOther': 'Bij {who} was één kant nog leeg; die nam de waarde van de andere over.',
  'decided.crm': 'Zo beslist over een vastgehouden wijziging bij {who}: wat in het CRM staat, blijft.',
  'decided.remote':
    'Zo beslist over een vastgehouden wijziging bij {who}: wat in Outlook stond, is overgenomen.',
  undo: 'Teruggedraaid bij {who}: de eerdere waarde staat weer in het CRM.',
  'crm.created': 'Aangemaakt in het CRM door {who}.',
  'crm.changed': 'Gewijzigd in het CRM door {who}.',
  'crm.removed': 'Verwijderd uit het CRM door {who}.',
  'crm.tied': 'In het CRM aan een hoofdrelatie gekoppeld door {who}.',
  'crm.untied': 'In het CRM van de hoofdrelatie losgemaakt door {who}.',
} as const;

export type HistoryDecision = keyof typeof decisionsNl;

export const historyDecisionTexts: Texts<HistoryDecision> = {
  nl: decisionsNl,
  en: {
    'R2.created': '{who} now has this person as a contact in Outlook: the contact was made.',
    'R4.crmLeads': 'This field is filled from the CRM only; the contact of {who} got what stands there.',
    'R5.onlyCrm': 'Changed in the CRM; the contact of {who} took it over.',
    'R5.onlyRemote': '{who} changed the contact in Outlook; the CRM took it over.',
    'R5.conflict.crm':
      'Changed on both sides; by the setting of {who} the CRM goes first, and the contact took that over.',
    'R5.conflict.outlook':
      'Changed on both sides; by the setting of {who} Outlook goes first, and the CRM took that over.',
    'R5.conflict.newest': 'Changed on both sides; by the setting of {who} the latest change goes first.',
    'R5.blankTakesOther': 'With {who} one side was still blank; it took the value of the other.',
    'decided.crm': 'Decided so about a held change with {who}: what stands in the CRM stays.',
    'decided.remote': 'Decided so about a held change with {who}: what stood in Outlook was taken over.',
    undo: 'Undone with {who}: the earlier value is in the CRM again.',
    'crm.created': 'Made in the CRM by {who}.',
    'crm.changed': 'Changed in the CRM by {who}.',
    'crm.removed': 'Removed from the CRM by {who}.',
    'crm.tied': 'Tied to a head in the CRM by {who}.',
    'crm.untied': 'Untied from its head in the CRM by {who}.',
  },
};

/** Who did it, in the middle of a sentence. */
export const historyWhoTexts: Texts<'import' | 'mailbox' | 'unknownUser' | 'unknownEmployee'> = {
  nl: {
    import: 'een import',
    mailbox: 'de Outlook van {name}',
    unknownUser: 'een gebruiker van vroeger',
    unknownEmployee: 'een medewerker',
  },
  en: {
    import: 'an import',
    mailbox: 'the Outlook of {name}',
    unknownUser: 'a former user',
    unknownEmployee: 'an employee',
  },
};

export const historyOutcomeTexts: Texts<'intended' | 'done' | 'notDone'> = {
  nl: { intended: 'nog niet bevestigd', done: 'gedaan', notDone: 'niet gedaan' },
  en: { intended: 'not confirmed yet', done: 'done', notDone: 'not done' },
};

export const historySideTexts: Texts<'crm' | 'remote'> = {
  nl: { crm: 'CRM', remote: 'Outlook' },
  en: { crm: 'CRM', remote: 'Outlook' },
};

/** What a change is about, beside the fields (fields.ts). */
export const historyPartTexts: Texts<
  'whole' | 'kind' | 'organisation' | 'relationManagerId' | 'ownerIds' | 'groups' | 'former' | 'headId'
> = {
  nl: {
    whole: 'als geheel',
    kind: 'soort',
    organisation: 'organisatie',
    relationManagerId: 'relatiebeheerder',
    ownerIds: 'eigenaren',
    groups: 'groepen',
    former: 'voormalig',
    headId: 'hoofdrelatie',
  },
  en: {
    whole: 'as a whole',
    kind: 'kind',
    organisation: 'organisation',
    relationManagerId: 'relation manager',
    ownerIds: 'owners',
    groups: 'groups',
    former: 'former',
    headId: 'head',
  },
};

/** Headings of the file, in the order of its columns. */
export const historyColumns = [
  'when',
  'person',
  'what',
  'side',
  'from',
  'to',
  'why',
  'overruledSide',
  'overruledValue',
  'who',
  'outcome',
  'rule',
  'at',
  'personId',
  'mailboxId',
  'passId',
  'id',
  'undoes',
] as const;
export type HistoryColumn = (typeof historyColumns)[number];

export const historyColumnTexts: Texts<HistoryColumn> = {
  nl: {
    when: 'Wanneer',
    person: 'Persoon',
    what: 'Veld',
    side: 'Gewijzigde kant',
    from: 'Van',
    to: 'Naar',
    why: 'Waarom',
    overruledSide: 'Verloren kant',
    overruledValue: 'Verloren waarde',
    who: 'Wie',
    outcome: 'Uitkomst',
    rule: 'Regel',
    at: 'Tijdstip (UTC)',
    personId: 'Persoon-id',
    mailboxId: 'Postvak-id',
    passId: 'Ronde-id',
    id: 'Id',
    undoes: 'Draait terug',
  },
  en: {
    when: 'When',
    person: 'Person',
    what: 'Field',
    side: 'Side changed',
    from: 'From',
    to: 'To',
    why: 'Why',
    overruledSide: 'Side overruled',
    overruledValue: 'Value overruled',
    who: 'Who',
    outcome: 'Outcome',
    rule: 'Rule',
    at: 'Instant (UTC)',
    personId: 'Person id',
    mailboxId: 'Mailbox id',
    passId: 'Pass id',
    id: 'Id',
    undoes: 'Undoes',
  },
};
