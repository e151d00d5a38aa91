/**
 * Every environment variable the worker knows, one row each: what it takes, its default, an example and a line of
 * explanation. `.env.example` is this table printed, and a test says so. Must not read the environment itself.
 *
 * A row says nothing about other rows; what hangs together (both or none, exactly one) is told in `settings.ts`.
 */
import { z } from 'zod';
import {
  address,
  day,
  guid,
  httpsOrigin,
  key,
  language,
  listOf,
  lower,
  metricsToken,
  network,
  nightWindow,
  path,
  personUrl,
  postgresUrl,
  publicOrigin,
  sender,
  smtpUrl,
  text,
  timeZone,
  whole,
  yesNo,
  aFile,
  aKey,
  guids,
  anHttpsOrigin,
  makeYourOwn,
  numberFrom,
  oldKey,
  someGuid,
  type Text,
} from './settings-kinds.ts';

export interface SettingRow<T, Default extends string | null = string | null> {
  /** Takes the text as it stands (never empty); its messages are not shown, `expected` is. */
  readonly schema: z.ZodType<T, string>;
  /** What the value must look like; follows "expected:". */
  readonly expected: Text;
  /** A value that passes; for a secret that the office makes itself `makeYourOwn`, which does not. */
  readonly example: string;
  /** As it would stand in the environment; null: not set. */
  readonly byDefault: Default;
  /** One line: what it is for. */
  readonly about: Text;
  readonly section: SectionId;
}

export const sections = {
  store: { nl: 'Opslag', en: 'Store' },
  server: { nl: 'Webadres', en: 'Web address' },
  microsoft: { nl: 'Aanmelden bij Microsoft', en: 'Sign-in with Microsoft' },
  graph: { nl: 'Microsoft Graph', en: 'Microsoft Graph' },
  passes: { nl: 'Synchroniseren', en: 'Passes' },
  crm: { nl: 'CRM', en: 'CRM' },
  language: { nl: 'Taal en land', en: 'Language and country' },
  mail: { nl: 'E-mail', en: 'Mail' },
  log: { nl: 'Logboek', en: 'Log' },
  metrics: { nl: 'Cijfers', en: 'Metrics' },
} satisfies Record<string, Text>;
export type SectionId = keyof typeof sections;

const row = <T, Default extends string | null>(
  section: SectionId,
  schema: z.ZodType<T, string>,
  expected: Text,
  [byDefault, example]: readonly [byDefault: Default, example: string],
  about: Text,
): SettingRow<T, Default> => ({ schema, expected, example, byDefault, about, section });

const number = (
  section: SectionId,
  [min, max]: readonly [number, number],
  byDefault: number,
  about: Text,
): SettingRow<number, string> =>
  row(section, whole(min, max), numberFrom(min, max), [String(byDefault), String(byDefault)], about);

// ─── The table ──────────────────────────────────────────────────────────────────────────────────

