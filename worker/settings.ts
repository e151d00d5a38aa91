/**
 * Reads the environment (and a `.env` file) into typed settings, or stops with every wrong variable by name, what is
 * expected and an example. Never prints a value that was given: it may be a secret. The rows are in `settings-table.ts`.
 *
 * `readSettings` demands what every command needs; `requireSignIn` what only `serve`, `work` and activation need.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { isLocal, type NightWindow, type Text } from './settings-kinds.ts';
import type { RawSettings, SettingName, SettingRow } from './settings-table.ts';
import { settingNames, settingsTable } from './settings-table.ts';

export type Language = 'nl' | 'en';
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Settings {
  /** Null: the PostgreSQL that comes along, in `dataDir`. Holds a password: never log it. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** Whether a start brings the schema up to date, or is refused when it is not. */
  readonly autoMigrate: boolean;
  /** Null: history is kept for ever. */
  readonly historyRetentionDays: number | null;
  readonly host: string;
  readonly port: number;
  /** Origin (no slash at the end), or null. */
  readonly publicUrl: string | null;
  /** Addresses and networks of the proxies before the worker. */
  readonly trustedProxies: readonly string[];
  /** Origin to which Graph may send notifications; null: none are asked for. */
  readonly notificationOrigin: string | null;
  /** Absolute; null: dist/addin beside the worker. */
  readonly addinDir: string | null;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Origins, no slash at the end. */
  readonly authority: string;
  readonly graphBaseUrl: string;
  /** GUIDs are lower case everywhere. */
  readonly clientId: string | null;
  readonly credential: Credential | null;
  /** As the administrator says; a secret does not tell it. */
  readonly clientSecretExpires: Date | null;
  readonly allowedTenants: readonly string[];
  /** Object ids and user principal names, lower case. */
  readonly admins: readonly string[];
  readonly paneClientIds: readonly string[];
  readonly tokenKey: TokenKeySource | null;
  /** 32 bytes each. */
  readonly tokenKeysOld: readonly Uint8Array[];
  /** With `{id}` in it. */
  readonly crmPersonUrl: string | null;
  readonly timeZone: string;
  readonly nightWindow: NightWindow;
  readonly country: 'NL' | 'BE';
  readonly language: Language;
  /** R12. `share` is a part of 1. */
  readonly brake: { readonly cards: number; readonly share: number; readonly emptyFrom: number };
  readonly graphTimeoutMs: number;
  readonly graphConcurrency: number;
  readonly graphWindowRequests: number;
  /** What was measured of this Graph; null: the defaults. */
  readonly graphAssumptionsFile: string | null;
  readonly databaseConnections: number;
  readonly leaseMs: number;
  readonly concurrentPasses: number;
  readonly crmPollMs: number;
  readonly notificationDelayMs: number;
  /** Null: no mail is sent. The address holds a password: never log it. */
  readonly mail: { readonly url: string; readonly from: string } | null;
  /** Addresses of the administrators. */
  readonly noticeTo: readonly string[];
  readonly logLevel: RawSettings['LOG_LEVEL'];
  readonly logFormat: RawSettings['LOG_FORMAT'];
  readonly metrics: {
    /** Null: no port of its own. */
    readonly port: number | null;
    readonly host: string;
    /** Never log it. Null: `/metrics` is on its own port only. */
    readonly token: string | null;
  };
}

export type Credential =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly certificateFile: string; readonly keyFile: string };

export type TokenKeySource =
  { readonly kind: 'key'; readonly key: Uint8Array } | { readonly kind: 'file'; readonly file: string };

export interface SettingsProblem {
  /** The variable, or several that hang together, by commas. */
  readonly name: string;
  readonly says: Text;
  /** A line as it could stand in `.env`, or null. */
  readonly example: string | null;
}

