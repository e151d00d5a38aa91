/** What the command line says: help, results, progress. Errors are in cli-errors.ts, findings in doctor.ts. */
import type { PassView } from '../api/passes.ts';
import { backupTexts, type BackupText } from './backup.ts';
import { cleanupTexts, type CleanupText } from './cleanup.ts';
import { heldCliTexts, type HeldCliText } from './held-cli.ts';
import { historyCliTexts, type HistoryCliText } from './history.ts';
import { keysTexts, type KeysText } from './keys.ts';
import type { Texts } from './language.ts';
import { mailboxTexts, type MailboxText } from './mailbox.ts';
import { previewTexts, type PreviewText } from './preview.ts';
import { probeCliTexts, type ProbeCliText } from './probe.ts';
import { whyCliTexts, type WhyCliText } from './why.ts';
import { undoCliTexts, type UndoCliText } from './undo.ts';

const nl = {
  program: 'Relatiebrug houdt de personen van uw CRM en de contacten in Outlook gelijk.',
  programAfter: `Instellingen komen uit de omgeving en uit .env (zie .env.example).
Afsluitcodes: 0 gelukt, 1 mislukt, 2 verkeerd aangeroepen of ingesteld, 3 er is eerst een mens nodig.`,
  optionHelp: 'toon deze hulp',
  optionVersion: 'toon de versie',
  optionJson: 'schrijf één JSON-document naar standaarduitvoer',
  interrupted: 'Onderbroken. Wat gedaan was blijft gedaan; een volgende keer gaat het verder.',
  // serve, work, migrate
  serve: 'start de API, het taakvenster en de synchronisatie',
  serveNoJobs: 'zonder synchronisatie; die draait dan elders met `relatiebrug work`',
  serveAfter: `Zonder DATABASE_URL draait de meegeleverde database en wordt haar schema vanzelf bijgewerkt.
Met DATABASE_URL weigert de start bij een verouderd schema; draai dan eerst \`relatiebrug migrate\`,
of zet AUTO_MIGRATE=true.`,
  work: 'draai alleen de synchronisatie (meer werkers naast elkaar kan met DATABASE_URL)',
  workAfter: 'Het schema wordt behandeld als bij `serve`.',
  migrate: 'werk het schema van de database bij',
  migrateAfter: 'Maak eerst een reservekopie. Mag herhaald worden; wat al gedaan is wordt overgeslagen.',
  migrated: 'Uitgevoerd: {name}',
  migratedNothing: 'De database was al bijgewerkt.',
  serving: 'Relatiebrug luistert op {url}',
  servingPublic: 'Bereikbaar onder {url}',
  servingNoPublicUrl: 'PUBLIC_URL is niet ingesteld: aanmelden en meldingen van Outlook werken nog niet.',
  servingNoPane: 'Er is nog geen taakvenster gebouwd (`npm run build`).',
  servingJobs: 'De synchronisatie loopt.',
  servingNoJobs: 'Zonder synchronisatie gestart (--no-jobs).',
  working: 'De synchronisatie loopt.',
  stopping: 'Stoppen…',
  // import, export
  import: 'lees personen in uit CSV, XLSX of vCard',
  importAfter: `De indeling van de kolommen en de aantallen worden eerst getoond; pas na bevestiging (of --yes) wordt er geschreven.
Hetzelfde bestand nog eens inlezen wijzigt niets.`,
  importDryRun: 'toon wat er zou gebeuren en wijzig niets',
  importYes: 'importeer zonder te vragen',
  importIgnoreUnknown: 'laat onbekende kolommen weg',
  importCreateEmployees: 'maak medewerkers aan die het CRM nog niet kent',
  importStrict: 'wijzig niets als een rij wordt geweigerd',
  importMapping: 'Kolommen:',
  importColumnIgnored: '(weggelaten)',
  importCounts:
    'Rijen: {rows} · nieuw: {created} · gewijzigd: {updated} · ongewijzigd: {unchanged} · geweigerd: {rejected}',
  importLine: 'regel {line}',
  importNewEmployees: 'Nieuwe medewerkers: {list}',
  importNothingChanged: 'Er is niets gewijzigd.',
  importRejected: 'Geweigerd:',
  importMoreRejected: '… en nog {n}; --json geeft ze alle.',
  importAsk: 'Doorgaan? [j/N]',
  importYesAnswers: 'j,ja,y,yes',
  'importTarget.email': 'E-mail (zakelijk, van een particulier privé)',
  'importTarget.phone': 'Telefoon (zakelijk, van een particulier privé)',
  'importTarget.mobile': 'Mobiel (zakelijk, van een particulier privé)',
  importDryRunDone: 'Proef: er is niets gewijzigd.',
  importDone: 'Klaar: {created} gemaakt, {updated} gewijzigd, {unchanged} ongewijzigd, {rejected} geweigerd.',
  importReading: 'lezen',
  importWriting: 'schrijven',
  export: 'schrijf alle personen naar CSV, XLSX of vCard (- is standaarduitvoer)',
  exportFormat: 'csv, xlsx of vcf; anders volgens de bestandsnaam',
  exportForce: 'overschrijf een bestaand bestand',
  exportDone: '{n} personen geschreven naar {file}.',
  exportProgress: 'personen',
  // mailbox
  mailbox: 'postvakken: tonen, activeren, instellen, pauzeren, hervatten, opruimen',
  mailboxList: 'toon alle geactiveerde postvakken',
  mailboxActivate: 'maak een eenmalige link waarmee deze medewerker toestemming geeft',
  mailboxActivateWait: 'wacht op de aanmelding en de eerste ronde',
  mailboxActivateAfter:
    'Stuur de link alleen aan deze medewerker; wie hem opent moet zich met diens account aanmelden.',
  mailboxPause: 'wijzig niets meer tot het postvak hervat wordt (MAILBOX: e-mailadres of id)',
  mailboxResume:
    'hervat een gepauzeerd postvak, of zeg na de rem dat de wijzigingen kloppen (MAILBOX: e-mailadres of id)',
  activationOpen: 'Laat {name} deze link in een browser openen:',
  activationUntil: 'Geldig tot {at}, één keer te gebruiken.',
  paused: 'Het postvak van {name} is gepauzeerd.',
  resumed: 'Het postvak van {name} is hervat.',
  noMailboxes: 'Er is nog geen postvak geactiveerd. Begin met `relatiebrug mailbox activate E-MAIL`.',
  colMailbox: 'POSTVAK',
  colState: 'STAND',
  colLinked: 'GEKOPPELD',
  colHeld: 'WACHT',
  colLastPass: 'LAATSTE RONDE',
  never: 'nog nooit',
  'state.active': 'actief',
  'state.paused': 'gepauzeerd',
  'state.signInAgain': 'aanmelden',
  'state.braked': 'rem',
  // sync, status
  sync: 'draai nu een ronde voor dit postvak (MAILBOX: e-mailadres of id)',
  syncAfter: 'Loopt er een worker, dan voert die de ronde uit en wordt gewacht; anders gebeurt het hier.',
  waitingForPass: 'wachten tot de ronde begint',
  waitingForSignIn: 'wachten op de aanmelding',
  'phase.observe': 'kijken',
  'phase.compare': 'vergelijken',
  'phase.apply': 'bijwerken',
  countNothing: 'Er was niets te doen',
  'count.created.one': '{n} kaart gemaakt',
  'count.created.many': '{n} kaarten gemaakt',
  'count.toRemote.one': '{n} kaart bijgewerkt',
  'count.toRemote.many': '{n} kaarten bijgewerkt',
  'count.toCrm.one': '{n} persoon bijgewerkt in het CRM',
  'count.toCrm.many': '{n} personen bijgewerkt in het CRM',
  'count.conflicts.one': '{n} conflict',
  'count.conflicts.many': '{n} conflicten',
  'count.held.one': '{n} wijziging wacht op een besluit',
  'count.held.many': '{n} wijzigingen wachten op een besluit',
  'count.paused.one': '{n} koppeling gepauzeerd',
  'count.paused.many': '{n} koppelingen gepauzeerd',
  'count.resumed.one': '{n} koppeling hervat',
  'count.resumed.many': '{n} koppelingen hervat',
  'count.removed.one': '{n} koppeling beëindigd (kaart verwijderd)',
  'count.removed.many': '{n} koppelingen beëindigd (kaarten verwijderd)',
  'count.repaired.one': '{n} kenmerk hersteld',
  'count.repaired.many': '{n} kenmerken hersteld',
  status: 'toon in één oogopslag hoe het gaat',
  statusWatch: 'blijf kijken (elke twee seconden)',
  workerRuns: 'Er loopt een worker.',
  workerRunsNot: 'Er loopt geen worker; start `relatiebrug serve` of `relatiebrug work`.',
  linked: '{n} gekoppeld',
  waiting: '{n} wacht(en)',
  // doctor
  doctor: 'onderzoek instellingen, database, aanmelding, Graph en CRM',
  doctorAfter: 'Wijzigt niets. Elke bevinding zegt wat te doen.',
  doctorFine: 'Alles wat onderzocht is, werkt.',
  doctorWrong: 'Er is iets mis; zie de regels met ✗.',
} as const;

