/** What the commands `held …` say around the sentences of held.ts. */
import type { Texts } from './language.ts';

const nl = {
  held: 'vastgehouden wijzigingen: tonen, beslissen, onthouden',
  heldList: 'toon wat op een beslissing wacht, het nieuwste eerst',
  heldListAfter: `Zonder MAILBOX: van alle postvakken, zonder namen en zonder waarden. Met MAILBOX (e-mailadres of id): met de hele zin.
Redenen: {reasons}.
Afsluitcode 3 als er iets wacht, 0 als er niets wacht.`,
  heldPerson: 'alleen van deze persoon (id, e-mailadres of hele naam)',
  heldReason: 'alleen met deze reden',
  heldSource: 'alleen uit deze bron (outlook)',
  heldAll: 'ook wat al besloten of vanzelf gesloten is',
  heldLimit: 'hoogstens zoveel',
  heldShow: 'toon één vastgehouden wijziging: waarom, beide waarden naast elkaar, en wat elke keuze doet',
  heldShowAfter: 'ID: de eerste acht tekens zijn genoeg. Afsluitcode 3 zolang het op een beslissing wacht.',
  heldDecide: 'beslis over één wijziging, of over alle met dezelfde reden in een postvak',
  heldDecideUsage:
    '[options] ID CHOICE\n       relatiebrug held decide [options] --mailbox MAILBOX --reason REASON CHOICE',
  heldDecideAfter: `Keuzes: {choices}; \`held show\` zegt welke er zijn en wat ze doen. ID: de eerste acht tekens zijn genoeg.
Er wordt hier niets geschreven: de volgende ronde voert de beslissing uit, op de gegevens die u zag. Zijn die dan veranderd, dan gebeurt er niets
en wordt er zo nodig opnieuw gevraagd. Twee keer hetzelfde beslissen is één keer; wie het eerst beslist, heeft beslist.
Afsluitcode 1 als het niet (meer) kon; wat er staat wordt gezegd.`,
  heldField: 'voor dit veld anders dan CHOICE: FIELD=crm of FIELD=remote (mag herhaald)',
  heldRemember: 'beslis zo voortaan ook zonder vragen voor deze persoon en deze ander',
  heldMailbox: 'alle van dit postvak met deze reden (e-mailadres of id)',
  heldYes: 'zonder te vragen',
  heldPairs: 'toon wat zonder vragen wordt besloten, omdat iemand dat zo onthouden heeft',
  heldForget: 'vraag weer naar iets nieuws van deze ander; wat besloten is blijft besloten',
  heldForgetAfter: 'ID komt uit `held pairs`; de eerste acht tekens zijn genoeg.',
  // list, show
  heldNone: 'Er wacht niets op een beslissing.',
  heldNoneFound: 'Niets gevonden.',
  heldWaits: '{name}: {n} wachten op een beslissing.',
  heldWaitsOne: '{name}: 1 wacht op een beslissing.',
  heldFound: '{name}: {n} gevonden.',
  heldMore: 'Er is meer; --limit geeft meer tegelijk.',
  heldOverview: 'Wie en wat het betreft: `relatiebrug held list MAILBOX` of `relatiebrug held show ID`.',
  heldColId: 'ID',
  heldColReason: 'REDEN',
  heldColFields: 'VELDEN',
  heldColSince: 'SINDS',
  heldColState: 'STAND',
  heldColField: 'VELD',
  heldColCrm: 'CRM',
  heldColBefore: 'EERDER GELIJK',
  'heldState.open': 'wacht',
  'heldState.decided': 'besloten',
  'heldState.overtaken': 'vanzelf gesloten',
  heldChoices: 'U kunt beslissen:',
  heldImpossible: 'Nu niet mogelijk:',
  heldNoChoices: 'Er is nu niets te kiezen.',
  heldHow: 'Beslis met: relatiebrug held decide {id} KEUZE',
  heldHowRemember:
    'Met --remember wordt het voortaan zo gedaan zonder te vragen, voor deze persoon en deze ander.',
  heldUnknownBefore: '(onbekend)',
  // decide
  heldDecided: 'Besloten: {choice}.',
  heldDecidedAlready: 'Dat was al zo besloten: {choice}.',
  heldRemembered: 'Dit wordt onthouden; `relatiebrug held pairs` toont het.',
  heldChosen: 'Zo wordt besloten ({n}): {choice}',
  heldCounts:
    '{decided} besloten, {alreadyDecided} al anders besloten, {overtaken} intussen vervallen, {notPossible} niet mogelijk.',
  heldManyMore: 'Er zijn er meer; geef de opdracht nog eens voor de rest.',
  // pairs
  heldNoPairs: 'Er is niets onthouden.',
  heldPairBy: '{id}  onthouden: {by}, {at}',
  heldForgotten: 'Vergeten. Iets nieuws van deze ander wordt weer gevraagd; wat besloten is blijft besloten.',
} as const;

