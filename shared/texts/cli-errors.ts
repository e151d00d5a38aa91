/** What the command line says when a command fails: what happened and what to do. By code, also foreign ones. */
import type { Texts } from './language.ts';

const nl = {
  unknown:
    'Er ging iets onverwachts mis (code {code}). Er is niets half gedaan. Draai `relatiebrug doctor`, of herhaal met LOG_LEVEL=debug voor de details.',
  // Settings and schema
  schemaBehind:
    'De database is nog niet bijgewerkt ({n} stap(pen) te gaan). Maak een reservekopie en draai `relatiebrug migrate`, of zet AUTO_MIGRATE=true bij deze opdracht.',
  // Mailboxes and employees
  noEmployee:
    'Geen (actieve) medewerker met adres {address} in het CRM. Voeg deze eerst toe of importeer haar.',
  noMailbox: 'Geen geactiveerd postvak voor {name}. `relatiebrug mailbox list` toont ze alle.',
  noPerson: 'Geen persoon gevonden voor {name}. Neem het id, het e-mailadres of de hele naam.',
  severalPersons: 'Er zijn meer personen die {name} kunnen zijn. Neem het id:\n{list}',
  roleUnknown: 'Rol {role} bestaat niet. Kies relationManager of owner.',
  policyUnknown: 'Beleid {policy} bestaat niet. Kies crm, outlook, newest of ask.',
  groupsBoth: '--all-groups en --include-group gaan niet samen. Kies één van beide.',
  groupBlank: 'Een groep zonder naam bestaat niet. Er is niets gewijzigd.',
  groupsUnknown:
    'In deze groep(en) zit niemand: {list}. Er is niets gewijzigd. Kijk de naam na, of geef --yes als het zo bedoeld is.',
  needsYes: 'Niet bevestigd; er is niets gewijzigd. Geef --yes om zonder vraag door te gaan.',
  reasonUnknown: 'Reden {reason} bestaat niet. Kies uit: {list}.',
  cleanupBoth: '--all en --person gaan niet samen. Kies één van beide.',
  cardNotPaused:
    'Geen kaart van een gepauzeerde koppeling (meer): {list}. Er is niets opgeruimd. `relatiebrug mailbox cleanup` toont welke er zijn.',
  resumedOtherwise:
    'Het postvak van {name} is intussen veranderd; er is niets hervat. Kijk opnieuw met `relatiebrug mailbox brake {name}`.',
  noPublicUrl:
    'PUBLIC_URL is niet ingesteld; zonder dat adres kan niemand zich aanmelden. Zet het en probeer opnieuw.',
  signInAgain:
    'Het postvak van {name} wacht op opnieuw aanmelden. Draai `relatiebrug mailbox activate {name}`.',
  deactivated:
    'De koppeling van {name} met Outlook is beëindigd. Draai `relatiebrug mailbox activate {name}` om opnieuw te beginnen.',
  paused: 'Het postvak van {name} is gepauzeerd. Draai eerst `relatiebrug mailbox resume {name}`.',
  braked:
    'Het postvak van {name} wacht op een beoordeling: er zou opvallend veel veranderen. Klopt dat, draai dan `relatiebrug mailbox resume {name}`.',
  mailboxBusy: 'Er loopt al een ronde voor dit postvak. Probeer het zo opnieuw.',
  mailboxNotNow: 'Microsoft vraagt om te wachten; probeer het over {seconds} seconden opnieuw.',
  previewOnly:
    'Groepen en beleid gelden hier alleen bij --preview. Bewaar ze eerst met `relatiebrug mailbox settings`.',
  previewStopped: 'Het voorbeeld is gestopt. Er is niets gewijzigd.',
  activationNotDone: 'De link is verlopen zonder dat iemand zich aanmeldde. Vraag een nieuwe aan.',
  noPassStarted:
    'Er is geen ronde begonnen. Draait er een worker? Start `relatiebrug serve` of `relatiebrug work`, en kijk met `relatiebrug status`.',
  // Held changes
  heldUnknown: 'Er is geen vastgehouden wijziging waarvan het id met {id} begint (minstens acht tekens).',
  heldAmbiguous: 'Er is meer dan één id dat met {id} begint. Geef er meer tekens van.',
  pairUnknown: 'Er is niets onthouden waarvan het id met {id} begint (minstens acht tekens).',
  choiceUnknown: 'Keuze {choice} bestaat niet. Kies uit: {list}.',
  fieldChoiceUnknown: '--field {text} is niet te lezen. Geef FIELD=crm of FIELD=remote, met een van: {list}.',
  fieldNeedsSide: '--field hoort bij de keuze crm, remote of fields.',
  heldWhat: 'Geef een ID en een keuze, of --mailbox, --reason en een keuze. `--help` toont wat er kan.',
  heldManyOnly: '--field en --remember horen bij één wijziging, met haar ID.',
  // History and undo
  noPersonOrMailbox:
    'Geen persoon en geen postvak gevonden voor {name}. Neem het id, het e-mailadres of de hele naam.',
  personOrMailbox:
    '{name} is een persoon in het CRM en ook een postvak. Geef --person {name} of --mailbox {name}.',
  badInstant:
    'Het tijdstip {text} is niet te lezen. Neem 2026-03-02, "2026-03-02 14:30", een ISO-tijdstip, of zoveel geleden: 30m, 2h, 3d.',
  badField: 'Onbekend veld {text}. Neem een van: {list}.',
  badSide: 'Onbekende kant {text}. Neem crm of outlook.',
  badLimit: '{text} is geen aantal. Neem een geheel getal vanaf 1.',
  undoScope: 'Geef precies één van --entry ID, --pass ID, en --mailbox MAILBOX met --since TIJDSTIP.',
  entryUnknown: 'Geen regel van de geschiedenis met id {id}. `relatiebrug history` toont ze.',
  passUnknown: 'Geen ronde met id {id}. `relatiebrug history` toont ze.',
  undoUnknown: 'Geen verzoek met id {id}. `relatiebrug undo list` toont ze.',
  idAmbiguous: 'Meer dan één id begint met {id}. Geef er meer tekens van.',
  planStale: 'Wat er zou gebeuren is intussen veranderd. Er is niets gedaan; kijk opnieuw.',
  undoTooMany:
    'Dit is meer dan in één keer te overzien is. Er is niets gedaan; kies een later tijdstip, of één ronde.',
  // Files
  fileNotThere: 'Bestand {file} bestaat niet of is niet te lezen.',
  fileTooLarge: 'Bestand {file} is te groot. Splits het en importeer de delen.',
  fileKind: 'Van {file} is niet te zien welk soort bestand het is. Neem .csv, .xlsx of .vcf.',
  fileExists: 'Bestand {file} bestaat al en wordt niet overschreven. Kies een andere naam of geef --force.',
  notConfirmed: 'Niet bevestigd; er is niets gewijzigd. Geef --yes om zonder vraag te importeren.',
  fileNotWritable: 'Bestand {file} kan niet worden geschreven. Kijk de map, de rechten en de ruimte na.',
  jsonToStdout: 'Geef bij --json een bestandsnaam; standaarduitvoer is dan voor het JSON-document.',
  noFormat: 'Geef bij schrijven naar standaarduitvoer --format csv of vcf.',
  // The probe
  probeNoFile:
    'GRAPH_ASSUMPTIONS_FILE is niet ingesteld; --apply weet niet waar het moet worden bewaard. Er is niets gemeten.',
  probeCannot:
    'De meting kon in dit postvak niet werken (code {code}). Er is niets gemeten. Draai `relatiebrug doctor`, of probeer het later.',
  assumptionsWrong:
    'GRAPH_ASSUMPTIONS_FILE ({file}) is niet te lezen, of vraagt minder voorzichtigheid dan de standaard. Draai `relatiebrug probe` met --apply opnieuw nadat u het bestand hebt weggehaald.',
  binaryToTerminal: 'Een XLSX-bestand past niet op een scherm. Geef een bestandsnaam.',
  // Server
  EADDRINUSE:
    'Het adres (HOST en PORT) is al in gebruik, mogelijk door een andere Relatiebrug. Stop die of kies een andere PORT.',
  EACCES: 'Geen toestemming voor dit adres of bestand. Kies een PORT boven 1024 of pas de rechten aan.',
  EADDRNOTAVAIL: 'HOST is geen adres van deze computer. Neem 127.0.0.1 of 0.0.0.0.',
  tlsUnreadable: 'TLS_CERT_FILE of TLS_KEY_FILE is niet te lezen of hoort niet bij elkaar (PEM verwacht).',
  // Store
  'store.noBinaries':
    'De meegeleverde database ontbreekt voor dit systeem. Installeer opnieuw met optionele pakketten (`npm ci`), of zet DATABASE_URL.',
  'store.noServerUser':
    'De meegeleverde database draait niet als root en er is geen gewone gebruiker om haar onder te draaien. Start als gewone gebruiker, of zet DATABASE_URL.',
  'store.folderNotReachable':
    'De gebruiker waaronder de database draait kan niet bij DATA_DIR. Kies een map waar hij bij kan, of geef rechten op de mappen erboven.',
  'store.folderNotOurs':
    'DATA_DIR is van een andere gebruiker of niet te beschrijven. Start als die gebruiker of kies een andere map.',
  'store.otherVersion':
    'De gegevens in DATA_DIR zijn van een andere hoofdversie van PostgreSQL. Gebruik die versie, of zet de gegevens over.',
  'store.busy':
    'Een ander proces is al te lang bezig deze map te openen. Wacht even; blijft het zo, stop dan dat proces.',
  'store.startFailed': 'De meegeleverde database start niet. Kijk in het logboek in DATA_DIR voor de reden.',
  'store.unreachable':
    'De database is niet bereikbaar. Kijk of zij draait en of DATABASE_URL klopt; er gaat niets verloren.',
  'crm.unavailable':
    'Het CRM antwoordt niet, of er wordt juist een import geschreven. Er is niets gewijzigd; probeer het zo opnieuw.',
  'store.rolledBack': 'De wijziging is teruggedraaid. Er is niets gewijzigd; probeer het opnieuw.',
  'store.newerSchema':
    'Deze database is door een nieuwere versie van Relatiebrug gemaakt. Er is niets gewijzigd. Start die versie.',
  'store.changedMigration':
    'Een migratie van deze database is in een andere vorm toegepast dan deze versie kent. Er is niets gewijzigd. Installeer een ongewijzigde versie.',
  'store.migrationFailed':
    'Een migratie is mislukt en teruggedraaid; de database is zoals daarvoor. Draai met LOG_LEVEL=debug voor de reden.',
  'store.workerAlreadyRuns':
    'Er draait al een worker op deze gegevensmap. Stop die eerst, of start `relatiebrug serve --no-jobs` ernaast.',
  'store.nothingToBackUp':
    'Er is niets om een reservekopie van te maken: deze database heeft nog geen schema van Relatiebrug.',
  'store.notABackup':
    'Dit bestand is geen reservekopie van Relatiebrug, of van een latere soort. Er is niets gewijzigd.',
  'store.backupDamaged':
    'Deze reservekopie is beschadigd of niet volledig. Er is niets gewijzigd. Neem een andere.',
  'store.backupNewer':
    'Deze reservekopie is gemaakt door een andere versie van Relatiebrug, die deze versie niet kent. Er is niets gewijzigd. Installeer die versie of een latere, en zet hem daarmee terug.',
  'store.notEmpty':
    'In deze database staan al gegevens. Er is niets gewijzigd. Zet terug in een lege (andere DATA_DIR of DATABASE_URL), of geef --replace om weg te doen wat er staat.',
  'store.inUse':
    'Er is een worker of een ronde bezig op deze database. Er is niets gewijzigd. Stop die (ook andere processen op deze database), wacht twee minuten en probeer het opnieuw.',
  // Sign-in
  'identity.keyFileOpen':
    'TOKEN_KEY_FILE is leesbaar voor anderen. Maak het alleen leesbaar voor de gebruiker van de worker: chmod 600.',
  'identity.keyFileMissing':
    'TOKEN_KEY_FILE is er niet, maar er zijn wel aanmeldingen die ermee zijn versleuteld. Zet het bestand terug uit uw reservekopie.',
  'identity.keyFileWrong':
    'TOKEN_KEY_FILE bevat geen sleutel (elke regel 32 bytes als hex of base64). Zet het bestand terug uit uw reservekopie.',
  'identity.keyFileUnreadable': 'TOKEN_KEY_FILE is niet te lezen of te maken. Kijk het pad en de rechten na.',
  'identity.certificateUnreadable':
    'CLIENT_CERTIFICATE_FILE of CLIENT_KEY_FILE is niet te lezen of geen PEM (de sleutel zonder wachtwoord).',
  'identity.certificateKeyMismatch':
    'CLIENT_KEY_FILE is niet de sleutel van CLIENT_CERTIFICATE_FILE. Neem ze allebei uit hetzelfde paar.',
  'identity.certificateExpired':
    'CLIENT_CERTIFICATE_FILE is nu niet geldig. Maak een nieuw paar en zet het certificaat in de app-registratie.',
  '28P01': 'De database weigert het wachtwoord in DATABASE_URL. Kijk het na.',
  '3D000': 'De database in DATABASE_URL bestaat niet. Maak haar aan of kijk de naam na.',
  '42501': 'De databasegebruiker mist rechten voor deze opdracht. Laat een beheerder die geven.',
} as const;