type OwnText = keyof typeof nl;

const en: Readonly<Record<OwnText, string>> = {
  program: 'Relatiebrug keeps the persons of your CRM and the contacts in Outlook in step.',
  programAfter: `Settings come from the environment and from .env (see .env.example).
Exit codes: 0 done, 1 failed, 2 called or configured wrongly, 3 a person is needed first.`,
  optionHelp: 'show this help',
  optionVersion: 'show the version',
  optionJson: 'write one JSON document to standard output',
  interrupted: 'Interrupted. What was done stays done; the next time goes on from there.',
  serve: 'start the API, the task pane and the synchronisation',
  serveNoJobs: 'without synchronisation; that runs elsewhere with `relatiebrug work`',
  serveAfter: `Without DATABASE_URL the database that comes along runs and its schema is brought up to date by itself.
With DATABASE_URL the start is refused when the schema is not current; run \`relatiebrug migrate\` first,
or set AUTO_MIGRATE=true.`,
  work: 'run the synchronisation only (several workers side by side take DATABASE_URL)',
  workAfter: 'The schema is treated as with `serve`.',
  migrate: 'bring the schema of the database up to date',
  migrateAfter: 'Make a back-up first. Safe to repeat; what was done is passed over.',
  migrated: 'Ran: {name}',
  migratedNothing: 'The database was up to date already.',
  serving: 'Relatiebrug listens at {url}',
  servingPublic: 'Reachable under {url}',
  servingNoPublicUrl: 'PUBLIC_URL is not set: sign-in and notifications of Outlook do not work yet.',
  servingNoPane: 'No task pane has been built yet (`npm run build`).',
  servingJobs: 'The synchronisation runs.',
  servingNoJobs: 'Started without synchronisation (--no-jobs).',
  working: 'The synchronisation runs.',
  stopping: 'Stopping…',
  import: 'read persons from CSV, XLSX or vCard',
  importAfter: `The mapping of the columns and the counts are shown first; only after confirmation (or --yes) anything is written.
Reading the same file again changes nothing.`,
  importDryRun: 'show what would happen and change nothing',
  importYes: 'import without asking',
  importIgnoreUnknown: 'leave out unknown columns',
  importCreateEmployees: 'make employees that the CRM does not know yet',
  importStrict: 'change nothing when a row is rejected',
  importMapping: 'Columns:',
  importColumnIgnored: '(left out)',
  importCounts:
    'Rows: {rows} · new: {created} · changed: {updated} · unchanged: {unchanged} · rejected: {rejected}',
  importLine: 'line {line}',
  importNewEmployees: 'New employees: {list}',
  importNothingChanged: 'Nothing was changed.',
  importRejected: 'Rejected:',
  importMoreRejected: '… and {n} more; --json gives them all.',
  importAsk: 'Go on? [y/N]',
  importYesAnswers: 'y,yes,j,ja',
  'importTarget.email': 'E-mail (at work, private of a private person)',
  'importTarget.phone': 'Phone (at work, private of a private person)',
  'importTarget.mobile': 'Mobile (at work, private of a private person)',
  importDryRunDone: 'Dry run: nothing was changed.',
  importDone: 'Done: {created} made, {updated} changed, {unchanged} unchanged, {rejected} rejected.',
  importReading: 'reading',
  importWriting: 'writing',
  export: 'write all persons to CSV, XLSX or vCard (- is standard output)',
  exportFormat: 'csv, xlsx or vcf; else by the name of the file',
  exportForce: 'overwrite an existing file',
  exportDone: '{n} persons written to {file}.',
  exportProgress: 'persons',
  mailbox: 'mailboxes: show, activate, settings, pause, resume, clean up',
  mailboxList: 'show all activated mailboxes',
  mailboxActivate: 'make a one-time link with which this employee gives consent',
  mailboxActivateWait: 'wait for the sign-in and the first pass',
  mailboxActivateAfter:
    'Send the link to this employee only; whoever opens it must sign in with their account.',
  mailboxPause: 'change nothing more until the mailbox is resumed (MAILBOX: e-mail address or id)',
  mailboxResume:
    'resume a paused mailbox, or say after the brake that the changes are right (MAILBOX: e-mail address or id)',
  activationOpen: 'Have {name} open this link in a browser:',
  activationUntil: 'Valid until {at}, works once.',
  paused: 'The mailbox of {name} is paused.',
  resumed: 'The mailbox of {name} is resumed.',
  noMailboxes: 'No mailbox has been activated yet. Begin with `relatiebrug mailbox activate E-MAIL`.',
  colMailbox: 'MAILBOX',
  colState: 'STATE',
  colLinked: 'LINKED',
  colHeld: 'WAITING',
  colLastPass: 'LAST PASS',
  never: 'never',
  'state.active': 'active',
  'state.paused': 'paused',
  'state.signInAgain': 'sign in',
  'state.braked': 'brake',
  sync: 'run a pass for this mailbox now (MAILBOX: e-mail address or id)',
  syncAfter: 'Where a worker runs, it does the pass and this command waits; else it is done here.',
  waitingForPass: 'waiting for the pass to begin',
  waitingForSignIn: 'waiting for the sign-in',
  'phase.observe': 'looking',
  'phase.compare': 'comparing',
  'phase.apply': 'updating',
  countNothing: 'There was nothing to do',
  'count.created.one': '{n} card made',
  'count.created.many': '{n} cards made',
  'count.toRemote.one': '{n} card updated',
  'count.toRemote.many': '{n} cards updated',
  'count.toCrm.one': '{n} person updated in the CRM',
  'count.toCrm.many': '{n} persons updated in the CRM',
  'count.conflicts.one': '{n} conflict',
  'count.conflicts.many': '{n} conflicts',
  'count.held.one': '{n} change waits for a decision',
  'count.held.many': '{n} changes wait for a decision',
  'count.paused.one': '{n} link paused',
  'count.paused.many': '{n} links paused',
  'count.resumed.one': '{n} link resumed',
  'count.resumed.many': '{n} links resumed',
  'count.removed.one': '{n} link ended (card removed)',
  'count.removed.many': '{n} links ended (cards removed)',
  'count.repaired.one': '{n} property repaired',
  'count.repaired.many': '{n} properties repaired',
  status: 'show at a glance how things are',
  statusWatch: 'keep looking (every two seconds)',
  workerRuns: 'A worker runs.',
  workerRunsNot: 'No worker runs; start `relatiebrug serve` or `relatiebrug work`.',
  linked: '{n} linked',
  waiting: '{n} waiting',
  doctor: 'examine settings, database, sign-in, Graph and CRM',
  doctorAfter: 'Changes nothing. Every finding says what to do.',
  doctorFine: 'Everything that was examined works.',
  doctorWrong: 'Something is wrong; see the lines with ✗.',
};

