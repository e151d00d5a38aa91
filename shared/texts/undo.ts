/** Undo in words: what is left as it is and why, what became of every field, what still waits. */
import type { Texts } from './language.ts';

/** Why something is not taken back. */
export const undoLeftOutTexts: Texts<
  | 'creation'
  | 'onlyGoesOut'
  | 'onlyFilledCard'
  | 'ofAnother'
  | 'notDone'
  | 'changedSince'
  | 'gone'
  | 'sameAlready'
  | 'refusedByCrm'
  | 'asked'
> = {
  nl: {
    creation:
      'Hier is een contact gemaakt. Terugdraaien verwijdert niets; u kunt het contact zelf verwijderen.',
    onlyGoesOut: 'Dit veld gaat alleen van het CRM naar Outlook. Wijzig het in het CRM.',
    onlyFilledCard: 'Hier is alleen een leeg veld op het contact gevuld; in het CRM veranderde niets.',
    ofAnother:
      'Deze waarde stond op het contact, maar hoorde bij iemand anders. Klopt zij toch, typ haar dan in het CRM.',
    notDone: 'Dit is niet gedaan, of nog niet bevestigd. Er is niets om terug te draaien.',
    changedSince: 'Daarna heeft iemand dit veld gewijzigd. Dat blijft zo.',
    gone: 'Deze persoon staat niet meer in het CRM.',
    sameAlready: 'Deze waarde staat al in het CRM.',
    refusedByCrm: 'Het CRM neemt de eerdere waarde niet aan.',
    asked: 'Dit veld wacht al op een eerder verzoek om terug te draaien.',
  },
  en: {
    creation: 'A contact was made here. Undoing removes nothing; you can remove the contact yourself.',
    onlyGoesOut: 'This field only goes from the CRM to Outlook. Change it in the CRM.',
    onlyFilledCard: 'Only a blank field on the contact was filled here; nothing changed in the CRM.',
    ofAnother:
      "This value stood on the contact, but was somebody else's. If it is right after all, type it in the CRM.",
    notDone: 'This was not done, or is not confirmed yet. There is nothing to take back.',
    changedSince: 'Somebody changed this field afterwards. That stays.',
    gone: 'This person is no longer in the CRM.',
    sameAlready: 'This value is in the CRM already.',
    refusedByCrm: 'The CRM does not take the earlier value.',
    asked: 'This field waits already for an earlier undo.',
  },
};

/** What became of one field. */
export const undoOutcomeTexts: Texts<'pending' | 'done' | 'changedSince' | 'gone' | 'refusedByCrm'> = {
  nl: {
    pending: 'Wacht op de volgende ronde.',
    done: 'Teruggedraaid; de eerdere waarde staat weer in het CRM en gaat van daar naar Outlook.',
    changedSince:
      'Niet teruggedraaid: iemand heeft dit veld intussen gewijzigd, in het CRM of op het contact.',
    gone: 'Niet teruggedraaid: deze persoon staat niet meer in het CRM.',
    refusedByCrm: 'Niet teruggedraaid: het CRM neemt de eerdere waarde niet aan.',
  },
  en: {
    pending: 'Waits for the next pass.',
    done: 'Undone; the earlier value is in the CRM again and goes from there to Outlook.',
    changedSince: 'Not undone: somebody changed this field meanwhile, in the CRM or on the contact.',
    gone: 'Not undone: this person is no longer in the CRM.',
    refusedByCrm: 'Not undone: the CRM does not take the earlier value.',
  },
};

/** Why no pass comes to it by itself. */
export const undoWaitsTexts: Texts<'paused' | 'signInAgain' | 'braked'> = {
  nl: {
    paused: 'De koppeling is gepauzeerd; dit gebeurt zodra zij wordt hervat.',
    signInAgain: 'Microsoft vraagt om opnieuw aan te melden; dit gebeurt daarna.',
    braked: 'De koppeling wacht op een beoordeling; dit gebeurt zodra zij wordt hervat.',
  },
  en: {
    paused: 'The link is paused; this happens once it is resumed.',
    signInAgain: 'Microsoft asks to sign in again; this happens after that.',
    braked: 'The link waits for a judgement; this happens once it is resumed.',
  },
};

// ─── The command `undo` ─────────────────────────────────────────────────────────────────────────