export type CliErrorCode = keyof typeof nl;

const en: Readonly<Record<CliErrorCode, string>> = {
  unknown:
    'Something unforeseen went wrong (code {code}). Nothing was done by halves. Run `relatiebrug doctor`, or repeat with LOG_LEVEL=debug for the details.',
  schemaBehind:
    'The database is not up to date yet ({n} step(s) to go). Make a back-up and run `relatiebrug migrate`, or set AUTO_MIGRATE=true for this command.',
  noEmployee: 'No (active) employee with address {address} in the CRM. Add or import them first.',
  noMailbox: 'No activated mailbox for {name}. `relatiebrug mailbox list` shows them all.',
  noPerson: 'No person found for {name}. Take the id, the e-mail address or the whole name.',
  severalPersons: 'More than one person could be {name}. Take the id:\n{list}',
  roleUnknown: 'There is no role {role}. Choose relationManager or owner.',
  policyUnknown: 'There is no policy {policy}. Choose crm, outlook, newest or ask.',
  groupsBoth: '--all-groups and --include-group do not go together. Choose one of them.',
  groupBlank: 'There is no group without a name. Nothing was changed.',
  groupsUnknown:
    'Nobody is in: {list}. Nothing was changed. Check the name, or give --yes if it is meant so.',
  needsYes: 'Not confirmed; nothing was changed. Give --yes to go on without being asked.',
  reasonUnknown: 'There is no reason {reason}. Choose from: {list}.',
  cleanupBoth: '--all and --person do not go together. Choose one of them.',
  cardNotPaused:
    'No card of a paused link (any more): {list}. Nothing was cleaned up. `relatiebrug mailbox cleanup` shows which there are.',
  resumedOtherwise:
    'The mailbox of {name} has changed meanwhile; nothing was resumed. Look again with `relatiebrug mailbox brake {name}`.',
  noPublicUrl: 'PUBLIC_URL is not set; without that address nobody can sign in. Set it and try again.',
  signInAgain: 'The mailbox of {name} waits for a new sign-in. Run `relatiebrug mailbox activate {name}`.',
  deactivated:
    "{name}'s link with Outlook has ended. Run `relatiebrug mailbox activate {name}` to begin again.",
  paused: 'The mailbox of {name} is paused. Run `relatiebrug mailbox resume {name}` first.',
  braked:
    'The mailbox of {name} waits for a judgement: remarkably much would change. If that is right, run `relatiebrug mailbox resume {name}`.',
  mailboxBusy: 'A pass is running for this mailbox already. Try again shortly.',
  mailboxNotNow: 'Microsoft asks to wait; try again in {seconds} seconds.',
  previewOnly:
    'Groups and policy count here with --preview only. Save them first with `relatiebrug mailbox settings`.',
  previewStopped: 'The preview was stopped. Nothing was changed.',
  activationNotDone: 'The link ended without anybody signing in. Ask for a new one.',
  noPassStarted:
    'No pass has begun. Does a worker run? Start `relatiebrug serve` or `relatiebrug work`, and look with `relatiebrug status`.',
  heldUnknown: 'There is no held change with an id that begins with {id} (at least eight characters).',
  heldAmbiguous: 'More than one id begins with {id}. Give more characters of it.',
  pairUnknown: 'Nothing is remembered with an id that begins with {id} (at least eight characters).',
  choiceUnknown: 'There is no choice {choice}. Choose from: {list}.',
  fieldChoiceUnknown: '--field {text} cannot be read. Give FIELD=crm or FIELD=remote, with one of: {list}.',
  fieldNeedsSide: '--field goes with the choice crm, remote or fields.',
  heldWhat: 'Give an ID and a choice, or --mailbox, --reason and a choice. `--help` shows what there is.',
  heldManyOnly: '--field and --remember go with one change, by its ID.',
  noPersonOrMailbox:
    'No person and no mailbox found for {name}. Take the id, the e-mail address or the whole name.',
  personOrMailbox:
    '{name} is a person in the CRM and a mailbox too. Give --person {name} or --mailbox {name}.',
  badInstant:
    'The instant {text} cannot be read. Take 2026-03-02, "2026-03-02 14:30", an ISO instant, or so long ago: 30m, 2h, 3d.',
  badField: 'Unknown field {text}. Take one of: {list}.',
  badSide: 'Unknown side {text}. Take crm or outlook.',
  badLimit: '{text} is no number. Take a whole number from 1 on.',
  undoScope: 'Give exactly one of --entry ID, --pass ID, and --mailbox MAILBOX with --since INSTANT.',
  entryUnknown: 'No entry of the history with id {id}. `relatiebrug history` shows them.',
  passUnknown: 'No pass with id {id}. `relatiebrug history` shows them.',
  undoUnknown: 'No undo with id {id}. `relatiebrug undo list` shows them.',
  idAmbiguous: 'More than one id begins with {id}. Give more of its characters.',
  planStale: 'What would happen has changed meanwhile. Nothing was done; look again.',
  undoTooMany:
    'This is more than can be looked over at once. Nothing was done; choose a later instant, or one pass.',
  fileNotThere: 'File {file} does not exist or cannot be read.',
  fileTooLarge: 'File {file} is too large. Split it and import the parts.',
  fileKind: 'It cannot be seen what kind of file {file} is. Take .csv, .xlsx or .vcf.',
  fileExists: 'File {file} exists and is not overwritten. Choose another name or give --force.',
  notConfirmed: 'Not confirmed; nothing was changed. Give --yes to import without being asked.',
  fileNotWritable: 'File {file} cannot be written. Check the folder, its permissions and the space left.',
  jsonToStdout: 'Give a file name with --json; standard output is for the JSON document then.',
  noFormat: 'Give --format csv or vcf when writing to standard output.',
  probeNoFile:
    'GRAPH_ASSUMPTIONS_FILE is not set; --apply does not know where to keep it. Nothing was measured.',
  probeCannot:
    'The probe could not work in this mailbox (code {code}). Nothing was measured. Run `relatiebrug doctor`, or try later.',
  assumptionsWrong:
    'GRAPH_ASSUMPTIONS_FILE ({file}) cannot be read, or asks for less care than the default. Take the file away and run `relatiebrug probe` with --apply again.',
  binaryToTerminal: 'An XLSX file does not fit on a screen. Give a file name.',
  EADDRINUSE:
    'The address (HOST and PORT) is in use, perhaps by another Relatiebrug. Stop that or choose another PORT.',
  EACCES: 'No permission for this address or file. Choose a PORT above 1024 or change the permissions.',
  EADDRNOTAVAIL: 'HOST is no address of this computer. Take 127.0.0.1 or 0.0.0.0.',
  tlsUnreadable: 'TLS_CERT_FILE or TLS_KEY_FILE cannot be read, or do not belong together (PEM expected).',
  'store.noBinaries':
    'The database that comes along is missing for this system. Install again with optional packages (`npm ci`), or set DATABASE_URL.',
  'store.noServerUser':
    'The database that comes along does not run as root and there is no ordinary user to run it as. Start as an ordinary user, or set DATABASE_URL.',
  'store.folderNotReachable':
    'The user that runs the database cannot reach DATA_DIR. Choose a folder it can reach, or give permissions on the folders above.',
  'store.folderNotOurs':
    'DATA_DIR belongs to another user or cannot be written. Start as that user or choose another folder.',
  'store.otherVersion':
    'The data in DATA_DIR is of another major version of PostgreSQL. Use that version, or move the data.',
  'store.busy':
    'Another process has been busy opening this folder for too long. Wait; if it stays so, stop that process.',
  'store.startFailed':
    'The database that comes along does not start. Look in the log in DATA_DIR for the reason.',
  'store.unreachable':
    'The database cannot be reached. Check that it runs and that DATABASE_URL is right; nothing is lost.',
  'crm.unavailable':
    'The CRM does not answer, or an import is being written right now. Nothing was changed; try again in a moment.',
  'store.rolledBack': 'The change was rolled back. Nothing was changed; try again.',
  'store.newerSchema':
    'This database was made by a newer version of Relatiebrug. Nothing was changed. Start that version.',
  'store.changedMigration':
    'A migration of this database was applied in another form than this version knows. Nothing was changed. Install an unmodified version.',
  'store.migrationFailed':
    'A migration failed and was rolled back; the database is as it was before. Run with LOG_LEVEL=debug for the reason.',
  'store.workerAlreadyRuns':
    'A worker runs on this data folder already. Stop it first, or start `relatiebrug serve --no-jobs` beside it.',
  'store.nothingToBackUp': 'There is nothing to back up: this database has no schema of Relatiebrug yet.',
  'store.notABackup': 'This file is no back-up of Relatiebrug, or of a later kind. Nothing was changed.',
  'store.backupDamaged': 'This back-up is damaged or incomplete. Nothing was changed. Take another one.',
  'store.backupNewer':
    'This back-up was made by another version of Relatiebrug, which this version does not know. Nothing was changed. Install that version or a later one, and restore with it.',
  'store.notEmpty':
    'There is data in this database already. Nothing was changed. Restore into an empty one (another DATA_DIR or DATABASE_URL), or give --replace to take away what is there.',
  'store.inUse':
    'A worker or a pass is at work on this database. Nothing was changed. Stop it (also other processes on this database), wait two minutes, and try again.',
  'identity.keyFileOpen':
    "TOKEN_KEY_FILE may be read by others. Make it readable by the worker's user only: chmod 600.",
  'identity.keyFileMissing':
    'TOKEN_KEY_FILE is not there, but sign-ins sealed with it are. Restore the file from your back-up.',
  'identity.keyFileWrong':
    'TOKEN_KEY_FILE holds no key (each line 32 bytes as hex or base64). Restore the file from your back-up.',
  'identity.keyFileUnreadable': 'TOKEN_KEY_FILE cannot be read or made. Check its path and permissions.',
  'identity.certificateUnreadable':
    'CLIENT_CERTIFICATE_FILE or CLIENT_KEY_FILE cannot be read, or is no PEM (the key without a passphrase).',
  'identity.certificateKeyMismatch':
    'CLIENT_KEY_FILE is not the key of CLIENT_CERTIFICATE_FILE. Take both from the same pair.',
  'identity.certificateExpired':
    'CLIENT_CERTIFICATE_FILE is not valid now. Make a new pair and put the certificate into the app registration.',
  '28P01': 'The database refuses the password in DATABASE_URL. Check it.',
  '3D000': 'The database in DATABASE_URL does not exist. Make it or check the name.',
  '42501': 'The database user lacks permissions for this command. Have an administrator give them.',
};

export const cliErrorTexts: Texts<CliErrorCode> = { nl, en };