/** Areas with many words have a file of their own. */
export type CliText =
  | OwnText
  | KeysText
  | BackupText
  | MailboxText
  | PreviewText
  | CleanupText
  | HeldCliText
  | HistoryCliText
  | UndoCliText
  | ProbeCliText
  | WhyCliText;

export const cliTexts: Texts<CliText> = {
  nl: {
    ...nl,
    ...keysTexts.nl,
    ...backupTexts.nl,
    ...mailboxTexts.nl,
    ...previewTexts.nl,
    ...cleanupTexts.nl,
    ...heldCliTexts.nl,
    ...historyCliTexts.nl,
    ...undoCliTexts.nl,
    ...probeCliTexts.nl,
    ...whyCliTexts.nl,
  },
  en: {
    ...en,
    ...keysTexts.en,
    ...backupTexts.en,
    ...mailboxTexts.en,
    ...previewTexts.en,
    ...cleanupTexts.en,
    ...heldCliTexts.en,
    ...historyCliTexts.en,
    ...undoCliTexts.en,
    ...probeCliTexts.en,
    ...whyCliTexts.en,
  },
};

export const passOutcomeTexts: Texts<PassView['result']> = {
  nl: {
    running: 'De ronde loopt nog.',
    done: 'De ronde is klaar.',
    later: 'De ronde is deels gedaan; de rest volgt vanzelf later ({code}).',
    braked:
      'De ronde is gestopt vóór de eerste wijziging: er zou opvallend veel veranderen ({code}). Klopt dat, hervat dan het postvak.',
    parked: 'Microsoft vraagt om opnieuw aan te melden ({code}). Alles blijft bewaard.',
    stopped: 'De ronde is gestopt. Wat gedaan was blijft gedaan.',
    failed: 'De ronde is mislukt ({code}). Er is niets half gedaan; het wordt later opnieuw geprobeerd.',
    interrupted: 'De ronde is afgebroken; een volgende gaat verder waar deze bleef.',
  },
  en: {
    running: 'The pass is still running.',
    done: 'The pass is done.',
    later: 'The pass is partly done; the rest follows by itself later ({code}).',
    braked:
      'The pass stopped before its first change: remarkably much would change ({code}). If that is right, resume the mailbox.',
    parked: 'Microsoft asks to sign in again ({code}). Everything is kept.',
    stopped: 'The pass was stopped. What was done stays done.',
    failed: 'The pass failed ({code}). Nothing was done by halves; it is tried again later.',
    interrupted: 'The pass was cut off; the next one goes on where it stopped.',
  },
};