const cliNl = {
  undo: 'draai terug wat naar het CRM is geschreven: eerst een plan, dan een ronde die het doet',
  undoAsk: 'toon wat er zou worden teruggedraaid, vraag, en doe het (dit hoeft u er niet bij te zetten)',
  undoUsage: '--entry ID | --pass ID | --mailbox MAILBOX --since TIJDSTIP [--dry-run] [--yes]',
  undoAfter: `Ids staan in \`relatiebrug history\`; de eerste acht tekens zijn genoeg. Een tijdstip is 2026-03-02, "2026-03-02 14:30"
(in TIME_ZONE), een ISO-tijdstip, of zoveel geleden: 30m, 2h, 3d.
Wat iemand daarna wijzigde, in het CRM of op het contact, blijft zo. De eerdere waarde komt in het CRM en gaat van daar naar Outlook.
Terugdraaien is zelf ook terug te draaien.`,
  undoEntry: 'deze regel van de geschiedenis',
  undoPass: 'alles wat deze ronde deed',
  undoMailbox: 'het postvak bij --since (e-mailadres of id)',
  undoSince: 'alles wat dit postvak vanaf dan naar het CRM stuurde',
  undoDryRun: 'toon alleen wat er zou gebeuren',
  undoYes: 'zonder te vragen',
  undoShow: 'toon wat er van een verzoek is geworden, veld voor veld',
  undoList: 'toon wat er is teruggedraaid of nog wacht, nieuwste eerst (MAILBOX: e-mailadres of id)',
  undoListNone: 'Er is nog niets teruggedraaid.',
  undoColWho: 'WIE',
  undoColField: 'VELD',
  undoColNow: 'NU IN HET CRM',
  undoColBecomes: 'WORDT',
  undoColWas: 'WAS',
  undoColOutcome: 'UITKOMST',
  undoColId: 'ID',
  undoColAsked: 'GEVRAAGD',
  undoColWhat: 'WAT',
  undoColCounts: 'GEDAAN',
  undoPlanHead: 'Dit wordt teruggedraaid ({n}):',
  undoLeftHead: 'Dit blijft zoals het is ({n}):',
  undoNothing: 'Er is niets om terug te draaien.',
  undoChain: '({n} wijzigingen)',
  undoAsked: 'Gevraagd onder id {id}.',
  undoAskedBefore: 'Dit was al gevraagd, onder id {id}.',
  undoCounts: 'teruggedraaid: {done} · niet: {notDone} · wacht: {pending}',
  undoResult: 'Uitkomst:',
  'undoScope.entry': 'regel {id}',
  'undoScope.pass': 'ronde {id}',
  'undoScope.since': 'vanaf {at}',
  undoShowAgain: 'Kijk later met `relatiebrug undo show {id}`.',
} as const;
export type UndoCliText = keyof typeof cliNl;

export const undoCliTexts: Texts<UndoCliText> = {
  nl: cliNl,
  en: {
    undo: 'take back what was written to the CRM: a plan first, then a pass that does it',
    undoAsk: 'show what would be taken back, ask, and do it (need not be written)',
    undoUsage: '--entry ID | --pass ID | --mailbox MAILBOX --since INSTANT [--dry-run] [--yes]',
    undoAfter: `Ids stand in \`relatiebrug history\`; their first eight characters are enough. An instant is 2026-03-02, "2026-03-02 14:30"
(in TIME_ZONE), an ISO instant, or so long ago: 30m, 2h, 3d.
What somebody changed afterwards, in the CRM or on the contact, stays. The earlier value goes into the CRM and from there to Outlook.
An undo can itself be undone.`,
    undoEntry: 'this entry of the history',
    undoPass: 'all that this pass did',
    undoMailbox: 'the mailbox, with --since (e-mail address or id)',
    undoSince: 'everything this mailbox sent to the CRM from then on',
    undoDryRun: 'only show what would happen',
    undoYes: 'without asking',
    undoShow: 'show what became of an undo, field by field',
    undoList: 'show what was undone or still waits, newest first (MAILBOX: e-mail address or id)',
    undoListNone: 'Nothing has been undone yet.',
    undoColWho: 'WHO',
    undoColField: 'FIELD',
    undoColNow: 'NOW IN THE CRM',
    undoColBecomes: 'BECOMES',
    undoColWas: 'WAS',
    undoColOutcome: 'OUTCOME',
    undoColId: 'ID',
    undoColAsked: 'ASKED',
    undoColWhat: 'WHAT',
    undoColCounts: 'DONE',
    undoPlanHead: 'This is taken back ({n}):',
    undoLeftHead: 'This stays as it is ({n}):',
    undoNothing: 'There is nothing to undo.',
    undoChain: '({n} changes)',
    undoAsked: 'Asked under id {id}.',
    undoAskedBefore: 'This was asked already, under id {id}.',
    undoCounts: 'undone: {done} · not: {notDone} · waiting: {pending}',
    undoResult: 'Outcome:',
    'undoScope.entry': 'entry {id}',
    'undoScope.pass': 'pass {id}',
    'undoScope.since': 'from {at} on',
    undoShowAgain: 'Look later with `relatiebrug undo show {id}`.',
  },
};