export type HeldCliText = keyof typeof nl;

const en: Readonly<Record<HeldCliText, string>> = {
  held: 'held changes: show, decide, remember',
  heldList: 'show what waits for a decision, the newest first',
  heldListAfter: `Without MAILBOX: of all mailboxes, without names and without values. With MAILBOX (e-mail address or id): with the whole sentence.
Reasons: {reasons}.
Exit code 3 when something waits, 0 when nothing does.`,
  heldPerson: 'of this person only (id, e-mail address or whole name)',
  heldReason: 'with this reason only',
  heldSource: 'from this source only (outlook)',
  heldAll: 'also what was decided or has closed by itself',
  heldLimit: 'at most so many',
  heldShow: 'show one held change: why, both values side by side, and what each choice does',
  heldShowAfter: 'ID: its first eight characters are enough. Exit code 3 as long as it waits for a decision.',
  heldDecide: 'decide one change, or all with the same reason in a mailbox',
  heldDecideUsage:
    '[options] ID CHOICE\n       relatiebrug held decide [options] --mailbox MAILBOX --reason REASON CHOICE',
  heldDecideAfter: `Choices: {choices}; \`held show\` says which there are and what they do. ID: its first eight characters are enough.
Nothing is written here: the next pass carries the decision out, on the data that you saw. If that has changed by then, nothing is done,
and it is asked again where needed. Deciding the same twice is deciding once; whoever decides first has decided.
Exit code 1 when it could not be done (any more); what stands is told.`,
  heldField: 'for this field otherwise than CHOICE: FIELD=crm or FIELD=remote (may be repeated)',
  heldRemember: 'from now on decide so without asking, for this person and this other party',
  heldMailbox: 'all of this mailbox with this reason (e-mail address or id)',
  heldYes: 'without asking',
  heldPairs: 'show what is decided without asking, because somebody had it remembered so',
  heldForget: 'ask again about anything new from this other party; what was decided stays decided',
  heldForgetAfter: 'ID comes from `held pairs`; its first eight characters are enough.',
  heldNone: 'Nothing waits for a decision.',
  heldNoneFound: 'Nothing found.',
  heldWaits: '{name}: {n} wait for a decision.',
  heldWaitsOne: '{name}: 1 waits for a decision.',
  heldFound: '{name}: {n} found.',
  heldMore: 'There is more; --limit gives more at once.',
  heldOverview: 'Who and what it is about: `relatiebrug held list MAILBOX` or `relatiebrug held show ID`.',
  heldColId: 'ID',
  heldColReason: 'REASON',
  heldColFields: 'FIELDS',
  heldColSince: 'SINCE',
  heldColState: 'STATE',
  heldColField: 'FIELD',
  heldColCrm: 'CRM',
  heldColBefore: 'BOTH HAD',
  'heldState.open': 'waits',
  'heldState.decided': 'decided',
  'heldState.overtaken': 'closed by itself',
  heldChoices: 'You can decide:',
  heldImpossible: 'Not possible now:',
  heldNoChoices: 'There is nothing to choose now.',
  heldHow: 'Decide with: relatiebrug held decide {id} CHOICE',
  heldHowRemember:
    'With --remember it is done so from now on without asking, for this person and this other party.',
  heldUnknownBefore: '(not known)',
  heldDecided: 'Decided: {choice}.',
  heldDecidedAlready: 'That was decided so before: {choice}.',
  heldRemembered: 'This is remembered; `relatiebrug held pairs` shows it.',
  heldChosen: 'This is decided ({n}): {choice}',
  heldCounts:
    '{decided} decided, {alreadyDecided} decided otherwise before, {overtaken} settled meanwhile, {notPossible} not possible.',
  heldManyMore: 'There are more; give the command again for the rest.',
  heldNoPairs: 'Nothing is remembered.',
  heldPairBy: '{id}  remembered: {by}, {at}',
  heldForgotten:
    'Forgotten. Anything new from this other party is asked again; what was decided stays decided.',
};

export const heldCliTexts: Texts<HeldCliText> = { nl, en };
