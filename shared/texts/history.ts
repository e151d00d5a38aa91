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
  'R8.cleanedUp':
    'Het contact is op verzoek van {who} opgeruimd; deze wijziging was niet overgenomen en ging mee naar Verwijderde items.',
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
    'R8.cleanedUp':
      'The contact was cleaned up as {who} asked; this change had not been taken over and went to Deleted Items with it.',
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

// ─── The command `history` ──────────────────────────────────────────────────────────────────────

const cliNl = {
  history: 'toon wat er met personen gebeurde: door de synchronisatie, en in het CRM zelf',
  historyAfter: `WHO is een persoon (id, e-mailadres of hele naam) of een postvak (e-mailadres van de medewerker, of id); zonder WHO: alles.
Van een persoon worden ook de wijzigingen in het CRM zelf getoond, behalve met --mailbox of --pass.
Een tijdstip is 2026-03-02, "2026-03-02 14:30" (in TIME_ZONE), een ISO-tijdstip, of zoveel geleden: 30m, 2h, 3d.
Het CSV-bestand is UTF-8 met kenmerk (BOM) en puntkomma's, zodat Excel het zo opent; wat een formule zou zijn, krijgt een '.`,
  historyPerson: 'alleen van deze persoon',
  historyMailbox: 'alleen van dit postvak',
  historyPass: 'alleen van deze ronde (id, of de eerste acht tekens)',
  historyField: 'alleen dit veld',
  historySide: 'alleen wat aan deze kant is geschreven: crm of outlook',
  historySince: 'vanaf dit tijdstip',
  historyUntil: 'tot dit tijdstip',
  historyOverruled: 'alleen waar een getypte waarde het verloor',
  historyLimit: 'hoogstens zoveel (50)',
  historyBefore: 'ga verder waar een eerdere lijst ophield',
  historyCsv: 'schrijf alles wat past naar dit CSV-bestand (- is standaarduitvoer)',
  historyNone: 'Er is niets dat hierbij past.',
  historyMore: 'Er is meer; ga verder met --before {next}',
  historyLost: 'verloor: {value} ({side})',
  historyId: 'id {id}',
  historyPassId: 'ronde {id}',
  historyUndoes: 'draait {id} terug',
  historyNot: 'let op: {outcome}',
  historyWritten: '{n} regels geschreven naar {file}.',
  historyProgress: 'regels',
} as const;
export type HistoryCliText = keyof typeof cliNl;

export const historyCliTexts: Texts<HistoryCliText> = {
  nl: cliNl,
  en: {
    history: 'show what happened to persons: by the synchronisation, and in the CRM itself',
    historyAfter: `WHO is a person (id, e-mail address or whole name) or a mailbox (e-mail address of the employee, or id); without WHO: everything.
Of a person the changes in the CRM itself are shown too, except with --mailbox or --pass.
An instant is 2026-03-02, "2026-03-02 14:30" (in TIME_ZONE), an ISO instant, or so long ago: 30m, 2h, 3d.
The CSV file is UTF-8 with its mark (BOM) and semicolons, as Excel opens it in Dutch; what would be a formula gets a '.`,
    historyPerson: 'only of this person',
    historyMailbox: 'only of this mailbox',
    historyPass: 'only of this pass (id, or its first eight characters)',
    historyField: 'only this field',
    historySide: 'only what was written on this side: crm or outlook',
    historySince: 'from this instant on',
    historyUntil: 'before this instant',
    historyOverruled: 'only where a value that somebody typed lost',
    historyLimit: 'at most so many (50)',
    historyBefore: 'go on where an earlier list ended',
    historyCsv: 'write all that fits to this CSV file (- is standard output)',
    historyNone: 'There is nothing that fits.',
    historyMore: 'There is more; go on with --before {next}',
    historyLost: 'lost: {value} ({side})',
    historyId: 'id {id}',
    historyPassId: 'pass {id}',
    historyUndoes: 'undoes {id}',
    historyNot: 'note: {outcome}',
    historyWritten: '{n} lines written to {file}.',
    historyProgress: 'lines',
  },
};
