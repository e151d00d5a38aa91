/** What the command line says about one mailbox: its state, its settings (R1, R5), its exclusions and its brake (R12). */
import type { Texts } from './language.ts';

const nl = {
  mailboxShow: 'toon één postvak: stand met reden, instellingen, aantallen, rem en rondes',
  mailboxSettings: 'toon of wijzig welke rollen en groepen meedoen (R1) en wie een conflict wint (R5)',
  mailboxSettingsAfter: `Zonder opties wordt alleen getoond. Elke opgegeven optie vervangt haar hele lijst. MAILBOX is een e-mailadres of id.
Rol: relationManager (relatiebeheerder), owner (eigenaar); beide als er niets is gekozen.
Beleid: crm (het CRM wint), outlook (Outlook wint), newest (het laatst gewijzigde wint), ask (wachten op een beslissing).
Kijk vooraf met \`relatiebrug sync MAILBOX --preview\`.`,
  mailboxPolicy: 'wie wint als beide kanten wijzigden: crm, outlook, newest of ask',
  mailboxRole: 'alleen personen bij wie de gebruiker dit is: relationManager of owner (mag herhaald)',
  mailboxIncludeGroup: 'alleen deze groep (mag herhaald)',
  mailboxExcludeGroup: 'deze groep niet; gaat voor (mag herhaald)',
  mailboxAllGroups: 'alle groepen; ook een uitsluiting vervalt, tenzij opnieuw opgegeven',
  mailboxYes: 'zonder te vragen',
  mailboxExclude: 'houd deze persoon buiten Outlook, zonder het eigenaarschap op te geven',
  mailboxExcludeAfter:
    'PERSON is een id, e-mailadres of hele naam. De kaart blijft staan; zie `mailbox cleanup`.',
  mailboxInclude: 'laat deze persoon weer in Outlook toe',
  mailboxIncludeAfter: 'PERSON is een id, e-mailadres of hele naam.',
  mailboxBrake: 'toon waarop de rem is gegaan, en wat er te doen is',
  // show
  showHead: 'Postvak van {name} ({email})',
  showState: 'Stand: {text}',
  showRoles: 'Personen van wie de gebruiker is: {list}',
  showGroups: 'Groepen: {list}',
  showWithout: 'Zonder: {list}',
  showPolicy: 'Bij een conflict: {text}',
  showExcluded: 'Niet in Outlook: {list}',
  showCounts:
    'Gekoppeld {active} · in de maak {creating} · gepauzeerd {paused} · wacht op een beslissing {held} · door de gebruiker verwijderd {removed}',
  showBrakeLimits:
    'Rem: boven {cards} kaarten én {share}% van de gekoppelde, of als een bron met minstens {emptyFrom} ineens leeg is',
  showLastPass: 'Laatste ronde: {at}, {text}',
  showNoPass: 'Laatste ronde: nog geen',
  showRunning: 'Er loopt een ronde: {text}',
  showNextPass: 'Volgende ronde: uiterlijk {at}; bij een wijziging meteen',
  showNextUnknown: 'Volgende ronde: zodra een worker loopt',
  showNextNot: 'Volgende ronde: pas als het postvak weer actief is',
  showCleanUp: 'Kaarten van gepauzeerde koppelingen: `relatiebrug mailbox cleanup {name}`',
  everyGroup: 'alle',
  andMore: '… en nog {n}',
  'role.relationManager': 'relatiebeheerder',
  'role.owner': 'eigenaar',
  'policy.crm': 'het CRM wint (crm)',
  'policy.outlook': 'Outlook wint (outlook)',
  'policy.newest': 'het laatst gewijzigde wint (newest)',
  'policy.ask': 'wachten op een beslissing (ask)',
  // settings
  settingsBefore: 'Nu:',
  settingsAfter: 'Dan:',
  settingsSame: 'Dat is al zo; er is niets gewijzigd.',
  settingsSelected: 'In Outlook: {before} van de {mine} personen, dan {after}.',
  settingsBoth: 'Let op: {list} staat in beide lijsten; uitsluiten gaat voor.',
  settingsUnknown: 'Let op: in deze groep(en) zit niemand: {list}. Bestaand: {known}.',
  settingsPreview: 'Wat dat per persoon betekent: `relatiebrug sync {name} --preview`.',
  settingsSaved: 'De instellingen van {name} zijn bewaard.',
  goOnAsk: 'Doorgaan? [j/N]',
  goOnAnswers: 'j,ja,y,yes',
  // deactivate
  mailboxDeactivate: 'beëindig de koppeling van deze medewerker met Outlook; alles blijft staan',
  mailboxDeactivateAfter:
    'Er loopt daarna niets meer voor dit postvak, en de aanmelding bij Microsoft is gewist. Opnieuw beginnen: `mailbox activate`.',
  deactivateWhat: 'De koppeling van {name} met Outlook wordt beëindigd:',
  'deactivateCards.none': 'er staan geen gekoppelde contacten in Outlook',
  'deactivateCards.one': 'het ene gekoppelde contact blijft in Outlook staan zoals het is',
  'deactivateCards.many': 'de {n} gekoppelde contacten blijven in Outlook staan zoals ze zijn',
  'deactivateHeld.one': 'de ene wijziging die op een beslissing wacht, blijft wachten',
  'deactivateHeld.many': 'de {n} wijzigingen die op een beslissing wachten, blijven wachten',
  deactivateKept: 'koppelingen en geschiedenis blijven bewaard; in het CRM verandert niets',
  deactivateSignIn: 'de aanmelding bij Microsoft wordt gewist',
  deactivated: 'De koppeling van {name} met Outlook is beëindigd.',
  deactivatedAlready: 'De koppeling van {name} met Outlook was al beëindigd.',
  deactivatedAgain:
    'Opnieuw beginnen: `relatiebrug mailbox activate {name}`. Zij gaat verder met dezelfde contacten; er komt niets dubbel.',
  // what follows a change
  passAsked: 'Er is een ronde gevraagd; die begint zo.',
  passAskedNoWorker: 'Er is een ronde gevraagd, maar er loopt geen worker: draai `relatiebrug sync {name}`.',
  passNotActive: 'Het postvak staat stil; het gebeurt zodra het weer actief is.',
  // exclude, include
  excluded:
    '{person} is niet meer in het Outlook van {name}. De kaart blijft staan en wordt niet meer bijgewerkt.',
  excludedNotTheirs: '{person} is buiten Outlook gezet. Nu was dat al zo: {because}.',
  excludedAlready: '{person} was al buiten het Outlook van {name} gehouden; er is niets gewijzigd.',
  excludedCleanUp: 'De kaart opruimen: `relatiebrug mailbox cleanup {name} --person {id}`.',
  included: '{person} mag weer in het Outlook van {name}.',
  includedStillOut: '{person} is niet langer buiten Outlook gezet, maar blijft eruit: {because}.',
  includedAlready: '{person} was niet buiten het Outlook van {name} gehouden; er is niets gewijzigd.',
  'leftOut.gone': 'de persoon staat niet meer in het CRM',
  'leftOut.former': 'de persoon is voormalig',
  'leftOut.notYours': 'de gebruiker is geen relatiebeheerder of eigenaar',
  'leftOut.excludedByUser': 'door de gebruiker buiten Outlook gezet',
  'leftOut.roleNotChosen': 'de rol die de gebruiker bij deze persoon heeft, is niet gekozen',
  'leftOut.groupExcluded': 'zit in een uitgesloten groep',
  'leftOut.groupNotIncluded': 'zit in geen van de gekozen groepen',
  // brake
  brakeNone: 'De rem is niet ingedrukt. {limits}.',
  brakeReleased: 'De rem is vrijgegeven: de volgende ronde loopt één keer zonder rem.',
  brakeFigures: '{text} Er is nog niets gewijzigd.',
  'brake.manyChanges':
    'Dat kan kloppen (zelf veel bijgewerkt), of een ander programma heeft de adressen overschreven of gewist.',
  'brake.emptyCrm':
    'Dat kan kloppen (alles overgedragen), of een import of koppeling heeft het CRM leeggemaakt of de relatiebeheerders gewist.',
  'brake.emptyRemote':
    'Dat kan kloppen (alles weggegooid), of een ander programma heeft de contacten verwijderd of het is een ander postvak.',
  brakeWhat: `Wat een ronde zou doen:        relatiebrug sync {name} --preview
Klopt het, voer het dan uit:   relatiebrug mailbox resume {name}
Klopt het niet:                relatiebrug mailbox pause {name}, en zoek de oorzaak`,
  brakeWouldChange: 'Hierdoor zou veranderen ({n}):',
  'brakeWould.updatePerson': 'gewijzigd in Outlook: {fields}',
  'brakeWould.unlink': 'kaart is weg; de koppeling zou eindigen',
  'brakeWould.pauseLink': 'niet meer geselecteerd; de koppeling zou pauzeren',
  brakeListUnknown: 'Wie het betreft, is nu niet op te vragen (code {why}).',
  mailboxResumeAfter:
    'Na de rem wordt eerst getoond waarvoor zij kwam, en gevraagd (of --yes). De volgende ronde loopt dan één keer zonder rem.',
  releaseWarning:
    'Hervatten betekent: ja, dit klopt. De volgende ronde voert alles uit zonder rem, één keer; daarna geldt de rem weer.',
  resumedReleased: 'Het postvak van {name} is hervat; de volgende ronde loopt één keer zonder rem.',
  resumedAlready: 'Het postvak van {name} was al actief; er is niets gewijzigd.',
} as const;