/** Everything that is wrong at once. `message` is in the language asked for; `problems` has both. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'settings.wrong';
  constructor(
    readonly problems: readonly SettingsProblem[],
    language: Language = 'nl',
  ) {
    super(describe(problems, language));
  }
}

const describe = (problems: readonly SettingsProblem[], language: Language): string => {
  const head = { nl: 'Instellingen die niet kloppen:', en: 'Settings that are wrong:' }[language];
  const example = { nl: 'voorbeeld', en: 'example' }[language];
  const line = (problem: SettingsProblem): string =>
    `  ${problem.name}: ${problem.says[language]}` +
    (problem.example === null ? '' : `\n    ${example}: ${problem.example}`);
  return [head, ...problems.map(line)].join('\n');
};

// ─── The environment ────────────────────────────────────────────────────────────────────────────

/** Throws SettingsError. Pure but for the current folder, against which paths are resolved. */
export const readSettings = (env: Environment): Settings => {
  const problems: SettingsProblem[] = [];
  const raw = Object.fromEntries(
    settingNames.map((name) => [name, readRow(name, env[name], problems)]),
  ) as unknown as RawSettings;
  const given = (name: SettingName): boolean => !isBlank(env[name]);
  problems.push(...togetherProblems(given), ...openMetricsProblem(raw));
  if (problems.length > 0) throw new SettingsError(problems, messageLanguage(env));
  return assemble(raw);
};

const isBlank = (value: string | undefined): boolean => value === undefined || value.trim() === '';

/** The language for messages, also where LANGUAGE itself is wrong. */
const messageLanguage = (env: Environment): Language => {
  const read = settingsTable.LANGUAGE.schema.safeParse(env['LANGUAGE'] ?? '');
  return read.success ? read.data : 'nl';
};

const exampleOf = (name: SettingName): string => `${name}=${settingsTable[name].example}`;

const readRow = (name: SettingName, value: string | undefined, problems: SettingsProblem[]): unknown => {
  const row: SettingRow<unknown> = settingsTable[name];
  const text = isBlank(value) ? row.byDefault : value;
  if (text === null || text === undefined) return null;
  const read = row.schema.safeParse(text);
  if (read.success) return read.data;
  problems.push({
    name,
    says: { nl: `verwacht: ${row.expected.nl}`, en: `expected: ${row.expected.en}` },
    example: exampleOf(name),
  });
  return null;
};

/** What no row can know alone: both or none, one or the other. */
const togetherProblems = (given: (name: SettingName) => boolean): SettingsProblem[] => {
  const bothOrNone = (a: SettingName, b: SettingName): SettingsProblem[] =>
    given(a) === given(b)
      ? []
      : [
          {
            name: given(a) ? b : a,
            says: {
              nl: `hoort bij ${given(a) ? a : b} en ontbreekt; zet ze allebei of geen van beide`,
              en: `belongs to ${given(a) ? a : b} and is missing; set both or neither`,
            },
            example: exampleOf(given(a) ? b : a),
          },
        ];
  const notBoth = (a: SettingName, b: SettingName): SettingsProblem[] =>
    given(a) && given(b)
      ? [
          {
            name: `${a}, ${b}`,
            says: { nl: 'zet er één van de twee, niet allebei', en: 'set one of the two, not both' },
            example: null,
          },
        ]
      : [];
  const certificate = given('CLIENT_CERTIFICATE_FILE') ? 'CLIENT_CERTIFICATE_FILE' : 'CLIENT_KEY_FILE';
  return [
    ...bothOrNone('TLS_CERT_FILE', 'TLS_KEY_FILE'),
    ...bothOrNone('SMTP_URL', 'SMTP_FROM'),
    ...bothOrNone('CLIENT_CERTIFICATE_FILE', 'CLIENT_KEY_FILE'),
    ...notBoth('CLIENT_SECRET', certificate),
    ...notBoth('TOKEN_KEY', 'TOKEN_KEY_FILE'),
  ];
};

/** Figures that anybody on the network may read are told by mistake only. */
const openMetricsProblem = (raw: RawSettings): SettingsProblem[] => {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = raw;
  if (port === null || token !== null || host === null || isLocal(host) || host === '::1') return [];
  return [
    {
      name: 'METRICS_TOKEN',
      says: {
        nl: 'ontbreekt; METRICS_HOST laat ook andere computers toe',
        en: 'is missing; METRICS_HOST lets other computers in',
      },
      example: exampleOf('METRICS_TOKEN'),
    },
  ];
};

