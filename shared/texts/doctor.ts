/** What `doctor` finds: what is so, and where it is not right, what to do. */
import type { Texts } from './language.ts';

const nl = {
  settingsOk: 'Instellingen: alle variabelen zijn leesbaar.',
  settingsWrong: 'Instelling {name}: {says}.',
  signInSettingsOk: 'Aanmelding: alles wat nodig is, is ingesteld.',
  signInMissing: 'Instelling {name}: {says}. Zonder kan niemand een postvak activeren.',
  databaseOk: 'Database: bereikbaar ({kind}) en bijgewerkt.',
  databaseBehind:
    'Database: bereikbaar, maar {n} migratie(s) te gaan. Maak een reservekopie en draai `relatiebrug migrate`.',
  databaseNew: 'Database: bereikbaar; {n} migratie(s) worden bij het starten vanzelf gedaan.',
  databaseWrong: 'Database: {message}',
  tokenKeyOk: 'Sleutel voor tokens en app-certificaat: leesbaar.',
  identityWrong: 'Sleutel of certificaat: {message}',
  checkTooSlow: 'Een controle gaf na {seconds} seconden geen antwoord.',
  checkFailed: 'Een controle is niet gelukt: {message}',
  metadataOk: 'Aanmelden bij Microsoft: {authority} antwoordt voor {n} tenant(s).',
  metadataUnknownTenant: 'Tenant {tenant}: onbekend bij {authority}. Kijk ALLOWED_TENANTS na.',
  metadataWrong:
    'Aanmelden bij Microsoft: {authority} is niet bereikbaar ({code}). Kijk netwerk, proxy en NODE_EXTRA_CA_CERTS na.',
  credentialOk: 'App-registratie: CLIENT_ID en geheim of certificaat worden aangenomen.',
  credentialWrong:
    'App-registratie: Microsoft weigert CLIENT_ID met dit geheim of certificaat ({code}). Maak in Entra een nieuw geheim en zet het in CLIENT_SECRET.',
  secretEnds:
    'App-registratie: CLIENT_SECRET loopt af op {at} (CLIENT_SECRET_EXPIRES). Maak in Entra een nieuw geheim, zet het in CLIENT_SECRET en de nieuwe datum erbij.',
  certificateEnds:
    'App-registratie: het certificaat in CLIENT_CERTIFICATE_FILE loopt af op {at}. Voeg in Entra een nieuw toe en vervang beide bestanden.',
  credentialUnclear: 'App-registratie: niet na te gaan ({code}).',
  grantedOk: 'Rechten: de app heeft niet meer dan Contacts.ReadWrite en User.Read van de gebruiker zelf.',
  grantedTooMuch:
    'Rechten: er is meer toegekend dan gevraagd ({list}). Trek dat in Entra in (Enterprise applications → deze app → Permissions), of gebruik een eigen app-registratie voor Relatiebrug.',
  grantedApp:
    'Rechten: de app heeft toepassingsrechten ({list}) en kan daarmee zonder gebruiker bij alle postvakken. Relatiebrug gebruikt ze niet; verwijder ze bij de app-registratie (API permissions).',
  grantedUnknown: 'Rechten: of de app toepassingsrechten heeft, is niet na te gaan.',
  graphOk: 'Microsoft Graph: {url} is bereikbaar.',
  graphWrong: 'Microsoft Graph: {url} is niet bereikbaar ({code}). Kijk netwerk, proxy en GRAPH_BASE_URL na.',
  assumptionsNone:
    'Metingen van Graph: {file} (GRAPH_ASSUMPTIONS_FILE) is er niet; de voorzichtige standaarden gelden. `relatiebrug probe POSTVAK --apply` maakt het.',
  assumptionsUnreadable:
    'Metingen van Graph: {file} (GRAPH_ASSUMPTIONS_FILE) is niet te lezen ({code}); zo start de worker niet. Kijk pad en rechten na.',
  assumptionsShape:
    'Metingen van Graph: {file} (GRAPH_ASSUMPTIONS_FILE) is geen uitkomst van `relatiebrug probe`, of vraagt minder voorzichtigheid dan de standaarden; zo start de worker niet. Meet opnieuw met `relatiebrug probe POSTVAK --apply`, na het bestand te hebben verwijderd.',
  assumptionsDefault:
    'Metingen van Graph: {file} is {days} dag(en) oud en zegt wat ook de standaarden zeggen.',
  assumptionsDiffer:
    'Metingen van Graph: {file} is {days} dag(en) oud; anders dan de standaard (tussen haakjes): {list}.',
  assumptionsOld:
    'Metingen van Graph: {file} is {days} dagen oud. Meet nog eens met `relatiebrug probe POSTVAK --apply`; het strengste blijft gelden.',
  clockOk: 'Klok: loopt gelijk met Microsoft (verschil {seconds} s).',
  clockWrong:
    'Klok: {seconds} seconden verschil met Microsoft. Tokens worden dan geweigerd; zet tijdsynchronisatie (NTP) aan.',
  clockUnknown: 'Klok: niet te vergelijken, omdat niemand antwoordde.',
  crmOk: 'CRM: {employees} medewerker(s), leesbaar.',
  crmEmpty: 'CRM: nog zonder medewerkers. Lees ze in met `relatiebrug import BESTAND --create-employees`.',
  crmWrong: 'CRM: niet te lezen ({code}).',
  publicUrlOk: 'Publiek adres: {url} antwoordt.',
  publicUrlNone:
    'Publiek adres: PUBLIC_URL is niet ingesteld. Aanmelden en meldingen van Outlook werken dan niet; de dagelijkse ronde wel.',
  publicUrlNotServing:
    'Publiek adres: {url} antwoordt niet ({code}). Draait `relatiebrug serve`, en wijst de proxy ernaar?',
  publicUrlPlain: 'Publiek adres: {url} is geen https; Outlook opent het taakvenster alleen over https.',
  notificationsOff:
    'Meldingen van Outlook: uit, omdat PUBLIC_URL naar deze computer wijst. Wijzigingen komen met de dagelijkse ronde mee.',
  tlsOk: 'TLS: certificaat en sleutel horen bij elkaar, geldig tot {at}.',
  tlsEnds: 'TLS: het certificaat verloopt op {at}. Vernieuw het.',
  tlsWrong: 'TLS: TLS_CERT_FILE of TLS_KEY_FILE is niet te lezen, verlopen of hoort niet bij elkaar.',
  workerOk: 'Synchronisatie: er loopt een worker.',
  workerNone: 'Synchronisatie: er loopt geen worker. Start `relatiebrug serve` of `relatiebrug work`.',
} as const;