export type MailboxText = keyof typeof nl;

const en: Readonly<Record<MailboxText, string>> = {
  mailboxShow: 'show one mailbox: state with its reason, settings, counts, brake and passes',
  mailboxSettings: 'show or change which roles and groups take part (R1) and who wins a conflict (R5)',
  mailboxSettingsAfter: `Without options it only shows. Every option that is given replaces its whole list. MAILBOX is an e-mail address or id.
Role: relationManager, owner; both where nothing was chosen.
Policy: crm (the CRM wins), outlook (Outlook wins), newest (what was changed last wins), ask (wait for a decision).
Look first with \`relatiebrug sync MAILBOX --preview\`.`,
  mailboxPolicy: 'who wins when both sides changed: crm, outlook, newest or ask',
  mailboxRole: 'only persons of whom the user is this: relationManager or owner (may be repeated)',
  mailboxIncludeGroup: 'this group only (may be repeated)',
  mailboxExcludeGroup: 'not this group; it wins (may be repeated)',
  mailboxAllGroups: 'every group; an exclusion ends too, unless given again',
  mailboxYes: 'without asking',
  mailboxExclude: 'keep this person out of Outlook, without giving up ownership',
  mailboxExcludeAfter:
    'PERSON is an id, e-mail address or whole name. The card stays; see `mailbox cleanup`.',
  mailboxInclude: 'let this person into Outlook again',
  mailboxIncludeAfter: 'PERSON is an id, e-mail address or whole name.',
  mailboxBrake: 'show what the brake stopped for, and what to do',
  showHead: 'Mailbox of {name} ({email})',
  showState: 'State: {text}',
  showRoles: 'Persons of whom the user is: {list}',
  showGroups: 'Groups: {list}',
  showWithout: 'Without: {list}',
  showPolicy: 'In a conflict: {text}',
  showExcluded: 'Not in Outlook: {list}',
  showCounts:
    'Linked {active} · being made {creating} · paused {paused} · waiting for a decision {held} · removed by the user {removed}',
  showBrakeLimits:
    'Brake: above {cards} cards and {share}% of the linked ones, or when a source of at least {emptyFrom} is suddenly empty',
  showLastPass: 'Last pass: {at}, {text}',
  showNoPass: 'Last pass: none yet',
  showRunning: 'A pass is running: {text}',
  showNextPass: 'Next pass: {at} at the latest; at once after a change',
  showNextUnknown: 'Next pass: as soon as a worker runs',
  showNextNot: 'Next pass: not before the mailbox is active again',
  showCleanUp: 'Cards of paused links: `relatiebrug mailbox cleanup {name}`',
  everyGroup: 'all',
  andMore: '… and {n} more',
  'role.relationManager': 'relation manager',
  'role.owner': 'owner',
  'policy.crm': 'the CRM wins (crm)',
  'policy.outlook': 'Outlook wins (outlook)',
  'policy.newest': 'what was changed last wins (newest)',
  'policy.ask': 'wait for a decision (ask)',
  settingsBefore: 'Now:',
  settingsAfter: 'Then:',
  settingsSame: 'It is so already; nothing was changed.',
  settingsSelected: 'In Outlook: {before} of {mine} persons, then {after}.',
  settingsBoth: 'Note: {list} is in both lists; excluding wins.',
  settingsUnknown: 'Note: nobody is in: {list}. There are: {known}.',
  settingsPreview: 'What that means for each person: `relatiebrug sync {name} --preview`.',
  settingsSaved: 'The settings of {name} are saved.',
  goOnAsk: 'Go on? [y/N]',
  goOnAnswers: 'y,yes,j,ja',
  mailboxDeactivate: "end this employee's link with Outlook; everything stays as it is",
  mailboxDeactivateAfter:
    'Nothing runs for this mailbox after that, and the sign-in with Microsoft is deleted. To begin again: `mailbox activate`.',
  deactivateWhat: "{name}'s link with Outlook will end:",
  'deactivateCards.none': 'there are no linked contacts in Outlook',
  'deactivateCards.one': 'the one linked contact stays in Outlook as it is',
  'deactivateCards.many': 'the {n} linked contacts stay in Outlook as they are',
  'deactivateHeld.one': 'the one change that waits for a decision goes on waiting',
  'deactivateHeld.many': 'the {n} changes that wait for a decision go on waiting',
  deactivateKept: 'links and history are kept; nothing changes in the CRM',
  deactivateSignIn: 'the sign-in with Microsoft is deleted',
  deactivated: "{name}'s link with Outlook has ended.",
  deactivatedAlready: "{name}'s link with Outlook had ended already.",
  deactivatedAgain:
    'To begin again: `relatiebrug mailbox activate {name}`. It goes on with the same contacts; nothing is doubled.',
  passAsked: 'A pass was asked for; it begins shortly.',
  passAskedNoWorker: 'A pass was asked for, but no worker runs: run `relatiebrug sync {name}`.',
  passNotActive: 'The mailbox stands still; it happens as soon as it is active again.',
  excluded: "{person} is no longer in {name}'s Outlook. The card stays and is not updated any more.",
  excludedNotTheirs: '{person} is kept out of Outlook. It was out already: {because}.',
  excludedAlready: "{person} was kept out of {name}'s Outlook already; nothing was changed.",
  excludedCleanUp: 'To clean up the card: `relatiebrug mailbox cleanup {name} --person {id}`.',
  included: "{person} may be in {name}'s Outlook again.",
  includedStillOut: '{person} is no longer kept out of Outlook, but stays out: {because}.',
  includedAlready: "{person} was not kept out of {name}'s Outlook; nothing was changed.",
  'leftOut.gone': 'the person is no longer in the CRM',
  'leftOut.former': 'the person is former',
  'leftOut.notYours': 'the user is neither relation manager nor owner',
  'leftOut.excludedByUser': 'kept out of Outlook by the user',
  'leftOut.roleNotChosen': 'the role that the user has at this person is not chosen',
  'leftOut.groupExcluded': 'is in an excluded group',
  'leftOut.groupNotIncluded': 'is in none of the chosen groups',
  brakeNone: 'The brake is not on. {limits}.',
  brakeReleased: 'The brake is released: the next pass runs without it, once.',
  brakeFigures: '{text} Nothing has been changed yet.',
  'brake.manyChanges':
    'That may be right (much was brought up to date), or another program has overwritten or wiped the addresses.',
  'brake.emptyCrm':
    'That may be right (everything was handed over), or an import or connection has emptied the CRM or wiped the relation managers.',
  'brake.emptyRemote':
    'That may be right (everything was thrown away), or another program has removed the contacts, or it is another mailbox.',
  brakeWhat: `What a pass would do:          relatiebrug sync {name} --preview
If it is right, carry it out:  relatiebrug mailbox resume {name}
If it is not:                  relatiebrug mailbox pause {name}, and look for the cause`,
  brakeWouldChange: 'This would change ({n}):',
  'brakeWould.updatePerson': 'changed in Outlook: {fields}',
  'brakeWould.unlink': 'the card is gone; the link would end',
  'brakeWould.pauseLink': 'no longer selected; the link would be paused',
  brakeListUnknown: 'Whom it concerns cannot be asked now (code {why}).',
  mailboxResumeAfter:
    'After the brake it is shown first what it came for, and asked (or --yes). The next pass then runs without the brake, once.',
  releaseWarning:
    'To resume means: yes, this is right. The next pass carries everything out without the brake, once; after that the brake holds again.',
  resumedReleased: 'The mailbox of {name} is resumed; the next pass runs without the brake, once.',
  resumedAlready: 'The mailbox of {name} was active already; nothing was changed.',
};

export const mailboxTexts: Texts<MailboxText> = { nl, en };