const assemble = (raw: RawSettings): Settings => {
  const publicHost = raw.PUBLIC_URL === null ? null : new URL(raw.PUBLIC_URL).hostname;
  const reachable = publicHost !== null && (!isLocal(publicHost) || raw.ALLOW_LOCAL_NOTIFICATIONS);
  return {
    databaseUrl: raw.DATABASE_URL,
    dataDir: raw.DATA_DIR,
    autoMigrate: raw.AUTO_MIGRATE ?? raw.DATABASE_URL === null,
    historyRetentionDays: raw.HISTORY_RETENTION_DAYS === 0 ? null : raw.HISTORY_RETENTION_DAYS,
    host: raw.HOST,
    port: raw.PORT,
    publicUrl: raw.PUBLIC_URL,
    trustedProxies: raw.TRUSTED_PROXIES,
    notificationOrigin: reachable ? raw.PUBLIC_URL : null,
    addinDir: raw.ADDIN_DIR,
    tls:
      raw.TLS_CERT_FILE === null || raw.TLS_KEY_FILE === null
        ? null
        : { certFile: raw.TLS_CERT_FILE, keyFile: raw.TLS_KEY_FILE },
    authority: raw.AUTHORITY,
    graphBaseUrl: raw.GRAPH_BASE_URL,
    clientId: raw.CLIENT_ID,
    credential: credentialOf(raw),
    clientSecretExpires: raw.CLIENT_SECRET_EXPIRES,
    allowedTenants: raw.ALLOWED_TENANTS ?? [],
    admins: raw.ADMINS ?? [],
    paneClientIds: raw.PANE_CLIENT_IDS ?? (raw.CLIENT_ID === null ? [] : [raw.CLIENT_ID]),
    tokenKey: tokenKeyOf(raw),
    tokenKeysOld: raw.TOKEN_KEYS_OLD ?? [],
    crmPersonUrl: raw.CRM_PERSON_URL,
    timeZone: raw.TIME_ZONE,
    nightWindow: raw.NIGHT_WINDOW,
    country: raw.COUNTRY,
    language: raw.LANGUAGE,
    brake: { cards: raw.BRAKE_CARDS, share: raw.BRAKE_SHARE, emptyFrom: raw.BRAKE_EMPTY_FROM },
    graphTimeoutMs: raw.GRAPH_TIMEOUT_MS,
    graphConcurrency: raw.GRAPH_CONCURRENCY,
    graphWindowRequests: raw.GRAPH_WINDOW_REQUESTS,
    graphAssumptionsFile: raw.GRAPH_ASSUMPTIONS_FILE,
    databaseConnections: raw.DATABASE_CONNECTIONS,
    leaseMs: raw.LEASE_SECONDS * 1000,
    concurrentPasses: raw.CONCURRENT_PASSES,
    crmPollMs: raw.CRM_POLL_SECONDS * 1000,
    notificationDelayMs: raw.NOTIFICATION_DELAY_SECONDS * 1000,
    mail: raw.SMTP_URL === null || raw.SMTP_FROM === null ? null : { url: raw.SMTP_URL, from: raw.SMTP_FROM },
    noticeTo: raw.NOTICE_TO ?? (raw.ADMINS ?? []).filter((admin) => admin.includes('@')),
    logLevel: raw.LOG_LEVEL,
    logFormat: raw.LOG_FORMAT,
    metrics: { port: raw.METRICS_PORT, host: raw.METRICS_HOST, token: raw.METRICS_TOKEN },
  };
};

const credentialOf = (raw: RawSettings): Credential | null => {
  if (raw.CLIENT_SECRET !== null) return { kind: 'secret', secret: raw.CLIENT_SECRET };
  if (raw.CLIENT_CERTIFICATE_FILE === null || raw.CLIENT_KEY_FILE === null) return null;
  return {
    kind: 'certificate',
    certificateFile: raw.CLIENT_CERTIFICATE_FILE,
    keyFile: raw.CLIENT_KEY_FILE,
  };
};