export const settingsTable = {
  DATABASE_URL: row(
    'store',
    postgresUrl,
    { nl: 'een adres dat begint met postgres://', en: 'an address that begins with postgres://' },
    [null, 'postgres://relatiebrug:wachtwoord@db.example:5432/relatiebrug'],
    {
      nl: 'Een eigen PostgreSQL-server; zonder deze regel draait de meegeleverde in DATA_DIR.',
      en: 'A PostgreSQL server of your own; without it the one that comes along runs in DATA_DIR.',
    },
  ),
  DATABASE_CONNECTIONS: number('store', [4, 500], 10, {
    nl: 'Verbindingen met de database per proces, hoogstens; daarnaast nog twee.',
    en: 'Connections to the database per process, at most; two more beside them.',
  }),
  DATA_DIR: row(
    'store',
    path,
    { nl: 'het pad van een map', en: 'the path of a folder' },
    ['.data', '.data'],
    {
      nl: 'Map waarin de meegeleverde database haar gegevens bewaart.',
      en: 'Folder in which the database that comes along keeps its data.',
    },
  ),
  AUTO_MIGRATE: row('store', yesNo, { nl: 'true of false', en: 'true or false' }, [null, 'true'], {
    nl: 'Werk het schema van de database bij het starten bij; zonder deze regel alleen bij de meegeleverde.',
    en: 'Bring the schema of the database up to date at start; without it only that of the one that comes along.',
  }),
  HISTORY_RETENTION_DAYS: row(
    'store',
    whole(0, 36_500).refine((days) => days === 0 || days >= 90),
    {
      nl: 'een geheel getal van 90 tot en met 36500, of 0: voor altijd',
      en: 'a whole number from 90 to 36500, or 0: for ever',
    },
    ['2557', '2557'],
    {
      nl: 'Dagen dat de geschiedenis blijft (2557 is zeven jaar); daarna zijn oude en verloren waarden weg. 0: voor altijd.',
      en: 'Days for which history stays (2557 is seven years); then earlier and lost values are gone. 0: for ever.',
    },
  ),
  HOST: row(
    'server',
    text,
    { nl: 'een naam of IP-adres', en: 'a name or IP address' },
    ['127.0.0.1', '0.0.0.0'],
    {
      nl: 'Netwerkadres waarop de worker luistert.',
      en: 'Network address on which the worker listens.',
    },
  ),
  PORT: number('server', [0, 65_535], 3001, {
    nl: 'Poort waarop de worker luistert (0: een vrije poort).',
    en: 'Port on which the worker listens (0: any free one).',
  }),
  PUBLIC_URL: row(
    'server',
    publicOrigin,
    {
      nl: 'een https-adres zonder pad (http mag alleen voor localhost)',
      en: 'an https address without path (http for localhost only)',
    },
    [null, 'https://relatiebrug.example'],
    {
      nl: 'Adres waaronder Outlook en Microsoft de worker bereiken; zonder dit adres geen meldingen van wijzigingen.',
      en: 'Address under which Outlook and Microsoft reach the worker; without it no change notifications.',
    },
  ),
  TRUSTED_PROXIES: row(
    'server',
    listOf(network),
    { nl: "IP-adressen of netwerken, gescheiden door komma's", en: 'IP addresses or networks, by commas' },
    ['127.0.0.0/8,::1', '127.0.0.0/8,::1,10.0.0.7'],
    {
      nl: 'Proxy’s vóór de worker; alleen van deze wordt X-Forwarded-For geloofd, om verzoeken per afzender te tellen.',
      en: 'Proxies before the worker; of these alone X-Forwarded-For is believed, to count requests by sender.',
    },
  ),
  ALLOW_LOCAL_NOTIFICATIONS: row(
    'server',
    yesNo,
    { nl: 'true of false', en: 'true or false' },
    ['false', 'true'],
    {
      nl: 'Meldingen ook vragen als PUBLIC_URL naar deze computer wijst (alleen zinvol met een nagebootst Graph).',
      en: 'Ask for notifications even when PUBLIC_URL is this computer (of use with a stand-in Graph only).',
    },
  ),
  ADDIN_DIR: row(
    'server',
    path,
    { nl: 'het pad van een map', en: 'the path of a folder' },
    [null, 'dist/addin'],
    {
      nl: 'Map met de gebouwde add-in; zonder deze regel dist/addin bij de worker.',
      en: 'Folder that holds the built add-in; without it dist/addin beside the worker.',
    },
  ),
  TLS_CERT_FILE: row('server', path, aFile, [null, 'tls/fullchain.pem'], {
    nl: 'Certificaat (PEM) waarmee de worker zelf https spreekt; samen met TLS_KEY_FILE.',
    en: 'Certificate (PEM) with which the worker itself serves https; together with TLS_KEY_FILE.',
  }),
  TLS_KEY_FILE: row('server', path, aFile, [null, 'tls/privkey.pem'], {
    nl: 'Sleutel (PEM) bij TLS_CERT_FILE.',
    en: 'Key (PEM) that belongs to TLS_CERT_FILE.',
  }),
  AUTHORITY: row(
    'microsoft',
    httpsOrigin,
    anHttpsOrigin,
    ['https://login.microsoftonline.com', 'https://login.microsoftonline.com'],
    { nl: 'Adres waar gebruikers zich aanmelden.', en: 'Address at which users sign in.' },
  ),
  CLIENT_ID: row('microsoft', guid, { nl: 'een GUID', en: 'a GUID' }, [null, someGuid], {
    nl: 'Toepassings-id (client) van de app-registratie in Entra.',
    en: 'Application (client) id of the app registration in Entra.',
  }),
  CLIENT_SECRET: row('microsoft', text, { nl: 'een tekst', en: 'a text' }, [null, 'geheim-uit-entra'], {
    nl: 'Clientgeheim van de app-registratie; dit of een certificaat, niet allebei.',
    en: 'Client secret of the app registration; this or a certificate, not both.',
  }),
  CLIENT_SECRET_EXPIRES: row(
    'microsoft',
    day,
    { nl: 'een datum JJJJ-MM-DD', en: 'a date YYYY-MM-DD' },
    [null, '2028-01-31'],
    {
      nl: 'Laatste dag van CLIENT_SECRET, zoals Entra die toont; beheerders worden 30, 7 en 1 dag ervoor gewaarschuwd.',
      en: 'Last day of CLIENT_SECRET, as Entra shows it; administrators are warned 30, 7 and 1 day before.',
    },
  ),
  CLIENT_CERTIFICATE_FILE: row('microsoft', path, aFile, [null, 'entra/client.crt.pem'], {
    nl: 'Certificaat (PEM) van de app-registratie in plaats van een geheim.',
    en: 'Certificate (PEM) of the app registration instead of a secret.',
  }),
  CLIENT_KEY_FILE: row('microsoft', path, aFile, [null, 'entra/client.key.pem'], {
    nl: 'Sleutel (PKCS#8, PEM) bij CLIENT_CERTIFICATE_FILE.',
    en: 'Key (PKCS#8, PEM) that belongs to CLIENT_CERTIFICATE_FILE.',
  }),
  ALLOWED_TENANTS: row('microsoft', listOf(guid), guids, [null, someGuid], {
    nl: 'Tenants waarvan gebruikers zich mogen aanmelden.',
    en: 'Tenants whose users may sign in.',
  }),
  ADMINS: row(
    'microsoft',
    listOf(z.union([guid, address])),
    {
      nl: "object-id's (GUID) of aanmeldnamen (naam@kantoor), gescheiden door komma's",
      en: 'object ids (GUID) or user principal names (name@office), by commas',
    },
    [null, 'beheer@kantoor.example'],
    { nl: 'Wie in het taakvenster beheerder is.', en: 'Who is an administrator in the task pane.' },
  ),
  PANE_CLIENT_IDS: row('microsoft', listOf(guid), guids, [null, someGuid], {
    nl: 'Apps waarvan de API een token aanneemt; zonder deze regel alleen CLIENT_ID.',
    en: 'Apps from which the API takes a token; without it CLIENT_ID only.',
  }),
  TOKEN_KEY: row('microsoft', key, aKey, [null, makeYourOwn], {
    nl: 'Sleutel waarmee tokens worden versleuteld; dit of TOKEN_KEY_FILE, niet allebei.',
    en: 'Key with which tokens are encrypted; this or TOKEN_KEY_FILE, not both.',
  }),
  TOKEN_KEY_FILE: row('microsoft', path, aFile, [null, 'sleutels/token.key'], {
    nl: 'Bestand (alleen leesbaar voor de worker, buiten DATA_DIR) met die sleutel.',
    en: 'File (readable by the worker only, outside DATA_DIR) that holds that key.',
  }),
  TOKEN_KEYS_OLD: row('microsoft', listOf(oldKey), aKey, [null, makeYourOwn], {
    nl: 'Vorige sleutels, gescheiden door komma’s, zolang nog niet alles opnieuw is versleuteld.',
    en: 'Previous keys, by commas, until everything has been encrypted again.',
  }),
  GRAPH_BASE_URL: row(
    'graph',
    httpsOrigin,
    anHttpsOrigin,
    ['https://graph.microsoft.com', 'https://graph.microsoft.com'],
    { nl: 'Adres van Microsoft Graph.', en: 'Address of Microsoft Graph.' },
  ),
  GRAPH_TIMEOUT_MS: number('graph', [100, 600_000], 30_000, {
    nl: 'Milliseconden waarna een verzoek aan Graph als onbeantwoord geldt.',
    en: 'Milliseconds after which a request to Graph counts as unanswered.',
  }),
  GRAPH_CONCURRENCY: number('graph', [1, 4], 4, {
    nl: 'Verzoeken tegelijk per postvak; Microsoft staat er vier toe.',
    en: 'Requests at a time per mailbox; Microsoft allows four.',
  }),
  GRAPH_WINDOW_REQUESTS: number('graph', [10, 10_000], 10_000, {
    nl: 'Verzoeken per tien minuten per postvak; Microsoft staat er 10.000 toe.',
    en: 'Requests in ten minutes per mailbox; Microsoft allows 10,000.',
  }),
  GRAPH_ASSUMPTIONS_FILE: row('graph', path, aFile, [null, 'graph-assumptions.json'], {
    nl: 'Wat `relatiebrug probe --apply` over dit Graph heeft gemeten; zonder deze regel, of zonder bestand, gelden de voorzichtige standaarden.',
    en: 'What `relatiebrug probe --apply` measured of this Graph; without it, or without the file, the careful defaults hold.',
  }),
  TIME_ZONE: row(
    'passes',
    timeZone,
    { nl: 'een tijdzone uit de IANA-lijst', en: 'a time zone of the IANA list' },
    ['Europe/Amsterdam', 'Europe/Brussels'],
    { nl: 'Tijdzone van NIGHT_WINDOW.', en: 'Time zone of NIGHT_WINDOW.' },
  ),
  NIGHT_WINDOW: row(
    'passes',
    nightWindow,
    { nl: 'twee tijdstippen UU:MM-UU:MM', en: 'two times HH:MM-HH:MM' },
    ['01:00-05:00', '01:00-05:00'],
    {
      nl: 'Wanneer de dagelijkse ronde loopt, elk postvak op zijn eigen minuut.',
      en: 'When the daily passes run, each mailbox at its own minute.',
    },
  ),
  BRAKE_CARDS: number('passes', [0, 100_000], 20, {
    nl: 'Rem: bij meer dan dit aantal gewijzigde of verwijderde kaarten in Outlook (en BRAKE_SHARE) wordt eerst gevraagd.',
    en: 'Brake: above this number of cards changed or removed in Outlook (and BRAKE_SHARE) a person is asked first.',
  }),
  BRAKE_SHARE: row(
    'passes',
    z
      .string()
      .regex(/^[01]([.]\d{1,4})?$/)
      .transform(Number)
      .pipe(z.number().min(0).max(1)),
    { nl: 'een getal van 0 tot en met 1 met een punt', en: 'a number from 0 to 1' },
    ['0.20', '0.20'],
    {
      nl: 'Rem: deel van de gekoppelde kaarten waarboven eerst wordt gevraagd.',
      en: 'Brake: share of the linked cards above which a person is asked first.',
    },
  ),
  BRAKE_EMPTY_FROM: number('passes', [1, 100_000], 5, {
    nl: 'Rem: vanaf dit aantal gekoppelde kaarten wordt gevraagd als een bron ineens leeg is.',
    en: 'Brake: from this number of linked cards a source that is suddenly empty is asked about.',
  }),
  LEASE_SECONDS: number('passes', [5, 3600], 60, {
    nl: 'Seconden dat een ronde een postvak vasthoudt zonder een teken van leven.',
    en: 'Seconds for which a pass holds a mailbox without a sign of life.',
  }),
  CONCURRENT_PASSES: number('passes', [1, 100], 4, {
    nl: 'Postvakken tegelijk per worker; daarnaast een kwart (minstens één) voor klein werk alleen.',
    en: 'Mailboxes at once per worker; beside them a quarter as many (at least one) for small work only.',
  }),
  CRM_POLL_SECONDS: number('passes', [1, 86_400], 30, {
    nl: 'Seconden tussen twee keer kijken naar wijzigingen in het CRM, ook zonder seintje.',
    en: 'Seconds between two looks at the CRM for changes, even without a sign from it.',
  }),
  NOTIFICATION_DELAY_SECONDS: number('passes', [0, 600], 2, {
    nl: 'Seconden tussen een melding van Outlook en de ronde; meldingen daarbinnen tellen als één.',
    en: 'Seconds from a notification of Outlook to the pass; notifications within them count as one.',
  }),
  CRM_PERSON_URL: row(
    'crm',
    personUrl,
    {
      nl: 'een https-adres met {id} achter de servernaam (http mag alleen voor localhost)',
      en: 'an https address with {id} behind the name of the server (http for localhost only)',
    },
    [null, 'https://crm.kantoor.example/personen/{id}'],
    {
      nl: 'Adres van een persoon in de eigen pagina’s van het CRM, met {id} op de plaats van de id; zonder dit adres is er in het taakvenster geen knop daarheen.',
      en: 'Address of a person in the CRM’s own pages, with {id} in the place of the id; without it the task pane has no button to go there.',
    },
  ),
  LANGUAGE: row('language', language, { nl: 'nl of en', en: 'nl or en' }, ['nl', 'en'], {
    nl: 'Taal van de opdrachtregel en van meldingen.',
    en: 'Language of the command line and of messages.',
  }),
  COUNTRY: row(
    'language',
    z
      .string()
      .transform((name) => name.trim().toUpperCase())
      .pipe(z.enum(['NL', 'BE'])),
    { nl: 'NL of BE', en: 'NL or BE' },
    ['NL', 'BE'],
    {
      nl: 'Land waarin een telefoonnummer zonder landnummer wordt gelezen.',
      en: 'Country in which a phone number without country code is read.',
    },
  ),
  SMTP_URL: row(
    'mail',
    smtpUrl,
    {
      nl: 'smtp://server:587 of smtps://server:465, desgewenst met naam:wachtwoord@ ervoor',
      en: 'smtp://server:587 or smtps://server:465, with name:password@ before the server where needed',
    },
    [null, 'smtps://relatiebrug:wachtwoord@mail.kantoor.example:465'],
    {
      nl: 'Mailserver voor waarschuwingen; zonder deze regel staan ze alleen in het taakvenster, op de beheerderspagina en in het logboek.',
      en: 'Mail server for warnings; without it they are only in the task pane, on the administrator’s page and in the log.',
    },
  ),
  SMTP_FROM: row(
    'mail',
    sender,
    { nl: 'een e-mailadres, of Naam <adres>', en: 'an e-mail address, or Name <address>' },
    [null, 'Relatiebrug <relatiebrug@kantoor.example>'],
    {
      nl: 'Afzender van waarschuwingen; samen met SMTP_URL.',
      en: 'Sender of warnings; together with SMTP_URL.',
    },
  ),
  NOTICE_TO: row(
    'mail',
    listOf(address),
    { nl: "e-mailadressen, gescheiden door komma's", en: 'e-mail addresses, by commas' },
    [null, 'beheer@kantoor.example'],
    {
      nl: 'Wie waarschuwingen voor beheerders krijgt; zonder deze regel de adressen in ADMINS.',
      en: 'Who gets the warnings for administrators; without it the addresses in ADMINS.',
    },
  ),
  LOG_LEVEL: row(
    'log',
    lower.pipe(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
    {
      nl: 'fatal, error, warn, info, debug, trace of silent',
      en: 'fatal, error, warn, info, debug, trace or silent',
    },
    ['info', 'debug'],
    { nl: 'Vanaf welk gewicht er wordt gelogd.', en: 'From which weight on lines are logged.' },
  ),
  LOG_FORMAT: row(
    'log',
    lower.pipe(z.enum(['json', 'text'])),
    { nl: 'json of text', en: 'json or text' },
    ['json', 'text'],
    {
      nl: 'Logregels als JSON of als leesbare tekst.',
      en: 'Log lines as JSON or as readable text.',
    },
  ),
  METRICS_PORT: row('metrics', whole(0, 65_535), numberFrom(0, 65_535), [null, '9464'], {
    nl: 'Eigen poort voor /metrics, /healthz en /readyz, ook voor `work`; zonder deze regel is er geen.',
    en: 'A port of its own for /metrics, /healthz and /readyz, for `work` too; without it there is none.',
  }),
  METRICS_HOST: row(
    'metrics',
    text,
    { nl: 'een naam of IP-adres', en: 'a name or IP address' },
    ['127.0.0.1', '10.0.0.5'],
    {
      nl: 'Netwerkadres van METRICS_PORT; een ander dan dit vraagt ook METRICS_TOKEN.',
      en: 'Network address of METRICS_PORT; another than this one needs METRICS_TOKEN too.',
    },
  ),
  METRICS_TOKEN: row(
    'metrics',
    metricsToken,
    {
      nl: 'minstens 24 tekens zonder spaties',
      en: 'at least 24 characters without spaces',
    },
    [null, makeYourOwn],
    {
      nl: 'Bearer-token voor /metrics; pas daarmee staat /metrics ook op het gewone adres.',
      en: 'Bearer token for /metrics; only with it /metrics is on the ordinary address too.',
    },
  ),
} satisfies Record<string, SettingRow<unknown>>;

export type SettingName = keyof typeof settingsTable;
type Output<Row> =
  Row extends SettingRow<infer T, infer Default> ? T | (null extends Default ? null : never) : never;
/** What the rows yield; null where a variable without default is not set. */
export type RawSettings = { readonly [Name in SettingName]: Output<(typeof settingsTable)[Name]> };
export const settingNames = Object.keys(settingsTable) as SettingName[];