/** The parser's refusals by its codes, and the titles of its help. */
export const commanderTexts: Readonly<Record<'nl' | 'en', Readonly<Partial<Record<string, string>>>>> = {
  nl: {
    'title.Usage:': 'Gebruik:',
    'title.Options:': 'Opties:',
    'title.Commands:': 'Opdrachten:',
    'title.Arguments:': 'Argumenten:',
    'commander.unknownOption': "Onbekende optie '{name}'. `--help` toont wat er kan.",
    'commander.unknownCommand': "Onbekende opdracht '{name}'. `relatiebrug --help` toont wat er kan.",
    'commander.missingArgument': "Er ontbreekt een argument: '{name}'. `--help` toont wat er moet staan.",
    'commander.optionMissingArgument': "Bij optie '{name}' hoort een waarde.",
    'commander.invalidArgument': "De waarde '{name}' kan hier niet.",
    'commander.excessArguments': 'Er staan te veel argumenten. `--help` toont wat er kan.',
    'commander.other': 'De opdracht is niet te lezen. `--help` toont wat er kan.',
  },
  en: {
    'commander.unknownOption': "Unknown option '{name}'. `--help` shows what there is.",
    'commander.unknownCommand': "Unknown command '{name}'. `relatiebrug --help` shows what there is.",
    'commander.missingArgument': "An argument is missing: '{name}'. `--help` shows what is needed.",
    'commander.optionMissingArgument': "Option '{name}' needs a value.",
    'commander.invalidArgument': "The value '{name}' is not possible here.",
    'commander.excessArguments': 'There are too many arguments. `--help` shows what there is.',
    'commander.other': 'The command cannot be read. `--help` shows what there is.',
  },
};