const tokenKeyOf = (raw: RawSettings): TokenKeySource | null => {
  if (raw.TOKEN_KEY !== null) return { kind: 'key', key: raw.TOKEN_KEY };
  return raw.TOKEN_KEY_FILE === null ? null : { kind: 'file', file: raw.TOKEN_KEY_FILE };
};

// ─── What only some commands need ───────────────────────────────────────────────────────────────

export type SignInSettings = Settings & {
  readonly clientId: string;
  readonly credential: Credential;
  readonly tokenKey: TokenKeySource;
};

/** For commands that speak with Microsoft. Throws SettingsError naming what is missing. */
export const requireSignIn = (settings: Settings): SignInSettings => {
  const missing: SettingsProblem[] = [];
  const need = (isThere: boolean, names: readonly [SettingName, ...SettingName[]]): void => {
    if (isThere) return;
    const nl = names.length > 1 ? 'ontbreekt; zet er één van' : 'ontbreekt';
    const en = names.length > 1 ? 'is missing; set one of them' : 'is missing';
    missing.push({
      name: names.join(' / '),
      says: {
        nl: `${nl}. ${settingsTable[names[0]].about.nl}`,
        en: `${en}. ${settingsTable[names[0]].about.en}`,
      },
      example: exampleOf(names[0]),
    });
  };
  const { clientId, credential, tokenKey } = settings;
  need(clientId !== null, ['CLIENT_ID']);
  need(credential !== null, ['CLIENT_SECRET', 'CLIENT_CERTIFICATE_FILE']);
  need(settings.allowedTenants.length > 0, ['ALLOWED_TENANTS']);
  need(tokenKey !== null, ['TOKEN_KEY', 'TOKEN_KEY_FILE']);
  if (clientId === null || credential === null || tokenKey === null || missing.length > 0) {
    throw new SettingsError(missing, settings.language);
  }
  return { ...settings, clientId, credential, tokenKey };
};

// ─── The .env file ──────────────────────────────────────────────────────────────────────────────

/** Variables of the test command, which may stand in `.env` too. */
const othersAllowed = ['TEST_DATABASE_URL'];

/**
 * The environment over what `.env` in `folder` says (the environment wins). An unknown name in the file stops the
 * start; in the environment itself names of other programs are everyday, so there nothing is checked.
 */
export const loadEnvironment = (folder: string, env: Environment): Environment => {
  const file = join(folder, '.env');
  if (!existsSync(file)) return env;
  const fromFile: Environment = parseEnv(readFileSync(file, 'utf8'));
  const known: readonly string[] = [...settingNames, ...othersAllowed];
  const unknown = Object.keys(fromFile).filter((name) => !known.includes(name));
  const all = { ...fromFile, ...withoutBlanks(env) };
  if (unknown.length > 0) throw new SettingsError(unknown.map(unknownInFile), messageLanguage(all));
  return all;
};

/** Settings of this process: environment over `.env`. Throws SettingsError. */
export const loadSettings = (folder: string = process.cwd(), env: Environment = process.env): Settings =>
  readSettings(loadEnvironment(folder, env));

const withoutBlanks = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => !isBlank(value)));

const unknownInFile = (name: string): SettingsProblem => {
  if (name.startsWith('NODE_')) {
    return {
      name,
      says: {
        nl: 'leest Node.js vóór .env; zet deze variabele in de omgeving zelf',
        en: 'is read by Node.js before .env; set this variable in the environment itself',
      },
      example: null,
    };
  }
  const nearest = nearestName(name);
  return {
    name,
    says: {
      nl: `onbekende instelling in .env; bedoelde u ${nearest}?`,
      en: `unknown setting in .env; did you mean ${nearest}?`,
    },
    example: exampleOf(nearest),
  };
};

const nearestName = (name: string): SettingName => {
  const ranked = settingNames
    .map((known) => ({ known, distance: editDistance(name.toUpperCase(), known) }))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.known ?? 'DATABASE_URL';
};

/** Levenshtein. */
const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
};