export type DoctorText = keyof typeof nl;

const en: Readonly<Record<DoctorText, string>> = {
  settingsOk: 'Settings: all variables can be read.',
  settingsWrong: 'Setting {name}: {says}.',
  signInSettingsOk: 'Sign-in: everything that is needed is set.',
  signInMissing: 'Setting {name}: {says}. Without it nobody can activate a mailbox.',
  databaseOk: 'Database: reachable ({kind}) and up to date.',
  databaseBehind:
    'Database: reachable, but {n} migration(s) to go. Make a back-up and run `relatiebrug migrate`.',
  databaseNew: 'Database: reachable; {n} migration(s) are done by themselves at the start.',
  databaseWrong: 'Database: {message}',
  tokenKeyOk: 'Token key and app certificate: readable.',
  identityWrong: 'Key or certificate: {message}',
  checkTooSlow: 'A check gave no answer within {seconds} seconds.',
  checkFailed: 'A check did not succeed: {message}',
  metadataOk: 'Sign-in with Microsoft: {authority} answers for {n} tenant(s).',
  metadataUnknownTenant: 'Tenant {tenant}: unknown at {authority}. Check ALLOWED_TENANTS.',
  metadataWrong:
    'Sign-in with Microsoft: {authority} cannot be reached ({code}). Check network, proxy and NODE_EXTRA_CA_CERTS.',
  credentialOk: 'App registration: CLIENT_ID and secret or certificate are accepted.',
  credentialWrong:
    'App registration: Microsoft refuses CLIENT_ID with this secret or certificate ({code}). Make a new secret in Entra and put it into CLIENT_SECRET.',
  secretEnds:
    'App registration: CLIENT_SECRET ends on {at} (CLIENT_SECRET_EXPIRES). Make a new secret in Entra, put it into CLIENT_SECRET and its date beside it.',
  certificateEnds:
    'App registration: the certificate in CLIENT_CERTIFICATE_FILE ends on {at}. Add a new one in Entra and replace both files.',
  credentialUnclear: 'App registration: could not be checked ({code}).',
  grantedOk: "Permissions: the app has no more than the user's own Contacts.ReadWrite and User.Read.",
  grantedTooMuch:
    'Permissions: more was granted than is asked for ({list}). Take it back in Entra (Enterprise applications → this app → Permissions), or use an app registration of its own for Relatiebrug.',
  grantedApp:
    'Permissions: the app has application permissions ({list}), which open every mailbox without its user. Relatiebrug does not use them; remove them from the app registration (API permissions).',
  grantedUnknown: 'Permissions: whether the app has application permissions could not be told.',
  graphOk: 'Microsoft Graph: {url} can be reached.',
  graphWrong: 'Microsoft Graph: {url} cannot be reached ({code}). Check network, proxy and GRAPH_BASE_URL.',
  assumptionsNone:
    'Measured of Graph: {file} (GRAPH_ASSUMPTIONS_FILE) is not there; the careful defaults hold. `relatiebrug probe MAILBOX --apply` makes it.',
  assumptionsUnreadable:
    'Measured of Graph: {file} (GRAPH_ASSUMPTIONS_FILE) cannot be read ({code}); the worker does not start like this. Check path and permissions.',
  assumptionsShape:
    'Measured of Graph: {file} (GRAPH_ASSUMPTIONS_FILE) is nothing that `relatiebrug probe` wrote, or asks for less care than the defaults; the worker does not start like this. Remove the file and measure again with `relatiebrug probe MAILBOX --apply`.',
  assumptionsDefault: 'Measured of Graph: {file} is {days} day(s) old and says what the defaults say.',
  assumptionsDiffer:
    'Measured of Graph: {file} is {days} day(s) old; other than the default (in brackets): {list}.',
  assumptionsOld:
    'Measured of Graph: {file} is {days} days old. Measure once more with `relatiebrug probe MAILBOX --apply`; the more careful goes on holding.',
  clockOk: 'Clock: in step with Microsoft (difference {seconds} s).',
  clockWrong:
    "Clock: {seconds} seconds from Microsoft's. Tokens are refused then; switch on time synchronisation (NTP).",
  clockUnknown: 'Clock: could not be compared, because nobody answered.',
  crmOk: 'CRM: {employees} employee(s), readable.',
  crmEmpty: 'CRM: no employees yet. Read them in with `relatiebrug import FILE --create-employees`.',
  crmWrong: 'CRM: cannot be read ({code}).',
  publicUrlOk: 'Public address: {url} answers.',
  publicUrlNone:
    'Public address: PUBLIC_URL is not set. Sign-in and notifications of Outlook do not work then; the daily pass does.',
  publicUrlNotServing:
    'Public address: {url} does not answer ({code}). Does `relatiebrug serve` run, and does the proxy point to it?',
  publicUrlPlain: 'Public address: {url} is not https; Outlook opens the task pane over https only.',
  notificationsOff:
    'Notifications of Outlook: off, because PUBLIC_URL is this computer. Changes come with the daily pass.',
  tlsOk: 'TLS: certificate and key belong together, valid until {at}.',
  tlsEnds: 'TLS: the certificate ends on {at}. Renew it.',
  tlsWrong: 'TLS: TLS_CERT_FILE or TLS_KEY_FILE cannot be read, has ended, or they do not belong together.',
  workerOk: 'Synchronisation: a worker runs.',
  workerNone: 'Synchronisation: no worker runs. Start `relatiebrug serve` or `relatiebrug work`.',
};

export const doctorTexts: Texts<DoctorText> = { nl, en };
